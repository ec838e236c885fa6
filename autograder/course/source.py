"""Read the Python that students wrote: from bytes to a tree, and which names it binds and uses.

    bytes --decode_source--> source --parse_source--> tree --bound_names, references--> names
    cell of a notebook --parse_cell--> source and tree --segment--> the text of each statement

Invariant: nothing is run, and nothing can be made to use more than a few hundred megabytes or
seconds, whatever the text. Our own files are trusted, and parsed with `ast` where they are read.
"""

from __future__ import annotations

import ast
import codecs
import io
import re
import symtable
import tokenize
import warnings
from collections.abc import Iterable
from typing import Final

from autograder.text import clean

MAX_TOKENS: Final = 80_000
"""Words and symbols in one source. Python 3.10 dies of a segmentation fault (later versions raise)
when `1+1+1+...` nests deeper than about 104,000 on an 8 MiB stack, and 100,000 tokens parse into
about 100 MB. A level of nesting takes two tokens; a 100 KiB module has about 30,000."""

_COMPREHENSIONS: Final = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})
_PYTHON_CELL: Final = re.compile(r"%%(time|capture|prun|writefile\s+\S+\.py)\b")
_MAGIC: Final = re.compile(r"%{1,2}[A-Za-z]|!|\?|[\w.]+\?{1,2}\s*$|[\w, ]+=\s*(!|%[A-Za-z])")
"""How a line starts that IPython reads and Python does not: `%matplotlib`, `!pip`, `f?`."""
_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_TEXT_ENCODING: Final = re.compile(
    r"utf-8(-sig)?|ascii|iso8859-\d+|cp\d+|gb\d+|gbk|big5\w*|shift_jis\w*|euc_\w+|koi8-\w+|mac-\w+"
)  # those people write source in; Python has others (punycode) that take minutes for one MiB


def decode_source(data: bytes) -> str:
    """Decode a `.py` as Python would: UTF-8, a BOM, a PEP 263 cookie; line ends are normalised.

    Raises:
        ValueError: the bytes are not such text; the message is a clause that says why.
    """
    try:
        name, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        if not _TEXT_ENCODING.fullmatch(codecs.lookup(name).name):
            raise ValueError(f"declares the unusual encoding {clean(name, 40)}")
        text = data.decode(name)
    except (SyntaxError, UnicodeDecodeError, LookupError):
        raise ValueError("is not UTF-8 text, nor in the encoding that it declares") from None
    if "\0" in text:
        raise ValueError("holds NUL characters, which no Python source does")
    return normalise_lines(text)


def normalise_lines(text: str) -> str:
    r"""The same text with ``\n`` at the end of each line, wherever it was written."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def count_tokens(source: str) -> int:
    """How many words and symbols stand in `source`, comments and strings included."""
    return sum(1 for _ in _TOKEN.finditer(source))


def parse_source(source: str) -> ast.Module:
    """Parse a student's source without running it, silently.

    Raises:
        SyntaxError: it is not Python, or too long or too deeply nested to be looked at safely.
    """
    # No text has more of them than characters.
    if len(source) > MAX_TOKENS and (tokens := count_tokens(source)) > MAX_TOKENS:
        raise SyntaxError(f"{tokens:,} words and symbols; at most {MAX_TOKENS:,} can be read")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an invalid escape in a string is the student's business
        try:
            return ast.parse(source)
        except (RecursionError, MemoryError):  # MemoryError is how the parser reports nesting
            raise SyntaxError("nested too deeply to be read") from None
        except ValueError as error:  # NUL, lone surrogates
            raise SyntaxError(f"not text that Python can read ({type(error).__name__})") from None


def parse_cell(text: str) -> tuple[str, ast.Module]:
    """Parse a cell; only where Python cannot read it, take lines of IPython's own for `pass`."""
    try:
        return text, parse_source(text)
    except SyntaxError:
        lines = text.strip("\n").split("\n")
        if lines[0].startswith("%%"):
            # `%%bash` and the like: not our language, so nothing to take and nothing to report.
            lines = lines if _PYTHON_CELL.match(lines[0]) else ["pass"]
        plain = "\n".join(map(_without_magic, lines))
        return plain, parse_source(plain)


def _without_magic(line: str) -> str:
    # Stripped first: a pattern that begins with spaces takes quadratic time on a line of spaces.
    code = line.lstrip()
    return line[: len(line) - len(code)] + "pass" if _MAGIC.match(code) else line


