"""The same functions in PyTorch and scikit-learn: the second opinion that answers are held against.

A gradient here is torch.autograd's, a tree and its neighbours are scikit-learn's, so nothing in
this file was worked out by hand but three answers about the questions themselves (`neighbour_gaps`,
`split_gap`, `hinge_gap`): how far inputs are from a tie, where the right answer would hang on
rounding. NumPy arrays, numbers and strings in; float64 or int64 arrays, or numbers, out. Every
function is pure: its answer is stored under its arguments. torch and scikit-learn are imported in
no other file of this assignment.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (PyTorch's documentation calls it F)
from sklearn.metrics import DistanceMetric
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier
from torch import Tensor

Array = np.ndarray


def _floats(array: Array | float) -> Array:
    """Any array or number, whatever its dtype and strides, as float64."""
    return np.array(array, dtype=np.float64, order="C")


def _tensor(array: Array | float) -> Tensor:
    """A float64 leaf."""
    return torch.tensor(_floats(array), requires_grad=True)


def _labels(y: Array) -> Tensor:
    return torch.tensor(np.array(y, dtype=np.int64))


def _value(function: Callable[..., Tensor], *arrays: Array | float) -> Array:
    """Evaluate ``function(*arrays)``."""
    out: Array = function(*map(_tensor, arrays)).detach().numpy()
    return out


def _loss(function: Callable[[Tensor], Tensor], first: Array) -> tuple[float, Array]:
    """Evaluate the scalar ``function(first)`` and its gradient."""
    leaf = _tensor(first)
    loss = function(leaf)
    (gradient,) = torch.autograd.grad(loss, leaf)
    return loss.item(), gradient.numpy()


# Neighbours


def pairwise_distances(a: Array, b: Array) -> Array:
    """Return distances (Na, Nb)."""
    return np.asarray(DistanceMetric.get_metric("euclidean").pairwise(_floats(a), _floats(b)))


def knn_predict(x_train: Array, y_train: Array, x: Array, k: int) -> Array:
    """Return labels (M,)."""
    model = KNeighborsClassifier(k, algorithm="kd_tree").fit(_floats(x_train), y_train)
    return np.asarray(model.predict(_floats(x)), dtype=np.int64)


def neighbour_gaps(x_train: Array, x: Array, k: int) -> Array:
    """Return gaps (M,): how much farther away than the k-th neighbour the one after it is."""
    ordered = np.sort(pairwise_distances(x, x_train), axis=1)
    return np.asarray(ordered[:, k] - ordered[:, k - 1])


# Trees


def _grown(x: Array, y: Array, max_depth: int, criterion: str) -> DecisionTreeClassifier:
    model = DecisionTreeClassifier(criterion=criterion, max_depth=max_depth, random_state=0)
    return model.fit(_floats(x), y)


def _in_nats(impurity: float, criterion: str) -> float:
    """scikit-learn measures entropy in bits."""
    return float(impurity) * (math.log(2.0) if criterion == "entropy" else 1.0)


def gini(y: Array) -> float:
    """Return the impurity."""
    return float(_grown(np.zeros((len(y), 1)), y, 1, "gini").tree_.impurity[0])


def entropy(y: Array) -> float:
    """Return the impurity."""
    model = _grown(np.zeros((len(y), 1)), y, 1, "entropy")
    return _in_nats(model.tree_.impurity[0], "entropy")


def best_split(x: Array, y: Array, criterion: str) -> tuple[int, float, float]:
    """Return feature, threshold and impurity; there must be one best split, see `split_gap`."""
    tree = _grown(x, y, 1, criterion).tree_
    sides = [tree.children_left[0], tree.children_right[0]]
    total = sum(tree.n_node_samples[i] * tree.impurity[i] for i in sides)
    return int(tree.feature[0]), float(tree.threshold[0]), _in_nats(total / len(y), criterion)


def predict_tree(x_train: Array, y_train: Array, max_depth: int, criterion: str, x: Array) -> Array:
    """Return labels (M,) by a tree that was fitted to the training samples."""
    model = _grown(x_train, y_train, max_depth, criterion)
    return np.asarray(model.predict(_floats(x)), dtype=np.int64)


def _impurities(counts: Array, criterion: str) -> Array:
    """The formulas once more, for rows of counts: `split_gap` asks thousands of times."""
    p = counts / counts.sum(axis=1, keepdims=True)
    if criterion == "gini":
        return np.asarray(1.0 - (p**2).sum(axis=1))
    return np.asarray(-(p * np.log(np.where(p > 0.0, p, 1.0))).sum(axis=1))


def _splits(x: Array, y: Array, criterion: str) -> list[tuple[float, int, float]]:
    """Every candidate as (impurity, feature, threshold), the purest first."""
    found = []
    labels = (y[:, np.newaxis] == np.unique(y)).astype(np.float64)
    for feature, column in enumerate(_floats(x).T):
        values = np.unique(column)
        thresholds = (values[1:] + values[:-1]) / 2.0
        left = (column <= thresholds[:, np.newaxis]) @ labels
        sides = left, labels.sum(axis=0) - left
        total: Array = sum(side.sum(axis=1) * _impurities(side, criterion) for side in sides)
        found += [
            (float(i) / len(y), feature, float(t)) for i, t in zip(total, thresholds, strict=True)
        ]
    return sorted(found)


def split_gap(x: Array, y: Array, max_depth: int, criterion: str) -> float:
    """Return the smallest lead in the tree: of a split, or of a leaf's label, over the next best.

    Where it is 0, two are equally good at some node, and the tree depends on who wins.
    """
    _, counts = np.unique(y, return_counts=True)
    splits = _splits(x, y, criterion) if max_depth and len(counts) > 1 else []
    if not splits:  # a leaf, which takes the most frequent label
        *_, second, first = 0, *sorted(counts.tolist())
        return float(first - second)
    _, feature, threshold = splits[0]
    left = x[:, feature] <= threshold
    lead = splits[1][0] - splits[0][0] if len(splits) > 1 else math.inf
    below = [split_gap(x[side], y[side], max_depth - 1, criterion) for side in (left, ~left)]
    return min(lead, *below)


# The linear classifier


def linear_scores(x: Array, w: Array, b: Array) -> Array:
    """Return scores (N, C)."""
    return _value(lambda x, w, b: F.linear(x, w.T, b), x, w, b)


def predict(x: Array, w: Array, b: Array) -> Array:
    """Return labels (N,); no two scores may be equal."""
    scores = torch.tensor(linear_scores(x, w, b))
    return np.asarray(scores.argmax(dim=1).numpy())


def accuracy(predicted: Array, y: Array) -> float:
    """Return the share of equal labels."""
    return float((_labels(predicted) == _labels(y)).double().mean())


# Losses


def softmax(scores: Array) -> Array:
    """Return probabilities (N, C)."""
    return _value(lambda scores: F.softmax(scores, dim=1), scores)


def cross_entropy(logits: Array, y: Array) -> tuple[float, Array]:
    """Return loss and dlogits."""
    return _loss(lambda logits: F.cross_entropy(logits, _labels(y)), logits)


def _hinge(scores: Tensor, y: Tensor, margin: float) -> Tensor:
    """Torch's multi-margin loss, which divides by the number of classes, without that division."""
    return F.multi_margin_loss(scores, y, margin=margin) * scores.shape[1]


