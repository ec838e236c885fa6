import numpy as np
def _f(x, p, t, r, s): m = np.where(r.random(s) < p, 0, 1 / (1 - p)) if t else np.ones(s); return x * m, m
def dropout_forward(x, p_drop, *, train, rng): return _f(x, p_drop, train, rng, x.shape)
def spatial_dropout_forward(x, p_drop, *, train, rng): return _f(x, p_drop, train, rng, x.shape[:2] + (1, 1))
dropout_backward = spatial_dropout_backward = lambda dout, cache: cache * dout
