"""What all commands share: help by reader, the nearest name, completion, exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from desk import ROOT, Run, without_questions

from autograder.cli import cli
from autograder.cli.commands import FAMILIES

Golden = Callable[[str, str], None]
COMMANDS = [name for family in FAMILIES.values() for name in family]


@pytest.mark.parametrize("columns", [80, 120])
def test_help_lists_the_commands_by_reader(
    columns: int, tmp_path: Path, run: Run, golden: Golden
) -> None:
    told = run(tmp_path, "--help", columns=columns).out

    assert "..." not in told.replace("[ARGS]...", "")
    golden(f"help-{columns}.txt", re.sub("(?<=Usage: ).*?(?= \\[OPTIONS)", "backmark", told))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_a_first_sentence(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)

    assert command is not None
    assert command.name == name
    assert command.help
    assert command.help.partition("\n")[0].endswith(".")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("chek", "check"), ("explan", "explain"), ("grad", "grade"), ("relpay", "replay")],
)
def test_a_command_that_is_none_gets_the_nearest(
    typed: str, meant: str, tmp_path: Path, run: Run
) -> None:
    ran = run(tmp_path, typed)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"backmark: no command '{typed}': did you mean {meant}?\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_for_the_shell(shell: str, tmp_path: Path, run: Run) -> None:
    ran = run(tmp_path, "completion", shell)

    assert ran.code == 0
    assert "_BACKMARK_COMPLETE" in ran.out
    assert f"{shell}_complete" in ran.out


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("backmark re", {"replay", "reset", "release"}),
        ("backmark hint so", {"softmax", "softmax_jacobian", "softmax_cross_entropy"}),
        ("backmark check relu --wa", {"--watch"}),
        ("backmark key ", {"build"}),
        ("backmark explain dw_re", {"dw_returned_before_dx"}),
        ("backmark explain sat", {"saturation"}),
        ("backmark explain softmax_jacobian_is", {"softmax_jacobian_is_a_vector"}),
        ("backmark replay 3.", {"3.1", "3.2", "3.3", "3.4", "3.5"}),
        ("backmark replay test_softmax_backward_m", {"test_softmax_backward_matches_torch"}),
    ],
)
def test_words_are_completed(words: str, found: set[str], layers: Path) -> None:
    environment = {
        **os.environ,
        "_BACKMARK_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    code = "import sys; sys.argv[0] = 'backmark'; from autograder.cli import main; main()"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=layers, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip

    assert {line.partition(",")[2] for line in done.stdout.splitlines()} == found, done.stderr


def test_grading_imports_no_other_command_and_no_practice(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom autograder.cli import main\n"
        "sys.argv = ['backmark', 'grade', '04_layers', sys.argv[1], '--json']\n"
        "try:\n    main()\nexcept SystemExit as ended:\n    assert not ended.code\n"
        "import json\nprint(json.dumps(sorted(n for n in sys.modules if "
        "n.startswith(('autograder.study', 'autograder.cli.', 'fsrs', 'watchfiles')))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "assignments/04_layers"], cwd=ROOT, capture_output=True,
        text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert loaded == [f"autograder.cli.{name}" for name in ("commands", "grading", "shared")]


def test_questions_are_printed_as_json_too(layers: Path, run: Run) -> None:
    found = json.loads(run(layers, "questions", "04_layers", "--student", "a@b", "--json").out)

    assert len(found) == 16
    assert {"name", "kind", "points", "section", "text"} <= set(found[0])


def test_an_assignment_without_questions_has_none_to_print(layers: Path, run: Run) -> None:
    without_questions(layers)

    ran = run(layers, "questions")

    assert (ran.code, ran.out, ran.err) == (2, "", "backmark: 04_layers has no questions\n")


def test_in_an_assignments_folder_its_own_questions_are_meant(layers: Path, run: Run) -> None:
    assert run(layers, "questions").out == run(layers, "questions", "04_layers").out
    assert "04_layers has no bug hunt" in run(layers, "hunt").err
    assert "next: cd 04_layers" in run(layers.parent, "questions").err
