"""The bug hunt: everybody gets bugs of their own, and nothing that students have tells them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from autograder.course.hunt import Hunt, is_untouched, load_hunt

PROGRAM = """\
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


def negative(x):
    ### BEGIN SOLUTION
    return -x
    ### END SOLUTION
"""
BUGS = """
[[place]]
check = "test_double"
[[place.wrong]]
bug = "squares"
text = '''
    return x * x
'''

[[place]]
check = "test_negative"
[[place.wrong]]
bug = "inverts"
text = '''
    return 1 / x
'''
"""
CHECKS = ("test_double", "test_negative", "test_all")


def load(folder: Path, bugs: str = BUGS, program: str = PROGRAM) -> tuple[Hunt | None, list[str]]:
    (folder / "hunt.toml").write_text(bugs)
    (folder / "program.py").write_text(program)
    hunt, problems = load_hunt("program", folder, folder, CHECKS)
    return hunt, [str(problem) for problem in problems]


@pytest.fixture
def hunt(tmp_path: Path) -> Hunt:
    found, problems = load(tmp_path)
    assert found is not None, problems
    return found


def test_a_sheet_is_the_program_with_one_version_at_each_place(hunt: Hunt) -> None:
    programs = {hunt.filled(sheet) for sheet in hunt.sheets}

    assert programs == {
        "def double(x):\n    return x * x\n\n\ndef negative(x):\n    return -x\n",
        "def double(x):\n    return 2 * x\n\n\ndef negative(x):\n    return 1 / x\n",
    }


def test_over_all_sheets_every_version_of_a_place_is_as_frequent(hunt: Hunt) -> None:
    for position, place in enumerate(hunt.places):
        counts = Counter(sheet[position] for sheet in hunt.sheets)
        assert len(counts) == len(place.versions)
        assert len({*counts.values()}) == 1


def test_the_same_identity_always_gets_the_same_and_others_get_others(hunt: Hunt) -> None:
    assert (
        hunt.plant("09", "Ada@x.org ").splitlines()[1:]
        == (hunt.plant("09", "ada@x.org").splitlines()[1:])
    )
    assert len({hunt.plant("09", f"s{i}@x.org").split("\n", 1)[1] for i in range(20)}) == 2


def test_whose_name_is_no_line_of_code(hunt: Hunt) -> None:
    program = hunt.plant("09", "ada@x.org\nimport os")

    assert program.splitlines()[0].startswith("# Planted for ada@x.org")
    assert "\nimport os" not in program


def test_what_students_get_is_the_same_hunt(hunt: Hunt, tmp_path: Path) -> None:
    (tmp_path / "hunt.json").write_text(hunt.to_json())

    assert load_hunt("program", tmp_path, None, CHECKS) == (hunt, [])


def test_what_students_get_does_not_name_the_bugs(hunt: Hunt) -> None:
    assert "squares" not in hunt.to_json()
    assert "inverts" not in hunt.to_json()


@pytest.mark.parametrize(
    ("text", "why"),
    [("{", "it is damaged"), ("{}", "it is damaged"), (None, "No such file or directory")],
)
def test_a_file_that_cannot_be_read_is_told_with_the_next_step(
    text: str | None, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "hunt.json"
    if text is not None:
        path.write_text(text)

    found, problems = load_hunt("program", tmp_path, None, CHECKS)

    assert found is None
    assert [str(problem) for problem in problems] == [
        f"{path}: cannot be read ({why}): get it again from where this folder came from"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '"test_negative"',
            '"test_sign"',
            ": names the check test_sign, which does not exist in the hunt's exercise",
        ),
        (
            '"test_negative"',
            '"test_double"',
            ": names the check test_double 2 times: a check belongs to one place",
        ),
        ('bug = "squares"', "", ":4: place[0].wrong[0]: bug is missing"),
        (
            "    return 1 / x\n'''\n",
            '    return 1 / x\n\'\'\'\n[[place.wrong]]\nbug = "keeps"\ntext = "    return x"\n',
            (
                ": has 1 places with 3 versions; want a multiple of 3, so that all versions can be "
                "equally frequent"
            ),
        ),
    ],
)
def test_what_is_wrong_with_the_bugs_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in BUGS

    found, problems = load(tmp_path, BUGS.replace(old, new))

    assert found is None
    assert f"{tmp_path}/hunt.toml{said}" in problems


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (
            PROGRAM.partition("\n\n\n")[0] + "\n",
            "hunt.toml: has 2 places, but the program has 1 solution regions",
        ),
        (
            PROGRAM.rpartition("    ### END")[0],
            "program.py:8: `### BEGIN SOLUTION` without an `### END SOLUTION` after it",
        ),
    ],
)
def test_what_is_wrong_with_the_program_is_told(tmp_path: Path, program: str, said: str) -> None:
    assert load(tmp_path, program=program) == (None, [f"{tmp_path}/{said}"])


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "hunt.toml").write_text(BUGS)

    found, problems = load_hunt("program", tmp_path, tmp_path, CHECKS)

    assert found is None
    said = f"{tmp_path}/program.py: cannot be read: No such file or directory"
    assert [str(problem) for problem in problems] == [said]


def test_comments_and_white_space_leave_a_sheet_untouched(hunt: Hunt) -> None:
    sheet = hunt.plant("09", "ada@x.org")

    assert is_untouched(sheet, sheet.replace("\n\n\n", "\n\n# hm\n").replace("(x)", "( x )"))
    assert not is_untouched(sheet, sheet.replace("def negative", "def positive"))
    assert not is_untouched(sheet, "def double(x:\n")
    assert not is_untouched(sheet, "")
    assert not is_untouched(sheet + " " * 5000, f"x = 0x{'f' * 5000}")


def test_a_group_mends_the_sheet_of_one_of_them(hunt: Hunt) -> None:
    people = ["ada@x.org", *(f"s{i}@x.org" for i in range(9))]
    other = next(
        p for p in people if hunt.plant("09", p)[-9:] != hunt.plant("09", "ada@x.org")[-9:]
    )
    pair = ["ada@x.org", other]

    assert [hunt.whose("09", pair, hunt.plant("09", one)) for one in pair] == pair
