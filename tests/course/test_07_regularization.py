"""What 07_regularization promises beyond the standard of every assignment."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

REFERENCE = Path(__file__).parents[2] / "reference" / "07_regularization"
NORMALIZATION = runpy.run_path(str(REFERENCE / "normalization.py"))
DROPOUT = runpy.run_path(str(REFERENCE / "dropout.py"))
TOLERANCE = 1e-9

every_setting = pytest.mark.parametrize(
    ("shape", "momentum", "eps"), [((7, 4), 0.1, 1e-5), ((2, 9), 0.3, 0.1), ((64, 33), 0.9, 1e-3)]
)


def parameters(torch: Any, d: int, rng: np.random.Generator) -> tuple[Any, Any]:
    """Gamma and beta, as leaves."""
    gamma, beta = rng.normal(size=d), rng.normal(size=d)
    return torch.tensor(gamma, requires_grad=True), torch.tensor(beta, requires_grad=True)


def assert_close(got: Any, tensor: Any) -> None:
    want = tensor.detach().numpy()
    assert np.max(np.abs(got - want)) <= TOLERANCE * max(1.0, np.max(np.abs(want)))


@pytest.mark.oracle
@every_setting
def test_batchnorm_agrees_with_torch_in_training_and_in_evaluation(
    shape: tuple[int, int], momentum: float, eps: float
) -> None:
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(7)
    gamma, beta = parameters(torch, shape[1], rng)
    g, b = gamma.detach().numpy(), beta.detach().numpy()
    mean, var = torch.zeros_like(beta), torch.ones_like(gamma)
    state = None

    for train in (True, True, False, True, False):
        x = torch.tensor(3.0 * rng.normal(size=shape) + 2.0, requires_grad=True)
        dout = rng.normal(size=shape)
        want = torch.nn.functional.batch_norm(x, mean, var, gamma, beta, train, momentum, eps)
        gradients = torch.autograd.grad(want, (x, gamma, beta), torch.tensor(dout))

        out, cache, state = NORMALIZATION["batchnorm_forward"](
            x.detach().numpy(), g, b, state, train=train, momentum=momentum, eps=eps
        )

        assert_close(out, want)
        assert_close(state["running_mean"], mean)
        assert_close(state["running_var"], var)
        for got, one in zip(
            NORMALIZATION["batchnorm_backward"](dout, cache), gradients, strict=True
        ):
            assert_close(got, one)


@pytest.mark.oracle
@every_setting
def test_layernorm_agrees_with_torch(shape: tuple[int, int], momentum: float, eps: float) -> None:
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(8)
    gamma, beta = parameters(torch, shape[1], rng)
    x = torch.tensor(3.0 * rng.normal(size=shape) + 2.0, requires_grad=True)
    dout = rng.normal(size=shape)
    want = torch.nn.functional.layer_norm(x, shape[1:], gamma, beta, eps)
    gradients = torch.autograd.grad(want, (x, gamma, beta), torch.tensor(dout))

    out, cache = NORMALIZATION["layernorm_forward"](
        x.detach().numpy(), gamma.detach().numpy(), beta.detach().numpy(), eps=eps
    )

    assert_close(out, want)
    for got, one in zip(NORMALIZATION["layernorm_backward"](dout, cache), gradients, strict=True):
        assert_close(got, one)


@pytest.mark.oracle
@pytest.mark.parametrize(
    ("name", "shape"), [("dropout", (30, 20)), ("spatial_dropout", (12, 9, 3, 2))]
)
def test_dropout_agrees_with_torch_given_its_own_mask(name: str, shape: tuple[int, ...]) -> None:
    """torch's backward of dropout takes a mask, which its forward does not."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(9)
    x, dout = rng.normal(size=shape), rng.normal(size=shape)

    out, cache = DROPOUT[f"{name}_forward"](x, 0.2, train=True, rng=rng)
    dx = DROPOUT[f"{name}_backward"](dout, cache)

    mask = torch.tensor(out != 0)
    assert_close(out, torch.ops.aten.native_dropout_backward(torch.tensor(x), mask, 1 / 0.8))
    assert_close(dx, torch.ops.aten.native_dropout_backward(torch.tensor(dout), mask, 1 / 0.8))


VARIANTS = Path(__file__).parent / "variants"


@pytest.mark.parametrize(
    ("assignment", "module", "forms"),
    [
        ("07_regularization", "dropout", (r"\) < p", r">= p_drop", r"\.binomial\(")),
        ("07_regularization", "normalization", (r"dvar = .*\n.*dsq", r"def _b\(", r"jacobian")),
        ("04_layers", "activations", (r"big\[i, :, i, :\]", r"p \* \(dout - np\.sum\(")),
    ],
)
def test_the_common_forms_of_an_exercise_are_among_the_variants_that_earn_every_point(
    assignment: str, module: str, forms: tuple[str, ...]
) -> None:
    """What the variants earn is tested with those of all assignments; this holds the forms there.

    Dropout drawn with `<`, `>=` and `binomial`; batch norm in stages, in closed form and by its
    Jacobian; softmax by its Jacobian and in closed form.
    """
    sources = [
        path.read_text(encoding="utf-8") for path in VARIANTS.glob(f"{assignment}/*/{module}.py")
    ]

    for form in forms:
        assert any(re.search(form, source) for source in sources), form
