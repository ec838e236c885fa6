"""What goes wrong in NumPy code, as mutation operators: the mistakes that generic ones cannot make.

An operator is a function that looks at one node of a function's syntax tree and yields what could
wrongly stand in its place; `numpy_changes` puts each of them there, one at a time. A catalogue: to
add an operator, write one with a docstring that says before and after, and list it in `OPERATORS`.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

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


Operator = Callable[[ast.AST, Scope], Iterator[ast.AST]]
"""Yields what could wrongly stand in the place of a node, which itself must stay as it is."""


# --- axes and shapes ------------------------------------------------------------------------------


def axis(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``x.sum(axis=0)`` becomes ``x.sum(axis=1)``, ``x.sum(axis=None)`` and ``x.sum()``."""
    if not isinstance(node, ast.Call):
        return
    for index, keyword in enumerate(node.keywords):
        if keyword.arg in ("axis", "axes", "dim"):
            for other in _other_axes(keyword.value):
                yield _with_keyword(node, index, other)
            yield _without_keyword(node, index)
    if isinstance(node.func, ast.Attribute) and node.func.attr in _REDUCTIONS and node.args:
        for other in _other_axes(node.args[-1]):
            yield _changed(node, args=[*node.args[:-1], other])


def keepdims(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``x.sum(axis=1, keepdims=True)`` loses its keepdims; ``x.sum(axis=1)`` gains it."""
    if not isinstance(node, ast.Call):
        return
    found = [i for i, k in enumerate(node.keywords) if k.arg == "keepdims"]
    for index in found:
        yield _without_keyword(node, index)
    if not found and _called(node) in _REDUCTIONS:
        keyword = ast.keyword("keepdims", ast.Constant(value=True))
        yield _changed(node, keywords=[*node.keywords, keyword])


def transpose(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``x.T`` becomes ``x``, and ``x @ w`` becomes ``x.T @ w`` and ``x @ w.T``."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value
    if isinstance(node, ast.Call) and _called(node) in ("transpose", "swapaxes"):
        yield _receiver(node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield _changed(node, left=_attribute(node.left, "T"))
        yield _changed(node, right=_attribute(node.right, "T"))


def order(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``x.reshape(n, -1)`` becomes ``x.reshape(n, -1, order="F")``, the other way to flatten."""
    if isinstance(node, ast.Call) and _called(node) in ("reshape", "ravel", "flatten"):
        keyword = ast.keyword("order", ast.Constant("F"))
        yield _changed(node, keywords=[*node.keywords, keyword])


def count(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``len(x)`` becomes ``x.size`` and ``x.size`` becomes ``len(x)``: divided by another count."""
    if isinstance(node, ast.Call) and _called(node) == "len" and len(node.args) == 1:
        yield _attribute(node.args[0], "size")
    if isinstance(node, ast.Attribute) and node.attr == "size":
        yield _call("len", node.value)


# --- arithmetic -----------------------------------------------------------------------------------


def sibling(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A function becomes its neighbour: sum and mean, max and min, exp and expm1."""
    if isinstance(node, ast.Attribute):
        for other in _SIBLINGS.get(node.attr, ()):
            yield _changed(node, attr=other)
    elif isinstance(node, ast.Name) and node.id in ("max", "min", "any", "all"):
        yield _changed(node, id=_SIBLINGS[node.id][0])


def dropped(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``np.sqrt(x)`` and ``x.copy()`` become ``x``."""
    if isinstance(node, ast.Call) and _called(node) in _DROPPED:
        if isinstance(node.func, ast.Attribute) and not _is_module(node.func.value):
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
    if isinstance(node, (ast.Assign, ast.AugAssign)) and _is_computed(node.value):
        yield _changed(node, value=ast.UnaryOp(ast.USub(), node.value))
    if isinstance(node, ast.Return):
        for index, element in enumerate(_elements(node)):
            yield _with_element(node, index, ast.UnaryOp(ast.USub(), element))


def epsilon(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``a / b`` becomes ``a / (b + 1e-7)``, and ``np.log(x)`` becomes ``np.log(x + 1e-7)``."""
    if (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Div)
        and not isinstance(node.right, ast.Constant)
    ):
        yield _changed(node, right=_plus(node.right, 1e-7))
    if isinstance(node, ast.Call) and _called(node) in ("log", "sqrt") and node.args:
        yield _changed(node, args=[_plus(node.args[0], 1e-7), *node.args[1:]])


def swapped(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``f(a, b)`` becomes ``f(b, a)``; ``a - b``, ``a / b``, ``a ** b``, ``a @ b`` likewise."""
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, (ast.Sub, ast.Div, ast.FloorDiv, ast.Pow, ast.MatMult)):
            yield _changed(node, left=node.right, right=node.left)
    elif isinstance(node, ast.Call) and _called(node) not in _SYMMETRIC:
        for i in range(len(node.args) - 1):
            a, b = node.args[i : i + 2]
            yield _changed(node, args=[*node.args[:i], b, a, *node.args[i + 2 :]])
    elif isinstance(node, ast.Return):
        for i in range(len(_elements(node)) - 1):
            a, b = _elements(node)[i : i + 2]
            yield _with_element(_with_element(node, i, b), i + 1, a)


def where(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``np.where(c, a, b)`` becomes ``np.where(c, b, a)``, ``a`` and ``b``."""
    if isinstance(node, ast.Call) and _called(node) == "where" and len(node.args) == 3:
        yield from node.args[1:]
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)


def strictness(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``<`` becomes ``<=``, ``>`` becomes ``>=``, and back: what happens exactly at the border."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _STRICTNESS:
        yield _changed(node, ops=[_STRICTNESS[type(node.ops[0])](), *node.ops[1:]])


# --- indices and statements -----------------------------------------------------------------------


def index(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``x[i]`` becomes ``x[i + 1]``, ``x[1:]`` becomes ``x[:]``, ``x[i, j]`` ``x[j, i]``."""
    if isinstance(node, ast.Slice):
        for end in ("lower", "upper", "step"):
            bound = getattr(node, end)
            if bound is not None:
                yield _changed(node, **{end: None})
            if bound is not None and end != "step":
                yield _changed(node, **{end: _plus(bound, 1)})
                yield _changed(node, **{end: _plus(bound, -1)})
    if not isinstance(node, ast.Subscript):
        return
    yield node.value
    if isinstance(node.slice, ast.Tuple):
        yield _changed(node, slice=_changed(node.slice, elts=node.slice.elts[::-1]))
    elif isinstance(node.slice, (ast.Name, ast.BinOp)):
        yield _changed(node, slice=_plus(node.slice, 1))
        yield _changed(node, slice=_plus(node.slice, -1))


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
            yield ast.Assign([target], ast.BinOp(_loaded(target), node.op, node.value))


# --- memory ---------------------------------------------------------------------------------------


def in_place(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """``x - y`` and ``np.exp(x)`` write into the argument ``x``."""
    if isinstance(node, ast.BinOp) and type(node.op) in _UFUNCS:
        for side in (node.left, node.right):
            if _is_argument(side, scope):
                yield _call(f"np.{_UFUNCS[type(node.op)]}", node.left, node.right, out=side)
    if isinstance(node, ast.Call) and _called(node) in _IN_PLACE and not node.keywords:
        for side in node.args:
            if _is_argument(side, scope):
                yield _changed(node, keywords=[ast.keyword("out", side)])


def state(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A parameter or a result is remembered: from the first call for ever, or from the one before.

    What is remembered is kept on the function, in a mutable default, as Python keeps it; and
    ``self.x = v`` becomes ``type(self).x = v``, shared by all instances.
    """
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield from _remembered(node)
    if (
        isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    ):
        yield _changed(node, value=_call("type", node.value))


def _remembered(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    for parameter in _parameters(node):
        for form in _KEPT:
            changed = _keeping(node)
            keep = ast.parse(f"{parameter} = {form.format(parameter)}").body
            yield _changed(changed, body=[*keep, *changed.body])
    returns = _returns(node)
    for number, statement in enumerate(returns):
        for index in range(len(_elements(statement))):
            for form in _KEPT:
                changed = _keeping(node)
                twin = _returns(changed)[number]
                value = ast.unparse(_elements(twin)[index])
                kept = ast.parse(form.format(value), mode="eval").body
                twin.value = _with_element(twin, index, kept).value
                yield changed


def ones(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A parameter is replaced by ones: the gradient that ignores what comes from above."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        for parameter in _parameters(node):
            if parameter not in _NOT_ARRAYS:
                ones = ast.parse(f"{parameter} = np.ones_like({parameter})").body
                yield _changed(node, body=[*ones, *node.body])


def dtype(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A result goes through float32, is made whole, or takes an argument's dtype."""
    if isinstance(node, ast.Return):
        for index, element in enumerate(_elements(node)):
            if not _is_computed(element):
                continue
            yield _with_element(node, index, _call("np.float64", _call("np.float32", element)))
            yield _with_element(node, index, _call("np.trunc", element))
            if scope.integers and not _is_argument(element, scope):
                like = ast.parse(f"np.asarray({scope.integers}).dtype", mode="eval").body
                cast = _attribute(_call("np.asarray", element), "astype")
                yield _with_element(node, index, ast.Call(cast, [like], []))
    if isinstance(node, ast.Call):
        for index, keyword in enumerate(node.keywords):
            if keyword.arg == "dtype":
                yield _without_keyword(node, index)
                yield _with_keyword(node, index, ast.Name("int", ast.Load()))


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
                yield _changed(node, **{field: [*values[:index], other, *values[index + 1 :]]})


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
    parameters = _parameters(tree) if isinstance(tree, ast.FunctionDef) else []
    names = {p for p in parameters if p != "self"}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Name):
            continue
        if node.value.id in names:  # x, w = cache
            names |= {n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    return Scope(frozenset(names), integers)


# --- building nodes -------------------------------------------------------------------------------


def _changed(node: Any, **fields: Any) -> Any:
    """A shallow copy with other fields."""
    twin = copy.copy(node)
    for name, value in fields.items():
        setattr(twin, name, value)
    return twin


def _with_keyword(node: ast.Call, index: int, value: ast.expr) -> Any:
    keyword = _changed(node.keywords[index], value=value)
    return _changed(node, keywords=[*node.keywords[:index], keyword, *node.keywords[index + 1 :]])


def _without_keyword(node: ast.Call, index: int) -> Any:
    return _changed(node, keywords=[*node.keywords[:index], *node.keywords[index + 1 :]])


def _other_axes(axis: ast.expr) -> list[ast.expr]:
    if isinstance(axis, ast.Constant) and type(axis.value) is int:
        return [ast.Constant(0 if axis.value else 1), ast.Constant(None)]
    if isinstance(axis, ast.UnaryOp):  # -1
        return [ast.Constant(0), ast.Constant(None)]
    return []


def _called(node: ast.Call) -> str:
    """The last name of what is called."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _is_module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("np", "numpy", "math", "copy")


def _receiver(node: ast.Call) -> ast.expr:
    """``x`` of ``x.f(...)`` and of ``np.f(x, ...)``."""
    if isinstance(node.func, ast.Attribute) and not _is_module(node.func.value):
        return node.func.value
    return node.args[0]


def _attribute(node: ast.expr, name: str) -> ast.expr:
    return ast.Attribute(node, name, ast.Load())


def _call(function: str, *args: ast.expr, **keywords: ast.expr) -> ast.Call:
    func = ast.parse(function, mode="eval").body
    return ast.Call(func, list(args), [ast.keyword(k, v) for k, v in keywords.items()])


def _plus(node: ast.expr, amount: float) -> ast.expr:
    op = ast.Add() if amount > 0 else ast.Sub()
    return ast.BinOp(node, op, ast.Constant(abs(amount)))


def _is_computed(node: ast.expr) -> bool:
    """Whether it can be a number: no tuple, no string, no display."""
    literal = isinstance(node, ast.Constant) and not isinstance(node.value, (int, float))
    return not literal and not isinstance(node, (ast.Tuple, ast.List, ast.Dict, ast.Lambda))


def _is_argument(node: ast.AST, scope: Scope) -> bool:
    return isinstance(node, ast.Name) and node.id in scope.arguments


def _elements(node: ast.Return) -> list[ast.expr]:
    if isinstance(node.value, ast.Tuple):
        return node.value.elts
    return [] if node.value is None else [node.value]


def _with_element(node: ast.Return, index: int, element: ast.expr) -> ast.Return:
    if not isinstance(node.value, ast.Tuple):
        return ast.Return(element)
    elements = [*node.value.elts[:index], element, *node.value.elts[index + 1 :]]
    return ast.Return(_changed(node.value, elts=elements))


def _loaded(target: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(target), mode="eval").body


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    arguments = node.args
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return [one.arg for one in every if one.arg not in ("self", "cls")]


def _returns(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.Return]:
    """The function's own return statements, not those of functions within it."""
    found: list[ast.Return] = []
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, ast.Return) and one.value is not None:
            found.append(one)
        elif not isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            waiting[:0] = list(ast.iter_child_nodes(one))
    return found


def _keeping(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Any:
    """A deep copy that keeps a list from one call to the next."""
    twin = copy.deepcopy(node)
    twin.args.kwonlyargs.append(ast.arg("_kept"))
    twin.args.kw_defaults.append(ast.List([], ast.Load()))
    return twin
