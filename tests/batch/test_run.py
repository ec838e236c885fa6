"""A class is graded once, whatever happens on the way."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import small

from autograder.batch.hand_in import HandIn
from autograder.batch.ledger import Ledger, packed, read_ledger
from autograder.batch.pools import LocalPool, get_ready
from autograder.batch.run import Progress, grade_class
from autograder.batch.work import Setup
from autograder.course.assignment import Assignment
from autograder.course.submission import Submission, open_submission
from autograder.errors import UsageError
from autograder.sandbox.launchers import Zygote

Course = tuple[Assignment, Setup]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return small.set_up(tmp_path / "course")


@pytest.fixture
def pool(course: Course) -> Iterator[LocalPool]:
    with get_ready("auto") as launcher, closing(LocalPool(course[1], 2, launcher)) as pool:
        yield pool


def scores(path: Path) -> dict[str, float | None]:
    return {
        entry.hand_in.id: entry.verdict["score"] if entry.verdict else None
        for entry in read_ledger(path)
    }


def run(course: Course, hand_ins: list[HandIn], ledger: Path, pool: LocalPool) -> Progress:
    with Ledger(ledger) as opened:
        return grade_class(*course, hand_ins, opened, pool)


def test_every_hand_in_gets_its_verdict_and_the_same_text_is_graded_once(
    course: Course, pool: LocalPool, tmp_path: Path
) -> None:
    hand_ins = [
        small.hand_in(tmp_path / "in", name, source)
        for name, source in [
            ("ann", small.RIGHT), ("bob", small.WRONG), ("cat", small.RIGHT), ("dan", "x = ("),
        ]
    ]  # fmt: skip

    progress = run(course, hand_ins, tmp_path / "ledger.sqlite", pool)

    assert scores(tmp_path / "ledger.sqlite") == {"ann": 3, "bob": 0, "cat": 3, "dan": 0}
    assert (progress.settled, progress.graded, progress.known) == (4, 3, 1)


def test_a_second_run_grades_only_what_changed_and_forgets_who_is_gone(
    course: Course, pool: LocalPool, tmp_path: Path
) -> None:
    names = ("ann", "bob", "cat")
    hand_ins = [small.hand_in(tmp_path / "in", name, small.WRONG + f"# {name}\n") for name in names]
    run(course, hand_ins, tmp_path / "ledger.sqlite", pool)
    small.hand_in(tmp_path / "in", "bob", small.RIGHT)

    progress = run(course, hand_ins[:2], tmp_path / "ledger.sqlite", pool)

    assert (progress.graded, progress.known) == (1, 1)
    assert scores(tmp_path / "ledger.sqlite") == {"ann": 0, "bob": 3}


def test_a_hand_in_that_cannot_be_opened_is_listed_with_the_reason(
    course: Course, pool: LocalPool, tmp_path: Path
) -> None:
    (tmp_path / "in.zip").write_bytes(b"no zip")
    lost = HandIn("eve", (), tmp_path / "in.zip")

    progress = run(course, [lost], tmp_path / "ledger.sqlite", pool)

    (entry,) = read_ledger(tmp_path / "ledger.sqlite")
    assert progress.unopened == 1
    assert entry.verdict is None
    assert "not a whole zip" in entry.notes[0]


def test_a_fault_of_ours_in_opening_a_hand_in_costs_that_one_alone(
    course: Course, pool: LocalPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_ins = [small.hand_in(tmp_path / "in", name, small.RIGHT) for name in ("ann", "bob")]

    def opens_ann_only(path: Path, *settings: object) -> Submission:
        if path.name == "bob":
            raise RecursionError("too deep for us")
        return open_submission(path, *settings)  # type: ignore[arg-type]

    monkeypatch.setattr("autograder.batch.run.open_submission", opens_ann_only)
    progress = run(course, hand_ins, tmp_path / "ledger.sqlite", pool)

    assert (progress.graded, progress.failed, progress.unopened) == (1, 1, 0)
    ann, bob = read_ledger(tmp_path / "ledger.sqlite")
    assert ann.verdict is not None
    assert bob.why == "it could not be opened: RecursionError: too deep for us"

    monkeypatch.undo()  # mended, the next run tries again
    run(course, hand_ins, tmp_path / "ledger.sqlite", pool)
    assert scores(tmp_path / "ledger.sqlite") == {"ann": 3, "bob": 3}


def test_a_job_that_ends_its_process_is_told_and_costs_no_other_job_anything(
    course: Course, pool: LocalPool, tmp_path: Path
) -> None:
    hand_ins = [
        small.hand_in(tmp_path / "in", f"s{i:02}", small.RIGHT + f"# {i}\n") for i in range(12)
    ]
    hand_ins.insert(3, small.hand_in(tmp_path / "in", "fatal", small.FATAL))

    progress = run(course, hand_ins, tmp_path / "ledger.sqlite", pool)

    got = scores(tmp_path / "ledger.sqlite")
    assert progress.failed == 1
    (lost,) = [e for e in read_ledger(tmp_path / "ledger.sqlite") if e.problem]
    assert (lost.hand_in.id, lost.verdict) == ("fatal", None)
    assert "terminated abruptly" in lost.problem
    assert got.pop("fatal") is None
    assert set(got.values()) == {3}
    assert progress.settled == 13


def test_a_ledger_has_one_writer(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite"), pytest.raises(UsageError, match="another run"):
        Ledger(tmp_path / "ledger.sqlite")


def test_what_is_no_ledger_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_text("name,score\n" * 100)

    with pytest.raises(UsageError, match="file is not a database"):
        Ledger(path)
    assert path.read_text() == "name,score\n" * 100


def test_a_full_disk_is_told_and_what_is_kept_stays(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"

    with Ledger(path) as ledger:
        ledger._db.execute("PRAGMA max_page_count = 12")

        def fill() -> None:
            for i in range(100):
                ledger.record(HandIn(f"{i:03}", (), tmp_path), f"job {i}", ())
                ledger.finish(f"job {i}", packed({"score": i}) + b" " * 1000)

        with pytest.raises(UsageError, match="disk is full"):
            fill()

    kept = [entry for entry in read_ledger(path) if entry.job]
    assert 0 < len(kept) < 100


@pytest.mark.parametrize("spoilt", [b"\xff", b""])
def test_a_damaged_ledger_is_told(tmp_path: Path, spoilt: bytes) -> None:
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger:
        for i in range(50):
            ledger.record(HandIn(f"{i:03}", (), tmp_path), f"job {i}", ())
            ledger.finish(f"job {i}", packed({"score": i}))
    data = path.read_bytes()
    path.write_bytes(data[:8192] + spoilt * (len(data) - 8192))

    with pytest.raises(UsageError, match=r"cannot use the ledger .*\n  got: .*malformed"):
        list(read_ledger(path))


def test_a_ledger_of_another_format_is_neither_written_nor_read(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger(path).__exit__(None, None, None)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE facts SET value = '1' WHERE name = 'format'")

    for opened in (Ledger, read_ledger):
        with pytest.raises(UsageError) as told:
            opened(path)
        assert str(told.value) == (
            f"cannot use the ledger {path}\n"
            "  got: one of format 1\n"
            "  want: one of format 2\n"
            "  next: name another folder with -o, or another ledger with --against"
        )


def test_a_finished_ledger_is_one_file_that_is_read_where_nothing_can_be_written(
    tmp_path: Path,
) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.record(HandIn("ann", (), tmp_path), "job", ())

    assert [path.name for path in tmp_path.iterdir()] == ["ledger.sqlite"]
    journal = sqlite3.connect(tmp_path / "ledger.sqlite").execute("PRAGMA journal_mode")
    assert journal.fetchone() == ("delete",)  # WAL would need a second file, to read too


PRELOADED = """\
from autograder.batch.forks import pool_context, start_forkserver

