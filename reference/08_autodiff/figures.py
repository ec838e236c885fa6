"""The handout's figures: every number in them is computed by the reference's own classes."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from dual import jvp
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from tensor import Tensor
from value import Value

BLUE, ORANGE, GREEN, PALE = "#0072b2", "#d55e00", "#009e73", "#dcecf5"
Place = tuple[float, float]


def _canvas(width: float, height: float, right: float, top: float) -> tuple[Figure, Axes]:
    """Axes without axes: a sheet to draw a graph on, (0, 0) to (right, top)."""
    figure, axes = plt.subplots(figsize=(width, height))
    axes.set(xlim=(0, right), ylim=(0, top), aspect="equal")
    axes.axis("off")
    return figure, axes


class _Node:
    """A node: what it is, above it its value, below it its gradient."""

    def __init__(self, axes: Axes, at: Place, text: str, data: str = "", grad: str = "") -> None:
        self.at = at
        self.half = 0.052 * len(text) + 0.2, 0.28  # of its width and height, for ten points
        box = {"boxstyle": "round,pad=0.45", "facecolor": PALE, "edgecolor": BLUE}
        axes.text(*at, text, ha="center", va="center", bbox=box, zorder=3)
        axes.text(at[0], at[1] + 0.42, data, ha="center", va="bottom", color=BLUE)
        axes.text(at[0], at[1] - 0.42, grad, ha="center", va="top", color=ORANGE)

    def border(self, other: _Node) -> Place:
        """Where the line to another node leaves this one."""
        way = [b - a for a, b in zip(self.at, other.at, strict=True)]
        part = min(h / abs(w) for h, w in zip(self.half, way, strict=True) if w)
        return self.at[0] + part * way[0], self.at[1] + part * way[1]


def _nodes(axes: Axes, *shown: tuple[Value, str, Place]) -> list[_Node]:
    return [_Node(axes, at, text, f"{v.data:g}", f"{v.grad:g}") for v, text, at in shown]


def _edge(axes: Axes, start: _Node, end: _Node, label: str = "", shift: Place = (0, 0.14)) -> None:
    """An arrow from what is used to what uses it; the label is the local derivative."""
    arrow = {"arrowstyle": "-|>", "color": "0.35", "shrinkA": 1, "shrinkB": 1}
    axes.annotate("", end.border(start), start.border(end), arrowprops=arrow)
    x, y = ((a + b) / 2 + s for a, b, s in zip(start.at, end.at, shift, strict=True))
    axes.text(x, y, label, ha="center", va="center", color=GREEN)


def _legend(axes: Axes, at: Place, gap: float) -> None:
    words = ("value, forward", BLUE), ("local derivative", GREEN), ("gradient, backward", ORANGE)
    for i, (text, color) in enumerate(words):
        axes.text(at[0] + i * gap, at[1], text, color=color, ha="left", va="center")


def graph_of_an_expression() -> Figure:
    """Forward and backward through (x y + 5)^2, with numbers that a person can follow."""
    x, y = Value(3.0), Value(-2.0)
    product = x * y
    total = product + 5.0
    out = total * total
    out.backward()
    figure, axes = _canvas(7.4, 3.2, 9.3, 4.0)
    nodes = _nodes(
        axes,
        (x, "x", (0.8, 2.9)),
        (y, "y", (0.8, 1.1)),
        (product, "p = x * y", (3.0, 2.0)),
        (total, "s = p + 5", (5.5, 2.0)),
        (out, "out = s * s", (8.2, 2.0)),
    )
    five = _Node(axes, (4.0, 0.55), "5")
    _edge(axes, nodes[0], nodes[2], f"y = {y.data:g}", (0.25, 0.22))
    _edge(axes, nodes[1], nodes[2], f"x = {x.data:g}", (0.3, -0.28))
    _edge(axes, nodes[2], nodes[3], "1", (0, 0.2))
    _edge(axes, five, nodes[3])
    _edge(axes, nodes[3], nodes[4], f"s + s = {2 * total.data:g}", (0, 0.22))
    _legend(axes, (0.4, 3.85), 2.7)
    return figure


def a_diamond() -> Figure:
    """Two paths from a to the result, whose derivatives add up."""
    a = Value(2.0)
    left, right = a * 3.0, a * a
    out = left * right
    out.backward()
    figure, axes = _canvas(7.0, 3.6, 8.6, 4.4)
    nodes = _nodes(
        axes,
        (a, "a", (0.9, 2.2)),
        (left, "b = 3 a", (3.8, 3.4)),
        (right, "c = a * a", (3.8, 1.0)),
        (out, "out = b * c", (7.4, 2.2)),
    )
    _edge(axes, nodes[0], nodes[1], "3", (-0.1, 0.25))
    _edge(axes, nodes[0], nodes[2], f"2 a = {2 * a.data:g}", (-0.45, -0.25))
    _edge(axes, nodes[1], nodes[3], f"c = {right.data:g}", (0.35, 0.25))
    _edge(axes, nodes[2], nodes[3], f"b = {left.data:g}", (0.35, -0.25))
    paths = f"{left.grad:g} · 3  +  {right.grad:g} · {2 * a.data:g}  =  {a.grad:g}"
    axes.text(0.3, 0.25, paths, color=ORANGE, ha="left")
    _legend(axes, (0.3, 4.3), 2.6)
    return figure


def _row(axes: Axes, title: str, arrows: Sequence[tuple[Place, Place]], color: str) -> None:
    inputs, outputs = [(0.6, y) for y in (0.5, 1.3, 2.1, 2.9)], [(4.2, 1.3), (4.2, 2.1)]
    hidden = [(2.4, y) for y in (0.9, 1.7, 2.5)]
    for layer, following in (inputs, hidden), (hidden, outputs):
        for one in layer:
            for other in following:
                axes.plot(*zip(one, other, strict=True), color="0.85", lw=0.8, zorder=0)
    for place in (*inputs, *hidden, *outputs):
        axes.plot(*place, "o", ms=13, mfc=PALE, mec=BLUE)
    for start, end in arrows:
        style = {"arrowstyle": "-|>", "color": color, "lw": 1.6, "shrinkA": 8, "shrinkB": 8}
        axes.annotate("", end, start, arrowprops=style)
    axes.set(xlim=(0, 4.8), ylim=(0, 3.6), title=title, aspect="equal")
    axes.axis("off")


def one_pass_each_way() -> Figure:
    """What one pass of either mode computes, of the Jacobian of four inputs and two outputs."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(7.2, 2.9))
    inputs, outputs = [(0.6, y) for y in (0.5, 1.3, 2.1, 2.9)], [(4.2, 1.3), (4.2, 2.1)]
    hidden = [(2.4, y) for y in (0.9, 1.7, 2.5)]
    from_one = [(inputs[3], h) for h in hidden] + [(h, o) for h in hidden for o in outputs]
    _row(left, "forward: from one input to all outputs", from_one, GREEN)
    to_one = [(outputs[1], h) for h in hidden] + [(h, i) for h in hidden for i in inputs]
    _row(right, "reverse: from one output to all inputs", to_one, ORANGE)
    return figure


