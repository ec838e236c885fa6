import numpy as np

from autograder import after, assert_unchanged, expect, number, weight

# Losses are multiples of 1/8, so no sum of them is rounded and a tie is a tie.


def steps(draw, count):
    """Changes of the loss between 1/8 and 1."""
    return draw.integers(1, 9, count) / 8


def curve(draw, patience):
    """A validation loss that falls, rises without end of patience, falls, and rises for good.

    Within each rise the loss falls from epoch to epoch, yet not to the best: it is the best that
    counts, not the epoch before. At the end, too late, it falls below everything before.
    """
    losses = [20.0 - np.cumsum(steps(draw, int(draw.integers(3, 6))))]
    for wait in patience - 1, patience - 1, patience + 1:
        best = losses[-1].min()
        losses.append(best + np.cumsum(steps(draw, wait))[::-1])
        losses.append(best - np.cumsum(steps(draw, int(draw.integers(1, 4)))))
    return np.concatenate(losses)


def ask(student, oracle, losses, patience, min_delta):
    """The student's epochs are the oracle's."""
    got = student.early_stopping(losses.tolist(), patience, min_delta)
    want = oracle.early_stopping(losses, patience, min_delta)
    expect(got, "stop_epoch", "best_epoch").equals(want)


@number("5.1")
@weight(2)
def test_early_stopping_stops_when_patience_ends(student, oracle, draw):
    """Training stops `patience` epochs after the best one, and keeps the best one."""
    for patience in 3, 2, 5, 1:
        ask(student, oracle, curve(draw, patience), patience, 0.0)


@number("5.2")
@weight(2)
def test_early_stopping_counts_what_improves_by_more_than_min_delta(student, oracle, draw):
    """What lowers the best loss by less than min_delta does not count, however often it does."""
    small = np.array([40, 20, 12, 11, 16, 16, 16, 16, 16]) / 32  # less, though a share of the best
    ask(student, oracle, small, 3, 0.3125)
    slow = 9.0 - np.arange(7) / 8
    tail = slow[-1] - np.array([0.0, 1.0, 0.75, 0.875, 0.5, 0.625, 2.0, 1.0])
    ask(student, oracle, np.concatenate([slow, tail]), 4, 0.3125)
    for patience, min_delta in (3, 0.4375), (4, 0.8125):
        ask(student, oracle, curve(draw, patience), patience, min_delta)


@number("5.3")
@weight(1)
@after("test_early_stopping_stops_when_patience_ends")
def test_early_stopping_when_it_never_stops(student, oracle, draw):
    """When patience never ends, stop_epoch is the last epoch; one epoch is enough for that."""
    falling = 20.0 - np.cumsum(steps(draw, 9))
    ask(student, oracle, falling, 2, 0.0)
    waiting = np.concatenate([falling, falling[-1] + steps(draw, 2)])
    ask(student, oracle, waiting, 3, 0.0)
    ask(student, oracle, falling[:1], 1, 0.0)


@number("5.4")
@weight(1)
def test_early_stopping_at_ties(student, oracle, draw):
    """A loss that is equal to the best, or lower by exactly min_delta, is no improvement."""
    falling = 20.0 - np.cumsum(steps(draw, 4))
    level = np.full(3, falling[-1])
    ask(student, oracle, np.concatenate([falling, level, level - 9.0]), 3, 0.0)
    ask(student, oracle, np.concatenate([level[:1], level - 0.5, level - 0.75]), 3, 0.5)


@number("5.5")
@weight(1)
@after("test_early_stopping_stops_when_patience_ends")
def test_early_stopping_takes_lists_arrays_and_whole_numbers(student, oracle, draw):
    """Losses may be an array, a list or integers, below 0, and are left as they were."""
    losses = curve(draw, 3) - 25.0
    want = oracle.early_stopping(losses, 3, 0.0)
    whole = (8 * losses).astype(np.int64)
    for given in losses, losses.tolist(), tuple(losses.tolist()), whole, whole.tolist():
        got = assert_unchanged(student.early_stopping, given, 3, 0.0)
        whole_numbers = all(np.asarray(epoch).dtype.kind in "iu" for epoch in got)
        assert whole_numbers, "an epoch is a whole number, so that val_losses[best_epoch] works"
        expect(got, "stop_epoch", "best_epoch").equals(want)
