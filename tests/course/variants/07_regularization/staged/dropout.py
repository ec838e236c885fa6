"""Masks of zeros and ones from rng.binomial; the scale is applied apart from the mask."""

import numpy as np


def dropout_forward(x, p_drop, *, train, rng):
    keep = 1 - p_drop
    if train:
        mask = rng.binomial(1, keep, size=x.shape)
        dropped = x * mask
        out = dropped / keep
        cache = (mask, keep, "train")
    else:
        out = np.array(x, dtype=np.result_type(x, np.float32), copy=True)
        if x.dtype.kind != "f":
            out = out.astype(np.float64)
        cache = (None, keep, "test")
    return out, cache


def dropout_backward(dout, cache):
    mask, keep, mode = cache
    if mode == "test":
        return dout.copy()
    ddropped = dout / keep
    dx = ddropped * mask
    return dx


def spatial_dropout_forward(x, p_drop, *, train, rng):
    keep = 1 - p_drop
    if not train:
        return x.astype(np.float64), (None, keep)
    N, C, H, W = x.shape
    mask = rng.binomial(n=1, p=keep, size=N * C).reshape(N, C)
    mask = np.repeat(np.repeat(mask[:, :, None, None], H, axis=2), W, axis=3)
    return mask * x / keep, (mask, keep)


def spatial_dropout_backward(dout, cache):
    mask, keep = cache
    if mask is None:
        return dout.copy()
    return mask * dout / keep
