"""The jail's layers: taken where the host has them, told honestly where it has not."""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import json
import os
import platform
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from autograder.errors import WorkerError
from autograder.limits import MIB, Limits
from autograder.sandbox.launchers import Programs, Zygote
from autograder.sandbox.protocol import Call, CallbackReply, Load, Raised, Returned, Target
from autograder.sandbox.supervisor import Workers

if sys.platform != "linux":
    pytest.skip("the jail is for Linux", allow_module_level=True)

from autograder.sandbox import jail, kernel
from autograder.sandbox.jail import STRICT, Jail, Layer, free_uid

ROOT = Path(__file__).parents[2]
LIMITS = Limits(call_s=2.0, memory_mib=400)
LAYERS = ("rlimits", "own user", "no new privileges", "memory limit", "landlock", "seccomp")
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def entered_in_a_child(enter: Callable[[], tuple[Layer, ...]]) -> list[list[Any]]:
    """Enter a jail in a forked child, as there is no way out; what it reports."""
    reads, writes = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            rows = [[layer.name, layer.enforced, layer.why] for layer in enter()]
            os.write(writes, json.dumps(rows).encode())
        finally:
            os._exit(0)
    os.close(writes)
    os.waitpid(pid, 0)
    with os.fdopen(reads) as file:
        return list(json.loads(file.read()))


# --- the filters ------------------------------------------------------------------------------


def build_seccomp() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build", ROOT / "tools" / "build_seccomp.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("architecture", ["x86_64", "aarch64"])
def test_the_committed_filters_are_what_the_tool_compiles(architecture: str) -> None:
    try:
        ctypes.CDLL("libseccomp.so.2")
    except OSError:
        pytest.skip("libseccomp.so.2 is not installed")

    compiled = build_seccomp().compile_filter(architecture)

    assert (kernel._FILTERS / f"{architecture}.bpf").read_bytes() == compiled


@pytest.mark.parametrize("architecture", ["x86_64", "aarch64"])
def test_a_filter_begins_with_the_architecture_and_is_whole_instructions(architecture: str) -> None:
    program = (kernel._FILTERS / f"{architecture}.bpf").read_bytes()

    assert len(program) % 8 == 0
    load_architecture = bytes.fromhex("2000000004000000")  # ld [offsetof(seccomp_data, arch)]
    assert program[:8] == load_architecture


def test_an_architecture_without_a_filter_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")

    with pytest.raises(OSError, match="riscv64"):
        kernel.load_filter()


# --- layers -----------------------------------------------------------------------------------


def test_every_layer_is_reported_in_order() -> None:
    rows = entered_in_a_child(Jail(LIMITS, os.getpid()).enter)

    assert tuple(row[0] for row in rows) == LAYERS
    assert all(row[1] or row[2] for row in rows), "what is not enforced has a reason"


@pytest.mark.parametrize(
    ("layer", "target"),
    [
        ("rlimits", "_lower_limits"),
        ("own user", "_change_user"),
        ("no new privileges", "_give_up_privileges"),
        ("memory limit", "_limit_memory"),
        ("landlock", "_restrict_files"),
        ("seccomp", "_filter_calls"),
    ],
)
def test_a_layer_that_the_host_refuses_is_reported_as_refused(
    layer: str, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Jail) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Jail, target, refuse)
    skip = [name for name in LAYERS if name != layer]

    rows = entered_in_a_child(Jail(LIMITS, os.getpid(), skip=skip).enter)

    assert [row for row in rows if row[0] == layer] == [
        [layer, False, "[Errno 1] Operation not permitted"]
    ]
    assert not any(row[1] for row in rows)


def test_a_layer_that_is_skipped_says_so() -> None:
    rows = entered_in_a_child(Jail(LIMITS, os.getpid(), skip=LAYERS).enter)

    assert rows == [[name, False, "left out on request"] for name in LAYERS]


