"""The same functions in PyTorch: the second opinion that every answer is held against.

Batch norm is asked with a tuple of batches: torch.nn.BatchNorm1d is trained on all but the last,
and the answer is about the last, in training or evaluation, so no running statistics are ever
handed over. Where an option is not given, PyTorch's default holds. Dropout cannot be asked for a
mask; it is asked what becomes of elements that are kept, which PyTorch is made to show by drawing
until it has kept each of them. Early stopping is PyTorch's scheduler that lowers the rate when a
loss stops improving. Every function is pure. torch is imported in no other file of this assignment.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (PyTorch's documentation calls it F)
from torch import Tensor
from torch.optim.lr_scheduler import ReduceLROnPlateau

Batches = tuple[np.ndarray, ...]
Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def _tensor(array: np.ndarray) -> Tensor:
    """Copy any array, whatever its dtype and strides, to a float64 leaf."""
    return torch.tensor(np.array(array, dtype=np.float64, order="C"), requires_grad=True)


def _kept(function: Callable[..., Tensor], x: np.ndarray, p_drop: float, dout: np.ndarray) -> Any:
    """What becomes of the elements of x, and of those of dout, that `function` keeps."""
    out, dx = np.zeros(np.shape(x)), np.zeros(np.shape(x))
    missing = np.ones(np.shape(x), dtype=bool)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)  # any seed gives the same answer, after more or fewer draws
        while missing.any():
            leaf = _tensor(x)
            drawn = function(leaf, p_drop, training=True)
            (gradient,) = torch.autograd.grad(drawn, leaf, _tensor(dout))
            found = drawn.detach().numpy() != 0
            out[found], dx[found] = drawn.detach().numpy()[found], gradient.numpy()[found]
            missing &= ~found
    return out, dx


def dropout_forward(x: np.ndarray, p_drop: float) -> np.ndarray:
    """Return what is in out where x, nowhere 0, is kept."""
    return _kept(F.dropout, x, p_drop, x)[0]


def dropout_backward(dout: np.ndarray, p_drop: float) -> np.ndarray:
    """Return what is in dx where the element is kept."""
    return _kept(F.dropout, dout, p_drop, dout)[1]


def spatial_dropout_forward(x: np.ndarray, p_drop: float) -> np.ndarray:
    """Return what is in out where a channel of x, nowhere 0, is kept."""
    return _kept(F.dropout2d, x, p_drop, x)[0]


def spatial_dropout_backward(dout: np.ndarray, p_drop: float) -> np.ndarray:
    """Return what is in dx where the channel is kept."""
    return _kept(F.dropout2d, dout, p_drop, dout)[1]


def _batchnorm(
    batches: Batches, gamma: np.ndarray, beta: np.ndarray, train: bool, options: dict[str, Any]
) -> tuple[Tensor, Tensor, torch.nn.BatchNorm1d]:
    """Run a batch norm through all batches; the last one, its output, and the layer."""
    layer = torch.nn.BatchNorm1d(len(gamma), dtype=torch.float64, **options)
    layer.weight, layer.bias = map(torch.nn.Parameter, map(_tensor, (gamma, beta)))
    for batch in batches[:-1]:
        layer(_tensor(batch))
    x = _tensor(batches[-1])
    return x, layer.train(train)(x), layer


def batchnorm_forward(
    batches: Batches, gamma: np.ndarray, beta: np.ndarray, *, train: bool, **options: float
) -> Gradients:
    """Return out of the last batch, and running_mean and running_var after it."""
    _, out, layer = _batchnorm(batches, gamma, beta, train, options)
    mean, var = layer.running_mean, layer.running_var
    assert mean is not None  # noqa: S101 - it is, unless told not to keep them
    assert var is not None  # noqa: S101
    return out.detach().numpy(), mean.numpy(), var.numpy()


def batchnorm_backward(
    batches: Batches,
    gamma: np.ndarray,
    beta: np.ndarray,
    dout: np.ndarray,
    *,
    train: bool,
    **options: float,
) -> Gradients:
    """Return dx of the last batch, dgamma and dbeta."""
    x, out, layer = _batchnorm(batches, gamma, beta, train, options)
    dx, dw, db = torch.autograd.grad(out, (x, layer.weight, layer.bias), _tensor(dout))
    return dx.numpy(), dw.numpy(), db.numpy()


def _normalized_by(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    mean: np.ndarray,
    var: np.ndarray,
    eps: float,
) -> tuple[list[Tensor], Tensor]:
    leaves = [_tensor(array) for array in (x, gamma, beta)]
    statistics = _tensor(mean).detach(), _tensor(var).detach()
    return leaves, F.batch_norm(
        leaves[0], *statistics, leaves[1], leaves[2], training=False, eps=eps
    )


def normalized_by(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    mean: np.ndarray,
    var: np.ndarray,
    eps: float = 1e-5,
) -> np.ndarray:
    """Return what batch norm makes of x in evaluation, with these running statistics."""
    return _normalized_by(x, gamma, beta, mean, var, eps)[1].detach().numpy()


def normalized_by_backward(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    mean: np.ndarray,
    var: np.ndarray,
    eps: float,
    dout: np.ndarray,
) -> Gradients:
    """Return dx, dgamma and dbeta of batch norm in evaluation, with these running statistics."""
    leaves, out = _normalized_by(x, gamma, beta, mean, var, eps)
    dx, dgamma, dbeta = torch.autograd.grad(out, leaves, _tensor(dout))
    return dx.numpy(), dgamma.numpy(), dbeta.numpy()


def layernorm_forward(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, **options: float
) -> np.ndarray:
    """Return out (N, D)."""
    layer = F.layer_norm(_tensor(x), gamma.shape, _tensor(gamma), _tensor(beta), **options)
    return layer.detach().numpy()


def layernorm_backward(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, dout: np.ndarray, **options: float
) -> Gradients:
    """Return dx, dgamma and dbeta."""
    leaves = tuple(map(_tensor, (x, gamma, beta)))
    out = F.layer_norm(leaves[0], gamma.shape, leaves[1], leaves[2], **options)
    dx, dgamma, dbeta = torch.autograd.grad(out, leaves, _tensor(dout))
    return dx.numpy(), dgamma.numpy(), dbeta.numpy()


def early_stopping(val_losses: np.ndarray, patience: int, min_delta: float) -> tuple[int, int]:
    """Return stop_epoch and best_epoch."""
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=1.0)
    scheduler = ReduceLROnPlateau(
        optimizer, factor=0.5, patience=patience - 1, threshold=min_delta, threshold_mode="abs"
    )
    epoch = best_epoch = 0
    for epoch, loss in enumerate(np.asarray(val_losses, dtype=np.float64)):
        before = scheduler.best
        scheduler.step(float(loss))
        best_epoch = epoch if scheduler.best != before else best_epoch
        if optimizer.param_groups[0]["lr"] < 1.0:
            break
    return epoch, best_epoch
