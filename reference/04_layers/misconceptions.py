"""Wrong solutions that students write, each with the hint it earns.

Every function here replaces one function of the assignment. Its docstring ends the sentence "looks
like:" that a student reads; `hint` says where to look next; `row` is the label in our catalogue of
mistakes, None for one foreseen by us. Two functions with the same `name` are one mistake, and the
first of them has its hint and row. The decorator's arguments are literals: they are read without
running this.
The reference modules are imported by their bare names, as a submission's own modules are.

Each mistake stays within one exercise, and otherwise uses the reference, so nothing else differs.
Several overflow or divide by zero, with NumPy's warning, because that is the mistake. This module
is long because it is a list; its sections are the exercises in their order.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from activations import (
    elu_backward,
    elu_forward,
    erf,
    gelu_backward,
    gelu_forward,
    leaky_relu_backward,
    leaky_relu_forward,
    prelu_backward,
    prelu_forward,
    relu_backward,
    relu_forward,
    relu_jacobian,
    sigmoid_backward,
    sigmoid_forward,
    silu_backward,
    silu_forward,
    softmax_backward,
    softmax_forward,
    softmax_jacobian,
    tanh_backward,
    tanh_forward,
)
from linear import linear_backward, linear_forward
from losses import bce_with_logits, mse_loss, softmax_cross_entropy

from autograder import instead_of

Array = np.ndarray
Forward = tuple[Array, Any]
Loss = tuple[float, Array]

_latest: dict[str, Any] = {}
"""What the mistakes that keep state outside of the cache remember."""


# Linear


@instead_of("linear_forward", hint="Set b to ones and x to zeros: what should out be?", row="LI7")
def linear_without_bias(x: Array, w: Array, b: Array) -> Forward:
    """The bias is never added."""
    out, cache = linear_forward(x, w, b)
    return out - b, cache


@instead_of(
    "linear_forward", hint="Mind the parentheses: b joins after the product, once.", row="LI8"
)
def bias_added_to_the_weights(x: Array, w: Array, b: Array) -> Forward:
    """The bias is added to the weights, before the product: x @ (w + b)."""
    _, cache = linear_forward(x, w, b)
    return x.reshape(len(x), -1) @ (w + b), cache


@instead_of(
    "linear_forward",
    hint="Flatten one sample by hand in C order (last axis fastest), and compare with your row.",
    row="LI10",
)
def samples_flattened_in_fortran_order(x: Array, w: Array, b: Array) -> Forward:
    """Samples are flattened with their first axis running fastest (order="F")."""
    return linear_forward(x.reshape(len(x), -1, order="F"), w, b)


@instead_of(
    "linear_forward",
    hint="Print x[0] and the first row of your flattened x: do they hold the same numbers?",
    row="LI10",
)
def samples_mixed_by_the_reshape(x: Array, w: Array, b: Array) -> Forward:
    """The reshape cuts across samples: (-1, N), and then a transpose."""
    return linear_forward(x.reshape(-1, len(x)).T, w, b)


@instead_of(
    "linear_forward",
    hint="A transposed array lies in memory in another order than its indices. Which do you want?",
)
def samples_flattened_in_memory_order(x: Array, w: Array, b: Array) -> Forward:
    """Samples are flattened as they lie in memory, which differs for a transposed array."""
    flat = np.ravel(x, order="K").reshape(len(x), -1)
    out, _ = linear_forward(flat, w, b)
    return out, (x, w)


@instead_of(
    "linear_forward",
    hint="np.zeros_like(x) holds integers when x does, and cuts off the fractions put into it.",
    row="LI14",
)
def linear_output_has_the_dtype_of_x(x: Array, w: Array, b: Array) -> Forward:
    """The output array takes its dtype from x, so integer inputs cut off all fractions."""
    out, cache = linear_forward(x, w, b)
    return out.astype(x.dtype), cache


@instead_of(
    "linear_backward",
    hint="Only the loss takes a mean, and its 1/N is in dout already. Is there a division here?",
    row="LI1",
)
def parameter_gradients_averaged_over_the_batch(
    dout: Array, cache: Any
) -> tuple[Array, Array, Array]:
    """The weight gradient is divided by the number of samples."""
    dx, dw, db = linear_backward(dout, cache)
    return dx, dw / len(dout), db / len(dout)


@instead_of(
    "linear_backward",
    hint="Every sample adds to what b does to the loss, and the loss has already divided by N.",
    row="LI2",
)
def db_is_the_mean(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The bias gradient is the mean over the samples."""
    dx, dw, _ = linear_backward(dout, cache)
    return dx, dw, dout.mean(axis=0)


