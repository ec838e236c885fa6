from textwrap import indent

import numpy as np

from autograder import after, assert_unchanged, define, expect, number, weight

# Unbroadcast


def compare_sums(student, oracle, draw, *cases):
    """`unbroadcast` of gradients of one shape to another."""
    for stretched, shape in cases:
        grad = draw.normal(*stretched)
        got = student.unbroadcast(grad, shape)
        expect(got, f"from {stretched} to {shape}").equals(oracle.unbroadcast(grad, shape))


@number("3.1")
@weight(1)
def test_axes_in_front_are_summed(student, oracle, draw):
    """Axes that the operand does not have are summed, and gone."""
    compare_sums(student, oracle, draw, ((4, 3), (3,)), ((5, 4, 3), (3,)), ((5, 4, 3), (4, 3)))


@number("3.2")
@weight(2)
def test_axes_of_size_1_are_summed_and_kept(student, oracle, draw):
    """Axes along which the operand has size 1 are summed, and stay as axes of size 1."""
    compare_sums(student, oracle, draw, ((4, 3), (4, 1)), ((4, 3), (1, 3)), ((5, 4, 3), (5, 1, 3)))
    compare_sums(student, oracle, draw, ((4, 3), (1, 1)), ((5, 4, 3), (1, 4, 1)))


@number("3.3")
@weight(2)
def test_both_kinds_of_axes_at_once(student, oracle, draw):
    """Missing axes and axes of size 1 in one operand; a single number."""
    compare_sums(student, oracle, draw, ((5, 4, 3), (4, 1)), ((5, 4, 3), (1, 3)), ((5, 4, 3), (1,)))
    compare_sums(student, oracle, draw, ((4, 3), ()), ((6, 5, 4, 3), (1, 4, 1)))


@number("3.4")
@weight(2)
@after("test_axes_in_front_are_summed", "test_axes_of_size_1_are_summed_and_kept")
def test_what_was_not_stretched_is_not_summed(student, oracle, draw):
    """Sizes may be alike; axes of size 1 may be in both; grad is not modified."""
    compare_sums(student, oracle, draw, ((3, 3), (3,)), ((3, 3), (3, 1)), ((3, 3, 3), (3, 1, 3)))
    compare_sums(student, oracle, draw, ((4, 1), (4, 1)), ((1, 3), (3,)), ((2, 1, 3), (1, 3)))
    compare_sums(student, oracle, draw, ((), ()), ((1,), ()), ((4, 3), (4, 3)))
    for shape in (3,), (4, 1), (4, 3):
        grad = draw.normal(3, 4).T
        got = assert_unchanged(student.unbroadcast, grad, shape)
        expect(got, f"from a transposed (4, 3) to {shape}").equals(oracle.unbroadcast(grad, shape))


# Tensor: expressions are text, defined beside your class and run with your operators. The oracle
# runs the same text on PyTorch's tensors.


def function(expression, *names):
    """The text of f of Tensors and arrays of these names, in which k is the plain number 2.5."""
    return f"def f({', '.join(names)}, k=2.5): return {expression.replace('2.5', 'k')}"


def beside(sources, ending):
    """The text of a function that computes these with arrays, in Tensors of the class of one.

    Where there are plain numbers it computes with others before, on which a memory betrays itself.
    """
    texts = "".join(f"{text}\nfunctions[{name!r}] = f\n" for name, text in sources.items())
    others = "f(*(new(a + 0.25) for a in leaves), *(w + 1 for w in constants), k=0.5)"
    return f"""
def computed(one, leaves, constants, caught=True):
    new, functions, found = type(one), {{}}, {{}}
{indent(texts, "    ")}
    for name, f in functions.items():
        try:
            {others if "k=2.5" in texts else ""}
            tensors = [new(leaf) for leaf in leaves]
            out = f(*tensors, *constants)
            if not hasattr(out, "backward"):
                missing = "" if hasattr(new, "__array_ufunc__") else ": __array_ufunc__ is missing"
                raise TypeError(f"{{name}} is no Tensor but {{type(out).__name__}}{{missing}}")
            {ending}
        except Exception:
            if not caught:
                raise
            break
    return found
"""


