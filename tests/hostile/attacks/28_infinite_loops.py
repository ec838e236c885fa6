"""Loops for ever, ignores every signal, catches everything. The deadline is on our clock, and its end
is SIGKILL.
"""
# row: 28
# layer: D R
# outcome: timed out

signal = borrow("signal")
for number in range(1, 32):
    attempt(signal.signal, number, signal.SIG_IGN)


def forever(*args):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


scale_forward = drop = total = slope = Pair = forever
Pair = type("Pair", (), {"__init__": forever})
