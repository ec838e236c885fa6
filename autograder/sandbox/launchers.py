"""How a worker process comes to be, and how it ends.

`Programs` starts an interpreter for each worker: works everywhere, costs an `import numpy` (about
130 ms). `Zygote` forks a warm one: a few milliseconds, Linux only (elsewhere a forked NumPy is not
safe). Either imports what a submission needs (`needs.py`) before the jail closes around it.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Final, Protocol

from autograder.errors import WorkerError
from autograder.limits import Limits
from autograder.sandbox.zygote import COPY, NUMBER, become_zygote

ONE_THREAD: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
"""One thread for BLAS: a forked child must not wait for threads it does not have, one student's
matrix product must not slow another's, and on an exercise's arrays threads wait for each other."""
ENVIRONMENT: Final = {"LANG": "C.UTF-8", "PATH": os.defpath, **ONE_THREAD}
"""All that a worker's environment holds: nothing of the grader's is inherited."""


class Process(Protocol):
    """A worker process of ours."""

    pid: int

    def kill(self) -> None:
        """End it and whatever it started, at once."""
        ...

    def ended(self, timeout_s: float) -> bool:
        """Whether it ends by itself within this time."""
        ...

    def wait(self) -> int:
        """Reap it; its exit status, negative for a signal, as `subprocess` has it."""
        ...


class Launcher(Protocol):
    """Starts workers."""

    def launch(self, theirs: socket.socket, limits: Limits, modules: Iterable[str]) -> Process:
        """Start a worker that has `modules` and talks on `theirs`; the caller closes its copy."""
        ...

    def close(self) -> None:
        """Release what launching needs."""
        ...


def _interpreter(module: str, sock: socket.socket, *args: str) -> subprocess.Popen[bytes]:
    """Start a module of ours in an interpreter that inherits nothing but `sock`."""
    descriptor = sock.fileno()
    sock.set_inheritable(True)
    # Importing makes much and drops nothing: `main` collects garbage from where it sees fit.
    program = f"import gc; gc.disable(); from {module} import main; main()"
    command = [sys.executable, "-I", "-B", "-c", program, str(descriptor), *args]
    environment = dict(ENVIRONMENT)
    options: dict[str, object] = {"start_new_session": True, "pass_fds": (descriptor,), "cwd": "/"}
    if sys.platform == "win32":
        environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]  # Windows sockets need it
        startup = subprocess.STARTUPINFO()
        startup.lpAttributeList = {"handle_list": [descriptor]}
        options = {"startupinfo": startup}
    try:
        process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603 - our own module
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            **options,  # type: ignore[call-overload]
        )
        return process
    except OSError as error:
        raise WorkerError(f"cannot start {sys.executable}: {error}") from error


def _orders(limits: Limits, skip: list[str], modules: Iterable[str]) -> str:
    return json.dumps({"limits": asdict(limits), "skip": skip, "modules": [*modules]})


class Programs:
    """Starts each worker as a program of its own.

    Args:
        skip: layers of the jail to leave out.
    """

    def __init__(self, *, skip: Iterable[str] = ()) -> None:
        self._skip = list(skip)

    def launch(self, theirs: socket.socket, limits: Limits, modules: Iterable[str]) -> Process:
        """See `Launcher.launch`."""
        orders = _orders(limits, self._skip, modules)
        return _Program(_interpreter("autograder.sandbox.worker", theirs, orders))

    def close(self) -> None:
        """Nothing is kept."""


class _Program:
    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.pid = process.pid

    def kill(self) -> None:
        if sys.platform == "win32":
            self._process.kill()
        else:
            _kill_group(self.pid)

    def ended(self, timeout_s: float) -> bool:
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def wait(self) -> int:
        return self._process.wait()


class Zygote:
    """Forks each worker from a process that has imported NumPy; it starts on first use.

    It is a program of its own, so that it can be asked for at any time; or, with `fork_now`, a copy
    of a process that knows nothing yet. Pickled for a process of a pool, it arrives as a copy, for
    NumPy to be imported once for all of them; the original launches nothing itself.

    Args:
        skip: layers of the jail to leave out.
    """

    def __init__(self, *, skip: Iterable[str] = ()) -> None:
        self._skip = list(skip)
        self._process: subprocess.Popen[bytes] | _Copy | None = None
        self._control: socket.socket | None = None

    def warm_up(self) -> None:
        """Start the zygote without waiting for it: its imports overlap with our own."""
        if self._control is None:
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._process = _interpreter("autograder.sandbox.zygote", theirs)
            self._control = ours

    def fork_now(self) -> None:
        """Let a copy of this process be the zygote: NumPy is imported once and not twice.

        For a process that has one thread, and nothing worth stealing: no answer key, no seed, no
        submission, and no environment but what a worker may see. What it gets to know afterwards,
        the zygote does not.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = os.fork()
        if pid == 0:
            become_zygote(theirs, ENVIRONMENT)
        theirs.close()
        self._process, self._control = _Copy(pid), ours

    def __reduce__(self) -> tuple[Callable[..., Zygote], tuple[list[str], socket.socket | None]]:
        self.warm_up()
        return Zygote._copied, (self._skip, self._control)

    @classmethod
    def _copied(cls, skip: Iterable[str], original: socket.socket) -> Zygote:
        """A copy of what is at the other end; if that is gone, a program as usual."""
        zygote = cls(skip=skip)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with original, theirs:
                socket.send_fds(original, [COPY], [theirs.fileno()])
            zygote._control = ours
        except OSError:
            ours.close()
        return zygote

    def launch(self, theirs: socket.socket, limits: Limits, modules: Iterable[str]) -> Process:
        """See `Launcher.launch`."""
        self.warm_up()
        request = b"F" + _orders(limits, self._skip, modules).encode()
        pid = self._ask(lambda s: socket.send_fds(s, [request], [theirs.fileno()]), limits.start_s)
        return _Forked(pid, self)

    def wait(self, pid: int) -> int:
        """The exit status of a worker, once it has ended."""
        return self._ask(lambda s: s.send(b"W" + NUMBER.pack(pid)), timeout_s=10.0)

    def _ask(self, send: Callable[[socket.socket], object], timeout_s: float) -> int:
        if self._control is None:
            raise WorkerError("the zygote has been closed")
        try:
            self._control.settimeout(timeout_s)
            send(self._control)
            reply = self._control.recv(NUMBER.size)
            answer: int = NUMBER.unpack(reply)[0]
        except Exception as error:
            self.close()
            raise WorkerError(f"the zygote does not answer: {error!r}") from error
        return answer

    def close(self) -> None:
        """End the zygote, and reap it."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            _kill_group(self._process.pid)
            self._process.wait()
            self._process = None


class _Copy:
    """A zygote that was forked, as far as it has to be ended like one that was started."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def wait(self) -> None:
        os.waitpid(self.pid, 0)


class _Forked:
    def __init__(self, pid: int, zygote: Zygote) -> None:
        self.pid = pid
        self._zygote = zygote

    def kill(self) -> None:
        _kill_group(self.pid)

    def ended(self, timeout_s: float) -> bool:
        descriptor = os.pidfd_open(self.pid)
        try:
            return bool(select.select([descriptor], [], [], timeout_s)[0])
        finally:
            os.close(descriptor)

    def wait(self) -> int:
        return self._zygote.wait(self.pid)


def _kill_group(pid: int) -> None:
    """Kill a session leader and everything in its group; it may not lead one yet, or be gone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
