"""Wrong solutions that students write, each with the hint it earns.

Every function here replaces one function of the assignment. Its docstring ends the sentence "looks
like:" that a student reads; `hint` says where to look next; `row` is the label in our catalogue of
mistakes, None for one foreseen by us. Two functions with the same `name` are one mistake, and the
first of them has its hint and row. The decorator's arguments are literals: they are read without
running this.

Each mistake stays within one exercise, and otherwise uses the reference, so nothing else differs. A
composition such as `mlp_loss` is right here where its parts are replaced; a student's own that is
composed of wrong parts is counted as right (see `follow_through`), so both show the same. This
module is long because it is a list; its sections are the exercises in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from architecture import collapse_linear, count_parameters
from initializers import glorot_normal, glorot_uniform, he_normal, he_uniform
from mlp import gradient_norms, init_mlp, mlp_backward, mlp_forward, mlp_loss
from two_layer import two_layer_loss, two_layer_scores
from units import dead_units, relu_bump, threshold_unit

from autograder import instead_of

Array = np.ndarray
Layers = list[tuple[Array, Array]]
Rng = np.random.Generator
Unit = tuple[Array, float]

_latest: dict[str, Any] = {}
"""What the mistakes that keep state outside of the cache remember."""


# Threshold units


@instead_of("threshold_unit", hint="What does your comparison give when the sum is exactly 0?")
def unit_fires_at_zero(x: Array, w: Array, b: float) -> Array:
    """The unit also fires when the sum is exactly 0."""
    return np.where(x @ w + b >= 0, 1.0, 0.0)


@instead_of("threshold_unit", hint="Set w to zeros: what should b alone decide?", row="LI7")
def unit_without_its_bias(x: Array, w: Array, b: float) -> Array:
    """The bias is not used: the weighted sum is compared with 0."""
    return threshold_unit(x, w, 0.0)


@instead_of("threshold_unit", hint="The threshold is -b: a large b makes it easy to fire.")
def bias_taken_for_the_threshold(x: Array, w: Array, b: float) -> Array:
    """The weighted sum is compared with b, as if that were the threshold."""
    return threshold_unit(x, w, -b)


@instead_of("threshold_unit", hint="A threshold unit knows two answers only.")
def unit_is_a_sigmoid(x: Array, w: Array, b: float) -> Array:
    """The output is a sigmoid's, anything between 0 and 1."""
    return 1.0 / (1.0 + np.exp(-(x @ w + b)))


@instead_of("threshold_unit", hint="Which number means silent here?")
def silent_is_minus_one(x: Array, w: Array, b: float) -> Array:
    """A silent unit gives -1, as from np.sign, and not 0."""
    return np.sign(x @ w + b)


@instead_of("threshold_unit", hint="`z > 0` is True or False; the docstring wants 1.0 or 0.0.")
def unit_returns_booleans(x: Array, w: Array, b: float) -> Array:
    """The output holds True and False, not numbers."""
    return x @ w + b > 0


@instead_of("threshold_unit", hint="`x *= w` writes into the caller's array.", row="AC2")
def inputs_weighted_in_place(x: Array, w: Array, b: float) -> Array:
    """The inputs themselves are multiplied by the weights."""
    x *= w.astype(x.dtype)
    return np.where(x.sum(axis=1) + b > 0, 1.0, 0.0)


@instead_of("and_weights", hint="Which inputs must not be enough on their own?")
def and_fires_for_one_input() -> Unit:
    """The unit computes OR: one input is enough."""
    return np.array([1.0, 1.0]), -0.5


@instead_of("and_weights", hint="Put the threshold between the sums, not on one of them.")
def and_threshold_on_the_sum() -> Unit:
    """With both inputs the sum is exactly 0, and 0 does not fire."""
    return np.array([1.0, 1.0]), -2.0


@instead_of("and_weights", hint="The unit fires where the sum is above -b.")
def and_bias_is_positive() -> Unit:
    """The threshold has the wrong sign, so that nothing is needed to fire."""
    return np.array([1.0, 1.0]), 1.5


@instead_of("or_weights", hint="What is the sum when only one input is 1?")
def or_needs_both_inputs() -> Unit:
    """The unit computes AND: one input is not enough."""
    return np.array([1.0, 1.0]), -1.5


@instead_of("or_weights", hint="Put the threshold between the sums, not on one of them.")
def or_threshold_on_the_sum() -> Unit:
    """With one input the sum is exactly 0, and 0 does not fire."""
    return np.array([1.0, 1.0]), -1.0


@instead_of("or_weights", hint="The unit fires where the sum is above -b.")
def or_bias_is_positive() -> Unit:
    """The threshold has the wrong sign, so that nothing is needed to fire."""
    return np.array([1.0, 1.0]), 0.5


def _xor(w2: Sequence[float], b2: float) -> tuple[Array, Array, Array, float]:
    """OR and AND, and some unit upon them."""
    return np.ones((2, 2)), np.array([-0.5, -1.5]), np.array(w2), b2


@instead_of("xor_weights", hint="What must become of OR when both inputs are 1?")
def xor_is_or() -> tuple[Array, Array, Array, float]:
    """The output also fires when both inputs are 1."""
    return _xor([1.0, 1.0], -0.5)


@instead_of("xor_weights", hint="With one input, which hidden unit fires, and with what weight?")
def xor_is_and() -> tuple[Array, Array, Array, float]:
    """The output does not fire when only the second input is 1."""
    return _xor([1.0, 1.0], -1.5)


@instead_of("xor_weights", hint="All signs of the last layer are the other way round.")
def xor_is_its_opposite() -> tuple[Array, Array, Array, float]:
    """The output fires when both inputs are 0."""
    return _xor([-1.0, 1.0], 0.5)


@instead_of("xor_weights", hint="b1 has one number for each hidden unit: shape (2,).", row="LI3")
def xor_biases_in_a_row() -> tuple[Array, Array, Array, float]:
    """The hidden biases are a matrix with one row."""
    w1, b1, w2, b2 = _xor([1.0, -1.0], -0.5)
    return w1, b1[None, :], w2, b2


# Why there are activations


@instead_of("collapse_linear", hint="With x = 0 the first layer gives b1. What becomes of it?")
def first_bias_forgotten(w1: Array, b1: Array, w2: Array, b2: Array) -> tuple[Array, Array]:
    """The first layer's bias is lost: b is b2."""
    return w1 @ w2, b2


@instead_of("collapse_linear", hint="With x = 0 the second layer gives b1 @ w2, and then?")
def second_bias_forgotten(w1: Array, b1: Array, w2: Array, b2: Array) -> tuple[Array, Array]:
    """The second layer's bias is lost: b is b1 @ w2."""
    return w1 @ w2, b1 @ w2


@instead_of("collapse_linear", hint="x stands on the left: which matrix meets it first?", row="LI5")
def product_transposed(w1: Array, b1: Array, w2: Array, b2: Array) -> tuple[Array, Array]:
    """The weights are transposed: (M, D), as if x stood on the right."""
    w, b = collapse_linear(w1, b1, w2, b2)
    return w.T, b


@instead_of("collapse_linear", hint="Write down the shapes: (D, H) and (H, M).", row="LI6")
def product_in_the_wrong_order(w1: Array, b1: Array, w2: Array, b2: Array) -> tuple[Array, Array]:
    """The matrices are multiplied in the wrong order."""
    return w2 @ w1, b1 @ w2 + b2


@instead_of("collapse_linear", hint="Here there is no activation between the two layers.")
def relu_between_the_layers(w1: Array, b1: Array, w2: Array, b2: Array) -> tuple[Array, Array]:
    """A ReLU is applied to the first layer's weights and biases."""
    return collapse_linear(np.maximum(w1, 0.0), np.maximum(b1, 0.0), w2, b2)


@instead_of("collapse_linear", hint="`b2 += ...` writes into the caller's array.")
def bias_summed_in_place(w1: Array, b1: Array, w2: Array, b2: Array) -> tuple[Array, Array]:
    """The second layer's bias itself is changed."""
    b2 += b1 @ w2
    return w1 @ w2, b2


@instead_of("collapse_linear", hint="squeeze also removes an axis that only happens to be 1 long.")
def axes_of_length_one_lost(w1: Array, b1: Array, w2: Array, b2: Array) -> tuple[Array, Array]:
    """Axes of length 1 are removed."""
    w, b = collapse_linear(w1, b1, w2, b2)
    return w.squeeze(), b


# What enough units can do


@instead_of("relu_bump", hint="From left to the middle, how far is it, and how high must it get?")
def bump_slope_is_its_height(x: Array, left: float, right: float, height: float) -> Array:
    """The slope is the height, whatever the width."""
    return relu_bump(x, left, right, height * (right - left) / 2)


@instead_of("relu_bump", hint="The line rises over half of the width only.")
def bump_slope_over_the_whole_width(x: Array, left: float, right: float, height: float) -> Array:
    """The slope is the height over the whole width, so the corner is half as high."""
    return relu_bump(x, left, right, height / 2)


