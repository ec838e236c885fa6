"""A grader with things worth stealing, and what watches whether they are stolen."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from autograder.course.load import load_assignment
from autograder.course.submission import Submission, open_submission
from autograder.judging.build_key import build_key
from autograder.judging.judge import Judge
from autograder.judging.seeds import Seed
from autograder.sandbox import supervisor
from autograder.sandbox.launchers import Launcher, Programs, Zygote
from autograder.sandbox.supervisor import Workers
from autograder.verdict import Verdict

TARGET: Final = Path(__file__).parent / "course" / "assignments" / "00_target"
SEED: Final = b"canary-seed-5d0b7c0f6a1e"
MODES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "all": ("root", ()),
    "no-landlock": ("root", ("landlock",)),
    "no-own-user": ("root", ("own user",)),
    "seccomp-only": ("root", ("own user", "landlock")),
    "user": ("user", ()),
    "user-no-landlock": ("user", ("landlock",)),
    "program": ("root", ()),
    "copy": ("root", ()),
    "bare": ("user", ("own user", "no new privileges", "landlock", "seccomp")),
    "control": ("user", ("rlimits", "own user", "no new privileges", "landlock", "seccomp")),
}
"""Mode -> who has to run it, and the layers that are left out.

"program" starts each worker as a program; "copy" forks them from a copy of the grader that knew
nothing yet, as on Gradescope (`here.py`). "bare" is for those attacks that the process split, the
wire, the comparison and the deadlines must stop by themselves. "control" is the opposite: without a
jail, the others must be seen to succeed, or they prove nothing.
"""


class Arena:
    """A grader with things worth stealing, and what listens for their being stolen.

    Args:
        mode: one of `MODES`.
        launcher: what starts the workers, where it was there before the arena.
    """

    def __init__(self, mode: str, launcher: Launcher | None = None) -> None:
        self.mode = mode
        self.folder = Path(tempfile.mkdtemp(prefix="backmark-hostile-"))
        self.folder.chmod(0o755)
        self.mark = f"mark{secrets.token_hex(8)}"
        self.canaries = {
            name: f"canary-{name}-{secrets.token_hex(12)}"
            for name in ("environment", "memory", "private", "readable", "bystander", "kernel")
        }
        self.canaries["seed"] = SEED.decode()
        os.environ["BACKMARK_CANARY"] = self.canaries["environment"]
        self._listeners = list(_listeners(self.mark))
        self.bystander = self._start_bystander()
        self._plant_files()
        self.assignment = load_assignment(TARGET)
        self.key = build_key(self.assignment, Seed(SEED))
        if launcher is None:
            kind = Programs if mode == "program" else Zygote
            launcher = kind(skip=MODES[mode][1])
        self.transport = Workers(launcher, self.assignment.limits)
        self.tap = _Tap()

    def _start_bystander(self) -> subprocess.Popen[bytes]:
        environment = {"CANARY": self.canaries["bystander"]}
        code = "import os, time\nkept = os.environ['CANARY'] * 100\ntime.sleep(3600)"
        return subprocess.Popen([sys.executable, "-I", "-S", "-c", code], env=environment)

    def _plant_files(self) -> None:
        for name, mode in (("private", 0o600), ("readable", 0o644)):
            path = self.folder / name
            path.write_text(self.canaries[name])
            path.chmod(mode)
        self.results = self.folder / "results.json"
        self.results.write_text('{"score": 0}')
        self.results_mode = self.results.stat().st_mode & 0o777
        # An open descriptor, inheritable by mistake: a worker must not have it all the same.
        self.leaked = os.open(self.folder / "private", os.O_RDONLY)
        os.set_inheritable(self.leaked, True)

    @property
    def facts(self) -> dict[str, Any]:
        """What the attackers are told: everything but the secrets themselves."""
        zygote = getattr(self.transport._launcher, "_process", None)
        return {
            "pid": os.getpid(),
            "zygote": zygote.pid if zygote else os.getpid(),
            "bystander": self.bystander.pid,
            "folder": str(self.folder),
            "results": str(self.results),
            "tests": str(TARGET / "test_target.py"),
            "mark": self.mark,
            "tcp": self._listeners[0].getsockname()[1],
            "udp": self._listeners[1].getsockname()[1],
            "kernel_canary": self.canaries["kernel"],
        }

    def grade(self, submission: Submission) -> Verdict:
        """The verdict on one hand-in, as `backmark grade` comes to it."""
        judge = Judge(
            self.assignment,
            submission,
            seed=Seed(SEED),
            key=self.key,
            transport=self.transport,
        )
        return judge.verdict()

    def open(self, path: Path) -> Submission:
        """Open a hand-in."""
        return open_submission(path, self.assignment.modules, self.assignment.functions)

    def stolen(self, text: str, where: str) -> list[str]:
        """The canaries in a text."""
        # The prelude tells the kernel canary, so only printing it counts, not showing one's source.
        return [f"{name} canary in {where}" for name, c in self.canaries.items() if c in text]

    def harm(self) -> list[str]:
        """What is broken, or left behind, on the host."""
        found = []
        if self.bystander.poll() is not None or _state(self.bystander.pid) in "TZX":
            found.append("another process was killed or stopped")
        try:
            mode = self.results.stat().st_mode & 0o777
            if self.results.read_text() != '{"score": 0}' or mode != self.results_mode:
                found.append("results.json was changed")
        except OSError as error:
            found.append(f"results.json: {error.strerror}")
        for listener in self._listeners:
            with contextlib.suppress(BlockingIOError):
                if listener.type == socket.SOCK_DGRAM:
                    found.append(f"a datagram came out: {listener.recv(100)!r}")
                else:
                    listener.accept()[0].close()
                    found.append("a connection came out")
        found += [f"left {path}" for path in self._left()]
        self._tidy()
        return found

    def _left(self) -> list[Path]:
        folders = map(Path, ("/tmp", "/dev/shm", "/var/tmp", self.folder))
        return [path for folder in folders for path in folder.glob(f"*{self.mark}*")]

    def _tidy(self) -> None:
        """Remove what was left, so that it is counted once."""
        for path in self._left():
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def workers(self) -> list[int]:
        """The processes below us, besides the bystander and the zygote."""
        known = {self.bystander.pid, self.facts["zygote"]}
        return sorted(pid for pid in _descendants() if pid not in known)

    def close(self) -> None:
        """End everything."""
        self.transport.close()
        for pid in (self.bystander.pid, *_descendants()):
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        self.bystander.wait()
        self._tidy()
        for listener in self._listeners:
            listener.close()
        os.close(self.leaked)
        shutil.rmtree(self.folder, ignore_errors=True)


def _listeners(mark: str) -> Iterator[socket.socket]:
    tcp, udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
    tcp.bind(("127.0.0.1", 0))
    udp.bind(("127.0.0.1", 0))
    local, stream = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM), socket.socket(socket.AF_UNIX)
    local.bind(f"\0{mark}-datagrams")
    stream.bind(f"\0{mark}-streams")
    for listener in (tcp, udp, local, stream):
        listener.setblocking(False)
        if listener.type == socket.SOCK_STREAM:
            listener.listen()
        yield listener


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "X"


def _descendants() -> set[int]:
    """Every process below us, orphans too: we are their subreaper."""
    found: set[int] = set()
    waiting = [os.getpid()]
    while waiting:
        for task in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                children = {int(pid) for pid in task.read_text().split()}
                waiting += children - found
                found |= children
    return found


class _Tap:
    """Everything that crosses: what came back, and the inputs that went out."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.inputs: set[int] = set()
        receive, encoded = supervisor.channel.receive, supervisor._encoded

        def tapped_receive(*args: Any, **kwargs: Any) -> Any:
            header, body = receive(*args, **kwargs)
            self.received += [header, bytes(body[: 2**16])]
            return header, body

        def tapped_encoded(message: Any) -> Any:
            self._note(getattr(message, "args", ()))
            return encoded(message)

        supervisor.channel.receive = tapped_receive
        supervisor._encoded = tapped_encoded

    def _note(self, args: Any) -> None:
        for array in args:
            if isinstance(array, (np.ndarray, float)) and np.asarray(array).dtype.kind == "f":
                self.inputs.add(int(abs(float(np.asarray(array).flat[0])) * 2**32))

    def take(self) -> tuple[bytes, set[int]]:
        received, self.received = b"\n".join(self.received), []
        inputs, self.inputs = self.inputs, set()
        return received, inputs
