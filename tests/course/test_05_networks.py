"""What 05_networks promises beyond the standard: follow-through, in whole hand-ins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course.load import load_assignment
from autograder.course.questions import EXERCISE
from autograder.course.submission import open_submission
from autograder.judging.answer_key import load_key
from autograder.judging.judge import Judge
from autograder.judging.seeds import Seed
from autograder.sandbox.supervisor import open_transport
from autograder.verdict import CheckResult, Outcome, Verdict

ROOT = Path(__file__).parents[2]
ASSIGNMENT = load_assignment(ROOT / "assignments" / "05_networks")
REFERENCE = ROOT / "reference" / "05_networks"

Edit = tuple[str, str, str]
Grade = Callable[..., Verdict]

NO_BIASES: Edit = ("mlp", "inputs[-1] @ w + b", "inputs[-1] @ w")
OUTPUT_ACTIVATED: Edit = (
    "mlp",
    "    return inputs[-1] @ w + b, (params, inputs, activation)",
    "    z = inputs[-1] @ w + b\n    return activate(z), (params, inputs, activation)",
)
MEAN_OF_BIASES: Edit = ("mlp", "d.sum(axis=0)))", "d.mean(axis=0)))")
NO_DERIVATIVE: Edit = ("mlp", "d = dinputs * slope(inputs[i]) if i else dinputs", "d = dinputs")
HE_BY_FAN_OUT: Edit = (
    "initializers", "np.sqrt(2.0 / fan_in), (fan", "np.sqrt(2.0 / fan_out), (fan"
)  # fmt: skip
TANH_IN_TWO_LAYERS: tuple[Edit, ...] = (
    ("two_layer", "np.maximum(x @ w1 + b1, 0.0)", "np.tanh(x @ w1 + b1)"),
    ("two_layer", "np.maximum(z, 0.0)", "np.tanh(z)"),
    ("two_layer", "* (z > 0)", "* (1 - hidden**2)"),
)
LINEAR_TWO_LAYERS: tuple[Edit, ...] = (
    ("two_layer", "np.maximum(x @ w1 + b1, 0.0)", "(x @ w1 + b1)"),
    ("two_layer", "np.maximum(z, 0.0)", "z"),
    ("two_layer", "* (z > 0)", "* 1.0"),
)
ABSOLUTE_TWO_LAYERS: tuple[Edit, ...] = (
    ("two_layer", "np.maximum(x @ w1 + b1, 0.0)", "np.abs(x @ w1 + b1)"),
    ("two_layer", "np.maximum(z, 0.0)", "np.abs(z)"),
    ("two_layer", "* (z > 0)", "* np.sign(z)"),
)


@pytest.fixture
def grade(tmp_path: Path) -> Grade:
    """Grade the reference with some lines of it replaced."""

    def verdict(*edits: Edit) -> Verdict:
        for module in ASSIGNMENT.modules:
            source = (REFERENCE / f"{module}.py").read_text(encoding="utf-8")
            for where, old, new in edits:
                assert where != module or old in source, old
                source = source.replace(old, new) if where == module else source
            (tmp_path / f"{module}.py").write_text(source, encoding="utf-8")
        submission = open_submission(tmp_path, ASSIGNMENT.modules, ASSIGNMENT.functions)
        transport = open_transport("in-process", ASSIGNMENT.limits)
        seed, key = Seed.of_number(ASSIGNMENT.public_seed), load_key(ASSIGNMENT.public_key)
        return Judge(ASSIGNMENT, submission, seed=seed, key=key, transport=transport).verdict()

    return verdict


def failed(verdict: Verdict) -> dict[str, CheckResult]:
    """What neither passed nor waits; that no question was answered does not count."""

    def is_fine(check: CheckResult) -> bool:
        open_question = check.exercise == EXERCISE and check.outcome is Outcome.NOT_ATTEMPTED
        return open_question or check.outcome in (Outcome.PASSED, Outcome.BLOCKED)

    return {c.number: c for c in verdict.checks if not is_fine(c)}


def noted(verdict: Verdict) -> dict[str, str]:
    return {c.number: c.notes[0] for c in verdict.checks if c.notes}


def follows(verdict: Verdict, exercise: str) -> bool:
    """Whether any of an exercise's checks passed by follow-through."""
    notes = (n for c in verdict.checks if c.exercise == exercise for n in c.notes)
    return any(note.startswith("counted as right") for note in notes)


