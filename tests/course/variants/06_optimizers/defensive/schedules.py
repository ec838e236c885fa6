import math
import operator


def step_decay(t, *, lr, step_size, gamma=0.1):
    t, step_size = operator.index(t), operator.index(step_size)
    if t < 0 or step_size < 1:
        raise ValueError("t counts from 0, and step_size from 1")
    falls, _ = divmod(t, step_size)
    return float(lr) * math.prod([float(gamma)] * falls)


def exponential_decay(t, *, lr, gamma):
    if operator.index(t) < 0:
        raise ValueError("t counts from 0")
    return float(lr) * float(gamma) ** t


def cosine_decay(t, *, lr, t_max, lr_min=0.0):
    if not 0 <= operator.index(t) <= t_max:
        raise ValueError(f"t should be from 0 to {t_max}: got {t}")
    return float(lr_min + (lr - lr_min) * math.sin(math.pi * (t_max - t) / (2 * t_max)) ** 2)


def linear_warmup(t, *, lr, warmup_steps=5, start_factor=1.0 / 3.0):
    if operator.index(t) < 0 or warmup_steps < 1:
        raise ValueError("t counts from 0, and warmup_steps from 1")
    share = max(0.0, min(1.0, t / warmup_steps))
    return float((1.0 - share) * start_factor * lr + share * lr)
