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
from dropout import (
    dropout_backward,
    dropout_forward,
    spatial_dropout_backward,
    spatial_dropout_forward,
)
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
    """p_drop is taken for the probability of keeping, in the mask and in the scale."""
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
    out, mask = dropout_forward(x, p_drop, train=train, rng=rng)
    return x * np.float32(mask), np.float32(mask)


@instead_of("dropout_backward", hint="What is the derivative of x / (1 - p) with respect to x?", row="DR6")
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


@instead_of("dropout_forward", hint="How probable is `random < p` for uniform numbers, and for yours?")
def dropout_compares_normal_numbers(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """Normal numbers are compared with p_drop, in the place of uniform ones."""
    mask = (rng.standard_normal(x.shape) >= p_drop) / (1 - p_drop) if train else 1.0
    return x * mask, mask


@instead_of("dropout_forward", hint="Compare random numbers with p_drop, as many as x has elements.")
def dropout_compares_x(x: Array, p_drop: float, *, train: bool, rng: Any) -> Out:
    """x itself is compared with p_drop: nothing is left to chance."""
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
    """x is expected to have exactly two axes."""
    _, _ = x.shape
    return dropout_forward(x, p_drop, train=train, rng=rng)


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
    """p_drop is taken for the probability of keeping, in the mask and in the scale."""
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


@instead_of("spatial_dropout_forward", hint="`x *= mask` writes into the caller's array.", row="OP2")
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
