"""Wrong solutions that students write, each with the hint it earns.

Every function here replaces one function of the assignment. Its docstring ends the sentence "looks
like:" that a student reads; `hint` says where to look next; `row` is the label in our catalogue of
mistakes, None for one foreseen by us. The decorator's arguments are literals: they are read without
running this. The reference modules are imported by their bare names, as a submission's own are.

Each mistake stays within one exercise, and otherwise uses the reference, so nothing else differs.
Several overflow or divide by zero, with NumPy's warning, because that is the mistake. This module
is long because it is a list; its sections are the exercises in their order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from calculus import (
    Function,
    chain_rule,
    d_cos,
    d_cot,
    d_csc,
    d_sec,
    d_sin,
    d_tan,
    tangent_line,
    total_derivative,
)
from differences import (
    gradient_check,
    numerical_derivative,
    numerical_gradient,
    numerical_jacobian,
)

from autograder import instead_of

Array = np.ndarray
Scalar = Callable[[float], float]
Field = Callable[[Array], float]
Map = Callable[[Array], Array]

_latest: dict[str, Any] = {}
"""What the mistakes that keep state between calls remember."""


# Numerical derivative


@instead_of(
    "numerical_derivative",
    hint="How far apart are x + h and x - h?",
    row="ND1",
)
def divided_by_h(f: Scalar, x: float, h: float = 1e-5) -> float:
    """The central difference is divided by h, but its two points are 2 h apart."""
    return (f(x + h) - f(x - h)) / h


@instead_of(
    "numerical_derivative",
    hint="Division comes before subtraction: put the difference into parentheses.",
    row="ND2",
)
def only_the_second_value_divided(f: Scalar, x: float, h: float = 1e-5) -> float:
    """Only the second value is divided: f(x + h) - f(x - h) / (2 h)."""
    return f(x + h) - f(x - h) / (2 * h)


@instead_of(
    "numerical_derivative",
    hint="Division comes before subtraction: put the difference into parentheses.",
    row="ND2",
)
def only_the_second_value_divided_one_sided(f: Scalar, x: float, h: float = 1e-5) -> float:
    """Only the second value is divided: f(x + h) - f(x) / h."""
    return f(x + h) - f(x) / h


@instead_of(
    "numerical_derivative",
    hint="a / 2 * h is (a / 2) * h. Where do parentheses belong?",
    row="ND2",
)
def multiplied_by_h(f: Scalar, x: float, h: float = 1e-5) -> float:
    """The difference is divided by 2 and multiplied by h: / 2 * h without parentheses."""
    return (f(x + h) - f(x - h)) / 2 * h


@instead_of(
    "numerical_derivative",
    hint="Step to both sides of x: the errors of the two halves cancel.",
    row="ND3",
)
def forward_difference(f: Scalar, x: float, h: float = 1e-5) -> float:
    """It is a forward difference, (f(x + h) - f(x)) / h, with an error proportional to h."""
    return (f(x + h) - f(x)) / h


@instead_of(
    "numerical_derivative",
    hint="Step to both sides of x: the errors of the two halves cancel.",
    row="ND3",
)
def backward_difference(f: Scalar, x: float, h: float = 1e-5) -> float:
    """It is a backward difference, (f(x) - f(x - h)) / h, with an error proportional to h."""
    return (f(x) - f(x - h)) / h


@instead_of(
    "numerical_derivative",
    hint="The two points should have x in their middle.",
    row="ND3",
)
def forward_over_two_steps(f: Scalar, x: float, h: float = 1e-5) -> float:
    """Both points are on one side: (f(x + 2 h) - f(x)) / (2 h)."""
    return (f(x + 2 * h) - f(x)) / (2 * h)


@instead_of(
    "numerical_derivative",
    hint="A one-sided difference is divided by h; only points 2 h apart are divided by 2 h.",
)
def forward_difference_halved(f: Scalar, x: float, h: float = 1e-5) -> float:
    """A difference of points that are h apart is divided by 2 h."""
    return (f(x + h) - f(x)) / (2 * h)


@instead_of(
    "numerical_derivative",
    hint="If the points are h / 2 to either side, how far apart are they?",
)
def half_steps_divided_by_two_h(f: Scalar, x: float, h: float = 1e-5) -> float:
    """The points are x + h/2 and x - h/2, but the difference is divided by 2 h."""
    return (f(x + h / 2) - f(x - h / 2)) / (2 * h)


@instead_of(
    "numerical_derivative",
    hint="For a rising f the derivative is positive: which of the two values is larger then?",
)
def difference_the_other_way_round(f: Scalar, x: float, h: float = 1e-5) -> float:
    """The difference is taken the other way round: f(x - h) - f(x + h)."""
    return (f(x - h) - f(x + h)) / (2 * h)


@instead_of(
    "numerical_derivative",
    hint="h is an argument with a default. Where does your step come from?",
)
def step_of_its_own(f: Scalar, x: float, h: float = 1e-5) -> float:
    """The step is a constant of its own; the argument h is not used."""
    return numerical_derivative(f, x)


@instead_of(
    "numerical_derivative",
    hint="Below 1e-7 rounding takes over: a difference of nearly equal values has few digits.",
    row="ND5",
)
def step_too_small(f: Scalar, x: float, h: float = 1e-5) -> float:
    """The step is 1e-10 whatever h is: smaller is not better, rounding is divided by it."""
    return numerical_derivative(f, x, 1e-10)


@instead_of(
    "numerical_derivative",
    hint="float32 has 7 digits, and a step of 1e-5 needs 5 of them: convert x to float first.",
    row="ND5",
)
def step_in_float32(f: Scalar, x: float, h: float = 1e-5) -> float:
    """The step is taken in the precision of x, so a float32 loses most of it."""
    if not isinstance(x, np.float32):
        return numerical_derivative(f, x, h)
    up, down = np.float32(x + h), np.float32(x - h)
    return (f(float(up)) - f(float(down))) / (2 * h)


@instead_of(
    "numerical_derivative",
    hint="1.00001 as an integer is 1. What do x + h and x - h have to be?",
    row="ND6",
)
def step_in_integers(f: Scalar, x: float, h: float = 1e-5) -> float:
    """For an integer x the points are cut to integers, so the step is lost."""
    if not isinstance(x, int):
        return numerical_derivative(f, x, h)
    return (f(int(x + h)) - f(int(x - h))) / (2 * h)


@instead_of(
    "numerical_derivative",
    hint="Try x = 0: how large is your step there?",
)
def step_relative_to_x(f: Scalar, x: float, h: float = 1e-5) -> float:
    """The step is h times x, so it is 0 at x = 0."""
    step = np.float64(h * x)
    return (f(x + step) - f(x - step)) / (2 * step)


@instead_of(
    "numerical_derivative",
    hint="// rounds down to a whole number. Which division do you want?",
)
def divided_with_two_strokes(f: Scalar, x: float, h: float = 1e-5) -> float:
    """The division is //, which rounds down to a whole number."""
    return (f(x + h) - f(x - h)) // (2 * h)


@instead_of(
    "numerical_derivative",
    hint="A derivative is a difference of two values. What are you dividing?",
)
def sum_of_the_values(f: Scalar, x: float, h: float = 1e-5) -> float:
    """The two values are added, not subtracted."""
    return (f(x + h) + f(x - h)) / (2 * h)


@instead_of(
    "numerical_derivative",
    hint="Return the number as it is: who wants fewer digits can print fewer.",
)
def derivative_rounded(f: Scalar, x: float, h: float = 1e-5) -> float:
    """The result is rounded to four decimals."""
    return float(np.round(numerical_derivative(f, x, h), 4))


@instead_of("numerical_derivative", hint="Slopes can be negative: is there an abs too many?")
def derivative_without_sign(f: Scalar, x: float, h: float = 1e-5) -> float:
    """The result is the absolute value: a falling function seems to rise."""
    return abs(numerical_derivative(f, x, h))


@instead_of("numerical_derivative", hint="Does every path through your function end in a return?")
def derivative_not_returned(f: Scalar, x: float, h: float = 1e-5) -> None:
    """The derivative is computed and not returned."""
    numerical_derivative(f, x, h)


@instead_of("numerical_derivative", hint="Print less, return more: the result belongs in a float.")
def derivative_in_a_list(f: Scalar, x: float, h: float = 1e-5) -> Any:
    """The result is an array with one element, where a number is wanted."""
    return np.array([numerical_derivative(f, x, h)])


# Tangent line


