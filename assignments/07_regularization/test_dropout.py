import numpy as np

from autograder import (
    FLOAT32_INPUT,
    PARITY,
    after,
    assert_unchanged,
    expect,
    number,
    weight,
)

# Which elements are dropped is never graded. Dropout is judged by what holds for every way of
# drawing: where the zeros are, how many, what the rest is multiplied by, and whether backward does
# the same. Inputs have no zeros (draw.upstream), so a zero in out is an element that was dropped.
# In the comments s is one standard deviation; right code is 6 of them off once in 500 million runs.


def dropped_in(out, x):
    """Which elements of out, the output in training, were dropped; some are, and some are not."""
    expect(out, "out").equals(x, tolerance=np.inf)  # the form alone: shape, dtype, finite
    dropped = out == 0
    assert not np.array_equal(out, x), "out is x: in training some elements are dropped"
    assert dropped.any(), "no element of out is 0: in training some are dropped"
    assert not dropped.all(), "every element of out is 0"
    return dropped


def require_share(dropped, p_drop):
    """The share of True is p_drop, up to chance."""
    share = dropped.mean()

    def near(p):
        return abs(share - p) <= 6 * np.sqrt(p * (1 - p) / dropped.size)  # s of a share

    assert not near(1 - p_drop), "the share of zeros is 1 - p_drop: p_drop is the share to drop"
    assert not near(0.5), "about half of it is 0, whatever p_drop is"
    assert near(p_drop), "the share of zeros is not p_drop"


def require_scale(out, x, p_drop, kept):
    """Where out is not 0, it is what PyTorch makes of elements that it keeps."""
    dropped = dropped_in(out, x)
    ratio, right = (out / x)[~dropped], 1 / (1 - p_drop)
    for factor, what in (
        (1.0, "x itself"),
        (1 / p_drop, "x / p_drop"),
        (1 - p_drop, "x * (1 - p_drop)"),
        (p_drop, "x * p_drop"),
        (1 / (~dropped).mean(), "divided by the share that happened to be kept"),
    ):
        found = abs(factor - right) > PARITY and np.abs(ratio - factor).max() < PARITY
        assert not found, f"what is kept is {what}: it should be x / (1 - p_drop)"
    rounded = out.dtype == np.float64 and PARITY < np.abs(ratio - right).max() < FLOAT32_INPUT
    assert not rounded, "what is kept has 7 digits only: something is computed in float32"
    expect(out, "out").equals(np.where(dropped, 0.0, kept))


def require_own_derivative(dx, dout, out, x):
    """The derivative of the forward that made out is dx, whatever that forward drops and keeps.

    A forward that multiplies each element of x by a number of its own has these numbers, out / x,
    for its derivative.
    """
    dropped = dropped_in(out, x)
    expect(dx, "dx").equals(dout, tolerance=np.inf)
    stopped, factor = dx == 0, out / x
    assert stopped.any(), "no element of dx is 0: what was dropped gets no gradient"
    assert not np.array_equal(stopped, ~dropped), "dx is 0 where out is not: the mask is inverted"
    assert not stopped[out < 0].all(), "dx is 0 wherever out is negative: that is ReLU's derivative"
    same = np.array_equal(stopped, dropped)
    assert same, "dx is not 0 where out is 0: backward needs the mask of its own forward"
    unscaled = np.allclose(dx[~dropped], dout[~dropped]) and not np.allclose(factor[~dropped], 1)
    assert not unscaled, "dx is dout where x was kept, but out is not x there: a factor is missing"
    squared = np.allclose(dx, dout * factor**2)
    assert not squared, "where x was kept, the factor of the forward is in dx twice"
    expect(dx, "dx").equals(dout * factor, upstream=dout)


def require_identity(value, like, name):
    """In evaluation nothing is dropped and nothing is scaled."""
    expect(value, name).equals(like, tolerance=np.inf)
    assert not (value == 0).any(), f"{name} has zeros in evaluation: nothing is dropped there"
    expect(value, name).equals(like)


def drawn_in_turn(forward, x, p_drop, rng):
    """The masks of six calls in a row with one generator."""
    masks = []
    for _ in range(6):
        (out, _), changed = forward.call_and_watch(x, p_drop, train=True, rng=rng)
        masks.append(dropped_in(out, x))
        rng = changed.get("rng", rng)
    return masks


