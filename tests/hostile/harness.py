"""Grade attacks, one after another over one transport, and see what they reached.

attacks/NN_name.py ──prelude + base + text──▶ a hand-in ──▶ Judge, secret seed ──▶ verdict
                                                                                    │
canaries in: our environment and memory, files, another process, the seed   ◀── looked for in
whatever came back and in all that a student is shown ─────────────────────────────┘
then the honest hand-in over the same transport: its verdict must be what it was before
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Final

import jsonschema

from autograder.course.submission import Submission
from autograder.errors import SubmissionError
from autograder.report.data import verdict_data
from autograder.report.gradescope import gradescope_results, write_results, zero_results
from autograder.report.markup import FORMATS
from autograder.report.words import explain
from autograder.sandbox.launchers import Launcher
from autograder.verdict import Outcome, Verdict
from tests.hostile.arena import Arena
from tests.hostile.corpus import HERE, Attack, attacks

WALL_S: Final = 20.0
"""No attack may keep us longer: 5 s for its code (`total_s` of the target), and for each of seven
checks a new worker, which as a program takes a second or two where the machine is busy."""

MEMORY_MIB: Final = 700
"""What an attack may make us use for a moment: ten copies of the largest frame."""

SCHEMA: Final = jsonschema.Draft202012Validator(
    json.loads(resources.files("autograder.report").joinpath("gradescope.schema.json").read_text())
)

_PR_SET_CHILD_SUBREAPER: Final = 36


@dataclass
class Result:
    """What came of one attack: breaches are sentences, none is what we want."""

    attack: str
    row: str
    layer: str
    outcome: str = ""
    score: float = 0.0
    seconds: float = 0.0
    said: str = ""
    """What it printed and raised, for those who write attacks."""
    breaches: list[str] = field(default_factory=list)
    open: str = ""
    """Why a breach is known and not yet mended."""


def shown(verdict: Verdict) -> str:
    """Everything of a verdict that a student or a web page may be shown."""
    lines = [line for check in verdict.checks for line in explain(check, public=False)]
    data, results = verdict_data(verdict), gradescope_results(verdict)
    return "\n".join([*lines, json.dumps(data), json.dumps(results)])


def digest(verdict: Verdict) -> str:
    """A verdict, seconds aside."""
    data, results = verdict_data(verdict), gradescope_results(verdict)
    data["seconds"] = results["execution_time"] = 0
    for check in data["checks"]:
        check["seconds"] = 0
    printed = [check.printed for check in verdict.checks]
    return json.dumps([data, results, printed, shown_lines(verdict)], sort_keys=True)


def shown_lines(verdict: Verdict) -> list[str]:
    """The words of a verdict."""
    return [line for check in verdict.checks for line in explain(check, public=False)]


# --- one mode ---------------------------------------------------------------------------------


def run_mode(mode: str, only: str = "", launcher: Launcher | None = None) -> Iterator[Result]:
    """Run every attack in one mode; `launcher` as `Arena` has it."""
    # Whoever is orphaned below us becomes our child, and is counted.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    chosen = [attack for attack in attacks() if only in attack.name]
    if mode == "control":
        for attack in chosen:
            if attack.needs_kernel and not attack.is_harmless:
                yield from _in_arena(mode, [attack])
        return
    needed = [attack for attack in chosen if mode != "bare" or not attack.needs_kernel]
    yield from _in_arena(mode, needed, launcher)


def _in_arena(
    mode: str, chosen: list[Attack], launcher: Launcher | None = None
) -> Iterator[Result]:
    arena = Arena(mode, launcher)
    try:
        folder = arena.folder / "honest"
        folder.mkdir()
        text = (HERE / "bases" / "honest.py").read_text("utf-8")
        (folder / "target.py").write_text(text)
        honest = arena.open(folder)
        verdict = arena.grade(honest)
        assert verdict.score == verdict.max_score, shown(verdict)
        clean, baseline = digest(verdict), len(arena.workers())
        for attack in chosen:
            yield _run(arena, attack, honest, clean, baseline)
    finally:
        arena.close()


def _run(arena: Arena, attack: Attack, honest: Submission, clean: str, baseline: int) -> Result:
    result = Result(attack.name, attack.row, attack.layer, open=attack.open)
    say = result.breaches.append
    with tempfile.TemporaryDirectory(dir=arena.folder) as folder:
        path = attack.build(Path(folder), arena.facts)
        written = arena.folder / "written.json"
        arena.tap.take()
        before, start = _peak_mib(reset=True), time.monotonic()
        try:
            verdict = arena.grade(arena.open(path))
        except SubmissionError as error:
            result.outcome = "refused"
            result.breaches += arena.stolen(str(error), "the refusal")
            result.breaches += _flaws(zero_results(str(error)), written)
        else:
            _look_at(verdict, result, arena)
            for form in FORMATS:
                result.breaches += _flaws(gradescope_results(verdict, form=form), written)
        result.seconds, grown = round(time.monotonic() - start, 2), _peak_mib() - before
    if grown > MEMORY_MIB:
        say(f"made us use {grown} MiB")
    if result.seconds > WALL_S:
        say(f"took {result.seconds} s")
    if result.score != attack.earns:
        say(f"earned {result.score}, want {attack.earns}")
    fine = attack.outcomes | {"broken"} | ({"passed"} if attack.earns else set())
    if not fine.issuperset(result.outcome.split(", ")):
        say(f"ended as {result.outcome}, want {', '.join(sorted(attack.outcomes))}")
    result.breaches += arena.harm()
    _grade_the_next(arena, honest, clean, result)
    left = arena.workers()
    if len(left) != baseline:
        say(f"processes left: {left}, want {baseline}")
        for pid in left[baseline:]:
            os.kill(pid, signal.SIGKILL)
    return result


def _look_at(verdict: Verdict, result: Result, arena: Arena) -> None:
    """What a verdict, and all that crossed on the way to it, gives away."""
    say = result.breaches.append
    received, inputs = arena.tap.take()
    result.score = verdict.score
    outcomes = [check.outcome.value for check in verdict.checks]
    result.outcome = ", ".join(dict.fromkeys(outcomes))
    failures = {c.name: c.failure for c in verdict.checks if c.failure}
    details = [f"{failure.text} {failure.detail}" for failure in failures.values()]
    result.said = "\n".join([c.printed for c in verdict.checks] + details)[:6000]
    visible = shown(verdict)
    result.breaches += arena.stolen(visible, "what a student is shown")
    result.breaches += arena.stolen(received.decode("latin-1"), "what came back")
    leaked = [n for n in inputs if n > 2**20 and (str(n) in visible or f"{n:x}" in visible)]
    if leaked:
        say(f"hidden inputs in what a student is shown: {leaked}")
    broken = {name: f.detail for name, f in failures.items() if f.kind == "broken"}
    if Outcome.BROKEN.value in outcomes:
        say(f"made our own checks break: {broken}")
    size = sum(len(check.printed) for check in verdict.checks)
    if size > len(verdict.checks) * arena.assignment.limits.printed_chars:
        say(f"made us keep {size} characters of prints")


def _flaws(results: dict[str, Any], path: Path) -> list[str]:
    """What is wrong with results.json, written as for Gradescope and read again."""
    try:
        write_results(path, results)
        text = path.read_bytes().decode("utf-8")
        read = json.loads(text, parse_constant=lambda name: f"the constant {name}")
    except ValueError as error:
        return [f"results.json cannot be written and read: {error}"]
    flaws = [f"results.json: {e.json_path}: {e.message}"[:300] for e in SCHEMA.iter_errors(read)]
    return flaws + (["results.json is not what was found"] if read != results else [])


def _grade_the_next(arena: Arena, honest: Submission, clean: str, result: Result) -> None:
    say = result.breaches.append
    try:
        after = digest(arena.grade(honest))
    except Exception as error:  # noqa: BLE001 - whatever it is, the next student is not graded
        say(f"the next student could not be graded: {error!r}")
        return
    if after != clean:
        say(f"the next student's verdict changed: {_difference(clean, after)}")
    received = arena.tap.take()[0].decode("latin-1")
    result.breaches += arena.stolen(received, "the next student's answers")


def _peak_mib(*, reset: bool = False) -> int:
    """The most memory this process has used since it was last reset."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) >> 10


