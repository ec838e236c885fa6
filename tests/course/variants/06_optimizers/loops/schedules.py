import math


def step_decay(t, *, lr, step_size, gamma=0.1):
    rate = lr
    for step in range(1, t + 1):
        if step % step_size == 0:
            rate = rate * gamma
    return rate


def exponential_decay(t, *, lr, gamma):
    rate = lr
    for _ in range(t):
        rate *= gamma
    return rate


def cosine_decay(t, *, lr, t_max, lr_min=0.0):
    middle, swing = (lr + lr_min) / 2, (lr - lr_min) / 2
    return middle + swing * math.cos(t * math.pi / t_max)


def linear_warmup(t, *, lr, warmup_steps=5, start_factor=1 / 3):
    rate = start_factor * lr
    for step in range(t):
        if step < warmup_steps:
            rate += (lr - start_factor * lr) / warmup_steps
    return rate
