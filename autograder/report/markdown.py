"""A verdict as Markdown, for a pull request, a job's summary, or a release's notes.

Whatever a student could have worded stands in code, fenced longer than any fence of its own: there
nothing is a heading, a link, HTML, a mention or an image that would call home.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from autograder.report.rows import Row, rows_of, summary_of
from autograder.text import clean
from autograder.verdict import Outcome, Verdict, tidy


def markdown_text(verdict: Verdict) -> str:
    """The document for a verdict: the sum, a line an exercise, then what did not pass."""
    rows = rows_of(verdict)
    blocks = [
        f"# {_words(verdict.title)} ({code(verdict.assignment)})",
        f"Submission: {code(verdict.submission)}",
        _fenced("\n".join(summary_of(verdict))),
        "\n".join(_table(verdict)),
    ]
    blocks += [block for row in rows if row.text for block in _section(row)]
    return "\n\n".join(blocks) + "\n"


def refused_text(label: str, reason: str) -> str:
    """The document for a hand-in that could not be opened."""
    return f"# Not graded\n\nSubmission: {code(label)}\n\n{_fenced(clean(reason, 2_000))}\n"


def code(text: str) -> str:
    """Text on one line, as code that no backtick of its own can end."""
    line = " ".join(clean(text).split())
    ticks = "`" * (_longest_run(line) + 1)
    return f"{ticks} {line} {ticks}" if "`" in line or not line else f"{ticks}{line}{ticks}"


def _fenced(text: str) -> str:
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}text\n{text}\n{fence}"


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def _words(text: str) -> str:
    """Words of the assignment's own on one line, their code spans kept and all else escaped."""
    line = " ".join(clean(text).split())
    parts = re.split(r"(`[^`]+`)", line)
    escaped = [
        p if n % 2 else re.sub(r"([\\`*_{}\[\]<>#|~&!@])", r"\\\1", p) for n, p in enumerate(parts)
    ]
    return "".join(escaped)


def _table(verdict: Verdict) -> Iterator[str]:
    yield "| exercise | checks passed | points |"
    yield "|---|---|---|"
    for exercise in dict.fromkeys(check.exercise for check in verdict.checks):
        checks = [check for check in verdict.checks if check.exercise == exercise]
        passed = sum(check.outcome is Outcome.PASSED for check in checks)
        withheld = sum(c.max_score for c in checks if c.outcome is Outcome.BROKEN)
        points = (
            f"{tidy(sum(c.score for c in checks)):g} / {tidy(sum(c.max_score for c in checks)):g}"
        )
        points += f" ({tidy(withheld):g} withheld)" if withheld else ""
        yield f"| {_words(exercise)} | {passed} / {len(checks)} | {points} |"
    yield f"| **total** | | **{verdict.score:g} / {verdict.max_score:g}** |"


def _section(row: Row) -> Iterator[str]:
    score = "?" if row.score is None else f"{row.score:g}"
    yield f"## {_words(row.name)}"
    yield f"{row.outcome.value}, {score} / {row.max_score:g} points"
    body = row.text if row.passed else row.text.partition("\n")[2]
    if body:
        yield _fenced(body)
