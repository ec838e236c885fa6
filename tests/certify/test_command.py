"""What `backmark certify` prints, writes and returns."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from autograder.certify.certificate import Certificate
from autograder.certify.command import print_certificate
from autograder.certify.equivalents import read_equivalents
from autograder.certify.facts import (
    EQUIVALENT,
    KILLED,
    SURVIVED,
    Alarm,
    CheckFacts,
    Equivalent,
    ExerciseFacts,
    MisconceptionFacts,
    MutantFacts,
    VariantFacts,
)
from autograder.certify.stored import from_json
from autograder.errors import CourseError
from tests.certify.tiny import REFERENCE, write_tiny

CHECK = CheckFacts("1.1", "test_scaled_matches", "`scaled` scales.", "scaled", 6, 0.002, True)
MUTANT = MutantFacts(
    "c752b8e05236",
    "scaled",
    "scaled",
    "tiny",
    7,
    "numpy/factor",
    "-    return factor * x\n+    return x",
    KILLED,
    ("test_scaled_matches",),
)
MISTAKE = MisconceptionFacts(
    "factor_ignored", "scaled", "The factor is always 2.", ("test_scaled_matches",),
    ("factor_ignored",), 2, (), (),
)  # fmt: skip
COMPLETE = Certificate(
    assignment="tiny",
    title="Tiny",
    digest="0" * 64,
    versions={"backmark": "0.1.0"},
    seeds=("1", "secret 87b5c86540b6a305"),
    partial=False,
    exercises=(ExerciseFacts(1, "scaled", "Scaled"),),
    checks=(CHECK,),
    variants=(VariantFacts("reference", 2, ()),),
    misconceptions=(MISTAKE,),
    mutants=(MUTANT, *(replace(MUTANT, key=f"{n:012}") for n in range(99))),
    stale=(),
    seconds=12.3,
)
REFUSED = replace(
    COMPLETE,
    checks=(
        CHECK,
        replace(CHECK, number="1.2", name="test_nothing"),
        replace(CHECK, number="1.3", name="test_wrong", passed=False, failure="out: got 1, want 2"),
    ),
    variants=(
        VariantFacts("reference", 2, ()),
        VariantFacts("sum", 2, (Alarm("1", "test_scaled_matches", "failed", "out: shape"),)),
    ),
    misconceptions=(
        replace(MISTAKE, named_as=("", "like written_into_x"), misnamed_on=("1",)),
        replace(MISTAKE, name="written_into_x", missed_on=("1", "2", "3", "4")),
        replace(MISTAKE, name="doubled", named_as=("doubled",), broken=("test_nothing",)),
    ),
    mutants=(
        MUTANT,
        replace(MUTANT, key="e5e186cebe22", outcome=SURVIVED, killed_by=()),
        replace(MUTANT, key="a5e186cebe22", outcome=EQUIVALENT, killed_by=(), reason="x is 0"),
        replace(MUTANT, key="b5e186cebe22", broken=("test_nothing",)),
    ),
    stale=(Equivalent("0123456789ab", "scaled", "a -> b", "because"),),
)


def printed(certificate: Certificate) -> str:
    console = Console(file=StringIO(), width=80, highlight=False)
    print_certificate(console, certificate)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def test_a_complete_certificate_is_a_table_and_a_sentence(
    golden: Callable[[str, str], None],
) -> None:
    golden("certify-complete.txt", printed(COMPLETE))


def test_everything_that_is_wrong_is_told_with_the_next_step(
    golden: Callable[[str, str], None],
) -> None:
    golden("certify-refused.txt", printed(REFUSED))


def test_of_very_much_that_is_wrong_the_first_is_told_and_the_rest_counted(
    golden: Callable[[str, str], None],
) -> None:
    missed = tuple(replace(MISTAKE, name=f"mistake_{i}", missed_on=("1",)) for i in range(45))

    golden("certify-many.txt", printed(replace(COMPLETE, misconceptions=missed)))


def test_a_partial_run_says_that_it_is_none_to_release_on() -> None:
    assert "no certificate to release on" in printed(replace(COMPLETE, partial=True))


def test_of_a_part_it_is_not_said_that_nothing_fails_a_check(
    golden: Callable[[str, str], None],
) -> None:
    idle = replace(CHECK, number="1.2", name="test_nothing")

    golden("certify-part.txt", printed(replace(COMPLETE, partial=True, checks=(CHECK, idle))))


def test_a_survivors_entry_wants_its_reason_and_nothing_else(tmp_path: Path) -> None:
    diff = '-    return "ä\\t"\n-    # two\n+    return \'"\''
    survivor = replace(MUTANT, outcome=SURVIVED, killed_by=(), diff=diff)
    told = printed(replace(COMPLETE, mutants=(survivor,)))
    entry = told[told.index("[[equivalent]]") :].partition("\n\n")[0]

    (tmp_path / "equivalents.toml").write_text(entry, encoding="utf-8")
    with pytest.raises(CourseError, match="entry 1 wants key, function, mutation, reason"):
        read_equivalents(tmp_path)
    (tmp_path / "equivalents.toml").write_text(
        entry.replace('reason = ""', 'reason = "x is 0"'), encoding="utf-8"
    )

    want = 'return "ä\\t"; # two -> return \'"\''
    assert read_equivalents(tmp_path) == (Equivalent(MUTANT.key, "scaled", want, "x is 0"),)


def certify(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "autograder.cli", "certify", *options, "--seeds", "0"]
    return subprocess.run(
        [*command, "--jobs", "1"], cwd=root, capture_output=True, text=True, check=False
    )


def test_the_command_certifies_all_assignments_of_a_course_and_writes_both_files(
    tmp_path: Path,
) -> None:
    write_tiny(tmp_path)

    done = certify(tmp_path, "-o", "out")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "tiny is certified" in done.stdout
    assert from_json((tmp_path / "out" / "tiny.json").read_text("utf-8")).complete
    assert (tmp_path / "out" / "tiny.html").read_text("utf-8").startswith("<!")


def test_the_command_exits_with_1_where_something_is_wrong(tmp_path: Path) -> None:
    write_tiny(tmp_path, reference=REFERENCE.replace("factor * x", "factor * x * (1 + 0 * x)"))

    done = certify(tmp_path, "tiny")

    assert done.returncode == 1
    assert "tiny cannot be certified" in done.stdout
    assert "survives" in done.stdout


def test_as_json_it_prints_the_counts_by_assignment(tmp_path: Path) -> None:
    write_tiny(tmp_path)

    done = certify(tmp_path, "--json")

    counts = json.loads(done.stdout)["tiny"]
    assert counts["complete"] is True
    assert counts["checks"] == counts["checks_seen_to_fail"] > 0
    assert counts["misconceptions"] == counts["caught"] == counts["named"] > 0
    assert counts["killed"] + counts["equivalent"] == counts["mutants"] > 0
    assert (counts["false_alarms"], counts["survivors"]) == (0, 0)
