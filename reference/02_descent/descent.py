"""Walking downhill: gradient descent, and the gradient of a mini-batch.

Conventions of this assignment, for every function in it:

- A point is a vector, float64 (n,), or (d,) where n already counts something else.
- A function of the caller's (`df`, `grad_of_one`, `f`) may be expensive: call it where you need it,
  and no more often. Give it arrays of the shape that the docstring names.
- Results are float64, also where an input holds integers. "A float" is one of Python or of NumPy.
- No argument is ever modified, and nothing is remembered between calls.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def gradient_descent(
    df: Callable[[np.ndarray], np.ndarray],
    x0: np.ndarray | float,
    *,
    lr: float,
    tol: float,
    max_iter: int,
) -> np.ndarray:
    """Walk from x0 against the gradient, ``x = x - lr * df(x)``, and return every point passed.

    Before each step the walk ends if the Euclidean norm of the gradient at the current point is at
    most `tol`; it also ends after `max_iter` steps. So where x0 is good enough already, or max_iter
    is 0, the path is x0 alone. One call of df for each point of the path is enough.

    Args:
        df: the gradient; takes a point (n,) and returns the gradient there (n,).
        x0: where to start, float64 or integers (n,). A number stands for one variable, n = 1: df
            is still given arrays (1,).
        lr: the learning rate, positive.
        tol: the norm of the gradient that counts as zero, 0 or more.
        max_iter: the largest number of steps, 0 or more.

    Returns:
        path, float64 (k + 1, n): x0, and the points after each of the k steps that were taken.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 4.3.
    """
    ### BEGIN SOLUTION
    x = np.atleast_1d(np.asarray(x0, dtype=np.float64))
    path = [x]
    for _ in range(max_iter):
        gradient = df(x)
        if np.linalg.norm(gradient) <= tol:
            break
        x = x - lr * gradient  # a new array: `x -= ...` would change every point in the path
        path.append(x)
    return np.array(path)
    ### END SOLUTION


def minibatch_gradient(
    grad_of_one: Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray],
    x: np.ndarray,
    y: np.ndarray,
    w: np.ndarray,
    index: np.ndarray,
) -> np.ndarray:
    """Return the mean, over the samples that `index` names, of the gradients of each one's loss.

    With every sample named once it is the gradient of the whole loss. A sample that is named twice
    counts twice. grad_of_one is called once for each entry of index, and for no other sample.

    Args:
        grad_of_one: the gradient of one sample's loss; takes x[i], y[i] and w, and returns an array
            in the shape of w.
        x: inputs, one row a sample, float64 or integers (N, D).
        y: targets, float64 or integers (N,) or (N, M).
        w: parameters of any shape, float64 or integers.
        index: the mini-batch: numbers of samples, integers (B,), B at least 1.

    Returns:
        gradient, float64 in the shape of w.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 5.9.
    """
    ### BEGIN SOLUTION
    return np.mean([grad_of_one(x[i], y[i], w) for i in index], axis=0)
    ### END SOLUTION
