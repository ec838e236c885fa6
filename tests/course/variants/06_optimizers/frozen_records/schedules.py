import numpy as np


def step_decay(t, *, lr, step_size, gamma=0.1):
    return lr * np.power(float(gamma), np.floor_divide(t, step_size))


def exponential_decay(t, *, lr, gamma):
    return lr * np.exp(t * np.log(gamma))


def cosine_decay(t, *, lr, t_max, lr_min=0.0):
    share = 0.5 * (1.0 + np.cos(np.pi * t / t_max))
    return share * lr + (1 - share) * lr_min


def linear_warmup(t, *, lr, warmup_steps=5, start_factor=1 / 3):
    return np.interp(t, [0, warmup_steps], [start_factor * lr, lr])
