def early_stopping(val_losses, patience, min_delta):
    best_loss = float("inf")
    best_epoch = -1
    waited = 0
    epoch = 0
    while epoch < len(val_losses):
        if val_losses[epoch] < best_loss - min_delta:
            best_loss = val_losses[epoch]
            best_epoch = epoch
            waited = 0
        else:
            waited += 1
            if waited == patience:
                return epoch, best_epoch
        epoch += 1
    return epoch - 1, best_epoch
