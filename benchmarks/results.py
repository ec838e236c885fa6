"""What one run of `bench.py` measured, and what of it was to be shown."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Target:
    """What was to be shown, what was found, and whether it holds."""

    text: str
    want: str
    got: str
    holds: bool


class Results:
    """What one run measured."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def values(self, what: str, name: str, unit: str) -> list[float]:
        """Every round's figure."""
        return [cost[f"{unit}_s"] for cost in self.data["costs"][what][name]]

    def median(self, what: str, name: str, unit: str = "cpu") -> float:
        """The median of the rounds, in seconds."""
        return statistics.median(self.values(what, name, unit))

    def told(self, what: str, name: str, unit: str) -> str:
        """The median with the least and the most."""
        values = self.values(what, name, unit)
        least, most = seconds(min(values)), seconds(max(values))
        return f"{seconds(statistics.median(values))} ({least} to {most})"

    def names(self, what: str) -> list[str]:
        """Whoever was measured, in order."""
        return list(self.data["costs"][what])


def seconds(seconds: float) -> str:
    """Three digits, in the unit that suits."""
    if seconds < 0.0995:
        return f"{seconds * 1e3:.3g} ms"
    return f"{seconds:.2f} s" if seconds < 9.95 else f"{seconds:.3g} s"


def further(r: Results) -> dict[int, float]:
    """CPU seconds of each further submission, by the size that the class grows to."""
    counts = list(map(int, r.names("sizes")))
    whole = [r.median("sizes", str(count)) * count for count in counts]
    grown = zip(counts, counts[1:], whole, whole[1:], strict=False)
    return {after: (much - little) / (after - before) for before, after, little, much in grown}


def start(r: Results) -> float:
    """CPU seconds that the command takes whatever the size of the class."""
    smallest, *_ = r.names("sizes")
    first, *_ = further(r).values()
    return int(smallest) * (r.median("sizes", smallest) - first)


def of_size(r: Results, name: str, count: int) -> float:
    """CPU seconds that another grader takes for each submission of a class of `count`.

    Who starts a process for each takes the same for each; nbgrader's own start is spread over them.
    """
    if not name.startswith("nbgrader"):
        return r.median("class", f"{name}, one by one")
    alone, each = r.median("cold", name), r.median("class", name)
    return each + (alone - each) / count


def _ratio(text: str, got: float, least: float | None = None, most: float | None = None) -> Target:
    want = f"at least {least:g}" if least is not None else f"at most {most:g}"
    holds = got >= least if least is not None else got <= (most or 0.0)
    return Target(text, want, f"{got:.3g}", holds)


def targets(r: Results) -> list[Target]:
    """The ratios to reach, and what was reached."""
    cold = r.median("cold", "Backmark")
    wall = r.median("class", "Backmark", "wall")
    slow, fast = "gradescope-utils, torch", "gradescope-utils, file"
    each = [r.median("sizes", count) for count in r.names("sizes")]
    more = list(further(r).values())

    def times(name: str) -> float:
        return r.median("class", name, "wall") / wall

    return [
        _ratio("cold: CPU of gradescope-utils with torch", r.median("cold", slow) / cold, 8),
        _ratio(
            "cold: CPU over gradescope-utils with a file",
            cold / r.median("cold", fast),
            most=2,
        ),
        _ratio("cold: peak memory, MiB", r.data["peak_mib"]["Backmark"], most=150),
        _ratio("class: throughput over nbgrader's with torch", times("nbgrader, torch"), 150),
        _ratio(
            "class: over gradescope-utils with torch, one by one", times(f"{slow}, one by one"), 75
        ),
        _ratio(
            "class: over gradescope-utils with a file, two at once",
            times(f"{fast}, two at once"),
            3,
        ),
        _ratio(
            "class: CPU each, start included, dearest size over cheapest",
            max(each) / min(each),
            most=1.2,
        ),
        _ratio("class: CPU of each further one, likewise", max(more) / min(more), most=1.2),
        _ratio(
            "a warm grader's CPU over the bare checks in a warm process",
            r.median("floor", "Backmark, warm") / r.median("floor", "bare checks, central"),
            most=3,
        ),
    ]
