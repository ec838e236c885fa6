"""A class in which every third student is an attacker: the others get what they would have got."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the jail is for Linux")
def test_the_others_in_a_class_of_200_notice_nothing() -> None:
    command = [sys.executable, "-m", "tests.hostile.driver", "--class", "200"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert not done.returncode, done.stderr
    found = json.loads(done.stdout)
    assert (found["hostile"], found["others"]) == (67, 133)
    assert found["changed"] == []
    assert found["left"] == []
