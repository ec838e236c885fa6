import numpy as np

from activations import safe_sigmoid
from linear import check_array


def mse_loss(pred, target):
    pred, target = check_array("pred", pred), check_array("target", target)
    if pred.size != target.size:
        raise ValueError("as many targets as predictions, please")
    difference = pred - target.reshape(pred.shape)
    loss = float(np.mean(np.square(difference)))
    assert loss >= 0.0
    return loss, 2.0 * difference / difference.size


def bce_with_logits(logits, target):
    z, t = check_array("logits", logits), check_array("target", target)
    if z.shape != t.shape:
        raise ValueError(f"{z.shape} and {t.shape}")
    assert np.all((t >= 0) & (t <= 1)), "targets are probabilities"
    each = np.maximum(z, 0.0) - z * t + np.log1p(np.exp(-np.abs(z)))
    assert np.all(each >= -1e-12)
    return float(each.mean()), (safe_sigmoid(z) - t) / z.size


def softmax_cross_entropy(logits, y):
    z = check_array("logits", logits, 2)
    n, c = z.shape
    if not isinstance(y, np.ndarray) or y.shape != (n,):
        raise ValueError("y must be (N,)")
    if not np.issubdtype(y.dtype, np.integer):
        raise TypeError("y must hold class indices")
    if y.min() < 0 or y.max() >= c:
        raise ValueError("no such class")
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    loss = float(-log_p[np.arange(n), y].mean())
    d = np.exp(log_p)
    d[np.arange(n), y] -= 1.0
    d /= n
    assert np.allclose(d.sum(axis=1), 0.0)
    return loss, d
