"""What students get: everything they need, and nothing of what they must never have."""

from __future__ import annotations

import ast
import io
import os
import re
import shutil
import subprocess
import sys
import time
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course.load import load_assignment
from autograder.course.markers import solution_regions
from autograder.errors import UsageError
from autograder.release.bundle import bundle_files, write_bundle
from autograder.release.stub import make_stub

ROOT = Path(__file__).parents[2]
ASSIGNMENTS = sorted(path.parent for path in (ROOT / "assignments").glob("*/assignment.toml"))
LAYERS = ROOT / "assignments" / "04_layers"
NOTHING = 8
"""Characters of a line that gives nothing away: `return x`, `else:`."""
DISTINCTIVE = 20
"""Characters of code that nobody writes twice by accident: looked for inside of lines too."""
IDIOM = re.compile(r"return \w+|except \w+:|(if|while) (not )?\w+:|\w+ = \[\]|\W+(# .*)?")
"""Lines of Python that say nothing of a solution."""


HANDED_OUT = {"hunt"}
"""A program that students get whole, with mistakes in it: which lines are wrong is the secret."""
KNOWN = {
    # Checks that follow through need the right composition of a student's own parts. Checks are
    # public, so it is too; it earns nothing without the parts, which are most of the points.
    "05_networks": {"test_mlp.py", "test_two_layer.py"},
    # The hunt's program and its alternatives; a check cuts mini-batches as everybody does.
    "09_training": {"hunt.py", "hunt.json", "test_fit.py"},
}


