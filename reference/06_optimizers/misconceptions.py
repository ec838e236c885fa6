"""Wrong solutions that students write, each with the hint it earns.

Every function here replaces one function of the assignment. Its docstring ends the sentence "looks
like:" that a student reads; `hint` says where to look next; `row` is the label in our catalogue of
mistakes, None for one foreseen by us. The decorator's arguments are literals: they are read without
running this. The reference modules are imported by their bare names, as a submission's own modules
are.

Each mistake stays within one exercise, and otherwise uses the reference, so nothing else differs.
`**o` are the options of a step, handed on or read by the `_averages` below. Several divide by zero,
with NumPy's warning, because that is the mistake. This module is long because it is a list; its
sections are the exercises in their order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
from adam import adam_step, adamax_step, adamw_step, nadam_step
from adaptive import adadelta_step, adagrad_step, rmsprop_step
from clipping import clip_by_global_norm, clip_by_value
from momentum import momentum_step, nesterov_step, sgd_step
from schedules import cosine_decay, exponential_decay, linear_warmup, step_decay

from autograder import instead_of

Array = np.ndarray
Step = tuple[Array, Any]
Grads = Sequence[Array]
Clipped = tuple[Any, Any]

_latest: dict[Any, Any] = {}
"""What the mistakes that keep state outside of the state remember."""


def _averages(w: Array, g: Array, state: Any, o: dict[str, float]) -> SimpleNamespace:
    """What Adam and its relatives know in the middle of a step: options, averages, new state."""
    known = {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.0, **o}
    a = SimpleNamespace(**known)
    before = state or {"t": 0, "m": np.zeros_like(w), "v": np.zeros_like(w), "u": np.zeros_like(w)}
    a.t, a.last = before["t"] + 1, before
    a.m = a.beta1 * before["m"] + (1 - a.beta1) * g
    a.v = a.beta2 * before["v"] + (1 - a.beta2) * g**2
    a.u = np.maximum(a.beta2 * before["u"], np.abs(g) + a.eps)
    a.m_hat, a.v_hat = a.m / (1 - a.beta1**a.t), a.v / (1 - a.beta2**a.t)
    a.state = {"t": a.t, "m": a.m, "v": a.v, "u": a.u}
    return a


# SGD


@instead_of("sgd_step", hint="The gradient points uphill. Which way is down?", row="OP1")
def sgd_climbs(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The step goes along the gradient, uphill, and not against it."""
    w_new, state = sgd_step(w, g, state, **o)
    return 2 * w - w_new, state


@instead_of(
    "sgd_step", hint="The mean over the samples was taken by the loss; g needs no other.", row="OP3"
)
def sgd_averages_again(w: Array, g: Array, state: Any, *, lr: float = 1e-3, **o: float) -> Step:
    """The rate is divided by the length of g, as if a mean were still to be taken."""
    return sgd_step(w, g, state, lr=lr / len(g), **o)


@instead_of("sgd_step", hint="Where are the old parameters in what you return?")
def sgd_returns_the_step(w: Array, g: Array, state: Any, **o: float) -> Step:
    """What is returned is the step, -lr * g, and not the new parameters."""
    w_new, state = sgd_step(w, g, state, **o)
    return w_new - w, state


@instead_of(
    "sgd_step", hint="Use the lr of this call: a schedule passes another each time.", row="OP6"
)
def sgd_keeps_the_first_rate(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, weight_decay: float = 0.0
) -> Step:
    """The rate of the first step is remembered and used for ever."""
    rate = lr if state is None else state
    return sgd_step(w, g, None, lr=rate, weight_decay=weight_decay)[0], rate


