"""Print the README's table: what other kinds of tests catch of the same wrong solutions.

    python tools/comparison.py [ASSIGNMENT] [--certificate FILE]

Certifies the assignment with those tests for its checks (see `certify/comparison.py`), a minute or
two; and as it is, unless a certificate is given.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from autograder.certify.certificate import Certificate
from autograder.certify.comparison import as_markdown, compare, course_of_kinds
from autograder.certify.run import Plan, certify, default_variants
from autograder.certify.stored import from_json
from autograder.course.assignment import Assignment
from autograder.course.load import find_assignment, load_assignment

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Certify twice, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("assignment", nargs="?", default="04_layers")
    parser.add_argument("--certificate", type=Path, help="ours, as JSON, if it is there already")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    assignment = load_assignment(find_assignment(asked.assignment, ROOT))
    plan = Plan(jobs=asked.jobs, variants=default_variants(assignment))
    if asked.certificate:
        ours = from_json(asked.certificate.read_text(encoding="utf-8"))
    else:
        ours = certify(assignment, plan)
    sys.stdout.write(as_markdown(compare(_with_their_tests(assignment, plan), ours)))


def _with_their_tests(assignment: Assignment, plan: Plan) -> Certificate:
    with tempfile.TemporaryDirectory() as scratch:
        folder = course_of_kinds(assignment, Path(scratch))
        return certify(load_assignment(folder), plan)


if __name__ == "__main__":
    main()
