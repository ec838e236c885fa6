"""The handout's figures: every curve is computed by the reference's own functions."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from initializers import glorot_normal, he_normal
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from mlp import gradient_norms
from units import dead_units, relu_bump, threshold_unit, xor_weights

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
LOW, HIGH = -0.5, 1.6


def _line(panel: Axes, w: np.ndarray, b: float, **style: Any) -> None:
    """The line on which a unit's weighted sum is 0, for weights that are not 0."""
    x = np.array([LOW, HIGH])
    panel.plot(x, -(w[0] * x + b) / w[1], **style)


def _points(panel: Axes, points: np.ndarray, labels: np.ndarray) -> None:
    for value, marker, face in (0, "o", "white"), (1, "o", "black"):
        chosen = points[labels == value]
        panel.plot(*chosen.T, marker, color="black", markerfacecolor=face, markersize=9)
    panel.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), aspect="equal")
    panel.set_xticks([0, 1])
    panel.set_yticks([0, 1])


def xor_two_lines() -> Figure:
    """XOR as two lines in the plane of the inputs, and as one in that of the hidden units."""
    w1, b1, w2, b2 = xor_weights()
    labels = np.array([0, 1, 1, 0])
    figure, (left, right) = plt.subplots(1, 2, figsize=(7.6, 3.9))
    grid = np.linspace(LOW, HIGH, 300)
    plane = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
    hidden = np.stack([threshold_unit(plane, w1[:, j], b1[j]) for j in (0, 1)], axis=1)
    fires = threshold_unit(hidden, w2, b2).reshape(300, 300)
    left.contourf(grid, grid, fires, levels=[0.5, 1.5], colors=["#56b4e9"], alpha=0.25)
    _line(left, w1[:, 0], b1[0], color="#0072b2")
    _line(left, w1[:, 1], b1[1], color="#d55e00")
    left.text(-0.45, 1.03, "OR", color="#0072b2")
    left.text(0.12, 1.42, "AND", color="#d55e00")
    _points(left, CORNERS, labels)
    left.set(xlabel="input 1", ylabel="input 2", title="inputs: two lines")

    units = np.stack([threshold_unit(CORNERS, w1[:, j], b1[j]) for j in (0, 1)], axis=1)
    above = grid[:, None] < (w2[0] * grid + b2) / -w2[1]
    right.contourf(grid, grid, above * 1.0, levels=[0.5, 1.5], colors=["#56b4e9"], alpha=0.25)
    _line(right, w2, b2, color="#009e73")
    _points(right, units, labels)
    right.text(0.06, -0.04, "(0, 0)", va="center")
    right.text(1.0, -0.22, "(0, 1) and (1, 0)", ha="center")
    right.text(1.06, 1.0, "(1, 1)", va="center")
    right.set(xlabel="hidden unit OR", ylabel="hidden unit AND", title="hidden units: one line")
    return figure


def three_relus_make_a_bump() -> Figure:
    """The three ReLUs, and their sum."""
    x = np.linspace(0, 5, 251)
    left, right, height = 1.0, 4.0, 1.5
    middle, slope = 2.5, 1.0
    figure, panel = plt.subplots(figsize=(6.4, 3.4))
    panel.plot(x, slope * np.maximum(x - left, 0), "--", label="relu(x - 1)")
    panel.plot(x, -2 * slope * np.maximum(x - middle, 0), "--", label="-2 relu(x - 2.5)")
    panel.plot(x, slope * np.maximum(x - right, 0), "--", label="relu(x - 4)")
    panel.plot(x, relu_bump(x, left, right, height), color="black", linewidth=2.6, label="the sum")
    panel.set(xlabel="x", ylim=(-3.2, 3.2))
    panel.legend(loc="lower left")
    return figure


def _curve(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.sin(2 * x) + 0.4 * x)


def bumps_follow_a_curve() -> Figure:
    """Sums of 5 and of 15 bumps beside a curve, on an interval and beyond it."""
    x = np.linspace(-1, 7, 801)
    figure, panels = plt.subplots(1, 2, figsize=(8.4, 3.3), sharey=True)
    for panel, count in zip(panels, (5, 15), strict=True):
        centres = np.linspace(0, 6, count)
        step = centres[1]
        bumps = [relu_bump(x, c - step, c + step, float(_curve(c))) for c in centres]
        for bump in bumps:
            panel.plot(x, bump, color="#e69f00", linewidth=0.8)
        panel.plot(x, _curve(x), color="#0072b2", label="curve")
        panel.plot(x, np.sum(bumps, axis=0), color="#d55e00", label="sum of the bumps")
        panel.axvspan(0, 6, color="0.5", alpha=0.1, linewidth=0)
        panel.set(title=f"{count} bumps", xlabel="x")
    panels[0].legend(loc="upper left")
    return figure


def gradient_norms_by_depth() -> Figure:
    """Norms of the weight gradients in a network of 20 layers, by activation and start."""
    rng = np.random.default_rng(5)
    width, depth, samples = 50, 20, 64
    sizes = [width] * depth + [10]
    x = rng.normal(size=(samples, width))
    y = rng.integers(0, 10, samples)
    figure, panel = plt.subplots(figsize=(7.2, 4))
    layers = np.arange(1, depth + 1)
    for name, activation, draw, style in (
        ("ReLU, He", "relu", he_normal, "-"),
        ("ReLU, Glorot", "relu", glorot_normal, "--"),
        ("sigmoid, Glorot", "sigmoid", glorot_normal, "--"),
        ("sigmoid, He", "sigmoid", he_normal, "-"),
        ("ReLU, 3 times He", "relu", lambda m, n, g: 3 * he_normal(m, n, g), ":"),
    ):
        norms = []
        for _ in range(5):
            params = [(draw(m, n, rng), np.zeros(n)) for m, n in pairwise(sizes)]
            norms.append(gradient_norms(params, x, y, activation))
        panel.semilogy(layers, np.exp(np.mean(np.log(norms), axis=0)), style, label=name)
    panel.set(xlabel="layer, from the input to the output", ylabel="norm of dw")
    panel.set_xticks([1, 5, 10, 15, 20])
    panel.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure


def dead_units_by_bias() -> Figure:
    """The hidden outputs of a batch, dark where a unit fires; dead units are marked."""
    rng = np.random.default_rng(2)
    samples, d, units = 30, 8, 24
    x = rng.normal(size=(samples, d))
    bias = np.linspace(2.0, -6.0, units)
    h = np.maximum(x @ he_normal(d, units, rng) + bias, 0.0)
    dead = dead_units(h)
    figure, panel = plt.subplots(figsize=(7.2, 3.6))
    panel.imshow(h, cmap="Blues", vmin=0, vmax=4, aspect="auto", interpolation="nearest")
    panel.grid(visible=False)
    for j in map(int, np.flatnonzero(dead)):
        panel.axvspan(j - 0.5, j + 0.5, color="#d55e00", alpha=0.25, linewidth=0)
        panel.text(j, -1.0, "dead", color="#d55e00", rotation=90, ha="center", fontsize=8)
    panel.set(xlabel="hidden unit, by its bias, the largest first", ylabel="sample")
    panel.set_xticks([])
    return figure
