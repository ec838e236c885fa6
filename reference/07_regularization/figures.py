"""The handout's figures: what is drawn is computed by the reference's own functions."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from dropout import dropout_forward, spatial_dropout_forward
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from normalization import batchnorm_forward
from stopping import early_stopping

DROPPED, KEPT = "#d55e00", "#0072b2"


def masks() -> Figure:
    """What dropout and spatial dropout leave of two samples with three channels."""
    rng = np.random.default_rng(4)
    ones = np.ones((2, 3, 8, 10))
    rows = (
        ("dropout", dropout_forward(ones, 0.4, train=True, rng=rng)[0]),
        ("spatial dropout", spatial_dropout_forward(ones, 0.4, train=True, rng=rng)[0]),
    )
    figure, panels = plt.subplots(2, 6, figsize=(9, 3.1))
    for (name, out), line in zip(rows, panels, strict=True):
        line[0].set_ylabel(name)
        for panel, image, index in zip(line, out.reshape(6, 8, 10), np.ndindex(2, 3), strict=True):
            panel.imshow(image > 0, cmap="Blues", vmin=-0.15, vmax=1.6)
            panel.set(xticks=[], yticks=[])
            panel.grid(visible=False)
            panel.spines[["right", "top"]].set_visible(True)
            panel.set_title(f"sample {index[0]}, channel {index[1]}", fontsize=8)
    return figure


def expectation_of_inverted_dropout() -> Figure:
    """The mean output of a unit whose input is 1, over masks: with the scale and without."""
    rng = np.random.default_rng(1)
    rates, draws = np.linspace(0.0, 0.9, 10), np.ones((4000, 1))
    outs = [dropout_forward(draws, p, train=True, rng=rng)[0] for p in rates]
    scaled = [out.mean() for out in outs]
    plain = [(1 - p) * out.mean() for p, out in zip(rates, outs, strict=True)]
    figure, panel = plt.subplots()
    panel.axhline(1, color="black", linewidth=1, label="evaluation: x itself")
    panel.plot(rates, scaled, "o", color=KEPT, label="training, kept values are x / (1 - p_drop)")
    panel.plot(rates, plain, "s", color=DROPPED, label="training, kept values are x")
    panel.set(xlabel="p_drop", ylabel="mean of out, for x = 1", ylim=(0, 1.25))
    panel.legend(loc="lower left")
    return figure


def _layers(batchnorm: bool, gain: float) -> np.ndarray:
    """Mean size of what comes out of each of ten ReLU layers, for weights that are off by gain."""
    rng = np.random.default_rng(0)
    h, sizes = rng.standard_normal((400, 64)), []
    for _ in range(10):
        h = h @ (gain * np.sqrt(2 / 64) * rng.standard_normal((64, 64)))
        if batchnorm:
            h, _, _ = batchnorm_forward(h, np.ones(64), np.zeros(64), None, train=True)
        h = np.maximum(h, 0)
        sizes.append(h.std())
    return np.array(sizes)


def activations_by_layer() -> Figure:
    """The spread of activations in ten layers, with and without batch norm."""
    figure, panels = plt.subplots(1, 2, figsize=(8.4, 3.4), sharey=True)
    for panel, batchnorm in zip(panels, (False, True), strict=True):
        for gain, name in (2.0, "twice He's"), (1.0, "He's"), (0.5, "half of He's"):
            panel.semilogy(range(1, 11), _layers(batchnorm, gain), "o-", label=name, markersize=4)
        panel.set(xlabel="layer", title="with batch norm" if batchnorm else "without")
        panel.set_xticks(range(1, 11))
    panels[0].set_ylabel("standard deviation of activations")
    panels[1].legend(title="weights", loc="upper left")
    return figure


def axes_of_normalization() -> Figure:
    """Which elements share a mean and a variance."""
    figure, panels = plt.subplots(1, 2, figsize=(7, 2.8))
    for panel, name, by_column in (
        (panels[0], "batch norm", True),
        (panels[1], "layer norm", False),
    ):
        marked = np.zeros((4, 6))
        marked[(slice(None), 2) if by_column else (1, slice(None))] = 1
        panel.pcolormesh(marked, cmap="Blues", vmin=-0.2, vmax=1.6, edgecolors="white", linewidth=2)
        panel.invert_yaxis()
        panel.set(title=name, xlabel="features, D", ylabel="samples, N", xticks=[], yticks=[])
        panel.set_aspect("equal")
        panel.grid(visible=False)
        _strip(panel)
    return figure


def _strip(panel: Axes) -> None:
    """Leave out the frame."""
    panel.spines[:].set_visible(False)


def validation_curve() -> Figure:
    """Where early stopping stops on a validation loss, and what it keeps."""
    rng = np.random.default_rng(11)
    t = np.arange(36)
    train = 0.12 + 1.1 * np.exp(-t / 8)
    val = 0.42 + 0.9 * np.exp(-t / 5) + 0.0006 * np.maximum(t - 8, 0) ** 1.9
    val = val + 0.02 * rng.standard_normal(len(t))
    patience = 5
    stop, best = early_stopping(val, patience, 0.01)
    figure, panel = plt.subplots(figsize=(7, 3.8))
    panel.plot(t, train, color="0.6", label="training loss")
    panel.plot(t[: stop + 1], val[: stop + 1], color=KEPT, label="validation loss")
    panel.plot(t[stop:], val[stop:], color=KEPT, linestyle=":", linewidth=1.2)
    panel.plot(best, val[best], "*", color=DROPPED, markersize=14, label=f"best_epoch = {best}")
    panel.axvline(stop, color="black", linewidth=1)
    panel.text(stop - 0.4, 1.2, f"stop_epoch = {stop}", ha="right")
    arrow = {"arrowstyle": "<->", "linewidth": 1}
    panel.annotate("", (best, 0.7), (stop, 0.7), arrowprops=arrow)
    panel.text(stop - 0.4, 0.73, f"patience = {patience}", ha="right")
    panel.set(xlabel="epoch", ylabel="loss", ylim=(0, 1.4))
    panel.legend(loc="upper right")
    return figure
