from __future__ import annotations

import json
from pathlib import Path

from students import assignment, book, cell_of, code, emil, hunted, write

from autograder.course.beside import planted_for, with_hunt
from autograder.course.notebook_answers import notebook_answers
from autograder.course.submission import Submission, open_submission

OF = assignment("04_layers")


def answers_of(*cells: str) -> tuple[dict[str, object], tuple[str, ...]]:
    made = {"cells": [code(source, f"c{n}") for n, source in enumerate(cells)]}
    return notebook_answers(json.dumps(made).encode())


def opened(path: Path) -> Submission:
    return open_submission(path, OF.modules, OF.functions)


def test_answers_are_the_last_dict_of_that_name() -> None:
    cells = ("answers = {'a': 1}", "import numpy as np\nanswers = {'a': 'b', 'x': [1, -2.5]}", "1")

    assert answers_of(*cells) == ({"a": "b", "x": [1, -2.5]}, ())


def test_an_answer_that_would_have_to_be_run_is_not_taken_and_a_note_says_so() -> None:
    found, notes = answers_of(
        "answers = {'a': __import__('os').getpid(), 'b': 'c', 'd': b'x', 5: 'e', 'f': {1: 2},\n"
        "           **other, 'g': None, 'h': (1, 2), 'i': {'x': '1'}, 'j': 1j, 'k': {3}, 'l': 0x"
        + "f" * 5000
        + "}"
    )

    assert found == {"b": "c", "h": [1, 2], "i": {"x": "1"}}
    assert notes[:3] == (
        "cell 1: the answer to a is not a plain value, so not read",
        "cell 1: the answer to d is not a plain value, so not read",
        "cell 1: answers has a key that is not a name in quotes",
    )


def test_answers_that_are_no_dict_of_the_notebooks_own_are_none() -> None:
    assert answers_of("answers = load()", "answers[1] = 2", "x, answers = {}, {}") == ({}, ())
    assert answers_of("answers = {" * 3000) == ({}, ())
    assert answers_of(f"answers = {{'a': {'[' * 300}}}") == ({}, ())
    deep, notes = answers_of(f"answers = {{'a': {'[' * 80}{']' * 80}, 'n': 1{'0' * 4000}}}")
    assert set(deep) <= {"a", "n"}
    assert isinstance(notes, tuple)


def test_a_notebook_alone_brings_its_answers(tmp_path: Path) -> None:
    made = book(OF)
    made["cells"].append(code('answers = {"bias": "b"}', "mine"))
    write(made, tmp_path / "layers.ipynb")

    assert opened(tmp_path / "layers.ipynb").answers == {"bias": "b"}


def test_the_empty_sheet_beside_a_notebook_takes_nothing_away(tmp_path: Path) -> None:
    made = book(OF)
    made["cells"].append(code('answers = {"bias": "b", "shape": [3]}', "mine"))
    write(made, tmp_path / "layers.ipynb")
    (tmp_path / "answers.toml").write_text('bias = ""\nshape = [4]\n')

    assert opened(tmp_path).answers == {"bias": "b", "shape": [4]}


def test_beside_files_as_they_were_given_out_the_notebook_is_what_was_worked_on(
    tmp_path: Path,
) -> None:
    for module in OF.modules:
        (tmp_path / f"{module}.py").write_bytes((OF.folder / f"{module}.py").read_bytes())
    write(book(OF, solved=True), tmp_path / "layers.ipynb")

    submission = opened(tmp_path)

    assert set(submission.modules.values()) == {"layers.ipynb"}
    assert set(submission.files) == {"layers.ipynb"}
    assert submission.notes == tuple(
        f"{module}.py is as it was given out: layers.ipynb is taken for it" for module in OF.modules
    )


def test_files_that_were_worked_on_are_taken_and_the_notebook_for_the_others(
    tmp_path: Path,
) -> None:
    assert OF.reference is not None
    for module in OF.modules:
        (tmp_path / f"{module}.py").write_bytes((OF.folder / f"{module}.py").read_bytes())
    (tmp_path / "linear.py").write_bytes((OF.reference / "linear.py").read_bytes())
    write(book(OF, solved=True), tmp_path / "layers.ipynb")

    modules = opened(tmp_path).modules

    assert modules == {
        "linear": "linear.py", "activations": "layers.ipynb", "losses": "layers.ipynb"
    }  # fmt: skip


def test_an_untouched_notebook_beside_untouched_files_changes_nothing(tmp_path: Path) -> None:
    for module in OF.modules:
        (tmp_path / f"{module}.py").write_bytes((OF.folder / f"{module}.py").read_bytes())
    write(book(OF), tmp_path / "layers.ipynb")

    assert set(opened(tmp_path).modules.values()) == {f"{module}.py" for module in OF.modules}


def test_a_messy_notebook_is_read_by_names_and_tells_what_counts(tmp_path: Path) -> None:
    write(emil(OF), tmp_path / "layers.ipynb")

    submission = opened(tmp_path / "layers.ipynb")

    source = submission.files["layers.ipynb"]
    assert "matplotlib" not in source
    assert "1 / 0" not in source
    place = 1 + [cell["id"] for cell in emil(OF)["cells"]].index("linear")
    assert submission.notes == (
        f"linear_forward is defined twice (cells 1, {place}); the last one counts",
    )
    assert cell_of(emil(OF), "twice")["source"] not in source


HUNTING = assignment("09_training")


def handed_in(folder: Path, program: str | None) -> Submission:
    """A notebook of 09_training, and the program of the bug hunt beside it."""
    write(book(HUNTING, solved=True), folder / "training.ipynb")
    if program is not None:
        (folder / "hunt.py").write_text(program)
    submission = open_submission(folder / "training.ipynb", HUNTING.modules, HUNTING.functions)
    return with_hunt(submission, HUNTING, folder)


def test_the_program_of_a_bug_hunt_is_taken_from_beside_the_notebook(tmp_path: Path) -> None:
    submission = handed_in(tmp_path, hunted(HUNTING, "ada"))

    assert submission.modules == {"training": "training.ipynb", "hunt": "hunt.py"}
    assert submission.files["hunt.py"] == hunted(HUNTING, "ada")


def test_without_that_program_a_note_says_so_and_the_notebook_counts(tmp_path: Path) -> None:
    submission = handed_in(tmp_path, None)

    assert set(submission.modules.values()) == {"training.ipynb"}
    assert "there is no hunt.py to read beside the notebook" in submission.notes


def test_a_self_check_is_of_the_program_of_whom_its_first_line_names(tmp_path: Path) -> None:
    assert HUNTING.hunt is not None
    for identity in ("ada@example.org", ""):
        program = HUNTING.hunt.plant(HUNTING.name, identity)

        assert planted_for(handed_in(tmp_path, program), HUNTING) == identity
    assert planted_for(opened_layers(tmp_path), OF) == ""


def opened_layers(folder: Path) -> Submission:
    write(book(OF), folder / "layers.ipynb")
    return opened(folder / "layers.ipynb")
