"""No answer ever crosses to a submission's process, so pooling what does gains nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.course.load import load_assignment
from autograder.course.submission import open_submission
from autograder.judging.answer_key import load_key
from autograder.judging.judge import submission_program
from autograder.judging.oracle import Oracle
from autograder.judging.runner import Runs
from autograder.judging.seeds import Seed
from autograder.sandbox.in_process import InProcess
from autograder.sandbox.jail import Layer
from autograder.sandbox.protocol import Answer, Batch, Call, Construct, Request, Returned
from autograder.sandbox.student import Student
from autograder.sandbox.transport import Callbacks
from autograder.verdict import Outcome

Fingerprint = tuple[tuple[int, ...], bytes]

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "assignments").glob("*/answer_key.bin"))


class Overheard:
    """The in-process twin, and everything that was sent to it which did not come from it."""

    layers: tuple[Layer, ...] = ()
    waited_s = 0.0

    def __init__(self, inner: InProcess) -> None:
        self._inner = inner
        self.sent: set[Fingerprint] = set()
        self._returned: set[Fingerprint] = set()

    def request(self, request: Request, callbacks: Callbacks, *, wall_s: float) -> Answer:
        sent: set[Fingerprint] = set()
        if isinstance(request, (Call, Construct, Batch)):
            sent.update(map(_fingerprint, _arrays(request.args)))
        if isinstance(request, (Call, Construct)):
            sent.update(map(_fingerprint, _arrays(request.kwargs)))
        self.sent |= sent - self._returned  # a state that goes back in is no news
        answer = self._inner.request(request, callbacks, wall_s=wall_s)
        if isinstance(answer, Returned):
            self._returned.update(map(_fingerprint, _arrays([answer.value, answer.changed])))
        return answer

    def close(self) -> None:
        self._inner.close()


class Questions:
    """An oracle, and the answers it gave that are not among what it was asked about."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self.answers: set[Fingerprint] = set()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def ask(*args: Any, **kwargs: Any) -> Any:
            answer = getattr(self._oracle, name)(*args, **kwargs)
            told = set(map(_fingerprint, filter(_is_telling, _arrays(answer))))
            self.answers |= told - set(map(_fingerprint, _arrays([args, kwargs])))
            return answer

        return ask


def _fingerprint(array: np.ndarray) -> Fingerprint:
    """With the shape: of a single sample db holds the numbers of dout, by right."""
    return array.shape, array.tobytes()


def _arrays(value: Any) -> Iterator[np.ndarray]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, (tuple, list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _arrays(part)


def _is_telling(answer: np.ndarray) -> bool:
    """Three different numbers that are no whole ones: no argument has them by chance."""
    return answer.dtype.kind == "f" and len(set(answer[answer != np.round(answer)].tolist())) >= 3


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_wanted_value_is_ever_sent(folder: Path) -> None:
    assignment = load_assignment(folder)
    if assignment.reference is None:
        pytest.skip("the solutions are not at hand")
    submission = open_submission(assignment.reference, assignment.modules, assignment.functions)
    oracle = Questions(Oracle(load_key(assignment.public_key).answers))
    transport = Overheard(InProcess(assignment.limits, capture=True))
    student = Student(submission_program(assignment, submission), transport, assignment.limits)
    runs = Runs(assignment, student, oracle, Seed.of_number(assignment.public_seed).secret)

    outcomes = {runs.result(check).outcome for check in assignment.checks}

    assert outcomes == {Outcome.PASSED}
    assert len(oracle.answers) > 3
    assert not oracle.answers & transport.sent
