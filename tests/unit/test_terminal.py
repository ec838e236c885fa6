from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console

from autograder.report.terminal import print_class, print_doctor, print_verdict
from autograder.verdict import (
    CheckResult,
    Diagnosis,
    Element,
    Failure,
    Mismatch,
    Outcome,
    Verdict,
)


def console(width: int = 80) -> Console:
    return Console(
        file=io.StringIO(),
        width=width,
        color_system=None,
        force_terminal=False,
        legacy_windows=False,
        highlight=False,
    )


def text_of(shown: Console) -> str:
    assert isinstance(shown.file, io.StringIO)
    return "".join(line.rstrip() + "\n" for line in shown.file.getvalue().splitlines())


def check(number: str, exercise: str, outcome: Outcome, **fields: Any) -> CheckResult:
    return CheckResult(
        number, f"test_{number}", f"`{exercise}` is right.", exercise, outcome, 2.5, **fields
    )


MISMATCH = Mismatch(
    "values",
    "shape (3,)",
    "shape (3,)",
    differing=3,
    total=3,
    first=Element((0,), 0.25, 1.0, 1e-9),
    worst=Element((2,), 0.75, 3.0, 1e-9),
    remark="every element is off by the same factor",
    factor=0.25,
)
MEAN = Diagnosis(
    "db_is_the_mean",
    "The bias gradient is averaged over the batch, and this sentence goes on beyond one line.",
    "db is the sum over the batch.",
    certain=True,
)


def failed(number: str, exercise: str, outcome: Outcome, text: str, **fields: Any) -> CheckResult:
    detail = fields.pop("detail", "")
    return check(number, exercise, outcome, failure=Failure("x", "x", text, detail), **fields)


CHECKS = (
    check("1.1", "linear", Outcome.PASSED),
    check(
        "1.2",
        "linear",
        Outcome.FAILED,
        failure=Failure("value", "db", mismatch=MISMATCH),
        diagnosis=MEAN,
    ),
    check("2.1", "relu", Outcome.PASSED, notes=("relu_forward returned float32",)),
    failed("3.1", "gelu", Outcome.NOT_ATTEMPTED, "gelu is not written yet"),
    failed("3.2", "gelu", Outcome.BLOCKED, "waits for check 3.1: `gelu` is right."),
    failed(
        "4.1",
        "elu",
        Outcome.RAISED,
        "elu raised ValueError in a.py, line 3",
        detail="ValueError: [bold]no markup[/bold] \x1b[31m",
        printed="hello\n",
    ),
    failed("5.1", "tanh", Outcome.TIMED_OUT, "tanh did not return within 5 s"),
    failed("6.1", "prelu", Outcome.BROKEN, "this check broke", detail="KeyError: 'x'"),
)


def verdict_of(*checks: CheckResult, public: bool = True, **fields: Any) -> Verdict:
    fields = {"submission": "ada_lovelace", "seed": "4", **fields}
    return Verdict(assignment="04_layers", title="Layers", checks=checks, public=public, **fields)


VERDICT = verdict_of(*CHECKS, notes=("taken from ada/linear.py",))


@pytest.mark.parametrize("public", [True, False], ids=["public", "secret"])
def test_a_verdict_in_eighty_columns(public: bool, golden: Callable[[str, str], None]) -> None:
    shown = console()
    print_verdict(shown, Verdict(**{**vars(VERDICT), "public": public}))

    golden(f"terminal-{'public' if public else 'secret'}.txt", text_of(shown))


def test_a_verdict_without_fault_in_a_narrow_terminal(golden: Callable[[str, str], None]) -> None:
    shown = console(40)
    print_verdict(shown, verdict_of(CHECKS[0]))

    golden("terminal-narrow.txt", text_of(shown))


def test_a_class_in_eighty_columns(golden: Callable[[str, str], None]) -> None:
    shown = console()
    print_class(
        shown,
        [
            ("ada", verdict_of(*CHECKS)),
            ("bob", verdict_of(CHECKS[0])),
            ("eve\x1b[2J [red]", "eve.zip: is not a zip file [/red]"),
        ],
    )

    golden("terminal-class.txt", text_of(shown))


LAX = (
    {"layer": "rlimits", "enforced": True, "required": True, "why": "", "next": ""},
    {
        "layer": "seccomp",
        "enforced": False,
        "required": True,
        "why": "no filter for riscv64",
        "next": "grade on x86_64 or aarch64",
    },
    {
        "layer": "landlock",
        "enforced": False,
        "required": False,
        "why": "[Errno 38] Function not implemented",
        "next": "",
    },
)


@pytest.mark.parametrize("strict", [True, False], ids=["strict", "lax"])
def test_what_a_host_enforces_in_eighty_columns(
    strict: bool, golden: Callable[[str, str], None]
) -> None:
    findings = {
        "jail": LAX[:1] if strict else LAX,
        "strict": strict,
        "python": "3.11.7",
        "numpy": "2.3.4",
        "torch": "2.9.0" if strict else "",
        "platform": "linux 6.18 x86_64",
    }
    shown = console()
    print_doctor(shown, findings)

    golden(f"terminal-doctor-{'strict' if strict else 'lax'}.txt", text_of(shown))


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    shown = console(width)
    print_verdict(shown, VERDICT)

    assert max(map(len, text_of(shown).splitlines())) <= width


def test_every_outcome_can_be_printed() -> None:
    for outcome in Outcome:
        shown = console()
        failure = None if outcome is Outcome.PASSED else Failure("x", "x", "a sentence")
        print_verdict(shown, verdict_of(check("1.1", "linear", outcome, failure=failure)))

        assert (f"[{outcome.value}]" in text_of(shown)) is (outcome is not Outcome.PASSED)


def test_a_students_text_is_neither_markup_nor_a_control_sequence() -> None:
    shown = console()
    print_verdict(shown, VERDICT)

    assert "[bold]no markup[/bold] \\x1b[31m" in text_of(shown)
