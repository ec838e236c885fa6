def watcher(patience, min_delta):
    best_loss, best_epoch, epoch = None, None, -1

    def see(loss):
        nonlocal best_loss, best_epoch, epoch
        epoch += 1
        if best_loss is None or best_loss - loss > min_delta:
            best_loss, best_epoch = loss, epoch
        return epoch - best_epoch >= patience

    return see, lambda: (epoch, best_epoch)


def early_stopping(val_losses, patience, min_delta):
    see, result = watcher(patience, min_delta)
    any(see(loss) for loss in val_losses)
    return result()
