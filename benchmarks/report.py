"""The figures of `bench.py` as tables: in the terminal, and in docs/performance.md.

python benchmarks/report.py bench.json      rewrites the page between its markers
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from results import Results, further, of_size, seconds, start, targets
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
    rows: Sequence[tuple[str, ...]]
    note: str = ""


def tables(results: Results) -> list[Tabulated]:
    """Every table, in the order of the page."""
    made = (_cold, _class, _sizes, _sizes_of_others, _floor, _targets, _by_checks, _by_elements)
    return [make(results) for make in made]


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
    note = (
        "Backmark as on Gradescope; answers by torch or from a file; one thread each. Memory: the "
        "sum of PSS, in a run of its own."
    )
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
    more = further(r)
    rows = [
        (
            count,
            r.told("sizes", count, "wall"),
            r.told("sizes", count, "cpu"),
            seconds(more[int(count)]) if int(count) in more else "",
        )
        for count in r.names("sizes")
    ]
    heads = ("hand-ins", "wall each", "CPU each", "CPU of each further one")
    note = (
        f"The whole command over the number of hand-ins, its start ({seconds(start(r))}) included; "
        "last, what each costs by which the class is larger than the one above."
    )
    return Tabulated("(c) Backmark by size of the class", heads, rows, note)


def _sizes_of_others(r: Results) -> Tabulated:
    counts = list(map(int, r.names("sizes")))
    rows = [
        (name, *(seconds(of_size(r, name, count)) for count in counts))
        for name in r.names("cold")
        if name != "Backmark"
    ]
    note = (
        "From (a) and (b): a process for each costs the same for each, and nbgrader's start is "
        "spread over the class."
    )
    heads = ("grader", *(f"CPU each, of {count}" for count in counts))
    return Tabulated("(c) The others by size of the class", heads, rows, note)


def _floor(r: Results) -> Tabulated:
    said = {
        "bare checks, central": "the dozen checks alone in a warm process, as peers have them",
        "bare checks, directions": "the same, gradients told by two directions, as Backmark does",
        "Backmark, warm": "a warm grader of Backmark's, from text to verdict, its jail included",
        "python": "python -I -c pass",
        "import numpy": "python -I -c 'import numpy'",
        "zygote": "what Backmark's zygote imports, NumPy included",
        "grader": "what Backmark's grader imports on Gradescope, NumPy included",
    }
    rows = [
        (said[name], r.told("floor", name, "wall"), r.told("floor", name, "cpu"))
        for name in r.names("floor")
    ]
    each = r.median("floor", "Backmark, warm")
    peers, ours = (each / r.median("floor", f"bare checks, {d}") for d in ("central", "directions"))
    note = (
        f"A submission costs a warm grader {peers:.2g} times the first, which every other grader "
        f"here runs, and {ours:.2g} times the second, which it runs itself. In a class (c), what "
        "reads hand-ins and writes ledger, gradebook and pages is on top. These three have one "
        "core, as a grader has in a class that keeps all of them busy."
    )
    return Tabulated("The floor", ("what", "wall", "CPU"), rows, note)


def _by_checks(r: Results) -> Tabulated:
    rows = []
    for name, told in r.data["growth"]["assignments"].items():
        cpu, bare, checks = told["cpu_s"], told["in_process_s"], told["checks"]
        ratio = f"{cpu / bare:.2f}"
        rows.append((name, str(checks), seconds(cpu), seconds(cpu / checks), seconds(bare), ratio))
    heads = (
        "assignment", "checks", "CPU a submission, warm", "CPU a check",
        "the same checks in one process", "what a process of its own multiplies it by",
    )  # fmt: skip
    return Tabulated("By the number of checks", heads, rows, "The reference, with every point.")


def _by_elements(r: Results) -> Tabulated:
    trips = r.data["growth"]["round_trips"]
    rows = [
        (f"{int(n):,}", f"{8 * int(n) / 1024:,.1f} KiB", seconds(took)) for n, took in trips.items()
    ]
    heads = ("elements", "each way", "wall of a round trip")
    return Tabulated(
        "By the size of arrays", heads, rows, "There, doubled, and back; median of 50."
    )


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
    told = (
        f"{machine['cores']} cores ({machine['processor']}), Python {machine['python']}, "
        f"{versions}; load before and after: {load}. Median of "
        f"{results.data['plan']['cold_rounds']} rounds (cold) or "
        f"{results.data['plan']['class_rounds']} (class), least and most in brackets."
    )
    parts = [told]
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
    cpu = list(further(r).values())[-1]
    hours = cpu * MANY / 3600
    others = r.median("class", "nbgrader, torch") * MANY / 3600 / CORES
    return (
        f"### {MANY:,} submissions\n\n"
        f"Each further submission costs {seconds(cpu)} of CPU, so {MANY:,} cost {hours:.1f} hours "
        f"of one core: {60 * hours / CORES:.1f} minutes on a machine of {CORES} cores and "
        f"{3600 * hours / CLUSTER:.0f} s on a cluster of {CLUSTER}, where all cores are kept busy. "
        f"nbgrader with torch would take {others:.1f} hours on the same {CORES} cores."
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
