"""The linear layer: every output is a weighted sum of all inputs, plus a bias."""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np

np.random.seed(0)
np.set_printoptions(precision=3, suppress=True)
DEBUG = True
start = time.time()
print("linear.py loaded")


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, Any]:
    """Map each sample to ``out = x @ w + b``, whatever the shape of one sample."""
    if DEBUG:
        print("x", x.shape, "w", w.shape, "b", b.shape)
    # out = np.zeros((x.shape[0], w.shape[1]))
    # for i in range(x.shape[0]):
    #     out[i] = x[i] @ w + b
    N = x.shape[0]
    X = x.reshape(N, -1)
    out = X.dot(w)
    out += b
    cache = (x, w, b)
    print("out =", out, file=sys.stderr)
    return out, cache


def linear_backward(dout, cache):
    x, w, b = cache
    N = x.shape[0]
    # TODO: why no / N here?? -> ask on Monday. OK: it's in the loss
    dx = dout.dot(w.T).reshape(x.shape)
    dw = x.reshape(N, -1).T.dot(dout)
    db = np.sum(dout, axis=0)
    assert db.shape == b.shape, "oops"
    unused = 42
    print("dw mean", dw.mean(), "| took", time.time() - start)
    return dx, dw, db
    print("never reached")


if __name__ == "__main__":
    import torch

    x = np.random.randn(4, 3)
    w = np.random.randn(3, 2)
    b = np.random.randn(2)
    out, cache = linear_forward(x, w, b)
    print(np.allclose(out, torch.nn.functional.linear(torch.tensor(x), torch.tensor(w).T, torch.tensor(b))))