def test_a_filter_that_cannot_be_read_leaves_the_other_layers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kernel, "_FILTERS", tmp_path)

    rows = {row[0]: row for row in entered_in_a_child(Jail(LIMITS, os.getpid()).enter)}

    assert rows["seccomp"][1] is False
    assert rows["rlimits"][1] is True
    assert rows["memory limit"][1] is True


def test_a_kernel_without_landlock_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> int:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(kernel, "landlock_abi", none)
    skip = [name for name in LAYERS if name != "landlock"]

    rows = {row[0]: row for row in entered_in_a_child(Jail(LIMITS, os.getpid(), skip=skip).enter)}

    assert rows["landlock"] == ["landlock", False, "[Errno 38] Function not implemented"]


def test_limits_are_lowered_and_never_raised() -> None:
    import resource  # noqa: PLC0415 - not on Windows

    def lower_and_look() -> tuple[Layer, ...]:
        resource.setrlimit(resource.RLIMIT_NOFILE, (10, 10))
        found = Jail(LIMITS, os.getppid(), skip=("own user", "landlock", "seccomp")).enter()
        files = resource.getrlimit(resource.RLIMIT_NOFILE)
        memory = resource.getrlimit(resource.RLIMIT_AS)
        return (*found, Layer(f"{files}", True), Layer(f"{memory[1] // MIB}", True))

    rows = entered_in_a_child(lower_and_look)

    assert rows[-2][0] == "(10, 10)", "16 are allowed, but there were 10 before"
    assert rows[-1][0] == "400"


# --- requiring it ------------------------------------------------------------------------------


@pytest.mark.parametrize("launcher", [Programs, Zygote])
@pytest.mark.parametrize("layer", STRICT)
def test_a_required_jail_with_a_layer_missing_is_refused(launcher: Any, layer: str) -> None:
    before = children()
    workers = Workers(launcher(skip=(layer,)), LIMITS, require_jail=True)
    load = Load(1, {}, {}, [])

    with pytest.raises(WorkerError, match=rf"does not enforce the jail: .*{layer} \(left out"):
        workers.request(load, _no_callbacks, wall_s=2.0)

    assert children() == before or launcher is Zygote
    workers.close()


def test_a_required_jail_that_is_there_is_accepted() -> None:
    workers = Workers(Zygote(skip=("own user", "landlock")), LIMITS, require_jail=True)

    answer = workers.request(Load(1, {}, {}, []), _no_callbacks, wall_s=2.0)
    workers.close()

    assert isinstance(answer, Returned)
    assert [layer.name for layer in workers.layers if not layer.enforced] == [
        "own user",
        "landlock",
    ]


def _no_callbacks(call: Any) -> CallbackReply:
    return CallbackReply(call.id, None, "none")


def children() -> set[int]:
    text = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text()
    return {int(pid) for pid in text.split()}


# --- an own user ---------------------------------------------------------------------------------


def test_only_root_has_uids_to_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 1000)

    with pytest.raises(PermissionError, match="only root"):
        free_uid()


@pytest.fixture
def as_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 0)
    monkeypatch.setattr(jail, "_mapped_uids", lambda: range(2**32 - 1))
    monkeypatch.setattr(jail, "_used_uids", set)
    monkeypatch.setattr(jail, "_has_account", lambda uid: False)
    monkeypatch.setattr(jail, "_UIDS", range(20_000, 20_003))


@pytest.mark.usefixtures("as_root")
def test_a_uid_that_a_process_has_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jail, "_used_uids", lambda: {20_000, 20_002})

    assert {free_uid() for _ in range(20)} == {20_001}


@pytest.mark.usefixtures("as_root")
def test_a_uid_that_an_account_has_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jail, "_has_account", lambda uid: uid != 20_002)

    assert {free_uid() for _ in range(20)} == {20_002}


@pytest.mark.usefixtures("as_root")
def test_a_uid_that_is_not_mapped_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jail, "_mapped_uids", lambda: range(20_001))

    assert {free_uid() for _ in range(20)} == {20_000}


