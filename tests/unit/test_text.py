import pytest

from autograder.text import clean


def test_clean_keeps_ordinary_text_newlines_and_tabs() -> None:
    assert clean("naïve\tλ = 0.1\n日本 🙂") == "naïve\tλ = 0.1\n日本 🙂"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("\0", "\\x00"),
        ("\r", "\\x0d"),
        ("\x9b", "\\x9b"),
        ("\u202e", "\\u202e"),
        ("\u2066", "\\u2066"),
        ("\u200b", "\\u200b"),
        ("\ufeff", "\\ufeff"),
        ("\u2028", "\\u2028"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_clean_shows_what_cannot_be_seen(text: str, shown: str) -> None:
    assert clean(f"a{text}b") == f"a{shown}b"


@pytest.mark.parametrize("limit", [0, 1, 3, 10, 80, 200])
@pytest.mark.parametrize("text", ["x" * 10_000, "\x1b" * 150, "\ud800" * 5_000, "ab"])
def test_clean_is_never_longer_than_its_limit(text: str, limit: int) -> None:
    shown = clean(text, limit)

    assert len(shown) <= limit
    shown.encode("utf-8")


def test_clean_keeps_head_and_tail_and_says_how_long_it_was() -> None:
    shown = clean("head" + "x" * 5_000 + "tail")

    assert shown.startswith("head")
    assert shown.endswith("tail")
    assert "5008 characters in all" in shown


def test_clean_never_cuts_an_escape_in_two() -> None:
    shown = clean("\x1b" * 10_000)

    assert shown.split(" [")[0].replace("\\x1b", "") == ""
    assert shown.split("] ")[1].replace("\\x1b", "") == ""
