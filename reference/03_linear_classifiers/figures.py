"""The handout's figures, drawn from the reference; see tools/figures.py."""

from __future__ import annotations

from typing import Any

import numpy as np
from classifier import linear_scores
from losses import cross_entropy, svm_loss
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from neighbours import knn_predict
from neuron import delta_rule
from training import train_classifier
from trees import Node, fit_tree, predict_tree

from autograder import load_digits

COLORS = ("#0072b2", "#d55e00", "#009e73")
MARKERS = ("o", "s", "^")
GRID = np.linspace(-2.6, 4.8, 201)


def _samples() -> tuple[np.ndarray, np.ndarray]:
    """Three overlapping classes in the plane."""
    rng = np.random.default_rng(3)
    y = np.repeat([0, 1, 2], 40)
    centres = np.array([[0.0, 0.0], [2.2, 0.4], [0.8, 2.4]])
    return centres[y] + 0.9 * rng.standard_normal((len(y), 2)), y


def _regions(axes: Any, labels: np.ndarray, x: np.ndarray, y: np.ndarray) -> None:
    """Each class's region in a light colour, and the samples."""
    size = len(GRID)
    # As an image, not as contours: these would draw class 1 between the classes 0 and 2.
    axes.imshow(
        labels.reshape(size, size),
        extent=(GRID[0], GRID[-1], GRID[0], GRID[-1]),
        origin="lower",
        cmap=ListedColormap(COLORS),
        alpha=0.25,
        interpolation="nearest",
    )
    for label, (color, marker) in enumerate(zip(COLORS, MARKERS, strict=True)):
        chosen = x[y == label]
        axes.plot(chosen[:, 0], chosen[:, 1], marker, color=color, markersize=3.5, linestyle="")
    axes.set(xticks=[], yticks=[], aspect="equal", xlim=(-2.6, 4.6), ylim=(-2.6, 4.8))
    axes.grid(visible=False)


def _plane() -> np.ndarray:
    """Every point of the grid as a row."""
    first, second = np.meshgrid(GRID, GRID)
    return np.stack([first.ravel(), second.ravel()], axis=1)


def neighbours_regions() -> Figure:
    """Where one neighbour decides, and where fifteen do."""
    x, y = _samples()
    figure = Figure(figsize=(6.4, 3.4))
    for axes, k in zip(figure.subplots(1, 2), (1, 15), strict=True):
        _regions(axes, knn_predict(x, y, _plane(), k), x, y)
        axes.set_title(f"k = {k}")
    return figure


def tree_cuts() -> Figure:
    """The regions of a tree of depth 3, with its cuts, and the tree itself."""
    x, y = _samples()
    tree = fit_tree(x, y, 3)
    figure = Figure(figsize=(7.2, 3.6))
    regions, drawing = figure.subplots(1, 2, width_ratios=[1.0, 1.15])
    _regions(regions, predict_tree(tree, _plane()), x, y)
    _cuts(regions, tree, [-2.6, 4.6], [-2.6, 4.8])
    _branches(drawing, tree, 0.0, 0.0, 4.0)
    drawing.set(xticks=[], yticks=[], xlim=(-7.6, 7.6), ylim=(-3.5, 0.5))
    drawing.grid(visible=False)
    for side in "left", "bottom":
        drawing.spines[side].set_visible(False)
    return figure


def _cuts(axes: Any, node: Any, across: list[float], up: list[float]) -> None:
    """Draw a node's cut through its box, and those below it."""
    if not isinstance(node, Node):
        return
    at = node.threshold
    if node.feature == 0:
        axes.plot([at, at], up, color="black", linewidth=1.2)
        _cuts(axes, node.left, [across[0], at], up)
        _cuts(axes, node.right, [at, across[1]], up)
    else:
        axes.plot(across, [at, at], color="black", linewidth=1.2)
        _cuts(axes, node.left, across, [up[0], at])
        _cuts(axes, node.right, across, [at, up[1]])


def _branches(axes: Any, node: Any, x: float, y: float, width: float) -> None:
    """Draw a node as its question or its label, and what is below it."""
    box = {"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": "black"}
    if not isinstance(node, Node):
        box |= {"facecolor": "white", "edgecolor": COLORS[node]}
        axes.text(x, y, str(node), ha="center", va="center", bbox=box, color=COLORS[node])
        return
    for side, child in (-1.0, node.left), (1.0, node.right):
        axes.plot([x, x + side * width], [y, y - 1.0], color="#777777", linewidth=1, zorder=0)
        _branches(axes, child, x + side * width, y - 1.0, width / 2.0)
    name = ("horizontal", "vertical")[node.feature] if y == 0.0 else ("hor.", "vert.")[node.feature]
    text = (
        f"{name} $\\leq$ {node.threshold:.2f}"
        if y > -2.0
        else f"{name}\n$\\leq$ {node.threshold:.2f}"
    )
    size = 9 if y > -2.0 else 7.5
    axes.text(x, y, text, ha="center", va="center", bbox=box, fontsize=size)


