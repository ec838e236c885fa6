"""Every assignment of the course under the gate: quickly in `make test`, wholly in `test-all`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.certify.facts import WANTED_RATE, Alarm
from autograder.certify.grading import Grader
from autograder.certify.pool import Pool, Setting
from autograder.certify.run import Plan, certificate_seed, certify, default_variants
from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.judging.seeds import Seed

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.parent.name for path in ROOT.glob("assignments/*/assignment.toml"))
JOBS = os.cpu_count() or 1
CHEAP = {
    "04_layers": (
        "prelu", "silu", "sigmoid", "tanh", "relu_jacobian", "softmax_jacobian", "mse_loss",
        "bce_with_logits",
    ),
}  # fmt: skip
"""Exercises whose checks take below 8 ms together, so that 1,000 seeds of all of an assignment's
take about five minutes of CPU time, torch's among them."""

every_assignment = pytest.mark.parametrize("name", NAMES)


def load(name: str) -> Assignment:
    return load_assignment(ROOT / "assignments" / name)


@every_assignment
def test_a_sample_finds_nothing_wrong(name: str) -> None:
    assert certify(load(name), Plan(quick=True)).wrong == ()


@pytest.mark.slow
@pytest.mark.oracle
@every_assignment
def test_an_assignment_is_certified(name: str) -> None:
    certificate = certify(load(name), Plan(jobs=JOBS))

    assert certificate.wrong == ()
    assert certificate.rate >= WANTED_RATE
    assert certificate.false_alarms == 0
    assert len(certificate.seeds) == 21
    assert all(m.named_as == (m.name,) for m in certificate.misconceptions)


@pytest.mark.slow
@pytest.mark.oracle
@pytest.mark.parametrize("name", CHEAP)
def test_no_student_draws_an_unlucky_seed(name: str) -> None:
    """Each of 1,000 seeds grades the reference and, in turn, one of the other right solutions."""
    assignment = load(name)
    variants = sorted(path for path in default_variants(assignment).glob("*") if path.is_dir())
    seeds = [certificate_seed(1000 + number) for number in range(1000)]
    items = [(seed, variants[i % len(variants)]) for i, seed in enumerate(seeds)]

    with Pool(Setting(assignment.folder, CHEAP[name], limited=False), JOBS) as pool:
        found = [one for done in pool.map(_flagged, items, 10) for one in done.results]

    assert len(found) == 1000
    assert [one for one in found if one != []] == []


def _flagged(grader: Grader, item: tuple[Seed, Path]) -> list[tuple[str, Alarm]]:
    """What a seed's checks find wrong with the reference and with a right solution."""
    seed, path = item
    asked = grader.ask(seed, {})
    grader.answers = {seed.label: asked.answers}
    found = [("reference", alarm) for alarm in asked.alarms]
    return found + [(path.name, alarm) for alarm in grader.variant(path, [seed]).alarms]
