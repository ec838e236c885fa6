"""A zip made once, for all tests of the platform."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # emulator, container

from autograder.grade import pack_for_gradescope

ROOT = Path(__file__).parents[2]
SECRET = "an-example-of-a-secret-seed-0123456789"


@pytest.fixture(scope="session")
def seed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seed") / "seed"
    path.write_text(SECRET + "\n")
    return path


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory, seed_file: Path) -> Path:
    """04_layers as a zip for Gradescope, its key asked of PyTorch."""
    path = tmp_path_factory.mktemp("zip") / "04_layers.zip"
    pack_for_gradescope("04_layers", path, seed_file, None, ROOT)
    return path
