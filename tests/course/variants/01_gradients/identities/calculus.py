import numpy as np


def tangent_line(f, df, c):
    b = -c * df(c) + f(c)
    return df(c), b


def d_sin(x):
    return 1 - 2 * np.sin(np.divide(x, 2)) ** 2


def d_cos(x):
    return -2 * np.sin(np.divide(x, 2)) * np.cos(np.divide(x, 2))


def d_tan(x):
    return 2 / (1 + np.cos(np.multiply(2, x)))


def d_cot(x):
    return 2 / (np.cos(np.multiply(2, x)) - 1)


def d_sec(x):
    return 2 * np.sin(x) / (1 + np.cos(np.multiply(2, x)))


def d_csc(x):
    return 2 * np.cos(x) / (np.cos(np.multiply(2, x)) - 1)


def chain_rule(f, df, g, dg):
    # the chain rule as a total derivative with one path
    def composed(x):
        return total_derivative(lambda u: [df(u)], [g], [dg], x)
    return composed


def total_derivative(dh, parts, dparts, x):
    u = [part(x) for part in parts]
    grads = dh(*u)
    total = 0
    for partial, dpart in zip(grads, dparts):
        total = total + partial * dpart(x)
    return total
