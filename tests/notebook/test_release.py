from __future__ import annotations

import ast
import json
import re
import sys
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from students import ROOT, assignment, book, cell_of, copy_assignment, written

from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.course.notebook import notebook_source
from autograder.course.untouched import is_untouched
from autograder.errors import UsageError
from autograder.release.assignment import derived_files
from autograder.release.notebook import checks_id, notebook_path, notebook_text
from autograder.release.notebook_code import notebook_code

NAMES = sorted(path.parent.name for path in ROOT.glob("assignments/*/assignment.toml"))


@pytest.fixture(scope="module", params=NAMES)
def of(request: pytest.FixtureRequest) -> Assignment:
    return assignment(request.param)


@pytest.mark.parametrize("solved", [False, True])
def test_a_notebook_is_valid_and_the_same_every_time(of: Assignment, solved: bool) -> None:
    text = notebook_text(of, solved=solved)

    nbformat.validate(json.loads(text))
    assert notebook_text(of, solved=solved) == text


def test_the_committed_notebook_is_the_derived_one(of: Assignment) -> None:
    derived = dict(derived_files(of))

    assert notebook_path(of).read_text(encoding="utf-8") == derived[notebook_path(of)]


def test_ids_follow_from_the_exercises_so_they_stay_from_release_to_release(of: Assignment) -> None:
    for made in (book(of), book(of, solved=True)):
        ids = [cell["id"] for cell in made["cells"]]

        assert len(set(ids)) == len(ids)
        for exercise in written(of):
            assert {exercise.name, checks_id(exercise.name)} <= set(ids)


def test_a_changed_exercise_changes_no_cell_of_another(tmp_path: Path) -> None:
    before = book(assignment("04_layers"))
    folder = tmp_path / "assignments" / "04_layers"
    copy_assignment(assignment("04_layers"), folder)
    handout = folder / "README.md"
    handout.write_text(handout.read_text().replace("## ReLU", "Another sentence.\n\n## ReLU"))

    after = book(load_assignment(folder))

    different = [a["id"] for a, b in zip(before["cells"], after["cells"], strict=True) if a != b]
    assert different == ["section-linear"]


def test_no_line_of_a_solution_is_in_what_students_get(of: Assignment) -> None:
    code = notebook_code(of)
    text = notebook_text(of)

    assert "SOLUTION" not in text
    for exercise in written(of):
        got = cell_of(book(of), exercise.name)["source"]
        ast.parse(got)
        assert got != code.solutions[exercise.name]
        assert is_untouched(got, exercise.functions)


def test_no_cell_prints_a_string_that_describes_a_constant(of: Assignment) -> None:
    for cell in book(of)["cells"]:
        if cell["cell_type"] == "code":
            last = ast.parse(cell["source"]).body[-1]
            assert not (isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant))


def test_each_exercise_has_one_solution_cell_and_one_locked_cell_of_its_points(
    of: Assignment,
) -> None:
    cells = book(of)["cells"]
    graded = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade")]
    solutions = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("solution")]

    asked = ["questions"] * bool(of.questions)
    cells_to_write = [exercise.name for exercise in written(of)] + asked
    assert [cell["metadata"]["nbgrader"]["grade_id"] for cell in solutions] == cells_to_write
    exercises = [exercise.name for exercise in of.exercises] + asked
    assert [cell["id"] for cell in graded] == [checks_id(name) for name in exercises]
    assert sum(cell["metadata"]["nbgrader"]["points"] for cell in graded) == of.points
    for cell in graded:
        about = cell["metadata"]["nbgrader"]
        assert (about["locked"], about["schema_version"], about["task"]) == (True, 3, False)
        assert re.fullmatch(r"[a-zA-Z0-9_-]+", about["grade_id"])
        assert cell["metadata"]["editable"] is cell["metadata"]["deletable"] is False


def test_the_solved_notebook_as_a_hand_in_holds_every_function_and_nothing_else_is_said(
    of: Assignment,
) -> None:
    source, notes = notebook_source(notebook_text(of, solved=True).encode(), of.functions)

    kinds = ast.FunctionDef, ast.ClassDef
    defined = {node.name for node in ast.parse(source).body if isinstance(node, kinds)}
    assert defined >= {name for exercise in written(of) for name in exercise.functions}
    assert notes == ()