DATA = "found[name] = out.data"
GRADIENTS = """out.backward()
            found[name] = [tensor.grad for tensor in tensors]"""


def results(student, ending, sources, *given):
    """What expressions, by name, give of leaves and constants: in one call, up to one that raises.

    Then the call is made again under its name, and let raise.
    """
    one, tried = student.Tensor.new(1.0), {}
    found = define(student, beside(sources, ending))(one, *given)
    for name, source in sources.items():
        tried[name] = source
        if name not in found:
            found = define(student, beside(tried, ending), name)(one, *given, caught=False)
        yield name, source, found[name]


def compare_data(student, oracle, expressions, *leaves, **arrays):
    """The data of expressions in Tensors a, b and c, and in named arrays, compared."""
    names, constants = (*"abc"[: len(leaves)], *arrays), tuple(arrays.values())
    sources = {expression: function(expression, *names) for expression in expressions}
    for name, source, data in results(student, DATA, sources, list(leaves), list(constants)):
        want = oracle.gradients(source, leaves, constants)[0]
        expect(data, f"the data of {name}").equals(want)


def compare_gradients(student, oracle, expressions, *leaves, **arrays):
    """The gradients of expressions by all Tensors in them, compared."""
    names = *"abc"[: len(leaves)], *arrays
    sources = {expression: function(expression, *names) for expression in expressions}
    compare_programs(student, oracle, sources, *leaves, **arrays)


def compare_programs(student, oracle, sources, *leaves, **arrays):
    """The gradients of what has more than one line, and a name, by all Tensors in it, compared."""
    constants = tuple(arrays.values())
    for name, source, grads in results(student, GRADIENTS, sources, list(leaves), list(constants)):
        _, *wanted = oracle.gradients(source, leaves, constants)
        for letter, grad, want in zip("abc", grads, wanted, strict=False):
            expect(grad, f"the gradient of {name} by {letter}").equals(want)


@number("4.1")
@weight(2)
def test_tensor_arithmetic_has_the_right_values(student, oracle, draw):
    """`+`, `-`, `*`, `/` compute, with a Tensor, an array or a number on either side."""
    a, b, w = draw.uniform(1.1, 1.9, 4, 3), -draw.uniform(1.1, 1.9, 3), draw.normal(4, 1)
    sides = ("a", "b"), ("b", "a"), ("a", "2.5"), ("2.5", "a"), ("a", "w"), ("w", "a")
    expressions = [f" {operator} ".join(pair) for pair in sides for operator in "+-*/"]
    compare_data(student, oracle, [*expressions, "-a"], a, b, w=w)


@number("4.2")
@weight(2)
def test_tensor_functions_have_the_right_values(student, oracle, draw):
    """`@`, sum, relu, exp and log compute."""
    a, b, c = draw.normal(4, 3), draw.normal(3, 5), draw.uniform(0.6, 1.9, 2, 4, 3)
    products = "a @ b", "a @ w", "v @ b"
    functions = "a.relu()", "c.exp()", "c.log()", "c.sum()", "c.sum(1, True)"
    axes = [f"axis={axis}" for axis in (None, 0, 1, -1)]
    sums = [f"c.sum({axis}{kept})" for axis in axes for kept in ("", ", keepdims=True")]
    compare_data(student, oracle, [*products, *functions, *sums], a, b, c, w=b, v=a)


# What is multiplied by w before backward() makes every element's gradient another.


@number("4.3")
@weight(2)
def test_gradients_element_by_element(student, oracle, draw):
    """The gradients of `+`, `-`, `*`, `/` for operands of one shape."""
    a, b, w = draw.uniform(1.1, 1.9, 4, 3), -draw.uniform(1.1, 1.9, 4, 3), draw.upstream(4, 3)
    of_two = "(a + b) * w", "(a - b) * w", "w * (a * b)", "(a / b) * w"
    of_one = "(2.5 - a) * w", "(2.5 / a) * w", "(w - a) * a", "(w / a) * a * a", "-a * w"
    compare_gradients(student, oracle, of_two + of_one, a, b, w=w)


