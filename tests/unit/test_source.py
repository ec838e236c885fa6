import ast
import contextlib

import pytest

from autograder.course.source import (
    MAX_TOKENS,
    bound_names,
    decode_source,
    defined_names,
    parse_cell,
    parse_source,
    references,
)


@pytest.mark.parametrize(
    "data",
    [
        "x = 'é'\n".encode(),
        b"\xef\xbb\xbf" + "x = 'é'\n".encode(),
        "# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1"),
        "# coding: cp1252\nx = 'é'\n".encode("cp1252"),
    ],
)
def test_source_is_decoded_as_python_would(data: bytes) -> None:
    assert decode_source(data).endswith("x = 'é'\n")


def test_line_ends_are_normalised() -> None:
    assert decode_source(b"a\r\nb\rc\n") == "a\nb\nc\n"


@pytest.mark.parametrize(
    "data",
    [
        "x = 'é'".encode("latin-1"),
        "x = 1".encode("utf-16"),
        b"# coding: no-such-encoding\n",
        b"# coding: rot13\nk = 1\n",
        b"# coding: zlib\nk = 1\n",
        b"# coding: punycode\n" + b"a" * 1000,
        b"x = 1\0\n",
        b"\x7fELF\x02\x01\x01\0",
    ],
)
def test_what_is_not_text_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"^(is|declares|holds) "):
        decode_source(data)


@pytest.mark.parametrize(
    "source",
    [
        "1" + "+1" * 500_000,
        "a" + ".a" * 500_000,
        "a" + "()" * 500_000,
        "-" * 50_000 + "1",
        "(" * 50_000,
        "lambda:" * 20_000 + "0",
        "x = '\ud800'",
        "x = 1\0",
        "a;" * 500_000,
    ],
    ids=range(9),
)
def test_parsing_hostile_source_is_a_syntax_error_and_no_crash(source: str) -> None:
    """Python 3.10 dies of some of these when they are given to `ast.parse`."""
    with pytest.raises(SyntaxError):
        parse_source(source)


def test_the_longest_source_that_is_read_nests_without_a_crash() -> None:
    """Python 3.10 parses it, later versions say that it is too deep."""
    source = "a = 1" + "+b" * (MAX_TOKENS // 2 - 3)

    with contextlib.suppress(SyntaxError):
        tree = parse_source(source)
        assert defined_names(tree) == {"a"}
        assert references(source, tree) == ({"b"}, set())


def test_the_deepest_source_that_is_parsed_is_read_or_refused_in_words() -> None:
    """How deep that is differs between parsing and reading, and from one Python to the next."""
    said = "nested too deeply to be read"
    deepest, too_deep = 1, MAX_TOKENS
    while too_deep - deepest > 1:
        depth = (deepest + too_deep) // 2
        try:
            parse_source(f"x = {'-' * depth}1")
            deepest = depth
        except SyntaxError:
            too_deep = depth
    source = f"x = {'-' * deepest}1"

    found: object
    try:
        found = references(source, parse_source(source))
    except SyntaxError as error:
        found = str(error)

    assert found in (said, (set(), set()))
    with pytest.raises(SyntaxError, match=f"^{said}$"):
        parse_source(f"x = {'-' * too_deep}1")


def test_parsing_is_silent_about_odd_escapes() -> None:
    assert isinstance(parse_source(r"x = '\d'"), ast.Module)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(): x = 1", {"f"}),
        ("class A: pass", {"A"}),
        ("import numpy as np, os.path", {"np", "os"}),
        ("from m import a as b", {"b"}),
        ("a, (b, *c) = d[0] = 1", {"a", "b", "c"}),
        ("a: int = 1", {"a"}),
        ("a: int", set()),
        ("a += 1", {"a"}),
        ("print(a)", set()),
        ("for i in x: y = 1", set()),
        ("try:\n from m import e\nexcept ImportError:\n def e(x): y = 1", {"e"}),
        ("if a:\n b = 1\nelif c:\n d = 1\nelse:\n e = 1", {"b", "d", "e"}),
        ("if __name__ == '__main__':\n b = 1", set()),
    ],
)
def test_bound_names_are_those_of_definitions_imports_and_assignments(
    source: str, names: set[str]
) -> None:
    assert bound_names(ast.parse(source).body[0]) == names
    assert defined_names(ast.parse(source)) == names


@pytest.mark.parametrize(
    ("source", "now", "later"),
    [
        ("a = b + 1", {"b"}, set()),
        ("def f(x=d) -> r:\n    y = x\n    return g(y)", {"d", "r"}, {"g"}),
        ("@dec\ndef f(): pass", {"dec"}, set()),
        ("class A(B):\n    c = D\n    def m(self): return E", {"B", "D"}, {"E"}),
        ("a = [i * k for i in r]", {"r", "k"}, set()),
        ("a = [i for i in r] + [i]", {"r", "i"}, set()),
        ("i = i + 1", {"i"}, set()),
        ("f = lambda x: x + k", set(), {"k"}),
        ("def f():\n    return [i * k for i in range(3)]", set(), {"k", "range"}),
        ("def f():\n    def g(): return x + k\n    x = 1\n    return g", set(), {"k"}),
        ("import os", set(), set()),
    ],
)
def test_references_tell_what_is_read_at_once_from_what_is_read_later(
    source: str, now: set[str], later: set[str]
) -> None:
    assert references(source, ast.parse(source)) == (now, later)


def test_a_use_of_names_that_python_forbids_is_a_syntax_error() -> None:
    with pytest.raises(SyntaxError):
        references("def f():\n    nonlocal x\n", ast.Module([], []))


@pytest.mark.parametrize(
    "cell",
    [
        "%matplotlib inline\nx = 1",
        "!pip install torch\nx = 1",
        "%%time\nx = 1",
        "print?\nx = 1",
        "?print\nx = 1",
        "files = !ls\nx = 1",
        "t = %timeit -o f()\nx = 1",
        "if True:\n    !ls\nx = 1",
        "%%writefile linear.py\nx = 1",
    ],
)
def test_lines_of_ipython_are_passed_over(cell: str) -> None:
    _, tree = parse_cell(cell)

    assert ast.unparse(tree.body[-1]) == "x = 1"


def test_a_cell_in_another_language_holds_nothing() -> None:
    assert defined_names(parse_cell("%%bash\nx=1\nls -l")[1]) == frozenset()


def test_a_line_that_python_can_read_is_no_magic() -> None:
    text = "x = (a\n%b)"

    assert parse_cell(text)[0] == text


def test_a_long_line_of_spaces_takes_no_time() -> None:
    with pytest.raises(SyntaxError):
        parse_cell(" " * 1_000_000 + "$")
