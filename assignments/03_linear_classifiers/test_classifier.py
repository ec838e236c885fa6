import numpy as np

from autograder import FLOAT32_INPUT, after, assert_unchanged, expect, number, weight

# Scores


@number("7.1")
@weight(1)
def test_linear_scores_match_torch(student, oracle, draw):
    """`linear_scores` is x @ w + b, also for one sample and for one feature."""
    for n, d in (4, 3), (1, 3), (4, 1):
        x, w, b = draw.normal(n, d), draw.normal(d, 5), draw.normal(5)
        expect(student.linear_scores(x, w, b), "scores").equals(oracle.linear_scores(x, w, b))


@number("7.2")
@weight(1)
@after("test_linear_scores_match_torch")
def test_linear_scores_take_integers_and_float32(student, oracle, draw):
    """Samples may be integers, bytes or float32, and all arguments stay as they were."""
    w, b = draw.normal(3, 5), draw.normal(5)
    for x in draw.integers(-9, 10, 4, 3), draw.integers(0, 256, 4, 3).astype(np.uint8):
        scores = assert_unchanged(student.linear_scores, x, w, b)
        expect(scores, "scores").equals(oracle.linear_scores(x, w, b))
    x, w, b = (array.astype(np.float32) for array in (draw.normal(4, 3), w, b))
    scores = student.linear_scores(x, w, b)
    expect(scores, "scores").equals(oracle.linear_scores(x, w, b), tolerance=FLOAT32_INPUT)


# Prediction


@number("8.1")
@weight(2)
def test_predict_matches_torch(student, oracle, draw):
    """`predict` is the class with the highest score, bias included, of each sample."""
    for n in 20, 1:
        while True:
            x, w, b = draw.normal(n, 3), draw.normal(3, 5), 2.0 * draw.normal(5)
            scores = oracle.linear_scores(x, w, b)
            highest, lowest = scores.argmax(axis=1), scores.argmin(axis=1)
            farthest = np.abs(scores).argmax(axis=1)  # from 0
            if n == 1 or ((farthest != highest).any() and (farthest != lowest).any()):
                break
        expect(student.predict(x, w, b), "labels").equals(oracle.predict(x, w, b))


@number("8.2")
@weight(1)
@after("test_predict_matches_torch")
def test_predict_ties_go_to_the_smallest_class(student, draw):
    """Of equal scores the smallest class wins, and arguments stay as they were."""
    # Whole numbers, so the scores 3, 7, 7, 5 (and 0, 0, 0, 0) are exact.
    x = draw.permutation(4).reshape(2, 2).astype(np.float64)
    labels = assert_unchanged(student.predict, x, np.zeros((2, 4)), np.array([3.0, 7.0, 7.0, 5.0]))
    expect(labels, "labels").equals(np.array([1, 1]))
    assert labels.dtype.kind in "iu", "labels should be integers: they are used as indices"
    expect(student.predict(x, np.zeros((2, 4)), np.zeros(4)), "labels").equals(np.array([0, 0]))


# Accuracy


@number("9.1")
@weight(1)
def test_accuracy_matches_torch(student, oracle, draw):
    """`accuracy` is the share of equal labels."""
    predicted, y = draw.integers(0, 10, 11), draw.integers(0, 10, 11)
    predicted[:4], predicted[4] = y[:4], (y[4] + 5) % 10
    expect(student.accuracy(predicted, y), "share").equals(oracle.accuracy(predicted, y))


@number("9.2")
@weight(1)
@after("test_accuracy_matches_torch")
def test_accuracy_of_all_and_of_none(student, draw):
    """`accuracy` is 1 when all are right, 0 when none is, and takes bytes and one sample."""
    y = draw.integers(0, 200, 9).astype(np.uint8)
    for predicted, right, want in (y, y, 1.0), (y + 1, y, 0.0), (y[:1], y[:1], 1.0):
        expect(assert_unchanged(student.accuracy, predicted, right), "share").equals(want)
