"""The notebook's pictures: what a student's own functions do; drawn after the exercise's checks."""

from __future__ import annotations

from typing import Any

import numpy as np
from descent import gradient_descent
from search import evolve, random_search
from surfaces import rosenbrock, rosenbrock_gradient

from autograder import draw


@draw
def rosenbrock_picture(plt: Any) -> None:
    """Your descent through your valley. Change the rates and the start: nothing here is graded."""
    _, (valley, heights) = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    x, y = np.meshgrid(np.linspace(-2, 2, 121), np.linspace(-0.7, 2.3, 121))
    z = np.apply_along_axis(rosenbrock, 0, np.stack([x, y]))
    valley.contour(x, y, z, levels=np.geomspace(0.2, 2500, 12), colors="0.75", linewidths=0.8)
    for lr in (0.0003, 0.0015):
        path = gradient_descent(
            rosenbrock_gradient, np.array([-1.2, 1.0]), lr=lr, tol=1e-3, max_iter=2000
        )
        valley.plot(path[:, 0], path[:, 1], linewidth=1.2, label=f"lr = {lr}")
        heights.semilogy([rosenbrock(point) for point in path], label=f"lr = {lr}")
    valley.plot(1, 1, "k*", markersize=10)
    valley.set(title="the path", xlabel="$x_0$", ylabel="$x_1$")
    heights.set(title="the value at each step", xlabel="step")
    heights.legend()


@draw
def evolve_picture(plt: Any) -> None:
    """Your two searches without a gradient, by how often they have asked for the value of f."""
    low, high, size = np.full(4, -2.0), np.full(4, 2.0), 20
    _, _, searched = random_search(rosenbrock, low, high, 1000, np.random.default_rng(2))
    _, _, evolved = evolve(
        rosenbrock, low, high, population_size=size, generations=49, elite=2, rate=0.3, scale=0.2,
        rng=np.random.default_rng(2),
    )  # fmt: skip
    _, axes = plt.subplots(figsize=(6.4, 3.4), layout="constrained")
    axes.semilogy(np.arange(1, 1001), searched, label="random search")
    axes.semilogy(size * np.arange(1, len(evolved) + 1), evolved, label="evolution")
    axes.set(title="Rosenbrock in 4 variables", xlabel="calls of f", ylabel="best value so far")
    axes.legend()
