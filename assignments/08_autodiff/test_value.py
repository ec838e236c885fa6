from textwrap import indent

import numpy as np

from autograder import after, define, expect, number, weight

# Expressions and programs are text: they are defined beside your class and run with your operators,
# and the oracle runs the same text on PyTorch's tensors.


def function(expression):
    """The text of f(x, y), in which c is the plain number 2.5."""
    return f"def f(x, y=None, c=2.5): return {expression.replace('2.5', 'c')}"


def beside(sources, ending):
    """The text of a function that computes these with numbers, in Values of the class of one.

    Where there are plain numbers it computes with others before, on which a memory betrays itself.
    """
    texts = "".join(f"{text}\nfunctions[{name!r}] = f\n" for name, text in sources.items())
    others = "f(*(new(number + 0.25) for number in numbers), c=0.5)"
    return f"""
def computed(one, numbers, caught=True):
    new, functions, found = type(one), {{}}, {{}}
{indent(texts, "    ")}
    for name, f in functions.items():
        try:
            {others if "c=2.5" in texts else ""}
            leaves = [new(number) for number in numbers]
            out = f(*leaves)
            {ending}
        except Exception:
            if not caught:
                raise
            break
    return found
"""


DATA = "found[name] = out.data"
GRADIENTS = """out.backward()
            found[name] = [leaf.grad for leaf in leaves]"""


def results(student, ending, sources, numbers):
    """What expressions, by name, give of these numbers: in one call, up to one that raises.

    Then the call is made again under its name, and let raise.
    """
    one, tried = student.Value.new(1.0), {}
    found = define(student, beside(sources, ending))(one, numbers)
    for name, source in sources.items():
        tried[name] = source
        if name not in found:
            found = define(student, beside(tried, ending), name)(one, numbers, caught=False)
        yield name, source, found[name]


def compare_data(student, oracle, expressions, *numbers):
    """The data of expressions in x and y, compared."""
    sources = {expression: function(expression) for expression in expressions}
    numbers = [float(number) for number in numbers]
    for name, source, data in results(student, DATA, sources, numbers):
        want, *_ = oracle.derivatives(source, *numbers)
        expect(data, f"the data of {name}").equals(want)


def compare_gradients(student, oracle, expressions, *numbers):
    """The derivatives of expressions by x and y, compared."""
    sources = {expression: function(expression) for expression in expressions}
    compare_programs(student, oracle, sources, *numbers)


def compare_programs(student, oracle, sources, *numbers):
    """The derivatives of what has more than one line, and a name, by x and y, compared."""
    numbers = [float(number) for number in numbers]
    for name, source, grads in results(student, GRADIENTS, sources, numbers):
        _, *wanted = oracle.derivatives(source, *numbers)
        for letter, grad, want in zip("xy", grads, wanted, strict=False):
            expect(grad, f"the derivative of {name} by {letter}").equals(want)


def computed(student, source, called, *numbers):
    """What a text makes of x and y, and these, as Values that stay."""
    leaves = [student.Value.new(float(one)) for one in numbers]
    out = define(student, source, called)(*leaves)
    return expect(out, called).is_object(), leaves


# One operation: its value


@number("1.1")
@weight(2)
def test_arithmetic_has_the_right_values(student, oracle, draw):
    """`+`, `-`, `*`, `/` compute, with a Value or a number on either side."""
    x, y = -draw.uniform(1.1, 1.9), draw.uniform(2.1, 2.9)
    sums = "x + y", "x + 2.5", "2.5 + x", "x - y", "y - x", "x - 2.5", "2.5 - x", "-x"
    products = "x * y", "x * 2.5", "2.5 * x", "x / y", "y / x", "x / 2.5", "2.5 / x"
    compare_data(student, oracle, sums + products, x, y)


@number("1.2")
@weight(2)
def test_functions_have_the_right_values(student, oracle, draw):
    """`**` and the functions compute; the right side of a maximum may be a number."""
    x, y = draw.uniform(1.1, 1.4), draw.uniform(2.1, 2.9)
    powers = "x ** 2", "x ** -3", "x ** 0.5", "(-x) ** 3", "(x - x) ** 2"
    functions = "x.exp()", "x.log()", "x.sin()", "x.cos()", "x.tan()", "y.tanh()"
    signs = "x.sigmoid()", "(x / 4).sigmoid()", "(-x).sigmoid()", "x.relu()", "(-x).relu()"
    larger = "x.maximum(y)", "y.maximum(x)", "x.maximum(2.5)", "x.maximum(-2.5)"
    compare_data(student, oracle, powers + functions + signs + larger, x, y)


