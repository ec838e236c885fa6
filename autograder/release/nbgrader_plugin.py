"""Backmark's part of nbgrader's own pipelines; nbgrader_config.py puts it there.

    generate_assignment   ... MakeStubs where ClearSolutions was ...
    autograde             sanitize ──▶ GradeNotebook where Execute was ──▶ ... SaveGrades ...

No kernel is started: what a submitted notebook defines is run in Backmark's worker, and points and
reports come from the verdict. A cell can therefore forge nothing: neither its outputs nor what it
would do to a kernel are looked at. `generate_feedback` shows the reports as the cells' outputs.
"""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from nbformat.v4 import new_code_cell, new_output
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, Execute, NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool

from autograder.course.markers import BEGIN
from autograder.course.questions import EXERCISE
from autograder.release.nbgrader_grading import Grading, Points, points_by_exercise
from autograder.release.notebook import checks_id
from autograder.release.stub import make_stub
from autograder.report.html import exercise_html, refused_html, verdict_html
from autograder.verdict import Verdict

REPORT: Final = "backmark-report"
"""The id of the cell with the whole report, first in an autograded notebook."""
_FOUND: Final = "backmark"
"""Where, among nbconvert's resources, one preprocessor leaves the verdict for the next."""


class MakeStubs(ClearSolutions):  # type: ignore[misc]
    """Make of solutions what students start from, as `backmark release` does."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Only cells with Backmark's markers are ours; nbgrader clears the others its own way."""
        if cell.cell_type == "code" and BEGIN in cell.source:
            cell.source = make_stub(cell.source).strip("\n")
            return cell, resources
        if cell.metadata.get("nbgrader", {}).get("grade_id") == EXERCISE:
            return cell, resources  # the answers to fill in
        return super().preprocess_cell(cell, resources, cell_index)  # type: ignore[no-any-return]


class GradeNotebook(NbGraderPreprocessor):  # type: ignore[misc]
    """Grade what was submitted, and put the reports where outputs of test cells are."""

    public = Bool(False, help="Grade on the public seed: for trying a course out.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Fill in the outputs; the verdict goes into the resources."""
        where = resources["nbgrader"]
        courses = self.parent.parent.coursedir
        folder = courses.format_path(
            courses.submitted_directory, where["student"], where["assignment"]
        )
        grading = _opened(Path(courses.root), where["assignment"], bool(self.public))
        with Gradebook(where["db_url"], courses.course_id) as gradebook:
            student = gradebook.find_student(where["student"])
            identity = student.email or student.id
        verdict = grading.verdict(Path(folder) / f"{where['notebook']}.ipynb", identity)
        points = points_by_exercise(grading.assignment, verdict)
        resources[_FOUND] = points
        by_cell = {checks_id(name): name for name in points}
        for cell in nb.cells:
            name = by_cell.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
            if name and cell.cell_type == "code" and utils.is_grade(cell):
                cell.outputs = [_output(verdict, name, points[name])]
        nb.cells.insert(0, _report(verdict))
        return nb, resources


class SaveGrades(SaveAutoGrades):  # type: ignore[misc]
    """Save the verdict's points for every cell of the notebook, also for one that was deleted."""

    def _add_score(self, cell: Any, resources: Any) -> None:
        """Outputs decide nothing: what they would say of a test cell is not asked."""
        if utils.is_solution(cell) or cell.cell_type != "code":
            super()._add_score(cell, resources)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Comments and cells for a person as nbgrader does it; then the points."""
        nb, resources = super().preprocess(nb, resources)
        with Gradebook(self.db_url) as gradebook:
            enter_points(
                gradebook, self.assignment_id, self.notebook_id, self.student_id, resources[_FOUND]
            )
        return nb, resources


def enter_points(
    gradebook: Any, assignment: str, notebook: str, student: str, points: Mapping[str, Points]
) -> None:
    """Write a submission's automatic points; a manual score that is there stays.

    A test cell that is not Backmark's was not run, so it waits for a person.

    Raises:
        MissingEntry: nbgrader does not know the notebook or the submission.
    """
    by_cell = {checks_id(name): found for name, found in points.items()}
    submission = gradebook.find_submission_notebook(notebook, assignment, student)
    for grade in submission.grades:
        found = by_cell.get(grade.name)
        if found is not None:
            grade.auto_score = found.score
            grade.needs_manual_grade = found.withheld or grade.manual_score is not None
        elif grade.cell_type == "code" and not _is_written(gradebook, grade, notebook, assignment):
            grade.auto_score = None
            grade.needs_manual_grade = True
    gradebook.db.commit()


def _is_written(gradebook: Any, grade: Any, notebook: str, assignment: str) -> bool:
    """Whether the cell is the student's to write, so that nbgrader has decided about it."""
    try:
        gradebook.find_solution_cell(grade.name, notebook, assignment)
    except MissingEntry:
        return False
    return True


@cache
def _opened(course: Path, name: str, public: bool) -> Grading:
    """One for all submissions of one `nbgrader autograde`, which has no hook to close it."""
    grading = Grading(course, name, public=public)
    atexit.register(grading.close)
    return grading


def _output(verdict: Verdict | str, name: str, points: Points) -> Any:
    checks = [] if isinstance(verdict, str) else [c for c in verdict.checks if c.exercise == name]
    public = not isinstance(verdict, str) and verdict.public
    html = exercise_html(name, checks, public=public) if checks else refused_html(str(verdict))
    data = {"text/plain": repr(points.score), "text/html": html}
    return new_output("execute_result", data)


def _report(verdict: Verdict | str) -> Any:
    html = refused_html(verdict) if isinstance(verdict, str) else verdict_html(verdict)
    output = new_output("display_data", {"text/plain": "the whole report", "text/html": html})
    return new_code_cell("# The whole report", id=REPORT, outputs=[output])


def _replaced(pipeline: Any, steps: dict[Any, Any]) -> list[Any]:
    """The list of steps as nbgrader has it, with ours in the place of some."""
    return [steps.get(step, step) for step in pipeline.default()]


GENERATE: Final = _replaced(GenerateAssignment.preprocessors, {ClearSolutions: MakeStubs})
AUTOGRADE: Final = _replaced(
    Autograde.autograde_preprocessors, {Execute: GradeNotebook, SaveAutoGrades: SaveGrades}
)
