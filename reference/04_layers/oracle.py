"""The same functions in PyTorch: the second opinion that every answer is held against.

A forward here is PyTorch's own function and returns no cache; a backward takes the forward's
arguments and then `dout`, and is torch.autograd's, so no derivative in this file was worked out by
hand. NumPy arrays (or numbers) in, float64 NumPy arrays or floats out. Every function is pure: its
answer is stored under its arguments. torch is imported in no other file of this assignment.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (PyTorch's documentation calls it F)
from torch import Tensor


def _tensor(array: np.ndarray | float) -> Tensor:
    """Copy any array or number, whatever its dtype and strides, to a float64 leaf."""
    return torch.tensor(np.array(array, dtype=np.float64, order="C"), requires_grad=True)


def _value(function: Callable[..., Tensor], *arrays: np.ndarray | float) -> np.ndarray:
    """Evaluate ``function(*arrays)``."""
    out: np.ndarray = function(*map(_tensor, arrays)).detach().numpy()
    return out


def _pull(
    function: Callable[..., Tensor], dout: np.ndarray, *arrays: np.ndarray | float
) -> tuple[np.ndarray, ...]:
    """Pull `dout` back through ``function(*arrays)`` to every one of the arrays."""
    leaves = [_tensor(array) for array in arrays]
    gradients = torch.autograd.grad(function(*leaves), leaves, _tensor(dout))
    return tuple(gradient.numpy() for gradient in gradients)


def _loss(function: Callable[[Tensor], Tensor], first: np.ndarray) -> tuple[float, np.ndarray]:
    """Evaluate the scalar ``function(first)`` and its gradient."""
    leaf = _tensor(first)
    loss = function(leaf)
    (gradient,) = torch.autograd.grad(loss, leaf)
    return loss.item(), gradient.numpy()


def _linear(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    """Apply torch's linear layer, which holds its weights transposed, to flattened samples."""
    return F.linear(x.flatten(start_dim=1), w.T, b)


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return out (N, M)."""
    return _value(_linear, x, w, b)


def linear_backward(
    x: np.ndarray, w: np.ndarray, b: np.ndarray, dout: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Return dx, dw and db."""
    return _pull(_linear, dout, x, w, b)


def relu_forward(x: np.ndarray) -> np.ndarray:
    """Return out in the shape of x."""
    return _value(F.relu, x)


def relu_backward(x: np.ndarray, dout: np.ndarray) -> np.ndarray:
    """Return dx."""
    return _pull(F.relu, dout, x)[0]


def leaky_relu_forward(x: np.ndarray, slope: float) -> np.ndarray:
    """Return out in the shape of x."""
    return _value(lambda x: F.leaky_relu(x, slope), x)


def leaky_relu_backward(x: np.ndarray, slope: float, dout: np.ndarray) -> np.ndarray:
    """Return dx."""
    return _pull(lambda x: F.leaky_relu(x, slope), dout, x)[0]


def _prelu(x: Tensor, alpha: Tensor) -> Tensor:
    """Apply torch's prelu with one slope for all elements; torch wants it as a vector."""
    return F.prelu(x, alpha.reshape(1))


def prelu_forward(x: np.ndarray, alpha: float) -> np.ndarray:
    """Return out in the shape of x."""
    return _value(_prelu, x, alpha)


def prelu_backward(x: np.ndarray, alpha: float, dout: np.ndarray) -> tuple[np.ndarray, float]:
    """Return dx and dalpha."""
    dx, dalpha = _pull(_prelu, dout, x, alpha)
    return dx, float(dalpha)


def elu_forward(x: np.ndarray, alpha: float) -> np.ndarray:
    """Return out in the shape of x."""
    return _value(lambda x: F.elu(x, alpha), x)


def elu_backward(x: np.ndarray, alpha: float, dout: np.ndarray) -> np.ndarray:
    """Return dx."""
    return _pull(lambda x: F.elu(x, alpha), dout, x)[0]


def gelu_forward(x: np.ndarray) -> np.ndarray:
    """Return out in the shape of x."""
    return _value(F.gelu, x)


def gelu_backward(x: np.ndarray, dout: np.ndarray) -> np.ndarray:
    """Return dx."""
    return _pull(F.gelu, dout, x)[0]


def silu_forward(x: np.ndarray) -> np.ndarray:
    """Return out in the shape of x."""
    return _value(F.silu, x)


def silu_backward(x: np.ndarray, dout: np.ndarray) -> np.ndarray:
    """Return dx."""
    return _pull(F.silu, dout, x)[0]


def sigmoid_forward(x: np.ndarray) -> np.ndarray:
    """Return out in the shape of x."""
    return _value(torch.sigmoid, x)


def sigmoid_backward(x: np.ndarray, dout: np.ndarray) -> np.ndarray:
    """Return dx."""
    return _pull(torch.sigmoid, dout, x)[0]


def tanh_forward(x: np.ndarray) -> np.ndarray:
    """Return out in the shape of x."""
    return _value(torch.tanh, x)


def tanh_backward(x: np.ndarray, dout: np.ndarray) -> np.ndarray:
    """Return dx."""
    return _pull(torch.tanh, dout, x)[0]


def _softmax(x: Tensor) -> Tensor:
    """Apply torch's softmax to each row of a matrix, or to a vector."""
    return F.softmax(x, dim=-1)


def softmax_forward(x: np.ndarray) -> np.ndarray:
    """Return out (N, C)."""
    return _value(_softmax, x)


def softmax_backward(x: np.ndarray, dout: np.ndarray) -> np.ndarray:
    """Return dx (N, C)."""
    return _pull(_softmax, dout, x)[0]


def _jacobian(function: Callable[[Tensor], Tensor], x: np.ndarray) -> np.ndarray:
    """Return every derivative of every result."""
    jacobian: np.ndarray = torch.func.jacrev(function)(_tensor(x)).detach().numpy()
    return jacobian


def relu_jacobian(x: np.ndarray) -> np.ndarray:
    """Return jacobian (n, n)."""
    return _jacobian(F.relu, x)


def softmax_jacobian(x: np.ndarray) -> np.ndarray:
    """Return jacobian (n, n)."""
    return _jacobian(_softmax, x)


def mse_loss(pred: np.ndarray, target: np.ndarray) -> tuple[float, np.ndarray]:
    """Return loss and dpred."""
    wanted = _tensor(target).detach().reshape(pred.shape)
    return _loss(lambda pred: F.mse_loss(pred, wanted), pred)


def bce_with_logits(logits: np.ndarray, target: np.ndarray) -> tuple[float, np.ndarray]:
    """Return loss and dlogits."""
    wanted = _tensor(target).detach()
    return _loss(lambda logits: F.binary_cross_entropy_with_logits(logits, wanted), logits)


def softmax_cross_entropy(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Return loss and dlogits."""
    labels = torch.tensor(np.array(y, dtype=np.int64))
    return _loss(lambda logits: F.cross_entropy(logits, labels), logits)
