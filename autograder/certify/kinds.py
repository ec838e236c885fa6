"""The kinds of tests that published courses use, each written once from its general description.

Subject (what an exercise's functions take and return) + Kind (how they are tested) --> right?
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from autograder.numerics.draw import Draw

Floats = npt.NDArray[np.float64]
Inputs = Callable[[Draw, int, int, int], tuple[Any, ...]]
"""A call's arguments, from sizes N, D and M."""

SQUARE: Final = (4, 4, 4)
OBLONG: Final = (4, 3, 5)
RTOL: Final = 1e-5
"""What `allclose` takes by default, in NumPy and in PyTorch; it adds 1e-8."""
STEP: Final = 1e-5
MAX_RELATIVE: Final = 1e-7


@dataclass(frozen=True)
class Subject:
    """An exercise as such tests see it: what to call, and with what."""

    forward: str
    inputs: Inputs
    backward: str = ""
    """"" for a loss, whose second result is its gradient, and for a function without one."""
    arrays: int = 1
    """How many of the arguments have a gradient."""
    is_loss: bool = False
    default: tuple[Any, ...] = ()
    """The last arguments' defaults, in PyTorch and in the assignment."""


def _x(draw: Draw, n: int, d: int, _m: int) -> tuple[Any, ...]:
    return (draw.normal(n, d),)


def _with(value: float) -> Inputs:
    return lambda draw, n, d, m: (*_x(draw, n, d, m), value)


def _pair(name: str) -> Subject:
    return Subject(f"{name}_forward", _x, f"{name}_backward")


SUBJECTS: Final[Mapping[str, Mapping[str, Subject]]] = {
    "04_layers": {
        "linear": Subject(
            "linear_forward",
            lambda draw, n, d, m: (draw.normal(n, d), draw.normal(d, m), draw.normal(m)),
            "linear_backward",
            arrays=3,
        ),
        "relu": _pair("relu"),
        "leaky_relu": Subject(
            "leaky_relu_forward", _with(0.1), "leaky_relu_backward", default=(0.01,)
        ),
        "prelu": Subject("prelu_forward", _with(0.25), "prelu_backward", arrays=2),
        "elu": Subject("elu_forward", _with(1.5), "elu_backward", default=(1.0,)),
        "gelu": _pair("gelu"),
        "silu": _pair("silu"),
        "sigmoid": _pair("sigmoid"),
        "tanh": _pair("tanh"),
        "softmax": _pair("softmax"),
        "relu_jacobian": Subject("relu_jacobian", lambda draw, n, d, m: (draw.normal(d),)),
        "softmax_jacobian": Subject("softmax_jacobian", lambda draw, n, d, m: (draw.normal(d),)),
        "mse_loss": Subject(
            "mse_loss", lambda draw, n, d, m: (*_x(draw, n, d, m), draw.normal(n, d)), is_loss=True
        ),
        "bce_with_logits": Subject(
            "bce_with_logits",
            lambda draw, n, d, m: (*_x(draw, n, d, m), draw.integers(0, 2, n, d).astype(float)),
            is_loss=True,
        ),
        "softmax_cross_entropy": Subject(
            "softmax_cross_entropy",
            lambda draw, n, d, m: (*_x(draw, n, d, m), draw.integers(0, d, n)),
            is_loss=True,
        ),
    }
}


# --- judging -----------------------------------------------------------------------------------

Agree = Callable[[Any, Any], bool]
Upstream = Callable[[Draw, tuple[int, ...]], Floats]
Test = Callable[[Subject, Any, Any, Draw], bool]


def allclose(got: Any, want: Any) -> bool:
    """What most tests compare with; it broadcasts."""
    return bool(np.allclose(got, want, rtol=RTOL))


def relative(got: Any, want: Any) -> bool:
    """The largest elementwise relative error is small."""
    got, want = np.asarray(got, dtype=float), np.asarray(want, dtype=float)
    scale = np.maximum(1e-8, np.abs(got) + np.abs(want))
    with np.errstate(invalid="ignore"):  # two infinities: NaN, which is no agreement
        return bool(np.max(np.abs(got - want) / scale) < MAX_RELATIVE)


