"""What 04_layers promises beyond the standard of every assignment."""

from __future__ import annotations

from pathlib import Path

import pytest
from sheets import with_right_sheet

from autograder.course.load import load_assignment
from autograder.course.submission import open_submission
from autograder.judging.answer_key import load_key
from autograder.judging.judge import Judge
from autograder.judging.seeds import Seed
from autograder.sandbox.supervisor import open_transport

ROOT = Path(__file__).parents[2]
ASSIGNMENT = load_assignment(ROOT / "assignments" / "04_layers")
REFERENCE = ROOT / "reference" / "04_layers"

UPSTREAM_IGNORED = (
    "linear_backward", "relu_backward", "leaky_relu_backward", "elu_backward", "silu_backward",
    "sigmoid_backward", "tanh_backward", "softmax_backward",
)  # fmt: skip
"""Eight gradients that multiply by ones instead of the upstream gradient. The op-level tests of a
famous course, whose upstream is always ones, accept every one of them."""


@pytest.mark.parametrize("function", UPSTREAM_IGNORED)
def test_a_gradient_that_ignores_the_upstream_gradient_fails(function: str, tmp_path: Path) -> None:
    module = ASSIGNMENT.functions[function].module
    for path in REFERENCE.glob("*.py"):
        (tmp_path / path.name).write_text(path.read_text())
    with (tmp_path / f"{module}.py").open("a") as file:
        file.write(
            f"\n\n_right = {function}\n\n"
            f"def {function}(dout, cache):\n    return _right(np.ones_like(dout), cache)\n"
        )
    transport = open_transport("in-process", ASSIGNMENT.limits)

    opened = open_submission(tmp_path, ASSIGNMENT.modules, ASSIGNMENT.functions)
    submission = with_right_sheet(opened, ASSIGNMENT)
    seed, key = Seed.of_number(ASSIGNMENT.public_seed), load_key(ASSIGNMENT.public_key)

    verdict = Judge(ASSIGNMENT, submission, seed=seed, key=key, transport=transport).verdict()

    failed = {check.title for check in verdict.checks if not check.score}
    assert len(failed) >= 2, failed
    assert all(
        check.exercise == function.removesuffix("_backward")
        for check in verdict.checks
        if not check.score
    )
