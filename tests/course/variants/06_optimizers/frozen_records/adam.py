from dataclasses import dataclass

import numpy as np
from momentum import Step


@dataclass(frozen=True)
class Moments:
    m: object
    v: object
    t: int = 0
    p: float = 1.0

    @classmethod
    def start(cls, w):
        return cls(np.zeros(np.shape(w)), np.zeros(np.shape(w)))

    def after(self, g, beta1, beta2, mu=1.0):
        return Moments(
            beta1 * self.m + (1 - beta1) * g,
            beta2 * self.v + (1 - beta2) * g * g,
            self.t + 1,
            self.p * mu,
        )


def adam_step(w, g, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    a = (state or Moments.start(w)).after(g + weight_decay * w, beta1, beta2)
    return Step(w - lr * (a.m / (1 - beta1**a.t)) / (np.sqrt(a.v / (1 - beta2**a.t)) + eps), a)


def adamw_step(w, g, state=None, *, weight_decay=0.01, lr=1e-3, **betas_and_eps):
    w_new, state = adam_step(w, g, state, lr=lr, **betas_and_eps)
    return Step(w_new - lr * weight_decay * w, state)


def adamax_step(w, g, state=None, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    old = state or Moments.start(w)
    m = beta1 * old.m + (1 - beta1) * g
    u = np.where(beta2 * old.v > np.abs(g) + eps, beta2 * old.v, np.abs(g) + eps)
    a = Moments(m, u, old.t + 1)
    return Step(w - lr * a.m / ((1 - beta1**a.t) * a.v), a)


def nadam_step(
    w, g, state=None, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, momentum_decay=4e-3
):
    old = state or Moments.start(w)
    mu, mu_next = (
        beta1 * (1 - 0.96 ** (t * momentum_decay) / 2) for t in (old.t + 1, old.t + 2)
    )
    a = old.after(g, beta1, beta2, mu)
    root = np.sqrt(a.v / (1 - beta2**a.t)) + eps
    w = w - lr * (1 - mu) / (1 - a.p) * g / root
    return Step(w - lr * mu_next / (1 - a.p * mu_next) * a.m / root, a)