def test_links_within_the_handout_lead_to_its_headings_as_jupyter_names_them(
    of: Assignment,
) -> None:
    texts = [cell["source"] for cell in book(of)["cells"] if cell["cell_type"] == "markdown"]
    whole = "\n".join(texts)
    headings = re.findall(r"^##+ (.+)$", whole, flags=re.MULTILINE)
    anchors = {heading.replace(" ", "-") for heading in headings}

    links = re.findall(r"\]\(#([^)]+)\)", whole)
    assert links
    assert [link for link in links if link not in anchors and link != "running-the-checks"] == []


def test_every_block_of_code_in_a_handout_is_one_in_the_notebook(of: Assignment) -> None:
    texts = [cell["source"] for cell in book(of)["cells"] if cell["id"].startswith("section-")]
    indented = {line for text in texts for line in text.splitlines() if line.startswith("    ")}

    handout = (of.folder / "README.md").read_text(encoding="utf-8")
    for section in re.split(r"^## ", handout, flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        if heading in ("Running the checks", "Questions"):
            continue
        assert {line for line in body.splitlines() if line.startswith("    ")} <= indented, heading


def test_no_line_of_a_handout_becomes_a_list_by_how_it_is_wrapped(of: Assignment) -> None:
    """A formula that goes on with `- h` in the next line would be a list from there on."""
    lines = (of.folder / "README.md").read_text(encoding="utf-8").splitlines()
    starts = re.compile(r"([-*+]|\d+\.) ")
    for before, line in pairwise(lines):
        text = bool(before) and not before.startswith(("|", "#", "    ", "  "))
        assert not (text and starts.match(line) and not starts.match(before)), line


def test_two_modules_that_define_one_name_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "assignments" / "04_layers"
    copy_assignment(assignment("04_layers"), folder)
    reference = tmp_path / "reference" / "04_layers"
    for module in ("linear", "losses"):
        with (reference / f"{module}.py").open("a") as file:
            file.write("\n\nSCALE = 2.0\n")

    with pytest.raises(UsageError, match=r"linear\.py and losses\.py both define SCALE"):
        notebook_code(load_assignment(folder, validated=True))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("import linear", "write `from linear import ...`"),
        ("from linear import linear_forward as f", "import what you need under its own name"),
    ],
)
def test_an_import_that_one_module_cannot_have_is_refused_where_it_stands(
    tmp_path: Path, line: str, said: str
) -> None:
    folder = tmp_path / "assignments" / "04_layers"
    copy_assignment(assignment("04_layers"), folder)
    path = tmp_path / "reference" / "04_layers" / "losses.py"
    written = path.read_text()
    path.write_text(f"{written}\n{line}\n")

    with pytest.raises(UsageError) as told:
        notebook_code(load_assignment(folder, validated=True))

    where = f"{path}:{written.count(chr(10)) + 2}"
    assert str(told.value) == (
        f"{where}: got `{line}`, but a notebook is one module, with all names in it: {said}"
    )


def test_without_nbformat_the_way_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nbformat", None)

    with pytest.raises(UsageError) as told:
        notebook_text(assignment("04_layers"))

    assert str(told.value) == (
        "cannot write the notebook of 04_layers\n"
        "  got: no nbformat in this Python\n"
        "  want: the extra `notebook`\n"
        "  next: in Backmark's repository: python -m pip install '.[notebook]'"
    )


def test_without_a_handout_there_is_no_notebook(tmp_path: Path) -> None:
    folder = tmp_path / "assignments" / "04_layers"
    copy_assignment(assignment("04_layers"), folder)
    (folder / "README.md").unlink()

    with pytest.raises(UsageError) as told:
        notebook_text(load_assignment(folder, validated=True))

    assert str(told.value) == (
        f"cannot read {folder / 'README.md'}: No such file or directory; a notebook is made of it"
    )


def test_a_handout_without_an_exercises_section_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "assignments" / "04_layers"
    copy_assignment(assignment("04_layers"), folder)
    handout = folder / "README.md"
    handout.write_text(handout.read_text().replace("\n## PReLU\n", "\n## Prelu\n"))

    with pytest.raises(UsageError, match=r"has no section 'PReLU' \(prelu\): did you mean Prelu\?"):
        notebook_text(load_assignment(folder, validated=True))
