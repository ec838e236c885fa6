"""What `backmark check` prints: what it looks like first, what differs, and the points last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.course.assignment import Exercise
from autograder.course.handout import link
from autograder.report.words import explain, tally
from autograder.study.checking import Checked
from autograder.text import clean
from autograder.verdict import CheckResult, Diagnosis, Outcome, tidy

_QUIET: Final = (Outcome.PASSED, Outcome.NOT_ATTEMPTED, Outcome.BLOCKED)
"""Outcomes that a table says enough about."""
_FEW: Final = 8
_NEVER_CALLED: Final = ("import", "forbidden", "missing", "broken")
"""Kinds of failure at which no function of the student's was called: nothing to replay."""
_WHOLE_FILE: Final = ("import", "forbidden")
"""Kinds of failure that stop every function of a file."""


def print_checked(console: Console, found: Checked, *, every: bool) -> None:
    """What the checks found; `every`: what differs in each of them, not in an exercise's first."""
    head = Text(f"{found.verdict.title} ({found.verdict.assignment})", style="bold")
    console.print(head)
    for named, checks in _diagnoses(found.verdict.checks):
        console.print()
        console.print(_diagnosis(named, checks))
    for told in _told(found, every=every):
        console.print()
        console.print(_body(found, *told))
    console.print()
    console.print(_table(found))
    for note in dict.fromkeys((*found.verdict.notes, *_missing(found.verdict.checks))):
        console.print(Text(f"note: {clean(note, 400)}", style="yellow"))
    console.print(Text(tally(found.verdict.checks, public=True), style="bold"))
    for line in found.about_questions:
        console.print(Text(line))
    console.print(_next(found))


def _missing(checks: Sequence[CheckResult]) -> Iterator[str]:
    """Why a check has nothing to call, where it is not that a stub is not written yet."""
    for check in checks:
        failure = check.failure
        if check.outcome is Outcome.NOT_ATTEMPTED and failure and "not define" in failure.text:
            yield "; ".join(filter(None, (failure.text, failure.detail)))


def _diagnoses(checks: Sequence[CheckResult]) -> Iterator[tuple[Diagnosis, list[CheckResult]]]:
    """Each mistake that has a name, with the checks that show it; what is certain comes first."""
    named = [check for check in checks if check.diagnosis]
    known = dict.fromkeys(check.diagnosis for check in named if check.diagnosis)
    for diagnosis in sorted(known, key=lambda d: not d.certain):
        yield diagnosis, [check for check in named if check.diagnosis == diagnosis]


def _diagnosis(named: Diagnosis, checks: Sequence[CheckResult]) -> Group:
    looks = "looks like" if named.certain else "on some inputs it behaves like"
    word = "check" if len(checks) == 1 else "checks"
    lines = [
        Text(f"{word} {_numbers(checks)} of {checks[0].exercise}", style="dim"),
        Text(f"hint: {named.hint}", style="cyan"),
        Text(f"more: backmark explain {named.name}", style="dim"),
    ]
    title = Text(f"{looks}: {named.sentence}", style="bold yellow")
    return Group(title, *(Padding(line, (0, 0, 0, 2), expand=False) for line in lines))


def _told(
    found: Checked, *, every: bool
) -> Iterator[tuple[CheckResult, list[str], list[CheckResult], list[CheckResult]]]:
    """The checks to be told in full, with what to say of each.

    After it those that say the very same, and those of its exercise that are left out for it. What
    stops a whole file is told once, whatever is in it.
    """
    said: dict[tuple[str, ...], list[CheckResult]] = {}
    for check in found.verdict.checks:
        if check.outcome not in _QUIET:
            lines = explain(replace(check, diagnosis=None), public=True)
            whole = check.failure is not None and check.failure.kind in _WHOLE_FILE
            said.setdefault(("" if whole else check.exercise, *lines), []).append(check)
    told: list[str] = []
    for (_, *lines), (check, *alike) in said.items():
        if every or check.exercise not in told:
            rest = [] if every else _left_out(found, check, alike)
            yield check, lines, alike, rest
        told += {one.exercise for one in (check, *alike)}


