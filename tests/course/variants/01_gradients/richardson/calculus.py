import numpy as np


def tangent_line(f, df, c):
    line = np.poly1d([df(c), f(c)])           # in powers of x - c
    moved = line(np.poly1d([1.0, -c]))        # in powers of x
    return float(moved[1]), float(moved[0])


def d_sin(x): return np.sin(x + np.pi / 2)
def d_cos(x): return np.cos(x + np.pi / 2)
def d_tan(x): return np.cos(x) ** -2.0
def d_cot(x): return -np.sin(x) ** -2.0
def d_sec(x): return np.tan(x) * np.cos(x) ** -1.0
def d_csc(x): return -np.cos(x) * np.sin(x) ** -2.0


def chain_rule(f, df, g, dg):
    return lambda x: np.multiply(df(g(x)), dg(x))


def total_derivative(dh, parts, dparts, x):
    jacobian_of_h = np.reshape(dh(*[p(x) for p in parts]), (1, -1))
    jacobian_of_u = np.reshape([d(x) for d in dparts], (-1, 1))
    return (jacobian_of_h @ jacobian_of_u).item()
