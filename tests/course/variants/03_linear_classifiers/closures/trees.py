import numpy as np
from collections import Counter
from functools import partial
from math import inf, log, nan


def impurity(term, y):
    return sum(term(c / len(y)) for c in Counter(np.asarray(y).tolist()).values())


gini = partial(impurity, lambda p: p * (1 - p))
entropy = partial(impurity, lambda p: -p * log(p))
CRITERIA = dict(gini=gini, entropy=entropy)


def candidates(x):
    for feature, column in enumerate(x.T.tolist()):
        values = sorted(set(column))
        for a, b in zip(values, values[1:]):
            yield feature, (a + b) / 2


def best_split(x, y, criterion="gini"):
    f = CRITERIA[criterion]

    def cost(split):
        left = x[:, split[0]] <= split[1]
        return (left.sum() * f(y[left]) + (~left).sum() * f(y[~left])) / len(y)

    best = min(candidates(x), key=cost, default=None)
    return (-1, nan, inf) if best is None else (*best, cost(best))


def fit_tree(x, y, max_depth, criterion="gini"):
    """A tree is a function of one sample."""
    counts = Counter(y.tolist())
    label = min(counts, key=lambda l: (-counts[l], l))
    feature, threshold, _ = best_split(x, y, criterion) if max_depth else (-1, nan, inf)
    if feature < 0 or len(counts) == 1:
        return lambda sample: label
    left = x[:, feature] <= threshold
    yes = fit_tree(x[left], y[left], max_depth - 1, criterion)
    no = fit_tree(x[~left], y[~left], max_depth - 1, criterion)
    return lambda sample: (yes if sample[feature] <= threshold else no)(sample)


def predict_tree(tree, x):
    return np.array([tree(sample) for sample in x])
