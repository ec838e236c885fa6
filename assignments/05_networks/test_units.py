import numpy as np

from autograder import after, assert_unchanged, expect, number, weight

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def require_form(value, name, shape):
    """Numbers of this shape; weights that somebody chose may be integers, but not truth values."""
    assert not isinstance(value, (bool, np.bool_)), f"{name} is True or False, want a number"
    whole = isinstance(value, np.ndarray) and value.dtype.kind in "iu"
    as_floats = value.astype(np.float64) if whole else value
    expect(as_floats, name).equals(np.zeros(shape), tolerance=np.inf)


def require_table(z, table, gate):
    """At every corner a unit with the weighted sums z (bias included) fires where it should."""
    for corner, total, want in zip(CORNERS.astype(int), z, table, strict=True):
        where = f"{gate} of {corner[0]} and {corner[1]} is {want}"
        assert not (want and total == 0), f"{where}, but the sum is exactly 0: 0 is not above 0"
        assert (total > 0) == want, f"{where}, but the unit {'is silent' if want else 'fires'}"


# Threshold units


@number("1.1")
@weight(2)
def test_threshold_unit_fires_above_its_threshold(student, oracle, draw):
    """`threshold_unit` gives 1 where x @ w + b is positive, and 0 elsewhere."""
    b = float(draw.uniform(0.3, 0.6))
    for bias in b, -b:
        x, w = draw.normal(30, 3), draw.normal(3)
        want = oracle.threshold_unit(x, w, bias)
        expect(student.threshold_unit(x, w, bias), "out").equals(want)


@number("1.2")
@weight(1)
@after("test_threshold_unit_fires_above_its_threshold")
def test_threshold_unit_is_silent_at_exactly_zero(student, oracle, draw):
    """At exactly 0 the unit does not fire; inputs may be integers, and stay as they were."""
    x, w = draw.integers(-3, 4, 8, 3), np.array([1.0, -2.0, 3.0])
    b = -float(x[0] @ w)  # so the sum is 0 for the first sample, exactly
    out = assert_unchanged(student.threshold_unit, x, w, b)
    expect(out, "out").equals(oracle.threshold_unit(x, w, b))


@number("1.3")
@weight(2)
def test_and_weights(student):
    """One unit with `and_weights` fires when both inputs are 1."""
    w, b = student.and_weights()
    require_form(w, "w", (2,))
    require_form(b, "b", ())
    require_table(CORNERS @ w + b, (0, 0, 0, 1), "AND")


@number("1.4")
@weight(2)
def test_or_weights(student):
    """One unit with `or_weights` fires when any input is 1."""
    w, b = student.or_weights()
    require_form(w, "w", (2,))
    require_form(b, "b", ())
    require_table(CORNERS @ w + b, (0, 1, 1, 1), "OR")


@number("1.5")
@weight(3)
def test_xor_weights(student):
    """Two layers with `xor_weights` fire when exactly one input is 1."""
    w1, b1, w2, b2 = student.xor_weights()
    for value, name, shape in (
        (w1, "w1", (2, 2)),
        (b1, "b1", (2,)),
        (w2, "w2", (2,)),
        (b2, "b2", ()),
    ):
        require_form(value, name, shape)
    hidden = np.where(CORNERS @ w1 + b1 > 0, 1.0, 0.0)
    require_table(hidden @ w2 + b2, (0, 1, 1, 0), "XOR")


# What enough units can do


@number("3.1")
@weight(3)
def test_relu_bump_is_a_triangle(student, oracle, draw):
    """`relu_bump` rises from left to the middle, falls from there to right, and is 0 elsewhere."""
    for width in 3.0, 0.4:
        left, height = float(draw.uniform(0.5, 1.0)), float(draw.uniform(1.5, 2.0))
        right = left + width * float(draw.uniform(0.9, 1.1))
        corners = [left - 50.0, left, (left + right) / 2, right, right + 50.0]
        for x in draw.uniform(left - 1.0, right + 1.0, 5, 8), np.array(corners):
            want = oracle.relu_bump(x, left, right, height)
            expect(student.relu_bump(x, left, right, height), "y").equals(want)


@number("3.2")
@weight(2)
@after("test_relu_bump_is_a_triangle")
def test_relu_bump_takes_a_negative_height_and_integers(student, oracle, draw):
    """The height may be negative, x may hold integers, and stays as it was."""
    whole, height = draw.permutation(9) - 4, -float(draw.uniform(1.5, 2.0))
    y = assert_unchanged(student.relu_bump, whole, -3, 2, height)
    expect(y, "y").equals(oracle.relu_bump(whole, -3, 2, height))


# Dead units


@number("6.1")
@weight(3)
def test_dead_units_never_fire(student, oracle, draw):
    """`dead_units` is True for the units that are 0 for every sample of the batch."""
    h = draw.uniform(0.0, 1.0, 6, 7) * draw.integers(0, 2, 6, 7)
    order = draw.permutation(7)
    h[:, order[:3]] = 0.0  # dead
    h[:, order[3]] = 0.0  # fires, but only once
    h[draw.integers(0, 6), order[3]] = 1e-9
    h[0, order[4]], h[1:, order[4]] = 0.0, 1.0  # fires, but not always
    h[:, order[5]] = 0.5  # fires always
    h[0, order[6]], h[2, order[6]] = 2.0, 0.0  # fires for the first sample, but not always
    mask = student.dead_units(h)
    expect(mask, "mask").equals(oracle.dead_units(h))
    assert mask.dtype == bool, "mask holds numbers, no True and False: h[:, mask] would fail"


@number("6.2")
@weight(1)
@after("test_dead_units_never_fire")
def test_dead_units_of_one_sample_and_of_integers(student, oracle, draw):
    """A batch may be of one sample, or of integers; h stays as it was."""
    for h in draw.permutation(5)[None, :] // 2, draw.integers(0, 2, 2, 3), np.zeros((4, 3)):
        mask = assert_unchanged(student.dead_units, h)
        expect(mask, "mask").equals(oracle.dead_units(h))
