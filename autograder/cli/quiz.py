"""The command `quiz`, and the conversation that it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

if TYPE_CHECKING:
    from autograder.course.assignment import Assignment
    from autograder.course.questions import Posed
    from autograder.course.solutions import Solution


@click.command()
@click.argument("assignment", required=False)
@click.option(
    "--count", type=click.IntRange(min=1), default=10, show_default=True, help="At most so many."
)
@click.option("--json", "as_json", is_flag=True, help="Print what is due as JSON, ask nothing.")
def quiz(assignment: str | None, *, count: int, as_json: bool) -> None:
    """Practise the concept questions with fresh numbers.

    Those that are due come first. None of it is graded, and the numbers are not those of your own
    questions. Ctrl-D or `q` ends it.
    """
    from autograder.course.load import load_assignment  # noqa: PLC0415
    from autograder.course.progress import read_progress  # noqa: PLC0415
    from autograder.study.folder import assignment_folder  # noqa: PLC0415
    from autograder.study.quiz import items, require_fsrs  # noqa: PLC0415

    loaded = load_assignment(assignment_folder(assignment, Path.cwd()))
    every = items(loaded, read_progress(loaded.folder))
    if as_json:
        now = datetime.now().astimezone()
        click.echo(json.dumps([item.data(now) for item in every]))
        return
    require_fsrs()
    _practise(loaded, count, Console(highlight=False))


def _practise(assignment: Assignment, count: int, console: Console) -> None:
    from autograder.course.progress import read_progress, write_progress  # noqa: PLC0415
    from autograder.study import quiz as room  # noqa: PLC0415
    from autograder.study.show import in_words, print_question  # noqa: PLC0415

    progress = read_progress(assignment.folder)
    every = room.items(assignment, progress)
    now = datetime.now().astimezone()
    chosen = room.choose(every, now, count)
    due = sum(item.card is not None for item in chosen)
    if not chosen:
        first = every[0].due
        wait = in_words(first - now) if first else ""
        console.print(f"nothing is due; the next question is due in {wait}")
        return
    console.print(f"{assignment.name}: {due} due, {len(chosen) - due} new; q ends")
    solutions = room.solutions_of(assignment)
    if not solutions:
        console.print("the answers are not here: compare with the handout, and say how it went")
    went: list[str] = []
    for place, item in enumerate(chosen, start=1):
        console.print()
        posed = room.pose_fresh(assignment, item)
        print_question(console, posed, f"{place}/{len(chosen)}")
        rating = _ask(console, posed, solutions)
        if not rating:
            break
        went.append(rating)
        progress = room.reviewed(progress, item, rating, datetime.now().astimezone())
        write_progress(assignment.folder, progress)
    console.print()
    console.print(f"practised {len(went)}, {sum(r != 'again' for r in went)} of them known")


def _ask(console: Console, posed: Posed, solutions: Mapping[str, Solution]) -> str:
    """How it went; empty: enough for now."""
    from autograder.course.handout import link  # noqa: PLC0415
    from autograder.study.quiz import RATINGS, mark  # noqa: PLC0415
    from autograder.study.show import print_marked  # noqa: PLC0415
    from autograder.verdict import Outcome  # noqa: PLC0415

    given = _typed(posed)
    if given is None:
        return ""
    if solutions:
        marked = mark(posed, solutions[posed.question.name], given)
        print_marked(console, posed, marked)
        return "good" if marked.outcome is Outcome.PASSED else "again"
    console.print(f"compare: {link(posed.question.section)}")
    names = ", ".join(f"{number} {name}" for number, name in enumerate(RATINGS, start=1))
    while True:
        said = _prompt(f"how did it go ({names})")
        if said is None:
            return ""
        if said in ("1", "2", "3", "4", *RATINGS):
            return said if said in RATINGS else RATINGS[int(said) - 1]


def _typed(posed: Posed) -> Any:
    """An answer of the right form; None: enough for now."""
    from autograder.study.typed import EXAMPLES, read_typed  # noqa: PLC0415

    while True:
        text = _prompt(f"your answer ({EXAMPLES[posed.question.kind]})")
        if text is None:
            return None
        try:
            return read_typed(posed.question, text)
        except ValueError as error:
            click.echo(f"  want {error}")


def _prompt(text: str) -> str | None:
    """What was typed; None where somebody has had enough."""
    try:
        said = str(click.prompt(text, prompt_suffix=": ")).strip()
    except click.Abort:
        click.echo()
        return None
    return None if said.casefold() in ("q", "quit") else said.casefold()
