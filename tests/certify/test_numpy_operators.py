"""Each of our operators makes the mistakes that its docstring says, and no others."""

from __future__ import annotations

import ast

import pytest

from autograder.certify.numpy_operators import OPERATORS, numpy_changes

PAIRS = [
    ("axis", "x.sum(axis=0)", ["x.sum(axis=1)", "x.sum(axis=None)", "x.sum()"]),
    ("axis", "x.max(axis=-1)", ["x.max(axis=0)", "x.max(axis=None)", "x.max()"]),
    ("axis", "np.mean(x, 1)", ["np.mean(x, 0)", "np.mean(x, None)"]),
    ("keepdims", "x.sum(axis=1, keepdims=True)", ["x.sum(axis=1)"]),
    ("keepdims", "x.mean(axis=1)", ["x.mean(axis=1, keepdims=True)"]),
    ("transpose", "x.T", ["x"]),
    ("transpose", "np.transpose(x)", ["x"]),
    ("transpose", "x @ w", ["x.T @ w", "x @ w.T"]),
    ("order", "x.reshape(3, -1)", ["x.reshape(3, -1, order='F')"]),
    ("count", "len(x)", ["x.size"]),
    ("count", "x.size", ["len(x)"]),
    ("sibling", "x.sum()", ["x.mean()"]),
    ("sibling", "np.argmax(x)", ["np.argmin(x)"]),
    ("sibling", "np.expm1(x)", ["np.exp(x)"]),
    ("sibling", "max(x)", ["min(x)"]),
    ("dropped", "np.sqrt(x)", ["x"]),
    ("dropped", "x.copy()", ["x"]),
    ("dropped", "np.array(x)", ["x"]),
    ("dropped", "np.maximum(x, w)", ["x", "w"]),
    ("term", "x - w", ["x", "w"]),
    ("factor", "x * w", ["x", "w", "2.0 * (x * w)"]),
    ("factor", "x / w", ["x", "2.0 * (x / w)"]),
    ("sign", "x + w", ["-(x + w)"]),
    ("sign", "(x, w)", ["(-x, w)", "(x, -w)"]),
    ("epsilon", "x / w", ["x / (w + 1e-07)"]),
    ("epsilon", "x / 2.0", []),
    ("epsilon", "np.log(x)", ["np.log(x + 1e-07)"]),
    ("swapped", "f(x, w, 3)", ["f(w, x, 3)", "f(x, 3, w)"]),
    ("swapped", "np.maximum(x, w)", []),
    ("swapped", "x @ w", ["w @ x"]),
    ("swapped", "(x, w)", ["(w, x)"]),
    ("where", "np.where(c, x, w)", ["x", "w"]),
    ("where", "x if c else w", ["x", "w"]),
    ("strictness", "x < w", ["x <= w"]),
    ("strictness", "x >= w", ["x > w"]),
    ("index", "x[a:]", ["x", "x[:]", "x[a + 1:]", "x[a - 1:]"]),
    ("index", "x[:n]", ["x", "x[:]", "x[:n + 1]", "x[:n - 1]"]),
    ("index", "x[::2]", ["x", "x[:]"]),
    ("index", "x[i]", ["x", "x[i + 1]", "x[i - 1]"]),
    ("index", "x[i, j]", ["x", "x[j, i]"]),
    ("in-place", "x - w", ["np.subtract(x, w, out=x)", "np.subtract(x, w, out=w)"]),
    ("in-place", "np.exp(x)", ["np.exp(x, out=x)"]),
    ("in-place", "np.exp(other)", []),
    ("dtype", "np.zeros(3, dtype=float)", ["np.zeros(3)", "np.zeros(3, dtype=int)"]),
]  # fmt: skip


def changed(operator: str, source: str, integers: str = "") -> list[str]:
    tree = ast.parse(source).body[0]
    return [
        change() for name, change in numpy_changes(tree, integers) if name == f"numpy/{operator}"
    ]


