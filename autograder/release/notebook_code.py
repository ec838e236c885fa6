"""Deal the code of an assignment's modules out to the cells of one notebook.

    reference/NAME/*.py ──▶ imports, once     a notebook is one module
                            about, given      per module: its docstring; what is not to be written
                            solutions         per exercise: its functions, with their markers
                            pictures          per exercise that has one: a cell that draws

Invariant: a cell's markers are whole, so `make_stub` of a solution is the students' cell; and every
name has one definition, as the cells share one namespace.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.course.assignment import Assignment
from autograder.course.markers import BEGIN, END, solution_regions
from autograder.course.source import bound_names
from autograder.errors import UsageError
from autograder.release.stub import make_stub, stubs_of

PICTURES: Final = "pictures.py"
_PICTURE: Final = "_picture"
_Import = tuple[str, str]
"""Module and name in it; the name is empty for `import module`. An alias is part of either."""


@dataclass(frozen=True)
class Code:
    """The texts of an assignment's code cells."""

    imports: str
    about: Mapping[str, str]
    """By module: what it says about itself."""
    given: Mapping[str, str]
    """By module; only where there is something."""
    solutions: Mapping[str, str]
    """By exercise, between solution markers."""
    pictures: Mapping[str, str]
    """By exercise; only where there is one."""


def notebook_code(assignment: Assignment) -> Code:
    """Read the reference and deal it out.

    Raises:
        UsageError: there is no reference, or two of its modules cannot share one namespace.
        CourseError: a cell would be given out solved.
    """
    stubs_of(assignment)
    assert assignment.reference is not None  # noqa: S101 - else there are no stubs
    imports: set[_Import] = set()
    about: dict[str, str] = {}
    given: dict[str, str] = {}
    solutions: dict[str, str] = {}
    owners: dict[str, str] = {}
    for module in notebook_modules(assignment):
        parts = _Parts(assignment.reference / f"{module}.py", assignment.modules)
        _claim(parts, module, owners, assignment.name)
        imports |= parts.public_imports
        hidden = parts.hidden
        if parts.about:
            about[module] = parts.about
        if parts.given:
            given[module] = "\n\n\n".join(parts.given)
        for exercise in assignment.exercises:
            if exercise.module == module:
                texts = [t for name, t in parts.functions.items() if name in exercise.functions]
                solutions[exercise.name] = "\n\n\n".join([*hidden, *texts]) + "\n"
                hidden = []
    return Code(_rendered(imports), about, given, solutions, _pictures(assignment, imports))


def notebook_modules(assignment: Assignment) -> tuple[str, ...]:
    """The modules that are cells; the program of a bug hunt stays a file, with bugs in it."""
    cells = [exercise.module for exercise in assignment.exercises if not exercise.hunt]
    return tuple(dict.fromkeys(cells))


def _pictures(assignment: Assignment, known_imports: set[_Import]) -> dict[str, str]:
    """Cells of `reference/NAME/pictures.py`: each function `EXERCISE_picture` with what it imports.

    They draw what the functions of the notebook do, so what they import of these is left out, like
    what the notebook's cell of imports has.
    """
    path = (assignment.reference or assignment.folder) / PICTURES
    if not path.is_file():
        return {}
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    imports = set(_imports(path, tree, assignment.modules)) - known_imports
    known = {f"{exercise.name}{_PICTURE}": exercise.name for exercise in assignment.exercises}
    found = {}
    for node, text in _chunks(source, tree):
        if isinstance(node, ast.FunctionDef):
            if node.name not in known:
                wanted = f"a name of the form EXERCISE{_PICTURE}"
                raise UsageError(f"{path}:{node.lineno}: got {node.name}, want {wanted}")
            used = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
            own = {one for one in imports if one[0] != "__future__" and _bound(one) in used}
            found[known[node.name]] = f"{_rendered(own)}\n\n{text}\n"
    return found


def _bound(one: _Import) -> str:
    """The name by which a module or what is in it is used."""
    return (one[1] or one[0]).split(" as ")[-1]


def _claim(parts: _Parts, module: str, owners: dict[str, str], assignment: str) -> None:
    for name in parts.names:
        if owners.setdefault(name, module) != module:
            raise UsageError(
                f"{assignment}: {owners[name]}.py and {module}.py both define {name}, "
                "and a notebook is one module: give one of them another name"
            )


