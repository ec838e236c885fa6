import warnings

import numpy as np

warnings.simplefilter("error")
np.seterr(over="raise", divide="raise", invalid="raise")


def check_array(name, a, ndim=None):
    if not isinstance(a, np.ndarray):
        raise TypeError(f"{name} must be an array, got {type(a)}")
    if a.dtype.kind not in "fiu":
        raise TypeError(f"{name} must hold numbers, got {a.dtype}")
    if ndim is not None and a.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} axes, got {a.ndim}")
    if not np.all(np.isfinite(a)):
        raise ValueError(f"{name} is not finite")
    # a private copy, so that nobody can change it behind our back
    return np.array(a, dtype=np.float64, order="C", copy=True)


def linear_forward(x, w, b):
    assert x.ndim >= 2, "want a batch"
    x_checked = check_array("x", x)
    w = check_array("w", w, 2)
    b = check_array("b", b, 1)
    n = x.shape[0]
    d, m = w.shape
    assert x.size == n * d, f"a sample has {x.size // n} numbers but w wants {d}"
    assert b.shape == (m,)
    flat = x_checked.reshape((n, d))
    out = np.ascontiguousarray(flat @ w + b)
    assert out.shape == (n, m)
    assert out.dtype == np.float64
    return out, {"x": flat, "shape": tuple(x.shape), "w": w, "kind": "linear"}


def linear_backward(dout, cache):
    assert isinstance(cache, dict) and cache["kind"] == "linear", "this cache is not mine"
    dout = check_array("dout", dout, 2)
    x, w = cache["x"], cache["w"]
    if dout.shape != (x.shape[0], w.shape[1]):
        raise ValueError(f"dout has shape {dout.shape}")
    dx = (dout @ w.T).reshape(cache["shape"])
    dw = x.T @ dout
    db = dout.sum(axis=0, keepdims=False)
    for got, want in ((dx, cache["shape"]), (dw, w.shape), (db, (w.shape[1],))):
        assert got.shape == want and got.dtype == np.float64
    return dx, dw, db
