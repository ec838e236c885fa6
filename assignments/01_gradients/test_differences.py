import numpy as np

from autograder import after, assert_unchanged, expect, number, weight

QUOTIENT = 1e-8
"""What a central difference with h = 1e-5 may be off, relative to the largest derivative: both
truncation (h^2 / 6 times the third derivative) and rounding (2^-53 times the value, over h) stay
below 1e-9; a one-sided difference is off by h / 2 times the second derivative, more than 1e-6."""

HALF_ORDER = 3.5
"""Half the step must reduce the error at least so many times: 4 for O(h^2), 2 for O(h)."""

MANY_CALLS = 10_000  # the largest question here takes 48


class Recorded:
    """A function of ours that remembers where it was asked; `shape` is that of its argument."""

    def __init__(self, function, shape=()):
        self.function = function
        self.shape = shape
        self.asked = []

    def __call__(self, point):
        """The function at a point of the right shape."""
        if len(self.asked) == MANY_CALLS:
            raise RuntimeError(f"the function was called more than {MANY_CALLS} times")
        if np.iscomplexobj(point):
            raise TypeError("the function takes real numbers")
        if np.shape(point) != self.shape:
            raise ValueError(f"the function takes shape {self.shape}: got {np.shape(point)}")
        self.asked.append(np.array(point, dtype=float))
        return self.function(np.asarray(point, dtype=float))  # the point itself, if it is float64

    def steps(self, x):
        """How far each call was from x, one row a call."""
        return np.array(self.asked).reshape(len(self.asked), -1) - np.ravel(x)


def count(x):
    """1, 2, ... in the shape of x: no two elements play the same part."""
    return np.arange(1.0, np.size(x) + 1).reshape(np.shape(x))


# The oracle knows all these functions by their names.
CURVES = {
    "cubic": lambda x: x**3 - 2 * x,
    "sine": np.sin,
    "exponential": np.exp,
}
FIELDS = {
    "waves": lambda x: float(np.sum(count(x) * np.sin(x)) + np.sum(x) ** 2 / 4),
    "bowl": lambda x: float(np.sum(count(x) * np.square(x)) / 2),
}
MAPS = {
    "polar": lambda x: np.array([x[0] * np.cos(x[1]), x[0] * np.sin(x[1]), x[0] ** 2]),
    "mixed": lambda x: np.array([x[0] * x[1] + x[3] ** 2, np.sin(x[2]) * x[3], np.exp(x[1])]),
    "height": lambda x: np.array([np.sin(x[0]) * x[1] + x[2] ** 2]),
    "curve": lambda x: np.array([np.sin(x[0]), np.cos(x[0]), x[0] ** 2, x[0]]),
}


def d_waves(x):
    """The gradient of waves."""
    return count(x) * np.cos(x) + np.sum(x) / 2


def d_bowl(x):
    """The gradient of bowl."""
    return count(x) * x


def assert_step(f, x, h):
    """The points that f was asked at are about h away from x, in a stencil of any kind."""
    assert f.asked, "f was never called"
    reach = np.max(np.abs(f.steps(x)))
    assert reach > h / 5, "f was only asked much nearer to x than h"
    assert reach < 5 * h, "f was asked much further away from x than h"


def assert_second_order(function, name, f, x, want):
    """The error falls with the square of the step that was given."""
    errors = []
    for h in 0.1, 0.05:
        recorded = Recorded(f, np.shape(x))
        got = function(recorded, x, h)
        assert_step(recorded, x, h)
        steps = recorded.steps(x)
        expect(got, name).equals(want, tolerance=np.inf)  # finite, and of the right shape
        errors.append(np.max(np.abs(got - want)))
    at_default, at_1e_5 = Recorded(f, np.shape(x)), Recorded(f, np.shape(x))
    function(at_default, x)
    function(at_1e_5, x, 1e-5)
    is_default = np.array_equal(at_default.asked, at_1e_5.asked)
    assert is_default, "without h, f is asked elsewhere than with h = 1e-5, which is the default"
    falls = errors[0] / max(errors[1], 1e-300)
    if falls < HALF_ORDER and errors[1] > 1e-9:
        one_sided = (steps >= 0).all() or (steps <= 0).all()
        why = ": f was asked on one side of x only" if one_sided else ""
        left = f"leaves 1/{falls:.0f} of it" if falls > 1.5 else "does not help"
        raise AssertionError(f"half the step should leave 1/4 of the error, and {left}{why}")


