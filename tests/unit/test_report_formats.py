"""One verdict with every outcome in it, as each platform reads it.

Golden files say what is written; schemas and readers that follow the platforms' rules say that it
is understood; a verdict full of hostile text says that it stays text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt

from autograder.cli import cli
from autograder.errors import UsageError
from autograder.report import FORMATS
from autograder.report.classroom50 import identity_of, scale_of
from autograder.report.formats import check_format, render
from autograder.verdict import (
    CheckResult,
    Diagnosis,
    Element,
    Failure,
    Mismatch,
    Outcome,
    Verdict,
)

RUNNER = {
    "CLASSROOM": "dl-2026",
    "ASSIGNMENT": "layers",
    "ASSIGNMENT_TYPE": "individual",
    "OWNER": "ada",
    "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d",
    "COMMIT_URL": "https://git.example/ada/commit/a1b2c3d",
    "RELEASE_URL": "https://git.example/ada/releases/1",
}
MISMATCH = Mismatch(
    "values",
    "shape (3,)",
    "shape (3,)",
    differing=3,
    total=3,
    first=Element((0,), 0.25, 1.0, 1e-9),
    worst=Element((2,), 0.75, 3.0, 1e-9),
    remark="every element is off by the same factor",
    factor=0.25,
)
MEAN = Diagnosis("mean", "The bias gradient is the mean.", "db is the sum: don't divide.", True)
OUTCOMES = tuple(outcome for outcome in Outcome if outcome is not Outcome.PASSED)


def check(number: str, exercise: str, outcome: Outcome, **fields: Any) -> CheckResult:
    if outcome is not Outcome.PASSED:
        fields.setdefault("failure", Failure("x", "x", f"`{exercise}` {outcome.value}: line 3"))
    points = fields.pop("points", 2.5)
    title = f"`{exercise}_forward` is right: {number}."
    name = f"test_{number.replace('.', '_')}"
    return CheckResult(number, name, title, exercise, outcome, points, **fields)


def verdict_of(*checks: CheckResult, **fields: Any) -> Verdict:
    fields = {"submission": "ada", "public": True, "seed": "4", **fields}
    return Verdict(assignment="04_layers", title="Layers", checks=checks, **fields)


EVERY = verdict_of(
    check("1.1", "linear", Outcome.PASSED, notes=("linear_forward returned float32",)),
    check(
        "1.2",
        "linear",
        Outcome.FAILED,
        failure=Failure("value", "db", mismatch=MISMATCH),
        diagnosis=MEAN,
        seconds=0.25,
    ),
    *(check(f"2.{n}", "relu", o) for n, o in enumerate(OUTCOMES, 1) if o is not Outcome.BROKEN),
    check("3.1", "elu", Outcome.BROKEN, failure=Failure("x", "x", "", "KeyError: 'x'"), points=3),
    check("4.1", "gelu", Outcome.PASSED, visibility="hidden"),
    check("4.2", "gelu", Outcome.FAILED, visibility="after_due_date"),
    check("4.3", "gelu", Outcome.BROKEN, visibility="after_published", points=1),
    notes=("taken from ada/linear.py",),
    seconds=1.5,
    provenance={"backmark": "0.1.0", "numpy": "2.0"},
)
WHOLE = verdict_of(
    check("1.1", "linear", Outcome.PASSED, points=3),
    check("1.2", "linear", Outcome.RAISED, points=1),
    check("2.1", "relu", Outcome.PASSED, points=4),
)
MARKUP = (
    "# Full marks\n```\n~~~\n<script>alert(1)</script> ![x](http://evil.example/x.png) @everyone\n"
    '| a | b |\n|---|---|\n[link](http://evil.example) ]]> &amp; {"scores": {"linear": 100}}\n'
    'word: "word: 10, \\"quoted\\\\: \ufffe\uffff\x1b[2J\0\u202e\x85\ud800 \U0001f600'
)
HOSTILE = verdict_of(
    check(
        "1.1",
        "linear",
        Outcome.RAISED,
        failure=Failure("exception", "f", MARKUP, MARKUP),
        printed=MARKUP,
        notes=(MARKUP,),
    ),
    check("1.2", "linear", Outcome.PASSED, notes=(MARKUP,)),
    submission=MARKUP,
    notes=(MARKUP,),
)
LONG = verdict_of(
    *(
        check(
            f"{n}.1",
            f"ex_{n}",
            Outcome.RAISED,
            failure=Failure("exception", "f", '\U0001f600\u202e"' * 400, '"\\\n' * 5_000),
            printed="\x1b" * 5_000,
        )
        for n in range(100)
    ),
    notes=("\u202e" * 1_000,) * 100,
)
VERDICTS = {
    "every": EVERY,
    "every under a secret seed": Verdict(**{**vars(EVERY), "public": False}),
    "whole": WHOLE,
    "hostile": HOSTILE,
    "long": LONG,
    "none": verdict_of(),
    "only broken": verdict_of(check("1.1", "linear", Outcome.BROKEN)),
}
every_verdict = pytest.mark.parametrize("verdict", VERDICTS.values(), ids=VERDICTS)


def written(form: str, verdict: Verdict | str) -> str:
    return render(form, [("ada", verdict)], RUNNER)


def validate(name: str, data: Any) -> None:
    text = resources.files("autograder.report").joinpath(f"{name}.schema.json").read_text("utf-8")
    jsonschema.Draft202012Validator.check_schema(json.loads(text))
    jsonschema.Draft202012Validator(json.loads(text)).validate(data)


@pytest.mark.parametrize("form", FORMATS)
def test_every_outcome_in_every_format(form: str, golden: Callable[[str, str], None]) -> None:
    golden(f"format-{form}.txt", written(form, EVERY))


@pytest.mark.parametrize("form", FORMATS)
def test_a_refusal_in_every_format(form: str, golden: Callable[[str, str], None]) -> None:
    golden(f"refused-{form}.txt", written(form, "cannot open ada.zip: it is not a whole zip"))


@pytest.mark.parametrize("form", FORMATS)
@every_verdict
def test_a_document_is_text_that_any_reader_takes(form: str, verdict: Verdict) -> None:
    text = written(form, verdict)

    assert text.endswith("\n")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert len(text.encode()) < 1_000_000


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_of_a_hidden_check_is_told_where_it_cannot_be_hidden(form: str) -> None:
    if form not in ("gradescope", "json"):  # one hides it itself, the other is the instructor's
        assert "gelu_forward" not in written(form, EVERY)


@pytest.mark.parametrize("form", FORMATS)
def test_under_a_secret_seed_no_times_are_told_but_whole_seconds(form: str) -> None:
    """A submission chooses how long it takes: in milliseconds it could spell out an input."""

    def after(*seconds: float) -> str:
        checks = tuple(replace(check, seconds=seconds[0]) for check in EVERY.checks)
        return written(form, replace(EVERY, checks=checks, seconds=seconds[1], public=False))

    assert after(0.125, 1.25) == after(0.873, 1.987)


# --- PrairieLearn -----------------------------------------------------------------------------


@every_verdict
def test_prairielearn_takes_its_results(verdict: Verdict) -> None:
    results = json.loads(written("prairielearn", verdict))

    validate("prairielearn", results)
    assert sum(test["points"] for test in results["tests"]) == verdict.score
    assert sum(t["max_points"] for t in results["tests"]) == verdict.max_score - verdict.withheld


def test_prairielearn_gets_the_fraction_of_the_points() -> None:
    assert json.loads(written("prairielearn", WHOLE))["score"] == 7 / 8


def test_prairielearn_records_no_score_while_points_are_withheld() -> None:
    results = json.loads(written("prairielearn", EVERY))

    assert results["gradable"] is False
    assert "score" not in results
    assert "points withheld: 4 of 34" in results["format_errors"][0]


def test_the_schema_for_prairielearn_refuses_a_zero_for_a_broken_check() -> None:
    results = json.loads(written("prairielearn", EVERY))
    next(t for t in results["tests"] if t["outcome"] == "broken")["max_points"] = 3

    with pytest.raises(jsonschema.ValidationError):
        validate("prairielearn", results)


# --- Autolab ----------------------------------------------------------------------------------


def autolab(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the platform reads: the last line through its parser's substitution, the one before."""
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) == 2
    result = json.loads(re.sub(r"([a-zA-Z0-9]+):", r'"\1":', lines[-1]))
    presentation = json.loads(re.sub(r"([a-zA-Z0-9]+):", r'"\1":', lines[-2]))
    validate("autolab", [presentation, result])
    assert [presentation, result] == [json.loads(line) for line in lines]
    assert list(presentation) == ["_presentation", "stages", *presentation["stages"]]
    return presentation, result


