from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.errors import OracleError, UsageError
from autograder.judging.oracle import Oracle, live_oracle, question

X = np.arange(6.0).reshape(2, 3)


def source(calls: list[str]) -> Callable[[str], Callable[..., Any]]:
    """A live oracle that doubles, and writes down what it was asked."""

    def function(name: str) -> Callable[..., Any]:
        def answer(x: Any, **options: Any) -> Any:
            calls.append(name)
            return x * 2

        return answer

    return function


@pytest.mark.parametrize(
    "other",
    [
        question("g", (X, 1.0), {}),
        question("f", (X,), {}),
        question("f", (X, 1), {}),
        question("f", (X, 1.0), {"a": 1}),
        question("f", (X.astype(np.float32), 1.0), {}),
        question("f", (X.reshape(3, 2), 1.0), {}),
        question("f", (np.nextafter(X, 9), 1.0), {}),
    ],
)
def test_another_function_or_another_bit_is_another_question(other: str) -> None:
    assert other != question("f", (X, 1.0), {})


def test_the_same_question_has_the_same_digest_whatever_the_order_of_keywords() -> None:
    assert question("f", (X,), {"a": 1, "b": 2}) == question("f", (X.copy(),), {"b": 2, "a": 1})


def test_a_known_question_is_answered_from_the_key_alone() -> None:
    calls: list[str] = []
    oracle = Oracle({question("f", (X,), {}): 7.0}, source(calls))

    assert oracle.f(X) == 7.0
    assert calls == []


def test_an_unknown_question_goes_to_the_live_source_once() -> None:
    calls: list[str] = []
    oracle = Oracle({}, source(calls))

    answers = [oracle.double(X), oracle.double(X.copy())]

    assert [a.tolist() for a in answers] == [(2 * X).tolist()] * 2
    assert calls == ["double"]


def test_every_answer_given_is_remembered_under_its_question() -> None:
    oracle = Oracle({question("f", (1.0,), {}): 7.0}, source([]))
    oracle.f(1.0)
    oracle.g(2.0)

    assert oracle.given == {question("f", (1.0,), {}): 7.0, question("g", (2.0,), {}): 4.0}


def test_an_unknown_question_without_a_live_source_is_an_error_with_a_next_step() -> None:
    with pytest.raises(OracleError, match=r"does not know f of these inputs.*backmark key build"):
        Oracle({}).f(X)


def test_python_own_questions_are_not_the_oracles() -> None:
    with pytest.raises(AttributeError):
        Oracle({}).__deepcopy__  # noqa: B018 - copy and pickle look for such names


def test_a_check_that_writes_into_an_answer_spoils_nobody_elses() -> None:
    answers = {question("f", (X,), {}): np.ones(3), question("g", (X,), {}): [{"w": np.ones(3)}]}
    with pytest.raises(ValueError, match="read-only"):
        Oracle(answers).f(X)[:] = 9.0
    with pytest.raises(ValueError, match="read-only"):
        Oracle(answers).g(X)[0]["w"][:] = 9.0

    assert Oracle(answers).f(X).tolist() == [1.0, 1.0, 1.0]


# --- oracle.py ------------------------------------------------------------------------------


def written(folder: Path, text: str) -> Path:
    path = folder / "oracle.py"
    path.write_text(text, encoding="utf-8")
    return path


def test_oracle_py_is_imported_at_the_first_question_and_only_then(tmp_path: Path) -> None:
    path = written(tmp_path, "COUNT = []\nCOUNT.append(1)\ndef f():\n    return len(COUNT)\n")
    live = live_oracle(tmp_path / "oracle.py")
    path.write_text(path.read_text().replace("(1)", "(1); COUNT.append(2)"))

    assert [live("f")(), live("f")()] == [2, 2]


def test_a_function_that_oracle_py_does_not_have_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OracleError, match=r"oracle\.py has no function g"):
        live_oracle(written(tmp_path, "def f(): pass\n"))("g")


@pytest.mark.parametrize("module", ["torch", "tortch"])
def test_an_oracle_that_cannot_be_imported_says_why_and_how_to_go_on(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None]
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    path = written(tmp_path, f"import {module}\n")

    with pytest.raises(UsageError) as caught:
        live_oracle(path, now=True)

    golden(f"oracle-no-{module}.txt", str(caught.value).replace(str(tmp_path), "HERE") + "\n")


@pytest.mark.parametrize("given", ["Tensor()", "(1.0, Tensor())", "[{'w': Tensor()}]"])
def test_a_tensor_is_no_answer_and_the_function_that_gave_it_is_named(
    given: str, tmp_path: Path
) -> None:
    tensor = "class Tensor:\n    pass\nTensor.__module__ = 'torch'\n"
    path = written(tmp_path, f"{tensor}def f():\n    return {given}\n")

    with pytest.raises(OracleError) as caught:
        Oracle({}, live_oracle(path)).f()

    assert str(caught.value) == (
        f"{path}: f gave a torch.Tensor; want a NumPy array or a number: end it with .numpy()"
    )
