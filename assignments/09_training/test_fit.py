from itertools import pairwise

import numpy as np

from autograder import after, assert_unchanged, expect, number, weight


def _network(draw, *sizes):
    """Parameters of a network with these widths; biases are not 0."""
    return [(0.6 * draw.normal(d, m), 0.3 * draw.normal(m)) for d, m in pairwise(sizes)]


def _samples(draw, n=23, d=5, c=3):
    """Samples of c classes, each of which occurs."""
    y = np.concatenate([np.arange(c), draw.integers(0, c, n - c)])
    return draw.normal(n, d), y


def _epochs(draw, n, batch_size, epochs):
    """Shuffled mini-batches; the last of an epoch is smaller, where n says so."""
    orders = [draw.permutation(n) for _ in range(epochs)]
    return [[order[i : i + batch_size] for i in range(0, n, batch_size)] for order in orders]


def _compare(student, oracle, params, x, y, **changes):
    """The student's training goes as PyTorch's: first the history, step by step, then params."""
    options = {"optimizer": "sgd", "schedule": "constant", "lr": 0.1, "lam": 0.0} | changes
    got, history = student.fit(params, x, y, **options)
    asked = (options[name] for name in ("optimizer", "schedule", "lr", "batches", "lam"))
    want, losses = oracle.fit(params, x, y, *asked)
    expect(history, "history").equals(losses)
    expect(got, "params").equals(want)


@number("1.1")
@weight(3)
def test_fit_makes_one_step(student, oracle, draw):
    """With one mini-batch, `fit` makes one step down the gradient of its loss."""
    x, y = _samples(draw)
    params, batches = _network(draw, 5, 4, 3), [[draw.permutation(23)[:9]]]
    got = student.fit(params, x, y, optimizer="sgd", schedule="constant", lr=0.2, batches=batches)
    want = oracle.fit(params, x, y, "sgd", "constant", 0.2, batches, 0.0)
    expect(got, "params", "history").equals(want)


@number("1.2")
@weight(3)
@after("test_fit_makes_one_step")
def test_fit_goes_through_all_batches_of_all_epochs(student, oracle, draw):
    """With "sgd" and "constant", `fit` goes as PyTorch does, step by step, through three epochs."""
    x, y = _samples(draw)
    batches = _epochs(draw, 23, 7, 3)
    _compare(student, oracle, _network(draw, 5, 4, 3), x, y, batches=batches)


@number("1.3")
@weight(3)
@after("test_fit_makes_one_step")
def test_fit_hands_the_penalty_on(student, oracle, draw):
    """The penalty of `lam` is in the gradients and in the history."""
    x, y = _samples(draw)
    batches = _epochs(draw, 23, 12, 2)
    _compare(student, oracle, _network(draw, 5, 4, 3), x, y, batches=batches, lam=0.4)


@number("1.4")
@weight(4)
@after("test_fit_goes_through_all_batches_of_all_epochs")
def test_fit_keeps_the_velocity(student, oracle, draw):
    """With "momentum", every array keeps its velocity from step to step and epoch to epoch."""
    x, y = _samples(draw)
    batches = _epochs(draw, 23, 8, 3)
    _compare(
        student, oracle, _network(draw, 5, 4, 3), x, y, optimizer="momentum", lr=0.05,
        batches=batches,
    )  # fmt: skip


@number("1.5")
@weight(4)
@after("test_fit_goes_through_all_batches_of_all_epochs")
def test_fit_keeps_the_averages_of_adam(student, oracle, draw):
    """With "adam", every array keeps its averages and its count of steps."""
    x, y = _samples(draw)
    batches = _epochs(draw, 23, 8, 3)
    _compare(
        student, oracle, _network(draw, 5, 4, 3), x, y, optimizer="adam", lr=0.03, batches=batches
    )


@number("1.6")
@weight(4)
@after("test_fit_goes_through_all_batches_of_all_epochs")
def test_fit_follows_the_step_schedule(student, oracle, draw):
    """With "step", the rate is halved after each quarter of all steps."""
    x, y = _samples(draw)
    batches = [*_epochs(draw, 23, 6, 2), *_epochs(draw, 23, 9, 1)]  # 4 + 4 + 3 = 11 steps
    _compare(
        student, oracle, _network(draw, 5, 4, 3), x, y, schedule="step", lr=0.3, batches=batches
    )


@number("1.7")
@weight(4)
@after("test_fit_goes_through_all_batches_of_all_epochs")
def test_fit_follows_the_cosine_schedule(student, oracle, draw):
    """With "cosine", the rate glides to 0 over all steps, with any optimizer."""
    x, y = _samples(draw)
    for optimizer in "sgd", "momentum":
        batches = [*_epochs(draw, 23, 6, 1), *_epochs(draw, 23, 9, 2)]  # 4 + 3 + 3 = 10 steps
        _compare(
            student, oracle, _network(draw, 5, 4, 3), x, y, optimizer=optimizer,
            schedule="cosine", lr=0.2, batches=batches,
        )  # fmt: skip


