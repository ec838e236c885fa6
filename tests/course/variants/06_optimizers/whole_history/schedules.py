from functools import lru_cache
from math import cos, pi

@lru_cache(maxsize=None)
def step_decay(t, *, lr, step_size, gamma=.1):
    return lr if t < step_size else gamma * step_decay(t - step_size, lr=lr, step_size=step_size, gamma=gamma)

@lru_cache(maxsize=None)
def exponential_decay(t, *, lr, gamma):
    return gamma * exponential_decay(t - 1, lr=lr, gamma=gamma) if t else lr

def cosine_decay(t, *, lr, t_max, lr_min=0.):
    t = min(t, t_max)
    return lr - (lr - lr_min) * (1 - cos(pi * t / t_max)) / 2

def linear_warmup(t, *, lr, warmup_steps=5, start_factor=1 / 3):
    if t >= warmup_steps:
        return lr
    return lr * ((warmup_steps - t) * start_factor + t) / warmup_steps
