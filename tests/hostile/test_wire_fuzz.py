"""Arbitrary bytes where messages should be: WireError or an outcome, in little time and memory.

Three depths: the decoder, the messages, and the supervisor with a peer on a real socket pair.
"""

from __future__ import annotations

import random
import secrets
import socket
import struct
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import WireError, WorkerError
from autograder.limits import Limits
from autograder.sandbox import protocol, wire
from autograder.sandbox.protocol import Call, CallbackReply, Load, Raised, Ready, Returned, Target
from autograder.sandbox.supervisor import Workers
from autograder.sandbox.transport import WorkerDied

LIMITS = Limits(call_s=0.2, start_s=0.3, frame_bytes=2**20, header_bytes=2**16)
READY = Ready([["seccomp", True, ""]])


# --- the decoder ------------------------------------------------------------------------------


def seeds() -> list[bytes]:
    """Frames worth mutating: one of everything that crosses."""
    rng = np.random.default_rng(1)
    values = [
        None, True, -(2**300), 1.5, 1 - 2j, "text", b"bytes", [1, [2]], (1, ("a", ())),
        {"a": 1, 2: []}, slice(1, None, 2), rng, np.arange(6.0).reshape(2, 3),
        np.arange(12).reshape(3, 4).T, np.arange(12.0).reshape(2, 6)[:, ::2],
        np.array([True, False]), np.float32(1), np.zeros((0, 5)),
        wire.Handle(3, "a.B"), wire.Callback(4), list(range(300)), [np.zeros(3)] * 5,
    ]  # fmt: skip
    messages = [
        READY, Returned(7, (np.ones(3), None), {0: np.zeros(2)}, "said", ["w"]),
        Raised(7, "exception", "ValueError", True, "m", [["a.py", 1, "f", "x"]], ""),
        protocol.CallbackCall(7, 1, (1.0, np.ones(2)), {"a": 1}), CallbackReply(7, 2.0),
    ]  # fmt: skip
    return [wire.to_bytes(v) for v in values] + [
        wire.to_bytes(protocol.to_value(m)) for m in messages
    ]


def mutated(random_: random.Random, frame: bytes, others: list[bytes]) -> tuple[bytes, bytearray]:
    """A frame's header and body, damaged in one to four places."""
    size, _ = wire.PREFIX.unpack_from(frame)
    header, body = bytearray(frame[12 : 12 + size]), bytearray(frame[12 + size :])
    for _ in range(random_.randint(1, 4)):
        part = header if random_.random() < 0.9 or not body else body
        place = random_.randrange(len(part) + 1)
        what = random_.randrange(6)
        if what == 0 and part:
            part[place % len(part)] ^= 1 << random_.randrange(8)
        elif what == 1:
            part[place:place] = random_.randbytes(random_.choice((1, 2, 4, 8)))
        elif what == 2:
            del part[place : place + random_.randint(1, 8)]
        elif what == 3:
            numbers = (0, 1, 2**31, 2**32 - 1, 2**62, 2**63, 2**64 - 1)
            part[place : place + 8] = struct.pack("<Q", random_.choice(numbers))
        elif what == 4:
            part[place:place] = random_.choice(others)[12:60]
        else:
            part[place : place + 5] = msgpack.packb(random_.choice((2**32, -1, "k", [], {})))
    return bytes(header), body


def decode(header: bytes, body: bytearray) -> None:
    """Decode a frame and take it for a message; nothing but WireError may escape."""
    try:
        value = wire.decode(header, body)
        protocol.from_value(value)
    except WireError:
        pass


def fuzz(total_bytes: int, seed: int) -> tuple[int, float]:
    """Decode mutated frames of so many bytes; how many, and the longest time one took."""
    random_, corpus = random.Random(seed), seeds()
    count, done, longest = 0, 0, 0.0
    while done < total_bytes:
        header, body = mutated(random_, random_.choice(corpus), corpus)
        start = time.process_time()
        decode(header, body)
        longest = max(longest, time.process_time() - start)
        done += len(header) + len(body)
        count += 1
    return count, longest


def test_mutated_frames_are_refused_or_read() -> None:
    count, longest = fuzz(400_000, seed=1)

    assert count > 1000
    assert longest < 0.5


@pytest.mark.slow
def test_ten_million_bytes_of_mutated_frames_are_refused_or_read() -> None:
    count, longest = fuzz(12_000_000, seed=2)

    assert count > 30_000
    assert longest < 0.5


@settings(max_examples=300)
@given(st.binary(max_size=400), st.binary(max_size=200))
def test_any_bytes_are_refused_or_read(header: bytes, body: bytes) -> None:
    decode(header, bytearray(body))


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(max_size=5)
    | st.binary(max_size=9)
    | st.builds(msgpack.ExtType, st.integers(0, 12), st.binary(max_size=40)),
    lambda inner: st.lists(inner, max_size=8)
    | st.dictionaries(st.integers(0, 9) | st.text(max_size=2), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=80)