def _left_out(
    found: Checked, check: CheckResult, alike: Sequence[CheckResult]
) -> list[CheckResult]:
    return [
        one
        for one in found.verdict.checks
        if one.exercise == check.exercise and one.outcome not in _QUIET
        if one is not check and one not in alike
    ]


def _body(
    found: Checked,
    check: CheckResult,
    lines: Sequence[str],
    alike: Sequence[CheckResult],
    others: Sequence[CheckResult],
) -> Group:
    outcome = Text(f"  [{check.outcome.value}]", style="dim")
    title = Table.grid(padding=(0, 2, 0, 0))
    title.add_row(Text(check.number, style="red"), Text(check.title.replace("`", "")) + outcome)
    told = [Text(line) for line in lines]
    if alike:
        told.append(Text(f"the same stops {_few(alike)}", style="dim"))
    hunted = any(e.hunt for e in found.assignment.exercises if e.name == check.exercise)
    if check.failure and check.failure.kind not in _NEVER_CALLED and not hunted:
        told.append(Text(f"try it: backmark replay {check.number}", style="dim"))
    if others:
        more = f"also {_numbers(others)}: backmark check {check.exercise} tells of each"
        told.append(Text(more, style="dim"))
    return Group(title, *(Padding(line, (0, 0, 0, 2), expand=False) for line in told))


def _numbers(checks: Sequence[CheckResult]) -> str:
    return ", ".join(check.number for check in checks)


def _few(checks: Sequence[CheckResult]) -> str:
    """Their numbers, as many as fit into a line."""
    shown = _numbers(checks[:_FEW])
    return shown if len(checks) <= _FEW else f"{shown} and {len(checks) - _FEW} more"


def _table(found: Checked) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=1)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for exercise in found.assignment.exercises:
        checks = [c for c in found.verdict.checks if c.exercise == exercise.name]
        if checks:
            table.add_row(*_row(exercise, checks))
    return table


def _row(exercise: Exercise, checks: Sequence[CheckResult]) -> tuple[Text, ...]:
    outcomes = Counter(check.outcome for check in checks)
    if outcomes[Outcome.PASSED] == len(checks):
        mark, style = "✓", "green"
    elif outcomes[Outcome.NOT_ATTEMPTED] == len(checks):
        mark, style = "·", "dim"
    else:
        mark, style = "✗", "red"
    score, points = sum(c.score for c in checks), sum(c.max_score for c in checks)
    total = f"{tidy(score):g} / {tidy(points):g}"
    if outcomes[Outcome.BROKEN]:
        total += " ?"  # points that are withheld until a person has looked
    return (
        Text(mark, style=style),
        Text(str(exercise.number), style=style),
        Text(exercise.name, style=style),
        Text(total, style=style),
        Text(_in_words(outcomes, len(checks)), style="dim"),
    )


def _in_words(outcomes: Counter[Outcome], count: int) -> str:
    if outcomes[Outcome.PASSED] == count:
        return ""
    if outcomes[Outcome.NOT_ATTEMPTED] == count:
        return "not attempted"
    open_ = [(outcome, n) for outcome, n in outcomes.items() if outcome is not Outcome.PASSED]
    return ", ".join(f"{n} {outcome.value}" for outcome, n in open_)


def _next(found: Checked) -> Text:
    after = found.next
    if after is None:
        done = "all of it passes here" if found.whole else "what you asked for passes here"
        return Text(f"next: {done}; hand it in, or see `backmark status`", style="bold green")
    open_ = [c for c in found.verdict.checks if c.exercise == after.name]
    open_ = [c for c in open_ if c.outcome is not Outcome.PASSED]
    if all(check.outcome is Outcome.BROKEN for check in open_):
        return Text("next: tell your instructor that a check broke; the rest of it passes here")
    if any(check.failure and check.failure.kind in _WHOLE_FILE for check in open_):
        return Text(f"next: mend {after.module}.py; before that nothing in it can be checked")
    stuck = f"; stuck? backmark hint {after.name}" if found.has_hints else ""
    return Text(f"next: {after.number} {after.name}, {link(after.section)}{stuck}")
