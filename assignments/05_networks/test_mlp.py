from itertools import pairwise

import numpy as np

from autograder import (
    ROW_OFFSET,
    Part,
    after,
    assert_gradient,
    assert_unchanged,
    expect,
    follow_through,
    number,
    weight,
)

ACTIVATIONS = "tanh", "sigmoid", "relu"
SIZES = [3, 5, 4, 2]


def network(draw, *sizes):
    """Parameters of as many layers as there are steps between the sizes."""
    return [(draw.normal(m, n), draw.normal(n)) for m, n in pairwise(sizes)]


def varied(params, x, *rest):
    """Arguments with other inputs, and with other weights in each layer: all of them matter."""
    yield params, -x, *rest
    for i, (w, b) in enumerate(params):
        yield [*params[:i], (-w, b), *params[i + 1 :]], x, *rest


def cross_entropy(scores, y):
    """The mean of -log softmax(scores)[y], and its gradient."""
    rows = np.arange(len(y))
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1.0
    return float(-np.mean(log_p[rows, y])), dscores / len(y)


def require_loss(student, oracle, params, x, y, activation, lam, when=""):
    """The loss and the gradients are right, or what the student's own parts lead to."""
    got = student.mlp_loss(params, x, y, activation, lam)

    def own():
        scores, cache = student.mlp_forward(params, x, activation)
        form = np.zeros((len(x), len(params[-1][1])))
        expect(scores, "scores").equals(form, tolerance=np.inf)
        loss, dscores = cross_entropy(scores, y)
        grads, _ = student.mlp_backward(dscores, cache)
        expect(grads, "grads").equals(params, tolerance=np.inf)
        loss += 0.5 * lam * sum(float(np.sum(w**2)) for w, _ in params)
        grads = [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params, strict=True)]
        expect(got, "loss", "grads").equals((loss, grads))
        _, other = student.mlp_forward(params, -x, activation)
        return [
            Part(student.mlp_forward, (params, x, activation), list(varied(params, x, activation))),
            Part(
                student.mlp_backward,
                (dscores, cache),
                [(-2 * dscores, cache), (dscores, other)],
                uses=0,
            ),
        ]

    with follow_through(own):
        want = oracle.mlp_loss(params, x, y, activation, lam)
        expect(got, f"loss{when}", f"grads{when}").equals(want, tolerance=ROW_OFFSET)


def require_norms(student, oracle, params, x, y, activation, *given):
    """The norms are right, or those of the student's own gradients."""
    norms = student.gradient_norms(params, x, y, *given)

    def own():
        _, grads = student.mlp_loss(params, x, y, activation)
        expect(grads, "grads").equals(params, tolerance=np.inf)
        expect(norms, "norms").equals(np.array([np.sqrt(np.sum(dw**2)) for dw, _ in grads]))
        arguments = params, x, y, activation
        return [Part(student.mlp_loss, arguments, list(varied(*arguments)), uses=1)]

    with follow_through(own):
        expect(norms, "norms").equals(oracle.gradient_norms(params, x, y, activation))


# Initialization

WIDE = [60, 100, 150, 190]  # 6,000, 15,000 and 28,500 weights


def require_spreads(params, by_name, when):
    """Each layer's weights have the standard deviation that its initializer gives."""
    for i, (w, _) in enumerate(params, start=1):
        fan_in, fan_out = w.shape
        known = {
            "sqrt(2 / fan_in)": np.sqrt(2 / fan_in),
            "sqrt(2 / fan_out)": np.sqrt(2 / fan_out),
            "sqrt(2 / (fan_in + fan_out))": np.sqrt(2 / (fan_in + fan_out)),
            "1": 1.0,
            "0.01": 0.01,
        }
        spread = float(np.sqrt(np.mean(w**2)))
        assert spread > 0, f"the weights of layer {i} are 0: its units would all learn the same"
        # Five standard deviations of a normal sample's spread.
        tolerance = 5 / np.sqrt(2 * w.size)
        if abs(spread / known[by_name] - 1) > tolerance:
            near = [name for name, value in known.items() if abs(spread / value - 1) < tolerance]
            got = f"that of {near[0]}" if near else "another"
            what = f"{when} the standard deviation of layer {i}'s weights"
            raise AssertionError(f"{what} is {got}, want {by_name}")
        centred = abs(np.mean(w)) < 5 * spread / np.sqrt(w.size)
        assert centred, f"the mean of layer {i}'s weights is not 0"


