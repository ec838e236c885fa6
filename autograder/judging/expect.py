"""What check writers assert with. Each either returns or ends the check with a `Failure`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.numerics import gradcheck
from autograder.numerics.close import compare, is_numeric, type_of
from autograder.numerics.draw import Draw
from autograder.numerics.tolerance import GRADIENT_SAFETY, PARITY
from autograder.sandbox.remote import RemoteFunction
from autograder.verdict import CheckFailed, Failure, Mismatch


class Expectation:
    """A student's value, or several, about to be compared; made by `expect`."""

    def __init__(self, value: Any, names: tuple[str, ...]) -> None:
        self._values = value if isinstance(value, tuple) else (value,)
        self._names = names or ("the result",)
        if len(self._values) != len(self._names):
            raise ValueError(f"{len(self._names)} names for {len(self._values)} values")

    def equals(self, want: Any, *, upstream: Any | None = None, tolerance: float = PARITY) -> None:
        """Shapes, dtypes, finiteness and values are those of `want`.

        Args:
            want: one value, or a tuple of as many as there are names.
            upstream: for gradients, the upstream gradient, whose size sets the scale.
            tolerance: one of the table in `numerics/tolerance.py`.
        """
        wanted = want if isinstance(want, tuple) else (want,)
        if len(wanted) != len(self._names):
            raise ValueError(f"{len(self._names)} names for {len(wanted)} wanted values")
        scale = 1.0 if upstream is None else float(np.max(np.abs(upstream)))
        for name, got, one in zip(self._names, self._values, wanted, strict=True):
            mismatch = compare(got, one, tolerance=tolerance, scale=scale)
            if mismatch is not None:
                raise _failed("value", name, mismatch, got)


def expect(value: Any, *names: str) -> Expectation:
    """Name the value(s) a student's function returned, to compare them next.

    >>> expect(student.linear_backward(dout, cache), "dx", "dw", "db").equals(want, upstream=dout)
    """
    return Expectation(value, names)


def assert_gradient(
    forward: RemoteFunction,
    backward: RemoteFunction,
    *arrays: Any,
    draw: Draw,
    constants: tuple[Any, ...] = (),
    kinks: Sequence[float] = (),
) -> None:
    """`backward(dout, cache)` returns the derivatives of `forward` by each of `arrays`.

    Calls ``out, cache = forward(*arrays, *constants)`` and compares every element of every gradient
    with finite differences of the student's own `forward`, so a right derivation of a wrong forward
    passes.

    Args:
        forward: returns the output first, and the cache.
        backward: takes the upstream gradient and the cache.
        arrays: float64 arrays, small: every element costs 14 evaluations.
        draw: draws the upstream gradient.
        constants: further positional arguments.
        kinks: corners of the function in the elements of the first array.
    """
    if len(arrays) != len(backward.returns):
        raise ValueError(f"{len(arrays)} arrays, but {backward.name} returns {backward.returns}")
    arguments = (*arrays, *constants)
    out, cache = assert_unchanged(forward, *arguments)
    _require_differentiable(forward, out)
    upstream = draw.upstream(*np.shape(out))
    numeric = [
        _differences(forward, arguments, position, upstream, () if position else kinks)
        for position in range(len(arrays))
    ]
    # Another forward before the backward: what remembers its last call betrays itself. Reversed, as
    # that stays in any function's domain.
    forward(*(np.flip(a).copy() if np.ndim(a) else a for a in arrays), *constants)
    _require_substance(forward, out, arrays[0], numeric)
    gradients = assert_unchanged(backward, upstream, cache)
    gradients = gradients if isinstance(gradients, tuple) else (gradients,)
    for name, got, derivative in zip(backward.returns, gradients, numeric, strict=True):
        _compare_gradient(name, got, derivative)


