"""A class on a cluster: real schedulers, real workers, and some of them killed."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import small

from autograder.batch.engine import engine_facts
from autograder.batch.hand_in import HandIn, Person
from autograder.batch.ledger import Ledger, read_ledger
from autograder.batch.pools import LocalPool, Pool
from autograder.batch.run import Progress, grade_class
from autograder.batch.work import Setup, setup_of
from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.errors import UsageError
from autograder.judging.judge import Seed, choose_key

pytest.importorskip("distributed", reason="needs the extra `cluster`")

ROOT = Path(__file__).parents[2]
Course = tuple[Assignment, Setup]
SILENT: Callable[[str], None] = lambda said: None  # noqa: E731


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return small.set_up(tmp_path / "course")


def dask_pool(address: str, course: Course, say: Callable[[str], None] = SILENT) -> Pool:
    from autograder.batch.cluster import DaskPool  # noqa: PLC0415

    return DaskPool(address, *course, say)


def another_engine(folder: Path) -> str:
    """A folder with an engine like ours, but for a comment."""
    package = Path(sys.modules["autograder"].__file__ or "").parent
    shutil.copytree(package, folder / "other/autograder")
    with (folder / "other/autograder/text.py").open("a") as file:
        file.write("# another engine\n")
    return str(folder / "other")


class Cluster:
    """A scheduler and workers as an instructor starts them, each a process without a nanny."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.file = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0", **environment)
        self.workers: list[subprocess.Popen[bytes]] = []

    def add(self, count: int, threads: int = 1, **environment: str) -> None:
        for _ in range(count):
            options = ("--nthreads", str(threads), "--no-nanny")
            self.workers.append(self._start("worker", *options, **environment))

    def _start(self, what: str, *options: str, **environment: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", what, "--scheduler-file", str(self.file)]
        return subprocess.Popen(
            [*command, *options, "--no-dashboard"],
            cwd=self.file.parent,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self, count: int) -> str:
        """The address, when so many workers are there."""
        from distributed import Client  # noqa: PLC0415

        deadline = time.monotonic() + 60
        while not self.file.is_file() and time.monotonic() < deadline:
            time.sleep(0.05)
        with Client(scheduler_file=str(self.file), set_as_default=False) as client:
            if count:
                client.wait_for_workers(count, timeout=60)
        return str(self.file)

    def kill(self, which: int) -> None:
        victim = self.workers.pop(which)
        victim.send_signal(signal.SIGKILL)
        victim.wait()

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@contextmanager
def cluster(folder: Path, **environment: str) -> Iterator[Cluster]:
    started = Cluster(folder, **environment)
    try:
        yield started
    finally:
        started.end()


def a_class(folder: Path, count: int) -> list[HandIn]:
    sources = [small.SLOW, small.WRONG, small.SLOW, "def double(x):\n    raise KeyError(x)\n"]
    return [
        small.hand_in(folder / "in", f"s{i:03}", sources[i % 4] + f"# {i}\n") for i in range(count)
    ]


def verdicts(path: Path) -> Mapping[str, object]:
    """Who got what, without what depends on the clock."""
    found = {}
    for entry in read_ledger(path):
        checks = entry.verdict["checks"] if entry.verdict else []
        found[entry.hand_in.id] = [
            (c["name"], c["outcome"], c["score"], c["message"], c["diagnosis"]) for c in checks
        ]
    return found


def grade(
    course: Course,
    hand_ins: list[HandIn],
    path: Path,
    pool: Pool,
    tell: Callable[[Progress], None] = lambda progress: None,
) -> Progress:
    with closing(pool), Ledger(path) as ledger:
        return grade_class(*course, hand_ins, ledger, pool, tell)


@pytest.mark.slow
def test_with_two_of_four_workers_killed_the_verdicts_are_those_of_a_local_run(
    course: Course, tmp_path: Path
) -> None:
    hand_ins = a_class(tmp_path, 60)
    chance = random.Random(7)
    # Apart: a job that both ends meet was tried twice, and is left to a person.
    moments = [chance.randrange(5, 15), chance.randrange(30, 40), 61]
    grade(course, hand_ins, tmp_path / "local.sqlite", LocalPool(course[1], 2))

    with cluster(tmp_path) as started:
        started.add(4)
        pool = dask_pool(started.wait(4), course)

        def kill(progress: Progress) -> None:
            if progress.settled >= moments[0]:
                moments.pop(0)
                started.kill(chance.randrange(len(started.workers)))

        progress = grade(course, hand_ins, tmp_path / "dask.sqlite", pool, kill)
        assert len(started.workers) == 2

    assert (progress.settled, progress.graded, progress.failed) == (60, 60, 0)
    assert verdicts(tmp_path / "dask.sqlite") == verdicts(tmp_path / "local.sqlite")
    assert all(verdicts(tmp_path / "dask.sqlite").values())


@pytest.mark.slow
def test_a_job_that_ends_its_worker_is_tried_once_more_and_then_left_to_a_person(
    course: Course, tmp_path: Path
) -> None:
    hand_ins = a_class(tmp_path, 12)
    hand_ins.insert(3, small.hand_in(tmp_path / "in", "fatal", small.FATAL))

    with cluster(tmp_path) as started:
        started.add(4)
        pool = dask_pool(started.wait(4), course)
        progress = grade(course, hand_ins, tmp_path / "ledger.sqlite", pool)
        time.sleep(0.5)
        ended = [worker for worker in started.workers if worker.poll() is not None]

    entries = {entry.hand_in.id: entry for entry in read_ledger(tmp_path / "ledger.sqlite")}
    assert len(ended) == 2
    assert progress.failed == 1
    assert entries["fatal"].verdict is None
    assert entries["fatal"].why == "its worker ended 2 times while it was graded"
    assert sum(entry.verdict is not None for entry in entries.values()) == 12


@pytest.mark.slow
def test_a_lost_scheduler_is_told_and_what_was_graded_is_kept(
    course: Course, tmp_path: Path
) -> None:
    hand_ins = a_class(tmp_path, 30)
    path = tmp_path / "ledger.sqlite"

    with cluster(tmp_path) as started:
        started.add(2)
        pool = dask_pool(started.wait(2), course)

        def kill(progress: Progress) -> None:
            if progress.graded == 10:
                started.scheduler.kill()

        with pytest.raises(UsageError, match="lost the scheduler"):
            grade(course, hand_ins, path, pool, kill)
    again = grade(course, hand_ins, path, LocalPool(course[1], 2))

    assert again.known >= 10
    assert all(verdicts(path).values())


@pytest.mark.slow
def test_a_worker_with_another_engine_grades_nothing_whenever_it_comes(
    course: Course, tmp_path: Path
) -> None:
    other = another_engine(tmp_path)
    hand_ins = a_class(tmp_path, 8)

    with cluster(tmp_path) as started:
        started.add(1, PYTHONPATH=other)
        address = started.wait(1)
        with pytest.raises(UsageError, match="would not grade as this machine does") as told:
            dask_pool(address, course)
        started.kill(0)

        pool = dask_pool(address, course)
        started.add(1, PYTHONPATH=other)
        with pytest.raises(UsageError, match="has Backmark"):
            grade(course, hand_ins, tmp_path / "ledger.sqlite", pool)

    assert "Backmark 0.1.0 (" in str(told.value)
    assert not any(verdicts(tmp_path / "ledger.sqlite").values())


def told_unfit(address: str, course: Course) -> str:
    """What is told of a cluster that does not fit, under names that are the same every time."""
    with pytest.raises(UsageError) as told:
        dask_pool(address, course)
    text = str(told.value).replace(address, "ADDRESS")
    text = re.sub(r"has Backmark 0\.1\.0 \([0-9a-f]{12}\)", "has Backmark 0.1.0 (other)", text)
    return re.sub(r"tcp://[\d.]+:\d+", "tcp://HOST", text)


def unfit(*got: str) -> str:
    want = ", ".join(f"{what} {version}" for what, version in engine_facts().items())
    return (
        "the cluster at ADDRESS would not grade as this machine does\n"
        "  got: " + "\n       ".join(got) + "\n"
        f"  want: {want}, on the scheduler and on every worker\n"
        "  next: install the same there (backmark[class,cluster]), and start it again"
    )


@pytest.mark.slow
def test_of_many_processes_with_another_engine_three_are_told_and_the_rest_counted(
    course: Course, tmp_path: Path
) -> None:
    other = another_engine(tmp_path)

    with cluster(tmp_path, PYTHONPATH=other) as started:
        started.add(3, PYTHONPATH=other)
        told = told_unfit(started.wait(3), course)

    has = f"has Backmark 0.1.0 (other), want {engine_facts()['Backmark']}"
    assert told == unfit(*[f"the worker tcp://HOST {has}"] * 3, "and 1 more")


@pytest.mark.slow
def test_a_scheduler_with_another_engine_is_told(course: Course, tmp_path: Path) -> None:
    with cluster(tmp_path, PYTHONPATH=another_engine(tmp_path)) as started:
        told = told_unfit(started.wait(0), course)

    backmark = engine_facts()["Backmark"]
    assert told == unfit(f"the scheduler has Backmark 0.1.0 (other), want {backmark}")


@pytest.mark.slow
def test_a_scheduler_that_has_no_backmark_is_told(course: Course, tmp_path: Path) -> None:
    (tmp_path / "none/autograder").mkdir(parents=True)
    (tmp_path / "none/autograder/__init__.py").touch()

    with cluster(tmp_path, PYTHONPATH=str(tmp_path / "none")) as started:
        told = told_unfit(started.wait(0), course)

    missing = "ModuleNotFoundError: No module named 'autograder.batch'"
    assert told == unfit(f"in one of its processes: {missing}")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"facts": {"NumPy": "0.1"}}, f"has NumPy {np.__version__}, want 0.1"),
        ({"digest": "0" * 64}, "reads another assignment from these files: {}, want 000000000000"),
        ({"setup": b""}, "cannot prepare to grade: EOFError: Ran out of input"),
    ],
    ids=["facts", "digest", "setup"],
)
def test_a_worker_that_cannot_grade_says_why(
    course: Course, changed: dict[str, Any], said: str
) -> None:
    from distributed import Client, LocalCluster  # noqa: PLC0415

    from autograder.batch.on_worker import Graders, misfit, pack  # noqa: PLC0415

    parcel = replace(pack(*course), **changed)
    with (
        LocalCluster(
            1, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0"
        ) as here,
        Client(here, set_as_default=False) as client,
    ):
        client.register_plugin(Graders(parcel), name=parcel.name)
        (told,) = client.run(partial(misfit, parcel.name)).values()

    assert told == said.format(course[0].digest[:12])


