"""Similar hand-ins: copies are found under other names, and what everybody writes is not held
against anybody."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import small
from rich.console import Console

from autograder.batch.alike import Found, compare_source, print_pairs
from autograder.batch.fingerprints import fingerprints
from autograder.batch.similar import similar
from autograder.errors import UsageError

USUAL = """
import numpy as np

def relu_forward(x):
    out = np.maximum(0, x)
    return out, x

def relu_backward(dout, cache):
    x = cache
    dx = dout * (x > 0)
    return dx

def linear_backward(dout, cache):
    x, w, b = cache
    dx = np.dot(dout, w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T.dot(dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db
"""
ODD = """
def softmax(z):
    table = []
    for line in z:
        top = sorted(line)[-1]
        powers = [math.exp(v - top) for v in line]
        while len(powers) < 1:
            powers.append(0)
        table.append([p / sum(powers) for p in powers])
    return np.array(table)
"""
RENAMED = '''
def softmax(scores):
    """My own."""
    rows = []
    # one after the other
    for row in scores:
        biggest = sorted(row)[-1]
        exps = [math.exp(s - biggest) for s in row]
        while len(exps) < 7:
            exps.append(2)
        rows.append([e / sum(exps) for e in exps])
    return np.array(rows)
'''
OWN = """
def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True) + {})
    return e / e.sum(axis=1, keepdims=True)
"""


def a_class(**special: str) -> dict[str, dict[int, str]]:
    usual = {f"s{i:02}": USUAL + OWN.format(i) for i in range(30)}
    return {name: fingerprints([text]) for name, text in {**usual, **special}.items()}


def test_a_copy_under_other_names_is_found_and_where_it_is() -> None:
    found = similar(a_class(ann=USUAL + ODD, bob=USUAL.replace("dout", "g") + RENAMED))

    (pair,) = found.pairs
    assert (pair.first, pair.second, pair.functions[0]) == ("ann", "bob", "softmax")
    assert pair.share == 1
    assert pair.bits > 4 * found.limit


def test_what_most_of_a_class_writes_is_held_against_nobody() -> None:
    found = similar(a_class())

    assert found.pairs == ()
    assert (found.hand_ins, found.median) == (30, 0)


def test_an_unusual_hand_in_that_nobody_shares_is_not_listed() -> None:
    assert similar(a_class(ann=USUAL + ODD)).pairs == ()


def test_what_the_stub_gives_out_is_no_evidence() -> None:
    given = frozenset(fingerprints([ODD]))

    assert fingerprints([RENAMED], given) == {}


def test_a_function_that_moved_is_told_under_both_names() -> None:
    moved = RENAMED.replace("def softmax", "def helper")

    (pair,) = similar(a_class(ann=USUAL + ODD, bob=USUAL + moved)).pairs

    assert pair.functions[0] == "softmax / helper"


def test_methods_and_files_that_are_not_python_are_read_too() -> None:
    body = "".join(f"    {line}\n" for line in ODD.splitlines())
    found = fingerprints(["class Layer:\n" + body, "def ("])

    assert set(found.values()) == {"Layer.softmax"}


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_class_too_small_for_a_baseline_lists_whatever_is_shared(count: int) -> None:
    sources = dict(list({"ann": ODD, "bob": RENAMED}.items())[:count])

    found = similar({name: fingerprints([text]) for name, text in sources.items()})

    assert len(found.pairs) == (count == 2)


def test_the_list_is_the_same_in_every_process_and_is_no_verdict(tmp_path: Path) -> None:
    course = small.make_course(tmp_path / "course")
    (course / "assignments/small/small.py").write_text(
        "def double(x):\n    raise NotImplementedError\n"
    )
    for name, text in {"ann": ODD, "bob": RENAMED, "cat": ""}.items():
        small.hand_in(tmp_path / "in", name, text + small.RIGHT)
    (tmp_path / "in/dan.zip").write_bytes(b"no zip")

    command = [sys.executable, "-m", "autograder.cli", "similar", "small", str(tmp_path / "in")]
    printed = {
        subprocess.run(command, cwd=course, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }

    (text,) = printed
    assert "100 %  ann, bob: softmax" in text
    assert "not compared: dan.zip: cannot open dan.zip" in text
    assert "not a verdict" in text


@pytest.mark.parametrize("case", ["pairs", "none"])
def test_a_class_is_shown_with_what_is_usual_in_it_and_who_was_not_compared(
    case: str, golden: Callable[[str, str], None]
) -> None:
    copies = {"ann": USUAL + ODD, "bob": USUAL + RENAMED} if case == "pairs" else {}
    unread = {"dan.zip": "cannot open dan.zip (it is not a whole zip)"} if case == "pairs" else {}
    console = Console(file=io.StringIO(), highlight=False, soft_wrap=True)

    print_pairs(console, Found(similar(a_class(**copies)), unread))

    golden(f"similar-{case}.txt", console.file.getvalue())  # type: ignore[attr-defined]


def test_a_class_that_is_not_there_is_told(tmp_path: Path) -> None:
    small.make_course(tmp_path)

    with pytest.raises(UsageError) as told:
        compare_source("small", Path("nowhere"), tmp_path, 50)

    assert str(told.value) == (
        "cannot read the class in nowhere\n"
        "  got: there is nothing there\n"
        "  want: the zip that the platform made, or a folder of hand-ins\n"
        "  next: see how it is spelt, and in which folder you are"
    )
