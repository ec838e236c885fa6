"""One zip that makes an assignment a Gradescope autograder: `backmark gradescope`.

    assignments/NAME/: settings and checks ──────────┐
    reference/NAME/ ──▶ answer key of a secret seed ─┼─▶ zip: setup.sh, run_autograder, ...
    the engine ──▶ a wheel, and requirements.txt ────┘

The zip holds the seed and the answers: it is for the platform and its owner, and has the modes to
say so. Of `reference/` nothing but answers is in it.
"""

from __future__ import annotations

import secrets
from importlib import resources
from pathlib import Path
from typing import Final

from autograder.course.assignment import Assignment
from autograder.course.load import decisive_files
from autograder.files import Written, write_atomically
from autograder.judging.answer_key import AnswerKey
from autograder.judging.judge import open_oracle
from autograder.judging.seeds import Seed
from autograder.release.wheel import build_wheel
from autograder.release.zips import reproducible_zip, unix_text

SCRIPTS: Final = ("setup.sh", "run_autograder")
KEY: Final = "secret/answer_key.bin"
SEED: Final = "secret/seed"


def kept_secret(path: Path) -> Written | str:
    """See to it that there is a secret seed at `path`; where it is, `Written` if it is new."""
    if path.exists():
        return f"the secret seed is the one in {path}, kept there since it was made"
    write_atomically(path, secrets.token_hex(32) + "\n", mode=0o600)
    return Written(path, f"made a secret seed and kept it in {path}: keep it too, regrades need it")


def write_gradescope_zip(
    assignment: Assignment, seed: Seed, key: AnswerKey, output: Path
) -> Written:
    """Pack an assignment for Gradescope.

    Raises:
        OracleError: the key is for another assignment or another seed.
    """
    files = gradescope_files(assignment, seed, key)
    data = reproducible_zip(files, executable=SCRIPTS, private=(KEY, SEED))
    write_atomically(output, data, mode=0o600)
    text = (
        f"wrote {output}: {len(files)} files, {len(data) // 1024} KiB, for seed {seed.label}. "
        "It holds the seed and the answers: it is for Gradescope and for nobody else"
    )
    return Written(output, text, {"files": len(files), "bytes": len(data)})


def gradescope_files(assignment: Assignment, seed: Seed, key: AnswerKey) -> dict[str, bytes]:
    """The zip's files, by their names in it."""
    open_oracle(assignment, seed, key)
    wheel, engine = build_wheel()
    limit = str(assignment.gradescope.time_limit_s)
    container = resources.files("autograder.release") / "container"
    files = {name: unix_text(container / name) for name in (*SCRIPTS, "requirements.txt")}
    files["run_autograder"] = files["run_autograder"].replace(b"@TIME_LIMIT_S@", limit.encode())
    home = f"assignments/{assignment.name}"
    ours = decisive_files(assignment.folder, assignment.checks)
    files |= {f"{home}/{path.name}": unix_text(path) for path in ours}
    return files | {wheel: engine, KEY: key.to_bytes(), SEED: seed.secret + b"\n"}