class _Parts:
    """A reference module, taken apart by its top-level statements."""

    def __init__(self, path: Path, own: tuple[str, ...]) -> None:
        source = path.read_text(encoding="utf-8")
        imports = set(_imports(path, ast.parse(source), own))
        self.public_imports = set(_imports(path, ast.parse(make_stub(source)), own))
        self.functions: dict[str, str] = {}
        self.given: list[str] = []
        self.names: set[str] = set()
        extra = imports - self.public_imports
        kept, self.hidden = _without_top_regions(source)
        if extra:
            self.hidden.insert(0, f"{BEGIN}\n{_rendered(extra).rstrip()}\n{END}")
        self.names.update(*(_names(text) for text in self.hidden))
        tree = ast.parse(kept)
        self.about = ast.get_docstring(tree) or ""
        for node, text in _chunks(kept, tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)) or _is_docstring(node, tree):
                continue
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and BEGIN in text:
                self.functions[node.name] = text
            elif self.given and (said := _said(node)):
                below = text.partition(ast.get_source_segment(kept, node) or "")[2]
                self.given[-1] = f"{said}\n{self.given[-1]}{below}"
            else:
                self.given.append(text)
            self.names |= bound_names(node)


def _said(node: ast.stmt) -> str:
    """A string that describes the constant above it, as a comment: a cell would print it."""
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        return ""
    lines = inspect.cleandoc(str(node.value.value)).splitlines()
    return "\n".join(f"# {line}".rstrip() for line in lines)


def _names(text: str) -> set[str]:
    nodes = ast.parse(text).body
    simple = [node for node in nodes if not isinstance(node, (ast.Import, ast.ImportFrom))]
    return set().union(*(bound_names(node) for node in simple))


def _is_docstring(node: ast.stmt, tree: ast.Module) -> bool:
    return node is tree.body[0] and ast.get_docstring(tree) is not None


def _without_top_regions(source: str) -> tuple[str, list[str]]:
    """The source without its regions at module level, and those, markers included."""
    lines = source.replace("\r\n", "\n").split("\n")
    taken: list[str] = []
    for region in reversed(solution_regions(source)):
        if not region.indent:
            taken.insert(0, "\n".join(lines[region.begin - 1 : region.end]))
            del lines[region.begin - 1 : region.end]
    return "\n".join(lines), taken


def _chunks(source: str, tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Each top-level statement with its decorators, and the comments before it and inside it."""
    lines = source.split("\n")
    starts = []
    for node in tree.body:
        decorators = getattr(node, "decorator_list", [])
        start = min([node.lineno, *(decorator.lineno for decorator in decorators)]) - 1
        while start and lines[start - 1].startswith("#"):
            start -= 1
        starts.append(start)
    for node, start, end in zip(tree.body, starts, [*starts[1:], len(lines)], strict=True):
        yield node, "\n".join(lines[start:end]).strip("\n")


def _imports(path: Path, tree: ast.Module, own: tuple[str, ...]) -> Iterator[_Import]:
    """What a module imports, but for the assignment's own: that is in the same notebook."""
    one = "a notebook is one module, with all names in it"
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            if node.module not in own:
                yield from ((node.module or "", _alias(name)) for name in node.names)
            elif any(name.asname for name in node.names):
                raise UsageError(
                    f"{path}:{node.lineno}: got `{ast.unparse(node)}`, but {one}: import what you "
                    "need under its own name"
                )
        elif isinstance(node, ast.Import):
            for name in node.names:
                if name.name in own:
                    raise UsageError(
                        f"{path}:{node.lineno}: got `import {name.name}`, but {one}: write "
                        f"`from {name.name} import ...`"
                    )
                yield _alias(name), ""


def _alias(name: ast.alias) -> str:
    return f"{name.name} as {name.asname}" if name.asname else name.name


def _rendered(imports: set[_Import]) -> str:
    """Import statements in the usual order: the future, the standard library, the rest, ours."""
    groups: dict[int, list[str]] = {}
    for module in sorted({module for module, _ in imports}):
        root = module.split(".")[0].split(" ")[0]
        group = 0 if root == "__future__" else 1 if root in sys.stdlib_module_names else 2
        group += root == __name__.split(".")[0]  # ours, after what others wrote
        names = sorted(name for home, name in imports if home == module and name)
        if (module, "") in imports:
            groups.setdefault(group, []).append(f"import {module}")
        if names:
            groups.setdefault(group, []).append(f"from {module} import {', '.join(names)}")
    blocks = [sorted(groups[n], key=lambda line: line.startswith("from")) for n in sorted(groups)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"