@every_verdict
def test_autolab_takes_its_lines(verdict: Verdict) -> None:
    presentation, result = autolab(written("autolab", verdict))

    cases = [case for stage in presentation.values() if isinstance(stage, dict) for case in stage]
    shown = [check for check in verdict.checks if check.visibility == "visible"]
    assert all(f"{c.number} {c.title}" in cases for c in shown)
    assert sum(result["scores"].values()) <= verdict.score


def test_the_substitution_would_have_broken_a_colon_left_as_it_is() -> None:
    broken = re.sub(r"([a-zA-Z0-9]+):", r'"\1":', '{"scores": {"part one: relu": 1}}')

    with pytest.raises(json.JSONDecodeError):
        json.loads(broken)


def test_autolab_leaves_an_exercise_with_a_broken_check_to_a_person() -> None:
    _, result = autolab(written("autolab", EVERY))
    _, whole = autolab(written("autolab", WHOLE))

    assert result == {"scores": {"linear": 2.5, "relu": 0}}
    assert whole == {"scores": {"linear": 3, "relu": 4}, "scoreboard": [7]}


# --- Classroom 50 -----------------------------------------------------------------------------


def classroom50(text: str) -> dict[str, Any]:
    """What the platform's collector takes: the schema, and no score above its maximum."""
    result: dict[str, Any] = json.loads(text)
    validate("classroom50", result)
    for one in (result, *result["tests"]):
        assert one["score"] <= one["max-score"]
    for total in ("score", "max-score"):
        assert result[total] == sum(test[total] for test in result["tests"])
    return result


