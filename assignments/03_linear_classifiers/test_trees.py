import numpy as np

from autograder import after, assert_unchanged, expect, number, weight


def _clear(oracle, draw, n, max_depth, criterion):
    """Samples of three overlapping classes, where no two splits and no two labels are equally good.

    Features are multiples of 1/2: they repeat, and are the same in float32, which scikit-learn
    computes in.
    """
    while True:
        y = draw.integers(0, 3, n)
        centres = np.array([[0.0, 0.0, 0.0, 0.0], [1.5, 0.0, 0.5, 0.0], [0.0, 2.0, -0.5, 0.0]])
        x = np.round(2.0 * (draw.normal(n, 4) + centres[y])) / 2.0
        if len(np.unique(y)) == 3 and oracle.split_gap(x, y, max_depth, criterion) > 1e-6:
            return x, y


# Gini impurity


@number("3.1")
@weight(1)
def test_gini_matches_scikit_learn(student, oracle, draw):
    """`gini` is 1 minus the sum of the squared shares."""
    y = np.concatenate([np.arange(4), draw.integers(0, 4, 9)])
    expect(student.gini(y), "impurity").equals(oracle.gini(y))


@number("3.2")
@weight(1)
@after("test_gini_matches_scikit_learn")
def test_gini_of_equal_and_of_all_different_labels(student, draw):
    """`gini` is 0 when all labels are the same, also for one label, and 1 - 1/N when none are."""
    for y, want in (np.full(5, 2), 0.0), (np.array([3]), 0.0), (draw.permutation(7), 6 / 7):
        expect(student.gini(y), "impurity").equals(want)


@number("3.3")
@weight(1)
@after("test_gini_matches_scikit_learn")
def test_gini_does_not_care_which_labels_they_are(student, oracle, draw):
    """`gini` takes labels with gaps, bytes too, in any order, and leaves them as they were."""
    labels = np.concatenate([np.arange(3), draw.integers(0, 3, 8)])
    for y in np.array([40, 7, 200])[labels], np.array([0, 255, 9], dtype=np.uint8)[labels]:
        expect(assert_unchanged(student.gini, y), "impurity").equals(oracle.gini(y))


# Entropy


@number("4.1")
@weight(1)
def test_entropy_matches_scikit_learn(student, oracle, draw):
    """`entropy` is -sum p ln p, with the natural logarithm."""
    y = np.concatenate([np.arange(4), draw.integers(0, 4, 9)])
    expect(student.entropy(y), "impurity").equals(oracle.entropy(y))


@number("4.2")
@weight(1)
@after("test_entropy_matches_scikit_learn")
def test_entropy_of_equal_and_of_all_different_labels(student, draw):
    """`entropy` is 0, not NaN, when all labels are the same, and ln N when none are."""
    for y, want in (
        (np.full(5, 2), 0.0),
        (np.array([3]), 0.0),
        (draw.permutation(7), np.log(7.0)),
        (draw.permutation(400), np.log(400.0)),  # a constant in the logarithm adds up
    ):
        expect(student.entropy(y), "impurity").equals(want)


@number("4.3")
@weight(1)
@after("test_entropy_matches_scikit_learn")
def test_entropy_does_not_care_which_labels_they_are(student, oracle, draw):
    """`entropy` takes labels with gaps, bytes too, in any order, and leaves them as they were."""
    labels = np.concatenate([np.arange(3), draw.integers(0, 3, 8)])
    for y in np.array([40, 7, 200])[labels], np.array([0, 255, 9], dtype=np.uint8)[labels]:
        expect(assert_unchanged(student.entropy, y), "impurity").equals(oracle.entropy(y))


# The best split


def _expect_split(got, want):
    """The same split; its impurity is compared first, because it tells most."""
    names = "impurity", "threshold", "feature"
    expect(got[::-1], *names).equals(want[::-1])


@number("5.1")
@weight(1)
def test_best_split_matches_scikit_learn(student, oracle, draw):
    """`best_split` finds feature, threshold and the size-weighted Gini impurity."""
    x, y = _clear(oracle, draw, 23, 1, "gini")
    _expect_split(student.best_split(x, y), oracle.best_split(x, y, "gini"))


@number("5.2")
@weight(1)
def test_best_split_by_entropy_matches_scikit_learn(student, oracle, draw):
    """`best_split` with criterion "entropy" minimises the size-weighted entropy."""
    x, y = _clear(oracle, draw, 23, 1, "entropy")
    student.best_split(x, y, "gini")  # to remember a criterion would be a mistake
    _expect_split(student.best_split(x, y, "entropy"), oracle.best_split(x, y, "entropy"))