# Numerical derivative


@number("1.1")
@weight(3)
def test_numerical_derivative_is_close_to_the_derivative(student, oracle, draw):
    """`numerical_derivative` is right to eight digits, with the default h."""
    x = float(draw.uniform(0.5, 1.5))
    for name, at in ("cubic", x), ("cubic", -x / 3), ("sine", x), ("exponential", x):
        f = Recorded(CURVES[name])
        got = student.numerical_derivative(f, at)
        assert_step(f, at, 1e-5)
        expect(got, "derivative").equals(oracle.derivative(name, at), tolerance=QUOTIENT)


@number("1.2")
@weight(4)
def test_numerical_derivative_is_of_second_order(student, oracle, draw):
    """Half the step h, a quarter of the error: h is used, and on both sides of x."""
    x = float(draw.uniform(0.5, 1.5))
    want = oracle.derivative("exponential", x)
    assert_second_order(student.numerical_derivative, "derivative", np.exp, x, want)


@number("1.3")
@weight(2)
@after("test_numerical_derivative_is_close_to_the_derivative")
def test_numerical_derivative_takes_integers_float32_and_zero(student, oracle, draw):
    """`x` may be 0, an integer or a float32; the step is taken in float64."""
    for x in 0.0, int(draw.integers(1, 4)), np.float32(draw.uniform(0.5, 1.5)):
        got = student.numerical_derivative(Recorded(np.exp), x)
        want = oracle.derivative("exponential", float(x))
        expect(got, "derivative").equals(want, tolerance=QUOTIENT)


# Numerical gradient


def assert_each_moved_alone(f, x):
    """The points that f was asked at are x, with one element moved."""
    assert f.asked, "f was never called"
    moved = np.abs(f.steps(x)) > 1e-13  # more than rounding
    for i in range(moved.shape[1]):
        assert moved[:, i].any(), f"element {i} of x was never moved"
    assert (moved.sum(axis=1) <= 1).all(), "f was asked with more than one element of x moved"


def compare_gradient(student, oracle, name, x):
    """The gradient of the field of this name, by central differences."""
    f = Recorded(FIELDS[name], np.shape(x))
    got = student.numerical_gradient(f, x)
    expect(got, "gradient").equals(oracle.gradient(name, x), tolerance=QUOTIENT)


@number("11.1")
@weight(3)
def test_numerical_gradient_is_close_to_the_gradient(student, oracle, draw):
    """`numerical_gradient` has all partial derivatives, each element of x moved alone."""
    x = draw.uniform(0.5, 1.2, 5)
    f = Recorded(FIELDS["waves"], x.shape)
    got = student.numerical_gradient(f, x)
    assert_each_moved_alone(f, x)
    assert_step(f, x, 1e-5)
    expect(got, "gradient").equals(oracle.gradient("waves", x), tolerance=QUOTIENT)


@number("11.2")
@weight(3)
@after("test_numerical_gradient_is_close_to_the_gradient")
def test_numerical_gradient_takes_any_shape(student, oracle, draw):
    """`x` may have any number of axes, none among them, and elements that are 0."""
    flat = draw.normal(4)
    flat[1] = 0.0
    for x in flat, draw.normal(3, 2), draw.normal(2, 3, 4), draw.normal(1), draw.normal():
        compare_gradient(student, oracle, "waves", x)


@number("11.3")
@weight(3)
def test_numerical_gradient_is_of_second_order(student, oracle, draw):
    """Half the step h, a quarter of the error, in every element."""
    x = draw.uniform(0.5, 1.2, 3)
    want = oracle.gradient("waves", x)
    assert_second_order(student.numerical_gradient, "gradient", FIELDS["waves"], x, want)


@number("11.4")
@weight(2)
@after("test_numerical_gradient_is_close_to_the_gradient")
def test_numerical_gradient_leaves_x_unchanged(student, draw):
    """`x` is the same afterwards, to the last bit."""
    for x in draw.normal(5), draw.normal(3, 2).T:
        assert_unchanged(student.numerical_gradient, Recorded(FIELDS["waves"], x.shape), x)