def _difference(clean: str, after: str) -> str:
    place = next((i for i, (a, b) in enumerate(zip(clean, after, strict=False)) if a != b), 0)
    return f"...{after[max(0, place - 60) : place + 120]}..."


# --- a class ----------------------------------------------------------------------------------


def run_class(size: int) -> dict[str, Any]:
    """Grade a class over one transport, every third hand-in an attack; what the others noticed."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    clean = _class(size, hostile=False)
    found = _class(size, hostile=True)
    others = [i for i in range(size) if i % 3]
    return {
        "hostile": size - len(others),
        "others": len(others),
        "changed": [i for i in others if found["verdicts"][i] != clean["verdicts"][i]],
        "left": found["left"] + clean["left"],
    }


def _class(size: int, *, hostile: bool) -> dict[str, Any]:
    arena = Arena("all" if os.geteuid() == 0 else "user")
    shared = set(Path("/dev/shm").iterdir())
    verdicts: dict[int, str] = {}
    try:
        others = [arena.open(path) for path in _ordinary(arena.folder)]
        arena.grade(others[0])
        processes = len(arena.workers())
        every = attacks()
        for number in range(size):
            if number % 3:
                verdicts[number] = digest(arena.grade(others[number % len(others)]))
            elif hostile:
                with tempfile.TemporaryDirectory(dir=arena.folder) as folder:
                    attack = every[number // 3 * 5 % len(every)]
                    with contextlib.suppress(SubmissionError):
                        arena.grade(arena.open(attack.build(Path(folder), arena.facts)))
        left = arena.harm()
        left += map(str, set(Path("/dev/shm").iterdir()) - shared)
        if len(arena.workers()) != processes:
            left.append(f"processes: {arena.workers()}, want {processes}")
    finally:
        arena.close()
    return {"verdicts": verdicts, "left": left}


def _ordinary(folder: Path) -> Iterator[Path]:
    """Hand-ins as students write them: right, with a misconception, unfinished, broken."""
    honest = (HERE / "bases" / "honest.py").read_text("utf-8")
    wrong = (HERE / "bases" / "wrong.py").read_text("utf-8")
    for name, text in {
        "right": honest,
        "mean": honest.replace(".sum(axis=0)", ".mean(axis=0)"),
        "unscaled": honest.replace("2.0 * x", "x"),
        "wrong": wrong,
        "loud": honest.replace("return x * w,", "print(x)\n    return x * w,"),
        "raises": honest.replace("return float(x.sum())", "return 1 / 0"),
        "unfinished": honest.replace("return float(x.sum())", "raise NotImplementedError"),
    }.items():
        made = folder / name
        made.mkdir()
        (made / "target.py").write_text(text)
        yield made
