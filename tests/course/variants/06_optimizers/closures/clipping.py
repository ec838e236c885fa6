import math

import numpy as np


def clipping(rule):
    def clip(grads, c):
        norm = math.hypot(*(float(element) for g in grads for element in np.ravel(g)))
        return [np.asarray(rule(g, c, norm), dtype=float) for g in grads], norm

    return clip


clip_by_value = clipping(lambda g, c, norm: np.clip(g, -c, c))
clip_by_global_norm = clipping(lambda g, c, norm: g * (c / (norm + 1e-6)) if c < norm + 1e-6 else g)
