from textwrap import indent

import numpy as np

from autograder import after, assert_unchanged, define, expect, number, weight

# Expressions and programs are text: they are defined beside your class and run with your operators,
# and the oracle runs the same text on PyTorch's tensors.


def listed(expression):
    """The text of f of a list, which an expression calls x, y and z; c is the number 2.5."""
    if "def f" in expression:
        return expression
    expression = expression.replace("2.5", "c")
    return (
        f"def f(numbers, c=2.5):\n    x, y, z = (*numbers, 0.0, 0.0)[:3]\n    return {expression}"
    )


def beside(expressions, field):
    """The text of a function that computes these with pairs, in Duals of the class of one.

    It computes with other numbers before, on which a memory betrays itself.
    """
    texts = "".join(f"{listed(text)}\nfunctions[{text!r}] = f\n" for text in expressions)
    return f"""
def computed(one, pairs, caught=True):
    new, functions, found = type(one), {{}}, {{}}
{indent(texts, "    ")}
    for name, f in functions.items():
        try:
            f([new(data + 0.25, -tangent) for data, tangent in pairs], c=0.5)
            out = f([new(*pair) for pair in pairs])
            found[name] = out.{field}
        except Exception:
            if not caught:
                raise
            break
    return found
"""


def compare(student, oracle, expressions, numbers, directions, *, field="tangent"):
    """The tangents, or the data, of expressions in Duals that move in these directions.

    All are computed in one call, up to one that raises. Then the call is made again under its name,
    and let raise.
    """
    pairs = np.stack([numbers, directions], axis=1).tolist()
    one, tried = student.Dual.new(1.0), []
    found = define(student, beside(expressions, field))(one, pairs)
    for expression in expressions:
        tried.append(expression)
        if expression not in found:
            found = define(student, beside(tried, field), expression)(one, pairs, caught=False)
        want = oracle.jvp(listed(expression), numbers, directions)[field == "tangent"]
        expect(found[expression], f"the {field} of {expression}").equals(want)


SUMS = "x + y", "x + 2.5", "2.5 + x", "x - y", "y - x", "x - 2.5", "2.5 - x", "-x"
PRODUCTS = "x * y", "x * 2.5", "2.5 * x", "x / y", "y / x", "x / 2.5", "2.5 / x"
POWERS = "x ** 3", "x ** -2", "x ** 0.5", "(-x) ** 3", "(-x) ** 2"
FUNCTIONS = "x.exp()", "x.log()", "x.sin()", "x.cos()", "y.tanh()", "(-y).tanh()"


@number("2.1")
@weight(2)
def test_duals_have_the_right_values(student, oracle, draw):
    """The data of a Dual are what the numbers would be."""
    numbers = np.append(draw.uniform(1.1, 1.4, 1), draw.uniform(0.6, 0.9, 1))
    expressions = (*SUMS, *PRODUCTS, *POWERS, *FUNCTIONS, "x.relu()", "(-x).relu()")
    compare(student, oracle, expressions, numbers, draw.upstream(2), field="data")


@number("2.2")
@weight(2)
def test_tangents_of_sums_and_differences(student, oracle, draw):
    """The tangents of sums and differences, with numbers on either side, which do not move."""
    compare(student, oracle, SUMS, draw.normal(2), draw.upstream(2))


IN_PLACE = """
def f(numbers):
    x, y = numbers
    z = w = x
    z += y
    w *= y
    return (z * w + x).tangent
"""


@number("2.3")
@weight(2)
def test_tangents_of_products_and_quotients(student, oracle, draw):
    """The product rule and the quotient rule; an operation leaves its operands alone."""
    numbers = np.append(draw.uniform(1.1, 1.9, 1), -draw.uniform(2.1, 2.9, 1))
    directions = draw.upstream(2)
    compare(student, oracle, (*PRODUCTS, "x * x", "x * y / x"), numbers, directions)
    duals = [student.Dual.new(*pair) for pair in np.stack([numbers, directions], axis=1).tolist()]
    tangent = define(student, IN_PLACE, "z = w = x, then z += y and w *= y")(duals)
    _, want = oracle.jvp(listed("(x + y) * (x * y) + x"), numbers, directions)
    expect(tangent, "the tangent of z * w + x after z = w = x, z += y and w *= y").equals(want)


