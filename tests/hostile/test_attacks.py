"""Every attack, in every mode: what it reached is nothing, and the next student notices nothing."""

from __future__ import annotations

import sys

import pytest

from tests.hostile.arena import MODES
from tests.hostile.corpus import attacks
from tests.hostile.driver import CannotRunError, rows
from tests.hostile.harness import Result

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the jail is for Linux")

CONTAINED = [
    pytest.param(mode, marks=[] if mode == "all" else pytest.mark.slow)
    for mode in MODES
    if mode != "control"
]


def run(mode: str) -> list[Result]:
    try:
        return list(rows(mode))
    except CannotRunError as reason:
        pytest.skip(str(reason))


def told(results: list[Result]) -> str:
    return "\n".join(f"{r.attack} (row {r.row}): {b}" for r in results for b in r.breaches)


@pytest.mark.parametrize("mode", CONTAINED)
def test_no_attack_reaches_anything(mode: str) -> None:
    results = run(mode)

    breached = [result for result in results if result.breaches and not result.open]
    assert not breached, f"\n{told(breached)}"
    if mode == "all":
        assert len(results) == len(attacks())
        mended = [result.attack for result in results if result.open and not result.breaches]
        assert not mended, f"remove the line `# open:` of {mended}"


@pytest.mark.slow
def test_without_a_jail_the_attacks_on_it_succeed() -> None:
    """Otherwise that they fail in the jail proves nothing."""
    results = run("control")

    assert [result.attack for result in results if not result.breaches] == []


def test_all_known_attacks_are_there() -> None:
    known = {attack.row for attack in attacks()} - {"own"}

    assert known == {str(row) for row in range(1, 64)}
