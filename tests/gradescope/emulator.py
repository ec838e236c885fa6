"""Gradescope as its autograders meet it: folders, metadata, and what its harness does to results.

    zip --install--> /autograder/source, run_autograder; setup.sh has run
    submission --run--> /autograder/submission, submission_metadata.json
               --run_autograder, within a time limit--> results/results.json, stdout
               --post--> what the website would be told: `Posted`

The rules are those of a published copy of the platform's harness; the platform's own may differ.
`Box` says where commands run: on this host, or in a root of its own (see `container.py`).
"""

from __future__ import annotations

import json
import math
import shutil
import stat
import time
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

MAX_TEXT = 100_000
CUT = "[...(truncated)...]"
TIMED_OUT = "Your submission timed out. It took longer than {} seconds to run."
INVALID = "The autograder failed to execute correctly."


class Box(Protocol):
    """Where the container's commands run."""

    @property
    def root(self) -> Path:
        """The host's path of what is `/` there."""
        ...

    def run(
        self, command: Sequence[str], *, timeout_s: float, env: Mapping[str, str] = ...
    ) -> tuple[int | None, str]:
        """Its exit status, None where it had to be ended; stdout and stderr as they came."""
        ...


@dataclass(frozen=True)
class Posted:
    """What the harness tells the website."""

    results: dict[str, Any] | None
    stdout: str
    exit_status: int | None
    error_code: str | None
    elapsed_s: float = 0.0

    @property
    def autograder_error(self) -> bool:
        return self.error_code is not None or self.results is None


def shortened(text: str) -> str:
    """The platform keeps both halves and drops the middle."""
    if len(text) <= MAX_TEXT:
        return text
    return text[: MAX_TEXT // 2] + CUT + text[-MAX_TEXT // 2 :]


def post(results_json: Path, stdout: str, status: int | None, limit_s: float) -> Posted:
    """What becomes of a results.json."""
    if status is None:
        results = {"score": 0, "output": TIMED_OUT.format(limit_s)}
        return Posted(results, shortened(stdout), status, "timeout")
    if not results_json.is_file():
        return Posted(None, shortened(stdout), status, "no_results")
    raw = results_json.read_bytes().decode("utf-8", "replace").replace("\0", "\ufffd")
    try:
        results = json.loads(raw)
    except ValueError:
        failed = {"score": 0, "output": INVALID}
        return Posted(failed, shortened(stdout + raw), status, "invalid_json")
    if not _is_finite(results):  # parsed, but cannot be encoded for the website
        return Posted(None, shortened(stdout), status, "http")
    for place in [results, *results.get("tests", [])]:
        if "output" in place:
            place["output"] = shortened(place["output"])
    return Posted(results, shortened(stdout), status, None)


def shown_score(results: Mapping[str, Any]) -> float | None:
    """The score that the website shows: the top one, else the sum, else none."""
    if "score" in results:
        return float(results["score"])
    scores = [test["score"] for test in results.get("tests", []) if "score" in test]
    return float(sum(scores)) if scores else None


def _is_finite(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_finite, value.values()))
    if isinstance(value, list):
        return all(map(_is_finite, value))
    return not isinstance(value, float) or math.isfinite(value)


@dataclass
class Platform:
    """One autograder, installed in a box, and the submissions it is given."""

    box: Box
    limit_s: float = 600.0
    env: Mapping[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.box.root / "autograder"

    def install(self, archive: Path) -> str:
        """Unpack the zip and run setup.sh, as the build of an image does; the build's log."""
        source = self.home / "source"
        source.mkdir(parents=True)
        with zipfile.ZipFile(archive) as zipped:
            zipped.extractall(source)
        shutil.copy(source / "run_autograder", self.home / "run_autograder")
        (self.home / "run_autograder").chmod(0o755)
        command = ["bash", "/autograder/source/setup.sh"]
        status, log = self.box.run(command, timeout_s=900, env=self.env)
        assert status == 0, log
        return log

    def run(
        self,
        submission: Path,
        *,
        metadata: Mapping[str, Any] | None = None,
        command: Sequence[str] = ("/autograder/run_autograder",),
    ) -> Posted:
        """Hand something in, and what the website is told."""
        self._refill(submission)
        about = {**METADATA, **(metadata or {})}
        (self.home / "submission_metadata.json").write_text(json.dumps(about), encoding="utf-8")
        started = time.monotonic()
        status, stdout = self.box.run(command, timeout_s=self.limit_s, env=self.env)
        elapsed = time.monotonic() - started
        posted = post(self.home / "results" / "results.json", stdout, status, self.limit_s)
        return Posted(posted.results, posted.stdout, status, posted.error_code, elapsed)

    def _refill(self, submission: Path) -> None:
        for name in ("submission", "results"):
            shutil.rmtree(self.home / name, ignore_errors=True)
        folder = self.home / "submission"
        (self.home / "results").mkdir(parents=True)
        if submission.is_dir():
            shutil.copytree(submission, folder)
        elif zipfile.is_zipfile(submission):  # an uploaded zip is unpacked, its folders stay
            with zipfile.ZipFile(submission) as zipped:
                zipped.extractall(folder)
        else:
            folder.mkdir()
            shutil.copy(submission, folder)
        for path in folder.rglob("*"):
            path.chmod(stat.S_IMODE(path.stat().st_mode) | stat.S_IRUSR | stat.S_IWUSR)


METADATA: dict[str, Any] = {
    "id": 123456,
    "created_at": "2026-03-01T12:00:00.365935-08:00",
    "assignment_id": 4,
    "assignment": {
        "id": 4,
        "course_id": 1,
        "title": "04 Layers",
        "release_date": "2026-02-20T00:00:00.000000-08:00",
        "due_date": "2026-03-05T23:59:00.000000-08:00",
        "late_due_date": None,
        "group_submission": False,
        "group_size": None,
        "total_points": "100.0",
    },
    "submission_method": "upload",
    "users": [{"id": 1, "name": "Ada", "email": "ada@example.org"}],
    "previous_submissions": [],
}
"""submission_metadata.json of a first submission."""