@pytest.mark.slow
def test_a_worker_that_has_no_reference_comes_to_the_same_verdicts_questions_included(
    tmp_path: Path,
) -> None:
    assignment = load_assignment(ROOT / "assignments/04_layers")
    seed = Seed.of_number(assignment.public_seed)
    key = choose_key(assignment, seed, None)
    assert key is not None
    course = (assignment, setup_of(assignment, seed, key, "auto", require_jail=False))
    folder = ROOT / "tests/submissions/04_layers"
    expected = json.loads((folder / "expected.json").read_text())
    hand_ins = [
        HandIn(name, (Person(expected[name].get("student", name)),), folder / name)
        for name in ("ada", "farid.ipynb", "uma")
    ]

    grade(course, hand_ins, tmp_path / "local.sqlite", LocalPool(course[1], 1))
    grade(course, hand_ins, tmp_path / "dask.sqlite", dask_pool("local:2", course))

    assert verdicts(tmp_path / "dask.sqlite") == verdicts(tmp_path / "local.sqlite")
    (ada, *_) = read_ledger(tmp_path / "dask.sqlite")
    assert ada.verdict is not None
    assert ada.verdict["score"] == 100


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")
def test_with_tls_in_dasks_own_configuration_a_class_is_graded_and_nobody_else_may_connect(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=backmark"]
    subprocess.run([*make, "-keyout", key, "-out", cert], check=True, capture_output=True)
    tls = "DASK_DISTRIBUTED__COMM__TLS__"
    names = {f"{tls}CA_FILE": cert, "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True"}
    for role in ("CLIENT", "SCHEDULER", "WORKER"):
        names |= {f"{tls}{role}__CERT": cert, f"{tls}{role}__KEY": key}
    environment = {name: str(value) for name, value in names.items()}
    hand_ins = a_class(tmp_path, 4)
    small.hand_in(tmp_path / "in", "last", small.RIGHT)
    command = [sys.executable, "-m", "autograder.cli", "class", "small", str(tmp_path / "in")]
    command += ["-o", "out", "--dask", str(tmp_path / "scheduler.json")]

    def run(**more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=tmp_path / "course", env={**os.environ, **more}, text=True,
            capture_output=True, check=False,
        )  # fmt: skip

    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with cluster(tmp_path) as started:
        started.add(2)
        deadline = time.monotonic() + 60
        while not started.file.is_file() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert '"tls://' in started.file.read_text()
        done = run()
        for name in environment:
            monkeypatch.delenv(name)
        refused = run()

    assert done.returncode == 0, done.stderr
    assert f"{len(hand_ins) + 1} hand-ins from folder" in done.stdout
    assert refused.returncode == 2
    assert "cannot reach a scheduler" in refused.stderr


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("local:0", "'0' processes"),
        ("local:many", "'many' processes"),
        ("nowhere.json", "no such file"),
        ("carrier://pigeon", "unknown address scheme"),
        ("tls://127.0.0.1:8786", "perhaps check your TLS configuration"),
        pytest.param("tcp://127.0.0.1:1", "Timed out", marks=pytest.mark.slow),
    ],
)
def test_an_address_that_leads_nowhere_is_told_with_what_would(
    course: Course, address: str, said: str
) -> None:
    with pytest.raises(UsageError) as told:
        dask_pool(address, course)

    assert str(told.value).startswith(f"cannot reach a scheduler at {address}\n  got: ")
    assert said in str(told.value)


