"""A class is read as the platform packed it, and nobody's work is dropped in silence."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.batch.hand_in import Person
from autograder.batch.sources import HIDDEN, Source, read_source
from autograder.errors import UsageError

GRADESCOPE = """\
submission_11:
  :submitters:
  - :name: Ann Lee
    :sid: 7
    :email: ann@x.org
  - :name: Bob Ray
    :sid: "008"
    :email: bob@x.org
  :created_at: 2026-04-26 17:34:00.861687000 Z
submission_12:
  :submitters: []
submission_13:
"""
EDITED = """\
submission_11:
  :submitters: Ann
submission_12:
  :submitters:
  - Ann
  - :email: ann@x.org
"""


def tree(root: Path, *files: str) -> Path:
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x = 1\n")
    return root


def zipped(root: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(p for p in root.rglob("*") if p.is_file()):
            archive.write(file, file.relative_to(root).as_posix())
    return path


def read(path: Path, scratch: Path) -> Source:
    return read_source(path, "04_layers", scratch)


def gradescope(root: Path) -> Path:
    export = root / "assignment_5_export"
    tree(export, "submission_11/linear.py", "submission_12/linear.py", "submission_99/linear.py")
    (export / "submission_metadata.yml").write_text(GRADESCOPE)
    return root


@pytest.mark.parametrize("packed", [False, True])
def test_a_gradescope_export_keeps_groups_times_and_what_is_missing(
    tmp_path: Path, *, packed: bool
) -> None:
    root = gradescope(tmp_path / "down")
    path = zipped(root, tmp_path / "export.zip") if packed else root

    source = read(path, tmp_path / "scratch")

    first, second = source.hand_ins
    assert source.platform == "gradescope"
    assert [(p.id, p.name, p.email) for p in first.people] == [
        ("7", "Ann Lee", "ann@x.org"),
        ("008", "Bob Ray", "bob@x.org"),
    ]
    assert first.submitted.startswith("2026-04-26T17:34:00")
    assert first.identities == ("ann@x.org", "bob@x.org")
    assert (second.id, [p.id for p in second.people]) == ("submission_12", ["submission_12"])
    assert [stray.partition(":")[0] for stray in source.strays] == [
        "submission_13",
        "submission_99",
    ]
    assert (first.path / "linear.py").is_file()


def test_a_gradescope_list_that_somebody_edited_costs_nobody_a_hand_in(tmp_path: Path) -> None:
    root = gradescope(tmp_path / "down")
    (root / "assignment_5_export/submission_metadata.yml").write_text(EDITED)

    source = read(root, tmp_path / "scratch")

    assert [[p.id for p in h.people] for h in source.hand_ins] == [["submission_11"], ["ann@x.org"]]


def test_a_canvas_download_is_gathered_by_student_under_the_names_they_gave(tmp_path: Path) -> None:
    root = tree(
        tmp_path / "down",
        "doejane_LATE_41_900_linear.py",
        "doejane_LATE_41_901_losses-2.py",
        "leeann_42_902_work.zip",
        "anon_Xy9_903_linear.py",
        "readme.txt",
    )

    source = read(root, tmp_path / "scratch")

    by_id = {h.id: h for h in source.hand_ins}
    assert source.platform == "canvas"
    assert sorted(p.name for p in by_id["41"].path.iterdir()) == ["linear.py", "losses.py"]
    assert by_id["42"].path.name == "leeann_42_902_work.zip"
    assert by_id["41"].people[0].name == "doejane"
    assert "Xy9" in by_id
    assert source.strays == ("readme.txt: its name says no student",)


def test_a_moodle_download_is_read_with_and_without_folders(tmp_path: Path) -> None:
    folders = tree(tmp_path / "a", "Ann Lee_501_assignsubmission_file/linear.py",
                   "Bob Ray_502_assignsubmission_file_/src/linear.py")  # fmt: skip
    flat = tree(tmp_path / "b", "Ann Lee_501_assignsubmission_file_linear.py",
                "Ann Lee_501_assignsubmission_file_losses.py")  # fmt: skip

    for_folders, for_flat = read(folders, tmp_path / "1"), read(flat, tmp_path / "2")

    assert [(h.id, h.people[0].name) for h in for_folders.hand_ins] == [
        ("501", "Ann Lee"),
        ("502", "Bob Ray"),
    ]
    (only,) = for_flat.hand_ins
    assert sorted(p.name for p in only.path.iterdir()) == ["linear.py", "losses.py"]


def test_of_a_blackboard_download_the_last_attempt_counts(tmp_path: Path) -> None:
    root = tree(
        tmp_path / "down",
        "HW 4_x_ann7_attempt_2026-01-02-03-04-05_linear.py",
        "HW 4_x_ann7_attempt_2026-01-03-03-04-05_losses.py",
        "HW 4_x_ann7_attempt_2026-01-03-03-04-05.txt",
        "HW 4_x_bob_attempt_2026-01-03-03-04-05.txt",
    )

    source = read(root, tmp_path / "scratch")

    (only,) = source.hand_ins
    assert (source.platform, only.id) == ("blackboard", "ann7")
    assert source.strays == ("bob: handed in no file",)
    assert [p.name for p in only.path.iterdir()] == ["losses.py"]


def test_a_blackboard_student_cannot_hand_in_for_another(tmp_path: Path) -> None:
    root = tree(
        tmp_path / "down",
        "HW_1_ann7_attempt_2026-01-02-03-04-05_a_bob_attempt_2030-01-01-00-00-00_linear.py",
        "HW_1_ann7_attempt_2026-01-02-03-04-05_b_.._attempt_2030-01-01-00-00-00_linear.py",
        "HW_1_bob_attempt_2026-01-02-03-04-05_linear.py",
    )

    ann, bob = read(root, tmp_path / "scratch").hand_ins

    assert (ann.id, bob.id) == ("ann7", "bob")
    assert [p.name for p in bob.path.iterdir()] == ["linear.py"]


def test_two_blackboard_students_whose_names_end_alike_stay_two(tmp_path: Path) -> None:
    attempt = "attempt_2026-01-02-03-04-05_linear.py"
    root = tree(tmp_path / "down", f"HW_1_ann_7_{attempt}", f"HW_1_bob_7_{attempt}")

    assert [h.id for h in read(root, tmp_path / "scratch").hand_ins] == ["ann_7", "bob_7"]


def test_a_canvas_file_is_lost_to_no_other_of_the_same_student(tmp_path: Path) -> None:
    files = ("layer-1.py", "layer-2.py", "losses-3.py")
    root = tree(tmp_path / "down", *(f"doejane_41_90{i}_{f}" for i, f in enumerate(files)))

    (only,) = read(root, tmp_path / "scratch").hand_ins

    assert sorted(p.name for p in only.path.iterdir()) == ["layer-1.py", "layer-2.py", "losses.py"]


def test_a_canvas_group_may_have_an_underscore_in_its_name(tmp_path: Path) -> None:
    root = tree(tmp_path / "down", "team_a_41_900_linear.py", "team_b_LATE_42_901_linear.py")

    source = read(root, tmp_path / "scratch")

    assert [(h.id, h.people[0].name) for h in source.hand_ins] == [
        ("41", "team_a"),
        ("42", "team_b"),
    ]


def test_one_name_as_canvas_gives_them_makes_no_canvas_download(tmp_path: Path) -> None:
    root = tree(tmp_path / "in", "ann/linear.py", "bob/linear.py", "lab_3_2024_final.py")

    source = read(root, tmp_path / "scratch")

    assert (source.platform, len(source.hand_ins), source.strays) == ("folder", 3, ())


def test_the_only_participant_in_moodles_download_is_the_student(tmp_path: Path) -> None:
    root = tree(tmp_path / "in", "Ann Lee_501_assignsubmission_file/project/linear.py")

    assert [h.id for h in read(root, tmp_path / "scratch").hand_ins] == ["501"]


@pytest.mark.parametrize("inner", ["", "submitted"])
def test_nbgraders_folder_is_read_for_one_assignment(tmp_path: Path, inner: str) -> None:
    root = tmp_path / "course"
    tree(root / "submitted", "ann/04_layers/layers.ipynb", "bob/01_gradients/a.ipynb",
         "ann/04_layers/timestamp.txt")  # fmt: skip

    source = read(root / inner, tmp_path / "scratch")

    (only,) = source.hand_ins
    assert (source.platform, only.id, only.submitted) == ("nbgrader", "ann", "x = 1")
    assert source.strays == ("bob: has no 04_layers",)


def test_nbgraders_folder_of_one_student_is_not_mistaken_for_the_students(tmp_path: Path) -> None:
    root = tree(tmp_path / "submitted", "ann/04_layers/layers.ipynb")

    assert [h.id for h in read(root, tmp_path / "scratch").hand_ins] == ["ann"]


def test_any_other_folder_has_a_hand_in_for_each_file_or_folder(tmp_path: Path) -> None:
    root = tree(tmp_path / "in", "ann/linear.py", "bob.zip", "cat.ipynb", "dan.py", "notes.docx",
                "__MACOSX/x", ".hidden")  # fmt: skip

    source = read(root, tmp_path / "scratch")

    assert [h.id for h in source.hand_ins] == ["ann", "bob.zip", "cat.ipynb", "dan.py"]
    assert [h.people[0].id for h in source.hand_ins] == ["ann", "bob", "cat", "dan"]
    assert source.strays == (
        f".hidden: {HIDDEN}",
        "notes.docx: not a .py, .zip, .ipynb or a folder",
    )


def test_a_hand_in_whose_name_begins_with_a_dot_is_graded_or_listed(tmp_path: Path) -> None:
    named = "_123_assignsubmission_file_"
    tree(
        tmp_path / "moodle",
        f".ann{named}/linear.py",
        ".git/config",
        "bob_4_assignsubmission_file_/a.py",
    )
    tree(
        tmp_path / "plain",
        ".left.py",
        "deep/.ann.py",
        "deep/.bob/linear.py",
        "deep/cat/linear.py",
        "deep/dan/linear.py",
    )

    moodle = read(tmp_path / "moodle", tmp_path / "scratch")
    plain = read(tmp_path / "plain", tmp_path / "scratch")

    assert [h.people[0].name for h in moodle.hand_ins] == [".ann", "bob"]
    assert moodle.strays == (".git: its name says no student",)
    assert [h.id for h in plain.hand_ins] == ["cat", "dan"]
    assert plain.strays == tuple(f"{name}: {HIDDEN}" for name in (".left.py", ".ann.py", ".bob"))


def test_names_in_a_zip_lead_nowhere_outside(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("../../outside.py", "x")
        archive.writestr("/abs/inside.py", "x")

    read(tmp_path / "evil.zip", tmp_path / "deep" / "scratch")

    assert not (tmp_path / "outside.py").exists()
    assert not Path("/abs/inside.py").exists()


def test_names_in_a_zip_are_read_whoever_packed_it(tmp_path: Path) -> None:
    windows, macos = tmp_path / "windows.zip", tmp_path / "macos.zip"
    with zipfile.ZipFile(windows, "w") as archive:
        archive.writestr("hw\\ann\\linear.py", "x")
        archive.writestr("hw\\..\\..\\bob\\linear.py", "x")
    with zipfile.ZipFile(macos, "w") as archive:
        archive.writestr("hw/Müller/linear.py", "x")
        archive.writestr("hw/bob/linear.py", "x")
    data = bytearray(macos.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):  # UTF-8 that does not say so
        data[data.index(mark) + flags] &= ~0x08
    macos.write_bytes(data)

    of_windows, of_macos = (read(p, tmp_path / "scratch") for p in (windows, macos))

    assert [h.id for h in of_windows.hand_ins] == ["ann", "bob"]
    assert [h.id for h in of_macos.hand_ins] == ["Müller", "bob"]


def test_a_damaged_zip_is_refused_and_a_name_that_no_disk_takes_is_told(tmp_path: Path) -> None:
    damaged, long = tmp_path / "damaged.zip", tmp_path / "long.zip"
    with zipfile.ZipFile(damaged, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ann/linear.py", "x = 1\n" * 100)
    data = bytearray(damaged.read_bytes())
    data[45:60] = b"\xff" * 15
    damaged.write_bytes(data)
    with zipfile.ZipFile(long, "w") as archive:
        archive.writestr("a" * 300 + "/linear.py", "x")

    with pytest.raises(UsageError, match="want: the zip that the platform made"):
        read(damaged, tmp_path / "scratch")
    with pytest.raises(UsageError, match=r"cannot unpack .*long.zip\n  got: .*aaa: File name too"):
        read(long, tmp_path / "scratch")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes")
def test_a_file_that_cannot_be_copied_is_told(tmp_path: Path) -> None:
    root = tree(tmp_path / "down", "doejane_41_900_linear.py")
    os.mkfifo(root / "leeann_42_901_linear.py")

    with pytest.raises(UsageError, match=r"cannot copy .*named pipe"):
        read(root, tmp_path / "scratch")


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_what_is_no_class_is_refused_with_what_was_wanted(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "class.zip"
    path.write_bytes(content)

    with pytest.raises(UsageError, match="want: the zip that the platform made"):
        read(path, tmp_path / "scratch")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()

    with pytest.raises(UsageError, match="no hand-ins in"):
        read(tmp_path / "in", tmp_path / "scratch")


def test_of_a_later_export_nobody_of_the_earlier_is_left(tmp_path: Path) -> None:
    tree(tmp_path / "first", "ann/a.py", "bob/a.py", "cat/a.py")
    tree(tmp_path / "second", "ann/a.py", "cat/a.py")
    scratch = tmp_path / "scratch"

    read_source(zipped(tmp_path / "first", tmp_path / "1.zip"), "hw", scratch)
    source = read_source(zipped(tmp_path / "second", tmp_path / "2.zip"), "hw", scratch)

    assert [hand_in.id for hand_in in source.hand_ins] == ["ann", "cat"]


@pytest.mark.skipif(sys.platform == "darwin", reason="there, two spellings are one file")
def test_a_student_is_the_same_however_an_accent_is_written(tmp_path: Path) -> None:
    composed, apart = "Ren\u00e9", "Rene\u0301"
    tree(tmp_path / "in", f"{composed}/a.py", f"{apart}.py")

    first, second = read_source(tmp_path / "in", "hw", tmp_path / "scratch").hand_ins

    assert first.id != second.id
    assert first.people == second.people == (Person(composed),)


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no UTF-8, and devices")
def test_a_name_that_is_no_text_can_be_kept_and_printed(tmp_path: Path) -> None:
    tree(tmp_path / "in", os.fsdecode(b"\xff\xfe/a.py"), os.fsdecode(b"\xff.txt"))

    source = read_source(tmp_path / "in", "hw", tmp_path / "scratch")

    (hand_in,) = source.hand_ins
    assert (hand_in.id, hand_in.people[0].id) == ("\\udcff\\udcfe", "\\udcff\\udcfe")
    assert hand_in.path.is_dir()
    assert source.strays[0].startswith("\\udcff.txt: ")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: zipfile.ZipFile(path, "w").close(), "got: an empty folder"),
        (lambda path: path.touch(), "File is not a zip file"),
        (lambda path: path.mkdir(), "got: an empty folder"),
        (os.mkfifo, "neither a file nor a folder"),
    ],
    ids=["empty zip", "empty file", "empty folder", "pipe"],
)
def test_what_holds_no_class_is_refused(
    make: Callable[[Path], object], said: str, tmp_path: Path
) -> None:
    make(tmp_path / "in")

    with pytest.raises(UsageError, match=said):
        read_source(tmp_path / "in", "hw", tmp_path / "scratch")


@pytest.mark.parametrize(
    ("written", "got"),
    [
        ("submission_1", "a str"),
        ("a: b: c", "not YAML: mapping values are not allowed in this context at line 1, column 5"),
        (":created_at: 2026-13-01 10:00:00", "not YAML: month must be in 1..12"),
    ],
)
def test_a_gradescope_list_that_cannot_be_read_is_told(
    tmp_path: Path, written: str, got: str
) -> None:
    file = tmp_path / "submission_metadata.yml"
    file.write_text(written)

    with pytest.raises(UsageError) as told:
        read(tmp_path, tmp_path / "scratch")

    assert str(told.value) == (
        f"cannot read {file}\n"
        f"  got: {got}\n"
        "  want: submissions by their names, as Gradescope exports them\n"
        "  next: download the export again, or undo what was edited"
    )


def test_a_zip_that_says_it_is_larger_than_any_class_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for i in range(17):
            archive.writestr(f"s{i}.py", "x = 1")
    parts = path.read_bytes().split(b"PK\x01\x02")  # the list of what is in it, with sizes
    said = [part[:20] + b"\xfe\xff\xff\xff" + part[24:] for part in parts[1:]]
    path.write_bytes(b"PK\x01\x02".join([parts[0], *said]))

    with pytest.raises(UsageError) as told:
        read(path, tmp_path / "scratch")

    assert str(told.value) == (
        f"cannot read the class in {path}\n"
        "  got: 17 files of 73,014,443,998 bytes in all\n"
        "  want: the zip that the platform made, or a folder of hand-ins\n"
        "  next: download it again, or unpack it and name the folder"
    )
    assert not (tmp_path / "scratch").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="modes")
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("shut", "cannot read the folder shut: Permission denied"),
        (
            "shut/in",
            (
                "cannot read the class in shut/in\n"
                "  got: Permission denied\n"
                "  want: the zip that the platform made, or a folder of hand-ins\n"
                "  next: see how it is spelt, and in which folder you are"
            ),
        ),
    ],
)
def test_what_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, said: str
) -> None:
    tree(tmp_path, "shut/in/ann.py")
    (tmp_path / "shut").chmod(0)
    monkeypatch.chdir(tmp_path)
    user = os.geteuid()
    if user == 0:  # who may read anything, so for a moment we are somebody else
        tmp_path.chmod(0o755)
        os.seteuid(65534)
    try:
        with pytest.raises(UsageError) as told:
            read(Path(path), tmp_path)
    finally:
        os.seteuid(user)
        (tmp_path / "shut").chmod(0o700)

    assert str(told.value) == said
