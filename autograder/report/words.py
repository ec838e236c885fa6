"""A check's result in words: the same sentences for terminal, Gradescope and HTML.

Under a secret seed the words name the kind of error, the shapes and the diagnosis; what could carry
an input, a wanted value or a text of the student's own making is only said when `public` is true,
and of numbers that a submission may choose (counts, times) as little as is of use.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from autograder.text import clean
from autograder.verdict import CheckResult, Element, Failure, Mismatch, Outcome, tidy

MAX_PRINTED: Final = 2_000
MAX_LINE: Final = 400
MAX_LINES: Final = 45
"""With MAX_LINE, less than Gradescope's outputs may hold, so nothing is cut there unseen."""


def explain(result: CheckResult, *, public: bool) -> list[str]:
    """The lines that tell a student what a check found; none where it passed without a remark."""
    lines = list(_failure(result, public)) if result.failure else []
    if result.diagnosis:
        looks = "looks like" if result.diagnosis.certain else "on this input it behaves like"
        lines += [f"{looks}: {result.diagnosis.sentence}", f"hint: {result.diagnosis.hint}"]
    lines += [f"note: {note}" for note in _notes(result.notes, public)]
    if public and result.printed.strip() and result.outcome is not Outcome.PASSED:
        lines.append("it printed:")
        lines += [f"  {line}" for line in clean(result.printed, MAX_PRINTED).splitlines()]
    hidden = len(lines) - MAX_LINES
    if hidden > 0:
        lines[MAX_LINES:] = [f"({hidden} more lines)"]
    return [clean(line, MAX_LINE) for line in lines]


def in_a_line(result: CheckResult) -> str:
    """Why a check did not pass, in public, for those who wrote it: no mistake is named."""
    if result.outcome is Outcome.BROKEN and result.failure:
        return result.failure.detail or result.failure.text
    told = explain(replace(result, diagnosis=None), public=True)
    return "; ".join(line.strip() for line in told if line) or result.outcome.value


def _notes(notes: Sequence[str], public: bool) -> Sequence[str]:
    """Notes; under a secret seed without their order, and without NumPy's function in a warning."""
    return notes if public else sorted({note.partition(" encountered in ")[0] for note in notes})


def seconds_of(seconds: float, *, public: bool) -> float:
    """How long a submission took, to the millisecond; under a secret seed in whole seconds.

    That much a student's own watch tells. How long each check took is said in public only.
    """
    return round(seconds, 3) if public else math.ceil(seconds)


def _failure(result: CheckResult, public: bool) -> Iterator[str]:
    failure = result.failure
    assert failure is not None  # noqa: S101 - asked by `explain`
    if result.outcome is Outcome.BROKEN:
        if failure.kind == "blocked":
            yield failure.text
        which = "that check" if failure.kind == "blocked" else "this check"
        yield f"{which} broke: our fault, not yours. It costs no points; a person must look"
        if public and failure.detail:
            yield failure.detail
    elif failure.mismatch is not None:
        yield from _mismatch(failure, failure.mismatch, public)
    else:
        yield failure.text
        if public:
            yield from (f"  {line}" for line in failure.detail.splitlines())


def _mismatch(failure: Failure, mismatch: Mismatch, public: bool) -> Iterator[str]:
    where, gradient = failure.where, failure.kind == "gradient"
    if mismatch.kind in ("type", "shape", "dtype"):
        got = mismatch.got if public else mismatch.got_in_secret or mismatch.got
        yield f"{where}: got {got}, want {mismatch.want}"
        if mismatch.remark:
            yield mismatch.remark
        return
    few = "some" if 1 < mismatch.differing < mismatch.total and not public else mismatch.differing
    count = f"{few} of {mismatch.total} elements"
    verb = "differs" if mismatch.differing == 1 else "differ"
    what = f"{count} {verb}" if mismatch.total > 1 else "the value differs"
    if mismatch.kind == "finite":
        verb = "is" if mismatch.differing == 1 else "are"
        what = f"{count} {verb} NaN or infinite" if mismatch.total > 1 else "it is NaN or infinite"
    yield (
        f"{where} is not the derivative of your own forward: {what}"
        if gradient
        else (f"{where}: {what}")
    )
    if public:
        yield from _elements(mismatch, gradient)
    if mismatch.factor is not None and public:
        yield _factor(mismatch.factor)
    elif mismatch.remark:
        yield mismatch.remark


def _elements(mismatch: Mismatch, gradient: bool) -> Iterator[str]:
    first, worst = mismatch.first, mismatch.worst
    if first is not None:
        yield f"  {_element(first, 'first', gradient)}"
    if worst is not None and first is not None and worst.index != first.index:
        yield f"  {_element(worst, 'worst', gradient)}"


def _element(element: Element, which: str, gradient: bool) -> str:
    place = f"{which} at {list(element.index)}: " if element.index else ""
    want = "by finite differences" if gradient else "want"
    allowed = f" (allowed +-{element.allowed:.1g})" if element.allowed else ""
    # As many digits as it takes to see the difference, and no more.
    close = abs(element.got - element.want) < 1e-4 * abs(element.want)
    digits = 12 if close else 6
    return f"{place}got {element.got:.{digits}g}, {want} {element.want:.{digits}g}{allowed}"


def _factor(factor: float) -> str:
    times, word = (abs(factor), "large") if abs(factor) > 1 else (1 / abs(factor), "small")
    sign = ", and of the opposite sign" if factor < 0 else ""
    return f"every element is {times:.6g} times too {word}{sign}"


def tally(checks: Sequence[CheckResult], *, public: bool) -> str:
    """How many checks passed and what that is worth: never an unqualified "all passed"."""
    passed = sum(check.outcome is Outcome.PASSED for check in checks)
    score = tidy(sum(check.score for check in checks))
    points = f"{score:g}/{tidy(sum(check.max_score for check in checks)):g} points"
    if public:
        return f"public checks {passed}/{len(checks)}, {points}; the grade uses other inputs"
    return f"checks {passed}/{len(checks)}, {points}"


def score_of(result: CheckResult) -> str:
    """A check's points: "2 / 3", or that they are withheld."""
    if result.outcome is Outcome.BROKEN:
        return f"? / {tidy(result.max_score):g}"
    return f"{tidy(result.score):g} / {tidy(result.max_score):g}"