@instead_of(
    "tangent_line",
    hint="The intercept is the line's height at x = 0. How far is it from c to 0?",
)
def intercept_is_the_height_at_c(f: Scalar, df: Scalar, c: float) -> tuple[float, float]:
    """The intercept is f(c): the height at c, not at 0."""
    return df(c), f(c)


@instead_of(
    "tangent_line",
    hint="Solve f(c) = slope * c + intercept for the intercept: what changes sides changes sign.",
)
def intercept_with_the_wrong_sign(f: Scalar, df: Scalar, c: float) -> tuple[float, float]:
    """The term slope * c is added to f(c), not subtracted."""
    return df(c), f(c) + df(c) * c


@instead_of(
    "tangent_line",
    hint="Solve f(c) = slope * c + intercept for the intercept.",
)
def intercept_of_the_opposite_sign(f: Scalar, df: Scalar, c: float) -> tuple[float, float]:
    """The intercept is slope * c - f(c), of the opposite sign."""
    return df(c), df(c) * c - f(c)


@instead_of(
    "tangent_line",
    hint="The line touches the graph at c, and has left it at 0.",
)
def intercept_is_the_height_of_f_at_zero(f: Scalar, df: Scalar, c: float) -> tuple[float, float]:
    """The intercept is f(0): where the curve meets the axis, not where the line does."""
    return df(c), f(0.0)


@instead_of(
    "tangent_line",
    hint="Going from c to 0 is going c steps of slope df(c): is c in your intercept?",
)
def intercept_without_c(f: Scalar, df: Scalar, c: float) -> tuple[float, float]:
    """The intercept is f(c) - slope: one step back, whatever c is."""
    return df(c), f(c) - df(c)


@instead_of(
    "tangent_line",
    hint="Where the line crosses the horizontal axis is its root, not its intercept.",
)
def intercept_is_the_root(f: Scalar, df: Scalar, c: float) -> tuple[float, float]:
    """The intercept is where the line crosses the horizontal axis: c - f(c) / slope."""
    return df(c), c - f(c) / df(c)


@instead_of("tangent_line", hint="The docstring names the order: slope first, then intercept.")
def slope_and_intercept_swapped(f: Scalar, df: Scalar, c: float) -> tuple[float, float]:
    """The two results are in the wrong order."""
    slope, intercept = tangent_line(f, df, c)
    return intercept, slope


@instead_of("tangent_line", hint="f gives heights, df gives slopes.")
def slope_is_the_value(f: Scalar, df: Scalar, c: float) -> tuple[float, float]:
    """The slope is f(c): the height, where df(c) is the steepness."""
    return f(c), f(c) - f(c) * c


@instead_of("tangent_line", hint="The slope of the line through 0 and your point is a secant's.")
def slope_is_a_secant(f: Scalar, df: Scalar, c: float) -> tuple[float, float]:
    """The slope is f(c) / c: the line through the origin, not the tangent."""
    return f(c) / c, 0.0


@instead_of("tangent_line", hint="df is given, and exact: what is it for?")
def slope_by_a_difference_quotient(f: Scalar, df: Scalar, c: float) -> tuple[float, float]:
    """The slope is a difference quotient of f, although df is given."""
    slope = numerical_derivative(f, c)
    return slope, f(c) - slope * c


@instead_of("tangent_line", hint="A slope is rise over run. The angle is its arctangent.")
def slope_is_an_angle(f: Scalar, df: Scalar, c: float) -> tuple[float, float]:
    """The slope is returned as an angle, arctan(df(c))."""
    return float(np.arctan(df(c))), f(c) - df(c) * c


@instead_of("tangent_line", hint="A falling function has a negative slope: is there an abs?")
def slope_without_sign(f: Scalar, df: Scalar, c: float) -> tuple[float, float]:
    """The slope is the absolute value of the derivative."""
    slope = abs(df(c))
    return slope, f(c) - slope * c


@instead_of(
    "tangent_line", hint="Minus one over the slope belongs to the normal, at a right angle."
)
def normal_line(f: Scalar, df: Scalar, c: float) -> tuple[float, float]:
    """It is the normal, the line at a right angle to the tangent: slope -1 / df(c)."""
    return -1 / df(c), f(c) + c / df(c)


@instead_of("tangent_line", hint="df takes a place, c. Which place did you give it?")
def slope_at_the_value(f: Scalar, df: Scalar, c: float) -> tuple[float, float]:
    """The derivative is taken at f(c), not at c."""
    slope = df(f(c))
    return slope, f(c) - slope * c


@instead_of("tangent_line", hint="Return two numbers: the line's slope and its intercept.")
def line_as_a_function(f: Scalar, df: Scalar, c: float) -> Any:
    """The line comes back as its value at c alone, not as slope and intercept."""
    return f(c)


# The derivative table


@instead_of("d_sin", hint="Where the sine rises fastest, at 0, what is your answer?", row="CA1")
def d_sin_with_a_minus(x: Array) -> Array:
    """The derivative of the sine has a minus sign too many."""
    return -np.cos(x)


@instead_of("d_sin", hint="Where the sine is highest its slope is 0. Is yours?")
def d_sin_is_the_sine(x: Array) -> Array:
    """The derivative of the sine is taken to be the sine itself."""
    return np.sin(x)


@instead_of("d_sin", hint="x is in radians already.")
def d_sin_in_degrees(x: Array) -> Array:
    """The angle is converted from degrees, but it is in radians."""
    return np.cos(np.radians(x))


@instead_of("d_sin", hint="The table is exact: no step h, no difference quotient.")
def d_sin_by_differences(x: Array) -> Array:
    """The derivative is a difference quotient of the sine, not the entry of the table."""
    return (np.sin(np.add(x, 1e-5)) - np.sin(np.subtract(x, 1e-5))) / 2e-5


@instead_of("d_sin", hint="math.cos takes one number; np.cos takes them all.")
def d_sin_of_numbers_only(x: Any) -> Any:
    """It works for one number only: the math module knows no arrays."""
    return math.cos(x)


@instead_of("d_sin", hint="Work on a copy: the argument belongs to the caller.")
def d_sin_in_place(x: Array) -> Array:
    """The result is written into x."""
    if not isinstance(x, np.ndarray) or x.dtype.kind != "f":
        return d_sin(x)
    return np.cos(x, out=x)


@instead_of("d_sin", hint="np.zeros_like(x) holds integers when x does, and cuts off fractions.")
def d_sin_in_the_dtype_of_x(x: Array) -> Array:
    """The result takes its dtype from x, so integers cut off all fractions."""
    return np.asarray(d_sin(x)).astype(np.asarray(x).dtype)


@instead_of("d_cos", hint="To the right of 0 the cosine falls: is your answer negative?", row="CA1")
def d_cos_without_the_minus(x: Array) -> Array:
    """The derivative of the cosine has lost its minus sign."""
    return np.sin(x)


@instead_of("d_cos", hint="Where the cosine is highest its slope is 0. Is yours?")
def d_cos_is_minus_the_cosine(x: Array) -> Array:
    """The derivative of the cosine is taken to be minus the cosine."""
    return -np.cos(x)


@instead_of("d_cos", hint="sin(-x) is -sin(x), but is cos(-x) what you want?")
def d_cos_with_the_minus_inside(x: Array) -> Array:
    """The minus sign stands inside, on a cosine: cos(-x)."""
    return np.cos(np.negative(x))


@instead_of("d_cos", hint="np.zeros_like(x) holds integers when x does, and cuts off fractions.")
def d_cos_in_the_dtype_of_x(x: Array) -> Array:
    """The result takes its dtype from x, so integers cut off all fractions."""
    return np.asarray(d_cos(x)).astype(np.asarray(x).dtype)


@instead_of("d_cos", hint="A number has no length and no index. np.sin takes it as it is.")
def d_cos_with_a_loop(x: Array) -> Array:
    """It loops over the elements of x, so a single number fails."""
    return np.array([d_cos(element) for element in x])


@instead_of("d_tan", hint="tan is sin / cos: the quotient rule squares the denominator.", row="CA2")
def d_tan_without_the_square(x: Array) -> Array:
    """The derivative of the tangent is 1 / cos: the square is missing."""
    return 1 / np.cos(x)


@instead_of("d_tan", hint="Multiplying is not dividing: is the cosine above or below the line?")
def d_tan_is_the_cosine_squared(x: Array) -> Array:
    """The derivative of the tangent is cos^2, not one over it."""
    return np.cos(x) ** 2


@instead_of("d_tan", hint="The tangent rises wherever it is defined. Can yours be negative?")
def d_tan_with_a_minus(x: Array) -> Array:
    """The derivative of the tangent has a minus sign too many."""
    return -1 / np.cos(x) ** 2


