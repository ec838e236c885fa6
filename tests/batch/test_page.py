"""The class page and the students' pages: what they show, and whose name they do not."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import graded
import pytest
import small

from autograder.batch.class_view import anonymous
from autograder.batch.feedback import feedback_page
from autograder.batch.hand_in import file_stem
from autograder.batch.ledger import Entry
from autograder.batch.page import class_page, environment
from autograder.batch.statistics import class_of
from autograder.course.load import load_assignment

CHROMIUM = shutil.which("chromium")
NASTY = "</script><script>alert(1)</script>&<b>"
MISTAKE = {
    "diagnosis": "sign_lost",
    "message": "dx: 3 of 4 elements differ\n  first at [0]: got 1, want -1\n"
    f"  {NASTY}\nlooks like: The sign of `dx` is lost.\nhint: Look again.\n"
    "it printed:\n  I am Given S01",
}


def a_class(count: int = 24) -> list[Entry]:
    """Better ones first; check 1.3 fails the good."""
    entries = []
    for i in range(count):
        outcomes = ["passed" if i < 2 * count / (1 + j) else "failed" for j in range(12)]
        checks = [graded.check(f"1.{j}", outcome) for j, outcome in enumerate(outcomes, start=1)]
        checks[2] = graded.check("1.3", "failed" if i < count // 2 else "passed")
        if i % 3 == 0:
            checks[-1] = graded.check("1.12", "failed", **MISTAKE)
        if i % 5 == 0:
            checks[-2] = graded.check("1.11", "timed out", message=NASTY)
        entries.append(graded.entry(f"s{i:02}", checks, seconds=1 + i / 10))
    return [*entries, graded.unopened("s99")]


def page_of(entries: list[Entry], *, names: bool = False) -> str:
    return class_page(environment(), "Small", "small", class_of(entries), names=names)


class Tags(HTMLParser):
    """Counts elements, and sees whether each that must be closed is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "input", "path"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "path":
            assert self.open.pop() == tag


@pytest.mark.parametrize("count", [0, 1, 2, 24])
@pytest.mark.parametrize("names", [True, False])
def test_a_page_of_any_class_is_whole_and_asks_the_network_for_nothing(
    count: int, names: bool
) -> None:
    tags = Tags(page_of(a_class(count), names=names))

    assert tags.open == []
    addresses = [a.get("href") or a.get("src") or "" for _, a in tags.seen]
    assert all(re.match(r"(#check-|feedback/)|$", address) for address in addresses)


def test_nobody_is_named_unless_asked_for() -> None:
    entries = a_class()

    hidden, shown = page_of(entries), page_of(entries, names=True)

    assert not re.search(r"\bs\d\d\b|Given|@example|feedback/", hidden, re.IGNORECASE)
    assert "Given S07" in shown
    assert 'href="feedback/s07.html"' in shown
    assert "Given S99: cannot open s99" in shown


def test_what_a_student_wrote_stays_text() -> None:
    first, *others = a_class()
    person = replace(first.hand_in.people[0], name=NASTY)
    named = replace(first, hand_in=replace(first.hand_in, people=(person,)))

    page = page_of([named, *others], names=True)

    assert page.count("alert(1)") >= 3  # the name twice, and the example
    assert page.count("<script") == 2
    assert "<script>alert" not in page


def test_an_example_has_the_wrong_value_but_not_what_its_student_printed() -> None:
    page = page_of(a_class())

    assert "first at [0]: got 1, want -1" in page
    assert "it printed" not in page
    assert "The sign of <code>dx</code> is lost." in page


def test_names_within_an_example_are_taken_out() -> None:
    hand_in = graded.entry("s01", []).hand_in

    said = anonymous("raised: no s01, Given!\nnote: x", hand_in)

    assert said == "raised: no (somebody), (somebody)!"


def test_the_flagged_check_is_named_with_its_reason() -> None:
    page = page_of(a_class())

    assert "probably wrong" in page
    assert re.search(r'href="#check-test_1_3"[^>]*>1\.3</a>', page)


def test_the_median_is_drawn_where_its_card_says() -> None:
    entries = [graded.entry(f"s{i}", [graded.check("1.1", max_score=100.0)]) for i in range(4)]
    for entry, score in zip(entries, (90, 80, 60, 10), strict=True):
        assert entry.verdict is not None
        entry.verdict["score"] = score

    page = page_of(entries)

    assert re.search(r'class="median" style="left:70\.00%"', page)
    assert re.search(r"<b>70</b>|>70<", page)


def test_times_of_checks_have_a_column_only_where_there_are_times() -> None:
    secret = [graded.entry("ann", [graded.check("1.1", seconds=None)])]

    assert ">ms<" in page_of([graded.entry("ann", [graded.check("1.1")])])
    assert ">ms<" not in page_of(secret)
    assert 'data-label="ms"' not in page_of(secret)


def test_a_hand_in_that_we_failed_to_grade_is_counted_with_the_reason() -> None:
    lost = replace(graded.entry("eve", []), verdict=None, problem="its worker ended 2 times\nmore")

    page = page_of([*a_class(), lost], names=True)

    assert "Given Eve: its worker ended 2 times</li>" in page
    assert "2 could not be graded." in page


