from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from autograder.gradescope.endings import over_quota
from autograder.gradescope.metadata import Metadata, Previous
from autograder.gradescope.quota import refused_until

START = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAY = timedelta(hours=24)


def at(hour: float) -> datetime:
    return START + timedelta(hours=hour)


def asked(hour: float, earlier: list[float], *, failed: frozenset[float] = frozenset()) -> bool:
    """Whether a submission at that hour is graded, two a day being allowed."""
    previous = tuple(Previous(at(e), 1.0, e in failed, None) for e in earlier)
    return refused_until(Metadata(at(hour), previous), 2, DAY) is None


def test_within_the_window_as_many_are_graded_as_may_be() -> None:
    assert [asked(2, []), asked(2, [0]), asked(2, [0, 1])] == [True, True, False]


def test_what_is_older_than_the_window_does_not_count() -> None:
    assert asked(24, [0, 1])
    assert not asked(23.99, [0, 1])


def test_a_failure_of_the_autograder_does_not_count() -> None:
    assert asked(2, [0, 1], failed=frozenset({1}))


def test_a_refused_submission_does_not_prolong_the_wait() -> None:
    assert asked(24, [0, 1, 2, 3, 4, 23])


def test_it_is_told_when_the_next_one_is_graded() -> None:
    previous = tuple(Previous(at(hour), 1.0, False, None) for hour in (0, 5, 6))

    assert refused_until(Metadata(at(7), previous), 2, DAY) == at(24)


def test_how_many_are_graded_is_told_and_when_the_next_one_is() -> None:
    submitted = Metadata(at(2), (Previous(at(0), 1.0, failed=False, results=None),))

    told = {limit: over_quota(submitted, limit, 24, at(24))["output"] for limit in (1, 2)}

    assert told == {
        limit: f"Not graded: {counted} graded within 24 hours, and that was used up.\n"
        "What is shown is your previous result.\n"
        "A submission after 2026-03-02 00:00:00 UTC will be graded again."
        for limit, counted in ((1, "1 submission is"), (2, "2 submissions are"))
    }


def test_without_a_time_of_its_own_a_submission_is_graded() -> None:
    assert refused_until(Metadata(None, (Previous(at(0), 1.0, False, None),)), 1, DAY) is None


@given(
    hours=st.lists(st.integers(0, 100), max_size=12, unique=True).map(sorted),
    limit=st.integers(1, 4),
)
def test_no_window_ever_has_more_than_the_limit_and_none_is_refused_below_it(
    hours: list[int], limit: int
) -> None:
    graded: list[int] = []
    for place, hour in enumerate(hours):
        previous = tuple(Previous(at(h), 1.0, False, None) for h in hours[:place])
        within = [h for h in graded if hour - h < 24]
        if refused_until(Metadata(at(hour), previous), limit, DAY) is None:
            assert len(within) < limit
            graded.append(hour)
        else:
            assert len(within) == limit