def _ramps(x: Array, left: float, right: float, height: float) -> tuple[Array, Array, Array]:
    """The three ReLUs, times the slope."""
    slope = 2 * height / (right - left)
    corners = left, (left + right) / 2, right
    rise, turn, stop = (slope * np.maximum(x - corner, 0.0) for corner in corners)
    return rise, turn, stop


@instead_of("relu_bump", hint="What bends the line once more, at right?")
def bump_never_ends(x: Array, left: float, right: float, height: float) -> Array:
    """Right of the triangle the line falls on and on: the third ReLU is missing."""
    rise, turn, _ = _ramps(x, left, right, height)
    return rise - 2 * turn


@instead_of("relu_bump", hint="In the middle the slope changes from +s to -s: by how much?")
def bump_only_levels_off(x: Array, left: float, right: float, height: float) -> Array:
    """In the middle the line does not fall but stays level: one slope is taken off, not two."""
    rise, turn, stop = _ramps(x, left, right, height)
    return rise - turn + stop


@instead_of("relu_bump", hint="Two ReLUs are a ramp and a plateau. What brings it down again?")
def bump_is_a_plateau(x: Array, left: float, right: float, height: float) -> Array:
    """The line rises to the middle and stays there: two ReLUs, where three are needed."""
    rise, turn, _ = _ramps(x, left, right, height)
    return rise - turn


@instead_of("relu_bump", hint="Try x just above left: is the bump as high there as in the middle?")
def bump_is_a_box(x: Array, left: float, right: float, height: float) -> Array:
    """The bump is a box: of full height everywhere between left and right."""
    return np.where((x > left) & (x < right), height, 0.0)


@instead_of("relu_bump", hint="What should y be far away from the bump?")
def bump_is_negative_outside(x: Array, left: float, right: float, height: float) -> Array:
    """Outside the triangle its sides go on downwards, where y should be 0."""
    half = (right - left) / 2
    return height * (1.0 - np.abs(x - (left + right) / 2) / half)


@instead_of("relu_bump", hint="A bump may also point downwards; the last step needs no ReLU.")
def bump_cannot_point_down(x: Array, left: float, right: float, height: float) -> Array:
    """A ReLU is applied to the result, so a bump of negative height is lost."""
    return np.maximum(relu_bump(x, left, right, height), 0.0)


@instead_of("relu_bump", hint="np.zeros_like(x) holds integers when x does.", row="LI14")
def bump_has_the_dtype_of_x(x: Array, left: float, right: float, height: float) -> Array:
    """The result has the dtype of x, so integers cut off all fractions."""
    return relu_bump(x, left, right, height).astype(x.dtype)


@instead_of("relu_bump", hint="`x -= left` writes into the caller's array.", row="AC2")
def bump_moves_x_in_place(x: Array, left: float, right: float, height: float) -> Array:
    """The inputs themselves are moved."""
    y = relu_bump(x, left, right, height)
    x -= np.asarray(left).astype(x.dtype)
    return y


# Counting parameters


@instead_of("count_parameters", hint="Each unit also has a bias.")
def biases_not_counted(sizes: Sequence[int]) -> int:
    """Only the weights are counted."""
    return sum(a * b for a, b in pairwise(sizes))


@instead_of("count_parameters", hint="A bias belongs to a unit of the layer, not to its inputs.")
def a_bias_for_every_input(sizes: Sequence[int]) -> int:
    """There is a bias for each input of a layer, where there should be one for each output."""
    return sum(a * (b + 1) for a, b in pairwise(sizes))


@instead_of("count_parameters", hint="How many biases does a layer with 100 units have?")
def one_bias_for_a_layer(sizes: Sequence[int]) -> int:
    """Each layer has a single bias."""
    return sum(a * b + 1 for a, b in pairwise(sizes))


@instead_of("count_parameters", hint="Do the inputs have biases?")
def inputs_have_biases(sizes: Sequence[int]) -> int:
    """The inputs are counted as units with biases too."""
    return sum(a * b for a, b in pairwise(sizes)) + sum(sizes)


@instead_of("count_parameters", hint="Is the last width a layer's as well?")
def last_layer_not_counted(sizes: Sequence[int]) -> int:
    """The output layer is left out."""
    return count_parameters(sizes[:-1])


@instead_of("count_parameters", hint="Who else may need the list that you are given?")
def sizes_used_up(sizes: Sequence[int]) -> int:
    """The list of sizes is taken apart while counting."""
    total, rest = count_parameters(sizes), sizes
    if isinstance(rest, list):
        rest.pop()
    return total


# Weights to start from


