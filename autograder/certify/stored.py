"""A certificate as JSON: its facts, and for readers a summary of what follows from them."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import resources
from typing import Any, Final

from autograder.certify.certificate import Certificate
from autograder.certify.facts import (
    EQUIVALENT,
    KILLED,
    UNLOADABLE,
    Alarm,
    CheckFacts,
    Equivalent,
    ExerciseFacts,
    MisconceptionFacts,
    MutantFacts,
    VariantFacts,
)
from autograder.errors import UsageError

FORMAT: Final = 1


def to_json(certificate: Certificate) -> str:
    """The certificate as JSON, with a line feed at the end."""
    facts = {"format": FORMAT, **asdict(certificate)}
    facts["summary"] = {
        "complete": certificate.complete,
        "wrong": certificate.wrong,
        "mutants_killed": len(certificate.mutants_that(KILLED)),
        "mutants_equivalent": len(certificate.mutants_that(EQUIVALENT)),
        "mutants_survived": len(certificate.survivors),
        "mutants_unloadable": len(certificate.mutants_that(UNLOADABLE)),
        "rate": certificate.rate,
        "false_alarms": certificate.false_alarms,
        "kill_matrix": certificate.kill_matrix,
        "sole_killers": certificate.sole_killers,
        "idle_checks": certificate.idle_checks,
        "confusion": certificate.confusion,
    }
    return json.dumps(facts, indent=1) + "\n"


def from_json(text: str) -> Certificate:
    """The certificate that `to_json` wrote.

    Raises:
        UsageError: it is none, or of another format.
    """
    import jsonschema_rs  # noqa: PLC0415 - only a reader of files needs it

    try:
        facts = json.loads(text)
        jsonschema_rs.validate(schema(), facts)
    except (ValueError, jsonschema_rs.ValidationError) as error:
        first = str(error).partition("\n")[0]
        raise UsageError(f"not a certificate of format {FORMAT}: {first}") from None
    return Certificate(
        assignment=facts["assignment"],
        title=facts["title"],
        digest=facts["digest"],
        versions=facts["versions"],
        seeds=tuple(facts["seeds"]),
        partial=facts["partial"],
        exercises=tuple(ExerciseFacts(**e) for e in facts["exercises"]),
        checks=tuple(CheckFacts(**c) for c in facts["checks"]),
        variants=tuple(
            VariantFacts(v["name"], v["seeds"], tuple(Alarm(**a) for a in v["alarms"]))
            for v in facts["variants"]
        ),
        misconceptions=tuple(MisconceptionFacts(**_frozen(m)) for m in facts["misconceptions"]),
        mutants=tuple(MutantFacts(**_frozen(m)) for m in facts["mutants"]),
        stale=tuple(Equivalent(**e) for e in facts["stale"]),
        seconds=facts["seconds"],
    )


def _frozen(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in facts.items()}


def schema() -> Any:
    """The JSON schema of a certificate."""
    path = resources.files("autograder.certify").joinpath("certificate.schema.json")
    return json.loads(path.read_text("utf-8"))
