"""Lives until the batch of the gradient check and dies in the middle of it, at every row once."""
# row: own
# layer: A D
# outcome: failed, crashed
# earns: 0

calls = 0


def scale_forward(x, w):
    global calls
    calls += 1
    if calls == 20:
        os._exit(1)
    return x * w + 1.0, None
