"""Results as HTML, for notebooks: a table with a coloured word a check, what it says below it.

    Verdict, results of an exercise ──▶ one <div> with inline styles

Invariant: every text is escaped, ours as well as the student's; no script, no class, no style sheet
and no address is in it. Colours are dark on their own light badge or inherited, so that it reads on
a light page and on a dark one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Final

from autograder.report.words import explain, score_of, tally
from autograder.text import clean
from autograder.verdict import CheckResult, Outcome, Verdict, tidy

_GREEN, _RED, _GREY, _VIOLET = "#1a7f37", "#cf222e", "#6e7781", "#8250df"
_COLOURS: Final = {
    Outcome.PASSED: _GREEN,
    Outcome.NOT_ATTEMPTED: _GREY,
    Outcome.BLOCKED: _GREY,
    Outcome.BROKEN: _VIOLET,
}
"""Backgrounds for white letters (contrast 4.5 and more); every other outcome is red."""
_CELL: Final = "padding:2px 10px 2px 0;text-align:left;vertical-align:top;background:transparent"
_PLAIN: Final = (
    "margin:2px 0 6px;white-space:pre-wrap;word-break:normal;overflow-wrap:anywhere;"
    "background:transparent;color:inherit"
)
_NAMED: Final = ("looks like:", "on this input it behaves like:", "hint:")


def verdict_html(verdict: Verdict) -> str:
    """A whole verdict: its exercises one after the other, then notes and the tally."""
    parts = [f"<strong>{_text(f'{verdict.title} ({verdict.assignment})')}</strong>"]
    for exercise, checks in groupby(verdict.checks, key=lambda check: check.exercise):
        parts.append(_exercise(exercise, list(checks), verdict.public))
    notes = [f"note: {note}" for note in verdict.notes]
    if verdict.withheld:
        notes.append(f"{verdict.withheld:g} points withheld: a person must look")
    parts += [f'<div style="margin-top:6px">{_text(note)}</div>' for note in notes]
    parts.append(_total(verdict.checks, public=verdict.public))
    return _framed(verdict.checks, parts)


def exercise_html(
    exercise: str, checks: Sequence[CheckResult], notes: Sequence[str] = (), *, public: bool
) -> str:
    """The results of one exercise, with how the hand-in was read."""
    parts = [_exercise(exercise, checks, public)]
    parts += [f"<div>{_text(f'note: {note}')}</div>" for note in notes]
    return _framed(checks, [*parts, _total(checks, public=public)])


def _framed(checks: Sequence[CheckResult], parts: Sequence[str]) -> str:
    passed = all(check.outcome is Outcome.PASSED for check in checks)
    colour = _GREEN if passed else _RED if any(map(_is_wrong, checks)) else _GREY
    style = f"border-left:4px solid {colour};padding:4px 0 4px 12px;line-height:1.5"
    return f'<div style="{style}">{"".join(parts)}</div>'


def _is_wrong(check: CheckResult) -> bool:
    return _COLOURS.get(check.outcome, _RED) == _RED


def _exercise(name: str, checks: Sequence[CheckResult], public: bool) -> str:
    score, points = (tidy(sum(c.score for c in checks)), tidy(sum(c.max_score for c in checks)))
    number = checks[0].number.partition(".")[0]
    head = _text(f"{number} {name}: {score:g} / {points:g}")
    rows = "".join(_rows(checks, public))
    table = f'<table style="border-collapse:collapse;margin:2px 0">{rows}</table>'
    return f'<div style="margin-top:6px"><strong>{head}</strong>{table}</div>'


def _rows(checks: Sequence[CheckResult], public: bool) -> Iterator[str]:
    said: set[str] = set()
    for check in checks:
        colour = _COLOURS.get(check.outcome, _RED)
        badge = (
            f'<span style="background:{colour};color:#fff;border-radius:3px;padding:1px 6px;'
            f'white-space:nowrap">{_text(check.outcome.value)}</span>'
        )
        lines = [line for line in explain(check, public=public) if line not in said]
        said.update(line for line in lines if line.startswith(_NAMED))
        title = _with_code(check.title) + _said(lines)
        score = f'<span style="white-space:nowrap">{_text(score_of(check))}</span>'
        cells = (badge, _text(check.number), title, score)
        yield "".join(["<tr>", *(f'<td style="{_CELL}">{cell}</td>' for cell in cells), "</tr>"])


def _said(lines: Sequence[str]) -> str:
    shown = [
        f"<strong>{_text(line)}</strong>" if line.startswith(_NAMED) else _text(line)
        for line in lines
    ]
    return f'<pre style="{_PLAIN}">{chr(10).join(shown)}</pre>' if shown else ""


def _with_code(title: str) -> str:
    """A title of ours: what stands between backticks is code."""
    parts = [escape(part) for part in title.split("`")]
    return "".join(f"<code>{part}</code>" if n % 2 else part for n, part in enumerate(parts))


def _total(checks: Sequence[CheckResult], *, public: bool) -> str:
    return f'<div style="margin-top:6px"><em>{_text(tally(checks, public=public))}</em></div>'


def _text(text: str) -> str:
    return escape(clean(text, 400))


def refused_html(reason: str) -> str:
    """Why a hand-in could not be opened, in its lines."""
    lines = "\n".join(_text(line) for line in reason.splitlines())
    style = f"border-left:4px solid {_RED};padding:4px 0 4px 12px"
    return f'<div style="{style}"><pre style="{_PLAIN}">{lines}</pre></div>'
