"""`backmark doctor`: what this host enforces around a submission, and what is installed."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from autograder.errors import WorkerError
from autograder.limits import Limits
from autograder.sandbox.jail import STRICT, Layer
from autograder.sandbox.launchers import Programs
from autograder.sandbox.supervisor import Workers

_REMEDIES = {
    "own user": "grade as root, as Gradescope does; not needed where seccomp is enforced",
    "seccomp": "grade on Linux (x86-64 or aarch64), outside gVisor and WSL 1",
    "landlock": "Linux 5.13 or newer; not needed where seccomp is enforced",
    "rlimits": "grade on Linux",
    "memory limit": "grade on Linux",
    "no new privileges": "grade on Linux",
}


def examine() -> dict[str, Any]:
    """Start a worker for real and report the layers of its jail."""
    layers = _layers()
    return {
        "jail": [
            {
                "layer": layer.name,
                "enforced": layer.enforced,
                "required": layer.name in STRICT,
                "why": layer.why,
                "next": "" if layer.enforced else _REMEDIES.get(layer.name, ""),
            }
            for layer in layers
        ],
        "strict": {layer.name for layer in layers if layer.enforced} >= set(STRICT),
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "torch": _installed("torch"),
        "platform": f"{sys.platform} {platform.release()} {platform.machine()}",
    }


def _layers() -> tuple[Layer, ...]:
    workers = Workers(Programs(), Limits())
    try:
        return workers.probe()
    except WorkerError as error:
        return (Layer("worker", False, str(error)),)
    finally:
        workers.close()


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
