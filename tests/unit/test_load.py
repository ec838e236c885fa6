from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from autograder.course.assignment import Assignment
from autograder.course.load import course_root, find_assignment, load_assignment
from autograder.errors import CourseError, UsageError

SETTINGS = """\
title = "Tiny"
points = 5
public_seed = 1
imports = ["numpy"]
opaque = ["cache"]

[limits]
call_s = 2.0
total_s = 20

[[exercise]]
number = 1
name = "double"
module = "tiny"
section = "Doubling"
[exercise.returns]
forward = ["out", "cache"]
backward = ["dx"]

[[exercise]]
number = 2
name = "loss"
module = "losses"
section = "Losses"
[exercise.returns]
loss = ["loss", "dx"]
"""
CHECKS = '''\
from autograder import after, expect, number, tags, visibility, weight


@number("1.2")
@weight(2)
@after("test_forward")
@visibility("hidden")
@tags("gradient")
def test_backward(student, oracle, draw):
    """`backward` is right."""
    expect(student.backward(1.0, None), "dx").equals(oracle.backward(1.0))


@number("1.1")
@weight(1)
def test_forward(student, oracle):
    """`forward` is right.

    More for those who write checks.
    """
    expect(student.forward(1.0)[0], "out").equals(oracle.forward(1.0))


@number("2.1")
@weight(2)
def test_loss(student):
    """`loss` is right."""
    student.loss(1.0)
'''
TINY = "def forward(x):\n    return 2 * x, x\n\n\ndef backward(dout, cache):\n    return 2 * dout\n"
LOSSES = "def loss(x):\n    return x, 1.0\n"
ORACLE = "import no_torch_here\ndef forward(x): ...\ndef backward(dout): ...\n"
MISCONCEPTIONS = '''\
from autograder import instead_of
from tiny import forward


@instead_of("backward", hint="Double it.", row="X1")
def not_doubled(dout, cache):
    """The gradient is passed through."""
    return dout


@instead_of("forward", hint="Both ways.", row="X2", name="tripled")
def tripled_forward(x):
    """Three for two."""
    return 3 * x, x


@instead_of("backward", name="tripled")
def tripled_backward(dout, cache):
    return 3 * dout
'''
FILES = {
    "assignments/01_tiny/assignment.toml": SETTINGS,
    "assignments/01_tiny/test_tiny.py": CHECKS,
    "reference/01_tiny/tiny.py": TINY,
    "reference/01_tiny/losses.py": LOSSES,
    "reference/01_tiny/oracle.py": ORACLE,
    "reference/01_tiny/misconceptions.py": MISCONCEPTIONS,
}
TOML, TESTS, *_, WRONG = FILES


def course(folder: Path, **changes: str | None) -> Path:
    """The tiny course under `folder`, with other texts for some files (None: left out)."""
    for name, text in {**FILES, **changes}.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder / "assignments/01_tiny"


def load(folder: Path, **changes: str | None) -> Assignment:
    return load_assignment(course(folder, **changes))


def problems(folder: Path, **changes: str | None) -> list[tuple[str, int | None, str]]:
    with pytest.raises(CourseError) as caught:
        load(folder, **changes)
    return [
        (p.path.relative_to(folder).as_posix(), p.line, p.message) for p in caught.value.problems
    ]


def changed(name: str, old: str, new: str) -> dict[str, Any]:
    assert FILES[name].count(old) >= 1, old
    return {name: FILES[name].replace(old, new, 1)}


# --- a valid course -------------------------------------------------------------------------


def test_a_valid_course_is_loaded_whole(tmp_path: Path) -> None:
    tiny = load(tmp_path)

    assert (tiny.name, tiny.title, tiny.points, tiny.public_seed) == ("01_tiny", "Tiny", 5, 1)
    assert tiny.reference == tmp_path / "reference/01_tiny"
    assert tiny.modules == ("tiny", "losses")
    assert list(tiny.functions) == ["forward", "backward", "loss"]
    assert tiny.functions["forward"].opaque == (1,)
    assert tiny.functions["backward"].opaque == ()
    assert {"numpy", "math"} <= tiny.allowed_imports
    limits = tiny.limits
    assert (limits.call_s, limits.import_s, limits.total_s) == (2.0, 10.0, 20)