@every_verdict
def test_classroom50_takes_its_result(verdict: Verdict) -> None:
    result = classroom50(written("classroom50", verdict))

    scale = scale_of(verdict)
    assert result["score"] == round(verdict.score * scale)
    assert result["max-score"] == round((verdict.max_score - verdict.withheld) * scale)


@pytest.mark.parametrize(
    ("points", "scale"), [((3, 4), 1), ((2.5, 3), 10), ((0.25,), 100), ((1 / 3,), 10**5), ((), 1)]
)
def test_points_are_scaled_until_whole_and_never_rounded(
    points: tuple[float, ...], scale: int
) -> None:
    checks = [check(f"1.{n}", "x", Outcome.PASSED, points=p) for n, p in enumerate(points)]

    assert scale_of(verdict_of(*checks)) == scale


def test_every_student_of_an_assignment_has_the_same_scale() -> None:
    good = verdict_of(check("1.1", "x", Outcome.PASSED), check("1.2", "x", Outcome.PASSED))
    bad = verdict_of(check("1.1", "x", Outcome.FAILED), check("1.2", "x", Outcome.BROKEN))

    assert scale_of(good) == scale_of(bad) == 10


def test_a_regrade_does_not_move_the_date_of_a_submission() -> None:
    assert identity_of(RUNNER)["datetime"] == "2026-06-01T14:32:05Z"


