"""Grade attacks, one after another over one transport, and see what they reached.

    attacks/NN_name.py ──prelude + base + text──▶ a hand-in ──▶ Judge, secret seed ──▶ verdict
                                                                                        │
    canaries in: our environment and memory, files, another process, the seed   ◀── looked for in
    whatever came back and in all that a student is shown ─────────────────────────────┘
    then the honest hand-in over the same transport: its verdict must be what it was before

An attack's header says what may come of it: `# row: 12` (of our list of known attacks, or "own"),
`# base: honest` (what the text is appended to; "wrong" by default), `# outcome: raised, timed out`
(of its checks), `# earns: 12` (points; 0 by default), `# layer: S L` (what must stop it),
`# kernel: needed` (not to be run where no layer of the kernel's stands behind us), `# harmless: why`
(it would do no harm without a jail either), `# open: why` (a breach, known and not yet mended).
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from autograder.course.load import load_assignment
from autograder.course.submission import Submission, open_submission
from autograder.errors import SubmissionError
from autograder.judging.build_key import build_key
from autograder.judging.judge import Judge, Seed
from autograder.report.data import verdict_data
from autograder.report.gradescope import gradescope_results
from autograder.report.words import explain
from autograder.sandbox import supervisor
from autograder.sandbox.launchers import Programs, Zygote
from autograder.sandbox.supervisor import Workers
from autograder.verdict import Outcome, Verdict
from tests.hostile import intake

HERE: Final = Path(__file__).parent
ATTACKS: Final = HERE / "attacks"
TARGET: Final = HERE / "course" / "assignments" / "00_target"
SEED: Final = b"canary-seed-5d0b7c0f6a1e"
MODES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "all": ("root", ()),
    "no-landlock": ("root", ("landlock",)),
    "no-own-user": ("root", ("own user",)),
    "seccomp-only": ("root", ("own user", "landlock")),
    "user": ("user", ()),
    "user-no-landlock": ("user", ("landlock",)),
    "program": ("root", ()),
    "bare": ("user", ("own user", "no new privileges", "landlock", "seccomp")),
    "control": ("user", ("rlimits", "own user", "no new privileges", "landlock", "seccomp")),
}
"""Mode -> who has to run it, and the layers that are left out.

"bare" is for those attacks that the process split, the wire, the comparison and the deadlines must
stop by themselves. "control" is the opposite: without a jail, the others must be seen to succeed,
or they prove nothing.
"""

WALL_S: Final = 20.0
"""No attack may keep us longer: some twenty calls and modules of half a second and one second."""

MEMORY_MIB: Final = 700
"""What an attack may make us use for a moment: ten copies of the largest frame."""

_PR_SET_CHILD_SUBREAPER: Final = 36


@dataclass(frozen=True)
class Attack:
    """One attack: how to make its hand-in, and what may come of it."""

    name: str
    row: str
    outcomes: frozenset[str]
    earns: float
    layer: str
    needs_kernel: bool
    is_harmless: bool
    open: str
    build: Callable[[Path, dict[str, Any]], Path] = field(repr=False)


@dataclass
class Result:
    """What came of one attack: breaches are sentences, none is what we want."""

    attack: str
    row: str
    layer: str
    outcome: str = ""
    score: float = 0.0
    seconds: float = 0.0
    said: str = ""
    """What it printed and raised, for those who write attacks."""
    breaches: list[str] = field(default_factory=list)
    open: str = ""
    """Why a breach is known and not yet mended."""


# --- attacks ----------------------------------------------------------------------------------


def attacks() -> list[Attack]:
    """Every attack, in the order of the files' names."""
    paths = sorted(p for p in ATTACKS.iterdir() if re.match(r"\d", p.name))
    return [*(_from_file(path) for path in paths), *map(_from_function, intake.ATTACKS)]


def _from_file(path: Path) -> Attack:
    source = path / "target.py" if path.is_dir() else path
    text = source.read_text(encoding="utf-8")

    def build(folder: Path, grader: dict[str, Any]) -> Path:
        hand_in = folder / path.stem
        if path.is_dir():
            shutil.copytree(path, hand_in)
        else:
            hand_in.mkdir()
        written = compose(text, header(text).get("base", "wrong"), grader)
        (hand_in / "target.py").write_text(written, encoding="utf-8")
        return hand_in

    return _attack(path.stem, header(text), build)


def _from_function(function: Callable[..., Path]) -> Attack:
    return _attack(function.__name__.lstrip("_"), header(function.__doc__ or ""), function)


def _attack(name: str, facts: dict[str, str], build: Callable[..., Path]) -> Attack:
    outcomes = frozenset(word.strip() for word in facts.get("outcome", "failed").split(","))
    return Attack(
        name,
        facts.get("row", "own"),
        outcomes | {"blocked"},
        float(facts.get("earns", 0)),
        facts.get("layer", "?"),
        facts.get("kernel") == "needed",
        "harmless" in facts,
        facts.get("open", ""),
        build,
    )


