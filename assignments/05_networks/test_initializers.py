import numpy as np

from autograder import after, number, weight

# What is drawn is judged by what holds for every order of drawing: its shape, its moments within
# five standard deviations, its bounds. With 240 x 140 = 33,600 draws the standard deviation of a
# normal sample is off by 1 / sqrt(2 * 33600) = 0.39 % (one standard deviation), of a uniform one by
# 0.24 %; so 2.1 % is more than five. No two of the standard deviations below are as close.

FAN_IN, FAN_OUT = 240, 140
TOLERANCE = 0.021

KNOWN = {
    "sqrt(2 / (fan_in + fan_out))": np.sqrt(2 / 380),
    "sqrt(2 / fan_in)": np.sqrt(2 / 240),
    "sqrt(2 / fan_out)": np.sqrt(2 / 140),
    "sqrt(1 / fan_in)": np.sqrt(1 / 240),
    "sqrt(1 / fan_out)": np.sqrt(1 / 140),
    "sqrt(1 / (fan_in + fan_out))": np.sqrt(1 / 380),
    "2 / (fan_in + fan_out)": 2 / 380,
    "2 / fan_in": 2 / 240,
    "sqrt(6 / (fan_in + fan_out))": np.sqrt(6 / 380),
    "sqrt(6 / fan_in)": np.sqrt(6 / 240),
    "sqrt(2 / (3 * (fan_in + fan_out)))": np.sqrt(2 / 3 / 380),
    "sqrt(2 / (3 * fan_in))": np.sqrt(2 / 3 / 240),
    "sqrt(6)": np.sqrt(6),
    "0.01": 0.01,
    "1": 1.0,
}
"""Standard deviations by what gives them. Only these are ever named: a number of the student's
could tell what was drawn."""


def require_array(w, shape):
    """Finite floats of this shape. In sentences: what was drawn is no evidence of a mistake."""
    assert isinstance(w, np.ndarray), "w is no array of NumPy's"
    assert w.dtype.kind == "f", "w does not hold floats"
    transposed = " transposed" if w.shape == shape[::-1] else ""
    assert w.shape == shape, (
        f"the shape of w is not (fan_in, fan_out): it is{transposed or ' another'}"
    )
    assert np.isfinite(w).all(), "w has elements that are NaN or infinite"
    assert w.any(), "w is 0 everywhere: all units of the layer would learn the same"
    # That twelve random float64 are all float32 too has a chance of 2^-348.
    with np.errstate(over="ignore"):
        rounded = w.dtype == np.float64 and np.array_equal(w, w.astype(np.float32))
    assert not rounded, "all of w has been rounded to float32: draw and keep float64"


def require_moments(w, want):
    """The shape is (fan_in, fan_out), the mean 0, and the standard deviation the wanted one."""
    require_array(w, (FAN_IN, FAN_OUT))
    spread = float(np.sqrt(np.mean(w**2)))
    assert abs(np.mean(w)) < 5 * spread / np.sqrt(w.size), "the mean of w is not 0"
    off = spread / KNOWN[want] - 1
    if abs(off) > TOLERANCE:
        near = [name for name, value in KNOWN.items() if abs(spread / value - 1) < TOLERANCE]
        got = f"that of {near[0]}" if near else f"too {'large' if off > 0 else 'small'}"
        raise AssertionError(f"the standard deviation of w is {got}, want {want}")
    # Products of independent elements have the mean 0, and the deviation spread**2 / sqrt(n).
    for name, product in (
        ("row", w[1:] * w[:-1]), ("column", w[:, 1:] * w[:, :-1]),
    ):  # fmt: skip
        related = abs(np.mean(product)) > 5 * spread**2 / np.sqrt(product.size)
        assert not related, f"each {name} of w depends on the one before it"


def require_few_inputs(w):
    """He's spread for two inputs, of which one more would make 18 % less.

    Of 1800 normal draws it is off by 1 / sqrt(2 * 1800) = 1.7 % (one standard deviation).
    """
    require_array(w, (2, 900))
    off = np.sqrt(np.mean(w**2)) - 1  # sqrt(2 / 2)
    assert abs(off) < 0.1, "for two inputs the standard deviation of w is not sqrt(2 / fan_in)"


# Small weights show what was added to them: a**2 is about 6 / 50,000 here, so that a root of 1e-7
# more than it is longer by 0.04 %. None of 50,000 draws is beyond a then once in 1e9.
MANY = 50_000


def require_uniform(w, a):
    """All in (-a, a), and evenly."""
    require_array(w, (MANY, 1))
    size = np.abs(w) / a
    assert np.max(size) < 1.02, "w is not uniform: it has tails"
    assert np.max(size) < 1 + 1e-9, "some of w is beyond a"
    # The share beyond half of a is 1/2, with a deviation of 0.5 / sqrt(n).
    outer = np.mean(size > 0.5)
    assert abs(outer - 0.5) < 0.02, "w is not uniform: it crowds somewhere"


