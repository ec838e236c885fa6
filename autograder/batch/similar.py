"""Hand-ins that have more in common than the task explains: a list for a person to look at.

    fingerprints of a class ──rarity──▶ score of each pair

Short functions converge: most of a class writes the same three lines. So what counts is not how
much two hand-ins share but how rare in this class it is, in bits: a fingerprint that c of n
hand-ins have weighs log2((n + 1) / c).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

COMMON: Final = 0.25
"""Share of the class above which a fingerprint is how the task is done: it weighs two bits or less
and would pair everybody with everybody."""
MOST: Final = 250
"""Owners above which it is no matter of a pair, however large the class: 31,000 pairs each."""
ALWAYS: Final = 4
"""Owners up to which a fingerprint counts in the smallest class: two pairs who worked together."""
MIN_CLASS: Final = 10
"""Hand-ins below which there is no baseline: 9 make 36 pairs."""

Fingerprints = Mapping[int, str]
"""A fingerprint and the function that it comes from."""


@dataclass(frozen=True)
class Pair:
    """Two hand-ins, and what they share."""

    first: str
    second: str
    bits: float
    """Rarity of what both have and most of the class has not."""
    share: float
    """Rarity of what both have, of what either has: 1 for copies."""
    functions: tuple[str, ...]
    """Where it is, the most telling first; "a / b" where it moved."""


@dataclass(frozen=True)
class Similar:
    """The pairs that stand out, the most telling first."""

    hand_ins: int
    median: float
    """Bits of the class's middle pair."""
    limit: float
    """Bits above which a pair is listed; 0 where the class is too small for a baseline."""
    pairs: tuple[Pair, ...]


def similar(hand_ins: Mapping[str, Fingerprints], most: int = 50) -> Similar:
    """Score every pair of a class against the class.

    Args:
        hand_ins: fingerprints by the hand-in's name.
        most: pairs to list.
    """
    names, n = sorted(hand_ins), len(hand_ins)
    owners: dict[int, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        for gram in hand_ins[name]:
            owners[gram].append(index)
    weights = {g: math.log2((n + 1) / len(o)) for g, o in owners.items()}
    bits: dict[tuple[int, int], float] = defaultdict(float)
    for gram, having in owners.items():
        if 1 < len(having) <= min(MOST, max(ALWAYS, COMMON * n)):
            for pair in combinations(having, 2):
                bits[pair] += weights[gram]
    median, limit = _baseline(list(bits.values()), n)
    ranked = sorted(bits.items(), key=lambda item: (-item[1], item[0]))
    listed = [
        _pair(names[a], names[b], hand_ins, weights, score)
        for (a, b), score in ranked[:most]
        if score > limit
    ]
    return Similar(n, median, limit, tuple(listed))


def _baseline(scores: Sequence[float], n: int) -> tuple[float, float]:
    """The middle pair's bits, and those beyond which a pair is far out (Tukey: 3 quartile ranges).

    Pairs that share nothing rare have no entry in `scores`, and count as 0.
    """
    total = n * (n - 1) // 2
    if n < MIN_CLASS:
        return 0.0, 0.0
    every = np.zeros(total)
    every[: len(scores)] = scores
    low, middle, high = (float(q) for q in np.quantile(every, [0.25, 0.5, 0.75]))
    # A class without anything in common has no range: what one line of two people weighs, then.
    return middle, high + 3 * max(high - low, math.log2((n + 1) / 2))


def _pair(
    first: str,
    second: str,
    hand_ins: Mapping[str, Fingerprints],
    weights: Mapping[int, float],
    score: float,
) -> Pair:
    one, other = hand_ins[first], hand_ins[second]
    either = sum(weights[gram] for gram in one.keys() | other.keys())
    both = sum(weights[gram] for gram in one.keys() & other.keys())
    where: dict[str, float] = defaultdict(float)
    for gram in one.keys() & other.keys():
        here, there = one[gram], other[gram]
        where[here if here == there else f"{here} / {there}"] += weights[gram]
    telling = sorted(where, key=lambda name: (-where[name], name))[:6]
    return Pair(first, second, round(score, 1), both / either if either else 0.0, tuple(telling))
