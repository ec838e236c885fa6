"""Open what a student handed in: a `.py`, a folder, a zip or a notebook becomes source text.

    PATH --> entries (names; nothing opened) --> those the assignment names --> bounded bytes --> text

Two kinds of trouble. A container that could only be made to harm (paths that leave it, links, bombs)
is refused whole with a `SubmissionError`. A file that cannot be used costs only itself: its module
counts as not handed in, and a note says why. Invariant: nothing is run, nothing is written to disk,
no link is followed, and every byte is counted while it is read, whatever sizes were claimed.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from autograder.course.notebook import notebook_source
from autograder.errors import SubmissionError
from autograder.limits import KIB, MIB, IntakeLimits
from autograder.text import bound_names, clean, decode_source, explain, parse_source

MAX_DEPTH: Final = 32
"""Folders within folders; a hand-in has two or three."""
_IGNORED: Final = frozenset(
    {"__MACOSX", "__pycache__", "node_modules", "site-packages", "venv", "env", "Thumbs.db"}
)  # and every name that begins with a dot: .DS_Store, .git, .venv, .ipynb_checkpoints, ._linear.py
_OPEN_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)  # Windows has none of these four
    | getattr(os, "O_NONBLOCK", 0)  # a FIFO must not keep us waiting for a writer
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_HAS_FOLDER_FDS: Final = os.open in os.supports_dir_fd and os.scandir in os.supports_fd
_ZIP_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)  # what zipfile is seen to raise on broken archives, struct.error excepted: a ValueError