@number("4.4")
@weight(3)
@after("test_gradients_element_by_element")
def test_gradients_of_what_was_broadcast(student, oracle, draw):
    """A gradient has the shape of its Tensor: the sum over what broadcasting repeated."""
    a, w = draw.uniform(1.1, 1.9, 5, 4, 3), draw.upstream(5, 4, 3)
    expressions = "(a + b) * w", "(b - a) * w", "(a * b) * w", "(b / a) * w", "(a / b) * w"
    for shape in (3,), (4, 1), (1, 4, 3), ():
        b = -draw.uniform(1.1, 1.9, *shape)
        compare_gradients(student, oracle, expressions, a, b, w=w)
    row, column = draw.uniform(1.1, 1.9, 1, 3), draw.uniform(1.1, 1.9, 4, 1)
    both = [f"(a {operator} b) * w" for operator in "+-*/"]
    compare_gradients(student, oracle, [*both, "(w - a) * w", "(w / b) * w"], row, column, w=w[0])


@number("4.5")
@weight(2)
@after("test_gradients_element_by_element")
def test_gradients_of_tensor_functions(student, oracle, draw):
    """The gradients of relu, exp and log; at 0 that of relu is 0."""
    w, a = draw.upstream(4, 3), draw.normal(4, 3)
    a[1, 1] = 0.0
    compare_gradients(student, oracle, ["a.relu() * w", "a.exp() * w"], a, w=w)
    compare_gradients(student, oracle, ["a.log() * w"], np.abs(a) + 0.3, w=w)


@number("4.6")
@weight(3)
@after("test_gradients_element_by_element")
def test_gradients_of_a_matrix_product(student, oracle, draw):
    """The gradients of `@`, by both matrices."""
    a, b, c, w = draw.normal(4, 3), draw.normal(3, 5), draw.normal(5, 2), draw.upstream(4, 5)
    compare_gradients(student, oracle, ["(a @ b) * w"], a, b, w=w)
    compare_gradients(student, oracle, ["(a @ b @ c) * w"], a, b, c, w=w[:, :2])
    compare_gradients(student, oracle, ["(w @ a) * (w @ a)"], c, w=w)


@number("4.7")
@weight(3)
@after("test_gradients_element_by_element")
def test_gradients_of_sums(student, oracle, draw):
    """The gradients of sum: over everything, along an axis, with the axis kept."""
    a = draw.normal(4, 2, 3)
    expressions, arrays = [], {}
    for axis in None, 0, 1, -1:
        for kept in False, True:
            w = f"w{len(arrays) + 1}"
            arrays[w] = draw.upstream(*np.sum(a, axis, keepdims=kept).shape)
            options = f"axis={axis}, keepdims=True" if kept else f"axis={axis}"
            expressions.append(f"a.sum({options}) * {w}")
    compare_gradients(student, oracle, expressions, a, **arrays)
    w = draw.upstream(4, 2, 3)
    compare_gradients(student, oracle, ["(a / a.exp().sum(axis=1, keepdims=True)) * w"], a, w=w)
    compare_gradients(student, oracle, ["(a + b).sum()"], a, draw.normal(3))


KNOT = """
def f(a, b):
    c = a * b
    d = c.exp() + c
    return d * c + a + a
"""


TWO_RESULTS = """
def f(a, w):
    total = a.sum(axis=0)
    first, second = total * w, total * 2
    for out in first, second, second:
        out.backward()
    return [total, first, second]
"""


