"""What goes wrong in NumPy code, as mutation operators: the mistakes that generic ones cannot make.

An operator is a function that looks at one node of a function's syntax tree and yields what could
wrongly stand in its place; `numpy_changes` puts each of them there, one at a time. A catalogue, and
therefore long: its operators share nothing but `nodes.py`, and are searched, not read through. To
add one, write it with a docstring that says before and after, and list it in `OPERATORS`.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from autograder.certify import nodes

_UFUNCS: Final = {
    ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide",
    ast.Pow: "power",
}  # fmt: skip
_IN_PLACE: Final = frozenset(
    {"exp", "expm1", "log", "log1p", "tanh", "sqrt", "abs", "maximum", "minimum", "negative"}
    | {"logaddexp", "clip", "add", "subtract", "multiply", "divide", "square", "sign"}
)
_REDUCTIONS: Final = frozenset(
    {"sum", "mean", "max", "min", "amax", "amin", "prod", "any", "all", "std", "var"}
    | {"argmax", "argmin", "median", "norm"}
)
_SIBLINGS: Final = {
    "sum": ("mean",), "mean": ("sum",), "max": ("min",), "min": ("max",),
    "amax": ("amin",), "amin": ("amax",), "argmax": ("argmin",), "argmin": ("argmax",),
    "maximum": ("minimum",), "minimum": ("maximum",), "std": ("var",), "var": ("std",),
    "any": ("all",), "all": ("any",), "zeros": ("ones",), "ones": ("zeros",),
    "zeros_like": ("ones_like",), "ones_like": ("zeros_like",), "floor": ("ceil",),
    "ceil": ("floor",), "sin": ("cos",), "cos": ("sin",), "dot": ("multiply",),
    "exp": ("expm1",), "expm1": ("exp",), "log": ("log1p", "log10"), "log1p": ("log",),
    "logaddexp": ("maximum", "add"), "hstack": ("vstack",), "vstack": ("hstack",),
    "inner": ("multiply",), "sort": ("argsort",), "argsort": ("sort",), "append": ("extend",),
    "cumsum": ("cumprod",), "cumprod": ("cumsum",), "uniform": ("normal",),
    "normal": ("uniform",),
}  # fmt: skip
_DROPPED: Final = frozenset(
    {"sqrt", "square", "abs", "absolute", "tanh", "sign", "clip", "maximum", "minimum", "log"}
    | {"exp", "expm1", "reversed", "sorted", "flip", "squeeze", "ravel", "flatten", "reshape"}
    | {"astype", "copy", "deepcopy", "array", "asarray", "ascontiguousarray", "int"}
    | {"list", "tuple", "set", "dict", "broadcast_to"}
)
_STRICTNESS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip
_SYMMETRIC: Final = frozenset(
    {"maximum", "minimum", "logaddexp", "add", "multiply", "inner", "max", "min"}
    | {"logical_and", "logical_or", "hypot", "allclose", "array_equal"}
)
"""Functions of two arguments whose order does not matter."""
_KEPT: Final = ("(_kept.append({}), _kept[0])[1]", "(_kept.append({}), _kept[-2:][0])[1]")
"""The value of the first call for ever, and that of the call before."""
_NOT_ARRAYS: Final = frozenset({"self", "cls", "cache", "state"})
"""Parameters that hold something else: what would be done to an array cannot be done to them."""


@dataclass(frozen=True)
class Scope:
    """What an operator may know about the function around its node."""

    arguments: frozenset[str]
    """Names that are bound to an argument, or to what an argument was unpacked into."""
    integers: str
    """The first parameter that may hold integers, by the docstring; "" where there is none."""
    constant: bool
    """Whether it is a function that takes nothing, not even `self`."""


Operator = Callable[[ast.AST, Scope], Iterator[ast.AST]]
"""Yields what could wrongly stand in the place of a node, which itself must stay as it is."""


# --- axes and shapes ------------------------------------------------------------------------------


def axis(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``x.sum(axis=0)`` becomes ``x.sum(axis=1)``, ``x.sum(axis=None)`` and ``x.sum()``."""
    if not isinstance(node, ast.Call):
        return
    for index, keyword in enumerate(node.keywords):
        if keyword.arg in ("axis", "axes", "dim"):
            for other in nodes.other_axes(keyword.value):
                yield nodes.with_keyword(node, index, other)
            yield nodes.without_keyword(node, index)
    if isinstance(node.func, ast.Attribute) and node.func.attr in _REDUCTIONS and node.args:
        for other in nodes.other_axes(node.args[-1]):
            yield nodes.changed(node, args=[*node.args[:-1], other])