def header(text: str) -> dict[str, str]:
    """The `# key: value` lines of an attack."""
    return dict(re.findall(r"^\s*# ([a-z]+): (.+)$", text, re.MULTILINE))


def compose(text: str, base: str, grader: dict[str, Any]) -> str:
    """A hand-in's source: what every attacker knows, functions to start from, and the attack."""
    prelude = (HERE / "bases" / "prelude.py").read_text("utf-8")
    prelude = prelude.replace("@GRADER@", repr(grader))
    return "\n".join([prelude, (HERE / "bases" / f"{base}.py").read_text("utf-8"), text])


# --- what is planted, and what is looked for ------------------------------------------------------


class Arena:
    """A grader with things worth stealing, and what listens for their being stolen."""

    def __init__(self, mode: str) -> None:
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
        launcher = Programs if mode == "program" else Zygote
        skip = MODES[mode][1]
        self.transport = Workers(
            launcher(self.assignment.allowed_imports, skip=skip), self.assignment.limits
        )
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
        for folder in ("/tmp", "/dev/shm", "/var/tmp", str(self.folder)):
            left = [p for p in os.listdir(folder) if self.mark in p]
            found += [f"left {folder}/{name}" for name in left]
        return found

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
        for folder in ("/tmp", "/dev/shm", "/var/tmp"):
            for left in Path(folder).glob(f"{self.mark}*"):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
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


def shown(verdict: Verdict) -> str:
    """Everything of a verdict that a student or a web page may be shown."""
    lines = [line for check in verdict.checks for line in explain(check, public=False)]
    data, results = verdict_data(verdict), gradescope_results(verdict)
    return "\n".join([*lines, json.dumps(data), json.dumps(results)])


def digest(verdict: Verdict) -> str:
    """A verdict, seconds aside."""
    data, results = verdict_data(verdict), gradescope_results(verdict)
    data["seconds"] = results["execution_time"] = 0
    for check in data["checks"]:
        check["seconds"] = 0
    printed = [check.printed for check in verdict.checks]
    return json.dumps([data, results, printed, shown_lines(verdict)], sort_keys=True)


def shown_lines(verdict: Verdict) -> list[str]:
    """The words of a verdict."""
    return [line for check in verdict.checks for line in explain(check, public=False)]


# --- one mode ---------------------------------------------------------------------------------


def run_mode(mode: str, only: str = "") -> Iterator[Result]:
    """Run every attack in one mode."""
    # Whoever is orphaned below us becomes our child, and is counted.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    chosen = [attack for attack in attacks() if only in attack.name]
    if mode == "control":
        for attack in chosen:
            if attack.needs_kernel and not attack.is_harmless:
                yield from _in_arena(mode, [attack])
        return
    yield from _in_arena(mode, [a for a in chosen if mode != "bare" or not a.needs_kernel])


def _in_arena(mode: str, chosen: list[Attack]) -> Iterator[Result]:
    arena = Arena(mode)
    try:
        folder = arena.folder / "honest"
        folder.mkdir()
        text = (HERE / "bases" / "honest.py").read_text("utf-8")
        (folder / "target.py").write_text(text)
        honest = arena.open(folder)
        verdict = arena.grade(honest)
        assert verdict.score == verdict.max_score, shown(verdict)
        clean, baseline = digest(verdict), len(arena.workers())
        for attack in chosen:
            yield _run(arena, attack, honest, clean, baseline)
    finally:
        arena.close()