@number("5.3")
@weight(2)
@after("test_best_split_matches_scikit_learn")
def test_best_split_ties_go_to_the_lowest_feature_then_threshold(student, draw):
    """Of equally good splits the lowest feature wins, then the lowest threshold, helpful or not."""
    # Four labels in mirror order: the second and the sixth gap of the column are equally good, and
    # so is every copy of the column. The first column says nothing.
    y = np.array([1, 1, 0, 0, 2, 2, 1, 1])
    column = np.array([0.0, 1.0, 3.0, 4.0, 6.0, 7.0, 9.0, 10.0])
    order = draw.permutation(8)
    x = np.stack([np.ones(8), column, 2.0 * column, -column], axis=1)[order]
    got = student.best_split(x, y[order])
    # Two pure samples on the left; on the right 2, 2 and 2 of 6: impurity 6 / 8 * 2 / 3.
    _expect_split(got, (1, 2.0, 0.5))
    # Exclusive or: no split helps, and the first of them is the best.
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    _expect_split(student.best_split(corners, np.array([0, 1, 1, 0])), (0, 0.5, 0.5))


@number("5.4")
@weight(1)
@after("test_best_split_matches_scikit_learn")
def test_best_split_never_parts_equal_values(student, draw):
    """Equal values stay together; where no feature has two values the result is -1, NaN, inf."""
    order = draw.permutation(6)
    y, column = np.array([0, 0, 1, 1, 1, 1])[order], np.array([2.0, 5.0, 5.0, 5.0, 5.0, 5.0])[order]
    got = student.best_split(np.stack([np.full(6, 7.0), column], axis=1), y)
    # 1 and 5 samples: the left is pure, the right has 1 of 5 and 4 of 5.
    _expect_split(got, (1, 3.5, 5 / 6 * 8 / 25))
    for n in 6, 1:
        got = student.best_split(np.full((n, 2), 7.0), y[:n])
        _expect_split(got, (-1, np.nan, np.inf))


