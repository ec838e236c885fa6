"""Many calls in one round trip: one for each row of a batch, as finite differences need them.

The worker imports this module: standard library, NumPy and the wire only.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np

from autograder.errors import WireError
from autograder.sandbox import wire
from autograder.sandbox.protocol import Batch

_NUMPY: Final = (np.ndarray, np.generic)
_PLAIN: Final = (bool, int, float, str)


def first_results(function: Callable[..., Any], batch: Batch) -> Any:
    """First results of one call a row; no call can disturb the next."""
    shared = batch._replace(
        args=tuple(map(_copied, batch.args)),
        kwargs={name: _copied(value) for name, value in batch.kwargs.items()},
    )
    results = _together(_of_rows(function, shared, _shared), len(batch.rows))
    if _contents_of(shared) != _contents_of(batch):  # a call wrote into what the next one was given
        results = _together(_of_rows(function, batch, _copied), len(batch.rows))
    return results


def _of_rows(
    function: Callable[..., Any], batch: Batch, own: Callable[[Any], Any]
) -> Iterator[Any]:
    """The first results; each call gets what `own` makes of the arguments, and its own row."""
    renewed = [i for i, argument in enumerate(batch.args) if own(argument) is not argument]
    args = list(batch.args)
    for varied in _varied(batch):
        for i in renewed:
            args[i] = own(batch.args[i])
        args[batch.vary] = varied
        kwargs = {name: own(value) for name, value in batch.kwargs.items()} if batch.kwargs else {}
        result = function(*args, **kwargs)
        yield result[0] if isinstance(result, tuple) and result else result


def _together(results: Iterator[Any], count: int) -> Any:
    """Copies of what comes, before the next call can reuse it; as one array while all are alike.

    It is filled as they come: memory that is touched for the first time costs a new process more
    than a copy.
    """
    first: Any = next(results, None)
    kind, is_array = type(first), isinstance(first, _NUMPY)
    shape, dtype = (first.shape, first.dtype) if is_array else ((), np.dtype(np.float64))
    if not (is_array or kind is float) or dtype.kind not in "fiub":
        return [_own(first), *map(_own, results)]
    whole = np.empty((count, *shape), dtype)
    whole[0] = first
    for number, result in enumerate(results, start=1):
        if type(result) is not kind or (
            is_array and (result.dtype is not dtype or result.shape != shape)
        ):
            return [*whole[:number], _own(result), *map(_own, results)]
        whole[number] = result
    return whole


def _own(result: Any) -> Any:
    return np.array(result) if isinstance(result, np.ndarray) else result


def _varied(batch: Batch) -> Iterator[Any]:
    """What takes the place of the varied argument, call by call."""
    argument = batch.args[batch.vary]
    if batch.by_element:
        base = np.array(argument, dtype=np.float64, order="C")
        axes = np.unravel_index(batch.rows[:, 0].astype(np.intp), base.shape)
        places = zip(*(axis.tolist() for axis in axes), strict=True)
        for place, value in zip(places, batch.rows[:, 1].tolist(), strict=True):
            row = base.copy()
            row[place] = value
            yield row
    else:
        for row in batch.rows:
            yield float(row) if isinstance(argument, float) else row.copy()


def _contents_of(batch: Batch) -> list[object]:
    return [contents(value) for value in (*batch.args, *batch.kwargs.values())]


def _shared(value: Any) -> Any:
    """An array as it is, since a copy costs as much as a small layer; of all else a copy."""
    return value if type(value) is np.ndarray else _copied(value)


def _copied(value: Any) -> Any:
    if value is None or isinstance(value, _PLAIN):
        return value
    return value.copy(order="K") if type(value) is np.ndarray else copy.deepcopy(value)


def contents(value: object) -> object:
    """An argument's contents, to see whether a call changed them; a kept object has none."""
    if type(value) is np.ndarray and value.dtype != object:
        return value.shape, value.dtype, value.tobytes()
    if value is None or isinstance(value, _PLAIN):
        return b""
    try:
        return wire.to_bytes(value, foreign=lambda _: wire.Handle(0, ""))
    except WireError:
        return b"no longer a value that crosses"
