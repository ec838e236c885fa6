"""A verdict as a document, by the name of the platform that reads it.

    Verdict ──▶ gradescope | prairielearn | autolab | classroom50 | junit | json | markdown

Each is a pure function of the verdict; Classroom 50's also needs to be told whose verdict it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from autograder.errors import UsageError
from autograder.report.autolab import autolab_lines, refused_lines
from autograder.report.classroom50 import classroom50_result, identity_of, refused_result
from autograder.report.data import verdict_data
from autograder.report.gradescope import gradescope_results, zero_results
from autograder.report.junit import junit_xml, refused_xml
from autograder.report.markdown import markdown_text, refused_text
from autograder.report.prairielearn import prairielearn_results, ungradable_results
from autograder.verdict import Verdict

Rows = list[tuple[str, "Verdict | str"]]
"""What was graded: a label, and its verdict or the reason why it could not be opened."""


def check_format(form: str, count: int, environment: Mapping[str, str]) -> None:
    """Refuse, before anything is graded, what could not be written afterwards.

    Raises:
        UsageError: the format is of one submission, or its platform's variables are not set.
    """
    if form != "json" and count > 1:
        raise UsageError(f"--format {form} is one submission's: name one, not {count}")
    if form == "classroom50":
        identity_of(environment)


def render(form: str, rows: Rows, environment: Mapping[str, str]) -> str:
    """The document for what was graded; of several submissions a line each, as JSON."""
    return "".join(
        _refused(form, label, found, environment)
        if isinstance(found, str)
        else _graded(form, found, environment)
        for label, found in rows
    )


def _graded(form: str, verdict: Verdict, environment: Mapping[str, str]) -> str:
    match form:
        case "autolab":
            return autolab_lines(verdict)
        case "classroom50":
            return _json(classroom50_result(verdict, identity_of(environment)))
        case "gradescope":
            return _json(gradescope_results(verdict))
        case "junit":
            return junit_xml(verdict)
        case "markdown":
            return markdown_text(verdict)
        case "prairielearn":
            return _json(prairielearn_results(verdict))
        case _:
            return json.dumps(verdict_data(verdict), allow_nan=False) + "\n"


def _refused(form: str, label: str, reason: str, environment: Mapping[str, str]) -> str:
    match form:
        case "autolab":
            return refused_lines(reason)
        case "classroom50":
            return _json(refused_result(reason, identity_of(environment)))
        case "gradescope":
            return _json(zero_results(reason))
        case "junit":
            return refused_xml(reason)
        case "markdown":
            return refused_text(label, reason)
        case "prairielearn":
            return _json(ungradable_results(reason))
        case _:
            return json.dumps({"submission": label, "error": reason}, allow_nan=False) + "\n"


def _json(data: Mapping[str, Any]) -> str:
    """JSON as UTF-8: escapes would cost six bytes a letter where a platform counts bytes."""
    return json.dumps(data, allow_nan=False, ensure_ascii=False, indent=1) + "\n"
