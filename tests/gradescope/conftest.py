"""A zip made once, for all tests of the platform."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # emulator, container

from emulator import Platform
from tiny import Host

from autograder.course.assignment import public_secret
from autograder.course.load import load_assignment
from autograder.grade import pack_for_gradescope
from autograder.judging.answer_key import AnswerKey, load_key
from autograder.judging.seeds import Seed
from autograder.release.gradescope import gradescope_files

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


@pytest.fixture(scope="session")
def layers(tmp_path_factory: pytest.TempPathFactory) -> Platform:
    """04_layers on this host, its inputs those of the public seed: its key needs no PyTorch."""
    assignment = load_assignment(ROOT / "assignments/04_layers")
    seed = Seed(public_secret(assignment.public_seed))  # as secret as any, to the harness
    public = load_key(assignment.public_key)
    key = AnswerKey(
        public.assignment,
        seed.label,
        public.answers,
        public.misconceptions,
        assignment.solutions,
    )
    platform = Platform(Host(tmp_path_factory.mktemp("layers")), limit_s=60)
    for name, content in gradescope_files(assignment, seed, key).items():
        path = platform.home / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return platform
