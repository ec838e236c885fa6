import numpy as np
from activations import σ

# ℓ — потеря, ∇ℓ — её градиент

def mse_loss(ŷ, y):
    ε = ŷ - y.reshape(ŷ.shape)
    return np.mean(ε**2), 2 * ε / ε.size

def bce_with_logits(ζ, τ):
    ℓ = np.mean(np.maximum(ζ, 0) - τ * ζ + np.log1p(np.exp(-np.abs(ζ))))
    return ℓ, (σ(ζ) - τ) / ζ.size

def softmax_cross_entropy(ζ, y):
    Ν, Κ = ζ.shape
    μ = np.max(ζ, axis=1, keepdims=True)
    Λ = np.log(np.sum(np.exp(ζ - μ), axis=1, keepdims=True)) + μ
    log_π = ζ - Λ
    ℓ = -np.mean(np.take_along_axis(log_π, y[:, None], axis=1))
    δ = np.exp(log_π)
    np.put_along_axis(δ, y[:, None], np.take_along_axis(δ, y[:, None], 1) - 1, axis=1)
    return ℓ, δ / Ν
