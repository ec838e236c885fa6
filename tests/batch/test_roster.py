"""What students are asked follows from their address, so the platform's names are looked up."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.batch.hand_in import HandIn, Person
from autograder.batch.roster import Roster, read_roster
from autograder.errors import UsageError

GRADESCOPE = """\
First Name,Last Name,SID,Email,Role
Ann,Lee,007,ann@x.org,Student
Bob,Ray,008,bob@x.org,Student
"""
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,HW 1 (77)
    Points Possible,,,,,100
"Lee, Ann",41,007,ann@x.org,A,42
"Ray, Bob",42,008,bob@x.org,A,41
"""
MOODLE = """\
Identifier;"Full name";"Email address";Status;Grade
Participant 501;Ann Lee;ann@x.org;Submitted;502
Participant 502;Bob Ray;bob@x.org;Submitted;501
"""


def roster(tmp_path: Path, text: str) -> Roster:
    (tmp_path / "roster.csv").write_text(text, "utf-8")
    return read_roster(tmp_path / "roster.csv")


def hand_in(*people: Person) -> HandIn:
    return HandIn("h", people, Path("h"))


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (GRADESCOPE, ("007", "ann", "ANN@x.org")),
        (CANVAS, ("41", "007", "ann")),
        (MOODLE, ("501", "ann@x.org")),
        ("\ufeffe-mail\r\nann@x.org\r\n\r\nbob@x.org\r\n", ("ann",)),
    ],
    ids=["Gradescope", "Canvas", "Moodle", "addresses alone"],
)
def test_a_student_is_found_by_whatever_the_platform_calls_them(
    tmp_path: Path, text: str, known: tuple[str, ...]
) -> None:
    found = roster(tmp_path, text)

    for one in known:
        (its,) = found.known([hand_in(Person(one))])
        assert (its.people[0].id, its.identities) == (one, ("ann@x.org",))


def test_whoever_the_roster_does_not_know_stays_and_is_told(tmp_path: Path) -> None:
    found = roster(tmp_path, MOODLE)
    group = hand_in(Person("501", "A. Lee"), Person("77", "Zoe"))

    (its,) = found.known([group])

    assert its.people == (Person("501", "A. Lee", "ann@x.org"), Person("77", "Zoe"))
    assert found.strangers([group]) == [Person("77", "Zoe")]
    assert found.absent([group]) == [Person("bob@x.org", "Bob Ray", "bob@x.org")]


def test_what_the_platform_tells_itself_stays(tmp_path: Path) -> None:
    ann = Person("007", "A. Lee", "ann@home.org")

    (its,) = roster(tmp_path, GRADESCOPE).known([hand_in(ann)])

    assert its.people == (ann,)


def test_what_two_students_are_called_names_neither(tmp_path: Path) -> None:
    found = roster(tmp_path, "SID,Email\nnone,ann@x.org\nnone,ann@y.org\n,cat@x.org\n")

    for one in ("none", "ann"):
        assert found.place_of(Person(one)) is None
    assert found.place_of(Person("cat")) == 2


def test_who_is_listed_twice_or_without_an_address_is_on_the_roster(tmp_path: Path) -> None:
    found = roster(tmp_path, "SID,Email\n7,ann@x.org\n8,\n7,ann@x.org\n9,ann@x.org\n")

    assert [p.id for p in found.people] == ["ann@x.org", "8", "ann@x.org"]
    assert found.strangers([hand_in(Person("8"), Person("9"))]) == []
    assert found.place_of(Person("8")) == 1


def test_what_has_no_addresses_is_no_roster(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="got: the columns Name, SID\n  want: a list of students"):
        roster(tmp_path, "Name,SID\nAnn,7\n")
