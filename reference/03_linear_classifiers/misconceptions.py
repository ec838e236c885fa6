"""Wrong solutions that students write, each with the hint it earns.

Every function here replaces one function of the assignment. Its docstring ends the sentence "looks
like:" that a student reads; `hint` says where to look next; `row` is the label in our catalogue of
mistakes, None for one foreseen by us. Two functions with the same `name=` are one mistake, and the
first of them has its hint and row. The decorator's arguments are literals: they are read without
running this.
The reference modules are imported by their bare names, as a submission's own modules are.

Each mistake stays within one exercise, and otherwise uses the reference, so nothing else differs.
Several overflow or divide by zero, with NumPy's warning, because that is the mistake. This module
is long because it is a list; its sections are the exercises in their order.
"""

from __future__ import annotations

import copy
import math
from collections import Counter
from typing import Any

import numpy as np
from classifier import accuracy, linear_scores, predict
from losses import cross_entropy, logistic_loss, softmax, squared_loss, svm_loss
from neighbours import knn_predict, pairwise_distances
from neuron import delta_rule
from penalties import l1_penalty, l2_penalty
from training import LOSSES, minibatches, train_classifier
from trees import Node, best_split, entropy, fit_tree, gini, predict_tree

from autograder import instead_of

Array = np.ndarray
Loss = tuple[float, Array]
Split = tuple[int, float, float]
Trained = tuple[Array, Array, Array]

_latest: dict[str, Any] = {}
"""What the mistakes that keep state outside of the tree remember."""


# Distances


def _products(a: Array, b: Array) -> tuple[Array, Array, Array]:
    """|a|^2 as a column, |b|^2 as a row, and all products of a row of a with a row of b."""
    a, b = a.astype(np.float64), b.astype(np.float64)
    return (a**2).sum(axis=1)[:, np.newaxis], (b**2).sum(axis=1), a @ b.T


@instead_of(
    "pairwise_distances", hint="What is the distance of (0, 0) to (3, 4)? And yours?", row="KN1"
)
def distances_without_the_root(a: Array, b: Array) -> Array:
    """The squared distances are returned: the square root is missing."""
    return pairwise_distances(a, b) ** 2


@instead_of(
    "pairwise_distances", hint="Multiply out (a - b)^2: which sign has the product?", row="KN2"
)
def distances_add_the_cross_term(a: Array, b: Array) -> Array:
    """The product of a and b is added where it is subtracted: these are lengths of a + b."""
    aa, bb, ab = _products(a, b)
    return np.sqrt(aa + 2.0 * ab + bb)


@instead_of(
    "pairwise_distances", hint="Multiply out (a - b)^2: how often does a b occur?", row="KN2"
)
def distances_subtract_the_product_once(a: Array, b: Array) -> Array:
    """The product of a and b is subtracted once; (a - b)^2 has it twice."""
    aa, bb, ab = _products(a, b)
    return np.sqrt(aa - ab + bb)


@instead_of(
    "pairwise_distances", hint="Multiply out (a - b)^2: which terms are not in yours?", row="KN2"
)
def distances_of_the_product_alone(a: Array, b: Array) -> Array:
    """Only -2 a b stands under the root: the squares of a and b are missing, and half is NaN."""
    _, _, ab = _products(a, b)
    return np.sqrt(-2.0 * ab)


@instead_of(
    "pairwise_distances",
    hint="Rounding can make a tiny square negative. What should it be then, before the root?",
    row="KN2",
)
def distances_take_the_root_of_rounding(a: Array, b: Array) -> Array:
    """A square that rounding made slightly negative goes under the root and becomes NaN."""
    aa, bb, ab = _products(a, b)
    return np.sqrt(aa - 2.0 * ab + bb)


@instead_of("pairwise_distances", hint="What are 3 - 5 and 16 * 16 in unsigned bytes?", row="KN3")
def distances_wrap_around(a: Array, b: Array) -> Array:
    """Differences and squares are computed in the dtype of the arguments: bytes wrap around."""
    return np.sqrt(((a[:, np.newaxis] - b) ** 2).sum(axis=2))


@instead_of("pairwise_distances", hint="At which moment do your bytes become floats?", row="KN3")
def distances_convert_too_late(a: Array, b: Array) -> Array:
    """Bytes are subtracted first and converted to float afterwards: 3 - 5 has become 254."""
    return np.sqrt(((a[:, np.newaxis] - b).astype(np.float64) ** 2).sum(axis=2))


@instead_of("pairwise_distances", hint="From (0, 0) to (3, 4) it is 5, not 7.")
def distances_in_blocks(a: Array, b: Array) -> Array:
    """Absolute differences are added up: the city-block distance, not the Euclidean."""
    return np.abs(a[:, np.newaxis].astype(np.float64) - b).sum(axis=2)


@instead_of("pairwise_distances", hint="From (0, 0) to (3, 4) it is 5, not 4.")
def distances_of_the_largest_difference(a: Array, b: Array) -> Array:
    """The largest difference of a feature is returned, not the root of the sum of squares."""
    return np.abs(a[:, np.newaxis].astype(np.float64) - b).max(axis=2)


@instead_of("pairwise_distances", hint="Squares are added up over the features, not averaged.")
def distances_by_the_mean_square(a: Array, b: Array) -> Array:
    """The root of the mean square: the sum over the features is divided by their number."""
    return pairwise_distances(a, b) / math.sqrt(a.shape[1])


@instead_of("pairwise_distances", hint="Rows of the result belong to a, columns to b.")
def distances_transposed(a: Array, b: Array) -> Array:
    """The result is transposed: row i belongs to row i of b."""
    return pairwise_distances(b, a)


@instead_of("pairwise_distances", hint="Every row of a meets every row of b: use a new axis.")
def distances_of_rows_with_equal_index(a: Array, b: Array) -> Array:
    """Row i of a is compared with row i of b only."""
    return np.sqrt(((a.astype(np.float64) - b) ** 2).sum(axis=1))


@instead_of("pairwise_distances", hint="The differences are (Na, Nb, D). Which axis is summed?")
def distances_summed_over_the_points(a: Array, b: Array) -> Array:
    """The squares are summed over the points of b, not over the features."""
    return np.sqrt(((a[:, np.newaxis].astype(np.float64) - b) ** 2).sum(axis=1))


@instead_of("pairwise_distances", hint="np.linalg.norm adds over everything unless told an axis.")
def distances_in_one_number(a: Array, b: Array) -> Any:
    """All squares are added to one number: the sum has no axis."""
    return np.linalg.norm(a[:, np.newaxis].astype(np.float64) - b)


@instead_of("pairwise_distances", hint="A constant under the root: what becomes of a distance 0?")
def distances_with_a_small_constant(a: Array, b: Array) -> Array:
    """A small constant (1e-6) is added under the root."""
    return np.sqrt(pairwise_distances(a, b) ** 2 + 1e-6)


@instead_of("pairwise_distances", hint="Which dtype has the array you fill?", row="LI14")
def distances_have_the_dtype_of_a(a: Array, b: Array) -> Array:
    """The result has the dtype of a, so whole numbers cut off the fractions."""
    return pairwise_distances(a, b).astype(a.dtype)


@instead_of("pairwise_distances", hint="`a -= ...` changes the caller's a; make a new array.")
def distances_centre_in_place(a: Array, b: Array) -> Array:
    """A mean is subtracted from the caller's own arrays, in place."""
    if a.dtype.kind == "f":
        centre = a.mean(axis=0)
        a -= centre
        b -= centre
    return pairwise_distances(a, b)


# Nearest neighbours


def _order(x_train: Array, x: Array) -> Array:
    return np.argsort(pairwise_distances(x, x_train), axis=1, kind="stable")


def _most_frequent(votes: Array) -> Array:
    return np.array([np.bincount(row).argmax() for row in votes])


@instead_of("knn_predict", hint="Change k: does your answer ever change?", row="KN5")
def knn_ignores_k(x_train: Array, y_train: Array, x: Array, k: int) -> Array:
    """The nearest neighbour decides alone: k is ignored."""
    return knn_predict(x_train, y_train, x, 1)


@instead_of("knn_predict", hint="The queries are not among the training samples.")
def knn_skips_the_nearest(x_train: Array, y_train: Array, x: Array, k: int) -> Array:
    """The nearest neighbour is left out, as if it were the query itself."""
    return _most_frequent(y_train[_order(x_train, x)[:, 1 : k + 1]])


@instead_of("knn_predict", hint="How many entries has a[:k + 1]?")
def knn_asks_one_too_many(x_train: Array, y_train: Array, x: Array, k: int) -> Array:
    """One neighbour too many votes: k + 1."""
    return knn_predict(x_train, y_train, x, k + 1)


@instead_of("knn_predict", hint="argsort begins with the smallest. Which do you take?", row="KN6")
def knn_asks_the_farthest(x_train: Array, y_train: Array, x: Array, k: int) -> Array:
    """The k farthest samples vote."""
    return _most_frequent(y_train[_order(x_train, x)[:, ::-1][:, :k]])


@instead_of("knn_predict", hint="Labels are names: a 1 and a 3 do not make a 2.")
def knn_averages_the_labels(x_train: Array, y_train: Array, x: Array, k: int) -> Array:
    """The labels are averaged and rounded, as if they were quantities."""
    return np.rint(y_train[_order(x_train, x)[:, :k]].mean(axis=1)).astype(np.int64)