@instead_of(
    "linear_backward", hint="db has the shape of b. Which argument of sum kept an axis?", row="LI3"
)
def db_keeps_its_axis(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The sum over the samples keeps its axis, so db is (1, M)."""
    dx, dw, _ = linear_backward(dout, cache)
    return dx, dw, dout.sum(axis=0, keepdims=True)


@instead_of(
    "linear_backward", hint="Which axis of dout counts samples, and which counts biases?", row="LI4"
)
def db_summed_over_the_outputs(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The bias gradient is summed over the outputs, so it is (N,)."""
    dx, dw, _ = linear_backward(dout, cache)
    return dx, dw, dout.sum(axis=1)


@instead_of(
    "linear_backward", hint="Without dout, db could not depend on the loss at all.", row="AC5"
)
def db_counts_the_samples(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The bias gradient is N everywhere: the upstream gradient is not in it."""
    dx, dw, db = linear_backward(dout, cache)
    return dx, dw, np.full_like(db, len(dout))


@instead_of(
    "linear_backward",
    hint="Write the shapes under the product: which order gives (D, M)?",
    row="LI5",
)
def dw_transposed(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The weight gradient is transposed: (M, D), where w is (D, M)."""
    dx, dw, db = linear_backward(dout, cache)
    return dx, dw.T, db


@instead_of(
    "linear_backward",
    hint="Write the shapes under the product: does (N, D) fit dout's (N, M) as it is?",
    row="LI5",
)
def dw_with_x_not_transposed(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The weight gradient multiplies by x where its transpose belongs."""
    x, _ = cache
    dx, _, db = linear_backward(dout, cache)
    return dx, x.reshape(len(x), -1) @ dout, db


@instead_of(
    "linear_backward",
    hint="Write the shapes under the product: does w fit dout's (N, M) as it is?",
    row="LI6",
)
def dx_with_w_not_transposed(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The input gradient multiplies by w where its transpose belongs."""
    x, w = cache
    _, dw, db = linear_backward(dout, cache)
    return (dout @ w).reshape(x.shape), dw, db


@instead_of(
    "linear_backward", hint="A gradient has the shape of what it is the gradient of.", row="LI9"
)
def dx_stays_flat(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The input gradient is left flat (N, D), not brought back to the shape of x."""
    dx, dw, db = linear_backward(dout, cache)
    return dx.reshape(len(dx), -1), dw, db


@instead_of(
    "linear_backward", hint="A sample of x may have any number of axes. Where are they written?"
)
def dx_has_three_axes_at_most(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The input gradient gets two of the sample's axes back, however many it has."""
    x, _ = cache
    dx, dw, db = linear_backward(dout, cache)
    return (dx.reshape(len(x), x.shape[1], -1) if x.ndim > 2 else dx), dw, db


@instead_of(
    "linear_backward", hint="squeeze drops every axis of length 1. And when M is 1?", row="LI3"
)
def db_is_squeezed(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The bias gradient is squeezed, so that of one output is a number, not (1,)."""
    dx, dw, _ = linear_backward(dout, cache)
    return dx, dw, dout.sum(axis=0, keepdims=True).squeeze()


@instead_of(
    "linear_backward",
    hint="By the chain rule a backward multiplies by dout: twice the dout, twice the answer.",
    row="AC5",
)
def linear_upstream_forgotten(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The upstream gradient is taken to be 1 everywhere."""
    return linear_backward(np.ones_like(dout), cache)


@instead_of(
    "linear_backward", hint="Return the gradients in the order of the forward's arguments: x, w, b."
)
def dw_returned_before_dx(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The gradients are returned in the wrong order: dw, dx, db."""
    dx, dw, db = linear_backward(dout, cache)
    return dw, dx, db


@instead_of(
    "linear_backward",
    hint="A backward only reports gradients. Changing w comes later, and elsewhere.",
    row="LI13",
)
def weights_updated_before_dx(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The weights are already updated when dx is computed from them."""
    x, w = cache
    _, dw, db = linear_backward(dout, cache)
    w -= 0.1 * dw
    return (dout @ w.T).reshape(x.shape), dw, db


@instead_of(
    "linear_backward",
    hint="`a /= n` changes the caller's array. And look again at who takes the mean.",
    row="LI1",
)
def upstream_averaged_in_place(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The upstream gradient itself is divided by the number of samples, in place."""
    dout /= len(dout)
    return linear_backward(dout, cache)


@instead_of(
    "linear_forward",
    name="gradients_accumulate",
    hint="Each backward returns its own gradients; adding them up is the caller's business.",
    row="LI11",
)
def forward_starts_a_running_sum(x: Array, w: Array, b: Array) -> Forward:
    """Gradients are added to those of an earlier backward."""
    out, cache = linear_forward(x, w, b)
    return out, (cache, np.zeros_like(w))


@instead_of("linear_backward", name="gradients_accumulate")
def backward_adds_to_the_running_sum(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """Gradients are added to those of an earlier backward."""
    inner, running_dw = cache
    dx, dw, db = linear_backward(dout, inner)
    running_dw += dw
    return dx, running_dw, db


@instead_of(
    "linear_forward",
    name="linear_remembers_only_the_last_call",
    hint="All that backward needs must be in its cache, not in a global or an attribute.",
    row="LI12",
)
def linear_forward_into_a_global(x: Array, w: Array, b: Array) -> Forward:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    out, _latest["linear"] = linear_forward(x, w, b)
    return out, 0


@instead_of("linear_backward", name="linear_remembers_only_the_last_call")
def linear_backward_from_a_global(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    return linear_backward(dout, _latest["linear"])


# ReLU


@instead_of(
    "relu_forward", hint="What should relu(3) be? Your function is close to its derivative."
)
def relu_is_a_step(x: Array) -> Forward:
    """The output is 1 for positive inputs, where it should be the input itself."""
    return np.where(x > 0, 1.0, 0.0), x


@instead_of("relu_forward", hint="What should relu(-3) be?")
def relu_is_the_absolute_value(x: Array) -> Forward:
    """Negative inputs come out positive, as from abs, and not as 0."""
    return np.abs(x), x


@instead_of("relu_forward", hint="What should relu(1000) be?")
def relu_is_capped_at_six(x: Array) -> Forward:
    """Outputs end at 6, as in the variant called ReLU6."""
    return np.clip(x, 0.0, 6.0), x


@instead_of(
    "relu_forward", hint="`x[x < 0] = 0` changes the caller's x; make a new array.", row="AC2"
)
def relu_forward_in_place(x: Array) -> Forward:
    """The input itself is overwritten by the output."""
    x[x < 0] = 0.0
    return x, x


@instead_of(
    "relu_forward",
    name="relu_mask_from_its_output",
    hint="After relu nothing is negative, so ask x, not out, where x was positive.",
    row="AC2",
)
def relu_caches_its_output(x: Array) -> Forward:
    """The mask `>= 0` is taken from the output, so the whole gradient passes."""
    out = np.maximum(x, 0.0)
    return out, out


@instead_of("relu_backward", name="relu_mask_from_its_output")
def relu_passes_where_the_output_is_not_negative(dout: Array, cache: Any) -> Array:
    """The mask `>= 0` is taken from the output, so the whole gradient passes."""
    return dout * (cache >= 0)


@instead_of(
    "relu_backward",
    hint="What does your comparison give when x is exactly 0, and what does the docstring want?",
    row="AC1",
)
def relu_derivative_at_zero_is_one(dout: Array, cache: Any) -> Array:
    """The derivative at exactly 0 is taken to be 1."""
    return dout * (cache >= 0)


@instead_of(
    "relu_backward",
    hint="What does your comparison give when x is exactly 0, and what does the docstring want?",
    row="AC1",
)
def relu_derivative_at_zero_is_a_half(dout: Array, cache: Any) -> Array:
    """The derivative at exactly 0 is taken to be 1/2."""
    return dout * np.heaviside(cache, 0.5)


@instead_of(
    "relu_backward", hint="`dx = dout` gives the caller's array another name, no copy.", row="AC3"
)
def relu_backward_writes_into_dout(dout: Array, cache: Any) -> Array:
    """The upstream gradient itself is overwritten."""
    dout[cache <= 0] = 0.0
    return dout


@instead_of(
    "relu_backward",
    hint="np.zeros_like(x) holds integers when x does, and cuts off the fractions put into it.",
    row="LI14",
)
def relu_gradient_has_the_dtype_of_x(dout: Array, cache: Any) -> Array:
    """The gradient takes its dtype from x, so integer inputs cut off all fractions."""
    return relu_backward(dout, cache).astype(cache.dtype)


@instead_of("relu_backward", hint="How much does relu(3) change when 3 becomes 3.01?")
def relu_derivative_is_the_value(dout: Array, cache: Any) -> Array:
    """The gradient is multiplied by relu's value, where its derivative belongs."""
    return dout * np.maximum(cache, 0.0)


@instead_of(
    "relu_backward",
    hint="By the chain rule a backward multiplies by dout: twice the dout, twice the answer.",
    row="AC5",
)
def relu_upstream_forgotten(dout: Array, cache: Any) -> Array:
    """The upstream gradient is not used: dx is 0 or 1."""
    return relu_backward(np.ones_like(dout), cache)


@instead_of(
    "relu_backward",
    hint="`mask = x` gives x another name, no copy: what is written into mask is written into x.",
    row="AC4",
)
def relu_backward_writes_into_the_cache(dout: Array, cache: Any) -> Array:
    """The x in the cache is overwritten by the mask."""
    cache[cache <= 0] = 0.0
    cache[cache > 0] = 1.0
    return dout * cache


@instead_of(
    "relu_backward", hint="Which array decides whether relu let the value through?", row="AC6"
)
def relu_mask_from_dout(dout: Array, cache: Any) -> Array:
    """The mask is taken from the upstream gradient, where the input belongs."""
    return dout * (dout > 0)


@instead_of("relu_backward", hint="Try x = 3 and x = -3: which of them reaches the output?")
def relu_mask_inverted(dout: Array, cache: Any) -> Array:
    """The gradient passes where x is negative, and stops where it is positive."""
    return dout * (cache < 0)


@instead_of(
    "relu_forward",
    name="relu_remembers_only_the_last_call",
    hint="All that backward needs must be in its cache, not in a global or an attribute.",
    row="LI12",
)
def relu_forward_into_a_global(x: Array) -> Forward:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    out, _latest["relu"] = relu_forward(x)
    return out, 0


@instead_of("relu_backward", name="relu_remembers_only_the_last_call")
def relu_backward_from_a_global(dout: Array, cache: Any) -> Array:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    return relu_backward(dout, _latest["relu"])


# Leaky ReLU


@instead_of("leaky_relu_forward", hint="Try x = 2 and x = -2: which one should shrink?", row="AC15")
def leaky_slope_on_the_wrong_side(x: Array, slope: float = 0.01) -> Forward:
    """The slope multiplies the positive inputs."""
    return np.where(x > 0, slope * x, x), (x, slope)


@instead_of(
    "leaky_relu_forward",
    hint="Where does float32 come from? It keeps 7 digits of float64's 16.",
    row="HY3",
)
def leaky_relu_in_single_precision(x: Array, slope: float = 0.01) -> Forward:
    """The output is computed in float32, and has only 7 right digits."""
    out, _ = leaky_relu_forward(x.astype(np.float32), slope)
    return out.astype(np.float64), (x, slope)


@instead_of(
    "leaky_relu_forward", hint="Which of x and slope * x is larger when slope is 2?", row="AC15"
)
def leaky_relu_by_maximum(x: Array, slope: float = 0.01) -> Forward:
    """The larger of x and slope * x is returned, which is wrong for slopes above 1."""
    return np.maximum(x, slope * x), (x, slope)


@instead_of("leaky_relu_forward", hint="Where does your function read its second argument?")
def leaky_slope_ignored(x: Array, slope: float = 0.01) -> Forward:
    """The slope is always 0.01, whatever was asked for."""
    return leaky_relu_forward(x, 0.01)


@instead_of("leaky_relu_forward", hint="`slope or 0.01` takes a slope of 0 for none at all.")
def leaky_slope_of_zero_is_the_default(x: Array, slope: float = 0.01) -> Forward:
    """A slope of 0 is taken for none, and replaced by the default."""
    return leaky_relu_forward(x, slope or 0.01)


@instead_of("leaky_relu_forward", hint="Compare your signature's default with the docstring's.")
def leaky_default_slope_is_a_tenth(x: Array, slope: float = 0.1) -> Forward:
    """The default slope is 0.1."""
    return leaky_relu_forward(x, slope)


@instead_of(
    "leaky_relu_forward",
    hint="np.zeros_like(x) holds integers when x does, and cuts off the fractions put into it.",
    row="LI14",
)
def leaky_output_has_the_dtype_of_x(x: Array, slope: float = 0.01) -> Forward:
    """The output array takes its dtype from x, so integer inputs cut off all fractions."""
    out, cache = leaky_relu_forward(x, slope)
    return out.astype(x.dtype), cache


@instead_of("leaky_relu_backward", hint="A leaky unit leaks on the way back too.")
def leaky_backward_is_that_of_relu(dout: Array, cache: Any) -> Array:
    """The gradient is 0 for negative inputs, as for relu."""
    x, _ = cache
    return relu_backward(dout, x)


@instead_of(
    "leaky_relu_backward", hint="The derivative of slope * x with respect to x does not contain x."
)
def leaky_derivative_is_the_value(dout: Array, cache: Any) -> Array:
    """The negative side is scaled by slope * x, the function, where its derivative belongs."""
    x, slope = cache
    return dout * np.where(x > 0, 1.0, slope * x)


@instead_of(
    "leaky_relu_backward", hint="Try x = 2 and x = -2: which one should shrink?", row="AC15"
)
def leaky_backward_slope_on_the_wrong_side(dout: Array, cache: Any) -> Array:
    """The gradient is scaled by slope where x is positive."""
    x, slope = cache
    return dout * np.where(x > 0, slope, 1.0)


@instead_of(
    "leaky_relu_backward",
    hint="What does your comparison give when x is exactly 0, and what does the docstring want?",
    row="AC1",
)
def leaky_derivative_at_zero_is_one(dout: Array, cache: Any) -> Array:
    """The derivative at exactly 0 is taken to be 1."""
    x, slope = cache
    return dout * np.where(x >= 0, 1.0, slope)


@instead_of(
    "leaky_relu_backward",
    hint="What does your comparison give when x is exactly 0, and what does the docstring want?",
    row="AC1",
)
def leaky_derivative_at_zero_is_zero(dout: Array, cache: Any) -> Array:
    """The derivative at exactly 0 is taken to be 0."""
    x, slope = cache
    return dout * np.where(x > 0, 1.0, np.where(x < 0, slope, 0.0))


@instead_of(
    "leaky_relu_backward",
    hint="By the chain rule a backward multiplies by dout: twice the dout, twice the answer.",
    row="AC5",
)
def leaky_upstream_forgotten(dout: Array, cache: Any) -> Array:
    """The upstream gradient is not used: dx is 1 or slope."""
    return leaky_relu_backward(np.ones_like(dout), cache)


@instead_of(
    "leaky_relu_backward", hint="Which array decides whether x or slope * x was taken?", row="AC6"
)
def leaky_mask_from_dout(dout: Array, cache: Any) -> Array:
    """The mask is taken from the upstream gradient, where the input belongs."""
    _, slope = cache
    return dout * np.where(dout > 0, 1.0, slope)


@instead_of(
    "leaky_relu_forward",
    hint="With a slope below 0, which sign has out where x is negative?",
    row="AC6",
)
def leaky_mask_from_its_output(x: Array, slope: float = 0.01) -> Forward:
    """The mask is taken from the output, which for slopes below 0 is positive on both sides."""
    out, _ = leaky_relu_forward(x, slope)
    return out, (out, slope)


@instead_of(
    "leaky_relu_forward",
    name="leaky_remembers_only_the_last_slope",
    hint="The slope belongs into the cache too: another layer may have another.",
    row="LI12",
)
def leaky_slope_into_a_global(x: Array, slope: float = 0.01) -> Forward:
    """Backward uses the slope of the latest forward, not that of its own."""
    _latest["slope"] = slope
    return leaky_relu_forward(x, slope)


@instead_of("leaky_relu_backward", name="leaky_remembers_only_the_last_slope")
def leaky_slope_from_a_global(dout: Array, cache: Any) -> Array:
    """Backward uses the slope of the latest forward, not that of its own."""
    return leaky_relu_backward(dout, (cache[0], _latest["slope"]))


@instead_of(
    "leaky_relu_forward", hint="`x[x < 0] *= slope` changes the caller's x; make a new array."
)
def leaky_relu_forward_in_place(x: Array, slope: float = 0.01) -> Forward:
    """The input itself is overwritten by the output."""
    x[x < 0] *= slope
    return x, (x, slope)


@instead_of(
    "leaky_relu_backward",
    hint="`dx = dout` gives the caller's array another name, no copy.",
    row="AC3",
)
def leaky_backward_writes_into_dout(dout: Array, cache: Any) -> Array:
    """The upstream gradient itself is overwritten."""
    x, slope = cache
    dout[x <= 0] *= slope
    return dout


@instead_of(
    "leaky_relu_forward",
    name="leaky_remembers_only_the_last_call",
    hint="All that backward needs must be in its cache, not in a global or an attribute.",
    row="LI12",
)
def leaky_relu_forward_into_a_global(x: Array, slope: float = 0.01) -> Forward:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    out, _latest["leaky_relu"] = leaky_relu_forward(x, slope)
    return out, 0


@instead_of("leaky_relu_backward", name="leaky_remembers_only_the_last_call")
def leaky_relu_backward_from_a_global(dout: Array, cache: Any) -> Array:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    return leaky_relu_backward(dout, _latest["leaky_relu"])


# PReLU


@instead_of("prelu_forward", hint="Which of x and alpha * x is larger when alpha is 2?", row="AC15")
def prelu_by_maximum(x: Array, alpha: float) -> Forward:
    """The larger of x and alpha * x is returned, which is wrong for alphas above 1."""
    return np.maximum(x, alpha * x), (x, alpha)


@instead_of("prelu_forward", hint="Try x = 2 and x = -2: which one should shrink?", row="AC15")
def prelu_alpha_on_the_wrong_side(x: Array, alpha: float) -> Forward:
    """The slope alpha multiplies the positive inputs."""
    return np.where(x > 0, alpha * x, x), (x, alpha)


@instead_of(
    "prelu_backward", hint="alpha is one number, so its gradient is one number.", row="AC17"
)
def dalpha_not_summed(dout: Array, cache: Any) -> tuple[Array, Array]:
    """The gradient of alpha has the shape of x: it is not summed."""
    dx, _ = prelu_backward(dout, cache)
    return dx, dout * np.minimum(cache[0], 0.0)


@instead_of("prelu_backward", hint="Which elements of out would change with alpha?", row="AC17")
def dalpha_includes_the_positive_side(dout: Array, cache: Any) -> tuple[Array, float]:
    """The gradient of alpha also sums over positive inputs, which never used alpha."""
    dx, _ = prelu_backward(dout, cache)
    return dx, float(np.sum(dout * cache[0]))


@instead_of(
    "prelu_backward", hint="Every element adds its part; only the loss takes a mean.", row="AC17"
)
def dalpha_is_the_mean(dout: Array, cache: Any) -> tuple[Array, float]:
    """The gradient of alpha is a mean over all elements."""
    dx, dalpha = prelu_backward(dout, cache)
    return dx, dalpha / dout.size


@instead_of(
    "prelu_backward",
    hint="alpha reaches the loss through out. What tells how the loss changes with out?",
)
def dalpha_upstream_forgotten(dout: Array, cache: Any) -> tuple[Array, float]:
    """The gradient of alpha does not use the upstream gradient."""
    dx, _ = prelu_backward(dout, cache)
    return dx, float(np.sum(np.minimum(cache[0], 0.0)))


@instead_of(
    "prelu_backward",
    hint="By the chain rule a backward multiplies by dout: twice the dout, twice the answer.",
    row="AC5",
)
def prelu_upstream_forgotten(dout: Array, cache: Any) -> tuple[Array, float]:
    """The upstream gradient is taken to be 1 everywhere."""
    return prelu_backward(np.ones_like(dout), cache)


@instead_of(
    "prelu_backward", hint="Return the gradients in the order of the forward's arguments: x, alpha."
)
def dalpha_returned_before_dx(dout: Array, cache: Any) -> tuple[float, Array]:
    """The gradients are returned in the wrong order: dalpha, dx."""
    dx, dalpha = prelu_backward(dout, cache)
    return dalpha, dx


@instead_of("prelu_backward", hint="A negative input reaches the output too: by which factor?")
def prelu_dx_is_that_of_relu(dout: Array, cache: Any) -> tuple[Array, float]:
    """The gradient of x is 0 for negative inputs, as for relu."""
    _, dalpha = prelu_backward(dout, cache)
    return relu_backward(dout, cache[0]), dalpha


@instead_of(
    "prelu_backward",
    hint="What does your comparison give when x is exactly 0, and what does the docstring want?",
    row="AC1",
)
def prelu_derivative_at_zero_is_one(dout: Array, cache: Any) -> tuple[Array, float]:
    """The derivative at exactly 0 is taken to be 1."""
    x, alpha = cache
    _, dalpha = prelu_backward(dout, cache)
    return dout * np.where(x >= 0, 1.0, alpha), dalpha


@instead_of(
    "prelu_backward",
    hint="What does your comparison give when x is exactly 0, and what does the docstring want?",
    row="AC1",
)
def prelu_derivative_at_zero_is_zero(dout: Array, cache: Any) -> tuple[Array, float]:
    """The derivative at exactly 0 is taken to be 0."""
    dx, dalpha = prelu_backward(dout, cache)
    return dx * (cache[0] != 0), dalpha


@instead_of(
    "prelu_forward",
    name="prelu_mask_from_its_output",
    hint="With an alpha below 0, which sign has out where x is negative?",
    row="AC6",
)
def prelu_caches_its_output(x: Array, alpha: float) -> Forward:
    """The mask is taken from the output, which for alphas below 0 is positive on both sides."""
    out, _ = prelu_forward(x, alpha)
    return out, (x, out, alpha)


@instead_of("prelu_backward", name="prelu_mask_from_its_output")
def prelu_passes_where_the_output_is_positive(dout: Array, cache: Any) -> tuple[Array, float]:
    """The mask is taken from the output, which for alphas below 0 is positive on both sides."""
    x, out, alpha = cache
    return dout * np.where(out > 0, 1.0, alpha), float(np.sum(dout * x * (out <= 0)))


@instead_of("prelu_backward", hint="alpha is learned, and may become 0. What is out / alpha then?")
def dalpha_from_the_output(dout: Array, cache: Any) -> tuple[Array, float]:
    """The derivative by alpha is computed as out / alpha, which is NaN for an alpha of 0."""
    x, alpha = cache
    dx, _ = prelu_backward(dout, cache)
    return dx, float(np.sum((dout * alpha * x)[x <= 0]) / np.float64(alpha))


@instead_of(
    "prelu_forward",
    name="prelu_remembers_only_the_last_call",
    hint="All that backward needs must be in its cache, not in a global or an attribute.",
    row="LI12",
)
def prelu_forward_into_a_global(x: Array, alpha: float) -> Forward:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    out, _latest["prelu"] = prelu_forward(x, alpha)
    return out, 0


@instead_of("prelu_backward", name="prelu_remembers_only_the_last_call")
def prelu_backward_from_a_global(dout: Array, cache: Any) -> tuple[Array, float]:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    return prelu_backward(dout, _latest["prelu"])


# ELU


@instead_of(
    "elu_forward", hint="Come to 0 from the left: do both sides of your function meet?", row="AC16"
)
def elu_without_minus_one(x: Array, alpha: float = 1.0) -> Forward:
    """The negative side is alpha * exp(x), without the -1, and jumps at 0."""
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0.0))), (x, alpha)


@instead_of("elu_forward", hint="What should elu approach for very negative x?")
def elu_alpha_multiplies_only_the_exponential(x: Array, alpha: float = 1.0) -> Forward:
    """The negative side is alpha * exp(x) - 1: alpha does not multiply the -1."""
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0.0)) - 1.0), (x, alpha)


@instead_of("elu_forward", hint="Where does your function read its second argument?")
def elu_alpha_ignored(x: Array, alpha: float = 1.0) -> Forward:
    """The factor alpha is always 1, whatever was asked for."""
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0.0))), (x, 1.0)


