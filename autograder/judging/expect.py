"""What check writers assert with. Each either returns or ends the check with a `Failure`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.judging.differences import Differences
from autograder.numerics import gradcheck, nested, ridders
from autograder.numerics.close import compare, is_numeric, type_of
from autograder.numerics.draw import Draw
from autograder.numerics.tolerance import PARITY
from autograder.sandbox.remote import RemoteFunction, RemoteObject
from autograder.verdict import CheckFailed, Failure, Mismatch


class Expectation:
    """A student's value, or several, about to be compared; made by `expect`."""

    def __init__(self, value: Any, names: tuple[str, ...]) -> None:
        self._names = names or ("the result",)
        # A tuple where one value belongs (the cache in the place of out) is a wrong value.
        several = isinstance(value, tuple) and len(self._names) > 1
        self._values = value if several else (value,)
        if len(self._values) != len(self._names):
            raise ValueError(f"{len(self._names)} names for {len(self._values)} values")

    def equals(self, want: Any, *, upstream: Any | None = None, tolerance: float = PARITY) -> None:
        """Shapes, dtypes, finiteness and values are those of `want`.

        Args:
            want: one value, or a tuple of as many as there are names; each a number, an array, or a
                list of such (or of tuples of such, as a network's parameters are).
            upstream: for gradients, the upstream gradient, whose size sets the scale.
            tolerance: one of the table in `numerics/tolerance.py`.
        """
        wanted = want if isinstance(want, tuple) else (want,)
        if len(wanted) != len(self._names):
            raise ValueError(f"{len(self._names)} names for {len(wanted)} wanted values")
        scale = 1.0 if upstream is None else float(np.max(np.abs(upstream)))
        for output in zip(self._names, self._values, wanted, strict=True):
            for name, got, one in _paired(*output):
                mismatch = compare(got, one, tolerance=tolerance, scale=scale)
                if mismatch is not None:
                    raise _failed("value", name, mismatch, got)

    def is_object(self) -> Any:
        """The value is an object of the student's, as of a method that should return one; it."""
        if isinstance(self._values[0], RemoteObject):
            return self._values[0]
        got = type_of(self._values[0])
        text = f"{self._names[0]} should be an object: got {got}"
        raise CheckFailed(Failure("results", self._names[0], text, observed=got))


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

    Calls ``out, cache = forward(*arrays, *constants)`` and compares every gradient with finite
    differences of the student's own `forward`, so a right derivation of a wrong forward passes. A
    forward that is c x + d, with constants c and d, of its first array x does not: it has a
    derivative that needs no derivation. Where that is the right answer, use `expect`.

    Args:
        forward: returns the output first, then the cache; perhaps ``student.f.given(train=True)``.
        backward: takes the upstream gradient and the cache.
        arrays: float64 arrays, or lists of them. Small ones: where a gradient is wrong, every
            element costs 6 evaluations, or 12.
        draw: draws the upstream gradient.
        constants: further positional arguments.
        kinks: corners of the function in the elements of the first array.
    """
    if len(arrays) != len(backward.returns):
        raise ValueError(f"{len(arrays)} arrays, but {backward.name} returns {backward.returns}")
    arguments = (*arrays, *constants)
    # Another forward and backward before, and another forward between: what remembers its first or
    # its last call betrays itself.
    others = (*map(_reversed, arrays), *constants)
    earlier, cache, *_ = forward(*others)
    _require_differentiable(forward, earlier)
    backward(draw.upstream(*np.shape(earlier)), cache)
    out, cache, *_ = assert_unchanged(forward, *arguments)
    _require_differentiable(forward, out)
    upstream = draw.upstream(*np.shape(out))
    numeric = [
        Differences(forward, arguments, position, upstream, () if position else kinks)
        for position in range(len(arrays))
    ]
    forward(*others)
    x = arrays[0]
    # On one side of a corner many a right forward is constant, or a multiple of its argument.
    if all(np.min(x) < kink < np.max(x) for kink in kinks):
        _require_variation(forward, out, numeric)
        _require_curvature(forward, out, x, numeric[0])
    gradients = assert_unchanged(backward, upstream, cache)
    gradients = gradients if isinstance(gradients, tuple) else (gradients,)
    for name, got, differences in zip(backward.returns, gradients, numeric, strict=True):
        _compare_gradient(name, got, differences)


def assert_loss_gradient(
    loss: RemoteFunction, *arguments: Any, kinks: Sequence[float] = ()
) -> None:
    """The second result of `loss` is the derivative of the first, by its first argument."""
    loss(*map(_reversed, arguments))  # what remembers its first call betrays itself
    value, gradient = assert_unchanged(loss, *arguments)
    mismatch = compare(value, 0.0, tolerance=np.inf)
    if mismatch is not None:
        raise _failed("value", loss.returns[0], mismatch, value)
    numeric = Differences(loss, arguments, 0, np.ones(()), kinks)
    _require_variation(loss, value, [numeric])
    _compare_gradient(loss.returns[1], gradient, numeric)


def _reversed(argument: Any) -> Any:
    """Another argument of the same form, in any function's domain in which this one is."""
    if nested.is_nested(argument):
        return nested.like(argument, np.flip(nested.flat(argument)))
    return np.flip(argument).copy() if np.ndim(argument) else argument