def require_form(params, sizes):
    """A list of pairs of these shapes. In sentences: what was drawn is no evidence of a mistake."""
    count = len(sizes) - 1
    assert isinstance(params, (list, tuple)), "params is no list"
    off = "few" if len(params) < count else "many"
    assert len(params) == count, f"params has too {off} entries: want {count} pairs for {sizes}"
    for i, (pair, m, n) in enumerate(zip(params, sizes, sizes[1:], strict=False), start=1):
        is_pair = isinstance(pair, (list, tuple)) and len(pair) == 2
        assert is_pair, f"layer {i} in params is no pair (w, b)"
        for name, array, shape, form in (
            ("w", pair[0], (m, n), "matrix"),
            ("b", pair[1], (n,), "vector"),
        ):
            where = f"{name} of layer {i}"
            assert isinstance(array, np.ndarray), f"{where} is no array of NumPy's"
            assert array.dtype.kind == "f", f"{where} does not hold floats"
            assert array.ndim == len(shape), f"{where} is no {form}"
            what = "transposed" if array.shape == shape[::-1] else "another"
            assert array.shape == shape, f"the shape of {where} is not {shape}: it is {what}"
            assert np.isfinite(array).all(), f"{where} has elements that are NaN or infinite"


@number("8.1")
@weight(2)
def test_init_mlp_has_the_right_form(student, draw):
    """`init_mlp` returns a pair (w, b) for each layer, of the right shapes, with biases of 0."""
    for sizes in SIZES, (4, 3):
        params, moved = student.init_mlp.call_and_watch(sizes, draw.generator())
        assert 0 not in moved, "init_mlp changed the list of sizes: work on a copy"
        require_form(params, sizes)
        for i, (_, b) in enumerate(params, start=1):
            assert not b.any(), f"the biases of layer {i} are not 0"


@number("8.2")
@weight(3)
@after("test_init_mlp_has_the_right_form")
def test_init_mlp_suits_the_activation(student, draw):
    """Weights are He's for "relu", which is the default, and Glorot's for the others."""
    for given, initializer, spread in (
        (("relu",), student.he_normal, "sqrt(2 / fan_in)"),
        (("tanh",), student.glorot_normal, "sqrt(2 / (fan_in + fan_out))"),
        (("sigmoid",), student.glorot_normal, "sqrt(2 / (fan_in + fan_out))"),
        ((), student.he_normal, "sqrt(2 / fan_in)"),
    ):
        rng, other = draw.generator(), draw.generator()
        params = student.init_mlp(WIDE, rng, *given)
        require_form(params, WIDE)

        def own(params=params, initializer=initializer, state=rng, other=other):
            for w, _ in params:
                drawn, moved = initializer.call_and_watch(*w.shape, state)
                expect(w, "w").equals(drawn)
                state = moved.get(2, state)
            return [Part(initializer, (*w.shape, state), [(*w.shape, other)])]

        with follow_through(own):
            require_spreads(params, spread, f'for "{given[0]}"' if given else "by default")


@number("8.3")
@weight(1)
@after("test_init_mlp_has_the_right_form")
def test_init_mlp_draws_each_layer_anew(student, draw):
    """All layers are drawn from rng, one after another: none is like another."""
    rng, other, sizes = draw.generator(), draw.generator(), [3, 4, 4, 4, 2]
    student.init_mlp([2, 5], draw.generator())
    first, again, fresh = (student.init_mlp(sizes, g) for g in (rng, rng, other))
    for params in first, again, fresh:
        require_form(params, sizes)
    for (w, _), (same, _), (new, _) in zip(first, again, fresh, strict=True):
        assert np.array_equal(w, same), "equal generators gave different weights"
        assert not np.isclose(w, new).any(), "different generators gave the same weights"
    distinct = not np.isclose(first[1][0], first[2][0]).any()
    assert distinct, "two layers of one shape have the same weights: draw each from rng"


# Forward