WANTED = {"autograder.batch.pools", "autograder.cli", "numpy"}
if __name__ == "__main__":
    start_forkserver()
    program = f"import sys; print(*sorted({WANTED} & set(sys.modules)))"
    process = pool_context().Process(target=exec, args=(program,))
    process.start()
    process.join()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forks of one on Linux alone")
def test_a_process_of_a_pool_begins_with_everything_imported(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(PRELOADED)

    done = subprocess.run(
        [sys.executable, "script.py"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip

    assert done.stdout.split() == ["autograder.batch.pools", "autograder.cli", "numpy"]


INTERRUPTED = """\
import os, signal
from autograder.batch.forks import pool_context
from autograder.batch.pools import get_ready

if __name__ == "__main__":
    with get_ready("auto"):
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.killpg(0, signal.SIGINT)
        process = pool_context().Process(target=print, args=("still there",))
        process.start()
        process.join()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forks of one on Linux alone")
def test_an_interrupt_is_answered_by_us_alone_from_the_first_moment(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(INTERRUPTED)

    done = subprocess.run(
        [sys.executable, tmp_path / "script.py"],
        capture_output=True, text=True, check=False, start_new_session=True,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (0, "still there\n", "")


SCRIPT = """\
import sys
from pathlib import Path
sys.path.insert(0, {here!r})
import small
from autograder.batch.ledger import Ledger
from autograder.batch.pools import LocalPool, get_ready
from autograder.batch.run import grade_class
from autograder.batch.work import Setup
from autograder.course.load import load_assignment
from autograder.judging.build_key import build_key
from autograder.judging.seeds import Seed


def main():
    folder = Path(sys.argv[1])
    assignment = load_assignment(folder / "course/assignments/small")
    seed = Seed.of_number(1)
    setup = Setup(assignment.folder, seed, build_key(assignment, seed))
    texts = (small.SLOW, small.WRONG, small.SLOW, "def double(x):\\n    raise KeyError(x)\\n")
    sources = {{f"s{{i:02}}": texts[i % 4] + f"# {{i}}" for i in range(40)}}
    hand_ins = [small.hand_in(folder / "in", name, source) for name, source in sources.items()]
    tell = lambda progress: print(progress.graded, flush=True)
    with get_ready("auto") as launcher, Ledger(Path(sys.argv[2])) as ledger:
        pool = LocalPool(setup, 2, launcher)
        grade_class(assignment, setup, hand_ins, ledger, pool, tell)
        pool.close()


if __name__ == "__main__":
    main()
"""


def below(pid: int) -> set[int]:
    """Every process that descends from `pid`."""
    listed = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    )
    parents = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    found = {pid}
    while more := {child for child, parent in parents if parent in found} - found:
        found |= more
    return found - {pid}


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def verdicts(path: Path) -> dict[str, list[object]]:
    """Who got what, without what depends on the clock."""
    return {
        entry.hand_in.id: [
            (c["name"], c["outcome"], c["score"], c["message"])
            for c in (entry.verdict or {"checks": []})["checks"]
        ]
        for entry in read_ledger(path)
    }


def left_of(family: set[int]) -> list[int]:
    """Those that are still there when all have had the time to end."""
    deadline = time.monotonic() + 10
    while (left := [pid for pid in family if alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


@pytest.mark.skipif(sys.platform != "linux", reason="zygotes are for Linux")
def test_the_processes_of_a_pool_have_copies_of_one_zygote_and_leave_none(
    course: Course, tmp_path: Path
) -> None:
    hand_ins = [small.hand_in(tmp_path / "in", name, small.RIGHT + f"# {name}") for name in "abcd"]
    with get_ready("auto") as launcher:
        assert isinstance(launcher, Zygote)
        assert launcher._process is not None
        pool = LocalPool(course[1], 2, launcher)
        run(course, hand_ins, tmp_path / "ledger.sqlite", pool)
        original = launcher._process.pid
        copies = Path(f"/proc/{original}/task/{original}/children").read_text().split()
        family = {original} | below(original)
        pool.close()

    assert scores(tmp_path / "ledger.sqlite") == dict.fromkeys("abcd", 3)
    assert len(copies) == 2
    assert left_of(family) == []


@pytest.mark.skipif(sys.platform != "linux", reason="zygotes are for Linux")
def test_a_pool_whose_zygote_was_killed_grades_all_the_same(
    course: Course, pool: LocalPool, tmp_path: Path
) -> None:
    hand_ins = [small.hand_in(tmp_path / "in", name, small.RIGHT + f"# {name}") for name in "abcd"]
    assert isinstance(pool._launcher, Zygote)
    assert pool._launcher._process is not None
    pid = pool._launcher._process.pid
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)

    progress = run(course, hand_ins, tmp_path / "ledger.sqlite", pool)

    assert progress.failed == 0
    assert scores(tmp_path / "ledger.sqlite") == dict.fromkeys("abcd", 3)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="watches processes through /proc")
def test_killed_at_ten_random_moments_a_run_resumes_to_the_verdicts_of_a_whole_one(
    tmp_path: Path,
) -> None:
    small.make_course(tmp_path / "course")
    (tmp_path / "main.py").write_text(SCRIPT.format(here=str(Path(__file__).parent)))
    command = [sys.executable, str(tmp_path / "main.py"), str(tmp_path)]
    killed, whole = tmp_path / "killed.sqlite", tmp_path / "whole.sqlite"
    chance = random.Random(20261121)
    for _ in range(10):
        started = subprocess.Popen([*command, str(killed)], stdout=subprocess.PIPE, text=True)
        assert started.stdout is not None
        fresh = chance.randrange(5)  # verdicts of this round before it is killed: from none on
        while fresh and int(started.stdout.readline() or 10**6) < fresh:
            pass
        time.sleep(chance.uniform(0, 0.3))
        family = below(started.pid)
        os.kill(started.pid, signal.SIGKILL)
        started.communicate()
        assert left_of(family) == []

    for ledger in (killed, whole):
        subprocess.run([*command, str(ledger)], check=True, stdout=subprocess.DEVNULL)

    assert verdicts(killed) == verdicts(whole)
    assert len(verdicts(whole)) == 40
    assert all(verdicts(whole).values())
