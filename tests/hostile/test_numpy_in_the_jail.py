"""What NumPy promises holds in the jail too: its own tests of what exercises use, run inside.

That they pass means that no honest computation needs a system call which the filter denies.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox.launchers import ENVIRONMENT

ROOT = Path(__file__).parents[2]
SUITES = (
    "numpy.linalg",
    "numpy.random",
    "numpy._core.tests.test_einsum",
    "numpy._core.tests.test_umath",
    "numpy.lib.tests.test_function_base",
)
OUTSIDE = {
    "test_sdot_bug_8577": "starts a subprocess",
    "TestThread": "starts threads",
    "test_legacy_pickle": "reads pickles from files",
    "test_direct.py": "compares with streams that it reads from files",
    "test_extending.py": "compiles extensions",
}
"""Part of a test's id -> why it cannot run where there are neither files nor processes."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the jail is for Linux")
@pytest.mark.parametrize("suite", SUITES)
def test_numpy_passes_its_own_tests_in_the_jail(suite: str, tmp_path: Path) -> None:
    if suite.startswith("numpy._core") and not has_tests(suite):
        suite = suite.replace("numpy._core", "numpy.core")  # before NumPy 2
    environment = {**os.environ, **ENVIRONMENT, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environment["HYPOTHESIS_STORAGE_DIRECTORY"] = str(tmp_path)
    command = [sys.executable, "-m", "pytest", "-p", "tests.hostile.jailed_pytest", "-q", "-s"]
    command += ["-p", "no:cacheprovider", "-W", "ignore", "--rootdir", str(tmp_path), "--tb=line"]
    command += ["-c", os.devnull, "--outside", json.dumps(OUTSIDE), "--pyargs", suite, "-rfE"]

    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert "seccomp" in done.stdout.partition("\n")[0], done.stdout[-2000:] + done.stderr[-2000:]
    assert "still inside" in done.stdout, done.stdout[-2000:] + done.stderr[-2000:]
    assert not done.returncode, done.stdout[-4000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) > 50


def has_tests(suite: str) -> bool:
    import importlib.util  # noqa: PLC0415 - for this alone

    try:
        return importlib.util.find_spec(suite) is not None
    except ModuleNotFoundError:
        return False
