"""The handout's figures: every curve is computed by the reference's own functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from adam import adam_step, adamax_step, adamw_step, nadam_step
from adaptive import adadelta_step, adagrad_step, rmsprop_step
from clipping import clip_by_global_norm
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from momentum import momentum_step, nesterov_step, sgd_step
from schedules import cosine_decay, exponential_decay, linear_warmup, step_decay

Gradient = Callable[[np.ndarray], Any]
Optimizer = tuple[str, Callable[..., Any], dict[str, float]]


def _path(step: Callable[..., Any], gradient: Gradient, start: Any, n: int, **o: Any) -> np.ndarray:
    """The points that an optimizer visits from `start`, n + 1 of them."""
    path, state = [np.array(start, dtype=float)], None
    for _ in range(n):
        w, state = step(path[-1], gradient(path[-1]), state, **o)
        path.append(w)
    return np.array(path)


def _valley(x: np.ndarray, y: np.ndarray) -> Any:
    """Rosenbrock's function."""
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def _valley_gradient(w: np.ndarray) -> Any:
    x, y = w
    return np.array([-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)])


def _narrow(x: np.ndarray, y: np.ndarray) -> Any:
    """A quadratic, 25 times as steep in y as in x."""
    return 0.5 * (x**2 + 25 * y**2)


def _narrow_gradient(w: np.ndarray) -> Any:
    return w * np.array([1.0, 25.0])


def _ten_paths(
    function: Callable[[np.ndarray, np.ndarray], Any],
    gradient: Gradient,
    optimizers: list[Optimizer],
    start: tuple[float, float],
    goal: tuple[float, float],
    steps: int,
    window: tuple[float, float, float, float],
) -> Figure:
    """One panel an optimizer: level lines, and the way it takes."""
    left, right, low, high = window
    x, y = np.meshgrid(np.linspace(left, right, 41), np.linspace(low, high, 41))
    levels = np.geomspace(1.0, function(x, y).max(), 6)
    figure, panels = plt.subplots(2, 5, figsize=(10, 4.4), sharex=True, sharey=True)
    for panel, (name, step, options) in zip(panels.flat, optimizers, strict=True):
        path = _path(step, gradient, start, steps, **options)
        panel.contour(x, y, function(x, y), levels=levels, colors="0.8", linewidths=0.7)
        panel.plot(*path.T, ".-" if steps < 100 else "-", linewidth=0.9, markersize=2.5)
        panel.plot(*start, "o", color="black", markersize=4)
        panel.plot(*goal, "*", color="#d55e00", markersize=9)
        panel.set(xlim=(left, right), ylim=(low, high), title=f"{name}, lr {options['lr']:g}")
        panel.title.set_fontsize(9)
        panel.grid(visible=False)
    return figure


def ten_paths_in_the_valley() -> Figure:
    """Where ten optimizers get in 150 steps along Rosenbrock's valley."""
    optimizers: list[Optimizer] = [
        ("SGD", sgd_step, {"lr": 0.0012}),
        ("Momentum", momentum_step, {"lr": 0.0006}),
        ("Nesterov", nesterov_step, {"lr": 0.0006}),
        ("Adagrad", adagrad_step, {"lr": 0.5}),
        ("Adadelta", adadelta_step, {"lr": 1.0, "eps": 1e-3}),
        ("RMSprop", rmsprop_step, {"lr": 0.02, "alpha": 0.9}),
        ("Adam", adam_step, {"lr": 0.1}),
        ("AdamW", adamw_step, {"lr": 0.1, "weight_decay": 0.1}),
        ("Adamax", adamax_step, {"lr": 0.2}),
        ("NAdam", nadam_step, {"lr": 0.1}),
    ]
    return _ten_paths(
        _valley, _valley_gradient, optimizers, (-1.2, 1.0), (1.0, 1.0), 150, (-1.7, 1.7, -0.7, 2.2)
    )


def ten_paths_in_a_narrow_bowl() -> Figure:
    """Where ten optimizers get in 40 steps on a narrow quadratic."""
    optimizers: list[Optimizer] = [
        ("SGD", sgd_step, {"lr": 0.072}),
        ("Momentum", momentum_step, {"lr": 0.02, "momentum": 0.8}),
        ("Nesterov", nesterov_step, {"lr": 0.02, "momentum": 0.8}),
        ("Adagrad", adagrad_step, {"lr": 0.8}),
        ("Adadelta", adadelta_step, {"lr": 1.0, "eps": 1e-2}),
        ("RMSprop", rmsprop_step, {"lr": 0.1, "alpha": 0.9}),
        ("Adam", adam_step, {"lr": 0.3}),
        ("AdamW", adamw_step, {"lr": 0.3, "weight_decay": 0.1}),
        ("Adamax", adamax_step, {"lr": 0.3}),
        ("NAdam", nadam_step, {"lr": 0.3}),
    ]
    return _ten_paths(
        _narrow, _narrow_gradient, optimizers, (-4.0, 1.0), (0.0, 0.0), 40, (-4.6, 2.2, -1.6, 1.6)
    )


