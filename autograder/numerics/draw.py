"""Random inputs that are the same on every platform, to the last bit.

NumPy promises stable streams for bit generators, not for distributions, and log, cos or exp may
differ in the last bit from one libm to the next. An answer key is looked up by the digest of its
inputs, so one bit is too much. Everything here is therefore made from raw 64-bit integers by exact
arithmetic: integer sums, and products with powers of two.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.numerics.tolerance import KINK_DISTANCE

Floats = npt.NDArray[np.float64]
MAX_REDRAWS = 1000


def derive_seed(secret: bytes, name: str) -> int:
    """A check's seed: an HMAC of the secret, so that one check's inputs tell no other's."""
    return int.from_bytes(hmac.new(secret, name.encode(), hashlib.sha256).digest(), "big")


class Draw:
    """Draws one check's inputs; the same seed gives the same arrays, for ever."""

    def __init__(self, seed: int) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence(seed))

    def _raw(self, count: int) -> npt.NDArray[np.uint64]:
        raw: npt.NDArray[np.uint64] = self._bits.random_raw(count)
        return raw

    def normal(
        self, *shape: int, away_from: Sequence[float] = (), distance: float = KINK_DISTANCE
    ) -> Floats:
        """Roughly standard normal: the scaled sum of twelve uniform 32-bit integers.

        Args:
            shape: of the array; none for a 0-d array.
            away_from: kinks; elements closer than `distance` to one are drawn again.
            distance: how close is too close.
        """
        values = self._normal(_size(shape))
        for _ in range(MAX_REDRAWS):
            close = np.zeros(values.shape, dtype=bool)
            for kink in away_from:
                close |= np.abs(values - kink) < distance
            if not close.any():
                return values.reshape(shape)
            values[close] = self._normal(int(close.sum()))
        raise ValueError(
            f"no numbers at least {distance} from {tuple(away_from)} in {MAX_REDRAWS} draws"
        )

    def _normal(self, count: int) -> Floats:
        halves = self._raw(6 * count).view(np.uint32).reshape(count, 12)
        total = halves.astype(np.int64).sum(
            axis=1
        )  # below 2^36: exact as an integer and as a float
        scaled: Floats = total.astype(np.float64) * 2.0**-32 - 6.0
        return scaled

    def uniform(self, low: float, high: float, *shape: int) -> Floats:
        """Uniform in [low, high): 53 random bits, one product, one sum."""
        values: Floats = low + (high - low) * self._unit(_size(shape)).reshape(shape)
        return values

    def _unit(self, count: int) -> Floats:
        bits = self._raw(count) >> np.uint64(11)
        unit: Floats = bits.astype(np.float64) * 2.0**-53
        return unit

    def integers(self, low: int, high: int, *shape: int) -> npt.NDArray[np.int64]:
        """Uniform integers in [low, high), a range of less than 2^31."""
        if not 0 < high - low < 2**31:
            raise ValueError(
                f"cannot draw from [{low}, {high}): want 1 to 2**31 - 1 integers in it"
            )
        # 2^32 values spread over a small range: a bias below 1e-6 is no concern for inputs.
        picks = (self._raw(_size(shape)) >> np.uint64(32)).astype(np.int64)
        values: npt.NDArray[np.int64] = low + ((picks * (high - low)) >> 32).reshape(shape)
        return values

    def upstream(self, *shape: int) -> Floats:
        """An upstream gradient: a random sign times U(0.5, 1.5).

        Never zero, of many sizes, and of both signs wherever there are two elements: ones, zeros
        and one sign everywhere would each hide a mistake.
        """
        signs = 1.0 - 2.0 * self.integers(0, 2, *shape).astype(np.float64)
        if signs.size > 1 and abs(signs.sum()) == signs.size:
            signs.flat[0] *= -1.0
        return signs * self.uniform(0.5, 1.5, *shape)

    def permutation(self, n: int) -> npt.NDArray[np.int64]:
        """A random order of 0 .. n - 1."""
        return np.argsort(self._raw(n), kind="stable").astype(np.int64)

    def generator(self) -> np.random.Generator:
        """A generator for a student's own draws; judged by properties, never by its stream."""
        return np.random.Generator(np.random.PCG64(int(self._raw(1)[0])))


def _size(shape: tuple[int, ...]) -> int:
    size: Any = 1
    for extent in shape:
        size *= extent
    return int(size)
