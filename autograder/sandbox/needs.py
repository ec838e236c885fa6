"""Which modules a submission's process needs: in its jail there are no files to import from.

    sources ──words──▶ names of modules ──▶ imported before the jail closes

Importing everything that is allowed costs 120 ms for each cold run, four times what the checks
cost. What is missing, however, breaks honest work, so the choice errs towards too much: a word is a
mention wherever it stands (code, string, comment), and words with which a module can be reached
without being named bring everything.
"""

from __future__ import annotations

import encodings
import pkgutil
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from typing import Final

_NUMPY: Final = (
    "char", "core", "ctypeslib", "dtypes", "exceptions", "f2py", "fft", "lib.format", "lib.mixins",
    "lib.recfunctions", "lib.scimath", "lib.stride_tricks", "linalg", "ma", "matlib", "polynomial",
    "random", "rec", "strings", "testing", "typing",
)  # fmt: skip
"""Submodules that `import numpy` leaves to whoever asks for them first, in one version or other."""
_WITH: Final = {
    "collections": ("collections.abc",),
    "datetime": ("_strptime",),
    "numpy": tuple(f"numpy.{name}" for name in _NUMPY),
    "pickle": ("_compat_pickle",),
    "time": ("_strptime",),
    "unittest": ("unittest.mock",),
}
"""What belongs to a module and is imported by name, or by Python itself when it is first used."""

_CODECS: Final = (
    "ascii", "cp1252", "latin_1", "raw_unicode_escape", "unicode_escape", "utf_16", "utf_32",
    "utf_8", "utf_8_sig",
)  # fmt: skip
"""Encodings that text and bytes are converted with by those who name none, or the usual ones."""
_CONVERTING: Final = frozenset({"bytearray", "bytes", "codecs", "decode", "encode", "encoding"})
_DYNAMIC: Final = frozenset(
    {
        "__dict__", "__getattr__", "__getattribute__", "__import__", "attrgetter", "dir", "eval",
        "exec", "getattr", "getmembers", "globals", "import_module", "importlib", "locals",
        "pickle", "vars",
    }
)  # fmt: skip
_WORD: Final = re.compile(r"\w+")
_STAR: Final = re.compile(r"import\s*\(?\s*\*")


def needed(sources: Iterable[str], allowed: Collection[str]) -> tuple[str, ...]:
    """The modules to import before a submission of these sources runs, in a fixed order.

    Args:
        sources: what was handed in; it is read, never run.
        allowed: the root packages that it may import.
    """
    text = "\n".join(sources)
    compiling = () if text.isascii() and "\\N{" not in text else ("unicodedata",)
    text = unicodedata.normalize("NFKC", text)  # as Python reads names
    words = frozenset(_WORD.findall(text))
    if words & _DYNAMIC or _STAR.search(text):
        return everything(allowed)
    codecs = _all_codecs() if words & _CONVERTING else _CODECS
    named = (name for name in _named(allowed) if _is_named(name, words))
    return tuple(_with_codecs(codecs, (*compiling, *named)))


def everything(allowed: Iterable[str]) -> tuple[str, ...]:
    """All that a submission could ask for."""
    return tuple(_with_codecs(_all_codecs(), _named(allowed)))


def _named(allowed: Iterable[str]) -> Iterator[str]:
    for root in sorted(allowed):
        yield root
        yield from _WITH.get(root, ())


def _is_named(module: str, words: Collection[str]) -> bool:
    """Whether its name, or that of the module it belongs to, is among the words."""
    if module.startswith("_") and module != "__future__":
        return any(module in parts and root in words for root, parts in _WITH.items())
    return module.rpartition(".")[2] in words


def _with_codecs(codecs: Iterable[str], modules: Iterable[str]) -> Iterator[str]:
    # Whatever a submission names: the wire carries generators, and np.unique asks for np.ma.
    yield from ("numpy.ma", "numpy.random")
    yield from (f"encodings.{name}" for name in codecs)
    yield from dict.fromkeys(modules)


def _all_codecs() -> list[str]:
    return [module.name for module in pkgutil.iter_modules(encodings.__path__)]
