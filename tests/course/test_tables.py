"""What the documents say of the course is what the course is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from autograder.course.settings import read_toml

ROOT = Path(__file__).parents[2]


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
