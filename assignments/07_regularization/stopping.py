"""Early stopping: the validation loss says when to stop, and which epoch to keep."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def early_stopping(
    val_losses: Sequence[float] | np.ndarray, patience: int, min_delta: float
) -> tuple[int, int]:
    """When training would have stopped, and the epoch whose parameters it would have kept.

    Epochs are counted from 0. Epoch 0 is the first best epoch. An epoch is better than the best
    epoch so far, and becomes the best one, when its loss is lower by more than `min_delta`::

        val_losses[epoch] < val_losses[best_epoch] - min_delta

    Training stops at the first epoch that is `patience` epochs after the best one so far, so after
    `patience` epochs in a row without such an improvement. What comes after that is never seen. If
    that never happens, all epochs are run, and stop_epoch is the last one, ``len(val_losses) - 1``.

    Args:
        val_losses: the validation loss after each epoch; at least one number, not modified.
        patience: how many epochs without an improvement are one too many, at least 1.
        min_delta: by how much more than this a loss must be lower to count, at least 0.

    Returns:
        stop_epoch, the last epoch that is run, and best_epoch.

    Source: Prechelt, Early stopping - but when? (1998).
    """
    raise NotImplementedError("early_stopping")
