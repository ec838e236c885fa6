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

KINDS = "minimum", "maximum", "saddle", "degenerate"

# Hessians whose kind is known. They are measured in random units and with random directions of
# their axes before a student sees them (`disguised`), which changes no sign of an eigenvalue.
POSITIVE = np.array([[3.0, 1.0, -1.0], [1.0, 2.0, 1.0], [-1.0, 1.0, 4.0]])
POSITIVE_2 = np.array([[2.0, -1.0], [-1.0, 1.0]])
POSITIVE_4 = np.array([[9.0, 2, -1, 3], [2, 5, 1, -2], [-1, 1, 7, 1], [3, -2, 1, 6]])
MIXED = np.array([[1.0, 4.0, 1.0], [4.0, 2.0, 1.0], [1.0, 1.0, 3.0]])  # with a positive diagonal
MIXED_2 = np.array([[1.0, 3.0], [3.0, 2.0]])
TWO_FALL = np.array([[1.0, 3.0, 0.0], [3.0, 1.0, 0.0], [0.0, 0.0, -1.0]])  # determinant 8
FLAT = np.array([[2.0, 1.0, 1.0], [1.0, 1.0, 0.0], [1.0, 0.0, 1.0]])  # eigenvalues 3, 1 and 0
FLATTER = np.outer([1.0, 2.0, -1.0], [1.0, 2.0, -1.0])  # eigenvalues 6, 0 and 0
MIXED_FLAT = FLATTER - np.outer([1.0, -1.0, -1.0], [1.0, -1.0, -1.0])  # 6, -3 and 0


def disguised(draw, hessian):
    """The same surface in other units, with its axes in another order and direction."""
    n = len(hessian)
    order, signs = draw.permutation(n), 1.0 - 2.0 * draw.integers(0, 2, n)
    return float(draw.uniform(0.7, 1.4)) * (signs[:, np.newaxis] * hessian * signs)[order][:, order]


# Rosenbrock's valley


@number("2.1")
@weight(3)
def test_rosenbrock_matches_scipy(student, oracle, draw):
    """`rosenbrock` is the sum over all neighbours, for two coordinates and for more."""
    for n in 2, 5:
        x = draw.normal(n)
        expect(student.rosenbrock(x), "value").equals(oracle.rosenbrock(x))


def slopes(student, x):
    """The derivatives of the student's own function: exact for a polynomial of degree 4."""
    step = 2.0**-6  # then what rounding adds is below 1e-10, and for other smooth functions as well
    n = len(x)
    moved = x + step * np.multiply.outer([1.0, -1.0, 2.0, -2.0], np.eye(n))
    values = student.rosenbrock.batch((x,), 0, moved.reshape(4 * n, n))
    expect(values, "values").equals(np.zeros(4 * n), tolerance=np.inf)  # finite numbers, whichever
    near, near_behind, far, far_behind = np.reshape(values, (4, n))
    return (8.0 * (near - near_behind) - (far - far_behind)) / (12.0 * step)


@number("2.2")
@weight(3)
def test_rosenbrock_gradient_is_the_derivative_of_rosenbrock(student, draw):
    """`rosenbrock_gradient` is the derivative of your own `rosenbrock`, by finite differences."""
    x = draw.uniform(0.5, 1.5, 4)
    want = slopes(student, x)
    elsewhere = slopes(student, x + np.array([0.0, 0.5, 0.0, 0.0]))
    # A right derivation of a wrong function earns these points, but not one of no function at all.
    depends = np.isfinite(want).all() and want.all()
    assert depends, "rosenbrock does not depend on every coordinate"
    tied = abs(elsewhere[0] - want[0]) > 1e-6 * abs(want[0])
    assert tied, "rosenbrock does not tie x[1] to x[0]: there is no valley whose gradient to take"
    expect(student.rosenbrock_gradient(x), "gradient").equals(want, tolerance=LARGE_OFFSET)


@number("2.3")
@weight(3)
def test_rosenbrock_gradient_matches_scipy(student, oracle, draw):
    """`rosenbrock_gradient` adds what each term of the sum contributes."""
    for n in 2, 5:
        x = draw.normal(n)
        want = oracle.rosenbrock_gradient(x)
        expect(student.rosenbrock_gradient(x), "gradient").equals(want)
    # At the minimum a difference quotient shows: it is off by h^2 times the third derivative, 2400.
    want = oracle.rosenbrock_gradient(np.ones(3))
    expect(student.rosenbrock_gradient(np.ones(3)), "gradient at (1, 1, 1)").equals(want)


