import contextlib
import json
import os
import socket
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from autograder.course.containers import MAX_DEPTH, UnusableError, folder_entries
from autograder.course.submission import MAX_NOTES, Submission, open_submission
from autograder.errors import SubmissionError, explain
from autograder.limits import KIB, MIB, IntakeLimits

MODULES = ("linear", "losses")
NAMES = ("linear_forward", "mse_loss")
LINEAR = "def linear_forward(x):\n    return x\n"
LOSSES = "def mse_loss(x):\n    return x\n"
SMALL = IntakeLimits(
    file_bytes=4 * KIB,
    notebook_bytes=8 * KIB,
    archive_bytes=64 * KIB,
    total_bytes=32 * KIB,
    entries=20,
)


def opened(path: Path, limits: IntakeLimits = SMALL) -> Submission:
    return open_submission(path, MODULES, NAMES, limits)


def refused(path: Path, limits: IntakeLimits = SMALL) -> str:
    with pytest.raises(SubmissionError) as caught:
        opened(path, limits)
    return str(caught.value)


def write(folder: Path, **files: str | bytes) -> Path:
    """Write files; `__` in a keyword stands for a folder border."""
    for keyword, content in files.items():
        path = folder / keyword.replace("__", "/").replace("_py", ".py").replace("_ipynb", ".ipynb")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def packed(tmp_path: Path, *entries: tuple[str | zipfile.ZipInfo, str | bytes]) -> Path:
    path = tmp_path / "work.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def notebook(*cells: str) -> str:
    return json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": c} for c in cells]})


# One file


def test_a_file_named_like_a_module_is_that_module(tmp_path: Path) -> None:
    submission = opened(write(tmp_path, linear_py=LINEAR) / "linear.py")

    assert submission.label == "linear.py"
    assert submission.files == {"linear.py": LINEAR}
    assert submission.modules == {"linear": "linear.py"}
    assert submission.notes == ("losses.py was not handed in",)


@pytest.mark.parametrize("name", ["linear (1).py", "linear_final.py", "hw4.py", "Linear.PY"])
def test_a_renamed_file_stands_for_every_module(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(LINEAR)

    submission = opened(tmp_path / name)

    assert submission.modules == {"linear": name, "losses": name}
    assert submission.notes == (f"{name} has no module's name, so it stands for all of them",)


def test_a_renamed_file_that_does_not_parse_is_taken_so_that_its_mistake_is_told(
    tmp_path: Path,
) -> None:
    (tmp_path / "hw.py").write_text("def linear_forward(:\n")

    assert opened(tmp_path / "hw.py").modules == {"linear": "hw.py", "losses": "hw.py"}


@pytest.mark.parametrize("source", ["", "def other(): pass\n"])
def test_a_renamed_file_that_defines_nothing_graded_is_refused(tmp_path: Path, source: str) -> None:
    (tmp_path / "hw.py").write_text(source)

    message = refused(tmp_path / "hw.py")

    assert "linear_forward, mse_loss" in message
    assert ("defines other" if source else "defines nothing") in message


def test_an_empty_module_is_a_valid_module(tmp_path: Path) -> None:
    assert opened(write(tmp_path, linear_py="") / "linear.py").files == {"linear.py": ""}


def test_a_notebook_stands_for_every_module(tmp_path: Path) -> None:
    path = write(tmp_path, hw_ipynb=notebook(LINEAR, "1 +", LINEAR)) / "hw.ipynb"

    submission = opened(path)

    assert submission.modules == {"linear": "hw.ipynb", "losses": "hw.ipynb"}
    assert submission.files == {"hw.ipynb": f"# cell 3\n{LINEAR}"}
    assert submission.notes == (
        "linear_forward is defined twice (cells 1, 3); the last one counts",
    )


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.tar.gz", "a.rar", "a", "a.pyc"])
def test_other_kinds_of_files_are_refused_with_the_next_step(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(LINEAR)

    lines = refused(tmp_path / name).split("\n")

    assert lines[0] == f"cannot open {name}: files of its kind are not taken"
    assert [line.split(":")[0].strip() for line in lines[1:]] == ["got", "want", "next"]


def test_what_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert "No such file" in refused(tmp_path / "linear.py")
    assert "cannot be read" in refused(tmp_path / "a\0b.py")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"x" * 5000, "larger than 4,096 bytes"),
        ("é".encode("latin-1"), "is not UTF-8 text"),
        (b"\0" * 10, "NUL"),
    ],
)
def test_a_single_file_that_cannot_be_used_is_refused(
    tmp_path: Path, content: bytes, why: str
) -> None:
    assert why in refused(write(tmp_path, linear_py=content) / "linear.py")


