"""The command line: each command is a function elsewhere, and a few lines here that print.

Results go to standard output, narration to standard error. Exit status: 0 the command did its job
(grading a failing submission is a success), 1 what was asked about is not good, 2 wrong usage, 3
our own fault, 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console

from autograder.errors import BackmarkError, UsageError, explain
from autograder.report import FORMATS
from autograder.version import VERSION

PATH = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="backmark")
def cli() -> None:
    """Assignment kit and autograder for deep learning from scratch."""


@cli.command()
@click.argument("assignment")
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Print what a platform reads.")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Where to, with --format.")
@click.option("--json", "form", flag_value="json", help="Short for --format json: a line each.")
@click.option("--gradescope", type=PATH, metavar="FILE", help="Write Gradescope's results.json.")
@click.option("--seed", type=click.IntRange(min=0), help="A public seed, if not the assignment's.")
@click.option("--seed-file", type=PATH, help="A file with the secret seed of a grade that counts.")
@click.option("--key", type=PATH, help="The answer key for that seed; without one torch is asked.")
@click.option(
    "--transport",
    type=click.Choice(["auto", "forked", "worker", "in-process"]),
    default="auto",
    show_default=True,
    help="How the submission's process comes to be; in-process isolates nothing.",
)
@click.option("--require-jail", is_flag=True, help="Refuse to grade on a host that enforces less.")
@click.option("--student", "students", multiple=True, help="Whose it is (e-mail); again for each.")
def grade(
    assignment: str, paths: tuple[Path, ...], *, form: str | None, output: Path | None, **how: Any
) -> None:
    """Grade what was handed in: a .py file, a folder, a .zip or an .ipynb; or several of them."""
    from autograder.grade import Request, grade_all  # noqa: PLC0415 - keeps `--help` quick

    _check_format(form, len(paths), output)
    rows = grade_all(Request(assignment, paths, **how), Path.cwd())
    _warn_of_gaps(rows)
    if form is None:
        _print_rows(rows)
    else:
        _write_rows(rows, form, output)
    # Of several, one that cannot be opened is told in its row; alone it is what was asked about.
    if len(rows) == 1 and isinstance(rows[0][1], str):
        sys.exit(UsageError.exit_code)


def _check_format(form: str | None, count: int, output: Path | None) -> None:
    """Tell before grading what could not be written after it."""
    from autograder.report.formats import check_format  # noqa: PLC0415

    if form is not None:
        check_format(form, count, os.environ)
    elif output is not None:
        raise UsageError("-o FILE says where; say with --format what")


def _write_rows(rows: list[tuple[str, Any]], form: str, output: Path | None) -> None:
    from autograder.files import write_atomically  # noqa: PLC0415
    from autograder.report.formats import render  # noqa: PLC0415

    text = render(form, rows, os.environ)
    if output is None:
        click.echo(text.encode(), nl=False)  # UTF-8 and its own line ends, whatever the terminal's
    else:
        write_atomically(output, text)


def _print_rows(rows: list[tuple[str, Any]]) -> None:
    from autograder.report.terminal import print_class, print_verdict  # noqa: PLC0415

    if len(rows) == 1 and isinstance(rows[0][1], str):
        click.echo(f"backmark: {rows[0][1]}", err=True)
    elif len(rows) == 1:
        print_verdict(Console(highlight=False), rows[0][1])
    else:
        print_class(Console(highlight=False), rows)


def _warn_of_gaps(rows: list[tuple[str, Any]]) -> None:
    """Whoever trusts a verdict must know where it came about with less than the whole jail."""
    from autograder.sandbox.jail import STRICT  # noqa: PLC0415

    jails = [v.provenance["jail"].split(", ") for _, v in rows if not isinstance(v, str)]
    missing = [layer for layer in STRICT if any(layer not in jail for jail in jails)]
    if missing:
        lacking = ", ".join(missing)
        click.echo(f"backmark: graded without {lacking}; see `backmark doctor`", err=True)


@cli.command()
@click.argument("assignment")
@click.option(
    "--student", default="", metavar="EMAIL", help="Whose numbers; the platform's e-mail."
)
def questions(assignment: str, *, student: str) -> None:
    """Print an assignment's questions with a student's own numbers."""
    from autograder.ask import personal_sheet  # noqa: PLC0415

    click.echo(personal_sheet(assignment, student, Path.cwd()), nl=False)


@cli.command("class")
@click.argument("assignment")
@click.argument("source", type=PATH)
@click.option("-o", "--output", type=PATH, required=True, metavar="FOLDER", help="Where to write.")
@click.option("--seed", type=click.IntRange(min=0), help="A public seed, if not the assignment's.")
@click.option("--seed-file", type=PATH, help="A file with the secret seed of a grade that counts.")
@click.option("--key", type=PATH, help="The answer key for that seed; without one torch is asked.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; by default one a core.")
@click.option("--against", type=PATH, metavar="LEDGER", help="Tell who moved since that run.")
@click.option("--keep-higher", is_flag=True, help="With --against: nobody's grade falls.")
@click.option("--canvas", type=PATH, metavar="CSV", help="Canvas' gradebook export, to fill in.")
@click.option("--canvas-column", default="", metavar="TITLE", help="The assignment's title there.")
@click.option("--moodle", type=PATH, metavar="CSV", help="Moodle's grading worksheet, to fill in.")
@click.option("--names", is_flag=True, help="Name students on the class page; else numbers.")
@click.option("--require-jail", is_flag=True, help="Refuse to grade on a host that enforces less.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def grade_a_class(assignment: str, source: Path, *, as_json: bool, **how: Any) -> None:
    """Grade a class: a platform's download (zip or folder), or a folder of hand-ins.

    What is graded is kept in FOLDER: run the same command again to go on where it stopped.
    """
    _require_room("batch")
    from autograder.batch.command import Request, grade_source, print_report  # noqa: PLC0415

    if how["keep_higher"] and how["against"] is None:
        raise UsageError("--keep-higher needs --against LEDGER: higher than what?")
    request = Request(assignment, source, **how)
    try:
        report = grade_source(request, Path.cwd(), Console(stderr=True))
    except KeyboardInterrupt:
        click.echo("backmark: what is graded is kept; the same command goes on", err=True)
        raise
    if as_json:
        click.echo(json.dumps(report.data))
    else:
        print_report(Console(highlight=False, soft_wrap=True), report)


@cli.command("similar")
@click.argument("assignment")
@click.argument("source", type=PATH)
@click.option("--most", type=click.IntRange(min=1), default=50, show_default=True, help="Pairs.")
@click.option("--json", "as_json", is_flag=True, help="Print the pairs as JSON.")
def list_similar(assignment: str, source: Path, *, most: int, as_json: bool) -> None:
    """List hand-ins of a class that share what is rare in it, for a person to look at."""
    _require_room("batch")
    from autograder.batch.alike import compare_source, print_pairs  # noqa: PLC0415

    found = compare_source(assignment, source, Path.cwd(), most)
    if as_json:
        click.echo(json.dumps(found.data))
    else:
        print_pairs(Console(highlight=False, soft_wrap=True), found)


@cli.command()
@click.argument("assignment")
@click.option("--student", default="", metavar="EMAIL", help="Whose bugs; the platform's e-mail.")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Where to; never over your work.")
def hunt(assignment: str, *, student: str, output: Path | None) -> None:
    """Print an assignment's program with a student's own bugs in it."""
    from autograder.ask import personal_hunt, write_hunt  # noqa: PLC0415

    if output is None:
        click.echo(personal_hunt(assignment, student, Path.cwd()).encode(), nl=False)
    else:
        click.echo(write_hunt(assignment, student, output, Path.cwd()))


@cli.group()
def key() -> None:
    """Answer keys: what the oracle said, so that grading needs no torch."""


@key.command()
@click.argument("assignment")
@click.option("--seed-file", type=PATH, help="The secret seed; without it, the public one's key.")
@click.option("-o", "--output", type=PATH, help="Where to write; required with --seed-file.")
def build(assignment: str, seed_file: Path | None, output: Path | None) -> None:
    """Ask the oracle (torch) everything the checks ask, and store the answers."""
    from autograder.grade import build_and_save  # noqa: PLC0415

    if seed_file is not None and output is None:
        raise UsageError("a secret key has no place of its own: say where with -o FILE")
    click.echo(build_and_save(assignment, seed_file, output, Path.cwd()))


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(*, as_json: bool) -> None:
    """Show what this host enforces around a submission, layer by layer."""
    from autograder.doctor import examine  # noqa: PLC0415
    from autograder.report.terminal import print_doctor  # noqa: PLC0415

    findings = examine()
    if as_json:
        click.echo(json.dumps(findings))
    else:
        print_doctor(Console(highlight=False), findings)


@cli.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT...]")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if anything has drifted.")
@click.option("--bundle", type=PATH, metavar="ZIP", help="Write what students get of one, instead.")
def release(assignments: tuple[str, ...], *, check: bool, bundle: Path | None) -> None:
    """Derive the stubs in assignments/ from the solutions in reference/."""
    from autograder.release.assignment import release_assignments  # noqa: PLC0415

    if bundle is not None:
        from autograder.release.bundle import write_bundle  # noqa: PLC0415

        if len(assignments) != 1 or check:
            raise UsageError("--bundle packs one assignment: name it, and nothing else")
        click.echo(write_bundle(assignments[0], bundle, Path.cwd()))
        return
    drifted = release_assignments(assignments, Path.cwd(), write=not check)
    for path in drifted:
        click.echo(f"{'differs' if check else 'wrote'}: {path}")
    if not drifted:
        click.echo("everything is up to date")
    if check and drifted:
        sys.exit(1)


@cli.command()
@click.argument("assignment")
@click.option("-o", "--output", type=PATH, required=True, metavar="ZIP", help="Where to write.")
@click.option("--seed-file", type=PATH, help="The secret seed; without it, ZIP's own .seed file.")
@click.option("--key", type=PATH, help="The answer key for that seed; without one torch is asked.")
def gradescope(assignment: str, *, output: Path, seed_file: Path | None, key: Path | None) -> None:
    """Pack an assignment as an autograder for Gradescope."""
    from autograder.grade import pack_for_gradescope  # noqa: PLC0415

    for line in pack_for_gradescope(assignment, output, seed_file, key, Path.cwd()):
        click.echo(line)


@cli.command()
@click.argument("out", type=PATH)
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT...]")
@click.option("--seed-file", type=PATH, help="The secret seed; without it one is made, and kept.")
@click.option("--public", is_flag=True, help="Grade on the inputs that students know: to try out.")
@click.option("--grade", is_flag=True, help="Grade submitted/ of a course that is there, instead.")
@click.option("--csv", "table", type=PATH, metavar="FILE", help="Write the gradebook's scores.")
def nbgrader(
    out: Path,
    assignments: tuple[str, ...],
    *,
    seed_file: Path | None,
    public: bool,
    grade: bool,
    table: Path | None,
) -> None:
    """Write a course for nbgrader; or grade what its students submitted."""
    if not (grade or table):
        from autograder.release.nbgrader_course import write_course  # noqa: PLC0415

        for line in write_course(out, assignments, Path.cwd(), seed_file=seed_file, public=public):
            click.echo(line)
        return
    _require_room("batch")
    from autograder.batch.nbgrader_gradebook import grade_and_export  # noqa: PLC0415

    for line in grade_and_export(out, assignments if grade else (), table, public=public):
        click.echo(line)


@cli.command()
@click.argument("name")
@click.option("--assignment", help="Where it belongs, new or not; by default whose folder this is.")
def new(name: str, *, assignment: str | None) -> None:
    """Write a new exercise to start from: solution, oracle, checks, mistakes, handout."""
    _require_room("scaffold")
    from autograder.scaffold.exercise import new_exercise  # noqa: PLC0415

    for line in new_exercise(name, assignment, Path.cwd()):
        click.echo(line)


@cli.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT...]")
@click.option("-o", "--output", type=PATH, metavar="FOLDER", help="Write NAME.json and NAME.html.")
@click.option("--exercise", metavar="NAME", help="One exercise alone.")
@click.option("--seeds", type=click.IntRange(min=0), help="Secret seeds besides the public one.")
@click.option("--quick", is_flag=True, help="One seed and a fixed sample of mutants.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; by default one a core.")
@click.option("--variants", type=PATH, metavar="FOLDER", help="Where right solutions are.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def certify(
    assignments: tuple[str, ...], *, output: Path | None, as_json: bool, **how: Any
) -> None:
    """Prove that the checks accept what is right and reject what is wrong (extra: author)."""
    _require_room("certify")
    from autograder.certify.command import certify_all  # noqa: PLC0415
    from autograder.certify.run import SEEDS, Plan  # noqa: PLC0415

    how["jobs"] = how["jobs"] or os.cpu_count() or 1
    how["seeds"] = SEEDS if how["seeds"] is None else how["seeds"]
    console = Console(highlight=False)
    if not certify_all(assignments, Plan(**how), output, Path.cwd(), console, as_json=as_json):
        sys.exit(1)


def _require_room(name: str) -> None:
    """The engine that students and platforms get leaves out what they have no use for."""
    if find_spec(f"autograder.{name}") is None:
        raise UsageError(
            explain(
                "this command is not in the engine that comes with an assignment",
                got=f"an installation without autograder.{name}",
                want="Backmark as authors and instructors have it",
                step="install it from its repository: python -m pip install '.[author]'",
            )
        )


def main() -> NoReturn:
    """Run the command line; every exit goes through here."""
    try:
        sys.exit(cli.main(standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("backmark: interrupted", err=True)
        sys.exit(130)
    except BackmarkError as error:
        click.echo(f"backmark: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # `backmark ... | head`
        sys.stderr.close()
        sys.exit(0)
    except Exception:  # noqa: BLE001 - a bug of ours: say so, and keep what helps to mend it
        traceback.print_exc()
        click.echo(
            "backmark: this is a bug in Backmark, not in a submission; please report it", err=True
        )
        sys.exit(BackmarkError.exit_code)


if __name__ == "__main__":
    main()
