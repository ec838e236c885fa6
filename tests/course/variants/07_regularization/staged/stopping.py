import numpy as np


def early_stopping(val_losses, patience, min_delta):
    losses = np.asarray(val_losses, dtype=float)
    improved = [0]
    for epoch in range(1, losses.size):
        if losses[epoch] < losses[improved[-1]] - min_delta:
            improved.append(epoch)
    # the first gap between improvements (or after the last of them) that is too long
    for this, following in zip(improved, [*improved[1:], np.inf]):
        if following - this > patience and this + patience < losses.size:
            return this + patience, this
    return losses.size - 1, improved[-1]
