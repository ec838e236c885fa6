"""A certificate as one HTML page that opens from disk: no network, nothing to install.

    Certificate --exercise_view--> plain values --templates/page.html.jinja--> HTML

Whatever an author or a student wrote is escaped by the template, as text and as JSON, and cleaned
of characters that cannot be seen. The page needs its script for one thing only: the diff of the
column that one points at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import Any, Final

from autograder.certify.certificate import Certificate
from autograder.certify.exercise_view import LONG, ExerciseView, exercise_view, where
from autograder.certify.facts import EQUIVALENT, KILLED, UNLOADABLE, MutantFacts
from autograder.certify.naming import is_named
from autograder.templates import templates_of
from autograder.text import clean

_SHOWN: Final = 12
"""Reasons at the head of the page; each stands in its place below as well."""
_NAME_WIDTH: Final = 170
"""Pixels for the name of a right solution."""
_CODE: Final = re.compile(r"`([^`]+)`")
_QUICK: Final = (
    "quick look",
    """Nothing wrong was found, in a sample or in one exercise. That is no certificate: run
    backmark certify without --quick and --exercise.""",
)
_CERTIFIED: Final = (
    "certified",
    """The checks of this assignment accept every right solution that was tried, and reject every
    wrong one. What that rests on is shown below.""",
)


def render(certificate: Certificate) -> str:
    """The page, as text of one HTML file.

    Raises:
        UsageError: jinja2 is not installed.
    """
    environment = templates_of("autograder.certify", escape=True)
    from markupsafe import Markup, escape  # noqa: PLC0415 - jinja2's own

    environment.filters |= {
        "count": _count,
        "milliseconds": lambda ms: f"{ms:.1f}" if ms < 10 else f"{ms:.0f}",
        "sum_of": _sum_of,
        "with_code": lambda text: Markup(_CODE.sub(r"<code>\1</code>", str(escape(text)))),  # noqa: S704
    }
    ours = {kind: Markup(_file(f"page.{kind}")) for kind in ("css", "js")}  # noqa: S704
    return environment.get_template("page.html.jinja").render(page=_page(certificate), **ours)


def _file(name: str) -> str:
    return (resources.files("autograder.certify") / "templates" / name).read_text("utf-8")


def _count(number: float) -> str:
    return f"{number:,}"


def _sum_of(views: Iterable[ExerciseView], name: str) -> float:
    """The sum of a number, or of the lengths of a sequence, over exercises."""
    values = [getattr(view, name) for view in views]
    return sum(len(v) if isinstance(v, Sequence) else v for v in values)


def _page(certificate: Certificate) -> dict[str, Any]:
    slowest = max((check.seconds for check in certificate.checks), default=0.0)
    exercises = [exercise_view(certificate, facts, slowest) for facts in certificate.exercises]
    verdict, meaning = _verdict(certificate)
    rows = [row for exercise in exercises for row in exercise.rows]
    return {
        "assignment": certificate.assignment,
        "title": clean(certificate.title),
        "verdict": verdict,
        "meaning": meaning,
        "is_good": certificate.complete and not certificate.partial,
        "wrong": [clean(line, LONG) for line in certificate.wrong[:_SHOWN]],
        "more_wrong": max(0, len(certificate.wrong) - _SHOWN),
        "provenance": _provenance(certificate),
        "cards": _cards(certificate),
        "exercises": exercises,
        "guardians": sorted((row for row in rows if row.alone), key=lambda row: -row.alone),
        "silent": list(_silent(exercises)),
        "grid": _grid(certificate),
        "alarms": [
            {
                "variant": clean(variant.name),
                "seed": alarm.seed,
                "check": alarm.check,
                "text": f"{alarm.outcome}: {clean(alarm.text, LONG)}",
            }
            for variant in certificate.variants
            for alarm in variant.alarms
        ],
        "columns": {e.name: [c.as_data() if c else None for c in e.columns] for e in exercises},
    }


def _verdict(certificate: Certificate) -> tuple[str, str]:
    """One word or two, and the sentence that explains them."""
    if not certificate.complete:
        count = len(certificate.wrong)
        reasons = "one reason" if count == 1 else f"{count} reasons"
        return "incomplete", f"This assignment should not be released yet, for {reasons}:"
    return _QUICK if certificate.partial else _CERTIFIED


def _provenance(certificate: Certificate) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in certificate.versions.items())
    return (
        f"{_several(certificate.exercises, 'exercise')}, {_several(certificate.checks, 'check')}, "
        f"{_several(certificate.seeds, 'seed')}; {versions}; settings and checks "
        f"{certificate.digest[:12]}; {certificate.seconds:.0f} s of processor time"
    )


def _several(things: Sequence[Any], noun: str) -> str:
    return f"{len(things):,} {noun}{'s' if len(things) != 1 else ''}"


def _cards(certificate: Certificate) -> list[dict[str, Any]]:
    """The figures that matter most, each with what it means."""
    return [
        _alarms_card(certificate),
        _foreseen_card(certificate),
        *_mutants_cards(certificate),
        _seen_card(certificate),
    ]


def _alarms_card(certificate: Certificate) -> dict[str, Any]:
    graded = sum(variant.seeds for variant in certificate.variants) * len(certificate.checks)
    return _card(
        "false alarms",
        f"{certificate.false_alarms}",
        f"{_several(certificate.variants, 'right solution')}, the reference among them, graded "
        f"on {_several(certificate.seeds, 'seed')}: {graded:,} checks. An alarm here would cost a "
        "student points for right work.",
        not certificate.false_alarms,
    )


def _foreseen_card(certificate: Certificate) -> dict[str, Any]:
    foreseen = certificate.misconceptions
    caught = sum(bool(m.killed_by) and not m.missed_on for m in foreseen)
    called = sum(map(is_named, foreseen))
    return _card(
        "foreseen mistakes caught",
        f"{caught} of {len(foreseen)}",
        "Mistakes that students are known to make, each graded on "
        f"{_several(certificate.seeds, 'seed')}. {called} are also called by their own name and "
        "nothing else, so a student who makes one reads the right hint.",
        caught == called == len(foreseen),
    )


def _mutants_cards(certificate: Certificate) -> Iterable[dict[str, Any]]:
    killed, same = (len(certificate.mutants_that(o)) for o in (KILLED, EQUIVALENT))
    loadable = len(certificate.mutants) - len(certificate.mutants_that(UNLOADABLE))
    survivors = len(certificate.survivors)
    yield _card(
        "mutants killed",
        f"{100 * certificate.rate:.1f} %" if loadable else "none made",
        f"A program made {loadable:,} small changes to the reference, one at a time: a sign, "
        f"an axis, a factor, an order. {killed:,} of them fail a check. Nobody chose them, so "
        "they find holes that nobody thought of.",
        not survivors,
    )
    yield _card(
        "unexplained survivors",
        f"{survivors}",
        "A change that computes the same as the reference fails no check, and rightly so. A "
        f"person looked at each such change, {same} in all, and wrote down why. One without a "
        "reason would be a hole.",
        not survivors,
    )


def _seen_card(certificate: Certificate) -> dict[str, Any]:
    seen = len(certificate.checks)
    failed = seen - len(certificate.never_failed)
    return _card(
        "checks seen to fail",
        f"{failed} of {seen}",
        "A check that never failed proves nothing when it passes. Counted are those that have "
        "failed something wrong.",
        failed == seen,
    )


def _card(name: str, figure: str, meaning: str, is_good: bool) -> dict[str, Any]:
    return {"name": name, "figure": figure, "meaning": meaning, "is_good": is_good}


def _silent(exercises: Iterable[ExerciseView]) -> Iterable[dict[str, Any]]:
    """Survivors and then equivalent mutants, by exercise."""
    for exercise in exercises:
        mutants = [*exercise.survivors, *exercise.equivalent]
        if mutants:
            section = f"{exercise.number} {exercise.section}"
            yield {"section": section, "mutants": [_silent_row(m) for m in mutants]}


def _silent_row(mutant: MutantFacts) -> dict[str, Any]:
    kinds = {"+": "plus", "-": "minus"}
    lines = clean(mutant.diff, LONG).splitlines()
    return {
        "function": clean(mutant.function),
        "where": where(mutant),
        "key": mutant.key,
        "lines": [{"text": line, "kind": kinds.get(line[:1], "")} for line in lines],
        "reason": clean(mutant.reason, LONG),
    }


def _grid(certificate: Certificate) -> dict[str, Any]:
    """A picture: rows are right solutions, columns seeds."""
    rows = []
    for at, variant in enumerate(certificate.variants):
        alarms: dict[str, list[str]] = {}
        for alarm in variant.alarms:
            alarms.setdefault(alarm.seed, []).append(alarm.check)
        cells = [
            {
                "x": _NAME_WIDTH + 14 * column,
                "kind": "wrong" if seed in alarms else "cell",
                "title": f"seed {seed}: {', '.join(alarms[seed])}" if seed in alarms else "",
            }
            for column, seed in enumerate(certificate.seeds[: variant.seeds])
        ]
        rows.append({"name": clean(variant.name, 24), "y": 14 * at, "cells": cells})
    return {
        "rows": rows,
        "width": _NAME_WIDTH + 14 * len(certificate.seeds),
        "height": max(14 * len(rows), 1),
        "label": f"{len(rows)} right solutions on {len(certificate.seeds)} seeds: "
        f"{certificate.false_alarms} false alarms",
    }
