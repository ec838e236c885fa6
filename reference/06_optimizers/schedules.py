"""Schedules: which rate to use at which step.

Every schedule is a pure function of t, the number of steps (or epochs) that are already behind:
t = 0 before the first step. It may be asked about any t in any order. `lr` is the rate that the
schedule starts from or works up to, and the result is a float, the rate at t. Formulas and defaults
are PyTorch's (torch.optim.lr_scheduler).
"""

from __future__ import annotations

import math


def step_decay(t: int, *, lr: float, step_size: int, gamma: float = 0.1) -> float:
    """Multiply the rate by gamma after every step_size steps: ``lr * gamma**(t // step_size)``.

    The first step_size steps, t = 0 to step_size - 1, have the rate lr.

    Args:
        t: steps behind, an integer from 0.
        lr: the rate at t = 0.
        step_size: how many steps the rate stays the same, an integer from 1.
        gamma: the factor.

    Returns:
        The rate at t, a float.

    Source: torch.optim.lr_scheduler.StepLR.
    """
    ### BEGIN SOLUTION
    return lr * gamma ** (t // step_size)
    ### END SOLUTION


def exponential_decay(t: int, *, lr: float, gamma: float) -> float:
    """Multiply the rate by gamma after every step: ``lr * gamma**t``.

    Args:
        t: steps behind, an integer from 0.
        lr: the rate at t = 0.
        gamma: the factor, a little below 1.

    Returns:
        The rate at t, a float.

    Source: torch.optim.lr_scheduler.ExponentialLR.
    """
    ### BEGIN SOLUTION
    return lr * gamma**t
    ### END SOLUTION


def cosine_decay(t: int, *, lr: float, t_max: int, lr_min: float = 0.0) -> float:
    """Glide from lr to lr_min along half a wave of the cosine.

    The rate at t is::

        lr_min + (lr - lr_min) * (1 + cos(pi * t / t_max)) / 2

    Args:
        t: steps behind, an integer from 0 to t_max.
        lr: the rate at t = 0.
        t_max: the step at which lr_min is reached, an integer from 1.
        lr_min: the rate at t = t_max.

    Returns:
        The rate at t, a float.

    Source: torch.optim.lr_scheduler.CosineAnnealingLR; Loshchilov and Hutter, SGDR: stochastic
    gradient descent with warm restarts (2017).
    """
    ### BEGIN SOLUTION
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * t / t_max)) / 2
    ### END SOLUTION


def linear_warmup(
    t: int, *, lr: float, warmup_steps: int = 5, start_factor: float = 1 / 3
) -> float:
    """Rise from start_factor * lr to lr in a straight line, and stay there.

    The rate at t is::

        lr * (start_factor + (1 - start_factor) * min(t, warmup_steps) / warmup_steps)

    Args:
        t: steps behind, an integer from 0.
        lr: the rate from t = warmup_steps on.
        warmup_steps: how long it rises, an integer from 1.
        start_factor: which part of lr the rate is at t = 0.

    Returns:
        The rate at t, a float.

    Source: torch.optim.lr_scheduler.LinearLR; Goyal et al., Accurate, large minibatch SGD (2017).
    """
    ### BEGIN SOLUTION
    risen = min(t, warmup_steps) / warmup_steps
    return lr * (start_factor + (1 - start_factor) * risen)
    ### END SOLUTION