def segment(lines: list[bytes], node: ast.stmt) -> str:
    """The statement's own text with its decorators; `a = 1; b = 2` are two statements."""
    start, column, end = node.lineno, node.col_offset, node.end_lineno or node.lineno
    for decorator in getattr(node, "decorator_list", []):
        start, column = min(start, decorator.lineno), 0
    if start == end:  # offsets count bytes
        return lines[start - 1][column : node.end_col_offset].decode()
    taken = [
        lines[start - 1][column:],
        *lines[start : end - 1],
        lines[end - 1][: node.end_col_offset],
    ]
    return b"\n".join(taken).decode()


def defined_names(tree: ast.Module) -> frozenset[str]:
    """Every name that a module's top level defines, imports or assigns."""
    return frozenset().union(*(bound_names(node) for node in tree.body))


def bound_names(node: ast.stmt) -> frozenset[str]:
    """The names that a top-level statement binds, as far as statements of its kind are taken."""
    if not isinstance(node, (ast.If, ast.Try)):
        return _bound_simply(node)
    names: set[str] = set()
    waiting: list[ast.AST] = [node]  # try: from scipy.special import erf; except: def erf ...
    while waiting:
        block = waiting.pop()
        if isinstance(block, ast.If) and never_runs(block.test):
            continue
        for child in ast.iter_child_nodes(block):
            if isinstance(child, (ast.If, ast.Try, ast.ExceptHandler)):
                waiting.append(child)
            elif isinstance(child, ast.stmt):
                names |= _bound_simply(child)
    return frozenset(names)


def _bound_simply(node: ast.stmt) -> frozenset[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return frozenset({node.name})
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return frozenset(a.asname or a.name.split(".")[0] for a in node.names)
    if isinstance(node, ast.Assign):
        return _stored(node.targets)
    if isinstance(node, ast.AugAssign) or (isinstance(node, ast.AnnAssign) and node.value):
        return _stored([node.target])
    return frozenset()


def _stored(targets: Iterable[ast.expr]) -> frozenset[str]:
    """Names that are bound by an assignment; `table[0] = 1` binds none, but see `altered_names`."""
    inner = (node for target in targets for node in ast.walk(target))
    return frozenset(
        n.id for n in inner if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    )


def altered_names(node: ast.stmt) -> frozenset[str]:
    """The names of what an assignment alters: of `Value.exp = exp` Value, of `t[0] += 1` t."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    targets = [node.target] if isinstance(node, ast.AugAssign) else targets
    roots = frozenset(root.id for root in map(_root, targets) if isinstance(root, ast.Name))
    return roots - bound_names(node)


def _root(target: ast.expr) -> ast.expr:
    while isinstance(target, (ast.Attribute, ast.Subscript)):
        target = target.value
    return target


def never_runs(test: ast.expr) -> bool:
    """Whether this is `TYPE_CHECKING`, `typing.TYPE_CHECKING` or `__name__ == "__main__"`."""
    if isinstance(test, ast.Name):
        return test.id == "TYPE_CHECKING"
    if isinstance(test, ast.Attribute):
        return test.attr == "TYPE_CHECKING"
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
        sides = (test.left, test.comparators[0])
        names = {side.id for side in sides if isinstance(side, ast.Name)}
        values = [side.value for side in sides if isinstance(side, ast.Constant)]
        return names == {"__name__"} and values == ["__main__"]
    return False


def references(source: str, tree: ast.AST) -> tuple[set[str], set[str]]:
    """The global names that statements read while they run, and those their functions read later.

    `tree` is what `source` was parsed to.

    Raises:
        SyntaxError: names are used as Python does not allow (`nonlocal` in the wrong place).
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = symtable.symtable(source, "<source>", "exec")
    except (RecursionError, MemoryError):
        raise SyntaxError("nested too deeply to be read") from None
    # Python 3.12 lists the `i` of `[i for i in r]` as if the module itself assigned it.
    inner = _stored(part.target for part in ast.walk(tree) if isinstance(part, ast.comprehension))
    now = {
        symbol.get_name()
        for symbol in module.get_symbols()
        if symbol.is_referenced() and not (symbol.is_assigned() and symbol.get_name() in inner)
    }
    later: set[str] = set()
    waiting = [(table, False) for table in module.get_children()]
    while waiting:
        table, is_later = waiting.pop()
        is_later = is_later or not _runs_at_once(table)
        names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
        (later if is_later else now).update(names)
        waiting += [(child, is_later) for child in table.get_children()]
    return now, later


def _runs_at_once(table: symtable.SymbolTable) -> bool:
    """Whether a scope is run where it stands: a class or a comprehension, but no function."""
    is_function = str(table.get_type()) == "function"
    return not is_function or table.get_name().strip("<>") in _COMPREHENSIONS
