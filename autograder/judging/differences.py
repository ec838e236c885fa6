"""Finite differences of a student's own forward, of which no more is asked than a verdict needs.

Two directions tell a right gradient from a wrong one, in a dozen evaluations whatever the size of
the argument. Only what they do not settle is differenced element by element: a wrong gradient, to
say where it is wrong; and what a smooth function in float64 is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.numerics import directional, gradcheck, nested, ridders
from autograder.numerics.ridders import Floats
from autograder.numerics.tolerance import GRADIENT_SAFETY
from autograder.sandbox.remote import RemoteFunction
from autograder.verdict import CheckFailed, Failure

Numeric = tuple[Floats, Floats]
"""Derivatives, and how far each can be off."""


class Differences:
    """The gradient by one argument; of a list of arrays by all its numbers, one after another.

    Args:
        forward: the student's.
        arguments: what it is called with.
        position: of the argument.
        upstream: the upstream gradient, of the shape of the output.
        kinks: corners of the function in the elements of the argument.
    """

    def __init__(
        self,
        forward: RemoteFunction,
        arguments: tuple[Any, ...],
        position: int,
        upstream: Any,
        kinks: Sequence[float] = (),
    ) -> None:
        self._forward = forward
        self._arguments = arguments
        self._position = position
        self._upstream = upstream
        self._kinks = kinks
        self.argument = arguments[position]
        self._is_nested = nested.is_nested(self.argument)
        self._x = nested.flat(self.argument) if self._is_nested else np.asarray(self.argument)
        self._slopes: Numeric | None = None
        self._may_be_multiple = True
        self._along = directional.directions(self._x, kinks)
        if self._along is not None:
            outputs, precision = self._outputs(self._along.rows())
            if precision == np.float64:
                self._slopes = directional.slopes(self._along, outputs, upstream)
                self._may_be_multiple = directional.may_be_multiple(self._along, outputs)
        # Now, where it is needed anyway: before the forward is called with anything else.
        self._elementwise = self._by_elements() if self._slopes is None else None

    def vary(self) -> bool:
        """Whether the forward depends on the argument; a derivative within its error is none."""
        if self._slopes is not None:
            return True
        derivative, error = self.elementwise()
        return bool((np.abs(derivative) > GRADIENT_SAFETY * error).any())

    def are_multiple(self) -> bool:
        """Whether the gradient is a constant times the upstream gradient, for all one can tell."""
        if self._slopes is not None and not self._may_be_multiple:
            return False
        return gradcheck.is_multiple(self._upstream, *self.elementwise())

    def agree(self, got: Any) -> bool:
        """Whether a gradient is right for certain; where not, `elementwise` tells."""
        if self._along is None or self._slopes is None:
            return False
        return directional.agrees(nested.flat(got), self._along, self._slopes)

    def elementwise(self) -> Numeric:
        """By each element: 6 evaluations, or 12 where these do not settle it."""
        if self._elementwise is None:
            self._elementwise = self._by_elements()
        return self._elementwise

    def _by_elements(self) -> Numeric:
        plan = gradcheck.plan(self._x, self._kinks)
        first, rest = plan.parts
        outputs, precision = self._outputs_of(plan, first)
        eps = float(np.finfo(precision).eps)
        derivative, error, settled = gradcheck.derivative(plan, outputs, self._upstream, eps)
        if not settled:
            outputs = np.concatenate([outputs, self._outputs_of(plan, rest)[0]])
            derivative, error, _ = gradcheck.derivative(plan, outputs, self._upstream, eps)
        return derivative, error

    def _outputs_of(self, plan: gradcheck.Plan, changes: Floats) -> tuple[Floats, Any]:
        if self._is_nested or not np.ndim(plan.x):
            return self._outputs(plan.rows(changes))
        return self._checked(
            self._forward.batch(self._arguments, self._position, changes, by_element=True)
        )

    def _outputs(self, rows: Floats) -> tuple[Floats, Any]:
        like = [nested.like(self.argument, row) for row in rows] if self._is_nested else rows
        return self._checked(self._forward.batch(self._arguments, self._position, like))

    def _checked(self, results: Any) -> tuple[Floats, Any]:
        """What was returned, in float64, and the precision in which it was."""
        outputs = ridders.stack(results, self._upstream.shape)
        if isinstance(outputs, str):
            name = self._forward.name
            raise CheckFailed(Failure("results", name, f"{name} {outputs}"))
        precision = getattr(results[0], "dtype", np.dtype(np.float64))
        return outputs, precision if precision.kind == "f" else np.dtype(np.float64)