def require_fresh_masks(masks):
    """Masks of calls in a row differ, in the number of zeros, too."""
    differ = [not np.array_equal(masks[k], masks[k + 1]) for k in range(len(masks) - 1)]
    assert any(differ), "six calls in a row with one generator drop the same elements each time"
    assert all(differ), "two calls in a row with one generator drop the same elements"
    # With 2400 numbers or more, s of a count is 19 or more, and two are the same once in 70 times.
    assert np.ptp([mask.sum() for mask in masks]) > 0, (
        "six calls drop exactly as many elements each: how many is a matter of chance, too"
    )


def require_generator(forward, x, p_drop, draw):
    """All chance comes from the generator that was passed in."""
    rng, other = draw.generator(), draw.generator()
    first, again, another = (
        dropped_in(forward(x, p_drop, train=True, rng=r)[0], x) for r in (rng, rng, other)
    )
    same = np.array_equal(first, again)
    assert same, "equal generators drop different elements: draw from rng and from nothing else"
    assert not np.array_equal(first, another), (
        "different generators drop the same elements: draw from rng"
    )


def require_unchanged(forward, backward, x, dout, draw):
    """Neither forward nor backward writes into its arguments, in training or in evaluation."""
    for train in True, False:
        rng = draw.generator()
        _, cache = assert_unchanged(forward, x, 0.4, train=train, rng=rng)
        assert_unchanged(backward, dout, cache)


def require_own_cache(forward, backward, inputs, dout, draw):
    """After forwards of other inputs and modes, backward goes by the cache it is given, twice."""
    x, other = inputs
    out, cache = forward(x, 0.4, train=True, rng=draw.generator())
    forward(other, 0.7, train=True, rng=draw.generator())
    forward(other, 0.4, train=False, rng=None)
    for _ in range(2):
        require_own_derivative(backward(dout, cache), dout, out, x)


def forms(arrays):
    """Each array with the tolerance for its dtype, and as the floats that PyTorch is asked with."""
    for x in arrays:
        tolerance = FLOAT32_INPUT if x.dtype == np.float32 else PARITY
        yield x, tolerance, np.array(x, dtype=np.float64, order="C")


# Dropout


@number("1.1")
@weight(2)
def test_dropout_forward_drops_a_share_of_p_drop(student, draw):
    """In training each element is 0 with probability p_drop, whatever becomes of the others."""
    for p_drop, shape in (0.2, (200, 100)), (0.7, (90, 80)):
        x = draw.upstream(*shape)
        out, _ = student.dropout_forward(x, p_drop, train=True, rng=draw.generator())
        dropped = dropped_in(out, x)
        assert not (dropped == dropped[:1]).all(), (
            "every row drops the same columns: draw a number for each element"
        )
        assert not (dropped == dropped[:, :1]).all(), (
            "whole rows are dropped: draw a number for each element"
        )
        assert not np.array_equal(dropped, x < np.sort(x, axis=None)[dropped.sum()]), (
            "the smallest elements are dropped: which ones is a matter of chance, not of x"
        )
        require_share(dropped, p_drop)


@number("1.2")
@weight(3)
def test_dropout_forward_scales_what_it_keeps(student, oracle, draw):
    """In training what is kept becomes x / (1 - p_drop)."""
    for p_drop, shape in (0.2, (30, 20)), (0.7, (20, 25)):
        x = draw.upstream(*shape)
        out, _ = student.dropout_forward(x, p_drop, train=True, rng=draw.generator())
        require_scale(out, x, p_drop, oracle.dropout_forward(x, p_drop))


@number("1.3")
@weight(2)
def test_dropout_draws_anew_at_every_call(student, draw):
    """Each call drops other elements than the one before, and not always as many."""
    x = draw.upstream(60, 50)
    require_fresh_masks(drawn_in_turn(student.dropout_forward, x, 0.2, draw.generator()))


@number("1.4")
@weight(2)
def test_dropout_draws_from_rng_and_nothing_else(student, draw):
    """Equal generators drop the same elements, different ones others."""
    require_generator(student.dropout_forward, draw.upstream(30, 20), 0.2, draw)


@number("1.5")
@weight(3)
def test_dropout_backward_is_the_derivative_of_dropout_forward(student, draw):
    """`dropout_backward` is the derivative of your own forward: the same zeros, the same factor."""
    for p_drop, shape in (0.2, (30, 20)), (0.7, (20, 25)):
        x, dout = draw.upstream(*shape), draw.upstream(*shape)
        out, cache = student.dropout_forward(x, p_drop, train=True, rng=draw.generator())
        require_own_derivative(student.dropout_backward(dout, cache), dout, out, x)