def linear_regions() -> Figure:
    """Three scores in the plane: regions with straight borders, by both losses."""
    x, y = _samples()
    figure = Figure(figsize=(6.4, 3.4))
    for axes, (loss, title) in zip(
        figure.subplots(1, 2), (("softmax", "cross-entropy"), ("svm", "hinge loss")), strict=True
    ):
        w, b, _ = train_classifier(
            x, y, loss=loss, lam=1e-3, lr=0.1, epochs=200, batch_size=20, rng=_generator()
        )
        _regions(axes, linear_scores(_plane(), w, b).argmax(axis=1), x, y)
        axes.set_title(title)
    return figure


def _generator() -> np.random.Generator:
    return np.random.default_rng(0)


def losses_against_margin() -> Figure:
    """Hinge loss and cross-entropy of two classes, against the right class's lead."""
    leads = np.linspace(-3.0, 4.0, 281)
    y = np.zeros(1, dtype=np.int64)
    rows = [np.array([[lead, 0.0]]) for lead in leads]
    figure = Figure(figsize=(6.4, 3.8))
    axes = figure.subplots()
    axes.plot(leads, [svm_loss(row, y)[0] for row in rows], label="hinge loss, margin 1")
    axes.plot(leads, [cross_entropy(row, y)[0] for row in rows], label="cross-entropy")
    axes.plot(leads, leads < 0.0, color="#777777", linewidth=1.2, label="wrong or right (0 or 1)")
    axes.plot([0.0], [np.log(2.0)], "o", color=COLORS[1], markersize=5)
    axes.annotate("ln 2", (0.0, np.log(2.0)), (-0.42, 0.42))
    axes.set(xlabel="lead of the right class's score, $s_y - s_j$", ylabel="loss", ylim=(-0.1, 4.2))
    axes.legend(loc="upper right")
    return figure


def stalled_neuron() -> Figure:
    """Loss and gradient of a sigmoid neuron whose target is 1, against its z."""
    z = np.linspace(-10.0, 6.0, 321)
    x, t, w = np.ones((1, 1)), np.ones(1), np.zeros(1)
    squared = [delta_rule(x, t, w, float(b), activation="sigmoid") for b in z]
    y = np.ones(1, dtype=np.int64)
    logistic = [cross_entropy(np.array([[0.0, b]]), y) for b in z]
    figure = Figure(figsize=(6.8, 3.3))
    losses, slopes = figure.subplots(1, 2)
    losses.plot(z, [loss for loss, _, _ in squared], label="squared loss")
    losses.plot(z, [loss for loss, _ in logistic], label="logistic loss")
    losses.set(xlabel="z (the target is 1)", title="loss", ylim=(-0.1, 4.0))
    losses.legend(loc="upper right")
    slopes.plot(z, [abs(db) for _, _, db in squared], label="squared loss")
    slopes.plot(z, [abs(dlogits[0, 1]) for _, dlogits in logistic], label="logistic loss")
    slopes.set(xlabel="z (the target is 1)", title="size of the gradient by z")
    slopes.annotate(
        "wrong, and hardly\nmoves: s(1 - s) is small", (-8.0, 0.003), (-10.0, 0.32), fontsize=9,
        arrowprops={"arrowstyle": "->", "color": "#555555"},
    )  # fmt: skip
    return figure


def _digits(loss: str, lr: float, lam: float, epochs: int) -> tuple[np.ndarray, ...]:
    digits = load_digits()
    return train_classifier(
        digits.x_train,
        digits.y_train,
        loss=loss,
        lam=lam,
        lr=lr,
        epochs=epochs,
        batch_size=32,
        rng=_generator(),
    )


def loss_curves() -> Figure:
    """The history of training on the digits, for several learning rates and two penalties."""
    figure = Figure(figsize=(6.8, 3.5))
    rates, penalties = figure.subplots(1, 2, sharey=True)
    epochs = np.arange(1, 31)
    for lr in 0.01, 0.1, 0.5:
        rates.plot(epochs, _digits("softmax", lr, 1e-3, 30)[2], label=f"lr = {lr}")
    for lam in 0.1, 0.01, 0.001:
        penalties.plot(epochs, _digits("softmax", 0.1, lam, 30)[2], label=f"lam = {lam}")
    for axes, title in (rates, "lam = 0.001"), (penalties, "lr = 0.1"):
        axes.axhline(np.log(10.0), color="#777777", linewidth=1, linestyle=":")
        axes.set(xlabel="epoch", title=title, ylim=(0.0, 2.5))
        axes.text(30.0, 2.33, "ln 10", fontsize=8, color="#555555", ha="right")
    rates.legend(loc="upper right", bbox_to_anchor=(1.0, 0.93))
    penalties.legend(loc="center right", bbox_to_anchor=(1.0, 0.48))
    rates.set_ylabel("history: loss with penalty")
    return figure


def weights_as_images() -> Figure:
    """The ten columns of w after training on the digits, each as an image of 8 x 8 pixels."""
    w, _, _ = _digits("softmax", 0.1, 0.01, 30)
    limit = float(np.abs(w).max())
    figure = Figure(figsize=(6.8, 1.1))
    for label, axes in enumerate(figure.subplots(1, 10)):
        axes.imshow(w[:, label].reshape(8, 8), cmap="RdBu_r", vmin=-limit, vmax=limit)
        axes.set(xticks=[], yticks=[])
        axes.set_title(str(label))
        axes.grid(visible=False)
        for spine in axes.spines.values():
            spine.set_visible(False)
    return figure
