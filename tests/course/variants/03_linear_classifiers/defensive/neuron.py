from __future__ import annotations

import numpy as np


def sigmoid(z: np.ndarray) -> np.ndarray:
    out = np.empty_like(z)
    positive = z >= 0
    out[positive] = 1.0 / (1.0 + np.exp(-z[positive]))
    power = np.exp(z[~positive])
    out[~positive] = power / (1.0 + power)
    return out


def delta_rule(
    x: np.ndarray, t: np.ndarray, w: np.ndarray, b: float, *, activation: str
) -> tuple[float, np.ndarray, float]:
    if activation not in ("linear", "sigmoid"):
        raise ValueError(f"unknown activation {activation!r}")
    n = x.shape[0]
    z = np.dot(x, w) + float(b)
    if activation == "linear":
        error = z - t
        return float(np.mean(error**2)), 2.0 / n * np.dot(error, x), float(2.0 / n * error.sum())
    s = sigmoid(z)
    error = s - t
    back = error * s * (1.0 - s)
    return float(np.mean(error**2)), 2.0 / n * np.dot(back, x), float(2.0 / n * back.sum())
