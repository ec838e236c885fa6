import numpy as np
from momentum import remember, weighted

def adagrad_step(w, g, state, *, lr=.01, eps=1e-10):
    h = remember(state, g)
    return w - lr * g / (np.linalg.norm(np.array(h), axis=0) + eps), h

def rmsprop_step(w, g, state, *, lr=.01, alpha=.99, eps=1e-8):
    h = remember(state, g)
    s = (1 - alpha) * weighted([x ** 2 for x in h], alpha)
    return w - lr * g / (np.sqrt(s) + eps), h

def adadelta_step(w, g, state, *, lr=1., rho=.9, eps=1e-6):
    h = remember(state, g)
    s = u = 0.
    for x in h:
        s = rho * s + (1 - rho) * x ** 2
        d = np.sqrt(u + eps) / np.sqrt(s + eps) * x
        u = rho * u + (1 - rho) * d ** 2
    return w - lr * d, h
