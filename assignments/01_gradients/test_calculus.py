import numpy as np

from autograder import after, assert_unchanged, expect, number, weight

COS_IS_0 = tuple((k + 0.5) * np.pi for k in range(-2, 2))
SIN_IS_0 = tuple(k * np.pi for k in range(-1, 2))

# Functions of one number, or of each element of an array, with their derivatives. The oracle knows
# them by these names. A ripple is hardly seen in the values and rules the derivative: no difference
# quotient gets it right to nine digits.
CURVES = {
    "cubic": (lambda x: x**3 - 2 * x, lambda x: 3 * x**2 - 2),
    "sine": (np.sin, np.cos),
    "exponential": (np.exp, np.exp),
    "square": (lambda x: x**2, lambda x: 2 * x),
    "half square": (
        lambda x: x**2 / 2,
        lambda x: x,
    ),  # the derivative is the very array it is given
    "constant": (lambda x: 0 * x + 3.0, lambda x: 0 * x),
    "ripple": (lambda x: np.sin(1000 * x) / 1000 + x, lambda x: np.cos(1000 * x) + 1),
}


def d_blend(n):
    """The partial derivatives of blend(u_1, ..., u_n), u_1^2 + 2 u_2^2 + ... + u_1 u_2 ... u_n."""

    def partials(*u):
        if len(u) != n or any(np.ndim(one) for one in u):
            raise TypeError(f"dh is called with u_1 to u_{n}, each a number of its own")
        others = [np.prod([*u[:i], *u[i + 1 :]]) for i in range(n)]
        return 2 * np.arange(1, n + 1) * np.array(u) + others

    return partials


# Tangent line


@number("2.1")
@weight(3)
def test_the_tangent_has_the_slope_of_the_function(student, oracle, draw):
    """The slope of the tangent is the derivative at c, where f rises and where it falls."""
    c = float(draw.uniform(0.3, 0.7))
    for name, at in ("cubic", c), ("cubic", c + 1), ("sine", 2.5 - c), ("ripple", -c):
        slope, _ = student.tangent_line(*CURVES[name], at)
        expect(slope, "slope").equals(oracle.tangent_line(name, at)[0])


@number("2.2")
@weight(4)
def test_the_tangent_touches_the_function(student, draw):
    """At c the line has the height of the function, with the slope that you found."""
    for name, c in ("cubic", float(draw.uniform(1.1, 1.9))), ("exponential", -2):
        f, df = CURVES[name]
        slope, intercept = student.tangent_line(f, df, c)
        expect(slope, "slope").equals(0.0, tolerance=np.inf)
        expect(intercept, "intercept").equals(0.0, tolerance=np.inf)
        assert slope != 0, "f is not flat at c: a slope of 0 is never right here"
        expect(slope * c + intercept, "height of the line at c").equals(float(f(c)))


# The derivative table


def compare_with_table(function, answer, x):
    """The whole array at once, by a rule: no difference quotient gets twelve digits right."""
    expect(function(x), "derivative").equals(answer(x), tolerance=1e-12)


def compare_everywhere(function, answer, draw):
    """Whole numbers, one number, one element, three axes, an array that is not contiguous."""
    whole = draw.integers(1, 7, 4)
    expect(assert_unchanged(function, whole), "derivative").equals(answer(whole))
    strided, same_shape = draw.uniform(0.3, 1.2, 3, 2).T, draw.uniform(0.3, 1.2, 2, 3)
    for x in strided, same_shape, draw.uniform(0.3, 1.2, 2, 1, 2), draw.uniform(0.3, 1.2, 1):
        expect(assert_unchanged(function, x), "derivative").equals(answer(x))
    for one in float(draw.uniform(1.8, 2.8)), 2:
        expect(function(one), "derivative").equals(float(answer(one)))


@number("3.1")
@weight(1)
def test_the_derivative_of_the_sine(student, oracle, draw):
    """`d_sin` is the derivative of the sine."""
    compare_with_table(student.d_sin, oracle.d_sin, draw.normal(2, 3))


