"""What the page of file formats says by hand agrees with the code."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.batch import ledger
from autograder.judging import answer_key

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


def test_the_answer_keys_format_is_the_one_that_is_written() -> None:
    assert f"| `format` | {answer_key.FORMAT} |" in PAGE


def test_every_table_of_the_ledger_is_described_with_its_columns() -> None:
    tables = re.findall(r"TABLE IF NOT EXISTS (\w+) \((.*?)\) WITHOUT", ledger._TABLES, re.DOTALL)
    assert len(tables) >= 3
    for name, body in tables:
        columns = re.findall(r"(?:^|,)\s*(\w+) (?:TEXT|BLOB)", re.sub(r"--.*", "", body))
        listed = ", ".join(f"`{column}`" for column in columns)
        assert f"| `{name}` | {listed} |" in PAGE