def unpacked(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Every file as text, and everything inside those that are archives."""
    for name, content in files.items():
        if zipfile.is_zipfile(io.BytesIO(content)):
            archive = zipfile.ZipFile(io.BytesIO(content))
            inner = {f"{name}/{member}": archive.read(member) for member in archive.namelist()}
            yield from unpacked(inner)
        else:
            yield name, content.decode("utf-8", "replace")


def secret_lines(reference: Path, modules: tuple[str, ...]) -> set[str]:
    """The lines of solutions' regions, and the long ones of oracle and misconceptions.

    A formula that a stub's docstring states is the task, not its solution.
    """
    found: set[str] = set()
    told = ""
    for module in modules:
        if module in HANDED_OUT:
            continue
        source = (reference / f"{module}.py").read_text("utf-8")
        lines = source.splitlines()
        for region in solution_regions(source):
            found.update(line.strip() for line in lines[region.begin : region.end - 1])
        told += make_stub(source)
    for name in ("oracle", "misconceptions"):
        source = (reference / f"{name}.py").read_text("utf-8")
        lines = source.splitlines()
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                body = node.body[ast.get_docstring(node) is not None :]
                code = (line.strip() for line in lines[body[0].lineno - 1 : node.end_lineno])
                found.update(line for line in code if len(line) >= 2 * DISTINCTIVE)
    return {x for x in found if len(x) > NOTHING and x not in told and not IDIOM.fullmatch(x)}


def leaks(files: dict[str, bytes], secrets: set[str]) -> list[str]:
    found = []
    long = [line for line in secrets if len(line) >= DISTINCTIVE]
    for name, text in unpacked(files):
        found += [f"{name}: {line}" for line in {x.strip() for x in text.splitlines()} & secrets]
        found += [f"{name}: {line}" for line in long if line in text]
    return found


def course(tmp_path: Path) -> Path:
    """A course of one assignment that may be spoilt."""
    for half in ("assignments", "reference"):
        ignored = shutil.ignore_patterns(".*", "__pycache__")
        shutil.copytree(ROOT / half / "04_layers", tmp_path / half / "04_layers", ignore=ignored)
    return tmp_path


@pytest.mark.parametrize("folder", ASSIGNMENTS, ids=lambda folder: folder.name)
def test_nothing_of_the_reference_is_in_a_bundle(folder: Path) -> None:
    assignment = load_assignment(folder)
    assert assignment.reference is not None
    secrets = secret_lines(assignment.reference, assignment.modules)

    assert len(secrets) > 100
    known = KNOWN.get(assignment.name, set())
    files = {name: data for name, data in bundle_files(assignment).items() if name not in known}
    assert leaks(files, secrets) == []


def test_a_solution_in_a_bundle_would_be_seen() -> None:
    assignment = load_assignment(LAYERS)
    reference = ROOT / "reference" / "04_layers"
    secrets = secret_lines(reference, assignment.modules)
    files = bundle_files(assignment)

    for path in set(reference.glob("*.py")) - {reference / "figures.py"}:  # it draws what all see
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("deep/inside.py", path.read_bytes())
        assert leaks({**files, "linear.py": path.read_bytes()}, secrets), path
        assert leaks({**files, "engine.whl": packed.getvalue()}, secrets), path


def test_what_lies_about_in_the_folder_is_not_in_a_bundle(tmp_path: Path) -> None:
    root = course(tmp_path)
    folder = root / "assignments" / "04_layers"
    secret = "5eed" * 16
    for name in ("seed", "04_layers.key", "notes.md", ".env", "linear.py.orig", "results.json"):
        (folder / name).write_text(secret)

    write_bundle("04_layers", root / "out.zip", root)

    files = {"out.zip": (root / "out.zip").read_bytes()}
    assert [name for name, text in unpacked(files) if secret in text] == []


def test_stubs_are_derived_whatever_lies_in_their_place(tmp_path: Path) -> None:
    root = course(tmp_path)
    solution = (root / "reference/04_layers/linear.py").read_text("utf-8")
    (root / "assignments/04_layers/linear.py").write_text(solution)

    files = bundle_files(load_assignment(root / "assignments/04_layers"))

    assert files["linear.py"].decode() == make_stub(solution)


def test_a_key_of_another_seed_is_refused(tmp_path: Path) -> None:
    root = course(tmp_path)
    settings = root / "assignments/04_layers/assignment.toml"
    settings.write_text(settings.read_text("utf-8").replace("public_seed = 4 ", "public_seed = 5 "))

    with pytest.raises(UsageError, match="for seed 4, not of 04_layers for seed 5"):
        write_bundle("04_layers", root / "out.zip", root)
    assert not (root / "out.zip").exists()


@pytest.mark.parametrize("missing", ["answer_key.bin", "README.md"])
def test_a_bundle_with_a_part_missing_is_refused(tmp_path: Path, missing: str) -> None:
    root = course(tmp_path)
    (root / "assignments/04_layers" / missing).unlink()

    with pytest.raises(UsageError, match=re.escape(missing)):
        write_bundle("04_layers", root / "out.zip", root)


def test_without_a_reference_there_is_nothing_to_derive_from(tmp_path: Path) -> None:
    root = course(tmp_path)
    shutil.rmtree(root / "reference")

    with pytest.raises(UsageError, match="no reference"):
        write_bundle("04_layers", root / "out.zip", root)


def test_the_same_assignment_gives_the_same_bytes(tmp_path: Path) -> None:
    root = course(tmp_path)
    write_bundle("04_layers", root / "one.zip", root)
    for path in root.rglob("*.*"):
        os.utime(path, (1, 1))
    for path in (root / "assignments").rglob("*.md"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))  # as Windows checks it out
    write_bundle("04_layers", root / "two.zip", root)

    assert (root / "one.zip").read_bytes() == (root / "two.zip").read_bytes()


def test_every_name_is_one_that_windows_can_write() -> None:
    for name in bundle_files(load_assignment(LAYERS)):
        assert all(re.fullmatch(r"[A-Za-z0-9][\w.-]*[A-Za-z0-9]", part) for part in name.split("/"))


def test_what_is_needed_is_there() -> None:
    assert set(bundle_files(load_assignment(LAYERS))) == {
        "README.md",
        "activations.py",
        "answer_key.bin",
        "answers.toml",
        "assignment.toml",
        "backmark-0.1.0-py3-none-any.whl",
        "figures/activations_and_slopes.svg",
        "figures/left_after_ten_layers.svg",
        "layers.ipynb",
        "linear.py",
        "losses.py",
        "hints.toml",
        "questions.toml",
        "requirements.txt",
        "study.json",
        "test_activations.py",
        "test_linear.py",
        "test_losses.py",
    }


# --- as a student has it ----------------------------------------------------------------------


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "PYTHON"))}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A student's folder with the bundle installed as its requirements.txt says, and a Python."""
    home = tmp_path_factory.mktemp("student")
    write_bundle("04_layers", home / "04_layers-student.zip", ROOT)
    with zipfile.ZipFile(home / "04_layers-student.zip") as archive:
        archive.extractall(home)
    venv.create(home / "venv", with_pip=True)
    python = str(next(p for p in (home / "venv").glob("*/python*") if p.is_file()))
    started = time.perf_counter()
    done = run(home / "04_layers", python, "-m", "pip", "install", "-r", "requirements.txt")
    sys.stdout.write(f"pip install -r requirements.txt: {time.perf_counter() - started:.1f} s\n")
    assert done.returncode == 0, done.stderr
    return home / "04_layers", python


@pytest.mark.slow
def test_the_stubs_of_a_bundle_are_not_attempted(student: tuple[Path, str]) -> None:
    folder, python = student

    done = run(folder, python, "-m", "pytest")

    assert done.returncode == 1
    assert re.search(r"= 66 not attempted in ", done.stdout), done.stdout
    assert "public checks 0/66, 0/90 points; the grade uses other inputs" in done.stdout
    assert "0 of 16 questions are answered, for 10 more points" in done.stdout
    assert run(folder, python, "-c", "import torch").returncode == 1


@pytest.mark.slow
def test_a_right_solution_in_a_bundle_passes(student: tuple[Path, str], tmp_path: Path) -> None:
    folder, python = student
    copy = tmp_path / "work"
    shutil.copytree(folder, copy)
    shutil.copytree(ROOT / "tests/course/variants/04_layers/loops", copy, dirs_exist_ok=True)

    done = run(copy, python, "-m", "pytest")

    assert done.returncode == 0, done.stdout
    tally = "public checks 66/66, 90/90 points; the grade uses other inputs"
    assert tally in done.stdout.splitlines()[-3:]


@pytest.mark.slow
def test_a_student_can_practise_with_a_bundle(student: tuple[Path, str], tmp_path: Path) -> None:
    """Every command of theirs, from what `pip install -r requirements.txt` installed."""
    folder, python = student
    copy = tmp_path / "04_layers"
    shutil.copytree(folder, copy)
    shutil.copy(ROOT / "tests/course/variants/04_layers/loops/linear.py", copy)
    backmark = str(next(Path(python).parent.glob("backmark*")))

    for arguments, words in {
        "check linear": "public checks 8/8, 14/14 points",
        "replay 1.1": "from linear import linear_forward",
        "explain db_is_the_mean": "read: README.md#linear",
        "hint relu": "1/3 One function, element by element",
        "reset linear": "your version: .backmark/kept/linear-",
        "status": "04_layers",
        "quiz --json": "roles_in_backward",
        "completion bash": "_BACKMARK_COMPLETE",
    }.items():
        done = run(copy, backmark, *arguments.split())
        assert done.returncode == 0, done.stderr
        assert words in done.stdout
    installed = run(copy, python, "-m", "pip", "list", "--format", "freeze").stdout
    assert {"fsrs", "watchfiles"} <= {line.partition("==")[0] for line in installed.split()}


@pytest.mark.slow
def test_the_installed_engine_packs_itself_to_the_same_bytes(student: tuple[Path, str]) -> None:
    folder, python = student
    code = (
        "import pathlib\nfrom autograder.release.wheel import build_wheel\n"
        "name, data = build_wheel()\nassert pathlib.Path(name).read_bytes() == data\n"
    )

    done = run(folder, python, "-c", code)

    assert done.returncode == 0, done.stderr
