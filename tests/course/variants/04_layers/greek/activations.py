# -*- coding: utf-8 -*-
"""Функции активации — «σ, τ, φ, Φ»; ça marche, größer als 0, 激活函数 🙂"""
import numpy as np
from math import erf as ε, pi as π, sqrt as корень

Φ = lambda χ: (1 + np.fromiter((ε(ξ) for ξ in (χ / корень(2)).flat), float).reshape(χ.shape)) / 2
φ = lambda χ: np.exp(-χ**2 / 2) / корень(2 * π)
σ = lambda χ: np.exp(np.minimum(χ, 0)) / (np.exp(np.minimum(χ, 0)) + np.exp(np.minimum(-χ, 0)))
θ = lambda χ: np.where(χ > 0, 1.0, 0.0)  # Хевисайд, θ(0) = 0

def relu_forward(χ):
    return np.fmax(χ, 0.0), θ(χ)

def relu_backward(δ, κ):
    return δ * κ

def leaky_relu_forward(χ, slope=0.01):
    λ = slope
    return θ(χ) * χ + λ * (1 - θ(χ)) * χ, (χ, λ)

def leaky_relu_backward(δ, κ):
    χ, λ = κ
    return δ * (θ(χ) + λ * (1 - θ(χ)))

def prelu_forward(χ, α):
    return leaky_relu_forward(χ, α)

def prelu_backward(δ, κ):
    χ, α = κ
    δα = np.inner(δ.ravel(), (χ * (1 - θ(χ))).ravel())   # Σᵢ δᵢ min(χᵢ, 0)
    return leaky_relu_backward(δ, κ), δα

def elu_forward(χ, α=1.0):
    ν = np.minimum(χ, 0)
    return np.where(χ > 0, χ, α * (np.exp(ν) - 1)), (χ, α)

def elu_backward(δ, κ):
    χ, α = κ
    ν = np.minimum(χ, 0)
    return δ * np.where(χ > 0, 1, α * np.exp(ν))

def gelu_forward(χ):
    return χ * Φ(χ), χ

def gelu_backward(δ, χ):
    Φʹ = φ(χ)
    return δ * (Φ(χ) + χ * Φʹ)

def silu_forward(χ):
    return χ * σ(χ), χ

def silu_backward(δ, χ):
    return δ * (σ(χ) + χ * σ(χ) * σ(-χ))

def sigmoid_forward(χ):
    return σ(χ), χ

def sigmoid_backward(δ, χ):
    return δ * σ(χ) * σ(-χ)

def tanh_forward(χ):
    τ = np.tanh(χ)
    return τ, τ

def tanh_backward(δ, τ):
    return δ * (1 - τ) * (1 + τ)

def softmax_forward(χ):
    μ = χ.max(axis=1)[:, None]
    ζ = np.log(np.sum(np.exp(χ - μ), axis=1))[:, None] + μ
    π̂ = np.exp(χ - ζ)
    return π̂, π̂

def softmax_backward(δ, π̂):
    return π̂ * (δ - np.einsum("ij,ij->i", δ, π̂)[:, None])

def relu_jacobian(χ):
    return np.diag(θ(χ))

def softmax_jacobian(χ):
    π̂ = softmax_forward(χ[None])[0][0]
    δᵢⱼ = np.eye(len(χ))
    return π̂[:, None] * δᵢⱼ - π̂[:, None] * π̂[None, :]
