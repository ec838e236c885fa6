"""Write the tables that follow from the course and from our schemas: README's, and those in docs/.

    python tools/tables.py [--check]

A table stands between `<!-- begin NAME -->` and `<!-- end NAME -->`; what is around it is kept.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mistakes import mistake_table
from schemas import SCHEMAS, schema_table

from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.course.settings import read_toml

ROOT = Path(__file__).parents[1]


def assignments() -> list[Assignment]:
    """The course, in order."""
    folders = sorted(path.parent for path in ROOT.glob("assignments/*/assignment.toml"))
    return [load_assignment(folder) for folder in folders]


def course_table(course: list[Assignment]) -> Iterator[str]:
    """A line for each assignment: what there is to do, and what it is checked by."""
    yield "| assignment | exercises | checks | foreseen mistakes | questions | points |"
    yield "|---|---|---|---|---|---|"
    for a in course:
        counts = (len(a.exercises), len(a.checks), len(a.misconceptions), len(a.questions))
        cells = " | ".join(map(str, (*counts, a.points)))
        yield f"| [{a.name}](assignments/{a.name}/README.md): {a.title} | {cells} |"
    sums = [sum(len(getattr(a, what)) for a in course) for what in _COUNTED]
    yield f"| in all | {' | '.join(map(str, sums))} | {sum(a.points for a in course)} |"


_COUNTED = ("exercises", "checks", "misconceptions", "questions")


def concept_table(course: list[Assignment]) -> Iterator[str]:
    """A line for each concept: the exercises that write it, the questions about it."""
    asked: dict[str, list[str]] = {}
    for a in course:
        for question in a.questions:
            for name in question.concepts:
                asked.setdefault(name, []).append(f"{a.name}: {question.name}")
    yield "| | concept | exercises | questions |"
    yield "|---|---|---|---|"
    for number, concept in enumerate(concepts(), start=1):
        exercises = ", ".join(concept["exercises"])
        questions = ", ".join(asked.get(concept["name"], ()))
        yield f"| {number} | {concept['title']} | {exercises} | {questions} |"


def concepts() -> list[dict[str, Any]]:
    """The concepts that the course covers."""
    found: list[dict[str, Any]] = read_toml(ROOT / "reference" / "concepts.toml")[1]["concept"]
    return found


def described() -> list[str]:
    """The schemas that the page of file formats shows."""
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    return [name for name in SCHEMAS if f"<!-- begin {name} -->" in text]


def filled(text: str, name: str, table: Iterator[str]) -> str:
    """The text with a table renewed."""
    region = re.compile(rf"(<!-- begin {name} -->\n).*?(<!-- end {name} -->)", re.DOTALL)
    lines = "\n".join(table)
    after, count = region.subn(lambda found: f"{found[1]}\n{lines}\n\n{found[2]}", text)
    if count != 1:
        raise ValueError(f"want one region {name}, got {count}")
    return after


def main(*, check: bool) -> int:
    """Renew every table, or say which have drifted."""
    course = assignments()
    status = 0
    for file, name, table in (
        ("README.md", "course", course_table(course)),
        ("docs/concepts.md", "concepts", concept_table(course)),
        ("docs/misconceptions.md", "misconceptions", mistake_table(course)),
        *(("docs/formats.md", name, schema_table(name)) for name in described()),
    ):
        path = ROOT / file
        before = path.read_text(encoding="utf-8")
        after = filled(before, name, table)
        if after != before:
            sys.stdout.write(f"{'differs' if check else 'wrote'}: {file}\n")
            status = int(check)
            if not check:
                path.write_text(after, encoding="utf-8")
    return status


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    sys.exit(main(check=parser.parse_args().check))