LONG = """
def f(x):
    for _ in range(60):
        x = x + x
    for _ in range(1200):
        x = x * 1.0
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


@number("4.8")
@weight(2)
@after("test_gradients_element_by_element")
def test_tensor_gradients_add_up_over_paths(student, oracle, draw):
    """A Tensor used several times gets the sum over all paths, in order, without recursion."""
    a, b = draw.uniform(0.3, 0.9, 2, 4, 3)
    compare_gradients(student, oracle, ["a + a", "a * a * a"], a)
    compare_programs(student, oracle, {"a diamond": KNOT}, a, b)
    tensor, w, called = student.Tensor.new(a), draw.upstream(3), "two results of one sum"
    total, first, second = define(student, TWO_RESULTS, called)(tensor, w)
    expect(tensor.grad, f"the gradient of {called} by a").equals(np.broadcast_to(w + 4, a.shape))
    for node, name, want in (
        (total, "the sum", w + 4),
        (first, "the first", 1),
        (second, "the other", 2),
    ):
        what = f"the gradient of {name}, after backward() of the first and two of the other"
        expect(node.grad, what).equals(want + np.zeros(3))
    tensor = student.Tensor.new(b)
    out = define(student, LONG, "60 doublings and 1200 products")(tensor)
    ended = define(student, WATCHED, "backward()")(out.backward, 300_000)
    assert ended != "recursion", "backward() recurses, and Python's stack ends at about 1000 calls"
    assert ended != "calls", "backward() walks along paths, of which there are 2^60, not 1261 nodes"
    expect(tensor.grad, "the gradient of 60 doublings by x").equals(np.full(b.shape, 2.0**60))


NETWORK = """
def f(w1, w2, b1, b2, x, y):
    h = (x @ w1 + b1).relu()
    logits = h @ w2 + b2
    log_sum = logits.exp().sum(axis=1, keepdims=True).log()
    return ((log_sum - logits) * y).sum() / 6
"""


@number("4.9")
@weight(2)
@after("test_gradients_of_what_was_broadcast", "test_gradients_of_a_matrix_product")
def test_gradients_of_a_network(student, oracle, draw):
    """The cross-entropy of a network of two layers: the gradients of all its parameters."""
    params = draw.normal(4, 5), draw.normal(5, 3), draw.normal(5), draw.normal(3)
    x, y = draw.normal(6, 4), np.eye(3)[draw.integers(0, 3, 6)]
    tensors = [student.Tensor.new(array) for array in params]
    out = expect(define(student, NETWORK, "a network")(*tensors, x, y), "a network").is_object()
    out.backward()
    loss, *wanted = oracle.gradients(NETWORK, params, (x, y))
    expect(out.data, "the loss").equals(loss)
    for name, tensor, want in zip(("w1", "w2", "b1", "b2"), tensors, wanted, strict=True):
        expect(tensor.grad, f"the gradient by {name}").equals(want)


TWICE = """
def f(a, b, w):
    before = w.copy()
    c = a
    c += b
    c.backward()
    (a * w).backward()
    return bool((w == before).all())
"""


@number("4.10")
@weight(1)
@after("test_tensor_gradients_add_up_over_paths")
def test_tensors_share_no_memory(student, oracle, draw):
    """Gradients begin at 0 and add up; integers become floats; no array is shared or modified."""
    a, b, w = draw.normal(4, 3), draw.normal(4, 3), draw.upstream(4, 3)
    whole = draw.integers(1, 5, 3)
    tensor = student.Tensor.new(whole)
    expect(tensor.grad, "the gradient before any backward()").equals(np.zeros(3))
    expect(tensor.data, "the data of a Tensor of integers").equals(whole.astype(float))
    out = tensor * tensor / 2
    for times in 1, 2:
        out.backward()
        want = times * oracle.gradients("def f(a): return a * a / 2", (whole,))[1]
        expect(tensor.grad, f"the gradient of a * a / 2, backward() call {times}").equals(want)
    first, second = student.Tensor.new(a), student.Tensor.new(b)
    unharmed = define(student, TWICE, "c = a, c += b, then a * w")(first, second, w)
    assert unharmed is True, "the array w is another one after a * w and its backward()"
    expect(first.grad, "the gradient by a, of a + b and then of a * w").equals(1 + w)
    expect(second.grad, "the gradient by b, of a + b alone").equals(np.ones((4, 3)))
