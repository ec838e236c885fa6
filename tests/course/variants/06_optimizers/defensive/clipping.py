import numpy as np


def _copies(grads, c):
    if not c > 0:
        raise ValueError(f"c should be above 0: got {c}")
    return [np.array(g, dtype=np.float64) for g in grads]


def _norm(grads):
    largest = max((float(np.max(np.abs(g), initial=0.0)) for g in grads), default=0.0)
    if largest == 0.0:
        return 0.0
    return largest * float(np.sqrt(sum(float(np.sum((g / largest) ** 2)) for g in grads)))


def clip_by_value(grads, c):
    clipped = _copies(grads, c)
    norm = _norm(clipped)
    for g in clipped:
        np.clip(g, -c, c, out=g)
    return clipped, norm


def clip_by_global_norm(grads, c):
    clipped = _copies(grads, c)
    norm = _norm(clipped)
    factor = c / (norm + 1e-6)
    if factor < 1.0:
        for g in clipped:
            g *= factor
    return clipped, norm