@instead_of("d_tan", hint="1 / cos^2 is 1 + tan^2. Check the sign at a place of your choice.")
def d_tan_is_one_minus_its_square(x: Array) -> Array:
    """The derivative is 1 - tan^2, as for the hyperbolic tangent; here it is 1 + tan^2."""
    return 1 - np.tan(x) ** 2


@instead_of("d_tan", hint="The derivative of a quotient is not the quotient of derivatives.")
def d_tan_is_a_quotient_of_derivatives(x: Array) -> Array:
    """Numerator and denominator are differentiated apart: cos / -sin."""
    return np.cos(x) / -np.sin(x)


@instead_of("d_tan", hint="cos(x)**2 is the square of the cosine; cos(x**2) is another function.")
def d_tan_squares_the_angle(x: Array) -> Array:
    """The angle is squared, not its cosine: 1 / cos(x^2)."""
    return 1 / np.cos(np.square(x))


@instead_of("d_tan", hint="np.zeros_like(x) holds integers when x does, and cuts off fractions.")
def d_tan_in_the_dtype_of_x(x: Array) -> Array:
    """The result takes its dtype from x, so integers cut off all fractions."""
    return np.asarray(d_tan(x)).astype(np.asarray(x).dtype)


@instead_of("d_cot", hint="The cotangent falls wherever it is defined. Does yours?", row="CA1")
def d_cot_without_the_minus(x: Array) -> Array:
    """The derivative of the cotangent has lost its minus sign."""
    return 1 / np.sin(x) ** 2


@instead_of("d_cot", hint="cot is cos / sin: which of the two is in the denominator?")
def d_cot_over_the_cosine(x: Array) -> Array:
    """The derivative of the cotangent has the tangent's denominator, cos^2."""
    return -1 / np.cos(x) ** 2


@instead_of("d_cot", hint="cot is cos / sin: the quotient rule squares the denominator.", row="CA2")
def d_cot_without_the_square(x: Array) -> Array:
    """The derivative of the cotangent is -1 / sin: the square is missing."""
    return -1 / np.sin(x)


@instead_of(
    "d_cot", hint="One over the tangent's derivative is not the derivative of one over tan."
)
def d_cot_is_one_over_d_tan(x: Array) -> Array:
    """The derivative of 1 / tan is taken to be 1 / tan'."""
    return np.cos(x) ** 2


@instead_of("d_cot", hint="np.zeros_like(x) holds integers when x does, and cuts off fractions.")
def d_cot_in_the_dtype_of_x(x: Array) -> Array:
    """The result takes its dtype from x, so integers cut off all fractions."""
    return np.asarray(d_cot(x)).astype(np.asarray(x).dtype)


@instead_of("d_sec", hint="sec(x)^2 belongs to another function of the table.", row="CA2")
def d_sec_is_sec_squared(x: Array) -> Array:
    """The derivative of the secant is taken to be sec^2, which is the tangent's."""
    return 1 / np.cos(x) ** 2


@instead_of("d_sec", hint="The chain rule on 1 / cos: (-1 / cos^2) times (-sin).", row="CA1")
def d_sec_with_a_minus(x: Array) -> Array:
    """The derivative of the secant has a minus sign too many."""
    return -np.sin(x) / np.cos(x) ** 2


@instead_of("d_sec", hint="The chain rule on 1 / cos has two factors: where is the second?")
def d_sec_without_the_inner_derivative(x: Array) -> Array:
    """The inner derivative is missing: -1 / cos^2."""
    return -1 / np.cos(x) ** 2


@instead_of("d_sec", hint="1 / cos: the outer derivative has a square in the denominator.")
def d_sec_is_the_tangent(x: Array) -> Array:
    """The derivative of the secant is sin / cos: the square is missing."""
    return np.sin(x) / np.cos(x)


@instead_of(
    "d_sec", hint="sec is 1 / cos, and csc is 1 / sin: the other way round than they sound."
)
def d_sec_is_d_csc(x: Array) -> Array:
    """The secant is taken to be 1 / sin."""
    return d_csc(x)


@instead_of("d_sec", hint="np.zeros_like(x) holds integers when x does, and cuts off fractions.")
def d_sec_in_the_dtype_of_x(x: Array) -> Array:
    """The result takes its dtype from x, so integers cut off all fractions."""
    return np.asarray(d_sec(x)).astype(np.asarray(x).dtype)


@instead_of("d_csc", hint="To the right of 0 the cosecant falls: is yours negative?", row="CA1")
def d_csc_without_the_minus(x: Array) -> Array:
    """The derivative of the cosecant has lost its minus sign."""
    return np.cos(x) / np.sin(x) ** 2


@instead_of("d_csc", hint="csc(x)^2 belongs to another function of the table.", row="CA2")
def d_csc_is_minus_csc_squared(x: Array) -> Array:
    """The derivative of the cosecant is taken to be -csc^2, which is the cotangent's."""
    return -1 / np.sin(x) ** 2


@instead_of("d_csc", hint="1 / sin: the outer derivative has a square in the denominator.")
def d_csc_is_minus_the_cotangent(x: Array) -> Array:
    """The derivative of the cosecant is -cos / sin: the square is missing."""
    return -np.cos(x) / np.sin(x)


@instead_of(
    "d_csc", hint="sec is 1 / cos, and csc is 1 / sin: the other way round than they sound."
)
def d_csc_is_d_sec(x: Array) -> Array:
    """The cosecant is taken to be 1 / cos."""
    return d_sec(x)


@instead_of("d_csc", hint="np.zeros_like(x) holds integers when x does, and cuts off fractions.")
def d_csc_in_the_dtype_of_x(x: Array) -> Array:
    """The result takes its dtype from x, so integers cut off all fractions."""
    return np.asarray(d_csc(x)).astype(np.asarray(x).dtype)


# Chain rule


