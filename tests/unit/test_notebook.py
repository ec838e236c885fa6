import json
from typing import Any

import pytest

from autograder.course.cells import MAX_JSON_MARKS
from autograder.course.notebook import notebook_source
from autograder.errors import SubmissionError


def notebook(*cells: str | list[str]) -> bytes:
    empty: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": []}
    code = [{**empty, "source": source} for source in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": code}).encode()


def module_of(*cells: str | list[str], names: tuple[str, ...] = ("f", "g")) -> str:
    source, _ = notebook_source(notebook(*cells), names)
    compile(source, "notebook", "exec")
    return source


def notes_of(*cells: str, names: tuple[str, ...] = ("f", "g")) -> tuple[str, ...]:
    return notebook_source(notebook(*cells), names)[1]


def run(source: str) -> dict[str, Any]:
    scope: dict[str, Any] = {}
    exec(source, scope)
    return scope


def test_only_what_the_graded_names_need_is_taken_and_its_cell_is_named() -> None:
    source = module_of(
        "%matplotlib inline\nimport numpy as np\nimport matplotlib.pyplot as plt",
        "EPS = 1e-8\nSCRATCH = plt.figure()",
        "def helper(x):\n    return np.maximum(x, EPS)",
        "plt.plot(helper(np.arange(3)))",
        "def f(x):\n    out = helper(x)\n    return out\n\nprint(f(1))",
        "out = f(2)",
    )

    assert source == (
        "# cell 1\nimport numpy as np\n\n# cell 2\nEPS = 1e-8\n\n"
        "# cell 3\ndef helper(x):\n    return np.maximum(x, EPS)\n\n"
        "# cell 5\ndef f(x):\n    out = helper(x)\n    return out\n"
    )


def test_cells_are_counted_with_the_text_between_them() -> None:
    book = json.loads(notebook("def f(): pass"))
    book["cells"].insert(0, {"cell_type": "markdown", "source": "# def f"})

    source, _ = notebook_source(json.dumps(book).encode(), ["f"])

    assert source == "# cell 2\ndef f(): pass\n"


def test_a_source_may_be_a_list_of_lines() -> None:
    assert module_of(["def f():\n", "    return 1"]) == "# cell 1\ndef f():\n    return 1\n"


def test_line_ends_of_windows_are_normalised() -> None:
    assert module_of("def f():\r\n    return 1\r\n") == "# cell 1\ndef f():\n    return 1\n"


def test_notebooks_of_format_3_are_read() -> None:
    cells = [{"cell_type": "code", "input": ["def f():\n", "    return 1"]}]
    book = json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]})

    assert notebook_source(book.encode(), ["f"])[0].endswith("def f():\n    return 1\n")


def test_of_two_definitions_the_last_counts_and_a_note_says_so() -> None:
    cells = ("def f(): return 1", "def f(): return 2")

    assert run(module_of(*cells))["f"]() == 2
    assert notes_of(*cells) == ("f is defined twice (cells 1, 2); the last one counts",)


def test_a_constant_that_is_assigned_again_has_its_last_value_and_a_note() -> None:
    cells = ("K = 1", "def f(): return K", "K = 2", "K = 3")

    assert run(module_of(*cells))["f"]() == 3
    assert notes_of(*cells) == ("K is defined 3 times (cells 1, 3, 4); the last one counts",)


def test_imports_may_be_repeated_without_a_note() -> None:
    assert notes_of("import math", "import math", "def f(): return math.pi") == ()


def test_a_default_argument_has_the_value_from_before_its_function() -> None:
    scope = run(module_of("K = 1", "def f(k=K): return k, K", "K = 2"))

    assert scope["f"]() == (1, 2)


def test_a_function_that_is_wrapped_later_keeps_both_statements() -> None:
    scope = run(
        module_of("def f(): return 1", "def twice(h): return lambda: 2 * h()", "f = twice(f)")
    )

    assert scope["f"]() == 2


def test_a_constant_that_is_increased_keeps_its_first_value() -> None:
    assert run(module_of("K = 1", "K += 1", "def f(): return K"))["f"]() == 2


def test_what_is_added_to_a_class_or_a_table_later_is_taken_too() -> None:
    scope = run(
        module_of(
            "from __future__ import annotations\nclass f:\n    def g(self) -> f: pass\nTABLE = {}",
            "def double(self): return TABLE['two'] * 2\nf.double = double",
            "TABLE['two'] = 2\nTABLE['two'] += 1\nf.double.__doc__ = 'Twice.'",
        )
    )

    assert scope["f"]().double() == 6
    assert scope["f"].double.__doc__ == "Twice."


def test_what_is_done_to_an_imported_module_or_to_scratch_work_is_not_taken() -> None:
    source = module_of("import sys\nx = [0]", "sys.stdout = x[0] = 1", "def f(): return sys.path")

    assert source == "# cell 1\nimport sys\n\n# cell 3\ndef f(): return sys.path\n"


def test_a_class_that_is_written_anew_loses_what_was_added_to_the_old_one() -> None:
    cells = "class f: pass", "f.a = 1", "class f: pass"

    assert module_of(*cells) == "# cell 3\nclass f: pass\n"
    assert notes_of(*cells) == ("f is defined 3 times (cells 1, 2, 3); the last one counts",)


