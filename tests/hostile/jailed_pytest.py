"""A pytest plugin: tests are collected as usual, and then run inside the worker's jail.

Collection imports what the tests need; afterwards no file can be opened and no process started.
Loaded with `-p tests.hostile.jailed_pytest` by `test_numpy_in_the_jail.py`.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import pkgutil
import sys
from pathlib import Path

import pytest

from autograder.course.imports import HARMLESS
from autograder.limits import Limits
from autograder.sandbox.jail import Jail
from autograder.sandbox.needs import everything
from autograder.sandbox.worker import preload

LIMITS = Limits(memory_mib=8192, cpu_s=1200, open_files=64)
"""The suite allocates more than a submission may; it is the system calls that are at issue."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--outside", default="{}", help="JSON: part of a test's id -> why not in here")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    outside: dict[str, str] = json.loads(config.getoption("--outside"))
    left = [item for item in items if any(part in item.nodeid for part in outside)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in set(left)]


def pytest_collection_finish(session: pytest.Session) -> None:
    preload(everything({*HARMLESS, "numpy"}))
    for module in pkgutil.walk_packages(
        importlib.import_module("hypothesis").__path__, "hypothesis."
    ):
        with contextlib.suppress(Exception):  # for other libraries, or to be run as a program
            if "extra" not in module.name and "__main__" not in module.name:
                importlib.import_module(module.name)
    folder = Path.cwd()
    # pytest's own habits: to change folders at the end, to look for `__init__.py` on the way.
    os.chdir = lambda path: None
    os.getcwd = lambda: str(folder)
    pytest.Package.setup = lambda self: None  # type: ignore[method-assign]
    layers = Jail(LIMITS, os.getppid(), skip=("own user",)).enter()
    sys.stdout.write("jail: " + ", ".join(x.name for x in layers if x.enforced) + "\n")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    try:
        Path("/etc/passwd").read_text()
    except PermissionError:
        terminalreporter.write_line("still inside")
