import numpy as np

from autograder import (
    ROW_OFFSET,
    Part,
    after,
    assert_loss_gradient,
    assert_unchanged,
    expect,
    follow_through,
    number,
    weight,
)

N, D, H, C = 6, 3, 5, 4


def network(draw, n=N, d=D, h=H, c=C):
    """Parameters of two layers, inputs and labels."""
    params = [(draw.normal(d, h), draw.normal(h)), (draw.normal(h, c), draw.normal(c))]
    return params, draw.normal(n, d), draw.integers(0, c, n)


def smooth_network(draw, *sizes):
    """The same, with no hidden unit close to its corner, with or without its bias."""
    for _ in range(1000):
        params, x, y = network(draw, *sizes)
        z = x @ params[0][0]
        if min(np.min(np.abs(z)), np.min(np.abs(z + params[0][1]))) > 0.02:
            return params, x, y
    raise ValueError("no network without a unit close to its corner in 1000 draws")


def cross_entropy(scores, y):
    """The mean of -log softmax(scores)[y]."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-np.mean(log_p[np.arange(len(y)), y]))


def by_own_scores(student, loss, params, x, y, lam):
    """A right composition of the student's own `two_layer_scores`: its loss, with the penalty."""

    def own():
        scores = student.two_layer_scores(params, x)
        wanted_form = np.zeros((len(x), len(params[1][1])))
        expect(scores, "scores").equals(wanted_form, tolerance=np.inf)
        penalty = 0.5 * lam * sum(float(np.sum(w**2)) for w, _ in params)
        expect(loss, "loss").equals(cross_entropy(scores, y) + penalty)
        (w1, b1), (w2, b2) = params
        varied = [(params, -x), ([(-w1, b1), (w2, b2)], x), ([(w1, b1), (-w2, b2)], x)]
        # Scores that are linear in x leave nothing of ReLU to derive.
        return [Part(student.two_layer_scores, (params, x), varied, bends=1)]

    return own


def require_both(student, oracle, params, x, y, lam, tolerance=ROW_OFFSET):
    """The loss and its gradients are right, or what the student's own scores lead to."""
    got = student.two_layer_loss(params, x, y, lam)
    want = oracle.two_layer_loss(params, x, y, lam)
    own_loss = by_own_scores(student, got[0], params, x, y, lam)

    def own():
        parts = own_loss()
        if np.isclose(got[0], want[0], rtol=tolerance):
            return []  # nothing but the right gradients follows from the right loss
        assert_loss_gradient(student.two_layer_loss, params, x, y, lam)
        return parts

    with follow_through(own):
        expect(got, "loss", "grads").equals(want, tolerance=tolerance)


@number("7.1")
@weight(3)
def test_two_layer_scores_match_torch(student, oracle, draw):
    """`two_layer_scores` returns relu(x @ w1 + b1) @ w2 + b2."""
    params, x, _ = network(draw)
    want = oracle.two_layer_scores(params, x)
    expect(student.two_layer_scores(params, x), "scores").equals(want)


@number("7.2")
@weight(1)
@after("test_two_layer_scores_match_torch")
def test_two_layer_scores_of_integers_and_of_one_sample(student, oracle, draw):
    """Inputs may be integers, or one sample; nothing is changed."""
    for n in 4, 1:
        params, _, _ = network(draw)
        x = draw.integers(-3, 4, n, D)
        scores = assert_unchanged(student.two_layer_scores, params, x)
        expect(scores, "scores").equals(oracle.two_layer_scores(params, x))


@number("7.3")
@weight(3)
def test_two_layer_loss_is_the_cross_entropy(student, oracle, draw):
    """Without a penalty the loss of `two_layer_loss` is the mean cross-entropy of the scores."""
    for n in N, 1:
        params, x, y = network(draw, n)
        x = x if n > 1 else draw.integers(-3, 4, n, D)
        loss, _ = student.two_layer_loss(params, x, y, 0.0)
        want, _ = oracle.two_layer_loss(params, x, y, 0.0)
        with follow_through(by_own_scores(student, loss, params, x, y, 0.0)):
            expect(loss, "loss").equals(want)