def test_checks_come_in_the_order_of_their_numbers_with_all_that_was_declared(
    tmp_path: Path,
) -> None:
    first, second, third = load(tmp_path).checks

    assert [c.number for c in (first, second, third)] == ["1.1", "1.2", "2.1"]
    assert (first.name, first.title) == ("test_forward", "`forward` is right.")
    assert (first.exercise, third.exercise) == ("double", "loss")
    assert (second.points, second.after) == (2, ("test_forward",))
    assert (second.visibility, second.tags) == ("hidden", ("gradient",))
    assert (first.visibility, first.tags, first.after) == ("visible", (), ())
    assert first.fixtures == ("student", "oracle")
    assert (first.path.name, first.line) == ("test_tiny.py", 14)


def test_checks_are_ordered_by_number_and_not_by_text(tmp_path: Path) -> None:
    many = "\n".join(
        f'@number("1.{n}")\n@weight(0.5)\ndef test_{n}(student):\n    """T."""\n'
        for n in (10, 9, 3, 4)
    )
    text = CHECKS.replace("@weight(2)\ndef test_loss", "@weight(0.5)\ndef test_loss")
    text = text.replace("@weight(2)", "@weight(1.5)") + many

    numbers = [check.number for check in load(tmp_path, **{TESTS: text}).checks]

    assert numbers == ["1.1", "1.2", "1.3", "1.4", "1.9", "1.10", "2.1"]


def test_a_class_can_stand_in_for_a_class(tmp_path: Path) -> None:
    wrong = 'from autograder import instead_of\n\n\n@instead_of("forward", hint="Add.")\n'
    wrong += 'class Overwritten:\n    """It is overwritten."""\n'

    (one,) = load(tmp_path, **{WRONG: wrong}).misconceptions

    assert (one.name, one.sentence) == ("Overwritten", "It is overwritten.")
    assert one.replaces == {"forward": "Overwritten"}


def test_misconceptions_are_read_and_halves_are_joined(tmp_path: Path) -> None:
    one, two = load(tmp_path).misconceptions

    assert (one.name, one.exercise, one.hint, one.row) == (
        "not_doubled",
        "double",
        "Double it.",
        "X1",
    )
    assert one.sentence == "The gradient is passed through."
    assert (two.name, two.sentence, two.hint, two.row) == (
        "tripled",
        "Three for two.",
        "Both ways.",
        "X2",
    )
    assert two.replaces == {"forward": "tripled_forward", "backward": "tripled_backward"}


def test_without_a_reference_the_students_half_is_loaded(tmp_path: Path) -> None:
    halves = {name: None for name in FILES if name.startswith("reference")}

    tiny = load(tmp_path, **halves)

    assert (tiny.reference, tiny.misconceptions) == (None, ())
    assert len(tiny.checks) == 3


def test_a_check_is_found_by_name_and_by_number(tmp_path: Path) -> None:
    tiny = load(tmp_path)

    assert tiny.check("test_loss") is tiny.check("2.1")
    with pytest.raises(UsageError, match=r"no check 'test_los': did you mean test_loss\?"):
        tiny.check("test_los")
    with pytest.raises(UsageError, match=r"no check 'zzzz': there are: 1\.1, 1\.2, 2\.1, test_"):
        tiny.check("zzzz")


def test_the_digest_is_of_settings_and_checks_and_not_of_line_ends(tmp_path: Path) -> None:
    one = load(tmp_path / "1")
    other = load(tmp_path / "2", **changed(TESTS, "1.0, None", "2.0, None"))
    windows = course(tmp_path / "3")
    for path in windows.iterdir():
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert one.digest != other.digest
    assert load_assignment(windows).digest == one.digest


