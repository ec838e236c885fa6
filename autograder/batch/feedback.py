"""One student's page: what every check found, in the words of the terminal's report.

    ledger entry ──▶ Verdict without what the ledger leaves out ──rows_of──▶ one small HTML file

Checks that students may not see are one row, as on every platform.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from autograder.course.assignment import Assignment
from autograder.report.rows import rows_of, summary_of
from autograder.verdict import CheckResult, Outcome, Verdict, tidy

if TYPE_CHECKING:
    import jinja2

_COLOURS: Final = {
    Outcome.PASSED: "good",
    Outcome.NOT_ATTEMPTED: "calm",
    Outcome.BLOCKED: "calm",
    Outcome.BROKEN: "ours",
}


def feedback_page(
    templates: jinja2.Environment, assignment: Assignment, verdict: Mapping[str, Any]
) -> str:
    """The page of one hand-in, as text of one HTML file.

    Args:
        templates: this room's, which escape.
        assignment: says which checks students may see.
        verdict: as the ledger keeps it.
    """
    messages = {check["number"]: check["message"] for check in verdict["checks"]}
    whole = _verdict(assignment, verdict)
    exercises: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(whole):
        shown = {
            "number": row.number,
            "title": row.title,
            "outcome": row.outcome.value,
            "colour": _COLOURS.get(row.outcome, "bad"),
            "points": f"{'?' if row.score is None else f'{row.score:g}'} / {row.max_score:g}",
            "lines": messages.get(row.number, "").splitlines(),
        }
        exercises.setdefault(row.exercise, []).append(shown)
    return templates.get_template("feedback.html.jinja").render(
        title=whole.title,
        assignment=whole.assignment,
        score=f"{tidy(whole.score):g}",
        max_score=f"{tidy(whole.max_score):g}",
        share=whole.score / whole.max_score if whole.max_score else 0,
        summary=summary_of(whole),
        exercises=exercises,
    )


def _verdict(assignment: Assignment, verdict: Mapping[str, Any]) -> Verdict:
    """The verdict's values again; messages stay text, since what they were made of is gone."""
    # A verdict that was kept from before may have a check that is there no more: who knows whether
    # it was to be seen.
    visible = {check.name: check.visibility for check in assignment.checks}
    checks = tuple(
        CheckResult(
            number=check["number"],
            name=check["name"],
            title=check["title"],
            exercise=check["exercise"],
            outcome=Outcome(check["outcome"]),
            max_score=check["max_score"],
            visibility=visible.get(check["name"], "hidden"),
        )
        for check in verdict["checks"]
    )
    return Verdict(
        verdict["assignment"],
        assignment.title,
        verdict["submission"],
        checks,
        verdict["public"],
        "",
        tuple(verdict["notes"]),
        verdict["seconds"],
    )
