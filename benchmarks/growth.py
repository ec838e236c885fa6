"""How cost grows: with the checks of an assignment, and with the size of arrays.

    python benchmarks/growth.py FOLDER COUNT TRANSPORT [SEED_FILE KEY]
                                              grades the reference so many times, warm
    python benchmarks/growth.py arrays        prints seconds of a round trip by number of elements

`bench.py` calls both; the first is measured from outside, as it has processes below it.
"""

from __future__ import annotations

import json
import secrets
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from autograder.batch.work import Grader, Job, Setup
from autograder.course.load import load_assignment
from autograder.course.submission import open_submission
from autograder.judging.answer_key import load_key
from autograder.judging.seeds import read_seed
from autograder.limits import Limits
from autograder.sandbox.launchers import Zygote
from autograder.sandbox.protocol import Call, CallbackReply, Load, Target
from autograder.sandbox.supervisor import Workers

ELEMENTS: Final = (1, 100, 10_000, 1_000_000)
SOURCE: Final = "def double(x):\n    return 2 * x\n"


def grade(folder: Path, count: int, transport: str, *secret: str) -> None:
    """Grade the reference of an assignment, each time as another text."""
    assignment = load_assignment(folder)
    seed_file, key_file = map(Path, secret) if secret else (None, assignment.public_key)
    seed, key = read_seed(assignment, None, seed_file), load_key(key_file)
    reference = folder.parents[1] / "reference" / folder.name
    opened = open_submission(reference, assignment.modules, assignment.functions)
    grader = Grader(Setup(folder, seed, key, transport))
    for number in range(count):
        files = {name: f"{text}\n# {number}\n" for name, text in opened.files.items()}
        grader.grade(Job(replace(opened, files=files)))
    grader.close()


def round_trips(runs: int = 50) -> dict[int, float]:
    """Seconds for an array there and back, doubled on the way; the median, by its elements."""
    workers = Workers(Zygote(), Limits())
    found = {}
    try:
        for elements in ELEMENTS:
            x, times = np.ones(elements), []
            _ask(workers, Load(_id(), {"net.py": SOURCE}, {"net": "net.py"}, ["numpy"]))
            for _ in range(runs):
                start = time.perf_counter()
                _ask(workers, Call(_id(), Target("net", "double"), (x,), {}))
                times.append(time.perf_counter() - start)
            found[elements] = statistics.median(times)
    finally:
        workers.close()
    return found


def _id() -> int:
    return secrets.randbits(48)


def _ask(workers: Workers, request: Load | Call) -> None:
    workers.request(request, lambda call: CallbackReply(call.id, None), wall_s=10.0)


def main() -> None:
    """Do what was asked for."""
    if sys.argv[1] == "arrays":
        sys.stdout.write(json.dumps(round_trips()) + "\n")
    else:
        grade(Path(sys.argv[1]).resolve(), int(sys.argv[2]), *sys.argv[3:])


if __name__ == "__main__":
    main()