# One operation: its derivative


@number("1.3")
@weight(2)
def test_gradients_of_sums_and_differences(student, oracle, draw):
    """backward() gives the derivatives of sums and differences, on either side of a number."""
    x, y = draw.normal(2)
    sums = "x + y", "x - y", "y - x", "x + 2.5", "2.5 + x", "x - 2.5", "2.5 - x", "-x"
    compare_gradients(student, oracle, sums, x, y)


@number("1.4")
@weight(2)
def test_gradients_of_products_and_quotients(student, oracle, draw):
    """backward() gives the derivatives of products and quotients, on either side of a number."""
    x, y = draw.uniform(1.1, 1.9), -draw.uniform(2.1, 2.9)
    products = "x * y", "x * 2.5", "2.5 * x", "x / y", "x / 2.5", "2.5 / x"
    compare_gradients(student, oracle, products, x, y)


@number("1.5")
@weight(2)
def test_gradients_of_powers(student, oracle, draw):
    """backward() gives the derivatives of powers: whole, negative and fractional."""
    x, y = draw.uniform(1.1, 1.9), -draw.uniform(1.1, 1.9)
    compare_gradients(student, oracle, ("x ** 3", "x ** -2", "x ** 0.5", "y ** 2"), x, y)
    compare_gradients(student, oracle, ("x ** 2",), 0.0)


@number("1.6")
@weight(3)
def test_gradients_of_functions(student, oracle, draw):
    """backward() gives the derivatives of exp, log, sin, cos and tan."""
    x = draw.uniform(1.6, 2.6)  # sine, cosine and tangent all change between here and 2 x
    arguments = "x", "(2 * x)"
    functions = "exp", "log", "sin", "cos", "tan"
    expressions = [f"{argument}.{name}()" for name in functions for argument in arguments]
    compare_gradients(student, oracle, expressions, x)


@number("1.7")
@weight(2)
def test_gradients_of_sigmoid_and_tanh(student, oracle, draw):
    """backward() gives the derivatives of sigmoid and tanh, on both sides of 0."""
    x = draw.uniform(0.6, 1.4)
    expressions = "x.sigmoid()", "(-x).sigmoid()", "x.tanh()", "(-x).tanh()"
    compare_gradients(student, oracle, expressions, x)


@number("1.8")
@weight(2)
def test_gradients_of_relu_and_maximum(student, oracle, draw):
    """`relu` and `maximum` pass the gradient to the side that is larger, and none to the other."""
    x, y = draw.uniform(0.6, 0.9), draw.uniform(1.6, 2.4)
    expressions = "x.relu() * y", "(-x).relu() * y", "3 * x.maximum(y)", "3 * y.maximum(x)"
    compare_gradients(student, oracle, expressions, x, y)
    compare_gradients(student, oracle, ("3 * x.maximum(0.5)", "3 * x.maximum(1.5)"), x)


@number("1.9")
@weight(2)
@after("test_gradients_of_relu_and_maximum")
def test_gradients_at_corners(student, oracle, draw):
    """At 0 the derivative of relu is 0; where both sides of a maximum are equal, each gets half."""
    compare_gradients(student, oracle, ("3 * x.relu()",), 0.0)
    compare_gradients(student, oracle, ("3 * x.maximum(x)", "3 * x.maximum(2.5)"), 2.5)
    x = float(draw.normal(away_from=(0.0,)))
    compare_gradients(student, oracle, ("3 * x.maximum(y)",), x, x)


@number("1.10")
@weight(2)
def test_sigmoid_and_tanh_of_large_numbers(student, oracle, draw):
    """`sigmoid` and `tanh` of +-1000 are right, and so are their derivatives."""
    expressions = "x.sigmoid()", "x.tanh()"
    for x in 1000.0, -1000.0, float(draw.uniform(-0.9, -0.1)):
        compare_data(student, oracle, expressions, x)
        compare_gradients(student, oracle, expressions, x)


# Graphs

PATHS = "x + x", "x * x", "x * y + x", "(x + y) * (x - y)", "x * x * x / (x + y)"


@number("1.11")
@weight(3)
def test_gradients_add_up_over_paths(student, oracle, draw):
    """A Value that is used several times gets the sum over all paths."""
    x, y = draw.uniform(0.6, 1.9, 2)
    compare_gradients(student, oracle, PATHS, x, y)


