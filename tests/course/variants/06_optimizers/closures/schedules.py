import math


def scaled(factor):
    """A schedule from what it multiplies lr by."""
    return lambda t, *, lr, **options: lr * factor(t, **options)


step_decay = scaled(lambda t, step_size, gamma=0.1: gamma ** math.floor(t / step_size))
exponential_decay = scaled(lambda t, gamma: math.pow(gamma, t))
linear_warmup = scaled(
    lambda t, warmup_steps=5, start_factor=1 / 3: 1.0
    if t > warmup_steps
    else 1 - (1 - start_factor) * (1 - t / warmup_steps)
)


def cosine_decay(t, *, lr, t_max, lr_min=0.0):
    return lr_min + scaled(lambda t: math.cos(math.pi * t / t_max / 2) ** 2)(t, lr=lr - lr_min)
