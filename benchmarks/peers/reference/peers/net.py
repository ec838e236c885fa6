"""A dozen functions, as a student has written them; `make bench` grades this file's variants."""

import numpy as np


def linear_forward(x, w, b):
    """Return x @ w + b."""
    ### BEGIN SOLUTION
    return x @ w + b, (x, w)
    ### END SOLUTION


def linear_backward(dout, cache):
    """Return dx, dw and db."""
    ### BEGIN SOLUTION
    x, w = cache
    dw = x.T @ dout
    return dout @ w.T, dw, dout.sum(axis=0)
    ### END SOLUTION


def relu_forward(x):
    """Keep what is positive."""
    ### BEGIN SOLUTION
    return np.maximum(x, 0.0), x > 0
    ### END SOLUTION


def relu_backward(dout, cache):
    """Return dx."""
    ### BEGIN SOLUTION
    return dout * cache
    ### END SOLUTION


def sigmoid_forward(x):
    """Return 1 / (1 + exp(-x)), for any x."""
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(x))
    out = np.where(x >= 0, 1.0, small) / (1.0 + small)
    return out, out
    ### END SOLUTION


def softmax_cross_entropy(logits, y):
    """Return the mean loss and its gradient."""
    ### BEGIN SOLUTION
    n = len(y)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_p[np.arange(n), y].mean()
    gradient = np.exp(log_p)
    gradient[np.arange(n), y] -= 1.0
    return loss, gradient / n
    ### END SOLUTION


def sgd_step(w, g, state, *, lr=1e-3, weight_decay=0.0):
    """Return the new w, and the state."""
    ### BEGIN SOLUTION
    return w - lr * (g + weight_decay * w), state
    ### END SOLUTION


def adam_step(w, g, state, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return the new w, and the state."""
    ### BEGIN SOLUTION
    t, m, v = state or (0, np.zeros_like(w), np.zeros_like(w))
    t, m, v = t + 1, beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), (t, m, v)
    ### END SOLUTION


def dropout_forward(x, p, *, train, rng):
    """Drop a share p in training, and scale the rest."""
    ### BEGIN SOLUTION
    if not train:
        return x.copy(), None
    mask = (rng.random(x.shape) >= p) / (1.0 - p)
    return x * mask, mask
    ### END SOLUTION


def dropout_backward(dout, cache):
    """Return dx."""
    ### BEGIN SOLUTION
    return dout * (1.0 if cache is None else cache)
    ### END SOLUTION


def network_forward(x, w, b, y):
    """Return the loss of a linear layer and a sigmoid."""
    ### BEGIN SOLUTION
    out, linear_cache = linear_forward(x, w, b)
    logits, sigmoid_cache = sigmoid_forward(out)
    loss, dlogits = softmax_cross_entropy(logits, y)
    return loss, (dlogits, sigmoid_cache, linear_cache)
    ### END SOLUTION


def network_backward(dout, cache):
    """Return dx, dw and db."""
    ### BEGIN SOLUTION
    dlogits, out, linear_cache = cache
    return linear_backward(dout * dlogits * out * (1.0 - out), linear_cache)
    ### END SOLUTION