@instead_of(
    "elu_forward",
    hint="Infinity times 0 is NaN, so no mask helps afterwards. Keep large x away from exp.",
)
def elu_masked_by_multiplication(x: Array, alpha: float = 1.0) -> Forward:
    """Both sides are computed and multiplied by masks, so exp(1000) * 0 becomes NaN."""
    return x * (x > 0) + alpha * (np.exp(x) - 1.0) * (x <= 0), (x, alpha)


@instead_of("elu_backward", hint="What is the slope of elu on the positive side?", row="AC16")
def elu_derivative_exponential_everywhere(dout: Array, cache: Any) -> Array:
    """The derivative is alpha * exp(x) for positive inputs too."""
    x, alpha = cache
    return dout * alpha * np.exp(x)


@instead_of("elu_backward", hint="Differentiate alpha * (exp(x) - 1): what becomes of the -1?")
def elu_derivative_is_the_value(dout: Array, cache: Any) -> Array:
    """The negative side is scaled by elu's own value, where its derivative belongs."""
    x, alpha = cache
    return dout * np.where(x > 0, 1.0, alpha * np.expm1(np.minimum(x, 0.0)))


@instead_of("elu_backward", hint="A constant factor of a function is a factor of its derivative.")
def elu_derivative_without_alpha(dout: Array, cache: Any) -> Array:
    """The derivative on the negative side lacks the factor alpha."""
    x, _ = cache
    return elu_backward(dout, (x, 1.0))


