"""Who may import whom: down only, and the heavy or dangerous things in one place each."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ORDER = (
    "values", "numerics", "course", "sandbox", "report", "judging", "gradescope", "study",
    "release", "certify", "scaffold", "batch", "top",
)  # fmt: skip
VALUES = ("errors", "limits", "verdict", "text", "version", "files", "digits", "templates")
MODULES = sorted((ROOT / "autograder").rglob("*.py"))

SANDBOX = (
    "batches", "capture", "channel", "jail", "kernel", "modules", "protocol", "session", "wire",
    "wire.decoder", "wire.encoder", "wire.forms", "worker",
)  # fmt: skip
WORKER = {
    "autograder",
    "autograder.errors",
    "autograder.limits",
    "autograder.sandbox",
    *(f"autograder.sandbox.{name}" for name in SANDBOX),
}
"""All of ours that is within a submission's reach."""


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer(module: str) -> str:
    parts = module.split(".")
    if len(parts) == 1 or parts[1] in VALUES:
        return "values"
    return parts[1] if parts[1] in ORDER else "top"


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, wherever in it, with the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            yield node.module or "", node.lineno


def upward(path: Path) -> list[str]:
    own = layer(name_of(path))
    allowed = ("values", "report") if own == "report" else ORDER[: ORDER.index(own) + 1]
    return [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for module, line in imports(path)
        if module.partition(".")[0] == "autograder" and layer(module) not in allowed
    ]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down_only(path: Path) -> None:
    """`autograder/__init__.py` alone may name everything: it is a door, and imports when asked."""
    if name_of(path) != "autograder":
        assert upward(path) == []


def test_an_import_that_points_up_would_be_seen() -> None:
    assert layer("autograder.judging.judge") == "judging"
    assert layer("autograder.files") == "values"
    assert layer("autograder.cli") == "top"
    assert ORDER.index("course") < ORDER.index("sandbox") < ORDER.index("judging")


def users_of(root: str) -> set[str]:
    folders = ("autograder", "assignments", "reference")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return {
        path.relative_to(ROOT).as_posix()
        for path in files
        if any(module.partition(".")[0] == root for module, _ in imports(path))
    }


def test_only_oracles_import_torch() -> None:
    users = users_of("torch")

    assert users
    assert all(Path(user).match("reference/*/oracle.py") for user in users), users


def test_only_the_plugin_imports_pytest() -> None:
    assert users_of("pytest") == {"autograder/judging/plugin.py"}


def run(code: str, *args: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *args],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_worker_imports_nothing_but_numpy_msgpack_and_what_is_listed() -> None:
    """Whatever it imports is within a submission's reach, and costs every worker its time."""
    code = (
        "import sys; before = set(sys.modules)\n"
        "import autograder.sandbox.worker\n"
        "import json; print(json.dumps(sorted(set(sys.modules) - before)))"
    )

    loaded = json.loads(run(code))

    known = {"autograder", "numpy", "msgpack", *sys.stdlib_module_names}
    # Compiled parts of NumPy register themselves under names of their own.
    strangers = {name for name in loaded if name.partition(".")[0] not in known}
    assert {name for name in strangers if "cython" not in name} == set()
    assert {name for name in loaded if name.partition(".")[0] == "autograder"} == WORKER


def test_grading_with_a_key_never_imports_torch() -> None:
    code = (
        "import sys\n"
        "from autograder.cli import main\n"
        "sys.argv[0] = 'backmark'\n"
        "try:\n    main()\n"
        "except SystemExit as ended:\n    assert not ended.code, ended.code\n"
        "assert 'torch' not in sys.modules\n"
    )
    folder = ROOT / "tests/course/variants/04_layers/golfed"

    verdict = json.loads(run(code, "grade", "04_layers", str(folder), "--json"))

    assert [c["number"] for c in verdict["checks"] if c["outcome"] == "broken"] == []
    questions = sum(c["max_score"] for c in verdict["checks"] if c["exercise"] == "questions")
    assert verdict["score"] == verdict["max_score"] - questions


def test_the_command_line_starts_without_numpy() -> None:
    """`backmark --help` is for people who wait for it."""
    code = (
        "import sys\nimport autograder.cli\n"
        "heavy = {'numpy', 'torch', 'pytest', 'jsonschema_rs'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )

    assert run(code).strip() == "[]"
