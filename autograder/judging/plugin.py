"""The pytest plugin: beside an assignment.toml a test is a check, and runs as in grading.

A student types `pytest` where they work. The checks run through the same `Judge` as `backmark
grade`, an exercise at a time (a diagnosis needs all of its checks), and each test reports what the
judge found. Elsewhere the plugin does nothing, and imports nothing but pytest.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from autograder.judging.self_check import SelfCheck

SETTINGS = "assignment.toml"
_CHECKS = pytest.StashKey["dict[Path, SelfCheck]"]()
_OUTCOME = pytest.StashKey[str]()
_QUIET = {"not attempted": "n", "blocked": "b"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of a self-check."""
    group = parser.getgroup("backmark", "Backmark assignments")
    group.addoption(
        "--in-process",
        action="store_true",
        help="run your code in pytest's own process: print() and breakpoint() work",
    )
    group.addoption(
        "--public-seed",
        type=int,
        metavar="N",
        help="other inputs than the assignment's own (needs the oracle, or a key for that seed)",
    )
    group.addoption(
        "--submission",
        type=Path,
        metavar="PATH",
        help="check this hand-in (.py, folder, .zip, .ipynb) instead of the assignment's folder",
    )
    group.addoption(
        "--student",
        action="append",
        default=[],
        metavar="EMAIL",
        help="whose it is, where an assignment has something of each student's own",
    )


@pytest.fixture
def student() -> None:
    """The submission's functions; the judge provides them."""


@pytest.fixture
def oracle() -> None:
    """The right answers; the judge provides them."""


@pytest.fixture
def draw() -> None:
    """Random inputs from the check's own seed; the judge provides them."""


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Let the judge run a check, and report what it found."""
    folder = pyfuncitem.path.parent
    if not (folder / SETTINGS).is_file():
        return None
    checks = pyfuncitem.config.stash.setdefault(_CHECKS, {})
    if folder not in checks:
        checks[folder] = _open(pyfuncitem.config, folder)
    from autograder.judging.self_check import report_lines  # noqa: PLC0415 - `_open` imported it

    result = checks[folder].run(pyfuncitem.originalname)
    outcome = result.outcome.value
    pyfuncitem.stash[_OUTCOME] = outcome
    pyfuncitem.user_properties.extend(result.properties)
    if outcome in _QUIET:
        pytest.skip(report_lines(result))
    if outcome != "passed":
        pytest.fail(report_lines(result), pytrace=False)
    return True


def _open(config: pytest.Config, folder: Path) -> SelfCheck:
    from autograder.errors import BackmarkError  # noqa: PLC0415 - only where there is an assignment
    from autograder.judging.self_check import SelfCheck  # noqa: PLC0415

    try:
        return SelfCheck(
            folder,
            submission=config.getoption("--submission") or folder,
            public_seed=config.getoption("--public-seed"),
            in_process=config.getoption("--in-process"),
            identities=config.getoption("--student"),
        )
    except BackmarkError as error:
        pytest.exit(f"{error}", returncode=error.exit_code)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item):  # type: ignore[no-untyped-def]
    """Carry a check's outcome to its report."""
    outcome = yield
    report = outcome.get_result()
    if report.when == "call" and _OUTCOME in item.stash:
        report.backmark_outcome = item.stash[_OUTCOME]


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Name what pytest has no word for: a check that was not attempted, or is blocked."""
    found = getattr(report, "backmark_outcome", None)
    if found in _QUIET:
        return found, _QUIET[found], found.upper()
    return None


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_terminal_summary(  # type: ignore[no-untyped-def]
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
):
    """Say where the student stands, after everything else: outermost, so last."""
    yield
    for checks in config.stash.get(_CHECKS, {}).values():
        terminalreporter.section(checks.title)
        for line in checks.summary():
            terminalreporter.write_line(line)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Unfinished work is not a success, though nothing of it failed."""
    opened = session.config.stash.get(_CHECKS, {})
    for checks in opened.values():
        checks.remember()
    if exitstatus == pytest.ExitCode.OK and not all(c.complete() for c in opened.values()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no worker behind."""
    for checks in config.stash.get(_CHECKS, {}).values():
        checks.close()