@instead_of(
    "elu_backward",
    hint="What does your comparison give when x is exactly 0, and what does the docstring want?",
    row="AC1",
)
def elu_derivative_at_zero_is_one(dout: Array, cache: Any) -> Array:
    """The derivative at exactly 0 is taken to be 1."""
    x, alpha = cache
    return dout * np.where(x >= 0, 1.0, alpha * np.exp(np.minimum(x, 0.0)))


@instead_of(
    "elu_backward",
    hint="What does your comparison give when x is exactly 0, and what does the docstring want?",
    row="AC1",
)
def elu_derivative_at_zero_is_zero(dout: Array, cache: Any) -> Array:
    """The derivative at exactly 0 is taken to be 0."""
    return elu_backward(dout, cache) * (cache[0] != 0)


@instead_of(
    "elu_backward",
    hint="By the chain rule a backward multiplies by dout: twice the dout, twice the answer.",
    row="AC5",
)
def elu_upstream_forgotten(dout: Array, cache: Any) -> Array:
    """The upstream gradient is not used."""
    return elu_backward(np.ones_like(dout), cache)


@instead_of("elu_forward", hint="`x[x < 0] = ...` changes the caller's x; make a new array.")
def elu_forward_in_place(x: Array, alpha: float = 1.0) -> Forward:
    """The input itself is overwritten by the output."""
    x[x < 0] = alpha * np.expm1(x[x < 0])
    return x, (x, alpha)


@instead_of(
    "elu_backward",
    hint="`dx = dout` gives the caller's array another name, no copy.",
    row="AC3",
)
def elu_backward_writes_into_dout(dout: Array, cache: Any) -> Array:
    """The upstream gradient itself is overwritten."""
    x, alpha = cache
    dout[x <= 0] *= alpha * np.exp(x[x <= 0])
    return dout


@instead_of(
    "elu_forward",
    name="elu_remembers_only_the_last_call",
    hint="All that backward needs must be in its cache, not in a global or an attribute.",
    row="LI12",
)
def elu_forward_into_a_global(x: Array, alpha: float = 1.0) -> Forward:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    out, _latest["elu"] = elu_forward(x, alpha)
    return out, 0


@instead_of("elu_backward", name="elu_remembers_only_the_last_call")
def elu_backward_from_a_global(dout: Array, cache: Any) -> Array:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    return elu_backward(dout, _latest["elu"])


# GELU


def _normal_density(x: Array) -> Array:
    return np.exp(-0.5 * x**2) / math.sqrt(2.0 * math.pi)


def _gelu_tanh(x: Array) -> tuple[Array, Array]:
    """Return the tanh that approximates 2 * Phi(x) - 1, and its derivative."""
    scale = math.sqrt(2.0 / math.pi)
    t = np.tanh(scale * (x + 0.044715 * x**3))
    return t, (1.0 - t**2) * scale * (1.0 + 3.0 * 0.044715 * x**2)


@instead_of(
    "gelu_forward",
    name="gelu_by_tanh",
    hint="That is the fast approximation; here Phi is asked for exactly, by erf.",
    row="AC12",
)
def gelu_forward_by_tanh(x: Array) -> Forward:
    """The approximation of GELU by tanh is used."""
    t, _ = _gelu_tanh(x)
    return 0.5 * x * (1.0 + t), x


@instead_of("gelu_backward", name="gelu_by_tanh")
def gelu_backward_by_tanh(dout: Array, cache: Any) -> Array:
    """The approximation of GELU by tanh is used."""
    t, dt = _gelu_tanh(cache)
    return dout * 0.5 * (1.0 + t + cache * dt)


@instead_of(
    "gelu_forward",
    name="gelu_by_sigmoid",
    hint="That is the coarse approximation; here Phi is asked for exactly, by erf.",
    row="AC12",
)
def gelu_forward_by_sigmoid(x: Array) -> Forward:
    """The approximation x * sigmoid(1.702 * x) is used."""
    s, _ = sigmoid_forward(1.702 * x)
    return x * s, x


@instead_of("gelu_backward", name="gelu_by_sigmoid")
def gelu_backward_by_sigmoid(dout: Array, cache: Any) -> Array:
    """The approximation x * sigmoid(1.702 * x) is used."""
    s, _ = sigmoid_forward(1.702 * cache)
    return dout * (s + 1.702 * cache * s * (1.0 - s))


@instead_of("gelu_forward", hint="Look once more at what stands inside erf in the formula of Phi.")
def gelu_erf_of_x_itself(x: Array) -> Forward:
    """The argument of erf is not divided by sqrt(2)."""
    return x * 0.5 * (1.0 + erf(x)), x


@instead_of("gelu_forward", hint="What should Phi(0) be, and what does yours give?")
def gelu_erf_taken_for_phi(x: Array) -> Forward:
    """The value of erf, from -1 to 1, is used as if it were Phi, from 0 to 1."""
    return x * erf(x / math.sqrt(2.0)), x


@instead_of("gelu_forward", hint="gelu(3) is about 3, so Phi(3) is about 1. What is yours at 3?")
def gelu_density_taken_for_phi(x: Array) -> Forward:
    """The normal density is used where its cumulative function belongs."""
    return x * _normal_density(x), x


@instead_of("gelu_forward", hint="Phi(x) is only the weight. What does it weigh?")
def gelu_is_phi(x: Array) -> Forward:
    """The output is Phi(x): the factor x is missing."""
    return 0.5 * (1.0 + erf(x / math.sqrt(2.0))), x


@instead_of(
    "gelu_backward",
    hint="A product of two functions of x: how many terms has its derivative?",
    row="AC13",
)
def gelu_derivative_is_phi(dout: Array, cache: Any) -> Array:
    """The derivative is Phi(x) alone: Phi's own change with x is left out."""
    return dout * 0.5 * (1.0 + erf(cache / math.sqrt(2.0)))


@instead_of("gelu_backward", hint="Each term of the product rule keeps one factor: which one here?")
def gelu_derivative_density_without_x(dout: Array, cache: Any) -> Array:
    """The derivative is Phi(x) + phi(x): the second term lacks its x."""
    cdf = 0.5 * (1.0 + erf(cache / math.sqrt(2.0)))
    return dout * (cdf + _normal_density(cache))


@instead_of(
    "gelu_backward", hint="A density has area 1. Which factor gives exp(-x**2 / 2) that area?"
)
def gelu_density_not_normalised(dout: Array, cache: Any) -> Array:
    """The density in the derivative lacks its factor 1 / sqrt(2 * pi)."""
    cdf = 0.5 * (1.0 + erf(cache / math.sqrt(2.0)))
    return dout * (cdf + cache * np.exp(-0.5 * cache**2))


@instead_of(
    "gelu_backward", hint="x**2 / 2 is never negative: what does exp make of it when x is 1000?"
)
def gelu_density_exponent_sign(dout: Array, cache: Any) -> Array:
    """The density in the derivative grows with x: its exponent lacks the minus sign."""
    cdf = 0.5 * (1.0 + erf(cache / math.sqrt(2.0)))
    pdf = np.exp(0.5 * cache**2) / math.sqrt(2.0 * math.pi)
    return dout * (cdf + cache * pdf)


@instead_of(
    "gelu_backward",
    hint="By the chain rule a backward multiplies by dout: twice the dout, twice the answer.",
    row="AC5",
)
def gelu_upstream_forgotten(dout: Array, cache: Any) -> Array:
    """The upstream gradient is not used."""
    return gelu_backward(np.ones_like(dout), cache)


@instead_of(
    "gelu_forward",
    name="gelu_remembers_only_the_last_call",
    hint="All that backward needs must be in its cache, not in a global or an attribute.",
    row="LI12",
)
def gelu_forward_into_a_global(x: Array) -> Forward:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    out, _latest["gelu"] = gelu_forward(x)
    return out, 0


@instead_of("gelu_backward", name="gelu_remembers_only_the_last_call")
def gelu_backward_from_a_global(dout: Array, cache: Any) -> Array:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    return gelu_backward(dout, _latest["gelu"])


# SiLU


@instead_of("silu_forward", hint="sigmoid(x) is only the weight. What does it weigh?")
def silu_is_sigmoid(x: Array) -> Forward:
    """The output is sigmoid(x): the factor x is missing."""
    return sigmoid_forward(x)[0], x


@instead_of(
    "silu_forward", hint="For large x infinity is divided by infinity. Which form never overflows?"
)
def silu_overflows(x: Array) -> Forward:
    """The sigmoid is exp(x) / (1 + exp(x)), which is NaN for large x."""
    return x * np.exp(x) / (1.0 + np.exp(x)), x


@instead_of("silu_forward", hint="silu(5) is about 5. What is yours, and which sign stands in exp?")
def silu_sign_in_the_exponential(x: Array) -> Forward:
    """The weight is sigmoid(-x): the sign inside exp is wrong."""
    return x - silu_forward(x)[0], x


