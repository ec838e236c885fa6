"""Commands for a student's own folder: `check`, `replay`, `explain`, `hint`, `status`, `reset`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

if TYPE_CHECKING:
    from autograder.errors import BackmarkError
    from autograder.study.checking import Checked


def complete_exercise(context: click.Context, _: Any, incomplete: str) -> list[str]:
    """The names of exercises in the folder at hand that begin so: for the shell."""
    return _beginning(incomplete, context, _exercises)


def complete_check(context: click.Context, _: Any, incomplete: str) -> list[str]:
    """The numbers, or the names, of checks that begin so."""
    return _beginning(incomplete, context, _checks)


def complete_topic(context: click.Context, _: Any, incomplete: str) -> list[str]:
    """The names of mistakes, concepts and exercises that begin so."""
    from autograder.study.explaining import names_of  # noqa: PLC0415

    return _beginning(incomplete, context, names_of)


def _beginning(
    start: str, context: click.Context, names_in: Callable[[Path], Iterable[str]]
) -> list[str]:
    """Those of a folder's names that begin so; none where nothing can be read."""
    from autograder.errors import BackmarkError  # noqa: PLC0415

    try:
        names = names_in(_folder(context.params.get("assignment")))
        return [name for name in names if name.startswith(start)]
    except BackmarkError:
        return []


def _exercises(folder: Path) -> Iterator[str]:
    from autograder.course.settings import read_settings  # noqa: PLC0415

    settings, _problems = read_settings(folder / "assignment.toml", validated=True)
    for entry in settings.get("exercise", ()):
        yield str(entry.get("name", ""))


def _checks(folder: Path) -> Iterator[str]:
    from autograder.course.load import load_assignment  # noqa: PLC0415

    for check in load_assignment(folder).checks:
        yield from (check.number, check.name)


def _folder(name: str | None) -> Path:
    from autograder.study.folder import assignment_folder  # noqa: PLC0415

    return assignment_folder(name, Path.cwd())


def _console() -> Console:
    return Console(highlight=False)