def _require_differentiable(forward: RemoteFunction, out: Any) -> None:
    """An output that can be differenced: real floating numbers, some, and not a million of them."""
    if is_numeric(out) and np.size(out) > ridders.MAX_OUTPUTS:
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


def _require_variation(forward: RemoteFunction, out: Any, numeric: Sequence[Differences]) -> None:
    """A forward that is constant has a derivative that needs no derivation."""
    if not any(differences.vary() for differences in numeric):
        raise _trivial(forward, "the same whatever its argument", out)


def _require_curvature(forward: RemoteFunction, out: Any, x: Any, numeric: Differences) -> None:
    """So has one that is a multiple of its argument, plus a constant or not."""
    if numeric.are_multiple():
        unchanged = np.array_equal(out, x)
        what = "unchanged" if unchanged else "times a constant, perhaps plus a constant"
        raise _trivial(forward, f"its argument {what}", out)


def _trivial(forward: RemoteFunction, what: str, out: Any) -> CheckFailed:
    text = f"{forward.name} returns {what}: there is nothing to derive"
    return CheckFailed(Failure("gradient", forward.name, text, observed=_comparable(out)))


def assert_unchanged(function: RemoteFunction, *args: Any, **kwargs: Any) -> Any:
    """Call `function` and fail if it modified an argument in place; returns what it returned.

    A random generator may: whoever draws from it moves it on.
    """
    value, changed = function.call_and_watch(*args, **kwargs)
    for key, array in changed.items():
        if isinstance(array, np.random.Generator):
            continue
        where = f"argument {key + 1}" if isinstance(key, int) else str(key)
        text = f"{function.name} modified its {where} in place; work on a copy"
        raise CheckFailed(Failure("changed", function.name, text, observed=array))
    return value


def _compare_gradient(name: str, got: Any, numeric: Differences) -> None:
    leaves = _paired(name, got, numeric.argument)
    if all(_has_form(leaf, one) for _, leaf, one in leaves) and numeric.agree(got):
        return
    derivative, error = (nested.like(numeric.argument, part) for part in numeric.elementwise())
    allowed = [leaf for _, leaf, _ in nested.paired("", error, error)]
    for (where, leaf, exact), margin in zip(_paired(name, got, derivative), allowed, strict=True):
        mismatch = gradcheck.judge(leaf, exact, margin)
        if mismatch is not None:
            raise _failed("gradient", where, mismatch, leaf)


def _has_form(got: Any, argument: Any) -> bool:
    return compare(got, np.zeros(np.shape(argument)), tolerance=np.inf) is None


def _paired(name: str, got: Any, want: Any) -> list[tuple[str, Any, Any]]:
    """Each array that is wanted with the student's, and its name."""
    try:
        return list(nested.paired(name, got, want))
    except nested.MisfitError as misfit:
        failure = Failure("results", misfit.where, str(misfit), observed=misfit.got)
        raise CheckFailed(failure) from misfit


def _failed(kind: str, where: str, mismatch: Mismatch, got: Any) -> CheckFailed:
    return CheckFailed(Failure(kind, where, mismatch=mismatch, observed=_comparable(got)))


def _comparable(value: Any) -> Any:
    """A student's value as evidence: itself where it is numbers, its type otherwise."""
    return value if is_numeric(value) else type_of(value)
