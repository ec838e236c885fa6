"""Where a class's hand-ins come from; each platform's download is recognised by its own marks.

    path ──unpack──▶ folder ──the first reader that knows it──▶ Source

A reader is a function that returns None where the folder is not its platform's. Whatever it cannot
assign to a student is listed among the strays, never dropped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from os.path import commonprefix
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

from autograder.batch.hand_in import HandIn, Person, file_stem, readable
from autograder.batch.unpack import entries, is_hidden, sorted_into, unpacked
from autograder.errors import UsageError, explain

HAND_INS: Final = (".py", ".zip", ".ipynb")
"""What is a hand-in when it lies alone."""
HIDDEN: Final = "hidden by the dot it begins with; rename it if it is a hand-in"
_CANVAS: Final = re.compile(r"(?P<name>.+?)(?P<late>_LATE)?_(?P<id>\d+)_\d+_(?P<file>.+)")
_CANVAS_ANONYMOUS: Final = re.compile(r"(LATE_)?anon_(?P<id>[^_]+)_\d+_(?P<file>.+)")
_RESUBMITTED: Final = re.compile(r"-\d+(?=\.\w+$)")
"""What Canvas adds to the name of a file that was handed in again."""
_MOODLE: Final = re.compile(r"(?P<name>[^_]+)_(?P<id>\d+)_assignsubmission_file_?(?P<file>.*)")
_BLACKBOARD_ATTEMPT: Final = r"_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)"
_BLACKBOARD: Final = re.compile(f"(?P<head>.+?){_BLACKBOARD_ATTEMPT}")


@dataclass(frozen=True)
class Source:
    """A class as it was downloaded."""

    platform: str
    hand_ins: tuple[HandIn, ...]
    strays: tuple[str, ...] = ()
    """What belongs to nobody: file or folder, and why."""


def read_source(path: Path, assignment: str, scratch: Path) -> Source:
    """Read a download, of whatever platform.

    Args:
        path: a zip or a folder.
        assignment: whose hand-ins are wanted, where a folder has several (nbgrader).
        scratch: an empty folder to unpack into; hand-ins may lie in it, so it has to stay.

    Raises:
        UsageError: there is no hand-in in it.
    """
    root = unpacked(path, scratch / "unpacked")
    top = path if path.is_dir() else scratch / "unpacked"
    above = [folder for folder in root.parents if folder.is_relative_to(top)]
    left = [f"{p.name}: {HIDDEN}" for f in above for p in entries(f) if is_hidden(p)]
    for reader in _READERS:
        source = reader(root, assignment, scratch / "sorted")
        if source is not None:
            break
    if source is None or not source.hand_ins:
        raise UsageError(
            explain(
                f"no hand-ins in {path}",
                got=", ".join(p.name for p in entries(root)[:5]) or "an empty folder",
                want="an export of Gradescope, Canvas, Moodle or Blackboard, nbgrader's "
                "submitted/, or a folder with a .zip, .py, .ipynb or folder for each student",
                step="name the downloaded zip itself, or the folder that holds the hand-ins",
            )
        )
    return replace(
        source,
        hand_ins=tuple(map(_readable, source.hand_ins)),
        strays=tuple(map(readable, (*left, *source.strays))),
    )


def _readable(hand_in: HandIn) -> HandIn:
    """The hand-in under names that can be printed and kept; its path is as it is.

    A student is the same however their system writes an é; two files are two all the same.
    """
    people = tuple(
        Person(*(normalize("NFC", readable(t)) for t in (p.id, p.name, p.email)))
        for p in hand_in.people
    )
    return replace(hand_in, id=readable(hand_in.id), people=people)


def _gradescope(root: Path, assignment: str, scratch: Path) -> Source | None:
    """`submission_metadata.yml` with a folder for each submission; groups share one."""
    file = root / "submission_metadata.yml"
    if not file.is_file():
        return None
    found, strays = [], []
    listed = _metadata(file)
    for name, record in listed.items():
        people = tuple(
            Person(
                id=str(s.get(":sid") or s.get(":email") or s.get(":name") or name),
                name=str(s.get(":name") or ""),
                email=str(s.get(":email") or ""),
            )
            for s in _submitters(record)
        )
        folder = root / Path(name).name
        if not folder.is_dir():
            strays.append(f"{name}: listed in {file.name}, but its folder is missing")
            continue
        submitted = record.get(":created_at") or ""
        when = submitted.isoformat() if hasattr(submitted, "isoformat") else str(submitted)
        found.append(HandIn(name, people or (Person(name),), folder, when))
    strays += [
        f"{p.name}: not listed in {file.name}"
        for p in entries(root)
        if p != file and p.name not in listed
    ]
    return Source("gradescope", tuple(found), tuple(strays))


def _submitters(record: dict[str, Any]) -> list[dict[str, Any]]:
    listed = record.get(":submitters")
    return [s for s in listed if isinstance(s, dict)] if isinstance(listed, list) else []


def _metadata(file: Path) -> dict[str, Any]:
    """The export's list. It may be long, since it repeats every results.json: hence libyaml."""
    try:
        import yaml  # noqa: PLC0415 - of the extra `class`
    except ImportError:
        raise UsageError(
            explain(
                f"cannot read {file.name}",
                got="no PyYAML in this Python",
                want="the extra for whole classes",
                step="in Backmark's repository: python -m pip install '.[class]'",
            )
        ) from None
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = yaml.load(file.read_bytes(), Loader=loader)  # noqa: S506 - both are safe loaders
    except (yaml.YAMLError, ValueError) as error:
        said = re.sub(r'in "<[^>]*>",', "at", " ".join(str(error).split()))
        raise _no_list(file, f"not YAML: {said}") from error
    if not isinstance(content, (dict, type(None))):
        raise _no_list(file, f"a {type(content).__name__}")
    return {str(k): v if isinstance(v, dict) else {} for k, v in (content or {}).items()}


