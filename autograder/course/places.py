"""Where assignments lie: the one around a folder, and the course's others beside it.

course/assignments/04_layers/     as authors and instructors have it
wherever/04_layers/               as students unpack it, one beside the other
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

SETTINGS: Final = "assignment.toml"


def enclosing(start: Path) -> Path | None:
    """The nearest folder, from `start` upwards, that is an assignment's."""
    here = start.resolve()
    return next((f for f in (here, *here.parents) if (f / SETTINGS).is_file()), None)


def assignments_around(start: Path) -> list[Path]:
    """The folders of all assignments that lie together, in order; empty where there are none.

    Those beside the one around `start`, or in `start`, or in the nearest `assignments/` upwards.
    """
    here = start.resolve()
    inside = enclosing(here)
    patterns = [(inside.parent, f"*/{SETTINGS}")] if inside else []
    patterns.append((here, f"*/{SETTINGS}"))
    patterns += [(base, f"assignments/*/{SETTINGS}") for base in (here, *here.parents)]
    for base, pattern in patterns:
        if found := sorted(path.parent for path in base.glob(pattern)):
            return found
    return []
