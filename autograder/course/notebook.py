"""Make a module of a notebook: what the graded functions need, by name, and nothing else.

    bytes --code_cells--> cells --_statements--> statements --_needed--> kept --_render--> source

A notebook is mostly scratch work: plots, prints, magics, half-typed cells. So nothing is taken for
where it stands. The graded names are looked up, then the names that these refer to, and so on;
of several definitions the last one counts, with what is assigned to its attributes and items after
it. Statements keep their order, except that one is moved up where a statement needs it at once:
cells are often run in another order than they stand in. Standard library only; nothing is run.
"""

from __future__ import annotations

import ast
import builtins
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from autograder.course.cells import code_cells
from autograder.course.source import (
    MAX_TOKENS,
    altered_names,
    bound_names,
    count_tokens,
    parse_cell,
    references,
    segment,
)
from autograder.errors import SubmissionError, explain
from autograder.text import clean

_BUILTINS: Final = frozenset(dir(builtins)) | {"__file__", "__annotations__"}
_DEFINITION: Final = re.compile(r"^(?:async +)?(?:def|class) +(\w+)|^(\w+) *=[^=]", re.MULTILINE)


@dataclass(frozen=True, eq=False)
class _Statement:
    """A top-level statement that binds or alters names; `order` is its place among all of them."""

    order: int
    cell: int
    node: ast.stmt
    text: str
    binds: frozenset[str]
    alters: frozenset[str]


@dataclass(frozen=True)
class _Unread:
    """A cell that is not Python: its number, why, and the names it seems to define."""

    cell: int
    why: str
    names: frozenset[str]


@dataclass
class _Selection:
    """What is kept, and why: the statement that gives each needed name, and who needs whom."""

    needs: dict[_Statement, list[_Statement]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)