@instead_of(
    "silu_backward",
    hint="A product of two functions of x: how many terms has its derivative?",
    row="AC14",
)
def silu_derivative_is_that_of_sigmoid(dout: Array, cache: Any) -> Array:
    """The derivative is sigmoid's, s * (1 - s): the product rule was not used."""
    s, _ = sigmoid_forward(cache)
    return dout * s * (1.0 - s)


@instead_of(
    "silu_backward", hint="A product of two functions of x: how many terms has its derivative?"
)
def silu_derivative_is_sigmoid(dout: Array, cache: Any) -> Array:
    """The derivative is sigmoid(x) alone: the sigmoid's own change with x is left out."""
    return dout * sigmoid_forward(cache)[0]


@instead_of("silu_backward", hint="Each term of the product rule keeps one factor: which one here?")
def silu_derivative_without_x(dout: Array, cache: Any) -> Array:
    """The derivative is s + s * (1 - s): the second term lacks its x."""
    s, _ = sigmoid_forward(cache)
    return dout * (s + s * (1.0 - s))


@instead_of(
    "silu_backward", hint="Sigmoid is flat where s is near 1. Does your second term vanish?"
)
def silu_derivative_without_one_minus_s(dout: Array, cache: Any) -> Array:
    """The derivative is s + x * s: sigmoid's derivative lacks its (1 - s)."""
    s, _ = sigmoid_forward(cache)
    return dout * (s + cache * s)


@instead_of(
    "silu_backward",
    hint="By the chain rule a backward multiplies by dout: twice the dout, twice the answer.",
    row="AC5",
)
def silu_upstream_forgotten(dout: Array, cache: Any) -> Array:
    """The upstream gradient is not used."""
    s, _ = sigmoid_forward(cache)
    return s + cache * s * (1.0 - s)


@instead_of(
    "silu_forward",
    name="silu_remembers_only_the_last_call",
    hint="All that backward needs must be in its cache, not in a global or an attribute.",
    row="LI12",
)
def silu_forward_into_a_global(x: Array) -> Forward:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    out, _latest["silu"] = silu_forward(x)
    return out, 0


@instead_of("silu_backward", name="silu_remembers_only_the_last_call")
def silu_backward_from_a_global(dout: Array, cache: Any) -> Array:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    return silu_backward(dout, _latest["silu"])


# Sigmoid


@instead_of("sigmoid_forward", hint="Should sigmoid(5) be near 1 or 0? Mind the sign inside exp.")
def sigmoid_sign_in_the_exponential(x: Array) -> Forward:
    """The output falls as x grows: the sign inside exp is wrong."""
    out, _ = sigmoid_forward(-x)
    return out, out


@instead_of(
    "sigmoid_forward",
    hint="For large x infinity is divided by infinity. Which form never overflows?",
    row="AC9",
)
def sigmoid_overflows(x: Array) -> Forward:
    """The output is exp(x) / (1 + exp(x)), which is NaN for large x."""
    out = np.exp(x) / (1.0 + np.exp(x))
    return out, out


@instead_of(
    "sigmoid_forward",
    hint="math.exp raises where np.exp returns infinity. Which sign of exponent is always safe?",
    row="AC9",
)
def sigmoid_by_math_exp(x: Array) -> Forward:
    """Python's math.exp is called on each element, and raises OverflowError for -1000."""
    out = np.vectorize(lambda value: 1.0 / (1.0 + math.exp(-value)), otypes=[np.float64])(x)
    return out, out


@instead_of(
    "sigmoid_forward",
    hint="Clipping hides the overflow and changes the values. Which form needs no clipping?",
)
def sigmoid_of_clipped_inputs(x: Array) -> Forward:
    """Inputs are clipped to -10 ... 10 first, so large ones give wrong values."""
    return sigmoid_forward(np.clip(x, -10, 10))


@instead_of(
    "sigmoid_forward",
    hint="np.zeros_like(x) holds integers when x does, and cuts off the fractions put into it.",
    row="LI14",
)
def sigmoid_output_has_the_dtype_of_x(x: Array) -> Forward:
    """The output array takes its dtype from x, so integer inputs cut off all fractions."""
    out, _ = sigmoid_forward(x)
    return out.astype(x.dtype), out


@instead_of(
    "sigmoid_backward",
    hint="Your cache holds sigmoid's output already, and sigmoid is applied to it again.",
    row="AC7",
)
def sigmoid_derivative_at_the_output(dout: Array, cache: Any) -> Array:
    """Sigmoid is applied twice: its derivative is taken at the output, not at x."""
    s, _ = sigmoid_forward(cache)
    return dout * s * (1.0 - s)


@instead_of(
    "sigmoid_forward",
    name="sigmoid_derivative_from_x",
    hint="s * (1 - s) wants the sigmoid. What do you put in its place?",
    row="AC8",
)
def sigmoid_caches_its_input(x: Array) -> Forward:
    """The derivative is computed as x * (1 - x), with x where the output belongs."""
    return sigmoid_forward(x)[0], x


@instead_of("sigmoid_backward", name="sigmoid_derivative_from_x")
def sigmoid_derivative_of_its_input(dout: Array, cache: Any) -> Array:
    """The derivative is computed as x * (1 - x), with x where the output belongs."""
    return dout * cache * (1.0 - cache)


@instead_of("sigmoid_backward", hint="Sigmoid rises everywhere: which sign has its derivative?")
def sigmoid_derivative_negative(dout: Array, cache: Any) -> Array:
    """The derivative has the wrong sign: s * (s - 1)."""
    return dout * cache * (cache - 1.0)


@instead_of("sigmoid_backward", hint="How steep is sigmoid where it has saturated, near 1?")
def sigmoid_derivative_is_s(dout: Array, cache: Any) -> Array:
    """The derivative is s alone: the factor (1 - s) is missing."""
    return dout * cache


@instead_of(
    "sigmoid_backward",
    hint="By the chain rule a backward multiplies by dout: twice the dout, twice the answer.",
    row="AC5",
)
def sigmoid_upstream_forgotten(dout: Array, cache: Any) -> Array:
    """The upstream gradient is not used."""
    return cache * (1.0 - cache)


@instead_of(
    "sigmoid_backward", hint="`dout *= ...` changes the caller's array; make a new one.", row="AC3"
)
def sigmoid_backward_writes_into_dout(dout: Array, cache: Any) -> Array:
    """The upstream gradient itself is overwritten."""
    dout *= cache * (1.0 - cache)
    return dout


@instead_of(
    "sigmoid_forward",
    name="sigmoid_remembers_only_the_last_call",
    hint="All that backward needs must be in its cache, not in a global or an attribute.",
    row="LI12",
)
def sigmoid_forward_into_a_global(x: Array) -> Forward:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    out, _latest["sigmoid"] = sigmoid_forward(x)
    return out, 0


@instead_of("sigmoid_backward", name="sigmoid_remembers_only_the_last_call")
def sigmoid_backward_from_a_global(dout: Array, cache: Any) -> Array:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    return sigmoid_backward(dout, _latest["sigmoid"])


# Tanh


@instead_of(
    "tanh_forward",
    hint="At 1000 infinity is divided by infinity. Which form never overflows?",
    row="AC10",
)
def tanh_overflows(x: Array) -> Forward:
    """The quotient of exponentials is used as it stands, and is NaN for large x."""
    out = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
    return out, out


@instead_of("tanh_forward", hint="What are the limits of tanh on both sides, and what is tanh(0)?")
def tanh_is_sigmoid(x: Array) -> Forward:
    """The output is sigmoid(x), from 0 to 1, where tanh goes from -1 to 1."""
    return sigmoid_forward(x)


@instead_of("tanh_forward", hint="tanh is a stretched sigmoid: its input is stretched as well.")
def tanh_from_sigmoid_of_x(x: Array) -> Forward:
    """The output is 2 * sigmoid(x) - 1, which is tanh(x / 2)."""
    return tanh_forward(0.5 * x)


@instead_of(
    "tanh_backward",
    hint="Your cache holds tanh's output already, and tanh is applied to it again.",
    row="AC11",
)
def tanh_derivative_at_the_output(dout: Array, cache: Any) -> Array:
    """Tanh is applied twice: its derivative is taken at the output, not at x."""
    return dout * (1.0 - np.tanh(cache) ** 2)


@instead_of(
    "tanh_forward",
    name="tanh_derivative_from_x",
    hint="1 - t**2 wants the tanh. What do you put in its place?",
    row="AC8",
)
def tanh_caches_its_input(x: Array) -> Forward:
    """The derivative is computed as 1 - x**2, with x where the output belongs."""
    return np.tanh(x), x


@instead_of("tanh_backward", name="tanh_derivative_from_x")
def tanh_derivative_of_its_input(dout: Array, cache: Any) -> Array:
    """The derivative is computed as 1 - x**2, with x where the output belongs."""
    return dout * (1.0 - cache**2)


@instead_of("tanh_backward", hint="The derivative of tanh is the same at x and at -x. Is yours?")
def tanh_derivative_without_square(dout: Array, cache: Any) -> Array:
    """The derivative is 1 - tanh(x): the square is missing."""
    return dout * (1.0 - cache)


@instead_of("tanh_backward", hint="How steep is tanh at 0? Sigmoid's derivative looks different.")
def tanh_derivative_is_that_of_sigmoid(dout: Array, cache: Any) -> Array:
    """The derivative is sigmoid's: t * (1 - t)."""
    return dout * cache * (1.0 - cache)


@instead_of("tanh_backward", hint="How steep should tanh be where it has saturated?")
def tanh_derivative_grows(dout: Array, cache: Any) -> Array:
    """The derivative is 1 + tanh(x)**2: the sign is wrong, and it never vanishes."""
    return dout * (1.0 + cache**2)


@instead_of(
    "tanh_backward",
    hint="By the chain rule a backward multiplies by dout: twice the dout, twice the answer.",
    row="AC5",
)
def tanh_upstream_forgotten(dout: Array, cache: Any) -> Array:
    """The upstream gradient is not used."""
    return 1.0 - cache**2


