import numpy as np

from autograder import LARGE_OFFSET, after, assert_unchanged, expect, number, weight

NAMES = ("loss", "dw", "db")


@number("15.1")
@weight(1)
def test_linear_delta_rule_matches_torch(student, oracle, draw):
    """A linear neuron: loss, dw and db."""
    x, t, w, b = draw.normal(5, 3), draw.normal(5), draw.normal(3), float(draw.normal())
    got = student.delta_rule(x, t, w, b, activation="linear")
    expect(got, *NAMES).equals(oracle.delta_rule(x, t, w, b, "linear"))


@number("15.2")
@weight(1)
def test_sigmoid_delta_rule_matches_torch(student, oracle, draw):
    """A sigmoid neuron: its error passes the slope s(1 - s)."""
    x, t, w, b = draw.normal(5, 3), draw.uniform(0.0, 1.0, 5), draw.normal(3), float(draw.normal())
    got = student.delta_rule(x, t, w, b, activation="sigmoid")
    expect(got, *NAMES).equals(oracle.delta_rule(x, t, w, b, "sigmoid"))


@number("15.3")
@weight(2)
def test_delta_rule_returns_the_derivatives_of_its_loss(student, draw):
    """The dw and db of `delta_rule` are the derivatives of your own loss."""
    x, t, w, b = draw.normal(4, 3), draw.uniform(0.0, 1.0, 4), draw.normal(3), float(draw.normal())
    # Central differences at two steps, extrapolated: the error is of the order h^4 = 1e-12.
    steps = np.array([1e-3, -1e-3, 5e-4, -5e-4])

    def slopes(losses):
        """The derivatives, from the losses after each of the steps: one row a step."""
        wide, wide_behind, narrow, narrow_behind = losses
        return (8.0 * (narrow - narrow_behind) - (wide - wide_behind)) / (6.0 * 1e-3)

    for activation in "linear", "sigmoid":
        loss_of = student.delta_rule.given(activation=activation)
        near_w = w + np.multiply.outer(steps, np.eye(3)).reshape(12, 3)
        losses = loss_of.batch((x, t, w, b), 2, near_w), loss_of.batch((x, t, w, b), 3, b + steps)
        finite = np.zeros(12), np.zeros(4)
        expect(losses, "losses near w", "losses near b").equals(finite, tolerance=np.inf)
        want = slopes(np.reshape(losses[0], (4, 3))), float(slopes(losses[1]))
        assert np.any(np.abs(want[0]) > LARGE_OFFSET), "the loss does not depend on w"
        assert abs(want[1]) > LARGE_OFFSET, "the loss does not depend on b"
        _, dw, db = student.delta_rule(x, t, w, b, activation=activation)
        expect((dw, db), "dw", "db").equals(want, tolerance=LARGE_OFFSET)


@number("15.4")
@weight(1)
@after("test_sigmoid_delta_rule_matches_torch")
def test_a_saturated_neuron_hardly_learns(student, oracle, draw):
    """Far out, at z of about +-1000 and +-30, all is finite and right: the gradient vanishes."""
    x = draw.uniform(0.9, 1.1, 4, 2) * np.array([[-500.0], [-15.0], [15.0], [500.0]])
    t, w, b = np.array([1.0, 0.0, 0.0, 0.0]), np.ones(2), 0.5
    for samples in slice(None), slice(1):
        got = student.delta_rule(x[samples], t[samples], w, b, activation="sigmoid")
        expect(got, *NAMES).equals(oracle.delta_rule(x[samples], t[samples], w, b, "sigmoid"))


@number("15.5")
@weight(1)
@after("test_linear_delta_rule_matches_torch")
def test_delta_rule_leaves_its_arguments_unchanged(student, oracle, draw):
    """`delta_rule` takes whole numbers and one sample, and leaves its arguments as they were."""
    w, b = draw.normal(3), float(draw.normal())
    for n in 6, 1:
        x, t = draw.normal(n, 3), draw.integers(0, 2, n)
        # First a neuron of the other kind: to remember it would be a mistake.
        assert_unchanged(student.delta_rule, x, t, w, b, activation="sigmoid")
        got = assert_unchanged(student.delta_rule, x, t, w, b, activation="linear")
        expect(got, *NAMES).equals(oracle.delta_rule(x, t, w, b, "linear"))