@pytest.mark.parametrize("content", ["", "{}", "[", notebook("x = 1")])
def test_a_notebook_that_cannot_be_used_is_refused(tmp_path: Path, content: str) -> None:
    lines = refused(write(tmp_path, hw_ipynb=content) / "hw.ipynb").split("\n")

    assert lines[0].startswith("cannot open hw.ipynb: this notebook ")
    assert [line.split(":")[0].strip() for line in lines[1:]] == ["got", "want", "next"]


def test_names_are_cleaned_before_they_are_shown(tmp_path: Path) -> None:
    name = "a\x1b[31m\u202e.py"
    (tmp_path / name).write_text(LINEAR)

    submission = opened(tmp_path / name)

    assert submission.label == "a\\x1b[31m\\u202e.py"
    assert list(submission.files) == ["a\\x1b[31m\\u202e.py"]


# A folder


def test_only_the_modules_of_a_folder_are_taken(tmp_path: Path) -> None:
    write(tmp_path, linear_py=LINEAR, losses_py=LOSSES, conftest_py="boom", numpy_py="boom")

    submission = opened(tmp_path)

    assert submission.files == {"linear.py": LINEAR, "losses.py": LOSSES}
    assert submission.notes == ("ignored 2 other files: conftest.py, numpy.py",)


def test_the_shallowest_copy_wins(tmp_path: Path) -> None:
    write(tmp_path, hw__linear_py=LINEAR, hw__old__linear_py="old", hw__losses_py=LOSSES)

    submission = opened(tmp_path)

    assert submission.files["linear.py"] == LINEAR
    assert submission.notes == ("ignored 1 other file: hw/old/linear.py",)


def test_two_copies_at_one_depth_that_differ_are_refused_by_name(tmp_path: Path) -> None:
    write(tmp_path, a__linear_py=LINEAR, b__linear_py="other")

    message = refused(tmp_path)

    assert "they differ" in message
    assert "a/linear.py and b/linear.py" in message


def test_two_copies_at_one_depth_that_agree_are_one(tmp_path: Path) -> None:
    write(tmp_path, a__linear_py=LINEAR, b__linear_py=LINEAR.replace("\n", "\r\n"))

    assert opened(tmp_path).files == {"linear.py": LINEAR}


@pytest.mark.parametrize(
    "folder", ["__MACOSX", "__pycache__", ".ipynb_checkpoints", "venv", ".venv", "x/site-packages"]
)
def test_what_tools_leave_behind_is_not_looked_at(tmp_path: Path, folder: str) -> None:
    write(tmp_path, linear_py=LINEAR, losses_py=LOSSES)
    for number in range(30):  # more than the limit of entries
        write(tmp_path / folder, **{f"f{number}_py": "x", "hw_ipynb": "x"})
    (tmp_path / ".DS_Store").write_text("x")
    (tmp_path / "._linear.py").write_text("x")

    assert opened(tmp_path).notes == ()


def test_a_notebook_serves_the_modules_that_have_no_file_of_their_own(tmp_path: Path) -> None:
    write(tmp_path, linear_py=LINEAR, hw_ipynb=notebook(LOSSES))

    submission = opened(tmp_path)

    assert submission.modules == {"linear": "linear.py", "losses": "hw.ipynb"}
    assert submission.notes == ()


def test_a_notebook_is_ignored_where_every_module_has_its_file(tmp_path: Path) -> None:
    write(tmp_path, linear_py=LINEAR, losses_py=LOSSES, hw_ipynb="not JSON")

    assert opened(tmp_path).notes == ("ignored 1 other file: hw.ipynb",)


def test_a_scratch_notebook_does_not_stand_in_the_way(tmp_path: Path) -> None:
    write(tmp_path, a_ipynb=notebook("x = 1"), b_ipynb=notebook(LINEAR))

    submission = opened(tmp_path)

    assert set(submission.modules.values()) == {"b.ipynb"}
    assert submission.notes[0].startswith("a.ipynb was not taken: this notebook defines none")