@instead_of(
    "tanh_backward", hint="`dout *= ...` changes the caller's array; make a new one.", row="AC3"
)
def tanh_backward_writes_into_dout(dout: Array, cache: Any) -> Array:
    """The upstream gradient itself is overwritten."""
    dout *= 1.0 - cache**2
    return dout


@instead_of(
    "tanh_forward",
    name="tanh_remembers_only_the_last_call",
    hint="All that backward needs must be in its cache, not in a global or an attribute.",
    row="LI12",
)
def tanh_forward_into_a_global(x: Array) -> Forward:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    out, _latest["tanh"] = tanh_forward(x)
    return out, 0


@instead_of("tanh_backward", name="tanh_remembers_only_the_last_call")
def tanh_backward_from_a_global(dout: Array, cache: Any) -> Array:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    return tanh_backward(dout, _latest["tanh"])


# Softmax


@instead_of(
    "softmax_forward",
    hint="exp(1000) overflows. What can be added to a row's scores without changing the result?",
    row="SM1",
)
def softmax_without_shift(x: Array) -> Forward:
    """Nothing is subtracted before exp, so large scores give NaN."""
    out = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    return out, out


@instead_of(
    "softmax_forward",
    hint="A row far below the largest score of all vanishes. Whose maximum does a row need?",
    row="SM2",
)
def softmax_shifted_by_the_global_maximum(x: Array) -> Forward:
    """The maximum of the whole array is subtracted, not each row's own, so low rows give NaN."""
    powers = np.exp(x - x.max())
    out = powers / powers.sum(axis=1, keepdims=True)
    return out, out


@instead_of(
    "softmax_forward", hint="Which score of a row must come out as exp(0), so that none overflows?"
)
def softmax_shifted_by_the_first_score(x: Array) -> Forward:
    """Each row's first score is subtracted, not its largest, so larger ones still overflow."""
    powers = np.exp(x - x[:, :1])
    out = powers / powers.sum(axis=1, keepdims=True)
    return out, out


@instead_of(
    "softmax_forward",
    hint="np.zeros_like(x) holds integers when x does, and cuts off the fractions put into it.",
    row="LI14",
)
def softmax_powers_have_the_dtype_of_x(x: Array) -> Forward:
    """The exponentials take their dtype from x, so integer scores cut off all fractions."""
    powers = np.exp(x - x.max(axis=1, keepdims=True)).astype(x.dtype)
    out = powers / powers.sum(axis=1, keepdims=True)
    return out, out


@instead_of(
    "softmax_forward",
    name="softmax_over_columns",
    hint="Which axis holds the classes of one sample? Sum your rows: each should give 1.",
    row="SM3",
)
def softmax_forward_over_columns(x: Array) -> Forward:
    """Each column, not each row, sums to 1."""
    return softmax_forward(x.T)[0].T, softmax_forward(x.T)[0]


@instead_of("softmax_backward", name="softmax_over_columns")
def softmax_backward_over_columns(dout: Array, cache: Any) -> Array:
    """Each column, not each row, sums to 1."""
    return softmax_backward(dout.T, cache).T


@instead_of("softmax_forward", hint="Sum your rows: each should give 1. Which axis was summed?")
def softmax_over_everything(x: Array) -> Forward:
    """All probabilities together sum to 1, where each row should."""
    powers = np.exp(x - x.max())
    return powers / powers.sum(), powers / powers.sum()


@instead_of(
    "softmax_forward",
    hint="A sum over axis 1 has shape (N,); what shape divides (N, C) row by row?",
    row="SM4",
)
def softmax_without_keepdims(x: Array) -> Forward:
    """The row maxima lose their axis (no keepdims), and don't line up with the rows."""
    powers = np.exp(x - x.max(axis=1))
    out = powers / powers.sum(axis=1)
    return out, out


@instead_of(
    "softmax_forward", hint="Probabilities sum to 1; what sums to 1 in your rows?", row="SM5"
)
def softmax_divides_by_the_norm(x: Array) -> Forward:
    """The exponentials are divided by their Euclidean norm, not by their sum."""
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    out = powers / np.linalg.norm(powers, axis=1, keepdims=True)
    return out, out


@instead_of(
    "softmax_forward", hint="`x -= ...` changes the caller's x; make a new array.", row="SM6"
)
def softmax_shifts_in_place(x: Array) -> Forward:
    """The maximum is subtracted from the caller's own scores, in place."""
    x -= x.max(axis=1, keepdims=True)
    return softmax_forward(x)


@instead_of(
    "softmax_forward", hint="Print what enters your exp: scores, or probabilities?", row="SM7"
)
def softmax_applied_twice(x: Array) -> Forward:
    """Softmax is applied to its own output once more."""
    return softmax_forward(softmax_forward(x)[0])


@instead_of("softmax_forward", hint="Can a probability be negative? And what do your rows sum to?")
def softmax_is_its_logarithm(x: Array) -> Forward:
    """The output is the logarithm of the probabilities."""
    out, cache = softmax_forward(x)
    return np.log(out), cache


@instead_of("softmax_backward", hint="Raising one score lowers all other probabilities.", row="SM8")
def softmax_backward_diagonal_only(dout: Array, cache: Any) -> Array:
    """Only p * (1 - p) is used: a score's effect on the other probabilities is left out."""
    return dout * cache * (1.0 - cache)


@instead_of(
    "softmax_backward",
    hint="Add 1 to all scores of a row: nothing changes, so each row of dx sums to 0. Does yours?",
    row="SM9",
)
def softmax_backward_adds(dout: Array, cache: Any) -> Array:
    """The row's weighted sum of dout is added where it should be subtracted."""
    return cache * (dout + np.sum(dout * cache, axis=1, keepdims=True))


@instead_of(
    "softmax_backward", hint="squeeze drops every axis of length 1. And when N is 1?", row="SM4"
)
def softmax_backward_is_squeezed(dout: Array, cache: Any) -> Array:
    """The gradient is squeezed, so that of a single row is (C,), not (1, C)."""
    return softmax_backward(dout, cache).squeeze()


@instead_of(
    "softmax_backward", hint="Which probabilities share a sum: those of a sample, or of a class?"
)
def softmax_backward_sums_over_samples(dout: Array, cache: Any) -> Array:
    """The weighted sum of dout runs over the samples, where it should run along each row."""
    return cache * (dout - np.sum(dout * cache, axis=0, keepdims=True))


@instead_of(
    "softmax_backward", hint="Write out dx[0, 0] as a sum: which factors stand beside each dout?"
)
def softmax_backward_unweighted_sum(dout: Array, cache: Any) -> Array:
    """The sum of dout in a row is not weighted by the probabilities."""
    return cache * (dout - np.sum(dout, axis=1, keepdims=True))


@instead_of(
    "softmax_backward", hint="Probability minus truth belongs to softmax and loss together."
)
def softmax_backward_is_that_of_cross_entropy(dout: Array, cache: Any) -> Array:
    """The gradient is p - dout, which is that of cross-entropy, taken for softmax's own."""
    return cache - dout


@instead_of(
    "softmax_backward",
    hint="By the chain rule a backward multiplies by dout: twice the dout, twice the answer.",
    row="AC5",
)
def softmax_upstream_forgotten(dout: Array, cache: Any) -> Array:
    """The upstream gradient is not used: dx is p * (1 - p)."""
    return cache * (1.0 - cache)


@instead_of(
    "softmax_backward",
    hint="By the chain rule a backward multiplies by dout: twice the dout, twice the answer.",
    row="AC5",
)
def softmax_upstream_is_ones(dout: Array, cache: Any) -> Array:
    """The gradient is 0 everywhere, as it should be only when dout is 1 everywhere."""
    return softmax_backward(np.ones_like(dout), cache)


@instead_of(
    "softmax_forward",
    name="softmax_remembers_only_the_last_call",
    hint="All that backward needs must be in its cache, not in a global or an attribute.",
    row="LI12",
)
def softmax_forward_into_a_global(x: Array) -> Forward:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    out, _latest["softmax"] = softmax_forward(x)
    return out, 0


@instead_of("softmax_backward", name="softmax_remembers_only_the_last_call")
def softmax_backward_from_a_global(dout: Array, cache: Any) -> Array:
    """Backward uses what the latest forward left behind, not the cache it is given."""
    return softmax_backward(dout, _latest["softmax"])


# Jacobian of ReLU


@instead_of(
    "relu_jacobian",
    hint="What does your comparison give when x is exactly 0, and what does the docstring want?",
    row="AC1",
)
def relu_jacobian_at_zero_is_one(x: Array) -> Array:
    """The derivative at exactly 0 is taken to be 1."""
    return np.diag(np.where(x >= 0, 1.0, 0.0))


@instead_of("relu_jacobian", hint="n outputs, each with n inputs: how many derivatives are there?")
def relu_jacobian_is_a_vector(x: Array) -> Array:
    """Only the diagonal is returned, as a vector."""
    return np.diag(relu_jacobian(x))


@instead_of("relu_jacobian", hint="Does output 0 change when input 1 does?")
def relu_jacobian_repeats_its_row(x: Array) -> Array:
    """Every row holds all derivatives, though an output depends on its own input only."""
    return np.tile(np.where(x > 0, 1.0, 0.0), (len(x), 1))


@instead_of("relu_jacobian", hint="The derivative of x with respect to x does not contain x.")
def relu_jacobian_holds_values(x: Array) -> Array:
    """The diagonal holds relu's values, where its derivatives belong."""
    return np.diag(np.maximum(x, 0.0))


@instead_of("relu_jacobian", hint="An input that is not positive does not reach its output.")
def relu_jacobian_is_the_identity(x: Array) -> Array:
    """The Jacobian is the identity: the negative inputs' zeros are missing."""
    return np.eye(len(x))


@instead_of("relu_jacobian", hint="`x[x > 0] = 1` changes the caller's x; make a new array.")
def relu_jacobian_overwrites_its_input(x: Array) -> Array:
    """The vector itself is overwritten by the derivatives."""
    x[:] = x > 0
    return np.diag(x)


# Jacobian of softmax