@number("2.4")
@weight(1)
@after("test_rosenbrock_matches_scipy", "test_rosenbrock_gradient_matches_scipy")
def test_rosenbrock_takes_integers_float32_and_strided_arrays(student, oracle, draw):
    """A point may hold float32 or integers, also of 8 bits, or be every other element."""
    whole = draw.integers(12, 20, 5)  # their squares do not fit into 8 bits
    for x in whole, whole.astype(np.int8), draw.normal(10)[::2]:
        expect(student.rosenbrock(x), "value").equals(oracle.rosenbrock(x))
        want = oracle.rosenbrock_gradient(x)
        expect(student.rosenbrock_gradient(x), "gradient").equals(want)
    x = draw.normal(5).astype(np.float32)
    expect(student.rosenbrock(x), "value").equals(oracle.rosenbrock(x), tolerance=FLOAT32_INPUT)
    want = oracle.rosenbrock_gradient(x)
    expect(student.rosenbrock_gradient(x), "gradient").equals(want, tolerance=FLOAT32_INPUT)


@number("2.5")
@weight(1)
@after("test_rosenbrock_matches_scipy", "test_rosenbrock_gradient_matches_scipy")
def test_rosenbrock_leaves_x_unchanged_and_remembers_nothing(student, oracle, draw):
    """`rosenbrock` and `rosenbrock_gradient` leave x as it was, and remember nothing."""
    for _ in range(3):
        x = draw.normal(4)
        value = assert_unchanged(student.rosenbrock, x)
        expect(value, "value").equals(oracle.rosenbrock(x))
        gradient = assert_unchanged(student.rosenbrock_gradient, x)
        expect(gradient, "gradient").equals(oracle.rosenbrock_gradient(x))


# The largest stable rate


@number("3.1")
@weight(3)
def test_max_stable_lr_goes_by_the_largest_eigenvalue(student, oracle, draw):
    """`max_stable_lr` is 2 / lambda_max."""
    for hessian in disguised(draw, POSITIVE), disguised(draw, POSITIVE_4):
        expect(student.max_stable_lr(hessian), "lr").equals(oracle.max_stable_lr(hessian))


@number("3.2")
@weight(2)
@after("test_max_stable_lr_goes_by_the_largest_eigenvalue")
def test_max_stable_lr_of_one_variable_and_with_flat_directions(student, oracle, draw):
    """A Hessian may be (1, 1), some of its eigenvalues may be 0, or all of them very small."""
    one, tiny = draw.uniform(2.0, 9.0, 1, 1), 1e-6 * disguised(draw, POSITIVE)
    # Steepest along (1, -1), which an iteration from (1, 1) never finds: powers of 2 are exact.
    narrow = 2.0 ** int(draw.integers(0, 4)) * np.array([[2.0, -1.0], [-1.0, 2.0]])
    for hessian in one, disguised(draw, FLATTER), tiny, narrow:
        expect(student.max_stable_lr(hessian), "lr").equals(oracle.max_stable_lr(hessian))


@number("3.3")
@weight(1)
@after("test_max_stable_lr_goes_by_the_largest_eigenvalue")
def test_max_stable_lr_takes_integers_and_leaves_the_hessian_unchanged(student, oracle, draw):
    """The Hessian may hold integers or float32, and stays as it was."""
    hessian = draw.integers(1, 6) * POSITIVE_4.astype(np.int64)
    lr = assert_unchanged(student.max_stable_lr, hessian)
    expect(lr, "lr").equals(oracle.max_stable_lr(hessian))
    lr = assert_unchanged(student.max_stable_lr, disguised(draw, POSITIVE))
    hessian = disguised(draw, POSITIVE_4).astype(np.float32)
    lr = student.max_stable_lr(hessian)
    expect(lr, "lr").equals(oracle.max_stable_lr(hessian), tolerance=FLOAT32_INPUT)


# Critical points


def said(kind):
    """What a student's function answered, where it is one of the four words."""
    known = isinstance(kind, str) and kind in KINDS
    return f'"{kind}"' if known else "none of the four words"


def expect_kind(student, hessian, want, what, *, is_rounded=False):
    """The student's function calls this Hessian `want`; `what` describes it."""
    got = student.classify_critical_point(hessian)
    right = isinstance(got, str) and got == want
    # What a rounded zero is taken for depends on the machine, and a sentence should not.
    told = "" if is_rounded else f"got {said(got)}, "
    assert right, f'{what}: {told}want "{want}"'