@number("11.5")
@weight(3)
@after("test_numerical_gradient_is_close_to_the_gradient")
def test_numerical_gradient_takes_integers_float32_and_any_layout(student, oracle, draw):
    """`x` may hold integers or float32, be transposed, or a part of another array."""
    compare_gradient(student, oracle, "waves", draw.integers(-3, 4, 5))
    compare_gradient(student, oracle, "waves", draw.normal(5).astype(np.float32))
    compare_gradient(student, oracle, "waves", draw.normal(3, 2).T)
    compare_gradient(student, oracle, "waves", draw.normal(2, 6)[:, ::2])


@number("11.6")
@weight(2)
@after("test_numerical_gradient_is_close_to_the_gradient")
def test_numerical_gradient_gives_f_an_array_of_its_own(student, oracle, draw):
    """`f` may change the array that it is given: x, and the next call, do not notice."""

    def f(x):
        x *= 2
        return FIELDS["waves"](x)

    x = draw.normal(2, 3)
    got = assert_unchanged(student.numerical_gradient, Recorded(f, x.shape), x)
    expect(got, "gradient").equals(oracle.gradient("waves of 2 x", x), tolerance=QUOTIENT)


# Numerical Jacobian


def compare_jacobian(student, oracle, name, x):
    """The Jacobian of the map of this name, by central differences; x stays as it is."""
    f = Recorded(MAPS[name], x.shape)
    got = assert_unchanged(student.numerical_jacobian, f, x)
    assert_step(f, x, 1e-5)
    expect(got, "jacobian").equals(oracle.jacobian(name, x), tolerance=QUOTIENT)


@number("12.1")
@weight(3)
def test_numerical_jacobian_is_close_to_the_jacobian(student, oracle, draw):
    """`numerical_jacobian` has a row for each output and a column for each input."""
    compare_jacobian(student, oracle, "mixed", draw.uniform(0.5, 1.5, 4))
    compare_jacobian(student, oracle, "polar", draw.uniform(0.5, 1.5, 2))


@number("12.2")
@weight(2)
@after("test_numerical_jacobian_is_close_to_the_jacobian")
def test_numerical_jacobian_keeps_both_axes(student, oracle, draw):
    """One output gives one row, one input gives one column."""
    compare_jacobian(student, oracle, "height", draw.normal(3))
    compare_jacobian(student, oracle, "curve", draw.normal(1))


@number("12.3")
@weight(2)
def test_numerical_jacobian_is_of_second_order(student, oracle, draw):
    """Half the step h, a quarter of the error, in every element."""
    x = draw.uniform(0.5, 1.5, 2)
    want = oracle.jacobian("polar", x)
    assert_second_order(student.numerical_jacobian, "jacobian", MAPS["polar"], x, want)


@number("12.4")
@weight(2)
@after("test_numerical_jacobian_is_close_to_the_jacobian")
def test_numerical_jacobian_takes_integers_float32_and_any_layout(student, oracle, draw):
    """`x` may hold integers or float32, or be a part of another array."""
    compare_jacobian(student, oracle, "mixed", draw.integers(1, 4, 4))
    compare_jacobian(student, oracle, "mixed", draw.uniform(0.5, 1.5, 4).astype(np.float32))
    compare_jacobian(student, oracle, "mixed", draw.uniform(0.5, 1.5, 8)[::2])


@number("12.5")
@weight(2)
@after("test_numerical_jacobian_is_close_to_the_jacobian")
def test_numerical_jacobian_of_a_function_that_returns_its_argument(student, draw):
    """`f` may return the very array that it is given, changed or not."""

    def doubled(x):
        x *= 2
        return x

    x = draw.normal(3)
    for f, factor in (lambda x: x, 1.0), (doubled, 2.0):
        got = assert_unchanged(student.numerical_jacobian, Recorded(f, x.shape), x)
        expect(got, "jacobian").equals(factor * np.eye(3), tolerance=QUOTIENT)


# Gradient check