def test_a_notebook_of_too_much_code_is_refused_or_left_out(tmp_path: Path) -> None:
    write(tmp_path, hw_ipynb=notebook(f"{LINEAR}    '{'x' * 4096}'\n"))
    said = "has over 4,096 characters of graded code: too many to read"

    alone = refused(tmp_path / "hw.ipynb")
    write(tmp_path, losses_py=LOSSES)

    assert alone.splitlines()[0] == f"cannot open hw.ipynb: it {said}"
    assert opened(tmp_path).notes == (f"hw.ipynb {said}", "linear.py was not handed in")


def test_two_notebooks_that_differ_are_refused_by_name(tmp_path: Path) -> None:
    write(tmp_path, a_ipynb=notebook(LOSSES), b_ipynb=notebook(LINEAR))

    assert "a.ipynb and b.ipynb" in refused(tmp_path)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"x" * 5000, "is larger than 4,096 bytes"),
        ("é".encode("latin-1"), "is not UTF-8 text, nor in the encoding that it declares"),
    ],
)
def test_one_bad_file_does_not_cost_the_good_ones(tmp_path: Path, content: bytes, why: str) -> None:
    write(tmp_path, linear_py=LINEAR, losses_py=content)

    submission = opened(tmp_path)

    assert submission.modules == {"linear": "linear.py"}
    assert submission.notes == (f"losses.py {why}", "losses.py was not handed in")


def test_a_missing_module_comes_with_a_guess_at_what_was_meant(tmp_path: Path) -> None:
    write(tmp_path, linear_py=LINEAR)
    (tmp_path / "Losses (1).py").write_text(LOSSES)

    assert opened(tmp_path).notes[0] == (
        "losses.py was not handed in; rename it if Losses (1).py is meant"
    )


def test_a_folder_with_nothing_to_grade_says_what_it_has(tmp_path: Path) -> None:
    write(tmp_path, **{f"f{number}_py": "x" for number in range(8)})

    message = refused(tmp_path)

    assert "there is nothing to grade in it" in message
    assert "got: f0.py, f1.py, f2.py, f3.py, f4.py, ...\n" in message
    assert "want: linear.py, losses.py (alone, in a folder or in a .zip), or one .ipynb" in message


def test_the_only_source_in_a_folder_stands_for_every_module_whatever_its_name(
    tmp_path: Path,
) -> None:
    (tmp_path / "linear_final.py").write_text(LINEAR)  # Gradescope hands over a folder, always
    (tmp_path / "notes.txt").write_text("done at last")

    submission = opened(tmp_path)

    assert submission.modules == {"linear": "linear_final.py", "losses": "linear_final.py"}
    assert submission.notes == (
        "linear_final.py has no module's name, so it stands for all of them",
        "ignored 1 other file: notes.txt",
    )


def test_a_folder_with_one_renamed_module_says_what_to_rename(tmp_path: Path) -> None:
    write(tmp_path, linear_final_py=LINEAR, losses_py=LOSSES)

    submission = opened(tmp_path)

    assert submission.modules == {"losses": "losses.py"}
    assert submission.notes == (
        "linear.py was not handed in; rename it if linear_final.py is meant",
        "ignored 1 other file: linear_final.py",
    )


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    assert "got: no files" in refused(tmp_path)


def test_a_folder_of_too_many_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path, linear_py=LINEAR, **{f"f{number}_py": "x" for number in range(20)})

    assert "too many files" in refused(tmp_path)


def test_a_folder_of_many_folders_is_refused(tmp_path: Path) -> None:
    for number in range(21):
        (tmp_path / f"d{number}").mkdir()

    assert "too many files" in refused(tmp_path)


def test_folders_that_nest_without_end_are_refused(tmp_path: Path) -> None:
    (tmp_path / "/".join(["d"] * (MAX_DEPTH + 1))).mkdir(parents=True)

    assert "nested too deeply" in refused(tmp_path, IntakeLimits())


def test_what_is_read_from_a_folder_is_bounded_in_all(tmp_path: Path) -> None:
    write(tmp_path, **{f"d{n}__linear_py": "#" * 4000 for n in range(9)})

    assert "unpacks to too much" in refused(tmp_path)


# Links and other things that are no files


def test_a_file_that_goes_away_while_it_is_looked_for_cannot_be_read(tmp_path: Path) -> None:
    (entry,), _ = folder_entries(write(tmp_path, linear_py=LINEAR), SMALL)
    (tmp_path / "linear.py").unlink()

    with pytest.raises(UnusableError) as told:
        entry.read(SMALL.file_bytes)

    assert str(told.value) == "cannot be read (No such file or directory)"


