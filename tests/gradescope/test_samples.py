"""The sample class through the real harness: valid results, right scores, nothing imported idly."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from emulator import Platform, shown_score
from tiny import harness

from autograder.judging.answer_key import load_key

CLASS = Path(__file__).parents[2] / "tests/submissions/04_layers"
EXPECTED = json.loads((CLASS / "expected.json").read_text(encoding="utf-8"))
HAND_INS = sorted(path.name for path in CLASS.iterdir() if path.suffix != ".json")
SCHEMA = json.loads(
    resources.files("autograder.report").joinpath("gradescope.schema.json").read_text("utf-8")
)
NEVER = {
    "click", "cosmic_ray", "dask", "distributed", "importlib.metadata", "jinja2",
    "jsonschema", "jsonschema_rs",
    "matplotlib", "nbformat", "numpy.f2py", "numpy.ma", "numpy.testing", "plotly", "pytest", "rich",
    "scipy", "sklearn", "torch", "unittest",
}  # fmt: skip
"""Each module costs every submission its milliseconds: these are not worth theirs."""
SPY = """\
import os, sys
leave = os._exit

def tell(status):  # how the grading ends
    print("imported:", *sorted(sys.modules), flush=True)
    leave(status)

os._exit = tell
from autograder.gradescope.__main__ import main
main()
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the jail is for Linux")


@pytest.mark.slow
@pytest.mark.parametrize("name", HAND_INS)
def test_a_hand_in_gets_valid_results_and_its_score(layers: Platform, name: str) -> None:
    student = EXPECTED[name].get("student", "nobody@example.org")
    users = [{"id": 1, "name": "A Student", "email": student}]
    posted = layers.run(CLASS / name, command=harness(layers), metadata={"users": users})

    assert (posted.exit_status, posted.error_code) == (0, None), posted.stdout
    assert posted.results is not None
    assert list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(posted.results)) == []
    assert shown_score(posted.results) == EXPECTED[name]["score"]


def test_grading_imports_nothing_that_it_does_not_need(layers: Platform) -> None:
    command = [sys.executable, "-I", "-X", "utf8", "-c", SPY, "--root", str(layers.home)]

    posted = layers.run(CLASS / "ada", command=command)

    rows = [line for line in posted.stdout.splitlines() if line.startswith("imported: ")]
    assert len(rows) == 1, posted.stdout
    imported = set(rows[0].split())
    assert "autograder.judging.judge" in imported
    assert NEVER & imported == set()


def test_no_image_is_built_whose_key_cannot_mark_the_questions(layers: Platform) -> None:
    path = layers.home / "source/secret/answer_key.bin"
    kept = path.read_bytes()
    replace(load_key(path), solutions={}, content=b"").save(path, secret=True)
    try:
        done = subprocess.run(
            harness(layers, "--examine"), capture_output=True, text=True, check=False
        )
    finally:
        path.write_bytes(kept)

    assert done.returncode == 1
    assert "the answer key cannot mark 16 questions of 04_layers" in done.stderr
