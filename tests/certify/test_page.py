"""The page of a certificate: what it says, that it stands alone, that nothing breaks out of it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from autograder.certify.certificate import Certificate
from autograder.certify.exercise_view import exercise_view
from autograder.certify.facts import (
    Alarm,
    CheckFacts,
    ExerciseFacts,
    MisconceptionFacts,
    MutantFacts,
    VariantFacts,
)
from autograder.certify.naming import named_view
from autograder.certify.page import render
from autograder.errors import UsageError

Golden = Callable[[str, str], None]
HOSTILE = "</script><script>alert(1)</script><img src=x onerror='alert(2)'>\"'&`<b>`\u202e\x1b"
VOID = {"meta", "br", "img"}


def mutant(key: str, outcome: str, *killed_by: str, reason: str = "") -> MutantFacts:
    return MutantFacts(
        key=key, exercise="scale", function="scale_backward", module="scale", line=42,
        operator="numpy/axis", diff="-    return x.sum(axis=0)\n+    return x.sum(axis=1)",
        outcome=outcome, killed_by=killed_by, reason=reason,
    )  # fmt: skip


def misconception(name: str, *killed_by: str, **other: Any) -> MisconceptionFacts:
    facts: dict[str, Any] = {
        "name": name, "exercise": "scale", "sentence": f"It is {name}.", "killed_by": killed_by,
        "named_as": (name,), "seeds": 3, "missed_on": (), "misnamed_on": (),
    }  # fmt: skip
    return MisconceptionFacts(**{**facts, **other})


TINY = Certificate(
    assignment="05_demo",
    title="Demo",
    digest="0123456789abcdef",
    versions={"backmark": "0.1.0", "numpy": "2.0.0"},
    seeds=("5", "secret a", "secret b"),
    partial=False,
    exercises=(ExerciseFacts(1, "scale", "Scale"),),
    checks=(
        CheckFacts("1.1", "test_forward", "`scale_forward` is right.", "scale", 2, 0.001, True),
        CheckFacts("1.2", "test_backward", "`scale_backward` is right.", "scale", 3, 0.0123, True),
    ),
    variants=(VariantFacts("reference", 3, ()), VariantFacts("loops", 3, ())),
    misconceptions=(
        misconception("added", "test_forward", "test_backward"),
        misconception("averaged", "test_backward"),
    ),
    mutants=(
        mutant("k1", "killed", "test_forward"),
        mutant("k2", "killed", "test_forward", "test_backward"),
        mutant("e1", "equivalent", reason="A sum over one axis of length one."),
        mutant("u1", "unloadable", reason="is not Python"),
    ),
    stale=(),
    seconds=1.5,
)
HOLED = replace(
    TINY,
    mutants=(*(m for m in TINY.mutants if m.outcome != "equivalent"), mutant("s1", "survived")),
    misconceptions=(
        misconception("added", "test_forward", named_as=("like averaged",), misnamed_on=("5",)),
        misconception("averaged", named_as=(), missed_on=("5",), misnamed_on=("5",)),
    ),
    variants=(
        VariantFacts("loops", 3, (Alarm("secret a", "test_forward", "failed", "off by 1e-9"),)),
    ),
)


class Page(HTMLParser):
    """What a reader meets: the text by block, the elements, and whether they nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("h1", "h2", "h3", "p", "li", "tr", "summary", "figcaption", "text", "pre"):
            self.lines.append("#" * int(tag[1]) + " " if re.match(r"h\d", tag) else "")
        if tag in ("td", "th", "span") and self.lines and self.lines[-1].strip("# "):
            self.lines[-1] += " | " if tag != "span" else " "
        if tag == "script":
            self.scripts.append("")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "script" in self._open:
            self.scripts[-1] += data
        elif self.lines and "style" not in self._open:
            self.lines[-1] += " ".join(data.split()) and f"{' '.join(data.split())} "

    @property
    def text(self) -> str:
        lines = (re.sub(r"\s+", " ", line).strip(" |") for line in self.lines)
        return "\n".join(line for line in lines if line.strip("#")) + "\n"

    def ids(self) -> list[str | None]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    @property
    def columns(self) -> Any:
        return json.loads(self.scripts[0])


@pytest.mark.parametrize(
    ("named_as", "misnamed_on", "called"),
    [
        (("added",), (), "itself"),
        (("added",), ("5",), "itself, but not on seed 5"),
        (("added",), ("5", "6", "7", "8"), "itself, but not on 4 seeds (5, 6, 7, ...)"),
        (("", "like averaged"), ("5",), "nothing, like averaged"),
        ((), ("5",), "nothing"),
    ],
)
def test_a_mistake_is_told_with_what_it_is_called(
    named_as: tuple[str, ...], misnamed_on: tuple[str, ...], called: str
) -> None:
    facts = misconception("added", named_as=named_as, misnamed_on=misnamed_on)

    assert named_view(facts, TINY).called == called


@pytest.mark.parametrize("name", ["certified", "incomplete"])
def test_what_a_page_says(name: str, golden: Golden) -> None:
    page = Page(render(TINY if name == "certified" else HOLED))

    golden(f"page-{name}.txt", page.text)


