import numpy as np


def _gini(counts):
    p = counts / counts.sum(axis=-1, keepdims=True)
    return np.sum(p * (1 - p), axis=-1)


def _entropy(counts):
    p = counts / counts.sum(axis=-1, keepdims=True)
    return -np.sum(p * np.log(p, where=p > 0, out=np.zeros_like(p)), axis=-1)


def gini(y):
    return float(_gini(np.bincount(y).astype(float)))


def entropy(y):
    return float(_entropy(np.bincount(y).astype(float)))


def best_split(x, y, criterion="gini"):
    impurity = _gini if criterion == "gini" else _entropy
    n = len(y)
    one_hot = np.eye(int(y.max()) + 1)[y]
    best = (-1, np.nan, np.inf)
    for feature, column in enumerate(np.asarray(x, dtype=float).T):
        order = np.argsort(column, kind="mergesort")
        values = column[order]
        left = np.cumsum(one_hot[order], axis=0)[:-1]
        right = one_hot.sum(axis=0) - left
        (cuts,) = np.nonzero(np.diff(values))
        if len(cuts) == 0:
            continue
        sizes = cuts + 1.0
        scores = (sizes * impurity(left[cuts]) + (n - sizes) * impurity(right[cuts])) / n
        i = int(np.argmin(scores))
        if scores[i] < best[2]:
            cut = cuts[i]
            best = (feature, 0.5 * (values[cut] + values[cut + 1]), scores[i])
    return best


def fit_tree(x, y, max_depth, criterion="gini"):
    """Arrays, one entry a node: feature (-1 at a leaf), threshold, children, label."""
    feature, threshold, children, label = [], [], [], []
    waiting = [(np.arange(len(y)), max_depth, None)]
    while waiting:
        rows, depth, place = waiting.pop()
        node = len(feature)
        if place is not None:
            children[place[0]][place[1]] = node
        f, t = -1, 0.0
        if depth > 0 and np.ptp(y[rows]) > 0:
            f, t, _ = best_split(x[rows], y[rows], criterion)
        feature.append(f)
        threshold.append(t)
        children.append([node, node])
        label.append(np.bincount(y[rows]).argmax())
        if f >= 0:
            goes_left = x[rows, f] <= t
            waiting.append((rows[goes_left], depth - 1, (node, 0)))
            waiting.append((rows[~goes_left], depth - 1, (node, 1)))
    return np.array(feature), np.array(threshold), np.array(children), np.array(label)


def predict_tree(tree, x):
    feature, threshold, children, label = tree
    node = np.zeros(len(x), dtype=int)
    while (feature[node] >= 0).any():
        value = x[np.arange(len(x)), np.maximum(feature[node], 0)]
        node = children[node, (value > threshold[node]).astype(int)]
    return label[node]
