"""The figures of `bench.py` as tables: in the terminal, and in docs/performance.md.

python benchmarks/report.py bench.json      rewrites the page between its markers
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

PAGE: Final = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- begin measured -->", "<!-- end measured -->"
CORES: Final = 32
CLUSTER: Final = 512
MANY: Final = 100_000


@dataclass(frozen=True)
class Tabulated:
    """A table: a title, the heads of its columns, its rows, and a sentence below."""

    title: str
    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]
    note: str = ""


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
        return f"{_s(statistics.median(values))} ({_s(min(values))} to {_s(max(values))})"

    def names(self, what: str) -> list[str]:
        """Whoever was measured, in order."""
        return list(self.data["costs"][what])

    @property
    def cores(self) -> int:
        """Of the machine."""
        return int(self.data["machine"]["cores"])


def _s(seconds: float) -> str:
    """Three digits, in the unit that suits."""
    if seconds < 0.0995:
        return f"{seconds * 1e3:.3g} ms"
    return f"{seconds:.2f} s" if seconds < 9.95 else f"{seconds:.3g} s"


def tables(results: Results) -> list[Tabulated]:
    """Every table, in the order of the page."""
    return [_cold(results), _class(results), _sizes(results), _floor(results), _targets(results)]


def _isolation(name: str) -> str:
    return "a jailed process" if name == "Backmark" else "none"


def _cold(r: Results) -> Tabulated:
    base = r.median("cold", "Backmark")
    rows = [
        (
            name,
            r.told("cold", name, "wall"),
            r.told("cold", name, "cpu"),
            f"{r.median('cold', name) / base:.2g}",
            f"{r.data['peak_mib'][name]:.0f}",
            _isolation(name),
        )
        for name in r.names("cold")
    ]
    heads = ("grader", "wall", "CPU", "CPU / Backmark's", "peak MiB", "isolation of student code")
    note = "Backmark as on Gradescope; answers by torch or from a file. Memory: the sum of PSS."
    return Tabulated("(a) One submission, cold", heads, rows, note)


def _class(r: Results) -> Tabulated:
    base = r.median("class", "Backmark", "wall")
    plan = r.data["plan"]
    rows = [
        (
            name,
            r.told("class", name, "wall"),
            r.told("class", name, "cpu"),
            f"{r.median('class', name, 'wall') / base:.3g}",
        )
        for name in r.names("class")
    ]
    note = (
        f"Backmark: `backmark class` on {plan['class_size']} hand-ins from start to end, gradebook "
        f"and pages included. Peers start a process for each, so {plan['torch_runs']} (torch) or "
        f"{plan['file_runs']} (file) were measured; of nbgrader the difference between classes of "
        f"{1 + plan['nbgrader_more']} and 1. Peers run student code in the grader's process."
    )
    heads = ("grader", "wall a submission", "CPU a submission", "wall / Backmark's")
    return Tabulated("(b) A class, each submission", heads, rows, note)


def _sizes(r: Results) -> Tabulated:
    counts = list(map(int, r.names("sizes")))
    whole = {n: r.median("sizes", str(n), "cpu") * n for n in counts}
    rows = []
    for before, count in zip([0, *counts], counts, strict=False):
        more = (whole[count] - whole.get(before, 0.0)) / (count - before) if before else None
        rows.append(
            (
                str(count),
                r.told("sizes", str(count), "wall"),
                r.told("sizes", str(count), "cpu"),
                _s(more) if more is not None else "",
            )
        )
    heads = ("hand-ins", "wall each", "CPU each", "CPU of each further one")
    note = "The whole command over the number of hand-ins, its start included; last, without it."
    return Tabulated("(c) Backmark by size of the class", heads, rows, note)


def _floor(r: Results) -> Tabulated:
    said = {
        "bare checks, central": "the dozen checks alone in a warm process, central differences",
        "bare checks, table": "the same, with Backmark's differences (14 evaluations an element)",
        "python": "python -I -c pass",
        "import numpy": "python -I -c 'import numpy'",
    }
    rows = [
        (said[name], r.told("floor", name, "wall"), r.told("floor", name, "cpu"))
        for name in r.names("floor")
    ]
    return Tabulated("The floor", ("what", "wall", "CPU"), rows)


def _ratio(text: str, got: float, least: float | None = None, most: float | None = None) -> Target:
    want = f"at least {least:g}" if least is not None else f"at most {most:g}"
    holds = got >= least if least is not None else got <= (most or 0.0)
    return Target(text, want, f"{got:.3g}", holds)


def targets(r: Results) -> list[Target]:
    """What issue 11 wants to be shown."""
    cold = r.median("cold", "Backmark")
    wall = r.median("class", "Backmark", "wall")
    slow, fast = "gradescope-utils, torch", "gradescope-utils, file"
    each = [r.median("sizes", n) for n in r.names("sizes")]

    def times(name: str) -> float:
        return r.median("class", name, "wall") / wall

    found = r.median("class", "Backmark")
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
        _ratio("class: CPU each, dearest over cheapest size", max(each) / min(each), most=1.2),
        _ratio(
            "class: CPU over the bare checks with the same differences",
            found / r.median("floor", "bare checks, table"),
            most=3,
        ),
        _ratio(
            "class: CPU over the bare checks with central differences",
            found / r.median("floor", "bare checks, central"),
            most=3,
        ),
    ]


def _targets(r: Results) -> Tabulated:
    rows = [(t.text, t.want, t.got, "holds" if t.holds else "falls short") for t in targets(r)]
    return Tabulated("Targets", ("ratio", "want", "got", ""), rows)


def print_tables(results: Results) -> None:
    """In the terminal."""
    console = Console()
    for one in tables(results):
        table = Table(*one.heads, title=one.title, title_justify="left", caption=one.note or None)
        for row in one.rows:
            table.add_row(*row)
        console.print(table)


def page(results: Results) -> str:
    """The part of the page between its markers."""
    machine = results.data["machine"]
    versions = ", ".join(f"{name} {machine[name]}" for name in machine if name not in _FACTS)
    load = " and ".join(map(str, results.data["load"]))
    parts = [
        f"{machine['cores']} cores ({machine['processor']}), Python {machine['python']}, "
        f"{versions}; load before and after: {load}. Median of "
        f"{results.data['plan']['cold_rounds']} rounds (cold) or "
        f"{results.data['plan']['class_rounds']} (class), least and most in brackets."
    ]
    for one in tables(results):
        parts += [
            f"### {one.title}",
            _markdown(one.heads, one.rows),
            *([one.note] * bool(one.note)),
        ]
    return "\n\n".join([*parts, _many(results)])


_FACTS: Final = ("cores", "processor", "python")


def _many(r: Results) -> str:
    """What a great number of submissions would take, from what each further one costs."""
    counts = list(map(int, r.names("sizes")))
    few, most = counts[-2:]
    cpu = (r.median("sizes", str(most)) * most - r.median("sizes", str(few)) * few) / (most - few)
    hours = cpu * MANY / 3600
    return (
        f"### {MANY:,} submissions\n\n"
        f"Each further submission costs {_s(cpu)} of CPU; {MANY:,} are {hours:.1f} hours of one "
        f"core: {60 * hours / CORES:.0f} minutes on a machine of {CORES} cores, and "
        f"{3600 * hours / CLUSTER:.0f} s on a cluster of {CLUSTER} cores, if both keep all cores "
        "busy. Of nbgrader with torch it would be "
        f"{r.median('class', 'nbgrader, torch') * MANY / 86400 / CORES:.1f} days on the same "
        f"{CORES} cores."
    )


def _markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    """Rewrite the page."""
    results = Results(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{page(results)}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
