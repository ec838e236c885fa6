import numpy as np

from autograder import (
    FLOAT32_INPUT,
    LARGE_OFFSET,
    after,
    assert_unchanged,
    expect,
    number,
    weight,
)

# Distances


@number("1.1")
@weight(1)
def test_pairwise_distances_match_scikit_learn(student, oracle, draw):
    """`pairwise_distances` has the distance of row i of a to row j of b at [i, j]."""
    a, b = draw.normal(4, 3), draw.normal(5, 3)
    expect(student.pairwise_distances(a, b), "distances").equals(oracle.pairwise_distances(a, b))


@number("1.2")
@weight(1)
@after("test_pairwise_distances_match_scikit_learn")
def test_distances_of_bytes_do_not_wrap_around(student, oracle, draw):
    """Points of whole numbers, and of unsigned bytes, have the same distances as floats have."""
    for dtype in np.int64, np.uint8:
        a, b = draw.integers(0, 256, 4, 6).astype(dtype), draw.integers(0, 256, 5, 6).astype(dtype)
        want = oracle.pairwise_distances(a, b)
        expect(student.pairwise_distances(a, b), "distances").equals(want)


@number("1.3")
@weight(1)
@after("test_pairwise_distances_match_scikit_learn")
def test_a_row_is_no_distance_from_itself(student, draw):
    """A row's distance to itself is 0 up to rounding, and not NaN."""
    # 1,320 products a row: whoever subtracts two sums of them is left with rounding of either sign.
    a = draw.normal(40, 33)
    distances = student.pairwise_distances(a, a)
    assert isinstance(distances, np.ndarray), "distances should be an array"
    assert distances.shape == (40, 40), "the distances of 40 rows to each other are (40, 40)"
    itself = np.array([distances[i, i] for i in range(40)])
    assert not np.isnan(itself).any(), "a row's distance to itself is NaN: the root of what?"
    # The root of a rounding error of 1e-14.
    expect(itself, "a row's distance to itself").equals(np.zeros(40), tolerance=LARGE_OFFSET)


@number("1.4")
@weight(1)
@after("test_pairwise_distances_match_scikit_learn")
def test_distances_of_single_rows_and_columns(student, oracle, draw):
    """One point, one feature, float32 and transposed arrays work, and all stay as they were."""
    for a, b in (
        (draw.normal(1, 3), draw.normal(5, 3)),
        (draw.normal(4, 3), draw.normal(1, 3)),
        (draw.normal(4, 1), draw.normal(5, 1)),
        (draw.normal(3, 4).T, draw.normal(3, 5).T),
    ):
        want = oracle.pairwise_distances(a, b)
        expect(assert_unchanged(student.pairwise_distances, a, b), "distances").equals(want)
    a, b = draw.normal(4, 3).astype(np.float32), draw.normal(5, 3).astype(np.float32)
    distances = student.pairwise_distances(a, b)
    expect(distances, "distances").equals(oracle.pairwise_distances(a, b), tolerance=FLOAT32_INPUT)


# Nearest neighbours


def _clear(draw, oracle, k, *, n, m, features, to_samples=lambda x: x, names=(0, 1, 2, 3)):
    """Overlapping classes, and queries for which it is clear who is near and which label wins.

    Returns training samples, their labels, queries and the queries' labels.
    """
    while True:
        y_train = draw.integers(0, 4, n)
        x_train = draw.normal(n, features)
        x_train[:, :2] += np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [2.0, 2.0]])[y_train]
        # Twice as many queries as are wanted: most are clear.
        x_train, x = to_samples(x_train), to_samples(draw.normal(2 * m, features) + 0.7)
        y_train = np.array(names)[y_train]
        want = oracle.knn_predict(x_train, y_train, x, k)
        # Where the names count backwards, a tie would be won by the other label.
        backwards = 255 - oracle.knn_predict(x_train, 255 - y_train, x, k)
        (clear,) = np.nonzero((want == backwards) & (oracle.neighbour_gaps(x_train, x, k) > 1e-6))
        if len(clear) >= m:
            return x_train, y_train, x[clear[:m]], want[clear[:m]]


@number("2.1")
@weight(1)
def test_knn_predict_matches_scikit_learn(student, oracle, draw):
    """`knn_predict` is the most frequent label among the k nearest."""
    x_train, y_train, x, want = _clear(draw, oracle, 5, n=40, m=12, features=3)
    expect(student.knn_predict(x_train, y_train, x, 5), "labels").equals(want)


@number("2.2")
@weight(1)
def test_knn_asks_as_many_neighbours_as_it_is_told(student, oracle, draw):
    """With k = 1 the nearest decides, with k = N the most frequent label of all."""
    x_train, _, x, _ = _clear(draw, oracle, 1, n=11, m=7, features=3)
    y_train = draw.permutation(11) % 5  # label 0 three times, every other label twice
    for k in 1, 11:
        labels = student.knn_predict(x_train, y_train, x, k)
        expect(labels, f"labels for k = {'1' if k == 1 else 'N'}").equals(
            oracle.knn_predict(x_train, y_train, x, k)
        )


@number("2.3")
@weight(2)
@after("test_knn_predict_matches_scikit_learn")
def test_knn_ties_go_to_the_smallest_label(student, draw):
    """Of equally frequent labels the smallest wins, whoever is nearest and comes first."""
    # On a line, the query at 0: the distances are those listed, the labels go with them.
    distances = np.array([1.0, 2.0, 3.0, 4.0, 9.0, 10.0])
    order = draw.permutation(6)
    for labels, k, want in (
        ([5, 1, 1, 0, 0, 0], 3, 1),  # no tie: two votes are more than one, however near
        ([3, 4, 2, 0, 0, 0], 3, 2),
        ([3, 3, 1, 1, 0, 0], 4, 1),
        ([1, 3, 3, 1, 0, 0], 4, 1),
        ([2, 1, 0, 0, 0, 0], 2, 1),
    ):
        x_train, y_train = distances[order, np.newaxis], np.array(labels)[order]
        got = student.knn_predict(x_train, y_train, np.zeros((1, 1)), k)
        expect(got, "labels").equals(np.array([want]))


@number("2.4")
@weight(1)
@after("test_knn_predict_matches_scikit_learn")
def test_knn_of_bytes_does_not_wrap_around(student, oracle, draw):
    """Images of unsigned bytes have the same neighbours as floats have."""

    def to_bytes(x):
        return np.clip(128.0 + 40.0 * x, 0.0, 255.0).astype(np.uint8)

    x_train, y_train, x, want = _clear(draw, oracle, 3, n=40, m=12, features=8, to_samples=to_bytes)
    expect(student.knn_predict(x_train, y_train, x, 3), "labels").equals(want)


@number("2.5")
@weight(1)
@after("test_knn_predict_matches_scikit_learn")
def test_knn_takes_labels_with_gaps(student, oracle, draw):
    """Labels such as 2, 7, 40 and 41 work, for one query too, and arguments stay as they were."""
    x_train, y_train, x, want = _clear(draw, oracle, 5, n=30, m=6, features=3, names=(2, 7, 40, 41))
    for some in slice(None), slice(1):
        labels = assert_unchanged(student.knn_predict, x_train, y_train, x[some], 5)
        expect(labels, "labels").equals(want[some])
        assert labels.dtype.kind in "iu", "labels should be integers: they are used as indices"
    x_train, y_train, x, want = _clear(draw, oracle, 5, n=30, m=6, features=3)
    expect(student.knn_predict(x_train, y_train, x, 5), "labels").equals(want)
