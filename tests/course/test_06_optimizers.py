"""What 06_optimizers promises beyond the standard of every assignment."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.course.load import load_assignment
from autograder.course.submission import open_submission
from autograder.judging.answer_key import load_key
from autograder.judging.judge import Judge
from autograder.judging.seeds import Seed
from autograder.sandbox.supervisor import open_transport
from autograder.verdict import Verdict

ROOT = Path(__file__).parents[2]
ASSIGNMENT = load_assignment(ROOT / "assignments" / "06_optimizers")
REFERENCE = ROOT / "reference" / "06_optimizers"
STEPS = 50

OPTIMIZERS: tuple[tuple[str, dict[str, float]], ...] = (
    ("sgd_step", {}),
    ("sgd_step", {"weight_decay": 0.2}),
    ("momentum_step", {"momentum": 0.9}),
    ("nesterov_step", {"momentum": 0.9}),
    ("adagrad_step", {}),
    ("adadelta_step", {}),
    ("rmsprop_step", {}),
    ("rmsprop_step", {"alpha": 0.9, "eps": 1e-2}),
    ("adam_step", {}),
    ("adam_step", {"beta1": 0.4, "beta2": 0.45, "eps": 1e-2, "weight_decay": 0.2}),
    ("adamw_step", {}),
    ("adamw_step", {"beta1": 0.4, "beta2": 0.45, "eps": 1e-2, "weight_decay": 0.2}),
    ("adamax_step", {}),
    ("nadam_step", {}),
    ("nadam_step", {"beta1": 0.4, "momentum_decay": 0.5}),
)
SCHEDULES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("step_decay", {"step_size": 7}),
    ("step_decay", {"step_size": 10, "gamma": 0.5}),
    ("exponential_decay", {"gamma": 0.9}),
    ("cosine_decay", {"t_max": STEPS}),
    ("cosine_decay", {"t_max": 20, "lr_min": 0.01}),
    ("linear_warmup", {}),
    ("linear_warmup", {"warmup_steps": 17, "start_factor": 0.1}),
)

MOMENTUM_WITH_THE_RATE_INSIDE = """
import numpy as np

def sgd_step(w, g, state, *, lr=1e-3, weight_decay=0.0):
    raise NotImplementedError("sgd_step")

def momentum_step(w, g, state, *, lr=1e-3, momentum=0.9):
    v = momentum * (0.0 if state is None else state) - lr * g
    return w + v, v

def nesterov_step(w, g, state, *, lr=1e-3, momentum=0.9):
    old = 0.0 if state is None else state
    v = momentum * old - lr * g
    return w - momentum * old + (1 + momentum) * v, v
"""


@cache
def reference(function: str) -> Callable[..., Any]:
    module = ASSIGNMENT.functions[function].module
    found: Callable[..., Any] = runpy.run_path(str(REFERENCE / f"{module}.py"))[function]
    return found


@cache
def oracle(function: str) -> Callable[..., Any]:
    pytest.importorskip("torch")
    found: Callable[..., Any] = runpy.run_path(str(REFERENCE / "oracle.py"))[function]
    return found


def grade(folder: Path) -> Verdict:
    submission = open_submission(folder, ASSIGNMENT.modules, ASSIGNMENT.functions)
    seed, key = Seed.of_number(ASSIGNMENT.public_seed), load_key(ASSIGNMENT.public_key)
    transport = open_transport("in-process", ASSIGNMENT.limits)
    return Judge(ASSIGNMENT, submission, seed=seed, key=key, transport=transport).verdict()


@pytest.mark.oracle
@pytest.mark.parametrize(("function", "options"), OPTIMIZERS)
def test_an_optimizer_goes_pytorchs_way_for_50_steps(
    function: str, options: dict[str, float]
) -> None:
    """The way from w is PyTorch's to within 1e-12 of its length, while the rate changes."""
    random = np.random.default_rng(50)
    w, state = random.normal(size=(3, 4)), None
    gradients = random.normal(size=(STEPS, 3, 4)) * 10.0 ** random.integers(-4, 3, (STEPS, 1, 1))
    rates = [float(rate) for rate in random.uniform(0.01, 0.2, STEPS)]

    want = np.cumsum(oracle(function)(w, gradients, rates, **options), axis=0)
    start, got = w, []
    for g, lr in zip(gradients, rates, strict=True):
        w, state = reference(function)(w, g, state, lr=lr, **options)
        got.append(w - start)

    assert np.max(np.abs(np.array(got) - want)) <= 1e-12 * max(1.0, np.max(np.abs(want)))


