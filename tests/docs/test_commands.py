"""Every command of README and docs/ is run as it stands, or says why it cannot be."""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path

import click
import guides
import pytest

from autograder.cli import cli

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def of(page: Path) -> list[guides.Block]:
    return [block for block in guides.blocks_of(page) if block.is_commands]


def page_of(tmp_path: Path, text: str) -> Path:
    page = tmp_path / "page.md"
    page.write_text(text)
    return page


def test_blocks_that_are_not_run_say_why() -> None:
    unexplained = [
        block.where
        for page in PAGES
        for block in of(page)
        if "not run" in block.says and len(block.says["not run"]) < 10
    ]

    assert not unexplained


def test_most_commands_are_run() -> None:
    """A marker is for what needs another machine, not a way around a page that broke."""
    every = [block for page in PAGES for block in of(page)]
    skipped = [f"{b.where}: {b.says['not run']}" for b in every if "not run" in b.says]

    assert len(skipped) < len(every) / 3, "\n".join(skipped)


def test_what_is_run_installs_by_the_python_that_it_is_run_with() -> None:
    """A bare pip could be another environment's, ours for example."""
    planned = [p for page in PAGES for block in guides.blocks_of(page) for p in block.planned()]

    assert not [p.command for p in planned if re.search(r"(?<!-m )\bpip3? install", p.command)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_code_on_a_page_is_code(page: Path) -> None:
    for block in guides.blocks_of(page):
        if block.language == "python":
            function = f"def function():\n{textwrap.indent(block.text, '    ')}\n"
            compile(function if "fill" in block.says else block.text, block.where, "exec")
        elif block.language == "toml":
            tomllib.loads(block.text)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_shows_happens(page: Path, tmp_path: Path) -> None:
    steps = guides.run_page(page, tmp_path)

    planned = [planned for block in guides.blocks_of(page) for planned in block.planned()]
    assert len(steps) == len(planned)
    problems = [step.problem for step in steps if step.problem]
    assert not problems, "\n\n".join(problems)


def commands(group: click.Group, above: str = "backmark") -> list[str]:
    context, found = click.Context(group), []
    for name in group.list_commands(context):
        command, full = group.get_command(context, name), f"{above} {name}"
        found += commands(command, full) if isinstance(command, click.Group) else [full]
    return found


def test_every_command_is_explained_by_a_guide() -> None:
    text = " ".join(page.read_text() for page in PAGES if page.name != "commands.md")

    missing = [name for name in commands(cli) if name not in text]

    assert not missing


def test_a_block_is_commands_by_its_fence_or_its_first_word(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "A\n\n```sh\nanything\n```\n\n    # why\n    backmark doctor\n\nB\n\n    04_layers/\n\n"
        "```text\nmake\n```\n",
    )

    assert [block.is_commands for block in guides.blocks_of(page)] == [True, True, False, False]


def test_comments_belong_to_the_block_right_below(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "<!-- not run: no cluster here -->\n\n    make\n\n"
        "<!-- exits: 1 -->\n\nText\n\n    make demo\n",
    )

    assert [block.says for block in guides.blocks_of(page)] == [{"not run": "no cluster here"}, {}]


def test_a_folder_and_an_environment_last_to_the_end_of_the_page(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "<!-- starts in: an empty folder -->\n\n```sh\nmkdir a && cd a\nexport X=7\n```\n\n"
        "```console\n$ echo $(basename $PWD) $X\na 7\n```\n",
    )
    (tmp_path / "run").mkdir()

    steps = guides.run_page(page, tmp_path / "run")

    assert [step.problem for step in steps] == ["", "", ""]


def test_what_a_page_installs_does_not_reach_our_own_python(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "```console\n$ python -c 'import autograder, click, sys; print(sys.prefix)'\n...python\n"
        "$ python -m pip --version\npip ...\n```\n",
    )
    (tmp_path / "run").mkdir()

    first, second = guides.run_page(page, tmp_path / "run")

    assert [first.problem, second.problem] == ["", ""]
    assert Path(first.output.strip()) == tmp_path / "run" / "python"


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("```console\n$ echo took 12.5 s\ntook 3 s\n```\n", ""),
        ("```console\n$ echo one; echo two; echo three\none\n...\nthree\n```\n", ""),
        ("```console\n$ echo one\ntwo\n```\n", "page.md:1: `echo one` printed\none\nwhere"),
        ("```sh\nfalse\ntrue\n```\n", "page.md:1: `false` exited with 1, want 0"),
        ("<!-- exits: 1 -->\n```sh\ntrue\nfalse\n```\n", ""),
        ("<!-- exits: 1 -->\n```sh\ntrue\n```\n", "page.md:2: `true` exited with 0, want 1"),
    ],
)
def test_a_page_that_is_wrong_is_told_where(tmp_path: Path, block: str, problem: str) -> None:
    page = page_of(tmp_path, block)
    (tmp_path / "run").mkdir()

    told = "".join(step.problem for step in guides.run_page(page, tmp_path / "run"))

    assert told.startswith(problem)
    assert bool(told) == bool(problem)


def test_a_stub_is_filled_and_a_file_written(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "<!-- starts in: an empty folder -->\n"
        '<!-- write: a.py -->\n```python\ndef f():\n    raise NotImplementedError("f")\n```\n\n'
        "<!-- fill: a.py f -->\n```python\nx = 1\nreturn x\n```\n\n"
        "```console\n$ cat a.py\ndef f():\n    x = 1\n    return x\n```\n",
    )
    (tmp_path / "run").mkdir()

    steps = guides.run_page(page, tmp_path / "run")

    assert [step.problem for step in steps] == ["", "", ""]