@pytest.mark.parametrize(
    ("edit", "name", "numbers"),
    [
        (NO_BIASES, "mlp_biases_forgotten", {"8.4", "8.6"}),
        (OUTPUT_ACTIVATED, "activation_on_the_output", {"8.4", "8.6"}),
        (MEAN_OF_BIASES, "mlp_bias_gradients_are_means", {"8.6", "8.7", "8.8"}),
        (NO_DERIVATIVE, "activation_derivative_missing", {"8.6", "8.7", "8.8"}),
    ],
)
def test_a_mistake_in_a_part_is_named_there_and_costs_nothing_in_the_loss(
    grade: Grade, edit: Edit, name: str, numbers: set[str]
) -> None:
    verdict = grade(edit)

    wrong = failed(verdict)
    assert set(wrong) == numbers
    assert {(c.diagnosis.name, c.diagnosis.certain) for c in wrong.values() if c.diagnosis} == {
        (name, True)
    }
    assert noted(verdict)["8.9"] == (
        "counted as right: it is what a right composition of your own `mlp_forward` and "
        "`mlp_backward` gives"
    )


def test_norms_of_wrong_gradients_follow_from_them(grade: Grade) -> None:
    verdict = grade(NO_DERIVATIVE)

    assert {c.outcome for c in verdict.checks if c.exercise == "gradient_norms"} == {Outcome.PASSED}
    assert noted(verdict)["9.1"].endswith("composition of your own `mlp_loss` gives")


def test_a_network_drawn_by_a_wrong_initializer_is_drawn_rightly(grade: Grade) -> None:
    verdict = grade(HE_BY_FAN_OUT)

    (wrong,) = failed(verdict).values()
    assert wrong.number == "5.7"
    assert wrong.diagnosis is not None
    assert wrong.diagnosis.name == "he_normal_by_fan_out"
    assert noted(verdict) == {
        "8.2": "counted as right: it is what a right composition of your own `he_normal` gives"
    }


@pytest.mark.parametrize("edits", [TANH_IN_TWO_LAYERS, ABSOLUTE_TWO_LAYERS])
def test_the_loss_of_wrong_scores_is_counted_where_it_is_derived_rightly(
    grade: Grade, edits: tuple[Edit, ...]
) -> None:
    verdict = grade(*edits)

    outcomes = {c.number: c.outcome for c in verdict.checks}
    assert outcomes["7.1"] is Outcome.FAILED
    assert {outcomes[n] for n in ("7.3", "7.4", "7.5", "7.6")} == {Outcome.PASSED}
    assert noted(verdict)["7.3"].endswith("composition of your own `two_layer_scores` gives")


def test_without_relu_there_is_too_little_left_to_derive(grade: Grade) -> None:
    """Scores that are linear make the two layers' gradients those of one."""
    verdict = grade(*LINEAR_TWO_LAYERS)

    assert {"7.1", "7.3"} <= set(failed(verdict))
    assert noted(verdict) == {}


@pytest.mark.parametrize(
    "trivial",
    [
        "np.zeros((len(x), len(b)))",
        "np.zeros((len(x), len(b))) + b",
        "x[:, :1] + np.zeros(len(b))",
        "np.ones((len(x), len(x[0]))) @ np.ones((len(x[0]), len(b)))",
        "1e-15 * (inputs[-1] @ w)",
    ],
)
def test_a_loss_of_a_trivial_network_earns_nothing(grade: Grade, trivial: str) -> None:
    end = "    return inputs[-1] @ w + b, (params, inputs, activation)"
    verdict = grade(("mlp", end, f"    return {trivial}, (params, inputs, activation)"))

    assert {"8.4", "8.9"} <= set(failed(verdict))
    assert not follows(verdict, "mlp")


@pytest.mark.parametrize(
    "trivial",
    [
        "[(0 * w, 0 * b) for w, b in params], 0 * dscores",
        "[(w, b) for w, b in params], dscores",
        "[(w + dscores.sum(), b) for w, b in params], dscores",
    ],
)
def test_gradients_of_a_trivial_backward_earn_nothing(grade: Grade, trivial: str) -> None:
    verdict = grade(("mlp", "    return grads[::-1], d\n", f"    return {trivial}\n"))

    assert {"8.6", "8.7", "8.9", "9.1"} <= set(failed(verdict))
    assert noted(verdict) == {}


def test_a_wrong_composition_of_wrong_parts_fails(grade: Grade) -> None:
    verdict = grade(NO_BIASES, ("mlp", "dscores / len(scores)", "dscores"))

    assert {"8.4", "8.9"} <= set(failed(verdict))
    assert not follows(verdict, "mlp")