def run_class(size: int) -> dict[str, Any]:
    """Grade a class over one transport, every third hand-in an attack; what the others noticed."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    clean = _class(size, hostile=False)
    found = _class(size, hostile=True)
    others = [i for i in range(size) if i % 3]
    return {
        "hostile": size - len(others),
        "others": len(others),
        "changed": [i for i in others if found["verdicts"][i] != clean["verdicts"][i]],
        "left": found["left"] + clean["left"],
    }


def _class(size: int, *, hostile: bool) -> dict[str, Any]:
    arena = Arena("all" if os.geteuid() == 0 else "user")
    shared = set(os.listdir("/dev/shm"))
    verdicts: dict[int, str] = {}
    try:
        others = [arena.open(path) for path in _ordinary(arena.folder)]
        arena.grade(others[0])
        processes = len(arena.workers())
        every = attacks()
        for number in range(size):
            if number % 3:
                verdicts[number] = digest(arena.grade(others[number % len(others)]))
            elif hostile:
                with tempfile.TemporaryDirectory(dir=arena.folder) as folder:
                    attack = every[number // 3 * 5 % len(every)]
                    with contextlib.suppress(SubmissionError):
                        arena.grade(arena.open(attack.build(Path(folder), arena.facts)))
        left = arena.harm()
        left += [f"/dev/shm/{name}" for name in set(os.listdir("/dev/shm")) - shared]
        if len(arena.workers()) != processes:
            left.append(f"processes: {arena.workers()}, want {processes}")
    finally:
        arena.close()
    return {"verdicts": verdicts, "left": left}


def _ordinary(folder: Path) -> Iterator[Path]:
    """Hand-ins as students write them: right, with a misconception, unfinished, broken."""
    honest = (HERE / "bases" / "honest.py").read_text("utf-8")
    wrong = (HERE / "bases" / "wrong.py").read_text("utf-8")
    for name, text in {
        "right": honest,
        "mean": honest.replace(".sum(axis=0)", ".mean(axis=0)"),
        "unscaled": honest.replace("2.0 * x", "x"),
        "wrong": wrong,
        "loud": honest.replace("return x * w,", "print(x)\n    return x * w,"),
        "raises": honest.replace("return float(x.sum())", "return 1 / 0"),
        "unfinished": honest.replace("return float(x.sum())", "raise NotImplementedError"),
    }.items():
        made = folder / name
        made.mkdir()
        (made / "target.py").write_text(text)
        yield made


def _run(arena: Arena, attack: Attack, honest: Submission, clean: str, baseline: int) -> Result:
    result = Result(attack.name, attack.row, attack.layer, open=attack.open)
    say = result.breaches.append
    with tempfile.TemporaryDirectory(dir=arena.folder) as folder:
        path = attack.build(Path(folder), arena.facts)
        arena.tap.take()
        before = _peak_mib(reset=True)
        start = time.monotonic()
        try:
            verdict = arena.grade(arena.open(path))
        except SubmissionError as error:
            verdict, result.outcome = None, "refused"
            result.breaches += arena.stolen(str(error), "the refusal")
        result.seconds = round(time.monotonic() - start, 2)
        grown = _peak_mib() - before
        received, inputs = arena.tap.take()
    if grown > MEMORY_MIB:
        say(f"made us use {grown} MiB")
    if verdict is not None:
        result.score = verdict.score
        outcomes = [check.outcome.value for check in verdict.checks]
        result.outcome = ", ".join(dict.fromkeys(outcomes))
        visible = shown(verdict)
        details = [c.failure.text + " " + c.failure.detail for c in verdict.checks if c.failure]
        result.said = "\n".join([c.printed for c in verdict.checks] + details)[:6000]
        result.breaches += arena.stolen(visible, "what a student is shown")
        result.breaches += arena.stolen(received.decode("latin-1"), "what came back")
        leaked = [n for n in inputs if n > 2**20 and (str(n) in visible or f"{n:x}" in visible)]
        if leaked:
            say(f"hidden inputs in what a student is shown: {leaked}")
        if Outcome.BROKEN.value in outcomes:
            details = {
                c.name: c.failure.detail for c in verdict.checks if c.outcome.value == "broken"
            }
            say(f"made our own checks break: {details}")
        size = sum(len(c.printed) for c in verdict.checks)
        if size > 2 * 7 * arena.assignment.limits.printed_chars:
            say(f"made us keep {size} characters of prints")
    if result.score != attack.earns:
        say(f"earned {result.score}, want {attack.earns}")
    strange = (
        set(result.outcome.split(", ")) - attack.outcomes - ({"passed"} if attack.earns else set())
    )
    if strange - {"broken"}:
        say(f"ended as {result.outcome}, want {', '.join(sorted(attack.outcomes))}")
    if result.seconds > WALL_S:
        say(f"took {result.seconds} s")
    result.breaches += arena.harm()
    try:
        after = digest(arena.grade(honest))
        if after != clean:
            say(f"the next student's verdict changed: {_difference(clean, after)}")
    except Exception as error:  # noqa: BLE001 - whatever it is, the next student could not be graded
        say(f"the next student could not be graded: {error!r}")
    if len(arena.workers()) != baseline:
        say(f"processes left: {arena.workers()}, want {baseline}")
        for pid in arena.workers()[baseline:]:
            os.kill(pid, signal.SIGKILL)
    result.breaches += arena.stolen(
        arena.tap.take()[0].decode("latin-1"), "the next student's answers"
    )
    return result


def _peak_mib(*, reset: bool = False) -> int:
    """The most memory this process has used since it was last reset."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) >> 10


def _difference(clean: str, after: str) -> str:
    place = next((i for i, (a, b) in enumerate(zip(clean, after, strict=False)) if a != b), 0)
    return f"...{after[max(0, place - 60) : place + 120]}..."


def corpus_digest() -> str:
    """Of the attacks: to see that two machines ran the same."""
    found = hashlib.sha256()
    for path in sorted(ATTACKS.rglob("*.py")):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:12]
