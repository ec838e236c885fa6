# Planted for everybody.
"""A network with dropout, its training and its evaluation, all in one file: mend it.

As handed out, this program has six bugs, drawn for you. It runs, and it is wrong in six places.
Each is a line or a few, in a function that does not do what its docstring says; the docstrings are
right, and so is everything else. Yours is made by

    backmark hunt 09_training --student YOUR-EMAIL -o hunt.py

Parameters, gradients and velocities are dicts with the arrays "w1", "b1", "w2" and "b2". No
argument is ever modified.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Arrays = dict[str, np.ndarray]


def standardize(x_train: np.ndarray, x_test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shift and scale every feature to mean 0 and standard deviation 1 over the training samples.

    The test samples go through the very same shift and scale, whatever their own mean is. A feature
    that never varies is only shifted.

    Args:
        x_train: samples (N, D).
        x_test: samples (M, D).

    Returns:
        both, shifted and scaled.
    """
    mean, std = x_train.mean(axis=0), x_train.std(axis=0)
    std = np.where(std > 0, std, 1.0)
    return (x_train - mean) / std**2, (x_test - mean) / std**2


def initial_params(sizes: tuple[int, int, int], rng: np.random.Generator) -> Arrays:
    """Draw He's initial weights for D inputs, H hidden units and C classes; biases are 0."""
    d, h, c = sizes
    return {
        "w1": rng.normal(0.0, np.sqrt(2.0 / d), (d, h)),
        "b1": np.zeros(h),
        "w2": rng.normal(0.0, np.sqrt(2.0 / h), (h, c)),
        "b2": np.zeros(c),
    }


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, Any]:
    """Map x (N, D) to ``x @ w + b`` (N, M); also the cache."""
    return x @ w + b, (x, w)


def linear_backward(dout: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pull dout (N, M) back to x, w and b: dx (N, D), dw (D, M) and db (M,).

    Nothing is divided by N here: that is the loss's to do.
    """
    x, w = cache
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.mean(axis=0)
    return dx, dw, db


def relu_forward(x: np.ndarray) -> tuple[np.ndarray, Any]:
    """Rectify: ``max(x, 0)``; also the cache."""
    return np.maximum(x, 0.0), x


def relu_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Pull dout back through the rectifier, whose derivative is 1 for x > 0, else 0."""
    x = cache
    return dout * (x > 0)


def dropout_forward(
    x: np.ndarray, p_drop: float, *, train: bool, rng: np.random.Generator
) -> tuple[np.ndarray, Any]:
    """Drop every element with probability p_drop; multiply those that are kept by 1 / (1 - p_drop).

    Every element of x has its own chance. With train=False nothing happens to x.

    Returns:
        out, in the shape of x, and the cache.
    """
    if not train:
        return x, None
    mask = (rng.random((len(x), 1)) >= p_drop) / (1.0 - p_drop)
    return x * mask, (mask, p_drop, rng)


def dropout_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Pull dout back through the dropout that made the cache."""
    if cache is None:
        return dout
    mask, p_drop, rng = cache
    return dout * (rng.random(mask.shape) >= p_drop) / (1.0 - p_drop)


def cross_entropy(scores: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Compute the mean of -log softmax(scores)[y] over the samples, and its gradient.

    Args:
        scores: (N, C).
        y: the classes, integers (N,).

    Returns:
        loss, a float, and dscores (N, C), the gradient of that very loss.
    """
    rows = np.arange(len(y))
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = float(-log_p[rows, y].mean())
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1.0
    return loss, dscores / dscores.size


def network_forward(
    params: Arrays, x: np.ndarray, p_drop: float, *, train: bool, rng: np.random.Generator
) -> tuple[np.ndarray, Any]:
    """Send a batch through linear, relu, dropout and linear; scores (N, C) and the cache."""
    z, first = linear_forward(x, params["w1"], params["b1"])
    h, active = relu_forward(z)
    d, dropped = dropout_forward(h, p_drop, train=train, rng=rng)
    scores, second = linear_forward(d, params["w2"], params["b2"])
    return scores, (first, active, dropped, second)


def network_backward(dscores: np.ndarray, cache: Any) -> Arrays:
    """Pull dscores back through all that `network_forward` did, to the four parameters."""
    first, active, dropped, second = cache
    dd, dw2, db2 = linear_backward(dscores, second)
    dz = dropout_backward(dd, dropped)
    _, dw1, db1 = linear_backward(dz, first)
    return {"w1": dw1, "b1": db1, "w2": dw2, "b2": db2}


def sgd_step(
    params: Arrays, grads: Arrays, velocity: Arrays, *, lr: float, momentum: float
) -> tuple[Arrays, Arrays]:
    """Move every parameter: ``v <- momentum * v + g``, ``p <- p - lr * v``.

    Returns:
        the new params and the new velocity.
    """
    params, velocity = dict(params), dict(velocity)
    for name in params:
        velocity[name] = momentum * velocity[name] + grads[name]
        params[name] = params[name] - lr * velocity[name]
    return params, velocity


def batches(
    x: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Shuffle the samples and cut them into mini-batches, each with its samples' own labels.

    Returns:
        a list of pairs (x, y) of up to batch_size samples, the last with what is left.
    """
    order = rng.permutation(len(x))
    found = []
    for start in range(0, len(x), batch_size):
        rows = order[start : start + batch_size]
        found.append((x[rows], y[rows]))
    return found


def train(
    params: Arrays,
    x: np.ndarray,
    y: np.ndarray,
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    momentum: float,
    p_drop: float,
    rng: np.random.Generator,
) -> tuple[Arrays, np.ndarray]:
    """Train the network from `params`; also the mean of the mini-batches' losses, by epoch."""
    velocity = {name: np.zeros_like(array) for name, array in params.items()}
    history = []
    for _ in range(epochs):
        losses = []
        for x_batch, y_batch in batches(x, y, batch_size, rng):
            scores, cache = network_forward(params, x_batch, p_drop, train=True, rng=rng)
            loss, dscores = cross_entropy(scores, y_batch)
            grads = network_backward(dscores, cache)
            params, velocity = sgd_step(params, grads, velocity, lr=lr, momentum=momentum)
            losses.append(loss)
        history.append(np.mean(losses))
    return params, np.array(history)


def accuracy(
    params: Arrays, x: np.ndarray, y: np.ndarray, p_drop: float, rng: np.random.Generator
) -> float:
    """Compute the share of samples whose class gets the highest score of the finished network."""
    scores, _ = network_forward(params, x, p_drop, train=False, rng=rng)
    return float(np.mean(scores.argmax(axis=1) == y))


if __name__ == "__main__":
    from autograder import load_digits

    data = load_digits()
    generator = np.random.default_rng(0)
    x_train, x_test = standardize(data.x_train, data.x_test)
    start = initial_params((64, 64, 10), generator)
    trained, losses_by_epoch = train(
        start,
        x_train,
        data.y_train,
        epochs=20,
        batch_size=32,
        lr=0.02,
        momentum=0.9,
        p_drop=0.2,
        rng=generator,
    )
    print("loss by epoch:", np.round(losses_by_epoch, 3))
    reached = accuracy(trained, x_test, data.y_test, 0.2, generator)
    print("test accuracy:", round(reached, 3))
