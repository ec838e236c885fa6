"""The notebook's pictures: what a student's own functions do; drawn after the exercise's checks."""

from __future__ import annotations

from typing import Any

import numpy as np
from classifier import accuracy, predict
from neighbours import knn_predict
from training import train_classifier
from trees import fit_tree, predict_tree

from autograder import draw, load_digits


@draw
def tree_picture(plt: Any) -> None:
    """Where your classifiers draw their borders. Change k and the depth: nothing is graded here."""
    rng = np.random.default_rng(3)
    y = np.arange(150) % 3
    middles = np.array([[-1.0, 0.0], [1.0, 0.0], [0.0, 1.5]])
    x = middles[y] + rng.normal(scale=0.7, size=(150, 2))
    side = np.linspace(-3, 3.5, 80)
    grid = np.stack([axis.ravel() for axis in np.meshgrid(side, side)], axis=1)
    answers = {
        "1 neighbour": knn_predict(x, y, grid, 1),
        "15 neighbours": knn_predict(x, y, grid, 15),
        "tree of depth 3": predict_tree(fit_tree(x, y, 3), grid),
    }
    _, panels = plt.subplots(1, 3, figsize=(9, 3.2), sharey=True, layout="constrained")
    for axes, (title, labels) in zip(panels, answers.items(), strict=True):
        axes.pcolormesh(side, side, labels.reshape(80, 80), cmap="Pastel1", vmin=0, vmax=8)
        axes.scatter(*x.T, c=y, cmap="Set1", vmin=0, vmax=8, s=9)
        axes.set(title=title, aspect="equal")


@draw
def train_classifier_picture(plt: Any) -> None:
    """Your training on the digits: its loss, and the weights as images. Try other rates."""
    data = load_digits()
    figure = plt.figure(figsize=(9, 4), layout="constrained")
    above, below = figure.subfigures(2, 1, height_ratios=(2.6, 1))
    curves = above.subplots()
    for loss, lr in (("softmax", 0.3), ("softmax", 0.03), ("svm", 0.03)):
        w, b, history = train_classifier(
            data.x_train, data.y_train, loss=loss, lam=1e-3, lr=lr, epochs=15, batch_size=32,
            rng=np.random.default_rng(3),
        )  # fmt: skip
        right = accuracy(predict(data.x_test, w, b), data.y_test)
        epochs = np.arange(1, len(history) + 1)
        curves.plot(epochs, history, ".-", label=f"{loss}, lr = {lr}: test accuracy {right:.3f}")
    curves.set(xlabel="epoch", ylabel="loss", yscale="log")
    curves.legend()
    for label, axes in enumerate(below.subplots(1, 10)):
        axes.imshow(w[:, label].reshape(8, 8), cmap="RdBu_r")
        axes.set(title=label, xticks=[], yticks=[])