def require_normal(w):
    """It has tails, as long as a normal distribution's."""
    require_array(w, (FAN_IN, FAN_OUT))
    size = np.abs(w) / np.sqrt(np.mean(w**2))
    # Beyond 1, 2 and 3 standard deviations are 31.7, 4.55 and 0.27 %: 0.25, 0.11 and 0.03 % off.
    assert np.max(size) > 2, "w is not normal: it has no tails"
    assert np.max(size) > 3, "w is not normal: its tails are cut off"
    for limit, share in (1.0, 0.3173), (2.0, 0.0455), (3.0, 0.0027):
        right = abs(np.mean(size > limit) - share) < 6 * np.sqrt(share / size.size)
        assert right, "w is not normal: too many or too few of it are far from 0"


@number("5.1")
@weight(1)
def test_glorot_uniform_has_the_right_spread(student, draw):
    """`glorot_uniform` draws (fan_in, fan_out) weights of mean 0 and the right size."""
    w = student.glorot_uniform(FAN_IN, FAN_OUT, draw.generator())
    require_moments(w, "sqrt(2 / (fan_in + fan_out))")


@number("5.2")
@weight(1)
@after("test_glorot_uniform_has_the_right_spread")
def test_glorot_uniform_is_uniform(student, draw):
    """`glorot_uniform` stays within its bounds, and fills them evenly."""
    w = student.glorot_uniform(MANY, 1, draw.generator())
    require_uniform(w, np.sqrt(6 / (MANY + 1)))


@number("5.3")
@weight(2)
def test_glorot_normal_has_the_right_spread(student, draw):
    """`glorot_normal` draws (fan_in, fan_out) weights of mean 0 and the right size."""
    w = student.glorot_normal(FAN_IN, FAN_OUT, draw.generator())
    require_moments(w, "sqrt(2 / (fan_in + fan_out))")


@number("5.4")
@weight(1)
@after("test_glorot_normal_has_the_right_spread")
def test_glorot_normal_is_normal(student, draw):
    """`glorot_normal` has a normal distribution's tails."""
    require_normal(student.glorot_normal(FAN_IN, FAN_OUT, draw.generator()))


@number("5.5")
@weight(2)
def test_he_uniform_has_the_right_spread(student, draw):
    """`he_uniform` draws (fan_in, fan_out) weights of mean 0 and the right size."""
    w = student.he_uniform(FAN_IN, FAN_OUT, draw.generator())
    require_moments(w, "sqrt(2 / fan_in)")
    require_few_inputs(student.he_uniform(2, 900, draw.generator()))


@number("5.6")
@weight(1)
@after("test_he_uniform_has_the_right_spread")
def test_he_uniform_is_uniform(student, draw):
    """`he_uniform` stays within its bounds, and fills them evenly."""
    require_uniform(student.he_uniform(MANY, 1, draw.generator()), np.sqrt(6 / MANY))


@number("5.7")
@weight(2)
def test_he_normal_has_the_right_spread(student, draw):
    """`he_normal` draws (fan_in, fan_out) weights of mean 0 and the right size."""
    w = student.he_normal(FAN_IN, FAN_OUT, draw.generator())
    require_moments(w, "sqrt(2 / fan_in)")
    require_few_inputs(student.he_normal(2, 900, draw.generator()))


@number("5.8")
@weight(1)
@after("test_he_normal_has_the_right_spread")
def test_he_normal_is_normal(student, draw):
    """`he_normal` has a normal distribution's tails."""
    require_normal(student.he_normal(FAN_IN, FAN_OUT, draw.generator()))


@number("5.9")
@weight(2)
def test_initializers_draw_from_rng(student, draw):
    """The same generator gives the same weights, another one others, of any shape."""
    rng, other = draw.generator(), draw.generator()
    for name in "glorot_uniform", "glorot_normal", "he_uniform", "he_normal":
        initializer = getattr(student, name)
        initializer(2, 5, draw.generator())  # what remembers its first call betrays itself
        first, again = initializer(4, 3, rng), initializer(4, 3, rng)
        require_array(first, (4, 3))
        same = np.array_equal(first, again)
        assert same, f"{name}: equal generators gave different weights: draw from rng alone"
        fresh = not np.isclose(first, initializer(4, 3, other)).any()
        assert fresh, f"{name}: different generators gave the same weights: draw from rng"
        distinct = len(np.unique(first)) == first.size
        assert distinct, f"{name}: some weights are equal: draw each of them"
