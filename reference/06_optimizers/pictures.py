"""The notebook's pictures: what a student's own functions do; drawn after the exercise's checks."""

from __future__ import annotations

from typing import Any

import numpy as np
from adam import adam_step, adamax_step, adamw_step, nadam_step
from adaptive import adadelta_step, adagrad_step, rmsprop_step
from momentum import momentum_step, nesterov_step, sgd_step
from schedules import cosine_decay, exponential_decay, linear_warmup, step_decay

from autograder import draw


@draw
def nadam_picture(plt: Any) -> None:
    """Forty steps of your ten optimizers in a narrow bowl. Change the rates: nothing is graded."""
    steep = np.array([1.0, 25.0])
    rates: dict[Any, float] = {
        sgd_step: 0.072, momentum_step: 0.01, nesterov_step: 0.02, adagrad_step: 0.8,
        adadelta_step: 1.0, rmsprop_step: 0.1, adam_step: 0.3, adamw_step: 0.3,
        adamax_step: 0.3, nadam_step: 0.3,
    }  # fmt: skip
    x, y = np.meshgrid(np.linspace(-4.6, 2.2, 61), np.linspace(-1.6, 1.6, 61))
    _, panels = plt.subplots(2, 5, figsize=(10, 4.2), sharex=True, sharey=True)
    for axes, (step, lr) in zip(panels.flat, rates.items(), strict=True):
        w, state, path = np.array([-4.0, 1.0]), None, [(-4.0, 1.0)]
        for _ in range(40):
            w, state = step(w, steep * w, state, lr=lr)
            path.append(tuple(w))
        axes.contour(x, y, x**2 + 25 * y**2, levels=6, colors="0.8", linewidths=0.7)
        axes.plot(*np.array(path).T, ".-", linewidth=0.9, markersize=3)
        axes.plot(0, 0, "*", color="#d55e00", markersize=9)
        axes.set(xlim=(-4.6, 2.2), ylim=(-1.6, 1.6))
        axes.set_title(f"{step.__name__}, lr {lr}", fontsize=8)


@draw
def linear_warmup_picture(plt: Any) -> None:
    """Your four schedules over 100 steps."""
    rates = {
        "step_decay": [step_decay(t, lr=0.1, step_size=30, gamma=0.3) for t in range(100)],
        "exponential_decay": [exponential_decay(t, lr=0.1, gamma=0.97) for t in range(100)],
        "cosine_decay": [cosine_decay(t, lr=0.1, t_max=100) for t in range(100)],
        "linear_warmup": [linear_warmup(t, lr=0.1, warmup_steps=20) for t in range(100)],
    }
    _, axes = plt.subplots(figsize=(6.4, 3.2), layout="constrained")
    for name, values in rates.items():
        axes.plot(values, label=name)
    axes.set(xlabel="step t", ylabel="rate")
    axes.legend()
