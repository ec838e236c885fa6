"""Whatever a student's functions return, every check of the real assignments comes to an outcome.

A check that breaks costs no points and calls for a person: nobody may be able to make one break.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course.load import load_assignment
from autograder.course.submission import Submission
from autograder.judging.judge import Judge, choose_key
from autograder.judging.seeds import Seed
from autograder.sandbox.supervisor import open_transport
from autograder.sandbox.transport import Transport
from autograder.verdict import Outcome, Verdict

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "assignments").glob("*/assignment.toml"))
VALUES = {
    "None": "None",
    "text": "'1.0'",
    "bytes": "b'1'",
    "true": "True",
    "complex": "1j",
    "large": "2**511",
    "nan": "float('nan')",
    "infinite": "float('inf')",
    "empty list": "[]",
    "ragged": "[[1.0, 2.0], [3.0]]",
    "dict": "{'a': 1}",
    "slice": "slice(1)",
    "tuple": "(1.0,)",
    "object": "object()",
    "class": "int",
    "function": "len",
    "generator": "(i for i in [1.0])",
    "random": "np.random.default_rng(0)",
    "0-d": "np.array(1.0)",
    "empty": "np.zeros((0, 3))",
    "emptier": "np.zeros((3, 0))",
    "extents": "np.zeros((0, 2**39))",
    "axes": "np.zeros((1,) * 32)",
    "objects": "np.array([None, 'a'])",
    "texts": "np.array(['a'])",
    "times": "np.array(['2026-01-01'], 'M8[D]')",
    "complexes": "np.zeros((4, 3), complex)",
    "records": "np.zeros(3, 'f8,i4')",
    "masked": "np.ma.masked_all(3)",
    "matrix": "np.matrix([[1.0]])",
    "halves": "np.full((4, 3), 6e4, np.float16)",
    "signalling": "np.full((4, 3), 0x7FF0000000000001, np.uint64).view(float)",
    "huge": "np.full((4, 3), 1e308)",
    "million": "np.zeros(10**6)",
    "the first argument": "first",
    "its nan": "first * float('nan') if isinstance(first, np.ndarray) else first",
    "its huge": "first * 1e200 if isinstance(first, np.ndarray) else first",
    "its double": "first * 2.0 if isinstance(first, np.ndarray) else first",
    "its double and one": "first * 2.0 + 1.0 if isinstance(first, np.ndarray) else first",
    "its shape": "np.full(np.shape(first), 2**62)",
}
"""What every function returns, in each of its places, as source."""


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def graded(request: pytest.FixtureRequest) -> Iterator[tuple[Path, Transport]]:
    assignment = load_assignment(request.param)
    transport = open_transport("auto", assignment.limits)
    yield request.param, transport
    transport.close()


def verdict_on(value: str, folder: Path, transport: Transport) -> Verdict:
    assignment = load_assignment(folder)
    sources = dict.fromkeys(assignment.modules, "import numpy as np\n")
    for name, function in assignment.functions.items():
        results = ", ".join(["value"] * len(function.returns))
        sources[function.module] += (
            f"def {name}(first=None, *args, **kwargs):\n    value = {value}\n    return {results}\n"
        )
    files = {f"{module}.py": text for module, text in sources.items()}
    submission = Submission("odd", files, {m: f"{m}.py" for m in sources}, ())
    seed = Seed.of_number(assignment.public_seed)
    key = choose_key(assignment, seed, None)
    return Judge(assignment, submission, seed=seed, key=key, transport=transport).verdict()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the jail is for Linux")
@pytest.mark.parametrize("name", VALUES)
def test_no_value_breaks_a_check(name: str, graded: tuple[Path, Transport]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        verdict = verdict_on(VALUES[name], *graded)

    broken = {
        check.name: check.failure.detail
        for check in verdict.checks
        if check.outcome is Outcome.BROKEN and check.failure
    }
    assert broken == {}
    assert verdict.score < 0.1 * verdict.max_score