@given(st.integers(-1, 15), st.lists(plain, max_size=8), st.binary(max_size=64))
def test_any_fields_make_a_message_or_none(code: int, values: list[Any], body: bytes) -> None:
    decode(msgpack.packb([code, *values]), bytearray(body))


ONE_ARRAY = msgpack.packb(msgpack.ExtType(1, struct.pack("<BBBQ1Q", 11, 2, 1, 0, 8)))


@pytest.mark.parametrize(
    "header",
    [
        b"\xdd\xff\xff\xff\xff" * 12000,
        b"\xdf\x00\x00\x10\x00" * 12000,
        b"\xdc\x10\x00" * 20000,
        b"\x91" * 60000,
        b"\xc9\xff\xff\xff\xff\x00",
        b"\xc6\xff\xff\xff\xff",
        b"\x9f" + b"\x81\xa1a" * 20000,
        b"\xdc\x0f\xff" + ONE_ARRAY * 4095,
    ],
    ids=["arrays", "maps", "claims", "nested", "ext", "bin", "maps in a list", "arrays on arrays"],
)  # fmt: skip
def test_what_is_claimed_is_not_allocated(header: bytes) -> None:
    tracemalloc.start()
    try:
        decode(header, bytearray(64))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 64 * 2**20


@pytest.mark.slow
def test_atheris_finds_nothing_either() -> None:
    """Coverage-guided, where atheris is installed; it has no wheels for every Python."""
    atheris = pytest.importorskip("atheris")
    code = (
        "import sys, atheris\n"
        "with atheris.instrument_imports():\n"
        "    from tests.hostile.test_wire_fuzz import decode\n"
        "def one(data):\n"
        "    cut = data[0] if data else 0\n"
        "    decode(data[1 + cut:], bytearray(data[1:1 + cut]))\n"
        "atheris.Setup([sys.argv[0], '-runs=200000', '-max_len=600'], one)\n"
        "atheris.Fuzz()\n"
    )
    assert atheris
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr[-2000:]


# --- the supervisor ---------------------------------------------------------------------------

Peer = Callable[[socket.socket, "Counter"], None]


class Counter:
    """What a peer learns of the request it must answer: its id."""

    def read_request(self, sock: socket.socket) -> int:
        prefix = self._exactly(sock, wire.PREFIX.size)
        header, body = wire.PREFIX.unpack(prefix)
        value = wire.decode(self._exactly(sock, header), bytearray(self._exactly(sock, body)))
        return int(value[1])

    @staticmethod
    def _exactly(sock: socket.socket, size: int) -> bytes:
        data = b""
        while len(data) < size:
            more = sock.recv(size - len(data))
            if not more:
                raise OSError("closed")
            data += more
        return data