def test_a_file_that_is_replaced_while_it_is_opened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, linear_py=LINEAR, losses_py=LOSSES)
    real = os.open

    def replacing(path: str, flags: int, **options: int) -> int:
        if path == "linear.py" and (tmp_path / "losses.py").exists():
            (tmp_path / "losses.py").replace(tmp_path / path)
        return real(path, flags, **options)

    monkeypatch.setattr(os, "open", replacing)

    assert refused(tmp_path).startswith(
        f"cannot open {tmp_path.name}: linear.py is not safe to open\n"
        "  got: replaced while it was opened\n"
    )


def test_a_link_in_the_place_of_a_module_is_refused(tmp_path: Path) -> None:
    secret = write(tmp_path, secret=LINEAR) / "secret"
    work = write(tmp_path / "work", losses_py=LOSSES)
    (work / "linear.py").symlink_to(secret)

    assert "linear.py is not safe to open\n  got: a link" in refused(work)


def test_a_hard_link_in_the_place_of_a_module_is_refused(tmp_path: Path) -> None:
    secret = write(tmp_path, secret=LINEAR) / "secret"
    work = write(tmp_path / "work", losses_py=LOSSES)
    os.link(secret, work / "linear.py")

    assert "got: a link" in refused(work)


def test_a_fifo_in_the_place_of_a_module_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "linear.py")

    assert "got: no regular file" in refused(tmp_path)
    assert "got: no regular file" in refused(tmp_path / "linear.py")


def test_a_socket_in_the_place_of_a_module_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("linear.py")

        assert "got: no regular file" in refused(tmp_path)


def test_a_folder_in_the_place_of_a_module_is_only_a_folder(tmp_path: Path) -> None:
    write(tmp_path, linear_py__losses_py=LOSSES)

    assert opened(tmp_path).modules == {"losses": "losses.py"}


def test_a_linked_folder_is_not_entered(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", linear_py=LINEAR)
    work = write(tmp_path / "work", losses_py=LOSSES)
    (work / "src").symlink_to(tmp_path / "elsewhere", target_is_directory=True)

    submission = opened(work)

    assert submission.modules == {"losses": "losses.py"}
    assert submission.notes[-1] == "ignored 1 other file: src"


def test_a_link_that_nobody_asked_for_costs_nothing(tmp_path: Path) -> None:
    write(tmp_path, linear_py=LINEAR)
    (tmp_path / "data.csv").symlink_to("/etc/passwd")

    assert opened(tmp_path).modules == {"linear": "linear.py"}


@pytest.mark.parametrize("name", ["linear.py", "work.zip", "hw.ipynb", "work"])
def test_a_link_as_the_hand_in_itself_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).symlink_to(write(tmp_path / "real", linear_py=LINEAR))

    assert "cannot open" in refused(tmp_path / name)


# A zip


def test_a_zip_may_have_a_top_folder_and_what_macos_adds(tmp_path: Path) -> None:
    path = packed(
        tmp_path,
        ("hw/", ""),
        ("./hw/linear.py", LINEAR.replace("\n", "\r\n")),
        ("hw/losses.py", LOSSES),
        ("hw/.DS_Store", "x"),
        ("__MACOSX/hw/._linear.py", "x"),
        ("__MACOSX/linear.py", "x"),
        ("hw/README.md", "x"),
    )

    submission = opened(path)

    assert submission.label == "work.zip"
    assert submission.files == {"linear.py": LINEAR, "losses.py": LOSSES}
    assert submission.notes == ("ignored 1 other file: hw/README.md",)


def test_a_zip_of_windows_has_backslashes_between_folder_and_file(tmp_path: Path) -> None:
    path = packed(
        tmp_path,
        ("hw\\", ""),
        ("hw\\linear.py", LINEAR),
        ("hw\\.git\\linear.py", "x"),
        ("hw\\old\\linear.py", "x"),
    )

    submission = opened(path)

    assert submission.files == {"linear.py": LINEAR}
    assert "ignored 1 other file: hw/old/linear.py" in submission.notes


def test_two_spellings_of_one_path_refuse_a_zip_whole(tmp_path: Path) -> None:
    path = packed(tmp_path, ("hw/linear.py", LINEAR), ("hw\\linear.py", "other"))

    assert "it appears twice" in refused(path)