class Trial:
    """One function and its right gradient, before the student's `gradient_check`."""

    def __init__(self, student, f, df, x, *, rtol=1e-4, atol=1e-6):
        self.student, self.f, self.df, self.x = student, f, df, x
        self.tolerances = {"rtol": rtol, "atol": atol}

    def accepts(self, change=lambda gradient: gradient):
        """Whether the right gradient with this change is said to be right; a bool or bust."""
        self.recorded = Recorded(self.f, np.shape(self.x))
        said = assert_unchanged(
            self.student.gradient_check,
            self.recorded,
            lambda x: change(self.df(x)),
            self.x,
            **self.tolerances,
        )
        is_numpy = isinstance(said, (np.ndarray, np.generic))
        is_bool = type(said) is bool or (is_numpy and said.shape == () and said.dtype.kind == "b")
        got = "an array" if is_numpy and said.ndim else "something else"
        assert is_bool, f"gradient_check should return True or False: got {got}"
        return bool(said)

    def accept(self, what="the right gradient"):
        """The right gradient must be said to be right."""
        assert self.accepts(), f"{what} is not accepted"

    def reject(self, what, change):
        """The gradient with this change must be said to be wrong."""
        if self.accepts(change):
            assert self.recorded.asked, f"{what} is accepted: f was never called"
            raise AssertionError(f"{what} is accepted")


@number("13.1")
@weight(2)
def test_gradient_check_tells_a_right_gradient_from_a_multiple(student, draw):
    """It accepts a right gradient, and rejects a multiple of it."""
    trial = Trial(student, FIELDS["waves"], d_waves, draw.uniform(0.5, 1.2, 4))
    multiples = {"twice as large": 2.0, "half as large": 0.5, "1 percent too large": 1.01}
    if not trial.accepts():
        wrong = [what for what, by in multiples.items() if trial.accepts(lambda g, by=by: by * g)]
        but = f", but one that is {' or '.join(wrong)} is" if wrong else ""
        raise AssertionError(f"the right gradient is not accepted{but}")
    for what, by in multiples.items():
        trial.reject(f"a gradient that is {what}", lambda g, by=by: by * g)


@number("13.2")
@weight(2)
def test_gradient_check_sees_a_wrong_sign_and_zeros(student, draw):
    """It rejects a gradient of the opposite sign, one of zeros, and one of NaN."""
    trial = Trial(student, FIELDS["waves"], d_waves, draw.uniform(0.5, 1.2, 4))
    trial.accept()
    trial.reject("a gradient of NaN", lambda g: np.nan * g)
    trial.reject("a gradient of the opposite sign", lambda g: -g)
    trial.reject("a gradient of zeros", lambda g: 0 * g)
    flat = Trial(student, FIELDS["bowl"], d_bowl, np.zeros(3))
    flat.reject("a gradient of NaN where 0 is right", lambda g: g + np.nan)
    nowhere = Trial(student, lambda x: np.nan, lambda x: np.nan * x, draw.normal(3))
    nowhere.reject("a gradient of NaN of a function that is NaN", lambda g: g)


@number("13.3")
@weight(3)
def test_gradient_check_looks_at_every_element(student, draw):
    """It rejects a gradient that is wrong in one element alone, wherever that is."""
    x = draw.uniform(0.5, 1.2, 2, 3)
    trial = Trial(student, FIELDS["waves"], d_waves, x)
    trial.accept()
    for i in range(x.size):
        bad = np.where(np.arange(x.size) == i, 0.1, 0.0).reshape(x.shape)
        trial.reject(f"a gradient with too large an element {i}", lambda g, bad=bad: g + bad)
        trial.reject(f"a gradient with too small an element {i}", lambda g, bad=bad: g - bad)
        trial.reject(
            f"a gradient with NaN as element {i}", lambda g, bad=bad: np.where(bad, np.nan, g)
        )
    trial.reject(
        "a gradient in which two mistakes add up to 0",
        lambda g: g + np.array([[0.1, 0.0, 0.0], [0.0, -0.1, 0.0]]),
    )


@number("13.4")
@weight(2)
def test_gradient_check_looks_at_order_and_shape(student, draw):
    """It rejects a gradient with its elements in another order, or of another shape."""
    trial = Trial(student, FIELDS["waves"], d_waves, draw.uniform(0.5, 1.2, 3, 3))
    trial.accept()
    trial.reject("the transpose of a square gradient", lambda g: g.T)
    trial.reject("a gradient in reverse order", lambda g: g[::-1, ::-1])
    trial = Trial(student, np.sum, np.ones_like, draw.normal(2, 3))
    trial.accept("a gradient of ones, which is right for a sum,")
    trial.reject("the transpose of a gradient", lambda g: g.T)
    trial.reject("a flat gradient of an x with two axes", np.ravel)
    trial.reject("a gradient with one row of two", lambda g: g[0])
    trial.reject("a gradient with one row of two, as an array with one row", lambda g: g[:1])
    trial.reject("a gradient with one column of three", lambda g: g[:, :1])
    trial.reject("a single number as the gradient", lambda g: float(g[0, 0]))