@pytest.mark.usefixtures("as_root")
def test_without_a_free_uid_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jail, "_mapped_uids", lambda: range(1000))

    with pytest.raises(OSError, match="no unused uid"):
        free_uid()


def test_the_map_of_this_namespace_is_read() -> None:
    assert os.getuid() in jail._mapped_uids()
    assert os.getuid() in jail._used_uids()


@needs_root
def test_two_workers_have_two_uids_and_neither_is_ours() -> None:
    source = "import os\ndef who(): return os.getuid(), os.getgid(), os.geteuid()"
    found = set()
    for _ in range(2):
        workers = Workers(Zygote(), LIMITS)
        workers.request(Load(1, {"a.py": source}, {"a": "a.py"}, ["os"]), _no_callbacks, wall_s=5.0)
        answer = workers.request(Call(2, Target("a", "who"), (), {}), _no_callbacks, wall_s=2.0)
        workers.close()
        assert isinstance(answer, Returned)
        found.add(answer.value)

    assert len(found) == 2
    assert all(len(set(ids)) == 1 and ids[0] >= 20_000 for ids in found)


# --- the end of the grader ---------------------------------------------------------------------


@pytest.mark.parametrize("launcher", ["Programs", "Zygote"])
def test_no_worker_outlives_a_grader_that_was_killed(launcher: str) -> None:
    """Nobody tidies up after SIGKILL: the kernel ends the worker with its parent."""
    code = (
        "import os, sys, time\n"
        "from autograder.limits import Limits\n"
        f"from autograder.sandbox.launchers import {launcher}\n"
        "from autograder.sandbox.protocol import CallbackReply, Load\n"
        "from autograder.sandbox.supervisor import Workers\n"
        f"workers = Workers({launcher}(), Limits())\n"
        "workers.request(Load(1, {}, {}, []), lambda c: CallbackReply(c.id, None), wall_s=9)\n"
        "zygote = getattr(workers._launcher, '_process', None)\n"
        "print(workers._process.pid, zygote.pid if zygote else 0, flush=True)\n"
        "time.sleep(60)\n"
    )
    grader = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert grader.stdout is not None
    pids = [int(pid) for pid in grader.stdout.readline().split() if pid != "0"]
    assert all(alive(pid) for pid in pids)

    grader.send_signal(signal.SIGKILL)
    grader.wait()
    grader.stdout.close()

    left = pids
    for _ in range(200):
        left = [pid for pid in left if alive(pid)]
        if not left:
            break
        time.sleep(0.02)
    assert left == []


def alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def test_a_worker_whose_parent_is_another_process_ends_at_once() -> None:
    """Its parent may have ended between the fork and the request to be told of it."""
    rows = entered_in_a_child_of_a_stranger()

    assert rows == ""


def entered_in_a_child_of_a_stranger() -> str:
    reads, writes = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            Jail(LIMITS, parent=secrets.randbelow(100) + 10**7, skip=("own user",)).enter()
            os.write(writes, b"it went on")
        finally:
            os._exit(0)
    os.close(writes)
    os.waitpid(pid, 0)
    with os.fdopen(reads) as file:
        return file.read()


def test_what_the_jail_denies_python_understands() -> None:
    """Files are unreadable and processes impossible; nothing hangs and nothing crashes."""
    source = (
        "import os, sys\n"
        "def f(what):\n"
        "    return {'open': lambda: open('/etc/passwd'), 'fork': os.fork,\n"
        "            'list': lambda: os.listdir('/'), 'cwd': os.getcwd}[what]()\n"
    )
    workers = Workers(Zygote(), LIMITS)
    workers.request(
        Load(1, {"a.py": source}, {"a": "a.py"}, ["os", "sys"]), _no_callbacks, wall_s=9
    )
    found = {}
    for what in ("open", "fork", "list", "cwd"):
        answer = workers.request(Call(2, Target("a", "f"), (what,), {}), _no_callbacks, wall_s=2.0)
        assert isinstance(answer, Raised)
        found[what] = answer.type_name
    workers.close()

    assert set(found.values()) == {"PermissionError"}