def _no_list(file: Path, got: str) -> UsageError:
    return UsageError(
        explain(
            f"cannot read {file}",
            got=got,
            want="submissions by their names, as Gradescope exports them",
            step="download the export again, or undo what was edited",
        )
    )


def _nbgrader(root: Path, assignment: str, scratch: Path) -> Source | None:
    """`submitted/STUDENT/ASSIGNMENT/`."""
    if (root / "submitted").is_dir():
        root = root / "submitted"
    elif root.name != "submitted":
        return None
    found, strays = [], []
    for student in entries(root):
        folder = student / assignment
        if not folder.is_dir():
            strays.append(f"{student.name}: has no {assignment}")
            continue
        when = nbgrader_time(folder)
        found.append(HandIn(student.name, (Person(student.name),), folder, when))
    return Source("nbgrader", tuple(found), tuple(strays))


def nbgrader_time(folder: Path) -> str:
    """When nbgrader says that a hand-in came, as it stands there; nothing where it says nothing."""
    stamp = folder / "timestamp.txt"
    return stamp.read_text("utf-8", "replace").strip() if stamp.is_file() else ""


def _moodle(root: Path, assignment: str, scratch: Path) -> Source | None:
    """A folder for each participant, or files that carry the same words before their names."""
    return _by_names("moodle", root, scratch, _MOODLE.fullmatch)


def _canvas(root: Path, assignment: str, scratch: Path) -> Source | None:
    """Flat files: who, which attachment, and the name that the student gave."""

    def parsed(name: str) -> re.Match[str] | None:
        return _CANVAS_ANONYMOUS.fullmatch(name) or _CANVAS.fullmatch(name)

    inside = entries(root)
    # A name like lab_1_2_final.py can be any student's own: Canvas names all of its files so.
    if 2 * sum(p.is_file() and parsed(p.name) is not None for p in inside) < len(inside):
        return None
    return _by_names("canvas", root, scratch, parsed)


def _blackboard(root: Path, assignment: str, scratch: Path) -> Source | None:
    """Flat files of every attempt; the last one counts."""
    heads = {m["head"] for p in entries(root) if (m := _BLACKBOARD.fullmatch(p.name))}
    # All begin with the assignment's name, and both that and user names may have underscores.
    shared = commonprefix([*heads])  # noqa: RUF071 - of names, not of paths
    start = re.escape(shared[: shared.rfind("_") + 1])
    own = re.compile(f"{start}(?P<id>.+?){_BLACKBOARD_ATTEMPT}")
    return _by_names("blackboard", root, scratch, own.fullmatch)


def _by_names(
    platform: str, root: Path, scratch: Path, parsed: Callable[[str], re.Match[str] | None]
) -> Source | None:
    """Files whose names say whose they are, gathered by student."""
    whole: dict[str, Path] = {}
    parts: dict[tuple[str, str], list[tuple[Path, str]]] = defaultdict(list)
    names: dict[str, str] = {}
    strays = []
    for path in entries(root):
        match = parsed(path.name)
        if match is None:
            strays.append(f"{path.name}: its name says no student")
            continue
        facts = match.groupdict()
        names[facts["id"]] = facts.get("name") or ""
        if path.is_dir():
            whole[facts["id"]] = path
        elif facts["file"]:  # without: what Blackboard says about the attempt
            parts[facts["id"], facts.get("time") or ""].append((path, facts["file"]))
    if not whole and not parts:
        return None
    latest = dict(sorted(parts))
    for who, time in latest.items():
        files = parts[who, time]
        files = _as_first_given(files) if platform == "canvas" else files
        whole.setdefault(who, _one_or_folder(files, scratch / file_stem(who)))
    strays += [f"{who}: handed in no file" for who in sorted(names.keys() - whole.keys())]
    people = {who: Person(who, names[who]) for who in whole}
    found = tuple(HandIn(who, (people[who],), whole[who]) for who in sorted(whole))
    return Source(platform, found, tuple(strays))


def _one_or_folder(files: list[tuple[Path, str]], folder: Path) -> Path:
    """A lone archive is a hand-in as it is; anything else lies in a folder under its own name."""
    if len(files) == 1 and files[0][0].suffix.lower() == ".zip":
        return files[0][0]
    return sorted_into(folder, files)


def _as_first_given(files: list[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """Canvas' files without what it adds to their names, where no two become one by that."""
    short = [_RESUBMITTED.sub("", name) for _, name in files]
    return [
        (path, first if short.count(first) == 1 else name)
        for (path, name), first in zip(files, short, strict=True)
    ]


def _plain(root: Path, assignment: str, scratch: Path) -> Source | None:
    """A folder, an archive or a file for each student, named after them."""
    found, strays = [], []
    for path in entries(root):
        if is_hidden(path):
            strays.append(f"{path.name}: {HIDDEN}")
        elif path.is_dir() or path.suffix.lower() in HAND_INS:
            name = path.name if path.is_dir() else path.stem
            found.append(HandIn(path.name, (Person(name),), path))
        else:
            strays.append(f"{path.name}: not a {', '.join(HAND_INS)} or a folder")
    return Source("folder", tuple(found), tuple(strays))


_READERS: Final = (_gradescope, _nbgrader, _moodle, _blackboard, _canvas, _plain)
"""From the surest mark to none: every folder is a plain one."""
