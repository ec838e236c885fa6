"""`backmark explain`: every mistake and concept by its name, with the handout's own words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import ROOT, Run, edit, unpack

from autograder.course.handout import link, paragraph, read_sections
from autograder.course.load import load_assignment
from autograder.release.study import study_text
from autograder.study.explaining import explain_name
from autograder.study.material import read_material

Golden = Callable[[str, str], None]
NAMES = sorted(path.parent.name for path in (ROOT / "assignments").glob("*/assignment.toml"))


@pytest.mark.parametrize(
    "name",
    [
        ["db_is_the_mean"],
        ["db", "is", "the", "mean"],
        ["The bias gradient is the mean over the samples."],
    ],
)
def test_a_mistake_is_found_by_its_name_and_by_its_sentence(
    name: list[str], layers: Path, run: Run, golden: Golden
) -> None:
    golden("study-explain-mistake.txt", run(layers, "explain", *name).out)


def test_a_concept_and_an_exercise_are_explained(layers: Path, run: Run, golden: Golden) -> None:
    golden("study-explain-concept.txt", run(layers, "explain", "upstream_and_local").out)
    golden("study-explain-exercise.txt", run(layers, "explain", "relu_jacobian").out)


def test_without_a_name_it_lists_what_there_is(layers: Path, run: Run, golden: Golden) -> None:
    edit(layers / "linear.py", "dout.sum(axis=0)", "dout.mean(axis=0)")
    run(layers, "check", "linear")

    golden("study-explain-topics.txt", run(layers, "explain").out)
    found = json.loads(run(layers, "explain", "--json").out)
    assert [known["name"] for known in found["seen"]] == ["db_is_the_mean"]


def test_json_has_the_same(layers: Path, run: Run) -> None:
    found = json.loads(run(layers, "explain", "db_is_the_mean", "--json").out)

    assert found["kind"] == "misconception"
    assert found["sections"] == ["README.md#linear"]
    assert found["seen_in"][:2] == ["1.2", "1.3"]


def test_a_name_that_means_nothing_gets_the_nearest(layers: Path, run: Run, golden: Golden) -> None:
    ran = run(layers, "explain", "db_is_a_mean")

    assert (ran.code, ran.out) == (2, "")
    golden("study-explain-unknown.txt", ran.err)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_everything_that_a_folder_names_can_be_explained(name: str, tmp_path: Path) -> None:
    folder = unpack(name, tmp_path)
    assignment = load_assignment(ROOT / "assignments" / name)
    concepts = read_material(folder).concepts
    assert concepts

    for concept in concepts:
        told = explain_name(folder, concept.name)
        assert told.sections
        assert {*told.sections} <= {*read_sections(folder)}
    for misconception in assignment.misconceptions[::20]:
        told = explain_name(folder, misconception.name)
        assert told.kind == "misconception" or told.name in [c.name for c in concepts]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_practised_with_is_up_to_date_and_holds_no_solution(name: str) -> None:
    """The bundle's test looks for solutions in it, as in every file."""
    assignment = load_assignment(ROOT / "assignments" / name)
    assert assignment.reference is not None

    text = study_text(assignment, assignment.reference)

    assert (assignment.folder / "study.json").read_text("utf-8") == text
    for file, stub in read_material(assignment.folder).stubs.items():
        assert stub == (assignment.folder / file).read_text("utf-8")


def test_a_section_is_linked_and_quoted_as_it_stands() -> None:
    sections = read_sections(ROOT / "assignments/04_layers")

    assert link("Jacobian of ReLU") == "README.md#jacobian-of-relu"
    assert paragraph(sections["ReLU"], "The trap.").startswith("**The trap.** The mask comes from")
    assert paragraph(sections["ReLU"], "Nothing.") == ""
    assert not any("![" in text for text in sections.values())
