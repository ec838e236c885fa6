"""A verdict as Markdown, for a pull request, a job's summary, or a release's notes.

Whatever a student could have worded stands in code, fenced longer than any fence of its own: there
nothing is a heading, a link, HTML, a mention or an image that would call home.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from autograder.report.rows import Row, rows_of, summary_of
from autograder.text import clean
from autograder.verdict import Verdict, tidy


def markdown_text(verdict: Verdict) -> str:
    """The document for a verdict: the sum, a line an exercise, then what did not pass."""
    rows = rows_of(verdict)
    blocks = [
        f"# {_words(verdict.title)} ({code(verdict.assignment)})",
        f"Submission: {code(verdict.submission)}",
        _fenced("\n".join(summary_of(verdict))),
        "\n".join(_table(verdict, rows)),
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


def _table(verdict: Verdict, rows: Sequence[Row]) -> Iterator[str]:
    yield "| exercise | checks passed | points |"
    yield "|---|---|---|"
    for exercise in dict.fromkeys(row.exercise for row in rows):
        found = [row for row in rows if row.exercise == exercise]
        passed = f"{sum(row.passed for row in found)} / {len(found)}"
        withheld = tidy(sum(row.max_score for row in found if row.score is None))
        points = f"{_sum(row.score for row in found):g} / {_sum(row.max_score for row in found):g}"
        points += f" ({withheld:g} withheld)" if withheld else ""
        yield f"| {_words(exercise)} | {passed if found[0].number else ''} | {points} |"
    yield f"| **total** | | **{verdict.score:g} / {verdict.max_score:g}** |"


def _sum(points: Iterable[float | None]) -> float:
    return tidy(sum(one or 0 for one in points))


def _section(row: Row) -> Iterator[str]:
    score = "?" if row.score is None else f"{row.score:g}"
    yield f"## {_words(row.name)}"
    yield f"{row.outcome.value}, {score} / {row.max_score:g} points"
    body = row.text if row.passed else row.text.partition("\n")[2]
    if body:
        yield _fenced(body)