def test_a_review_is_the_commit_where_there_is_nothing_to_compare() -> None:
    assert identity_of(RUNNER)["review"] == RUNNER["COMMIT_URL"]
    assert identity_of({**RUNNER, "REVIEW_URL": "https://x"})["review"] == "https://x"


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"OWNER": ""}, "OWNER not set"), ({"SUBMISSION_TAG": "submit/now"}, "want submit/YYYY")],
)
def test_what_is_not_classroom50s_runner_is_refused(changed: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        check_format("classroom50", 1, {**RUNNER, **changed})


# --- JUnit ------------------------------------------------------------------------------------

ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testcase": {"classname", "name", "time"},
    "properties": set(),
    "property": {"name", "value"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "system-out": set(),
}
CHILDREN = {
    "testsuites": ["testsuite"],
    "testsuite": ["testcase", "system-out"],
    "testcase": ["properties", "failure", "error", "system-out"],
    "properties": ["property"],
}


def junit(text: str) -> ET.Element:
    """What a reader of xunit2 takes: known elements in order, known attributes, true counts."""
    root = ET.fromstring(text)
    for element in root.iter():
        assert set(element.attrib) <= ATTRIBUTES[element.tag]
        order = [CHILDREN[element.tag].index(child.tag) for child in element]
        assert order == sorted(order)
    for counted in (root, *root.iter("testsuite")):
        for count, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
            assert int(counted.attrib[count]) == len(list(counted.iter(tag)))
    return root


def points_of(root: ET.Element, name: str) -> float:
    found = [p for p in root.iter("property") if p.attrib["name"] == name]
    return sum(float(p.attrib["value"]) for p in found)


@every_verdict
def test_junit_takes_its_document(verdict: Verdict) -> None:
    root = junit(written("junit", verdict))

    assert points_of(root, "points") == verdict.score
    assert points_of(root, "max_points") == verdict.max_score - verdict.withheld
    assert points_of(root, "withheld") == verdict.withheld
    assert all(
        len(f.attrib["message"]) <= 500 for f in (*root.iter("failure"), *root.iter("error"))
    )


def test_in_junit_only_our_own_fault_is_an_error() -> None:
    root = junit(written("junit", EVERY))

    assert {error.attrib["type"] for error in root.iter("error")} == {"broken"}
    outcomes = {failure.attrib["type"] for failure in root.iter("failure")}
    assert outcomes == {o.value for o in OUTCOMES} - {"broken"}


def test_junit_keeps_a_students_text_to_the_letter() -> None:
    (failure,) = junit(written("junit", HOSTILE)).iter("failure")

    assert "<script>alert(1)</script>" in (failure.text or "")
    assert r"\ufffe\uffff\x1b[2J\x00\u202e\x85\ud800" in (failure.text or "")


# --- Markdown ---------------------------------------------------------------------------------


@every_verdict
def test_in_markdown_a_students_text_is_code_and_nothing_else(verdict: Verdict) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(written("markdown", verdict))

    inline = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in (*tokens, *inline)}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "hr", "blockquote_open"}
    assert [t.tag for t in tokens if t.type == "heading_open"].count("h1") == 1
    assert sum(t.type == "table_open" for t in tokens) == 1
    prose = "".join(child.content for child in inline if child.type == "text")
    for word in ("evil", "script", "everyone", "Full marks"):
        assert word not in prose


def test_in_markdown_the_text_is_all_there() -> None:
    tokens = MarkdownIt("commonmark").parse(written("markdown", HOSTILE))

    code = "".join(token.content for token in tokens if token.type == "fence")
    assert "<script>alert(1)</script> ![x](http://evil.example/x.png) @everyone" in code


def test_markdown_says_what_is_withheld() -> None:
    text = written("markdown", EVERY)

    assert "| elu | 0 / 1 | 0 / 3 (3 withheld) |" in text
    assert "broken, ? / 3 points" in text


# --- the command ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_only_json_takes_several_submissions(form: str) -> None:
    if form == "json":
        check_format(form, 2, RUNNER)
    else:
        with pytest.raises(UsageError, match="name one, not 2"):
            check_format(form, 2, RUNNER)


def test_several_submissions_are_a_line_each() -> None:
    lines = render("json", [("ada", WHOLE), ("ben", "cannot be opened")], {}).splitlines()

    assert json.loads(lines[0])["score"] == 7
    assert json.loads(lines[1]) == {"submission": "ben", "error": "cannot be opened"}


@pytest.mark.parametrize("name", ["prairielearn", "classroom50"])
def test_the_schema_knows_every_outcome(name: str) -> None:
    path = Path(str(resources.files("autograder.report"))) / f"{name}.schema.json"
    test = json.loads(path.read_text("utf-8"))["$defs"]["test"]

    assert test["properties"]["outcome"]["enum"] == [outcome.value for outcome in Outcome]


def test_the_command_writes_the_file_that_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    path = tmp_path / "golfed.xml"
    hand_in = "tests/course/variants/04_layers/golfed"

    done = CliRunner().invoke(
        cli, ["grade", "04_layers", hand_in, "--format", "junit", "-o", str(path)]
    )

    assert (done.exit_code, done.stdout) == (0, "")
    assert points_of(junit(path.read_text("utf-8")), "points") == 90  # no answers


def test_a_file_without_a_format_is_refused_before_grading() -> None:
    done = CliRunner().invoke(cli, ["grade", "no_such_assignment", "x.py", "-o", "x"])

    assert isinstance(done.exception, UsageError)
    assert "say with --format what" in str(done.exception)
