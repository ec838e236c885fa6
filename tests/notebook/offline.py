"""Run a notebook from top to bottom in a kernel that has no network, not even the loopback.

python offline.py FROM.ipynb TO.ipynb FOLDER     ends with 77 where the system refuses to cut it off

Client and kernel talk by Unix sockets, which a network namespace of one's own leaves alone.
"""

from __future__ import annotations

import ctypes
import sys

import matplotlib.font_manager  # noqa: F401 - makes its cache, which would be a warning later
import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

NEWUSER, NEWNET = 0x10000000, 0x40000000
REFUSED = 77


def cut_off() -> None:
    """Leave the network: as root, or else as root of a user namespace."""
    libc = ctypes.CDLL(None)
    if libc.unshare(NEWNET) and libc.unshare(NEWUSER | NEWNET):
        sys.exit(REFUSED)


def main(source: str, target: str, folder: str) -> None:
    cut_off()
    made = nbformat.read(source, as_version=4)
    kernel = AsyncKernelManager(kernel_name="python3", transport="ipc")
    resources = {"metadata": {"path": folder}}
    NotebookClient(made, km=kernel, timeout=300, resources=resources).execute()
    nbformat.write(made, target)


if __name__ == "__main__":
    main(*sys.argv[1:])