@instead_of("softmax_jacobian", hint="Raising one score lowers all other probabilities.", row="SM8")
def softmax_jacobian_diagonal_only(x: Array) -> Array:
    """Everything off the diagonal is 0."""
    return np.diag(np.diag(softmax_jacobian(x)))


@instead_of(
    "softmax_jacobian",
    hint="Probabilities sum to 1 whatever happens, so each column sums to 0. Does yours?",
    row="SM9",
)
def softmax_jacobian_adds(x: Array) -> Array:
    """The products p[i] * p[j] are added where they should be subtracted."""
    p = softmax_forward(x[np.newaxis])[0][0]
    return np.diag(p) + np.outer(p, p)


@instead_of("softmax_jacobian", hint="Look at i == j: raising a score raises its own probability.")
def softmax_jacobian_without_diagonal_term(x: Array) -> Array:
    """Every element is -p[i] * p[j], on the diagonal too."""
    p = softmax_forward(x[np.newaxis])[0][0]
    return -np.outer(p, p)


@instead_of(
    "softmax_jacobian", hint="n outputs, each with n inputs: how many derivatives are there?"
)
def softmax_jacobian_is_a_vector(x: Array) -> Array:
    """Only the diagonal is returned, as a vector."""
    return np.diag(softmax_jacobian(x))


@instead_of(
    "softmax_jacobian", hint="A p[i] of almost 0 can hardly change. How large is your row i?"
)
def softmax_jacobian_without_its_factor(x: Array) -> Array:
    """The elements are (i == j) - p[j]: the factor p[i] is missing."""
    p = softmax_forward(x[np.newaxis])[0][0]
    return np.eye(len(x)) - p


@instead_of(
    "softmax_jacobian",
    hint="exp(1000) overflows. What can be added to all scores without changing the result?",
    row="SM1",
)
def softmax_jacobian_without_shift(x: Array) -> Array:
    """Nothing is subtracted before exp, so large scores give NaN."""
    p = np.exp(x) / np.exp(x).sum()
    return np.diag(p) - np.outer(p, p)


@instead_of("softmax_jacobian", hint="Which score must come out as exp(0), so that none overflows?")
def softmax_jacobian_shifted_by_the_mean(x: Array) -> Array:
    """The mean is subtracted, not the largest score, so scores far above it still overflow."""
    p = np.exp(x - x.mean()) / np.exp(x - x.mean()).sum()
    return np.diag(p) - np.outer(p, p)


# Mean squared error


@instead_of("mse_loss", hint="Repeat every sample twice: a mean stays as it was.", row="CE1")
def mse_is_a_sum(pred: Array, target: Array) -> Loss:
    """The loss and its gradient are sums, not means."""
    loss, dpred = mse_loss(pred, target)
    return loss * pred.size, dpred * pred.size


@instead_of(
    "mse_loss", hint="The mean is over all elements: how many are there in (N, M)?", row="MS2"
)
def mse_divides_by_samples_only(pred: Array, target: Array) -> Loss:
    """The sum is divided by the number of samples, not by the number of elements."""
    loss, dpred = mse_loss(pred, target)
    elements = pred.size / len(pred)
    return loss * elements, dpred * elements


@instead_of("mse_loss", hint="Many books put 1/2 before the square; this docstring does not.")
def mse_is_halved(pred: Array, target: Array) -> Loss:
    """The loss has a factor 1/2 before it, and so has its gradient."""
    loss, dpred = mse_loss(pred, target)
    return 0.5 * loss, 0.5 * dpred


@instead_of(
    "mse_loss", hint="Mean *squared* error: what happens to the sign, and to an error of 3?"
)
def mse_is_the_absolute_error(pred: Array, target: Array) -> Loss:
    """The absolute differences are averaged, not the squared ones."""
    difference = pred - target.reshape(pred.shape)
    return float(np.mean(np.abs(difference))), np.sign(difference) / pred.size


@instead_of("mse_loss", hint="Is there a square root in the formula?")
def mse_under_a_root(pred: Array, target: Array) -> Loss:
    """The square root of the mean squared error is returned."""
    loss, dpred = mse_loss(pred, target)
    return math.sqrt(loss), dpred / (2.0 * math.sqrt(loss))


@instead_of("mse_loss", hint="What is the derivative of d**2 with respect to d?", row="MS1")
def mse_gradient_without_two(pred: Array, target: Array) -> Loss:
    """The gradient lacks the factor 2 of the square's derivative."""
    loss, dpred = mse_loss(pred, target)
    return loss, dpred / 2.0


@instead_of("mse_loss", hint="The loss was divided by a count: what about its derivative?")
def mse_gradient_not_divided(pred: Array, target: Array) -> Loss:
    """The gradient is not divided by the count that the loss was divided by."""
    loss, dpred = mse_loss(pred, target)
    return loss, dpred * pred.size


@instead_of(
    "mse_loss", hint="If a prediction is too large, should the gradient be + or -?", row="CE5"
)
def mse_gradient_sign(pred: Array, target: Array) -> Loss:
    """The gradient has the wrong sign: it is that of the target."""
    loss, dpred = mse_loss(pred, target)
    return loss, -dpred


@instead_of(
    "mse_loss", hint="Print the shape of pred - target when they are (5, 1) and (5,).", row="MS3"
)
def mse_broadcasts(pred: Array, target: Array) -> Loss:
    """A column of predictions minus a flat target gives (N, N): all are compared with all."""
    difference = pred - target
    return float(np.mean(difference**2)), 2.0 * difference / difference.size


@instead_of("mse_loss", hint="pred may have any shape: which shape has target to take?", row="MS3")
def mse_makes_columns_of_flat_targets(pred: Array, target: Array) -> Loss:
    """Only a flat target of a column is brought to pred's shape; others are broadcast."""
    if pred.ndim == 2 and pred.shape[1] == 1:
        target = target.reshape(-1, 1)
    difference = pred - target
    return float(np.mean(difference**2)), 2.0 * difference / difference.size


@instead_of("mse_loss", hint="pred may have any shape. How many elements has it, whatever it is?")
def mse_of_matrices_only(pred: Array, target: Array) -> Loss:
    """The count is N * M, of a pred that has to have two axes."""
    n, m = pred.shape
    difference = pred - target.reshape(n, m)
    return float(np.sum(difference**2)) / (n * m), 2.0 * difference / (n * m)


@instead_of("mse_loss", hint="`target.shape = ...` reshapes the caller's own; reshape gives a new.")
def mse_reshapes_the_target_itself(pred: Array, target: Array) -> Loss:
    """The caller's own target is given another shape."""
    target.shape = pred.shape
    return mse_loss(pred, target)


@instead_of(
    "mse_loss", hint="A loss is one number. Over which axes did you take the mean?", row="HY2"
)
def mse_per_column(pred: Array, target: Array) -> tuple[Array, Array]:
    """The mean is over the samples only, so the loss is an array, one number a column."""
    difference = pred - target.reshape(pred.shape)
    return np.mean(difference**2, axis=0), 2.0 * difference / len(pred)


@instead_of("mse_loss", hint="`pred -= target` changes the caller's pred; make a new array.")
def mse_subtracts_in_place(pred: Array, target: Array) -> Loss:
    """The predictions themselves are overwritten by the differences."""
    pred -= target
    return float(np.mean(pred**2)), 2.0 * pred / pred.size


# Binary cross-entropy


def _bce_of_probability(p: Array, target: Array) -> float:
    return float(np.mean(-target * np.log(p) - (1.0 - target) * np.log(1.0 - p)))


@instead_of("bce_with_logits", hint="Which function turns a score into a probability?", row="BC1")
def bce_without_sigmoid(logits: Array, target: Array) -> Loss:
    """The logits are used as if they were probabilities, and their logarithm is NaN."""
    return _bce_of_probability(logits, target), (logits - target) / logits.size


@instead_of(
    "bce_with_logits", hint="Print what enters your sigmoid: scores, or probabilities?", row="BC1"
)
def bce_with_two_sigmoids(logits: Array, target: Array) -> Loss:
    """Sigmoid is applied twice."""
    p, _ = sigmoid_forward(logits)
    return bce_with_logits(p, target)


@instead_of("bce_with_logits", hint="Repeat every sample twice: a mean stays as it was.", row="CE1")
def bce_is_a_sum(logits: Array, target: Array) -> Loss:
    """The loss and its gradient are sums, not means."""
    loss, dlogits = bce_with_logits(logits, target)
    return loss * logits.size, dlogits * logits.size


@instead_of(
    "bce_with_logits", hint="The mean is over all elements: how many are in (N, M)?", row="MS2"
)
def bce_divides_by_samples_only(logits: Array, target: Array) -> Loss:
    """The sum is divided by the number of samples, not by the number of elements."""
    loss, dlogits = bce_with_logits(logits, target)
    elements = logits.size / len(logits)
    return loss * elements, dlogits * elements


@instead_of("bce_with_logits", hint="What does your loss say to a target of 0?")
def bce_of_positive_targets_only(logits: Array, target: Array) -> Loss:
    """The term for targets of 0, (1 - target) * log(1 - p), is missing."""
    p, _ = sigmoid_forward(logits)
    return float(np.mean(-target * np.log(p))), target * (p - 1.0) / logits.size


@instead_of(
    "bce_with_logits",
    hint="Far out p is exactly 0 or 1, and its logarithm is lost. Take log and sigmoid together.",
    row="CE8",
)
def bce_by_log_of_sigmoid(logits: Array, target: Array) -> Loss:
    """The logarithm of a probability that has become exactly 0 is taken."""
    p, _ = sigmoid_forward(logits)
    return _bce_of_probability(p, target), (p - target) / logits.size


@instead_of(
    "bce_with_logits",
    hint="Clipping hides the infinity and changes the loss. Which form needs no clipping?",
    row="BC2",
)
def bce_of_clipped_probabilities(logits: Array, target: Array) -> Loss:
    """Probabilities are clipped before the logarithm, so the loss can't exceed about 16."""
    p, _ = sigmoid_forward(logits)
    loss = _bce_of_probability(np.clip(p, 1e-7, 1.0 - 1e-7), target)
    return loss, (p - target) / logits.size