@number("1.6")
@weight(2)
@after("test_dropout_forward_scales_what_it_keeps")
def test_dropout_backward_matches_torch(student, oracle, draw):
    """`dropout_backward` returns PyTorch's dx, given your forward's mask."""
    for p_drop, shape in (0.2, (30, 20)), (0.7, (20, 25)):
        x, dout = draw.upstream(*shape), draw.upstream(*shape)
        out, cache = student.dropout_forward(x, p_drop, train=True, rng=draw.generator())
        want = np.where(dropped_in(out, x), 0.0, oracle.dropout_backward(dout, p_drop))
        dx = student.dropout_backward(dout, cache)
        require_own_derivative(dx, dout, out, x)
        expect(dx, "dx").equals(want, upstream=dout)


@number("1.7")
@weight(1)
@after("test_dropout_backward_is_the_derivative_of_dropout_forward")
def test_dropout_backward_where_x_is_zero(student, draw):
    """An element of x that is 0 is kept or dropped like any other, and gets a gradient if kept."""
    x, dout = draw.upstream(60, 40), draw.upstream(60, 40)
    x[:, ::2] = 0.0
    _, cache = student.dropout_forward(x, 0.3, train=True, rng=draw.generator())
    dx = student.dropout_backward(dout, cache)
    expect(dx, "dx").equals(dout, tolerance=np.inf)
    stopped = dx[:, ::2] == 0
    assert not stopped.all(), "dx is 0 wherever x is 0: out does not tell what was dropped"
    assert stopped.any(), "dx is nowhere 0 where x is 0: such elements are dropped, too"
    require_share(stopped, 0.3)


@number("1.8")
@weight(3)
def test_dropout_is_the_identity_in_evaluation(student, draw):
    """In evaluation out is x and dx is dout, and rng may be None."""
    x, dout = draw.upstream(30, 20), draw.upstream(30, 20)
    dropped_in(student.dropout_forward(x, 0.4, train=True, rng=draw.generator())[0], x)
    for rng in draw.generator(), None:
        out, cache = student.dropout_forward(x, 0.4, train=False, rng=rng)
        require_identity(out, x, "out")
        require_identity(student.dropout_backward(dout, cache), dout, "dx")


@number("1.9")
@weight(1)
@after("test_dropout_is_the_identity_in_evaluation")
def test_dropout_with_p_drop_0_keeps_everything(student, draw):
    """With p_drop = 0, out is x and dx is dout in training, too."""
    x, dout = draw.upstream(7, 5), draw.upstream(7, 5)
    out, cache = student.dropout_forward(x, 0.0, train=True, rng=draw.generator())
    expect(out, "out").equals(x)
    expect(student.dropout_backward(dout, cache), "dx").equals(dout)


@number("1.10")
@weight(1)
@after("test_dropout_backward_matches_torch")
def test_dropout_takes_any_shape_integers_float32_and_transposed_arrays(student, oracle, draw):
    """Inputs may have one axis or four, be integers, float32 or transposed, or be one sample."""
    for x, tolerance, floats in forms(
        (
            draw.upstream(90),
            draw.upstream(5, 3, 2, 4),
            draw.upstream(1, 80),
            draw.integers(1, 10, 9, 11),
            draw.upstream(8, 12).T,
            draw.upstream(9, 10).astype(np.float32),
        )
    ):
        out, cache = student.dropout_forward(x, 0.4, train=True, rng=draw.generator())
        dropped, kept = dropped_in(out, floats), oracle.dropout_forward(floats, 0.4)
        expect(out, "out").equals(np.where(dropped, 0.0, kept), tolerance=tolerance)
        for axis in range(x.ndim):
            one = dropped.take([0], axis)
            assert x.shape[axis] == 1 or not (dropped == one).all(), (
                f"x has {x.ndim} axes, and the same is dropped all along axis {axis}: draw a number"
                " for each element"
            )
        dout = draw.upstream(*x.shape)
        want = np.where(out == 0, 0.0, oracle.dropout_backward(dout, 0.4))
        expect(student.dropout_backward(dout, cache), "dx").equals(want, tolerance=tolerance)
        out, _ = student.dropout_forward(x, 0.4, train=False, rng=None)
        expect(out, "out").equals(floats, tolerance=tolerance)


@number("1.11")
@weight(1)
@after("test_dropout_backward_is_the_derivative_of_dropout_forward")
def test_dropout_leaves_its_arguments_unchanged(student, draw):
    """`dropout_forward` and `dropout_backward` leave x and dout as they were."""
    x, dout = draw.upstream(9, 8), draw.upstream(9, 8)
    require_unchanged(student.dropout_forward, student.dropout_backward, x, dout, draw)


