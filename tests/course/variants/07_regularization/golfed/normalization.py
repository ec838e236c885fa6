import numpy as np
def _b(g, h, c, s, a): d = g * c; return (d - d.mean(a, keepdims=True) - h * (d * h).mean(a, keepdims=True)) / s
def batchnorm_forward(x, gamma, beta, state, *, train, momentum=0.1, eps=1e-5):
    r, v = (state["running_mean"], state["running_var"]) if state else (0 * gamma, 0 * gamma + 1); k = momentum
    m, q, n = (x.mean(0), x.var(0), len(x)) if train else (r, v, 0); s = (q + eps) ** .5; h = (x - m) / s
    return h * gamma + beta, (h, gamma, s, train), dict(running_mean=r + k * (m - r), running_var=v + k * (q * n / (n - 1) - v)) if train else dict(running_mean=r, running_var=v)
def batchnorm_backward(dout, cache): h, c, s, t = cache; return _b(dout, h, c, s, 0) if t else dout * c / s, (dout * h).sum(0), dout.sum(0)
def layernorm_forward(x, gamma, beta, *, eps=1e-5): c = x - x.mean(1, keepdims=True); s = ((c * c).mean(1, keepdims=True) + eps) ** .5; return c / s * gamma + beta, (c / s, gamma, s)
def layernorm_backward(dout, cache): h, c, s = cache; return _b(dout, h, c, s, 1), (dout * h).sum(0), dout.sum(0)
_bn = batchnorm_backward
def batchnorm_backward(dout, cache): x, g, b = _bn(dout, cache); return x, g.ravel(), b.ravel()
