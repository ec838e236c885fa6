from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

from autograder.report.html import exercise_html, refused_html, verdict_html
from autograder.verdict import CheckResult, Diagnosis, Element, Failure, Mismatch, Outcome, Verdict

BAD = "<script>alert(1)</script>\x1b[31m\u202e'\"&"


def check(number: str, outcome: Outcome = Outcome.PASSED, **more: object) -> CheckResult:
    return CheckResult(
        number, "a_check", "`relu` keeps what is *positive*.", "relu", outcome, 2.0, **more  # type: ignore[arg-type]
    )  # fmt: skip


WRONG = check(
    "1.2",
    Outcome.FAILED,
    failure=Failure(
        "value", "db", mismatch=Mismatch(
            "values", "", "", differing=5, total=5, first=Element((0,), -0.341023, -1.36409, 4e-9),
            remark="every element is 4 times too small",
        ),
    ),
    diagnosis=Diagnosis("mean", "The bias gradient is the mean.", "Add, do not average.", True),
)  # fmt: skip
NASTY = check(
    "1.3",
    Outcome.RAISED,
    failure=Failure("exception", "relu", BAD, BAD),
    printed=BAD,
    notes=(BAD,),
)


def verdict(*checks: CheckResult, public: bool = True) -> Verdict:
    return Verdict(f"03_x {BAD}", BAD, BAD, checks, public, "4", notes=(BAD,))


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_report_reads_as_it_did(golden: Callable[[str, str], None]) -> None:
    shown = exercise_html("relu", [check("1.1"), WRONG], ["cell 3 is not Python"], public=True)

    golden("exercise.html", shown.replace("><", ">\n<") + "\n")


def test_whatever_a_student_writes_stays_text() -> None:
    for public in (True, False):
        checks = (check("1.1"), WRONG, NASTY, check("1.4", Outcome.BROKEN))
        shown = verdict_html(verdict(*checks, public=public)) + refused_html(BAD)
        tags = Tags()
        tags.feed(shown)

        assert tags.open == []
        assert tags.seen <= {"div", "strong", "table", "tr", "td", "span", "code", "pre", "em"}
        assert tags.attributes == {"style"}
        assert "<script" not in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown


def test_under_a_secret_seed_no_value_is_shown() -> None:
    raised = check(
        "1.3", Outcome.RAISED, failure=Failure("exception", "relu", "it raised", BAD), printed=BAD
    )

    shown = exercise_html("relu", [WRONG, raised], public=False)

    assert "-1.36409" not in shown
    assert "-0.341023" not in shown
    assert "looks like: The bias gradient is the mean." in shown
    assert "alert" not in shown


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_white_words_on_their_colours_are_legible_and_all_else_takes_the_pages_colour() -> None:
    shown = verdict_html(
        verdict(check("1.1"), WRONG, check("1.4", Outcome.BROKEN), check("1.5", Outcome.BLOCKED))
    )

    colours = set(re.findall(r"background:(#\w{6})", shown))
    assert len(colours) == 4
    for colour in colours:
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5
    assert set(re.findall(r"[;\"]color:([^;\"]+)", shown)) <= {"#fff", "inherit"}