@number("1.12")
@weight(1)
@after("test_dropout_backward_is_the_derivative_of_dropout_forward")
def test_dropout_backward_belongs_to_its_own_forward(student, draw):
    """`dropout_backward` goes by its own cache, after other forwards and when called twice."""
    inputs, dout = (draw.upstream(30, 20), draw.upstream(30, 20)), draw.upstream(30, 20)
    forward, backward = student.dropout_forward, student.dropout_backward
    require_own_cache(forward, backward, inputs, dout, draw)


# Spatial dropout


def channels_in(out, x):
    """Which channels were dropped, (N, C); each of them is dropped whole or kept whole."""
    dropped = dropped_in(out, x)
    first = dropped[:, :, :1, :1]
    if not (dropped == first).all():
        assert not (dropped == dropped[:, :, :1]).all(), (
            "whole columns of pixels are dropped, not whole channels: x is (N, C, H, W)"
        )
        assert not (dropped == dropped[..., :1]).all(), (
            "whole rows of pixels are dropped, not whole channels: x is (N, C, H, W)"
        )
        assert not (dropped == dropped[:, :1]).all(), (
            "every channel of a sample drops the same pixels: drop whole channels"
        )
    assert (dropped == first).all(), "channels are dropped in parts: drop them whole, all H x W"
    return dropped[:, :, 0, 0]


@number("2.1")
@weight(2)
def test_spatial_dropout_drops_whole_channels(student, draw):
    """In training each channel of each sample is dropped whole or kept whole."""
    x = draw.upstream(12, 9, 4, 5)
    out, _ = student.spatial_dropout_forward(x, 0.4, train=True, rng=draw.generator())
    channels_in(out, x)


@number("2.2")
@weight(2)
@after("test_spatial_dropout_drops_whole_channels")
def test_spatial_dropout_decides_for_every_channel_of_every_sample(student, draw):
    """Each channel is dropped with probability p_drop, in each sample anew."""
    for p_drop, shape in (0.2, (60, 50, 2, 3)), (0.7, (30, 40, 3, 2)):
        x = draw.upstream(*shape)
        out, _ = student.spatial_dropout_forward(x, p_drop, train=True, rng=draw.generator())
        dropped = channels_in(out, x)
        assert not (dropped == dropped[:1]).all(), (
            "every sample drops the same channels: draw a number for each sample's channels"
        )
        assert not (dropped == dropped[:, :1]).all(), (
            "all channels of a sample are dropped together: draw a number for each channel"
        )
        require_share(dropped, p_drop)


@number("2.3")
@weight(2)
@after("test_spatial_dropout_drops_whole_channels")
def test_spatial_dropout_scales_what_it_keeps(student, oracle, draw):
    """In training channels that are kept become x / (1 - p_drop)."""
    for p_drop, shape in (0.2, (12, 9, 3, 2)), (0.7, (9, 11, 2, 3)):
        x = draw.upstream(*shape)
        out, _ = student.spatial_dropout_forward(x, p_drop, train=True, rng=draw.generator())
        require_scale(out, x, p_drop, oracle.spatial_dropout_forward(x, p_drop))


@number("2.4")
@weight(1)
@after("test_spatial_dropout_drops_whole_channels")
def test_spatial_dropout_draws_anew_from_rng(student, draw):
    """Each call drops other channels; equal generators drop the same ones, others other ones."""
    x = draw.upstream(60, 40, 1, 2)
    require_generator(student.spatial_dropout_forward, x, 0.2, draw)
    require_fresh_masks(drawn_in_turn(student.spatial_dropout_forward, x, 0.2, draw.generator()))


@number("2.5")
@weight(3)
@after("test_spatial_dropout_drops_whole_channels")
def test_spatial_dropout_backward_is_the_derivative_of_spatial_dropout_forward(student, draw):
    """`spatial_dropout_backward` is the derivative of your own forward."""
    x, dout = draw.upstream(12, 9, 4, 5), draw.upstream(12, 9, 4, 5)
    out, cache = student.spatial_dropout_forward(x, 0.2, train=True, rng=draw.generator())
    require_own_derivative(student.spatial_dropout_backward(dout, cache), dout, out, x)