def test_a_name_in_utf_8_is_read_whether_or_not_the_zip_says_that_it_is(tmp_path: Path) -> None:
    path = packed(tmp_path, ("linear.py", LINEAR), ("übung/notes.txt", "x"))
    data = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):  # as macOS writes it
        data[data.rindex(mark) + flags] &= ~0x08
    path.write_bytes(data)

    assert "ignored 1 other file: übung/notes.txt" in opened(path).notes


def test_a_folder_whose_only_file_is_a_zip_is_what_the_zip_holds(tmp_path: Path) -> None:
    folder = tmp_path / "Ann Lee_501_assignsubmission_file"
    (folder / "__MACOSX").mkdir(parents=True)
    packed(folder, ("hw/linear.py", LINEAR))

    submission = opened(folder)

    assert (submission.label, submission.files) == (folder.name, {"linear.py": LINEAR})


def test_a_link_to_a_zip_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    path = packed(tmp_path, ("linear.py", LINEAR))
    (tmp_path / "hw").mkdir()
    (tmp_path / "hw" / "work.zip").symlink_to(path)

    assert "a link" in refused(tmp_path / "hw")


def test_nothing_of_a_zip_is_written_to_disk(tmp_path: Path) -> None:
    path = packed(tmp_path, ("linear.py", LINEAR), ("hw.ipynb", notebook(LOSSES)))

    opened(path)

    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "name",
    [
        "../linear.py", "a/../../linear.py", "a/..", "/etc/linear.py", "//host/linear.py",
        "C:/linear.py", "c:linear.py", "C:\\linear.py", "..\\linear.py", "\\\\host\\linear.py",
        "a\\..\\..\\linear.py", "linear.py\0.txt",
        "/".join(["d"] * (MAX_DEPTH + 1)), "__MACOSX/../../linear.py",
    ],
)  # fmt: skip
def test_a_name_that_leaves_the_archive_refuses_it_whole(tmp_path: Path, name: str) -> None:
    stand_in = "n" * len(name)  # zipfile itself would tidy some of these names
    path = packed(tmp_path, ("losses.py", LOSSES), (stand_in, LINEAR))
    path.write_bytes(path.read_bytes().replace(stand_in.encode(), name.encode()))

    assert "not safe to open" in refused(path)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_a_link_or_device_refuses_a_zip_whole(tmp_path: Path, kind: int) -> None:
    info = zipfile.ZipInfo("data.csv")
    info.external_attr = (kind | 0o777) << 16

    assert "not safe to open" in refused(packed(tmp_path, ("linear.py", LINEAR), (info, "/etc")))


def test_an_encrypted_entry_refuses_a_zip_whole(tmp_path: Path) -> None:
    path = packed(tmp_path, ("linear.py", LINEAR))
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    assert "it is encrypted" in refused(path)


@pytest.mark.parametrize("twin", ["linear.py", "./linear.py", ".//linear.py"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_entry_that_appears_twice_refuses_a_zip_whole(tmp_path: Path, twin: str) -> None:
    path = packed(tmp_path, ("linear.py", LINEAR), (twin, "other"))

    assert "it appears twice" in refused(path)


def test_a_zip_of_too_many_files_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, ("linear.py", LINEAR), *((f"f{n}", "") for n in range(20)))

    assert "too many files" in refused(path)


def test_a_zip_of_a_huge_list_of_files_is_refused_before_the_list_is_read(tmp_path: Path) -> None:
    one = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, *[0] * 14) + b"n"
    listing = one * 60_000
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 60_000, 60_000, len(listing), 0, 0)
    (tmp_path / "work.zip").write_bytes(listing + end)

    message = refused(tmp_path / "work.zip", IntakeLimits())

    assert "lists too many files" in message


def test_a_bomb_is_refused_by_what_it_claims(tmp_path: Path) -> None:
    path = packed(tmp_path, ("linear.py", LINEAR), ("zeros.txt", b"\0" * 40 * KIB))

    assert "unpacks to too much" in refused(path)


def test_many_small_files_that_unpack_to_too_much_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, *((f"d{n}/linear.py", "#" * 4000) for n in range(12)))

    assert "unpacks to too much" in refused(path)


def test_a_bomb_that_claims_to_be_small_is_not_inflated(tmp_path: Path) -> None:
    path = packed(tmp_path, ("linear.py", b"#" * 3 * MIB))
    size = struct.pack("<L", 3 * MIB)
    path.write_bytes(path.read_bytes().replace(size, struct.pack("<L", 100)))

    assert "damaged in the zip" in refused(path)