@number("8.4")
@weight(3)
def test_mlp_forward_matches_torch(student, oracle, draw):
    """`mlp_forward` applies the activation after every layer but the last."""
    params, x = network(draw, *SIZES), draw.normal(6, 3)
    for activation in ACTIVATIONS:
        scores, _ = student.mlp_forward(params, x, activation)
        want = oracle.mlp_forward(params, x, activation)
        expect(scores, f"scores with {activation}").equals(want)
    scores, _ = student.mlp_forward(params, x)
    expect(scores, "scores by default").equals(oracle.mlp_forward(params, x, "relu"))


@number("8.5")
@weight(1)
@after("test_mlp_forward_matches_torch")
def test_mlp_forward_of_any_depth(student, oracle, draw):
    """One layer or five, one sample or several, of integers: the same loop does it."""
    for sizes, n in ([3, 4], 5), ([4, 3, 6, 2, 5, 1], 3), ([3, 5, 2], 1):
        params, x = network(draw, *sizes), draw.integers(-3, 4, n, sizes[0])
        scores, _ = assert_unchanged(student.mlp_forward, params, x, "tanh")
        expect(scores, "scores").equals(oracle.mlp_forward(params, x, "tanh"))


# Backward


@number("8.6")
@weight(3)
def test_mlp_backward_is_the_derivative_of_mlp_forward(student, draw):
    """`mlp_backward` is the derivative of your own `mlp_forward`, with tanh and with sigmoid."""
    for activation, n, sizes in ("tanh", 4, (1, 2, 1, 3)), ("sigmoid", 3, (2, 1, 4)):
        params, x = network(draw, *sizes), draw.normal(n, sizes[0])
        assert_gradient(
            student.mlp_forward,
            student.mlp_backward,
            params,
            x,
            draw=draw,
            constants=(activation,),
        )


@number("8.7")
@weight(3)
@after("test_mlp_forward_matches_torch")
def test_mlp_backward_matches_torch(student, oracle, draw):
    """`mlp_backward` returns the gradients of every layer, and dx, by its own cache."""
    for activation, sizes in zip(ACTIVATIONS, (SIZES, [2, 3, 4, 6, 3], [4, 3]), strict=True):
        params, x = network(draw, *sizes), draw.normal(5, sizes[0])
        dscores = draw.upstream(5, sizes[-1])
        _, cache = student.mlp_forward(params, x, activation)
        other = "sigmoid" if activation == "tanh" else "tanh"
        student.mlp_forward(network(draw, *sizes), draw.normal(5, sizes[0]), other)
        want = oracle.mlp_backward(params, x, activation, dscores)
        for _ in range(2):
            got = assert_unchanged(student.mlp_backward, dscores, cache)
            expect(got, "grads", "dx").equals(want, upstream=dscores)


@number("8.8")
@weight(1)
@after("test_mlp_forward_matches_torch")
def test_mlp_backward_with_relu(student, oracle, draw):
    """ReLU passes the gradient where its input is positive, so not where that is exactly 0."""
    params, x, dscores = network(draw, *SIZES), draw.normal(6, 3), draw.upstream(6, 2)
    silent = [(np.zeros((3, 5)), np.zeros(5)), *params[1:]]
    for given in params, silent:
        _, cache = student.mlp_forward(given, x, "relu")
        want = oracle.mlp_backward(given, x, "relu", dscores)
        got = student.mlp_backward(dscores, cache)
        expect(got, "grads", "dx").equals(want, upstream=dscores)


# Loss


@number("8.9")
@weight(3)
def test_mlp_loss_composes_forward_loss_and_backward(student, oracle, draw):
    """`mlp_loss` returns the mean cross-entropy and the gradients of every layer."""
    # So many ReLUs are never all silent.
    for activation, n, sizes in (
        ("tanh", 6, SIZES),
        ("sigmoid", 1, SIZES),
        ("relu", 4, (2, 9, 8, 5)),
    ):
        params, x = network(draw, *sizes), draw.normal(n, sizes[0])
        x = x if n > 1 else draw.integers(1, 4, *x.shape)
        y = draw.integers(0, sizes[-1], n)
        require_loss(student, oracle, params, x, y, activation, 0.0)


