"""The zip in a clean root, as root with Docker's capabilities: set up, then the sample class."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from container import Container, make_root, missing
from emulator import Platform, Posted, shown_score

ROOT = Path(__file__).parents[2]
CLASS = ROOT / "tests/submissions/04_layers"
HAND_INS = sorted(p.name for p in CLASS.iterdir() if p.suffix != ".json")
SCHEMA = json.loads(
    resources.files("autograder.report").joinpath("gradescope.schema.json").read_text("utf-8")
)
HEAVY = (
    "torch", "pytest", "rich", "click", "jsonschema", "scipy", "sklearn", "jinja2", "cosmic_ray",
    "matplotlib", "dask", "nbformat", "plotly",
)  # fmt: skip

fcntl = pytest.importorskip("fcntl", reason="needs root on Linux")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.oracle,  # builds the key of a secret seed
    pytest.mark.skipif(bool(missing()), reason=missing()),
]


def one_root(base: Path) -> Path:
    """A clean root for all of pytest-xdist's workers: the first one makes it."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    with (base / "clean-root.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = base / "clean-root.done"
        if not done.exists():
            done.write_text(str(make_root(base / "clean-root")))
        return Path(done.read_text())


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory, archive: Path) -> Platform:
    """The image, built; what setup.sh said is in `log`."""
    try:
        lower = one_root(tmp_path_factory.getbasetemp())
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no clean root can be made here: {error}")
    platform = Platform(Container(lower, tmp_path_factory.mktemp("container")))
    log = platform.install(archive)
    (platform.home / "log").write_text(log)
    return platform


@pytest.fixture(scope="module")
def graded(archive: Path, seed_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What `backmark grade` says of every hand-in, under the same seed and key."""
    secret = tmp_path_factory.mktemp("key")
    subprocess.run(
        ["unzip", "-q", str(archive), "secret/answer_key.bin", "-d", str(secret)], check=True
    )
    command = [sys.executable, "-m", "autograder", "grade", "04_layers"]
    command[1:3] = ["-c", "from autograder.cli import main; main()"]
    command += ["--json", "--seed-file", str(seed_file)]
    command += ["--key", str(secret / "secret/answer_key.bin")]

    def rows(names: Iterable[str], *options: str) -> dict[str, Any]:
        done = subprocess.run(
            [*command, *options, *(str(CLASS / name) for name in names)],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return dict(zip(names, map(json.loads, done.stdout.splitlines()), strict=True))

    # Whose questions they are the platform's metadata says; Ada's own are answered rightly.
    return rows(HAND_INS) | rows(["ada"], "--student", "ada@example.org")


def results_of(posted: Posted) -> dict[str, Any]:
    """Valid results, whatever was handed in."""
    assert (posted.exit_status, posted.error_code) == (0, None), posted.stdout
    assert posted.results is not None
    assert list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(posted.results)) == []
    return posted.results


def there(platform: Platform, code: str) -> str:
    """What a program says in the container's venv."""
    command = ["/autograder/venv/bin/python", "-I", "-c", code]
    status, output = platform.box.run(command, timeout_s=60, env={})
    assert status == 0, output
    return output.strip()


def test_setting_up_tells_what_will_be_enforced(platform: Platform) -> None:
    log = (platform.home / "log").read_text()

    found = re.search(r"04_layers: (\d+) checks, seed secret \w+; jail: (.*)", log)
    assert found, log
    assert {"own user", "rlimits", "no new privileges", "memory limit", "seccomp"} <= {
        *found[2].split(", ")
    }


def test_the_images_own_python_is_as_it_was(platform: Platform) -> None:
    changed = [
        path.relative_to(platform.box.root).as_posix()
        for path in platform.box.root.rglob("*")
        if path.is_file() and not path.is_relative_to(platform.home)
    ]
    assert [path for path in changed if "python" in path and "__pycache__" not in path] == []


def test_the_image_grows_by_less_than_150_megabytes(platform: Platform) -> None:
    files = [path for path in platform.box.root.rglob("*") if path.is_file()]

    assert sum(path.lstat().st_size for path in files if not path.is_symlink()) < 150e6


def test_neither_torch_nor_the_command_lines_packages_are_installed(platform: Platform) -> None:
    code = f"import importlib.util as u; print([n for n in {HEAVY} if u.find_spec(n)])"

    assert there(platform, code) == "[]"


def test_secrets_are_roots_alone(platform: Platform) -> None:
    for name in ("source", "source/secret/seed", "source/secret/answer_key.bin", "results"):
        assert (platform.home / name).stat().st_mode & 0o077 == 0, name


@pytest.mark.parametrize("name", HAND_INS)
def test_a_hand_in_gets_the_score_that_grade_gives_it(
    platform: Platform, graded: Any, name: str
) -> None:
    results = results_of(platform.run(CLASS / name))

    want = graded[name]
    assert shown_score(results) == want.get("score", 0)
    outcomes = {test["number"]: test["extra_data"]["outcome"] for test in results["tests"]}
    assert outcomes == {check["number"]: check["outcome"] for check in want.get("checks", ())}


def test_a_key_that_does_not_fit_is_a_grader_error_and_no_zero(platform: Platform) -> None:
    good = results_of(platform.run(CLASS / "ada"))
    path = platform.home / "source/secret/answer_key.bin"
    kept = path.read_bytes()
    code = (
        "from pathlib import Path; from autograder.judging.answer_key import *\n"
        f"path = Path('/autograder/source/secret/{path.name}'); key = load_key(path)\n"
        "other = {question[::-1]: answer for question, answer in key.answers.items()}\n"
        "AnswerKey(key.assignment, key.seed, other, (), key.solutions).save(path, secret=True)"
    )
    there(platform, code)
    try:
        posted = platform.run(CLASS / "ada")
        previous = {
            "submission_time": "2026-03-01T09:00:00.000000-08:00",
            "score": 100.0,
            "autograder_error": False,
            "results": good,
        }
        again = platform.run(CLASS / "ada", metadata={"previous_submissions": [previous]})
    finally:
        path.write_bytes(kept)

    results = results_of(posted)
    broken = [t for t in results["tests"] if t["extra_data"]["outcome"] == "broken"]
    assert broken
    assert [test for test in broken if "score" in test] == []
    # What needs no answers, a derivative of one's own forward, could be checked.
    assert shown_score(results) == 100 - results["extra_data"]["withheld"] > 0
    assert results["output"].startswith("Grader error: ")
    assert "grader error: check " in posted.stdout
    assert shown_score(results_of(again)) == 100


def test_an_endless_submission_ends_before_the_platform_ends_it(platform: Platform) -> None:
    """With a limit of 8 s there are 4 for the run; each call may take 5."""
    source = platform.home.parent / "endless"
    source.mkdir(exist_ok=True)
    endless = "def linear_forward(x, w, b):\n    while True:\n        pass\n"
    (source / "linear.py").write_text(endless)
    hurried = Platform(platform.box, limit_s=8, env={"TIMEOUT_SECONDS": "8"})

    posted = hurried.run(source)

    results = results_of(posted)
    assert posted.elapsed_s < 8
    assert results["extra_data"]["time_is_up"] is True
    assert results["output"].startswith("Time was up after 4 s")
