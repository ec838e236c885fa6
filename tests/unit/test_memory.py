"""The default limit of memory: room for honest temporaries, in whichever worker."""

from __future__ import annotations

import sys

import pytest

from autograder.course.imports import HARMLESS
from autograder.limits import MIB, Limits
from autograder.sandbox.launchers import Programs, Zygote
from autograder.sandbox.protocol import Call, CallbackReply, Load, Raised, Returned, Target
from autograder.sandbox.supervisor import Workers

SOURCE = """\
import numpy as np

EVERYTHING = getattr(np, "ma")  # whoever says getattr gets every module there is

def hold(mib):
    small = np.ones((64, 64))
    small @ small  # BLAS takes its buffers
    return float(np.ones(mib * 2**20, np.uint8).sum())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is not limited like this")
@pytest.mark.parametrize("launcher", [Zygote, Programs])
def test_the_largest_worker_has_96_mib_for_arrays_and_no_gigabyte(
    launcher: type[Zygote | Programs],
) -> None:
    workers = Workers(launcher(), Limits())
    allowed = sorted({*HARMLESS, "numpy"})
    try:
        answers = [
            workers.request(request, lambda c: CallbackReply(c.id, None), wall_s=30)
            for request in (
                Load(1, {"a.py": SOURCE}, {"a": "a.py"}, allowed, "a"),
                Call(2, Target("a", "hold"), (96,), {}),
                Call(3, Target("a", "hold"), (1024,), {}),
            )
        ]
    finally:
        workers.close()

    assert isinstance(answers[1], Returned), answers[1]
    assert answers[1].value == 96 * MIB
    assert isinstance(answers[2], Raised)
    assert answers[2].type_name in ("MemoryError", "_ArrayMemoryError")