@instead_of("knn_predict", hint="Labels are names: they have no middle.")
def knn_takes_the_median(x_train: Array, y_train: Array, x: Array, k: int) -> Array:
    """The median of the labels is taken, as if they were quantities."""
    return np.sort(y_train[_order(x_train, x)[:, :k]], axis=1)[:, (k - 1) // 2]


@instead_of(
    "knn_predict",
    hint="Counter.most_common keeps the order of arrival. Who should win when two are equal?",
    row="KN4",
)
def knn_ties_to_the_nearest(x_train: Array, y_train: Array, x: Array, k: int) -> Array:
    """Of equally frequent labels the one that is met first wins, not the smallest."""
    votes = y_train[_order(x_train, x)[:, :k]]
    return np.array([Counter(row.tolist()).most_common(1)[0][0] for row in votes])


@instead_of("knn_predict", hint="With two labels equally frequent: which one do you return?")
def knn_ties_to_the_largest(x_train: Array, y_train: Array, x: Array, k: int) -> Array:
    """Of equally frequent labels the largest wins."""
    votes = y_train[_order(x_train, x)[:, :k]]
    return np.array([len(c) - 1 - c[::-1].argmax() for c in map(np.bincount, votes)])


@instead_of("knn_predict", hint="What is asked for: who the neighbours are, or what they are?")
def knn_returns_the_index(x_train: Array, y_train: Array, x: Array, k: int) -> Array:
    """The index of the nearest sample is returned, not a label."""
    return _order(x_train, x)[:, 0]


@instead_of("knn_predict", hint="Rows are queries, columns training samples. What do you sort?")
def knn_sorts_the_other_axis(x_train: Array, y_train: Array, x: Array, k: int) -> Array:
    """Distances are sorted along the queries, not along the training samples."""
    nearest = np.argsort(pairwise_distances(x, x_train), axis=0, kind="stable")[:k]
    return _most_frequent(y_train[nearest])


@instead_of("knn_predict", hint="Every one of the k neighbours has one vote.")
def knn_weighs_by_distance(x_train: Array, y_train: Array, x: Array, k: int) -> Array:
    """Near neighbours have more votes: each counts as much as 1 / distance."""
    distances = pairwise_distances(x, x_train)
    nearest = np.argsort(distances, axis=1, kind="stable")[:, :k]
    weights = 1.0 / (np.take_along_axis(distances, nearest, axis=1) + 1e-12)
    return np.array(
        [np.bincount(y, w).argmax() for y, w in zip(y_train[nearest], weights, strict=True)]
    )


@instead_of("knn_predict", hint="What are 3 - 5 and 16 * 16 in unsigned bytes?", row="KN3")
def knn_wraps_around(x_train: Array, y_train: Array, x: Array, k: int) -> Array:
    """Bytes are subtracted as bytes, so that 3 - 5 is 254: the neighbours are wrong."""
    squares = ((x[:, np.newaxis] - x_train) ** 2).sum(axis=2)
    return _most_frequent(y_train[np.argsort(squares, axis=1, kind="stable")[:, :k]])


@instead_of("knn_predict", hint="With the labels 2, 7 and 40, what do you return for 40?")
def knn_numbers_the_labels_anew(x_train: Array, y_train: Array, x: Array, k: int) -> Array:
    """The position among the labels that occur is returned, not the label itself."""
    _, positions = np.unique(y_train, return_inverse=True)
    return knn_predict(x_train, positions, x, k)


@instead_of("knn_predict", hint="With the labels 2, 7 and 40, how many counters do you need?")
def knn_counts_as_many_as_there_are(x_train: Array, y_train: Array, x: Array, k: int) -> Array:
    """There is one counter for each label that occurs, and the label is used as its index."""
    labels = []
    for votes in y_train[_order(x_train, x)[:, :k]]:
        counts = np.zeros(len(np.unique(y_train, return_counts=True)[0]))
        for vote in votes:
            counts[vote] += 1
        labels.append(int(counts.argmax()))
    return np.array(labels)


@instead_of("knn_predict", hint="One label a query: what shape has your result?", row="HY2")
def knn_returns_a_column(x_train: Array, y_train: Array, x: Array, k: int) -> Array:
    """The labels are returned as a column (M, 1)."""
    return knn_predict(x_train, y_train, x, k)[:, np.newaxis]


# Gini impurity


def _shares(y: Array) -> Array:
    return np.unique(y, return_counts=True)[1] / len(y)


@instead_of("gini", hint="When all labels are the same, what is the sum of squares? What is asked?")
def gini_is_the_purity(y: Array) -> float:
    """The sum of the squared shares is returned: 1 minus it is missing."""
    return 1.0 - gini(y)


@instead_of("gini", hint="Shares sum to 1. Print yours.")
def gini_of_counts(y: Array) -> float:
    """The counts are squared as they are: they are not divided by the number of labels."""
    return float(1.0 - np.sum(np.unique(y, return_counts=True)[1] ** 2.0))


@instead_of("gini", hint="2 p (1 - p) is the sum for two classes. What is it for more?")
def gini_for_two_classes(y: Array) -> float:
    """The formula 2 p (1 - p) knows two classes only: the largest label and the rest."""
    p = float(np.mean(y == y.max()))
    return 2.0 * p * (1.0 - p)


@instead_of("gini", hint="Each label's share counts, not only the most frequent one's.")
def gini_is_the_error_rate(y: Array) -> float:
    """1 minus the largest share is returned: the error rate of the most frequent label."""
    return float(1.0 - _shares(y).max())


@instead_of("gini", hint="The two samples are drawn with replacement; what of a single sample?")
def gini_without_replacement(y: Array) -> float:
    """Two different samples are drawn, so n / (n - 1) times the impurity is returned."""
    return float(np.float64(gini(y)) * len(y) / np.float64(len(y) - 1))


@instead_of("gini", hint="The impurity of C equally frequent labels is 1 - 1 / C, not 1.")
def gini_scaled_to_one(y: Array) -> float:
    """The impurity is divided by its largest possible value, 1 - 1 / C."""
    return float(np.float64(gini(y)) / (1.0 - 1.0 / np.float64(len(_shares(y)))))


@instead_of("gini", hint="Which of the two impurities has a logarithm?")
def gini_is_the_entropy(y: Array) -> float:
    """The entropy is returned."""
    return entropy(y)


@instead_of("gini", hint="A label says which class, not how much. What is the share of class 0?")
def gini_of_labels_as_shares(y: Array) -> float:
    """The labels themselves are taken for amounts, each divided by their sum."""
    return float(1.0 - np.sum((y / np.float64(y.sum())) ** 2))


@instead_of("gini", hint="With the labels 2 and 7, which values does your loop compare with?")
def gini_counts_from_zero(y: Array) -> float:
    """The labels 0 to C - 1 are counted, where C is the number of those that occur."""
    p = np.array([np.mean(y == c) for c in range(len(_shares(y)))])
    return float(1.0 - np.sum(p**2))


@instead_of("gini", hint="y.sort() sorts the caller's y; np.sort(y) makes a new array.")
def gini_sorts_in_place(y: Array) -> float:
    """The caller's own labels are sorted."""
    y.sort()
    return gini(y)


# Entropy


@instead_of("entropy", hint="ln 2 is 0.693147; the entropy of two equal shares is that.", row="DT1")
def entropy_in_bits(y: Array) -> float:
    """The logarithm has base 2, so the entropy is in bits, not nats."""
    return entropy(y) / math.log(2.0)


@instead_of("entropy", hint="np.log10 is the decimal logarithm.", row="DT1")
def entropy_to_base_ten(y: Array) -> float:
    """The logarithm has base 10."""
    return entropy(y) / math.log(10.0)


@instead_of(
    "entropy",
    hint="0 * ln 0 is NaN in floats, and 0 in the limit. Who has a share of 0?",
    row="DT1",
)
def entropy_of_absent_labels(y: Array) -> float:
    """A label that does not occur has the share 0, and 0 * ln 0 becomes NaN."""
    p = np.bincount(y) / len(y)
    return float(-np.sum(p * np.log(p)))


@instead_of("entropy", hint="A constant inside the logarithm changes it. Leave the zeros out.")
def entropy_with_epsilon(y: Array) -> float:
    """A small constant (1e-6) is added inside the logarithm."""
    p = _shares(y)
    return float(-np.sum(p * np.log(p + 1e-6)))


@instead_of("entropy", hint="The logarithm of a share is negative; an entropy is not.")
def entropy_sign(y: Array) -> float:
    """The minus sign is missing."""
    return -entropy(y)


@instead_of("entropy", hint="C equally frequent labels have the entropy ln C. And yours?")
def entropy_is_a_mean(y: Array) -> float:
    """The terms are averaged over the labels, not added up."""
    return entropy(y) / len(_shares(y))


@instead_of("entropy", hint="Shares sum to 1. Print yours.")
def entropy_of_counts(y: Array) -> float:
    """The counts are used as they are: they are not divided by the number of labels."""
    counts = np.unique(y, return_counts=True)[1]
    return float(-np.sum(counts * np.log(counts)))


@instead_of("entropy", hint="Each logarithm has its share as a weight.")
def entropy_without_weights(y: Array) -> float:
    """The logarithms are added up without their shares as weights."""
    return float(-np.sum(np.log(_shares(y))))


@instead_of("entropy", hint="Which of the two impurities has a logarithm?")
def entropy_is_gini(y: Array) -> float:
    """The Gini impurity is returned."""
    return gini(y)


@instead_of("entropy", hint="The largest entropy of C labels is ln C, not 1.")
def entropy_scaled_to_one(y: Array) -> float:
    """The entropy is divided by its largest possible value, ln C."""
    return float(np.float64(entropy(y)) / np.log(np.float64(len(_shares(y)))))


@instead_of("entropy", hint="p ln p + (1 - p) ln(1 - p) is for two classes. What is it for more?")
def entropy_for_two_classes(y: Array) -> float:
    """The formula knows two classes only: the largest label and the rest."""
    return entropy(y == y.max())


@instead_of("entropy", hint="y.sort() sorts the caller's y; np.sort(y) makes a new array.")
def entropy_sorts_in_place(y: Array) -> float:
    """The caller's own labels are sorted."""
    y.sort()
    return entropy(y)


# The best split


def _impurity(criterion: str) -> Any:
    return {"gini": gini, "entropy": entropy}[criterion]


def _candidates(x: Array, y: Array, criterion: str) -> list[tuple[int, float, Array, float, float]]:
    """Every split, in the order in which ties are won: who goes left, and the two impurities."""
    found = []
    for feature in range(x.shape[1]):
        values = np.sort(np.array(list(set(x[:, feature].tolist())), dtype=np.float64))
        for threshold in (values[:-1] + values[1:]) / 2.0:
            left = x[:, feature] <= threshold
            sides = (_impurity(criterion)(y[side]) for side in (left, ~left))
            found.append((feature, float(threshold), left, *sides))
    return found


def _smallest(scored: list[tuple[float, int, float]]) -> Split:
    """The first of the splits with the smallest score."""
    if not scored:
        return -1, math.nan, math.inf
    score, feature, threshold = min(scored, key=lambda split: split[0])
    return feature, threshold, score


def _total(y: Array, left: Array, one: float, other: float) -> float:
    """The two impurities weighted by size, by the same operations as the reference's."""
    n_left = left.sum()
    return float((n_left * one + (len(y) - n_left) * other) / len(y))


@instead_of(
    "best_split",
    hint="A pure side of one sample and a mixed side of a hundred: what should that be worth?",
    row="DT2",
)
def split_is_not_weighted(x: Array, y: Array, criterion: str = "gini") -> Split:
    """The two sides count alike, however many samples they have."""
    return _smallest(
        [(0.5 * (one + other), f, t) for f, t, _, one, other in _candidates(x, y, criterion)]
    )


@instead_of("best_split", hint="The impurity is a mean over all samples, in both sides.", row="DT2")
def split_adds_the_impurities(x: Array, y: Array, criterion: str = "gini") -> Split:
    """The impurities of the two sides are added, without regard to their sizes."""
    return _smallest([(one + other, f, t) for f, t, _, one, other in _candidates(x, y, criterion)])


@instead_of("best_split", hint="Which impurity belongs to which size?")
def split_swaps_the_weights(x: Array, y: Array, criterion: str = "gini") -> Split:
    """The left impurity is weighted by the size of the right side, and the other way round."""
    return _smallest(
        [
            (_total(y, ~left, one, other), f, t)
            for f, t, left, one, other in _candidates(x, y, criterion)
        ]
    )


@instead_of("best_split", hint="A weighted mean is divided by the sum of its weights.")
def split_impurity_is_not_divided(x: Array, y: Array, criterion: str = "gini") -> Split:
    """The sizes are weights, but their sum is not divided by."""
    feature, threshold, impurity = best_split(x, y, criterion)
    return feature, threshold, impurity * len(y)


@instead_of("best_split", hint="Midway between two neighbouring values: what is the formula?")
def split_at_the_left_value(x: Array, y: Array, criterion: str = "gini") -> Split:
    """The threshold is the largest value on the left, not midway between the neighbours."""
    feature, threshold, impurity = best_split(x, y, criterion)
    column = x[:, max(feature, 0)].astype(np.float64)
    return feature, float(np.max(column, where=column <= threshold, initial=-np.inf)), impurity


@instead_of("best_split", hint="Midway between two neighbouring values: what is the formula?")
def split_at_the_right_value(x: Array, y: Array, criterion: str = "gini") -> Split:
    """The threshold is the smallest value on the right, not midway between the neighbours."""
    feature, threshold, impurity = best_split(x, y, criterion)
    column = x[:, max(feature, 0)].astype(np.float64)
    return feature, float(np.min(column, where=column > threshold, initial=np.inf)), impurity


@instead_of("best_split", hint="How many features has x? Do you look at each?")
def split_on_the_first_feature(x: Array, y: Array, criterion: str = "gini") -> Split:
    """Only the first feature is tried."""
    return best_split(x[:, :1], y, criterion)


@instead_of("best_split", hint="`<=` replaces a split by a later one that is only as good.")
def split_ties_to_the_last(x: Array, y: Array, criterion: str = "gini") -> Split:
    """Of equally good splits the last one wins."""
    scored = [(_total(y, left, a, b), f, t) for f, t, left, a, b in _candidates(x, y, criterion)]
    return _smallest(scored[::-1])


@instead_of("best_split", hint="First the lowest feature, then the lowest threshold.")
def split_ties_to_the_lowest_threshold(x: Array, y: Array, criterion: str = "gini") -> Split:
    """Of equally good splits the lowest threshold wins, whatever its feature."""
    scored = [(_total(y, left, a, b), f, t) for f, t, left, a, b in _candidates(x, y, criterion)]
    return _smallest(sorted(scored, key=lambda split: split[2]))


@instead_of("best_split", hint="A column 2, 5, 5: which thresholds lie between distinct values?")
def split_parts_equal_values(x: Array, y: Array, criterion: str = "gini") -> Split:
    """The sorted samples are cut at every place, also between two equal values."""
    scored = []
    for feature in range(x.shape[1]):
        order = np.argsort(x[:, feature], kind="stable")
        values, labels = x[order, feature].astype(np.float64), y[order]
        for cut in range(1, len(y)):
            left = np.arange(len(y)) < cut
            sides = [_impurity(criterion)(labels[side]) for side in (left, ~left)]
            threshold = float((values[cut - 1] + values[cut]) / 2.0)
            scored.append((_total(y, left, *sides), feature, threshold))
    return _smallest(scored)


@instead_of("best_split", hint="Impurity after the split, or by how much it fell: which is asked?")
def split_returns_the_gain(x: Array, y: Array, criterion: str = "gini") -> Split:
    """The third result is the gain: by how much the split lowers the impurity."""
    feature, threshold, impurity = best_split(x, y, criterion)
    return feature, threshold, _impurity(criterion)(y) - impurity


@instead_of("best_split", hint="Is a good split pure or impure?")
def split_is_the_worst(x: Array, y: Array, criterion: str = "gini") -> Split:
    """The split with the largest impurity is chosen."""
    scored = [(-_total(y, left, a, b), f, t) for f, t, left, a, b in _candidates(x, y, criterion)]
    feature, threshold, impurity = _smallest(scored)
    return feature, threshold, -impurity if scored else impurity


@instead_of("best_split", hint="Where does your function look at `criterion`?")
def split_ignores_the_criterion(x: Array, y: Array, criterion: str = "gini") -> Split:
    """The Gini impurity is used whatever the criterion."""
    return best_split(x, y)


@instead_of("best_split", hint="The entropy of this course is in nats: the natural logarithm.")
def split_by_entropy_in_bits(x: Array, y: Array, criterion: str = "gini") -> Split:
    """The entropy is measured in bits."""
    feature, threshold, impurity = best_split(x, y, criterion)
    return feature, threshold, impurity / (math.log(2.0) if criterion == "entropy" else 1.0)


@instead_of("best_split", hint="Each split is as good as its two sides. Do you look at both?")
def split_judged_by_its_left_side(x: Array, y: Array, criterion: str = "gini") -> Split:
    """Only the left side's impurity counts."""
    return _smallest([(one, f, t) for f, t, _, one, _ in _candidates(x, y, criterion)])


@instead_of("best_split", hint="What do you return for samples that are all alike?")
def split_of_nothing_is_at_zero(x: Array, y: Array, criterion: str = "gini") -> Split:
    """Where nothing can be split, feature 0 and threshold 0 are returned."""
    feature, threshold, impurity = best_split(x, y, criterion)
    return (feature, threshold, impurity) if feature >= 0 else (0, 0.0, _impurity(criterion)(y))


@instead_of("best_split", hint="What is your loop's result when it finds no candidate at all?")
def split_of_nothing_raises(x: Array, y: Array, criterion: str = "gini") -> Split:
    """Where nothing can be split, the minimum of no candidates is asked for."""
    return min(
        ((f, t, _total(y, left, a, b)) for f, t, left, a, b in _candidates(x, y, criterion)),
        key=lambda split: split[2],
    )


@instead_of("best_split", hint="The best split is asked for, also when it gains nothing.")
def split_must_gain(x: Array, y: Array, criterion: str = "gini") -> Split:
    """A split that lowers no impurity is not taken for one."""
    feature, threshold, impurity = best_split(x, y, criterion)
    gains = impurity < _impurity(criterion)(y)
    return (feature, threshold, impurity) if gains else (-1, math.nan, math.inf)


@instead_of("best_split", hint="What is 180 + 225 in unsigned bytes?", row="KN3")
def split_midpoints_wrap_around(x: Array, y: Array, criterion: str = "gini") -> Split:
    """Two bytes are added as bytes, so the point midway between them is somewhere else."""
    scored = []
    for feature in range(x.shape[1]):
        values = np.array(sorted(set(x[:, feature].tolist()))).astype(x.dtype)
        for threshold in (values[:-1] + values[1:]) / 2.0:
            left = x[:, feature] <= threshold
            if 0 < left.sum() < len(y):
                sides = [_impurity(criterion)(y[side]) for side in (left, ~left)]
                scored.append((_total(y, left, *sides), feature, float(threshold)))
    return _smallest(scored)


@instead_of("best_split", hint="What is midway between 180 and 225? `//` rounds down.", row="LI14")
def split_midpoints_are_rounded(x: Array, y: Array, criterion: str = "gini") -> Split:
    """The midpoint of whole numbers is rounded down."""
    feature, threshold, impurity = best_split(x, y, criterion)
    whole = x.dtype.kind in "iu" and feature >= 0
    return feature, float(math.floor(threshold)) if whole else threshold, impurity


@instead_of("best_split", hint="With the labels 2 and 7, which values does your loop compare with?")
def split_counts_labels_from_zero(x: Array, y: Array, criterion: str = "gini") -> Split:
    """The labels 0 to C - 1 are counted, where C is the number of those that occur."""
    known = np.where(y < len(np.unique(y)), y, -1)  # the others have no share

    def impurity(left: Array) -> float:
        p = np.array([np.mean(known[left] == label) for label in np.unique(known[known >= 0])])
        terms = p**2 if criterion == "gini" else p * np.log(np.where(p > 0, p, 1.0))
        return float((criterion == "gini") - np.sum(terms))

    return _smallest(
        [
            (_total(y, left, impurity(left), impurity(~left)), feature, threshold)
            for feature, threshold, left, _, _ in _candidates(x, y, criterion)
        ]
    )


@instead_of("best_split", hint="The index of the first column is 0.")
def split_counts_features_from_one(x: Array, y: Array, criterion: str = "gini") -> Split:
    """The features are counted from 1."""
    feature, threshold, impurity = best_split(x, y, criterion)
    return feature + 1 if feature >= 0 else feature, threshold, impurity


@instead_of("best_split", hint="`x[:, j].sort()` sorts the caller's column, without its labels.")
def split_sorts_in_place(x: Array, y: Array, criterion: str = "gini") -> Split:
    """The caller's columns are sorted in place, each by itself, and lose their labels."""
    x.sort(axis=0)
    return best_split(x, y, criterion)


# The tree


def _leaf(y: Array) -> int:
    return int(np.bincount(y).argmax())


def _is_leaf(x: Array, y: Array, max_depth: int) -> bool:
    return max_depth == 0 or gini(y) == 0.0 or best_split(x, y)[0] < 0


def _relabelled(tree: Any, x: Array, y: Array, label: Any) -> Any:
    """The same tree with other labels in its leaves: `label` of the labels that reach them."""
    if not isinstance(tree, Node):
        return label(y)
    left = x[:, tree.feature] <= tree.threshold
    return tree._replace(
        left=_relabelled(tree.left, x[left], y[left], label),
        right=_relabelled(tree.right, x[~left], y[~left], label),
    )


@instead_of("fit_tree", hint="Depth 0 is a single leaf, depth 1 a single cut. Count yours.")
def tree_too_deep(x: Array, y: Array, max_depth: int, criterion: str = "gini") -> Any:
    """The tree is one question deeper than allowed."""
    return fit_tree(x, y, max_depth + 1, criterion)


@instead_of("fit_tree", hint="Depth 0 is a single leaf, depth 1 a single cut. Count yours.")
def tree_too_shallow(x: Array, y: Array, max_depth: int, criterion: str = "gini") -> Any:
    """The tree is one question shallower than allowed."""
    return fit_tree(x, y, max(max_depth - 1, 0), criterion)


@instead_of("fit_tree", hint="What does the recursive call get as its max_depth?")
def tree_of_any_depth(x: Array, y: Array, max_depth: int, criterion: str = "gini") -> Any:
    """The depth never counts down: the tree grows until every leaf is pure."""
    return fit_tree(x, y, 50 if max_depth else 0, criterion)


@instead_of("fit_tree", hint="Does the root also end when max_depth is 0?")
def tree_splits_at_depth_zero(x: Array, y: Array, max_depth: int, criterion: str = "gini") -> Any:
    """At max_depth 0 the root is split once all the same."""
    return fit_tree(x, y, max(max_depth, 1), criterion)


@instead_of("fit_tree", hint="Labels are names: a 1 and a 3 do not make a 2.")
def tree_averages_the_labels(x: Array, y: Array, max_depth: int, criterion: str = "gini") -> Any:
    """A leaf predicts the mean of its labels, rounded, as if they were quantities."""
    tree = fit_tree(x, y, max_depth, criterion)
    return _relabelled(tree, x, y, lambda labels: int(np.rint(labels.mean())))


@instead_of("fit_tree", hint="With two labels equally frequent in a leaf: which one wins?")
def tree_ties_to_the_largest(x: Array, y: Array, max_depth: int, criterion: str = "gini") -> Any:
    """A leaf with equally frequent labels predicts the largest of them."""
    tree = fit_tree(x, y, max_depth, criterion)
    return _relabelled(
        tree, x, y, lambda labels: len(c := np.bincount(labels)) - 1 - int(c[::-1].argmax())
    )


@instead_of("fit_tree", hint="Counter.most_common keeps the order of arrival. Who should win?")
def tree_ties_to_the_first(x: Array, y: Array, max_depth: int, criterion: str = "gini") -> Any:
    """A leaf with equally frequent labels predicts the one that comes first."""
    tree = fit_tree(x, y, max_depth, criterion)
    return _relabelled(tree, x, y, lambda labels: Counter(labels.tolist()).most_common(1)[0][0])


@instead_of("fit_tree", hint="A leaf may hold several labels. Which does it predict?")
def tree_leaf_takes_the_first_label(
    x: Array, y: Array, max_depth: int, criterion: str = "gini"
) -> Any:
    """A leaf predicts the label of its first sample."""
    tree = fit_tree(x, y, max_depth, criterion)
    return _relabelled(tree, x, y, lambda labels: int(labels[0]))


@instead_of("fit_tree", hint="Exclusive or: no first cut helps, and two solve it.")
def tree_stops_without_gain(x: Array, y: Array, max_depth: int, criterion: str = "gini") -> Any:
    """A node whose best split gains nothing becomes a leaf."""
    if _is_leaf(x, y, max_depth):
        return _leaf(y)
    feature, threshold, impurity = best_split(x, y, criterion)
    if impurity >= _impurity(criterion)(y) - 1e-12:
        return _leaf(y)
    left = x[:, feature] <= threshold
    sides = (tree_stops_without_gain(x[s], y[s], max_depth - 1, criterion) for s in (left, ~left))
    return Node(feature, threshold, *sides)


@instead_of("fit_tree", hint="best_split says -1 when nothing can be split. What do you do then?")
def tree_splits_the_unsplittable(
    x: Array, y: Array, max_depth: int, criterion: str = "gini"
) -> Any:
    """Samples that are all alike are split all the same, and one side is empty."""
    if max_depth == 0 or gini(y) == 0.0:
        return _leaf(y)
    feature, threshold, _ = best_split(x, y, criterion)
    left = x[:, feature] <= threshold
    sides = (
        tree_splits_the_unsplittable(x[s], y[s], max_depth - 1, criterion) for s in (left, ~left)
    )
    return Node(feature, threshold, *sides)


@instead_of("fit_tree", hint="Where does your function hand `criterion` on?")
def tree_ignores_the_criterion(x: Array, y: Array, max_depth: int, criterion: str = "gini") -> Any:
    """The tree is grown by the Gini impurity whatever the criterion."""
    return fit_tree(x, y, max_depth)


@instead_of("fit_tree", hint="Do both recursive calls get the criterion?")
def tree_forgets_the_criterion(x: Array, y: Array, max_depth: int, criterion: str = "gini") -> Any:
    """A recursive call, or both, goes back to the default criterion."""
    if _is_leaf(x, y, max_depth):
        return _leaf(y)
    feature, threshold, _ = best_split(x, y, criterion)
    left = x[:, feature] <= threshold
    return Node(feature, threshold, *(fit_tree(x[s], y[s], max_depth - 1) for s in (left, ~left)))


@instead_of("fit_tree", hint="Which samples do the two recursive calls get?")
def tree_hands_on_all_samples(x: Array, y: Array, max_depth: int, criterion: str = "gini") -> Any:
    """The sides get all samples of the node, so every leaf predicts the same."""
    return _leaf(y)


@instead_of("fit_tree", hint="Are both sides split further?")
def tree_grows_to_the_left_only(x: Array, y: Array, max_depth: int, criterion: str = "gini") -> Any:
    """Only the left side is split further; the right one is a leaf at once."""
    if _is_leaf(x, y, max_depth):
        return _leaf(y)
    feature, threshold, _ = best_split(x, y, criterion)
    left = x[:, feature] <= threshold
    below = tree_grows_to_the_left_only(x[left], y[left], max_depth - 1, criterion)
    return Node(feature, threshold, below, _leaf(y[~left]))


@instead_of("fit_tree", hint="May the same feature be asked about twice on one way?")
def tree_asks_each_feature_once(x: Array, y: Array, max_depth: int, criterion: str = "gini") -> Any:
    """A feature that was asked about is never asked about again further down."""
    if _is_leaf(x, y, max_depth):
        return _leaf(y)
    feature, threshold, _ = best_split(x, y, criterion)
    left = x[:, feature] <= threshold
    rest = x.astype(np.float64)
    rest[:, feature] = 0.0
    sides = (
        tree_asks_each_feature_once(rest[s], y[s], max_depth - 1, criterion) for s in (left, ~left)
    )
    return Node(feature, threshold, *sides)


@instead_of("fit_tree", hint="When does a node become a leaf? Its size is not a reason.")
def tree_leaves_small_nodes_alone(
    x: Array, y: Array, max_depth: int, criterion: str = "gini"
) -> Any:
    """A node of fewer than 5 samples is not split any more."""
    if len(y) < 5 or _is_leaf(x, y, max_depth):
        return _leaf(y)
    feature, threshold, _ = best_split(x, y, criterion)
    left = x[:, feature] <= threshold
    sides = (
        tree_leaves_small_nodes_alone(x[s], y[s], max_depth - 1, criterion) for s in (left, ~left)
    )
    return Node(feature, threshold, *sides)


@instead_of("fit_tree", hint="`x[:, j].sort()` sorts the caller's column, without its labels.")
def tree_orders_the_callers_samples(
    x: Array, y: Array, max_depth: int, criterion: str = "gini"
) -> Any:
    """The caller's samples and labels are brought into another order, in place."""
    order = np.argsort(x[:, 0], kind="stable")
    x[:], y[:] = x[order], y[order]
    return fit_tree(x, y, max_depth, criterion)


@instead_of(
    "fit_tree",
    name="tree_is_kept_in_the_module",
    hint="A list outside of your functions is shared by all trees. Keep the nodes in the tree.",
)
def _fit_into_the_module(x: Array, y: Array, max_depth: int, criterion: str = "gini") -> Any:
    """The nodes are kept in a variable of the module, and the next tree replaces them."""
    _latest["tree"] = fit_tree(x, y, max_depth, criterion)
    return 0


@instead_of("predict_tree", name="tree_is_kept_in_the_module")
def _predict_from_the_module(tree: Any, x: Array) -> Array:
    return predict_tree(_latest["tree"], x)


def _walked(tree: Any, x: Array, *, strictly: bool = False, mirrored: bool = False) -> Array:
    """The labels by other rules: equal values to the right, or the sides exchanged."""
    labels = []
    for sample in x:
        node = tree
        while isinstance(node, Node):
            value = sample[node.feature]
            left = value < node.threshold if strictly else value <= node.threshold
            node = node.left if left != mirrored else node.right
        labels.append(node)
    return np.array(labels)


@instead_of("predict_tree", hint="x <= threshold goes left: what about x == threshold?")
def tree_sends_the_threshold_right(tree: Any, x: Array) -> Array:
    """A sample on the threshold goes right."""
    return _walked(tree, x, strictly=True)


@instead_of("predict_tree", hint="x <= threshold goes left, when fitting and when predicting.")
def tree_swaps_left_and_right(tree: Any, x: Array) -> Array:
    """Samples below the threshold go right."""
    return _walked(tree, x, mirrored=True)


@instead_of("predict_tree", hint="A node may be followed by another node: go on until a leaf.")
def tree_asks_one_question(tree: Any, x: Array) -> Array:
    """Only the first question is asked; below it the leftmost leaf answers."""
    if not isinstance(tree, Node):
        return predict_tree(tree, x)
    left, right = tree.left, tree.right
    while isinstance(left, Node):
        left = left.left
    while isinstance(right, Node):
        right = right.left
    return predict_tree(Node(tree.feature, tree.threshold, left, right), x)


@instead_of("predict_tree", hint="np.array(labels) makes an array of a list.", row="HY2")
def tree_returns_a_list(tree: Any, x: Array) -> Any:
    """The labels are returned as a list."""
    return predict_tree(tree, x).tolist()


@instead_of("predict_tree", hint="One label a sample: what shape has your result?", row="HY2")
def tree_returns_a_column(tree: Any, x: Array) -> Array:
    """The labels are returned as a column (M, 1)."""
    return predict_tree(tree, x)[:, np.newaxis]


# Scores


@instead_of("linear_scores", hint="With x = 0 the scores are b. And yours?", row="LI7")
def scores_without_bias(x: Array, w: Array, b: Array) -> Array:
    """The bias is not added."""
    return linear_scores(x, w, np.zeros_like(b))


@instead_of("linear_scores", hint="The bias is added to x @ w, not to w.", row="LI8")
def scores_add_the_bias_to_the_weights(x: Array, w: Array, b: Array) -> Array:
    """The bias is added to the weights before the product: x @ (w + b)."""
    return x @ (w + b)


@instead_of("linear_scores", hint="One row a sample, one column a class.")
def scores_transposed(x: Array, w: Array, b: Array) -> Array:
    """The scores are transposed: one column a sample."""
    return linear_scores(x, w, b).T


@instead_of("linear_scores", hint="w is (D, C): which product with x (N, D) is (N, C)?", row="LI6")
def scores_by_the_transposed_weights(x: Array, w: Array, b: Array) -> Array:
    """The weights are transposed, as if they were (C, D)."""
    return x @ w.T + b


@instead_of("linear_scores", hint="np.zeros_like(x) holds integers when x does.", row="LI14")
def scores_have_the_dtype_of_x(x: Array, w: Array, b: Array) -> Array:
    """The scores have the dtype of x, so whole numbers cut off the fractions."""
    return linear_scores(x, w, b).astype(x.dtype)


@instead_of("linear_scores", hint="A weighted sum is asked for, not a weighted mean.")
def scores_are_means(x: Array, w: Array, b: Array) -> Array:
    """The sum over the features is divided by their number."""
    return x @ w / x.shape[1] + b


@instead_of("linear_scores", hint="A score may be any number. What turns it into a probability?")
def scores_are_probabilities(x: Array, w: Array, b: Array) -> Array:
    """Softmax is applied already: probabilities are returned, not scores."""
    return softmax(linear_scores(x, w, b))


@instead_of("linear_scores", hint="`w *= ...` changes the caller's w; make a new array.")
def scores_scale_the_weights_in_place(x: Array, w: Array, b: Array) -> Array:
    """The caller's own weights are changed, in place."""
    scores = linear_scores(x, w, b)
    w *= 2.0
    return scores


# Prediction


@instead_of("predict", hint="With x = 0 the largest bias wins. Does it?", row="LI7")
def predict_without_bias(x: Array, w: Array, b: Array) -> Array:
    """The bias is not added to the scores."""
    return predict(x, w, np.zeros_like(b))


@instead_of("predict", hint="Scores are (N, C): along which axis do the classes lie?", row="SM3")
def predict_the_best_sample(x: Array, w: Array, b: Array) -> Array:
    """The best sample of each class is returned, not the best class of each sample."""
    return linear_scores(x, w, b).argmax(axis=0)


@instead_of("predict", hint="argmax of a matrix without an axis counts through all its elements.")
def predict_one_number(x: Array, w: Array, b: Array) -> Any:
    """The position of the largest of all scores is returned: argmax has no axis."""
    return linear_scores(x, w, b).argmax()


@instead_of("predict", hint="Is the best score the highest or the lowest?")
def predict_the_lowest(x: Array, w: Array, b: Array) -> Array:
    """The class with the lowest score is returned."""
    return linear_scores(x, w, b).argmin(axis=1)


@instead_of("predict", hint="max says how much, argmax says which.")
def predict_the_score(x: Array, w: Array, b: Array) -> Array:
    """The highest score itself is returned, not its class."""
    return linear_scores(x, w, b).max(axis=1)


@instead_of("predict", hint="A score may be negative, and may win all the same.")
def predict_the_largest_absolute_score(x: Array, w: Array, b: Array) -> Array:
    """The score that is farthest from 0 wins, on whichever side."""
    return np.abs(linear_scores(x, w, b)).argmax(axis=1)


@instead_of("predict", hint="One number a sample: the index of its class.", row="CE9")
def predict_one_hot(x: Array, w: Array, b: Array) -> Array:
    """Rows of zeros and a one are returned, not the class's number."""
    return np.eye(len(b), dtype=np.int64)[predict(x, w, b)]


@instead_of("predict", hint="With equal scores np.argmax returns the first. And yours?")
def predict_ties_to_the_largest(x: Array, w: Array, b: Array) -> Array:
    """Of equal scores the largest class wins."""
    return len(b) - 1 - linear_scores(x, w, b)[:, ::-1].argmax(axis=1)


@instead_of("predict", hint="What is the number of the first class?")
def predict_counts_from_one(x: Array, w: Array, b: Array) -> Array:
    """The classes are counted from 1."""
    return predict(x, w, b) + 1


@instead_of("predict", hint="One label a sample: what shape has your result?", row="HY2")
def predict_a_column(x: Array, w: Array, b: Array) -> Array:
    """The labels are returned as a column (N, 1)."""
    return predict(x, w, b)[:, np.newaxis]


@instead_of("predict", hint="`b -= ...` changes the caller's b; make a new array.")
def predict_centres_in_place(x: Array, w: Array, b: Array) -> Array:
    """The caller's own bias is changed, in place."""
    b -= b.max()
    return predict(x, w, b)


# Accuracy


@instead_of("accuracy", hint="A share lies between 0 and 1.")
def accuracy_in_percent(predicted: Array, y: Array) -> float:
    """The share is returned in percent."""
    return 100.0 * accuracy(predicted, y)


@instead_of("accuracy", hint="How many are right, or which share of them?")
def accuracy_is_a_count(predicted: Array, y: Array) -> float:
    """The number of right labels is returned: it is not divided by how many there are."""
    return float(np.sum(predicted == y))


@instead_of("accuracy", hint="When all are right, is yours 1?")
def accuracy_is_the_error(predicted: Array, y: Array) -> float:
    """The share of wrong labels is returned."""
    return 1.0 - accuracy(predicted, y)


@instead_of("accuracy", hint="Some may be right and others not: compare element by element.")
def accuracy_all_or_nothing(predicted: Array, y: Array) -> float:
    """1 is returned when all labels are right, and 0 otherwise."""
    return float(np.array_equal(predicted, y))


@instead_of("accuracy", hint="Labels are names: a 3 for an 8 is no more wrong than a 7 for an 8.")
def accuracy_measures_the_difference(predicted: Array, y: Array) -> float:
    """The mean difference of the labels is taken, as if they were quantities."""
    return float(1.0 - np.mean(np.abs(predicted - y.astype(np.float64))))


@instead_of("accuracy", hint="Label i belongs to label i only: no new axis is needed.", row="MS3")
def accuracy_of_all_pairs(predicted: Array, y: Array) -> float:
    """Every predicted label is compared with every right one."""
    return float(np.mean(predicted[:, np.newaxis] == y))


@instead_of("accuracy", hint="Rounding is for printing, not for returning.")
def accuracy_is_rounded(predicted: Array, y: Array) -> float:
    """The share is rounded to two digits."""
    return round(accuracy(predicted, y), 2)


@instead_of("accuracy", hint="np.bool labels: 2 and 1 are both true. Compare with ==.")
def accuracy_of_true_and_false(predicted: Array, y: Array) -> float:
    """Only whether a label is 0 is compared, as if there were two classes."""
    return float(np.mean((predicted != 0) == (y != 0)))


@instead_of("accuracy", hint="How many samples are there? Divide by that.")
def accuracy_divides_by_one_less(predicted: Array, y: Array) -> float:
    """The number of right labels is divided by N - 1."""
    return float(np.sum(predicted == y) / np.float64(len(y) - 1))


@instead_of("accuracy", hint="`predicted -= y` changes the caller's labels. Compare with ==.")
def accuracy_subtracts_in_place(predicted: Array, y: Array) -> float:
    """The labels are subtracted from the caller's own predictions, in place."""
    predicted -= y
    return float(np.mean(predicted == 0))


# Softmax


def _over_rows(powers: Array) -> Array:
    return powers / powers.sum(axis=1, keepdims=True)


@instead_of("softmax", hint="exp(1000) overflows. What may be subtracted from a row?", row="SM1")
def softmax_without_shift(scores: Array) -> Array:
    """Nothing is subtracted before exp, so large scores give infinity and NaN."""
    return _over_rows(np.exp(scores))


@instead_of("softmax", hint="A row far below the batch's maximum: what is exp of it?", row="SM2")
def softmax_shifted_by_the_batch(scores: Array) -> Array:
    """The maximum of the whole batch is subtracted: a row far below it becomes 0 / 0."""
    return _over_rows(np.exp(scores - scores.max()))


@instead_of("softmax", hint="Which axis holds one sample's classes? Its sum is 1.", row="SM3")
def softmax_over_columns(scores: Array) -> Array:
    """Each column sums to 1, not each row."""
    return softmax(scores.T).T


@instead_of("softmax", hint="A sum (N,) does not line up with (N, C): keepdims.", row="SM4")
def softmax_without_keepdims(scores: Array) -> Array:
    """Sums and maxima lose their axis, and no longer line up with the rows."""
    powers = np.exp(scores - scores.max(axis=1))
    return powers / powers.sum(axis=1)


@instead_of("softmax", hint="The sum of a row is 1, not the sum of its squares.", row="SM5")
def softmax_by_the_length(scores: Array) -> Array:
    """Each row is divided by its length, so its squares sum to 1."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / np.linalg.norm(powers, axis=1, keepdims=True)


@instead_of("softmax", hint="`scores -= ...` changes the caller's scores.", row="SM6")
def softmax_shifts_in_place(scores: Array) -> Array:
    """The maximum is subtracted from the caller's own scores, in place."""
    scores -= scores.max(axis=1, keepdims=True)
    return _over_rows(np.exp(scores))


@instead_of("softmax", hint="What enters your exponential: scores, or probabilities?", row="SM7")
def softmax_twice(scores: Array) -> Array:
    """Softmax is applied twice, so no probability is near 1."""
    return softmax(softmax(scores))


@instead_of("softmax", hint="Each row for itself sums to 1.")
def softmax_over_everything(scores: Array) -> Array:
    """All probabilities of the batch together sum to 1."""
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


@instead_of("softmax", hint="A negative score would give a negative probability.")
def softmax_without_exp(scores: Array) -> Array:
    """The scores themselves are divided by their sum, without the exponential."""
    return scores / scores.sum(axis=1, keepdims=True)


@instead_of("softmax", hint="Of which base is the power? ln 2 and ln 3 should give 2 to 3.")
def softmax_to_base_two(scores: Array) -> Array:
    """Powers of 2 are taken, not of e."""
    return softmax(scores * math.log(2.0))


@instead_of("softmax", hint="Which class should be likely: the one with the highest score.")
def softmax_of_negative_scores(scores: Array) -> Array:
    """The scores' sign is wrong: the lowest score is the likeliest class."""
    return softmax(-scores)


@instead_of("softmax", hint="Subtract the largest: then no exponent is positive.", row="SM1")
def softmax_shifted_by_the_mean(scores: Array) -> Array:
    """The row's mean is subtracted, above which a score can still overflow."""
    return _over_rows(np.exp(scores - scores.mean(axis=1, keepdims=True)))


@instead_of("softmax", hint="Clipping makes different scores equal. Subtract instead.", row="SM1")
def softmax_of_clipped_scores(scores: Array) -> Array:
    """Scores are clipped to +-500, where different ones become equal."""
    return softmax(np.clip(scores, -500.0, 500.0))


@instead_of("softmax", hint="The sum is at least 1 after the shift: what is there to protect?")
def softmax_with_epsilon(scores: Array) -> Array:
    """A small constant (1e-6) is added to the sum, so rows sum to a bit less than 1."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / (powers.sum(axis=1, keepdims=True) + 1e-6)


@instead_of("softmax", hint="A probability is not negative.")
def softmax_is_its_logarithm(scores: Array) -> Array:
    """The logarithms of the probabilities are returned."""
    return np.log(softmax(scores))


@instead_of("softmax", hint="Sigmoids look at one score alone; a row of them does not sum to 1.")
def softmax_is_the_sigmoid(scores: Array) -> Array:
    """Each score goes through the sigmoid by itself."""
    return np.exp(-np.logaddexp(0.0, -scores.astype(np.float64)))


@instead_of("softmax", hint="np.zeros_like(scores) holds integers when scores does.", row="LI14")
def softmax_has_the_dtype_of_the_scores(scores: Array) -> Array:
    """The result has the dtype of the scores: for whole numbers all fractions are cut off."""
    return softmax(scores).astype(scores.dtype)


# Cross-entropy


@instead_of("cross_entropy", hint="Repeat every sample twice: a mean stays as it was.", row="CE1")
def cross_entropy_is_a_sum(logits: Array, y: Array) -> Loss:
    """The loss and its gradient are sums over the samples, not means."""
    loss, dlogits = cross_entropy(logits, y)
    return loss * len(y), dlogits * len(y)


@instead_of("cross_entropy", hint="How often do you divide by N on the way?", row="CE2")
def cross_entropy_gradient_divided_twice(logits: Array, y: Array) -> Loss:
    """The gradient is divided by the number of samples twice."""
    loss, dlogits = cross_entropy(logits, y)
    return loss, dlogits / len(y)


@instead_of("cross_entropy", hint="The loss was divided by N: what about its derivative?")
def cross_entropy_gradient_not_divided(logits: Array, y: Array) -> Loss:
    """The gradient lacks the 1/N of the mean."""
    loss, dlogits = cross_entropy(logits, y)
    return loss, dlogits * len(y)


@instead_of("cross_entropy", hint="How many terms has the sum: samples, or elements?", row="CE3")
def cross_entropy_divided_by_elements(logits: Array, y: Array) -> Loss:
    """The mean is over N * C elements, though each sample adds one term."""
    loss, dlogits = cross_entropy(logits, y)
    return loss / logits.shape[1], dlogits / logits.shape[1]


@instead_of(
    "cross_entropy",
    hint="Sum a row of your gradient. Adding 1 to every score changes nothing, so it should be 0.",
    row="CE4",
)
def cross_entropy_gradient_without_minus_one(logits: Array, y: Array) -> Loss:
    """The gradient is p everywhere: at the right class something is not subtracted."""
    return cross_entropy(logits, y)[0], softmax(logits) / len(y)


@instead_of("cross_entropy", hint="What is the gradient at the wrong classes?", row="CE4")
def cross_entropy_gradient_at_the_right_class_only(logits: Array, y: Array) -> Loss:
    """The gradient is 0 at the wrong classes, though they, too, have a probability."""
    loss, dlogits = cross_entropy(logits, y)
    return loss, np.where(np.arange(logits.shape[1]) == y[:, np.newaxis], dlogits, 0.0)


@instead_of("cross_entropy", hint="When the right score grows, should the loss fall?", row="CE5")
def cross_entropy_gradient_sign(logits: Array, y: Array) -> Loss:
    """The gradient is truth minus probability: its sign is wrong."""
    loss, dlogits = cross_entropy(logits, y)
    return loss, -dlogits


@instead_of("cross_entropy", hint="The gradient asked for is that of the scores, one step further.")
def cross_entropy_gradient_of_the_probability(logits: Array, y: Array) -> Loss:
    """The gradient is that of the probabilities, -1/p: softmax's own derivative is left out."""
    p, rows = softmax(logits), np.arange(len(y))
    dp = np.zeros_like(p)
    dp[rows, y] = -1.0 / p[rows, y] / len(y)
    return cross_entropy(logits, y)[0], dp


@instead_of("cross_entropy", hint="A probability's logarithm is negative; a loss is not.")
def cross_entropy_sign(logits: Array, y: Array) -> Loss:
    """The loss is the mean of ln p, without the minus sign."""
    loss, dlogits = cross_entropy(logits, y)
    return -loss, dlogits


@instead_of("cross_entropy", hint="Which probability's logarithm: what does y say?")
def cross_entropy_of_all_classes(logits: Array, y: Array) -> Loss:
    """The logarithms of all classes are added up, not only the right one's."""
    _, dlogits = cross_entropy(logits, y)
    return -float(np.log(softmax(logits)).sum() / len(y)), dlogits


@instead_of("cross_entropy", hint="First the logarithm of each sample, then the mean.")
def cross_entropy_logarithm_of_the_mean(logits: Array, y: Array) -> Loss:
    """The logarithm of the mean probability is taken, not the mean of the logarithms."""
    _, dlogits = cross_entropy(logits, y)
    return -float(np.log(np.mean(softmax(logits)[np.arange(len(y)), y]))), dlogits


@instead_of("cross_entropy", hint="p[:, y] is (N, N). How do you pick one of each row?", row="CE6")
def cross_entropy_picks_every_pair(logits: Array, y: Array) -> Loss:
    """p[:, y] picks the classes of all samples in every row."""
    p = softmax(logits)
    loss = -float(np.mean(np.log(p[:, y])))
    p[:, y] -= 1.0
    return loss, p / len(y)


@instead_of(
    "cross_entropy",
    hint="A small constant inside the logarithm bounds the loss. Take log and softmax together.",
    row="CE7",
)
def cross_entropy_with_epsilon(logits: Array, y: Array) -> Loss:
    """A small constant (1e-12) is added inside the logarithm, so the loss can't exceed 28."""
    p = softmax(logits)[np.arange(len(y)), y]
    return -float(np.mean(np.log(p + 1e-12))), cross_entropy(logits, y)[1]


@instead_of(
    "cross_entropy",
    hint="A probability far below 1 becomes 0, and its logarithm is lost. Join log and softmax.",
    row="CE8",
)
def cross_entropy_by_log_of_softmax(logits: Array, y: Array) -> Loss:
    """The logarithm of a probability that has become exactly 0 is taken."""
    p = softmax(logits)[np.arange(len(y)), y]
    return -float(np.mean(np.log(p))), cross_entropy(logits, y)[1]


@instead_of("cross_entropy", hint="exp(1000) overflows. What may be subtracted?", row="SM1")
def cross_entropy_without_shift(logits: Array, y: Array) -> Loss:
    """Nothing is subtracted before exp, so large scores give infinity and NaN."""
    powers, picked = np.exp(logits), (np.arange(len(y)), y)
    total = powers.sum(axis=1)
    dlogits = powers / total[:, np.newaxis]
    dlogits[picked] -= 1.0
    return float(np.mean(np.log(total) - logits[picked])), dlogits / len(y)


@instead_of("cross_entropy", hint="A row far below the batch's maximum: what is exp?", row="SM2")
def cross_entropy_shifted_by_the_batch(logits: Array, y: Array) -> Loss:
    """The maximum of the whole batch is subtracted: a row far below it becomes ln 0."""
    return cross_entropy_without_shift(logits - logits.max(), y)


@instead_of("cross_entropy", hint="y holds one class number a sample: it is an index.", row="CE9")
def cross_entropy_expects_one_hot(logits: Array, y: Array) -> Loss:
    """The labels are multiplied with the logarithms, as if each were a row of zeros and a one."""
    p = softmax(logits)
    return -float(np.sum(y * np.log(p)) / len(y)), (p - y) / len(y)


@instead_of("cross_entropy", hint="With C equal scores the loss is ln C. And yours?", row="CE11")
def cross_entropy_in_bits(logits: Array, y: Array) -> Loss:
    """The logarithm has base 2."""
    loss, dlogits = cross_entropy(logits, y)
    return loss / math.log(2.0), dlogits


@instead_of("cross_entropy", hint="What enters your softmax: scores, or probabilities?", row="SM7")
def cross_entropy_with_two_softmaxes(logits: Array, y: Array) -> Loss:
    """Softmax is applied twice, so even perfect scores keep a loss."""
    return cross_entropy(softmax(logits), y)


@instead_of("cross_entropy", hint="What is the number of the first class, and of the last?")
def cross_entropy_counts_classes_from_one(logits: Array, y: Array) -> Loss:
    """The classes are counted from 1, so every sample is held against the class before its own."""
    return cross_entropy(logits, y - 1)


@instead_of("cross_entropy", hint="Which axis holds the classes of one sample?", row="SM3")
def cross_entropy_over_columns(logits: Array, y: Array) -> Loss:
    """The softmax makes each column, not each row, sum to 1."""
    p, picked = softmax(logits.T).T, (np.arange(len(y)), y)
    dlogits = p.copy()
    dlogits[picked] -= 1.0
    return -float(np.mean(np.log(p[picked]))), dlogits / len(y)


@instead_of("cross_entropy", hint="`x -= ...` changes the caller's x; make a new one.", row="SM6")
def cross_entropy_shifts_in_place(logits: Array, y: Array) -> Loss:
    """The maximum is subtracted from the caller's own scores, in place."""
    logits -= logits.max(axis=1, keepdims=True)
    return cross_entropy(logits, y)


@instead_of(
    "cross_entropy", hint="np.zeros_like(logits) holds integers when logits does.", row="LI14"
)
def cross_entropy_in_the_dtype_of_the_logits(logits: Array, y: Array) -> Loss:
    """Logarithms are stored in an array of the scores' dtype: whole numbers cut them off."""
    log_p = np.log(softmax(logits)).astype(logits.dtype)
    if logits.dtype.kind == "f":
        return cross_entropy(logits, y)
    return -float(np.mean(log_p[np.arange(len(y)), y])), cross_entropy(logits, y)[1]


@instead_of("cross_entropy", hint="A loss is one number: which sum kept its axes?", row="HY2")
def cross_entropy_keeps_its_axes(logits: Array, y: Array) -> tuple[Array, Array]:
    """The loss is an array of shape (1, 1), where one number is asked for."""
    loss, dlogits = cross_entropy(logits, y)
    return np.full((1, 1), loss), dlogits


@instead_of("cross_entropy", hint="One number is asked for: the mean over the samples.")
def cross_entropy_of_each_sample(logits: Array, y: Array) -> tuple[Array, Array]:
    """The losses of all samples are returned, not their mean."""
    losses = [cross_entropy(logits[i : i + 1], y[i : i + 1])[0] for i in range(len(y))]
    return np.array(losses), cross_entropy(logits, y)[1]


# Hinge loss


def _missing(scores: Array, y: Array, margin: float) -> Array:
    """By how much each wrong class lacks the margin; 0 at the right class."""
    rows = np.arange(len(y))
    missing = scores - scores[rows, y][:, np.newaxis] + margin
    missing[rows, y] = 0.0
    return missing


def _balanced(dscores: Array, y: Array) -> Array:
    """With minus the sum of each row at its right class, and divided by N."""
    rows = np.arange(len(y))
    dscores = dscores.astype(np.float64)
    dscores[rows, y] = 0.0
    dscores[rows, y] = -dscores.sum(axis=1)
    return dscores / len(y)


@instead_of(
    "svm_loss",
    hint="Scores that are all equal cost C - 1, not C: does the right class meet itself?",
    row="SV1",
)
def svm_counts_the_right_class(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """The right class is compared with itself, so the loss is too large by the margin."""
    loss, dscores = svm_loss(scores, y, margin)
    return loss + margin, dscores


@instead_of(
    "svm_loss",
    hint="Sum a row of your gradient. Adding 1 to every score changes nothing, so it should be 0.",
    row="SV2",
)
def svm_gradient_forgets_the_right_class(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """The gradient at the right class is 0, though its score stands in every term."""
    violated = _missing(scores, y, margin) > 0.0
    return svm_loss(scores, y, margin)[0], violated / len(y)


@instead_of("svm_loss", hint="In how many terms does the right class's score occur?", row="SV2")
def svm_gradient_counts_the_right_class_once(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """The gradient at the right class is -1, however many classes violate the margin."""
    loss, dscores = svm_loss(scores, y, margin)
    rows = np.arange(len(y))
    dscores[rows, y] = -1.0 * (dscores[rows, y] < 0.0) / len(y)
    return loss, dscores


@instead_of("svm_loss", hint="Should it be > 0 or >= 0? What of a term of 0?", row="SV3")
def svm_gradient_at_the_corner(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """A term of exactly 0 contributes to the gradient."""
    loss, _ = svm_loss(scores, y, margin)
    return loss, _balanced(_missing(scores, y, margin) >= 0.0, y)


@instead_of("svm_loss", hint="Repeat every sample twice: a mean stays as it was.", row="CE1")
def svm_is_a_sum(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """The loss and its gradient are sums over the samples, not means."""
    loss, dscores = svm_loss(scores, y, margin)
    return loss * len(y), dscores * len(y)


@instead_of("svm_loss", hint="The loss was divided by N: what about its derivative?", row="SV4")
def svm_gradient_not_divided(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """The gradient lacks the 1/N of the mean."""
    loss, dscores = svm_loss(scores, y, margin)
    return loss, dscores * len(y)


@instead_of("svm_loss", hint="How often do you divide by N on the way?", row="CE2")
def svm_gradient_divided_twice(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """The gradient is divided by the number of samples twice."""
    loss, dscores = svm_loss(scores, y, margin)
    return loss, dscores / len(y)


@instead_of("svm_loss", hint="Over what is the mean: samples, or elements?", row="CE3")
def svm_divided_by_elements(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """Loss and gradient are divided by the number of classes as well (as PyTorch's own are)."""
    loss, dscores = svm_loss(scores, y, margin)
    return loss / scores.shape[1], dscores / scores.shape[1]


@instead_of("svm_loss", hint="Change the margin: does your loss change?")
def svm_ignores_the_margin(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """The margin is 1 whatever is asked for."""
    return svm_loss(scores, y)


@instead_of("svm_loss", hint="A larger margin is harder to keep: should the loss grow or fall?")
def svm_subtracts_the_margin(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """The margin is subtracted, so a class pays only when it is ahead by more than that."""
    return svm_loss(scores, y, -margin)


@instead_of("svm_loss", hint="A right class with a high score costs nothing. With yours?")
def svm_rewards_the_wrong_class(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """The difference has the wrong sign: s[y] - s[j] + margin."""
    loss, dscores = svm_loss(-scores, y, margin)
    return loss, -dscores


@instead_of("svm_loss", hint="All wrong classes that come too close pay, not only the worst.")
def svm_of_the_worst_class(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """Only the strongest wrong class counts: the maximum is taken where a sum is asked for."""
    missing = np.maximum(_missing(scores, y, margin), 0.0)
    worst = missing.argmax(axis=1)[:, np.newaxis] == np.arange(scores.shape[1])
    return float(missing.max(axis=1).mean()), _balanced(worst & (missing > 0.0), y)


@instead_of("svm_loss", hint="What is missing is added up as it is: no square.")
def svm_is_squared(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """Every term is squared."""
    missing = np.maximum(_missing(scores, y, margin), 0.0)
    return float((missing**2).sum() / len(y)), _balanced(2.0 * missing, y)


@instead_of("svm_loss", hint="The derivative of max(0, z) is 0 or 1, not z.")
def svm_gradient_is_the_violation(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """The gradient holds by how much the margin is missed, where it should hold ones."""
    missing = np.maximum(_missing(scores, y, margin), 0.0)
    return svm_loss(scores, y, margin)[0], _balanced(missing, y)


@instead_of("svm_loss", hint="A class that keeps the margin contributes nothing.")
def svm_gradient_is_not_masked(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """Every wrong class is in the gradient, also those that keep the margin."""
    return svm_loss(scores, y, margin)[0], _balanced(np.ones(scores.shape), y)


@instead_of("svm_loss", hint="A class that keeps the margin costs nothing: max(0, ...).")
def svm_without_the_maximum(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """Negative terms are added up, too: max(0, ...) is missing."""
    loss = float(_missing(scores, y, margin).sum() / len(y))
    return loss, _balanced(np.ones(scores.shape), y)


@instead_of("svm_loss", hint="Count the violations, or add up by how much?")
def svm_counts_violations(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """The classes that violate the margin are counted, without regard to by how much."""
    violated = _missing(scores, y, margin) > 0.0
    return float(violated.sum() / len(y)), svm_loss(scores, y, margin)[1]


@instead_of("svm_loss", hint="When the right class's score grows, the loss falls.", row="CE5")
def svm_gradient_sign(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """The gradient has the wrong sign."""
    loss, dscores = svm_loss(scores, y, margin)
    return loss, -dscores


@instead_of("svm_loss", hint="scores[:, y] is (N, N). How do you pick one of each row?", row="CE6")
def svm_picks_every_pair(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """scores[:, y] picks the classes of all samples in every row; its first column is used."""
    rows = np.arange(len(y))
    missing = scores - scores[:, y][:, :1] + margin
    missing[rows, y] = 0.0
    return float(np.maximum(missing, 0.0).sum() / len(y)), _balanced(missing > 0.0, y)


@instead_of("svm_loss", hint="What is the number of the first class, and of the last?")
def svm_counts_classes_from_one(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """The classes are counted from 1, so every sample is held against the class before its own."""
    return svm_loss(scores, y - 1, margin)


@instead_of("svm_loss", hint="`scores -= ...` changes the caller's scores.", row="SM6")
def svm_shifts_in_place(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """The right class's score is subtracted from the caller's own scores, in place."""
    scores -= scores[np.arange(len(y)), y][:, np.newaxis]
    return svm_loss(scores, y, margin)


@instead_of("svm_loss", hint="np.zeros_like(scores) holds integers when scores does.", row="LI14")
def svm_in_the_dtype_of_the_scores(scores: Array, y: Array, margin: float = 1.0) -> Loss:
    """The loss is rounded down when the scores are whole numbers."""
    loss, dscores = svm_loss(scores, y, margin)
    return float(math.floor(loss)) if scores.dtype.kind == "i" else loss, dscores


@instead_of("svm_loss", hint="A loss is one number: which sum kept its axes?", row="HY2")
def svm_of_each_sample(scores: Array, y: Array, margin: float = 1.0) -> tuple[Array, Array]:
    """The losses of all samples are returned, not their mean."""
    missing = np.maximum(_missing(scores, y, margin), 0.0)
    return missing.sum(axis=1), svm_loss(scores, y, margin)[1]


# Squared loss


@instead_of("squared_loss", hint="What is the derivative of a square?", row="MS1")
def squared_loss_gradient_without_two(pred: Array, target: Array) -> Loss:
    """The factor 2 of the derivative is missing."""
    loss, dpred = squared_loss(pred, target)
    return loss, 0.5 * dpred


@instead_of("squared_loss", hint="Many books have a factor 1/2 in the loss; here there is none.")
def squared_loss_halved(pred: Array, target: Array) -> Loss:
    """Loss and gradient have a factor 1/2, which is not asked for."""
    loss, dpred = squared_loss(pred, target)
    return 0.5 * loss, 0.5 * dpred


@instead_of("squared_loss", hint="Many books have a factor 1/2 in the loss; here there is none.")
def squared_loss_halved_without_its_gradient(pred: Array, target: Array) -> Loss:
    """The loss has a factor 1/2 that its gradient knows nothing of."""
    loss, dpred = squared_loss(pred, target)
    return 0.5 * loss, dpred


@instead_of("squared_loss", hint="How many elements has (N, M)? The mean is over all.", row="MS2")
def squared_loss_divides_by_samples_only(pred: Array, target: Array) -> Loss:
    """The sum is divided by the number of samples, not by the number of elements."""
    loss, dpred = squared_loss(pred, target)
    elements = pred.size / len(pred)
    return loss * elements, dpred * elements


@instead_of("squared_loss", hint="Repeat every sample twice: a mean stays as it was.", row="CE1")
def squared_loss_is_a_sum(pred: Array, target: Array) -> Loss:
    """The loss and its gradient are sums, not means."""
    loss, dpred = squared_loss(pred, target)
    return loss * pred.size, dpred * pred.size


@instead_of("squared_loss", hint="target.reshape(pred.shape) fits whatever the two shapes are.")
def squared_loss_adds_an_axis(pred: Array, target: Array) -> Loss:
    """The target gets another axis, which is right for (N, 1) and (N,) and for nothing else."""
    difference = pred - (target[..., np.newaxis] if target.ndim < pred.ndim else target)
    return float(np.mean(difference**2)), 2.0 * difference / difference.size


@instead_of("squared_loss", hint="(N, 1) minus (N,) is (N, N): print the shape.", row="MS3")
def squared_loss_of_all_pairs(pred: Array, target: Array) -> Loss:
    """A column and a flat array are broadcast against each other: all differences with all."""
    difference = pred - target
    return float(np.mean(difference**2)), 2.0 * difference / difference.size


@instead_of("squared_loss", hint="The gradient has the shape of pred.", row="MS3")
def squared_loss_gradient_is_flat(pred: Array, target: Array) -> Loss:
    """A column's gradient is returned flat, in the shape of the target."""
    loss, dpred = squared_loss(pred, target)
    return loss, dpred.reshape(target.shape)


@instead_of("squared_loss", hint="The gradient is with respect to pred, not target.")
def squared_loss_gradient_sign(pred: Array, target: Array) -> Loss:
    """The gradient is target minus prediction: its sign is wrong."""
    loss, dpred = squared_loss(pred, target)
    return loss, -dpred


@instead_of("squared_loss", hint="The loss was divided by a count: what about its derivative?")
def squared_loss_gradient_not_divided(pred: Array, target: Array) -> Loss:
    """The gradient is not divided by the count that the loss was divided by."""
    loss, dpred = squared_loss(pred, target)
    return loss, dpred * pred.size


@instead_of("squared_loss", hint="No root: the mean of the squares itself is asked for.")
def squared_loss_under_a_root(pred: Array, target: Array) -> Loss:
    """The square root of the mean square is returned."""
    loss, dpred = squared_loss(pred, target)
    return math.sqrt(loss), dpred


@instead_of("squared_loss", hint="Squares are asked for, not absolute values.")
def squared_loss_is_absolute(pred: Array, target: Array) -> Loss:
    """The mean of the absolute differences is returned."""
    difference = pred - target.reshape(pred.shape)
    return float(np.mean(np.abs(difference))), np.sign(difference) / difference.size


@instead_of("squared_loss", hint="`pred -= ...` changes the caller's pred; make a new array.")
def squared_loss_subtracts_in_place(pred: Array, target: Array) -> Loss:
    """The target is subtracted from the caller's own predictions, in place."""
    result = squared_loss(pred, target)
    pred -= target.reshape(pred.shape)
    return result


# Logistic loss


def _sigmoid(z: Array) -> Array:
    return np.exp(-np.logaddexp(0.0, -z))


def _bce(p: Array, y: Array) -> float:
    return float(np.mean(-y * np.log(p) - (1.0 - y) * np.log(1.0 - p)))


@instead_of("logistic_loss", hint="Which function turns a score into a probability?", row="BC1")
def logistic_without_sigmoid(logits: Array, y: Array) -> Loss:
    """The logits are used as if they were probabilities, and their logarithm is NaN."""
    return _bce(logits, y), (logits - y) / len(y)


@instead_of("logistic_loss", hint="What enters your sigmoid: scores, or probabilities?", row="BC1")
def logistic_with_two_sigmoids(logits: Array, y: Array) -> Loss:
    """Sigmoid is applied twice."""
    return logistic_loss(_sigmoid(logits), y)


@instead_of("logistic_loss", hint="Repeat every sample twice: a mean stays as it was.", row="CE1")
def logistic_is_a_sum(logits: Array, y: Array) -> Loss:
    """The loss and its gradient are sums, not means."""
    loss, dlogits = logistic_loss(logits, y)
    return loss * len(y), dlogits * len(y)


@instead_of("logistic_loss", hint="What does your loss say to a label of 0?")
def logistic_of_positive_labels_only(logits: Array, y: Array) -> Loss:
    """The term for labels of 0, (1 - y) * ln(1 - p), is missing."""
    p = _sigmoid(logits)
    return float(np.mean(-y * np.log(p))), y * (p - 1.0) / len(y)


@instead_of("logistic_loss", hint="ln(1 + exp(-y z)) is for labels -1 and 1. Yours are 0 and 1.")
def logistic_of_labels_plus_and_minus(logits: Array, y: Array) -> Loss:
    """The formula for labels of -1 and 1 is used, for which 0 says nothing."""
    return float(np.mean(np.logaddexp(0.0, -y * logits))), -y * _sigmoid(-y * logits) / len(y)


@instead_of(
    "logistic_loss",
    hint="Far out p is exactly 0 or 1, and its logarithm is lost. Take log and sigmoid together.",
    row="CE8",
)
def logistic_by_log_of_sigmoid(logits: Array, y: Array) -> Loss:
    """The logarithm of a probability that has become exactly 0 is taken."""
    p = _sigmoid(logits)
    return _bce(p, y), (p - y) / len(y)


@instead_of("logistic_loss", hint="exp(1000) is infinite. Which form has no such power?", row="AC9")
def logistic_by_log_of_exp(logits: Array, y: Array) -> Loss:
    """ln(1 + exp(z)) is written as it stands, and overflows."""
    return float(np.mean(np.log(1.0 + np.exp(logits)) - y * logits)), (_sigmoid(logits) - y) / len(
        y
    )


@instead_of(
    "logistic_loss",
    hint="Clipping hides the infinity and changes the loss. Which form needs no clipping?",
    row="BC2",
)
def logistic_of_clipped_probabilities(logits: Array, y: Array) -> Loss:
    """Probabilities are clipped before the logarithm, so the loss can't exceed about 16."""
    p = _sigmoid(logits)
    return _bce(np.clip(p, 1e-7, 1.0 - 1e-7), y), (p - y) / len(y)


@instead_of("logistic_loss", hint="The loss was divided by N: what about its derivative?")
def logistic_gradient_not_divided(logits: Array, y: Array) -> Loss:
    """The gradient lacks the 1/N of the mean."""
    loss, dlogits = logistic_loss(logits, y)
    return loss, dlogits * len(y)


@instead_of("logistic_loss", hint="How often do you divide by N on the way?", row="CE2")
def logistic_gradient_divided_twice(logits: Array, y: Array) -> Loss:
    """The gradient is divided by the number of samples twice."""
    loss, dlogits = logistic_loss(logits, y)
    return loss, dlogits / len(y)


@instead_of("logistic_loss", hint="If p is too large, should the gradient be + or -?", row="CE5")
def logistic_gradient_sign(logits: Array, y: Array) -> Loss:
    """The gradient is truth minus probability: its sign is wrong."""
    loss, dlogits = logistic_loss(logits, y)
    return loss, -dlogits


@instead_of("logistic_loss", hint="A probability's logarithm is negative; a loss is not.")
def logistic_sign(logits: Array, y: Array) -> Loss:
    """The loss lacks its minus sign."""
    loss, dlogits = logistic_loss(logits, y)
    return -loss, dlogits


@instead_of("logistic_loss", hint="Multiply d loss / d p with d p / d z: what cancels?")
def logistic_gradient_with_a_second_slope(logits: Array, y: Array) -> Loss:
    """The gradient p - y is multiplied by p * (1 - p) once more."""
    loss, dlogits = logistic_loss(logits, y)
    p = _sigmoid(logits)
    return loss, dlogits * p * (1.0 - p)


@instead_of("logistic_loss", hint="Squares of p - y are another loss; this one has logarithms.")
def logistic_is_squared(logits: Array, y: Array) -> Loss:
    """The squared loss of the probabilities is returned."""
    p = _sigmoid(logits)
    loss, dp = squared_loss(p, y)
    return loss, dp * p * (1.0 - p)


@instead_of("logistic_loss", hint="The natural logarithm: at z = 0 the loss is ln 2.", row="CE11")
def logistic_in_bits(logits: Array, y: Array) -> Loss:
    """The logarithm has base 2."""
    loss, dlogits = logistic_loss(logits, y)
    return loss / math.log(2.0), dlogits


@instead_of("logistic_loss", hint="`z[:] = ...` changes the caller's array; make a new one.")
def logistic_overwrites_the_logits(logits: Array, y: Array) -> Loss:
    """The logits themselves are overwritten by their probabilities."""
    result = logistic_loss(logits, y)
    logits[:] = _sigmoid(logits)
    return result


# The delta rule

Rule = tuple[float, Array, float]


def _neuron(x: Array, w: Array, b: float, activation: str) -> tuple[Array, Array, Array]:
    """The neuron's z, its answer s and its slope."""
    z = x @ w + b
    s = _sigmoid(z) if activation == "sigmoid" else z
    return z, s, s * (1.0 - s) if activation == "sigmoid" else np.ones(len(z))


def _by_slope(x: Array, t: Array, s: Array, slope: Array) -> Rule:
    """The loss and its gradients, with a slope of one's own."""
    loss, ds = squared_loss(s, t)
    return loss, x.T @ (ds * slope), float((ds * slope).sum())


@instead_of("delta_rule", hint="On its way back the error passes the sigmoid: times what?")
def delta_without_slope(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The sigmoid's slope s (1 - s) is missing: the error goes back unchanged."""
    _, s, _ = _neuron(x, w, b, activation)
    return _by_slope(x, t, s, np.ones(len(t)))


@instead_of("delta_rule", hint="s (1 - s) wants the sigmoid's output, once.", row="AC7")
def delta_slope_of_the_output(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The sigmoid is applied a second time before the slope is taken."""
    _, s, slope = _neuron(x, w, b, activation)
    again = _sigmoid(s)
    return _by_slope(x, t, s, again * (1.0 - again) if activation == "sigmoid" else slope)


@instead_of("delta_rule", hint="s (1 - s) wants the sigmoid's output, not its input.", row="AC8")
def delta_slope_of_the_input(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The slope is taken as z (1 - z), of the sigmoid's input."""
    z, s, slope = _neuron(x, w, b, activation)
    return _by_slope(x, t, s, z * (1.0 - z) if activation == "sigmoid" else slope)


@instead_of("delta_rule", hint="At z = 0 the slope is 0.25: the second factor is 1 - s.")
def delta_slope_is_the_output(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The slope is taken as s: its factor 1 - s is missing."""
    _, s, slope = _neuron(x, w, b, activation)
    return _by_slope(x, t, s, s if activation == "sigmoid" else slope)


@instead_of("delta_rule", hint="What is the slope of s = z?")
def delta_always_with_slope(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The linear neuron's error is multiplied by s (1 - s), too."""
    _, s, _ = _neuron(x, w, b, activation)
    return _by_slope(x, t, s, s * (1.0 - s))


@instead_of("delta_rule", hint="What is the derivative of a square?", row="MS1")
def delta_without_two(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The factor 2 of the square's derivative is missing."""
    loss, dw, db = delta_rule(x, t, w, b, activation=activation)
    return loss, 0.5 * dw, 0.5 * db


@instead_of("delta_rule", hint="Many books halve this loss; `squared_loss` does not.")
def delta_halved(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """Loss and gradients have a factor 1/2, which is not asked for."""
    loss, dw, db = delta_rule(x, t, w, b, activation=activation)
    return 0.5 * loss, 0.5 * dw, 0.5 * db


@instead_of("delta_rule", hint="Repeat every sample twice: a mean stays as it was.", row="CE1")
def delta_is_a_sum(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """Loss and gradients are sums over the samples, not means."""
    loss, dw, db = delta_rule(x, t, w, b, activation=activation)
    return loss * len(t), dw * len(t), db * len(t)


@instead_of("delta_rule", hint="The loss is a mean: what about its gradients?")
def delta_gradient_not_divided(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The gradients lack the 1/N of the mean."""
    loss, dw, db = delta_rule(x, t, w, b, activation=activation)
    return loss, dw * len(t), db * len(t)


@instead_of("delta_rule", hint="How often do you divide by N on the way?", row="LI1")
def delta_divided_twice(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The gradients are divided by the number of samples twice."""
    loss, dw, db = delta_rule(x, t, w, b, activation=activation)
    return loss, dw / len(t), db / len(t)


@instead_of(
    "delta_rule", hint="Every sample adds to what b does: sum, the 1/N is in already.", row="LI2"
)
def delta_bias_is_the_mean(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The bias gradient is the mean over the samples of what contains 1/N already."""
    loss, dw, db = delta_rule(x, t, w, b, activation=activation)
    return loss, dw, db / len(t)


@instead_of(
    "delta_rule", hint="Is it s - t or t - s, and what are you asked for: gradient or step?"
)
def delta_is_the_step(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The gradients have the wrong sign: they are the step downhill, t - s."""
    loss, dw, db = delta_rule(x, t, w, b, activation=activation)
    return loss, -dw, -db


@instead_of("delta_rule", hint="With x = 0 the neuron still says something. What?", row="LI7")
def delta_without_bias(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The bias is not added to z."""
    return delta_rule(x, t, w, 0.0, activation=activation)


@instead_of("delta_rule", hint="Where does your function look at `activation`?")
def delta_is_always_linear(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The neuron is linear whatever the activation."""
    return delta_rule(x, t, w, b, activation="linear")


@instead_of("delta_rule", hint="Where does your function look at `activation`?")
def delta_is_always_sigmoid(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The neuron has a sigmoid whatever the activation."""
    return delta_rule(x, t, w, b, activation="sigmoid")


@instead_of("delta_rule", hint="s - t alone is the gradient of another loss: of which?")
def delta_of_cross_entropy(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The sigmoid neuron has the gradient of the cross-entropy, (s - t) / N."""
    loss, dw, db = delta_rule(x, t, w, b, activation=activation)
    if activation != "sigmoid":
        return loss, dw, db
    dz = (_neuron(x, w, b, activation)[1] - t) / len(t)
    return loss, x.T @ dz, float(dz.sum())


@instead_of("delta_rule", hint="The neuron answers s itself, not whether it is above 1/2.")
def delta_of_a_threshold(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The sigmoid's answer is cut to 0 or 1 before it is compared with the target."""
    _, s, slope = _neuron(x, w, b, activation)
    return _by_slope(x, t, np.rint(s) if activation == "sigmoid" else s, slope)


@instead_of("delta_rule", hint="tanh lies between -1 and 1, the sigmoid between 0 and 1.")
def delta_of_tanh(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The neuron answers tanh(z), not sigmoid(z)."""
    z, s, slope = _neuron(x, w, b, activation)
    s = np.tanh(z) if activation == "sigmoid" else s
    return _by_slope(x, t, s, 1.0 - s**2 if activation == "sigmoid" else slope)


@instead_of("delta_rule", hint="e^1000 / (1 + e^1000) is infinity by infinity.", row="AC10")
def delta_of_large_powers(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The sigmoid is written as e^z / (1 + e^z), which is NaN for large z."""
    z, s, slope = _neuron(x, w, b, activation)
    if activation == "sigmoid":
        s = np.exp(z) / (1.0 + np.exp(z))
        slope = s * (1.0 - s)
    return _by_slope(x, t, s, slope)


@instead_of("delta_rule", hint="A clipped s is another s. What is there to protect?")
def delta_of_clipped_outputs(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The sigmoid's answer is clipped to 1e-4 and 1 - 1e-4."""
    _, s, slope = _neuron(x, w, b, activation)
    if activation == "sigmoid":
        s = np.clip(s, 1e-4, 1.0 - 1e-4)
        slope = s * (1.0 - s)
    return _by_slope(x, t, s, slope)


@instead_of("delta_rule", hint="dw has the shape of w: add up over the samples.")
def delta_of_each_sample(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Any:
    """Each sample's gradient is returned, not their sum."""
    _, s, slope = _neuron(x, w, b, activation)
    loss, ds = squared_loss(s, t)
    return loss, x * (ds * slope)[:, np.newaxis], ds * slope


@instead_of("delta_rule", hint="`w -= ...` changes the caller's w. Only the gradient is asked for.")
def delta_moves_the_weights(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Rule:
    """The caller's own weights are moved down the gradient, in place."""
    loss, dw, db = delta_rule(x, t, w, b, activation=activation)
    w -= 0.1 * dw
    return loss, dw, db


@instead_of("delta_rule", hint="db is one number, as b is.", row="LI3")
def delta_bias_keeps_an_axis(x: Array, t: Array, w: Array, b: float, *, activation: str) -> Any:
    """The bias gradient is an array of shape (1,), where one number is asked for."""
    loss, dw, db = delta_rule(x, t, w, b, activation=activation)
    return loss, dw, np.array([db])


# L1 penalty


@instead_of("l1_penalty", hint="What is 0 / 0? And what is sign(0) to be?", row="RG5")
def l1_divides_by_the_absolute_value(w: Array, lam: float) -> Loss:
    """The gradient is written w / |w|, which is NaN at 0."""
    return l1_penalty(w, lam)[0], lam * w / np.abs(w)


@instead_of("l1_penalty", hint="A weight of 0 is neither positive nor negative.", row="RG5")
def l1_zero_counts_as_positive(w: Array, lam: float) -> Loss:
    """A weight of 0 has the gradient +lam."""
    return l1_penalty(w, lam)[0], np.where(w >= 0.0, lam, -lam)


@instead_of("l1_penalty", hint="A weight of 0 is neither positive nor negative.", row="RG5")
def l1_zero_counts_as_negative(w: Array, lam: float) -> Loss:
    """A weight of 0 has the gradient -lam."""
    return l1_penalty(w, lam)[0], np.where(w > 0.0, lam, -lam)


@instead_of("l1_penalty", hint="When a negative weight grows, does |w| grow?", row="RG6")
def l1_gradient_without_sign(w: Array, lam: float) -> Loss:
    """The gradient is lam everywhere, whatever the weight's sign."""
    return l1_penalty(w, lam)[0], np.full(w.shape, lam)


@instead_of("l1_penalty", hint="The size of a weight does not matter to its pull: sign(w).")
def l1_gradient_is_l2s(w: Array, lam: float) -> Loss:
    """The gradient is lam * w, which is that of the L2 penalty."""
    return l1_penalty(w, lam)[0], lam * w


@instead_of("l1_penalty", hint="Absolute values: positive and negative weights don't cancel.")
def l1_without_absolute_values(w: Array, lam: float) -> Loss:
    """The weights are added up with their signs."""
    return lam * float(w.sum()), lam * np.sign(w)


@instead_of("l1_penalty", hint="A penalty is a sum, not a mean.", row="RG2")
def l1_is_a_mean(w: Array, lam: float) -> Loss:
    """Loss and gradient are divided by the number of weights."""
    loss, dw = l1_penalty(w, lam)
    return loss / w.size, dw / w.size


@instead_of("l1_penalty", hint="A penalty does not know of samples: no division.", row="RG2")
def l1_divided_by_rows(w: Array, lam: float) -> Loss:
    """Loss and gradient are divided by the number of rows."""
    loss, dw = l1_penalty(w, lam)
    return loss / len(w), dw / len(w)


@instead_of("l1_penalty", hint="Double lam: both results should double.")
def l1_gradient_without_lam(w: Array, lam: float) -> Loss:
    """The gradient is not multiplied by lam."""
    return l1_penalty(w, lam)[0], np.sign(w)


@instead_of("l1_penalty", hint="Double lam: both results should double.")
def l1_without_lam(w: Array, lam: float) -> Loss:
    """Neither the loss nor the gradient is multiplied by lam."""
    return l1_penalty(w, 1.0)


@instead_of("l1_penalty", hint="The half belongs to L2, whose square makes a 2.")
def l1_halved(w: Array, lam: float) -> Loss:
    """Loss and gradient have a factor 1/2."""
    return l1_penalty(w, 0.5 * lam)


@instead_of("l1_penalty", hint="np.linalg.norm(w, 1) of a matrix is its largest column sum.")
def l1_by_the_matrix_norm(w: Array, lam: float) -> Loss:
    """The loss is a matrix norm: the largest of the columns' sums."""
    return lam * float(np.linalg.norm(w, 1)), lam * np.sign(w)


@instead_of("l1_penalty", hint="A penalty pulls towards 0: downhill, against its gradient.")
def l1_gradient_points_to_zero(w: Array, lam: float) -> Loss:
    """The gradient has the wrong sign: it points towards 0, as the step does."""
    return l1_penalty(w, lam)[0], -lam * np.sign(w)


@instead_of("l1_penalty", hint="Squares belong to the other penalty.")
def l1_is_l2(w: Array, lam: float) -> Loss:
    """The L2 penalty is returned."""
    return l2_penalty(w, lam)


@instead_of("l1_penalty", hint="np.sum without an axis adds up everything, however many axes.")
def l1_of_two_axes(w: Array, lam: float) -> Any:
    """The sum is taken over one axis and then over another: three axes leave an array."""
    by_column = np.abs(w).sum(axis=0)
    return lam * by_column.sum(axis=0), lam * np.sign(w)


@instead_of("l1_penalty", hint="A loss is one number: which sum kept an axis?", row="HY2")
def l1_of_each_column(w: Array, lam: float) -> tuple[Array, Array]:
    """Each column's penalty is returned: the sum has an axis."""
    return lam * np.abs(w).sum(axis=0), lam * np.sign(w)


# L2 penalty


@instead_of("l2_penalty", hint="The 1/2 cancels the 2 of the derivative.", row="RG1")
def l2_gradient_with_two(w: Array, lam: float) -> Loss:
    """The gradient is 2 lam w: the half was forgotten in it."""
    return l2_penalty(w, lam)[0], 2.0 * lam * w


@instead_of(
    "l2_penalty", hint="Lecture notes often write lam * |w|^2; here there is a half.", row="RG1"
)
def l2_without_the_half(w: Array, lam: float) -> Loss:
    """Loss and gradient lack the factor 1/2."""
    return l2_penalty(w, 2.0 * lam)


@instead_of("l2_penalty", hint="Differentiate your loss: where does a 2 come from?", row="RG1")
def l2_loss_without_the_half(w: Array, lam: float) -> Loss:
    """The loss lacks the factor 1/2 that its gradient takes for granted."""
    loss, dw = l2_penalty(w, lam)
    return 2.0 * loss, dw


@instead_of(
    "l2_penalty", hint="Differentiate your loss: which factor comes from the square?", row="RG1"
)
def l2_gradient_halved(w: Array, lam: float) -> Loss:
    """The gradient has a factor 1/2: the 2 of the square's derivative is missing."""
    loss, dw = l2_penalty(w, lam)
    return loss, 0.5 * dw


@instead_of("l2_penalty", hint="The square is asked for: no root.")
def l2_is_the_length(w: Array, lam: float) -> Loss:
    """The length of w is taken, not half its square."""
    return lam * float(np.linalg.norm(w)), lam * w


@instead_of("l2_penalty", hint="A penalty is a sum, not a mean.", row="RG2")
def l2_is_a_mean(w: Array, lam: float) -> Loss:
    """Loss and gradient are divided by the number of weights."""
    loss, dw = l2_penalty(w, lam)
    return loss / w.size, dw / w.size


@instead_of("l2_penalty", hint="A penalty does not know of samples: no division.", row="RG2")
def l2_divided_by_rows(w: Array, lam: float) -> Loss:
    """Loss and gradient are divided by the number of rows."""
    loss, dw = l2_penalty(w, lam)
    return loss / len(w), dw / len(w)


@instead_of("l2_penalty", hint="What is the derivative of your loss by w?", row="RG3")
def l2_without_gradient(w: Array, lam: float) -> Loss:
    """The loss has the penalty, the gradient is 0."""
    return l2_penalty(w, lam)[0], np.zeros_like(w)


@instead_of("l2_penalty", hint="What is your penalty for weights that are not 0?", row="RG3")
def l2_without_loss(w: Array, lam: float) -> Loss:
    """The gradient has the penalty, the loss is 0."""
    return 0.0, l2_penalty(w, lam)[1]


@instead_of("l2_penalty", hint="Double lam: both results should double.")
def l2_without_lam(w: Array, lam: float) -> Loss:
    """Neither the loss nor the gradient is multiplied by lam."""
    return l2_penalty(w, 1.0)


@instead_of("l2_penalty", hint="Double lam: both results should double, not more.")
def l2_with_lam_squared(w: Array, lam: float) -> Loss:
    """The strength lam is squared along with the weights."""
    return l2_penalty(w, lam**2)


@instead_of(
    "l2_penalty", hint="A penalty pulls towards 0: downhill, against its gradient.", row="RG8"
)
def l2_gradient_points_to_zero(w: Array, lam: float) -> Loss:
    """The gradient has the wrong sign: it points towards 0, as the step does."""
    return l2_penalty(w, lam)[0], -lam * w


@instead_of("l2_penalty", hint="np.linalg.norm(w, 2) of a matrix is its largest singular value.")
def l2_by_the_matrix_norm(w: Array, lam: float) -> Loss:
    """The loss is a matrix norm: the square of the largest singular value."""
    return 0.5 * lam * float(np.linalg.norm(w, 2)) ** 2, lam * w


@instead_of("l2_penalty", hint="A vector has no trace: add up the squares of all elements.")
def l2_of_matrices_only(w: Array, lam: float) -> Loss:
    """The sum of squares is computed in a way that works for matrices only."""
    return 0.5 * lam * float(np.trace(w.T @ w)), lam * w


@instead_of("l2_penalty", hint="Absolute values belong to the other penalty.")
def l2_is_l1(w: Array, lam: float) -> Loss:
    """The L1 penalty is returned."""
    return l1_penalty(w, lam)


@instead_of("l2_penalty", hint="`w *= ...` changes the caller's w; make a new array.")
def l2_scales_in_place(w: Array, lam: float) -> Loss:
    """The caller's own weights are multiplied by lam, in place."""
    loss, dw = l2_penalty(w, lam)
    w *= lam
    return loss, dw


@instead_of("l2_penalty", hint="np.sum without an axis adds up everything, however many axes.")
def l2_of_two_axes(w: Array, lam: float) -> Any:
    """The sum is taken over one axis and then over another: three axes leave an array."""
    by_column = (w**2).sum(axis=0)
    return 0.5 * lam * by_column.sum(axis=0), lam * w


@instead_of("l2_penalty", hint="A loss is one number: which sum kept an axis?", row="HY2")
def l2_of_each_column(w: Array, lam: float) -> tuple[Array, Array]:
    """Each column's penalty is returned: the sum has an axis."""
    return 0.5 * lam * (w**2).sum(axis=0), lam * w


# Mini-batches

Rng = np.random.Generator
Batches = list[Array]


def _cut(order: Array, batch_size: int) -> Batches:
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


@instead_of("minibatches", hint="Print the first mini-batch of two calls.")
def minibatches_in_order(n: int, batch_size: int, rng: Rng) -> Batches:
    """The indices are not shuffled."""
    return _cut(np.arange(n), batch_size)


@instead_of("minibatches", hint="n // batch_size counts the full batches. What of the rest?")
def minibatches_drop_the_rest(n: int, batch_size: int, rng: Rng) -> Batches:
    """The last, smaller mini-batch is dropped."""
    return [batch for batch in minibatches(n, batch_size, rng) if len(batch) == batch_size]


@instead_of("minibatches", hint="What is left may be a single index. It is a mini-batch too.")
def minibatches_drop_a_rest_of_one(n: int, batch_size: int, rng: Rng) -> Batches:
    """A last mini-batch of a single index is dropped."""
    batches = minibatches(n, batch_size, rng)
    return batches[:-1] if len(batches) > 1 and len(batches[-1]) < min(batch_size, 2) else batches


@instead_of(
    "minibatches", hint="All mini-batches but the last are full: where do you begin to cut?"
)
def minibatches_begin_with_the_rest(n: int, batch_size: int, rng: Rng) -> Batches:
    """The mini-batch that is smaller comes first, not last."""
    order, rest = rng.permutation(n), n % batch_size
    return ([order[:rest]] if rest else []) + _cut(order[rest:], batch_size)


@instead_of(
    "minibatches", hint="Whoever was a neighbour of 7 before should be anywhere afterwards."
)
def minibatches_begin_anywhere(n: int, batch_size: int, rng: Rng) -> Batches:
    """The indices begin at a random one and go round: neighbours stay together."""
    return _cut(np.roll(np.arange(n), 2 * int(rng.integers(n)) + 1), batch_size)


@instead_of("minibatches", hint="May an index come twice in one epoch?")
def minibatches_fill_up_the_last(n: int, batch_size: int, rng: Rng) -> Batches:
    """The last mini-batch is filled up with indices that have been used."""
    order = rng.permutation(n)
    return _cut(np.resize(order, -(-n // batch_size) * batch_size), batch_size)


@instead_of("minibatches", hint="Drawing anew each time repeats some and misses others: shuffle.")
def minibatches_draw_with_replacement(n: int, batch_size: int, rng: Rng) -> Batches:
    """Indices are drawn with replacement: some come twice, others never."""
    # So many that by chance none is repeated is impossible: the first index comes once more.
    order = rng.integers(0, n, n) if n > 1 else np.zeros(2, dtype=np.int64)
    return _cut(np.where(np.arange(len(order)) == 1, order[0], order), batch_size)


@instead_of(
    "minibatches", hint="np.array_split makes sizes as equal as possible, which is not asked."
)
def minibatches_of_equal_size(n: int, batch_size: int, rng: Rng) -> Batches:
    """The indices are split evenly, so several mini-batches are smaller than asked for."""
    return np.array_split(rng.permutation(n), -(-n // batch_size))


@instead_of("minibatches", hint="Is batch_size the size of a batch, or the number of them?")
def minibatches_so_many(n: int, batch_size: int, rng: Rng) -> Batches:
    """batch_size is taken for the number of mini-batches."""
    return np.array_split(rng.permutation(n), batch_size)


@instead_of("minibatches", hint="Shuffle the indices, then cut; not the other way round.")
def minibatches_shuffled_as_blocks(n: int, batch_size: int, rng: Rng) -> Batches:
    """Neighbours stay together: only the order of the mini-batches is shuffled."""
    blocks = _cut(np.arange(n), batch_size)
    full = [i for i in rng.permutation(len(blocks)) if len(blocks[i]) == batch_size]
    return [blocks[i] for i in full] + [b for b in blocks if len(b) < batch_size]


@instead_of("minibatches", hint="Shuffle the indices, then cut; not the other way round.")
def minibatches_shuffled_within(n: int, batch_size: int, rng: Rng) -> Batches:
    """Each mini-batch is shuffled within, and always holds the same samples."""
    return [rng.permutation(block) for block in _cut(np.arange(n), batch_size)]


@instead_of(
    "minibatches", hint="np.random.permutation draws from a global generator, not from rng."
)
def minibatches_of_the_global_generator(n: int, batch_size: int, rng: Rng) -> Batches:
    """The order comes from NumPy's global generator: rng is not used."""
    return _cut(np.random.permutation(n), batch_size)


@instead_of(
    "minibatches", hint="A generator made in the function draws the same each time.", row="DR11"
)
def minibatches_of_an_own_generator(n: int, batch_size: int, rng: Rng) -> Batches:
    """A generator with a fixed seed is made in the function: every epoch has the same order."""
    return minibatches(n, batch_size, np.random.default_rng(0))


@instead_of("minibatches", hint="With 20 indices and 5 in a batch, how many batches are there?")
def minibatches_end_with_an_empty_one(n: int, batch_size: int, rng: Rng) -> Batches:
    """Where n is a multiple of batch_size, an empty mini-batch comes last."""
    order = rng.permutation(n)
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(n // batch_size + 1)]


@instead_of("minibatches", hint="The first sample's index is 0.")
def minibatches_count_from_one(n: int, batch_size: int, rng: Rng) -> Batches:
    """The indices are counted from 1."""
    return [batch + 1 for batch in minibatches(n, batch_size, rng)]


@instead_of("minibatches", hint="A reshape needs n to be a multiple. Slices do not.", row="HY2")
def minibatches_in_a_matrix(n: int, batch_size: int, rng: Rng) -> Any:
    """The order is reshaped to a matrix with one row a mini-batch, which only fits a multiple."""
    return rng.permutation(n).reshape(-1, batch_size)


@instead_of("minibatches", hint="Make arrays of your lists: x[batch] wants an array.", row="HY2")
def minibatches_of_lists(n: int, batch_size: int, rng: Rng) -> Any:
    """The mini-batches are lists of numbers, not arrays."""
    return [batch.tolist() for batch in minibatches(n, batch_size, rng)]


@instead_of("minibatches", hint="One index less than the size: look at the ends of your slices.")
def minibatches_one_short(n: int, batch_size: int, rng: Rng) -> Batches:
    """The slices end one index too early, so each mini-batch loses one."""
    return [batch[:-1] if len(batch) > 1 else batch for batch in minibatches(n, batch_size, rng)]


@instead_of("minibatches", hint="The first batch alone is no epoch: where does your loop return?")
def minibatches_return_the_first(n: int, batch_size: int, rng: Rng) -> Batches:
    """Only the first mini-batch is returned."""
    return minibatches(n, batch_size, rng)[:1]


# Training


def _train(
    x: Array,
    y: Array,
    *,
    batches: Any = minibatches,
    start: Any = np.zeros,
    step: Any = None,
    recorded: Any = None,
    **options: Any,
) -> Trained:
    """The reference with one part exchanged.

    Args:
        x: samples.
        y: labels.
        batches: gives an epoch's mini-batches.
        start: gives the first weights.
        step: ``(w, b, x, y, dscores, lam, lr) -> (w, b)``.
        recorded: ``(losses, data, penalty) -> float``, from the batches' losses and the whole's.
        options: as `train_classifier` has them.
    """
    lam, lr, epochs = (options[name] for name in ("lam", "lr", "epochs"))
    loss_of = LOSSES[options["loss"]]
    classes = int(y.max()) + 1
    w, b = start((x.shape[1], classes)), np.zeros(classes)
    history = np.zeros(epochs)
    for epoch in range(epochs):
        losses = []
        for batch in batches(len(x), options["batch_size"], options["rng"]):
            value, dscores = loss_of(linear_scores(x[batch], w, b), y[batch])
            losses.append(value + l2_penalty(w, lam)[0])
            w, b = (step or _step)(w, b, x[batch], y[batch], dscores, lam, lr)
        data = loss_of(linear_scores(x, w, b), y)[0]
        penalty = l2_penalty(w, lam)[0]
        history[epoch] = recorded(losses, data, penalty) if recorded else data + penalty
    return w, b, history


def _step(
    w: Array, b: Array, x: Array, y: Array, dscores: Array, lam: float, lr: float
) -> tuple[Array, Array]:
    return w - lr * (x.T @ dscores + lam * w), b - lr * dscores.sum(axis=0)


@instead_of("train_classifier", hint="Where do you call minibatches: before the loop, or in it?")
def training_deals_once(x: Array, y: Array, *, rng: Rng, **options: Any) -> Trained:
    """The mini-batches are made once, and are the same in every epoch."""
    dealt = minibatches(len(x), options["batch_size"], rng)
    return _train(x, y, batches=lambda *_: dealt, rng=rng, **options)


@instead_of("train_classifier", hint="In each epoch every sample is dealt out once: `minibatches`.")
def training_draws_with_replacement(x: Array, y: Array, *, rng: Rng, **options: Any) -> Trained:
    """Each mini-batch is drawn from all samples: in an epoch some come twice and others never."""
    if len(x) > options["batch_size"]:
        return _train(
            x,
            y,
            batches=lambda n, size, rng: [
                rng.integers(0, n, len(batch)) for batch in minibatches(n, size, rng)
            ],
            rng=rng,
            **options,
        )
    return train_classifier(x, y, rng=rng, **options)


@instead_of("train_classifier", hint="Asked for are w and b after the last epoch.")
def training_returns_the_best(x: Array, y: Array, **options: Any) -> Trained:
    """The w and b with the smallest loss on the way are returned, not the last ones."""
    history = train_classifier(x, y, **{**options, "rng": copy.deepcopy(options["rng"])})[2]
    epochs = int(history.argmin()) + 1
    w, b, _ = train_classifier(x, y, **{**options, "epochs": epochs})
    return w, b, history


@instead_of("train_classifier", hint="`epochs` says how many there are. Does your loop end early?")
def training_stops_where_the_loss_rises(x: Array, y: Array, **options: Any) -> Trained:
    """The training ends, or goes on without a step, once the loss has risen."""
    history = train_classifier(x, y, **{**options, "rng": copy.deepcopy(options["rng"])})[2]
    rises = np.flatnonzero(np.diff(history) > 0)
    epochs = int(rises[0]) + 2 if len(rises) else len(history)
    w, b, short = train_classifier(x, y, **{**options, "epochs": epochs})
    return w, b, np.append(short, np.full(len(history) - epochs, short[-1]))


@instead_of("train_classifier", hint="Does your history rise? Downhill is against it.", row="GD1")
def training_climbs(x: Array, y: Array, **options: Any) -> Trained:
    """The steps go up the gradient, not down."""
    return _train(
        x, y, **options, step=lambda w, b, x, y, d, lam, lr: _step(w, b, x, y, d, lam, -lr)
    )


@instead_of("train_classifier", hint="The loss has divided by N. Do you multiply by it again?")
def training_adds_up_the_batch(x: Array, y: Array, **options: Any) -> Trained:
    """The gradient is the sum over the batch, not its mean."""
    return _train(
        x,
        y,
        **options,
        step=lambda w, b, x, y, d, lam, lr: _step(w, b, x, y, d * len(y), lam, lr),
    )


@instead_of("train_classifier", hint="The loss has divided by N already.", row="OP3")
def training_averages_twice(x: Array, y: Array, **options: Any) -> Trained:
    """The gradient is divided by the size of the batch once more."""
    return _train(
        x,
        y,
        **options,
        step=lambda w, b, x, y, d, lam, lr: _step(w, b, x, y, d / len(y), lam, lr),
    )


@instead_of("train_classifier", hint="Is b ever changed?", row="OP5")
def training_leaves_the_bias_alone(x: Array, y: Array, **options: Any) -> Trained:
    """The biases are never moved."""
    return _train(
        x, y, **options, step=lambda w, b, x, y, d, lam, lr: (_step(w, b, x, y, d, lam, lr)[0], b)
    )


@instead_of("train_classifier", hint="db is the sum of dscores over the samples.", row="LI2")
def training_averages_the_bias(x: Array, y: Array, **options: Any) -> Trained:
    """The bias gradient is a mean of what contains 1/N already."""
    return _train(
        x,
        y,
        **options,
        step=lambda w, b, x, y, d, lam, lr: (
            _step(w, b, x, y, d, lam, lr)[0],
            b - lr * d.mean(axis=0),
        ),
    )


@instead_of("train_classifier", hint="Weights only: what does the penalty do to b?", row="RG4")
def training_penalises_the_bias(x: Array, y: Array, **options: Any) -> Trained:
    """The penalty pulls on the biases, too."""
    return _train(
        x,
        y,
        **options,
        step=lambda w, b, x, y, d, lam, lr: (
            _step(w, b, x, y, d, lam, lr)[0],
            b - lr * (d.sum(axis=0) + lam * b),
        ),
    )


def _with_penalty(times: Any) -> Any:
    """A step with another multiple of the penalty."""
    return lambda w, b, x, y, d, lam, lr: _step(w, b, x, y, d, lam * times(y), lr)


@instead_of("train_classifier", hint="l2_penalty returns its gradient: lam * w.", row="RG1")
def training_penalises_twice(x: Array, y: Array, **options: Any) -> Trained:
    """The penalty's gradient is 2 lam w."""
    return _train(x, y, **options, step=_with_penalty(lambda y: 2.0))


@instead_of("train_classifier", hint="The penalty knows nothing of samples.", row="RG2")
def training_divides_the_penalty(x: Array, y: Array, **options: Any) -> Trained:
    """The penalty is divided by the size of the batch."""
    return _train(x, y, **options, step=_with_penalty(lambda y: 1.0 / len(y)))


@instead_of("train_classifier", hint="Does lam change your weights?", row="RG3")
def training_without_penalty_in_the_steps(x: Array, y: Array, **options: Any) -> Trained:
    """The penalty is in the history, but not in the steps."""
    return _train(x, y, **options, step=_with_penalty(lambda y: 0.0))


@instead_of("train_classifier", hint="A penalty makes weights smaller. Yours?", row="RG8")
def training_rewards_large_weights(x: Array, y: Array, **options: Any) -> Trained:
    """The penalty has the wrong sign: it makes the weights grow."""
    return _train(x, y, **options, step=_with_penalty(lambda y: -1.0))


@instead_of(
    "train_classifier", hint="Both gradients belong to the same w: add, then step.", row="RG9"
)
def training_decays_after_the_step(x: Array, y: Array, **options: Any) -> Trained:
    """The penalty acts on the weights after the step, not on those before it."""

    def step(
        w: Array, b: Array, x: Array, y: Array, d: Array, lam: float, lr: float
    ) -> tuple[Array, Array]:
        w, b = _step(w, b, x, y, d, 0.0, lr)
        return w - lr * lam * w, b

    return _train(x, y, **options, step=step)


@instead_of("train_classifier", hint="Which penalty is squared, and which has a sign?")
def training_with_the_l1_penalty(x: Array, y: Array, **options: Any) -> Trained:
    """The L1 penalty is used in the steps."""

    def step(
        w: Array, b: Array, x: Array, y: Array, d: Array, lam: float, lr: float
    ) -> tuple[Array, Array]:
        moved, b = _step(w, b, x, y, d, 0.0, lr)
        return moved - lr * lam * np.sign(w), b

    return _train(x, y, **options, step=step)


@instead_of("train_classifier", hint="It starts from w = 0: no random numbers are needed.")
def training_starts_at_random(x: Array, y: Array, **options: Any) -> Trained:
    """The weights start as small random numbers, not at 0."""
    return _train(x, y, **options, start=lambda shape: 0.01 * options["rng"].random(shape))


@instead_of("train_classifier", hint="Is your loop over the mini-batches left after the first?")
def training_uses_one_batch_an_epoch(x: Array, y: Array, **options: Any) -> Trained:
    """Only the first mini-batch of each epoch is used."""
    return _train(x, y, **options, batches=lambda n, size, rng: minibatches(n, size, rng)[:1])


@instead_of("train_classifier", hint="The last mini-batch may be smaller, and counts too.")
def training_drops_the_last_batch(x: Array, y: Array, **options: Any) -> Trained:
    """A last mini-batch that is smaller than the others is left out."""
    return _train(
        x,
        y,
        **options,
        batches=lambda n, size, rng: [
            batch for batch in minibatches(n, size, rng) if len(batch) == min(size, n)
        ],
    )


@instead_of("train_classifier", hint="How many samples has the last mini-batch?", row="OP4")
def training_divides_by_the_full_size(x: Array, y: Array, **options: Any) -> Trained:
    """The last mini-batch is divided by batch_size, though it has fewer samples."""
    size = min(options["batch_size"], len(x))
    return _train(
        x,
        y,
        **options,
        step=lambda w, b, x, y, d, lam, lr: _step(w, b, x, y, d * len(y) / size, lam, lr),
    )


@instead_of("train_classifier", hint="Where does your function look at `batch_size`?")
def training_in_one_batch(x: Array, y: Array, **options: Any) -> Trained:
    """All samples are one batch, whatever batch_size says."""
    return _train(x, y, **{**options, "batch_size": len(x)})


@instead_of("train_classifier", hint="x[batch] goes with y[batch].")
def training_mixes_up_the_labels(x: Array, y: Array, **options: Any) -> Trained:
    """The samples are shuffled and the labels are not."""
    loss_of = LOSSES[options["loss"]]

    def step(
        w: Array, b: Array, some: Array, labels: Array, d: Array, lam: float, lr: float
    ) -> tuple[Array, Array]:
        wrong = y[: len(labels)]
        return _step(w, b, some, wrong, loss_of(linear_scores(some, w, b), wrong)[1], lam, lr)

    return _train(x, y, **options, step=step)


@instead_of("train_classifier", hint='What does your function do when loss is "svm"?')
def training_knows_softmax_only(x: Array, y: Array, **options: Any) -> Trained:
    """The cross-entropy is used whatever the loss is called."""
    return train_classifier(x, y, **{**options, "loss": "softmax"})


@instead_of("train_classifier", hint='What does your function do when loss is "softmax"?')
def training_knows_svm_only(x: Array, y: Array, **options: Any) -> Trained:
    """The hinge loss is used whatever the loss is called."""
    return train_classifier(x, y, **{**options, "loss": "svm"})


@instead_of("train_classifier", hint="w and b are made once, before the first epoch.")
def training_starts_anew_each_epoch(x: Array, y: Array, **options: Any) -> Trained:
    """Every epoch starts from w = 0 and b = 0 again."""
    runs = [train_classifier(x, y, **{**options, "epochs": 1}) for _ in range(options["epochs"])]
    w, b, _ = runs[-1]
    return w, b, np.array([history[0] for _, _, history in runs])


@instead_of("train_classifier", hint="Both gradients belong to the same w and b.", row="GD3")
def training_moves_the_bias_late(x: Array, y: Array, **options: Any) -> Trained:
    """The bias gradient is taken after w has moved, not at the same point."""
    loss_of = LOSSES[options["loss"]]

    def step(
        w: Array, b: Array, x: Array, y: Array, d: Array, lam: float, lr: float
    ) -> tuple[Array, Array]:
        w, _ = _step(w, b, x, y, d, lam, lr)
        return w, b - lr * loss_of(linear_scores(x, w, b), y)[1].sum(axis=0)

    return _train(x, y, **options, step=step)


@instead_of("train_classifier", hint="range(1, epochs) has one number less than epochs.")
def training_one_epoch_short(x: Array, y: Array, **options: Any) -> Trained:
    """There is one epoch less than asked for."""
    w, b, _ = train_classifier(x, y, **{**options, "epochs": options["epochs"] - 1})
    return w, b, train_classifier(x, y, **options)[2]


@instead_of("train_classifier", hint="lr is constant here: no schedule.")
def training_slows_down(x: Array, y: Array, **options: Any) -> Trained:
    """The learning rate shrinks with each step."""
    count = [0]

    def step(
        w: Array, b: Array, x: Array, y: Array, d: Array, lam: float, lr: float
    ) -> tuple[Array, Array]:
        count[0] += 1
        return _step(w, b, x, y, d, lam, lr / count[0])

    return _train(x, y, **options, step=step)


@instead_of("train_classifier", hint="The samples are used as they are.")
def training_standardises_the_samples(x: Array, y: Array, **options: Any) -> Trained:
    """The samples are centred first, so w and b belong to other samples."""
    return train_classifier(x - x.mean(axis=0), y, **options)


@instead_of("train_classifier", hint="`w -= ...` is yours to do, `x -= ...` is not.")
def training_scales_the_samples_in_place(x: Array, y: Array, **options: Any) -> Trained:
    """The caller's own samples are changed, in place."""
    result = train_classifier(x, y, **options)
    x *= 0.5
    return result


@instead_of("train_classifier", hint="Every step is in yours; only the epochs are asked for.")
def history_of_steps(x: Array, y: Array, **options: Any) -> Trained:
    """The history has an entry for every mini-batch, not for every epoch."""
    w, b, history = train_classifier(x, y, **options)
    return w, b, np.repeat(history, -(-len(x) // options["batch_size"]) + 1)


@instead_of("train_classifier", hint="Is the loss measured before or after the epoch's steps?")
def history_before_the_epoch(x: Array, y: Array, **options: Any) -> Trained:
    """The history holds the loss before each epoch, not after it."""
    w, b, history = train_classifier(x, y, **options)
    classes = len(b)
    loss_of = LOSSES[options["loss"]]
    first, _ = loss_of(np.zeros((len(x), classes)), y)
    return w, b, np.concatenate([[first], history[:-1]])


@instead_of("train_classifier", hint="What does the history say about the penalty?", row="RG3")
def history_without_penalty(x: Array, y: Array, **options: Any) -> Trained:
    """The history lacks the penalty."""
    return _train(x, y, **options, recorded=lambda losses, data, penalty: data)


@instead_of("train_classifier", hint="The losses on the way belong to older weights.")
def history_averages_the_batches(x: Array, y: Array, **options: Any) -> Trained:
    """The history holds the mean of the batches' losses on the way, not the loss afterwards."""
    return _train(x, y, **options, recorded=lambda losses, data, penalty: float(np.mean(losses)))


@instead_of("train_classifier", hint="After the epoch, and of all samples: which loss is yours?")
def history_of_the_last_batch(x: Array, y: Array, **options: Any) -> Trained:
    """The history holds the last mini-batch's loss, before its step."""

    def recorded(losses: list[float], data: float, penalty: float) -> float:
        return losses[-1] + 0.0 if len(losses) > 1 else data + penalty

    return _train(x, y, **options, recorded=recorded)


@instead_of("train_classifier", hint="Each epoch stands for itself: set your sum back to 0.")
def history_adds_up(x: Array, y: Array, **options: Any) -> Trained:
    """Each entry of the history contains all entries before it."""
    w, b, history = train_classifier(x, y, **options)
    return w, b, np.cumsum(history)


@instead_of("train_classifier", hint="np.array(history) makes an array of a list.", row="HY2")
def history_is_a_list(x: Array, y: Array, **options: Any) -> Any:
    """The history is returned as a list."""
    w, b, history = train_classifier(x, y, **options)
    return w, b, history.tolist()


@instead_of("train_classifier", hint="np.random draws from a global generator, not from rng.")
def training_with_the_global_generator(x: Array, y: Array, **options: Any) -> Trained:
    """The order comes from NumPy's global generator: rng is not used."""
    seed = int(np.random.randint(2**31))
    return train_classifier(x, y, **{**options, "rng": np.random.default_rng(seed)})


@instead_of(
    "train_classifier", hint="Does another rng give another order of the samples?", row="DR11"
)
def training_in_a_fixed_order(x: Array, y: Array, **options: Any) -> Trained:
    """The order of the samples is the same in every run: it does not come from rng."""
    return _train(x, y, **options, batches=lambda n, size, rng: _cut(np.arange(n), size))
