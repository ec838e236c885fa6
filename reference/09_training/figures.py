"""The handout's figures, drawn from the reference; see tools/figures.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from training import SCHEDULES, Parameters, digits, fit, init_mlp, mlp_scores

from autograder import load_digits
from autograder.course.load import load_assignment

EPOCHS = 20
BATCH = 64
HERE = Path(__file__).parent


def _plan(n: int, epochs: int, rng: np.random.Generator) -> list[list[np.ndarray]]:
    orders = [rng.permutation(n) for _ in range(epochs)]
    return [[order[i : i + BATCH] for i in range(0, n, BATCH)] for order in orders]


def _train(
    optimizer: str, schedule: str, lr: float, epochs: int = EPOCHS, batch_lam: float = 0.0
) -> tuple[Parameters, np.ndarray]:
    """Train 64-64-10 on the digits, from the same start and through the same mini-batches."""
    data, rng = load_digits(), np.random.default_rng(9)
    params = init_mlp([64, 64, 10], rng)
    plan = _plan(len(data.x_train), epochs, rng)
    return fit(
        params, data.x_train, data.y_train, optimizer=optimizer, schedule=schedule, lr=lr,
        batches=plan, lam=batch_lam,
    )  # fmt: skip


def _by_epoch(history: np.ndarray, epochs: int = EPOCHS) -> np.ndarray:
    """The mean loss of each epoch."""
    return np.array([part.mean() for part in np.split(history, epochs)])


def losses_by_optimizer() -> Figure:
    """One run step by step, and three optimizers by epochs."""
    figure = Figure(figsize=(7.2, 3.5))
    steps, epochs = figure.subplots(1, 2)
    _, history = _train("adam", "constant", 0.003)
    steps.plot(np.arange(1, len(history) + 1), history, linewidth=0.8, label="each step")
    per_epoch = len(history) // EPOCHS
    middles = per_epoch * (np.arange(EPOCHS) + 0.5)
    steps.plot(middles, _by_epoch(history), "o-", markersize=3, label="mean of each epoch")
    steps.set(xlabel="step", ylabel="loss", title="Adam, lr = 0.003", yscale="log")
    steps.legend()
    x = np.arange(1, EPOCHS + 1)
    for optimizer, lr in ("sgd", 0.1), ("momentum", 0.1), ("adam", 0.003):
        _, history = _train(optimizer, "constant", lr)
        epochs.plot(x, _by_epoch(history), label=f"{optimizer}, lr = {lr}")
    epochs.set(
        xlabel="epoch", title="mean loss of each epoch", yscale="log", xticks=[1, 5, 10, 15, 20]
    )
    epochs.legend()
    return figure


def schedules() -> Figure:
    """The three schedules, and what they do to the end of a training."""
    figure = Figure(figsize=(7.2, 3.3))
    rates, losses = figure.subplots(1, 2)
    steps = 23 * EPOCHS
    t = np.arange(steps)
    for name, rate in SCHEDULES.items():
        rates.plot(t, [rate(int(i), steps, 0.1) for i in t], label=name)
        _, history = _train("adam", name, 0.1)
        losses.plot(np.arange(1, EPOCHS + 1), _by_epoch(history), label=name)
    rates.set(xlabel="step t of 460", title="rate, from lr = 0.1", ylim=(0.0, 0.11))
    losses.set(
        xlabel="epoch",
        title="mean loss of each epoch, Adam",
        yscale="log",
        xticks=[1, 5, 10, 15, 20],
    )
    for axes in rates, losses:
        axes.legend()
    return figure


def accuracy_by_epoch() -> Figure:
    """Training and test accuracy after each epoch."""
    data = load_digits()
    shares: dict[str, list[float]] = {"training samples": [], "test samples": []}
    counts = [*range(1, 11), 12, 15, 20, 25, 30]
    for epochs in counts:
        params, _ = _train("adam", "constant", 0.003, epochs=epochs)
        for (_, row), (x, y) in zip(
            shares.items(),
            ((data.x_train, data.y_train), (data.x_test, data.y_test)),
            strict=True,
        ):
            row.append(float(np.mean(mlp_scores(params, x).argmax(axis=1) == y)))
    figure = Figure(figsize=(6.4, 3.6))
    axes = figure.subplots()
    for name, row in shares.items():
        axes.plot(counts, row, "o-", markersize=3, label=name)
    axes.axhline(0.96, color="#777777", linewidth=1, linestyle=":")
    axes.text(30.0, 0.954, "0.96", ha="right", va="top", fontsize=9, color="#555555")
    axes.set(xlabel="epoch", ylabel="accuracy", ylim=(0.84, 1.005))
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 0.12))
    return figure


def misread_digits() -> Figure:
    """Test images that the reference's network reads wrongly."""
    data = load_digits()
    params = digits(data.x_train, data.y_train, np.random.default_rng(1))
    read = mlp_scores(params, data.x_test).argmax(axis=1)
    wrong = np.flatnonzero(read != data.y_test)[:8]
    figure = Figure(figsize=(6.8, 1.5))
    for axes, i in zip(figure.subplots(1, 8), wrong, strict=False):
        axes.imshow(data.x_test[i].reshape(8, 8), cmap="gray_r", vmin=0.0, vmax=1.0)
        axes.set_title(f"{data.y_test[i]}, read as {read[i]}", fontsize=8)
        axes.set(xticks=[], yticks=[])
        axes.grid(visible=False)
        for spine in axes.spines.values():
            spine.set_visible(False)
    return figure


