"""The same functions in PyTorch: the second opinion that every answer is held against.

An optimizer here is PyTorch's own class, driven through all the steps of a question at once: it is
asked with the parameters, the gradients of all steps, and the rates, and answers with the update
``w_new - w`` of every step. Without rates, and without options, PyTorch's defaults hold. A schedule
is asked for the rates at t = 0, 1, ..., n - 1. Every function is pure. torch is imported in no
other file of this assignment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch.optim import lr_scheduler

Rates = Sequence[float] | None


def _tensor(array: np.ndarray | float) -> torch.Tensor:
    """Copy any array or number, whatever its dtype and strides, to float64."""
    return torch.tensor(np.array(array, dtype=np.float64, order="C"))


def _updates(
    optimizer: type[torch.optim.Optimizer],
    w: np.ndarray | float,
    gradients: np.ndarray,
    rates: Rates,
    **options: Any,
) -> np.ndarray:
    """Let `optimizer` make a step with each gradient; the updates (T, shape of w)."""
    default = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)  # NAdam keeps the product of its momenta in this dtype
    try:
        parameter = torch.nn.Parameter(_tensor(w))
        stepper = optimizer([parameter], **options)
        updates = []
        for t, g in enumerate(gradients):
            if rates is not None:
                stepper.param_groups[0]["lr"] = float(rates[t])
            before = parameter.detach().clone()
            parameter.grad = _tensor(g)
            stepper.step()
            updates.append((parameter.detach() - before).numpy())
        return np.stack(updates)
    finally:
        torch.set_default_dtype(default)


def _betas(options: dict[str, Any]) -> dict[str, Any]:
    """PyTorch's form of the options: both betas in one pair."""
    betas = options.pop("beta1", 0.9), options.pop("beta2", 0.999)
    return {"betas": betas, **options}


def sgd_step(
    w: np.ndarray, gradients: np.ndarray, rates: Rates = None, **options: Any
) -> np.ndarray:
    """Return the updates (T, shape of w)."""
    return _updates(torch.optim.SGD, w, gradients, rates, **options)


def momentum_step(
    w: np.ndarray, gradients: np.ndarray, rates: Rates = None, *, momentum: float = 0.9
) -> np.ndarray:
    """Return the updates (T, shape of w). PyTorch's own default of momentum is 0: none."""
    return _updates(torch.optim.SGD, w, gradients, rates, momentum=momentum)


def nesterov_step(
    w: np.ndarray, gradients: np.ndarray, rates: Rates = None, *, momentum: float = 0.9
) -> np.ndarray:
    """Return the updates (T, shape of w)."""
    return _updates(torch.optim.SGD, w, gradients, rates, momentum=momentum, nesterov=True)


def adagrad_step(
    w: np.ndarray, gradients: np.ndarray, rates: Rates = None, **options: Any
) -> np.ndarray:
    """Return the updates (T, shape of w)."""
    return _updates(torch.optim.Adagrad, w, gradients, rates, **options)


def adadelta_step(
    w: np.ndarray, gradients: np.ndarray, rates: Rates = None, **options: Any
) -> np.ndarray:
    """Return the updates (T, shape of w)."""
    return _updates(torch.optim.Adadelta, w, gradients, rates, **options)


def rmsprop_step(
    w: np.ndarray, gradients: np.ndarray, rates: Rates = None, **options: Any
) -> np.ndarray:
    """Return the updates (T, shape of w)."""
    return _updates(torch.optim.RMSprop, w, gradients, rates, **options)


def adam_step(
    w: np.ndarray, gradients: np.ndarray, rates: Rates = None, **options: Any
) -> np.ndarray:
    """Return the updates (T, shape of w)."""
    return _updates(torch.optim.Adam, w, gradients, rates, **_betas(options))


def adamw_step(
    w: np.ndarray, gradients: np.ndarray, rates: Rates = None, **options: Any
) -> np.ndarray:
    """Return the updates (T, shape of w)."""
    return _updates(torch.optim.AdamW, w, gradients, rates, **_betas(options))


def adamax_step(
    w: np.ndarray, gradients: np.ndarray, rates: Rates = None, **options: Any
) -> np.ndarray:
    """Return the updates (T, shape of w)."""
    return _updates(torch.optim.Adamax, w, gradients, rates, **_betas(options))


def nadam_step(
    w: np.ndarray, gradients: np.ndarray, rates: Rates = None, **options: Any
) -> np.ndarray:
    """Return the updates (T, shape of w)."""
    return _updates(torch.optim.NAdam, w, gradients, rates, **_betas(options))


def _rates(
    n: int, lr: float, make: Callable[[torch.optim.Optimizer], lr_scheduler.LRScheduler]
) -> np.ndarray:
    """The rates at t = 0 .. n - 1 of the schedule that `make` sets upon an optimizer."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr)
    schedule = make(optimizer)
    rates = []
    for _ in range(n):
        rates.append(float(schedule.get_last_lr()[0]))
        optimizer.step()
        schedule.step()
    return np.array(rates)


def step_decay(n: int, *, lr: float, step_size: int, **options: Any) -> np.ndarray:
    """Return the rates (n,)."""
    return _rates(n, lr, lambda o: lr_scheduler.StepLR(o, step_size, **options))


def exponential_decay(n: int, *, lr: float, gamma: float) -> np.ndarray:
    """Return the rates (n,)."""
    return _rates(n, lr, lambda o: lr_scheduler.ExponentialLR(o, gamma))


def cosine_decay(n: int, *, lr: float, t_max: int, lr_min: float = 0.0) -> np.ndarray:
    """Return the rates (n,)."""
    return _rates(n, lr, lambda o: lr_scheduler.CosineAnnealingLR(o, t_max, eta_min=lr_min))


def linear_warmup(
    n: int, *, lr: float, warmup_steps: int | None = None, **options: Any
) -> np.ndarray:
    """Return the rates (n,)."""
    if warmup_steps is not None:
        options["total_iters"] = warmup_steps
    return _rates(n, lr, lambda o: lr_scheduler.LinearLR(o, **options))


def _clipped(
    grads: Sequence[np.ndarray], clip: Callable[[list[torch.nn.Parameter]], Any]
) -> tuple[Any, ...]:
    """All gradients after `clip` has cut down those of as many parameters; their norm before."""
    parameters = [torch.nn.Parameter(torch.zeros_like(_tensor(g))) for g in grads]
    tensors = [_tensor(g) for g in grads]
    norm = torch.nn.utils.get_total_norm(tensors).item()
    for parameter, tensor in zip(parameters, tensors, strict=True):
        parameter.grad = tensor
    clip(parameters)  # in place, so the tensors are what is clipped
    return (*(tensor.numpy() for tensor in tensors), norm)


def clip_by_value(grads: Sequence[np.ndarray], c: float) -> tuple[Any, ...]:
    """Return every gradient, and then the norm."""
    return _clipped(grads, lambda parameters: torch.nn.utils.clip_grad_value_(parameters, c))


def clip_by_global_norm(grads: Sequence[np.ndarray], c: float) -> tuple[Any, ...]:
    """Return every gradient, and then the norm."""
    return _clipped(grads, lambda parameters: torch.nn.utils.clip_grad_norm_(parameters, c))