@number("7.4")
@weight(4)
def test_two_layer_gradients_are_the_derivative_of_the_loss(student, draw):
    """The grads of `two_layer_loss` are the derivative of your own loss."""
    # Small: each parameter costs fourteen evaluations.
    params, x, y = smooth_network(draw, 5, 3, 2, 4)
    assert_loss_gradient(student.two_layer_loss, params, x, y, 0.3)
    # A loss of the weights alone would have a derivative that is soon found.
    loss, _ = student.two_layer_loss(params, x, y, 0.3)
    for name, arguments in ("x", (-x, y)), ("y", (x, (y + 1) % C)):
        other, _ = student.two_layer_loss(params, *arguments, 0.3)
        assert loss != other, f"the loss is the same whatever {name} is: there is nothing to derive"


@number("7.5")
@weight(4)
@after("test_two_layer_loss_is_the_cross_entropy")
def test_two_layer_gradients_match_torch(student, oracle, draw):
    """`two_layer_loss` returns the gradients of both layers, in the form of params."""
    for sizes in (N, D, H, C), (1, D, 9, C), (N, 1, 9, C):  # nine ReLUs are never all silent
        params, x, y = smooth_network(draw, *sizes)
        student.two_layer_loss(*network(draw, *sizes), 0.0)
        require_both(student, oracle, params, x, y, 0.0)


@number("7.6")
@weight(2)
@after("test_two_layer_gradients_match_torch")
def test_two_layer_penalty_is_on_the_weights_of_both_layers(student, oracle, draw):
    """The penalty adds half of lam times the squares of all weights, and of no bias."""
    params, x, y = smooth_network(draw)
    for lam in 0.7, 1.9:
        require_both(student, oracle, params, x, y, lam)


@number("7.7")
@weight(1)
@after("test_two_layer_gradients_match_torch")
def test_two_layer_relu_at_zero_has_the_derivative_zero(student, oracle, draw):
    """A hidden unit whose sum is exactly 0 passes no gradient."""
    params, x, y = network(draw)
    params[0] = np.zeros((D, H)), np.zeros(H)
    got, want = student.two_layer_loss(params, x, y, 0.0), oracle.two_layer_loss(params, x, y, 0.0)
    expect(got[1], "grads").equals(want[1])


@number("7.8")
@weight(1)
@after("test_two_layer_gradients_match_torch")
def test_two_layer_loss_is_stable_for_large_scores(student, oracle, draw):
    """Scores of +-1000 give a finite, right loss, in whichever row or class they are."""
    # Each case is there for one mistake, so that an infinite loss tells which.
    params, x, y = smooth_network(draw)
    positive, far = [(np.abs(w), b) for w, b in params], x.copy()
    far[0] = 1000.0 * np.abs(x[0])
    best = oracle.two_layer_scores(positive, far).argmax(axis=1)
    layer, (w, b) = params
    level = [layer, (w, b + 1000.0)]
    uneven = [layer, (w, b + np.array([-1000.0, 1000.0, 1000.0, 0.0]))]
    for given, inputs, labels, when in (
        (level, x, y, ""),
        (uneven, x, 1 + y % 2, " where the first score is not the largest"),
        (positive, far, best, " where one row's scores are far larger"),
        (uneven, x, np.array([0, 1, 2, 3, 0, 1]), " where the right class loses"),
    ):
        got = student.two_layer_loss(given, inputs, labels, 0.0)
        want = oracle.two_layer_loss(given, inputs, labels, 0.0)
        with follow_through(by_own_scores(student, got[0], given, inputs, labels, 0.0)):
            expect(got, f"loss{when}", f"grads{when}").equals(want, tolerance=ROW_OFFSET)


@number("7.9")
@weight(1)
@after("test_two_layer_gradients_match_torch")
def test_two_layer_loss_leaves_its_arguments_unchanged(student, draw):
    """`two_layer_loss` leaves params, x and y as they were, so it can be called again."""
    params, x, y = network(draw)
    first = assert_unchanged(student.two_layer_loss, params, x, y, 0.3)
    student.two_layer_loss(*network(draw), 0.3)
    again = student.two_layer_loss(params, x, y, 0.3)
    expect(again, "the loss of a second call", "the grads of a second call").equals(first)
