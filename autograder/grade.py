"""`backmark grade`, `key build` and `gradescope` as functions, without the command line."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from autograder.course.load import find_assignment, load_assignment
from autograder.course.submission import open_submission
from autograder.errors import BackmarkError, SubmissionError, UsageError
from autograder.files import Written
from autograder.judging.judge import Judge, choose_key
from autograder.judging.seeds import read_seed
from autograder.report.gradescope import gradescope_results, write_results, zero_results
from autograder.sandbox.supervisor import open_launcher, open_transport
from autograder.verdict import Verdict


@dataclass(frozen=True)
class Request:
    """What to grade, and how."""

    assignment: str
    paths: tuple[Path, ...]
    gradescope: Path | None = None
    seed: int | None = None
    seed_file: Path | None = None
    key: Path | None = None
    transport: str = "auto"
    require_jail: bool = False
    students: tuple[str, ...] = ()
    """Whose hand-in it is; of a group, each."""


def grade_all(request: Request, here: Path) -> list[tuple[str, Verdict | str]]:
    """A verdict for each path, or the reason why it could not be opened.

    Raises:
        BackmarkError: nothing at all could be graded. A results.json that was asked for exists even
            then.
    """
    if request.gradescope is None:
        return _grade_all(request, here)
    if len(request.paths) > 1:
        raise UsageError("--gradescope writes one results.json: name one submission, not several")
    reason = "The autograder started and did not finish. Please tell your instructor."
    write_results(request.gradescope, zero_results(reason))
    try:
        rows = _grade_all(request, here)
    except BackmarkError as error:
        write_results(request.gradescope, zero_results(f"Nothing could be graded: {error}"))
        raise
    verdict = rows[0][1]
    results = zero_results(verdict) if isinstance(verdict, str) else gradescope_results(verdict)
    write_results(request.gradescope, results)
    return rows


def _grade_all(request: Request, here: Path) -> list[tuple[str, Verdict | str]]:
    if request.students and len(request.paths) > 1:
        raise UsageError(
            "--student says whose the hand-in is: name one, or grade several by `backmark class`"
        )
    rows: list[tuple[str, Verdict | str]] = []
    with ExitStack() as stack:
        launcher = open_launcher(request.transport)  # it gets ready while we read the course
        if launcher is not None:
            stack.callback(launcher.close)
        assignment = load_assignment(find_assignment(request.assignment, here))
        seed = read_seed(assignment, request.seed, request.seed_file)
        key = choose_key(assignment, seed, request.key)
        transport = open_transport(
            request.transport,
            assignment.limits,
            launcher=launcher,
            require_jail=request.require_jail,
        )
        stack.callback(transport.close)
        for path in request.paths:
            try:
                opened = open_submission(path, assignment.modules, assignment.functions)
            except SubmissionError as error:
                rows.append((path.name, str(error)))
                continue
            judge = Judge(
                assignment,
                opened,
                seed=seed,
                key=key,
                transport=transport,
                identities=request.students,
            )
            rows.append((opened.label, judge.verdict()))
    return rows


def build_and_save(name: str, seed_file: Path | None, output: Path | None, here: Path) -> Written:
    """Build an assignment's answer key and write it."""
    from autograder.judging.build_key import build_key  # noqa: PLC0415 - asks torch

    assignment = load_assignment(find_assignment(name, here))
    key = build_key(assignment, read_seed(assignment, None, seed_file))
    path = output or assignment.public_key
    key.save(path, secret=seed_file is not None)
    size = path.stat().st_size
    answers, known = len(key.answers), len(key.misconceptions)
    text = (
        f"wrote {path}: {answers} answers and {known} misconceptions for seed {key.seed}, "
        f"{size // 1024} KiB"
    )
    return Written(path, text, {"answers": answers, "misconceptions": known, "bytes": size})


def pack_for_gradescope(
    name: str, output: Path, seed_file: Path | None, key: Path | None, here: Path
) -> list[Written | str]:
    """Make an assignment's zip for Gradescope; what was done, in order.

    Without a `seed_file` a secret is made, and kept beside the zip; without a `key` it is built.

    Raises:
        UsageError: nothing can be written at `output`.
    """
    from autograder.judging.build_key import build_key  # noqa: PLC0415 - asks torch
    from autograder.release.gradescope import kept_secret, write_gradescope_zip  # noqa: PLC0415

    assignment = load_assignment(find_assignment(name, here))
    if output.is_dir():
        zipped = output / f"{assignment.name}.zip"
        raise UsageError(f"cannot write {output}: it is a folder; name a file in it: -o {zipped}")
    told: list[Written | str] = []
    if seed_file is None:
        seed_file = output.with_suffix(".seed")
        told.append(kept_secret(seed_file))
    seed = read_seed(assignment, None, seed_file)
    answers = choose_key(assignment, seed, key) if key else build_key(assignment, seed)
    assert answers is not None  # noqa: S101 - a key that was named is read, or raises
    return [*told, write_gradescope_zip(assignment, seed, answers, output)]
