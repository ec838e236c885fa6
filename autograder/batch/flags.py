"""The flag "this check is probably wrong": for a person to look at, with the rule that raised it.

Each rule asks whether a check that is right could look like this by chance in a class of this size.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

CHANCE: Final = 1 / 500
"""How often a right check may be flagged by bad luck: an assignment has some 40 checks, so one
false flag in a dozen assignments (simulated classes bear it out, but for a check much harder than
all others)."""
GOOD: Final = 0.9
"""Whoever has nine tenths of all other points is good at this assignment. Such a student fails one
check in ten at most, so a right check is failed by about a tenth of them."""
POOR: Final = 0.2
"""A correlation with the rest score below which items of a test are called poor (Ebel, 1965)."""
MIN_EACH: Final = 5
"""Passes, and failures, below which the error of a correlation is not what the formula says."""
MIN_ALL: Final = 5
"""Attempts without a pass that make a rule: a check that half of them could pass is failed by all
five in 3 classes of 100."""
MIN_IDLE: Final = 30
"""Attempts without a failure that make a rule: 3 / 30, so at 95 % fewer than a tenth would fail."""


WRONG: Final = "probably wrong"
IDLE: Final = "fails nobody"


@dataclass(frozen=True)
class Flag:
    """What to look at a check for: WRONG or IDLE, and why, as a clause."""

    kind: str
    why: str


def flag_of(
    passed: Sequence[bool], rests: Sequence[float], discrimination: float | None, broken: int
) -> Flag | None:
    """Whether a check is probably wrong, or checks nothing; None where nothing speaks for that.

    Args:
        passed: of everybody who attempted the check, whether they passed.
        rests: their share of all other points, 0 to 1.
        discrimination: the correlation of the two.
        broken: in how many hand-ins the check itself broke.
    """
    if broken:
        return Flag(WRONG, f"it broke itself on {_hand_ins(broken)}, and points are withheld")
    good = [p for p, rest in zip(passed, rests, strict=True) if rest >= GOOD - 1e-9]
    failing = good.count(False)
    enough = min(passed.count(True), passed.count(False)) >= MIN_EACH
    # Where the best of the good pass, it is hard, not wrong.
    hard = enough and discrimination is not None and discrimination >= POOR
    many = 2 * failing >= len(good) > 0
    if many and not hard and at_least(failing, len(good), 1 - GOOD) <= CHANCE:
        return Flag(
            WRONG, f"{failing} of {len(good)} students with 90 % of all other points fail it"
        )
    if len(passed) >= MIN_ALL and not any(passed):
        return Flag(WRONG, f"none of the {len(passed)} who attempted it passes")
    if discrimination is not None and enough:
        bound = upper_bound(discrimination, len(passed))
        if bound < POOR:
            return Flag(
                WRONG,
                f"passing it has little to do with the rest (correlation {discrimination:.2f}, at "
                f"95 % below {bound:.2f})",
            )
    if len(passed) >= MIN_IDLE and all(passed):
        return Flag(IDLE, f"none of the {len(passed)} who attempted it fails: it may check nothing")
    return None


def _hand_ins(count: int) -> str:
    return "one hand-in" if count == 1 else f"{count} hand-ins"


def at_least(k: int, n: int, chance: float) -> float:
    """The probability of k or more successes in n attempts."""
    return sum(math.comb(n, i) * chance**i * (1 - chance) ** (n - i) for i in range(k, n + 1))


def upper_bound(correlation: float, n: int) -> float:
    """What the true correlation lies below with 95 %, from n > 3 pairs (Fisher's z, one-sided)."""
    if correlation >= 1:
        return 1.0
    return math.tanh(math.atanh(max(correlation, -1 + 1e-12)) + 1.645 / math.sqrt(n - 3))