@number("8.10")
@weight(2)
@after("test_mlp_loss_composes_forward_loss_and_backward")
def test_mlp_loss_penalty_is_on_all_weights(student, oracle, draw):
    """The penalty adds half of lam times the squares of all weights, and of no bias."""
    params, x, y = network(draw, *SIZES), draw.normal(6, 3), draw.integers(0, 2, 6)
    for lam in 0.7, 1.9:
        require_loss(student, oracle, params, x, y, "tanh", lam)


@number("8.11")
@weight(1)
@after("test_mlp_loss_composes_forward_loss_and_backward")
def test_mlp_loss_is_stable_for_large_scores(student, oracle, draw):
    """Scores of +-1000 give a finite, right loss, in whichever row or class they are."""
    # Each case is there for one mistake, so that an infinite loss tells which.
    params, x, y = network(draw, 3, 5, 4), draw.normal(6, 3), draw.integers(0, 4, 6)
    positive, far = [(np.abs(w), b) for w, b in params], x.copy()
    far[0] = 1000.0 * np.abs(x[0])
    best = oracle.mlp_forward(positive, far, "relu").argmax(axis=1)
    layer, (w, b) = params
    level = [layer, (w, b + 1000.0)]
    uneven = [layer, (w, b + np.array([-1000.0, 1000.0, 1000.0, 0.0]))]
    for given, inputs, labels, activation, when in (
        (level, x, y, "relu", ""),
        (uneven, x, 1 + y % 2, "sigmoid", " where the first score is not the largest"),
        (positive, far, best, "relu", " where one row's scores are far larger"),
        (uneven, x, np.array([0, 1, 2, 3, 0, 1]), "tanh", " where the right class loses"),
    ):
        require_loss(student, oracle, given, inputs, labels, activation, 0.0, when)


@number("8.12")
@weight(1)
@after("test_mlp_loss_composes_forward_loss_and_backward")
def test_mlp_loss_by_default_and_twice(student, draw):
    """By default it is ReLU without a penalty; nothing is changed, nor remembered."""
    params, x, y = network(draw, *SIZES), draw.normal(6, 3), draw.integers(0, 2, 6)
    first = assert_unchanged(student.mlp_loss, params, x, y, "relu", 0.0)
    student.mlp_loss(network(draw, *SIZES), x, y, "tanh", 0.7)
    again = student.mlp_loss(params, x, y)
    expect(again, "the loss by default", "the grads by default").equals(first)


# Gradients that vanish or explode


@number("9.1")
@weight(3)
def test_gradient_norms_match_torch(student, oracle, draw):
    """`gradient_norms` returns the norm of each layer's weight gradient, the first layer first."""
    params, x, y = network(draw, *SIZES), draw.normal(6, 3), draw.integers(0, 2, 6)
    for given in ("tanh",), ("sigmoid",), ("relu",), ():
        require_norms(student, oracle, params, x, y, (*given, "relu")[0], *given)


@number("9.2")
@weight(2)
@after("test_gradient_norms_match_torch")
def test_gradient_norms_of_any_depth(student, oracle, draw):
    """A deep network has as many norms as layers, a linear classifier has one."""
    for sizes, n in ([3, 4], 5), ([2, 3, 5, 4, 3, 2, 4, 3], 4), ([3, 5, 2], 1):
        params, x, y = network(draw, *sizes), draw.normal(n, sizes[0]), draw.integers(0, 2, n)
        x = x if n > 1 else draw.integers(1, 4, *x.shape)
        require_norms(student, oracle, params, x, y, "sigmoid", "sigmoid")


@number("9.3")
@weight(1)
@after("test_gradient_norms_match_torch")
def test_gradient_norms_leave_their_arguments_unchanged(student, draw):
    """`gradient_norms` leaves params, x and y as they were, so it can be called again."""
    params, x, y = network(draw, *SIZES), draw.normal(6, 3), draw.integers(0, 2, 6)
    first = assert_unchanged(student.gradient_norms, params, x, y, "tanh")
    student.gradient_norms(network(draw, *SIZES), x, y, "tanh")
    again = student.gradient_norms(params, x, y, "tanh")
    expect(again, "the norms of a second call").equals(first)
