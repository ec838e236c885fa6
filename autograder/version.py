"""The version, as pyproject.toml has it: asking the installed metadata costs 16 ms a run."""

from __future__ import annotations

from typing import Final

VERSION: Final = "0.1.0"