def assert_loss_gradient(
    loss: RemoteFunction, *arguments: Any, kinks: Sequence[float] = ()
) -> None:
    """The second result of `loss` is the derivative of the first, by its first argument."""
    value, gradient = assert_unchanged(loss, *arguments)
    mismatch = compare(value, 0.0, tolerance=np.inf)
    if mismatch is not None:
        raise _failed("value", loss.returns[0], mismatch, value)
    numeric = _differences(loss, arguments, 0, np.ones(()), kinks)
    _require_substance(loss, value, None, [numeric])
    _compare_gradient(loss.returns[1], gradient, numeric)


def _require_differentiable(forward: RemoteFunction, out: Any) -> None:
    """An output that can be differenced: real floating numbers, some, and not a million of them."""
    if is_numeric(out) and np.size(out) > gradcheck.MAX_OUTPUTS:
        text = f"{forward.name} returned far more elements than there are to compute"
    elif is_numeric(out) and not np.size(out):
        text = f"{forward.name} returned an empty array"
    else:
        shape = np.shape(out) if is_numeric(out) else ()
        mismatch = compare(out, np.zeros(shape), tolerance=np.inf)
        if mismatch is not None:
            raise _failed("value", forward.returns[0], mismatch, out)
        return
    raise CheckFailed(Failure("results", forward.name, text, observed=text))


def _require_substance(
    forward: RemoteFunction,
    out: Any,
    x: Any,
    numeric: Sequence[tuple[gradcheck.Floats, gradcheck.Floats]],
) -> None:
    """A forward that is constant, or returns its argument, leaves nothing to derive.

    Whoever differentiates their own wrong forward rightly earns that; but not for a forward that
    makes the derivative trivial.
    """
    # A derivative that drowns in its own error is no derivative to agree with.
    if not any((np.abs(d) > GRADIENT_SAFETY * error).any() for d, error in numeric):
        text = f"{forward.name} returns the same whatever its argument: there is nothing to derive"
    elif x is not None and np.array_equal(out, x):
        text = f"{forward.name} returns its argument unchanged: there is nothing to derive"
    else:
        return
    raise CheckFailed(Failure("gradient", forward.name, text, observed=_comparable(out)))


def assert_unchanged(function: RemoteFunction, *args: Any, **kwargs: Any) -> Any:
    """Call `function` and fail if it modified an argument in place; returns what it returned."""
    value, changed = function.call_and_watch(*args, **kwargs)
    for key, array in changed.items():
        where = f"argument {key + 1}" if isinstance(key, int) else str(key)
        text = f"{function.name} modified its {where} in place; work on a copy"
        raise CheckFailed(Failure("changed", function.name, text, observed=array))
    return value


def _compare_gradient(
    name: str, got: Any, numeric: tuple[gradcheck.Floats, gradcheck.Floats]
) -> None:
    mismatch = gradcheck.judge(got, *numeric)
    if mismatch is not None:
        raise _failed("gradient", name, mismatch, got)


def _differences(
    forward: RemoteFunction,
    arguments: tuple[Any, ...],
    position: int,
    upstream: Any,
    kinks: Sequence[float],
) -> tuple[gradcheck.Floats, gradcheck.Floats]:
    """The gradient by one argument of the student's own forward, and how far it can be off."""
    plan = gradcheck.plan(arguments[position], kinks)
    results = forward.batch(arguments, position, plan.rows)
    outputs = gradcheck.stack(results, upstream.shape)
    if isinstance(outputs, str):
        raise CheckFailed(Failure("results", forward.name, f"{forward.name} {outputs}"))
    precision = getattr(results[0], "dtype", np.dtype(np.float64))
    eps = float(np.finfo(precision if precision.kind == "f" else np.float64).eps)
    return gradcheck.derivative(plan, outputs, upstream, eps)


def _failed(kind: str, where: str, mismatch: Mismatch, got: Any) -> CheckFailed:
    return CheckFailed(Failure(kind, where, mismatch=mismatch, observed=_comparable(got)))


def _comparable(value: Any) -> Any:
    """A student's value as evidence: itself where it is numbers, its type otherwise."""
    return value if is_numeric(value) else type_of(value)