def test_a_class_of_thousands_has_a_page_of_bounded_size() -> None:
    entries = a_class(5000)

    page = page_of(entries)

    assert "One in 3 of 5,000 is shown" in page
    assert page.count("<tr data-text") == 1667
    assert len(page) < 3e6


def test_a_students_page_says_what_each_check_found_and_hides_what_is_hidden(
    tmp_path: Path,
) -> None:
    course = small.make_course(tmp_path)
    checks = course / "assignments/small/test_small.py"
    text = checks.read_text().replace("number, weight", "number, visibility, weight")
    checks.write_text(text.replace('@number("1.2")\n', '@number("1.2")\n@visibility("hidden")\n'))
    assignment = load_assignment(course / "assignments/small")
    found: list[dict[str, Any]] = [
        graded.check("1.1", "failed", name="test_double", message=f"out: {NASTY}\nhint: Look."),
        graded.check("1.2", "failed", name="test_one", message="the hidden input is 1.5"),
        graded.check("1.3", "failed", name="test_of_before", message="a hidden input of before"),
    ]
    verdict = graded.entry("ann", found).verdict
    assert verdict is not None

    page = feedback_page(environment(), assignment, verdict)

    assert Tags(page).open == []
    assert "<b>hint:</b> Look." in page
    assert "<script>" not in page
    assert "hidden input" not in page
    assert "2 checks not shown here" in page
    assert "0 of 3 points" in page


def test_two_ids_never_share_a_file_even_where_case_makes_no_difference() -> None:
    ids = ["ann", "Ann", "ANN", "an n", "an/n", "an?n", "..", "ä" * 300, "ö" * 300]

    stems = [file_stem(name) for name in ids]

    assert stems[0] == "ann"
    assert len({stem.lower() for stem in stems}) == len(ids)
    assert all(re.fullmatch(r"[\w-][\w.-]{0,110}", stem, re.ASCII) for stem in stems)


@pytest.fixture
def browser_page(tmp_path: Path) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    (tmp_path / "class.html").write_text(page_of(a_class()), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text))
        page.goto((tmp_path / "class.html").as_uri())
        yield page
        browser.close()
    assert problems == []


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:playwright")
def test_in_a_browser_charts_are_drawn_and_tables_sort_and_filter(
    browser_page: Any, tmp_path: Path
) -> None:
    page = browser_page

    def column(at: int) -> list[float]:
        cells = f"#student-table tbody tr:not([hidden]) td:nth-child({at})"
        return [
            float(v) for v in page.eval_on_selector_all(cells, "c => c.map(x => x.dataset.value)")
        ]

    heights = page.eval_on_selector_all(".column i", "b => b.map(x => x.clientHeight)")
    assert max(heights) > 150
    strips = page.eval_on_selector_all(".strip svg", "b => b.map(x => x.clientWidth)")
    assert len(strips) == 12
    assert min(strips) > 300
    assert page.locator(".scatter a").count() > 4

    head = page.locator("#student-table th button", has_text="points")
    head.focus()
    page.keyboard.press("Enter")
    assert column(2) == sorted(column(2))
    head.click()
    assert column(2) == sorted(column(2), reverse=True)
    assert page.locator("#student-table th[aria-sort=descending]").count() == 1

    page.locator("input[data-for=student-table]").fill("timed out")
    assert len(column(1)) == 5
    assert page.locator("[data-count=student-table]").inner_text() == "5 of 24 shown"
    page.locator("input[data-for=check-table]").fill("flagged wrong")
    assert page.locator("#check-table tbody tr:visible th").first.inner_text().startswith("1.3")
    page.locator(".scatter a").last.click()  # a hidden row is shown again when it is linked to
    assert page.locator("#check-table tbody tr:visible").count() == 12

    page.locator(".matrix").focus()
    page.keyboard.press("End")
    assert page.locator(".inspector b").inner_text().startswith("Number 24")
    page.keyboard.press("Escape")
    assert page.locator(".inspector").inner_text() == "No hand-in is selected."
    for scheme, is_dark in (("light", False), ("dark", True)):
        page.emulate_media(color_scheme=scheme)
        paper, ink = page.evaluate(
            "['backgroundColor', 'color'].map(name => getComputedStyle(document.body)[name])"
            ".map(colour => colour.match(/\\d+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0))"
        )
        assert (paper < ink) is is_dark
        assert abs(paper - ink) > 450  # of 765: black on white, or the reverse
        picture = tmp_path / f"class_{scheme}.png"
        page.screenshot(path=picture, full_page=True)
        if kept := os.environ.get("BACKMARK_SCREENSHOTS"):
            shutil.copy(picture, kept)


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:playwright")
def test_on_a_telephone_nothing_runs_out_of_the_page(browser_page: Any) -> None:
    browser_page.set_viewport_size({"width": 360, "height": 700})

    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_data_of_the_script_is_json() -> None:
    found = re.search(r'id="data">(.*?)</script>', page_of(a_class()))

    assert found is not None
    assert len(json.loads(found[1])["columns"]) == 24