IN = click.option(
    "--in", "assignment", metavar="ASSIGNMENT", help="Which; by default the folder you are in."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


@click.command()
@click.argument("exercises", nargs=-1, metavar="[EXERCISE...]", shell_complete=complete_exercise)
@click.option("--watch", "-w", "is_watching", is_flag=True, help="Again at every save.")
@click.option("--student", "students", multiple=True, help="Whose it is (e-mail); again for each.")
@IN
@JSON
def check(
    exercises: tuple[str, ...],
    *,
    is_watching: bool,
    students: tuple[str, ...],
    assignment: str | None,
    as_json: bool,
) -> None:
    """Check your work: all exercises, or those you name.

    Run it in the assignment's folder. An EXERCISE is named, or numbered, or one of its checks is.
    Exits with 1 as long as something does not pass.
    """
    from autograder.study.checking import open_checker  # noqa: PLC0415
    from autograder.study.folder import exercises_of  # noqa: PLC0415
    from autograder.study.watching import require_watchfiles, watch  # noqa: PLC0415

    if is_watching:
        require_watchfiles()
    with open_checker(_folder(assignment), students) as checker:
        names = [exercise.name for exercise in exercises_of(checker.assignment, exercises)]
        if is_watching:
            watch(checker, names, lambda found: _show_again(found, bool(exercises), as_json))
            return
        found = checker.run(names)
    _show(found, bool(exercises), as_json)
    if not found.complete:
        sys.exit(1)


def _show(found: Checked, every: bool, as_json: bool) -> None:
    from autograder.study.show_check import print_checked  # noqa: PLC0415

    if as_json:
        click.echo(json.dumps(found.data))
    else:
        print_checked(_console(), found, every=every)


def _show_again(found: Checked | BackmarkError, every: bool, as_json: bool) -> None:
    """One picture after another: the screen is cleared where it is one."""
    from autograder.errors import BackmarkError  # noqa: PLC0415

    if not as_json and sys.stdout.isatty():
        click.clear()
    if isinstance(found, BackmarkError):
        click.echo(f"backmark: {found}", err=True)
    else:
        _show(found, every, as_json)
    if not as_json:
        now = datetime.now().astimezone()
        ran = () if isinstance(found, BackmarkError) else found.ran
        told = f" checked {_few(ran)}" if ran else ""
        click.echo(f"{now:%H:%M:%S}{told}; save a file to check again, Ctrl-C to end")
    sys.stdout.flush()


def _few(names: Sequence[str]) -> str:
    """Names, as many as one reads at a glance."""
    return ", ".join(names) if len(names) < 4 else f"{len(names)} exercises"


@click.command()
@click.argument("check_name", metavar="CHECK", shell_complete=complete_check)
@click.option("--seed", type=click.IntRange(min=0), help="Other inputs than the assignment's own.")
@IN
@JSON
def replay(check_name: str, *, seed: int | None, assignment: str | None, as_json: bool) -> None:
    """Print a check as a program to run by hand.

    With its inputs as arrays, what your functions returned, and what was wanted. Paste it into
    Python in the assignment's folder. CHECK is a number such as 1.3, or a name.
    """
    from autograder.study.replay import replay as repeat  # noqa: PLC0415

    found = repeat(_folder(assignment), check_name, seed)
    click.echo(json.dumps(found.data) if as_json else found.code, nl=as_json)


@click.command()
@click.argument("name", nargs=-1, shell_complete=complete_topic)
@IN
@JSON
def explain(name: tuple[str, ...], *, assignment: str | None, as_json: bool) -> None:
    """Explain a mistake, a concept or an exercise.

    A mistake by the sentence after "looks like", or by its name. Without a NAME: what there is to
    explain.
    """
    from autograder.study import show  # noqa: PLC0415
    from autograder.study.explaining import explain_name, topics  # noqa: PLC0415

    folder = _folder(assignment)
    if name:
        told = explain_name(folder, " ".join(name))
        if as_json:
            click.echo(json.dumps(told.data))
        else:
            show.print_explained(_console(), told)
        return
    found = topics(folder)
    if as_json:
        click.echo(json.dumps(found.data))
    else:
        show.print_topics(_console(), found)


@click.command()
@click.argument("exercise", shell_complete=complete_exercise)
@click.option("--again", is_flag=True, help="Only those that you have taken already.")
@IN
@JSON
def hint(exercise: str, *, again: bool, assignment: str | None, as_json: bool) -> None:
    """Take the next of an exercise's three hints.

    The first says where to look, the last nearly the step. Your folder keeps how many you took.
    """
    from autograder.study.ladder import climb  # noqa: PLC0415
    from autograder.study.show import print_rung  # noqa: PLC0415

    rung = climb(_folder(assignment), exercise, again=again)
    if as_json:
        click.echo(json.dumps(rung.data))
    else:
        print_rung(_console(), rung)


@click.command()
@click.option("--run", is_flag=True, help="Check everything now, instead of remembering.")
@JSON
def status(*, run: bool, as_json: bool) -> None:
    """Show how far you are in the whole course.

    As the last checks found it, by `backmark check` or pytest.
    """
    from autograder.study.overview import standings  # noqa: PLC0415
    from autograder.study.show import print_standings  # noqa: PLC0415

    rows = list(standings(Path.cwd(), run=run))
    if as_json:
        click.echo(json.dumps([row.data for row in rows]))
    else:
        print_standings(_console(), rows, datetime.now().astimezone())


@click.command()
@click.argument("exercise", shell_complete=complete_exercise)
@click.option("--whole-file", is_flag=True, help="Its whole file, with every exercise in it.")
@IN
@JSON
def reset(exercise: str, *, whole_file: bool, assignment: str | None, as_json: bool) -> None:
    """Start an exercise anew; your version is kept aside.

    Its functions become what they were when they were given out; the rest of the file stays.
    """
    from autograder.study.resetting import reset as put_back  # noqa: PLC0415
    from autograder.study.show import print_reset  # noqa: PLC0415

    now = datetime.now().astimezone()
    done = put_back(_folder(assignment), exercise, now, whole=whole_file)
    if as_json:
        click.echo(json.dumps(done.data))
    else:
        print_reset(_console(), done)
