"""Random weights to start from, of a size that keeps signals neither dying out nor blowing up.

Each function draws one layer's weights, all independent, with mean 0, from the generator `rng`.
The two of Glorot keep the middle between what the way forward and the way back would want, for
activations that are about the identity near 0. The two of He make up for the half that ReLU cuts
off. A number that is uniform in (-a, a) has the standard deviation ``a / sqrt(3)``.
"""

from __future__ import annotations

import numpy as np


def glorot_uniform(fan_in: int, fan_out: int, rng: np.random.Generator) -> np.ndarray:
    """Draw uniformly in (-a, a) with ``a = sqrt(6 / (fan_in + fan_out))``.

    Args:
        fan_in: how many inputs each unit of the layer has.
        fan_out: how many units the layer has.
        rng: where all randomness comes from.

    Returns:
        w, float64 (fan_in, fan_out), with a standard deviation of ``sqrt(2 / (fan_in + fan_out))``.

    Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural
    networks (2010), equation 16.
    """
    raise NotImplementedError("glorot_uniform")


def glorot_normal(fan_in: int, fan_out: int, rng: np.random.Generator) -> np.ndarray:
    """Draw normally with mean 0 and standard deviation ``sqrt(2 / (fan_in + fan_out))``.

    Args:
        fan_in: how many inputs each unit of the layer has.
        fan_out: how many units the layer has.
        rng: where all randomness comes from.

    Returns:
        w, float64 (fan_in, fan_out).

    Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural
    networks (2010), equation 12.
    """
    raise NotImplementedError("glorot_normal")


def he_uniform(fan_in: int, fan_out: int, rng: np.random.Generator) -> np.ndarray:
    """Draw uniformly in (-a, a) with ``a = sqrt(6 / fan_in)``.

    Args:
        fan_in: how many inputs each unit of the layer has.
        fan_out: how many units the layer has.
        rng: where all randomness comes from.

    Returns:
        w, float64 (fan_in, fan_out), with a standard deviation of ``sqrt(2 / fan_in)``.

    Source: He, Zhang, Ren and Sun, Delving deep into rectifiers (2015), section 2.2.
    """
    raise NotImplementedError("he_uniform")


def he_normal(fan_in: int, fan_out: int, rng: np.random.Generator) -> np.ndarray:
    """Draw normally with mean 0 and standard deviation ``sqrt(2 / fan_in)``.

    Args:
        fan_in: how many inputs each unit of the layer has.
        fan_out: how many units the layer has.
        rng: where all randomness comes from.

    Returns:
        w, float64 (fan_in, fan_out).

    Source: He, Zhang, Ren and Sun, Delving deep into rectifiers (2015), equation 10.
    """
    raise NotImplementedError("he_normal")
