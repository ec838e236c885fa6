import numpy as np

from autograder import after, assert_loss_gradient, assert_unchanged, expect, number, weight

# L1 penalty


@number("16.1")
@weight(1)
def test_l1_penalty_matches_torch(student, oracle, draw):
    """`l1_penalty` is lam times the sum of absolute weights, and lam * sign(w)."""
    w = draw.normal(4, 3)
    for lam in 0.7, 0.2:
        got = assert_unchanged(student.l1_penalty, w, lam)
        expect(got, "loss", "dw").equals(oracle.l1_penalty(w, lam))


@number("16.2")
@weight(1)
def test_l1_gradient_is_the_derivative_of_the_penalty(student, draw):
    """The dw of `l1_penalty` is the derivative of your own penalty."""
    w = draw.normal(4, 3, away_from=(0.0,))
    assert_loss_gradient(student.l1_penalty, w, 0.7, kinks=(0.0,))


@number("16.3")
@weight(1)
@after("test_l1_penalty_matches_torch")
def test_l1_gradient_is_zero_where_the_weight_is(student, draw):
    """A weight of exactly 0 has the subgradient 0; weights have any number of axes."""
    zeros = np.array([1.0, 0.0, 1.0, -0.0, 1.0])
    for w in draw.upstream(5) * zeros, draw.upstream(3, 2, 5) * zeros:
        want = 0.7 * float(np.sum(np.abs(w))), 0.7 * np.sign(w)
        expect(student.l1_penalty(w, 0.7), "loss", "dw").equals(want)


# L2 penalty


@number("17.1")
@weight(1)
def test_l2_penalty_matches_torch(student, oracle, draw):
    """`l2_penalty` is half of lam times the sum of squared weights, and lam * w."""
    w = draw.normal(4, 3)
    got = assert_unchanged(student.l2_penalty, w, 0.7)
    expect(got, "loss", "dw").equals(oracle.l2_penalty(w, 0.7))


@number("17.2")
@weight(1)
def test_l2_gradient_is_the_derivative_of_the_penalty(student, draw):
    """The dw of `l2_penalty` is the derivative of your own penalty."""
    assert_loss_gradient(student.l2_penalty, draw.normal(4, 3), 0.7)


@number("17.3")
@weight(1)
@after("test_l2_penalty_matches_torch")
def test_l2_penalty_of_vectors_and_of_nothing(student, oracle, draw):
    """Weights have any number of axes, and may be 0; so may lam."""
    zeros = np.array([1.0, 0.0, 1.0, -0.0, 1.0])
    for w in draw.normal(5) * zeros, draw.normal(3, 2, 5) * zeros:
        for lam in 0.7, 0.0:
            expect(student.l2_penalty(w, lam), "loss", "dw").equals(oracle.l2_penalty(w, lam))
