# Линейный слой: 每个输出是所有输入的加权和 ✓
import numpy as np

def linear_forward(χ, ω, β):
    Ν = len(χ)                      # 样本数
    Χ = χ.reshape(Ν, -1)            # (Ν, Δ)
    ŷ = Χ @ ω + β
    return ŷ, (χ, Χ, ω)

def linear_backward(δ, κ):
    χ, Χ, ω = κ
    # ∂ℓ/∂χ = δ ωᵀ,  ∂ℓ/∂ω = Χᵀ δ,  ∂ℓ/∂β = Σₙ δₙ
    return (δ @ ω.T).reshape(χ.shape), Χ.T @ δ, np.add.reduce(δ, axis=0)
