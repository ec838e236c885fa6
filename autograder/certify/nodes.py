"""Building nodes of syntax trees from nodes that stay as they are, and reading what they say."""

from __future__ import annotations

import ast
import copy
from typing import Any


def changed(node: Any, **fields: Any) -> Any:
    """A shallow copy with other fields."""
    twin = copy.copy(node)
    for name, value in fields.items():
        setattr(twin, name, value)
    return twin


def with_keyword(node: ast.Call, index: int, value: ast.expr) -> Any:
    """The call with another value for its keyword number `index`."""
    keyword = changed(node.keywords[index], value=value)
    return changed(node, keywords=[*node.keywords[:index], keyword, *node.keywords[index + 1 :]])


def without_keyword(node: ast.Call, index: int) -> Any:
    """The call without its keyword number `index`."""
    return changed(node, keywords=[*node.keywords[:index], *node.keywords[index + 1 :]])


def other_axes(axis: ast.expr) -> list[ast.expr]:
    """The axes that a person could have written instead: of a matrix the other one, and none."""
    if isinstance(axis, ast.Constant) and type(axis.value) is int:
        return [ast.Constant(0 if axis.value else 1), ast.Constant(None)]
    if isinstance(axis, ast.UnaryOp):  # -1
        return [ast.Constant(0), ast.Constant(None)]
    return []


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def is_module(node: ast.expr) -> bool:
    """Whether it is a module, and not an object with methods."""
    return isinstance(node, ast.Name) and node.id in ("np", "numpy", "math", "copy")


def receiver(node: ast.Call) -> ast.expr:
    """``x`` of ``x.f(...)`` and of ``np.f(x, ...)``."""
    if isinstance(node.func, ast.Attribute) and not is_module(node.func.value):
        return node.func.value
    return node.args[0]


def attribute(node: ast.expr, name: str) -> ast.expr:
    """``node.name``."""
    return ast.Attribute(node, name, ast.Load())


def call(function: str, *args: ast.expr, **keywords: ast.expr) -> ast.Call:
    """``function(*args, **keywords)``; `function` is source text."""
    func = ast.parse(function, mode="eval").body
    return ast.Call(func, list(args), [ast.keyword(k, v) for k, v in keywords.items()])


def plus(node: ast.expr, amount: float) -> ast.expr:
    """``node + amount``, or ``node - amount`` where that is negative."""
    op = ast.Add() if amount > 0 else ast.Sub()
    return ast.BinOp(node, op, ast.Constant(abs(amount)))


def is_computed(node: ast.expr) -> bool:
    """Whether it can be a number: no tuple, no string, no display."""
    literal = isinstance(node, ast.Constant) and not isinstance(node.value, (int, float))
    return not literal and not isinstance(node, (ast.Tuple, ast.List, ast.Dict, ast.Lambda))


def elements(node: ast.Return) -> list[ast.expr]:
    """What is returned: the elements of a tuple, or the one value, or nothing."""
    if isinstance(node.value, ast.Tuple):
        return node.value.elts
    return [] if node.value is None else [node.value]


def with_element(node: ast.Return, index: int, element: ast.expr) -> ast.Return:
    """The return statement with another element number `index`."""
    if not isinstance(node.value, ast.Tuple):
        return ast.Return(element)
    others = [*node.value.elts[:index], element, *node.value.elts[index + 1 :]]
    return ast.Return(changed(node.value, elts=others))


def loaded(target: ast.expr) -> ast.expr:
    """The same expression as something to read, and not to assign to."""
    return ast.parse(ast.unparse(target), mode="eval").body


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The names of all parameters but `self` and `cls`, and those with stars."""
    arguments = node.args
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return [one.arg for one in every if one.arg not in ("self", "cls")]


def returns(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.Return]:
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


def keeping(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Any:
    """A deep copy that keeps a list from one call to the next."""
    twin = copy.deepcopy(node)
    twin.args.kwonlyargs.append(ast.arg("_kept"))
    twin.args.kw_defaults.append(ast.List([], ast.Load()))
    return twin
