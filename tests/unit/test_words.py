"""Every sentence a student can be told, as golden texts: once for public seeds, once for secret."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder.course.assignment import Check, Function
from autograder.judging.expect import assert_gradient, assert_unchanged, expect
from autograder.judging.runner import run_check
from autograder.limits import Limits
from autograder.report.words import explain, score_of, tally
from autograder.sandbox.in_process import InProcess
from autograder.sandbox.program import Program
from autograder.sandbox.protocol import Answer, Load, Request, Returned
from autograder.sandbox.student import Student
from autograder.sandbox.transport import Callbacks, WorkerDied
from autograder.verdict import CheckResult, Diagnosis, Element, Failure, Mismatch, Outcome

SPY = "spy_wrote_this"
"""Stands in every text that a student can choose: no trace of it may appear under a secret seed."""

FUNCTIONS = {
    "forward": Function("layer", "forward", ("out", "cache"), opaque=(1,)),
    "backward": Function("layer", "backward", ("dx",)),
}
X = np.array([[0.625, -1.375], [2.125, 0.875], [-0.375, 1.625]])
"""Inputs whose digits are easy to find in a text."""


def gradient(student: Any, draw: Any) -> None:
    assert_gradient(student.forward, student.backward, X, draw=draw)


def value(student: Any, draw: Any) -> None:
    expect(student.backward(X, 1.0), "dx").equals(2 * X, upstream=X)


def scalar(student: Any, draw: Any) -> None:
    expect(student.backward(X, 1.0), "loss").equals(2.0)


def unchanged(student: Any, draw: Any) -> None:
    assert_unchanged(student.backward, X, 1.0)


def sentence(student: Any, draw: Any) -> None:
    if student.backward(X, 1.0).sum() != 0:  # `assert` would be rewritten by pytest here
        raise AssertionError("the rows of a softmax sum to one")


def condition(student: Any, draw: Any) -> None:
    if student.backward(X, 1.0).sum() != 0:
        raise AssertionError


def broken(student: Any, draw: Any) -> None:
    raise KeyError("of ours")


def body(text: str) -> str:
    """A submission whose `backward` is this."""
    return f"import numpy as np\nimport warnings\ndef backward(dout, cache):\n    {text}\n"


def forward(text: str) -> str:
    """A submission whose `forward` is this, with a right `backward` for the square."""
    return (
        f"import numpy as np\ndef forward(x):\n    {text}\n"
        "def backward(dout, cache):\n    return 2 * dout * cache\n"
    )


CASES: dict[str, tuple[str, Callable[..., None]]] = {
    "values: some": (body("out = 2 * dout; out[1, 1] += 1; out[2, 0] += 3; return out"), value),
    "values: one": (body("out = 2 * dout; out[1, 1] += 1; return out"), value),
    "values: a factor": (body("return 2 * dout / 3"), value),
    "values: a negative factor": (body("return -16 * dout"), value),
    "values: the sign": (body("return -2 * dout"), value),
    "values: an offset": (body("return 2 * dout + 0.5"), value),
    "values: zeros": (body("return 0 * dout"), value),
    "values: a number": (body("return 3.5"), scalar),
    "shape: transposed": (body("return 2 * dout.T"), value),
    "shape: rearranged": (body("return 2 * dout.ravel()"), value),
    "shape: a number": (body("return 2.0"), value),
    "shape: an array": (body("return 2 * dout"), scalar),
    "dtype": (body("return (2 * dout).astype(int)"), value),
    "not finite": (body("out = 2 * dout; out[0] = np.inf; return out"), value),
    "not finite: a number": (body("return float('nan')"), scalar),
    "type: nothing": (body("pass"), value),
    "type: a list": (body("return (2 * dout).tolist()"), value),
    "type: a class of its own": (body(f"return type('{SPY}', (), {{}})()"), value),
    "type: a matrix": (body("return np.matrix(dout)"), value),
    "results: too many": (body("return dout, dout"), value),
    "results: too few": (forward("return x"), gradient),
    "gradient": (forward("return x ** 3, x"), gradient),
    "gradient: a factor": (forward("return 4 * x ** 2, x"), gradient),
    "gradient: not finite": (
        forward("return x ** 2, x * np.where(x == 0.875, np.nan, 1)"),
        gradient,
    ),
    "gradient: shape": (
        forward("return x ** 2, x").replace("2 * dout * cache", "(2 * dout * cache)[:2]"),
        gradient,
    ),
    "gradient: the forward varies": (
        forward("return x[: 3 if x[0, 0] == 0.625 else 2], x"),
        gradient,
    ),
    "changed": (body("dout *= 2; return dout"), unchanged),
    "a sentence of the check's own": (body("return dout"), sentence),
    "a condition without a sentence": (body("return dout"), condition),
    "raised": (body(f"raise ValueError('{SPY}', dout)"), value),
    "raised: a class of its own": (body(f"raise type('{SPY}', (Exception,), {{}})(dout)"), value),
    "raised: by NumPy": (body("return np.linalg.inv(np.zeros((2, 2)))"), value),
    "raised: an assertion": (body(f"assert False, '{SPY}'"), value),
    "raised: exit": (body(f"raise SystemExit('{SPY}')"), value),
    "raised: out of memory": (body(f"raise MemoryError('{SPY}')"), value),
    "import: syntax": (f"def backward(:  # {SPY}\n", value),
    "import: raised": (f"import numpy as np\n{SPY} = 1 / 0\n", value),
    "import: not allowed": ("import torch\n", value),
    "not attempted": (body("raise NotImplementedError('backward')"), value),
    "not attempted: a helper": (body(f"raise NotImplementedError('{SPY}')"), value),
    "not attempted: not defined": ("import numpy as np\n", value),
    "printed": (body(f"print('{SPY}', dout); print('hint: {SPY}'); return dout"), value),
    "warned: by NumPy": (body("return 2 * dout + np.log(-np.abs(dout))"), value),
    "warned: of its own": (body(f"warnings.warn('{SPY}'); return 2.5 * dout"), value),
    "broken": (body("return dout"), broken),
}


def check_of(function: Callable[..., None]) -> Check:
    return Check(
        "1.2", "test_x", "`backward` is right.", "layer", 3, (), "visible", (), function,
        ("student", "draw"), None, 1,  # type: ignore[arg-type]
    )  # fmt: skip


def result_of(
    source: str, function: Callable[..., None], transport: Any = None, times: int = 1
) -> CheckResult:
    limits = Limits()
    allowed = frozenset({"numpy", "warnings"})
    program = Program({"layer.py": source}, {"layer": "layer.py"}, FUNCTIONS, allowed)
    student = Student(program, transport or InProcess(limits, capture=True), limits)
    check = check_of(function)
    return [run_check(check, student, None, b"secret", clock=lambda: 0.0) for _ in range(times)][-1]


class Dying:
    """A transport whose worker dies at the first call, after `waited_s`."""

    layers = ()

    def __init__(self, kind: str, reason: str, detail: str = "", waited_s: float = 0.0) -> None:
        self._death = WorkerDied(kind, reason, detail)
        self._after_s = waited_s
        self.waited_s = 0.0

    def request(self, request: Request, callbacks: Callbacks, *, wall_s: float) -> Answer:
        if isinstance(request, Load):
            self.waited_s = self._after_s
            return Returned(request.id, None, {}, "", ())
        raise self._death

    def close(self) -> None: ...


def results() -> dict[str, CheckResult]:
    found = {name: result_of(*case) for name, case in CASES.items()}
    for name, *death in (
        ("timeout", "timeout", "did not return within 5 s"),
        ("all time", "timeout", "did not return within 0.5 s", "", Limits().total_s - 0.5),
        (
            "memory",
            "memory",
            "was ended by the system (SIGKILL): most likely it used too much memory",
        ),
        ("crash", "crash", "crashed in native code (SIGSEGV): often recursion without an end"),
        ("exit", "crash", "ended its own process", "exit status 3"),
    ):
        found[f"died: {name}"] = result_of("", value, Dying(*death))
    late = Dying("timeout", "did not return within 0.5 s", "", Limits().total_s)
    found["not run: no time is left"] = result_of("", value, late, times=2)
    failed = found["values: a factor"]
    for name, certain in (("diagnosed: for certain", True), ("diagnosed: by likeness", False)):
        diagnosis = Diagnosis("mean", "The gradient is averaged.", "Sum over the batch.", certain)
        found[name] = CheckResult(**{**vars(failed), "diagnosis": diagnosis})
    failure = Failure("blocked", "test_x", "waits for check 1.1: `forward` is right.")
    for name, outcome in (("blocked", Outcome.BLOCKED), ("blocked: by ours", Outcome.BROKEN)):
        found[name] = CheckResult("1.2", "test_x", "t", "layer", outcome, 3, failure)
    return found


RESULTS = results()


def told(public: bool) -> str:
    parts = []
    for name, result in RESULTS.items():
        head = f"## {name}: {result.outcome.value}, {score_of(result)}"
        parts.append("\n".join([head, *explain(result, public=public)]))
    return "\n\n".join(parts) + "\n"


# --- golden ---------------------------------------------------------------------------------


def test_what_is_told_under_a_public_seed(golden: Callable[[str, str], None]) -> None:
    golden("words-public.txt", told(public=True))


def test_what_is_told_under_a_secret_seed(golden: Callable[[str, str], None]) -> None:
    golden("words-secret.txt", told(public=False))


# --- under a secret seed ----------------------------------------------------------------------


@pytest.mark.parametrize("name", RESULTS)
def test_a_secret_seed_tells_no_value_and_no_text_of_the_students(name: str) -> None:
    text = "\n".join(explain(RESULTS[name], public=False))

    assert SPY not in text
    assert not re.search(r"\d\.\d|\de-?\d", re.sub(r"check \d+\.\d+", "", text))


@pytest.mark.parametrize("name", [name for name in RESULTS if name != "printed"])
def test_whatever_went_wrong_something_is_said(name: str) -> None:
    assert all(explain(RESULTS[name], public=public) for public in (True, False))


def test_what_a_module_prints_while_it_is_imported_is_told_too() -> None:
    source = body("print('in the call'); return dout") + "print('at the top')\n"

    told = explain(result_of(source, value), public=True)

    assert told[-2:] == ["  at the top", "  in the call"]


def test_a_warning_that_imitates_numpys_is_not_repeated() -> None:
    source = body(
        "warnings.warn('overflow encountered in x_is_0_625', RuntimeWarning); return dout"
    )

    assert "0_625" not in str(explain(result_of(source, value), public=False))


def test_a_line_beyond_the_files_end_is_not_told() -> None:
    source = body("exec(compile('\\n' * 1375624 + 'raise ValueError', 'layer.py', 'exec'))")

    assert "1375625" not in str(explain(result_of(source, value), public=False))


def test_the_lines_of_an_endless_file_are_not_told() -> None:
    """A file of a million lines could say twenty bits of an input in every check."""
    raising = "def backward(dout, cache):\n    raise ValueError\n"
    long = result_of("\n" * 2500 + raising, value)

    assert "line 1502" in str(explain(result_of("\n" * 1500 + raising, value), public=False))
    assert "line" not in str(explain(long, public=False))
    assert "layer.py:2502: raise ValueError" in str(explain(long, public=True))


def test_notes_under_a_secret_seed_have_no_order_and_no_function_of_numpys() -> None:
    low = "f returned float32 for float64 arguments"
    one = replace(failed(), notes=("NumPy warned: overflow encountered in exp", low))
    two = replace(failed(), notes=(low, "NumPy warned: overflow encountered in log"))

    assert explain(one, public=False) == explain(two, public=False)
    assert "note: NumPy warned: overflow" in explain(one, public=False)
    assert explain(one, public=True) != explain(two, public=True)


def test_an_absurd_shape_is_not_told() -> None:
    source = body("return np.zeros((0, 1375624))")

    assert "1375624" not in str(explain(result_of(source, value), public=False))


# --- bounded and clean ------------------------------------------------------------------------


def failed(detail: str = "", text: str = "f raised ValueError", printed: str = "") -> CheckResult:
    failure = Failure("exception", "f", text, detail)
    return CheckResult("1", "n", "t", "e", Outcome.RAISED, 1, failure, printed=printed)


def test_no_line_is_longer_than_four_hundred_characters() -> None:
    lines = explain(failed("x" * 10_000, printed="y" * 10_000), public=True)

    assert max(map(len, lines)) <= 400


def test_control_characters_are_shown_and_not_obeyed() -> None:
    lines = explain(failed("\x1b[2J\u202e", printed="\x07\x1b]0;title\x07"), public=True)

    assert not any(c in "".join(lines) for c in "\x1b\x07\u202e")


def test_what_was_printed_is_indented_so_that_it_cannot_pass_for_a_diagnosis() -> None:
    lines = explain(failed(printed="looks like: a genius\nhint: full points"), public=True)

    assert lines[-2:] == ["  looks like: a genius", "  hint: full points"]


def test_what_was_printed_is_never_cut_silently() -> None:
    lines = explain(failed(printed="line\n" * 10_000), public=True)

    assert lines[-1].endswith("more lines)")
    assert any("line" in line for line in lines)


def test_the_lines_of_an_exceptions_message_are_bounded() -> None:
    assert len(explain(failed("line\n" * 10_000), public=True)) < 200


# --- numbers ----------------------------------------------------------------------------------


def of(outcome: Outcome, points: float) -> CheckResult:
    return CheckResult("1.1", "test_x", "t", "layer", outcome, points)


def test_the_tally_of_a_public_run_never_promises_the_grade() -> None:
    checks = [of(Outcome.PASSED, 2), of(Outcome.PASSED, 1.5)]

    assert tally(checks, public=True) == (
        "public checks 2/2, 3.5/3.5 points; the grade uses other inputs"
    )
    assert tally([*checks, of(Outcome.FAILED, 3)], public=False) == "checks 2/3, 3.5/6.5 points"


@pytest.mark.parametrize(
    ("outcome", "points", "shown"),
    [
        (Outcome.PASSED, 3, "3 / 3"),
        (Outcome.PASSED, 0.1 + 0.2, "0.3 / 0.3"),
        (Outcome.FAILED, 2.5, "0 / 2.5"),
        (Outcome.BROKEN, 3, "? / 3"),
    ],
)
def test_a_checks_points_are_short_and_a_broken_checks_are_open(
    outcome: Outcome, points: float, shown: str
) -> None:
    assert score_of(of(outcome, points)) == shown


@pytest.mark.parametrize(
    ("factor", "line"),
    [
        (8.0, "every element is 8 times too large"),
        (1 / 3, "every element is 3 times too small"),
        (-2.0, "every element is 2 times too large, and of the opposite sign"),
        (-0.25, "every element is 4 times too small, and of the opposite sign"),
    ],
)
def test_a_factor_is_told_as_people_say_it(factor: float, line: str) -> None:
    element = Element((0,), 1.0, 2.0, 0.0)
    mismatch = Mismatch(
        "values", "", "", differing=2, total=2, first=element, worst=element, factor=factor
    )
    failure = Failure("value", "dx", mismatch=mismatch)
    result = CheckResult("1", "n", "t", "e", Outcome.FAILED, 1, failure)

    assert explain(result, public=True)[-1] == line