@pytest.mark.slow
def test_with_threads_to_spare_a_worker_grades_one_at_a_time_and_says_so(
    course: Course, tmp_path: Path
) -> None:
    said: list[str] = []
    hand_ins = a_class(tmp_path, 8)

    with cluster(tmp_path) as started:
        started.add(1, threads=3)
        pool = dask_pool(started.wait(1), course, said.append)
        assert pool.capacity == 4
        grade(course, hand_ins, tmp_path / "ledger.sqlite", pool)

    assert all(verdicts(tmp_path / "ledger.sqlite").values())
    assert said[0].startswith("1 worker at ")
    assert said[1].startswith("2 of their threads stay idle")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
def test_interrupted_on_its_own_cluster_it_ends_cleanly_and_goes_on_later(
    course: Course, tmp_path: Path
) -> None:
    a_class(tmp_path, 40)
    command = [sys.executable, "-m", "autograder.cli", "class", "small", str(tmp_path / "in")]
    command += ["-o", str(tmp_path / "out"), "--dask", "local:2"]
    started = subprocess.Popen(
        command, cwd=tmp_path / "course", stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:  # WAL: what is in it is not in the file yet
        log = tmp_path / "out/ledger.sqlite-wal"
        if log.exists() and log.stat().st_size > 100_000:
            break
        time.sleep(0.05)
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does: to everybody

    _, said = started.communicate(timeout=60)
    again = subprocess.run(
        command, cwd=tmp_path / "course", capture_output=True, text=True, check=False
    )

    assert started.returncode == 130, said
    assert "what is graded is kept; the same command goes on" in said
    assert "Traceback" not in said
    assert again.returncode == 0, again.stderr
    assert "40 hand-ins from folder: 40 graded" in again.stdout
    assert "(0 known before)" not in again.stdout
