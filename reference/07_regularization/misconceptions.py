"""Wrong solutions that students write, each with the hint it earns.

Every function here replaces one function of the assignment. Its docstring ends the sentence "looks
like:" that a student reads; `hint` says where to look next; `row` is the label in our catalogue of
mistakes, None for one foreseen by us. The decorator's arguments are literals: they are read without
running this. The reference modules are imported by their bare names, as a submission's own modules
are.

Each mistake stays within one exercise, and otherwise uses the reference, so nothing else differs.
A cache of dropout is the mask, one of the normalizations x_hat, gamma, the standard deviation and,
in batch norm, the mode. Several divide by zero, with NumPy's warning, because that is the mistake.
This module is long because it is a list; its sections are the exercises in their order.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import numpy as np
from dropout import dropout_forward, spatial_dropout_forward
from normalization import (
    batchnorm_backward,
    batchnorm_forward,
    layernorm_backward,
    layernorm_forward,
)
from stopping import early_stopping

from autograder import instead_of

Array = np.ndarray
Out = tuple[Array, Any]
Normed = tuple[Array, Any, Any]
Gradients = tuple[Any, Any, Any]
State = dict[str, Array]

_latest: dict[str, Any] = {}
"""What the mistakes that keep something outside of the cache or the state remember."""


# Dropout


@instead_of(
    "dropout_forward",
    hint="What is the mean of out over many masks, and what is it in evaluation? Divide by 1 - p.",
    row="DR1",
)
def dropout_not_inverted(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """What is kept is not scaled: in training, out is smaller than x on average."""
    mask = rng.random(x.shape) >= p_drop if train else 1.0
    return x * mask, mask


@instead_of(
    "dropout_forward",
    hint="Inverted dropout scales in training, by 1 / (1 - p), and leaves evaluation alone.",
    row="DR2",
)
def dropout_scaled_in_evaluation_instead(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """Evaluation multiplies by 1 - p_drop, and training does not scale."""
    mask = rng.random(x.shape) >= p_drop if train else 1 - p_drop
    return x * mask, mask


@instead_of(
    "dropout_forward", hint="Training has scaled already. What is left to do in evaluation?"
)
def dropout_scaled_twice(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """Training divides by 1 - p_drop, and evaluation multiplies by it as well."""
    out, mask = dropout_forward(x, p_drop, train=train, rng=rng)
    return (out, mask) if train else (x * (1 - p_drop), 1 - p_drop)


@instead_of(
    "dropout_forward", hint="With p_drop = 0.2, how many of ten elements survive?", row="DR3"
)
def dropout_takes_p_for_keeping(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """`p_drop` is taken for the probability of keeping, in the mask and in the scale."""
    mask = (rng.random(x.shape) < p_drop) / p_drop if train else 1.0
    return x * mask, mask


@instead_of(
    "dropout_forward",
    hint="`random < p_drop` is True with probability p_drop: is that what is kept?",
    row="DR4",
)
def dropout_keeps_what_it_should_drop(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """The mask is inverted: elements are kept with probability p_drop."""
    mask = (rng.random(x.shape) < p_drop) / (1 - p_drop) if train else 1.0
    return x * mask, mask


@instead_of(
    "dropout_forward",
    hint="What share of x survives? Divide by that share; and try p_drop = 0.",
    row="DR5, DR13",
)
def dropout_scales_by_p(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """What is kept is divided by p_drop, not by 1 - p_drop."""
    mask = (rng.random(x.shape) >= p_drop) / np.float64(p_drop) if train else 1.0
    return x * mask, mask


@instead_of("dropout_forward", hint="x * (1 - p) makes out smaller still. Which way is it off?")
def dropout_multiplies_by_the_keep_rate(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """What is kept is multiplied by 1 - p_drop in place of being divided."""
    mask = (rng.random(x.shape) >= p_drop) * (1 - p_drop) if train else 1.0
    return x * mask, mask


@instead_of(
    "dropout_forward",
    hint="mask.mean() is only near 1 - p_drop; the expectation of out is exact with 1 - p_drop.",
)
def dropout_divides_by_the_share_kept(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """What is kept is divided by the share of this mask, and not by 1 - p_drop."""
    if not train:
        return x * 1.0, 1.0
    kept = rng.random(x.shape) >= p_drop
    mask = kept / max(kept.mean(), 1e-9)
    return x * mask, mask


@instead_of("dropout_forward", hint="Which dtype has your mask? x is float64.", row="HY3")
def dropout_in_float32(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """The mask is computed in float32, so out has 7 digits only."""
    _, mask = dropout_forward(x, p_drop, train=train, rng=rng)
    return x * np.float32(mask), np.float32(mask)


@instead_of(
    "dropout_backward", hint="What is the derivative of x / (1 - p) with respect to x?", row="DR6"
)
def dropout_backward_without_the_scale(dout: Array, cache: Any) -> Array:
    """The gradient passes the mask, but is not divided by 1 - p_drop."""
    return dout * (cache != 0)


@instead_of(
    "dropout_backward", hint="Mind the factor: out = mask * x / (1 - p) has it once, and so has dx."
)
def dropout_backward_scales_twice(dout: Array, cache: Any) -> Array:
    """The gradient is divided by 1 - p_drop twice: the mask held the scale already."""
    return dout * cache**2


@instead_of(
    "dropout_forward",
    hint="Put the mask into the cache. Backward draws nothing: it must know what was dropped.",
    row="DR7",
    name="dropout_draws_again_in_backward",
)
def dropout_keeps_the_generator(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """Backward draws a mask of its own."""
    out, _ = dropout_forward(x, p_drop, train=train, rng=rng)
    return out, (x.shape, p_drop, train, copy.deepcopy(rng))


@instead_of(
    "dropout_backward",
    hint="Put the mask into the cache. Backward draws nothing: it must know what was dropped.",
    row="DR7",
    name="dropout_draws_again_in_backward",
)
def dropout_backward_draws(dout: Array, cache: Any) -> Array:
    """Backward draws a mask of its own."""
    shape, p_drop, train, rng = cache
    return dout * dropout_forward(np.ones(shape), p_drop, train=train, rng=rng)[1]


@instead_of("dropout_backward", hint="What did an element that was dropped do to out?")
def dropout_backward_forgets_the_mask(dout: Array, cache: Any) -> Array:
    """The gradient passes as if nothing had been dropped."""
    return dout * np.max(cache)


@instead_of("dropout_backward", hint="Print out and dx side by side: where is each of them 0?")
def dropout_backward_inverts_the_mask(dout: Array, cache: Any) -> Array:
    """The gradient goes to what was dropped, and not to what was kept."""
    return dout * cache if np.ndim(cache) == 0 else dout * (np.max(cache) - cache)


@instead_of(
    "dropout_forward",
    hint="`out > 0` tells ReLU's mask, not dropout's: keep the mask itself in the cache.",
)
def dropout_takes_its_mask_from_the_sign(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """The mask of backward is `out > 0`: where out is negative, no gradient passes."""
    out, mask = dropout_forward(x, p_drop, train=train, rng=rng)
    return out, mask * (out > 0) if train else mask


@instead_of(
    "dropout_forward",
    hint="Where x is 0, so is out, kept or not. Keep the mask itself in the cache.",
)
def dropout_takes_its_mask_from_out(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """The mask of backward is `out != 0`, which also holds back kept elements that are 0."""
    out, mask = dropout_forward(x, p_drop, train=train, rng=rng)
    return out, mask * (out != 0) if train else mask


@instead_of("dropout_forward", hint="What should happen when train is False?", row="DR8")
def dropout_in_evaluation_too(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """Elements are dropped in evaluation, too: `train` is not looked at."""
    return dropout_forward(x, p_drop, train=True, rng=rng)


@instead_of("dropout_forward", hint="Which of the two branches is training?")
def dropout_with_modes_swapped(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """The modes are swapped: evaluation drops, training does not."""
    return dropout_forward(x, p_drop, train=not train, rng=rng)


@instead_of(
    "dropout_forward",
    hint="In evaluation out is x, so dx is dout: what does your cache hold then?",
    row="DR8",
)
def dropout_backward_masks_in_evaluation(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """In evaluation the forward is right, but backward still applies a mask."""
    out, _ = dropout_forward(x, p_drop, train=False, rng=None)
    if rng is None:
        return out, 1.0
    dropped, mask = dropout_forward(x, p_drop, train=True, rng=rng)
    return (dropped if train else out), mask


@instead_of("dropout_forward", hint="Draw only if train: in evaluation rng may be None.")
def dropout_draws_in_evaluation(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """A mask is drawn in evaluation as well, though not used; rng may be None there."""
    mask = (rng.random(x.shape) >= p_drop) / (1 - p_drop)
    return (x * mask, mask) if train else (x * 1.0, 1.0)


@instead_of(
    "dropout_forward",
    hint="With train=False, which lines of yours run? One name has no value on that way.",
    row="DR9",
)
def dropout_evaluation_has_no_mask(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """In evaluation a variable that only training sets is returned."""
    if train:
        out, mask = dropout_forward(x, p_drop, train=True, rng=rng)
    else:
        out = x * 1.0
    return out, mask


@instead_of("dropout_forward", hint="Give rng.random the whole shape of x.", row="DR10")
def dropout_drops_columns(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """One number is drawn for each column: every sample loses the same features."""
    mask = (rng.random(x.shape[-1]) >= p_drop) / (1 - p_drop) if train else 1.0
    return x * mask, mask + 0.0 * x


@instead_of("dropout_forward", hint="Give rng.random the whole shape of x.", row="DR10")
def dropout_drops_rows(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """One number is drawn for each row: a sample is lost as a whole, or not at all."""
    rows = (len(x),) + (1,) * (x.ndim - 1)
    mask = (rng.random(rows) >= p_drop) / (1 - p_drop) if train else 1.0
    return x * mask, mask + 0.0 * x


@instead_of(
    "dropout_forward",
    hint="A seed inside of the function makes every mask the same. Draw from `rng`.",
    row="DR11",
)
def dropout_with_a_seed_of_its_own(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """The mask comes from a generator seeded inside of the function: it is always the same."""
    return dropout_forward(x, p_drop, train=train, rng=np.random.default_rng(0))


@instead_of(
    "dropout_forward", hint="rng.random(...), and not np.random.rand(...): see `rng`.", row="DR11"
)
def dropout_ignores_rng(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """The mask does not come from `rng`, so no run can be repeated."""
    return dropout_forward(x, p_drop, train=train, rng=np.random.default_rng())


@instead_of("dropout_forward", hint="Draw from `rng` itself: drawing is meant to move it on.")
def dropout_copies_rng(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """The mask comes from a copy of `rng`, which itself stays where it is."""
    return dropout_forward(x, p_drop, train=train, rng=copy.deepcopy(rng))


@instead_of(
    "dropout_forward",
    hint="Each element is dropped with probability p_drop, whatever becomes of the others.",
    row="DR12",
)
def dropout_drops_a_fixed_number(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """Exactly p_drop of all elements are dropped: always the same number."""
    if not train:
        return x * 1.0, 1.0
    mask = (rng.permutation(x.size) >= round(p_drop * x.size)).reshape(x.shape) / (1 - p_drop)
    return x * mask, mask


@instead_of("dropout_forward", hint="Where does p_drop enter your mask?")
def dropout_tosses_a_coin(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """Half of all elements are dropped, whatever p_drop is."""
    mask = (rng.random(x.shape) >= 0.5) / (1 - p_drop) if train else 1.0
    return x * mask, mask


@instead_of(
    "dropout_forward", hint="How probable is `random < p` for uniform numbers, and for yours?"
)
def dropout_compares_normal_numbers(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """Normal numbers are compared with p_drop, in the place of uniform ones."""
    mask = (rng.standard_normal(x.shape) >= p_drop) / (1 - p_drop) if train else 1.0
    return x * mask, mask


@instead_of(
    "dropout_forward", hint="Compare random numbers with p_drop, as many as x has elements."
)
def dropout_compares_x(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """`x` itself is compared with p_drop: nothing is left to chance."""
    mask = (x >= p_drop) / (1 - p_drop) if train else 1.0
    return x * mask, mask


@instead_of("dropout_forward", hint="`x *= mask` writes into the caller's array.", row="OP2")
def dropout_in_place(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """The inputs themselves are overwritten."""
    if not train:
        return x * 1.0, 1.0
    mask = (rng.random(x.shape) >= p_drop) / (1 - p_drop)
    x *= mask
    return x, mask


@instead_of("dropout_backward", hint="`dout *= mask` writes into the caller's array.", row="AC3")
def dropout_backward_in_place(dout: Array, cache: Any) -> Array:
    """The upstream gradient itself is overwritten."""
    dout *= cache
    return dout


@instead_of(
    "dropout_forward",
    hint="Put the mask into the cache: another forward may come before this backward.",
    row="LI12",
    name="dropout_remembers_the_latest_mask",
)
def dropout_forward_keeps_its_mask(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """Backward takes the mask of the latest forward, not the one of its own."""
    out, _latest["dropout"] = dropout_forward(x, p_drop, train=train, rng=rng)
    return out, None


@instead_of(
    "dropout_backward",
    hint="Put the mask into the cache: another forward may come before this backward.",
    row="LI12",
    name="dropout_remembers_the_latest_mask",
)
def dropout_backward_takes_the_latest(dout: Array, cache: Any) -> Array:
    """Backward takes the mask of the latest forward, not the one of its own."""
    return dout * _latest["dropout"]


@instead_of("dropout_forward", hint="rng.random(x.shape) takes a shape with any number of axes.")
def dropout_of_two_axes_only(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """`x` is expected to have exactly two axes."""
    _, _ = x.shape
    return dropout_forward(x, p_drop, train=train, rng=rng)


@instead_of("dropout_forward", hint="Give rng.random all of x.shape: x may have four axes.")
def dropout_draws_for_the_last_two_axes(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """The mask has the last two axes of x alone: where x has more, it is shared along them."""
    mask = (rng.random(x.shape[-2:]) >= p_drop) / (1 - p_drop) if train else 1.0
    return x * mask, mask


@instead_of("dropout_forward", hint="Give rng.random all of x.shape: x may have four axes.")
def dropout_draws_for_the_first_two_axes(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """The mask has the first two axes of x alone: images lose whole channels."""
    shape = x.shape[:2] + (1,) * (x.ndim - 2)
    mask = (rng.random(shape) >= p_drop) / (1 - p_drop) if train else 1.0
    return x * mask, mask


@instead_of(
    "dropout_forward",
    hint="np.zeros_like(x) holds integers when x does, and cuts off fractions.",
    row="LI14",
)
def dropout_result_has_the_dtype_of_x(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """The result takes its dtype from x, so integers stay integers."""
    out, mask = dropout_forward(x, p_drop, train=train, rng=rng)
    return out.astype(x.dtype), mask


# Spatial dropout


def _channels(x: Array, *shape: int, p_drop: float, train: bool, rng: Any) -> Out:
    """Dropout with one number for each element of `shape`, which x is made to fit."""
    mask = (rng.random(shape) >= p_drop) / (1 - p_drop) if train else 1.0
    return x * mask, mask + 0.0 * x


@instead_of(
    "spatial_dropout_forward",
    hint="One number for each channel of each sample: which shape must the mask have?",
    row="SD1",
)
def spatial_dropout_drops_pixels(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """Single pixels are dropped: this is ordinary dropout."""
    return dropout_forward(x, p_drop, train=train, rng=rng)


@instead_of(
    "spatial_dropout_forward",
    hint="A mask (C, 1, 1) is shared by all samples. Which axis is missing?",
    row="SD2",
)
def spatial_dropout_drops_for_all_samples(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """Every sample loses the same channels."""
    return _channels(x, 1, x.shape[1], 1, 1, p_drop=p_drop, train=train, rng=rng)


@instead_of(
    "spatial_dropout_forward", hint="A mask (N, 1, 1, 1) is shared by all channels of a sample."
)
def spatial_dropout_drops_samples(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """A sample loses all of its channels, or none."""
    return _channels(x, len(x), 1, 1, 1, p_drop=p_drop, train=train, rng=rng)


@instead_of(
    "spatial_dropout_forward", hint="A mask (N, 1, H, W) is shared by the channels, not by pixels."
)
def spatial_dropout_drops_pixels_of_all_channels(
    x: Array, p_drop: float, *, train: bool, rng: Any
) -> Out:
    """Pixels are dropped, the same ones in every channel."""
    n, _, h, w = x.shape
    return _channels(x, n, 1, h, w, p_drop=p_drop, train=train, rng=rng)


@instead_of("spatial_dropout_forward", hint="x is (N, C, H, W): channels are axis 1, not the last.")
def spatial_dropout_takes_the_last_axis(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """The last axis is taken for the channels."""
    return _channels(x, len(x), 1, 1, x.shape[3], p_drop=p_drop, train=train, rng=rng)


@instead_of(
    "spatial_dropout_forward",
    hint="What is the mean of out over many masks, and what is it in evaluation? Divide by 1 - p.",
    row="DR1",
)
def spatial_dropout_not_inverted(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """What is kept is not scaled: in training, out is smaller than x on average."""
    mask = rng.random((*x.shape[:2], 1, 1)) >= p_drop if train else 1.0
    return x * mask, mask


@instead_of(
    "spatial_dropout_forward",
    hint="Inverted dropout scales in training, by 1 / (1 - p), and leaves evaluation alone.",
    row="DR2",
)
def spatial_dropout_scaled_in_evaluation_instead(
    x: Array, p_drop: float, *, train: bool, rng: Any
) -> Out:
    """Evaluation multiplies by 1 - p_drop, and training does not scale."""
    mask = rng.random((*x.shape[:2], 1, 1)) >= p_drop if train else 1 - p_drop
    return x * mask, mask


@instead_of(
    "spatial_dropout_forward",
    hint="With p_drop = 0.2, how many of ten channels survive?",
    row="DR3",
)
def spatial_dropout_takes_p_for_keeping(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """`p_drop` is taken for the probability of keeping, in the mask and in the scale."""
    mask = (rng.random((*x.shape[:2], 1, 1)) < p_drop) / p_drop if train else 1.0
    return x * mask, mask


@instead_of(
    "spatial_dropout_forward",
    hint="`random < p_drop` is True with probability p_drop: is that what is kept?",
    row="DR4",
)
def spatial_dropout_keeps_what_it_should_drop(
    x: Array, p_drop: float, *, train: bool, rng: Any
) -> Out:
    """The mask is inverted: channels are kept with probability p_drop."""
    mask = (rng.random((*x.shape[:2], 1, 1)) < p_drop) / (1 - p_drop) if train else 1.0
    return x * mask, mask


@instead_of(
    "spatial_dropout_forward",
    hint="What share of x survives? Divide by that share; and try p_drop = 0.",
    row="DR5, DR13",
)
def spatial_dropout_scales_by_p(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """What is kept is divided by p_drop, not by 1 - p_drop."""
    mask = (rng.random((*x.shape[:2], 1, 1)) >= p_drop) / np.float64(p_drop) if train else 1.0
    return x * mask, mask


@instead_of(
    "spatial_dropout_backward",
    hint="What is the derivative of x / (1 - p) with respect to x?",
    row="DR6",
)
def spatial_dropout_backward_without_the_scale(dout: Array, cache: Any) -> Array:
    """The gradient passes the mask, but is not divided by 1 - p_drop."""
    return dout * (cache != 0)


@instead_of("spatial_dropout_backward", hint="What did a channel that was dropped do to out?")
def spatial_dropout_backward_forgets_the_mask(dout: Array, cache: Any) -> Array:
    """The gradient passes as if nothing had been dropped."""
    return dout * np.max(cache)


@instead_of(
    "spatial_dropout_forward",
    hint="Put the mask into the cache. Backward draws nothing: it must know what was dropped.",
    row="DR7",
    name="spatial_dropout_draws_again_in_backward",
)
def spatial_dropout_keeps_the_generator(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """Backward draws a mask of its own."""
    out, _ = spatial_dropout_forward(x, p_drop, train=train, rng=rng)
    return out, (x.shape, p_drop, train, copy.deepcopy(rng))


@instead_of(
    "spatial_dropout_backward",
    hint="Put the mask into the cache. Backward draws nothing: it must know what was dropped.",
    row="DR7",
    name="spatial_dropout_draws_again_in_backward",
)
def spatial_dropout_backward_draws(dout: Array, cache: Any) -> Array:
    """Backward draws a mask of its own."""
    shape, p_drop, train, rng = cache
    return dout * spatial_dropout_forward(np.ones(shape), p_drop, train=train, rng=rng)[1]


@instead_of("spatial_dropout_forward", hint="What should happen when train is False?", row="DR8")
def spatial_dropout_in_evaluation_too(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """Channels are dropped in evaluation, too: `train` is not looked at."""
    return spatial_dropout_forward(x, p_drop, train=True, rng=rng)


@instead_of(
    "spatial_dropout_forward",
    hint="In evaluation out is x, so dx is dout: what does your cache hold then?",
    row="DR8",
)
def spatial_dropout_backward_masks_in_evaluation(
    x: Array, p_drop: float, *, train: bool, rng: Any
) -> Out:
    """In evaluation the forward is right, but backward still applies a mask."""
    out, _ = spatial_dropout_forward(x, p_drop, train=False, rng=None)
    if rng is None:
        return out, 1.0
    dropped, mask = spatial_dropout_forward(x, p_drop, train=True, rng=rng)
    return (dropped if train else out), mask


@instead_of(
    "spatial_dropout_forward",
    hint="With train=False, which lines of yours run? One name has no value on that way.",
    row="DR9",
)
def spatial_dropout_evaluation_has_no_mask(
    x: Array, p_drop: float, *, train: bool, rng: Any
) -> Out:
    """In evaluation a variable that only training sets is returned."""
    if train:
        out, mask = spatial_dropout_forward(x, p_drop, train=True, rng=rng)
    else:
        out = x * 1.0
    return out, mask


@instead_of(
    "spatial_dropout_forward",
    hint="A seed inside of the function makes every mask the same. Draw from `rng`.",
    row="DR11",
)
def spatial_dropout_with_a_seed_of_its_own(
    x: Array, p_drop: float, *, train: bool, rng: Any
) -> Out:
    """The mask comes from a generator seeded inside of the function: it is always the same."""
    return spatial_dropout_forward(x, p_drop, train=train, rng=np.random.default_rng(0))


@instead_of(
    "spatial_dropout_forward",
    hint="rng.random(...), and not np.random.rand(...): see `rng`.",
    row="DR11",
)
def spatial_dropout_ignores_rng(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """The mask does not come from `rng`, so no run can be repeated."""
    return spatial_dropout_forward(x, p_drop, train=train, rng=np.random.default_rng())


@instead_of(
    "spatial_dropout_forward", hint="Draw from `rng` itself: drawing is meant to move it on."
)
def spatial_dropout_copies_rng(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """The mask comes from a copy of `rng`, which itself stays where it is."""
    return spatial_dropout_forward(x, p_drop, train=train, rng=copy.deepcopy(rng))


@instead_of(
    "spatial_dropout_forward",
    hint="Where a pixel of x is 0, so is out, kept or not. Keep the mask itself in the cache.",
)
def spatial_dropout_takes_its_mask_from_out(
    x: Array, p_drop: float, *, train: bool, rng: Any
) -> Out:
    """The mask of backward is `out != 0`, which also holds back kept pixels that are 0."""
    out, mask = spatial_dropout_forward(x, p_drop, train=train, rng=rng)
    return out, mask * (out != 0) if train else mask


@instead_of(
    "spatial_dropout_forward",
    hint="Each channel is dropped with probability p_drop, whatever becomes of the others.",
    row="DR12",
)
def spatial_dropout_drops_a_fixed_number(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """Exactly p_drop of all channels are dropped: always the same number."""
    if not train:
        return x * 1.0, 1.0
    n, c = x.shape[:2]
    kept = rng.permutation(n * c) >= round(p_drop * n * c)
    mask = kept.reshape(n, c, 1, 1) / (1 - p_drop)
    return x * mask, mask


@instead_of(
    "spatial_dropout_forward", hint="`x *= mask` writes into the caller's array.", row="OP2"
)
def spatial_dropout_in_place(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """The inputs themselves are overwritten."""
    if not train:
        return x * 1.0, 1.0
    mask = (rng.random((*x.shape[:2], 1, 1)) >= p_drop) / (1 - p_drop)
    x *= mask
    return x, mask


@instead_of(
    "spatial_dropout_backward", hint="`dout *= mask` writes into the caller's array.", row="AC3"
)
def spatial_dropout_backward_in_place(dout: Array, cache: Any) -> Array:
    """The upstream gradient itself is overwritten."""
    dout *= cache
    return dout


@instead_of(
    "spatial_dropout_forward",
    hint="Put the mask into the cache: another forward may come before this backward.",
    row="LI12",
    name="spatial_dropout_remembers_the_latest_mask",
)
def spatial_dropout_forward_keeps_its_mask(
    x: Array, p_drop: float, *, train: bool, rng: Any
) -> Out:
    """Backward takes the mask of the latest forward, not the one of its own."""
    out, _latest["channels"] = spatial_dropout_forward(x, p_drop, train=train, rng=rng)
    return out, None


@instead_of(
    "spatial_dropout_backward",
    hint="Put the mask into the cache: another forward may come before this backward.",
    row="LI12",
    name="spatial_dropout_remembers_the_latest_mask",
)
def spatial_dropout_backward_takes_the_latest(dout: Array, cache: Any) -> Array:
    """Backward takes the mask of the latest forward, not the one of its own."""
    return dout * _latest["channels"]


@instead_of(
    "spatial_dropout_forward",
    hint="np.zeros_like(x) holds integers when x does, and cuts off fractions.",
    row="LI14",
)
def spatial_dropout_result_has_the_dtype_of_x(
    x: Array, p_drop: float, *, train: bool, rng: Any
) -> Out:
    """The result takes its dtype from x, so integers stay integers."""
    out, mask = spatial_dropout_forward(x, p_drop, train=train, rng=rng)
    return out.astype(x.dtype), mask


# Batch norm, forward


def _moved(x: Array, state: State | None, weight: float, mean: Any, var: Any) -> State:
    """The running statistics, moved by `weight` towards `mean` and `var`."""
    old = state or {"running_mean": np.zeros(x.shape[1]), "running_var": np.ones(x.shape[1])}
    return {
        "running_mean": (1 - weight) * old["running_mean"] + weight * mean,
        "running_var": (1 - weight) * old["running_var"] + weight * var,
    }


def _normed(x: Array, gamma: Array, beta: Array, mean: Any, std: Any, train: bool = True) -> Out:
    """Out and cache, with this mean and this standard deviation."""
    x_hat = (x - mean) / std
    return gamma * x_hat + beta, (x_hat, gamma, std, train)


@instead_of(
    "batchnorm_forward", hint="Here var divides by N: ddof=0. N - 1 is for running_var.", row="BN1"
)
def batchnorm_unbiased_normalization(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    eps: float = 1e-5,
    **o: Any,
) -> Normed:
    """The normalization divides by the unbiased variance, with N - 1."""
    out, cache, state = batchnorm_forward(x, gamma, beta, state, train=train, eps=eps, **o)
    if train:
        out, cache = _normed(x, gamma, beta, x.mean(axis=0), np.sqrt(x.var(axis=0, ddof=1) + eps))
    return out, cache, state


@instead_of(
    "batchnorm_forward",
    hint="The running variance is the unbiased one: N / (N - 1) times var.",
    row="BN2",
)
def batchnorm_biased_running_variance(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    momentum: float = 0.1,
    **o: Any,
) -> Normed:
    """The running variance gathers the biased variance, divided by N."""
    out, cache, new = batchnorm_forward(x, gamma, beta, state, train=train, momentum=momentum, **o)
    if train:
        new = _moved(x, state, momentum, x.mean(axis=0), x.var(axis=0))
    return out, cache, new


@instead_of(
    "batchnorm_forward",
    hint="Which is right: var * N / (N - 1), or var * (N - 1) / N? The unbiased one is larger.",
)
def batchnorm_correction_upside_down(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    momentum: float = 0.1,
    **o: Any,
) -> Normed:
    """The running variance is multiplied by (N - 1) / N, not by N / (N - 1)."""
    out, cache, new = batchnorm_forward(x, gamma, beta, state, train=train, momentum=momentum, **o)
    if train:
        var = x.var(axis=0) * (len(x) - 1) / len(x)
        new = _moved(x, state, momentum, x.mean(axis=0), var)
    return out, cache, new


@instead_of(
    "batchnorm_forward",
    hint="`momentum` is the weight of the new batch here; momentum of an optimizer weighs the old.",
    row="BN3",
)
def batchnorm_momentum_reversed(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    momentum: float = 0.1,
    **o: Any,
) -> Normed:
    """`momentum` weighs the old running statistics, not the new batch."""
    return batchnorm_forward(x, gamma, beta, state, train=train, momentum=1 - momentum, **o)


@instead_of(
    "batchnorm_forward", hint="In evaluation, what should one sample be normalized by?", row="BN8"
)
def batchnorm_evaluates_by_the_batch(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """Evaluation normalizes by the batch, so one sample always becomes beta."""
    _, _, after = batchnorm_forward(x, gamma, beta, state, train=False, **o)
    if not train:
        # Twice the batch has the same mean and variance, and no N - 1 of 0.
        twice = np.concatenate([x, x])
        out, (x_hat, gamma, std, _), _ = batchnorm_forward(
            twice, gamma, beta, state, train=True, **o
        )
        return out[: len(x)], (x_hat[: len(x)], gamma, std, True), after
    return batchnorm_forward(x, gamma, beta, state, train=True, **o)


@instead_of("batchnorm_forward", hint="Put x - mean into parentheses before you divide.", row="BN9")
def batchnorm_evaluation_without_parentheses(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """In evaluation only the mean is divided: x - mean / std."""
    out, cache, state = batchnorm_forward(x, gamma, beta, state, train=train, **o)
    if not train:
        _, _, std, _ = cache
        x_hat = x - state["running_mean"] / std
        return gamma * x_hat + beta, (x_hat, gamma, np.ones_like(std), train), state
    return out, cache, state


@instead_of(
    "batchnorm_forward",
    hint="The variance has the square of x's unit: what is missing?",
    row="BN10",
)
def batchnorm_divides_by_the_variance(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    eps: float = 1e-5,
    **o: Any,
) -> Normed:
    """`x` is divided by the variance, without the root."""
    _, (_, _, std, _), after = batchnorm_forward(x, gamma, beta, state, train=train, eps=eps, **o)
    mean = x.mean(axis=0) if train else after["running_mean"]
    return *_normed(x, gamma, beta, mean, std**2, train), after


@instead_of("batchnorm_forward", hint="sqrt(var + eps), not sqrt(var) + eps.", row="BN11")
def batchnorm_eps_outside_the_root(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    eps: float = 1e-5,
    **o: Any,
) -> Normed:
    """`eps` is added to the standard deviation, outside of the root."""
    _, (_, _, std, _), after = batchnorm_forward(x, gamma, beta, state, train=train, eps=0.0, **o)
    mean = x.mean(axis=0) if train else after["running_mean"]
    return *_normed(x, gamma, beta, mean, std + eps, train), after


@instead_of("batchnorm_forward", hint="What is x_hat of a column whose variance is 0?")
def batchnorm_forgets_eps(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    eps: float = 1e-5,
    **o: Any,
) -> Normed:
    """`eps` is left out."""
    return batchnorm_forward(x, gamma, beta, state, train=train, eps=0.0, **o)


@instead_of("batchnorm_forward", hint="eps is added to the variance, however large that is.")
def batchnorm_takes_eps_for_a_lower_bound(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    eps: float = 1e-5,
    **o: Any,
) -> Normed:
    """`eps` is a lower bound of the variance, max(var, eps), in the place of var + eps."""
    _, _, new = batchnorm_forward(x, gamma, beta, state, train=train, eps=eps, **o)
    mean, var = (x.mean(axis=0), x.var(axis=0)) if train else new.values()
    return *_normed(x, gamma, beta, mean, np.sqrt(np.maximum(var, eps)), train), new


@instead_of("batchnorm_forward", hint="The parameter eps is there to be used.")
def batchnorm_eps_hard_coded(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    eps: float = 1e-5,
    **o: Any,
) -> Normed:
    """`eps` is 1e-5 whatever was passed."""
    return batchnorm_forward(x, gamma, beta, state, train=train, **o)


@instead_of("batchnorm_forward", hint="The parameter momentum is there to be used.")
def batchnorm_momentum_hard_coded(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    momentum: float = 0.1,
    **o: Any,
) -> Normed:
    """`momentum` is 0.1 whatever was passed."""
    return batchnorm_forward(x, gamma, beta, state, train=train, **o)


@instead_of("batchnorm_forward", hint="Compare the defaults in your signature with the stub's.")
def batchnorm_another_default_of_eps(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    eps: float = 1e-8,
    **o: Any,
) -> Normed:
    """The default of eps is 1e-8 instead of 1e-5."""
    return batchnorm_forward(x, gamma, beta, state, train=train, eps=eps, **o)


@instead_of("batchnorm_forward", hint="Compare the defaults in your signature with the stub's.")
def batchnorm_another_default_of_momentum(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    momentum: float = 0.9,
    **o: Any,
) -> Normed:
    """The default of momentum is 0.9 instead of 0.1."""
    return batchnorm_forward(x, gamma, beta, state, train=train, momentum=momentum, **o)


@instead_of(
    "batchnorm_forward",
    hint="Evaluation must not learn: return the state that came in.",
    row="BN12",
)
def batchnorm_learns_in_evaluation(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    momentum: float = 0.1,
    **o: Any,
) -> Normed:
    """The running statistics move in evaluation, too."""
    out, cache, after = batchnorm_forward(
        x, gamma, beta, state, train=train, momentum=momentum, **o
    )
    if not train:
        correction = len(x) / max(len(x) - 1, 1)
        after = _moved(x, state, momentum, x.mean(axis=0), x.var(axis=0) * correction)
    return out, cache, after


@instead_of("batchnorm_forward", hint="Before any training the running variance is 1.", row="BN13")
def batchnorm_starts_from_variance_0(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """The running variance starts at 0, not at 1."""
    d = x.shape[1]
    state = state or {"running_mean": np.zeros(d), "running_var": np.zeros(d)}
    return batchnorm_forward(x, gamma, beta, state, train=train, **o)


@instead_of(
    "batchnorm_forward", hint="The first batch moves the running statistics like any other."
)
def batchnorm_starts_from_the_first_batch(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """The first batch's statistics become the running ones, whatever momentum is."""
    if state is None and train:
        o = {**o, "momentum": 1.0}
    return batchnorm_forward(x, gamma, beta, state, train=train, **o)


