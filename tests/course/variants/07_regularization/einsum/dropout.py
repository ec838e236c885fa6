from numpy import einsum, float64, ones


def _mask(shape, p_drop, train, rng):
    if not train:
        return ones(shape)
    survives = rng.random(shape[::-1]).T >= p_drop
    return survives.astype(float64) / (1.0 - p_drop)


def dropout_forward(x, p_drop, *, train, rng):
    mask = _mask(x.shape, p_drop, train, rng)
    return einsum("...,...->...", x, mask), mask


def dropout_backward(dout, cache):
    return einsum("...,...->...", dout, cache)


def spatial_dropout_forward(x, p_drop, *, train, rng):
    mask = _mask(x.shape[:2], p_drop, train, rng)
    return einsum("nchw,nc->nchw", x, mask), mask


def spatial_dropout_backward(dout, cache):
    return einsum("nchw,nc->nchw", dout, cache)