@number("3.2")
@weight(1)
@after("test_the_derivative_of_the_sine")
def test_d_sin_takes_any_argument(student, oracle, draw):
    """`d_sin` takes integers, single numbers and any array, and leaves x as it was."""
    compare_everywhere(student.d_sin, oracle.d_sin, draw)


@number("4.1")
@weight(1)
def test_the_derivative_of_the_cosine(student, oracle, draw):
    """`d_cos` is the derivative of the cosine."""
    compare_with_table(student.d_cos, oracle.d_cos, draw.normal(2, 3))


@number("4.2")
@weight(1)
@after("test_the_derivative_of_the_cosine")
def test_d_cos_takes_any_argument(student, oracle, draw):
    """`d_cos` takes integers, single numbers and any array, and leaves x as it was."""
    compare_everywhere(student.d_cos, oracle.d_cos, draw)


@number("5.1")
@weight(1)
def test_the_derivative_of_the_tangent(student, oracle, draw):
    """`d_tan` is the derivative of the tangent."""
    x = draw.normal(2, 3, away_from=COS_IS_0, distance=0.2)
    compare_with_table(student.d_tan, oracle.d_tan, x)


@number("5.2")
@weight(1)
@after("test_the_derivative_of_the_tangent")
def test_d_tan_takes_any_argument(student, oracle, draw):
    """`d_tan` takes integers, single numbers and any array, and leaves x as it was."""
    compare_everywhere(student.d_tan, oracle.d_tan, draw)


@number("6.1")
@weight(1)
def test_the_derivative_of_the_cotangent(student, oracle, draw):
    """`d_cot` is the derivative of the cotangent."""
    x = draw.normal(2, 3, away_from=SIN_IS_0, distance=0.2)
    compare_with_table(student.d_cot, oracle.d_cot, x)


@number("6.2")
@weight(1)
@after("test_the_derivative_of_the_cotangent")
def test_d_cot_takes_any_argument(student, oracle, draw):
    """`d_cot` takes integers, single numbers and any array, and leaves x as it was."""
    compare_everywhere(student.d_cot, oracle.d_cot, draw)


@number("7.1")
@weight(1)
def test_the_derivative_of_the_secant(student, oracle, draw):
    """`d_sec` is the derivative of the secant."""
    x = draw.normal(2, 3, away_from=COS_IS_0, distance=0.2)
    compare_with_table(student.d_sec, oracle.d_sec, x)


@number("7.2")
@weight(1)
@after("test_the_derivative_of_the_secant")
def test_d_sec_takes_any_argument(student, oracle, draw):
    """`d_sec` takes integers, single numbers and any array, and leaves x as it was."""
    compare_everywhere(student.d_sec, oracle.d_sec, draw)


@number("8.1")
@weight(1)
def test_the_derivative_of_the_cosecant(student, oracle, draw):
    """`d_csc` is the derivative of the cosecant."""
    x = draw.normal(2, 3, away_from=SIN_IS_0, distance=0.2)
    compare_with_table(student.d_csc, oracle.d_csc, x)


@number("8.2")
@weight(1)
@after("test_the_derivative_of_the_cosecant")
def test_d_csc_takes_any_argument(student, oracle, draw):
    """`d_csc` takes integers, single numbers and any array, and leaves x as it was."""
    compare_everywhere(student.d_csc, oracle.d_csc, draw)


# Chain rule

VALUES = "builtins.NoneType", "builtins.float", "numpy.float64", "numpy.ndarray"


def chained(student, outer, inner):
    """The derivative of a composition of two curves: a function that stays with the student."""
    composed = student.chain_rule(*CURVES[outer], *CURVES[inner])
    is_function = composed.type_name not in VALUES
    assert is_function, "chain_rule should return a function of x: got no function"
    return composed