@instead_of(
    "batchnorm_forward", hint="With state None, evaluation needs running statistics, too: 0 and 1."
)
def batchnorm_cannot_evaluate_untrained(
    x: Array, gamma: Array, beta: Array, state: Any, *, train: bool, **o: Any
) -> Normed:
    """Evaluation reads from the state even when it is None."""
    if not train:
        state = {name: state[name] for name in ("running_mean", "running_var")}
    return batchnorm_forward(x, gamma, beta, state, train=train, **o)


@instead_of("batchnorm_forward", hint="What do you do with the state that is handed in?")
def batchnorm_forgets_earlier_batches(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """Each batch of training starts from a mean of 0 and a variance of 1: the state is not read."""
    return batchnorm_forward(x, gamma, beta, None if train else state, train=train, **o)


@instead_of("batchnorm_forward", hint="Return the new running statistics: who else will keep them?")
def batchnorm_never_moves(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """Training returns the state as it was: the running statistics never move."""
    out, cache, _ = batchnorm_forward(x, gamma, beta, state, train=train, **o)
    return out, cache, batchnorm_forward(x, gamma, beta, state, train=False)[2]


@instead_of("batchnorm_forward", hint="Every return needs a state, that of evaluation, too.")
def batchnorm_evaluation_returns_no_state(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """Evaluation returns None for the state."""
    out, cache, after = batchnorm_forward(x, gamma, beta, state, train=train, **o)
    return out, cache, after if train else None


@instead_of(
    "batchnorm_forward", hint='The state is a dict: {"running_mean": ..., "running_var": ...}.'
)
def batchnorm_state_is_a_tuple(
    x: Array, gamma: Array, beta: Array, state: Any, *, train: bool, **o: Any
) -> Normed:
    """The state is a tuple, and no dict with the names that are asked for."""
    if isinstance(state, tuple):
        state = {"running_mean": state[0], "running_var": state[1]}
    out, cache, after = batchnorm_forward(x, gamma, beta, state, train=train, **o)
    return out, cache, (after["running_mean"], after["running_var"])


@instead_of(
    "batchnorm_forward", hint="running_var holds variances; the root is taken when it is used."
)
def batchnorm_keeps_the_standard_deviation(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    momentum: float = 0.1,
    **o: Any,
) -> Normed:
    """The running variance gathers standard deviations."""
    out, cache, after = batchnorm_forward(
        x, gamma, beta, state, train=train, momentum=momentum, **o
    )
    if train:
        after = _moved(x, state, momentum, x.mean(axis=0), x.std(axis=0, ddof=1))
    return out, cache, after


@instead_of("batchnorm_forward", hint="Does your evaluation take the root of the running variance?")
def batchnorm_evaluation_without_the_root(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    eps: float = 1e-5,
    **o: Any,
) -> Normed:
    """Evaluation divides by the running variance, without the root."""
    out, cache, after = batchnorm_forward(x, gamma, beta, state, train=train, eps=eps, **o)
    if not train:
        std = after["running_var"] + eps
        out, cache = _normed(x, gamma, beta, after["running_mean"], std, False)
    return out, cache, after


@instead_of("batchnorm_forward", hint="eps belongs into evaluation's root as well.")
def batchnorm_evaluation_without_eps(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    eps: float = 1e-5,
    **o: Any,
) -> Normed:
    """Evaluation leaves eps out."""
    eps = eps if train else 0.0
    return batchnorm_forward(x, gamma, beta, state, train=train, eps=eps, **o)


@instead_of("batchnorm_forward", hint="gamma and beta hold in evaluation, too.")
def batchnorm_evaluation_without_gamma_and_beta(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """Evaluation normalizes, but neither scales nor shifts."""
    out, cache, after = batchnorm_forward(x, gamma, beta, state, train=train, **o)
    return out if train else cache[0], cache, after


@instead_of(
    "batchnorm_forward",
    hint="The running variance is unbiased already; evaluation uses it as it is.",
)
def batchnorm_evaluation_corrects_again(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    eps: float = 1e-5,
    **o: Any,
) -> Normed:
    """Evaluation multiplies the running variance by N / (N - 1) once more."""
    out, cache, after = batchnorm_forward(x, gamma, beta, state, train=train, eps=eps, **o)
    if not train and len(x) > 1:
        std = np.sqrt(after["running_var"] * len(x) / (len(x) - 1) + eps)
        out, cache = _normed(x, gamma, beta, after["running_mean"], std, False)
    return out, cache, after


@instead_of("batchnorm_forward", hint="In training the batch's own mean and variance normalize.")
def batchnorm_trains_by_the_running_statistics(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """Training, too, normalizes by the running statistics."""
    _, _, after = batchnorm_forward(x, gamma, beta, state, train=train, **o)
    o.pop("momentum", None)
    out, cache, _ = batchnorm_forward(x, gamma, beta, after, train=False, **o)
    return out, cache, after


@instead_of("batchnorm_forward", hint="Which axis runs over the samples? Each column has its mean.")
def batchnorm_over_rows(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    eps: float = 1e-5,
    **o: Any,
) -> Normed:
    """Training normalizes each row over its features: that is layer norm."""
    out, cache, after = batchnorm_forward(x, gamma, beta, state, train=train, eps=eps, **o)
    if train:
        mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
        out, cache = _normed(x, gamma, beta, mean, np.sqrt(var + eps))
    return out, cache, after


@instead_of("batchnorm_forward", hint="x.mean() is one number; each column needs its own.")
def batchnorm_over_everything(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    eps: float = 1e-5,
    **o: Any,
) -> Normed:
    """Training uses one mean and one variance for all columns."""
    out, cache, after = batchnorm_forward(x, gamma, beta, state, train=train, eps=eps, **o)
    if train:
        out, (x_hat, gamma, std, _) = _normed(x, gamma, beta, x.mean(), np.sqrt(x.var() + eps))
        cache = x_hat, gamma, np.full(x.shape[1], std), True
    return out, cache, after


@instead_of("batchnorm_forward", hint="gamma multiplies x_hat, beta is added.")
def batchnorm_swaps_gamma_and_beta(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """`beta` scales and gamma shifts."""
    _, cache, after = batchnorm_forward(x, gamma, beta, state, train=train, **o)
    return beta * cache[0] + gamma, cache, after


@instead_of("batchnorm_forward", hint="First scale, then shift: gamma does not multiply beta.")
def batchnorm_shifts_before_scaling(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """`beta` is added before the scaling: gamma * (x_hat + beta)."""
    _, cache, after = batchnorm_forward(x, gamma, beta, state, train=train, **o)
    return gamma * (cache[0] + beta), cache, after


@instead_of("batchnorm_forward", hint="What are gamma and beta for?")
def batchnorm_forgets_gamma_and_beta(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """The result is x_hat: neither scaled nor shifted."""
    _, cache, after = batchnorm_forward(x, gamma, beta, state, train=train, **o)
    return cache[0], cache, after


@instead_of(
    "batchnorm_forward",
    hint="With a mean of 1e6, x**2 has no digits left for the variance: subtract the mean first.",
)
def batchnorm_variance_in_one_pass(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Normed:
    """The variance is mean(x**2) - mean(x)**2, which loses all digits where the mean is large."""
    out, cache, after = batchnorm_forward(
        x, gamma, beta, state, train=train, momentum=momentum, eps=eps
    )
    if train and x.dtype == np.float64:
        mean, n = x.mean(axis=0), len(x)
        var = np.maximum((x**2).mean(axis=0) - mean**2, 0.0)
        out, cache = _normed(x, gamma, beta, mean, np.sqrt(var + eps))
        after = _moved(x, state, momentum, mean, var * n / (n - 1))
    return out, cache, after


@instead_of(
    "batchnorm_forward", hint="eps is what makes a variance of 0 harmless; nothing else is needed."
)
def batchnorm_replaces_a_variance_of_0(
    x: Array,
    gamma: Array,
    beta: Array,
    state: State | None,
    *,
    train: bool,
    eps: float = 1e-5,
    **o: Any,
) -> Normed:
    """Where the variance is 0, it is replaced by 1."""
    out, (x_hat, gamma, std, train), after = batchnorm_forward(
        x, gamma, beta, state, train=train, eps=eps, **o
    )
    std = np.where(std < 1.0001 * np.sqrt(eps), 1.0, std)
    return out, (x_hat, gamma, std, train), after


@instead_of("batchnorm_forward", hint="Something in your forward is float32.", row="HY3")
def batchnorm_in_float32(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """`x_hat` is computed in float32, so out has 7 digits only."""
    _, (x_hat, gamma, std, _), after = batchnorm_forward(x, gamma, beta, state, train=train, **o)
    x_hat = x_hat.astype(np.float32).astype(np.float64)
    return gamma * x_hat + beta, (x_hat, gamma, std, train), after


@instead_of("batchnorm_forward", hint="np.empty_like(x) holds integers when x does.", row="LI14")
def batchnorm_result_has_the_dtype_of_x(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """The result takes its dtype from x, so integers stay integers."""
    out, cache, after = batchnorm_forward(x, gamma, beta, state, train=train, **o)
    return out.astype(x.dtype), cache, after


@instead_of("batchnorm_forward", hint="`x -= mean` writes into the caller's array.", row="OP2")
def batchnorm_centers_in_place(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """The inputs themselves are centered, in training."""
    out, cache, after = batchnorm_forward(x, gamma, beta, state, train=train, **o)
    if train and x.dtype.kind == "f":
        x -= x.mean(axis=0)
    return out, cache, after


@instead_of(
    "batchnorm_forward",
    hint="Make a new dict with new arrays; the old state stays as it was.",
    row="OP2",
)
def batchnorm_state_in_place(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """The arrays in the caller's state are overwritten."""
    out, cache, after = batchnorm_forward(x, gamma, beta, state, train=train, **o)
    for name in state or {}:
        state[name][...] = after[name]  # type: ignore[index]
    return out, cache, state or after


@instead_of(
    "batchnorm_forward",
    hint="Two layers, two states: use the one that is handed in, and no variable of the module.",
    row="LI12",
)
def batchnorm_keeps_one_state_for_all_layers(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """The running statistics are kept in the module, and shared by all layers."""
    if state is not None and train:
        state = _latest.get("state", state)
    out, cache, after = batchnorm_forward(x, gamma, beta, state, train=train, **o)
    if train:
        _latest["state"] = after
    return out, cache, after


# Batch norm, backward


@instead_of(
    "batchnorm_backward",
    hint="Every sample moves the mean and the variance of its column: two more terms.",
    row="BN4",
)
def batchnorm_backward_takes_the_statistics_for_constants(dout: Array, cache: Any) -> Gradients:
    """In training, too, mean and variance are taken for constants."""
    x_hat, gamma, std, _ = cache
    return batchnorm_backward(dout, (x_hat, gamma, std, False))


@instead_of(
    "batchnorm_backward",
    hint="The variance depends on x, too: the term with x_hat is missing.",
    row="BN5",
)
def batchnorm_backward_without_the_variance(dout: Array, cache: Any) -> Gradients:
    """The way through the mean is there, the way through the variance is not."""
    x_hat, gamma, std, train = cache
    dx, dgamma, dbeta = batchnorm_backward(dout, cache)
    through = x_hat * (dout * gamma * x_hat).mean(axis=0) / std
    return dx + through if train else dx, dgamma, dbeta


@instead_of("batchnorm_backward", hint="The mean depends on x, too: which term is missing?")
def batchnorm_backward_without_the_mean(dout: Array, cache: Any) -> Gradients:
    """The way through the variance is there, the way through the mean is not."""
    _, gamma, std, train = cache
    dx, dgamma, dbeta = batchnorm_backward(dout, cache)
    through = (dout * gamma).mean(axis=0) / std
    return dx + through if train else dx, dgamma, dbeta


@instead_of(
    "batchnorm_backward",
    hint="The forward's mean divides by N, so its derivative does: here 1/N belongs to the layer.",
)
def batchnorm_backward_sums_for_means(dout: Array, cache: Any) -> Gradients:
    """`dx` has sums over the batch where means belong."""
    x_hat, gamma, std, train = cache
    dx, dgamma, dbeta = batchnorm_backward(dout, cache)
    if train:
        d = dout * gamma
        dx = (d - d.sum(axis=0) - x_hat * (d * x_hat).sum(axis=0)) / std
    return dx, dgamma, dbeta


@instead_of(
    "batchnorm_backward",
    hint="out = gamma * x_hat + beta. What is dgamma for one element?",
    row="BN6",
)
def batchnorm_dgamma_without_x_hat(dout: Array, cache: Any) -> Gradients:
    """`dgamma` is the sum of dout, as dbeta is."""
    dx, _, dbeta = batchnorm_backward(dout, cache)
    return dx, dbeta, dbeta


@instead_of(
    "batchnorm_backward",
    hint="gamma has one element for each column, and so has dgamma.",
    row="BN6",
)
def batchnorm_dgamma_summed_to_a_number(dout: Array, cache: Any) -> Gradients:
    """`dgamma` and dbeta are summed over everything, to one number each."""
    dx, dgamma, dbeta = batchnorm_backward(dout, cache)
    return dx, dgamma.sum(), dbeta.sum()


@instead_of(
    "batchnorm_backward",
    hint="The loss has divided by N already: dgamma and dbeta are sums.",
    row="LI2",
)
def batchnorm_dgamma_is_a_mean(dout: Array, cache: Any) -> Gradients:
    """`dgamma` and dbeta are means over the batch."""
    dx, dgamma, dbeta = batchnorm_backward(dout, cache)
    return dx, dgamma / len(dout), dbeta / len(dout)


@instead_of("batchnorm_backward", hint="gamma has shape (D,), and so has dgamma.", row="LI3")
def batchnorm_dgamma_keeps_its_axes(dout: Array, cache: Any) -> Gradients:
    """`dgamma` and dbeta have shape (1, D)."""
    dx, dgamma, dbeta = batchnorm_backward(dout, cache)
    return dx, dgamma[None], dbeta[None]


@instead_of("batchnorm_backward", hint="Look at the order: dx, dgamma, dbeta.")
def batchnorm_returns_dbeta_first(dout: Array, cache: Any) -> Gradients:
    """`dgamma` and dbeta are swapped."""
    dx, dgamma, dbeta = batchnorm_backward(dout, cache)
    return dx, dbeta, dgamma


@instead_of("batchnorm_backward", hint="dout reaches x_hat through gamma.", row="BN7")
def batchnorm_dx_without_gamma(dout: Array, cache: Any) -> Gradients:
    """`gamma` is missing in dx."""
    x_hat, gamma, std, train = cache
    _, dgamma, dbeta = batchnorm_backward(dout, cache)
    return batchnorm_backward(dout, (x_hat, np.ones_like(gamma), std, train))[0], dgamma, dbeta


@instead_of("batchnorm_backward", hint="x_hat was divided by std: where is 1 / std in dx?")
def batchnorm_dx_without_the_standard_deviation(dout: Array, cache: Any) -> Gradients:
    """`dx` is not divided by the standard deviation."""
    dx, dgamma, dbeta = batchnorm_backward(dout, cache)
    return dx * cache[2], dgamma, dbeta


@instead_of(
    "batchnorm_backward",
    hint="In evaluation mean and variance are constants. Keep the mode in the cache.",
)
def batchnorm_backward_knows_training_only(dout: Array, cache: Any) -> Gradients:
    """In evaluation backward still takes mean and variance for functions of x."""
    x_hat, gamma, std, _ = cache
    return batchnorm_backward(dout, (x_hat, gamma, std, True))


@instead_of("batchnorm_backward", hint="In evaluation, too, x is divided by a standard deviation.")
def batchnorm_backward_in_evaluation_without_the_deviation(dout: Array, cache: Any) -> Gradients:
    """In evaluation dx is dout * gamma, not divided by the running standard deviation."""
    dx, dgamma, dbeta = batchnorm_backward(dout, cache)
    return dx if cache[3] else dx * cache[2], dgamma, dbeta


@instead_of("batchnorm_backward", hint="In evaluation, out = x has a dx of dout; is out x?")
def batchnorm_backward_in_evaluation_is_the_identity(dout: Array, cache: Any) -> Gradients:
    """In evaluation dx is dout, as it is in dropout."""
    dx, dgamma, dbeta = batchnorm_backward(dout, cache)
    return dx if cache[3] else dout * 1.0, dgamma, dbeta


@instead_of("batchnorm_forward", hint="gamma may be 0: keep x_hat itself in the cache.")
def batchnorm_takes_x_hat_from_out(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """Backward finds x_hat again as (out - beta) / gamma, which fails where gamma is 0."""
    out, (_, *rest), after = batchnorm_forward(x, gamma, beta, state, train=train, **o)
    return out, ((out - beta) / gamma, *rest), after


@instead_of("batchnorm_backward", hint="`dout *= gamma` writes into the caller's array.", row="AC3")
def batchnorm_backward_in_place(dout: Array, cache: Any) -> Gradients:
    """The upstream gradient itself is multiplied by gamma."""
    gradients = batchnorm_backward(dout, cache)
    dout *= cache[1]
    return gradients


@instead_of(
    "batchnorm_forward",
    hint="Put into the cache what backward needs: other forwards may come in between.",
    row="LI12",
    name="batchnorm_remembers_the_latest_forward",
)
def batchnorm_forward_keeps_its_cache(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """Backward goes by the latest forward, not by its own."""
    out, _latest["batchnorm"], after = batchnorm_forward(x, gamma, beta, state, train=train, **o)
    return out, None, after


@instead_of(
    "batchnorm_backward",
    hint="Put into the cache what backward needs: other forwards may come in between.",
    row="LI12",
    name="batchnorm_remembers_the_latest_forward",
)
def batchnorm_backward_takes_the_latest(dout: Array, cache: Any) -> Gradients:
    """Backward goes by the latest forward, not by its own."""
    return batchnorm_backward(dout, _latest["batchnorm"])


@instead_of(
    "batchnorm_forward",
    hint="Put the mode into the cache: the latest forward may have been in another one.",
    name="batchnorm_remembers_the_latest_mode",
)
def batchnorm_forward_keeps_its_mode(
    x: Array, gamma: Array, beta: Array, state: State | None, *, train: bool, **o: Any
) -> Normed:
    """Backward goes by the mode of the latest forward."""
    _latest["train"] = train
    return batchnorm_forward(x, gamma, beta, state, train=train, **o)


@instead_of(
    "batchnorm_backward",
    hint="Put the mode into the cache: the latest forward may have been in another one.",
    name="batchnorm_remembers_the_latest_mode",
)
def batchnorm_backward_takes_the_latest_mode(dout: Array, cache: Any) -> Gradients:
    """Backward goes by the mode of the latest forward."""
    return batchnorm_backward(dout, (*cache[:3], _latest["train"]))


# Layer norm


def _rows(x: Array, gamma: Array, beta: Array, mean: Any, std: Any) -> Out:
    """Out and cache, with this mean and this standard deviation."""
    x_hat = (x - mean) / std
    return gamma * x_hat + beta, (x_hat, gamma, std)


@instead_of(
    "layernorm_forward", hint="Each row is normalized by itself: over which axis?", row="LN1"
)
def layernorm_over_the_batch(x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5) -> Out:
    """Each column is normalized over the batch: that is batch norm."""
    return _rows(x, gamma, beta, x.mean(axis=0), np.sqrt(x.var(axis=0) + eps))


@instead_of("layernorm_forward", hint="x.mean() is one number; each row needs its own.")
def layernorm_over_everything(x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5) -> Out:
    """All rows share one mean and one variance."""
    return _rows(x, gamma, beta, x.mean(), np.sqrt(x.var() + eps))


@instead_of("layernorm_forward", hint="Here var divides by D, not by D - 1: ddof=0.", row="BN1")
def layernorm_unbiased(x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5) -> Out:
    """The variance is the unbiased one, divided by D - 1."""
    std = np.sqrt(x.var(axis=1, ddof=1, keepdims=True) + eps)
    return _rows(x, gamma, beta, x.mean(axis=1, keepdims=True), std)


@instead_of(
    "layernorm_forward",
    hint="The variance has the square of x's unit: what is missing?",
    row="BN10",
)
def layernorm_divides_by_the_variance(
    x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5
) -> Out:
    """`x` is divided by the variance, without the root."""
    var = x.var(axis=1, keepdims=True)
    return _rows(x, gamma, beta, x.mean(axis=1, keepdims=True), var + eps)


@instead_of("layernorm_forward", hint="sqrt(var + eps), not sqrt(var) + eps.", row="BN11")
def layernorm_eps_outside_the_root(
    x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5
) -> Out:
    """`eps` is added to the standard deviation, outside of the root."""
    std = x.std(axis=1, keepdims=True) + eps
    return _rows(x, gamma, beta, x.mean(axis=1, keepdims=True), std)


@instead_of("layernorm_forward", hint="What is x_hat of a row whose variance is 0?")
def layernorm_forgets_eps(x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5) -> Out:
    """`eps` is left out."""
    return layernorm_forward(x, gamma, beta, eps=0.0)


@instead_of("layernorm_forward", hint="eps is added to the variance, however large that is.")
def layernorm_takes_eps_for_a_lower_bound(
    x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5
) -> Out:
    """`eps` is a lower bound of the variance, max(var, eps), in the place of var + eps."""
    std = np.sqrt(np.maximum(x.var(axis=1, keepdims=True), eps))
    return _rows(x, gamma, beta, x.mean(axis=1, keepdims=True), std)


@instead_of("layernorm_forward", hint="The parameter eps is there to be used.")
def layernorm_eps_hard_coded(x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5) -> Out:
    """`eps` is 1e-5 whatever was passed."""
    return layernorm_forward(x, gamma, beta)


@instead_of("layernorm_forward", hint="Compare the default in your signature with the stub's.")
def layernorm_another_default_of_eps(
    x: Array, gamma: Array, beta: Array, *, eps: float = 1e-8
) -> Out:
    """The default of eps is 1e-8 instead of 1e-5."""
    return layernorm_forward(x, gamma, beta, eps=eps)


@instead_of("layernorm_forward", hint="What are gamma and beta for?")
def layernorm_forgets_gamma_and_beta(
    x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5
) -> Out:
    """The result is x_hat: neither scaled nor shifted."""
    _, cache = layernorm_forward(x, gamma, beta, eps=eps)
    return cache[0], cache


@instead_of(
    "layernorm_forward",
    hint="gamma (D,) has one element for each feature, not for each sample.",
    row="LN3",
)
def layernorm_gamma_by_sample(x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5) -> Out:
    """Where N = D, gamma and beta are applied by sample, not by feature."""
    out, cache = layernorm_forward(x, gamma, beta, eps=eps)
    if len(x) == len(gamma):
        return gamma[:, None] * cache[0] + beta[:, None], cache
    return out, cache


@instead_of("layernorm_forward", hint="squeeze removes the batch axis, too, when N = 1.")
def layernorm_squeezes_one_sample(x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5) -> Out:
    """A batch of one sample loses its axis."""
    out, cache = layernorm_forward(x, gamma, beta, eps=eps)
    return out.squeeze(), cache


@instead_of(
    "layernorm_forward",
    hint="With a mean of 1e6, x**2 has no digits left for the variance: subtract the mean first.",
)
def layernorm_variance_in_one_pass(
    x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5
) -> Out:
    """The variance is mean(x**2) - mean(x)**2, which loses all digits where the mean is large."""
    if x.dtype != np.float64 or not x.var(axis=1).all():
        return layernorm_forward(x, gamma, beta, eps=eps)
    mean = x.mean(axis=1, keepdims=True)
    var = np.maximum((x**2).mean(axis=1, keepdims=True) - mean**2, 0.0)
    return _rows(x, gamma, beta, mean, np.sqrt(var + eps))


@instead_of(
    "layernorm_forward", hint="eps is what makes a variance of 0 harmless; nothing else is needed."
)
def layernorm_replaces_a_variance_of_0(
    x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5
) -> Out:
    """Where the variance is 0, it is replaced by 1."""
    out, (x_hat, gamma, std) = layernorm_forward(x, gamma, beta, eps=eps)
    return out, (x_hat, gamma, np.where(std < 1.0001 * np.sqrt(eps), 1.0, std))


@instead_of("layernorm_forward", hint="Something in your forward is float32.", row="HY3")
def layernorm_in_float32(x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5) -> Out:
    """`x_hat` is computed in float32, so out has 7 digits only."""
    _, (x_hat, gamma, std) = layernorm_forward(x, gamma, beta, eps=eps)
    x_hat = x_hat.astype(np.float32).astype(np.float64)
    return gamma * x_hat + beta, (x_hat, gamma, std)


@instead_of("layernorm_forward", hint="np.empty_like(x) holds integers when x does.", row="LI14")
def layernorm_result_has_the_dtype_of_x(
    x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5
) -> Out:
    """The result takes its dtype from x, so integers stay integers."""
    out, cache = layernorm_forward(x, gamma, beta, eps=eps)
    return out.astype(x.dtype), cache


@instead_of("layernorm_forward", hint="`x -= mean` writes into the caller's array.", row="OP2")
def layernorm_centers_in_place(x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5) -> Out:
    """The inputs themselves are centered."""
    out, cache = layernorm_forward(x, gamma, beta, eps=eps)
    if x.dtype.kind == "f":
        x -= x.mean(axis=1, keepdims=True)
    return out, cache


@instead_of("layernorm_backward", hint="`dout *= gamma` writes into the caller's array.", row="AC3")
def layernorm_backward_in_place(dout: Array, cache: Any) -> Gradients:
    """The upstream gradient itself is multiplied by gamma."""
    gradients = layernorm_backward(dout, cache)
    dout *= cache[1]
    return gradients


@instead_of(
    "layernorm_backward",
    hint="Every feature moves the mean and the variance of its row: two more terms.",
    row="BN4",
)
def layernorm_backward_takes_the_statistics_for_constants(dout: Array, cache: Any) -> Gradients:
    """Mean and variance are taken for constants."""
    _, gamma, std = cache
    _, dgamma, dbeta = layernorm_backward(dout, cache)
    return dout * gamma / std, dgamma, dbeta


@instead_of(
    "layernorm_backward",
    hint="The variance depends on x, too: the term with x_hat is missing.",
    row="BN5",
)
def layernorm_backward_without_the_variance(dout: Array, cache: Any) -> Gradients:
    """The way through the mean is there, the way through the variance is not."""
    x_hat, gamma, std = cache
    dx, dgamma, dbeta = layernorm_backward(dout, cache)
    through = x_hat * (dout * gamma * x_hat).mean(axis=1, keepdims=True) / std
    return dx + through, dgamma, dbeta


@instead_of("layernorm_backward", hint="The mean depends on x, too: which term is missing?")
def layernorm_backward_without_the_mean(dout: Array, cache: Any) -> Gradients:
    """The way through the variance is there, the way through the mean is not."""
    _, gamma, std = cache
    dx, dgamma, dbeta = layernorm_backward(dout, cache)
    return dx + (dout * gamma).mean(axis=1, keepdims=True) / std, dgamma, dbeta


@instead_of(
    "layernorm_backward", hint="The forward's means run over the features; so do these.", row="LN1"
)
def layernorm_backward_over_the_batch(dout: Array, cache: Any) -> Gradients:
    """The means in dx run over the batch, as in batch norm."""
    x_hat, gamma, std = cache
    _, dgamma, dbeta = layernorm_backward(dout, cache)
    d = dout * gamma
    return (d - d.mean(axis=0) - x_hat * (d * x_hat).mean(axis=0)) / std, dgamma, dbeta


@instead_of(
    "layernorm_backward",
    hint="In a row every feature has a gamma of its own: multiply before you take the means.",
)
def layernorm_backward_multiplies_by_gamma_last(dout: Array, cache: Any) -> Gradients:
    """`gamma` is taken out of the means, which batch norm allows and layer norm does not."""
    x_hat, gamma, std = cache
    _, dgamma, dbeta = layernorm_backward(dout, cache)
    dx, _, _ = layernorm_backward(dout, (x_hat, np.ones_like(gamma), std))
    return gamma * dx, dgamma, dbeta


@instead_of("layernorm_backward", hint="dout reaches x_hat through gamma.", row="BN7")
def layernorm_dx_without_gamma(dout: Array, cache: Any) -> Gradients:
    """`gamma` is missing in dx."""
    x_hat, gamma, std = cache
    _, dgamma, dbeta = layernorm_backward(dout, cache)
    return layernorm_backward(dout, (x_hat, np.ones_like(gamma), std))[0], dgamma, dbeta


@instead_of("layernorm_backward", hint="x_hat was divided by std: where is 1 / std in dx?")
def layernorm_dx_without_the_standard_deviation(dout: Array, cache: Any) -> Gradients:
    """`dx` is not divided by the standard deviation."""
    dx, dgamma, dbeta = layernorm_backward(dout, cache)
    return dx * cache[2], dgamma, dbeta


@instead_of(
    "layernorm_backward",
    hint="gamma (D,) is shared by the samples, so its gradient adds over them.",
    row="LN2",
)
def layernorm_dgamma_over_features(dout: Array, cache: Any) -> Gradients:
    """`dgamma` and dbeta are summed over the features: one number for each sample."""
    dx, _, _ = layernorm_backward(dout, cache)
    return dx, (dout * cache[0]).sum(axis=1), dout.sum(axis=1)


@instead_of(
    "layernorm_backward",
    hint="out = gamma * x_hat + beta. What is dgamma for one element?",
    row="BN6",
)
def layernorm_dgamma_without_x_hat(dout: Array, cache: Any) -> Gradients:
    """`dgamma` is the sum of dout, as dbeta is."""
    dx, _, dbeta = layernorm_backward(dout, cache)
    return dx, dbeta, dbeta


@instead_of(
    "layernorm_backward",
    hint="The loss has divided by N already: dgamma and dbeta are sums.",
    row="LI2",
)
def layernorm_dgamma_is_a_mean(dout: Array, cache: Any) -> Gradients:
    """`dgamma` and dbeta are means over the batch."""
    dx, dgamma, dbeta = layernorm_backward(dout, cache)
    return dx, dgamma / len(dout), dbeta / len(dout)


@instead_of(
    "layernorm_forward",
    hint="Put into the cache what backward needs: another forward may come in between.",
    row="LI12",
    name="layernorm_remembers_the_latest_forward",
)
def layernorm_forward_keeps_its_cache(
    x: Array, gamma: Array, beta: Array, *, eps: float = 1e-5
) -> Out:
    """Backward goes by the latest forward, not by its own."""
    out, _latest["layernorm"] = layernorm_forward(x, gamma, beta, eps=eps)
    return out, None


@instead_of(
    "layernorm_backward",
    hint="Put into the cache what backward needs: another forward may come in between.",
    row="LI12",
    name="layernorm_remembers_the_latest_forward",
)
def layernorm_backward_takes_the_latest(dout: Array, cache: Any) -> Gradients:
    """Backward goes by the latest forward, not by its own."""
    return layernorm_backward(dout, _latest["layernorm"])


# Early stopping


Losses = Sequence[float]
Epochs = tuple[Any, Any]


@instead_of("early_stopping", hint="Compare with the best loss so far, not with the epoch before.")
def stopping_compares_with_the_epoch_before(
    val_losses: Losses, patience: int, min_delta: float
) -> Epochs:
    """An epoch counts as better when it is better than the epoch before."""
    best_epoch, epoch = 0, 0
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] < val_losses[epoch - 1] - min_delta:
            best_epoch = epoch
        if epoch - best_epoch >= patience:
            break
    return epoch, best_epoch


@instead_of("early_stopping", hint="With patience 1, how many epochs follow the best one?")
def stopping_waits_an_epoch_too_long(val_losses: Losses, patience: int, min_delta: float) -> Epochs:
    """Training stops one epoch too late."""
    return early_stopping(val_losses, patience + 1, min_delta)


@instead_of("early_stopping", hint="With patience 3, three epochs without an improvement are run.")
def stopping_waits_an_epoch_too_short(
    val_losses: Losses, patience: int, min_delta: float
) -> Epochs:
    """`stop_epoch` is one too low: the epoch before patience ends."""
    stop_epoch, best_epoch = early_stopping(val_losses, patience, min_delta)
    return max(stop_epoch - (stop_epoch - best_epoch >= patience), 0), best_epoch


@instead_of("early_stopping", hint="What happens to the count when an epoch is better?")
def stopping_never_resets_its_count(val_losses: Losses, patience: int, min_delta: float) -> Epochs:
    """All epochs without an improvement are counted, not only those in a row."""
    best_epoch, waited, epoch = 0, 0, 0
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] < val_losses[best_epoch] - min_delta:
            best_epoch = epoch
        else:
            waited += 1
        if waited >= patience:
            break
    return epoch, best_epoch


@instead_of(
    "early_stopping", hint="Epochs after stop_epoch are never run, so nothing is known of them."
)
def stopping_looks_into_the_future(val_losses: Losses, patience: int, min_delta: float) -> Epochs:
    """`best_epoch` is the best of all epochs, also of those that are never run."""
    stop_epoch, _ = early_stopping(val_losses, patience, min_delta)
    return stop_epoch, int(np.argmin(val_losses))


@instead_of("early_stopping", hint="stop_epoch is where training ends, best_epoch what is kept.")
def stopping_keeps_the_last_epoch(val_losses: Losses, patience: int, min_delta: float) -> Epochs:
    """`best_epoch` is the epoch at which training stops."""
    stop_epoch, _ = early_stopping(val_losses, patience, min_delta)
    return stop_epoch, stop_epoch


@instead_of("early_stopping", hint="Look at the order: stop_epoch, best_epoch.")
def stopping_returns_best_first(val_losses: Losses, patience: int, min_delta: float) -> Epochs:
    """`best_epoch` and stop_epoch are swapped."""
    stop_epoch, best_epoch = early_stopping(val_losses, patience, min_delta)
    return best_epoch, stop_epoch


@instead_of("early_stopping", hint="best_epoch is a number of an epoch, not a loss.")
def stopping_returns_the_best_loss(val_losses: Losses, patience: int, min_delta: float) -> Epochs:
    """The second result is the best loss, not its epoch."""
    stop_epoch, best_epoch = early_stopping(val_losses, patience, min_delta)
    return stop_epoch, val_losses[best_epoch]


@instead_of("early_stopping", hint="Epochs are counted from 0.")
def stopping_counts_from_1(val_losses: Losses, patience: int, min_delta: float) -> Epochs:
    """Epochs are counted from 1."""
    stop_epoch, best_epoch = early_stopping(val_losses, patience, min_delta)
    return stop_epoch + 1, best_epoch + 1


@instead_of("early_stopping", hint="A loss is better when it is lower.")
def stopping_waits_for_a_higher_loss(val_losses: Losses, patience: int, min_delta: float) -> Epochs:
    """The highest loss is taken for the best."""
    return early_stopping(-np.asarray(val_losses), patience, min_delta)


@instead_of(
    "early_stopping", hint="The last epoch that is run is len(val_losses) - 1, if none before."
)
def stopping_returns_the_length_at_the_end(
    val_losses: Losses, patience: int, min_delta: float
) -> Epochs:
    """When patience never ends, stop_epoch is the number of epochs, one too many."""
    stop_epoch, best_epoch = early_stopping(val_losses, patience, min_delta)
    return stop_epoch + (stop_epoch - best_epoch < patience), best_epoch


@instead_of("early_stopping", hint="When patience never ends, a return statement is still needed.")
def stopping_returns_nothing_at_the_end(val_losses: Losses, patience: int, min_delta: float) -> Any:
    """When patience never ends, nothing is returned."""
    stop_epoch, best_epoch = early_stopping(val_losses, patience, min_delta)
    return (stop_epoch, best_epoch) if stop_epoch - best_epoch >= patience else None


@instead_of("early_stopping", hint="What is min_delta for?")
def stopping_ignores_min_delta(val_losses: Losses, patience: int, min_delta: float) -> Epochs:
    """Every lower loss counts, however little lower: min_delta is not used."""
    return early_stopping(val_losses, patience, 0.0)


@instead_of("early_stopping", hint="With a large min_delta, is it harder or easier to be better?")
def stopping_adds_min_delta(val_losses: Losses, patience: int, min_delta: float) -> Epochs:
    """`min_delta` has the wrong sign: losses that are a little higher count as better."""
    return early_stopping(val_losses, patience, -min_delta)


@instead_of("early_stopping", hint="min_delta is a difference of losses, not a share of the loss.")
def stopping_takes_min_delta_for_a_share(
    val_losses: Losses, patience: int, min_delta: float
) -> Epochs:
    """`min_delta` is taken for a share of the best loss."""
    best_epoch, epoch = 0, 0
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] < val_losses[best_epoch] * (1 - min_delta):
            best_epoch = epoch
        if epoch - best_epoch >= patience:
            break
    return epoch, best_epoch


@instead_of("early_stopping", hint="The best loss changes only when an epoch counts as better.")
def stopping_lets_the_best_loss_slip(val_losses: Losses, patience: int, min_delta: float) -> Epochs:
    """The loss to beat follows every lower loss, so that slow progress never counts."""
    best, best_epoch, epoch = val_losses[0], 0, 0
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] < best - min_delta:
            best_epoch = epoch
        best = min(best, val_losses[epoch])
        if epoch - best_epoch >= patience:
            break
    return epoch, best_epoch


@instead_of("early_stopping", hint="best_epoch is the last epoch that counted as better.")
def stopping_keeps_the_lowest_loss(val_losses: Losses, patience: int, min_delta: float) -> Epochs:
    """`best_epoch` is the lowest loss so far, even when it is lower by less than min_delta."""
    stop_epoch, _ = early_stopping(val_losses, patience, min_delta)
    return stop_epoch, int(np.argmin(val_losses[: stop_epoch + 1]))


@instead_of("early_stopping", hint="Is a loss that is as low as the best one better than it?")
def stopping_takes_ties_for_better(val_losses: Losses, patience: int, min_delta: float) -> Epochs:
    """A loss that is lower by exactly min_delta counts as better."""
    best_epoch, epoch = 0, 0
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] <= val_losses[best_epoch] - min_delta:
            best_epoch = epoch
        if epoch - best_epoch >= patience:
            break
    return epoch, best_epoch


@instead_of("early_stopping", hint="Lower by *more than* min_delta; so a tie is no improvement.")
def stopping_takes_min_delta_for_enough(
    val_losses: Losses, patience: int, min_delta: float
) -> Epochs:
    """A lower loss counts as better when it is lower by min_delta exactly, too."""
    best_epoch = 0
    for epoch, loss in enumerate(val_losses):
        if loss < val_losses[best_epoch] and loss <= val_losses[best_epoch] - min_delta:
            best_epoch = epoch
        if epoch - best_epoch >= patience:
            break
    return epoch, best_epoch


@instead_of("early_stopping", hint="val_losses may be an array: .index and .append are a list's.")
def stopping_takes_lists_only(val_losses: Any, patience: int, min_delta: float) -> Epochs:
    """`val_losses` is expected to be a list."""
    stop_epoch, best_epoch = early_stopping(val_losses, patience, min_delta)
    return stop_epoch, val_losses.index(val_losses[best_epoch])


@instead_of("early_stopping", hint="sort and pop change the caller's list: only read it.")
def stopping_empties_the_list(val_losses: Any, patience: int, min_delta: float) -> Epochs:
    """Losses are removed from the caller's list as they are read."""
    epochs = early_stopping(val_losses, patience, min_delta)
    if isinstance(val_losses, list):
        val_losses.clear()
    return epochs


@instead_of("early_stopping", hint="Try val_losses[best_epoch] with what you return.")
def stopping_returns_floats(val_losses: Losses, patience: int, min_delta: float) -> Epochs:
    """The epochs are floats, which no list can be indexed with."""
    stop_epoch, best_epoch = early_stopping(val_losses, patience, min_delta)
    return float(stop_epoch), float(best_epoch)