# In each, something is used both early and late: whoever walks without an order, or by a wrong one,
# hands on the gradient of a node before all of it has arrived.
KNOTS = {
    "a diamond": """
def f(x, y):
    a = x * y
    b = a.sin()
    c = a + b
    return c * a
""",
    "a long and a short way": """
def f(x, y):
    a = x * y
    b = (((a + 1.0) * y).sin() + x).exp()
    return a * b + a
""",
    "the long way on the left": """
def f(x, y):
    a = x + y
    b = a * x
    c = b * a
    d = c * b
    return d * c + a
""",
}


@number("1.12")
@weight(3)
def test_a_node_waits_for_all_its_paths(student, oracle, draw):
    """A node hands its gradient on once, after all of it has arrived."""
    x, y = draw.uniform(0.6, 1.2, 2)
    compare_programs(student, oracle, KNOTS, x, y)


@number("1.13")
@weight(2)
def test_every_node_has_its_gradient(student, oracle, draw):
    """After backward() each Value on the way has its derivative in `grad`; the last has 1."""
    x, y = draw.uniform(0.6, 1.2, 2)
    a, b = (student.Value.new(float(one)) for one in (x, y))
    product = a * b
    out = product.sin() * product
    out.backward()
    _, want = oracle.derivatives(function("x.sin() * x"), float(x * y))
    expect(product.grad, "the derivative of p.sin() * p by p").equals(want)
    expect(out.grad, "the derivative of the result by itself").equals(1.0)
    alone = student.Value.new(float(x))
    alone.backward()
    expect(alone.grad, "the derivative by itself of what was not computed").equals(1.0)


# A result, and two things that it shares.
SHARED = """
def f(x, y):
    shared = x * y
    return [shared.exp(), shared.sin() * x, shared]
"""


@number("1.14")
@weight(3)
def test_two_backwards_add_up(student, oracle, draw):
    """A second backward() adds to `grad`, from the same result or another; what was there stays."""
    x, y = map(float, draw.uniform(0.6, 1.2, 2))
    _, *first = oracle.derivatives(function("(x * y).exp()"), x, y)
    _, *other = oracle.derivatives(function("(x * y).sin() * x"), x, y)
    first.append(oracle.derivatives(function("x.exp()"), x * y)[1])  # by what they share
    other.append(oracle.derivatives(function("x.sin() * y"), x * y, x)[1])
    for text, sequence, wanted in (
        ("the same result twice", (0, 0), np.add(first, first)),
        ("two results that share a node", (0, 1), np.add(first, other)),
    ):
        leaves = [student.Value.new(one) for one in (x, y)]
        outs = define(student, SHARED, text)(*leaves)
        for one in sequence:
            outs[one].backward()
        for name, node, want in zip(("x", "y", "x * y"), (*leaves, outs[2]), wanted, strict=True):
            expect(node.grad, f"{text}: the sum of both derivatives by {name}").equals(want)
        times = float(sequence.count(0))
        expect(outs[0].grad, f"{text}: the gradient of the first").equals(times)
    expect(outs[1].grad, "the derivative of the second result by itself").equals(1.0)


@number("1.15")
@weight(2)
@after("test_gradients_add_up_over_paths")
def test_zero_grad_starts_anew(student, oracle, draw):
    """`zero_grad()` sets the gradients of all of the graph to 0; backward() can begin again."""
    x, y = draw.uniform(0.6, 1.2, 2)
    expression, leaves = "(x * y).sin() * x", [student.Value.new(float(one)) for one in (x, y)]
    _, out, product = define(student, SHARED, expression)(*leaves)
    later = out * 2.5
    later.backward()
    out.zero_grad()
    names = "x", "y", "the result", "x * y"
    left = [node.grad for node in (*leaves, out, product)]
    for name, grad in zip(names, left, strict=True):
        expect(grad, f"after zero_grad(), the gradient of {name}").equals(0.0, tolerance=np.inf)
    expect(np.array(left), f"after zero_grad(), the gradients of {', '.join(names)}").equals(
        np.zeros(4)
    )
    what = "after zero_grad(), the gradient of what was computed from the result"
    expect(later.grad, what).equals(1.0)
    out.backward()
    _, *wanted = oracle.derivatives(function(expression), float(x), float(y))
    for name, leaf, want in zip("xy", leaves, wanted, strict=True):
        expect(leaf.grad, f"the derivative by {name}, after zero_grad()").equals(want)


PROGRAMS = {
    "Newton's square root": """
def f(x, y):
    root = x
    for _ in range(6):
        root = (root + x / root) / 2
    return root * y
""",
    "a loop until x y^n is over 100": """
def f(x, y):
    for _ in range(20):  # 10 are enough, and a wrong product must not loop for ever
        if x.data > 100:
            break
        x = x * y
    return x
""",
    "a branch": """
def f(x, y):
    return sum([x.log() if x.data > 1.5 else x.exp(), y.sin() if y.data > 1.5 else y * y])
""",
    "a recursion": """
def f(x, y):
    def power(base, n):
        if n == 0:
            return 1
        half = power(base, n // 2)
        return half * half * base if n % 2 else half * half
    return power(x / y, 11)
""",
}


