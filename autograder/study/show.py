"""What the other commands for practising print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.course.handout import link
from autograder.course.progress import HINTS
from autograder.course.questions import Posed
from autograder.study.explaining import Explained, Topics
from autograder.study.ladder import Rung
from autograder.study.overview import Standing
from autograder.study.resetting import Reset
from autograder.verdict import CheckResult, Outcome


def print_explained(console: Console, told: Explained) -> None:
    """A misconception, a concept or an exercise."""
    console.print(Text(told.title, style="bold yellow" if told.hint else "bold"))
    of = f" of {told.exercises[0]}" if told.kind == "misconception" else ""
    console.print(Text(f"a {told.kind}{of}: {told.name}".replace("a ex", "an ex"), style="dim"))
    if told.hint:
        console.print(Text(f"hint: {told.hint}", style="cyan"))
    if told.seen_in:
        console.print(Text(f"it fails: {', '.join(told.seen_in)}"))
    if told.kind == "concept":
        for word, names in (("write it", told.exercises), ("answer", told.questions)):
            if names:
                console.print(Text(f"{word}: {', '.join(names)}"))
    for section in told.sections:
        console.print(Text(f"read: {link(section)}"))
    for quote in told.quotes:
        console.print()
        console.print(Padding(Markdown(quote), (0, 2)))


def print_topics(console: Console, found: Topics) -> None:
    """What there is to explain."""
    if found.seen:
        console.print(Text("seen in your last check", style="bold"))
        console.print(_pairs([(known.name, known.sentence) for known in found.seen]))
        console.print()
    console.print(Text("what this assignment is about", style="bold"))
    console.print(_pairs([(concept.name, concept.title) for concept in found.concepts]))
    console.print(Text("backmark explain NAME tells more of one", style="dim"))


def _pairs(rows: Sequence[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, title in rows:
        table.add_row(Text(name, style="cyan"), Text(title))
    return Table.grid(padding=(0, 0, 0, 2)) if not rows else table


def print_rung(console: Console, rung: Rung) -> None:
    """The hints so far, the newest in full colour."""
    last = len(rung.hints)
    for number, hint in enumerate(rung.hints, start=1):
        style = "cyan" if number == last else "dim"
        row = Table.grid(padding=(0, 1, 0, 0))
        row.add_row(Text(f"{number}/{HINTS}", style=style), Text(hint, style=style))
        console.print(row)
    name, section = rung.exercise.name, link(rung.exercise.section)
    if rung.left:
        many = f"{rung.left} more" if rung.left > 1 else "one more"
        console.print(Text(f"{many}: backmark hint {name}; read {section}", style="dim"))
    else:
        console.print(Text(f"that was the last one; read {section}, or ask a person", style="dim"))


def print_reset(console: Console, done: Reset) -> None:
    """What was put back, and where the old file is."""
    names = ", ".join(done.functions)
    if done.kept is None:
        console.print(Text(f"{done.file}: {names} are as they were given out"))
        return
    console.print(Text(f"{done.file}: {names} as given out again"))
    console.print(Text(f"your version: {done.kept}", style="bold"))


def print_standings(console: Console, rows: Sequence[Standing], now: datetime) -> None:
    """The course at a glance."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("assignment", no_wrap=True)
    table.add_column("exercises", justify="right", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("next", overflow="fold")
    table.add_column("checked", overflow="fold")
    for row in rows:
        style = "green" if row.done == row.exercises else "" if row.checked else "dim"
        table.add_row(
            Text(row.name, style=style),
            Text(f"{row.done}/{row.exercises}", style=style),
            Text(f"{row.score:g}/{row.points:g}", style=style),
            Text(row.next or "done"),
            Text(_ago(row.checked, now), style="dim"),
        )
    console.print(table)
    done, points = sum(row.score for row in rows), sum(row.points for row in rows)
    console.print(Text(f"public checks {done:g}/{points:g} points; the grade uses other inputs"))
    if taken := sum(row.hints for row in rows):
        console.print(Text(f"hints taken: {taken}", style="dim"))


def _ago(checked: str, now: datetime) -> str:
    if not checked:
        return "never"
    return f"{in_words(now - datetime.fromisoformat(checked))} ago"


def in_words(span: timedelta) -> str:
    """A time that nobody needs to the second."""
    seconds = max(0, int(span.total_seconds()))
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {word}{'s' if count > 1 else ''}"
    return "less than a minute"


def print_question(console: Console, posed: Posed, place: str) -> None:
    """A question of the quiz."""
    question = posed.question
    console.print(Text(f"{place}  {question.name} ({question.kind})", style="bold"))
    console.print(Padding(Text(posed.text), (0, 0, 0, 2)))
    for options in filter(None, (posed.options, question.targets)):
        rows = [(f"  {letter}", text) for letter, text in options.items()]
        console.print(_pairs(rows))


def print_marked(console: Console, posed: Posed, marked: CheckResult) -> None:
    """How an answer was marked, and where to read on."""
    section = link(posed.question.section)
    if marked.outcome is Outcome.PASSED:
        console.print(Text("✓ right", style="green"))
        return
    console.print(Text("✗ this is not the answer", style="red"))
    if marked.diagnosis is not None:
        console.print(Padding(Text(marked.diagnosis.sentence, style="yellow"), (0, 0, 0, 2)))
    elif marked.failure is not None:
        said = marked.failure.text.partition(". ")[2].partition(" (See")[0]
        console.print(Padding(Text(said, style="yellow"), (0, 0, 0, 2)))
    console.print(Padding(Text(f"read: {section}"), (0, 0, 0, 2)))
