"""A zygote that is a copy of a process serves as one that was started, and knows no more."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import numpy as np
import pytest

if sys.platform != "linux":
    pytest.skip("zygotes are for Linux", allow_module_level=True)

from autograder.errors import WorkerError
from autograder.sandbox.launchers import Zygote
from autograder.sandbox.practice import practise

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
