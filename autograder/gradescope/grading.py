"""Grading one submission in Gradescope's container: from its folders to its results.json.

Whatever goes wrong on our side ends as a "grader error": told in the log with all that is known,
and in results.json without what students should not read.
"""

from __future__ import annotations

import sys
import traceback
from contextlib import closing
from datetime import timedelta

from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.course.submission import open_submission
from autograder.errors import BackmarkError, OracleError, SubmissionError
from autograder.gradescope.endings import grader_error, over_quota, read_results
from autograder.gradescope.folders import Folders
from autograder.gradescope.metadata import Metadata, read_metadata
from autograder.gradescope.quota import refused_until
from autograder.gradescope.watch import tell
from autograder.judging.answer_key import AnswerKey, load_key
from autograder.judging.judge import Judge, open_oracle
from autograder.judging.runner import result_of
from autograder.judging.seeds import Seed
from autograder.report.gradescope import gradescope_results, write_results, zero_results
from autograder.sandbox.launchers import Zygote
from autograder.sandbox.supervisor import Workers
from autograder.verdict import CheckResult, Outcome, Verdict


def grade(folders: Folders, zygote: Zygote) -> None:
    """Grade what was submitted, and write results.json; every end of it is told there.

    Args:
        folders: the container's.
        zygote: what forks the submission's worker; closed at the end.
    """
    metadata = read_metadata(folders.metadata)
    try:
        _grade(folders, metadata, zygote)
    except SubmissionError as error:
        tell(f"refused: {error}")
        write_results(folders.results_json, zero_results(f"Nothing could be graded: {error}"))
    except Exception as error:  # noqa: BLE001 - ours, whatever it is: never the student's loss
        if not isinstance(error, BackmarkError):
            traceback.print_exc(file=sys.stdout)
        _tell_error(folders, f"{type(error).__name__}: {error}", metadata)


def examine(folders: Folders) -> None:
    """Tell, when the image is built, whether it will be able to grade.

    Raises:
        BackmarkError: it will not.
    """
    assignment = load_assignment(folders.assignment, validated=True)
    seed, key = _secrets(folders)
    open_oracle(assignment, seed, key)
    if unanswered := {q.name for q in assignment.questions} - key.solutions.keys():
        raise OracleError(
            f"the answer key cannot mark {len(unanswered)} questions of {assignment.name}, among "
            f"them {min(unanswered)}: pack the zip again where reference/{assignment.name} is"
        )
    with closing(_workers(assignment, Zygote())) as workers:
        jail = ", ".join(layer.name for layer in workers.probe() if layer.enforced) or "none"
    tell(f"{assignment.name}: {len(assignment.checks)} checks, seed {seed.label}; jail: {jail}")


def _grade(folders: Folders, metadata: Metadata, zygote: Zygote) -> None:
    with closing(zygote):
        assignment = load_assignment(folders.assignment, validated=True)
        if _is_over_quota(assignment, metadata, folders):
            return
        seed, key = _secrets(folders)
        submission = open_submission(folders.submission, assignment.modules, assignment.functions)
        with closing(_workers(assignment, zygote)) as workers:
            judge = Judge(
                assignment,
                submission,
                seed=seed,
                key=key,
                transport=workers,
                identities=metadata.students,
            )
            assignment = judge.assignment  # with the points of this student's own bugs
            _write(folders, assignment, judge.so_far())
            verdict = judge.verdict(lambda so_far: _write(folders, assignment, so_far))
    tell(f"score {verdict.score:g} of {verdict.max_score:g} in {verdict.seconds:.2f} s")
    for name, value in verdict.provenance.items():
        tell(f"{name}: {value}")
    broken = [check for check in verdict.checks if check.outcome is Outcome.BROKEN]
    if broken:
        _tell_error(folders, "; ".join(map(_what_broke, broken[:5])), metadata)


def _workers(assignment: Assignment, zygote: Zygote) -> Workers:
    """The submission's transport; where the jail is required and missing, its first use fails."""
    return Workers(zygote, assignment.limits, require_jail=assignment.gradescope.require_jail)


def _secrets(folders: Folders) -> tuple[Seed, AnswerKey]:
    return Seed(folders.seed.read_bytes().strip()), load_key(folders.key)


def _is_over_quota(assignment: Assignment, metadata: Metadata, folders: Folders) -> bool:
    options = assignment.gradescope
    if options.max_submissions is None:
        return False
    window = timedelta(hours=options.window_hours)
    until = refused_until(metadata, options.max_submissions, window)
    if until is None:
        return False
    tell(f"over quota until {until.isoformat()}")
    results = over_quota(metadata, options.max_submissions, options.window_hours, until)
    write_results(folders.results_json, results)
    return True


def _write(folders: Folders, assignment: Assignment, so_far: Verdict) -> None:
    ran = {check.name for check in so_far.checks}
    waiting: list[CheckResult] = [
        result_of(check, Outcome.NOT_ATTEMPTED, None)
        for check in assignment.checks
        if check.name not in ran
    ]
    form = assignment.gradescope.format
    results = gradescope_results(so_far, form=form, waiting=waiting)
    write_results(folders.results_json, results, indent=None)


def _what_broke(check: CheckResult) -> str:
    assert check.failure is not None  # noqa: S101 - of a check that broke it is known how
    detail = check.failure.detail or check.failure.text
    return f"check {check.number} {check.name}: {detail}"


def _tell_error(folders: Folders, reason: str, metadata: Metadata) -> None:
    tell(f"grader error: {reason}")
    results = grader_error(read_results(folders.results_json), reason, metadata)
    write_results(folders.results_json, results)
