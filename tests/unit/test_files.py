from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.errors import UsageError
from autograder.files import make_folder, write_atomically


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_text_is_written_as_utf_8_and_bytes_as_they_are(tmp_path: Path) -> None:
    write_atomically(tmp_path / "text", "naïve\n")
    write_atomically(tmp_path / "bytes", b"\0\r\n")

    assert (tmp_path / "text").read_bytes() == b"na\xc3\xafve\n"
    assert (tmp_path / "bytes").read_bytes() == b"\0\r\n"


def test_an_existing_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text("a much longer text than the new one")

    write_atomically(path, "new")

    assert path.read_text() == "new"
    assert names_in(tmp_path) == ["results.json"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_who_may_read_a_file_is_the_umasks_to_say_unless_it_is_secret(
    tmp_path: Path, umask: int
) -> None:
    before = os.umask(umask)
    try:
        write_atomically(tmp_path / "open", "x")
        write_atomically(tmp_path / "closed", "x", mode=0o600)
    finally:
        os.umask(before)

    assert (tmp_path / "open").stat().st_mode & 0o777 == 0o666 & ~umask
    assert (tmp_path / "closed").stat().st_mode & 0o777 == 0o600


def test_a_name_as_long_as_names_may_be_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 127)

    write_atomically(path, "x")

    assert names_in(tmp_path) == [path.name]


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    path = tmp_path / "results.json"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os if step == "fsync" else Path, step, fail)

    with pytest.raises((UsageError, KeyboardInterrupt)) as caught:
        write_atomically(path, "new")

    assert path.read_text() == "old"
    assert names_in(tmp_path) == ["results.json"]
    if isinstance(error, OSError):
        assert str(caught.value) == f"cannot write {path}: No space left on device"


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "results.json"

    with pytest.raises(UsageError, match=r"cannot write .*results\.json: No such file.*nowhere"):
        write_atomically(path, "x")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UsageError, match=f"Permission denied.*{tmp_path}"):
            write_atomically(tmp_path / "results.json", "x")
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_in_the_files_place_is_an_error_and_stays(tmp_path: Path) -> None:
    (tmp_path / "results.json").mkdir()

    with pytest.raises(UsageError, match="cannot write"):
        write_atomically(tmp_path / "results.json", "x")
    assert names_in(tmp_path) == ["results.json"]


def test_a_folder_that_cannot_be_made_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError) as told:
        make_folder(tmp_path / "file/out")

    assert str(told.value) == f"cannot make the folder {tmp_path}/file/out: Not a directory"
