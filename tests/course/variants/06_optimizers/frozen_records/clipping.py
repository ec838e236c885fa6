from typing import NamedTuple

import numpy as np


class Clipped(NamedTuple):
    grads: tuple
    norm: float


def clip_by_value(grads, c):
    together = np.concatenate([np.ravel(g) for g in grads])
    return Clipped(tuple(np.maximum(np.minimum(g, c), -c) for g in grads), np.sqrt(together @ together))


def clip_by_global_norm(grads, c):
    together = np.concatenate([np.ravel(g) for g in grads])
    norm = np.sqrt(np.vdot(together, together))
    scale = np.clip(c / (norm + 1e-6), None, 1.0)
    return Clipped(tuple(np.multiply(g, scale) for g in grads), norm)
