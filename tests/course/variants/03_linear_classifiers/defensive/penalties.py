from __future__ import annotations

import numpy as np


def _check(lam: float) -> None:
    if lam < 0:
        raise ValueError("lam must not be negative")


def l1_penalty(w: np.ndarray, lam: float) -> tuple[float, np.ndarray]:
    _check(lam)
    gradient = np.zeros_like(w, dtype=np.float64)
    gradient[w > 0] = lam
    gradient[w < 0] = -lam
    return float(lam * np.absolute(w).sum()), gradient


def l2_penalty(w: np.ndarray, lam: float) -> tuple[float, np.ndarray]:
    _check(lam)
    return float(lam * np.square(w).sum() / 2.0), np.array(lam * w, dtype=np.float64)
