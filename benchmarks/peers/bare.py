"""The floor: the bare checks of one submission after another in this one warm process.

    python bare.py central|directions FILE...    prints CPU and wall seconds a submission

A submission is a text that is compiled and run, as everywhere else; then its functions are called
and compared with the stored answers. No process, no points, no reports. `central` differences
element by element, as every peer does; `directions` as Backmark does where a gradient is right.
"""

from __future__ import annotations

import json
import sys
import time
import types
from pathlib import Path
from typing import Any

import exam
import numpy as np
from checks import POINTS, central

from autograder.numerics import directional


def directions(function: Any, x: Any, dout: Any, got: Any) -> None:
    """The gradient of function(x) * dout by x has the slopes of Backmark's directions."""
    along = directional.directions(x)
    assert along is not None
    outputs = np.array([function(row) for row in along.rows()])
    slopes = directional.slopes(along, outputs, dout)
    assert slopes is not None
    assert np.shape(got) == x.shape
    assert directional.agrees(got.reshape(-1), along, slopes)


def grade(text: str, differences: Any) -> int:
    """The points that a submission's text earns."""
    net, earned = types.ModuleType("net"), 0
    exec(compile(text, "net.py", "exec"), vars(net))  # noqa: S102 - what a floor does
    for name, (_, points) in POINTS.items():
        options = {"agree": differences} if name == "network_gradient" else {}
        try:
            exam.run(name, net, **options)
        except AssertionError:
            continue
        earned += points
    return earned


def main() -> None:
    """Grade, and print what it took."""
    differences = {"central": central, "directions": directions}[sys.argv[1]]
    texts = [Path(path).read_text(encoding="utf-8") for path in sys.argv[2:]]
    grade(texts[0], differences)
    cpu, wall = time.process_time(), time.perf_counter()
    scores = [grade(text, differences) for text in texts]
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    found = {"cpu_s": cpu / len(texts), "wall_s": wall / len(texts), "scores": scores}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