@pytest.mark.oracle
@pytest.mark.parametrize("function", [name for name in ASSIGNMENT.functions if "_step" in name])
def test_an_optimizers_defaults_are_pytorchs(function: str) -> None:
    """But for momentum itself, whose default there is none at all."""
    random = np.random.default_rng(51)
    start, state = random.normal(size=5), None
    gradients = random.normal(size=(STEPS, 5))

    want = np.cumsum(oracle(function)(start, gradients), axis=0)
    w, got = start, []
    for g in gradients:
        w, state = reference(function)(w, g, state)
        got.append(w - start)

    np.testing.assert_allclose(got, want, rtol=0, atol=1e-12)


@pytest.mark.oracle
@pytest.mark.parametrize(("function", "options"), SCHEDULES)
def test_a_schedule_gives_pytorchs_rates_for_50_steps(
    function: str, options: dict[str, Any]
) -> None:
    want = oracle(function)(STEPS, lr=0.3, **options)

    got = [reference(function)(t, lr=0.3, **options) for t in range(STEPS)]

    np.testing.assert_allclose(got, want, rtol=0, atol=1e-12)


@pytest.mark.oracle
@pytest.mark.parametrize("function", ["clip_by_value", "clip_by_global_norm"])
@pytest.mark.parametrize("c", [1e-3, 1.0, 1e3])
def test_clipping_clips_as_pytorch_does(function: str, c: float) -> None:
    random = np.random.default_rng(52)
    grads = [random.normal(size=(4, 3)), 10.0 * random.normal(size=5), random.normal(size=())]
    *want, want_norm = oracle(function)(grads, c)

    got, norm = reference(function)(grads, c)

    assert norm == pytest.approx(want_norm, rel=1e-12)
    for one, other in zip(got, want, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12)


def test_momentum_with_the_rate_inside_loses_only_the_check_on_a_changing_rate(
    tmp_path: Path,
) -> None:
    """Where the two forms are equivalent, both are right."""
    (tmp_path / "momentum.py").write_text(MOMENTUM_WITH_THE_RATE_INSIDE)

    verdict = grade(tmp_path)

    missed = [c.number for c in verdict.checks if c.exercise != "sgd" and not c.score]
    assert [n for n in missed if n.split(".")[0] in ("2", "3")] == ["2.3", "3.3"]


DOES_NOTHING = """
def {name}(w, g, state, **options):
    return w, state
"""
RETURNS_LR = """
def {name}(t, *, lr, **options):
    return lr
"""
RETURNS_GRADS = """
def {name}(grads, c):
    return grads, c
"""


def test_whoever_does_nothing_earns_nothing(tmp_path: Path) -> None:
    for name, function in ASSIGNMENT.functions.items():
        body = DOES_NOTHING if "w_new" in function.returns else RETURNS_LR
        body = RETURNS_GRADS if "grads" in function.returns else body
        with (tmp_path / f"{function.module}.py").open("a") as file:
            file.write(body.format(name=name))

    verdict = grade(tmp_path)

    assert [check.number for check in verdict.checks if check.score] == []


def _first_two(function: str, **options: float) -> list[float]:
    """Where w = 1 goes with the gradients 2 and then -4."""
    w, state, way = 1.0, None, []
    for g in (2.0, -4.0):
        w, state = reference(function)(w, g, state, **options)
        way.append(w)
    return way


@pytest.mark.parametrize(
    ("section", "function", "options"),
    [
        ("SGD", "sgd_step", {"lr": 0.1}),
        ("SGD", "sgd_step", {"lr": 0.1, "weight_decay": 0.5}),
        ("Momentum", "momentum_step", {"lr": 0.1}),
        ("Nesterov", "nesterov_step", {"lr": 0.1}),
        ("Adagrad", "adagrad_step", {"lr": 0.1}),
        ("Adadelta", "adadelta_step", {}),
        ("RMSprop", "rmsprop_step", {"lr": 0.1, "alpha": 0.9}),
        ("Adam", "adam_step", {"lr": 0.1}),
        ("Adam", "adam_step", {"lr": 0.1, "weight_decay": 0.5}),
        ("AdamW", "adamw_step", {"lr": 0.1, "weight_decay": 0.5}),
        ("Adamax", "adamax_step", {"lr": 0.1}),
        ("NAdam", "nadam_step", {"lr": 0.1}),
    ],
)
def test_the_handouts_numbers_are_the_references(
    section: str, function: str, options: dict[str, float]
) -> None:
    handout = (ASSIGNMENT.folder / "README.md").read_text(encoding="utf-8")
    text = handout.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    numbers = text.partition("**A number.**")[2].partition("**The trap.**")[0]

    for w in _first_two(function, **options):
        assert any(form in numbers for form in (f"{w:.6g}", f"{w:.6f}")), (w, numbers)
