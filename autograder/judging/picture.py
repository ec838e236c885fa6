"""What a notebook's cells with pictures call: `@draw` draws, or says in a line why not.

A picture shows a student what their own functions do. It is never graded: matplotlib may be
missing, and the exercise not be written yet; neither stops the cells below it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from autograder.text import clean

_Picture = Callable[[Any], None]


def draw(picture: _Picture) -> _Picture:
    """Call `picture` with `matplotlib.pyplot`, at once; what it raises becomes a line of text."""
    try:
        from matplotlib import pyplot as plt  # noqa: PLC0415 - optional

        figures = set(plt.get_fignums())
        try:
            picture(plt)
        except BaseException:
            for number in set(plt.get_fignums()) - figures:  # half of a picture tells nothing
                plt.close(number)
            raise
    except ModuleNotFoundError as error:
        _say(f"no picture: {error.name} is not installed here (python -m pip install {error.name})")
    except NotImplementedError as error:
        _say(f"no picture yet: {error or 'a function'} is not written")
    except Exception as error:  # noqa: BLE001 - a student's function raises what it likes
        _say(f"no picture: your functions raised {type(error).__name__}: {error}")
    return picture


def _say(line: str) -> None:
    sys.stdout.write(f"{clean(' '.join(line.split()), 400)}\n")