class Impostor:
    """A launcher whose worker is a thread of ours, saying whatever it likes."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer

    def launch(self, theirs: socket.socket, limits: Limits, modules: Any) -> Any:
        sock = socket.socket(fileno=socket.dup(theirs.fileno()))
        thread = threading.Thread(target=self._run, args=(sock,), daemon=True)
        thread.start()
        return _Process(sock, thread)

    def _run(self, sock: socket.socket) -> None:
        try:
            self._peer(sock, Counter())
        except (OSError, WireError):
            pass
        finally:
            sock.close()

    def close(self) -> None:
        """Nothing is kept."""


class _Process:
    pid = 0

    def __init__(self, sock: socket.socket, thread: threading.Thread) -> None:
        self._sock, self._thread = sock, thread

    def kill(self) -> None:
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def ended(self, timeout_s: float) -> bool:
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def wait(self) -> int:
        return 0


@contextmanager
def facing(peer: Peer) -> Iterator[Workers]:
    workers = Workers(Impostor(peer), LIMITS)
    yield workers
    workers.close()


def outcome(workers: Workers) -> str:
    """How a load and a call end against this peer, which must be in time and nothing else."""
    start = time.monotonic()
    try:
        for request in (
            Load(secrets.randbits(62), {"a.py": ""}, {"a": "a.py"}, []),
            Call(secrets.randbits(62), Target("a", "f"), (np.ones(3),), {}),
        ):
            answer = workers.request(request, serve, wall_s=LIMITS.call_s)
            assert type(answer) in (Returned, Raised)
            assert answer.id == request.id
        return "answered"
    except WorkerDied as death:
        return death.kind
    except WorkerError:
        return "not started"
    finally:
        assert time.monotonic() - start < 3.0


def serve(call: protocol.CallbackCall) -> CallbackReply:
    return CallbackReply(call.id, 1.0)


def frame(value: Any) -> bytes:
    return wire.to_bytes(value)


def message(answer: protocol.Message) -> bytes:
    return frame(protocol.to_value(answer))


def ready_then(act: Peer) -> Peer:
    def peer(sock: socket.socket, counter: Counter) -> None:
        sock.sendall(message(READY))
        act(sock, counter)

    return peer


def flood(sock: socket.socket, counter: Counter) -> None:
    while True:
        sock.sendall(bytes(65536))


def flood_of_callbacks(sock: socket.socket, counter: Counter) -> None:
    number = counter.read_request(sock)
    call = message(protocol.CallbackCall(number, 1, (), {}))
    while True:
        sock.sendall(call)
        sock.recv(65536)


def slow_loris(sock: socket.socket, counter: Counter) -> None:
    number = counter.read_request(sock)
    for byte in message(Returned(number, None, {}, "", ())):
        sock.sendall(bytes([byte]))
        time.sleep(0.05)


def half_a_frame(sock: socket.socket, counter: Counter) -> None:
    number = counter.read_request(sock)
    sock.sendall(message(Returned(number, None, {}, "", ()))[:-3])
    time.sleep(1)


def wrong_id(sock: socket.socket, counter: Counter) -> None:
    number = counter.read_request(sock)
    sock.sendall(message(Returned(number ^ 1, None, {}, "", ())))


def two_answers(sock: socket.socket, counter: Counter) -> None:
    number = counter.read_request(sock)
    sock.sendall(message(Returned(number, None, {}, "", ())) * 2)
    time.sleep(1)


def another_request(sock: socket.socket, counter: Counter) -> None:
    number = counter.read_request(sock)
    sock.sendall(message(Load(number, {}, {}, [])))


def reads_nothing(sock: socket.socket, counter: Counter) -> None:
    time.sleep(1)


def closes(sock: socket.socket, counter: Counter) -> None:
    counter.read_request(sock)


def announces_too_much(sock: socket.socket, counter: Counter) -> None:
    sock.sendall(struct.pack("<IQ", 2**32 - 1, 2**63))
    time.sleep(1)


def honest(sock: socket.socket, counter: Counter) -> None:
    while True:
        sock.sendall(message(Returned(counter.read_request(sock), None, {}, "", ())))


@pytest.mark.parametrize(
    ("peer", "want"),
    [
        (honest, "answered"), (flood, "crash"), (flood_of_callbacks, "timeout"),
        (slow_loris, "timeout"),
        (half_a_frame, "timeout"), (wrong_id, "crash"), (two_answers, "crash"), (closes, "crash"),
        (another_request, "crash"), (reads_nothing, "timeout"), (announces_too_much, "crash"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_a_peer_that_misbehaves_costs_its_call(peer: Peer, want: str) -> None:
    with facing(ready_then(peer)) as workers:
        assert outcome(workers) == want


@pytest.mark.parametrize(
    "first",
    [
        b"", b"\0" * 12, bytes(100), frame(()), frame((10, [], 0)), message(CallbackReply(1, 2)),
        message(Ready([["seccomp", 1, ""], "x", [], ["a"], [None] * 3])),
        message(Ready([[[], {}, ()]])),
    ],
    ids=["nothing", "empty", "zeros", "no message", "no layers", "another", "odd", "odder"],
)  # fmt: skip
def test_a_worker_that_is_not_ready_is_none(first: bytes) -> None:
    def peer(sock: socket.socket, counter: Counter) -> None:
        sock.sendall(first)

    with facing(peer) as workers:
        assert outcome(workers) in ("not started", "crash")
        assert workers.layers == ()


def fuzz_supervisor(count: int, seed: int) -> set[str]:
    """Answer with mutated frames, split anywhere, now and then with the right id."""
    random_, corpus = random.Random(seed), seeds()

    def peer(sock: socket.socket, counter: Counter) -> None:
        while True:
            number = counter.read_request(sock)
            base = random_.choice(corpus)
            if random_.random() < 0.5:
                base = message(Returned(number, [np.ones(3)], {}, "", ()))
            header, body = mutated(random_, base, corpus)
            data = struct.pack("<IQ", len(header), len(body)) + header + body
            if random_.random() < 0.1:
                data = data[: random_.randrange(len(data))]
                sock.sendall(data)
                return
            cut = random_.randrange(len(data) + 1)
            sock.sendall(data[:cut])
            sock.sendall(data[cut:])

    found = set()
    for _ in range(count):
        with facing(ready_then(peer)) as workers:
            found.add(outcome(workers))
    return found


def test_mutated_answers_end_as_outcomes() -> None:
    assert fuzz_supervisor(60, seed=3) <= {"answered", "crash", "timeout", "memory"}


@pytest.mark.slow
def test_thousands_of_mutated_answers_end_as_outcomes() -> None:
    assert fuzz_supervisor(3000, seed=4) <= {"answered", "crash", "timeout", "memory"}