def test_cells_that_were_run_in_another_order_are_put_in_order() -> None:
    source = module_of(
        "X = np.zeros(A)", "A = len(B)", "B = [1]", "def f(): return X", "import math as np"
    )

    assert [line for line in source.split("\n") if line and line[0] != "#"] == [
        "B = [1]", "A = len(B)", "import math as np", "X = np.zeros(A)", "def f(): return X",
    ]  # fmt: skip


def test_decorators_defaults_annotations_and_bases_are_needed() -> None:
    source = module_of(
        "from functools import cache, partial, reduce\nimport typing",
        "class Base: pass",
        "@cache\ndef helper(): return 1",
        "class f(Base):\n    x: typing.Any = helper()",
    )

    for wanted in ("cache", "class Base", "@cache\ndef helper", "import typing"):
        assert wanted in source


def test_a_local_name_does_not_pull_in_a_global_of_the_same_name() -> None:
    assert "load" not in module_of("x = load()", "def f(x):\n    return [x for x in x]")


def test_a_scratch_variable_named_like_a_builtin_is_not_what_a_function_means() -> None:
    assert module_of("max = 3", "def f(x): return max(x)") == "# cell 2\ndef f(x): return max(x)\n"


def test_a_fallback_for_an_import_is_taken_whole() -> None:
    cell = "try:\n    from nowhere import erf\nexcept ImportError:\n    def erf(x): return 7"

    assert run(module_of(cell, "def f(): return erf(1)"))["f"]() == 7


def test_future_imports_come_first() -> None:
    source = module_of("def f(): pass", "from __future__ import annotations")

    assert source.startswith("# cell 2\nfrom __future__ import annotations\n")


def test_a_star_import_is_taken_only_where_a_name_is_found_nowhere_else() -> None:
    assert "import *" in module_of("from math import *", "def f(x): return exp(x)")
    assert "import *" not in module_of("from math import *", "def f(x): return len(x)")


def test_statements_on_one_line_are_told_apart() -> None:
    assert module_of("é = 'é'; a = 1; b = 2", "def f(): return a") == (
        "# cell 1\na = 1\n\n# cell 2\ndef f(): return a\n"
    )


def test_a_cell_that_is_not_python_is_skipped_without_a_note_when_it_does_not_matter() -> None:
    assert notes_of("def f(): pass", "plot(", "!ls", "%%bash\nls -l", "for") == ()


def test_a_cell_that_is_not_python_is_noted_when_it_defines_what_is_graded() -> None:
    notes = notes_of("def f(): pass", "def g():\n    return (")

    assert len(notes) == 1
    assert notes[0].startswith("cell 2 is not Python and was left out (line 2: ")
    assert notes[0].endswith("; it has g")


def test_a_cell_that_is_not_python_is_noted_when_it_defines_what_is_needed() -> None:
    notes = notes_of("def f(): return helper()", "def helper():\n    return (", names=("f",))

    assert len(notes) == 1


def test_a_graded_name_that_is_missing_is_left_to_the_checks() -> None:
    assert notes_of("def f(): pass", names=("f", "g")) == ()


@pytest.mark.parametrize(
    ("cells", "got"),
    [
        (("def h(): pass", "K = 1"), "definitions of K, h"),
        (("print(1)",), "no definitions at all"),
        (("def f(:",), "not Python: cell 1 (line 1: "),
        (("x = '\ud800\x1b'\ndef f(): pass",), "not Python: cell 1"),
        (("1" + "+1" * 200_000 + "\ndef f(): pass",), "not Python: cell 1"),
    ],
)
def test_a_notebook_without_graded_names_is_refused_with_what_it_has(
    cells: tuple[str, ...], got: str
) -> None:
    with pytest.raises(SubmissionError) as caught:
        module_of(*cells)

    assert str(caught.value).startswith("this notebook defines none of the graded names\n  got: ")
    assert got in str(caught.value)
    assert "want: f, g" in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"def f(): pass",
        b"\xff\xfe\x00",
        b"[]",
        b"3",
        b"{}",
        b'{"cells": 3}',
        b'{"cells": []}',
        b'{"cells": {"a": 1}}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" + b"9" * 10_000,
        b"{}" * (MAX_JSON_MARKS + 1),
    ],
    ids=range(13),
)
def test_what_is_not_a_notebook_is_refused(data: bytes) -> None:
    with pytest.raises(SubmissionError, match="this notebook cannot be used"):
        notebook_source(data, ["f"])


def test_odd_cells_are_passed_over() -> None:
    cells = [3, None, {}, {"cell_type": "code"}, {"cell_type": "code", "source": 3},
             {"cell_type": "code", "source": [1, None, "def f(): pass"]}]  # fmt: skip

    assert "def f" in notebook_source(json.dumps({"cells": cells}).encode(), ["f"])[0]


def test_too_much_code_is_cut_at_a_cell_and_not_parsed() -> None:
    cells = ["def f(): pass", *["a;" * 30_000] * 5, "def g(): pass"]

    source, notes = notebook_source(notebook(*cells), ["f", "g"])

    assert source == "# cell 1\ndef f(): pass\n"
    assert "cell 7" in notes[0]
    assert "words and symbols" in notes[0]


def test_long_chains_of_definitions_take_little_time() -> None:
    forward = "\n".join(f"x{i} = x{i + 1}" for i in range(3000)) + "\nx3000 = 1"
    again = "\n".join(["y = 0", *["y = y + 1"] * 3000])

    assert run(module_of(forward, again, "def f(): return x0 + y"))["f"]() == 3001
