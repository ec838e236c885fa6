"""A verdict in the terminal, by Rich: each exercise, what is wrong under it, the tally last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.report.words import explain, score_of, tally
from autograder.text import clean
from autograder.verdict import CheckResult, Outcome, Verdict, tidy

_STYLES: Final = {
    Outcome.PASSED: ("✓", "green"),
    Outcome.FAILED: ("✗", "red"),
    Outcome.RAISED: ("✗", "red"),
    Outcome.NOT_ATTEMPTED: ("·", "dim"),
    Outcome.TIMED_OUT: ("✗", "red"),
    Outcome.OUT_OF_MEMORY: ("✗", "red"),
    Outcome.CRASHED: ("✗", "red"),
    Outcome.BLOCKED: ("·", "dim"),
    Outcome.NOT_ALLOWED: ("✗", "red"),
    Outcome.BROKEN: ("!", "magenta"),
}


def print_verdict(console: Console, verdict: Verdict) -> None:
    """One submission in full."""
    console.print(Text(f"{verdict.title} ({verdict.assignment})", style="bold"), end="  ")
    console.print(Text(clean(verdict.submission), style="dim"))
    console.print(_table(verdict))
    for note in verdict.notes:
        console.print(Text(f"note: {clean(note, 400)}", style="yellow"))
    if verdict.withheld:
        text = f"{verdict.withheld:g} points withheld: a check of ours broke, a person must look"
        console.print(Text(text, style="magenta"))
    style = "bold green" if verdict.score == verdict.max_score else "bold"
    console.print(Text(tally(verdict.checks, public=verdict.public), style=style))


def _table(verdict: Verdict) -> Table:
    table = Table.grid(padding=(0, 1), expand=False)
    table.add_column(width=1)
    table.add_column(justify="left", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    for exercise in dict.fromkeys(check.exercise for check in verdict.checks):
        checks = [check for check in verdict.checks if check.exercise == exercise]
        _add_exercise(table, exercise, checks, public=verdict.public)
    return table


def _add_exercise(table: Table, name: str, checks: Sequence[CheckResult], *, public: bool) -> None:
    """A line for the exercise, and one for each check that has something to say."""
    score, points = sum(c.score for c in checks), sum(c.max_score for c in checks)
    whole = all(check.outcome is Outcome.PASSED for check in checks)
    style = "green" if whole else "bold"
    number = checks[0].number.partition(".")[0]
    mark = Text("✓" if whole else " ", style="green")
    total = Text(f"{tidy(score):g} / {tidy(points):g}", style=style)
    table.add_row(mark, Text(number, style=style), Text(name, style=style), total)
    said: set[str] = set()
    for check in checks:
        if check.outcome is not Outcome.PASSED or check.notes:
            mark_text, colour = _STYLES[check.outcome]
            body = _body(check, said, public=public)
            number_text = Text(check.number, style=colour)
            table.add_row(Text(mark_text, style=colour), number_text, body, score_of(check))


def _body(check: CheckResult, said: set[str], *, public: bool) -> RenderableType:
    """A check's title and lines; a diagnosis `said` before in the exercise is not repeated."""
    outcome = "" if check.outcome is Outcome.PASSED else f"  [{check.outcome.value}]"
    title = Text(check.title.replace("`", "")) + Text(outcome, style="dim")
    told = [line for line in explain(check, public=public) if line not in said]
    said.update(line for line in told if _line_style(line))
    lines = [Text(line, style=_line_style(line)) for line in told]
    return Group(title, *(Padding(line, (0, 0, 0, 2)) for line in lines))


def _line_style(line: str) -> str:
    if line.startswith(("looks like:", "on this input it behaves like:")):
        return "bold yellow"
    return "cyan" if line.startswith("hint:") else ""


def print_class(console: Console, rows: Sequence[tuple[str, Verdict | str]]) -> None:
    """Several submissions, a line each; a `str` is the reason why one could not be graded."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("submission", no_wrap=True)
    table.add_column("points", justify="right")
    table.add_column("checks", justify="right")
    table.add_column("what happened", overflow="fold")
    for label, verdict in rows:
        if isinstance(verdict, str):
            table.add_row(
                Text(clean(label)), "-", "-", Text(clean(verdict.partition("\n")[0]), style="red")
            )
            continue
        passed = sum(check.outcome is Outcome.PASSED for check in verdict.checks)
        points = Text(f"{verdict.score:g}", style="green" if passed == len(verdict.checks) else "")
        fraction = f"{passed}/{len(verdict.checks)}"
        table.add_row(Text(clean(label)), points, fraction, Text(_in_short(verdict)))
    console.print(table)


def _in_short(verdict: Verdict) -> str:
    """The outcomes that are not passes, counted, and the diagnoses that are certain."""
    outcomes = Counter(c.outcome.value for c in verdict.checks if c.outcome is not Outcome.PASSED)
    named = [c.diagnosis.name for c in verdict.checks if c.diagnosis and c.diagnosis.certain]
    counts = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
    names = ", ".join(name.replace("_", " ") for name in dict.fromkeys(named))
    parts = [counts, f"seen: {names}" if names else ""]
    parts += [f"{verdict.withheld:g} points withheld"] if verdict.withheld else []
    return "; ".join(filter(None, parts))


def print_doctor(console: Console, findings: Mapping[str, Any]) -> None:
    """What this host enforces around a submission."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("layer", "enforced", "why not, and what to do"):
        table.add_column(heading, overflow="fold")
    for layer in findings["jail"]:
        enforced = Text("yes", style="green") if layer["enforced"] else Text("no", style="red")
        remark = "; ".join(filter(None, (layer["why"], layer["next"])))
        name = layer["layer"] + (" (required)" if layer["required"] else "")
        table.add_row(name, enforced, Text(remark))
    console.print(table)
    strict = findings["strict"]
    word = "enforces the jail" if strict else "does not enforce the jail: good for self-checks only"
    console.print(Text(f"this host {word}", style="bold green" if strict else "bold red"))
    torch = findings["torch"] or "not installed (needed only to build answer keys)"
    console.print(
        f"Python {findings['python']}, NumPy {findings['numpy']}, torch {torch}; "
        f"{findings['platform']}"
    )
