"""A check's conversation with a submission, and with the oracle, written down as it happens."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.limits import Limits
from autograder.sandbox.program import Program
from autograder.sandbox.protocol import Import, Load, Release, Request, Returned
from autograder.sandbox.student import Student
from autograder.sandbox.transport import Transport
from autograder.verdict import CheckFailed


@dataclass(frozen=True)
class Asked:
    """A request to the student's process, its arguments as they were, and what came of it."""

    request: Request
    answer: Any
    """The value that came back."""
    functions: dict[int, Callable[..., Any]]
    """Ours that were passed along, by the numbers of their `Callback`s."""
    failure: str = ""
    """Why nothing came back."""


@dataclass(frozen=True)
class Told:
    """What the oracle answered."""

    name: str
    answer: Any


Event = Asked | Told


class Recorder(Student):
    """A `Student` that writes down every request of the check that is running."""

    def __init__(
        self, program: Program, transport: Transport, limits: Limits, events: list[Event]
    ) -> None:
        super().__init__(program, transport, limits)
        self._events = events

    def _ask(self, request: Request, name: str, wall_s: float) -> Returned:
        if isinstance(request, (Load, Import, Release)):
            return super()._ask(request, name, wall_s)
        kept = copy.deepcopy(request)  # before the student's code, or the check, changes it
        functions = dict(self._callbacks)
        try:
            answer = super()._ask(request, name, wall_s)
        except CheckFailed as ended:
            self._events.append(Asked(kept, None, functions, ended.failure.text))
            raise
        self._events.append(Asked(kept, copy.deepcopy(answer.value), functions))
        return answer


class Listener:
    """An oracle whose answers are written down."""

    def __init__(self, oracle: Any, events: list[Event]) -> None:
        self._oracle = oracle
        self._events = events

    def __getattr__(self, name: str) -> Callable[..., Any]:
        ask = getattr(self._oracle, name)

        def listen(*args: Any, **kwargs: Any) -> Any:
            answer = ask(*args, **kwargs)
            self._events.append(Told(name, answer))
            return answer

        return listen