@number("4.1")
@weight(2)
def test_minima_and_maxima_are_told_apart(student, draw):
    """All eigenvalues positive is a "minimum", all negative a "maximum"."""
    for hessian in POSITIVE_2, POSITIVE, POSITIVE_4:
        n = len(hessian)
        expect_kind(student, disguised(draw, hessian), "minimum", f"{n} positive eigenvalues")
        expect_kind(student, disguised(draw, -hessian), "maximum", f"{n} negative eigenvalues")


@number("4.2")
@weight(2)
@after("test_minima_and_maxima_are_told_apart")
def test_eigenvalues_of_both_signs_are_a_saddle(student, draw):
    """Eigenvalues of both signs are a "saddle", whatever the diagonal and the determinant say."""
    for hessian, what in (
        (TWO_FALL, "one positive and two negative eigenvalues"),
        (-TWO_FALL, "one negative and two positive eigenvalues"),
        (MIXED_2, "one eigenvalue of each sign, the diagonal positive"),
        (MIXED, "eigenvalues of both signs, the diagonal positive"),
    ):
        expect_kind(student, disguised(draw, hessian), "saddle", what)


@number("4.3")
@weight(2)
@after("test_minima_and_maxima_are_told_apart")
def test_a_zero_eigenvalue_leaves_it_open(student, draw):
    """A zero eigenvalue, the others of one sign, is "degenerate"; so is a Hessian of zeros."""
    exact, rounded = disguised(draw, np.diag([2.0, 1.0, 0.0])), disguised(draw, FLAT)
    expect_kind(student, exact, "degenerate", "diagonal elements of which one is 0")
    for hessian, what in (
        (rounded, "two positive eigenvalues and a zero"),
        (-rounded, "two negative eigenvalues and a zero"),
        (disguised(draw, FLATTER), "a positive eigenvalue and two zeros"),
        (np.zeros((2, 2)), "a Hessian of zeros"),
    ):
        expect_kind(student, hessian, "degenerate", what, is_rounded=True)


@number("4.4")
@weight(1)
@after("test_eigenvalues_of_both_signs_are_a_saddle")
def test_a_saddle_may_have_a_flat_direction(student, draw):
    """With a positive and a negative eigenvalue it is a "saddle", though another is zero."""
    for hessian in MIXED_FLAT, -MIXED_FLAT:
        what = "a positive eigenvalue, a negative one and a zero"
        expect_kind(student, disguised(draw, hessian), "saddle", what)


@number("4.5")
@weight(1)
@after("test_minima_and_maxima_are_told_apart")
def test_the_kind_does_not_depend_on_the_units(student, draw):
    """The kind stays when the Hessian is scaled by 1e-12 or 1e9, or holds integers or float32."""
    small, large = 1e-12 * disguised(draw, POSITIVE), 1e9 * disguised(draw, FLAT)
    expect_kind(student, small, "minimum", "all eigenvalues positive, of about 1e-12")
    what = "two eigenvalues of about 1e9 and a zero"
    expect_kind(student, large, "degenerate", what, is_rounded=True)
    for ratio, want in (1.5e-9, "minimum"), (0.4e-9, "degenerate"):
        hessian = disguised(draw, np.diag([1.0, ratio]))
        expect_kind(student, hessian, want, f"the smaller eigenvalue {ratio} times the larger")
    whole = -draw.integers(1, 6) * POSITIVE_4.astype(np.int64)
    expect_kind(student, whole, "maximum", "integers, all eigenvalues negative")
    coarse = disguised(draw, MIXED).astype(np.float32)
    expect_kind(student, coarse, "saddle", "float32, eigenvalues of both signs")


@number("4.6")
@weight(1)
@after("test_minima_and_maxima_are_told_apart")
def test_classifying_one_variable_and_leaving_the_hessian_unchanged(student, draw):
    """A Hessian may be (1, 1), and stays as it was."""
    curvature = draw.uniform(0.5, 2.0, 1, 1)
    expect_kind(student, curvature, "minimum", "one positive number")
    expect_kind(student, -curvature, "maximum", "one negative number")
    expect_kind(student, 0.0 * curvature, "degenerate", "one zero")
    assert_unchanged(student.classify_critical_point, disguised(draw, POSITIVE))