def svm_loss(scores: Array, y: Array, margin: float = 1.0) -> tuple[float, Array]:
    """Return loss and dscores."""
    return _loss(lambda scores: _hinge(scores, _labels(y), margin), scores)


def hinge_gap(scores: Array, y: Array, margin: float) -> float:
    """Return how far the nearest term of the hinge loss is from its corner."""
    rows = np.arange(len(y))
    terms = scores - scores[rows, y][:, np.newaxis] + margin
    terms[rows, y] = math.inf
    return float(np.min(np.abs(terms)))


def squared_loss(pred: Array, target: Array) -> tuple[float, Array]:
    """Return loss and dpred."""
    wanted = _tensor(target).detach().reshape(pred.shape)
    return _loss(lambda pred: F.mse_loss(pred, wanted), pred)


def logistic_loss(logits: Array, y: Array) -> tuple[float, Array]:
    """Return loss and dlogits."""
    wanted = _tensor(y).detach()
    return _loss(lambda logits: F.binary_cross_entropy_with_logits(logits, wanted), logits)


# One neuron


def delta_rule(
    x: Array, t: Array, w: Array, b: float, activation: str
) -> tuple[float, Array, float]:
    """Return loss, dw and db."""
    weights, bias = _tensor(w), _tensor(b)
    z = _tensor(x) @ weights + bias
    s = torch.sigmoid(z) if activation == "sigmoid" else z
    loss = F.mse_loss(s, _tensor(t).detach())
    dw, db = torch.autograd.grad(loss, (weights, bias))
    return loss.item(), dw.numpy(), db.item()


# Penalties


def l1_penalty(w: Array, lam: float) -> tuple[float, Array]:
    """Return loss and dw."""
    return _loss(lambda w: lam * torch.linalg.vector_norm(w, 1), w)


def l2_penalty(w: Array, lam: float) -> tuple[float, Array]:
    """Return loss and dw."""
    return _loss(lambda w: 0.5 * lam * w.square().sum(), w)


# Training


def train_classifier(
    x: Array, y: Array, loss: str, lam: float, lr: float, steps: int
) -> tuple[Array, Array, Array]:
    """Return w, b and history of full-batch gradient descent, by torch's own optimizer."""
    samples, labels = torch.tensor(_floats(x)), _labels(y)
    classes = int(labels.max()) + 1
    w = torch.zeros(x.shape[1], classes, dtype=torch.float64, requires_grad=True)
    b = torch.zeros(classes, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=lr)

    def objective() -> Tensor:
        scores = samples @ w + b
        data = F.cross_entropy(scores, labels) if loss == "softmax" else _hinge(scores, labels, 1.0)
        return data + 0.5 * lam * w.square().sum()

    history = []
    for _ in range(steps):
        w.grad, b.grad = torch.autograd.grad(objective(), (w, b))
        optimizer.step()
        history.append(objective().item())
    return w.detach().numpy(), b.detach().numpy(), np.array(history)