@instead_of("glorot_uniform", hint="How is a related to the standard deviation?", row="IN5")
def glorot_bound_is_the_deviation(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The standard deviation is used as the bound, so it is too small by sqrt(3)."""
    a = np.sqrt(2.0 / (fan_in + fan_out))
    return rng.uniform(-a, a, (fan_in, fan_out))


@instead_of("glorot_uniform", hint="Where does the interval begin? Weights need both signs.")
def glorot_uniform_is_positive(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """All weights are positive: the interval begins at 0."""
    return np.abs(glorot_uniform(fan_in, fan_out, rng))


@instead_of("glorot_uniform", hint="Which fans does Glorot's formula have?")
def glorot_uniform_is_he(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The bound is that of He."""
    return he_uniform(fan_in, fan_out, rng)


@instead_of("glorot_uniform", hint="The root is taken of the whole fraction.")
def glorot_root_of_the_numerator(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The root is taken of 6 only, not of the sum of the fans."""
    a = np.sqrt(6.0) / (fan_in + fan_out)
    return rng.uniform(-a, a, (fan_in, fan_out))


@instead_of("glorot_uniform", hint="Compare rng.uniform with rng.normal: what do they take?")
def glorot_uniform_is_normal(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The numbers are normal, not uniform, though of the right size."""
    return glorot_normal(fan_in, fan_out, rng)


@instead_of("glorot_uniform", hint="w has a row for each input: it stands right of x.", row="IN7")
def glorot_uniform_transposed(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The weights have the shape (fan_out, fan_in)."""
    return glorot_uniform(fan_in, fan_out, rng).T


@instead_of("glorot_normal", hint="rng.normal wants a standard deviation: the root.", row="IN3")
def glorot_variance_for_the_deviation(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The variance is used as the standard deviation."""
    return rng.normal(0.0, 2.0 / (fan_in + fan_out), (fan_in, fan_out))


@instead_of("glorot_normal", hint="6 belongs into the bound of a uniform distribution.")
def glorot_bound_for_the_deviation(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The bound of the uniform distribution is used as the standard deviation."""
    return rng.normal(0.0, np.sqrt(6.0 / (fan_in + fan_out)), (fan_in, fan_out))


@instead_of("glorot_normal", hint="Glorot takes the mean of both fans; where is the other?")
def glorot_normal_is_lecun(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The standard deviation is sqrt(1 / fan_in): fan_out is not used."""
    return rng.normal(0.0, np.sqrt(1.0 / fan_in), (fan_in, fan_out))


@instead_of("glorot_normal", hint="1 over the mean of the fans is 2 over their sum.")
def glorot_without_the_two(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The 2 in sqrt(2 / (fan_in + fan_out)) is missing."""
    return rng.normal(0.0, np.sqrt(1.0 / (fan_in + fan_out)), (fan_in, fan_out))


@instead_of("glorot_normal", hint="Compare rng.uniform with rng.normal: what do they take?")
def glorot_normal_is_uniform(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The numbers are uniform, not normal, though of the right size."""
    return glorot_uniform(fan_in, fan_out, rng)


@instead_of("glorot_normal", hint="size must say how many numbers you want: all of them.")
def glorot_rows_repeated(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """One row is drawn, and repeated for every input."""
    row = rng.normal(0.0, np.sqrt(2.0 / (fan_in + fan_out)), fan_out)
    return np.tile(row, (fan_in, 1))


@instead_of("he_uniform", hint="How is a related to the standard deviation?", row="IN5")
def he_bound_is_the_deviation(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The standard deviation is used as the bound, so it is too small by sqrt(3)."""
    a = np.sqrt(2.0 / fan_in)
    return rng.uniform(-a, a, (fan_in, fan_out))


@instead_of(
    "he_uniform", hint="rng.random() and uniform(0, a) have no negative numbers.", row="IN4"
)
def he_uniform_is_positive(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """All weights are positive: the interval begins at 0."""
    return rng.uniform(0.0, np.sqrt(6.0 / fan_in), (fan_in, fan_out))


@instead_of("he_uniform", hint="How many inputs does a unit add up: fan_in or fan_out?", row="IN1")
def he_uniform_by_fan_out(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """fan_out is used, where fan_in belongs."""
    return he_uniform(fan_out, fan_in, rng).T


@instead_of("he_uniform", hint="The bias starts at 0: what does it add to the variance?")
def he_uniform_counts_the_bias(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The bias is counted as one input more."""
    return he_uniform(fan_in + 1, fan_out, rng)[1:]


@instead_of("he_uniform", hint="A uniform distribution has no tails.")
def he_uniform_is_normal(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The numbers are normal, not uniform, though of the right size."""
    return he_normal(fan_in, fan_out, rng)


@instead_of("he_normal", hint="How many inputs does a unit add up: fan_in or fan_out?", row="IN1")
def he_normal_by_fan_out(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """fan_out is used, where fan_in belongs."""
    return rng.normal(0.0, np.sqrt(2.0 / fan_out), (fan_in, fan_out))


@instead_of("he_normal", hint="Which fans does He's formula have?", row="IN2")
def he_normal_is_glorot(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The standard deviation is that of Glorot."""
    return glorot_normal(fan_in, fan_out, rng)


@instead_of("he_normal", hint="ReLU cuts off half of the signal: what makes up for it?", row="IN2")
def he_normal_is_lecun(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The standard deviation is sqrt(1 / fan_in), which suits no ReLU."""
    return rng.normal(0.0, np.sqrt(1.0 / fan_in), (fan_in, fan_out))


@instead_of("he_normal", hint="rng.normal wants a standard deviation: the root.", row="IN3")
def he_variance_for_the_deviation(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The variance is used as the standard deviation."""
    return rng.normal(0.0, 2.0 / fan_in, (fan_in, fan_out))


@instead_of("he_normal", hint="Which number stands beside the normal numbers as a factor?")
def he_normal_not_scaled(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The weights are standard normal, whatever the fans."""
    return rng.normal(size=(fan_in, fan_out))


@instead_of("he_normal", hint="One size for all layers cannot suit both 10 inputs and 1000.")
def he_normal_always_small(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The standard deviation is 0.01, whatever the fans."""
    return rng.normal(0.0, 0.01, (fan_in, fan_out))


@instead_of("he_normal", hint="Equal units get equal gradients, and stay equal.", row="IN6")
def he_normal_is_zero(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """All weights are 0."""
    return np.zeros((fan_in, fan_out))


@instead_of("he_normal", hint="A uniform distribution has no tails, a normal one has.")
def he_normal_is_uniform(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The numbers are uniform, not normal, though of the right size."""
    return he_uniform(fan_in, fan_out, rng)


@instead_of("he_normal", hint="How many of a normal sample are beyond two standard deviations?")
def he_normal_is_truncated(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The normal distribution's tails are cut off."""
    w = rng.standard_normal((fan_in, fan_out))
    while (far := np.abs(w) > 2).any():
        w[far] = rng.standard_normal(np.count_nonzero(far))
    return w * np.sqrt(2.0 / fan_in) / 0.8796  # what is left has this deviation


@instead_of("he_normal", hint="The bias starts at 0: what does it add to the variance?")
def he_normal_counts_the_bias(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The bias is counted as one input more."""
    return he_normal(fan_in + 1, fan_out, rng)[1:]


@instead_of("he_normal", hint="Whoever calls you chooses the seed. Draw from rng.", row="IN6")
def he_normal_seeds_itself(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """A generator of its own is seeded at every call, so all layers get the same numbers."""
    return he_normal(fan_in, fan_out, np.random.default_rng(0))


@instead_of("he_normal", hint="np.random.randn and its kind have a hidden state. Draw from rng.")
def he_normal_ignores_rng(fan_in: int, fan_out: int, rng: Rng) -> Array:
    """The numbers come from elsewhere than from rng, and can't be had again."""
    return he_normal(fan_in, fan_out, np.random.default_rng())


# Dead units


@instead_of("dead_units", hint="A dead unit is silent for every sample, not for some.")
def dead_if_ever_silent(h: Array) -> Array:
    """A unit that is silent for one sample already counts as dead."""
    return ~np.all(h > 0, axis=0)


@instead_of("dead_units", hint="Which axis of h are the samples, which the units?")
def dead_samples(h: Array) -> Array:
    """Samples are found for which no unit fires: the wrong axis."""
    return ~np.any(h > 0, axis=1)


@instead_of("dead_units", hint="True should mean dead.")
def living_units(h: Array) -> Array:
    """The mask is True for the units that do fire."""
    return np.any(h > 0, axis=0)


@instead_of("dead_units", hint="A mask has an entry for each unit.")
def dead_indices(h: Array) -> Array:
    """The numbers of the dead units are returned, not a mask."""
    return np.flatnonzero(dead_units(h))


@instead_of("dead_units", hint="Look at the whole batch.")
def dead_for_the_first_sample(h: Array) -> Array:
    """Only the first sample is looked at."""
    return h[0] <= 0


@instead_of("dead_units", hint="A unit that fires faintly, or once, can still learn.")
def dead_if_faint(h: Array) -> Array:
    """A unit that fires faintly, or only once, counts as dead."""
    return h.mean(axis=0) < 0.01


@instead_of("dead_units", hint="How would a mask say that a unit is half dead?")
def share_of_silence(h: Array) -> Array:
    """The share of samples for which each unit is silent is returned, not a mask."""
    return np.mean(h <= 0, axis=0)


@instead_of("dead_units", hint="`~fires.any(axis=0)` is an array of booleans.")
def mask_of_numbers(h: Array) -> Array:
    """The mask holds 0 and 1, as numbers."""
    return np.where(dead_units(h), 1.0, 0.0)


@instead_of("dead_units", hint="`h[h > 0] = 1` writes into the caller's array.", row="AC4")
def dead_units_overwrites_h(h: Array) -> Array:
    """The outputs themselves are overwritten."""
    mask = dead_units(h)
    h[h > 0] = 1
    h[...] = 1 - h
    return mask


# Two layers and a loss


def _relu(z: Array) -> Array:
    return np.maximum(z, 0.0)


def _probabilities(scores: Array) -> Array:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _dscores(params: Layers, x: Array, y: Array) -> Array:
    """The right gradient by the scores."""
    d = _probabilities(two_layer_scores(params, x))
    d[np.arange(len(x)), y] -= 1.0
    return d / len(x)


def _backward(
    params: Layers, x: Array, dscores: Array, mask: Callable[[Array, Array], Any], lam: float
) -> Layers:
    """The gradients, with `mask(z, dhidden)` as the derivative of relu."""
    (w1, b1), (w2, _) = params
    z = x @ w1 + b1
    dhidden = dscores @ w2.T
    dhidden = dhidden * mask(z, dhidden)
    hidden = _relu(z)
    return [
        (x.T @ dhidden + lam * w1, dhidden.sum(axis=0)),
        (hidden.T @ dscores + lam * w2, dscores.sum(axis=0)),
    ]


def _positive(z: Array, _: Array) -> Array:
    return z > 0


@instead_of("two_layer_scores", hint="x @ w1 + b1 is not yet what the second layer gets.")
def scores_without_relu(params: Layers, x: Array) -> Array:
    """There is no ReLU between the layers, so the two are one."""
    (w1, b1), (w2, b2) = params
    return (x @ w1 + b1) @ w2 + b2


@instead_of("two_layer_scores", hint="Scores may be negative: what follows the last layer?")
def relu_on_the_scores(params: Layers, x: Array) -> Array:
    """There is a ReLU after the last layer too."""
    return _relu(two_layer_scores(params, x))


@instead_of("two_layer_scores", hint="The loss takes scores; softmax is a part of the loss.")
def scores_are_probabilities(params: Layers, x: Array) -> Array:
    """The scores have already gone through softmax."""
    return _probabilities(two_layer_scores(params, x))


@instead_of("two_layer_scores", hint="Each layer has a bias of its own.", row="LI7")
def hidden_bias_forgotten(params: Layers, x: Array) -> Array:
    """The hidden layer's bias is not used."""
    (w1, b1), second = params
    return two_layer_scores([(w1, np.zeros_like(b1)), second], x)


@instead_of("two_layer_scores", hint="Each layer has a bias of its own.", row="LI7")
def score_bias_forgotten(params: Layers, x: Array) -> Array:
    """The second layer's bias is not used."""
    (w1, b1), (w2, _) = params
    return _relu(x @ w1 + b1) @ w2


@instead_of("two_layer_scores", hint="First the product, then the bias.", row="LI8")
def bias_added_to_the_weights(params: Layers, x: Array) -> Array:
    """The hidden bias is added to the weights, before the product."""
    (w1, b1), (w2, b2) = params
    return _relu(x @ (w1 + b1)) @ w2 + b2


@instead_of("two_layer_scores", hint="Which function does the docstring name for the hidden layer?")
def hidden_layer_is_tanh(params: Layers, x: Array) -> Array:
    """The hidden layer's activation is tanh, not ReLU."""
    (w1, b1), (w2, b2) = params
    return np.tanh(x @ w1 + b1) @ w2 + b2


@instead_of("two_layer_scores", hint="`b += ...` writes into the caller's parameters.", row="AC2")
def bias_changed_by_the_scores(params: Layers, x: Array) -> Array:
    """The parameters themselves are changed."""
    scores = two_layer_scores(params, x)
    params[1][1][:] += scores[0]
    return scores


@instead_of("two_layer_scores", hint="Where one sample goes in, one row of scores comes out.")
def one_sample_loses_its_row(params: Layers, x: Array) -> Array:
    """The scores of a single sample come without their axis of samples."""
    return two_layer_scores(params, x).squeeze()


@instead_of("two_layer_loss", hint="The loss of N samples is their mean.", row="CE1")
def loss_is_the_sum(params: Layers, x: Array, y: Array, lam: float) -> tuple[float, Layers]:
    """The cross-entropy is summed over the samples, in the loss and in its gradients."""
    loss, _ = two_layer_loss(params, x, y, 0.0)
    penalty = two_layer_loss(params, x, y, lam)[0] - loss
    grads = _backward(params, x, len(x) * _dscores(params, x, y), _positive, lam)
    return len(x) * loss + penalty, grads


@instead_of("two_layer_loss", hint="The loss divides by N. And its derivative?", row="CE1")
def gradients_not_averaged(params: Layers, x: Array, y: Array, lam: float) -> tuple[float, Layers]:
    """The loss is the mean over the samples, but its gradients are sums."""
    loss, _ = two_layer_loss(params, x, y, lam)
    return loss, _backward(params, x, len(x) * _dscores(params, x, y), _positive, lam)


@instead_of("two_layer_loss", hint="dscores has its 1/N already; nobody divides again.", row="CE2")
def gradients_averaged_twice(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """The gradients are divided by N twice."""
    loss, _ = two_layer_loss(params, x, y, lam)
    return loss, _backward(params, x, _dscores(params, x, y) / len(x), _positive, lam)


@instead_of("two_layer_loss", hint="In each row of dscores, which entry gets a -1?", row="CE4")
def truth_not_subtracted(params: Layers, x: Array, y: Array, lam: float) -> tuple[float, Layers]:
    """The gradient by the scores is the probabilities: the -1 at the right class is missing."""
    loss, _ = two_layer_loss(params, x, y, lam)
    dscores = _probabilities(two_layer_scores(params, x)) / len(x)
    return loss, _backward(params, x, dscores, _positive, lam)


@instead_of(
    "two_layer_loss", hint="Probability minus truth, or truth minus probability?", row="CE5"
)
def gradients_point_downhill(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """The gradients have the opposite sign: truth minus probability."""
    loss, grads = two_layer_loss(params, x, y, lam)
    return loss, [(-dw, -db) for dw, db in grads]


@instead_of("two_layer_loss", hint="Which base has the logarithm of the likelihood?", row="CE11")
def loss_in_bits(params: Layers, x: Array, y: Array, lam: float) -> tuple[float, Layers]:
    """The logarithm has base 2."""
    loss, grads = two_layer_loss(params, x, y, 0.0)
    penalty = two_layer_loss(params, x, y, lam)[0] - loss
    return loss / np.log(2.0) + penalty, grads


@instead_of("two_layer_loss", hint="Each row's probabilities sum to 1. Over which axis?", row="SM3")
def softmax_over_the_samples(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """Softmax is taken down the columns, over the samples."""
    scores = two_layer_scores(params, x)
    p = _probabilities(scores.T).T
    _, grads = two_layer_loss(params, x, y, lam)
    penalty = 0.5 * lam * sum(np.sum(w**2) for w, _ in params)
    return float(-np.log(p[np.arange(len(x)), y]).mean() + penalty), grads


def _by_probabilities(
    params: Layers, x: Array, y: Array, lam: float, shift: Callable[[Array], Any]
) -> tuple[float, Layers]:
    """The loss by the logarithm of probabilities, of scores less `shift(scores)`; its gradients."""
    scores = two_layer_scores(params, x)
    powers = np.exp(scores - shift(scores))
    p = powers / powers.sum(axis=1, keepdims=True)
    picked = np.arange(len(x)), y
    penalty = 0.5 * lam * sum(np.sum(w**2) for w, _ in params)
    loss = float(-np.log(p[picked]).mean() + penalty)
    p[picked] -= 1.0
    return loss, _backward(params, x, p / len(x), _positive, lam)


@instead_of(
    "two_layer_loss", hint="exp(1000) overflows. What may be subtracted from a row?", row="SM1"
)
def scores_not_shifted(params: Layers, x: Array, y: Array, lam: float) -> tuple[float, Layers]:
    """Scores are exponentiated as they are, which overflows when they are large."""
    return _by_probabilities(params, x, y, lam, lambda _: 0.0)


@instead_of("two_layer_loss", hint="squeeze drops every axis of length 1. And when D is 1?")
def two_layer_gradients_squeezed(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """The gradients are squeezed, so those of a layer with one input lose an axis."""
    loss, grads = two_layer_loss(params, x, y, lam)
    return loss, [(dw.squeeze(), db.squeeze()) for dw, db in grads]


@instead_of("two_layer_loss", hint="Which score must come out as exp(0), so that none overflows?")
def scores_shifted_by_another(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """What is subtracted from a row's scores is not its largest, so larger ones overflow."""
    return _by_probabilities(params, x, y, lam, lambda scores: scores[:, :1])


@instead_of("two_layer_loss", hint="Each row has a largest score of its own.", row="SM2")
def largest_score_of_the_batch(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """The largest score of the whole batch is subtracted, not each row's own."""
    return _by_probabilities(params, x, y, lam, np.max)


@instead_of(
    "two_layer_loss",
    hint="A probability may underflow: log(p) is lost, log-softmax not.",
    row="CE8",
)
def log_of_vanished_probabilities(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """The logarithm is taken of probabilities, and that of one that became 0 is infinite."""
    return _by_probabilities(params, x, y, lam, lambda scores: scores.max(axis=1, keepdims=True))


@instead_of(
    "two_layer_loss",
    hint="A probability may underflow: log(p) is lost, log-softmax not.",
    row="CE8",
)
def log_of_the_probabilities(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """The logarithm is taken of probabilities, with a small number added against log(0)."""
    p = _probabilities(two_layer_scores(params, x))[np.arange(len(x)), y]
    penalty = 0.5 * lam * sum(np.sum(w**2) for w, _ in params)
    return float(-np.log(p + 1e-12).mean() + penalty), two_layer_loss(params, x, y, lam)[1]


@instead_of("two_layer_loss", hint="w2 carries the gradient back, not dw2.", row="LI15")
def gradient_carried_by_dw2(params: Layers, x: Array, y: Array, lam: float) -> tuple[float, Layers]:
    """The gradient is carried back by dw2, where w2 belongs."""
    loss, grads = two_layer_loss(params, x, y, lam)
    first, (_, b2) = params
    dscores = _dscores(params, x, y)
    through = _backward([first, (grads[1][0], b2)], x, dscores, _positive, 0.0)
    return loss, [(through[0][0] + lam * first[0], through[0][1]), grads[1]]


@instead_of("two_layer_loss", hint="On the way back the gradient meets ReLU before layer 1.")
def backward_without_relu(params: Layers, x: Array, y: Array, lam: float) -> tuple[float, Layers]:
    """The derivative of ReLU is missing."""
    loss, _ = two_layer_loss(params, x, y, lam)
    every = lambda z, _: np.ones_like(z)  # noqa: E731
    return loss, _backward(params, x, _dscores(params, x, y), every, lam)


@instead_of("two_layer_loss", hint="Which array says where ReLU let something through?", row="AC6")
def relu_masks_by_the_gradient(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """ReLU's mask is taken from the gradient, where the hidden layer belongs."""
    loss, _ = two_layer_loss(params, x, y, lam)
    return loss, _backward(params, x, _dscores(params, x, y), lambda _, d: d > 0, lam)


@instead_of("two_layer_loss", hint="What does your comparison give at exactly 0?", row="AC1")
def relu_passes_at_zero(params: Layers, x: Array, y: Array, lam: float) -> tuple[float, Layers]:
    """The derivative of ReLU at exactly 0 is taken to be 1."""
    loss, _ = two_layer_loss(params, x, y, lam)
    return loss, _backward(params, x, _dscores(params, x, y), lambda z, _: z >= 0, lam)


@instead_of("two_layer_loss", hint="ReLU's derivative is 0 or 1, not the hidden layer.")
def relu_derivative_is_its_value(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """The gradient is multiplied by the hidden layer, where ReLU's derivative belongs."""
    loss, _ = two_layer_loss(params, x, y, lam)
    return loss, _backward(params, x, _dscores(params, x, y), lambda z, _: _relu(z), lam)


@instead_of("two_layer_loss", hint="The second layer does not see x @ w1 + b1.")
def second_layer_fed_before_relu(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """The dw2 is computed with the hidden layer as it was before ReLU."""
    loss, grads = two_layer_loss(params, x, y, lam)
    (w1, b1), (w2, _) = params
    dw2 = (x @ w1 + b1).T @ _dscores(params, x, y) + lam * w2
    return loss, [grads[0], (dw2, grads[1][1])]


@instead_of("two_layer_loss", hint="Every sample adds to db; the loss has divided.", row="LI2")
def bias_gradients_are_means(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """The bias gradients are means over the samples."""
    loss, grads = two_layer_loss(params, x, y, lam)
    return loss, [(dw, db / len(x)) for dw, db in grads]


@instead_of("two_layer_loss", hint="db has the shape of b.", row="LI3")
def bias_gradients_in_a_row(params: Layers, x: Array, y: Array, lam: float) -> tuple[float, Layers]:
    """The bias gradients keep their axis of samples: shape (1, M)."""
    loss, grads = two_layer_loss(params, x, y, lam)
    return loss, [(dw, db[None, :]) for dw, db in grads]


@instead_of("two_layer_loss", hint="The last one computed is the last layer's: put it last.")
def layers_in_the_order_of_backward(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """The gradients come in the order of the way back, the last layer first."""
    loss, grads = two_layer_loss(params, x, y, lam)
    return loss, grads[::-1]


@instead_of("two_layer_loss", hint="grads has the form of params: a pair for each layer.")
def gradients_in_one_list(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, list[Array]]:
    """The gradients are in one list, not in pairs."""
    loss, grads = two_layer_loss(params, x, y, lam)
    return loss, [array for pair in grads for array in pair]


@instead_of("two_layer_loss", hint="(0.5 * lam * w**2)' = lam * w, with the half.", row="RG1")
def penalty_without_the_half(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """The penalty is lam * sum(w**2), without the half, and its gradient 2 * lam * w."""
    return two_layer_loss(params, x, y, 2 * lam)


@instead_of("two_layer_loss", hint="Differentiate 0.5 * lam * w**2.", row="RG1")
def penalty_gradient_doubled(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """The penalty has its half, but its gradient is 2 * lam * w."""
    return two_layer_loss(params, x, y, lam)[0], two_layer_loss(params, x, y, 2 * lam)[1]


@instead_of("two_layer_loss", hint="The penalty is no mean over samples.", row="RG2")
def penalty_divided_by_n(params: Layers, x: Array, y: Array, lam: float) -> tuple[float, Layers]:
    """The penalty is divided by the number of samples."""
    return two_layer_loss(params, x, y, lam / len(x))


@instead_of("two_layer_loss", hint="What is in the loss has a gradient.", row="RG3")
def penalty_not_in_the_gradients(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """The penalty is in the loss, but not in the gradients."""
    return two_layer_loss(params, x, y, lam)[0], two_layer_loss(params, x, y, 0.0)[1]


@instead_of("two_layer_loss", hint="What has a gradient is in the loss.", row="RG3")
def penalty_not_in_the_loss(params: Layers, x: Array, y: Array, lam: float) -> tuple[float, Layers]:
    """The penalty is in the gradients, but not in the loss."""
    return two_layer_loss(params, x, y, 0.0)[0], two_layer_loss(params, x, y, lam)[1]


@instead_of("two_layer_loss", hint="Biases are not regularized: they amplify nothing.", row="RG4")
def biases_regularized(params: Layers, x: Array, y: Array, lam: float) -> tuple[float, Layers]:
    """The biases are in the penalty too."""
    loss, grads = two_layer_loss(params, x, y, lam)
    loss += 0.5 * lam * sum(float(np.sum(b**2)) for _, b in params)
    return loss, [(dw, db + lam * b) for (dw, db), (_, b) in zip(grads, params, strict=True)]


@instead_of("two_layer_loss", hint="Both layers have weights.")
def first_layer_not_regularized(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """Only the second layer's weights are in the penalty."""
    loss, grads = two_layer_loss(params, x, y, lam)
    w1 = params[0][0]
    loss -= 0.5 * lam * float(np.sum(w1**2))
    return loss, [(grads[0][0] - lam * w1, grads[0][1]), grads[1]]


@instead_of("two_layer_loss", hint="A loss only reports; the step comes later.", row="LI13")
def weights_updated_by_the_loss(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """The parameters are already updated by the gradients."""
    loss, grads = two_layer_loss(params, x, y, lam)
    for (w, b), (dw, db) in zip(params, grads, strict=True):
        w[...] = w - 0.1 * dw
        b[...] = b - 0.1 * db
    return loss, grads


@instead_of("two_layer_loss", hint="Each call starts from nothing.", row="LI11")
def two_layer_gradients_accumulate(
    params: Layers, x: Array, y: Array, lam: float
) -> tuple[float, Layers]:
    """Gradients are added to those of earlier calls with arrays of these shapes."""
    loss, grads = two_layer_loss(params, x, y, lam)
    before = _latest.get("two_layer")
    if before is not None:
        grads = [
            (dw + old_dw, db + old_db)
            for (dw, db), (old_dw, old_db) in zip(grads, before, strict=True)
        ]
    _latest["two_layer"] = grads
    return loss, grads


# Any number of layers


@instead_of("init_mlp", hint="Biases need no luck: units differ by their weights.")
def biases_drawn(sizes: Sequence[int], rng: Rng, activation: str = "relu") -> Layers:
    """The biases do not start at 0."""
    params = init_mlp(sizes, rng, activation)
    return [(w, rng.normal(size=len(b))) for w, b in params]


@instead_of("init_mlp", hint="b is (M,), neither a row nor a column.", row="LI3")
def initial_biases_in_a_row(
    sizes: Sequence[int], rng: Rng, activation: str = "relu"
) -> list[tuple[Array, Array]]:
    """The biases are matrices, not vectors."""
    return [(w, b[None, :]) for w, b in init_mlp(sizes, rng, activation)]


@instead_of("init_mlp", hint="x @ w: w has a row for each input.", row="IN7")
def initial_weights_transposed(
    sizes: Sequence[int], rng: Rng, activation: str = "relu"
) -> list[tuple[Array, Array]]:
    """The weights have the shape (fan_out, fan_in)."""
    return [(w.T, b) for w, b in init_mlp(sizes, rng, activation)]


@instead_of("init_mlp", hint="Between 4 widths there are 3 layers; the output is one of them.")
def output_layer_not_made(sizes: Sequence[int], rng: Rng, activation: str = "relu") -> Layers:
    """The output layer is missing."""
    return init_mlp(sizes, rng, activation)[:-1]


@instead_of("init_mlp", hint="params is a list of pairs (w, b).")
def parameters_in_one_list(sizes: Sequence[int], rng: Rng, activation: str = "relu") -> list[Array]:
    """The parameters are in one list, not in pairs."""
    return [array for pair in init_mlp(sizes, rng, activation) for array in pair]


@instead_of("init_mlp", hint="Who cuts off half of the signal: ReLU, sigmoid, tanh?", row="IN2")
def he_for_every_activation(sizes: Sequence[int], rng: Rng, activation: str = "relu") -> Layers:
    """He's weights are drawn for every activation."""
    return init_mlp(sizes, rng, "relu")


@instead_of("init_mlp", hint="ReLU cuts off half of the signal: what makes up for it?", row="IN2")
def glorot_for_every_activation(sizes: Sequence[int], rng: Rng, activation: str = "relu") -> Layers:
    """Glorot's weights are drawn for every activation."""
    return init_mlp(sizes, rng, "tanh")


@instead_of("init_mlp", hint="Of which layers does the docstring speak?")
def glorot_for_the_output_layer(sizes: Sequence[int], rng: Rng, activation: str = "relu") -> Layers:
    """The last layer has Glorot's weights, though He's were asked for in all layers."""
    return [*init_mlp(sizes[:-1], rng, activation), *init_mlp(sizes[-2:], rng, "tanh")]


@instead_of("init_mlp", hint="`sizes.pop(0)` shortens the caller's list; go over it by index.")
def network_sizes_used_up(sizes: list[int], rng: Rng, activation: str = "relu") -> Layers:
    """The list of sizes is taken apart while drawing."""
    params = init_mlp(sizes, rng, activation)
    while sizes:
        sizes.pop(0)
    return params


@instead_of("init_mlp", hint="Compare your signature's default with the docstring's.")
def tanh_by_default(sizes: Sequence[int], rng: Rng, activation: str = "tanh") -> Layers:
    """The default activation is tanh."""
    return init_mlp(sizes, rng, activation)


@instead_of("init_mlp", hint="Which of both numbers is fan_in?", row="IN1")
def fans_exchanged(sizes: Sequence[int], rng: Rng, activation: str = "relu") -> Layers:
    """fan_in and fan_out are exchanged."""
    params = init_mlp(sizes[::-1], rng, activation)[::-1]
    return [(w.T, np.zeros(len(w))) for w, _ in params]


@instead_of("init_mlp", hint="Equal units get equal gradients, and stay equal.", row="IN6")
def network_of_zeros(sizes: Sequence[int], rng: Rng, activation: str = "relu") -> Layers:
    """All weights are 0."""
    return [(np.zeros_like(w), b) for w, b in init_mlp(sizes, rng, activation)]


@instead_of("init_mlp", hint="One size for all layers cannot suit both 10 inputs and 1000.")
def network_not_scaled(sizes: Sequence[int], rng: Rng, activation: str = "relu") -> Layers:
    """The weights are standard normal, whatever the layers' widths."""
    return [(rng.normal(size=(m, n)), np.zeros(n)) for m, n in pairwise(sizes)]


@instead_of("init_mlp", hint="A new generator with the old seed begins again.", row="IN6")
def every_layer_from_one_seed(sizes: Sequence[int], rng: Rng, activation: str = "relu") -> Layers:
    """Each layer is drawn from a generator with the same seed."""
    seed = int(rng.integers(2**31))
    return [init_mlp(pair, np.random.default_rng(seed), activation)[0] for pair in pairwise(sizes)]


@instead_of("init_mlp", hint="Whoever calls you chooses the seed. Draw from rng.")
def network_seeds_itself(sizes: Sequence[int], rng: Rng, activation: str = "relu") -> Layers:
    """A generator of its own is seeded, and rng is not used."""
    return init_mlp(sizes, np.random.default_rng(0), activation)


@instead_of("init_mlp", hint="np.random.randn and its kind have a hidden state. Draw from rng.")
def network_ignores_rng(sizes: Sequence[int], rng: Rng, activation: str = "relu") -> Layers:
    """The numbers come from elsewhere than from rng, and can't be had again."""
    return init_mlp(sizes, np.random.default_rng(), activation)


_ACTIVATE: dict[str, Callable[[Array], Array]] = {
    "relu": _relu,
    "sigmoid": lambda z: np.exp(-np.logaddexp(0.0, -z)),
    "tanh": np.tanh,
}
_SLOPE: dict[str, Callable[[Array], Array]] = {
    "relu": lambda h: np.where(h > 0, 1.0, 0.0),
    "sigmoid": lambda h: h * (1.0 - h),
    "tanh": lambda h: 1.0 - h**2,
}
"""Of the activation's output."""


def _forward(
    params: Layers,
    x: Array,
    activation: str,
    act: Callable[[int, Array], Array],
    layer: Callable[[Array, Array, Array], Array] = lambda h, w, b: h @ w + b,
) -> tuple[Array, Any]:
    """A forward whose layer i ends with `act(i, z)`; its cache is that of the reference."""
    inputs = [x]
    for i, (w, b) in enumerate(params):
        inputs.append(act(i, layer(inputs[-1], w, b)))
    return inputs[-1], (params, inputs[:-1], activation)


@instead_of("mlp_forward", hint="Scores may be negative: nothing follows the last layer.")
def activation_on_the_output(
    params: Layers, x: Array, activation: str = "relu"
) -> tuple[Array, Any]:
    """The activation is applied after the last layer too."""
    return _forward(params, x, activation, lambda _, z: _ACTIVATE[activation](z))


@instead_of("mlp_forward", hint="Without an activation all layers collapse into one.")
def no_activation(params: Layers, x: Array, activation: str = "relu") -> tuple[Array, Any]:
    """There is no activation at all."""
    return _forward(params, x, activation, lambda _, z: z)


@instead_of("mlp_forward", hint="Which hidden layers have an activation? All of them.")
def activation_after_the_first_layer_only(
    params: Layers, x: Array, activation: str = "relu"
) -> tuple[Array, Any]:
    """Only the first hidden layer has an activation."""
    return _forward(params, x, activation, lambda i, z: z if i else _ACTIVATE[activation](z))


@instead_of("mlp_forward", hint="The loss takes scores; softmax is a part of the loss.")
def mlp_scores_are_probabilities(
    params: Layers, x: Array, activation: str = "relu"
) -> tuple[Array, Any]:
    """The scores have already gone through softmax."""
    scores, cache = mlp_forward(params, x, activation)
    return _probabilities(scores), cache


@instead_of("mlp_forward", hint="Every layer has a bias.", row="LI7")
def mlp_biases_forgotten(params: Layers, x: Array, activation: str = "relu") -> tuple[Array, Any]:
    """No bias is used."""
    bare = [(w, np.zeros_like(b)) for w, b in params]
    scores, (_, inputs, _) = mlp_forward(bare, x, activation)
    return scores, (params, inputs, activation)


@instead_of("mlp_forward", hint="First the product, then the bias.", row="LI8")
def mlp_biases_added_to_the_weights(
    params: Layers, x: Array, activation: str = "relu"
) -> tuple[Array, Any]:
    """The biases are added to the weights, before the product."""
    shifted = [(w + b, np.zeros_like(b)) for w, b in params]
    scores, (_, inputs, _) = mlp_forward(shifted, x, activation)
    return scores, (params, inputs, activation)


@instead_of("mlp_forward", hint="Where does your function read its third argument?")
def always_relu(params: Layers, x: Array, activation: str = "relu") -> tuple[Array, Any]:
    """The activation is ReLU, whatever was asked for."""
    return mlp_forward(params, x, "relu")


@instead_of("mlp_forward", hint="Compare your signature's default with the docstring's.")
def mlp_is_tanh_by_default(params: Layers, x: Array, activation: str = "tanh") -> tuple[Array, Any]:
    """The default activation is tanh."""
    return mlp_forward(params, x, activation)


@instead_of("mlp_forward", hint="Try sigmoid(0). And is yours the function, or its derivative?")
def activation_is_its_derivative(
    params: Layers, x: Array, activation: str = "relu"
) -> tuple[Array, Any]:
    """The derivative of the activation is applied, where the activation belongs."""
    last = len(params) - 1

    def act(i: int, z: Array) -> Array:
        return z if i == last else _SLOPE[activation](_ACTIVATE[activation](z))

    return _forward(params, x, activation, act)


@instead_of("mlp_forward", hint="Write a loop over params: how many layers may there be?")
def exactly_three_layers(params: Layers, x: Array, activation: str = "relu") -> tuple[Array, Any]:
    """The network has three layers, whatever was asked for."""
    return mlp_forward([*params, *params[-1:] * 2][:3], x, activation)


@instead_of("mlp_forward", hint="`params.pop()` takes from the caller's list.")
def parameters_used_up(params: Layers, x: Array, activation: str = "relu") -> tuple[Array, Any]:
    """The list of parameters is taken apart by the loop."""
    result = mlp_forward(list(params), x, activation)
    params.pop()
    return result


@instead_of(
    "mlp_forward",
    name="mlp_remembers_only_the_last_activation",
    hint="The activation belongs into the cache too: another network may have another.",
    row="LI12",
)
def mlp_activation_into_a_global(
    params: Layers, x: Array, activation: str = "relu"
) -> tuple[Array, Any]:
    """Backward uses the activation of the latest forward, not that of its own."""
    _latest["activation"] = activation
    return mlp_forward(params, x, activation)


@instead_of("mlp_backward", name="mlp_remembers_only_the_last_activation")
def mlp_activation_from_a_global(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """Backward uses the activation of the latest forward, not that of its own."""
    return mlp_backward(dscores, (*cache[:2], _latest["activation"]))


@instead_of(
    "mlp_forward",
    name="mlp_remembers_only_the_last_call",
    hint="All that backward needs must be in its cache, not in a global or an attribute.",
    row="LI12",
)
def mlp_forward_into_a_global(
    params: Layers, x: Array, activation: str = "relu"
) -> tuple[Array, Any]:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    scores, _latest["mlp"] = mlp_forward(params, x, activation)
    return scores, 0


@instead_of("mlp_backward", name="mlp_remembers_only_the_last_call")
def mlp_backward_from_a_global(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    return mlp_backward(dscores, _latest["mlp"])


def _pull(
    dscores: Array,
    cache: Any,
    slope: Callable[[Array], Array] | None = None,
    carry: Callable[[Array, Array, Array], Array] = lambda d, w, _: d @ w.T,
    mask: Callable[[Array, Array], Array] | None = None,
) -> tuple[Layers, Array]:
    """The reference's backward, with other pieces."""
    params, inputs, activation = cache
    slope = slope or _SLOPE[activation]
    grads: Layers = []
    d = dscores
    for i in reversed(range(len(params))):
        dw = inputs[i].T @ d
        grads.append((dw, d.sum(axis=0)))
        d = carry(d, params[i][0], dw)
        if i:
            d = mask(inputs[i], d) if mask else d * slope(inputs[i])
    return grads[::-1], d


@instead_of("mlp_backward", hint="On the way back the gradient meets each activation.")
def activation_derivative_missing(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """The derivatives of the activations are missing."""
    return _pull(dscores, cache, slope=np.ones_like)


@instead_of("mlp_backward", hint="Forward has no activation after the last layer.")
def derivative_on_the_output(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """The gradient of the scores is multiplied by an activation's derivative."""
    params, inputs, activation = cache
    scores = inputs[-1] @ params[-1][0] + params[-1][1]
    return _pull(dscores * _SLOPE[activation](_ACTIVATE[activation](scores)), cache)


@instead_of("mlp_backward", hint="The cache holds h, and h is the activation already.", row="AC7")
def activation_applied_twice(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """The derivative takes the activation's output for its input."""
    activation = cache[2]
    return _pull(dscores, cache, slope=lambda h: _SLOPE[activation](_ACTIVATE[activation](h)))


@instead_of("mlp_backward", hint="h * (1 - h) is sigmoid's. What is tanh's?", row="AC8")
def tanh_derivative_is_sigmoids(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """Tanh has the derivative of sigmoid, h * (1 - h)."""
    slope = _SLOPE["sigmoid"] if cache[2] == "tanh" else None
    return _pull(dscores, cache, slope=slope)


@instead_of("mlp_backward", hint="1 - h**2 is tanh's. What is sigmoid's?", row="AC14")
def sigmoid_derivative_is_tanhs(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """Sigmoid has the derivative of tanh, 1 - h**2."""
    slope = _SLOPE["tanh"] if cache[2] == "sigmoid" else None
    return _pull(dscores, cache, slope=slope)


@instead_of("mlp_backward", hint="What does your comparison give at exactly 0?", row="AC1")
def mlp_relu_passes_at_zero(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """The derivative of ReLU at exactly 0 is taken to be 1, so ReLU passes everything."""
    relu = cache[2] == "relu"
    return _pull(dscores, cache, slope=(lambda h: np.where(h >= 0, 1.0, 0.0)) if relu else None)


@instead_of("mlp_backward", hint="Which array says where ReLU let something through?", row="AC6")
def mlp_relu_masks_by_the_gradient(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """ReLU's mask is taken from the gradient, where the hidden layer belongs."""
    relu = cache[2] == "relu"
    return _pull(dscores, cache, mask=(lambda _, d: d * (d > 0)) if relu else None)


@instead_of("mlp_backward", hint="w carries the gradient back, not dw.", row="LI15")
def gradient_carried_by_dw(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """The gradient is carried back by dw, where w belongs."""
    return _pull(dscores, cache, carry=lambda d, _, dw: d @ dw.T)


@instead_of("mlp_backward", hint="Which of the layers' inputs did layer i get?")
def inputs_of_the_next_layer(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """Each dw is computed with a layer's output, where its input belongs."""
    params, inputs, _ = cache
    scores = inputs[-1] @ params[-1][0] + params[-1][1]
    grads, dx = mlp_backward(dscores, cache)
    d = [h.T @ h @ dw.T for h, (dw, _) in zip([*inputs[1:], scores], grads, strict=True)]
    return [(one, db) for one, (_, db) in zip(d, grads, strict=True)], dx


@instead_of("mlp_backward", hint="No backward divides by N: the loss already has.", row="LI1")
def mlp_weights_averaged(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """All gradients of weights and biases are divided by N."""
    grads, dx = mlp_backward(dscores, cache)
    return [(dw / len(dscores), db / len(dscores)) for dw, db in grads], dx


@instead_of("mlp_backward", hint="Every sample adds to db; the loss has divided.", row="LI2")
def mlp_bias_gradients_are_means(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """The bias gradients are means over the samples."""
    grads, dx = mlp_backward(dscores, cache)
    return [(dw, db / len(dscores)) for dw, db in grads], dx


@instead_of("mlp_backward", hint="db has the shape of b.", row="LI3")
def mlp_bias_gradients_in_a_row(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """The bias gradients keep their axis of samples: shape (1, M)."""
    grads, dx = mlp_backward(dscores, cache)
    return [(dw, db[None, :]) for dw, db in grads], dx


@instead_of("mlp_backward", hint="w is (fan_in, fan_out), and so is dw.", row="LI5")
def mlp_weight_gradients_transposed(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """The weight gradients are transposed."""
    grads, dx = mlp_backward(dscores, cache)
    return [(dw.T, db) for dw, db in grads], dx


@instead_of("mlp_backward", hint="You collect them from the end: turn the list round.")
def mlp_layers_in_the_order_of_backward(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """The gradients come in the order of the way back, the last layer first."""
    grads, dx = mlp_backward(dscores, cache)
    return grads[::-1], dx


@instead_of("mlp_backward", hint="The first layer has weights as well: d @ w.T once more.")
def dx_stops_before_the_first_layer(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """The dx is the gradient of the first layer's output, not of its input."""
    carried: list[Array] = []

    def carry(d: Array, w: Array, _: Array) -> Array:
        carried.append(d)
        return d @ w.T

    grads, _ = _pull(dscores, cache, carry=carry)
    return grads, carried[-1]


@instead_of("mlp_backward", hint="There is no activation before the first layer: x is given.")
def dx_through_an_activation(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """The dx is multiplied by an activation's derivative, as if x came from one."""
    _, inputs, activation = cache
    grads, dx = mlp_backward(dscores, cache)
    return grads, dx * _SLOPE[activation](inputs[0])


@instead_of(
    "mlp_backward", hint="Does dout matter? Twice the dscores, twice the answer.", row="AC5"
)
def mlp_upstream_forgotten(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """The dscores are not used: ones are sent back."""
    return mlp_backward(np.ones_like(dscores), cache)


@instead_of("mlp_backward", hint="A backward only reports; the step comes later.", row="LI13")
def mlp_weights_updated_too_early(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """Each layer's weights are updated before the gradient is carried back by them."""

    def carry(d: Array, w: Array, dw: Array) -> Array:
        w -= 0.1 * dw
        return d @ w.T

    return _pull(dscores, cache, carry=carry)


@instead_of("mlp_backward", hint="`d *= ...` writes into the caller's dscores.", row="AC3")
def dscores_overwritten(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """The upstream gradient itself is changed."""
    result = mlp_backward(dscores, cache)
    dscores /= len(dscores)
    return result


@instead_of("mlp_backward", hint="Each backward returns its own gradients.", row="LI11")
def mlp_gradients_accumulate(dscores: Array, cache: Any) -> tuple[Layers, Array]:
    """Gradients are added to those of an earlier backward with the same cache."""
    grads, dx = mlp_backward(dscores, cache)
    params = cache[0]
    before = _latest.get("sum") if _latest.get("of") is params else None
    if before is not None:
        grads = [(a + c, b + d) for (a, b), (c, d) in zip(grads, before, strict=True)]
    _latest.update(sum=grads, of=params)
    return grads, dx


def _mlp_penalty(params: Layers, lam: float) -> float:
    return 0.5 * lam * sum(float(np.sum(w**2)) for w, _ in params)


def _with_penalty(grads: Layers, params: Layers, lam: float) -> Layers:
    return [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params, strict=True)]


@instead_of("mlp_loss", hint="The loss of N samples is their mean.", row="CE1")
def mlp_loss_is_the_sum(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Layers]:
    """The cross-entropy is summed over the samples, in the loss and in its gradients."""
    loss, grads = mlp_loss(params, x, y, activation)
    grads = [(len(x) * dw, len(x) * db) for dw, db in grads]
    return len(x) * loss + _mlp_penalty(params, lam), _with_penalty(grads, params, lam)


@instead_of(
    "mlp_loss", hint="The loss divides by N, so does its gradient by the scores.", row="CE1"
)
def mlp_gradients_not_averaged(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Layers]:
    """The loss is the mean over the samples, but its gradients are sums."""
    loss, grads = mlp_loss(params, x, y, activation)
    grads = [(len(x) * dw, len(x) * db) for dw, db in grads]
    return loss + _mlp_penalty(params, lam), _with_penalty(grads, params, lam)


def _from_dscores(
    params: Layers, x: Array, activation: str, dscores: Callable[[Array], Array]
) -> Layers:
    """The gradients that come of `dscores(scores)`."""
    scores, cache = mlp_forward(params, x, activation)
    return mlp_backward(dscores(scores), cache)[0]


@instead_of("mlp_loss", hint="In each row of dscores, which entry gets a -1?", row="CE4")
def mlp_truth_not_subtracted(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Layers]:
    """The gradient by the scores is the probabilities: the -1 at the right class is missing."""
    loss, _ = mlp_loss(params, x, y, activation, lam)
    grads = _from_dscores(params, x, activation, lambda s: _probabilities(s) / len(s))
    return loss, _with_penalty(grads, params, lam)


@instead_of("mlp_loss", hint="What goes into mlp_backward: the scores, or their gradient?")
def mlp_scores_sent_back(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Layers]:
    """The scores themselves are sent back, where their gradient belongs."""
    loss, _ = mlp_loss(params, x, y, activation, lam)
    grads = _from_dscores(params, x, activation, lambda s: s)
    return loss, _with_penalty(grads, params, lam)


def _mlp_by_probabilities(
    params: Layers,
    x: Array,
    y: Array,
    activation: str,
    lam: float,
    shift: Callable[[Array], Any],
) -> tuple[float, Layers]:
    """The loss by the logarithm of probabilities, of scores less `shift(scores)`; its gradients."""
    scores, cache = mlp_forward(params, x, activation)
    powers = np.exp(scores - shift(scores))
    p = powers / powers.sum(axis=1, keepdims=True)
    picked = np.arange(len(x)), y
    loss = float(-np.log(p[picked]).mean()) + _mlp_penalty(params, lam)
    p[picked] -= 1.0
    grads, _ = mlp_backward(p / len(x), cache)
    return loss, _with_penalty(grads, params, lam)


@instead_of("mlp_loss", hint="exp(1000) overflows. What may be subtracted from a row?", row="SM1")
def mlp_scores_not_shifted(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Layers]:
    """Scores are exponentiated as they are, which overflows when they are large."""
    return _mlp_by_probabilities(params, x, y, activation, lam, lambda _: 0.0)


@instead_of("mlp_loss", hint="Which score must come out as exp(0), so that none overflows?")
def mlp_scores_shifted_by_another(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Layers]:
    """What is subtracted from a row's scores is not its largest, so larger ones overflow."""
    return _mlp_by_probabilities(params, x, y, activation, lam, lambda s: s[:, :1])


@instead_of("mlp_loss", hint="Each row has a largest score of its own.", row="SM2")
def mlp_largest_score_of_the_batch(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Layers]:
    """The largest score of the whole batch is subtracted, not each row's own."""
    return _mlp_by_probabilities(params, x, y, activation, lam, np.max)


@instead_of(
    "mlp_loss", hint="A probability may underflow: log(p) is lost, log-softmax not.", row="CE8"
)
def mlp_log_of_vanished_probabilities(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Layers]:
    """The logarithm is taken of probabilities, and that of one that became 0 is infinite."""
    return _mlp_by_probabilities(
        params, x, y, activation, lam, lambda s: s.max(axis=1, keepdims=True)
    )


@instead_of("mlp_loss", hint="(0.5 * lam * w**2)' = lam * w, with the half.", row="RG1")
def mlp_penalty_without_the_half(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Layers]:
    """The penalty is lam * sum(w**2), without the half, and its gradient 2 * lam * w."""
    return mlp_loss(params, x, y, activation, 2 * lam)


@instead_of("mlp_loss", hint="The penalty is no mean over samples.", row="RG2")
def mlp_penalty_divided_by_n(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Layers]:
    """The penalty is divided by the number of samples."""
    return mlp_loss(params, x, y, activation, lam / len(x))


@instead_of("mlp_loss", hint="What is in the loss has a gradient.", row="RG3")
def mlp_penalty_not_in_the_gradients(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Layers]:
    """The penalty is in the loss, but not in the gradients."""
    loss, grads = mlp_loss(params, x, y, activation)
    return loss + _mlp_penalty(params, lam), grads


@instead_of("mlp_loss", hint="What has a gradient is in the loss.", row="RG3")
def mlp_penalty_not_in_the_loss(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Layers]:
    """The penalty is in the gradients, but not in the loss."""
    loss, grads = mlp_loss(params, x, y, activation)
    return loss, _with_penalty(grads, params, lam)


@instead_of("mlp_loss", hint="Biases are not regularized: they amplify nothing.", row="RG4")
def mlp_biases_regularized(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Layers]:
    """The biases are in the penalty too."""
    loss, grads = mlp_loss(params, x, y, activation, lam)
    loss += 0.5 * lam * sum(float(np.sum(b**2)) for _, b in params)
    return loss, [(dw, db + lam * b) for (dw, db), (_, b) in zip(grads, params, strict=True)]


@instead_of("mlp_loss", hint="The sum runs over the weights of all layers.")
def mlp_last_layer_regularized_only(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Layers]:
    """Only the last layer's weights are in the penalty."""
    loss, grads = mlp_loss(params, x, y, activation)
    (dw, db), w = grads[-1], params[-1][0]
    return loss + _mlp_penalty(params[-1:], lam), [*grads[:-1], (dw + lam * w, db)]


@instead_of("mlp_loss", hint="Pass the activation on to mlp_forward.")
def mlp_loss_always_relu(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Layers]:
    """The activation is not passed on, so it is always ReLU."""
    return mlp_loss(params, x, y, "relu", lam)


@instead_of("mlp_loss", hint="Compare your signature's defaults with the docstring's.")
def mlp_regularized_by_default(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.1
) -> tuple[float, Layers]:
    """By default there is a penalty."""
    return mlp_loss(params, x, y, activation, lam)


@instead_of("mlp_loss", hint="A loss only reports; the step comes later.", row="LI13")
def mlp_weights_updated_by_the_loss(
    params: Layers, x: Array, y: Array, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Layers]:
    """The parameters are already updated by the gradients."""
    loss, grads = mlp_loss(params, x, y, activation, lam)
    for (w, b), (dw, db) in zip(params, grads, strict=True):
        w[...] = w - 0.1 * dw
        b[...] = b - 0.1 * db
    return loss, grads


# Gradients that vanish or explode


def _gradients(params: Layers, x: Array, y: Array, activation: str) -> Layers:
    return mlp_loss(params, x, y, activation)[1]


@instead_of("gradient_norms", hint="After the sum of squares comes the root.")
def norms_squared(params: Layers, x: Array, y: Array, activation: str = "relu") -> Array:
    """The squares of the norms are returned."""
    return gradient_norms(params, x, y, activation) ** 2


@instead_of("gradient_norms", hint="np.linalg.norm(dw, 2) of a matrix is its largest stretch.")
def norms_are_spectral(params: Layers, x: Array, y: Array, activation: str = "relu") -> Array:
    """The largest singular value is taken, not the root of the sum of squares."""
    grads = _gradients(params, x, y, activation)
    return np.array([np.linalg.norm(dw, 2) for dw, _ in grads])


@instead_of("gradient_norms", hint="A norm adds; whoever takes the mean measures something else.")
def norms_are_root_mean_squares(
    params: Layers, x: Array, y: Array, activation: str = "relu"
) -> Array:
    """The mean of the squares is taken, not their sum."""
    grads = _gradients(params, x, y, activation)
    return np.array([np.sqrt(np.mean(dw**2)) for dw, _ in grads])


@instead_of("gradient_norms", hint="What is added in a Euclidean norm?")
def norms_of_absolute_values(params: Layers, x: Array, y: Array, activation: str = "relu") -> Array:
    """The absolute values are added, not the squares."""
    return np.array([np.abs(dw).sum() for dw, _ in _gradients(params, x, y, activation)])


@instead_of("gradient_norms", hint="The docstring asks for the weights' gradient only.")
def norms_with_the_biases(params: Layers, x: Array, y: Array, activation: str = "relu") -> Array:
    """The bias gradients are in the norms too."""
    grads = _gradients(params, x, y, activation)
    return np.array([np.sqrt(np.sum(dw**2) + np.sum(db**2)) for dw, db in grads])


@instead_of("gradient_norms", hint="Whose norm: the weights', or their gradients'?")
def norms_of_the_weights(params: Layers, x: Array, y: Array, activation: str = "relu") -> Array:
    """The norms are those of the weights, not of their gradients."""
    return np.array([np.sqrt(np.sum(w**2)) for w, _ in params])


@instead_of("gradient_norms", hint="The first number belongs to the layer next to the input.")
def norms_from_the_output(params: Layers, x: Array, y: Array, activation: str = "relu") -> Array:
    """The norms come in the order of the way back, the last layer first."""
    return gradient_norms(params, x, y, activation)[::-1]


@instead_of("gradient_norms", hint="One number for each layer.")
def one_norm_for_all(params: Layers, x: Array, y: Array, activation: str = "relu") -> float:
    """There is one norm, of all layers together."""
    return float(np.sqrt(np.sum(gradient_norms(params, x, y, activation) ** 2)))


@instead_of("gradient_norms", hint="Pass the activation on.")
def norms_always_with_relu(params: Layers, x: Array, y: Array, activation: str = "relu") -> Array:
    """The activation is not passed on, so it is always ReLU."""
    return gradient_norms(params, x, y, "relu")


@instead_of("gradient_norms", hint="How many layers has a linear classifier?")
def norms_of_hidden_layers_only(
    params: Layers, x: Array, y: Array, activation: str = "relu"
) -> Array:
    """The output layer is left out."""
    return gradient_norms(params, x, y, activation)[:-1]


@instead_of("gradient_norms", hint="Dividing hides how large the gradients are.")
def norms_relative_to_the_last(
    params: Layers, x: Array, y: Array, activation: str = "relu"
) -> Array:
    """The norms are divided by the last layer's."""
    norms = gradient_norms(params, x, y, activation)
    return norms / norms[-1]


@instead_of("gradient_norms", hint="Allocate as many places as there are layers.")
def norms_of_three_layers(params: Layers, x: Array, y: Array, activation: str = "relu") -> Array:
    """There are always three norms."""
    return np.resize(gradient_norms(params, x, y, activation), 3)


@instead_of("gradient_norms", hint="Measuring must not change what is measured.", row="LI13")
def norms_change_the_weights(params: Layers, x: Array, y: Array, activation: str = "relu") -> Array:
    """The weights are updated while the gradients are measured."""
    norms = gradient_norms(params, x, y, activation)
    for (w, _), (dw, _) in zip(params, _gradients(params, x, y, activation), strict=True):
        w[...] = w - 0.1 * dw
    return norms
