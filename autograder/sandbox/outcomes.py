"""What a call that did not return means for a check: an outcome, and words that are safe to show.

The texts are nothing that a student's running code can choose freely, so that none of them can
spell out hidden inputs; what it can choose goes into `Failure.detail`, which is shown under public
seeds only.
"""

from __future__ import annotations

import builtins
import difflib
import re
from typing import Final

import numpy as np

from autograder.sandbox.program import Program
from autograder.sandbox.protocol import Frame, Raised
from autograder.sandbox.transport import WorkerDied
from autograder.verdict import CheckFailed, Failure, Outcome

_DEATHS: Final = {
    "timeout": Outcome.TIMED_OUT,
    "memory": Outcome.OUT_OF_MEMORY,
    "crash": Outcome.CRASHED,
}

MAX_TOLD_LINE: Final = 2_000
"""Lines whose numbers are told whatever the seed: a submission of a million lines could spell out
twenty bits of an input in each check. What people write by hand is shorter."""

_EXCEPTIONS: Final = frozenset({"LinAlgError"}) | {
    name
    for module in (builtins, np.exceptions)
    for name, value in vars(module).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}
"""Exceptions that Python and NumPy have names for; any other name is the student's to choose."""


def died(name: str, death: WorkerDied) -> CheckFailed:
    """The outcome of a call to `name` during which the student's process ended."""
    where = name or "the submission"
    text = f"{where} {death.reason}"
    failure = Failure("death", where, text, death.detail, observed=death.kind)
    return CheckFailed(failure, _DEATHS[death.kind])


def spent(name: str, total_s: float) -> CheckFailed:
    """The outcome of a call to `name` that began or went on when no time was left."""
    where = name or "the submission"
    end = f"{name} was ended" if name else "this check was not run"
    text = (
        f"your code has used up the {total_s:g} s that it may take in all checks together: {end}. "
        "One call takes milliseconds; look for a loop without an end, and for needless work"
    )
    return CheckFailed(Failure("death", where, text, observed="timeout"), Outcome.TIMED_OUT)


def raised_by(name: str, raised: Raised, program: Program) -> CheckFailed:
    """The outcome of a call that raised; its text is nothing a student can choose freely."""
    if raised.kind == "missing":
        return _missing(name, program)
    if raised.type_name == "NotImplementedError" and raised.kind == "exception":
        function = raised.message if raised.message in program.functions else name
        text = f"{function} is not written yet"
        return CheckFailed(Failure("missing", function, text), Outcome.NOT_ATTEMPTED)
    type_name = raised.type_name if raised.builtin else ""
    if type_name not in _EXCEPTIONS:
        type_name = "an exception of its own"
    frames = [frame for frame in raised.trace() if _is_in(frame, program)]
    told = frames and frames[-1].line <= MAX_TOLD_LINE
    place = f" in {frames[-1].file}, line {frames[-1].line}" if told else ""
    verb = "could not be imported: it raised" if raised.kind == "import" else "raised"
    outcome = Outcome.OUT_OF_MEMORY if type_name == "MemoryError" else Outcome.RAISED
    lines = [f"{raised.type_name}: {raised.message}"] if raised.message else []
    lines += dict.fromkeys(f"{frame.file}:{frame.line}: {frame.source}" for frame in frames)
    # The message too, as a misconception is not known by its exception's type alone; never shown.
    observed = f"{type_name}: {raised.message}"
    text, detail = f"{name} {verb} {type_name}{place}", "\n".join(lines)
    kind = "import" if raised.kind == "import" else "exception"
    return CheckFailed(Failure(kind, name, text, detail, observed=observed), outcome)


def _is_in(frame: Frame, program: Program) -> bool:
    """Whether the submission has that line: one of its own making could spell out inputs."""
    source = program.files.get(frame.file)
    return source is not None and 0 < frame.line <= source.count("\n") + 1


def _missing(name: str, program: Program) -> CheckFailed:
    module = program.functions[name].module if name in program.functions else ""
    file = program.modules.get(module)
    if file is None:
        text, detail = f"{module}.py was not handed in", ""
    else:
        text, detail = f"{file} does not define {name}", _nearly(name, program.files[file], program)
    return CheckFailed(Failure("missing", name, text, detail), Outcome.NOT_ATTEMPTED)


def _nearly(name: str, source: str, program: Program) -> str:
    """The name in a source that may have been meant; a student chooses it, so it is a detail."""
    defined = re.findall(r"^(?:def|class)[ ]+(\w{1,80})", source, re.MULTILINE)
    others = [other for other in dict.fromkeys(defined) if other not in program.functions]
    near = difflib.get_close_matches(name, others[:200], n=1, cutoff=0.8)
    return f"it defines {near[0]}: is {name} meant?" if near else ""
