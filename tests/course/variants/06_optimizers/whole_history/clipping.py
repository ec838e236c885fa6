import numpy as np

def norm_of(grads):
    return np.sqrt(sum(np.einsum('i,i', g.ravel(), g.ravel(), dtype=float) for g in map(np.asarray, grads)))

def clip_by_value(grads, c):
    return [np.where(abs(g) > c, c * np.sign(g), 1.0 * g) for g in grads], norm_of(grads)

def clip_by_global_norm(grads, c):
    n = norm_of(grads)
    return [g / max(1.0, (n + 1e-6) / c) for g in grads], n
