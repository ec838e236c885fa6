"""The graders: what each is run with, for one submission and for a class, and what it gave."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from measuring import Cost, cost_of, peak_of, run
from peers import notebook
from peers.checks import POINTS
from peers.setting import HERE, Setting, solution

from autograder.sandbox.launchers import ENVIRONMENT

ORACLE: Final = HERE / "reference" / "peers" / "oracle.py"


@dataclass(frozen=True)
class Runner:
    """A grader that starts a process for each submission.

    Args:
        name: as the table has it.
        command: of a submission's folder and the results file to write.
        score: what a results file says.
        with_torch: answers by torch, instead of from a file.
        statuses: how its process may end.
    """

    name: str
    command: Callable[[Setting, Path], list[str]]
    score: Callable[[Path], float]
    with_torch: bool
    statuses: tuple[int, ...] = (0,)

    def grade(self, setting: Setting, submission: Path) -> float:
        """Grade one; its score."""
        results = setting.folder / f"results_{submission.name}"
        environment = {**setting.environment, "BENCH_SUBMISSION": str(submission)}
        if self.with_torch:
            environment["BENCH_ORACLE"] = str(ORACLE)
        run(
            self.command(setting, results),
            cwd=setting.folder,
            environment=environment,
            statuses=self.statuses,
        )
        return self.score(results)

    def grade_class(self, setting: Setting, folders: Sequence[Path], at_once: int) -> Cost:
        """Grade these, so many at once; the cost of each."""

        def work() -> None:
            with ThreadPoolExecutor(at_once) as pool:
                scores = list(pool.map(lambda folder: self.grade(setting, folder), folders))
            agree(self.name, scores)

        return cost_of(work).each(len(folders))


def agree(name: str, scores: Sequence[float]) -> None:
    """Whoever is fast and wrong does not count."""
    want = [solution(number)[1] for number in range(len(scores))]
    if list(scores) != want:
        raise SystemExit(f"{name} gave {list(scores)}, want {want}")


def _gradescope_score(results: Path) -> float:
    return float(json.loads(results.read_text())["score"])


def _junit_score(results: Path) -> float:
    cases = ET.parse(results).getroot().iter("testcase")  # noqa: S314 - pytest wrote it
    passed = [case.attrib["name"] for case in cases if len(case) == 0]
    return sum(points for name, (_, points) in POINTS.items() if f"test_exam[{name}]" in passed)


def _unittest(setting: Setting, results: Path) -> list[str]:
    return [setting.python("peers"), str(HERE / "gradescope_tests.py"), str(results)]


def _pytest(setting: Setting, results: Path) -> list[str]:
    options = ["-q", "-p", "no:cacheprovider", f"--rootdir={HERE}", f"--junitxml={results}"]
    test = str(HERE / "test_exam.py")
    return [setting.python("peers"), "-m", "pytest", "-c", str(HERE / "pytest.ini"), *options, test]


RUNNERS: Final = (
    Runner("gradescope-utils, torch", _unittest, _gradescope_score, True),
    Runner("gradescope-utils, file", _unittest, _gradescope_score, False),
    Runner("pytest, torch", _pytest, _junit_score, True, (0, 1)),
    Runner("pytest, file", _pytest, _junit_score, False, (0, 1)),
)


def backmark_command(setting: Setting) -> list[str]:
    """One submission, as `run_autograder` starts it in Gradescope's container."""
    module = ["-I", "-X", "utf8", "-m", "autograder.gradescope"]
    return [setting.python("backmark"), *module, "--root", str(setting.root)]


def backmark_once(setting: Setting) -> None:
    """Grade one submission, cold, in the environment that `run_autograder` leaves."""
    environment = {name: setting.environment[name] for name in ENVIRONMENT}
    run(backmark_command(setting), cwd=setting.folder, environment=environment)
    agree("Backmark", [_gradescope_score(setting.root / "results" / "results.json")])


def backmark_class(setting: Setting, count: int) -> Cost:
    """`backmark class` from a folder to its last file; the cost of each submission."""
    hand_ins, output = setting.hand_ins(count), setting.folder / "graded"
    shutil.rmtree(output, ignore_errors=True)
    secret = setting.root / "source" / "secret"
    options = ["--seed-file", str(secret / "seed"), "--key", str(secret / "answer_key.bin")]
    command = [sys.executable, "-m", "autograder.cli", "class", "peers", str(hand_ins)]
    cost = cost_of(
        lambda: run(
            [*command, "-o", str(output), *options], cwd=HERE, environment=setting.environment
        )
    )
    verdicts = sorted((output / "verdicts").glob("*.json"))
    agree("backmark class", [json.loads(path.read_text())["score"] for path in verdicts])
    return cost.each(count)


def nbgrader_course(setting: Setting) -> Path:
    """A course, its assignment generated."""
    course = setting.folder / "course"
    notebook.write_course(course, solution(0)[0])
    _nbgrader(setting, course, "generate_assignment", with_torch=False)
    return course


def nbgrader_class(setting: Setting, course: Path, count: int, *, with_torch: bool) -> Cost:
    """One `nbgrader autograde` for a class of so many; the cost of all."""
    for folder in ("submitted", "autograded"):
        shutil.rmtree(course / folder, ignore_errors=True)
    for number in range(count):
        notebook.hand_in(course, f"student{number:04}", solution(number)[0])
    cost = cost_of(lambda: _nbgrader(setting, course, "autograde", with_torch=with_torch))
    with sqlite3.connect(course / "gradebook.db") as book:
        (total,) = book.execute("SELECT SUM(auto_score) FROM grade").fetchone()
        book.execute("UPDATE grade SET auto_score = 0")
    agree(
        "nbgrader",
        [solution(0)[1]] if total == sum(solution(n)[1] for n in range(count)) else [total],
    )
    return cost


def _nbgrader(setting: Setting, course: Path, command: str, *, with_torch: bool) -> None:
    environment = dict(setting.environment)
    if with_torch:
        environment["BENCH_ORACLE"] = str(ORACLE)
    program = Path(sys.executable).with_name("nbgrader")
    run([str(program), command, notebook.NAME], cwd=course, environment=environment)


def peaks(setting: Setting, course: Path) -> dict[str, float]:
    """The most memory that each holds for one submission, in MiB."""
    submission = setting.hand_ins(1) / "student0000"
    found = {"Backmark": peak_of(lambda: backmark_once(setting))}
    for runner in RUNNERS:
        found[runner.name] = peak_of(partial(runner.grade, setting, submission))
    for label, with_torch in (("nbgrader, torch", True), ("nbgrader, file", False)):
        found[label] = peak_of(partial(nbgrader_class, setting, course, 1, with_torch=with_torch))
    return found