def fifty_samples() -> Figure:
    """The loss of fifty samples: real labels, random ones, and a model that is too simple."""
    data, rng = load_digits(), np.random.default_rng(2)
    x, y = data.x_train[:50], data.y_train[:50]
    dice = rng.integers(0, 10, 50)
    few = x[:, :20] @ rng.normal(size=(20, 12))  # twelve features: too few for a linear model
    curves: tuple[tuple[str, np.ndarray, np.ndarray, list[int]], ...] = (
        ("the digits' own labels", x, y, [100]),
        ("labels drawn at random", few, dice, [100]),
        ("the same, without a hidden layer", few, dice, []),
    )
    figure = Figure(figsize=(6.4, 3.6))
    axes = figure.subplots()
    for name, samples, labels, hidden in curves:
        params = init_mlp([samples.shape[1], *hidden, 10], np.random.default_rng(3))
        _, history = fit(
            params, samples, labels, optimizer="adam", schedule="constant", lr=0.01,
            batches=[[np.arange(50)]] * 400,
        )  # fmt: skip
        axes.plot(np.arange(400), history, label=name)
    axes.axhline(1e-2, color="#777777", linewidth=1, linestyle=":")
    axes.text(400.0, 1.15e-2, "0.01", ha="right", fontsize=9, color="#555555")
    axes.set(xlabel="step", ylabel="loss of all 50 samples", yscale="log", ylim=(5e-4, 7.0))
    axes.legend(loc="upper right", bbox_to_anchor=(1.0, 0.78))
    return figure


def what_a_bug_costs() -> Figure:
    """The test accuracy of the program of the bug hunt with each one of the bugs in it."""
    shares = sorted(_accuracies())
    right = _accuracy(_program({}))
    figure = Figure(figsize=(6.4, 2.9))
    axes = figure.subplots()
    axes.plot(np.arange(1, len(shares) + 1), shares, "o", label="with one bug")
    axes.axhline(right, color="#009e73", label="right")
    axes.set(xlabel="bugs, by what they cost", ylabel="test accuracy", ylim=(0.0, 1.04), xticks=[])
    axes.legend(loc="lower right")
    return figure


def _program(changes: dict[int, str]) -> str:
    hunt = load_assignment(HERE.parents[1] / "assignments" / HERE.name).hunt
    assert hunt is not None  # noqa: S101 - this is the assignment with the bug hunt
    source = (HERE / "hunt.py").read_text(encoding="utf-8")
    lines = [
        changes.get(i, next(v for v in place.versions if v in source))
        for i, place in enumerate(hunt.places)
    ]
    return "".join(part for pair in zip(hunt.pieces, [*lines, ""], strict=True) for part in pair)


def _accuracies() -> list[float]:
    hunt = load_assignment(HERE.parents[1] / "assignments" / HERE.name).hunt
    assert hunt is not None  # noqa: S101
    source = (HERE / "hunt.py").read_text(encoding="utf-8")
    wrong = [
        (i, version)
        for i, place in enumerate(hunt.places)
        for version in place.versions
        if version not in source
    ]
    return [_accuracy(_program({i: version})) for i, version in wrong]


def _accuracy(program: str) -> float:
    """Train as the program itself does, for fewer epochs; its own test accuracy, bug and all."""
    space: dict[str, Any] = {"__name__": "program"}
    exec(program, space)  # noqa: S102 - ours
    data, rng = load_digits(), np.random.default_rng(0)
    x_train, x_test = space["standardize"](data.x_train, data.x_test)
    params = space["initial_params"]((64, 64, 10), rng)
    with np.errstate(all="ignore"):  # some bugs let training run away
        params, _ = space["train"](
            params, x_train, data.y_train, epochs=20, batch_size=32, lr=0.02, momentum=0.9,
            p_drop=0.2, rng=rng,
        )  # fmt: skip
        return float(space["accuracy"](params, x_test, data.y_test, 0.2, rng))