@number("9.1")
@weight(3)
def test_chain_rule_is_the_derivative_of_the_composition(student, oracle, draw):
    """`chain_rule` returns a function: the derivative of f(g(x))."""
    for outer, inner in ("cubic", "sine"), ("sine", "square"), ("ripple", "exponential"):
        composed = chained(student, outer, inner)
        x = float(draw.uniform(0.5, 1.5))
        expect(composed(x), "derivative of f(g(x))").equals(float(oracle.chain((outer, inner), x)))


@number("9.2")
@weight(2)
@after("test_chain_rule_is_the_derivative_of_the_composition")
def test_chain_rule_works_element_by_element(student, oracle, draw):
    """The function that it returns takes arrays of any shape."""
    composed = chained(student, "cubic", "sine")
    for x in draw.normal(2, 3), draw.normal(4, 2).T, draw.normal(1):
        expect(composed(x), "derivative of f(g(x))").equals(oracle.chain(("cubic", "sine"), x))
    (g, _), (k, _) = CURVES["exponential"], CURVES["half square"]
    inner = chained(student, "exponential", "half square")
    composed = student.chain_rule(*CURVES["sine"], lambda x: g(k(x)), inner)
    x = draw.uniform(0.5, 1.2, 3)
    want = oracle.chain(("sine", "exponential", "half square"), x)
    expect(composed(x), "derivative of f(g(k(x)))").equals(want)


@number("9.3")
@weight(3)
@after("test_chain_rule_is_the_derivative_of_the_composition")
def test_chain_rule_can_be_chained(student, oracle, draw):
    """What it returns is the dg of a longer chain: the derivative of f(g(k(x)))."""
    (f, df), (g, dg), (k, dk) = (CURVES[name] for name in ("sine", "cubic", "exponential"))
    inner = student.chain_rule(g, dg, k, dk)
    composed = student.chain_rule(f, df, lambda x: g(k(x)), inner)
    x = float(draw.uniform(-1.0, 0.2))
    want = float(oracle.chain(("sine", "cubic", "exponential"), x))
    expect(composed(x), "derivative of f(g(k(x)))").equals(want)


@number("9.4")
@weight(2)
@after("test_chain_rule_is_the_derivative_of_the_composition")
def test_two_derivatives_do_not_disturb_each_other(student, oracle, draw):
    """Two functions that it returned live side by side."""
    pairs = ("cubic", "sine"), ("sine", "square")
    made = [chained(student, *pair) for pair in pairs]
    x = float(draw.uniform(0.5, 1.5))
    for composed, pair in zip(made, pairs, strict=True):
        expect(composed(x), "derivative of f(g(x))").equals(float(oracle.chain(pair, x)))


# Total derivative


def compare_total(student, oracle, names, x, *, pack=list):
    """One path through each curve named, all of them into a blend."""
    parts, dparts = (pack(column) for column in zip(*map(CURVES.get, names), strict=True))
    total = student.total_derivative(d_blend(len(names)), parts, dparts, x)
    expect(total, "total").equals(oracle.total_derivative("blend", names, x))


@number("10.1")
@weight(4)
def test_total_derivative_adds_over_both_paths(student, oracle, draw):
    """`total_derivative` of h(u, v) has one product for the path through u, one through v."""
    for names in ("sine", "cubic"), ("exponential", "ripple"), ("square", "square"):
        compare_total(student, oracle, names, float(draw.uniform(0.5, 1.5)))


@number("10.2")
@weight(4)
def test_total_derivative_takes_any_number_of_paths(student, oracle, draw):
    """It takes one path, or five, of which one does not depend on x; x may be an integer."""
    compare_total(student, oracle, ("cubic",), float(draw.uniform(0.5, 1.5)), pack=tuple)
    names = ("sine", "square", "constant", "exponential", "cubic")
    for x in float(draw.uniform(0.5, 1.5)), 2:
        compare_total(student, oracle, names, x, pack=tuple)
