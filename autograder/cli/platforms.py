"""Commands for platforms: `gradescope` and `nbgrader`."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.shared import PATH, WRITTEN, print_written, require_room
from autograder.errors import UsageError


@click.command()
@click.argument("assignment")
@click.option("-o", "--output", type=PATH, required=True, metavar="ZIP", help="Where to write.")
@click.option("--seed-file", type=PATH, help="The secret seed; without it, ZIP's own .seed file.")
@click.option("--key", type=PATH, help="The answer key for that seed; without one torch is asked.")
@WRITTEN
def gradescope(
    assignment: str, *, output: Path, seed_file: Path | None, key: Path | None, as_json: bool
) -> None:
    """Pack an assignment as an autograder for Gradescope."""
    from autograder.grade import pack_for_gradescope  # noqa: PLC0415

    told = pack_for_gradescope(assignment, output, seed_file, key, Path.cwd())
    print_written(told, as_json=as_json)


@click.command()
@click.argument("out", type=PATH)
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT...]")
@click.option("--seed-file", type=PATH, help="The secret seed; without it one is made, and kept.")
@click.option("--public", is_flag=True, help="Grade on the inputs that students know: to try out.")
@click.option("--grade", is_flag=True, help="Grade submitted/ of a course that is there, instead.")
@click.option("--csv", "table", type=PATH, metavar="FILE", help="Write the gradebook's scores.")
@WRITTEN
def nbgrader(
    out: Path,
    assignments: tuple[str, ...],
    *,
    seed_file: Path | None,
    public: bool,
    grade: bool,
    table: Path | None,
    as_json: bool,
) -> None:
    """Write a course for nbgrader, or grade what it collected."""
    if not (grade or table):
        from autograder.release.nbgrader_course import write_course  # noqa: PLC0415

        course = write_course(out, assignments, Path.cwd(), seed_file=seed_file, public=public)
        print_written(course, as_json=as_json)
        return
    require_room("batch")
    if grade and not assignments:
        raise UsageError("--grade needs to know which: name the ASSIGNMENT, or several")
    from autograder.batch.nbgrader_gradebook import grade_and_export  # noqa: PLC0415

    told = grade_and_export(out, assignments if grade else (), table, public=public)
    print_written(told, as_json=as_json)