def test_a_partial_run_is_called_no_certificate() -> None:
    page = Page(render(replace(TINY, partial=True))).text

    assert "quick look" in page
    assert "That is no certificate" in page


def test_an_assignment_of_nothing_has_a_page_as_well() -> None:
    nothing = replace(
        TINY, exercises=(), checks=(), variants=(), misconceptions=(), mutants=(), seeds=()
    )

    assert "No check is the only one to fail something" in Page(render(nothing)).text


def test_the_page_stands_alone() -> None:
    html = render(HOLED)

    assert not re.search(r"https?:|//[a-z]|@import|url\(|\bsrc=|<link", html)


def test_links_lead_to_what_is_there_and_no_id_is_used_twice() -> None:
    page = Page(render(TINY))

    links = [a["href"] for tag, a in page.tags if tag == "a"]
    assert links
    assert {f"#{one}" for one in page.ids()} >= set(links)
    assert len(page.ids()) == len(set(page.ids()))


def test_every_picture_has_words_and_every_region_that_scrolls_can_be_reached() -> None:
    page = Page(render(HOLED))

    for tag, attributes in page.tags:
        if attributes.get("role") in ("img", "group", "region"):
            assert attributes.get("aria-label"), (tag, attributes)
        if (attributes.get("class") or "").split()[:1] in (["scroll"], ["matrix"]):
            assert attributes.get("tabindex") == "0"


def test_whatever_others_wrote_stays_text() -> None:
    hostile = replace(
        HOLED,
        title=HOSTILE,
        exercises=(ExerciseFacts(1, "scale", HOSTILE),),
        checks=tuple(replace(c, title=HOSTILE) for c in HOLED.checks),
        misconceptions=tuple(replace(m, sentence=HOSTILE) for m in HOLED.misconceptions),
        mutants=tuple(
            replace(m, diff=HOSTILE, reason=HOSTILE, function=HOSTILE)
            for m in (*TINY.mutants, HOLED.mutants[-1])
        ),
        variants=(VariantFacts(HOSTILE, 3, (Alarm("5", "test_forward", "failed", HOSTILE),)),),
    )

    page, plain = Page(render(hostile)), Page(render(HOLED))

    assert len(page.scripts) == len(plain.scripts) == 2
    assert not [tag for tag, _ in page.tags if tag == "img"]
    assert not [a for _, a in page.tags if any(name.startswith("on") for name in a)]
    assert "alert(1)" in page.text
    assert any("alert(1)" in column["diff"] for column in page.columns["scale"] if column)
    everything = page.text + json.dumps(page.columns, ensure_ascii=False)
    assert "\u202e" not in everything
    assert "\\u202e" in page.text


def test_the_picture_and_its_words_have_the_same_columns() -> None:
    view = exercise_view(TINY, TINY.exercises[0], 1.0)

    columns = Page(render(TINY)).columns["scale"]

    assert len(columns) == view.width == 6
    assert [column is None for column in columns] == [False, False, True, False, False, False]
    assert columns[-1]["fate"] == "equivalent: A sum over one axis of length one."


def test_exercises_of_one_section_are_told_apart_by_their_names() -> None:
    two = replace(TINY, exercises=(*TINY.exercises, ExerciseFacts(2, "shift", "Scale")))

    assert [exercise_view(two, e, 1.0).section for e in two.exercises] == [
        "Scale: scale",
        "Scale: shift",
    ]


def test_the_only_killer_of_something_is_marked_and_counted() -> None:
    forward, backward = exercise_view(TINY, TINY.exercises[0], 0.0123).rows

    assert (forward.kills, forward.alone, backward.kills, backward.alone) == (3, 1, 3, 1)
    assert dict(forward.paths)["sole"] == "M4 0h1v1h-1z"
    assert dict(backward.paths)["hit"] == "M0 0h1v1h-1zM3 0h1v1h-1z"


def test_a_mutant_that_only_another_exercise_kills_is_no_hole() -> None:
    other = CheckFacts("2.1", "test_other", "Other.", "other", 1, 0.001, True)
    shared = replace(
        TINY, checks=(*TINY.checks, other), mutants=(mutant("k1", "killed", "test_other"),)
    )

    row = exercise_view(shared, TINY.exercises[0], 1.0).rows[0]

    assert dict(row.paths)["elsewhere"] == "M3 0h1v1h-1z"


def test_a_certificate_of_five_thousand_mutants_is_a_page_below_three_megabytes() -> None:
    diff = "-    return x.sum(axis=0, keepdims=True) / np.sqrt(variance + eps)\n" * 2
    many = tuple(
        replace(mutant(f"{i:012x}", "killed", "test_forward"), diff=diff + str(i))
        for i in range(5000)
    )

    assert len(render(replace(TINY, mutants=many)).encode()) < 3_000_000


def test_without_jinja2_the_way_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)

    with pytest.raises(UsageError, match=r"pip install '\.\[author\]'"):
        render(TINY)
