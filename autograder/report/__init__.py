"""A verdict in other forms: terminal, JSON, platforms' files. Pure functions of it, each one."""

from typing import Final

FORMATS: Final = (
    "gradescope",
    "prairielearn",
    "autolab",
    "classroom50",
    "junit",
    "json",
    "markdown",
)
"""What `backmark grade --format` can write; `formats.py` says how."""
