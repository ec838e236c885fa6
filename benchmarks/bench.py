"""What a submission costs, with Backmark and with what else there is: `make bench`.

    python benchmarks/bench.py [--quick] [-o bench.json]       (Linux; asks torch, nbgrader)

One run measures everything side by side, in rounds in which each grader has its turn, so that
whatever else the machine does meets all of them. Figures are medians, with the least and the most.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import click
from measuring import Cost, adopt, cost_of, run
from peers.graders import (
    RUNNERS,
    backmark_class,
    backmark_once,
    nbgrader_class,
    nbgrader_course,
    peaks,
)
from peers.setting import HERE, Setting, make_setting, solution
from report import print_tables
from results import Results

from autograder.course.load import load_assignment

PACKAGES: Final = ("numpy", "torch", "gradescope-utils", "pytest", "nbgrader")
GROWTH: Final = str(HERE.parent / "growth.py")
ASSIGNMENTS: Final = Path(__file__).parents[1] / "assignments"
STARTS: Final = {
    "python": "pass",
    "import numpy": "import numpy",
    "zygote": "import gc; gc.disable(); import autograder.sandbox.zygote",
    "grader": "import gc; gc.disable(); import autograder.gradescope.__main__, "
    "autograder.gradescope.grading",
}
NBGRADER: Final = (("nbgrader, torch", True), ("nbgrader, file", False))


@dataclass(frozen=True)
class Plan:
    """How often each is measured, and on how many submissions."""

    cold_rounds: int = 9
    cold_nbgrader_rounds: int = 3
    class_rounds: int = 3
    class_size: int = 200
    sizes: tuple[tuple[int, int], ...] = ((10, 9), (100, 9), (1000, 3))
    """Classes, and how often: more of the small ones, of which the start is the larger part. From
    one to the next it takes many submissions: what a further one costs is a difference, with the
    noise of both, over their number."""
    torch_runs: int = 4
    file_runs: int = 20
    nbgrader_more: int = 5
    warm_runs: int = 100
    """Of a warm grader, which is measured with its start and without."""
    growth_runs: int = 20
    """Of each assignment of the course; none leaves growth out."""


QUICK: Final = Plan(3, 1, 1, 40, ((10, 3), (100, 1)), 2, 6, 2, 40, 2)


class Bench:
    """One run: rounds of measurements, kept by what was measured and by whom."""

    def __init__(self, setting: Setting, plan: Plan) -> None:
        self._setting = setting
        self._plan = plan
        self.course = nbgrader_course(setting)
        self.found: dict[str, dict[str, list[Cost]]] = {}

    def _keep(self, what: str, name: str, cost: Cost) -> None:
        self.found.setdefault(what, {}).setdefault(name, []).append(cost)
        sys.stderr.write(f"{what:12} {name:34} {cost.wall_s:8.3f} s  {cost.cpu_s:8.3f} s of CPU\n")

    def cold(self, number: int) -> None:
        """(a): one submission, a fresh process, files in the page cache."""
        setting = self._setting
        submission = setting.hand_ins(1) / "student0000"
        self._keep("cold", "Backmark", cost_of(lambda: backmark_once(setting)))
        for runner in RUNNERS:
            cost = cost_of(partial(runner.grade, setting, submission))
            self._keep("cold", runner.name, cost)
        if number < self._plan.cold_nbgrader_rounds:
            for name, with_torch in NBGRADER:
                cost = nbgrader_class(setting, self.course, 1, with_torch=with_torch)
                self._keep("cold", name, cost)

    def whole_class(self) -> None:
        """(b): a class; of peers so many that the rest can be told from them."""
        setting, plan = self._setting, self._plan
        self._keep("class", "Backmark", backmark_class(setting, plan.class_size))
        for runner in RUNNERS:
            runs = plan.torch_runs if runner.with_torch else plan.file_runs
            folders = sorted(setting.hand_ins(plan.class_size).iterdir())[:runs]
            for at_once, how in ((1, "one by one"), (2, "two at once")):
                cost = runner.grade_class(setting, folders, at_once)
                self._keep("class", f"{runner.name}, {how}", cost)
        for name, with_torch in NBGRADER:
            one, more = (
                nbgrader_class(setting, self.course, count, with_torch=with_torch)
                for count in (1, 1 + plan.nbgrader_more)
            )
            cost = Cost(more.wall_s - one.wall_s, more.cpu_s - one.cpu_s).each(plan.nbgrader_more)
            self._keep("class", name, cost)

    def sizes(self, number: int) -> None:
        """(c): whether a submission of a large class costs what one of a small class does."""
        for count, rounds in self._plan.sizes:
            if number < rounds:
                self._keep("sizes", str(count), backmark_class(self._setting, count))

    def growth(self) -> dict[str, Any]:
        """What a warm submission costs, by the checks of its assignment and the size of arrays."""
        grown = {}
        for folder in sorted(ASSIGNMENTS.iterdir()):
            if not (folder / "assignment.toml").is_file():
                continue
            checks = len(load_assignment(folder, validated=True).checks)
            jailed, bare = (
                self._warm(folder, self._plan.growth_runs, how).cpu_s
                for how in ("auto", "in-process")
            )
            grown[folder.name] = {"checks": checks, "cpu_s": jailed, "in_process_s": bare}
        said = _running([sys.executable, GROWTH, "arrays"], self._setting)()
        return {"assignments": grown, "round_trips": json.loads(said)}

    def _warm(self, folder: Path, runs: int, *how: str) -> Cost:
        """What each further submission of an assignment's reference costs a warm grader."""
        with _one_core():
            few, many = (
                cost_of(
                    _running([sys.executable, GROWTH, str(folder), str(n), *how], self._setting)
                )
                for n in (2, 2 + runs)
            )
        return Cost(many.wall_s - few.wall_s, many.cpu_s - few.cpu_s).each(runs)

    def floor(self) -> None:
        """What the checks cost without any grader, and starting Python and NumPy."""
        setting = self._setting
        files = [setting.folder / f"bare_{number}.py" for number in range(30)]
        for number, path in enumerate(files):
            path.write_text(solution(number)[0], encoding="utf-8")
        for differences in ("central", "directions"):
            command = [sys.executable, str(HERE / "bare.py"), differences, *map(str, files)]
            with _one_core():
                said = run(command, cwd=setting.folder, environment=setting.environment)
            told = json.loads(said)
            self._keep("floor", f"bare checks, {differences}", Cost(told["wall_s"], told["cpu_s"]))
        secret = setting.root / "source" / "secret"
        how = ("auto", str(secret / "seed"), str(secret / "answer_key.bin"))
        warm = self._warm(HERE / "assignments" / "peers", self._plan.warm_runs, *how)
        self._keep("floor", "Backmark, warm", warm)
        for name, code in STARTS.items():
            command = [setting.python("backmark"), "-I", "-c", code]
            work = _running(command, setting)
            self._keep("floor", name, cost_of(work))