class _Counted:
    """A function of n numbers, and how many passes through it a gradient takes."""

    def __init__(self) -> None:
        self.passes = 0

    def __call__(self, numbers: list[Value]) -> Value:
        self.passes += 1
        return sum(one * one for one in numbers)  # type: ignore[return-value]


def passes_for_a_gradient() -> Figure:
    """Passes through f for the gradient of one result by n inputs, counted."""
    sizes = [1, 10, 20, 40, 60, 80, 100]
    forward, reverse, differences = [], [], []
    for n in sizes:
        x = np.linspace(0.5, 1.5, n)
        counted = _Counted()
        for unit in np.eye(n):
            jvp(counted, x, unit)
        forward.append(counted.passes)
        counted = _Counted()
        counted([Value(one) for one in x]).backward()
        reverse.append(counted.passes + 1)  # and one back, along what was recorded
        differences.append(2 * n)
    figure, axes = plt.subplots(figsize=(6.2, 3.0))
    axes.plot(sizes, differences, "s:", label="central differences: 2 n", color="0.5")
    axes.plot(sizes, forward, "o-", label="forward mode: n", color=GREEN)
    axes.plot(sizes, reverse, "o-", label="reverse mode: one, and one back", color=ORANGE)
    axes.set(xlabel="n, the number of inputs", ylabel="passes through f")
    axes.legend()
    return figure


def _grid(axes: Axes, array: np.ndarray, at: Place, title: str, color: str, faded: int = 0) -> None:
    """An array as cells with their numbers; all rows but the first `faded` ones are pale."""
    rows = np.atleast_2d(array)
    for i, row in enumerate(rows):
        for j, number in enumerate(row):
            x, y = at[0] + j, at[1] - i
            face = "white" if faded and i >= faded else PALE
            style = "--" if faded and i >= faded else "-"
            axes.add_patch(
                Rectangle((x, y), 1, 1, facecolor=face, edgecolor=color, linestyle=style)
            )
            axes.text(x + 0.5, y + 0.5, f"{number:g}", ha="center", va="center", color=color)
    axes.text(at[0] + rows.shape[1] / 2, at[1] + 1.25, title, ha="center", va="bottom")


def broadcasting_and_back() -> Figure:
    """A row is repeated forward, and its gradient summed over the repetitions backward."""
    a = Tensor(np.arange(6.0).reshape(2, 3))
    b, upstream = (
        Tensor(np.array([10.0, 20.0, 30.0])),
        np.array([[1.0, 2.0, 3.0], [4.0, 0.0, -1.0]]),
    )
    out = a + b
    (out * upstream).backward()
    figure, axes = _canvas(7.2, 4.0, 13.5, 8.4)
    _grid(axes, a.data, (0.5, 6.2), "a (2, 3)", BLUE)
    axes.text(4.25, 6.2, "+", ha="center", va="center", size=14)
    _grid(axes, np.broadcast_to(b.data, (2, 3)), (5, 6.2), "b (3,), repeated", BLUE, faded=1)
    axes.text(8.9, 6.2, "=", ha="center", va="center", size=14)
    _grid(axes, out.data, (9.8, 6.2), "a + b (2, 3)", BLUE)
    _grid(axes, upstream, (9.8, 2.0), "gradient by a + b", ORANGE)
    axes.annotate("", (8.4, 2.0), (9.5, 2.0), arrowprops={"arrowstyle": "-|>", "color": ORANGE})
    _grid(axes, b.grad, (5, 2.0), "by b (3,): summed", ORANGE)
    _grid(axes, a.grad, (0.5, 2.0), "by a (2, 3): as it is", ORANGE)
    return figure