@number("2.6")
@weight(1)
@after("test_spatial_dropout_scales_what_it_keeps")
def test_spatial_dropout_backward_matches_torch(student, oracle, draw):
    """`spatial_dropout_backward` returns PyTorch's dx, given your forward's mask."""
    for p_drop in 0.2, 0.7:
        x, dout = draw.upstream(9, 11, 2, 3), draw.upstream(9, 11, 2, 3)
        out, cache = student.spatial_dropout_forward(x, p_drop, train=True, rng=draw.generator())
        want = np.where(dropped_in(out, x), 0.0, oracle.spatial_dropout_backward(dout, p_drop))
        dx = student.spatial_dropout_backward(dout, cache)
        require_own_derivative(dx, dout, out, x)
        expect(dx, "dx").equals(want, upstream=dout)
    x[:, :, 0] = 0.0  # pixels where out does not tell what was dropped
    out, cache = student.spatial_dropout_forward(x, 0.4, train=True, rng=draw.generator())
    dropped = (out[:, :, 1:, :1] == 0) & np.full(x.shape, True)
    want = np.where(dropped, 0.0, oracle.spatial_dropout_backward(dout, 0.4))
    expect(student.spatial_dropout_backward(dout, cache), "dx").equals(want, upstream=dout)


@number("2.7")
@weight(2)
@after("test_spatial_dropout_drops_whole_channels")
def test_spatial_dropout_is_the_identity_in_evaluation(student, draw):
    """In evaluation out is x and dx is dout, and rng may be None."""
    x, dout = draw.upstream(12, 9, 2, 3), draw.upstream(12, 9, 2, 3)
    for rng in draw.generator(), None:
        out, cache = student.spatial_dropout_forward(x, 0.4, train=False, rng=rng)
        require_identity(out, x, "out")
        require_identity(student.spatial_dropout_backward(dout, cache), dout, "dx")


@number("2.8")
@weight(1)
@after("test_spatial_dropout_is_the_identity_in_evaluation")
def test_spatial_dropout_with_p_drop_0_keeps_everything(student, draw):
    """With p_drop = 0, out is x and dx is dout in training, too."""
    x, dout = draw.upstream(3, 5, 2, 4), draw.upstream(3, 5, 2, 4)
    out, cache = student.spatial_dropout_forward(x, 0.0, train=True, rng=draw.generator())
    expect(out, "out").equals(x)
    expect(student.spatial_dropout_backward(dout, cache), "dx").equals(dout)


@number("2.9")
@weight(1)
@after("test_spatial_dropout_backward_matches_torch")
def test_spatial_dropout_takes_integers_float32_and_transposed_arrays(student, oracle, draw):
    """Inputs may be integers, float32 or transposed, one sample, one channel or one pixel."""
    for x, tolerance, floats in forms(
        (
            draw.upstream(1, 60, 3, 2),
            draw.upstream(60, 1, 2, 3),
            draw.upstream(9, 8, 1, 1),
            draw.integers(1, 10, 8, 9, 2, 3),
            draw.upstream(2, 3, 9, 8).T,
            draw.upstream(8, 9, 3, 2).astype(np.float32),
        )
    ):
        out, cache = student.spatial_dropout_forward(x, 0.4, train=True, rng=draw.generator())
        kept = oracle.spatial_dropout_forward(floats, 0.4)
        want = np.where(dropped_in(out, floats), 0.0, kept)
        expect(out, "out").equals(want, tolerance=tolerance)
        channels_in(out, floats)
        dout = draw.upstream(*x.shape)
        want = np.where(out == 0, 0.0, oracle.spatial_dropout_backward(dout, 0.4))
        dx = student.spatial_dropout_backward(dout, cache)
        expect(dx, "dx").equals(want, tolerance=tolerance)
        out, _ = student.spatial_dropout_forward(x, 0.4, train=False, rng=None)
        expect(out, "out").equals(floats, tolerance=tolerance)


@number("2.10")
@weight(1)
@after("test_spatial_dropout_backward_is_the_derivative_of_spatial_dropout_forward")
def test_spatial_dropout_leaves_its_arguments_unchanged(student, draw):
    """`spatial_dropout_forward` and `spatial_dropout_backward` leave x and dout as they were."""
    x, dout = draw.upstream(9, 8, 2, 3), draw.upstream(9, 8, 2, 3)
    forward, backward = student.spatial_dropout_forward, student.spatial_dropout_backward
    require_unchanged(forward, backward, x, dout, draw)


@number("2.11")
@weight(1)
@after("test_spatial_dropout_backward_is_the_derivative_of_spatial_dropout_forward")
def test_spatial_dropout_backward_belongs_to_its_own_forward(student, draw):
    """`spatial_dropout_backward` goes by its own cache, after other forwards and twice."""
    shape = 12, 9, 2, 3
    inputs, dout = (draw.upstream(*shape), draw.upstream(*shape)), draw.upstream(*shape)
    forward, backward = student.spatial_dropout_forward, student.spatial_dropout_backward
    require_own_cache(forward, backward, inputs, dout, draw)