@number("2.4")
@weight(2)
def test_tangents_of_powers_and_functions(student, oracle, draw):
    """The chain rule: f'(u) u', of powers, exp, log, sin, cos and tanh."""
    numbers, directions = draw.uniform(1.1, 1.4, 2), draw.upstream(2)
    compare(student, oracle, POWERS + FUNCTIONS, numbers, directions)
    compare(student, oracle, ("(x * y).sin().exp()",), numbers, directions)
    compare(student, oracle, ("x ** 2",), np.zeros(1), directions[:1])


@number("2.5")
@weight(1)
@after("test_tangents_of_products_and_quotients")
def test_tangents_of_relu(student, oracle, draw):
    """`relu` lets the tangent pass where u > 0, and at 0 it does not."""
    numbers, directions = np.append(draw.uniform(0.6, 0.9, 2), 0.0), draw.upstream(3)
    for v in directions, -directions:
        compare(student, oracle, ("x.relu() * y", "(-x).relu() * y"), numbers, v)
    for v in directions, -directions:
        compare(student, oracle, ("(x - x + z).relu() + x",), numbers, v)


# Along a direction


def push(student, oracle, expression, x, v, *, given=None):
    """`jvp` of an expression, compared; x and v may be given in another form."""
    f = define(student, listed(expression), expression)
    out, tangent = student.jvp(f, *(given or (x, v)))
    want = oracle.jvp(listed(expression), np.asarray(x, float), np.asarray(v, float))
    expect((out, tangent), f"f(x) of {expression}", "its derivative along v").equals(want)


@number("2.6")
@weight(3)
def test_jvp_is_the_derivative_along_v(student, oracle, draw):
    """`jvp` of a function of one, two or three numbers, along any v."""
    for expression, n in ("x * x.sin()", 1), ("x * y + x.exp()", 2), ("x * y / z - z.log()", 3):
        push(student, oracle, expression, draw.uniform(0.6, 1.9, n), draw.upstream(n))
    x = draw.uniform(0.6, 1.9, 3)
    push(student, oracle, "x * y / z - z.log()", x, np.array([0.0, 2.0, 0.0]))


SPIRAL = "[x * y.cos(), x * y.sin(), y ** 2, 3.0, x]"


@number("2.7")
@weight(2)
def test_jvp_of_several_results(student, oracle, draw):
    """Where f returns a list of m results, `jvp` gives arrays (m,); a result may be a constant."""
    x, v = draw.uniform(0.6, 1.9, 2), draw.upstream(2)
    push(student, oracle, SPIRAL, x, v)
    push(student, oracle, "[x / y]", x, v)
    push(student, oracle, "3.0", x, v)


COUNTED = """
def f(numbers):
    f.calls = getattr(f, "calls", 0) + 1
    x, y, z = numbers
    for _ in range(40):  # 20 are enough, and a wrong product must not loop for ever
        if x.data > 50:
            break
        x = x * y if x.data < 10 else x + z * z
    return x
"""


@number("2.8")
@weight(2)
@after("test_jvp_is_the_derivative_along_v")
def test_jvp_takes_one_pass(student, oracle, draw):
    """`jvp` calls f once, with loops and branches; x may be a list, an array, of integers too."""
    x, v = draw.uniform(1.6, 1.9, 3), draw.upstream(3)
    f = define(student, COUNTED, "a loop with a branch")
    out, tangent = assert_unchanged(student.jvp, f, x, v)
    want = oracle.jvp(COUNTED, x, v)
    expect((out, tangent), "f(x) of a loop with a branch", "its derivative along v").equals(want)
    assert f.calls == 1, "one pass through f is enough, however many numbers x has"
    whole, along = draw.integers(1, 5, 2), draw.integers(1, 5, 2)
    given = whole.tolist(), tuple(along.tolist())
    push(student, oracle, "x ** 2 / y", whole, along, given=given)
    push(student, oracle, "x ** -2 * y", whole, along)
