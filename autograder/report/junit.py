"""A verdict as JUnit XML, in the form that pytest calls xunit2.

A suite an exercise, a case a check. The format has no points, so they are properties. What a
student has not earned is a `failure`, with the outcome as its type; an `error` is a check that
broke, by the format's own words something that was not anticipated, and it has no points.
"""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as ET

from autograder.report.rows import Row, rows_of, summary_of
from autograder.text import clean
from autograder.verdict import Verdict, tidy

MAX_MESSAGE: Final = 200
"""Characters of the attribute that tools show in a list; the whole text is the element's."""
_NOT_XML: Final = {0xFFFE: r"\ufffe", 0xFFFF: r"\uffff"}  # the two that `clean` has no quarrel with


def junit_xml(verdict: Verdict) -> str:
    """The document for a verdict."""
    rows = rows_of(verdict)
    root = ET.Element("testsuites", name=_xml(f"{verdict.title} ({verdict.assignment})"))
    _count(root, rows)
    for exercise in dict.fromkeys(row.exercise for row in rows):
        suite = ET.SubElement(root, "testsuite", name=_xml(exercise))
        of_suite = [row for row in rows if row.exercise == exercise]
        _count(suite, of_suite)
        for row in of_suite:
            _case(suite, row, f"{verdict.assignment}.{exercise}")
    if rows:
        ET.SubElement(root[-1], "system-out").text = _xml("\n".join(summary_of(verdict)))
    return _document(root)


def refused_xml(reason: str) -> str:
    """The document for a hand-in that could not be opened: a single failure, without points."""
    counts = {"tests": "1", "failures": "1", "errors": "0"}
    root = ET.Element("testsuites", {"name": "submission", **counts})
    suite = ET.SubElement(root, "testsuite", {"name": "submission", **counts, "skipped": "0"})
    name = "the submission can be opened"
    case = ET.SubElement(suite, "testcase", classname="submission", name=name)
    message = _xml(clean(reason.partition("\n")[0], MAX_MESSAGE))
    failure = ET.SubElement(case, "failure", type="refused", message=message)
    failure.text = _xml(clean(reason, 2_000))
    return _document(root)


def _count(element: ET.Element, rows: list[Row]) -> None:
    broken = sum(row.score is None for row in rows)
    failed = sum(not row.passed for row in rows) - broken
    element.attrib |= {"tests": str(len(rows)), "failures": str(failed), "errors": str(broken)}
    if element.tag == "testsuite":
        element.set("skipped", "0")
    if told := [row.seconds for row in rows if row.seconds is not None]:
        element.set("time", f"{sum(told):.3f}")


def _case(suite: ET.Element, row: Row, classname: str) -> None:
    case = ET.SubElement(suite, "testcase", classname=_xml(classname), name=_xml(row.name))
    if row.seconds is not None:
        case.set("time", f"{row.seconds:.3f}")
    points = {"points": row.score, "max_points": row.max_score}
    properties = ET.SubElement(case, "properties")
    for name, value in points.items() if row.score is not None else [("withheld", row.max_score)]:
        ET.SubElement(properties, "property", name=name, value=f"{tidy(value or 0):g}")
    for name, recorded in row.properties:
        ET.SubElement(properties, "property", name=name, value=str(recorded))
    if row.passed:
        if row.text:
            ET.SubElement(case, "system-out").text = _xml(row.text)
        return
    message = next(iter(row.text.splitlines()[1:]), row.outcome.value)
    kind = "error" if row.score is None else "failure"
    found = ET.SubElement(case, kind, type=row.outcome.value)
    found.set("message", _xml(clean(message, MAX_MESSAGE)))
    found.text = _xml(row.text)


def _xml(text: str) -> str:
    """Text that XML 1.0 can hold: `clean` has escaped all else that it cannot."""
    return text.translate(_NOT_XML)


def _document(root: ET.Element) -> str:
    ET.indent(root, " ")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ET.tostring(root, encoding='unicode')}\n"
