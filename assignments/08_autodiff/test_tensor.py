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


def function(expression):
    """The text of f of Tensors a, b, c, as many as there are, and of an array w; k is 2.5."""
    used = [name for name in "abcw" if name in expression.replace("axis", "").replace("keepd", "")]
    return f"def f({', '.join(used)}, k=2.5): return {expression.replace('2.5', 'k')}"


def after_others(source):
    """The text of f that computes with other arrays before, on which a memory betrays itself."""
    return f"""
def after_others(*given, others, constants):
{indent(source, "    ")}
    f(*map(type(given[0]), others), *constants, k=0.5)
    return f(*given)
"""


def computed(student, source, called, leaves, constants):
    """What a text makes of Tensors of these arrays, and those."""
    tensors = [student.Tensor.new(leaf) for leaf in leaves]
    if "k=2.5" in source:
        others = {"others": [a + 0.25 for a in leaves], "constants": [w + 1 for w in constants]}
        out = define(student, after_others(source), called)(*tensors, *constants, **others)
    else:
        out = define(student, source, called)(*tensors, *constants)
    return expect(out, called).is_object(), tensors


def compare_data(student, oracle, expression, *leaves, w=()):
    """The data of an expression, compared."""
    source = function(expression)
    out, _ = computed(student, source, expression, leaves, w)
    want = oracle.gradients(source, leaves, w)[0]
    expect(out.data, f"the data of {expression}").equals(want)


def compare_gradients(student, oracle, expression, *leaves, w=(), called=None):
    """The gradients of an expression by all Tensors in it, compared."""
    source = function(expression) if called is None else expression
    called = called or expression
    out, tensors = computed(student, source, called, leaves, w)
    out.backward()
    _, *wanted = oracle.gradients(source, leaves, w)
    for name, tensor, want in zip("abc", tensors, wanted, strict=False):
        expect(tensor.grad, f"the gradient of {called} by {name}").equals(want)


@number("4.1")
@weight(2)
def test_tensor_arithmetic_has_the_right_values(student, oracle, draw):
    """`+`, `-`, `*`, `/` compute, with a Tensor, an array or a number on either side."""
    a, b, w = draw.uniform(1.1, 1.9, 4, 3), -draw.uniform(1.1, 1.9, 3), draw.normal(4, 1)
    for operator in "+-*/":
        compare_data(student, oracle, f"a {operator} b", a, b)
        compare_data(student, oracle, f"b {operator} a", a, b)
        compare_data(student, oracle, f"a {operator} 2.5", a)
        compare_data(student, oracle, f"2.5 {operator} a", a)
        compare_data(student, oracle, f"a {operator} w", a, w=(w,))
        compare_data(student, oracle, f"w {operator} a", a, w=(w,))
    compare_data(student, oracle, "-a", a)


@number("4.2")
@weight(2)
def test_tensor_functions_have_the_right_values(student, oracle, draw):
    """`@`, sum, relu, exp and log compute."""
    a, b, c = draw.normal(4, 3), draw.normal(3, 5), draw.uniform(0.6, 1.9, 2, 4, 3)
    compare_data(student, oracle, "a @ b", a, b)
    compare_data(student, oracle, "a @ w", a, w=(b,))
    compare_data(student, oracle, "w @ a", b, w=(a,))
    compare_data(student, oracle, "a.relu()", a)
    for expression in "a.exp()", "a.log()", "a.sum()":
        compare_data(student, oracle, expression, c)
    for axis in None, 0, 1, -1:
        compare_data(student, oracle, f"a.sum(axis={axis})", c)
        compare_data(student, oracle, f"a.sum(axis={axis}, keepdims=True)", c)


# What is multiplied by w before backward() makes every element's gradient another.


@number("4.3")
@weight(2)
def test_gradients_element_by_element(student, oracle, draw):
    """The gradients of `+`, `-`, `*`, `/` for operands of one shape."""
    a, b, w = draw.uniform(1.1, 1.9, 4, 3), -draw.uniform(1.1, 1.9, 4, 3), draw.upstream(4, 3)
    for expression in "(a + b) * w", "(a - b) * w", "w * (a * b)", "(a / b) * w":
        compare_gradients(student, oracle, expression, a, b, w=(w,))
    for expression in "(2.5 - a) * w", "(2.5 / a) * w", "(w - a) * a", "(w / a) * a * a", "-a * w":
        compare_gradients(student, oracle, expression, a, w=(w,))


