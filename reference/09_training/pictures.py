"""The notebook's pictures: what a student's own functions do; drawn after the exercise's checks."""

from __future__ import annotations

from typing import Any

import numpy as np
from training import digits, fit, init_mlp, mlp_scores, overfit_small_batch, shuffled_batches

from autograder import draw, load_digits


@draw
def fit_picture(plt: Any) -> None:
    """The loss of your `fit` on the digits, step by step. Change the rates: nothing is graded."""
    data = load_digits()
    _, axes = plt.subplots(figsize=(7, 3.4), layout="constrained")
    for optimizer, lr in (("sgd", 0.1), ("momentum", 0.1), ("adam", 0.003)):
        rng = np.random.default_rng(9)
        params = init_mlp([64, 32, 10], rng)
        batches = shuffled_batches(len(data.x_train), batch_size=64, epochs=10, rng=rng)
        _, history = fit(
            params, data.x_train, data.y_train, optimizer=optimizer, schedule="constant", lr=lr,
            batches=batches,
        )  # fmt: skip
        (line,) = axes.semilogy(history, linewidth=0.5, alpha=0.4)
        means = history.reshape(10, -1).mean(axis=1)
        middles = (np.arange(10) + 0.5) * len(history) / 10
        axes.plot(middles, means, ".-", color=line.get_color(), label=f"{optimizer}, lr = {lr}")
    axes.set(title="each step, and the mean of each epoch", xlabel="step", ylabel="loss")
    axes.legend()


@draw
def overfit_small_batch_picture(plt: Any) -> None:
    """How your network learns fifty samples by heart: with their labels, and with labels by lot."""
    data, rng = load_digits(), np.random.default_rng(9)
    x, y = data.x_train[:50], data.y_train[:50]
    _, axes = plt.subplots(figsize=(6.4, 3.2), layout="constrained")
    for name, labels in {"their own labels": y, "labels by lot": rng.integers(10, size=50)}.items():
        _, history = overfit_small_batch(x, labels, 200, np.random.default_rng(9))
        axes.semilogy(history, label=name)
    axes.axhline(1e-2, color="0.6", linestyle="--", label="what is asked for")
    axes.set(xlabel="step", ylabel="loss")
    axes.legend()


@draw
def digits_picture(plt: Any) -> None:
    """The test images that your network misreads: what it says, and what they are."""
    data = load_digits()
    params = digits(data.x_train, data.y_train, np.random.default_rng(9))
    answers = mlp_scores(params, data.x_test).argmax(axis=1)
    wrong = np.flatnonzero(answers != data.y_test)
    figure, panels = plt.subplots(2, 8, figsize=(8, 2.8), layout="constrained")
    figure.suptitle(f"{len(wrong)} of {len(answers)} test images are misread")
    for axes, index in zip(panels.flat, wrong, strict=False):
        axes.imshow(data.x_test[index].reshape(8, 8), cmap="gray_r")
        axes.set_title(f"{answers[index]}, not {data.y_test[index]}", fontsize=8)
    for axes in panels.flat:
        axes.axis("off")
