"""The dozen checks as gradescope-utils runs them: a process, `unittest`, results.json.

python gradescope_tests.py RESULTS      (the student's net.py in the folder of BENCH_SUBMISSION)
"""

from __future__ import annotations

import os
import sys
import unittest
from pathlib import Path

import exam
from checks import POINTS
from gradescope_utils.autograder_utils.decorators import number, weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

sys.path.insert(0, os.environ["BENCH_SUBMISSION"])
import net


class TestNet(unittest.TestCase):
    """Filled below: one method a check."""


def _add(name: str, label: str, points: int) -> None:
    def test(_: unittest.TestCase) -> None:
        exam.run(name, net)

    setattr(TestNet, f"test_{name}", number(label)(weight(points)(test)))


for _name, (_label, _points) in POINTS.items():
    _add(_name, _label, _points)


if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(TestNet)
    with Path(sys.argv[1]).open("w", encoding="utf-8") as stream:
        JSONTestRunner(visibility="visible", stream=stream).run(suite)
