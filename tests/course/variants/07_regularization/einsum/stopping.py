from itertools import count


def early_stopping(val_losses, patience, min_delta):
    best = 0
    for t in count():
        if t == len(val_losses):
            return t - 1, best
        if val_losses[best] - val_losses[t] > min_delta:
            best = t
        if t - best == patience:
            return t, best
