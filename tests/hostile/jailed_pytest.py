"""A pytest plugin: tests are collected as usual, and then run inside the worker's jail.

Collection imports what the tests need; afterwards no file can be opened and no process started.
Loaded with `-p tests.hostile.jailed_pytest` by `test_numpy_in_the_jail.py`.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from typing import Any

import numpy as np
import pytest

from autograder.limits import Limits
from autograder.sandbox.jail import Jail

LIMITS = Limits(memory_mib=8192, cpu_s=1200, open_files=64)
"""The suite allocates more than a submission may; system calls are what is at issue here."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--outside", default="{}", help="JSON: part of a test's id -> why not in here")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    outside: dict[str, str] = json.loads(config.getoption("--outside"))
    left = [item for item in items if any(part in item.nodeid for part in outside)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in set(left)]


def pytest_collection_finish(session: pytest.Session) -> None:
    for name in np.__all__:  # as the zygote does: some are imported when they are first asked for
        getattr(np, name, None)
    import pickle  # noqa: F401, PLC0415
    import numpy.testing  # noqa: PLC0415
    import pdb, difflib, _pytest._py.path  # noqa: E401, F401, PLC0415

    folder = os.getcwd()
    os.getcwd, os.chdir = lambda: folder, lambda path: None  # pytest's habits, not NumPy's
    pytest.Package.setup = lambda self: None  # type: ignore[method-assign]
    gc.collect()
    layers = Jail(LIMITS, os.getppid(), skip=("own user",)).enter()
    sys.stdout.write("jail: " + ", ".join(x.name for x in layers if x.enforced) + "\n")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    try:
        open("/etc/passwd").close()  # noqa: PTH123, SIM115
    except PermissionError:
        terminalreporter.write_line("still inside")