@number("1.16")
@weight(3)
def test_gradients_through_loops_and_branches(student, oracle, draw):
    """backward() goes through loops, branches and recursion: along what was really computed."""
    x, y = draw.uniform(1.1, 1.4), draw.uniform(1.6, 1.9)
    compare_programs(student, oracle, PROGRAMS, x, y)


DEEP = """
def f(x, y):
    out = x
    for _ in range(5000):
        out = out * y + x
    return out
"""
DOUBLED = """
def f(x):
    for _ in range(60):
        x = x + x
    return x
"""
WATCHED = """
def watched(call, most=None):
    import sys
    class Enough(BaseException):
        pass
    calls = 0
    def count(frame, event, argument):
        nonlocal calls
        calls += 1
        if calls > most:
            raise Enough
    before, limit, change = sys.getprofile(), sys.getrecursionlimit(), sys.setrecursionlimit
    change(1000)
    sys.setrecursionlimit = lambda limit: None  # a larger limit only moves the end
    if most:
        sys.setprofile(count)
    try:
        call()
    except RecursionError:
        return "recursion"
    except Enough:
        return "calls"
    finally:
        sys.setprofile(before)
        sys.setrecursionlimit = change
        change(limit)
    return "done"
"""


def watched(student, *call_and_most):
    """Call it over there, and tell how it ended: recursion and endless work do so early."""
    return define(student, WATCHED, "backward()")(*call_and_most)


@number("1.17")
@weight(3)
def test_a_graph_that_is_10_000_nodes_deep(student, draw):
    """backward() and zero_grad() do not recurse: the graph is 10,000 nodes deep."""
    x, y = map(float, draw.uniform(0.6, 0.9, 2))
    out, leaves = computed(student, DEEP, "10,000 operations", x, y)
    # x + x y + x y^2 + ...: y^5000 is less than the smallest float, so the series is at its end.
    wanted = 1 / (1 - y), x / (1 - y) ** 2
    ended = watched(student, out.backward)
    assert ended != "recursion", "backward() recurses, and Python's stack ends at about 1000 calls"
    for name, leaf, want in zip("xy", leaves, wanted, strict=True):
        expect(leaf.grad, f"the derivative by {name} of 10,000 operations").equals(want)
    ended = watched(student, out.zero_grad)
    assert ended != "recursion", "zero_grad() recurses, and Python's stack ends at about 1000 calls"


@number("1.18")
@weight(3)
def test_each_node_is_visited_once(student, draw):
    """60 doublings, x + x and so on: 61 nodes, but 2^60 paths."""
    out, (x,) = computed(student, DOUBLED, "60 doublings", draw.normal())
    for call, method in (out.backward, "backward()"), (out.zero_grad, "zero_grad()"):
        ended = watched(student, call, 100_000)
        tells = f"{method} walks along paths, of which there are 2^60, where nodes are enough: 61"
        assert ended != "calls", tells
        if method == "backward()":
            expect(x.grad, "the derivative of 60 doublings by x").equals(2.0**60)


@number("1.19")
@weight(2)
@after("test_gradients_add_up_over_paths")
def test_operands_stay_as_they_were(student, oracle, draw):
    """An operation leaves its operands alone; gradients begin at 0; graphs do not mix."""
    x, y = map(float, draw.uniform(0.6, 1.2, 2))
    a, b, c = (student.Value.new(one) for one in (x, y, 3))
    in_place = define(
        student, "def f(x, y):\n    z = w = x\n    z += y\n    w *= y\n    return z * w"
    )
    out, apart = in_place(a, b), c * c + c
    for name, node, want in ("x", a, x), ("y", b, y):
        expect(node.data, f"{name}, after it was computed with").equals(want)
        expect(node.grad, f"the gradient of {name} before any backward()").equals(0.0)
    expect(out.grad, "the gradient of a result before any backward()").equals(0.0)
    out.backward()
    by_y = x * x + 2 * x * y
    expect(b.grad, "the derivative of (x + y) * (x * y) by y").equals(by_y)
    expect(c.grad, "the gradient of what is in another graph").equals(0.0)
    apart.backward()
    expect(c.grad, "the derivative of z * z + z by z, for the integer z = 3").equals(7.0)
    expect(b.grad, "the gradient by y, after a backward() in another graph").equals(by_y)
