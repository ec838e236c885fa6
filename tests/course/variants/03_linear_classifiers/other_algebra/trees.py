import numpy as np


def counts_of(y):
    return np.unique(y, return_counts=True)[1].astype('float64')


def gini(y):
    # the chance that two samples differ, counted pair by pair
    return float(np.not_equal.outer(y, y).mean())


def entropy(y):
    # ln n - sum c ln c / n
    c = counts_of(y)
    n = c.sum()
    return float(np.log(n) - np.sum(c * np.log(c)) / n)


def best_split(x, y, criterion='gini'):
    x = x.astype('float64')
    measure = {'gini': gini, 'entropy': entropy}[criterion]
    parent = measure(y)
    best_gain, best = -np.inf, (-1, np.nan, np.inf)
    for j in range(x.shape[1]):
        v = np.unique(x[:, j], return_counts=True)[0]
        for t in v[:-1] + np.diff(v) / 2:
            go = x[:, j] > t
            after = (np.sum(~go) * measure(y[~go]) + np.sum(go) * measure(y[go])) / y.size
            gain = parent - after
            if gain > best_gain + 1e-13:
                best_gain, best = gain, (j, float(t), after)
    return best


def fit_tree(x, y, max_depth, criterion='gini'):
    # a list of leaves, each with the box it covers: (low, high, label)
    low = np.full(x.shape[1], -np.inf)
    high = np.full(x.shape[1], np.inf)
    boxes = []

    def grow(rows, low, high, depth):
        labels, counts = np.unique(y[rows], return_counts=True)
        j = -1
        if depth < max_depth and labels.size > 1:
            j, t, _ = best_split(x[rows], y[rows], criterion)
        if j < 0:
            boxes.append((low, high, labels[counts.argmax()]))
            return
        right = x[rows, j] > t
        left_high, right_low = high.copy(), low.copy()
        left_high[j] = min(high[j], t)
        right_low[j] = max(low[j], t)
        grow(rows[~right], low, left_high, depth + 1)
        grow(rows[right], right_low, high, depth + 1)

    grow(np.arange(y.size), low, high, 0)
    return boxes


def predict_tree(tree, x):
    out = np.zeros(len(x), dtype=int)
    for low, high, label in tree:
        inside = ((x > low) & (x <= high)).all(axis=1)
        out[inside] = label
    return out
