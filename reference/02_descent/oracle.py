"""The second opinion: PyTorch's optimizer, autograd and eigenvalues; SciPy's Rosenbrock.

Questions are plain data, so what a student gets as a function is asked about by its name here.
Arrays and numbers in, float64 arrays, floats or strings out. Every function is pure: its answer is
stored under its arguments. The random algorithms have no oracle: they are judged by properties.
torch and SciPy are imported in no other file of this assignment.
"""

from __future__ import annotations

import numpy as np
import torch
from scipy import optimize
from torch import Tensor


def _tensor(array: np.ndarray | float) -> Tensor:
    """Copy any array or number to float64."""
    return torch.tensor(np.array(array, dtype=np.float64, order="C"))


def descent_in_a_bowl(
    hessian: np.ndarray, center: np.ndarray, x0: np.ndarray, lr: float, tol: float, max_iter: int
) -> np.ndarray:
    """Return the path (k + 1, n) of torch.optim.SGD on ``(x - center) @ hessian @ (x - center)/2``.

    The gradient is torch.autograd's; only the stopping rule is written here.
    """
    h, c = _tensor(hessian), _tensor(center)
    x = _tensor(x0).requires_grad_()
    optimizer = torch.optim.SGD([x], lr=lr)
    path = [x.detach().clone()]
    for _ in range(max_iter):
        (x.grad,) = torch.autograd.grad(0.5 * (x - c) @ h @ (x - c), x)
        if x.grad.norm() <= tol:
            break
        optimizer.step()
        path.append(x.detach().clone())
    return torch.stack(path).numpy()


def minibatch_gradient(
    x: np.ndarray, y: np.ndarray, w: np.ndarray, index: np.ndarray
) -> np.ndarray:
    """Return torch.autograd's gradient, by w, of the batch's mean of half the squared errors.

    The squared error of one sample is summed over the elements of its target.
    """
    inputs, targets = _tensor(x)[index.tolist()], _tensor(y)[index.tolist()]
    weights = _tensor(w).requires_grad_()
    loss = 0.5 * ((inputs @ weights - targets) ** 2).sum() / len(index)
    (gradient,) = torch.autograd.grad(loss, weights)
    return gradient.numpy()


def rosenbrock(x: np.ndarray) -> float:
    """Return scipy.optimize.rosen."""
    return float(optimize.rosen(np.asarray(x, dtype=np.float64)))


def rosenbrock_gradient(x: np.ndarray) -> np.ndarray:
    """Return scipy.optimize.rosen_der."""
    gradient: np.ndarray = optimize.rosen_der(np.asarray(x, dtype=np.float64))
    return gradient


def max_stable_lr(hessian: np.ndarray) -> float:
    """Return the rate by torch.linalg."""
    return 2.0 / torch.linalg.eigvalsh(_tensor(hessian)).max().item()
