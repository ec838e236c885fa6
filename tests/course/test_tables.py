"""What the documents say of the course is what the course is."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

from autograder.course.load import load_assignment
from autograder.course.settings import read_toml

ROOT = Path(__file__).parents[2]
MISTAKES = runpy.run_path(str(ROOT / "tools" / "mistakes.py"))
COURSE = [load_assignment(p.parent) for p in sorted(ROOT.glob("assignments/*/assignment.toml"))]
CATALOGUE = MISTAKES["kinds"]()
KINDS = {row for rows in CATALOGUE["kinds"].values() for row in rows}
BUILT = MISTAKES["by_kind"](COURSE)


def test_the_tables_in_readme_and_docs_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools/tables.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, f"{done.stdout}{done.stderr}: run `python tools/tables.py`"


def test_every_concept_names_exercises_that_exist() -> None:
    exercises = {
        f"{path.parent.name}/{exercise['name']}"
        for path in ROOT.glob("assignments/*/assignment.toml")
        for exercise in read_toml(path)[1]["exercise"]
    }
    _, content = read_toml(ROOT / "reference" / "concepts.toml")
    named = {exercise for concept in content["concept"] for exercise in concept["exercises"]}

    assert sorted(named - exercises) == []


def test_every_kind_of_mistake_is_built_or_asked_or_has_its_reason() -> None:
    asked, reasons = CATALOGUE["asked"].keys(), CATALOGUE["not_built"].keys()

    assert sorted(KINDS - BUILT.keys() - asked - reasons) == []
    assert sorted(reasons & (BUILT.keys() | asked)) == []
    assert sorted((asked | reasons) - KINDS) == []


def test_every_misconception_is_of_kinds_that_the_catalogue_has() -> None:
    assert sorted(BUILT.keys() - KINDS) == []


def test_every_question_that_is_said_to_ask_for_an_idea_exists_and_foresees_mistakes() -> None:
    questions = {f"{a.name}/{q.name}": a.solutions[q.name] for a in COURSE for q in a.questions}

    for names in CATALOGUE["asked"].values():
        for name in names:
            assert questions[name].foreseen or questions[name].wrong, name
