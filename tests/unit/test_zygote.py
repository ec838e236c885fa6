"""A zygote that is a copy of a process serves as one that was started, and knows no more."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

if sys.platform != "linux":
    pytest.skip("zygotes are for Linux", allow_module_level=True)

from autograder.errors import WorkerError
from autograder.limits import Limits
from autograder.sandbox.launchers import ENVIRONMENT, Zygote
from autograder.sandbox.practice import practise
from autograder.sandbox.protocol import Call, CallbackReply, Load, Returned, Target
from autograder.sandbox.supervisor import Workers

SCRIPT = """
import json, os
from autograder.limits import Limits
from autograder.sandbox.launchers import Zygote
from autograder.sandbox.protocol import Call, CallbackReply, Load, Target
from autograder.sandbox.supervisor import Workers

SOURCE = '''
import os, sys

def found():
    return dict(os.environ), sys.argv, "secret" in vars(sys.modules["__main__"])
'''
zygote = Zygote()
zygote.fork_now()
secret = "known to the grader only"
workers = Workers(zygote, Limits())
answers = []
for number in range(3):
    load = Load(1, {"m.py": SOURCE + f"# {number}"}, {"m": "m.py"}, ["os", "sys"], "m")
    for request in (load, Call(2, Target("m", "found"), (), {})):
        answer = workers.request(request, lambda call: CallbackReply(call.id, None), wall_s=10)
    answers.append(answer.value)
pid = zygote._process.pid
workers.close()
print(json.dumps([answers, os.path.exists(f"/proc/{pid}")]))
"""


def test_a_copy_of_a_process_serves_workers_that_know_nothing_of_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "argument"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "SECRET": "of the grader's environment"},
    )
    assert done.returncode == 0, done.stderr

    answers, zygote_is_alive = json.loads(done.stdout)

    assert answers == [[{}, [""], False]] * 3
    assert not zygote_is_alive


SEES = """
import os, sys

def found():
    return os.getppid(), "colors" + "ys" in sys.modules
"""


def handed_over(zygote: Zygote) -> Zygote:
    """What arrives in another process of a pool."""
    make, (skip, control) = zygote.__reduce__()
    assert control is not None
    return make(skip, control.dup())


def seen(zygote: Zygote, more: str = "") -> tuple[int, bool]:
    """The pid of the zygote that serves, and whether its workers have a certain module."""
    workers = Workers(zygote, Limits())
    load = Load(1, {"m.py": SEES + more}, {"m": "m.py"}, ["os", "sys", "colorsys"], "m")
    for request in (load, Call(2, Target("m", "found"), (), {})):
        answer = workers.request(request, lambda call: CallbackReply(call.id, None), wall_s=10)
    workers.end_worker()
    assert isinstance(answer, Returned)
    pid, has_module = answer.value
    return pid, has_module


def state_and_parent(pid: int) -> tuple[str, int]:
    state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    return state, int(parent)


def ends(pid: int) -> bool:
    """Whether it does in good time; its parent has not reaped it."""
    deadline = time.monotonic() + 10
    while not (zombie := state_and_parent(pid)[0] == "Z") and time.monotonic() < deadline:
        time.sleep(0.01)
    return zombie


@pytest.fixture
def original() -> Iterator[Zygote]:
    with closing(Zygote()) as zygote:
        zygote.warm_up()
        yield zygote


def test_copies_of_a_zygote_are_its_children_and_know_nothing_of_each_other(
    original: Zygote,
) -> None:
    with closing(handed_over(original)) as one, closing(handed_over(original)) as other:
        first, has_module = seen(one, "# colorsys")
        second, others_module = seen(other)
        parents = [state_and_parent(pid)[1] for pid in (first, second)]

    assert (has_module, others_module) == (True, False)
    assert first != second
    assert original._process is not None
    assert parents == [original._process.pid] * 2


@pytest.mark.skipif(os.geteuid() != 0, reason="who is not dumpable is read by root alone")
def test_a_copys_environment_and_descriptors_are_those_of_a_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET", "of the instructor's environment")
    with closing(Zygote()) as original, closing(handed_over(original)) as copy:
        pid, _ = seen(copy)
        told = Path(f"/proc/{pid}/environ").read_text().strip("\0").split("\0")
        files = [str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir()]

    assert dict(line.split("=", 1) for line in told) == ENVIRONMENT
    assert sorted(name.partition(":")[0] for name in files) == [os.devnull] * 3 + ["socket"]


def test_a_copy_ends_with_its_own_grader_and_not_with_another(original: Zygote) -> None:
    with closing(handed_over(original)) as stays:
        gone, _ = seen(going := handed_over(original))
        here, _ = seen(stays)
        going.close()
        assert ends(gone)
        original_pid = state_and_parent(here)[1]
        original.close()  # and takes none with it

        assert not Path(f"/proc/{original_pid}").exists()
        assert seen(stays, "# again")[0] == here


def test_copies_that_have_ended_are_reaped_when_another_is_asked_for(original: Zygote) -> None:
    ended = handed_over(original)
    pid, _ = seen(ended)
    ended.close()
    assert ends(pid)

    with closing(handed_over(original)) as another:
        seen(another)

    assert not Path(f"/proc/{pid}").exists()


def test_where_there_is_nothing_to_copy_a_zygote_is_a_program(original: Zygote) -> None:
    assert original._process is not None
    os.kill(original._process.pid, signal.SIGKILL)
    os.waitid(os.P_PID, original._process.pid, os.WEXITED | os.WNOWAIT)

    with closing(handed_over(original)) as alone:
        pid, _ = seen(alone)

        assert state_and_parent(pid)[1] == os.getpid()


def test_a_zygote_that_has_forked_workers_is_not_copied(original: Zygote) -> None:
    seen(original)

    with (
        closing(handed_over(original)) as copy,
        pytest.raises(WorkerError, match="the zygote does not answer"),
    ):
        seen(copy)


def test_a_zygote_that_was_killed_says_that_it_does_not_answer() -> None:
    zygote = Zygote()
    zygote.warm_up()
    assert zygote._process is not None
    pid = zygote._process.pid
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)

    told = []
    for _ in range(2):
        with pytest.raises(WorkerError) as caught:
            zygote.wait(pid)
        told.append(str(caught.value))

    assert told == [
        "the zygote does not answer: BrokenPipeError(32, 'Broken pipe')",
        "the zygote has been closed",
    ]


def test_practising_leaves_no_submission_behind() -> None:
    before = {name for name in sys.modules if name.partition(".")[0] == "submission"}

    with np.errstate():  # which a worker sets for itself
        practise()

    assert {name for name in sys.modules if name.partition(".")[0] == "submission"} <= before