def ones(_draw: Draw, shape: tuple[int, ...]) -> Floats:
    """The upstream gradient of `out.sum().backward()`."""
    return np.ones(shape)


def random(draw: Draw, shape: tuple[int, ...]) -> Floats:
    """An upstream gradient of normal numbers."""
    return draw.normal(*shape)


def parity(
    sizes: tuple[int, int, int], upstream: Upstream | None, *, by_default: bool = False
) -> Test:
    """One call, compared with the oracle's; with `upstream`, its gradients as well."""

    def test(subject: Subject, student: Any, oracle: Any, draw: Draw) -> bool:
        meant = asked = subject.inputs(draw, *sizes)
        if by_default and subject.default:
            asked = meant[: -len(subject.default)]
            meant = (*asked, *subject.default)
        got = _parts(getattr(student, subject.forward)(*asked))
        want = _parts(getattr(oracle, subject.forward)(*meant))
        if not allclose(got[0], want[0]):
            return False
        if upstream is None:
            return True
        if subject.is_loss:
            return allclose(got[1], want[1])
        if not subject.backward:
            return True
        dout = upstream(draw, np.shape(want[0]))
        gradients = getattr(student, subject.backward)(dout, got[1])
        return _all(allclose, gradients, getattr(oracle, subject.backward)(*meant, dout))

    return test


def differences(subject: Subject, student: Any, oracle: Any, draw: Draw) -> bool:
    """The forward has the oracle's values, the backward those of finite differences of it."""
    arguments = subject.inputs(draw, *OBLONG)
    forward = getattr(student, subject.forward)
    got, want = _parts(forward(*arguments)), _parts(getattr(oracle, subject.forward)(*arguments))
    if not relative(got[0], want[0]):
        return False
    if subject.is_loss:
        return relative(got[1], _difference(forward, arguments, 0, np.ones(())))
    if not subject.backward:
        return True
    dout = random(draw, np.shape(want[0]))
    gradients = getattr(student, subject.backward)(dout, got[1])
    numeric = tuple(_difference(forward, arguments, i, dout) for i in range(subject.arrays))
    return _all(relative, gradients, numeric)


def _difference(
    forward: Callable[..., Any], arguments: tuple[Any, ...], position: int, dout: Floats
) -> Floats:
    """Central differences, element by element, with one step for all."""
    value = np.array(arguments[position], dtype=float)
    gradient = np.zeros_like(value)
    for index in np.ndindex(value.shape):
        sides = []
        for step in (STEP, -STEP):
            moved = value.copy()
            moved[index] += step
            sides.append(_parts(forward(*arguments[:position], moved, *arguments[position + 1 :])))
        gradient[index] = np.sum((sides[0][0] - sides[1][0]) * dout) / (2 * STEP)
    return gradient


def _parts(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _all(agree: Agree, got: Any, want: Any) -> bool:
    got, want = _parts(got), _parts(want)
    return len(got) == len(want) and all(map(agree, got, want))


# --- the kinds ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """One kind of test, and the words of the table."""

    name: str
    words: str
    test: Test


KINDS: Final = (
    Kind("square_forward", "one square N(0, 1) input, forward only", parity(SQUARE, None)),
    Kind("square_ones", "the same, and backward with an upstream of ones", parity(SQUARE, ones)),
    Kind(
        "oblong_ones",
        "one non-square input, backward with an upstream of ones",
        parity(OBLONG, ones),
    ),
    Kind(
        "differences",
        "one non-square input, random upstream, finite differences with h = 1e-5 and a relative "
        "error below 1e-7",
        differences,
    ),
    Kind(
        "torch_parity",
        "parity with PyTorch in one call: default arguments, random upstream",
        parity(OBLONG, random, by_default=True),
    ),
)
