"""Whoever moved is told, and nobody is lost, whatever their hand-ins are called now."""

from __future__ import annotations

from dataclasses import replace

import graded

from autograder.batch.hand_in import Person
from autograder.batch.ledger import Entry
from autograder.batch.regrade import moves, never_lower, paired, vanished


def entry(name: str, who: str, passed: int) -> Entry:
    """A hand-in of so many points out of three."""
    checks = [graded.check(f"1.{i}", "passed" if i <= passed else "failed") for i in (1, 2, 3)]
    found = graded.entry(name, checks)
    people = tuple(Person(one) for one in who.split("+"))
    return replace(found, hand_in=replace(found.hand_in, people=people))


def ungraded(name: str, who: str) -> Entry:
    return replace(entry(name, who, 0), job=None, verdict=None)


def told(before: list[Entry], after: list[Entry]) -> list[tuple[str, float, float]]:
    return [(move.hand_in, move.before, move.after) for move in moves(paired(before, after))]


def kept(before: list[Entry], after: list[Entry]) -> dict[str, float]:
    entries = never_lower(paired(before, after))
    return {e.hand_in.id: e.verdict["score"] for e in entries if e.verdict}


def test_a_hand_in_under_another_name_is_still_its_students() -> None:
    before = [entry("submission_11", "ann", 2), entry("bob.zip", "bob", 3)]
    after = [entry("submission_57", "ann", 3), entry("bob", "bob", 1)]

    assert told(before, after) == [("bob", 3, 1), ("submission_57", 2, 3)]
    assert kept(before, after) == {"submission_57": 3, "bob": 3}


def test_of_several_hand_ins_each_is_compared_with_itself() -> None:
    before = [entry("ann.py", "ann", 1), entry("ann.zip", "ann", 3)]

    assert told(before, before) == []
    assert told(before, [entry("ann.py", "ann", 2)]) == [("ann.py", 3, 2)]


def test_who_has_handed_in_nothing_now_is_told_and_keeps_the_higher() -> None:
    before = [entry("ann", "ann", 2), ungraded("bob", "bob"), entry("zoe", "zoe", 1)]
    after = [entry("cat", "cat", 3)]

    assert [hand_in.id for hand_in in vanished(paired(before, after))] == ["ann", "zoe"]
    assert kept(before, after) == {"ann": 2, "cat": 3, "zoe": 1}
    assert list(never_lower(paired([], after))) == after


def test_whoever_joins_a_group_or_leaves_it_does_not_fall() -> None:
    before = [entry("s1", "ann+bob", 3)]
    after = [entry("s2", "ann+bob+cat", 2)]

    assert kept(before, after) == {"s1": 3, "s2": 2}


def test_what_cannot_be_opened_any_more_keeps_the_higher() -> None:
    assert kept([entry("ann", "ann", 2)], [ungraded("ann", "ann")]) == {"ann": 2}


def test_two_whom_the_platform_calls_the_same_are_not_taken_for_each_other() -> None:
    def of(name: str, email: str, passed: int) -> Entry:
        found = entry(name, "none", passed)
        people = (Person("none", "", email),)
        return replace(found, hand_in=replace(found.hand_in, people=people))

    before = [of("s1", "ann@x.org", 3), of("s2", "bob@x.org", 1)]

    assert told(before, [of("s3", "bob@x.org", 2)]) == [("s3", 1, 2)]
    assert kept(before, [of("s3", "bob@x.org", 2)]) == {"s1": 3, "s3": 2}
    assert kept(before, [of("s1", "", 2)]) == {"s1": 3}  # before a roster told the address