# --- each thing that can be wrong, with its file and line ---------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "message"),
    [
        (
            TOML,
            "points = 5",
            "points = 6",
            2,
            (
                "the weights of checks and questions sum to 5, want 6: "
                "change a weight, or write points = 5"
            ),
        ),
        (TOML, "number = 2", "number = 3", 20, "exercise loss has number 3, want 2"),
        (
            TOML,
            'name = "loss"',
            'name = "double"',
            20,
            "exercise double is declared twice: in double and in double",
        ),
        (
            TOML,
            'loss = ["loss"',
            'forward = ["loss"',
            20,
            "forward is declared twice: in double and in loss",
        ),
        (
            TOML,
            'name = "loss"\nmodule = "losses"',
            'name = "loss"\nhunt = true\nmodule = "tiny"',
            None,
            "an assignment has one bug hunt, and its module no other exercise",
        ),
        (
            TESTS,
            '@number("2.1")\n',
            "",
            24,
            'test_loss has no @number: want one such as @number("1.2")',
        ),
        (TESTS, '"2.1"', '"3.1"', 24, "test_loss has number 3.1, but there is no exercise 3"),
        (TESTS, '"2.1"', "3.1", 24, "test_loss has number 3.1, but there is no exercise 3"),
        (
            TESTS,
            '"2.1"',
            '"1.1"',
            24,
            "test_loss: 1.1 is also used in test_tiny.py:14: give one of them another",
        ),
        (
            TESTS,
            "@weight(1)\n",
            "",
            14,
            "test_forward has weight None, want a number above 0: @weight(2)",
        ),
        (
            TESTS,
            "@weight(1)",
            "@weight(0)",
            14,
            "test_forward has weight 0, want a number above 0: @weight(2)",
        ),
        (
            TESTS,
            "@weight(1)",
            "@weight(-1)",
            14,
            "test_forward has weight -1, want a number above 0: @weight(2)",
        ),
        (
            TESTS,
            "@weight(1)",
            "@weight(True)",
            14,
            "test_forward has weight True, want a number above 0: @weight(2)",
        ),
        (
            TESTS,
            "@weight(1)",
            "@weight('1')",
            14,
            "test_forward has weight '1', want a number above 0: @weight(2)",
        ),
        (
            TESTS,
            "@weight(1)",
            "@weight(float('nan'))",
            14,
            "test_forward has weight nan, want a number above 0: @weight(2)",
        ),
        (
            TESTS,
            '"""`loss` is right."""',
            "pass",
            24,
            "test_loss has no docstring: its first line is what the student reads",
        ),
        (
            TESTS,
            "_loss(student)",
            "_loss(tmp_path)",
            24,
            "test_loss takes tmp_path; a check takes only student, oracle, draw, record_property",
        ),
        (
            TESTS,
            '"hidden"',
            '"secret"',
            4,
            (
                "test_backward has visibility 'secret', "
                "want one of visible, hidden, after_due_date, after_published"
            ),
        ),
        (
            TESTS,
            '"test_forward"',
            '"test_x"',
            4,
            "test_backward is after test_x, which does not exist: did you mean test_loss?",
        ),
        (
            TESTS,
            '"test_forward"',
            '"test_loss"',
            4,
            "test_backward is after test_loss, which has no lower number",
        ),
        (
            TESTS,
            '"test_forward"',
            '"test_backward"',
            4,
            "test_backward is after test_backward, which has no lower number",
        ),
        (
            TESTS,
            "def test_loss",
            "def test_forward",
            26,
            "test_forward hides the one in line 16: rename one",
        ),
        (
            TESTS,
            "student.loss",
            "student.lose",
            28,
            "calls student.lose, which assignment.toml does not declare: did you mean loss?",
        ),
        (
            TESTS,
            "oracle.forward",
            "oracle.foward",
            21,
            "asks oracle.foward, which oracle.py does not define: did you mean forward?",
        ),
        (
            TESTS,
            "student.loss(1.0)",
            "return (",
            28,
            "cannot be imported: SyntaxError: '(' was never closed",
        ),
        (
            "reference/01_tiny/losses.py",
            "def loss",
            "def lose",
            None,
            "does not define loss, which assignment.toml declares: did you mean lose?",
        ),
        (
            "reference/01_tiny/tiny.py",
            "return 2 * x, x",
            "return (",
            2,
            "is not Python: '(' was never closed",
        ),
        (
            "reference/01_tiny/oracle.py",
            "(x): ...",
            "(x:",
            2,
            "is not Python: '(' was never closed",
        ),
        (WRONG, "return dout\n", "return (\n", 8, "is not Python: '(' was never closed"),
        (
            WRONG,
            '"backward", hint',
            '"back", hint',
            6,
            (
                "not_doubled is instead of 'back', which is not a graded function: "
                "did you mean backward?"
            ),
        ),
        (
            WRONG,
            '"backward", hint',
            "BACK, hint",
            6,
            (
                "not_doubled is instead of what is no text in quotation marks: "
                "want a function's name so"
            ),
        ),
        (
            WRONG,
            'hint="Double it."',
            "hint=HINT",
            6,
            "not_doubled has no hint (a literal string is wanted)",
        ),
        (
            WRONG,
            '"""The gradient is passed through."""',
            "x = 1",
            6,
            'not_doubled has no docstring: it is what a student reads after "looks like"',
        ),
        (
            WRONG,
            '"backward", name',
            '"loss", name',
            18,
            "tripled_backward replaces functions of two exercises: double, loss",
        ),
        (
            WRONG,
            '"backward", name',
            '"forward", name',
            18,
            "tripled_backward is declared twice: also in line 12",
        ),
    ],
)
def test_each_mistake_is_told_with_its_file_and_line(
    tmp_path: Path, name: str, old: str, new: str, line: int | None, message: str
) -> None:
    found = problems(tmp_path, **changed(name, old, new))

    assert (name, line, message) in found


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("reference")])
def test_a_missing_file_of_the_reference_is_told(tmp_path: Path, name: str) -> None:
    found = [text for file, _, text in problems(tmp_path, **{name: None}) if file == name]

    assert len(found) == 1
    assert found[0].startswith(("cannot be read: No such file", "is not there, but assignment."))