def changed_result(operator: str, expression: str) -> list[str]:
    """What an operator makes of ``return expression``."""
    texts = changed(operator, f"def f(x, w):\n    return {expression}")
    assert all(text.startswith("def f(x, w):\n    return ") for text in texts)
    return [text.partition("    return ")[2] for text in texts]


@pytest.mark.parametrize(("operator", "before", "after"), PAIRS)
def test_an_operator_makes_these_changes(operator: str, before: str, after: list[str]) -> None:
    found = changed_result(operator, before)

    own = [text for text in found if operator != "dtype" or not text.startswith("np.float64")]
    assert [text for text in own if "trunc" not in text] == after


def test_every_operator_says_what_it_does_and_is_tested() -> None:
    elsewhere = {"state", "ones", "default", "statement"}

    assert all(operator.__doc__ for operator in OPERATORS)
    assert {o.__name__.replace("_", "-") for o in OPERATORS} == {p[0] for p in PAIRS} | elsewhere


def test_a_result_goes_through_float32_is_cut_off_or_takes_the_dtype_of_an_argument() -> None:
    source = "def f(x, w):\n    return x * w"

    assert changed("dtype", source, integers="w") == [
        "def f(x, w):\n    return np.float64(np.float32(x * w))",
        "def f(x, w):\n    return np.trunc(x * w)",
        "def f(x, w):\n    return np.asarray(x * w).astype(np.asarray(w).dtype)",
    ]


def test_an_assigned_value_becomes_its_negative() -> None:
    assert changed("sign", "y = x + w") == ["y = -(x + w)"]


def test_an_augmented_assignment_is_left_out_or_replaced() -> None:
    assert changed("statement", "x += w") == ["pass", "x = w", "x = x + w"]
    assert changed("statement", "x[i] -= 1.0") == ["pass", "x[i] = 1.0"]
    assert changed("statement", "items.append(x)") == ["pass"]


def test_a_parameter_is_replaced_by_ones_but_not_the_cache() -> None:
    source = "def f(dout, cache):\n    return dout"

    assert changed("ones", source) == [
        "def f(dout, cache):\n    dout = np.ones_like(dout)\n    return dout"
    ]


def test_a_parameter_or_a_result_is_remembered_from_the_first_call_or_the_one_before() -> None:
    outcomes = []
    for text in changed("state", "def f(x):\n    return x * 10"):
        names: dict[str, object] = {}
        exec(text, names)
        outcomes.append([names["f"](value) for value in (1, 2, 3)])  # type: ignore[operator]

    assert outcomes == [[10, 10, 10], [10, 10, 20]] * 2


@pytest.mark.parametrize("operator", ["state", "dtype"])
def test_a_function_of_nothing_has_nothing_to_remember_and_no_precision_to_lose(
    operator: str,
) -> None:
    assert changed(operator, "def f():\n    return 0.1 * 3") == []
    assert changed(operator, "def f(self):\n    return self.x * 3") != []


def test_an_attribute_of_an_object_becomes_one_of_its_class() -> None:
    found = changed("state", "def f(self, x):\n    self.data = x")

    assert found[-1] == "def f(self, x):\n    type(self).data = x"


def test_a_default_is_doubled_and_a_flag_flipped() -> None:
    assert changed("default", "def f(x, slope=0.01, *, mean=True):\n    return x") == [
        "def f(x, slope=0.02, *, mean=True):\n    return x",
        "def f(x, slope=0.01, *, mean=False):\n    return x",
    ]


def test_names_unpacked_from_an_argument_count_as_arguments() -> None:
    source = "def f(dout, cache):\n    x, w = cache\n    return dout.sum() * x"

    assert changed("in-place", source) == [
        "def f(dout, cache):\n    x, w = cache\n    return np.multiply(dout.sum(), x, out=x)"
    ]


def test_making_changes_leaves_the_tree_as_it_was() -> None:
    source = "def f(x, w=0.1):\n    y = np.exp(x)\n    return (y @ w, y[0])"
    tree = ast.parse(source).body[0]

    for _, change in numpy_changes(tree):
        change()

    assert ast.unparse(tree) == source
