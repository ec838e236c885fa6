def early_stopping(val_losses, patience, min_delta):
    losses = [float(loss) for loss in val_losses]
    if not losses:
        raise ValueError("there is no epoch")
    if patience < 1 or min_delta < 0:
        raise ValueError("patience is at least 1, min_delta at least 0")
    best = {"epoch": 0, "loss": losses[0]}
    since = 0
    for epoch, loss in enumerate(losses[1:], start=1):
        is_better = loss + min_delta < best["loss"]
        if is_better:
            best.update(epoch=epoch, loss=loss)
        since = 0 if is_better else since + 1
        if since >= patience:
            return int(epoch), int(best["epoch"])
    return len(losses) - 1, int(best["epoch"])