@number("1.8")
@weight(3)
def test_history_is_the_loss_before_each_step(student, oracle, draw):
    """The history has an entry a step: the loss of that mini-batch at the parameters before it."""
    x, y = _samples(draw)
    batches = _epochs(draw, 23, 9, 2)
    params = _network(draw, 5, 4, 3)
    # With a rate of 0 nothing moves, so whatever the steps are, the losses are these.
    still = {"optimizer": "sgd", "schedule": "constant", "lr": 0.0, "lam": 0.2}
    _, history = student.fit(params, x, y, batches=batches, **still)
    want = oracle.fit(params, x, y, "sgd", "constant", 0.0, batches, 0.2)[1]
    expect(history, "history").equals(want)
    _, history = student.fit(params, x, y, batches=batches, **{**still, "lr": 0.3})
    second = oracle.fit(params, x, y, "sgd", "constant", 0.3, batches, 0.2)[1][:2]
    expect(history[:2], "the history's first two").equals(second)


@number("1.9")
@weight(3)
@after("test_fit_goes_through_all_batches_of_all_epochs")
def test_fit_trains_networks_of_any_depth(student, oracle, draw):
    """`fit` trains a linear classifier, and a network with two hidden layers."""
    x, y = _samples(draw)
    for sizes in (5, 3), (5, 4, 4, 3):  # two biases of one shape
        batches = _epochs(draw, 23, 10, 2)
        _compare(
            student, oracle, _network(draw, *sizes), x, y, optimizer="momentum", lr=0.05,
            batches=batches, lam=0.1,
        )  # fmt: skip


@number("1.10")
@weight(2)
@after("test_fit_makes_one_step")
def test_fit_uses_the_batches_as_they_are(student, oracle, draw):
    """Mini-batches may have one sample, repeat a sample, or leave samples out."""
    x, y = _samples(draw)
    batches = [[np.array([4]), np.array([7, 2, 7, 7])], [np.array([11, 3])]]
    _compare(student, oracle, _network(draw, 5, 4, 3), x, y, batches=batches)


@number("1.11")
@weight(2)
@after("test_fit_makes_one_step")
def test_fit_leaves_its_arguments_unchanged(student, draw):
    """`fit` leaves params, x, y and batches as they were."""
    x, y = _samples(draw)
    for optimizer in "sgd", "adam":
        assert_unchanged(
            student.fit, _network(draw, 5, 4, 3), x, y, optimizer=optimizer, schedule="constant",
            lr=0.1, batches=_epochs(draw, 23, 9, 2),
        )  # fmt: skip


@number("1.12")
@weight(2)
@after("test_fit_keeps_the_velocity", "test_fit_keeps_the_averages_of_adam")
def test_fit_remembers_nothing_between_calls(student, oracle, draw):
    """A second training starts afresh: it knows nothing of the first, nor of its samples."""
    for optimizer in "momentum", "adam":
        for schedule, lam in ("cosine", 0.1), ("step", 0.3):
            x, y = _samples(draw)
            _compare(
                student, oracle, _network(draw, 5, 4, 3), x, y, optimizer=optimizer,
                schedule=schedule, lr=0.05, batches=_epochs(draw, 23, 9, 2), lam=lam,
            )  # fmt: skip


@number("1.13")
@weight(1)
@after("test_fit_goes_through_all_batches_of_all_epochs")
def test_fit_shows_every_epoch(student, oracle, draw):
    """After each epoch, `show` is called with its number and the losses of its steps."""
    x, y = _samples(draw)
    for _ in range(2):  # what remembers its first call betrays itself
        params, batches, seen = _network(draw, 5, 4, 3), _epochs(draw, 23, 9, 1), []
        batches += _epochs(draw, 23, 6, 2)  # 3 + 4 + 4 steps
        options = {"optimizer": "sgd", "schedule": "constant", "lr": 0.2, "batches": batches}
        student.fit(params, x, y, **options, show=lambda *shown, seen=seen: seen.append(shown))
        losses = oracle.fit(params, x, y, "sgd", "constant", 0.2, batches, 0.0)[1]
        assert all(len(shown) == 2 for shown in seen), "show wants a number and losses"
        assert [number for number, _ in seen] == [0, 1, 2], (
            "show should be called once after each epoch, with its number, counted from 0"
        )
        for (_, got), want in zip(seen, np.split(losses, [3, 7]), strict=True):
            assert isinstance(got, list), "show wants the losses of the epoch as a list"
            expect(got, "losses of the epoch").equals(want.tolist())