def _running(command: list[str], setting: Setting) -> Callable[[], str]:
    return lambda: run(command, cwd=setting.folder, environment=setting.environment)


@contextmanager
def _one_core() -> Iterator[None]:
    """Have what is started in here share one core, as a grader and its worker do in a class.

    They take turns; where all cores are at work the kernel keeps them together. With an idle core
    beside them it lets them wake each other across cores, which costs up to a third more.
    """
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def measure(plan: Plan) -> dict[str, Any]:
    """Everything, as JSON has it."""
    adopt()
    gc.disable()
    started, load = time.time(), os.getloadavg()
    with tempfile.TemporaryDirectory() as folder:
        setting = make_setting(Path(folder))
        bench = Bench(setting, plan)
        backmark_once(setting)  # whatever has to be read from disk is read
        for number in range(plan.cold_rounds):
            bench.cold(number)
            bench.floor()
            bench.sizes(number)
        for _ in range(plan.class_rounds):
            bench.whole_class()
        memory, growth = peaks(setting, bench.course), bench.growth()
    return {
        "machine": machine(),
        "plan": asdict(plan),
        "load": [round(load[0], 2), round(os.getloadavg()[0], 2)],
        "seconds": round(time.time() - started),
        "costs": {
            what: {name: [asdict(cost) for cost in costs] for name, costs in of.items()}
            for what, of in bench.found.items()
        },
        "peak_mib": memory,
        "growth": growth,
    }


def machine() -> dict[str, Any]:
    """What it ran on, as far as it matters."""
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = {row.partition(":")[2].strip() for row in told if row.startswith("model name")}
    return {
        "cores": os.cpu_count(),
        "processor": ", ".join(sorted(models)) or platform.machine(),
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in PACKAGES},
    }


@click.command(help=__doc__)
@click.option("--quick", is_flag=True, help="Fewer rounds: a rough picture in two minutes.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write JSON here.")
def main(quick: bool, output: Path | None) -> None:
    """Measure, print the tables, and keep what was measured."""
    found = measure(QUICK if quick else Plan())
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print_tables(Results(found))


if __name__ == "__main__":
    main()