@instead_of(
    "chain_rule",
    hint="Where is f evaluated in f(g(x))? There its derivative is taken as well.",
    row="CA3",
)
def outer_derivative_at_x(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """The outer derivative is taken at x: df(x) * dg(x), where df(g(x)) is wanted."""
    return lambda x: df(x) * dg(x)


@instead_of("chain_rule", hint="Two factors: how fast f changes with g, and how fast g with x.")
def inner_derivative_missing(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """The inner derivative is missing: df(g(x)) alone."""
    return lambda x: df(g(x))


@instead_of("chain_rule", hint="Rates multiply: twice as fast as three times as fast is six times.")
def derivatives_added(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """The two derivatives are added, not multiplied."""
    return lambda x: df(g(x)) + dg(x)


@instead_of("chain_rule", hint="dg(x) is a factor, not a place.")
def derivatives_composed(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """The derivatives are composed, as the functions are: df(dg(x))."""
    return lambda x: df(dg(x))


@instead_of("chain_rule", hint="The inner function is evaluated at x, and so is its derivative.")
def both_derivatives_at_g(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """Both derivatives are taken at g(x): the inner one belongs at x."""
    return lambda x: df(g(x)) * dg(g(x))


@instead_of("chain_rule", hint="Which function is applied first in f(g(x))?")
def functions_the_other_way_round(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """It is the derivative of g(f(x)): outer and inner function are exchanged."""
    return chain_rule(g, dg, f, df)


@instead_of("chain_rule", hint="f(g(x)) is a composition, not a product.")
def product_rule(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """It is the product rule: the derivative of f(x) * g(x)."""
    return lambda x: df(x) * g(x) + f(x) * dg(x)


@instead_of("chain_rule", hint="f(g(x)) is a composition, not a product.")
def product_rule_at_g(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """It mixes in the product rule: df(g(x)) * g(x) + f(g(x)) * dg(x)."""
    return lambda x: df(g(x)) * g(x) + f(g(x)) * dg(x)


@instead_of(
    "chain_rule", hint="df is the outer derivative, f the outer function: which do you call?"
)
def outer_function_not_derived(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """The outer function itself is multiplied: f(g(x)) * dg(x)."""
    return lambda x: f(g(x)) * dg(x)


@instead_of(
    "chain_rule", hint="dg is the inner derivative, g the inner function: which do you call?"
)
def inner_function_not_derived(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """The inner function itself is multiplied: df(g(x)) * g(x)."""
    return lambda x: df(g(x)) * g(x)


@instead_of("chain_rule", hint="Return the derivative of the composition, not the composition.")
def composition_not_derived(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """What is returned is the composition f(g(x)), not its derivative."""
    return lambda x: f(g(x))


@instead_of("chain_rule", hint="df and dg are given, and exact: what are they for?")
def composition_by_differences(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """It is a difference quotient of f(g(x)), although df and dg are given."""
    return lambda x: (f(g(x + 1e-5)) - f(g(x - 1e-5))) / 2e-5


@instead_of(
    "chain_rule",
    hint="Return a function: nobody has told you x yet. def derivative(x): ... or lambda x: ...",
)
def chain_rule_returns_no_function(f: Function, df: Function, g: Function, dg: Function) -> float:
    """It returns a number, where a function of x is wanted."""
    return float(df(g(np.array(1.0))) * dg(np.array(1.0)))


@instead_of(
    "chain_rule", hint="A product of functions is a new function: lambda x: df(...) * dg(x)."
)
def functions_multiplied(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """Functions are composed and multiplied as if they were numbers: df(g) * dg."""
    return df(g) * dg  # type: ignore[arg-type]


@instead_of("chain_rule", hint="math's functions and float() take one number; x may be an array.")
def chain_rule_for_numbers_only(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """What it returns works for one number only, because it converts with float()."""
    composed = chain_rule(f, df, g, dg)
    return lambda x: float(composed(x))  # type: ignore[return-value]


@instead_of("chain_rule", hint="Elements stay apart: @ and np.dot add up their products.")
def chain_rule_adds_up_elements(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """For arrays the products are added up, where each element is its own derivative."""
    return lambda x: np.sum(df(g(x)) * dg(x))


@instead_of(
    "chain_rule", hint="Keep f, df, g and dg in the function that you return: a closure does."
)
def derivatives_share_their_functions(
    f: Function, df: Function, g: Function, dg: Function
) -> Function:
    """The functions are kept in a global variable, so the last call wins for all."""
    _latest["chain"] = df, g, dg

    def composed(x: Array) -> Array:
        df, g, dg = _latest["chain"]
        return df(g(x)) * dg(x)

    return composed


@instead_of("chain_rule", hint="Is the first answer remembered? Another x has another derivative.")
def derivative_remembered(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """The first derivative that was computed is returned by every later one."""
    composed = chain_rule(f, df, g, dg)
    _latest.pop("first", None)
    return lambda x: _latest.setdefault("first", composed(x))


@instead_of(
    "chain_rule",
    hint="a *= b writes into a, and a may be the caller's: a * b makes a new array.",
)
def slope_multiplied_in_place(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """The array that dg returned is multiplied in place: where dg returns its argument, it is x."""

    def composed(x: Array) -> Array:
        slope = dg(x)
        slope *= df(g(x))
        return slope

    return composed


# Total derivative

Parts = Sequence[Scalar]


def _paths(dh: Any, parts: Parts, dparts: Parts, x: float) -> tuple[Array, Array]:
    """The two factors of each path's product."""
    return dh(*(part(x) for part in parts)), np.array([dpart(x) for dpart in dparts])


@instead_of(
    "total_derivative", hint="x reaches h by every u_i: which paths are missing?", row="CA4"
)
def only_the_first_path(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """Only the path through u_1 is counted."""
    outer, inner = _paths(dh, parts, dparts, x)
    return float(outer[0] * inner[0])


@instead_of(
    "total_derivative",
    hint="Is the total overwritten in your loop? Paths are added: +=, from 0.",
    row="CA4",
)
def only_the_last_path(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """Only the last path is counted: the total is overwritten, not added to."""
    outer, inner = _paths(dh, parts, dparts, x)
    return float(outer[-1] * inner[-1])


@instead_of("total_derivative", hint="range(n - 1) ends before n - 1. Is a return in the loop?")
def last_path_missing(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """The last path is missing."""
    outer, inner = _paths(dh, parts, dparts, x)
    return float(sum(outer[:-1] * inner[:-1]))


@instead_of("total_derivative", hint="h takes the u_i: so do its partial derivatives.", row="CA3")
def partials_at_x(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """The partial derivatives of h are taken at x, not at the u_i."""
    return float(sum(dh(*[x for _ in parts]) * np.array([dpart(x) for dpart in dparts])))


@instead_of("total_derivative", hint="h takes the u_i: so do its partial derivatives.")
def partials_at_the_derivatives(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """The partial derivatives of h are taken at the derivatives of the parts."""
    inner = [dpart(x) for dpart in dparts]
    return float(sum(dh(*inner) * inner))


@instead_of("total_derivative", hint="Each part is a function of x, and so is its derivative.")
def part_derivatives_at_u(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """The derivative of each part is taken at u_i, not at x."""
    u = [part(x) for part in parts]
    return float(sum(dh(*u) * np.array([du(at) for du, at in zip(dparts, u, strict=True)])))


@instead_of("total_derivative", hint="Each path has two factors: dh/du_i and du_i/dx.")
def sum_of_the_partials(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """Only the partial derivatives of h are added: du/dx is missing."""
    return float(sum(_paths(dh, parts, dparts, x)[0]))


@instead_of("total_derivative", hint="Each path has two factors: dh/du_i and du_i/dx.")
def sum_of_the_part_derivatives(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """Only the derivatives of the parts are added: dh/du is missing."""
    return float(sum(_paths(dh, parts, dparts, x)[1]))


@instead_of("total_derivative", hint="Along a path one multiplies, over the paths one adds.")
def product_over_the_paths(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """The paths are multiplied, not added."""
    outer, inner = _paths(dh, parts, dparts, x)
    return float(np.prod(outer * inner))


@instead_of("total_derivative", hint="Along a path one multiplies, over the paths one adds.")
def factors_added(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """The two factors of each path are added, not multiplied."""
    outer, inner = _paths(dh, parts, dparts, x)
    return float(sum(outer + inner))


@instead_of("total_derivative", hint="Multiply path by path first, then add: not the other way.")
def product_of_the_sums(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """The sums are multiplied, so every factor meets the factors of all other paths."""
    outer, inner = _paths(dh, parts, dparts, x)
    return float(sum(outer) * sum(inner))


@instead_of("total_derivative", hint="A sum over paths, not their mean: who would divide by n?")
def mean_over_the_paths(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """The paths are averaged, not added."""
    return total_derivative(dh, parts, dparts, x) / len(parts)


@instead_of(
    "total_derivative", hint="parts give the u_i, dparts their derivatives: which is which?"
)
def parts_not_derived(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """The second factor is the part itself, not its derivative."""
    u = [part(x) for part in parts]
    return float(sum(dh(*u) * np.array(u)))


@instead_of(
    "total_derivative", hint="The order of dparts is that of parts: the i-th with the i-th."
)
def paths_mixed_up(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """The derivatives of the parts are in the reverse order."""
    return total_derivative(dh, parts, dparts[::-1], x)


@instead_of("total_derivative", hint="Add up the products: one number is wanted.")
def paths_not_added(dh: Any, parts: Parts, dparts: Parts, x: float) -> Array:
    """The products of the paths are returned one by one, not added."""
    outer, inner = _paths(dh, parts, dparts, x)
    return outer * inner


@instead_of("total_derivative", hint="dh wants n arguments: dh(*u), not dh(u).")
def dh_called_with_a_list(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """The function dh is called with one list, where it takes n numbers."""
    return float(sum(dh([part(x) for part in parts]) * np.array([d(x) for d in dparts])))


@instead_of("total_derivative", hint="dparts are given, and exact: what are they for?")
def parts_derived_by_differences(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """The derivatives of the parts are difference quotients, although dparts are given."""
    return total_derivative(dh, parts, [partial(numerical_derivative, p) for p in parts], x)


@instead_of("total_derivative", hint="n is len(parts). Is there a 2, or a [1], in your code?")
def only_two_paths(dh: Any, parts: Parts, dparts: Parts, x: float) -> float:
    """Exactly two parts are assumed."""
    outer, inner = _paths(dh, parts, dparts, x)
    return float(outer[0] * inner[0] + outer[1] * inner[1])


# Numerical gradient


def _each(x: Array, partial: Callable[[Array, Array, tuple[int, ...]], float], h: float) -> Array:
    """Fill a gradient element by element: `partial` of float64 x, the step, and the index."""
    x = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = h
        gradient[index] = partial(x, step, index)
    return gradient


@instead_of("numerical_gradient", hint="How far apart are x + h and x - h?", row="ND1")
def gradient_divided_by_h(f: Field, x: Array, h: float = 1e-5) -> Array:
    """The central differences are divided by h, but their two points are 2 h apart."""
    return _each(x, lambda x, step, _: (f(x + step) - f(x - step)) / h, h)


@instead_of(
    "numerical_gradient",
    hint="Division comes before subtraction: put the difference into parentheses.",
    row="ND2",
)
def gradient_without_parentheses(f: Field, x: Array, h: float = 1e-5) -> Array:
    """Only the second value is divided: f(x + h e) - f(x - h e) / (2 h)."""
    return _each(x, lambda x, step, _: f(x + step) - f(x - step) / (2 * h), h)


@instead_of(
    "numerical_gradient",
    hint="Step to both sides of x: the errors of the two halves cancel.",
    row="ND3",
)
def gradient_by_forward_differences(f: Field, x: Array, h: float = 1e-5) -> Array:
    """It is made of forward differences, whose error is proportional to h."""
    return _each(x, lambda x, step, _: (f(x + step) - f(x)) / h, h)


@instead_of(
    "numerical_gradient",
    hint="Step to both sides of x: the errors of the two halves cancel.",
    row="ND3",
)
def gradient_by_backward_differences(f: Field, x: Array, h: float = 1e-5) -> Array:
    """It is made of backward differences, whose error is proportional to h."""
    return _each(x, lambda x, step, _: (f(x) - f(x - step)) / h, h)


@instead_of("numerical_gradient", hint="Which of the two values is larger where f rises?")
def gradient_the_other_way_round(f: Field, x: Array, h: float = 1e-5) -> Array:
    """The differences are taken the other way round: f(x - h e) - f(x + h e)."""
    return -numerical_gradient(f, x, h)


@instead_of(
    "numerical_gradient",
    hint="After the second value, put the old x[i] back before you go on.",
    row="ND4",
)
def element_left_at_the_lower_point(f: Field, x: Array, h: float = 1e-5) -> Array:
    """x[i] is not put back: it stays at x - h while the next elements are moved."""
    point = np.array(x, dtype=np.float64)

    def partial(x: Array, step: Array, index: tuple[int, ...]) -> float:
        point[...] = point + step
        up = f(point.copy())
        point[...] = point - 2 * step
        return (up - f(point.copy())) / (2 * h)

    return _each(x, partial, h)


@instead_of(
    "numerical_gradient",
    hint="Step, evaluate, step back: from x + h it takes 2 h to get to x - h.",
    row="ND4",
)
def element_only_stepped_back_to_x(f: Field, x: Array, h: float = 1e-5) -> Array:
    """After the step up only h is taken back, so the second point is x itself."""
    return _each(x, lambda x, step, _: (f(x + step) - f(x)) / (2 * h), h)


@instead_of(
    "numerical_gradient",
    hint="Work on a copy, x = np.array(x, dtype=float): x belongs to the caller.",
    row="ND4",
)
def gradient_moves_the_callers_x(f: Field, x: Array, h: float = 1e-5) -> Array:
    """It moves the caller's x and adds the step back, which is off by rounding."""
    if x.dtype != np.float64:
        return numerical_gradient(f, x, h)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        x[index] += h
        up = f(x.copy())
        x[index] -= 2 * h
        gradient[index] = (up - f(x.copy())) / (2 * h)
        x[index] += h
    return gradient


@instead_of(
    "numerical_gradient",
    hint="Work on a copy, x = np.array(x, dtype=float): x belongs to the caller.",
    row="ND4",
)
def gradient_leaves_the_callers_x_moved(f: Field, x: Array, h: float = 1e-5) -> Array:
    """Each element of the caller's x is left moved by h when the function returns."""
    gradient = numerical_gradient(f, x, h)
    if x.dtype == np.float64:
        x += h
    return gradient


@instead_of(
    "numerical_gradient",
    hint="Give f a copy of your working array: f may do what it likes with what it gets.",
)
def working_array_given_to_f(f: Field, x: Array, h: float = 1e-5) -> Array:
    """Your working array itself goes to f: where f changes it, all later points are wrong."""
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        old = point[index]
        point[index] = old + h
        up = f(point)
        point[index] = old - h
        gradient[index] = (up - f(point)) / (2 * h)
        point[index] = old
    return gradient


@instead_of(
    "numerical_gradient",
    hint="One partial derivative moves one element. Print the points that you give to f.",
)
def all_elements_moved_at_once(f: Field, x: Array, h: float = 1e-5) -> Array:
    """All elements are moved together, which gives one directional derivative for all."""
    return _each(x, lambda x, _, __: (f(x + h) - f(x - h)) / (2 * h), h)


@instead_of(
    "numerical_gradient",
    hint="range(len(x)) counts the first axis only: np.ndindex(x.shape) reaches every element.",
)
def rows_moved_as_one(f: Field, x: Array, h: float = 1e-5) -> Array:
    """x[i] is a whole row where x has more than one axis, and all of it is moved."""
    x = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(x)
    for i in range(len(x)):
        step = np.zeros_like(x)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


@instead_of(
    "numerical_gradient",
    hint="An array without axes has no len(). np.ndindex(x.shape) has one index for it, ().",
)
def gradient_needs_an_axis(f: Field, x: Array, h: float = 1e-5) -> Array:
    """It indexes a flat x and forgets that x may have no axis at all."""
    len(x)
    return numerical_gradient(f, x, h)


@instead_of(
    "numerical_gradient",
    hint="flatten() copies: moving the copy does not move x. Which of the two does f get?",
)
def copy_moved_instead_of_x(f: Field, x: Array, h: float = 1e-5) -> Array:
    """A copy is moved, but f is given x itself: all differences are 0."""
    return _each(x, lambda x, _, __: (f(x.copy()) - f(x.copy())) / (2 * h), h)


@instead_of(
    "numerical_gradient",
    hint="reshape(-1) is a view of most arrays and a copy of transposed ones. Index x itself.",
)
def flat_view_that_may_be_a_copy(f: Field, x: Array, h: float = 1e-5) -> Array:
    """It moves x by way of x.reshape(-1), which is a copy where x is not contiguous."""
    point = x.astype(np.float64)  # keeps the order in memory
    flat = point.reshape(-1)
    gradient = np.zeros(flat.size)
    for i in range(flat.size):
        old = flat[i]
        flat[i] = old + h
        up = f(point.copy())
        flat[i] = old - h
        gradient[i] = (up - f(point.copy())) / (2 * h)
        flat[i] = old
    return gradient.reshape(x.shape)


@instead_of(
    "numerical_gradient",
    hint="What goes through memory in one order must come back in the same order.",
)
def gradient_in_memory_order(f: Field, x: Array, h: float = 1e-5) -> Array:
    """Elements are taken in the order of memory and put back in the order of indices."""
    return np.ravel(
        numerical_gradient(f, x, h), order="K" if x.flags.c_contiguous else "F"
    ).reshape(x.shape)


@instead_of(
    "numerical_gradient",
    hint="An array of integers cuts off what is added: convert x to float first.",
    row="ND6",
)
def step_lost_in_integers(f: Field, x: Array, h: float = 1e-5) -> Array:
    """In an array of integers the step is cut off, so all differences are 0."""
    if x.dtype.kind in "iu":
        return _each(x, lambda x, _, __: (f(x.copy()) - f(x.copy())) / (2 * h), h)
    return numerical_gradient(f, x, h)


@instead_of(
    "numerical_gradient",
    hint="np.zeros_like(x) holds integers when x does, and cuts off the fractions put into it.",
    row="ND6",
)
def gradient_in_the_dtype_of_x(f: Field, x: Array, h: float = 1e-5) -> Array:
    """The gradient takes its dtype from x, so integers cut off all fractions."""
    return numerical_gradient(f, x, h).astype(x.dtype)


@instead_of(
    "numerical_gradient",
    hint="float32 has 7 digits, and a step of 1e-5 needs 5 of them: convert x to float64 first.",
    row="ND5",
)
def gradient_steps_in_float32(f: Field, x: Array, h: float = 1e-5) -> Array:
    """For a float32 x the steps are taken in float32, which loses most of their digits."""
    if x.dtype != np.float32:
        return numerical_gradient(f, x, h)

    def partial(x: Array, step: Array, _: tuple[int, ...]) -> float:
        up, down = ((x + side * step).astype(np.float32) for side in (1, -1))
        return (f(up) - f(down)) / (2 * h)

    return _each(x, partial, h)


@instead_of(
    "numerical_gradient",
    hint="Below 1e-7 rounding takes over: a difference of nearly equal values has few digits.",
    row="ND5",
)
def gradient_with_too_small_a_step(f: Field, x: Array, h: float = 1e-5) -> Array:
    """The step is 1e-10 whatever h is: smaller is not better, rounding is divided by it."""
    return numerical_gradient(f, x, 1e-10)


@instead_of(
    "numerical_gradient", hint="h is an argument with a default. Where does your step come from?"
)
def gradient_with_a_step_of_its_own(f: Field, x: Array, h: float = 1e-5) -> Array:
    """The step is a constant of its own; the argument h is not used."""
    return numerical_gradient(f, x)


@instead_of("numerical_gradient", hint="How large is your step where x[i] is 0?")
def gradient_with_steps_relative_to_x(f: Field, x: Array, h: float = 1e-5) -> Array:
    """The step is h times x[i], so it is 0 where x[i] is."""
    return _each(x, lambda x, s, _: (f(x + s * x) - f(x - s * x)) / (2 * np.sum(s * x)), h)


@instead_of(
    "numerical_gradient", hint="The gradient has the shape of x: one derivative an element."
)
def gradient_flat(f: Field, x: Array, h: float = 1e-5) -> Array:
    """The gradient comes back flat, not in the shape of x."""
    return numerical_gradient(f, x, h).reshape(-1)


@instead_of(
    "numerical_gradient", hint="The gradient has the shape of x: one derivative an element."
)
def gradient_as_a_column(f: Field, x: Array, h: float = 1e-5) -> Array:
    """The gradient is a column, (n, 1), where x is (n,)."""
    return numerical_gradient(f, x, h).reshape(-1, 1)


@instead_of("numerical_gradient", hint="np.array(...) makes an array of a list of numbers.")
def gradient_as_a_list(f: Field, x: Array, h: float = 1e-5) -> list[float]:
    """The gradient is a list, where an array is wanted."""
    return list(map(float, numerical_gradient(f, x, h).reshape(-1)))


@instead_of("numerical_gradient", hint="Partial derivatives stay apart: nothing is added up.")
def gradient_summed(f: Field, x: Array, h: float = 1e-5) -> float:
    """The partial derivatives are added up to one number."""
    return float(np.sum(numerical_gradient(f, x, h)))


@instead_of("numerical_gradient", hint="Nobody asked for a mean: is there a division by n?")
def gradient_divided_by_n(f: Field, x: Array, h: float = 1e-5) -> Array:
    """Every partial derivative is divided by the number of elements."""
    return numerical_gradient(f, x, h) / max(x.size, 1)


@instead_of("numerical_gradient", hint="Length 1 is another question: who asked for it?")
def gradient_normalised(f: Field, x: Array, h: float = 1e-5) -> Array:
    """The gradient is divided by its own length."""
    gradient = numerical_gradient(f, x, h)
    return gradient / np.sqrt(np.sum(gradient**2))


@instead_of("numerical_gradient", hint="range(n - 1) ends at n - 2. Is the last element moved?")
def last_element_never_moved(f: Field, x: Array, h: float = 1e-5) -> Array:
    """The last element is left out."""
    last = tuple(extent - 1 for extent in x.shape)
    return _each(x, lambda x, s, i: 0.0 if i == last else (f(x + s) - f(x - s)) / (2 * h), h)


@instead_of("numerical_gradient", hint="Is there a return inside of your loop?", row="ND9")
def only_the_first_element_moved(f: Field, x: Array, h: float = 1e-5) -> Array:
    """Only the first element is moved: all others are 0."""
    return _each(x, lambda x, s, i: 0.0 if any(i) else (f(x + s) - f(x - s)) / (2 * h), h)


# Numerical Jacobian


def _columns(x: Array, column: Callable[[Array, Array], Array], h: float) -> Array:
    """Stack one column for each element of x: `column` of float64 x and the step."""
    x = np.array(x, dtype=np.float64)
    return np.stack([column(x, step) for step in h * np.eye(len(x))], axis=1)


@instead_of("numerical_jacobian", hint="How far apart are x + h and x - h?", row="ND1")
def jacobian_divided_by_h(f: Map, x: Array, h: float = 1e-5) -> Array:
    """The central differences are divided by h, but their two points are 2 h apart."""
    return _columns(x, lambda x, step: (f(x + step) - f(x - step)) / h, h)


@instead_of(
    "numerical_jacobian",
    hint="Division comes before subtraction: put the difference into parentheses.",
    row="ND2",
)
def jacobian_without_parentheses(f: Map, x: Array, h: float = 1e-5) -> Array:
    """Only the second value is divided: f(x + h e) - f(x - h e) / (2 h)."""
    return _columns(x, lambda x, step: f(x + step) - f(x - step) / (2 * h), h)


@instead_of(
    "numerical_jacobian",
    hint="Step to both sides of x: the errors of the two halves cancel.",
    row="ND3",
)
def jacobian_by_forward_differences(f: Map, x: Array, h: float = 1e-5) -> Array:
    """It is made of forward differences, whose error is proportional to h."""
    return _columns(x, lambda x, step: (f(x + step) - f(x.copy())) / h, h)


@instead_of("numerical_jacobian", hint="Which of the two values is larger where an output rises?")
def jacobian_the_other_way_round(f: Map, x: Array, h: float = 1e-5) -> Array:
    """The differences are taken the other way round: f(x - h e) - f(x + h e)."""
    return -numerical_jacobian(f, x, h)


@instead_of("numerical_jacobian", hint="One row for each output: which index counts outputs?")
def jacobian_transposed(f: Map, x: Array, h: float = 1e-5) -> Array:
    """It is transposed: a row for each input, (n, m) instead of (m, n)."""
    return numerical_jacobian(f, x, h).T


@instead_of("numerical_jacobian", hint="A reshape does not transpose: fill columns as columns.")
def jacobian_reshaped(f: Map, x: Array, h: float = 1e-5) -> Array:
    """Columns were put below one another and then reshaped to (m, n), which mixes them."""
    jacobian = numerical_jacobian(f, x, h)
    return jacobian.T.reshape(jacobian.shape)


@instead_of(
    "numerical_jacobian",
    hint="m is the length of f(x), n that of x: they are not the same number.",
)
def jacobian_assumed_square(f: Map, x: Array, h: float = 1e-5) -> Array:
    """It is made as an (n, n) matrix, but f may have more or fewer outputs than inputs."""
    jacobian = np.zeros((len(x), len(x)))
    jacobian[:] = numerical_jacobian(f, x, h)
    return jacobian


@instead_of("numerical_jacobian", hint="Each output has a row of its own: is there a sum?")
def outputs_added_up(f: Map, x: Array, h: float = 1e-5) -> Array:
    """The outputs are added up, which leaves the gradient of their sum."""
    return numerical_jacobian(f, x, h).sum(axis=0)


@instead_of("numerical_jacobian", hint="np.array(...) makes an array of a list of rows.")
def jacobian_as_lists(f: Map, x: Array, h: float = 1e-5) -> list[list[float]]:
    """The Jacobian is a list of lists, where an array is wanted."""
    return [list(map(float, row)) for row in numerical_jacobian(f, x, h)]


@instead_of("numerical_jacobian", hint="Every input may reach every output.")
def only_the_diagonal(f: Map, x: Array, h: float = 1e-5) -> Array:
    """Only the diagonal is filled, as if output i depended on input i alone."""
    return np.eye(*np.shape(numerical_jacobian(f, x, h))) * numerical_jacobian(f, x, h)


@instead_of("numerical_jacobian", hint="Is there a return inside of your loop over the inputs?")
def only_the_first_output(f: Map, x: Array, h: float = 1e-5) -> Array:
    """Only the first output has its derivatives: all other rows are 0."""
    jacobian = numerical_jacobian(f, x, h)
    jacobian[1:] = 0
    return jacobian


@instead_of("numerical_jacobian", hint="squeeze drops every axis of length 1: m or n may be 1.")
def jacobian_squeezed(f: Map, x: Array, h: float = 1e-5) -> Array:
    """Axes of length 1 are dropped, so one output or one input leaves a vector."""
    return np.squeeze(numerical_jacobian(f, x, h))


@instead_of(
    "numerical_jacobian",
    hint="If f returns its argument, both values are the same array. Copy it before you go on.",
    row="ND7",
)
def both_values_are_one_array(f: Map, x: Array, h: float = 1e-5) -> Array:
    """The first value is not copied: where f returns its argument, it changes with it."""
    point = np.array(x, dtype=np.float64)
    columns = []
    for i in range(len(point)):
        old = point[i]
        point[i] = old + h
        up = f(point)
        point[i] = old - h
        down = f(point)
        columns.append((up - down) / (2 * h))
        point[i] = old
    return np.stack(columns, axis=1)


@instead_of(
    "numerical_jacobian",
    hint="f may change what it is given: give it a copy, and keep x for yourself.",
    row="ND7",
)
def jacobian_values_copied_but_not_points(f: Map, x: Array, h: float = 1e-5) -> Array:
    """The values are copied, but f is given the working array and may change it."""
    point = np.array(x, dtype=np.float64)
    columns = []
    for i in range(len(point)):
        old = point[i]
        point[i] = old + h
        up = np.array(f(point))
        point[i] = old - h
        down = np.array(f(point))
        columns.append((up - down) / (2 * h))
        point[i] = old
    return np.stack(columns, axis=1)


@instead_of(
    "numerical_jacobian",
    hint="Work on a copy, x = np.array(x, dtype=float): x belongs to the caller.",
    row="ND4",
)
def jacobian_moves_the_callers_x(f: Map, x: Array, h: float = 1e-5) -> Array:
    """It moves the caller's x and adds the step back, which is off by rounding."""
    jacobian = numerical_jacobian(f, x, h)
    if x.dtype == np.float64:
        for i in range(len(x)):
            x[i] = x[i] + h - 2 * h + h
        x[0] = np.nextafter(x[0], 2.0)
    return jacobian


@instead_of(
    "numerical_jacobian",
    hint="After the second value, put the old x[i] back before you go on.",
    row="ND4",
)
def input_left_at_the_lower_point(f: Map, x: Array, h: float = 1e-5) -> Array:
    """x[i] is not put back: it stays at x - h while the next inputs are moved."""
    point = np.array(x, dtype=np.float64)

    def column(x: Array, step: Array) -> Array:
        point[...] = point + step
        up = f(point.copy())
        point[...] = point - 2 * step
        return (up - f(point.copy())) / (2 * h)

    return _columns(x, column, h)


@instead_of(
    "numerical_jacobian",
    hint="An array of integers cuts off what is added: convert x to float first.",
    row="ND6",
)
def jacobian_steps_lost_in_integers(f: Map, x: Array, h: float = 1e-5) -> Array:
    """In an array of integers the step is cut off, so all differences are 0."""
    if x.dtype.kind in "iu":
        return np.zeros((len(f(x.copy())), len(x)))
    return numerical_jacobian(f, x, h)


@instead_of(
    "numerical_jacobian",
    hint="float32 has 7 digits, and a step of 1e-5 needs 5 of them: convert x to float64 first.",
    row="ND5",
)
def jacobian_in_float32(f: Map, x: Array, h: float = 1e-5) -> Array:
    """For a float32 x the steps are taken in float32, which loses most of their digits."""
    if x.dtype != np.float32:
        return numerical_jacobian(f, x, h)

    def column(x: Array, step: Array) -> Array:
        up, down = ((x + side * step).astype(np.float32) for side in (1, -1))
        return (f(up.astype(np.float64)) - f(down.astype(np.float64))) / (2 * h)

    return _columns(x, column, h)


@instead_of(
    "numerical_jacobian", hint="h is an argument with a default. Where does your step come from?"
)
def jacobian_with_a_step_of_its_own(f: Map, x: Array, h: float = 1e-5) -> Array:
    """The step is a constant of its own; the argument h is not used."""
    return numerical_jacobian(f, x)


@instead_of(
    "numerical_jacobian",
    hint="Below 1e-7 rounding takes over: a difference of nearly equal values has few digits.",
    row="ND5",
)
def jacobian_with_too_small_a_step(f: Map, x: Array, h: float = 1e-5) -> Array:
    """The step is 1e-10 whatever h is: smaller is not better, rounding is divided by it."""
    return numerical_jacobian(f, x, 1e-10)


# Gradient check


def _compare(
    x: Array, f: Field, df: Map, agree: Callable[[Array, Array], Any], h: float = 1e-5
) -> bool:
    """Whether exact and numerical gradient `agree`, which have the same shape."""
    exact, numeric = np.asarray(df(x)), numerical_gradient(f, x, h)
    if exact.shape != numeric.shape:
        return False
    return bool(agree(exact, numeric))


def _close(exact: Array, numeric: Array, rtol: float, atol: float) -> Array:
    return np.abs(exact - numeric) <= atol + rtol * np.abs(numeric)


@instead_of("gradient_check", hint="Can it ever say False? Give it a wrong gradient.")
def always_right(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """It says True whatever it is given."""
    return True


@instead_of("gradient_check", hint="Can it ever say True? Give it a right gradient.")
def never_right(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """It says False whatever it is given."""
    return False


@instead_of("gradient_check", hint="True means that the gradient is right. Which way is your <=?")
def answer_inverted(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """It says True for wrong gradients and False for right ones."""
    return not gradient_check(f, df, x, rtol=rtol, atol=atol)


@instead_of(
    "gradient_check",
    hint="Where does your second gradient come from? It must come from f.",
    row="ND8",
)
def gradient_compared_with_itself(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """The gradient is compared with itself: f is never called."""
    return bool(np.allclose(df(x), df(x), rtol=rtol, atol=atol))


@instead_of("gradient_check", hint="True if all elements agree; a loop may say False early only.")
def only_the_first_element_checked(
    f: Field, df: Map, x: Array, *, rtol: float, atol: float
) -> bool:
    """Only the first element is compared."""
    return _compare(x, f, df, lambda a, n: _close(a, n, rtol, atol).flat[0])


@instead_of("gradient_check", hint="Does each turn of your loop overwrite the answer?", row="ND9")
def only_the_last_element_checked(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """Only the last element counts: each turn of the loop overwrites the answer."""
    return _compare(x, f, df, lambda a, n: _close(a, n, rtol, atol).flat[-1])


@instead_of("gradient_check", hint="x may have several axes: is x[0] one element?", row="ND9")
def only_the_first_row_checked(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """Only the first row is compared."""
    return _compare(
        x,
        f,
        df,
        lambda a, n: np.all(
            _close(a, n, rtol, atol)[:1] if a.ndim > 1 else _close(a, n, rtol, atol)
        ),
    )


@instead_of("gradient_check", hint="np.any asks for one element that agrees. How many must?")
def one_element_suffices(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """It is content when any one element agrees."""
    return _compare(x, f, df, lambda a, n: np.any(_close(a, n, rtol, atol)))


@instead_of("gradient_check", hint="A large negative difference is small without abs.")
def difference_without_abs(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """The difference has no abs, so whatever is too small passes."""
    return _compare(x, f, df, lambda a, n: np.all(a - n <= atol + rtol * np.abs(n)))


@instead_of("gradient_check", hint="Errors of both signs cancel in a sum. Compare each element.")
def sums_compared(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """The sums of the two gradients are compared: errors of both signs cancel."""
    return _compare(x, f, df, lambda a, n: _close(np.sum(a), np.sum(n), rtol, atol))


@instead_of("gradient_check", hint="Two vectors of the same length may point anywhere.")
def lengths_compared(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """The lengths of the two gradients are compared, not their elements."""
    return _compare(
        x, f, df, lambda a, n: _close(np.sqrt(np.sum(a**2)), np.sqrt(np.sum(n**2)), rtol, atol)
    )


@instead_of("gradient_check", hint="Twice the gradient has its direction too.")
def directions_compared(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """Only the directions are compared: a multiple of the gradient passes."""

    def agree(a: Array, n: Array) -> bool:
        lengths = np.sqrt(np.sum(a**2) * np.sum(n**2))
        return bool(np.sum(a * n) >= (1 - rtol) * lengths - atol**2)

    return _compare(x, f, df, agree)


@instead_of("gradient_check", hint="A sorted gradient does not tell which element is which.")
def sorted_elements_compared(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """The elements are sorted before they are compared, so their order does not count."""
    return _compare(
        x, f, df, lambda a, n: np.all(_close(np.sort(a.ravel()), np.sort(n.ravel()), rtol, atol))
    )


@instead_of("gradient_check", hint="Absolute values have lost their signs.")
def absolute_values_compared(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """Absolute values are compared, so a wrong sign passes."""
    return _compare(x, f, df, lambda a, n: np.all(_close(np.abs(a), np.abs(n), rtol, atol)))


@instead_of("gradient_check", hint="A mean of errors hides one large one among many small ones.")
def mean_error_compared(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """The mean error is compared with the mean tolerance."""
    return _compare(
        x, f, df, lambda a, n: np.mean(np.abs(a - n)) <= atol + rtol * np.mean(np.abs(n))
    )


@instead_of(
    "gradient_check",
    hint="Each element against its own size: beside a large one, a small one may be all wrong.",
)
def compared_with_the_largest_element(
    f: Field, df: Map, x: Array, *, rtol: float, atol: float
) -> bool:
    """Errors are measured by the largest element, so small elements may be wrong."""
    return _compare(x, f, df, lambda a, n: np.max(np.abs(a - n)) <= atol + rtol * np.max(np.abs(n)))


@instead_of("gradient_check", hint="Which of the two gives the size of a huge or a tiny gradient?")
def relative_tolerance_ignored(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """Only atol is used, whatever the size of the gradient."""
    return _compare(x, f, df, lambda a, n: np.all(_close(a, n, 0.0, atol)))


@instead_of("gradient_check", hint="A part of 0 is 0: what is allowed where the gradient is 0?")
def absolute_tolerance_ignored(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """Only rtol is used, which leaves nothing where the gradient is 0."""
    return _compare(x, f, df, lambda a, n: np.all(_close(a, n, rtol, 0.0)))


@instead_of("gradient_check", hint="At a minimum both are 0, and 0 / 0 is no number.")
def divided_by_the_size(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """The error is divided by the size of the elements: 0 / 0 where the gradient is 0."""
    return _compare(
        x, f, df, lambda a, n: np.all(np.abs(a - n) / (np.abs(a) + np.abs(n)) <= rtol + atol)
    )


@instead_of("gradient_check", hint="rtol and atol are arguments: are they passed on?")
def tolerances_of_its_own(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """It has tolerances of its own, such as np.allclose has by default."""
    return _compare(x, f, df, np.allclose)


@instead_of("gradient_check", hint="Which of the two is multiplied by the size of the element?")
def tolerances_exchanged(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """The two tolerances are exchanged."""
    return gradient_check(f, df, x, rtol=atol, atol=rtol)


@instead_of("gradient_check", hint="An element may use one tolerance or the other: they are added.")
def both_tolerances_required(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """The error must lie below both tolerances, where they are to be added."""
    return _compare(
        x, f, df, lambda a, n: np.all(np.abs(a - n) <= np.minimum(atol, rtol * np.abs(n)))
    )


@instead_of("gradient_check", hint="No rounding error is exactly 0: what are rtol and atol for?")
def exact_equality(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """The two gradients have to be exactly equal."""
    return _compare(x, f, df, np.array_equal)


@instead_of("gradient_check", hint="NaN > tolerance is False, too. Ask for what is right: <=.")
def nan_is_no_error(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """It looks for errors above the tolerance, and NaN is above nothing."""
    return _compare(x, f, df, lambda a, n: not np.any(np.abs(a - n) > atol + rtol * np.abs(n)))


@instead_of("gradient_check", hint="NaN agrees with nothing, also not with NaN: no equal_nan.")
def nan_agrees_with_nan(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """NaN counts as equal to NaN, so where f cannot be evaluated a gradient of NaN is right."""
    return _compare(x, f, df, lambda a, n: np.allclose(a, n, rtol=rtol, atol=atol, equal_nan=True))


@instead_of("gradient_check", hint="NaN is not 0: leave it in, and let the comparison fail.")
def nan_taken_for_zero(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """NaN is replaced by 0, so it passes where 0 is right."""
    return _compare(
        x, f, df, lambda a, n: np.all(_close(np.nan_to_num(a), np.nan_to_num(n), rtol, atol))
    )


@instead_of("gradient_check", hint="Central differences are much more precise, at twice the calls.")
def checked_by_forward_differences(
    f: Field, df: Map, x: Array, *, rtol: float, atol: float
) -> bool:
    """It compares with forward differences, which are too coarse for a tight tolerance."""
    exact, numeric = np.asarray(df(x)), gradient_by_forward_differences(f, x)
    return exact.shape == numeric.shape and bool(np.all(_close(exact, numeric, rtol, atol)))


@instead_of("gradient_check", hint="Half of the change is on each side: divide by 2 h.", row="ND1")
def checked_by_differences_over_h(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """Its central differences are divided by h, so they are twice too large."""
    return _compare(x, f, df, lambda a, n: np.all(_close(a, 2 * n, rtol, atol)))


@instead_of("gradient_check", hint="Below 1e-7 rounding takes over. Try h = 1e-5.", row="ND5")
def checked_with_too_small_a_step(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """Its step is 1e-15, so it sees little but rounding."""
    return _compare(x, f, df, lambda a, n: np.all(_close(a, n, rtol, atol)), 1e-15)


@instead_of("gradient_check", hint="NumPy broadcasts (3,) to (2, 3): compare the shapes first.")
def shapes_not_compared(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """Shapes are not compared: np.allclose broadcasts a row, or one number, to the rest."""
    exact, numeric = np.asarray(df(x)), numerical_gradient(f, x)
    try:
        return bool(np.all(_close(exact, numeric, rtol, atol)))
    except ValueError:
        return False


@instead_of("gradient_check", hint="(1, 3) has as many axes as (2, 3): compare the whole shapes.")
def only_the_number_of_axes_compared(
    f: Field, df: Map, x: Array, *, rtol: float, atol: float
) -> bool:
    """Only the number of axes is compared, so NumPy broadcasts one row, or one column."""
    exact, numeric = np.asarray(df(x)), numerical_gradient(f, x)
    if exact.ndim != numeric.ndim:
        return False
    try:
        return bool(np.all(_close(exact, numeric, rtol, atol)))
    except ValueError:
        return False


@instead_of(
    "gradient_check", hint="A wrong shape is a wrong gradient: compare shapes before values."
)
def wrong_shape_raises(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """A gradient of another shape raises an exception instead of being rejected."""
    return bool(np.all(_close(np.asarray(df(x)), numerical_gradient(f, x), rtol, atol)))


@instead_of("gradient_check", hint="A gradient in the wrong shape is wrong: do not flatten it.")
def flattened_gradients_compared(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """Both gradients are flattened first, so one of another shape may pass."""
    exact, numeric = np.ravel(df(x)), np.ravel(numerical_gradient(f, x))
    return exact.shape == numeric.shape and bool(np.all(_close(exact, numeric, rtol, atol)))


@instead_of("gradient_check", hint="Say False: a wrong gradient is an answer, not an accident.")
def wrong_gradient_raises(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """A wrong gradient raises an AssertionError instead of being answered with False."""
    if not gradient_check(f, df, x, rtol=rtol, atol=atol):
        raise AssertionError("the gradients differ")
    return True


@instead_of("gradient_check", hint="Reduce to one answer: np.all(...).")
def answers_element_by_element(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> Any:
    """It answers for each element, where one True or False is wanted."""
    return _close(df(x), numerical_gradient(f, x), rtol, atol)


@instead_of("gradient_check", hint="Compare the error with what is allowed, and return the answer.")
def error_returned(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> float:
    """It returns the largest error, where True or False is wanted."""
    return float(np.max(np.abs(df(x) - numerical_gradient(f, x))))


@instead_of(
    "gradient_check",
    hint="An array of integers cuts off what is added: convert x to float first.",
    row="ND6",
)
def check_of_integers(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """For integers in x the steps are cut off, so right gradients are rejected."""
    if x.dtype.kind in "iu":
        return False
    return gradient_check(f, df, x, rtol=rtol, atol=atol)


@instead_of(
    "gradient_check",
    hint="float32 has 7 digits, and a step of 1e-5 needs 5 of them: convert x to float first.",
    row="ND5",
)
def check_in_float32(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """For a float32 x its steps are taken in float32, so right gradients are rejected."""
    if x.dtype != np.float32:
        return gradient_check(f, df, x, rtol=rtol, atol=atol)
    numeric = gradient_steps_in_float32(f, x)
    return bool(np.all(_close(df(np.array(x)), numeric, rtol, atol)))


@instead_of(
    "gradient_check", hint="x may have no axis, or three: np.ndindex(x.shape) goes anywhere."
)
def check_of_flat_x_only(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """Three axes are too many for its loops."""
    if x.ndim > 2:
        raise IndexError("too many indices for array")
    return gradient_check(f, df, x, rtol=rtol, atol=atol)


@instead_of("gradient_check", hint="Work on a copy: x belongs to the caller.", row="ND4")
def check_moves_x(f: Field, df: Map, x: Array, *, rtol: float, atol: float) -> bool:
    """It moves the elements of the caller's x and adds the step back, off by rounding."""
    said = gradient_check(f, df, x, rtol=rtol, atol=atol)
    if x.dtype == np.float64 and x.ndim == 1:
        x[0] = np.nextafter(x[0], 2.0)
    return said
