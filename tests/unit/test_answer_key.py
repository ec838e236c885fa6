from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.course.load import load_assignment
from autograder.errors import OracleError, UsageError
from autograder.judging.answer_key import AnswerKey, Evidence, Known, key_step, load_key
from autograder.judging.judge import choose_key, open_oracle
from autograder.judging.seeds import Seed
from autograder.sandbox import wire

KEY = AnswerKey(
    "04_layers",
    "4",
    {"ab12": (np.arange(6.0).reshape(2, 3), 0.5), "cd34": np.float64(2.0)},
    (
        Known(
            "db_is_the_mean",
            "linear",
            "The bias gradient is averaged.",
            "Sum it.",
            {
                "test_a": Evidence("failed", "value", "db", np.ones(3)),
                "test_b": Evidence("blocked", "blocked", "test_b", None),
                "test_c": Evidence("failed", "value", "dx", "a list of 2"),
            },
        ),
    ),
)


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "answer_key.bin"
    path.write_bytes(data)
    return path


def test_a_key_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "answer_key.bin"
    KEY.save(path)

    back = load_key(path)

    assert back.to_bytes() == KEY.to_bytes()
    assert (back.assignment, back.seed, list(back.answers)) == ("04_layers", "4", ["ab12", "cd34"])
    assert back.misconceptions[0].name == "db_is_the_mean"
    assert back.misconceptions[0].evidence["test_b"] == Evidence(
        "blocked", "blocked", "test_b", None
    )


def test_the_digest_is_of_everything_in_the_key() -> None:
    others = [
        AnswerKey("05_norm", "4", KEY.answers, KEY.misconceptions),
        AnswerKey("04_layers", "5", KEY.answers, KEY.misconceptions),
        AnswerKey("04_layers", "4", {}, KEY.misconceptions),
        AnswerKey("04_layers", "4", KEY.answers),
    ]

    assert len({key.digest for key in (KEY, *others)}) == 5
    assert KEY.digest == AnswerKey("04_layers", "4", KEY.answers, KEY.misconceptions).digest


def test_a_missing_key_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(OracleError, match=r"cannot read the answer key .*nothing\.bin: No such"):
        load_key(tmp_path / "nothing.bin")


def test_a_key_cut_short_anywhere_is_said_to_be_damaged(tmp_path: Path) -> None:
    data = KEY.to_bytes()
    for length in range(0, len(data), 7):
        with pytest.raises(OracleError, match="damaged: get it again"):
            load_key(saved(tmp_path, data[:length]))


@pytest.mark.parametrize(
    "contents",
    [
        None,
        1,
        "text",
        [2, "a", "4", [], []],
        [2, "a", "4", [], None, []],
        [2, "a", "4", [], [], None],
        [2, "a", "4", [], [], [["question"]]],
        [2, "a", "4", [], [1], []],
        [2, "a", "4", [], [["name", "exercise", "sentence", "hint", None]], []],
        [2, "a", "4", [], [["name", "exercise", "sentence", "hint", {"test_a": []}]], []],
    ],
)
def test_a_file_that_is_no_key_is_said_to_be_none(tmp_path: Path, contents: object) -> None:
    with pytest.raises(OracleError, match="is not an answer key"):
        load_key(saved(tmp_path, wire.to_bytes(contents)))


@pytest.mark.parametrize(
    "contents",
    [[2, "a", "4", ["ab12"], [], []], [2, 2, None, [], [], []], [2, "a", "4", [[1, 2.0]], [], []]],
)
def test_a_key_with_fields_of_the_wrong_type_is_none(tmp_path: Path, contents: object) -> None:
    with pytest.raises(OracleError, match="is not an answer key"):
        load_key(saved(tmp_path, wire.to_bytes(contents)))


def test_a_key_of_another_format_is_to_be_built_again(tmp_path: Path) -> None:
    data = wire.to_bytes([1, "04_layers", "4", [], []])

    with pytest.raises(OracleError, match="key format 1, not 2: get it again"):
        load_key(saved(tmp_path, data))


def test_a_key_of_many_answers_can_be_read_back(tmp_path: Path) -> None:
    path = tmp_path / "answer_key.bin"
    AnswerKey("04_layers", "4", {f"{n:032x}": 1.0 for n in range(5_000)}).save(path)

    assert len(load_key(path).answers) == 5_000


@pytest.mark.parametrize(
    ("seed", "has_reference", "step"),
    [
        (Seed.of_number(4), False, "get the assignment's current folder from your instructor"),
        (Seed.of_number(4), True, "backmark key build 04_layers"),
        (Seed(b"s" * 32), False, "backmark key build 04_layers --seed-file SEED -o KEY"),
        (Seed(b"s" * 32), True, "backmark key build 04_layers --seed-file SEED -o KEY"),
    ],
)
def test_who_has_no_reference_is_not_told_to_build_the_public_key(
    seed: Seed, has_reference: bool, step: str, tmp_path: Path
) -> None:
    layers = load_assignment(Path(__file__).parents[2] / "assignments" / "04_layers")
    layers = layers if has_reference else replace(layers, reference=None)
    other = AnswerKey("05_networks", "5", {})

    told = key_step(layers, seed)

    assert step in told
    assert ("key build" in told) == (has_reference or seed.public is None)
    with pytest.raises(OracleError, match=re.escape(told)):
        open_oracle(layers, seed, other)
    (tmp_path / "other.bin").write_bytes(other.to_bytes())
    with pytest.raises(UsageError, match=re.escape(told)):
        choose_key(layers, seed, tmp_path / "other.bin")
