"""Steps whose state is a frozen record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class Step(NamedTuple):
    w_new: np.ndarray
    state: object


@dataclass(frozen=True)
class Velocity:
    value: np.ndarray

    def after(self, g, momentum):
        return Velocity(self.value * momentum + g)


def sgd_step(w, g, state=None, *, lr=1e-3, weight_decay=0.0):
    return Step((1 - lr * weight_decay) * w - lr * g, state)


def momentum_step(w, g, state: Velocity | None = None, *, lr=1e-3, momentum=0.9):
    velocity = (state or Velocity(np.zeros(np.shape(w)))).after(g, momentum)
    return Step(w - lr * velocity.value, velocity)


def nesterov_step(w, g, state: Velocity | None = None, *, lr=1e-3, momentum=0.9):
    velocity = (state or Velocity(np.zeros(np.shape(w)))).after(g, momentum)
    return Step(w - lr * velocity.after(g, momentum).value, velocity)