def test_a_module_that_is_too_large_costs_only_itself(tmp_path: Path) -> None:
    path = packed(tmp_path, ("linear.py", b"#" * 5000), ("losses.py", LOSSES))

    assert opened(path).modules == {"losses": "losses.py"}


def test_a_damaged_entry_costs_only_itself(tmp_path: Path) -> None:
    path = packed(tmp_path, ("linear.py", LINEAR * 9), ("losses.py", LOSSES))
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF
    path.write_bytes(data)

    submission = opened(path)

    assert submission.modules == {"losses": "losses.py"}
    assert submission.notes[0].startswith("linear.py is damaged in the zip (")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_whose_output_cannot_be_bounded_is_not_unpacked(
    tmp_path: Path, method: int
) -> None:
    with zipfile.ZipFile(tmp_path / "work.zip", "w", method) as archive:
        archive.writestr("linear.py", LINEAR)

    assert "a method other than deflate" in refused(tmp_path / "work.zip")


def test_a_stored_notebook_larger_than_a_chunk_is_read_whole(tmp_path: Path) -> None:
    book = notebook(LINEAR, "#" * 300 * KIB)
    with zipfile.ZipFile(tmp_path / "work.zip", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("hw.ipynb", book)

    assert "linear" in opened(tmp_path / "work.zip", IntakeLimits()).modules


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\3\4", b"Rar!\x1a\7\0", b"PK\5\6" * 9])
def test_what_is_only_named_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "work.zip").write_bytes(content)

    assert "it is not a whole zip" in refused(tmp_path / "work.zip")


def test_an_empty_zip_is_refused(tmp_path: Path) -> None:
    assert "got: no files" in refused(packed(tmp_path))


def test_a_zip_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "work.zip").write_bytes(b"x" * 65 * KIB)

    assert "larger than 65,536 bytes" in refused(tmp_path / "work.zip")


def test_broken_zips_are_refused_and_never_crash(tmp_path: Path) -> None:
    whole = packed(tmp_path, ("linear.py", LINEAR), ("hw.ipynb", notebook(LOSSES))).read_bytes()
    for place in range(len(whole)):
        broken = bytearray(whole)
        broken[place] ^= 0xFF
        (tmp_path / "work.zip").write_bytes(broken)
        with contextlib.suppress(SubmissionError):
            opened(tmp_path / "work.zip")


# What comes out


def test_explain_has_its_facts_in_order() -> None:
    message = explain("what", got="G", want="W", step="S")

    assert message == "what\n  got: G\n  want: W\n  next: S"


def test_the_digest_is_of_what_is_graded_and_not_of_how_it_was_packed(tmp_path: Path) -> None:
    folder = write(tmp_path / "a", losses_py=LOSSES, linear_py=LINEAR, README="x")
    path = packed(tmp_path, ("hw/linear.py", LINEAR), ("hw/losses.py", LOSSES))
    other = write(tmp_path / "b", losses_py=LOSSES, linear_py=LINEAR + "#")

    assert opened(folder).digest == opened(path).digest
    assert opened(folder).digest != opened(other).digest
    assert len(opened(folder).digest) == 64


def test_modules_that_trade_places_have_another_digest(tmp_path: Path) -> None:
    one = opened(write(tmp_path / "a", linear_py=LINEAR, losses_py=LOSSES))
    other = opened(write(tmp_path / "b", linear_py=LOSSES, losses_py=LINEAR))

    assert one.digest != other.digest


def test_notes_are_bounded(tmp_path: Path) -> None:
    cells = [f"def f{n}(): pass" for n in range(30)] * 2
    book = notebook(*cells, "def linear_forward(): " + ", ".join(f"f{n}" for n in range(30)))

    notes = opened(write(tmp_path, hw_ipynb=book) / "hw.ipynb").notes

    assert len(notes) == MAX_NOTES + 1
    assert notes[-1] == "and 10 more notes"


def test_an_unreadable_folder_inside_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, linear_py=LINEAR, losses_py=LOSSES, private__x_py="x")
    real = os.scandir
    calls: list[object] = []

    def scandir(folder: object) -> object:
        calls.append(folder)
        if len(calls) > 1:
            raise PermissionError(13, "Permission denied")
        return real(folder)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", scandir)

    assert opened(tmp_path).notes == ("private cannot be read (Permission denied)",)
