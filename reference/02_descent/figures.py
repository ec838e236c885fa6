"""The handout's figures: each function draws one, with the reference's own code."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from descent import gradient_descent, minibatch_gradient
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from search import evolve, random_search
from surfaces import rosenbrock, rosenbrock_gradient

GREY = "0.75"


def _contours(
    ax: Axes,
    function: Callable[[np.ndarray], float],
    extent: tuple[float, float, float, float],
    levels: np.ndarray,
) -> None:
    """Level lines of a function of two variables, over left, right, bottom and top."""
    left, right, bottom, top = extent
    x, y = np.meshgrid(np.linspace(left, right, 121), np.linspace(bottom, top, 121))
    z = np.apply_along_axis(function, 0, np.stack([x, y]))
    ax.contour(x, y, z, levels=levels, colors=GREY, linewidths=0.8)
    ax.set(xlim=(left, right), ylim=(bottom, top))
    ax.grid(visible=False)


def valley() -> Figure:
    """Gradient descent on Rosenbrock's function, from the same start at three rates."""
    figure, axes = plt.subplots(1, 3, figsize=(8.4, 3.4), sharey=True)
    start = np.array([-1.2, 1.0])
    rates = {0.0003: "slow", 0.0015: "nearly there", 0.0035: "never settles"}
    for color, ax, (lr, word) in zip(("C0", "C2", "C1"), axes, rates.items(), strict=True):
        _contours(ax, rosenbrock, (-2.0, 2.0, -0.7, 2.3), np.geomspace(0.2, 2500.0, 12))
        path = gradient_descent(rosenbrock_gradient, start, lr=lr, tol=1e-3, max_iter=2500)
        ax.plot(path[:, 0], path[:, 1], color=color, linewidth=1.2)
        ax.plot(*start, "o", color="black", markersize=5)
        ax.plot(1.0, 1.0, "*", color="black", markersize=10)
        ax.set(title=f"lr = {lr}: {word}", xlabel="$x_0$")
    axes[0].set_ylabel("$x_1$")
    return figure


def stable_rate() -> Figure:
    """A quadratic with eigenvalues 1 and 8, below, at and above its largest stable rate."""
    hessian = np.diag([1.0, 8.0])
    figure, axes = plt.subplots(1, 3, figsize=(8.4, 3.2), sharey=True)
    words = "below: it converges", "at 2 / 8: it circles for ever", "above: it diverges"
    for color, ax, lr, word in zip(
        ("C0", "C2", "C1"), axes, (0.22, 0.25, 0.258), words, strict=True
    ):
        _contours(
            ax, lambda x: float(x @ hessian @ x / 2), (-1, 11, -4, 4), np.arange(2, 90, 6) ** 1.0
        )
        path = gradient_descent(
            lambda x: hessian @ x, np.array([10.0, 1.0]), lr=lr, tol=0.0, max_iter=24
        )
        ax.plot(path[:, 0], path[:, 1], color=color, marker=".", markersize=5, linewidth=1.0)
        ax.plot(*path[0], "o", color="black", markersize=5)
        ax.plot(0.0, 0.0, "*", color="black", markersize=10)
        ax.set(title=f"lr = {lr}\n{word}", xlabel="eigenvalue 1")
    axes[0].set_ylabel("eigenvalue 8")
    return figure


def critical_points() -> Figure:
    """Level lines about a minimum, a maximum, a saddle, and a point that is undecided."""
    figure, axes = plt.subplots(1, 4, figsize=(8.4, 2.7), sharey=True)
    surfaces: dict[str, Callable[[np.ndarray], float]] = {
        "minimum\n$x^2 + 2 y^2$": lambda p: float(p[0] ** 2 + 2 * p[1] ** 2),
        "maximum\n$-x^2 - 2 y^2$": lambda p: float(-(p[0] ** 2) - 2 * p[1] ** 2),
        "saddle\n$x^2 - 2 y^2$": lambda p: float(p[0] ** 2 - 2 * p[1] ** 2),
        "degenerate\n$x^2 + 4 y^3$": lambda p: float(p[0] ** 2 + 4 * p[1] ** 3),
    }
    grid = np.linspace(-1.0, 1.0, 41)
    x, y = np.meshgrid(grid, grid)
    for ax, (title, function) in zip(axes, surfaces.items(), strict=True):
        z = np.apply_along_axis(function, 0, np.stack([x, y]))
        shown = ax.contourf(x, y, z, levels=np.linspace(-3, 3, 13), cmap="PuOr_r", extend="both")
        ax.contour(x, y, z, levels=np.linspace(-3, 3, 13), colors="white", linewidths=0.4)
        ax.plot(0.0, 0.0, "o", color="black", markersize=4)
        ax.set(title=title, aspect="equal", xlabel="$x$")
        ax.title.set_fontsize(10)
        ax.grid(visible=False)
    axes[0].set_ylabel("$y$")
    figure.colorbar(shown, ax=axes, label="height", ticks=[-3, 0, 3], shrink=0.8)
    return figure


def minibatches() -> Figure:
    """Gradients of many mini-batches about the gradient of all samples, for two batch sizes."""
    rng = np.random.default_rng(1)
    n, w = 200, np.array([0.0, 0.0])
    x = rng.normal(size=(n, 2))
    y = x @ np.array([1.5, -1.0]) + rng.normal(scale=1.5, size=n)

    def grad_of_one(one: np.ndarray, target: np.ndarray, w: np.ndarray) -> np.ndarray:
        gradient: np.ndarray = (one @ w - target) * one
        return gradient

    full = minibatch_gradient(grad_of_one, x, y, w, np.arange(n))
    figure, axes = plt.subplots(1, 2, figsize=(7.2, 3.5), sharex=True, sharey=True)
    for ax, size in zip(axes, (4, 32), strict=True):
        batches = (rng.permutation(n)[:size] for _ in range(300))
        points = np.array([minibatch_gradient(grad_of_one, x, y, w, batch) for batch in batches])
        ax.plot(*points.T, ".", color="C0", markersize=4, alpha=0.5, label="one mini-batch")
        ax.plot(*points.mean(axis=0), "+", color="C1", markersize=16, label="their mean")
        ax.plot(*full, "o", color="black", markersize=6, fillstyle="none", label="all 200 samples")
        ax.set(title=f"batches of {size}", xlabel="gradient by $w_0$")
    axes[0].set_ylabel("gradient by $w_1$")
    axes[1].legend(loc="upper right")
    return figure


def search_progress() -> Figure:
    """Best value so far against calls of f: random search and the genetic algorithm, ten runs."""
    low, high = np.full(4, -2.0), np.full(4, 2.0)
    size, generations, elite = 40, 40, 2
    figure, ax = plt.subplots()
    calls = size + (size - elite) * np.arange(generations + 1)
    for seed in range(10):
        _, _, history = random_search(
            rosenbrock, low, high, int(calls[-1]), np.random.default_rng(seed)
        )
        label = "random search" if seed == 0 else None
        ax.plot(np.arange(1, len(history) + 1), history, color="C1", linewidth=0.9, label=label)
        _, _, history = evolve(
            rosenbrock, low, high, population_size=size, generations=generations, elite=elite,
            rate=0.3, scale=0.15, rng=np.random.default_rng(seed),
        )  # fmt: skip
        label = "genetic algorithm" if seed == 0 else None
        ax.plot(calls, history, color="C0", linewidth=0.9, drawstyle="steps-post", label=label)
    ax.set(yscale="log", xlabel="calls of $f$", ylabel="smallest value so far")
    ax.set_title("Rosenbrock's function of four variables, ten runs each")
    ax.legend()
    return figure