@instead_of("bce_with_logits", hint="The loss was divided by a count: what about its derivative?")
def bce_gradient_not_divided(logits: Array, target: Array) -> Loss:
    """The gradient is not divided by the count that the loss was divided by."""
    loss, dlogits = bce_with_logits(logits, target)
    return loss, dlogits * logits.size


@instead_of("bce_with_logits", hint="If p is too large, should the gradient be + or -?", row="CE5")
def bce_gradient_sign(logits: Array, target: Array) -> Loss:
    """The gradient is truth minus probability: its sign is wrong."""
    loss, dlogits = bce_with_logits(logits, target)
    return loss, -dlogits


@instead_of("bce_with_logits", hint="Multiply out d loss / d p times d p / d logits: what cancels?")
def bce_gradient_with_a_second_sigmoid_slope(logits: Array, target: Array) -> Loss:
    """The gradient p - target is multiplied by p * (1 - p) once more."""
    loss, dlogits = bce_with_logits(logits, target)
    p, _ = sigmoid_forward(logits)
    return loss, dlogits * p * (1.0 - p)


@instead_of(
    "bce_with_logits", hint="The gradient asked for is that of the logits, one step further."
)
def bce_gradient_of_the_probability(logits: Array, target: Array) -> Loss:
    """The gradient is that of the probability: sigmoid's own derivative is left out."""
    loss, dlogits = bce_with_logits(logits, target)
    p, _ = sigmoid_forward(logits)
    return loss, dlogits / (p * (1.0 - p))


@instead_of("bce_with_logits", hint="`z[:] = ...` changes the caller's array; make a new one.")
def bce_overwrites_the_logits(logits: Array, target: Array) -> Loss:
    """The logits themselves are overwritten by their probabilities."""
    loss, dlogits = bce_with_logits(logits, target)
    logits[:] = sigmoid_forward(logits)[0]
    return loss, dlogits


# Cross-entropy


@instead_of(
    "softmax_cross_entropy", hint="Repeat every sample twice: a mean stays as it was.", row="CE1"
)
def cross_entropy_is_a_sum(logits: Array, y: Array) -> Loss:
    """The loss and its gradient are sums over the samples, not means."""
    loss, dlogits = softmax_cross_entropy(logits, y)
    return loss * len(y), dlogits * len(y)


@instead_of(
    "softmax_cross_entropy",
    hint="How often is the gradient divided by N on its way to your return?",
    row="CE2",
)
def cross_entropy_gradient_divided_twice(logits: Array, y: Array) -> Loss:
    """The gradient is divided by the number of samples twice."""
    loss, dlogits = softmax_cross_entropy(logits, y)
    return loss, dlogits / len(y)


@instead_of("softmax_cross_entropy", hint="The loss was divided by N: what about its derivative?")
def cross_entropy_gradient_not_divided(logits: Array, y: Array) -> Loss:
    """The gradient lacks the 1/N of the mean."""
    loss, dlogits = softmax_cross_entropy(logits, y)
    return loss, dlogits * len(y)


@instead_of(
    "softmax_cross_entropy", hint="How many terms has the sum: samples, or elements?", row="CE3"
)
def cross_entropy_divided_by_elements(logits: Array, y: Array) -> Loss:
    """The mean is over N * C elements, though each sample adds one term."""
    loss, dlogits = softmax_cross_entropy(logits, y)
    return loss / logits.shape[1], dlogits / logits.shape[1]


@instead_of(
    "softmax_cross_entropy",
    hint="Sum a row of your gradient. Adding 1 to every score changes nothing, so it should be 0.",
    row="CE4",
)
def cross_entropy_gradient_without_minus_one(logits: Array, y: Array) -> Loss:
    """The gradient is p everywhere: at the right class something is not subtracted."""
    loss, _ = softmax_cross_entropy(logits, y)
    return loss, softmax_forward(logits)[0] / len(y)


@instead_of(
    "softmax_cross_entropy",
    hint="When the right class's score grows, does the loss grow or fall?",
    row="CE5",
)
def cross_entropy_gradient_sign(logits: Array, y: Array) -> Loss:
    """The gradient is truth minus probability: its sign is wrong."""
    loss, dlogits = softmax_cross_entropy(logits, y)
    return loss, -dlogits


@instead_of("softmax_cross_entropy", hint="A probability's logarithm is negative; a loss is not.")
def cross_entropy_sign(logits: Array, y: Array) -> Loss:
    """The loss is the mean of log p, without the minus sign."""
    loss, dlogits = softmax_cross_entropy(logits, y)
    return -loss, dlogits


@instead_of(
    "softmax_cross_entropy",
    hint="p[:, y] has shape (N, N). How do you pick one element of each row?",
    row="CE6",
)
def cross_entropy_picks_every_pair(logits: Array, y: Array) -> Loss:
    """p[:, y] picks the classes of all samples in every row."""
    p, _ = softmax_forward(logits)
    loss = -float(np.mean(np.log(p[:, y])))
    p[:, y] -= 1.0
    return loss, p / len(y)


@instead_of(
    "softmax_cross_entropy",
    hint="A small constant inside the logarithm bounds the loss. Take log and softmax together.",
    row="CE7",
)
def cross_entropy_with_epsilon(logits: Array, y: Array) -> Loss:
    """A small constant (1e-12) is added inside the logarithm, so the loss can't exceed 28."""
    p, _ = softmax_forward(logits)
    _, dlogits = softmax_cross_entropy(logits, y)
    return -float(np.mean(np.log(p[np.arange(len(y)), y] + 1e-12))), dlogits


@instead_of(
    "softmax_cross_entropy",
    hint="A probability far below 1 becomes 0, and its logarithm is lost. Join log and softmax.",
    row="CE8",
)
def cross_entropy_by_log_of_softmax(logits: Array, y: Array) -> Loss:
    """The logarithm of a probability that has become exactly 0 is taken."""
    p, _ = softmax_forward(logits)
    _, dlogits = softmax_cross_entropy(logits, y)
    return -float(np.mean(np.log(p[np.arange(len(y)), y]))), dlogits


@instead_of(
    "softmax_cross_entropy",
    hint="exp(1000) overflows. What can be added to a row's scores without changing the result?",
    row="SM1",
)
def cross_entropy_without_shift(logits: Array, y: Array) -> Loss:
    """Nothing is subtracted before exp, so large scores give infinity over infinity, NaN."""
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    picked = np.arange(len(y)), y
    loss = -float(np.mean(np.log(p[picked])))
    p[picked] -= 1.0
    return loss, p / len(y)


@instead_of(
    "softmax_cross_entropy",
    hint="exp(1000) overflows. What can be added to a row's scores without changing the result?",
    row="SM1",
)
def log_sum_exp_without_shift(logits: Array, y: Array) -> Loss:
    """Nothing is subtracted before exp, so the logarithm of the sum is infinite."""
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    picked = np.arange(len(y)), y
    dlogits = np.exp(log_p)
    dlogits[picked] -= 1.0
    return -float(np.mean(log_p[picked])), dlogits / len(y)


@instead_of(
    "softmax_cross_entropy",
    hint="y holds class numbers, one a sample: they index a row, they don't multiply it.",
    row="CE9",
)
def cross_entropy_expects_one_hot(logits: Array, y: Array) -> Loss:
    """The labels are multiplied with the logarithms, as if each were a row of zeros and a one."""
    p, _ = softmax_forward(logits)
    return -float(np.sum(y * np.log(p)) / len(y)), (p - y) / len(y)


@instead_of(
    "softmax_cross_entropy", hint="With C equal scores the loss is ln C. And yours?", row="CE11"
)
def cross_entropy_in_bits(logits: Array, y: Array) -> Loss:
    """The logarithm has base 2."""
    loss, dlogits = softmax_cross_entropy(logits, y)
    return loss / math.log(2.0), dlogits


@instead_of(
    "softmax_cross_entropy",
    hint="Print what enters your softmax: scores, or probabilities?",
    row="SM7",
)
def cross_entropy_with_two_softmaxes(logits: Array, y: Array) -> Loss:
    """Softmax is applied twice, so even perfect scores keep a loss."""
    return softmax_cross_entropy(softmax_forward(logits)[0], y)


@instead_of("softmax_cross_entropy", hint="What is the number of the first class, and of the last?")
def cross_entropy_counts_classes_from_one(logits: Array, y: Array) -> Loss:
    """The classes are counted from 1, so every sample is held against the class before its own."""
    return softmax_cross_entropy(logits, y - 1)


@instead_of(
    "softmax_cross_entropy",
    hint="Which axis holds the classes of one sample? Its probabilities should sum to 1.",
    row="SM3",
)
def cross_entropy_over_columns(logits: Array, y: Array) -> Loss:
    """The softmax makes each column, not each row, sum to 1."""
    p = softmax_forward(logits.T)[0].T
    picked = np.arange(len(y)), y
    dlogits = p.copy()
    dlogits[picked] -= 1.0
    return -float(np.mean(np.log(p[picked]))), dlogits / len(y)


@instead_of(
    "softmax_cross_entropy", hint="`x -= ...` changes the caller's x; make a new array.", row="SM6"
)
def cross_entropy_shifts_in_place(logits: Array, y: Array) -> Loss:
    """The maximum is subtracted from the caller's own logits, in place."""
    logits -= logits.max(axis=1, keepdims=True)
    return softmax_cross_entropy(logits, y)


@instead_of(
    "softmax_cross_entropy", hint="A loss is one number: which sum kept its axes?", row="HY2"
)
def cross_entropy_keeps_its_axes(logits: Array, y: Array) -> tuple[Array, Array]:
    """The loss is an array of shape (1, 1), where one number is asked for."""
    loss, dlogits = softmax_cross_entropy(logits, y)
    return np.full((1, 1), loss), dlogits
