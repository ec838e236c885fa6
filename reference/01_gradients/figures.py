"""The handout's figures, drawn from the reference; see tools/figures.py."""

from __future__ import annotations

from typing import Any

import numpy as np
from calculus import chain_rule, tangent_line
from differences import numerical_derivative
from matplotlib.figure import Figure


def error_against_h() -> Figure:
    """Error of both difference quotients of exp at 1, for h from 1e-1 down to 1e-15."""
    steps = np.logspace(-15, -1, 113)
    central = [abs(numerical_derivative(np.exp, 1.0, h) - np.e) for h in steps]
    forward = [abs((np.exp(1.0 + h) - np.exp(1.0)) / h - np.e) for h in steps]
    figure = Figure(figsize=(6.4, 4.2))
    axes = figure.subplots()
    axes.loglog(steps, forward, label="forward difference")
    axes.loglog(steps, central, label="central difference")
    axes.axvline(1e-5, color="#777777", linewidth=1, linestyle=":")
    axes.text(1.25e-5, 3e-14, "h = 1e-5", color="#555555")
    for text, x, y, angle in (
        ("rounding: ε |f| / h", 5e-13, 2.5e-2, -33),
        ("truncation: h |f″| / 2", 8e-5, 2.2e-3, 33),
        ("truncation: h² |f‴| / 6", 9e-4, 8e-9, 52),
    ):
        axes.text(x, y, text, rotation=angle, ha="center", va="center")
    axes.set(
        xlabel="step h", ylabel="error of the derivative", ylim=(1e-14, 10), xlim=(1e-15, 1e-1)
    )
    axes.legend(loc="lower left")
    return figure


def one_side_or_both() -> Figure:
    """The tangent of a curve at x, beside the two lines that the quotients take for it."""

    def curve(x: np.ndarray) -> np.ndarray:
        return 0.25 * x**3 - 0.35 * x + 0.8

    x, h = 1.0, 0.8
    slope = 0.75 * x**2 - 0.35
    figure = Figure(figsize=(6.4, 3.6))
    axes = figure.subplots()
    grid = np.linspace(-0.3, 2.1, 200)
    axes.plot(grid, curve(grid), color="black", label="f")
    for left, right, label in (
        (x, x + h, "through x and x + h"),
        (x - h, x + h, "through x - h and x + h"),
    ):
        rise = (curve(np.array(right)) - curve(np.array(left))) / (right - left)
        (line,) = axes.plot(
            grid, curve(np.array(left)) + rise * (grid - left), linewidth=1.3, label=label
        )
        axes.plot([left, right], curve(np.array([left, right])), "o", color=line.get_color())
    axes.plot(grid, curve(np.array(x)) + slope * (grid - x), "--", linewidth=1.3, label="tangent")
    axes.plot([x], [curve(np.array(x))], "o", color="black")
    axes.set(xticks=[x - h, x, x + h], xticklabels=["x - h", "x", "x + h"], ylim=(0.2, 2.6))
    axes.set_yticks([])
    axes.legend(loc="upper left")
    return figure


def tangent_lines() -> Figure:
    """Tangents of a cubic where it rises, where it is flat, and where it falls."""

    def f(x: Any) -> Any:
        return x**3 / 3 - x

    def df(x: Any) -> Any:
        return x**2 - 1

    figure = Figure(figsize=(6.4, 3.6))
    axes = figure.subplots()
    grid = np.linspace(-2.4, 2.4, 300)
    axes.axhline(0, color="#777777", linewidth=0.8)
    axes.axvline(0, color="#777777", linewidth=0.8)
    axes.plot(grid, f(grid), color="black")
    for c, reach in (-1.7, 0.65), (-1.0, 0.7), (0.3, 1.0), (1.8, 1.8):
        slope, intercept = tangent_line(f, df, c)
        near = np.array([c - reach, c + (reach if c < 1 else 0.5)])
        (line,) = axes.plot(near, slope * near + intercept, label=f"c = {c:g}: slope {slope:.2g}")
        axes.plot([c], [f(c)], "o", color=line.get_color())
    slope, intercept = tangent_line(f, df, 1.8)
    axes.plot([0], [intercept], "s", color=line.get_color())
    axes.annotate(
        "intercept:\nheight at x = 0",
        (0, intercept),
        (-1.75, intercept - 0.25),
        arrowprops={"arrowstyle": "->", "color": "#555555"},
    )
    axes.set(xlim=(-2.5, 2.5), ylim=(-4.6, 2.4), xlabel="x")
    axes.legend(loc="lower right")
    return figure


def chain_rule_places() -> Figure:
    """Slopes of sin(x^2): with the outer derivative at g(x), and wrongly at x."""
    grid = np.linspace(0, 3, 400)
    right = chain_rule(np.sin, np.cos, np.square, lambda x: 2 * x)(grid)
    wrong = np.cos(grid) * 2 * grid
    figure = Figure(figsize=(6.4, 4.4))
    above, below = figure.subplots(2, sharex=True)
    above.plot(grid, np.sin(grid**2), color="black")
    above.set(ylabel="sin(x²)")
    below.plot(grid, right, label="cos(g(x)) · g'(x): right")
    below.plot(grid, wrong, "--", label="cos(x) · g'(x): wrong")
    for place in np.sqrt(np.pi / 2 + np.pi * np.arange(3)):
        for axes in above, below:
            axes.axvline(place, color="#777777", linewidth=1, linestyle=":")
    below.axhline(0, color="#777777", linewidth=0.8)
    below.set(xlabel="x", ylabel="slope")
    below.legend(loc="lower left")
    return figure


def sum_over_paths() -> Figure:
    """From x to h there are paths through u, v and w; each is a product of two derivatives."""
    figure = Figure(figsize=(6.4, 3.2))
    axes = figure.subplots()
    axes.axis("off")
    axes.set(xlim=(-0.2, 4.2), ylim=(-1.5, 1.5))
    places = {"x": (0.0, 0.0), "u": (2.0, 1.1), "v": (2.0, 0.0), "w": (2.0, -1.1), "h": (4.0, 0.0)}
    colors = {"u": "#0072b2", "v": "#d55e00", "w": "#009e73"}
    for name, color in colors.items():
        (x, y), end = places[name], places["h"]
        for start, stop, text in (
            (places["x"], (x, y), f"d{name}/dx"),
            ((x, y), end, f"∂h/∂{name}"),
        ):
            axes.annotate(
                "",
                stop,
                start,
                arrowprops={
                    "arrowstyle": "-|>",
                    "color": color,
                    "shrinkA": 16,
                    "shrinkB": 16,
                    "linewidth": 1.8,
                },
            )
            middle = ((start[0] + stop[0]) / 2, (start[1] + stop[1]) / 2 + 0.2)
            axes.text(*middle, text, color=color, ha="center", va="center")
    for name, place in places.items():
        axes.text(
            *place,
            name,
            ha="center",
            va="center",
            fontsize=13,
            bbox={"boxstyle": "circle,pad=0.45", "facecolor": "white", "edgecolor": "black"},
        )
    return figure