@number("4.4")
@weight(3)
@after("test_gradients_element_by_element")
def test_gradients_of_what_was_broadcast(student, oracle, draw):
    """A gradient has the shape of its Tensor: the sum over what broadcasting repeated."""
    a, w = draw.uniform(1.1, 1.9, 5, 4, 3), draw.upstream(5, 4, 3)
    for shape in (3,), (4, 1), (1, 4, 3), ():
        b = -draw.uniform(1.1, 1.9, *shape)
        for expression in "(a + b) * w", "(b - a) * w", "(a * b) * w", "(b / a) * w", "(a / b) * w":
            compare_gradients(student, oracle, expression, a, b, w=(w,))
    row, column = draw.uniform(1.1, 1.9, 1, 3), draw.uniform(1.1, 1.9, 4, 1)
    compare_gradients(student, oracle, "(a * b) * w", row, column, w=(w[0],))


@number("4.5")
@weight(2)
@after("test_gradients_element_by_element")
def test_gradients_of_tensor_functions(student, oracle, draw):
    """The gradients of relu, exp and log; at 0 that of relu is 0."""
    w, a = draw.upstream(4, 3), draw.normal(4, 3)
    a[1, 1] = 0.0
    compare_gradients(student, oracle, "a.relu() * w", a, w=(w,))
    compare_gradients(student, oracle, "a.exp() * w", a, w=(w,))
    compare_gradients(student, oracle, "a.log() * w", np.abs(a) + 0.3, w=(w,))


@number("4.6")
@weight(3)
@after("test_gradients_element_by_element")
def test_gradients_of_a_matrix_product(student, oracle, draw):
    """The gradients of `@`, by both matrices."""
    a, b, c, w = draw.normal(4, 3), draw.normal(3, 5), draw.normal(5, 2), draw.upstream(4, 5)
    compare_gradients(student, oracle, "(a @ b) * w", a, b, w=(w,))
    compare_gradients(student, oracle, "(a @ b @ c) * w", a, b, c, w=(w[:, :2],))
    compare_gradients(student, oracle, "(w @ a) * (w @ a)", c, w=(w,))


@number("4.7")
@weight(3)
@after("test_gradients_element_by_element")
def test_gradients_of_sums(student, oracle, draw):
    """The gradients of sum: over everything, along an axis, with the axis kept."""
    a = draw.normal(4, 2, 3)
    for axis in None, 0, 1, -1:
        for options in f"axis={axis}", f"axis={axis}, keepdims=True":
            w = draw.upstream(*np.sum(a, axis, keepdims="keepdims" in options).shape)
            compare_gradients(student, oracle, f"a.sum({options}) * w", a, w=(w,))
    w = draw.upstream(4, 2, 3)
    compare_gradients(student, oracle, "(a / a.exp().sum(axis=1, keepdims=True)) * w", a, w=(w,))
    compare_gradients(student, oracle, "(a + b).sum()", a, draw.normal(3))


KNOT = """
def f(a, b):
    c = a * b
    d = c.exp() + c
    return d * c + a + a
"""


TWO_RESULTS = """
def f(a, w):
    total = a.sum(axis=0)
    (total * w).backward()
    (total * 2).backward()
"""


@number("4.8")
@weight(2)
@after("test_gradients_element_by_element")
def test_tensor_gradients_add_up_over_paths(student, oracle, draw):
    """A Tensor that is used several times gets the sum over all paths, in the right order."""
    a, b = draw.uniform(0.3, 0.9, 2, 4, 3)
    compare_gradients(student, oracle, "a + a", a)
    compare_gradients(student, oracle, "a * a * a", a)
    compare_gradients(student, oracle, KNOT, a, b, called="a diamond")
    tensor, w, called = student.Tensor.new(a), draw.upstream(3), "two results of one sum"
    define(student, TWO_RESULTS, called)(tensor, w)
    expect(tensor.grad, f"the gradient of {called} by a").equals(np.broadcast_to(w + 2, a.shape))


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
    out, tensors = computed(student, NETWORK, "a network", params, (x, y))
    out.backward()
    loss, *wanted = oracle.gradients(NETWORK, params, (x, y))
    expect(out.data, "the loss").equals(loss)
    for name, tensor, want in zip(("w1", "w2", "b1", "b2"), tensors, wanted, strict=True):
        expect(tensor.grad, f"the gradient by {name}").equals(want)


TWICE = """
def f(a, b, w):
    before = w.copy()
    (a + b).backward()
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
    unharmed = define(student, TWICE, "a + b and then a * w")(first, second, w)
    assert unharmed is True, "the array w is another one after a * w and its backward()"
    expect(first.grad, "the gradient by a, of a + b and then of a * w").equals(1 + w)
    expect(second.grad, "the gradient by b, of a + b alone").equals(np.ones((4, 3)))
