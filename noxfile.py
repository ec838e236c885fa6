"""The same scores on every Python and NumPy that can grade: `nox`, or a part of `make test-all`.

Each session installs the engine into a venv of its own and grades the sample class there. A Python
that this machine has not is skipped, with a word.
"""

from __future__ import annotations

import os
from pathlib import Path

import nox

nox.options.error_on_missing_interpreters = False
nox.options.download_python = "never"
nox.options.reuse_venv = "yes"
nox.needs_version = ">=2024.10.9"

# NumPy has no wheels of 1.26 and 2.0 for Python 3.13; "" is the newest that a Python can have.
NUMPY = {
    "3.10": ("1.26.*", "2.0.*", ""),
    "3.11": ("1.26.*", "2.0.*", ""),
    "3.12": ("1.26.*", "2.0.*", ""),
    "3.13": ("2.1.*", ""),
}
PAIRS = [(python, numpy) for python, versions in NUMPY.items() for numpy in versions]

# On the PATH, `python3.10` may be a shim of pyenv that refuses; these are the real ones.
_PYENV = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
_FOUND = [str(folder) for folder in sorted(_PYENV.glob("versions/3.*/bin"))]
os.environ["PATH"] = os.pathsep.join([*_FOUND, os.environ.get("PATH", "")])


@nox.session
@nox.parametrize(
    "python,numpy", PAIRS, ids=[f"{p}-numpy-{n.strip('.*') or 'newest'}" for p, n in PAIRS]
)
def scores(session: nox.Session, numpy: str) -> None:
    """Grade the sample class and compare every verdict."""
    session.install("--upgrade", ".", f"numpy=={numpy}" if numpy else "numpy")
    session.run("python", "tests/compat/same_scores.py")
