from __future__ import annotations

import base64
import csv
import hashlib
import io
import os
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

import autograder
from autograder.errors import UsageError
from autograder.release.wheel import _words, build_wheel
from autograder.release.zips import reproducible_zip
from autograder.version import VERSION

PACKAGE = Path(autograder.__file__).parent


def members() -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(build_wheel()[1]))
    return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_is_the_engine_without_the_rooms_of_authors_and_instructors() -> None:
    ours = {n: c for n, c in members().items() if n.startswith("autograder/")}

    sources = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.json"), *PACKAGE.rglob("*.bpf")]
    names = {p.relative_to(PACKAGE).as_posix() for p in sources}
    left_out = {n for n in names if n.startswith(("batch/", "certify/", "scaffold/"))}
    assert left_out
    assert {f"autograder/{name}" for name in names - left_out} <= set(ours)
    assert not ours.keys() & {f"autograder/{name}" for name in left_out}
    assert not [name for name in ours if "__pycache__" in name or "/." in name]
    for name, content in ours.items():
        assert content == (PACKAGE.parent / name).read_bytes()


def test_the_record_lists_every_file_with_its_digest() -> None:
    files = members()
    record = next(name for name in files if name.endswith("/RECORD"))

    rows = {row[0]: row[1:] for row in csv.reader(files[record].decode().splitlines())}

    assert set(rows) == set(files)
    for name, (digest, size) in rows.items():
        if name != record:
            raw = hashlib.sha256(files[name]).digest()
            want = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
            assert (digest, int(size)) == (f"sha256={want}", len(files[name]))


def test_the_metadata_are_those_of_the_installed_backmark() -> None:
    text = next(c for n, c in members().items() if n.endswith("/METADATA")).decode()

    required = [line[15:] for line in text.splitlines() if line.startswith("Requires-Dist: ")]
    assert required == metadata.requires("backmark")
    assert "\n\n" not in text


def test_two_wheels_are_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build_wheel()
    monkeypatch.chdir(tmp_path)
    os.utime(PACKAGE / "text.py")

    assert build_wheel() == first


@pytest.mark.parametrize(
    ("written", "built"),
    [
        ("numpy>=1.26,<3", "numpy<3,>=1.26"),
        ("tomli >= 2.0; python_version < '3.11'", 'tomli>=2.0; python_version < "3.11"'),
    ],
)
def test_a_requirement_is_the_same_in_a_builders_words(written: str, built: str) -> None:
    assert _words(written) == _words(built)
    assert _words(written) != _words(built.replace("2", "4").replace("1.26", "1.4"))


def test_metadata_older_than_pyproject_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "autograder").mkdir()
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nversion = "0.1.0"\ndependencies = ["numpy>=1.26", "scipy"]\n'
    )
    monkeypatch.setattr(autograder, "__file__", str(tmp_path / "autograder" / "__init__.py"))

    with pytest.raises(UsageError, match=r"install it again first"):
        build_wheel()


@pytest.mark.parametrize("metadata_are_there", [True, False])
def test_a_backmark_that_nobody_installed_is_not_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, metadata_are_there: bool
) -> None:
    if metadata_are_there:  # but no list of files, as pip and uv write it
        info = tmp_path / "backmark-0.1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            metadata.distribution("backmark").read_text("METADATA") or ""
        )
    monkeypatch.setattr(sys, "path", [str(tmp_path)])

    with pytest.raises(UsageError) as told:
        build_wheel()

    got = f"metadata in {tmp_path} that are none of theirs"
    assert str(told.value) == (
        "cannot pack the engine\n"
        f"  got: {got if metadata_are_there else 'no metadata of it in this Python'}\n"
        "  want: a Backmark that pip or uv installed\n"
        "  next: in Backmark's repository: python -m pip install -e ."
    )


def test_a_zip_keeps_modes_and_the_date_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    archive = zipfile.ZipFile(
        io.BytesIO(reproducible_zip({"b": b"1", "a.sh": b"2"}, executable=["a.sh"]))
    )

    script, plain = archive.infolist()
    assert (script.filename, plain.filename) == ("a.sh", "b")
    assert (script.external_attr >> 16, plain.external_attr >> 16) == (0o100755, 0o100644)
    assert script.date_time == plain.date_time == (2023, 11, 14, 22, 13, 20)


def test_the_version_is_the_distributions() -> None:
    assert metadata.version("backmark") == VERSION