def keepdims(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``x.sum(axis=1, keepdims=True)`` loses its keepdims; ``x.sum(axis=1)`` gains it."""
    if not isinstance(node, ast.Call):
        return
    found = [i for i, k in enumerate(node.keywords) if k.arg == "keepdims"]
    for index in found:
        yield nodes.without_keyword(node, index)
    if not found and nodes.called(node) in _REDUCTIONS:
        keyword = ast.keyword("keepdims", ast.Constant(value=True))
        yield nodes.changed(node, keywords=[*node.keywords, keyword])


def transpose(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``x.T`` becomes ``x``, and ``x @ w`` becomes ``x.T @ w`` and ``x @ w.T``."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value
    if isinstance(node, ast.Call) and nodes.called(node) in ("transpose", "swapaxes"):
        yield nodes.receiver(node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield nodes.changed(node, left=nodes.attribute(node.left, "T"))
        yield nodes.changed(node, right=nodes.attribute(node.right, "T"))


def order(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``x.reshape(n, -1)`` becomes ``x.reshape(n, -1, order="F")``, the other way to flatten."""
    if isinstance(node, ast.Call) and nodes.called(node) in ("reshape", "ravel", "flatten"):
        keyword = ast.keyword("order", ast.Constant("F"))
        yield nodes.changed(node, keywords=[*node.keywords, keyword])


def count(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``len(x)`` becomes ``x.size`` and ``x.size`` becomes ``len(x)``: divided by another count."""
    if isinstance(node, ast.Call) and nodes.called(node) == "len" and len(node.args) == 1:
        yield nodes.attribute(node.args[0], "size")
    if isinstance(node, ast.Attribute) and node.attr == "size":
        yield nodes.call("len", node.value)


# --- arithmetic -----------------------------------------------------------------------------------


def sibling(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A function becomes its neighbour: sum and mean, max and min, exp and expm1."""
    if isinstance(node, ast.Attribute):
        for other in _SIBLINGS.get(node.attr, ()):
            yield nodes.changed(node, attr=other)
    elif isinstance(node, ast.Name) and node.id in ("max", "min", "any", "all"):
        yield nodes.changed(node, id=_SIBLINGS[node.id][0])


def dropped(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``np.sqrt(x)`` and ``x.copy()`` become ``x``."""
    if isinstance(node, ast.Call) and nodes.called(node) in _DROPPED:
        if isinstance(node.func, ast.Attribute) and not nodes.is_module(node.func.value):
            yield node.func.value
        else:
            yield from node.args[:2]


def term(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``a + b`` and ``a - b`` become ``a`` and ``b``: a term is missing."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        yield from (node.left, node.right)


def factor(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``a * b`` becomes ``a``, ``b`` and ``2.0 * (a * b)``; ``a / b`` becomes ``a``."""
    if not isinstance(node, ast.BinOp):
        return
    if isinstance(node.op, ast.Mult):
        yield from (node.left, node.right)
    if isinstance(node.op, (ast.Div, ast.Pow)):
        yield node.left
    if isinstance(node.op, (ast.Mult, ast.Div, ast.MatMult)):
        yield ast.BinOp(ast.Constant(2.0), ast.Mult(), node)


def sign(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """The value that is assigned or returned becomes its negative."""
    if isinstance(node, (ast.Assign, ast.AugAssign)) and nodes.is_computed(node.value):
        yield nodes.changed(node, value=ast.UnaryOp(ast.USub(), node.value))
    if isinstance(node, ast.Return):
        for index, element in enumerate(nodes.elements(node)):
            yield nodes.with_element(node, index, ast.UnaryOp(ast.USub(), element))


def epsilon(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``a / b`` becomes ``a / (b + 1e-7)``, and ``np.log(x)`` becomes ``np.log(x + 1e-7)``."""
    if (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Div)
        and not isinstance(node.right, ast.Constant)
    ):
        yield nodes.changed(node, right=nodes.plus(node.right, 1e-7))
    if isinstance(node, ast.Call) and nodes.called(node) in ("log", "sqrt") and node.args:
        yield nodes.changed(node, args=[nodes.plus(node.args[0], 1e-7), *node.args[1:]])


def swapped(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``f(a, b)`` becomes ``f(b, a)``; ``a - b``, ``a / b``, ``a ** b``, ``a @ b`` likewise."""
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, (ast.Sub, ast.Div, ast.FloorDiv, ast.Pow, ast.MatMult)):
            yield nodes.changed(node, left=node.right, right=node.left)
    elif isinstance(node, ast.Call) and nodes.called(node) not in _SYMMETRIC:
        for i in range(len(node.args) - 1):
            a, b = node.args[i : i + 2]
            yield nodes.changed(node, args=[*node.args[:i], b, a, *node.args[i + 2 :]])
    elif isinstance(node, ast.Return):
        for i in range(len(nodes.elements(node)) - 1):
            a, b = nodes.elements(node)[i : i + 2]
            yield nodes.with_element(nodes.with_element(node, i, b), i + 1, a)


def where(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``np.where(c, a, b)`` becomes ``np.where(c, b, a)``, ``a`` and ``b``."""
    if isinstance(node, ast.Call) and nodes.called(node) == "where" and len(node.args) == 3:
        yield from node.args[1:]
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)


def strictness(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``<`` becomes ``<=``, ``>`` becomes ``>=``, and back: what happens exactly at the border."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _STRICTNESS:
        yield nodes.changed(node, ops=[_STRICTNESS[type(node.ops[0])](), *node.ops[1:]])


# --- indices and statements -----------------------------------------------------------------------


def index(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``x[i]`` becomes ``x[i + 1]``, ``x[1:]`` becomes ``x[:]``, ``x[i, j]`` ``x[j, i]``."""
    if isinstance(node, ast.Slice):
        for end in ("lower", "upper", "step"):
            bound = getattr(node, end)
            if bound is not None:
                yield nodes.changed(node, **{end: None})
            if bound is not None and end != "step":
                yield nodes.changed(node, **{end: nodes.plus(bound, 1)})
                yield nodes.changed(node, **{end: nodes.plus(bound, -1)})
    if not isinstance(node, ast.Subscript):
        return
    yield node.value
    if isinstance(node.slice, ast.Tuple):
        yield nodes.changed(node, slice=nodes.changed(node.slice, elts=node.slice.elts[::-1]))
    elif isinstance(node.slice, (ast.Name, ast.BinOp)):
        yield nodes.changed(node, slice=nodes.plus(node.slice, 1))
        yield nodes.changed(node, slice=nodes.plus(node.slice, -1))


def statement(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A statement that changes something, or is a condition's only consequence, is left out."""
    calls = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    if (
        calls
        or isinstance(node, (ast.AugAssign, ast.Raise))
        or (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], (ast.Attribute, ast.Subscript))
        )
    ):
        yield ast.Pass()
    if isinstance(node, ast.AugAssign):
        target: Any = node.target
        yield ast.Assign([target], node.value)
        if isinstance(target, ast.Name):  # x += y becomes x = x + y: no longer the same array
            yield ast.Assign([target], ast.BinOp(nodes.loaded(target), node.op, node.value))


# --- memory ---------------------------------------------------------------------------------------


def in_place(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``x - y`` and ``np.exp(x)`` write into the argument ``x``."""
    if isinstance(node, ast.BinOp) and type(node.op) in _UFUNCS:
        for side in (node.left, node.right):
            if _is_argument(side, scope):
                yield nodes.call(f"np.{_UFUNCS[type(node.op)]}", node.left, node.right, out=side)
    if isinstance(node, ast.Call) and nodes.called(node) in _IN_PLACE and not node.keywords:
        for side in node.args:
            if _is_argument(side, scope):
                yield nodes.changed(node, keywords=[ast.keyword("out", side)])


def state(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A parameter or a result is remembered: from the first call for ever, or from the one before.

    What is remembered is kept on the function, in a mutable default, as Python keeps it; and
    ``self.x = v`` becomes ``type(self).x = v``, shared by all instances. A function of nothing
    returns the same every time, and so does `return None`: to remember that is no other program.
    """
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not scope.constant:
        yield from _remembered(node)
    if (
        isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    ):
        yield nodes.changed(node, value=nodes.call("type", node.value))


def _remembered(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    for parameter in nodes.parameters(node):
        for form in _KEPT:
            changed = nodes.keeping(node)
            keep = ast.parse(f"{parameter} = {form.format(parameter)}").body
            yield nodes.changed(changed, body=[*keep, *changed.body])
    returns = nodes.returns(node)
    for number, statement in enumerate(returns):
        for index, element in enumerate(nodes.elements(statement)):
            for form in () if isinstance(element, ast.Constant) else _KEPT:
                changed = nodes.keeping(node)
                twin = nodes.returns(changed)[number]
                value = ast.unparse(nodes.elements(twin)[index])
                kept = ast.parse(form.format(value), mode="eval").body
                twin.value = nodes.with_element(twin, index, kept).value
                yield changed


def ones(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A parameter is replaced by ones: the gradient that ignores what comes from above."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        for parameter in nodes.parameters(node):
            if parameter not in _NOT_ARRAYS:
                ones = ast.parse(f"{parameter} = np.ones_like({parameter})").body
                yield nodes.changed(node, body=[*ones, *node.body])


def dtype(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A result goes through float32, is made whole, or takes an argument's dtype.

    Not that of a function of nothing: its result has no precision to keep, only a value.
    """
    if isinstance(node, ast.Return) and not scope.constant:
        for index, element in enumerate(nodes.elements(node)):
            if not nodes.is_computed(element):
                continue
            yield nodes.with_element(
                node, index, nodes.call("np.float64", nodes.call("np.float32", element))
            )
            yield nodes.with_element(node, index, nodes.call("np.trunc", element))
            if scope.integers and not _is_argument(element, scope):
                like = ast.parse(f"np.asarray({scope.integers}).dtype", mode="eval").body
                cast = nodes.attribute(nodes.call("np.asarray", element), "astype")
                yield nodes.with_element(node, index, ast.Call(cast, [like], []))
    if isinstance(node, ast.Call):
        for index, keyword in enumerate(node.keywords):
            if keyword.arg == "dtype":
                yield nodes.without_keyword(node, index)
                yield nodes.with_keyword(node, index, ast.Name("int", ast.Load()))


def default(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``def f(x, slope=0.01)`` gets ``slope=0.02``; a default of True or False is the other."""
    if not isinstance(node, ast.arguments):
        return
    for field in ("defaults", "kw_defaults"):
        values = getattr(node, field)
        for index, value in enumerate(values):
            if isinstance(value, ast.Constant) and isinstance(value.value, (int, float)):
                flag = isinstance(value.value, bool)
                other = ast.Constant(not value.value if flag else 2 * value.value)
                yield nodes.changed(node, **{field: [*values[:index], other, *values[index + 1 :]]})


OPERATORS: Final[tuple[Operator, ...]] = (
    axis, keepdims, transpose, order, count, sibling, dropped, term, factor, sign, epsilon, swapped,
    where, strictness, index, statement, in_place, state, ones, dtype, default,
)  # fmt: skip


def numpy_changes(tree: ast.stmt, integers: str = "") -> Iterator[tuple[str, Callable[[], str]]]:
    """Every change to `tree`: the operator's name, and what gives the changed source.

    `tree` is changed and restored by that function, so call one at a time. `integers` names the
    parameter that may hold integers.
    """
    scope = _scope(tree, integers)
    module = ast.Module([tree], [])
    for parent, field, position in list(_sites(module)):
        held = getattr(parent, field)
        node = held if position is None else held[position]
        for operator in OPERATORS:
            name = "numpy/" + operator.__name__.replace("_", "-")
            for new in list(operator(node, scope)):
                yield name, partial(_with, module, parent, field, position, new)


def _with(module: ast.Module, parent: ast.AST, field: str, index: int | None, new: ast.AST) -> str:
    held = getattr(parent, field)
    setattr(parent, field, new if index is None else [*held[:index], new, *held[index + 1 :]])
    try:
        return ast.unparse(ast.fix_missing_locations(copy.deepcopy(module)))
    finally:
        setattr(parent, field, held)


def _sites(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Every place below `node` that holds a node, outermost first."""
    for field, value in ast.iter_fields(node):
        for index, child in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(child, ast.AST):
                yield node, field, index if isinstance(value, list) else None
                yield from _sites(child)


def _scope(tree: ast.stmt, integers: str) -> Scope:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    names = set(nodes.parameters(tree)) if isinstance(tree, functions) else set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Name):
            continue
        if node.value.id in names:  # x, w = cache
            names |= {n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    constant = isinstance(tree, functions) and not any(
        isinstance(node, ast.arg) for node in ast.iter_child_nodes(tree.args)
    )
    return Scope(frozenset(names), integers, constant)


def _is_argument(node: ast.AST, scope: Scope) -> bool:
    return isinstance(node, ast.Name) and node.id in scope.arguments