@number("5.5")
@weight(1)
@after("test_best_split_matches_scikit_learn")
def test_best_split_of_bytes_does_not_wrap_around(student, draw):
    """Whole numbers and bytes have thresholds midway, halves included; labels may have gaps."""
    order = draw.permutation(8)
    column = np.array([3, 9, 20, 180, 225, 230, 240, 255])[order]
    y = np.array([7, 40])[np.arange(8)[order] // 4]
    for dtype in np.uint8, np.int64:
        x = np.stack([np.full(8, 7), column], axis=1).astype(dtype)
        got = assert_unchanged(student.best_split, x, y)
        _expect_split(got, (1, 202.5, 0.0))


# The tree


@number("6.1")
@weight(1)
@after("test_best_split_matches_scikit_learn")
def test_tree_matches_scikit_learn(student, oracle, draw):
    """A tree of depth 2 gives new samples the labels that scikit-learn's tree gives them."""
    queries = draw.normal(30, 4) + 0.5
    while True:  # until the second cut matters on both sides of the first
        x, y = _clear(oracle, draw, 30, 2, "gini")
        feature, threshold, _ = oracle.best_split(x, y, "gini")
        want = oracle.predict_tree(x, y, 2, "gini", queries)
        changed = want != oracle.predict_tree(x, y, 1, "gini", queries)
        left = queries[:, feature] <= threshold
        if changed[left].any() and changed[~left].any():
            break
    expect(student.predict_tree(student.fit_tree(x, y, 2), queries), "labels").equals(want)


@number("6.2")
@weight(1)
@after("test_best_split_by_entropy_matches_scikit_learn")
def test_tree_by_entropy_matches_scikit_learn(student, oracle, draw):
    """A tree grown by entropy gives the labels of scikit-learn's, at depth 1 and at depth 2."""
    queries = draw.normal(60, 4) + 0.5
    # Samples on which the criterion matters: for the root, and below a root that is the same.
    for depth in 1, 2:
        while True:
            x, y = _clear(oracle, draw, 30, depth, "entropy")
            if oracle.split_gap(x, y, depth, "gini") < 1e-6:
                continue
            by_gini, want = (
                oracle.predict_tree(x, y, depth, criterion, queries)
                for criterion in ("gini", "entropy")
            )
            roots = [oracle.best_split(x, y, criterion)[:2] for criterion in ("gini", "entropy")]
            if not np.array_equal(by_gini, want) and (depth == 1 or roots[0] == roots[1]):
                break
        student.fit_tree(x[:9], y[:9], 1, "gini")  # to remember a criterion would be a mistake
        labels = student.predict_tree(student.fit_tree(x, y, depth, "entropy"), queries)
        expect(labels, f"labels at depth {depth}").equals(want)
        # In the mirror every side is the other one; no sample lies on a threshold.
        mirrored = student.predict_tree(student.fit_tree(-x, y, depth, "entropy"), -queries)
        expect(mirrored, f"labels at depth {depth}, all features negated").equals(want)


@number("6.3")
@weight(1)
@after("test_tree_matches_scikit_learn")
def test_tree_has_the_depth_it_is_told(student, oracle, draw):
    """Depth 0 is a leaf with the most frequent label, ties to the smallest; depth 1 is one cut."""
    x = np.arange(8.0).reshape(8, 1)
    for y, want in (np.array([3, 3, 3, 1, 1, 1, 1, 2]), 1), (np.array([0, 4, 4, 5, 5, 2, 2, 1]), 2):
        labels = student.predict_tree(student.fit_tree(x, y, 0), x)
        expect(labels, "labels at depth 0").equals(np.full(8, want))
    y = np.array([0, 0, 0, 0, 1, 1, 2, 3])  # cut after the zeros, then after the ones, then between
    for depth, last in (2, 2), (3, 3):
        labels = student.predict_tree(student.fit_tree(x, y, depth), x)
        expect(labels, f"labels at depth {depth}").equals(np.append(y[:7], last))
    (x, y), queries = _clear(oracle, draw, 30, 1, "gini"), draw.normal(30, 4)
    labels = student.predict_tree(student.fit_tree(x, y, 1), queries)
    expect(labels, "labels at depth 1").equals(oracle.predict_tree(x, y, 1, "gini", queries))


@number("6.4")
@weight(1)
@after("test_tree_matches_scikit_learn")
def test_a_deep_tree_remembers_and_stops(student, draw):
    """A deep tree is right about all it has seen, and stops where nothing can be split."""
    x, y = draw.normal(16, 2), draw.integers(0, 3, 16)
    labels = student.predict_tree(student.fit_tree(x, y, 30), x)
    expect(labels, "labels").equals(y)
    # The same sample with different labels: no question tells them apart.
    x = np.array([[1.0, 2.0]] * 5 + [[3.0, 2.0]] * 3 + [[4.0, 2.0]] * 2)
    y = np.array([2, 0, 2, 0, 1, 1, 2, 2, 1, 3])
    labels = student.predict_tree(student.fit_tree(x, y, 30), x)
    expect(labels, "labels").equals(np.array([0] * 5 + [2] * 3 + [1] * 2))
    assert labels.dtype.kind in "iu", "labels should be integers: they are used as indices"


@number("6.5")
@weight(1)
@after("test_tree_matches_scikit_learn")
def test_tree_makes_splits_that_only_pay_later(student, draw):
    """Exclusive or is learned in two cuts, though the first makes nothing purer."""
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    order = draw.permutation(4)
    tree = student.fit_tree(corners[order], np.array([0, 1, 1, 0])[order], 2)
    expect(student.predict_tree(tree, corners), "labels").equals(np.array([0, 1, 1, 0]))


@number("6.6")
@weight(1)
@after("test_tree_matches_scikit_learn")
def test_a_sample_on_the_threshold_goes_left(student, draw):
    """A sample whose feature equals the threshold goes left, in bytes too."""
    order = draw.permutation(4)
    for dtype in np.float64, np.uint8:
        x = np.array([[10], [20], [240], [250]]).astype(dtype)
        tree = student.fit_tree(x[order], np.array([1, 1, 0, 0])[order], 3)
        queries = np.array([[5], [130], [131], [255]]).astype(dtype)
        expect(student.predict_tree(tree, queries), "labels").equals(np.array([1, 1, 0, 0]))


@number("6.7")
@weight(1)
@after("test_tree_matches_scikit_learn")
def test_trees_do_not_know_of_each_other(student, oracle, draw):
    """A tree stays as it was when another is grown, and arguments stay as they were too."""
    (x, y), queries = _clear(oracle, draw, 30, 3, "gini"), draw.normal(30, 4) + 0.5
    tree = assert_unchanged(student.fit_tree, x, y, 3)
    student.fit_tree(-x[:9], (y[:9] + 1) % 3, 1)
    want = oracle.predict_tree(x, y, 3, "gini", queries)
    for some in slice(None), slice(1):
        labels = assert_unchanged(student.predict_tree, tree, queries[some])
        expect(labels, "labels").equals(want[some])
        assert labels.dtype.kind in "iu", "labels should be integers: they are used as indices"
