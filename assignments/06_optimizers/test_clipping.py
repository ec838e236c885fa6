import numpy as np

from autograder import FLOAT32_INPUT, PARITY, after, assert_unchanged, expect, number, weight


def on_a_cliff(draw):
    """Gradients of three arrays of parameters, most of which are far too large."""
    return [1e3 * draw.normal(3, 4), 30.0 * draw.normal(5), 1e4 * draw.upstream()]


def assert_clipped(returned, want, tolerance=PARITY):
    """As many arrays as there were, each relative to its own size, and then the norm."""
    grads, norm = returned
    *want_grads, want_norm = want
    assert isinstance(grads, (list, tuple)), "grads should be a list of arrays"
    assert len(grads) == len(want_grads), "grads should hold as many arrays as it was given"
    for i, (got, one) in enumerate(zip(grads, want_grads, strict=True)):
        expect(got, f"grads[{i}]").equals(one, upstream=one, tolerance=tolerance)
    expect(norm, "norm").equals(want_norm, upstream=want_norm, tolerance=tolerance)


def assert_any_form(clip, ask, draw):
    """One array of integers; a transposed array; a number without axes; float32."""
    for grads, c in (
        ([draw.integers(-9, 10, 3, 4)], 0.75),
        ([10.0 * draw.normal(5, 1, 2).T, draw.upstream(), draw.normal(1)], 0.5),
    ):
        assert_clipped(clip(grads, c), ask(grads, c))
    grads = [draw.normal(3, 4).astype(np.float32), draw.normal(5).astype(np.float32)]
    assert_clipped(clip(grads, 0.75), ask(grads, 0.75), FLOAT32_INPUT)


# Clipping by value


@number("15.1")
@weight(2)
def test_clip_by_value_limits_every_element(student, oracle, draw):
    """`clip_by_value` limits every element to [-c, c], and leaves smaller ones as they are."""
    grads = [draw.normal(3, 4), 3.0 * draw.normal(5)]
    clipped, _ = student.clip_by_value(grads, 0.6)
    *want, norm = oracle.clip_by_value(grads, 0.6)
    assert_clipped((clipped, norm), (*want, norm))


@number("15.2")
@weight(1)
@after("test_clip_by_value_limits_every_element")
def test_clip_by_value_tells_the_norm_before(student, oracle, draw):
    """`clip_by_value` also returns the norm of all gradients together, before clipping."""
    grads = on_a_cliff(draw)
    assert_clipped(student.clip_by_value(grads, 20.0), oracle.clip_by_value(grads, 20.0))


@number("15.3")
@weight(1)
@after("test_clip_by_value_limits_every_element")
def test_clip_by_value_takes_any_arrays_and_changes_none(student, oracle, draw):
    """Arrays may hold integers or float32 and have any shape; they stay as they were."""
    assert_any_form(student.clip_by_value, oracle.clip_by_value, draw)
    assert_unchanged(student.clip_by_value, on_a_cliff(draw), 20.0)


# Clipping by the global norm


@number("16.1")
@weight(1)
def test_clip_by_global_norm_scales_all_gradients_alike(student, oracle, draw):
    """Gradients that are too large together are all scaled by one factor."""
    grads = on_a_cliff(draw)
    clipped, _ = student.clip_by_global_norm(grads, 5.0)
    *want, norm = oracle.clip_by_global_norm(grads, 5.0)
    assert_clipped((clipped, norm), (*want, norm))


@number("16.2")
@weight(1)
@after("test_clip_by_global_norm_scales_all_gradients_alike")
def test_clip_by_global_norm_tells_the_norm_before(student, oracle, draw):
    """`clip_by_global_norm` also returns the norm of all gradients together, before clipping."""
    grads = on_a_cliff(draw)
    want = oracle.clip_by_global_norm(grads, 7.0)
    assert_clipped(student.clip_by_global_norm(grads, 7.0), want)


@number("16.3")
@weight(1)
@after("test_clip_by_global_norm_scales_all_gradients_alike")
def test_clip_by_global_norm_leaves_small_gradients_alone(student, oracle, draw):
    """Gradients whose norm is below c stay as they are."""
    grads = [draw.normal(3, 4), draw.normal(5)]
    want = oracle.clip_by_global_norm(grads, 50.0)
    assert_clipped(student.clip_by_global_norm(grads, 50.0), want)


@number("16.4")
@weight(1)
@after("test_clip_by_global_norm_scales_all_gradients_alike")
def test_clip_by_global_norm_takes_tiny_and_zero_gradients(student, oracle, draw):
    """Gradients of 0 stay 0, and beside tiny ones the 1e-6 in the formula counts."""
    for grads, c in (
        ([np.zeros((3, 4)), np.zeros(5)], 0.5),
        ([1e-6 * draw.normal(3, 4), 1e-6 * draw.normal(5)], 1e-6),
    ):
        want = oracle.clip_by_global_norm(grads, c)
        assert_clipped(student.clip_by_global_norm(grads, c), want)


@number("16.5")
@weight(1)
@after("test_clip_by_global_norm_scales_all_gradients_alike")
def test_clip_by_global_norm_takes_any_arrays_and_changes_none(student, oracle, draw):
    """Arrays may hold integers or float32 and have any shape; they stay as they were."""
    assert_any_form(student.clip_by_global_norm, oracle.clip_by_global_norm, draw)
    assert_unchanged(student.clip_by_global_norm, on_a_cliff(draw), 5.0)
