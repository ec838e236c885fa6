"""Values as Python that makes them again, to the last bit."""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np

WIDTH: Final = 92
"""Columns of a line of numbers, before it goes on in the next."""
SHOWN: Final = 6
"""Digits in a remark: enough to see a difference."""
_INDENT: Final = "    "
_NATURAL: Final = ("float64", "int64", "bool")
"""Kinds of number that NumPy makes of Python's own without being told."""


def literal(value: Any) -> str:
    """The expression whose value is `value`: arrays, numbers, texts, and lists, tuples, dicts."""
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, np.generic):
        return f"np.{value.dtype}({_number(value.item())})"
    if isinstance(value, np.random.Generator):
        return "np.random.Generator(np.random.PCG64())"
    if isinstance(value, (list, tuple)):
        parts = ", ".join(map(literal, value))
        lone = "," if len(value) == 1 and isinstance(value, tuple) else ""
        return f"[{parts}]" if isinstance(value, list) else f"({parts}{lone})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {literal(item)}" for key, item in value.items()) + "}"
    return _number(value)


def _number(value: Any) -> str:
    return _names(repr(value)) if isinstance(value, float) else repr(value)


def _array(value: np.ndarray[Any, Any]) -> str:
    kind = "" if str(value.dtype) in _NATURAL else f", dtype=np.{value.dtype}"
    if not value.size:
        return f"np.zeros({value.shape}{kind})"
    text = np.array2string(
        value,
        separator=", ",
        floatmode="unique",  # as few digits as give the same number again
        threshold=value.size + 1,
        max_line_width=WIDTH,
        prefix=_INDENT,
    )
    if "\n" in text:
        return f"np.array(\n{_INDENT}{_names(text)}{kind}\n)"
    return f"np.array({_names(text)}{kind})"


def _names(text: str) -> str:
    return re.sub(r"\b(nan|inf)\b", r"np.\1", text)


def in_short(value: Any) -> str:
    """The value for a remark: few digits, and of a large array only its corners."""
    if isinstance(value, np.ndarray):
        text = np.array2string(value, precision=SHOWN, threshold=60, edgeitems=3, separator=", ")
        return f"{text}  {value.dtype} {value.shape}"
    if isinstance(value, (list, tuple)):
        parts = ", ".join(map(in_short, value))
        return f"[{parts}]" if isinstance(value, list) else f"({parts})"
    return f"{value:.{SHOWN}g}" if isinstance(value, float) else repr(value)