@instead_of("sgd_step", hint="`w -= ...` writes into the caller's array: w = w - ...", row="OP2")
def sgd_in_place(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The parameters themselves are overwritten."""
    w -= w - sgd_step(w, g, state, **o)[0]
    return w, state


@instead_of("sgd_step", hint="`g *= lr` writes into the caller's array; make a new one.", row="OP2")
def sgd_changes_the_gradient(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, weight_decay: float = 0.0
) -> Step:
    """The gradient is multiplied by the rate in place."""
    d = g + weight_decay * w
    g *= lr
    return w - lr * d, state


@instead_of("sgd_step", hint="Vectors are parameters like all others. Who skips them?", row="OP5")
def sgd_skips_biases(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Arrays with one axis, such as biases, are returned as they were."""
    return (w * 1.0, state) if np.ndim(w) == 1 else sgd_step(w, g, state, **o)


@instead_of("sgd_step", hint="The penalty is on all of w, whatever its shape. Who skips vectors?")
def sgd_decays_matrices_only(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.0, **o: float
) -> Step:
    """Arrays with one axis, such as biases, do not decay."""
    return sgd_step(w, g, state, weight_decay=weight_decay * (np.ndim(w) > 1), **o)


@instead_of("sgd_step", hint="np.empty_like(w) holds integers when w does, and cuts off fractions.")
def sgd_result_has_the_dtype_of_w(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The result takes its dtype from w, so integer parameters stay integers."""
    w_new, state = sgd_step(w, g, state, **o)
    return np.asarray(w_new).astype(np.asarray(w).dtype), state


@instead_of("sgd_step", hint="What would w do with weight_decay = 1 and g = 0?", row="AD14")
def sgd_decay_forgotten(w: Array, g: Array, state: Any, *, lr: float = 1e-3, **_: float) -> Step:
    """The weight decay is left out."""
    return sgd_step(w, g, state, lr=lr)


@instead_of(
    "sgd_step",
    hint="The derivative of 0.5 * lambda * w**2 is lambda * w: the half has eaten the 2.",
    row="RG1",
)
def sgd_decays_twice(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, weight_decay: float = 0.0
) -> Step:
    """The weight decay is 2 * weight_decay * w: twice as strong."""
    return sgd_step(w, g, state, lr=lr, weight_decay=2 * weight_decay)


@instead_of("sgd_step", hint="The penalty is no mean over samples.", row="RG2")
def sgd_decay_averaged(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, weight_decay: float = 0.0
) -> Step:
    """The weight decay is divided by the length of w."""
    return sgd_step(w, g, state, lr=lr, weight_decay=weight_decay / len(w))


@instead_of("sgd_step", hint="With g = 0, is w nearer to 0 after the step?", row="RG8")
def sgd_decay_grows(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, weight_decay: float = 0.0
) -> Step:
    """The weight decay has the wrong sign: weights grow."""
    return sgd_step(w, g, state, lr=lr, weight_decay=-weight_decay)


@instead_of("sgd_step", hint="Weight decay joins the gradient, so the rate multiplies it, too.")
def sgd_decay_without_the_rate(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, weight_decay: float = 0.0
) -> Step:
    """The weight decay is not multiplied by the rate."""
    return w - lr * g - weight_decay * w, state


@instead_of(
    "sgd_step", hint="Both parts of the gradient are taken at the same w, the old one.", row="RG9"
)
def sgd_decays_the_new_parameters(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, weight_decay: float = 0.0
) -> Step:
    """The decay is applied to the parameters after the step, not to the old ones."""
    moved = w - lr * g
    return moved - lr * weight_decay * moved, state


@instead_of("sgd_step", hint="What is the derivative of 0.5 * lambda * w**2?", row="RG6")
def sgd_decays_by_the_sign(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, weight_decay: float = 0.0
) -> Step:
    """The decay is that of an L1 penalty: weight_decay * sign(w)."""
    return w - lr * (g + weight_decay * np.sign(w)), state


# Momentum


@instead_of("momentum_step", hint="The gradient points uphill. Which way is down?", row="OP1")
def momentum_climbs(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The step goes along the velocity, uphill, and not against it."""
    return momentum_step(w, -g, state, **o)


@instead_of(
    "momentum_step",
    hint="Is there a factor (1 - momentum)? PyTorch's velocity has none.",
    row="MO1",
)
def momentum_averages(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, momentum: float = 0.9
) -> Step:
    """The velocity is an average: the gradient enters it with the factor 1 - momentum."""
    return momentum_step(w, (1 - momentum) * g, state, lr=lr, momentum=momentum)


@instead_of(
    "momentum_step",
    hint="What do you return as the state, and what do you read from it?",
    row="MO2",
)
def momentum_velocity_not_saved(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The velocity starts from 0 at every step: it is not handed on."""
    return momentum_step(w, g, None, **o)


@instead_of(
    "momentum_step",
    hint="Equal while lr stays the same. Keep lr out of v, and multiply v by it in the step.",
    row="MO3",
)
def momentum_rate_in_the_velocity(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, momentum: float = 0.9
) -> Step:
    """The rate is inside the velocity (v = momentum * v + lr * g), which keeps old rates."""
    return momentum_step(w, lr * g, state, lr=1.0, momentum=momentum)


@instead_of("momentum_step", hint="The step is the velocity alone; g is in it.", row="MO4")
def momentum_is_nesterov(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The step is Nesterov's: it looks ahead."""
    return nesterov_step(w, g, state, **o)


@instead_of("momentum_step", hint="The velocity starts at 0; g is added to it once.", row="MO7")
def momentum_velocity_starts_as_g(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The velocity starts as the first gradient, which is then added once more."""
    return momentum_step(w, g, {"v": g} if state is None else state, **o)


@instead_of("momentum_step", hint="First v, then w: the step uses the new velocity.")
def momentum_moves_before_it_accelerates(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, momentum: float = 0.9
) -> Step:
    """The step uses the old velocity, from before this gradient."""
    v = np.zeros_like(w) if state is None else state["v"]
    return w - lr * v, {"v": momentum * v + g}


@instead_of("momentum_step", hint="What is left of the old velocity after one step?")
def momentum_never_slows(w: Array, g: Array, state: Any, *, lr: float = 1e-3, **_: float) -> Step:
    """The velocity is a sum of all gradients: nothing of it is ever forgotten."""
    return momentum_step(w, g, state, lr=lr, momentum=1.0)


@instead_of("momentum_step", hint="`momentum or 0.9` takes a momentum of 0 for none at all.")
def momentum_of_zero_is_the_default(
    w: Array, g: Array, state: Any, *, momentum: float = 0.9, **o: float
) -> Step:
    """A momentum of 0 is taken for none, and replaced by the default."""
    return momentum_step(w, g, state, momentum=momentum or 0.9, **o)


@instead_of("momentum_step", hint="momentum multiplies the old velocity, not the new gradient.")
def momentum_multiplies_both(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, momentum: float = 0.9
) -> Step:
    """The factor momentum multiplies velocity and gradient: momentum * (v + g)."""
    return momentum_step(w, momentum * g, state, lr=lr, momentum=momentum)


@instead_of(
    "momentum_step", hint="Every array has its own state; nothing belongs in a global.", row="MO6"
)
def momentum_velocity_in_a_global(w: Array, g: Array, state: Any, **o: float) -> Step:
    """All parameters share one velocity, kept outside of the state."""
    shared = None if state is None else _latest["momentum"]
    w_new, _latest["momentum"] = momentum_step(w, g, shared, **o)
    return w_new, "global"


@instead_of(
    "momentum_step", hint="Two arrays of one shape are still two. Use the state.", row="MO6"
)
def momentum_velocity_by_shape(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Parameters of the same shape share one velocity, kept outside of the state."""
    key = "momentum", np.shape(w)
    w_new, _latest[key] = momentum_step(w, g, None if state is None else _latest[key], **o)
    return w_new, "global"


@instead_of("momentum_step", hint="`w -= ...` writes into the caller's array.", row="OP2")
def momentum_in_place(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The parameters themselves are overwritten."""
    w_new, state = momentum_step(w, g, state, **o)
    w -= w - w_new
    return w_new, state


@instead_of(
    "momentum_step", hint="`v *= momentum` writes into the old state; make a new v.", row="OP2"
)
def momentum_overwrites_the_state(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The old state is overwritten by the new one."""
    w_new, new = momentum_step(w, g, state, **o)
    if state is None:
        return w_new, new
    state.update(new)
    return w_new, state


@instead_of("momentum_step", hint="np.zeros_like(g) holds integers when g does.")
def momentum_velocity_has_the_dtype_of_g(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The velocity takes its dtype from g, so with integers its fractions are cut off."""
    w_new, new = momentum_step(w, g, state, **o)
    return w_new, {"v": np.asarray(new["v"]).astype(np.asarray(g).dtype)}


# Nesterov


@instead_of("nesterov_step", hint="The gradient points uphill. Which way is down?", row="OP1")
def nesterov_climbs(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The step goes uphill."""
    return nesterov_step(w, -g, state, **o)


@instead_of(
    "nesterov_step", hint="The step is g + momentum * v, not v: one decay further.", row="MO5"
)
def nesterov_is_momentum(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The step is that of plain momentum: it does not look ahead."""
    return momentum_step(w, g, state, **o)


@instead_of(
    "nesterov_step",
    hint="Equal while lr stays the same. Keep lr out of v, and multiply by it in the step.",
    row="MO3",
)
def nesterov_rate_in_the_velocity(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, momentum: float = 0.9
) -> Step:
    """The rate is inside the velocity, which keeps old rates."""
    return nesterov_step(w, lr * g, state, lr=1.0, momentum=momentum)


@instead_of("nesterov_step", hint="With v as it will be, what else pushes in this step?")
def nesterov_without_the_gradient(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, momentum: float = 0.9
) -> Step:
    """The step is momentum * v alone, without the gradient."""
    w_new, state = nesterov_step(w, g, state, lr=lr, momentum=momentum)
    return w_new + lr * g, state


@instead_of("nesterov_step", hint="The velocity in the step has decayed once more: momentum * v.")
def nesterov_velocity_undecayed(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, **o: float
) -> Step:
    """The step is g + v, where it should be g + momentum * v."""
    w_new, state = momentum_step(w, g, state, lr=lr, **o)
    return w_new - lr * g, state


@instead_of(
    "nesterov_step", hint="Is there a factor (1 - momentum)? There should be none.", row="MO1"
)
def nesterov_averages(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, momentum: float = 0.9
) -> Step:
    """The velocity is an average: the gradient enters it with the factor 1 - momentum."""
    v = momentum * (0.0 if state is None else state["v"]) + (1 - momentum) * g
    return w - lr * (g + momentum * v), {"v": v}


@instead_of(
    "nesterov_step",
    hint="What do you return as the state, and what do you read from it?",
    row="MO2",
)
def nesterov_velocity_not_saved(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The velocity starts from 0 at every step: it is not handed on."""
    return nesterov_step(w, g, None, **o)


@instead_of("nesterov_step", hint="What the next step goes on with is v, not g + momentum * v.")
def nesterov_saves_the_step(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, **o: float
) -> Step:
    """What is handed on is the whole step, g + momentum * v, and not the velocity."""
    w_new, _ = nesterov_step(w, g, state, lr=lr, **o)
    return w_new, {"v": (w - w_new) / lr}


@instead_of(
    "nesterov_step", hint="Every array has its own state; nothing belongs in a global.", row="MO6"
)
def nesterov_velocity_by_shape(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Parameters of the same shape share one velocity, kept outside of the state."""
    key = "nesterov", np.shape(w)
    w_new, _latest[key] = nesterov_step(w, g, None if state is None else _latest[key], **o)
    return w_new, "global"


@instead_of("nesterov_step", hint="`w -= ...` writes into the caller's array.", row="OP2")
def nesterov_in_place(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The parameters themselves are overwritten."""
    w_new, state = nesterov_step(w, g, state, **o)
    w -= w - w_new
    return w_new, state


@instead_of(
    "nesterov_step", hint="`v *= momentum` writes into the old state; make a new v.", row="OP2"
)
def nesterov_overwrites_the_state(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The old state is overwritten by the new one."""
    w_new, new = nesterov_step(w, g, state, **o)
    if state is None:
        return w_new, new
    state.update(new)
    return w_new, state


@instead_of("nesterov_step", hint="np.zeros_like(g) holds integers when g does.")
def nesterov_velocity_has_the_dtype_of_g(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The velocity takes its dtype from g, so with integers its fractions are cut off."""
    w_new, new = nesterov_step(w, g, state, **o)
    return w_new, {"v": np.asarray(new["v"]).astype(np.asarray(g).dtype)}


# Adagrad


@instead_of("adagrad_step", hint="The gradient points uphill. Which way is down?", row="OP1")
def adagrad_climbs(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The step goes along the gradient, uphill."""
    return adagrad_step(w, -g, state, **o)


@instead_of("adagrad_step", hint="s is a sum over all steps, without factors.", row="AG1")
def adagrad_is_rmsprop(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, eps: float = 1e-10
) -> Step:
    """The squares are averaged, as in RMSprop with 0.9, and not added up."""
    return rmsprop_step(w, g, state, lr=lr, alpha=0.9, eps=eps)


@instead_of("adagrad_step", hint="What do you return as the state?", row="MO2")
def adagrad_sum_not_saved(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The sum starts from 0 at every step, so every step is lr long."""
    return adagrad_step(w, g, None, **o)


@instead_of("adagrad_step", hint="sqrt(s) + eps, not sqrt(s + eps).", row="RM3")
def adagrad_eps_inside(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, eps: float = 1e-10
) -> Step:
    """`eps` is inside the square root."""
    s = (0.0 if state is None else state["s"]) + g**2
    return w - lr * g / np.sqrt(s + eps), {"s": s}


@instead_of("adagrad_step", hint="eps is an argument: use it.", row="AD11")
def adagrad_eps_fixed(w: Array, g: Array, state: Any, *, lr: float = 0.01, **_: float) -> Step:
    """`eps` is a fixed 1e-8, whatever the argument."""
    return adagrad_step(w, g, state, lr=lr, eps=1e-8)


@instead_of("adagrad_step", hint="What is the step of a parameter whose gradients are all 0?")
def adagrad_without_eps(w: Array, g: Array, state: Any, *, lr: float = 0.01, **_: float) -> Step:
    """`eps` is left out, so a gradient of 0 divides 0 by 0."""
    return adagrad_step(w, g, state, lr=lr, eps=0.0)


@instead_of("adagrad_step", hint="Divide by the root of the sum.", row="RM2")
def adagrad_without_the_root(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, eps: float = 1e-10
) -> Step:
    """The square root is left out."""
    s = (0.0 if state is None else state["s"]) + g**2
    return w - lr * g / (s + eps), {"s": s}


@instead_of("adagrad_step", hint="What is added up: g, abs(g) or g**2?", row="AD9")
def adagrad_adds_absolute_values(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, eps: float = 1e-10
) -> Step:
    """The sum is of absolute values, not of squares."""
    s = (0.0 if state is None else state["s"]) + np.abs(g)
    return w - lr * g / (np.sqrt(s) + eps), {"s": s}


@instead_of("adagrad_step", hint="First s, then w: this gradient's square is in its own divisor.")
def adagrad_divides_by_the_old_sum(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, eps: float = 1e-10
) -> Step:
    """The step divides by the sum from before this gradient, at first by eps alone."""
    s = 0.0 * g if state is None else state["s"]
    return w - lr * g / (np.sqrt(s) + eps), {"s": s + g**2}


@instead_of("adagrad_step", hint="Every element has a sum, and so a rate, of its own.")
def adagrad_one_sum_for_the_array(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, eps: float = 1e-10
) -> Step:
    """The squares of all elements go into one sum, so the whole array has one rate."""
    s = (0.0 if state is None else state["s"]) + np.sum(g**2)
    return w - lr * g / (np.sqrt(s) + eps), {"s": s}


@instead_of("adagrad_step", hint="The rate stands outside of the sum of squares.", row="MO3")
def adagrad_rate_in_the_sum(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, eps: float = 1e-10
) -> Step:
    """The squares of lr * g are added up, so the sum keeps old rates."""
    s = (0.0 if state is None else state["s"]) + (lr * g) ** 2
    return w - lr * (lr * g / (np.sqrt(s) + eps)), {"s": s}


@instead_of("adagrad_step", hint="Every array has its own state.", row="MO6")
def adagrad_sum_by_shape(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Parameters of the same shape share one sum, kept outside of the state."""
    key = "adagrad", np.shape(w)
    w_new, _latest[key] = adagrad_step(w, g, None if state is None else _latest[key], **o)
    return w_new, "global"


@instead_of("adagrad_step", hint="`w -= ...` writes into the caller's array.", row="OP2")
def adagrad_in_place(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The parameters themselves are overwritten."""
    w_new, state = adagrad_step(w, g, state, **o)
    w -= w - w_new
    return w_new, state


@instead_of("adagrad_step", hint="`s += g**2` writes into the old state; s = s + g**2.", row="OP2")
def adagrad_overwrites_the_state(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The old state is overwritten by the new one."""
    w_new, new = adagrad_step(w, g, state, **o)
    if state is None:
        return w_new, new
    state.update(new)
    return w_new, state


@instead_of("adagrad_step", hint="Integers in, float64 out: which array takes its dtype from w?")
def adagrad_result_has_the_dtype_of_w(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The result takes its dtype from w, so integer parameters stay integers."""
    w_new, state = adagrad_step(w, g, state, **o)
    return np.asarray(w_new).astype(np.asarray(w).dtype), state


@instead_of("adagrad_step", hint="The defaults are PyTorch's: eps = 1e-10.")
def adagrad_other_defaults(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, eps: float = 1e-7
) -> Step:
    """The default of eps is 1e-7."""
    return adagrad_step(w, g, state, lr=lr, eps=eps)


# Adadelta


@instead_of("adadelta_step", hint="The gradient points uphill. Which way is down?", row="OP1")
def adadelta_climbs(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The step goes along the gradient, uphill."""
    return adadelta_step(w, -g, state, **o)


@instead_of("adadelta_step", hint="PyTorch multiplies the step by lr at the very end.", row="AL1")
def adadelta_ignores_the_rate(
    w: Array, g: Array, state: Any, *, lr: float = 1.0, **o: float
) -> Step:
    """The rate is ignored."""
    del lr
    return adadelta_step(w, g, state, **o)


@instead_of("adadelta_step", hint="Where is the second average, that of squared steps?", row="AL1")
def adadelta_without_the_steps(
    w: Array, g: Array, state: Any, *, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
) -> Step:
    """The average of squared steps is missing: the step is g / sqrt(s + eps), as in RMSprop."""
    s = rho * (0.0 if state is None else state["s"]) + (1 - rho) * g**2
    return w - lr * g / np.sqrt(s + eps), {"s": s}


@instead_of("adadelta_step", hint="What do you do with d after the step?", row="AL1")
def adadelta_steps_not_accumulated(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The average of squared steps stays 0: it is never updated."""
    w_new, state = adadelta_step(w, g, state, **o)
    return w_new, {"s": state["s"], "u": np.zeros_like(w)}


@instead_of("adadelta_step", hint="u averages d**2, and d does not contain lr.", row="AL1")
def adadelta_accumulates_with_the_rate(
    w: Array, g: Array, state: Any, *, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
) -> Step:
    """The average is of the squares of lr * d, where it should be of d."""
    w_new, new = adadelta_step(w, g, state, lr=lr, rho=rho, eps=eps)
    old = 0.0 if state is None else state["u"]
    return w_new, {"s": new["s"], "u": rho * old + (1 - rho) * (w - w_new) ** 2}


@instead_of("adadelta_step", hint="u averages the squares of steps, not of gradients.", row="AL1")
def adadelta_accumulates_gradients_twice(
    w: Array, g: Array, state: Any, *, rho: float = 0.9, **o: float
) -> Step:
    """Both averages are of squared gradients."""
    w_new, new = adadelta_step(w, g, state, rho=rho, **o)
    return w_new, {"s": new["s"], "u": new["s"]}


@instead_of("adadelta_step", hint="u is a moving average, as s is: what is left of the old u?")
def adadelta_adds_the_steps_up(
    w: Array, g: Array, state: Any, *, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
) -> Step:
    """The squared steps are added up, not averaged."""
    _, new = adadelta_step(w, g, state, rho=rho, eps=eps)
    old = np.zeros_like(w) if state is None else state["u"]
    d = np.sqrt(old + eps) / np.sqrt(new["s"] + eps) * g
    return w - lr * d, {"s": new["s"], "u": old + d**2}


@instead_of("adadelta_step", hint="Both averages: rho for the old, 1 - rho for the new.", row="RM1")
def adadelta_rho_swapped(w: Array, g: Array, state: Any, *, rho: float = 0.9, **o: float) -> Step:
    """`rho` and 1 - rho are swapped."""
    return adadelta_step(w, g, state, rho=1 - rho, **o)


@instead_of("adadelta_step", hint="In Adadelta eps is inside: sqrt(u + eps) / sqrt(s + eps).")
def adadelta_eps_outside(
    w: Array, g: Array, state: Any, *, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
) -> Step:
    """`eps` is outside the square roots."""
    _, new = adadelta_step(w, g, state, rho=rho, eps=eps)
    old = np.zeros_like(w) if state is None else state["u"]
    d = (np.sqrt(old) + eps) / (np.sqrt(new["s"]) + eps) * g
    return w - lr * d, {"s": new["s"], "u": rho * old + (1 - rho) * d**2}


@instead_of("adadelta_step", hint="With u = 0 and without eps, how long is the first step?")
def adadelta_eps_below_only(
    w: Array, g: Array, state: Any, *, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
) -> Step:
    """`eps` is missing above: u starts at 0, so no step is ever made."""
    _, new = adadelta_step(w, g, state, rho=rho, eps=eps)
    return w - 0.0 * lr * g, new


@instead_of("adadelta_step", hint="Which root is above, that of the steps or of the gradients?")
def adadelta_upside_down(
    w: Array, g: Array, state: Any, *, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
) -> Step:
    """The quotient of the roots is upside down."""
    _, new = adadelta_step(w, g, state, rho=rho, eps=eps)
    old = np.zeros_like(w) if state is None else state["u"]
    d = np.sqrt(new["s"] + eps) / np.sqrt(old + eps) * g
    return w - lr * d, {"s": new["s"], "u": rho * old + (1 - rho) * d**2}


@instead_of("adadelta_step", hint="Both averages go through a square root.", row="RM2")
def adadelta_without_the_roots(
    w: Array, g: Array, state: Any, *, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
) -> Step:
    """The square roots are left out."""
    _, new = adadelta_step(w, g, state, rho=rho, eps=eps)
    old = np.zeros_like(w) if state is None else state["u"]
    d = (old + eps) / (new["s"] + eps) * g
    return w - lr * d, {"s": new["s"], "u": rho * old + (1 - rho) * d**2}


@instead_of("adadelta_step", hint="s first, then d: this gradient's square is in its divisor.")
def adadelta_divides_by_the_old_average(
    w: Array, g: Array, state: Any, *, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
) -> Step:
    """The step divides by the average from before this gradient."""
    s, u = (0.0 * g, 0.0 * g) if state is None else (state["s"], state["u"])
    d = np.sqrt(u + eps) / np.sqrt(s + eps) * g
    return w - lr * d, {"s": rho * s + (1 - rho) * g**2, "u": rho * u + (1 - rho) * d**2}


@instead_of("adadelta_step", hint="1 % rho is a remainder; 1 - rho is meant.")
def adadelta_remainder(
    w: Array, g: Array, state: Any, *, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
) -> Step:
    """The weight of the new is 1 % rho, equal to 1 - rho only above one half."""
    s, u = (0.0 * g, 0.0 * g) if state is None else (state["s"], state["u"])
    s = rho * s + (1 % rho) * g**2
    d = np.sqrt(u + eps) / np.sqrt(s + eps) * g
    return w - lr * d, {"s": s, "u": rho * u + (1 % rho) * d**2}


@instead_of("adadelta_step", hint="eps is an argument: use it.", row="AD11")
def adadelta_eps_fixed(
    w: Array, g: Array, state: Any, *, lr: float = 1.0, rho: float = 0.9, **_: float
) -> Step:
    """`eps` is a fixed 1e-6, whatever the argument."""
    return adadelta_step(w, g, state, lr=lr, rho=rho)


@instead_of("adadelta_step", hint="What do you return as the state?", row="MO2")
def adadelta_state_not_saved(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Both averages start from 0 at every step."""
    return adadelta_step(w, g, None, **o)


@instead_of("adadelta_step", hint="Every array has its own state.", row="MO6")
def adadelta_state_by_shape(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Parameters of the same shape share their averages, kept outside of the state."""
    key = "adadelta", np.shape(w)
    w_new, _latest[key] = adadelta_step(w, g, None if state is None else _latest[key], **o)
    return w_new, "global"


@instead_of("adadelta_step", hint="`w -= ...` writes into the caller's array.", row="OP2")
def adadelta_in_place(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The parameters themselves are overwritten."""
    w_new, state = adadelta_step(w, g, state, **o)
    w -= w - w_new
    return w_new, state


@instead_of("adadelta_step", hint="Make a new state; the old one is an argument.", row="OP2")
def adadelta_overwrites_the_state(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The old state is overwritten by the new one."""
    w_new, new = adadelta_step(w, g, state, **o)
    if state is None:
        return w_new, new
    state.update(new)
    return w_new, state


@instead_of("adadelta_step", hint="np.zeros_like(g) holds integers when g does.")
def adadelta_state_has_the_dtype_of_g(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The averages take their dtype from g, so with integers their fractions are cut off."""
    w_new, new = adadelta_step(w, g, state, **o)
    return w_new, {k: np.asarray(a).astype(np.asarray(g).dtype) for k, a in new.items()}


@instead_of("adadelta_step", hint="The defaults are PyTorch's: rho = 0.9.")
def adadelta_defaults_of_the_paper(
    w: Array, g: Array, state: Any, *, rho: float = 0.95, **o: float
) -> Step:
    """The default of rho is 0.95."""
    return adadelta_step(w, g, state, rho=rho, **o)


# RMSprop


@instead_of("rmsprop_step", hint="The gradient points uphill. Which way is down?", row="OP1")
def rmsprop_climbs(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The step goes along the gradient, uphill."""
    return rmsprop_step(w, -g, state, **o)


@instead_of("rmsprop_step", hint="alpha is the weight of the old, 1 - alpha of the new.", row="RM1")
def rmsprop_alpha_swapped(
    w: Array, g: Array, state: Any, *, alpha: float = 0.99, **o: float
) -> Step:
    """`alpha` and 1 - alpha are swapped."""
    return rmsprop_step(w, g, state, alpha=1 - alpha, **o)


@instead_of("rmsprop_step", hint="Divide by the root of the average.", row="RM2")
def rmsprop_without_the_root(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, eps: float = 1e-8, **o: float
) -> Step:
    """The square root is left out."""
    _, state = rmsprop_step(w, g, state, **o)
    return w - lr * g / (state["s"] + eps), state


@instead_of("rmsprop_step", hint="sqrt(s) + eps, not sqrt(s + eps).", row="RM3")
def rmsprop_eps_inside(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, eps: float = 1e-8, **o: float
) -> Step:
    """`eps` is inside the square root."""
    _, state = rmsprop_step(w, g, state, **o)
    return w - lr * g / np.sqrt(state["s"] + eps), state


@instead_of("rmsprop_step", hint="The average forgets: what is left of the old s?", row="RM4")
def rmsprop_accumulates_for_ever(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, alpha: float = 0.99, eps: float = 1e-8
) -> Step:
    """The old average is kept whole: it is a sum, and steps shrink for ever."""
    s = (0.0 if state is None else state["s"]) + (1 - alpha) * g**2
    return w - lr * g / (np.sqrt(s) + eps), {"s": s}


@instead_of("rmsprop_step", hint="The square enters the average with the factor 1 - alpha.")
def rmsprop_is_a_sum(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, alpha: float = 0.99, eps: float = 1e-8
) -> Step:
    """The factor 1 - alpha is missing: alpha * s + g**2."""
    s = alpha * (0.0 if state is None else state["s"]) + g**2
    return w - lr * g / (np.sqrt(s) + eps), {"s": s}


@instead_of("rmsprop_step", hint="What is averaged: g, abs(g) or g**2?", row="AD9")
def rmsprop_averages_absolute_values(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, alpha: float = 0.99, eps: float = 1e-8
) -> Step:
    """The average is of absolute values, not of squares."""
    s = alpha * (0.0 if state is None else state["s"]) + (1 - alpha) * np.abs(g)
    return w - lr * g / (np.sqrt(s) + eps), {"s": s}


@instead_of("rmsprop_step", hint="First the square, then the average: g**2, not (...)**2.")
def rmsprop_squares_the_average(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, alpha: float = 0.99, eps: float = 1e-8
) -> Step:
    """Gradients are averaged first and squared afterwards."""
    s = alpha * (0.0 if state is None else state["s"]) + (1 - alpha) * g
    return w - lr * g / (np.sqrt(s**2) + eps), {"s": s}


@instead_of("rmsprop_step", hint="1 % alpha is a remainder; 1 - alpha is meant.")
def rmsprop_remainder(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, alpha: float = 0.99, eps: float = 1e-8
) -> Step:
    """The weight of the new is 1 % alpha, equal to 1 - alpha only above one half."""
    s = alpha * (0.0 if state is None else state["s"]) + (1 % alpha) * g**2
    return w - lr * g / (np.sqrt(s) + eps), {"s": s}


@instead_of("rmsprop_step", hint="RMSprop leaves the bias of its average alone; Adam corrects it.")
def rmsprop_corrects_the_bias(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, alpha: float = 0.99, eps: float = 1e-8
) -> Step:
    """The average is corrected for its start at 0, as in Adam."""
    return adam_step(w, g, state, lr=lr, beta1=0.0, beta2=alpha, eps=eps)


@instead_of("rmsprop_step", hint="eps is an argument: use it.", row="AD11")
def rmsprop_eps_fixed(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, alpha: float = 0.99, **_: float
) -> Step:
    """`eps` is a fixed 1e-8, whatever the argument."""
    return rmsprop_step(w, g, state, lr=lr, alpha=alpha)


@instead_of("rmsprop_step", hint="What is the step of a parameter whose gradients are all 0?")
def rmsprop_without_eps(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, alpha: float = 0.99, **_: float
) -> Step:
    """`eps` is left out, so a gradient of 0 divides 0 by 0."""
    return rmsprop_step(w, g, state, lr=lr, alpha=alpha, eps=0.0)


@instead_of("rmsprop_step", hint="First s, then w: this gradient's square is in its own divisor.")
def rmsprop_divides_by_the_old_average(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, eps: float = 1e-8, **o: float
) -> Step:
    """The step divides by the average from before this gradient, at first by eps alone."""
    s = 0.0 * g if state is None else state["s"]
    return w - lr * g / (np.sqrt(s) + eps), rmsprop_step(w, g, state, **o)[1]


@instead_of("rmsprop_step", hint="Every element has an average, and so a rate, of its own.")
def rmsprop_one_average_for_the_array(
    w: Array, g: Array, state: Any, *, lr: float = 0.01, alpha: float = 0.99, eps: float = 1e-8
) -> Step:
    """The squares of all elements are averaged into one number: the array has one rate."""
    s = alpha * (0.0 if state is None else state["s"]) + (1 - alpha) * np.mean(g**2)
    return w - lr * g / (np.sqrt(s) + eps), {"s": s}


@instead_of("rmsprop_step", hint="What do you return as the state?", row="MO2")
def rmsprop_average_not_saved(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The average starts from 0 at every step."""
    return rmsprop_step(w, g, None, **o)


@instead_of("rmsprop_step", hint="The average starts at 0, also at the first step.")
def rmsprop_starts_at_the_first_square(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The average starts as the first gradient's square, not at 0."""
    return rmsprop_step(w, g, {"s": g**2} if state is None else state, **o)


@instead_of("rmsprop_step", hint="Every array has its own state.", row="MO6")
def rmsprop_average_by_shape(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Parameters of the same shape share one average, kept outside of the state."""
    key = "rmsprop", np.shape(w)
    w_new, _latest[key] = rmsprop_step(w, g, None if state is None else _latest[key], **o)
    return w_new, "global"


@instead_of("rmsprop_step", hint="`w -= ...` writes into the caller's array.", row="OP2")
def rmsprop_in_place(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The parameters themselves are overwritten."""
    w_new, state = rmsprop_step(w, g, state, **o)
    w -= w - w_new
    return w_new, state


@instead_of("rmsprop_step", hint="`s *= alpha` writes into the old state; make a new s.", row="OP2")
def rmsprop_overwrites_the_state(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The old state is overwritten by the new one."""
    w_new, new = rmsprop_step(w, g, state, **o)
    if state is None:
        return w_new, new
    state.update(new)
    return w_new, state


@instead_of("rmsprop_step", hint="np.zeros_like(g) holds integers when g does.")
def rmsprop_average_has_the_dtype_of_g(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The average takes its dtype from g, so with integers its fractions are cut off."""
    w_new, new = rmsprop_step(w, g, state, **o)
    return w_new, {"s": np.asarray(new["s"]).astype(np.asarray(g).dtype)}


@instead_of("rmsprop_step", hint="The defaults are PyTorch's: alpha = 0.99.")
def rmsprop_defaults_of_the_lecture(
    w: Array, g: Array, state: Any, *, alpha: float = 0.9, **o: float
) -> Step:
    """The default of alpha is 0.9."""
    return rmsprop_step(w, g, state, alpha=alpha, **o)


# Adam


@instead_of("adam_step", hint="The gradient points uphill. Which way is down?", row="OP1")
def adam_climbs(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The step goes uphill."""
    w_new, state = adam_step(w, g, state, **o)
    return 2 * w - w_new, state


@instead_of("adam_step", hint="Divide m by 1 - beta1**t and v by 1 - beta2**t.", row="AD1")
def adam_without_correction(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Neither average is corrected for its start at 0."""
    a = _averages(w, g, state, o)
    return w - a.lr * a.m / (np.sqrt(a.v) + a.eps), a.state


@instead_of("adam_step", hint="v starts at 0 as well, and needs its own correction.", row="AD2")
def adam_corrects_only_m(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Only m is corrected for its start at 0, not v."""
    a = _averages(w, g, state, o)
    return w - a.lr * a.m_hat / (np.sqrt(a.v) + a.eps), a.state


@instead_of("adam_step", hint="m starts at 0 as well, and needs its own correction.", row="AD3")
def adam_corrects_only_v(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Only v is corrected for its start at 0, not m."""
    a = _averages(w, g, state, o)
    return w - a.lr * a.m / (np.sqrt(a.v_hat) + a.eps), a.state


@instead_of("adam_step", hint="What is t in the first step? It should be 1.", row="AD4")
def adam_counts_from_two(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`t` is 2 in the first step: it starts at 1 and is raised before it is used."""
    before = state or {"t": 1, "m": np.zeros_like(w), "v": np.zeros_like(w)}
    return adam_step(w, g, before, **o)


@instead_of("adam_step", hint="1 - beta1**0 is 0. Count the step before you use t.", row="AD5")
def adam_counts_from_zero(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`t` is 0 in the first step, so the correction divides by 0."""
    before = state or {"t": -1, "m": np.zeros_like(w), "v": np.zeros_like(w)}
    a = _averages(w, g, before | {"u": np.zeros_like(w)}, o)
    m_hat, v_hat = a.m / np.float64(1 - a.beta1**a.t), a.v / np.float64(1 - a.beta2**a.t)
    return w - a.lr * m_hat / (np.sqrt(v_hat) + a.eps), a.state


@instead_of("adam_step", hint="Is t + 1 in the state that you return?", row="AD6")
def adam_never_counts(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`t` is 1 in every step: the count is not handed on."""
    w_new, state = adam_step(w, g, state, **o)
    return w_new, state | {"t": 0}


@instead_of("adam_step", hint="1 - beta**t, not (1 - beta)**t.", row="AD7")
def adam_power_of_the_difference(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The corrections are 1 - (1 - beta)**t, where they should be 1 - beta**t."""
    a = _averages(w, g, state, o)
    m_hat, v_hat = a.m / (1 - (1 - a.beta1) ** a.t), a.v / (1 - (1 - a.beta2) ** a.t)
    return w - a.lr * m_hat / (np.sqrt(v_hat) + a.eps), a.state


@instead_of(
    "adam_step", hint="beta1 belongs to m, beta2 to v; to their corrections, too.", row="AD8"
)
def adam_betas_swapped(
    w: Array, g: Array, state: Any, *, beta1: float = 0.9, beta2: float = 0.999, **o: float
) -> Step:
    """beta1 and beta2 are swapped everywhere."""
    return adam_step(w, g, state, beta1=beta2, beta2=beta1, **o)


@instead_of(
    "adam_step", hint="The old average has the factor beta, the new one 1 - beta.", row="AD8"
)
def adam_weights_swapped(
    w: Array, g: Array, state: Any, *, beta1: float = 0.9, beta2: float = 0.999, **o: float
) -> Step:
    """`beta` and 1 - beta are swapped in both averages, while the corrections are right."""
    a = _averages(w, g, state, {"beta1": 1 - beta1, "beta2": 1 - beta2, **o})
    m_hat, v_hat = a.m / (1 - beta1**a.t), a.v / (1 - beta2**a.t)
    return w - a.lr * m_hat / (np.sqrt(v_hat) + a.eps), a.state


@instead_of("adam_step", hint="What is averaged in v: abs(g) or g**2?", row="AD9")
def adam_averages_absolute_values(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`v` averages absolute values, not squares."""
    a = _averages(w, g, state, o)
    v = a.beta2 * a.last["v"] + (1 - a.beta2) * np.abs(g)
    v_hat = v / (1 - a.beta2**a.t)
    return w - a.lr * a.m_hat / (np.sqrt(v_hat) + a.eps), a.state | {"v": v}


@instead_of("adam_step", hint="v averages g**2, not m**2.", row="AD9")
def adam_averages_the_square_of_m(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`v` averages the squares of m, not of g."""
    a = _averages(w, g, state, o)
    v = a.beta2 * a.last["v"] + (1 - a.beta2) * a.m**2
    v_hat = v / (1 - a.beta2**a.t)
    return w - a.lr * a.m_hat / (np.sqrt(v_hat) + a.eps), a.state | {"v": v}


@instead_of("adam_step", hint="sqrt(v_hat) + eps, not sqrt(v_hat + eps).", row="AD10")
def adam_eps_inside(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`eps` is inside the square root."""
    a = _averages(w, g, state, o)
    return w - a.lr * a.m_hat / np.sqrt(a.v_hat + a.eps), a.state


@instead_of("adam_step", hint="Correct v first, then add eps to its root.")
def adam_eps_before_the_correction(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`eps` joins the root of the uncorrected v, so the correction scales eps as well."""
    a = _averages(w, g, state, o)
    rate = a.lr * math.sqrt(1 - a.beta2**a.t) / (1 - a.beta1**a.t)
    return w - rate * a.m / (np.sqrt(a.v) + a.eps), a.state


@instead_of("adam_step", hint="eps is an argument: use it.", row="AD11")
def adam_eps_fixed(w: Array, g: Array, state: Any, *, eps: float = 1e-8, **o: float) -> Step:
    """`eps` is a fixed 1e-8, whatever the argument."""
    del eps
    return adam_step(w, g, state, **o)


@instead_of("adam_step", hint="What is the step of a parameter whose gradients are all 0?")
def adam_without_eps(w: Array, g: Array, state: Any, *, eps: float = 1e-8, **o: float) -> Step:
    """`eps` is left out, so a gradient of 0 divides 0 by 0."""
    del eps
    return adam_step(w, g, state, eps=0.0, **o)


@instead_of("adam_step", hint="Divide by the root of v_hat.", row="RM2")
def adam_without_the_root(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The square root is left out."""
    a = _averages(w, g, state, o)
    return w - a.lr * a.m_hat / (a.v_hat + a.eps), a.state


@instead_of("adam_step", hint="The next step goes on with m and v as they were.", row="AD12")
def adam_saves_corrected_averages(w: Array, g: Array, state: Any, **o: float) -> Step:
    """What is handed on are the corrected averages, which are then corrected again."""
    a = _averages(w, g, state, o)
    step = a.lr * a.m_hat / (np.sqrt(a.v_hat) + a.eps)
    return w - step, a.state | {"m": a.m_hat, "v": a.v_hat}


@instead_of(
    "adam_step", hint="Every array counts its own steps: t belongs in the state.", row="AD13"
)
def adam_counts_all_arrays_together(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`t` counts the steps of all parameters together, outside of the state."""
    t = _latest.get("adam t", 0)
    _latest["adam t"] = t + 1
    before = state or {"m": np.zeros_like(w), "v": np.zeros_like(w)}
    return adam_step(w, g, before | {"t": t}, **o)


@instead_of("adam_step", hint="Every array has its own state.", row="MO6")
def adam_state_by_shape(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Parameters of the same shape share their averages, kept outside of the state."""
    key = "adam", np.shape(w)
    w_new, _latest[key] = adam_step(w, g, None if state is None else _latest[key], **o)
    return w_new, "global"


@instead_of("adam_step", hint="m is an average: g enters it with the factor 1 - beta1.")
def adam_m_is_a_velocity(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`m` is a sum, beta1 * m + g, without the factor 1 - beta1."""
    a = _averages(w, g, state, o)
    m = a.beta1 * a.last["m"] + g
    m_hat = m / (1 - a.beta1**a.t)
    return w - a.lr * m_hat / (np.sqrt(a.v_hat) + a.eps), a.state | {"m": m}


@instead_of("adam_step", hint="What moves w is m_hat; g is in it already.")
def adam_without_momentum(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The step uses g itself where it should use m_hat."""
    a = _averages(w, g, state, o)
    return w - a.lr * g / (np.sqrt(a.v_hat) + a.eps), a.state


@instead_of("adam_step", hint="1 % beta is a remainder; 1 - beta is meant.")
def adam_remainder(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The weight of the new is 1 % beta, equal to 1 - beta only above one half."""
    a = _averages(w, g, state, o)
    m = a.beta1 * a.last["m"] + (1 % a.beta1) * g
    v = a.beta2 * a.last["v"] + (1 % a.beta2) * g**2
    m_hat, v_hat = m / (1 - a.beta1**a.t), v / (1 - a.beta2**a.t)
    return w - a.lr * m_hat / (np.sqrt(v_hat) + a.eps), a.state | {"m": m, "v": v}


@instead_of("adam_step", hint="lr multiplies the step; the averages are of gradients.", row="MO3")
def adam_rate_in_the_average(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The rate is inside m, which keeps old rates."""
    a = _averages(w, g, state, o)
    m = a.beta1 * a.last["m"] + (1 - a.beta1) * a.lr * g
    m_hat = m / (1 - a.beta1**a.t)
    return w - m_hat / (np.sqrt(a.v_hat) + a.eps), a.state | {"m": m}


@instead_of("adam_step", hint="v is the average, not the largest one so far.")
def adam_is_amsgrad(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The step divides by the largest v so far, as in AMSGrad."""
    a = _averages(w, g, state, o)
    largest = np.maximum(a.last.get("largest", 0.0), a.v)
    v_hat = largest / (1 - a.beta2**a.t)
    return w - a.lr * a.m_hat / (np.sqrt(v_hat) + a.eps), a.state | {"largest": largest}


@instead_of("adam_step", hint="What do you return as the state?", row="MO2")
def adam_state_not_saved(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The averages and the count start anew at every step."""
    return adam_step(w, g, None, **o)


@instead_of("adam_step", hint="d = g + weight_decay * w comes first of all.", row="AD14")
def adam_decay_forgotten(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.0, **o: float
) -> Step:
    """The weight decay is left out."""
    del weight_decay
    return adam_step(w, g, state, **o)


@instead_of(
    "adam_step", hint="Here weight decay is L2: it joins g before the averages.", row="AD14"
)
def adam_decay_decoupled(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.0, **o: float
) -> Step:
    """The weight decay is decoupled, as in AdamW."""
    return adamw_step(w, g, state, weight_decay=weight_decay, **o)


@instead_of("adam_step", hint="The half of the penalty has eaten the 2.", row="RG1")
def adam_decays_twice(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.0, **o: float
) -> Step:
    """The weight decay is 2 * weight_decay * w: twice as strong."""
    return adam_step(w, g, state, weight_decay=2 * weight_decay, **o)


@instead_of("adam_step", hint="The penalty is on all of w, whatever its shape. Who skips vectors?")
def adam_decays_matrices_only(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.0, **o: float
) -> Step:
    """Arrays with one axis, such as biases, do not decay."""
    return adam_step(w, g, state, weight_decay=weight_decay * (np.ndim(w) > 1), **o)


@instead_of("adam_step", hint="With g = 0, is w nearer to 0 after the step?", row="RG8")
def adam_decay_grows(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.0, **o: float
) -> Step:
    """The weight decay has the wrong sign: weights grow."""
    return adam_step(w, g, state, weight_decay=-weight_decay, **o)


@instead_of("adam_step", hint="The decayed gradient d goes into both averages.", row="AD14")
def adam_decay_only_in_m(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.0, **o: float
) -> Step:
    """The weight decay goes into m only, and v averages g**2."""
    a = _averages(w, g, state, o)
    m = a.m + (1 - a.beta1) * weight_decay * w
    m_hat = m / (1 - a.beta1**a.t)
    return w - a.lr * m_hat / (np.sqrt(a.v_hat) + a.eps), a.state | {"m": m}


@instead_of("adam_step", hint="`w -= ...` writes into the caller's array.", row="OP2")
def adam_in_place(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The parameters themselves are overwritten."""
    w_new, state = adam_step(w, g, state, **o)
    w -= w - w_new
    return w_new, state


@instead_of(
    "adam_step", hint="`g *= g` writes into the caller's g; g**2 makes a new array.", row="OP2"
)
def adam_changes_the_gradient(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.0, **o: float
) -> Step:
    """The gradient is overwritten by its square."""
    w_new, state = adam_step(w, g, state, weight_decay=weight_decay, **o)
    g *= g
    return w_new, state


@instead_of("adam_step", hint="state['t'] += 1 changes the old state; make a new one.", row="OP2")
def adam_overwrites_the_state(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The old state is overwritten by the new one."""
    w_new, new = adam_step(w, g, state, **o)
    if state is None:
        return w_new, new
    state.update(new)
    return w_new, state


@instead_of("adam_step", hint="np.zeros_like(g) holds integers when g does.")
def adam_state_has_the_dtype_of_g(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The averages take their dtype from g, so with integers their fractions are cut off."""
    w_new, new = adam_step(w, g, state, **o)
    return w_new, {k: np.asarray(a).astype(np.asarray(g).dtype) for k, a in new.items()}


@instead_of("adam_step", hint="The defaults are PyTorch's: eps = 1e-8.")
def adam_other_defaults(w: Array, g: Array, state: Any, *, eps: float = 1e-7, **o: float) -> Step:
    """The default of eps is 1e-7."""
    return adam_step(w, g, state, eps=eps, **o)


# AdamW


@instead_of("adamw_step", hint="The gradient points uphill. Which way is down?", row="OP1")
def adamw_climbs(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The step goes uphill."""
    return adamw_step(w, -g, state, **o)


@instead_of("adamw_step", hint="The decay has no part in the averages: it acts on w.", row="RG7")
def adamw_is_adam(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.01, **o: float
) -> Step:
    """The weight decay is L2: it joins the gradient, as in Adam."""
    return adam_step(w, g, state, weight_decay=weight_decay, **o)


@instead_of("adamw_step", hint="What happens to w where g is 0?", row="AD14")
def adamw_decay_forgotten(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.01, **o: float
) -> Step:
    """The weight decay is left out."""
    del weight_decay
    return adam_step(w, g, state, **o)


@instead_of("adamw_step", hint="1 - lr * weight_decay is below 1.", row="RG8")
def adamw_decay_grows(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.01, **o: float
) -> Step:
    """The weight decay has the wrong sign: weights grow."""
    return adamw_step(w, g, state, weight_decay=-weight_decay, **o)


@instead_of("adamw_step", hint="The factor takes effect on the old w, before the step.", row="RG9")
def adamw_decays_the_new_parameters(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, weight_decay: float = 0.01, **o: float
) -> Step:
    """The decay is applied after the step, and shrinks the step as well."""
    w_new, state = adam_step(w, g, state, lr=lr, **o)
    return (1 - lr * weight_decay) * w_new, state


@instead_of("adamw_step", hint="The decay is multiplied by the rate, too: 1 - lr * weight_decay.")
def adamw_decay_without_the_rate(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.01, **o: float
) -> Step:
    """The decay is not multiplied by the rate."""
    return adam_step((1 - weight_decay) * w, g, state, **o)


@instead_of("adamw_step", hint="Outside of the fraction: the decay is not divided by sqrt(v_hat).")
def adamw_decay_in_the_fraction(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.01, **o: float
) -> Step:
    """The decay is added to m_hat, and divided by the root with it."""
    a = _averages(w, g, state, o)
    return w - a.lr * (a.m_hat + weight_decay * w) / (np.sqrt(a.v_hat) + a.eps), a.state


@instead_of("adamw_step", hint="Shrink w, or add to the gradient: not both.")
def adamw_decays_in_both_places(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, weight_decay: float = 0.01, **o: float
) -> Step:
    """The decay both joins the gradient and shrinks w."""
    w_new, state = adam_step(w, g, state, lr=lr, weight_decay=weight_decay, **o)
    return w_new - lr * weight_decay * w, state


@instead_of("adamw_step", hint="weight_decay is the share itself, without a factor 2.", row="RG1")
def adamw_decays_twice(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.01, **o: float
) -> Step:
    """The decay is 2 * weight_decay: twice as strong."""
    return adamw_step(w, g, state, weight_decay=2 * weight_decay, **o)


@instead_of("adamw_step", hint="weight_decay is an argument: use it.")
def adamw_decay_fixed(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.01, **o: float
) -> Step:
    """The decay is a fixed 0.01, whatever the argument."""
    del weight_decay
    return adamw_step(w, g, state, **o)


@instead_of("adamw_step", hint="`weight_decay or 0.01` takes a decay of 0 for none at all.")
def adamw_decay_of_zero_is_the_default(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.01, **o: float
) -> Step:
    """A weight decay of 0 is taken for none, and replaced by the default."""
    return adamw_step(w, g, state, weight_decay=weight_decay or 0.01, **o)


@instead_of("adamw_step", hint="Divide m by 1 - beta1**t and v by 1 - beta2**t.", row="AD1")
def adamw_without_correction(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.01, **o: float
) -> Step:
    """Neither average is corrected for its start at 0."""
    a = _averages(w, g, state, o)
    decayed = (1 - a.lr * weight_decay) * w
    return decayed - a.lr * a.m / (np.sqrt(a.v) + a.eps), a.state


@instead_of("adamw_step", hint="sqrt(v_hat) + eps, not sqrt(v_hat + eps).", row="AD10")
def adamw_eps_inside(
    w: Array, g: Array, state: Any, *, weight_decay: float = 0.01, **o: float
) -> Step:
    """`eps` is inside the square root."""
    a = _averages(w, g, state, o)
    decayed = (1 - a.lr * weight_decay) * w
    return decayed - a.lr * a.m_hat / np.sqrt(a.v_hat + a.eps), a.state


@instead_of("adamw_step", hint="Do you hand eps on to Adam's step?", row="AD11")
def adamw_eps_fixed(w: Array, g: Array, state: Any, *, eps: float = 1e-8, **o: float) -> Step:
    """`eps` is a fixed 1e-8, whatever the argument."""
    del eps
    return adamw_step(w, g, state, **o)


@instead_of("adamw_step", hint="Do you hand the betas on to Adam's step?")
def adamw_betas_fixed(
    w: Array, g: Array, state: Any, *, beta1: float = 0.9, beta2: float = 0.999, **o: float
) -> Step:
    """The betas are always the defaults, whatever the arguments."""
    del beta1, beta2
    return adamw_step(w, g, state, **o)


@instead_of("adamw_step", hint="Is t + 1 in the state that you return?", row="AD6")
def adamw_never_counts(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`t` is 1 in every step: the count is not handed on."""
    w_new, state = adamw_step(w, g, state, **o)
    return w_new, state | {"t": 0}


@instead_of("adamw_step", hint="What do you return as the state?", row="MO2")
def adamw_state_not_saved(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The averages and the count start anew at every step."""
    return adamw_step(w, g, None, **o)


@instead_of("adamw_step", hint="Every array has its own state.", row="MO6")
def adamw_state_by_shape(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Parameters of the same shape share their averages, kept outside of the state."""
    key = "adamw", np.shape(w)
    w_new, _latest[key] = adamw_step(w, g, None if state is None else _latest[key], **o)
    return w_new, "global"


@instead_of(
    "adamw_step", hint="`w *= 1 - lr * weight_decay` writes into the caller's w.", row="OP2"
)
def adamw_decays_in_place(
    w: Array, g: Array, state: Any, *, lr: float = 1e-3, weight_decay: float = 0.01, **o: float
) -> Step:
    """The parameters themselves are shrunk, in place."""
    w *= 1 - lr * weight_decay
    return adam_step(w, g, state, lr=lr, **o)


@instead_of("adamw_step", hint="state['t'] += 1 changes the old state; make a new one.", row="OP2")
def adamw_overwrites_the_state(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The old state is overwritten by the new one."""
    w_new, new = adamw_step(w, g, state, **o)
    if state is None:
        return w_new, new
    state.update(new)
    return w_new, state


@instead_of("adamw_step", hint="np.zeros_like(g) holds integers when g does.")
def adamw_state_has_the_dtype_of_g(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The averages take their dtype from g, so with integers their fractions are cut off."""
    w_new, new = adamw_step(w, g, state, **o)
    return w_new, {k: np.asarray(a).astype(np.asarray(g).dtype) for k, a in new.items()}


@instead_of("adamw_step", hint="The defaults are PyTorch's: eps = 1e-8.")
def adamw_other_defaults(w: Array, g: Array, state: Any, *, eps: float = 1e-7, **o: float) -> Step:
    """The default of eps is 1e-7."""
    return adamw_step(w, g, state, eps=eps, **o)


# Adamax


def _adamax(w: Array, g: Array, state: Any, o: dict[str, float]) -> SimpleNamespace:
    """The same in the middle of Adamax's step, which has another default rate."""
    return _averages(w, g, state, {"lr": 2e-3, **o})


@instead_of("adamax_step", hint="The gradient points uphill. Which way is down?", row="OP1")
def adamax_climbs(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The step goes uphill."""
    return adamax_step(w, -g, state, **o)


@instead_of(
    "adamax_step", hint="Divide by u, the largest gradient of late, not by a root.", row="AX1"
)
def adamax_is_adam(w: Array, g: Array, state: Any, *, lr: float = 2e-3, **o: float) -> Step:
    """The step is Adam's."""
    return adam_step(w, g, state, lr=lr, **o)


@instead_of("adamax_step", hint="An old maximum fades: beta2 * u.", row="AX1")
def adamax_never_forgets(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The maximum is the largest gradient ever: the old one does not decay."""
    a = _adamax(w, g, state, o)
    u = np.maximum(a.last["u"], np.abs(g) + a.eps)
    return w - a.lr * a.m_hat / u, a.state | {"u": u}


@instead_of("adamax_step", hint="eps joins abs(g), inside the maximum.", row="AX1")
def adamax_eps_outside(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`eps` is added to u in the step, not to abs(g) inside the maximum."""
    a = _adamax(w, g, state, o)
    u = np.maximum(a.beta2 * a.last["u"], np.abs(g))
    return w - a.lr * a.m_hat / (u + a.eps), a.state | {"u": u}


@instead_of("adamax_step", hint="eps joins abs(g), not the old maximum.", row="AX1")
def adamax_eps_at_the_old_maximum(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`eps` is added to beta2 * u, not to abs(g)."""
    a = _adamax(w, g, state, o)
    u = np.maximum(a.beta2 * a.last["u"] + a.eps, np.abs(g))
    return w - a.lr * a.m_hat / u, a.state | {"u": u}


@instead_of("adamax_step", hint="What is the step of a parameter whose gradients are all 0?")
def adamax_without_eps(w: Array, g: Array, state: Any, *, eps: float = 1e-8, **o: float) -> Step:
    """`eps` is left out, so a gradient of 0 divides 0 by 0."""
    del eps
    return adamax_step(w, g, state, eps=0.0, **o)


@instead_of("adamax_step", hint="eps is an argument: use it.", row="AD11")
def adamax_eps_fixed(w: Array, g: Array, state: Any, *, eps: float = 1e-8, **o: float) -> Step:
    """`eps` is a fixed 1e-8, whatever the argument."""
    del eps
    return adamax_step(w, g, state, **o)


@instead_of("adamax_step", hint="m still starts at 0: divide it by 1 - beta1**t.", row="AX1")
def adamax_without_correction(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`m` is not corrected for its start at 0."""
    a = _adamax(w, g, state, o)
    return w - a.lr * a.m / a.u, a.state


@instead_of("adamax_step", hint="A maximum is right from the first step on.", row="AX1")
def adamax_corrects_the_maximum(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`u` is divided by 1 - beta2**t, though a maximum has no bias."""
    a = _adamax(w, g, state, o)
    return w - a.lr * a.m_hat / (a.u / (1 - a.beta2**a.t)), a.state


@instead_of("adamax_step", hint="A maximum of both, not an average of both.", row="AX1")
def adamax_averages_absolute_values(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`u` is a moving average of absolute values, not a maximum."""
    a = _adamax(w, g, state, o)
    u = a.beta2 * a.last["u"] + (1 - a.beta2) * (np.abs(g) + a.eps)
    return w - a.lr * a.m_hat / u, a.state | {"u": u}


@instead_of("adamax_step", hint="abs(g) enters the maximum whole, without 1 - beta2.", row="AX1")
def adamax_weights_the_new(w: Array, g: Array, state: Any, **o: float) -> Step:
    """abs(g) enters the maximum with the factor 1 - beta2."""
    a = _adamax(w, g, state, o)
    u = np.maximum(a.beta2 * a.last["u"], (1 - a.beta2) * np.abs(g) + a.eps)
    return w - a.lr * a.m_hat / u, a.state | {"u": u}


@instead_of("adamax_step", hint="u has the size of a gradient, not of its square: no root.")
def adamax_takes_a_root(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The step divides by the square root of u."""
    a = _adamax(w, g, state, o)
    return w - a.lr * a.m_hat / np.sqrt(a.u), a.state


@instead_of("adamax_step", hint="A large negative gradient is large, too.")
def adamax_without_the_absolute_value(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The maximum is of gradients with their signs, so negative ones are lost."""
    a = _adamax(w, g, state, o)
    u = np.maximum(a.beta2 * a.last["u"], g + a.eps)
    return w - a.lr * a.m_hat / u, a.state | {"u": u}


@instead_of("adamax_step", hint="np.maximum works element by element; np.max does not.")
def adamax_one_maximum_for_the_array(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The maximum is over the whole array: all its elements share one rate."""
    a = _adamax(w, g, state, o)
    u = np.maximum(a.beta2 * a.last["u"], np.max(np.abs(g)) + a.eps)
    return w - a.lr * a.m_hat / u, a.state | {"u": u}


@instead_of("adamax_step", hint="beta1 belongs to m, beta2 to u.", row="AD8")
def adamax_betas_swapped(
    w: Array, g: Array, state: Any, *, beta1: float = 0.9, beta2: float = 0.999, **o: float
) -> Step:
    """beta1 and beta2 are swapped."""
    return adamax_step(w, g, state, beta1=beta2, beta2=beta1, **o)


@instead_of("adamax_step", hint="Is t + 1 in the state that you return?", row="AD6")
def adamax_never_counts(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`t` is 1 in every step: the count is not handed on."""
    w_new, state = adamax_step(w, g, state, **o)
    return w_new, state | {"t": 0}


@instead_of("adamax_step", hint="What is t in the first step? It should be 1.", row="AD4")
def adamax_counts_from_two(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`t` is 2 in the first step: it starts at 1 and is raised before it is used."""
    before = state or {"t": 1, "m": np.zeros_like(w), "u": np.zeros_like(w)}
    return adamax_step(w, g, before, **o)


@instead_of("adamax_step", hint="What do you return as the state?", row="MO2")
def adamax_state_not_saved(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Average, maximum and count start anew at every step."""
    return adamax_step(w, g, None, **o)


@instead_of("adamax_step", hint="Is the new u in the state that you return?", row="MO2")
def adamax_maximum_not_saved(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The maximum is not handed on: every step divides by its own gradient."""
    w_new, state = adamax_step(w, g, state, **o)
    return w_new, state | {"u": np.zeros_like(w)}


@instead_of("adamax_step", hint="Every array has its own state.", row="MO6")
def adamax_state_by_shape(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Parameters of the same shape share average and maximum, kept outside of the state."""
    key = "adamax", np.shape(w)
    w_new, _latest[key] = adamax_step(w, g, None if state is None else _latest[key], **o)
    return w_new, "global"


@instead_of("adamax_step", hint="`w -= ...` writes into the caller's array.", row="OP2")
def adamax_in_place(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The parameters themselves are overwritten."""
    w_new, state = adamax_step(w, g, state, **o)
    w -= w - w_new
    return w_new, state


@instead_of("adamax_step", hint="state['t'] += 1 changes the old state; make a new one.", row="OP2")
def adamax_overwrites_the_state(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The old state is overwritten by the new one."""
    w_new, new = adamax_step(w, g, state, **o)
    if state is None:
        return w_new, new
    state.update(new)
    return w_new, state


@instead_of("adamax_step", hint="np.zeros_like(g) holds integers when g does.")
def adamax_state_has_the_dtype_of_g(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The state takes its dtype from g, so with integers fractions are cut off."""
    w_new, new = adamax_step(w, g, state, **o)
    return w_new, {k: np.asarray(a).astype(np.asarray(g).dtype) for k, a in new.items()}


@instead_of("adamax_step", hint="The defaults are PyTorch's: eps = 1e-8.")
def adamax_other_defaults(w: Array, g: Array, state: Any, *, eps: float = 1e-7, **o: float) -> Step:
    """The default of eps is 1e-7."""
    return adamax_step(w, g, state, eps=eps, **o)


# NAdam


def _nadam(w: Array, g: Array, state: Any, o: dict[str, float]) -> SimpleNamespace:
    """The same in the middle of NAdam's step, with its momenta and their product."""
    a = _averages(w, g, state, {"lr": 2e-3, "momentum_decay": 4e-3, **o})
    a.mu, a.mu_next = _momentum(a, a.t), _momentum(a, a.t + 1)
    a.p = a.last.get("p", 1.0) * a.mu
    a.state["p"] = a.p
    return a


def _momentum(a: SimpleNamespace, t: float) -> float:
    """mu(t)."""
    return a.beta1 * (1 - 0.5 * 0.96 ** (t * a.momentum_decay))


def _nadam_step(w: Array, a: SimpleNamespace, m_part: float, g_part: float, g: Array) -> Step:
    """The step whose m_hat is made of these shares of m and of g."""
    return w - a.lr * (m_part * a.m + g_part * g) / (np.sqrt(a.v_hat) + a.eps), a.state


@instead_of("nadam_step", hint="The gradient points uphill. Which way is down?", row="OP1")
def nadam_climbs(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The step goes uphill."""
    return nadam_step(w, -g, state, **o)


@instead_of("nadam_step", hint="Where are mu(t + 1) and the look ahead?", row="NA1")
def nadam_is_adam(
    w: Array, g: Array, state: Any, *, lr: float = 2e-3, momentum_decay: float = 4e-3, **o: float
) -> Step:
    """The step is Adam's: it does not look ahead."""
    del momentum_decay
    return adam_step(w, g, state, lr=lr, **o)


@instead_of("nadam_step", hint="mu(t) is not beta1: it warms up. See its formula.", row="NA1")
def nadam_without_the_schedule(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The momentum is beta1 at every step: its schedule is left out."""
    a = _nadam(w, g, state, o)
    m_part = a.beta1 / (1 - a.beta1 ** (a.t + 1))
    return _nadam_step(w, a, m_part, (1 - a.beta1) / (1 - a.beta1**a.t), g)


@instead_of("nadam_step", hint="t is 1 in the first step, also in mu(t).", row="NA1")
def nadam_schedule_one_behind(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The momentum's schedule counts from 0: mu(t - 1) and mu(t)."""
    a = _nadam(w, g, state, o)
    mu, mu_next = _momentum(a, a.t - 1), a.mu
    a.state["p"] = p = a.last.get("p", 1.0) * mu
    return _nadam_step(w, a, mu_next / (1 - p * mu_next), (1 - mu) / (1 - p), g)


@instead_of("nadam_step", hint="m's share has the momentum of the next step, mu(t + 1).", row="NA1")
def nadam_looks_at_this_step(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The share of m uses mu(t) and p as they are: nothing of the next step is in it."""
    a = _nadam(w, g, state, o)
    return _nadam_step(w, a, a.mu / (1 - a.p), (1 - a.mu) / (1 - a.p), g)


@instead_of("nadam_step", hint="m's share is divided by 1 - p * mu(t + 1).", row="NA1")
def nadam_both_shares_divided_alike(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Both shares are divided by 1 - p."""
    a = _nadam(w, g, state, o)
    return _nadam_step(w, a, a.mu_next / (1 - a.p), (1 - a.mu) / (1 - a.p), g)


@instead_of("nadam_step", hint="g's share has the factor 1 - mu(t).", row="NA1")
def nadam_whole_gradient(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The share of g lacks the factor 1 - mu(t)."""
    a = _nadam(w, g, state, o)
    return _nadam_step(w, a, a.mu_next / (1 - a.p * a.mu_next), 1 / (1 - a.p), g)


@instead_of("nadam_step", hint="Where is the share of g in m_hat?", row="NA1")
def nadam_without_the_gradient(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The share of g is left out: m alone makes the step."""
    a = _nadam(w, g, state, o)
    return _nadam_step(w, a, a.mu_next / (1 - a.p * a.mu_next), 0.0, g)


@instead_of("nadam_step", hint="p is a product over all steps, not a power of the latest mu.")
def nadam_power_for_the_product(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`p` is mu(t)**t, not the product mu(1) * ... * mu(t)."""
    a = _nadam(w, g, state, o)
    p = a.mu**a.t
    return _nadam_step(w, a, a.mu_next / (1 - p * a.mu_next), (1 - a.mu) / (1 - p), g)


@instead_of("nadam_step", hint="Is p in the state that you return?", row="MO2")
def nadam_product_not_saved(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`p` is not handed on: it is mu(t) at every step."""
    a = _nadam(w, g, state, o)
    p = a.mu
    return _nadam_step(w, a, a.mu_next / (1 - p * a.mu_next), (1 - a.mu) / (1 - p), g)


@instead_of("nadam_step", hint="What is handed on is p, without mu(t + 1).")
def nadam_saves_the_next_product(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`p` is handed on with mu(t + 1) in it, which then comes in twice."""
    w_new, new = nadam_step(w, g, state, **o)
    a = _nadam(w, g, state, o)
    return w_new, new | {"p": new["p"] * a.mu_next, "u": a.u}


@instead_of(
    "nadam_step", hint="Adam's beta1**t is replaced by p: the product of all mu.", row="NA1"
)
def nadam_corrects_with_beta1(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The corrections use beta1**t, as Adam's, where they should use p."""
    a = _nadam(w, g, state, o)
    m_part = a.mu_next / (1 - a.beta1 ** (a.t + 1))
    return _nadam_step(w, a, m_part, (1 - a.mu) / (1 - a.beta1**a.t), g)


@instead_of("nadam_step", hint="m is averaged with beta1; mu(t) appears in m_hat only.")
def nadam_averages_with_mu(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`m` is averaged with mu(t), where beta1 belongs."""
    a = _nadam(w, g, state, o)
    a.m = a.state["m"] = a.mu * a.last["m"] + (1 - a.mu) * g
    return _nadam_step(w, a, a.mu_next / (1 - a.p * a.mu_next), (1 - a.mu) / (1 - a.p), g)


@instead_of("nadam_step", hint="v starts at 0: divide it by 1 - beta2**t.", row="AD3")
def nadam_v_not_corrected(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`v` is not corrected for its start at 0."""
    a = _nadam(w, g, state, o)
    a.v_hat = a.v
    return _nadam_step(w, a, a.mu_next / (1 - a.p * a.mu_next), (1 - a.mu) / (1 - a.p), g)


@instead_of("nadam_step", hint="sqrt(v_hat) + eps, not sqrt(v_hat + eps).", row="AD10")
def nadam_eps_inside(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`eps` is inside the square root."""
    a = _nadam(w, g, state, o)
    m_hat = a.mu_next * a.m / (1 - a.p * a.mu_next) + (1 - a.mu) * g / (1 - a.p)
    return w - a.lr * m_hat / np.sqrt(a.v_hat + a.eps), a.state


@instead_of("nadam_step", hint="eps is an argument: use it.", row="AD11")
def nadam_eps_fixed(w: Array, g: Array, state: Any, *, eps: float = 1e-8, **o: float) -> Step:
    """`eps` is a fixed 1e-8, whatever the argument."""
    del eps
    return nadam_step(w, g, state, **o)


@instead_of("nadam_step", hint="What is the step of a parameter whose gradients are all 0?")
def nadam_without_eps(w: Array, g: Array, state: Any, *, eps: float = 1e-8, **o: float) -> Step:
    """`eps` is left out, so a gradient of 0 divides 0 by 0."""
    del eps
    return nadam_step(w, g, state, eps=0.0, **o)


@instead_of("nadam_step", hint="momentum_decay is an argument: use it.", row="NA1")
def nadam_momentum_decay_fixed(
    w: Array, g: Array, state: Any, *, momentum_decay: float = 4e-3, **o: float
) -> Step:
    """`momentum_decay` is a fixed 0.004, whatever the argument."""
    del momentum_decay
    return nadam_step(w, g, state, **o)


@instead_of("nadam_step", hint="beta1 belongs to m and mu, beta2 to v.", row="AD8")
def nadam_betas_swapped(
    w: Array, g: Array, state: Any, *, beta1: float = 0.9, beta2: float = 0.999, **o: float
) -> Step:
    """beta1 and beta2 are swapped."""
    return nadam_step(w, g, state, beta1=beta2, beta2=beta1, **o)


@instead_of("nadam_step", hint="Is t + 1 in the state that you return?", row="AD6")
def nadam_never_counts(w: Array, g: Array, state: Any, **o: float) -> Step:
    """`t` is 1 in every step: the count is not handed on."""
    w_new, state = nadam_step(w, g, state, **o)
    return w_new, state | {"t": 0}


@instead_of("nadam_step", hint="What do you return as the state?", row="MO2")
def nadam_state_not_saved(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Averages, product and count start anew at every step."""
    return nadam_step(w, g, None, **o)


@instead_of("nadam_step", hint="Every array has its own state.", row="MO6")
def nadam_state_by_shape(w: Array, g: Array, state: Any, **o: float) -> Step:
    """Parameters of the same shape share their averages, kept outside of the state."""
    key = "nadam", np.shape(w)
    w_new, _latest[key] = nadam_step(w, g, None if state is None else _latest[key], **o)
    return w_new, "global"


@instead_of("nadam_step", hint="The product p belongs to one array: keep it in its state.")
def nadam_product_in_a_global(w: Array, g: Array, state: Any, **o: float) -> Step:
    """All arrays share one product p, kept outside of the state."""
    a = _nadam(w, g, state, o)
    _latest["nadam p"] = p = _latest.get("nadam p", 1.0) * a.mu
    return _nadam_step(w, a, a.mu_next / (1 - p * a.mu_next), (1 - a.mu) / (1 - p), g)


@instead_of("nadam_step", hint="`w -= ...` writes into the caller's array.", row="OP2")
def nadam_in_place(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The parameters themselves are overwritten."""
    w_new, state = nadam_step(w, g, state, **o)
    w -= w - w_new
    return w_new, state


@instead_of("nadam_step", hint="state['t'] += 1 changes the old state; make a new one.", row="OP2")
def nadam_overwrites_the_state(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The old state is overwritten by the new one."""
    w_new, new = nadam_step(w, g, state, **o)
    if state is None:
        return w_new, new
    state.update(new)
    return w_new, state


@instead_of("nadam_step", hint="np.zeros_like(g) holds integers when g does.")
def nadam_averages_have_the_dtype_of_g(w: Array, g: Array, state: Any, **o: float) -> Step:
    """The averages take their dtype from g, so with integers their fractions are cut off."""
    w_new, new = nadam_step(w, g, state, **o)
    dtype = np.asarray(g).dtype
    return w_new, new | {k: np.asarray(new[k]).astype(dtype) for k in ("m", "v")}


@instead_of("nadam_step", hint="The defaults are PyTorch's: lr = 0.002.")
def nadam_other_defaults(w: Array, g: Array, state: Any, *, lr: float = 1e-3, **o: float) -> Step:
    """The default of lr is 0.001, as Adam's."""
    return nadam_step(w, g, state, lr=lr, **o)


# Step decay


@instead_of("step_decay", hint="Which t is the first with the smaller rate?", row="OP6")
def step_decay_one_early(t: int, **o: Any) -> float:
    """The rate falls one step too early: t is counted from 1."""
    return step_decay(t + 1, **o)


@instead_of("step_decay", hint="At t = step_size the rate has fallen already.", row="OP6")
def step_decay_one_late(t: int, **o: Any) -> float:
    """The rate falls one step too late."""
    return step_decay(max(t - 1, 0), **o)


@instead_of("step_decay", hint="t // step_size cuts off the fraction; t / step_size does not.")
def step_decay_without_steps(t: int, *, lr: float, step_size: int, gamma: float = 0.1) -> float:
    """The exponent is t / step_size: the rate falls a little at every step."""
    return lr * float(gamma ** (t / step_size))


@instead_of("step_decay", hint="Between two integers, the exponent is the lower one.")
def step_decay_rounds(t: int, *, lr: float, step_size: int, gamma: float = 0.1) -> float:
    """The exponent is rounded to the nearest integer, so the rate falls in mid-interval."""
    return float(lr * gamma ** round(t / step_size))


@instead_of("step_decay", hint="After 2 * step_size steps gamma has come in twice.")
def step_decay_falls_once(t: int, *, lr: float, step_size: int, gamma: float = 0.1) -> float:
    """The rate falls once, at step_size, and never again."""
    return lr * gamma if t >= step_size else lr


@instead_of("step_decay", hint="What is the rate one step after it has fallen?")
def step_decay_recovers(t: int, *, lr: float, step_size: int, gamma: float = 0.1) -> float:
    """The rate is smaller only at the multiples of step_size, and lr in between."""
    return lr * gamma if t and t % step_size == 0 else lr


@instead_of("step_decay", hint="Powers: two falls are gamma * gamma.")
def step_decay_multiplies_the_count(
    t: int, *, lr: float, step_size: int, gamma: float = 0.1
) -> float:
    """`gamma` is multiplied by the number of falls, where it should be raised to it."""
    return lr * gamma * (t // step_size) if t >= step_size else lr


@instead_of("step_decay", hint="gamma is what remains, not what is taken away.")
def step_decay_takes_gamma_away(t: int, *, lr: float, step_size: int, gamma: float = 0.1) -> float:
    """The rate is multiplied by 1 - gamma."""
    return step_decay(t, lr=lr, step_size=step_size, gamma=1 - gamma)


@instead_of("step_decay", hint="gamma is an argument: use it.")
def step_decay_gamma_fixed(t: int, *, lr: float, step_size: int, gamma: float = 0.5) -> float:
    """The default of gamma is 0.5."""
    return step_decay(t, lr=lr, step_size=step_size, gamma=gamma)


@instead_of("step_decay", hint="Is t in your formula?", row="OP6")
def step_decay_ignored(t: int, *, lr: float, **_: Any) -> float:
    """The rate is lr at every t."""
    del t
    return lr


@instead_of("step_decay", hint="Compute the rate from t alone; remember nothing.")
def step_decay_remembers(t: int, *, lr: float, step_size: int, gamma: float = 0.1) -> float:
    """The rate is remembered between calls and multiplied by gamma at multiples of step_size."""
    rate = lr if t == 0 else float(_latest.get("step", lr))
    _latest["step"] = rate = rate * gamma if t and t % step_size == 0 else rate
    return rate


# Exponential decay


@instead_of("exponential_decay", hint="At t = 0 the rate is lr.", row="OP6")
def exponential_decay_one_early(t: int, **o: float) -> float:
    """The rate is already multiplied at t = 0: t is counted from 1."""
    return exponential_decay(t + 1, **o)


@instead_of("exponential_decay", hint="gamma to the power of t: gamma**t.")
def exponential_decay_multiplies(t: int, *, lr: float, gamma: float) -> float:
    """`gamma` is multiplied by t, where it should be raised to the power t."""
    return lr * gamma * t


@instead_of("exponential_decay", hint="gamma is the factor of one step: gamma**t, not exp.")
def exponential_decay_of_e(t: int, *, lr: float, gamma: float) -> float:
    """The rate is lr * exp(-gamma * t)."""
    return lr * math.exp(-gamma * t)


@instead_of("exponential_decay", hint="The same factor at every step is a curve, not a line.")
def exponential_decay_is_linear(t: int, *, lr: float, gamma: float) -> float:
    """The rate falls in a straight line: lr * (1 - (1 - gamma) * t)."""
    return lr * (1 - (1 - gamma) * t)


@instead_of("exponential_decay", hint="gamma is what remains, not what is taken away.")
def exponential_decay_takes_gamma_away(t: int, *, lr: float, gamma: float) -> float:
    """The rate is multiplied by 1 - gamma."""
    return exponential_decay(t, lr=lr, gamma=1 - gamma)


@instead_of("exponential_decay", hint="lr is a factor in front; only gamma has the power.")
def exponential_decay_power_of_all(t: int, *, lr: float, gamma: float) -> float:
    """The power covers lr as well: (lr * gamma)**t."""
    return float((lr * gamma) ** t)


@instead_of("exponential_decay", hint="Is t in your formula?", row="OP6")
def exponential_decay_ignored(t: int, *, lr: float, gamma: float) -> float:
    """The rate is lr at every t."""
    del t, gamma
    return lr


@instead_of("exponential_decay", hint="Compute the rate from t alone; remember nothing.")
def exponential_decay_remembers(t: int, *, lr: float, gamma: float) -> float:
    """The rate is remembered between calls and multiplied by gamma at each."""
    _latest["rate"] = rate = lr if t == 0 else gamma * float(_latest.get("rate", lr))
    return rate


# Cosine decay


@instead_of("cosine_decay", hint="At t = 0 the rate is lr.", row="OP6")
def cosine_decay_one_early(t: int, **o: Any) -> float:
    """`t` is counted from 1."""
    return cosine_decay(t + 1, **o)


@instead_of("cosine_decay", hint="At t = t_max the rate is lr_min: how many steps are that?")
def cosine_decay_ends_one_early(t: int, *, lr: float, t_max: int, **o: float) -> float:
    """`lr_min` is reached at t_max - 1."""
    return cosine_decay(t, lr=lr, t_max=t_max - 1, **o)


@instead_of("cosine_decay", hint="Half a wave: the angle goes from 0 to pi.")
def cosine_decay_whole_wave(t: int, *, lr: float, t_max: int, lr_min: float = 0.0) -> float:
    """The angle goes to 2 pi: the rate falls and comes back."""
    return lr_min + (lr - lr_min) * (1 + math.cos(2 * math.pi * t / t_max)) / 2


@instead_of("cosine_decay", hint="math.cos takes radians: pi * t / t_max.")
def cosine_decay_without_pi(t: int, *, lr: float, t_max: int, lr_min: float = 0.0) -> float:
    """`pi` is missing: the angle goes to 1."""
    return lr_min + (lr - lr_min) * (1 + math.cos(t / t_max)) / 2


@instead_of("cosine_decay", hint="1 + cos goes from 2 to 0: halve it.")
def cosine_decay_not_halved(t: int, *, lr: float, t_max: int, lr_min: float = 0.0) -> float:
    """The half is missing: the rate starts at twice lr."""
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * t / t_max))


@instead_of("cosine_decay", hint="What is cos(pi)? A rate is never negative.")
def cosine_decay_below_zero(t: int, *, lr: float, t_max: int, lr_min: float = 0.0) -> float:
    """The rate is lr * cos: it goes on to -lr."""
    return lr_min + (lr - lr_min) * math.cos(math.pi * t / t_max)


@instead_of("cosine_decay", hint="A quarter of a wave never levels off; half a wave does.")
def cosine_decay_quarter_wave(t: int, *, lr: float, t_max: int, lr_min: float = 0.0) -> float:
    """The angle goes to pi / 2, and the cosine is used as it is."""
    return lr_min + (lr - lr_min) * math.cos(math.pi * t / (2 * t_max))


@instead_of("cosine_decay", hint="1 + cos falls; 1 - cos rises.")
def cosine_decay_rises(t: int, *, lr: float, t_max: int, lr_min: float = 0.0) -> float:
    """The rate rises from lr_min to lr."""
    return lr_min + (lr - lr_min) * (1 - math.cos(math.pi * t / t_max)) / 2


@instead_of("cosine_decay", hint="A straight line has no cosine.")
def cosine_decay_is_linear(t: int, *, lr: float, t_max: int, lr_min: float = 0.0) -> float:
    """The rate falls in a straight line."""
    return lr_min + (lr - lr_min) * (1 - t / t_max)


@instead_of("cosine_decay", hint="What is the rate at t = t_max? It should be lr_min.")
def cosine_decay_without_lr_min(t: int, *, lr: float, t_max: int, **_: float) -> float:
    """`lr_min` is ignored: the rate goes to 0."""
    return cosine_decay(t, lr=lr, t_max=t_max)


@instead_of("cosine_decay", hint="What is the rate at t = 0? It should be lr.")
def cosine_decay_lr_min_on_top(t: int, *, lr: float, t_max: int, lr_min: float = 0.0) -> float:
    """`lr_min` is added on top: the rate starts at lr + lr_min."""
    return lr_min + cosine_decay(t, lr=lr, t_max=t_max)


@instead_of("cosine_decay", hint="The whole curve is squeezed between lr_min and lr, not cut off.")
def cosine_decay_cut_off(t: int, *, lr: float, t_max: int, lr_min: float = 0.0) -> float:
    """The rate goes towards 0 and is cut off at lr_min."""
    return max(lr_min, cosine_decay(t, lr=lr, t_max=t_max))


@instead_of("cosine_decay", hint="Is t in your formula?", row="OP6")
def cosine_decay_ignored(t: int, *, lr: float, **_: Any) -> float:
    """The rate is lr at every t."""
    del t
    return lr


@instead_of(
    "cosine_decay", hint="Compute the rate from t alone, not from how often you were asked."
)
def cosine_decay_counts_calls(t: int, **o: Any) -> float:
    """The number of calls is used in place of t."""
    _latest["calls"] = calls = 0 if t == 0 else _latest.get("calls", -1) + 1
    return cosine_decay(calls, **o)


# Linear warm-up


@instead_of("linear_warmup", hint="At t = 0 the rate is start_factor * lr.", row="OP6")
def linear_warmup_one_early(t: int, **o: Any) -> float:
    """`t` is counted from 1."""
    return linear_warmup(t + 1, **o)


@instead_of("linear_warmup", hint="Once it is lr, the rate stays lr: min(t, warmup_steps).")
def linear_warmup_never_stops(
    t: int, *, lr: float, warmup_steps: int = 5, start_factor: float = 1 / 3
) -> float:
    """The rate goes on rising after the warm-up."""
    return lr * (start_factor + (1 - start_factor) * t / warmup_steps)


@instead_of("linear_warmup", hint="The rise starts at start_factor * lr, not at 0.")
def linear_warmup_from_zero(t: int, *, lr: float, warmup_steps: int = 5, **_: float) -> float:
    """The rate starts at 0, whatever start_factor is."""
    return linear_warmup(t, lr=lr, warmup_steps=warmup_steps, start_factor=0.0)


@instead_of("linear_warmup", hint="From start_factor to 1, the rise is 1 - start_factor.")
def linear_warmup_too_high(
    t: int, *, lr: float, warmup_steps: int = 5, start_factor: float = 1 / 3
) -> float:
    """The rise is a whole lr on top of the start: it ends above lr."""
    return lr * (start_factor + min(t, warmup_steps) / warmup_steps)


@instead_of("linear_warmup", hint="The start is a part of lr: start_factor * lr.")
def linear_warmup_start_is_a_rate(
    t: int, *, lr: float, warmup_steps: int = 5, start_factor: float = 1 / 3
) -> float:
    """`start_factor` is taken to be the first rate itself, not a part of lr."""
    return start_factor + (lr - start_factor) * min(t, warmup_steps) / warmup_steps


@instead_of("linear_warmup", hint="lr is reached at t = warmup_steps. How many steps are that?")
def linear_warmup_ends_one_early(
    t: int, *, lr: float, warmup_steps: int = 5, start_factor: float = 1 / 3
) -> float:
    """`lr` is reached at warmup_steps - 1."""
    return linear_warmup(t, lr=lr, warmup_steps=warmup_steps - 1, start_factor=start_factor)


@instead_of("linear_warmup", hint="A straight line: each step adds the same.")
def linear_warmup_jumps(
    t: int, *, lr: float, warmup_steps: int = 5, start_factor: float = 1 / 3
) -> float:
    """The rate stays at start_factor * lr and then jumps to lr."""
    return lr if t >= warmup_steps else lr * start_factor


@instead_of("linear_warmup", hint="The larger of a line and its start is no straight line.")
def linear_warmup_bent(
    t: int, *, lr: float, warmup_steps: int = 5, start_factor: float = 1 / 3
) -> float:
    """The rise is a line from 0, cut off below at start_factor * lr."""
    return lr * max(start_factor, min(t, warmup_steps) / warmup_steps)


@instead_of("linear_warmup", hint="Warming up is rising.")
def linear_warmup_falls(
    t: int, *, lr: float, warmup_steps: int = 5, start_factor: float = 1 / 3
) -> float:
    """The rate falls from lr to start_factor * lr."""
    risen = min(t, warmup_steps) / warmup_steps
    return lr * (1 - (1 - start_factor) * risen)


@instead_of("linear_warmup", hint="The defaults are PyTorch's: 5 steps from 1 / 3.")
def linear_warmup_other_defaults(
    t: int, *, lr: float, warmup_steps: int = 5, start_factor: float = 0.1
) -> float:
    """The default of start_factor is 0.1."""
    return linear_warmup(t, lr=lr, warmup_steps=warmup_steps, start_factor=start_factor)


@instead_of("linear_warmup", hint="Is t in your formula?", row="OP6")
def linear_warmup_ignored(t: int, *, lr: float, **_: Any) -> float:
    """The rate is lr at every t."""
    del t
    return lr


@instead_of(
    "linear_warmup", hint="Compute the rate from t alone, not from how often you were asked."
)
def linear_warmup_counts_calls(t: int, **o: Any) -> float:
    """The number of calls is used in place of t."""
    _latest["calls"] = calls = 0 if t == 0 else _latest.get("calls", -1) + 1
    return linear_warmup(calls, **o)


# Clipping by value


@instead_of("clip_by_value", hint="What happens to -100?")
def value_clipped_above_only(grads: Grads, c: float) -> Clipped:
    """Only what is above c is cut: large negative elements stay."""
    return [np.minimum(g, c) for g in grads], clip_by_value(grads, c)[1]


@instead_of("clip_by_value", hint="-100 becomes -c, not c.")
def value_clipped_without_its_sign(grads: Grads, c: float) -> Clipped:
    """The signs are lost: absolute values are cut."""
    return [np.minimum(np.abs(g), c) for g in grads], clip_by_value(grads, c)[1]


@instead_of("clip_by_value", hint="What is too large becomes c, not 0.")
def value_too_large_becomes_zero(grads: Grads, c: float) -> Clipped:
    """Elements that are too large are set to 0."""
    return [np.where(np.abs(g) > c, 0.0, g) for g in grads], clip_by_value(grads, c)[1]


@instead_of("clip_by_value", hint="Each element by itself: small ones stay as they are.", row="CL3")
def value_rescaled_by_the_norm(grads: Grads, c: float) -> Clipped:
    """All gradients are scaled by one factor, as in clipping by norm."""
    return clip_by_global_norm(grads, c)


@instead_of("clip_by_value", hint="Elements that are small enough stay as they are.")
def value_divided_by_the_largest(grads: Grads, c: float) -> Clipped:
    """Each array is scaled so that its largest element is c."""
    return [g * (c / np.max(np.abs(g))) for g in grads], clip_by_value(grads, c)[1]


@instead_of("clip_by_value", hint="Every element larger than c becomes c, the others stay.")
def value_always_c(grads: Grads, c: float) -> Clipped:
    """Every element becomes c or -c, also the small ones."""
    return [c * np.sign(g) for g in grads], clip_by_value(grads, c)[1]


@instead_of("clip_by_value", hint="Measure first, clip then: the norm is that before clipping.")
def value_norm_after_clipping(grads: Grads, c: float) -> Clipped:
    """The norm is that of the clipped gradients."""
    clipped, _ = clip_by_value(grads, c)
    return clipped, clip_by_value(clipped, c)[1]


@instead_of("clip_by_value", hint="The norm is the root of the sum of squares.")
def value_norm_without_the_root(grads: Grads, c: float) -> Clipped:
    """The norm lacks its square root."""
    clipped, norm = clip_by_value(grads, c)
    return clipped, norm**2


@instead_of("clip_by_value", hint="Add up squares over all arrays, and take one root at the end.")
def value_norms_added_up(grads: Grads, c: float) -> Clipped:
    """The norms of the arrays are added up."""
    return clip_by_value(grads, c)[0], float(sum(np.linalg.norm(g) for g in grads))


@instead_of(
    "clip_by_value", hint="One number for all arrays together, not one for each.", row="CL1"
)
def value_norm_of_each_array(grads: Grads, c: float) -> Clipped:
    """There is one norm for each array."""
    return clip_by_value(grads, c)[0], np.array([np.linalg.norm(g) for g in grads])


@instead_of("clip_by_value", hint="All arrays belong to the norm. What does your loop return?")
def value_norm_of_the_last_array(grads: Grads, c: float) -> Clipped:
    """The norm is that of the last array alone."""
    return clip_by_value(grads, c)[0], float(np.linalg.norm(grads[-1]))


@instead_of("clip_by_value", hint="The largest element is another norm than the root of squares.")
def value_norm_is_the_largest(grads: Grads, c: float) -> Clipped:
    """The norm is the largest absolute value."""
    return clip_by_value(grads, c)[0], float(max(np.max(np.abs(g)) for g in grads))


@instead_of(
    "clip_by_value", hint="np.clip(g, -c, c, out=g) writes into the caller's array.", row="OP2"
)
def value_clipped_in_place(grads: Grads, c: float) -> Clipped:
    """The gradients themselves are overwritten, where they hold floats."""
    clipped, norm = clip_by_value(grads, c)
    for g, new in zip(grads, clipped, strict=True):
        if g.dtype.kind == "f":
            g[...] = new
    return clipped, norm


@instead_of("clip_by_value", hint="np.empty_like(g) holds integers when g does.")
def value_result_has_the_dtype_of_g(grads: Grads, c: float) -> Clipped:
    """The result takes its dtype from g, so integer gradients lose their fractions."""
    clipped, norm = clip_by_value(grads, c)
    return [new.astype(g.dtype) for g, new in zip(grads, clipped, strict=True)], norm


@instead_of("clip_by_value", hint="Return a list of arrays in their own shapes.")
def value_arrays_joined(grads: Grads, c: float) -> Clipped:
    """The gradients come back as one long vector."""
    clipped, norm = clip_by_value(grads, c)
    return np.concatenate([g.ravel() for g in clipped]), norm


# Clipping by the global norm


@instead_of(
    "clip_by_global_norm", hint="One norm and one factor for all arrays together.", row="CL1"
)
def norm_of_each_array(grads: Grads, c: float) -> Clipped:
    """Each array is clipped by its own norm, which turns the step."""
    clipped = [clip_by_global_norm([g], c)[0][0] for g in grads]
    return clipped, clip_by_global_norm(grads, c)[1]


@instead_of(
    "clip_by_global_norm", hint="What happens to gradients that are small? min(1, ...)", row="CL2"
)
def norm_always_rescaled(grads: Grads, c: float) -> Clipped:
    """Gradients are scaled to the norm c also when theirs is smaller."""
    _, norm = clip_by_global_norm(grads, c)
    return [g * (c / (norm + 1e-6)) for g in grads], norm


@instead_of("clip_by_global_norm", hint="One factor for all: the direction stays.", row="CL3")
def norm_clipped_by_value(grads: Grads, c: float) -> Clipped:
    """Each element is limited by itself, which turns the step."""
    return clip_by_value(grads, c)


@instead_of("clip_by_global_norm", hint="Is the factor below 1 when the norm is above c?")
def norm_factor_upside_down(grads: Grads, c: float) -> Clipped:
    """The factor is norm / c: large gradients get larger."""
    _, norm = clip_by_global_norm(grads, c)
    return [g * max(1.0, norm / c) for g in grads], norm


@instead_of("clip_by_global_norm", hint="With a factor of min(1, ...) nothing ever grows.")
def norm_limits_the_wrong_side(grads: Grads, c: float) -> Clipped:
    """The factor is max(1, c / norm): small gradients grow, large ones stay."""
    _, norm = clip_by_global_norm(grads, c)
    return [g * max(1.0, c / (norm + 1e-6)) for g in grads], norm


@instead_of("clip_by_global_norm", hint="Divide by the norm as well: c / norm.")
def norm_not_divided_out(grads: Grads, c: float) -> Clipped:
    """Gradients that are too large are divided by their norm: it becomes 1, not c."""
    _, norm = clip_by_global_norm(grads, c)
    return [g / norm if norm > c else 1.0 * g for g in grads], norm


@instead_of("clip_by_global_norm", hint="The norm is the root of the sum of squares.")
def norm_without_the_root(grads: Grads, c: float) -> Clipped:
    """The square root of the norm is left out."""
    norm = clip_by_global_norm(grads, c)[1] ** 2
    return [g * min(1.0, c / (norm + 1e-6)) for g in grads], norm


@instead_of("clip_by_global_norm", hint="Add up squares over all arrays, and take one root.")
def norms_added_up(grads: Grads, c: float) -> Clipped:
    """The norms of the arrays are added up."""
    norm = float(sum(np.linalg.norm(g) for g in grads))
    return [g * min(1.0, c / (norm + 1e-6)) for g in grads], norm


@instead_of("clip_by_global_norm", hint="Squares and a root, not absolute values.")
def norm_of_absolute_values(grads: Grads, c: float) -> Clipped:
    """The norm is the sum of absolute values."""
    norm = float(sum(np.sum(np.abs(g)) for g in grads))
    return [g * min(1.0, c / (norm + 1e-6)) for g in grads], norm


@instead_of(
    "clip_by_global_norm", hint="A norm is a sum, not a mean: more parameters, longer steps."
)
def norm_is_a_mean(grads: Grads, c: float) -> Clipped:
    """The squares are averaged, not added up."""
    norm = clip_by_global_norm(grads, c)[1] / math.sqrt(sum(np.size(g) for g in grads))
    return [g * min(1.0, c / (norm + 1e-6)) for g in grads], norm


@instead_of("clip_by_global_norm", hint="The largest element is another norm.")
def norm_is_the_largest(grads: Grads, c: float) -> Clipped:
    """The norm is the largest absolute value."""
    norm = float(max(np.max(np.abs(g)) for g in grads))
    return [g * min(1.0, c / (norm + 1e-6)) for g in grads], norm


@instead_of("clip_by_global_norm", hint="Clipping shortens the step; it does not drop it.")
def norm_too_large_becomes_zero(grads: Grads, c: float) -> Clipped:
    """Gradients that are too large together are all set to 0."""
    _, norm = clip_by_global_norm(grads, c)
    return [0.0 * g if norm > c else 1.0 * g for g in grads], norm


@instead_of("clip_by_global_norm", hint="Measure first: the norm is that before clipping.")
def norm_after_clipping(grads: Grads, c: float) -> Clipped:
    """The norm returned is that of the clipped gradients."""
    clipped, _ = clip_by_global_norm(grads, c)
    return clipped, clip_by_global_norm(clipped, c)[1]


@instead_of("clip_by_global_norm", hint="What is c / norm when all gradients are 0?")
def norm_of_zero_divides(grads: Grads, c: float) -> Clipped:
    """The 1e-6 is left out, and gradients that are all 0 divide by 0."""
    _, norm = clip_by_global_norm(grads, c)
    return [g * (c / np.float64(max(norm, c) if norm else 0.0)) for g in grads], norm


@instead_of("clip_by_global_norm", hint="norm + 1e-6 in the formula keeps the quotient finite.")
def norm_without_its_constant(grads: Grads, c: float) -> Clipped:
    """The 1e-6 is left out; beside tiny gradients that shows."""
    _, norm = clip_by_global_norm(grads, c)
    return [g * (c / norm) if norm > c else 1.0 * g for g in grads], norm


@instead_of("clip_by_global_norm", hint="`g *= factor` writes into the caller's array.", row="OP2")
def norm_clipped_in_place(grads: Grads, c: float) -> Clipped:
    """The gradients themselves are overwritten, where they hold floats."""
    clipped, norm = clip_by_global_norm(grads, c)
    for g, new in zip(grads, clipped, strict=True):
        if g.dtype.kind == "f":
            g[...] = new
    return clipped, norm


@instead_of("clip_by_global_norm", hint="np.empty_like(g) holds integers when g does.")
def norm_result_has_the_dtype_of_g(grads: Grads, c: float) -> Clipped:
    """The result takes its dtype from g, so integer gradients lose their fractions."""
    clipped, norm = clip_by_global_norm(grads, c)
    return [np.asarray(new).astype(g.dtype) for g, new in zip(grads, clipped, strict=True)], norm


@instead_of("clip_by_global_norm", hint="Return a list of arrays in their own shapes.")
def norm_arrays_joined(grads: Grads, c: float) -> Clipped:
    """The gradients come back as one long vector."""
    clipped, norm = clip_by_global_norm(grads, c)
    return np.concatenate([np.ravel(g) for g in clipped]), norm