def momentum_against_oscillation() -> Figure:
    """The same rate with and without momentum: across the bowl, and towards its end."""
    start, steps = (-4.0, 1.0), 40
    figure, panels = plt.subplots(1, 2, figsize=(8.4, 3.4))
    for name, momentum in ("SGD, momentum 0", 0.0), ("momentum 0.5", 0.5), ("momentum 0.8", 0.8):
        path = _path(momentum_step, _narrow_gradient, start, steps, lr=0.072, momentum=momentum)
        panels[0].plot(path[:, 1], label=name)
        panels[1].semilogy(np.maximum(_narrow(*path.T), 1e-12), label=name)
    panels[0].set(title="the steep coordinate", xlabel="step", ylabel="y")
    panels[1].set(title="the loss", xlabel="step", ylabel="f(x, y)")
    panels[1].legend()
    return figure


def bias_correction() -> Figure:
    """The lengths of Adam's first steps, with a gradient that is always 1."""
    beta1, beta2, steps = 0.9, 0.999, np.arange(1, 61)
    m, v = 1 - beta1**steps, 1 - beta2**steps  # the averages of ones, from 0
    figure, panel = plt.subplots()
    for name, lengths in (
        ("both corrected", (m / m) / np.sqrt(v / v)),
        ("neither", m / np.sqrt(v)),
        ("only m: v is too small", (m / m) / np.sqrt(v)),
        ("only v: m is too small", m / np.sqrt(v / v)),
    ):
        panel.semilogy(steps, lengths, label=name)
    panel.set(xlabel="step t", ylabel="length of the step / lr", ylim=(0.07, 50))
    panel.set_yticks([0.1, 1, 10], ["0.1", "1", "10"])
    panel.legend(ncols=2, loc="upper right")
    return figure


def schedules() -> Figure:
    """The four schedules over 50 steps."""
    steps = range(51)
    curves = {
        "step_decay, step_size 15, gamma 0.3": [
            step_decay(t, lr=1.0, step_size=15, gamma=0.3) for t in steps
        ],
        "exponential_decay, gamma 0.93": [exponential_decay(t, lr=1.0, gamma=0.93) for t in steps],
        "cosine_decay, t_max 50, lr_min 0.05": [
            cosine_decay(t, lr=1.0, t_max=50, lr_min=0.05) for t in steps
        ],
        "linear_warmup, 8 steps from 0.1": [
            linear_warmup(t, lr=1.0, warmup_steps=8, start_factor=0.1) for t in steps
        ],
    }
    figure, panel = plt.subplots(figsize=(6.4, 4.2))
    for name, rates in curves.items():
        style = "steps-post" if name.startswith("step_decay") else "default"
        panel.plot(steps, rates, drawstyle=style, label=name)
    panel.set(xlabel="t", ylabel="rate / lr", ylim=(0, 1.42))
    panel.legend(loc="upper right", ncols=2, fontsize=8)
    return figure


def _cliff(x: np.ndarray) -> Any:
    """A gentle slope that ends at a wall."""
    return 0.3 * x + 6 / (1 + np.exp(-12 * (x - 2)))


def _cliff_gradient(x: np.ndarray) -> Any:
    s = 1 / (1 + np.exp(-12 * (x - 2)))
    return 0.3 + 72 * s * (1 - s)


def cliff() -> Figure:
    """One step of descent from a cliff, with and without clipping."""
    figure, panel = plt.subplots(figsize=(7.2, 3.6))
    x = np.linspace(-14, 4, 500)
    panel.plot(x, _cliff(x), color="black")
    start = np.array([2.02])
    gradient = _cliff_gradient(start)
    (clipped,), norm = clip_by_global_norm([gradient], 2.0)
    _arrow(panel, start, start - 0.8 * gradient, "#d55e00", f"gradient {norm:.0f}, not clipped")
    _arrow(panel, start, start - 0.8 * clipped, "#0072b2", "gradient clipped to 2")
    panel.plot(start, _cliff(start), "o", color="black")
    panel.set(xlabel="w", ylabel="loss", ylim=(-5.5, 8.5))
    return figure


def _arrow(panel: Axes, start: np.ndarray, end: np.ndarray, color: str, text: str) -> None:
    """A step from `start` to `end`, and what it is, written below where it lands."""
    (a,), (b,) = start, end
    arrow = {"arrowstyle": "->", "color": color, "linewidth": 1.8}
    panel.annotate("", (b, _cliff(end)[0]), (a, _cliff(start)[0]), arrowprops=arrow)
    panel.text(b, _cliff(end)[0] - 1.3, text, color=color, ha="left")
