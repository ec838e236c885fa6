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
    """A unit whose mean is small counts as dead, though it does fire."""
    return h.mean(axis=0) < 0.01


@instead_of("dead_units", hint="How would a mask say that a unit is half dead?")
def share_of_silence(h: Array) -> Array:
    """The share of samples for which each unit is silent is returned, not a mask."""
    return np.mean(h <= 0, axis=0)


@instead_of("dead_units", hint="`h[h > 0] = 1` writes into the caller's array.", row="AC4")
def dead_units_overwrites_h(h: Array) -> Array:
    """The outputs themselves are overwritten."""
    mask = dead_units(h)
    h[h > 0] = 1
    h[...] = 1 - h
    return mask
