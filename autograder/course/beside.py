"""What is handed in beside a notebook: the program of a bug hunt, which stays a file."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.submission import Submission, open_submission
from autograder.errors import SubmissionError


def with_hunt(submission: Submission, assignment: Assignment, folder: Path) -> Submission:
    """A notebook's submission with the program of the bug hunt that lies in the same folder."""
    if assignment.hunt is None:
        return submission
    module = assignment.hunt.module
    try:
        beside = open_submission(folder / f"{module}.py", [module], assignment.functions)
    except SubmissionError:
        note = f"there is no {module}.py to read beside the notebook"
        return replace(submission, notes=(*submission.notes, note))
    return replace(
        submission,
        files={**submission.files, **beside.files},
        modules={**submission.modules, **beside.modules},
        notes=(*submission.notes, *beside.notes),
    )


def planted_for(submission: Submission, assignment: Assignment) -> str:
    """For whom the program says that it was planted: for a self-check, where nobody is graded."""
    if assignment.hunt is None:
        return ""
    source = submission.files.get(submission.modules.get(assignment.hunt.module, ""), "")
    found = re.match(r"# Planted for (\S+@\S+)\.\r?\n", source)
    return found[1] if found else ""
