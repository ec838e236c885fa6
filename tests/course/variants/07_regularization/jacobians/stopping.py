def early_stopping(val_losses, patience, min_delta, first=0):
    """Recursive: from the first epoch of this stretch, who is the next better one?"""
    last = len(val_losses) - 1
    window = range(first + 1, min(first + patience, last) + 1)
    better = [e for e in window if val_losses[e] < val_losses[first] - min_delta]
    if better:
        return early_stopping(val_losses, patience, min_delta, better[0])
    return min(first + patience, last), first
