"""The one table of tolerances, each with its derivation.

An array is right when ``max|got - want| <= tolerance * max(max|want|, scale)``, where ``scale`` is
the largest upstream gradient for gradients and 1 for values. The comparison is normwise on purpose:
a correct sum whose terms cancel has elements that are relatively far off (2e-10 on plain data, all
of their value in saturated regions), so elementwise relative and ULP comparison flag correct code.

What the numbers rest on: over 10,000 random draws of correct float64 code, badly scaled and offset
ones included, the largest deviation was 3.7e-13; the smallest of 133 hand-written wrong solutions,
on the inputs the checks use, was 1.4e-4. Any tolerance in between decides alike.
"""

from __future__ import annotations

from typing import Final

PARITY: Final = 1e-9
"""Against the oracle: 2,700 times the largest honest deviation, and the smallest mistake is
140,000 times larger still."""

ROW_OFFSET: Final = 1e-8
"""Rows shifted by 1e3: three digits of 16 cancel; plain data leave two of these in reserve."""

LARGE_OFFSET: Final = 1e-6
"""Data with a mean of 1e6: a variance loses up to 12 of 16 digits when computed in one pass."""

FLOAT32_INPUT: Final = 1e-4
"""float32 arguments: eps is 1.2e-7, and a few hundred operations may add up."""

FLOAT32_INSIDE: Final = 1e-5
"""A float32 result for float64 arguments: precise enough for float32, and noted, not punished."""

GRADIENT_RTOL: Final = 1e-7
"""Finite differences, relative part. The Ridders table reaches 1e-10 on smooth functions; the
smallest planted error, 1e-6 in one element, must still be seen."""

GRADIENT_SAFETY: Final = 5.0
"""Finite differences, in the table's own error estimates: 0 of 20,000 correct cases exceed 5."""

STEP_FRACTION: Final = 0.025
"""The largest finite-difference step, as a part of the argument's scale: smooth functions are
polynomials over it to within the reach of three steps."""

STEP_RATIO: Final = 4.0
"""Each step is a quarter of the one before: the error term h^2 falls by 16."""

STEP_LEVELS: Final = 6
"""0.025 * 4^-5 = 2.4e-5: there rounding (eps / h = 1e-11) has overtaken truncation for certain."""

STEP_FIRST_LEVELS: Final = 3
"""These three leave h1^2 h2^2 h3^2 f^(7) / 5040, 1e-15 of a tanh, and say that they leave
h1^2 h2^2 f^(5) / 120, 1e-9: they settle nine of ten gradients."""

SETTLED: Final = 2e-9
"""An estimate of the error that is good enough, as a part of the largest derivative: times
`GRADIENT_SAFETY` a tenth of what `GRADIENT_RTOL` allows that one, and ten times `PARITY`."""

DIRECTIONS: Final = 2
"""Random directions that tell a right gradient. A wrong one agrees with a single one by chance in
1 of 10,000 cases where it is off by 1e-4, the least that a mistake was seen to make (above): what
agrees with both, 1 of 1e8."""

NEARLY: Final = 1e-3
"""Whether a forward is c x + d is asked of every element where its slopes differ by less than this,
relative; 10,000 times what is taken for none in the end (`GRADIENT_RTOL`)."""

KINK_MARGIN: Final = 0.4
"""A step takes at most this part of the distance to a kink: both sides stay on one branch."""

KINK_DISTANCE: Final = 0.05
"""How far inputs stay from kinks: wide enough for useful steps, and about 3 % are redrawn."""