def notebook_source(data: bytes, names: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Return the source of a module that holds the graded `names`, and what a person should know.

    Raises:
        SubmissionError: not a notebook, or one that defines none of `names`.
    """
    return cells_source(code_cells(data), names)


def cells_source(
    cells: Sequence[tuple[int, str]], names: Collection[str]
) -> tuple[str, tuple[str, ...]]:
    """The same for code cells, each with its number: of a file, or as a kernel has run them.

    Raises:
        SubmissionError: they define none of `names`.
    """
    statements, unread = _statements(cells)
    bindings = _Bindings(statements)
    wanted = [name for name in names if bindings.last(name)]
    if not wanted:
        raise _nothing_graded(bindings, unread, names)
    selection = _needed(bindings, wanted)
    kept = _with_preamble(_ordered(selection.needs), statements, selection.missing)
    selection.missing.update(set(names) - set(wanted))
    notes = [*_duplicates(bindings, selection), *_skipped(unread, selection)]
    return _render(kept), tuple(notes)


def _nothing_graded(
    found: Iterable[str], unread: list[_Unread], names: Collection[str]
) -> SubmissionError:
    defined = clean(", ".join(sorted(found)))
    got = f"definitions of {defined}" if defined else "no definitions at all"
    if unread:
        got += "; not Python: " + clean(", ".join(f"cell {u.cell} ({u.why})" for u in unread))
    return SubmissionError(
        explain(
            "this notebook defines none of the graded names",
            got=got,
            want=clean(", ".join(names)),
            step="define them in code cells, under exactly these names",
        )
    )


def _statements(cells: Sequence[tuple[int, str]]) -> tuple[list[_Statement], list[_Unread]]:
    """Every statement that gives a name its value, in order, and the cells that are not Python."""
    statements: list[_Statement] = []
    unread: list[_Unread] = []
    room = MAX_TOKENS
    for cell, text in cells:
        room -= count_tokens(text)
        try:
            if room < 0:
                raise SyntaxError(f"over {MAX_TOKENS:,} words and symbols in the cells up to here")
            readable, tree = parse_cell(text)
        except SyntaxError as error:
            why = clean(error.msg if error.lineno is None else f"line {error.lineno}: {error.msg}")
            names = frozenset(a or b for a, b in _DEFINITION.findall(text))
            unread.append(_Unread(cell, why, names))
            continue
        lines = readable.encode().split(b"\n")
        for node in tree.body:
            binds, alters = bound_names(node), altered_names(node)
            if binds or alters:
                taken = segment(lines, node)
                statements.append(_Statement(len(statements), cell, node, taken, binds, alters))
    return statements, unread


class _Bindings:
    """Which statement gives a name its value: the last one, or the last one before a place."""

    def __init__(self, statements: Iterable[_Statement]) -> None:
        self._sites: dict[str, list[_Statement]] = {}
        for statement in statements:
            # `max = x.max()` in a scratch cell is not what a function's `max(...)` means.
            scratch = isinstance(statement.node, (ast.Assign, ast.AugAssign, ast.AnnAssign))
            for name in statement.binds - (_BUILTINS if scratch else frozenset()):
                self._sites.setdefault(name, []).append(statement)
            for name in statement.alters:
                # What is done to a module is scratch work; to what is defined later, of no effect.
                if (sites := self.sites(name)) and not _is_import(sites[-1].node):
                    sites.append(statement)

    def __iter__(self) -> Iterator[str]:
        return iter(self._sites)

    def sites(self, name: str) -> list[_Statement]:
        return self._sites.get(name, [])

    def last(self, name: str) -> _Statement | None:
        sites = self.sites(name)
        return sites[-1] if sites else None

    def at(self, name: str, place: _Statement) -> _Statement | None:
        """What `name` means while `place` runs; cells may have been run in another order."""
        sites = self.sites(name)
        if before := bisect_left(sites, place.order, key=lambda site: site.order):
            return sites[before - 1]
        found = next((site for site in reversed(sites) if name in site.binds), None)
        return None if found is place else found


def _needed(bindings: _Bindings, names: Iterable[str]) -> _Selection:
    """Follow names from the graded ones to everything that they refer to."""
    chosen = _Selection(names=set(names))
    waiting = [site for name in names if (site := bindings.last(name))]
    while waiting:
        statement = waiting.pop()
        if statement in chosen.needs:
            continue
        try:
            now, later = references(statement.text, statement.node)
        except SyntaxError:  # the worker will say so, with the line
            now, later = set(), set()
        if isinstance(statement.node, (ast.AugAssign, ast.If, ast.Try)):
            now |= statement.binds  # they build on the value before
        at_once = [(name, bindings.at(name, statement)) for name in sorted(now)]
        found = at_once + [(name, bindings.last(name)) for name in sorted(later)]
        chosen.needs[statement] = [site for _, site in at_once if site]
        chosen.names.update(name for name, site in found if site)
        chosen.missing.update(name for name, site in found if not site)
        waiting += [site for _, site in found if site]
    chosen.missing -= _BUILTINS
    return chosen


def _ordered(needs: Mapping[_Statement, list[_Statement]]) -> list[_Statement]:
    """In the notebook's order, but each statement after those that it needs at once."""
    done: dict[_Statement, None] = {}
    entered: set[_Statement] = set()
    waiting = sorted(needs, key=lambda statement: -statement.order)
    while waiting:
        statement = waiting.pop()
        if statement in done:
            continue
        if statement in entered:
            done[statement] = None
            continue
        entered.add(statement)
        waiting.append(statement)
        waiting += [need for need in reversed(needs[statement]) if need not in entered]
    return list(done)


def _with_preamble(
    kept: list[_Statement], statements: list[_Statement], missing: set[str]
) -> list[_Statement]:
    """Put `from __future__` first, then star imports where a name is found nowhere else."""
    future = [s for s in statements if _is_future(s.node)]
    stars = [s for s in statements if "*" in s.binds and missing]
    return [*future, *stars, *(s for s in kept if not _is_future(s.node))]


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, (ast.Import, ast.ImportFrom))


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _duplicates(bindings: _Bindings, chosen: _Selection) -> Iterator[str]:
    """A note for each needed name that has several definitions of which some are not taken."""
    for name in sorted(chosen.names):
        sites = bindings.sites(name)
        imported = all(_is_import(site.node) for site in sites)
        if imported or all(site in chosen.needs for site in sites):
            continue
        times = "twice" if len(sites) == 2 else f"{len(sites)} times"
        cells = clean(", ".join(str(site.cell) for site in sites), 60)
        yield f"{clean(name)} is defined {times} (cells {cells}); the last one counts"


def _skipped(unread: list[_Unread], chosen: _Selection) -> Iterator[str]:
    """A note for each cell that is not Python and seems to define what the graded code needs."""
    for cell in unread:
        if lost := cell.names & (chosen.names | chosen.missing):
            names = clean(", ".join(sorted(lost)))
            yield f"cell {cell.cell} is not Python and was left out ({cell.why}); it has {names}"


def _render(kept: list[_Statement]) -> str:
    """One module; a comment before each block says which cell it comes from."""
    blocks: list[str] = []
    cell = None
    for statement in kept:
        blocks.append(
            statement.text
            if statement.cell == cell
            else f"\n# cell {statement.cell}\n{statement.text}"
        )
        cell = statement.cell
    return "\n".join(blocks).lstrip("\n") + "\n"
