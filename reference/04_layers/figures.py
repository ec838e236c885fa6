"""The handout's figures: every curve is computed by the reference's own functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from activations import (
    elu_backward,
    elu_forward,
    gelu_backward,
    gelu_forward,
    leaky_relu_backward,
    leaky_relu_forward,
    relu_backward,
    relu_forward,
    sigmoid_backward,
    sigmoid_forward,
    silu_backward,
    silu_forward,
    tanh_backward,
    tanh_forward,
)
from matplotlib.figure import Figure

Forward = Callable[..., tuple[np.ndarray, Any]]
Backward = Callable[[np.ndarray, Any], np.ndarray]

ACTIVATIONS: dict[str, tuple[Forward, Backward]] = {
    "ReLU": (relu_forward, relu_backward),
    "leaky ReLU, slope 0.1": (lambda x: leaky_relu_forward(x, 0.1), leaky_relu_backward),
    "ELU, alpha 1": (elu_forward, elu_backward),
    "GELU": (gelu_forward, gelu_backward),
    "SiLU": (silu_forward, silu_backward),
    "sigmoid": (sigmoid_forward, sigmoid_backward),
    "tanh": (tanh_forward, tanh_backward),
}


def activations_and_slopes() -> Figure:
    """Seven activations and their derivatives; where a slope jumps, the line is interrupted."""
    x = np.concatenate([np.linspace(-5.0, 0.0, 101), np.linspace(1e-9, 5.0, 101)])
    figure = Figure(figsize=(8.8, 4.4))
    panels = figure.subplots(2, 4, sharex=True, sharey=True).ravel()
    for axes, (name, (forward, backward)) in zip(panels, ACTIVATIONS.items(), strict=False):
        out, cache = forward(x)
        slope = backward(np.ones_like(x), cache)
        axes.plot(x, out, label="out")
        axes.plot(np.insert(x, 101, np.nan), np.insert(slope, 101, np.nan), "--", label="its slope")
        axes.axhline(0.0, color="0.5", linewidth=0.8)
        axes.set(title=name, xlim=(-5, 5), ylim=(-1.3, 3))
    for axes in panels[3:7]:
        axes.set_xlabel("x")
        axes.tick_params(labelbottom=True)
    panels[7].axis("off")
    figure.legend(*panels[0].get_legend_handles_labels(), loc=(0.8, 0.22))
    return figure


def left_after_ten_layers() -> Figure:
    """How much of a gradient passes a chain of activations, by the input of each."""
    x = np.linspace(-5.0, 5.0, 201)
    figure = Figure(figsize=(6.4, 3.2))
    axes = figure.subplots()
    for name in ("ReLU", "tanh", "sigmoid"):
        forward, backward = ACTIVATIONS[name]
        slope = backward(np.ones_like(x), forward(x)[1])
        axes.semilogy(x, np.where(slope > 0, slope**10, np.nan), label=name)
    axes.set(
        xlabel="x, the same in every layer",
        ylabel="what is left of dout",
        title="after ten layers",
        ylim=(1e-16, 10),
    )
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure
