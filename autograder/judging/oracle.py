"""The `oracle` of a check: right answers, from the answer key or from live PyTorch.

An answer is stored under a digest of the function's name and its arguments' bytes, so a key answers
exactly the questions it was built for and no others. A question it does not know goes to the live
source where there is one, and is an `OracleError` where there is not: never a pass, never a zero.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np

from autograder.errors import OracleError, UsageError, explain
from autograder.sandbox import wire
from autograder.sandbox.launchers import ONE_THREAD

Live = Callable[[str], Callable[..., Any]]

_REBUILD: Final = "build it again: backmark key build"


def question(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    """The digest under which the answer to `name(*args, **kwargs)` is stored."""
    asked = wire.to_bytes((name, args, dict(sorted(kwargs.items()))))
    return hashlib.blake2b(asked, digest_size=16).hexdigest()


class Oracle:
    """Answers questions; remembers every answer it gave, which is how a key is built.

    `step` is what whoever reads that an answer is not known is to do.
    """

    def __init__(
        self, answers: Mapping[str, Any], live: Live | None = None, step: str = _REBUILD
    ) -> None:
        self._known = answers
        self._live = live
        self._step = step
        self.given: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def ask(*args: Any, **kwargs: Any) -> Any:
            key = question(name, args, kwargs)
            if key in self.given:
                return self.given[key]
            if key in self._known:
                answer = self._known[key]
            elif self._live is not None:
                answer = self._live(name)(*args, **kwargs)
            else:
                raise OracleError(
                    f"the answer key does not know {name} of these inputs: it was built for "
                    f"another version of this check, or for another seed: {self._step}"
                )
            self.given[key] = _frozen(answer)
            return answer

        return ask


def _frozen(answer: Any) -> Any:
    """The answer, read-only: whoever writes into it would change it for everyone after."""
    for value in _leaves(answer):
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return answer


def _leaves(answer: Any) -> Iterator[Any]:
    """What an answer consists of, however deep in tuples, lists and dicts."""
    if not isinstance(answer, (tuple, list, dict)):
        yield answer
        return
    for part in answer.values() if isinstance(answer, dict) else answer:
        yield from _leaves(part)


def live_oracle(path: Path, *, now: bool = False) -> Live:
    """The functions of `oracle.py`, which is imported (and torch with it) at the first question.

    `now`: at once, where it is sure to be asked.

    Raises:
        UsageError: what it imports is not installed.
    """
    modules = [_import(path)] if now else []

    def function(name: str) -> Callable[..., Any]:
        if not modules:
            modules.append(_import(path))
        found = getattr(modules[0], name, None)
        if found is None:
            raise OracleError(f"{path} has no function {name}")

        def answer(*args: Any, **kwargs: Any) -> Any:
            given = found(*args, **kwargs)
            _require_plain(f"{path}: {name}", given)
            return given

        return answer

    return function


def _require_plain(where: str, given: Any) -> None:
    """A tensor compares well, so nothing but this says that it fits into no key.

    Raises:
        OracleError: the answer is one, or has one in it.
    """
    for part in _leaves(given):
        if type(part).__module__.partition(".")[0] == "torch":
            raise OracleError(
                f"{where} gave a {type(part).__module__}.{type(part).__name__}; want a NumPy array "
                "or a number: end it with .numpy()"
            )


def _import(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"backmark_oracle_{path.parent.name}", path)
    assert spec is not None  # noqa: S101 - a .py path always has one
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    os.environ.update(ONE_THREAD)  # torch reads it when it is imported
    try:
        spec.loader.exec_module(module)
    except ImportError as error:
        raise _not_imported(path, error) from error
    return module


def _not_imported(path: Path, error: ImportError) -> UsageError:
    if isinstance(error, ModuleNotFoundError) and error.name == "torch":
        want = "PyTorch, or an answer key that was built for this seed"
        step = "make setup in Backmark's repository, or name the right key with --key"
    else:
        want = "imports of what is installed; the name may be misspelt"
        step = "mend the import there, or install what it names"
    what = f"the answers have to be asked of {path}, which cannot be imported"
    return UsageError(explain(what, got=str(error), want=want, step=step))
