"""Where things are in Gradescope's container."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError, Problem


@dataclass(frozen=True)
class Folders:
    """The container's folders; `Folders.below("/autograder")` are the platform's own."""

    source: Path
    """The unpacked zip."""
    submission: Path
    results: Path
    metadata: Path

    @classmethod
    def below(cls, root: Path) -> Folders:
        """The platform's layout below `root`."""
        metadata = root / "submission_metadata.json"
        return cls(root / "source", root / "submission", root / "results", metadata)

    @property
    def assignment(self) -> Path:
        """The folder of the one assignment in the zip.

        Raises:
            CourseError: there is none, or more than one.
        """
        home = self.source / "assignments"
        found = sorted(home.glob("*/assignment.toml"))
        if len(found) != 1:
            message = f"holds {len(found)} assignments, want 1: make the zip again"
            raise CourseError([Problem(home, None, message)])
        return found[0].parent

    @property
    def key(self) -> Path:
        """The answer key of the secret seed."""
        return self.source / "secret" / "answer_key.bin"

    @property
    def seed(self) -> Path:
        """The secret seed."""
        return self.source / "secret" / "seed"

    @property
    def results_json(self) -> Path:
        """What the platform reads when we are done."""
        return self.results / "results.json"

    def make_private(self) -> None:
        """Leave nothing of this run to anyone but its owner, as far as we may say so."""
        for path, mode in (
            (self.source, 0o700),
            (self.submission, 0o700),
            (self.results, 0o700),
            (self.metadata, 0o600),
        ):
            with contextlib.suppress(OSError):  # missing, or not ours: the jail denies it anyway
                path.chmod(mode)