def test_a_course_without_checks_is_told_so(tmp_path: Path) -> None:
    found = problems(tmp_path, **{TESTS: None})

    assert (
        "assignments/01_tiny",
        None,
        "has no checks: want functions test_* in test_*.py",
    ) in found


def test_an_oracle_is_never_imported_by_loading(tmp_path: Path) -> None:
    """`oracle.py` of the tiny course imports a module that does not exist."""
    assert "no_torch_here" in ORACLE
    assert load(tmp_path).reference is not None


def test_problems_of_every_file_are_told_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        **changed(TOML, "number = 2", "number = 3"),
        **changed(TESTS, '"""`loss` is right."""', "pass"),
        **changed("reference/01_tiny/tiny.py", "def forward", "def foward"),
        **changed(WRONG, 'hint="Double it."', "hint=HINT"),
    )

    files = [file.rsplit("/", 1)[1] for file, _, _ in found]
    assert {"assignment.toml", "test_tiny.py", "tiny.py", "misconceptions.py"} == set(files)
    assert "test_tiny.py:24" in "".join(f"{file}:{line}" for file, line, _ in found)


def test_several_mistakes_in_one_check_are_all_told(tmp_path: Path) -> None:
    text = CHECKS.replace('@number("2.1")\n@weight(2)\n', "").replace("_loss(student)", "_loss(x)")

    found = [text for _, line, text in problems(tmp_path, **{TESTS: text}) if line == 24]

    assert [re.split("[;,:]", text)[0] for text in found] == [
        "test_loss has no @number",
        "test_loss has weight None",
        "test_loss takes x",
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (TESTS, "(student, oracle):", "(studnet, oracle):", "takes studnet; a check takes only "),
        (TESTS, '@number("1.1")\n', "", "test_forward has no @number: want one such as @number("),
        (
            TESTS,
            "forward(1.0)[0]",
            "forward(1.0",
            "cannot be imported: SyntaxError: '(' was never closed",
        ),
    ],
)
def test_of_a_check_that_is_rejected_its_reason_is_told_and_nothing_that_follows_from_it(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    """No other check waits for it in vain, and it is not missed in the sum of the points."""
    ((_, _, text),) = problems(tmp_path, **changed(name, old, new))

    assert message in text


@pytest.mark.parametrize(
    ("name", "old", "new", "near"),
    [
        (TOML, 'opaque = ["cache"]', 'opaque = ["cahce"]', "cache"),
        (TOML, 'module = "losses"', 'module = "loses"', "losses"),
        (TOML, 'title = "Tiny"', 'titel = "Tiny"', "title"),
        (TESTS, "(student, oracle):", "(studnet, oracle):", "student"),
        (TESTS, '@after("test_forward")', '@after("test_foward")', "test_forward"),
        (TESTS, "student.loss", "student.los", "loss"),
        (TESTS, "oracle.forward", "oracle.foward", "forward"),
        (WRONG, '"backward", hint', '"bakward", hint', "backward"),
        ("reference/01_tiny/tiny.py", "def forward", "def foward", "foward"),
    ],
)
def test_a_misspelt_name_is_told_with_the_nearest(
    tmp_path: Path, name: str, old: str, new: str, near: str
) -> None:
    found = [text for _, _, text in problems(tmp_path, **changed(name, old, new))]

    assert any(text.endswith(f"did you mean {near}?") for text in found), found


def test_settings_that_do_not_fit_the_schema_stop_before_the_checks_are_run(
    tmp_path: Path,
) -> None:
    changes = {**changed(TOML, "points = 5", ""), TESTS: "raise RuntimeError\n"}

    assert [file for file, _, _ in problems(tmp_path, **changes)] == [TOML]


def test_a_check_module_that_raises_is_told_with_its_line(tmp_path: Path) -> None:
    text = CHECKS.replace("from autograder import", "from autograder import no_such_thing,")

    assert (TESTS, 1) in [(file, line) for file, line, _ in problems(tmp_path, **{TESTS: text})]


def test_an_exercise_without_checks_is_told(tmp_path: Path) -> None:
    changes = {
        **changed(TESTS, '@number("2.1")', '@number("1.3")'),
    }

    assert "loss" in str(problems(tmp_path, **changes))


def test_a_check_that_a_decorator_swallowed_is_told(tmp_path: Path) -> None:
    changes = {
        **changed(TESTS, '@number("2.1")\n@weight(2)\n', "@after\n"),
        **changed(TOML, "points = 5", "points = 3"),
    }

    assert "@after takes the names of checks" in str(problems(tmp_path, **changes))


# --- finding an assignment --------------------------------------------------------------------


def test_an_assignment_is_found_by_name_from_anywhere_in_the_course(tmp_path: Path) -> None:
    folder = course(tmp_path)

    assert find_assignment("01_tiny", folder) == folder
    assert find_assignment("01_tiny", tmp_path / "reference") == folder
    assert find_assignment(str(folder), Path("/")) == folder
    assert course_root(folder) == tmp_path


def test_in_a_students_folder_its_own_name_is_known(tmp_path: Path) -> None:
    folder = course(tmp_path / "course")
    handed_out = folder.rename(tmp_path / "hw1")

    settings = handed_out / "assignment.toml"
    assert find_assignment("hw1", handed_out) == handed_out
    settings.write_text('name = "01_tiny"\n' + settings.read_text())
    assert find_assignment("01_tiny", handed_out) == handed_out
    with pytest.raises(UsageError, match=r"no assignment '02_other' in .*: there are: hw1"):
        find_assignment("02_other", handed_out)


def test_an_unknown_assignment_names_the_nearest(tmp_path: Path) -> None:
    course(tmp_path)

    with pytest.raises(UsageError, match=r"no assignment '01_tyni' in .*: did you mean 01_tiny\?"):
        find_assignment("01_tyni", tmp_path)
    with pytest.raises(UsageError, match=r"no assignment 'zz' in .*: there are: 01_tiny"):
        find_assignment("zz", tmp_path)


def test_outside_a_course_the_next_step_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no course here: .*Run this in the course's folder"):
        find_assignment("01_tiny", tmp_path)