@number("13.5")
@weight(3)
def test_gradient_check_works_at_any_scale(student, draw):
    """Functions that are huge, tiny, or steep along one axis and flat along another."""
    x = draw.upstream(3)
    for scale, which in (1e9, "huge"), (1e-9, "tiny"):
        trial = Trial(
            student,
            lambda x, scale=scale: scale * FIELDS["bowl"](x),
            lambda x, scale=scale: scale * d_bowl(x),
            x,
            atol=1e-6 * scale,
        )
        trial.accept(f"the right gradient of a {which} function")
        trial.reject(f"a wrong gradient of a {which} function", lambda g: 1.5 * g)
    steep = np.array([1e3, 1.0, 1e-3])
    f, df = lambda x: np.sum(steep * x**2) / 2, lambda x: steep * x
    trial = Trial(student, f, df, x, rtol=1e-3, atol=1e-6)
    trial.accept("the right gradient of a function that is steep along one axis")
    trial.reject("a wrong small element beside a large one", lambda g: g * [1, 1, 2])


@number("13.6")
@weight(2)
def test_gradient_check_goes_by_its_tolerances(student, draw):
    """`rtol` is relative to each element, atol is absolute, and each counts on its own."""
    x = draw.uniform(0.5, 1.2, 4)
    small = np.array([1e-3, -1e-3, 1e-3, -1e-3])
    for rtol, atol, fine in (0.1, 0.0, True), (6e-3, 1e-9, False), (0.0, 0.5, True):
        trial = Trial(student, FIELDS["waves"], d_waves, x, rtol=rtol, atol=atol)
        off, said = trial.accepts(lambda g: 1.01 * g), "accepted" if not fine else "rejected"
        assert off is fine, f"a gradient off by 1 percent is {said}: rtol={rtol}, atol={atol}"
    for rtol, atol, fine in (0.0, 1e-2, True), (1e-6, 1e-5, False):
        trial = Trial(student, FIELDS["waves"], d_waves, x, rtol=rtol, atol=atol)
        off, said = trial.accepts(lambda g: g + small), "accepted" if not fine else "rejected"
        assert off is fine, f"a gradient off by 0.001 is {said}: rtol={rtol}, atol={atol}"
    trial = Trial(student, FIELDS["waves"], d_waves, x, rtol=0.0, atol=1e-2)
    off = trial.accepts(lambda g: g + np.array([0, 0.03, 0, 0]))
    assert not off, "a gradient with one element of four off by 0.03 is accepted: atol=0.01"


@number("13.7")
@weight(2)
def test_gradient_check_is_precise(student, draw):
    """It has the precision of central differences, and works where the gradient is 0."""
    bowl = FIELDS["bowl"], d_bowl
    valley = lambda x: np.sum(np.exp(10 * x) / 10 - x), lambda x: np.exp(10 * x) - 1
    for where, (f, df) in ("a minimum", bowl), ("a minimum with unequal sides", valley):
        trial = Trial(student, f, df, np.zeros(3))
        trial.accept(f"a gradient of 0 at {where}")
        trial.reject(f"a gradient of ones at {where}", lambda g: g + 1)
    x = draw.uniform(0.5, 1.2, 4)
    trial = Trial(student, FIELDS["waves"], d_waves, x, rtol=1e-7, atol=1e-7)
    trial.accept("the right gradient, with rtol=1e-7 and atol=1e-7,")
    trial.reject("a gradient that is off by 1e-5", lambda g: g + 1e-5)


@number("13.8")
@weight(1)
@after("test_gradient_check_tells_a_right_gradient_from_a_multiple")
def test_gradient_check_takes_any_x(student, draw):
    """`x` may have any number of axes, hold integers or float32, and is unchanged afterwards."""
    for x, what in (
        (draw.normal(2, 3, 2), "with three axes"),
        (draw.normal(3, 2).T, "that is transposed"),
        (draw.normal(), "without axes"),
        (draw.integers(-3, 4, 4), "of integers"),
        (draw.normal(4).astype(np.float32), "of float32"),
    ):
        trial = Trial(student, FIELDS["waves"], d_waves, x)
        trial.accept(f"the right gradient at an x {what}")
        trial.reject("a gradient that is off by 1", lambda g: g + 1)
