"""What a zygote does before its second fork or copy: a worker's everyday work, on our submission.

Python adapts a function's code to what it meets after some calls, and fills its caches. Workers
that are forked afterwards inherit that, and neither do it again nor copy the memory it is written
to: a tenth of what a small submission costs. The first worker of a zygote starts without, since a
submission that comes alone would pay more than it gains.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from autograder.limits import Limits
from autograder.sandbox import wire
from autograder.sandbox.protocol import Batch, Call, CallbackReply, Load, Target, to_value
from autograder.sandbox.session import Session

TIMES: Final = 16
"""Python 3.11 adapts code at its eighth call."""
_SOURCE: Final = """
import numpy as np

def forward(x, w, *, scale=1.0):
    return scale * x @ w, (x, w)

def draw(x, rng):
    return x * (rng.random(x.shape) > 0.5)

def fail(x):
    raise ValueError("x")
"""


def practise() -> None:
    """Answer requests as a worker does, and forget them."""
    limits = Limits()
    session = Session(
        lambda call: CallbackReply(call.id, None),
        printed_chars=limits.printed_chars,
        frame_bytes=limits.frame_bytes,
    )
    x, w = np.ones((3, 2)), np.ones((2, 4))
    changes = np.zeros((2, 2))
    load = Load(0, {"net.py": _SOURCE}, {"net": "net.py"}, ["numpy"], "net")
    forward = Target("net", "forward")
    requests: list[Any] = [
        load,
        Call(0, forward, (x, w), {"scale": 2.0}, (1,)),
        Batch(0, forward, (x, w), {}, 0, changes, True),
        Batch(0, forward, (x, w), {}, 0, np.stack([x, x]), False),
        Call(0, Target("net", "draw"), (x, np.random.Generator(np.random.PCG64(0))), {}),
        Call(0, Target("net", "fail"), (x,), {}),
    ]
    for request in requests * TIMES:
        _, header, *chunks = wire.encode(to_value(request))
        session.encode(session.handle(session.decode(bytes(header), bytearray(b"".join(chunks)))))  # type: ignore[arg-type]
    session.handle(Load(0, {}, {}, []))
