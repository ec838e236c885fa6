"""Writes frames of its own on the line, before, during and after a call: with wrong ids, with the
right id (read from the session), and one for the request that comes next. A wrong id ends the
worker; a right one is just a returned value.
"""
# row: 24
# layer: W
# outcome: failed, crashed

protocol = sys.modules["autograder.sandbox.protocol"]
wire = sys.modules["autograder.sandbox.wire"]
session = next(o for o in gc.get_objects() if type(o).__name__ == "Session")


def send(message):
    os.write(3, b"".join(wire.encode(protocol.to_value(message))))


def scale_forward(x, w):
    send(protocol.Returned(12345, True, {}, "", ()))
    return np.zeros((len(x), 3)), None


def drop(x, rng):
    # An answer with the right id, then ours as well: it answers nothing that was asked.
    send(protocol.Returned(session._request_id, True, {}, "", ()))
    return np.zeros(60)


def total(x):
    send(protocol.Ready([["seccomp", True, ""]]))
    return 0.0


def slope(f, x):
    send(protocol.Load(session._request_id, {}, {}, []))
    return 0.0


class Pair:
    def __init__(self, data):
        send(protocol.CallbackReply(session._request_id, 1.0, ""))
