"""Wrong solutions that students write, each with the hint it earns.

Every function here replaces one function of the assignment. Its docstring ends the sentence "looks
like:" that a student reads; `hint` says where to look next; `row` is the label in our catalogue of
mistakes, None for one foreseen by us. The decorator's arguments are literals: they are read without
running this. The reference modules are imported by their bare names, as a submission's own are.

Each mistake stays within one exercise, and otherwise uses the reference, so nothing else differs.
What mistakes of random algorithms show are sentences, not numbers, so that they are known by them
in whichever order somebody draws. This module is long because it is a list; its sections are the
exercises in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from descent import gradient_descent, minibatch_gradient
from search import crossover, evolve, mutate, random_search, select
from surfaces import classify_critical_point, max_stable_lr, rosenbrock, rosenbrock_gradient

from autograder import instead_of

Array = np.ndarray
Gradient = Callable[[Array], Array]
Function = Callable[[Array], float]
Generator = np.random.Generator
Found = tuple[Any, Any, Any]

_latest: dict[str, Any] = {}
"""What the mistakes that remember something between calls remember."""


# Gradient descent


def _walk(
    df: Gradient,
    x0: Array | float,
    step: Callable[[Array, Array, int], Array],
    is_done: Callable[[Array], Any],
    max_iter: int,
) -> Array:
    """The right loop around another step, or another rule to stop."""
    x = np.atleast_1d(np.asarray(x0, dtype=np.float64))
    path = [x]
    for k in range(max_iter):
        gradient = df(x)
        if is_done(gradient):
            break
        x = step(x, gradient, k)
        path.append(x)
    return np.array(path)


@instead_of(
    "gradient_descent",
    hint="The gradient points to where the function grows fastest. Where do you want to go?",
    row="GD1",
)
def gradient_ascent(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The steps go along the gradient, uphill: x + lr * df(x)."""
    return gradient_descent(df, x0, lr=-lr, tol=tol, max_iter=max_iter)


@instead_of(
    "gradient_descent",
    hint="A sum of -5 and 3 is below any tolerance. How long is the arrow (-5, 3)?",
    row="GD2",
)
def stops_by_the_sum_of_the_gradient(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The gradient's elements are added up with their signs, so a negative sum ends the walk."""
    return _walk(df, x0, lambda x, g, _: x - lr * g, lambda g: g.sum() <= tol, max_iter)


@instead_of(
    "gradient_descent",
    hint="All elements of a gradient belong to one point. Compute it once, before anything moves.",
    row="GD3",
)
def coordinates_moved_one_after_the_other(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """Each coordinate is moved by a gradient that already knows the others' new places."""

    def step(x: Array, _: Array, __: int) -> Array:
        x = x.copy()
        for j in range(len(x)):
            x[j] -= lr * df(x)[j]
        return x

    return _walk(df, x0, step, lambda g: np.linalg.norm(g) <= tol, max_iter)


@instead_of(
    "gradient_descent",
    hint="The norm of (3, 4) is 5, and its largest element 4. Which of them do you compare?",
)
def stops_by_the_largest_element(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The walk ends when each element of the gradient is small, not when its norm is."""
    return _walk(df, x0, lambda x, g, _: x - lr * g, lambda g: abs(g).max() <= tol, max_iter)


@instead_of("gradient_descent", hint="The norm of (3, 4) is 5, not 25: what comes after the sum?")
def stops_by_the_squared_norm(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The sum of squares is compared with tol: the root is missing."""
    return _walk(df, x0, lambda x, g, _: x - lr * g, lambda g: g @ g <= tol, max_iter)


@instead_of("gradient_descent", hint="Is it the sum of the squares under the root, or their mean?")
def stops_by_the_mean_square(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The root of the mean square is compared with tol, not that of the sum."""
    return _walk(
        df, x0, lambda x, g, _: x - lr * g, lambda g: np.sqrt(np.mean(g**2)) <= tol, max_iter
    )


@instead_of(
    "gradient_descent",
    hint="With a tiny lr every step is short, also on a steep slope. What is compared with tol?",
)
def stops_when_the_step_is_short(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The length of the step, lr times the norm, is compared with tol."""
    return gradient_descent(df, x0, lr=lr, tol=tol / lr, max_iter=max_iter)


@instead_of("gradient_descent", hint="At most tol: does a norm of exactly tol end the walk?")
def stops_only_below_the_tolerance(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """A norm of exactly tol does not end the walk: < stands where <= belongs."""
    return _walk(df, x0, lambda x, g, _: x - lr * g, lambda g: np.linalg.norm(g) < tol, max_iter)


@instead_of(
    "gradient_descent",
    hint="If x0 is good enough, path is x0 alone. Test before you move, not after.",
)
def tests_after_the_step(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """One more step is taken from the point whose gradient is small already."""
    path = gradient_descent(df, x0, lr=lr, tol=tol, max_iter=max_iter)
    if len(path) == max_iter + 1:
        return path
    return np.concatenate([path, path[-1:] - lr * df(path[-1])])


@instead_of(
    "gradient_descent",
    hint="Print path while it grows. `x -= ...` changes x itself, and path holds x many times.",
)
def path_holds_one_array_many_times(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """Every row of path is the last point: one array was appended each time, and then changed."""
    path = gradient_descent(df, x0, lr=lr, tol=tol, max_iter=max_iter)
    return np.repeat(path[-1:], len(path), axis=0)


@instead_of(
    "gradient_descent",
    hint="`x = x0` makes no copy: after `x -= ...` the caller's x0 has moved.",
    row="OP2",
)
def x0_is_walked_along(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The steps are taken in x0 itself."""
    path = gradient_descent(df, x0, lr=lr, tol=tol, max_iter=max_iter)
    if isinstance(x0, np.ndarray) and x0.dtype.kind == "f":
        x0[:] = path[-1]
    return path


@instead_of("gradient_descent", hint="With max_iter = 0 path is x0 alone. And yours?")
def path_without_its_start(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The path begins after the first step: x0 is missing."""
    return gradient_descent(df, x0, lr=lr, tol=tol, max_iter=max_iter)[1:]


@instead_of("gradient_descent", hint="After k steps path has k + 1 points. Where did one go?")
def path_without_its_end(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The last point is missing: a point is stored only when the next step is taken."""
    return gradient_descent(df, x0, lr=lr, tol=tol, max_iter=max_iter)[:-1]


@instead_of("gradient_descent", hint="max_iter = 1 allows one step: how many points is that?")
def max_iter_counts_points(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """One step too few is taken: max_iter is read as the number of points."""
    return gradient_descent(df, x0, lr=lr, tol=tol, max_iter=max_iter - 1)


@instead_of("gradient_descent", hint="max_iter = 0 allows no step at all. And yours?")
def one_step_too_many(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """max_iter + 1 steps are taken."""
    return gradient_descent(df, x0, lr=lr, tol=tol, max_iter=max_iter + 1)


@instead_of("gradient_descent", hint="Where in your loop does tol occur?")
def tol_is_ignored(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """All max_iter steps are taken, however flat it has become."""
    return gradient_descent(df, x0, lr=lr, tol=-1.0, max_iter=max_iter)


@instead_of("gradient_descent", hint="A gradient may never become small. What ends your loop then?")
def max_iter_is_ignored(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The walk ends only where the gradient is small, however long that takes."""
    return gradient_descent(df, x0, lr=lr, tol=tol, max_iter=10**6)


@instead_of(
    "gradient_descent",
    hint="On a steeper slope the step is longer: it is lr times the gradient as it is.",
)
def steps_of_equal_length(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The gradient is divided by its norm, so every step has the length lr."""
    return _walk(
        df,
        x0,
        lambda x, g, _: x - lr * g / np.linalg.norm(g),
        lambda g: np.linalg.norm(g) <= tol,
        max_iter,
    )


@instead_of("gradient_descent", hint="The learning rate of the third step is lr too.")
def rate_shrinks_from_step_to_step(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The learning rate is divided by the number of the step."""
    return _walk(
        df,
        x0,
        lambda x, g, k: x - lr / (k + 1) * g,
        lambda g: np.linalg.norm(g) <= tol,
        max_iter,
    )


@instead_of("gradient_descent", hint="A new point has a new gradient: is df called in the loop?")
def gradient_of_the_start_is_kept(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The gradient is computed once, at x0, and every step goes the same way."""
    first = df(np.atleast_1d(np.asarray(x0, dtype=np.float64)))
    return gradient_descent(lambda x: first, x0, lr=lr, tol=tol, max_iter=max_iter)


@instead_of("gradient_descent", hint="path has one row for each point: (k + 1, n).")
def path_is_transposed(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The points are the columns of path."""
    return gradient_descent(df, x0, lr=lr, tol=tol, max_iter=max_iter).T


@instead_of("gradient_descent", hint="What is asked for is the whole path, x0 to the last point.")
def only_the_last_point(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """Only the last point is returned."""
    return gradient_descent(df, x0, lr=lr, tol=tol, max_iter=max_iter)[-1]


@instead_of("gradient_descent", hint="np.array(path) makes an array of a list of points.")
def path_is_a_list(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> list[Array]:
    """A list of points is returned, not an array."""
    return list(gradient_descent(df, x0, lr=lr, tol=tol, max_iter=max_iter))


@instead_of("gradient_descent", hint="np.atleast_1d makes arrays of 5.0 and of 5: n = 1.")
def a_number_stays_a_number(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """Where x0 is a number, an integer perhaps, df is given a number, not an array (1,)."""
    if np.ndim(x0) == 0:
        df(np.asarray(x0, dtype=np.float64))
    return gradient_descent(df, x0, lr=lr, tol=tol, max_iter=max_iter)


@instead_of("gradient_descent", hint="With n = 1, and with k = 0, path still has two axes.")
def axes_of_length_one_are_dropped(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """A path of one point or of one variable loses an axis (`squeeze`)."""
    return gradient_descent(df, x0, lr=lr, tol=tol, max_iter=max_iter).squeeze()


@instead_of(
    "gradient_descent",
    hint="np.zeros_like(x0) holds integers when x0 does, and cuts off what is put into it.",
    row="LI14",
)
def path_has_the_dtype_of_x0(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The path takes its dtype from x0, so a walk from integers loses its fractions."""
    path = gradient_descent(df, x0, lr=lr, tol=tol, max_iter=max_iter)
    return path.astype(np.asarray(x0).dtype)


@instead_of(
    "gradient_descent",
    hint="Keep the gradient in a variable: the test and the step can share it.",
)
def gradient_asked_for_twice(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """At every point df is called twice: for the test, and once more for the step."""
    return _walk(
        df, x0, lambda x, _, __: x - lr * df(x), lambda g: np.linalg.norm(g) <= tol, max_iter
    )


@instead_of(
    "gradient_descent",
    hint="A list made outside of the function, or as a default argument, is made only once.",
)
def path_goes_on_from_call_to_call(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The points of an earlier call are still in path."""
    path = gradient_descent(df, x0, lr=lr, tol=tol, max_iter=max_iter)
    before = _latest.get("path", path[:0])
    if before.shape[1] == path.shape[1]:
        path = np.concatenate([before, path])
    _latest["path"] = path
    return path


@instead_of(
    "gradient_descent", hint="np.array([3]) holds integers. What is path if no step is taken?"
)
def an_integer_stays_an_integer(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """From a number that is an integer, a path without a step holds integers."""
    path = gradient_descent(df, x0, lr=lr, tol=tol, max_iter=max_iter)
    return path.astype(int) if isinstance(x0, int) and len(path) == 1 else path


@instead_of(
    "gradient_descent",
    hint="There are two reasons to stop: the norm is at most tol, or max_iter steps are taken.",
)
def stops_where_the_gradient_grows(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The walk ends where the gradient is larger than before, which nobody asked for."""
    norms = [np.inf]

    def is_done(gradient: Array) -> bool:
        norms.append(float(np.linalg.norm(gradient)))
        return norms[-1] <= tol or norms[-1] > norms[-2]

    return _walk(df, x0, lambda x, g, _: x - lr * g, is_done, max_iter)


@instead_of(
    "gradient_descent",
    hint="There are two reasons to stop: the norm is at most tol, or max_iter steps are taken.",
)
def stops_where_it_was_before(
    df: Gradient, x0: Array | float, *, lr: float, tol: float, max_iter: int
) -> Array:
    """The walk ends where it comes to a point that is in path already."""
    path = gradient_descent(df, x0, lr=lr, tol=tol, max_iter=max_iter)
    known = [np.isclose(path[:k], path[k]).all(axis=1).any() for k in range(len(path))]
    return path[: known.index(True)] if True in known else path


# Rosenbrock's valley


def _terms(x: Array) -> tuple[Array, Array, Array]:
    """Return x as floats, and the two differences in each term of the sum."""
    x = np.asarray(x, dtype=np.float64)
    return x, x[1:] - x[:-1] ** 2, 1.0 - x[:-1]


@instead_of("rosenbrock", hint="The walls of the valley are steep: which term has the 100?")
def rosenbrock_without_the_hundred(x: Array) -> float:
    """The factor 100 is missing."""
    _, climb, rest = _terms(x)
    return float(np.sum(climb**2 + rest**2))


@instead_of("rosenbrock", hint="With five coordinates there are four pairs of neighbours.")
def rosenbrock_of_separate_pairs(x: Array) -> float:
    """The coordinates are taken in separate pairs, not as a chain of neighbours."""
    x, climb, rest = _terms(x)
    return float(np.sum((100.0 * climb**2 + rest**2)[::2]))


@instead_of("rosenbrock", hint="The sum runs over all neighbours: where is x[2]?")
def rosenbrock_of_two_coordinates(x: Array) -> float:
    """Only x[0] and x[1] are used."""
    return rosenbrock(x[:2])


@instead_of("rosenbrock", hint="At (2, 4) only (1 - 2)**2 = 1 is left. And yours?")
def rosenbrock_without_the_inner_square(x: Array) -> float:
    """The valley is straight: x[i] is not squared before it is subtracted."""
    x, _, rest = _terms(x)
    return float(np.sum(100.0 * (x[1:] - x[:-1]) ** 2 + rest**2))


@instead_of("rosenbrock", hint="The floor of the valley is x[i+1] = x[i]**2. Which one is squared?")
def rosenbrock_squares_the_other_coordinate(x: Array) -> float:
    """The other coordinate is squared: x[i+1] where x[i] should be."""
    x, _, rest = _terms(x)
    return float(np.sum(100.0 * (x[:-1] - x[1:] ** 2) ** 2 + rest**2))


@instead_of("rosenbrock", hint="A sum of squares is never negative. Is yours at (2, 0)?")
def rosenbrock_without_the_outer_square(x: Array) -> float:
    """100 * (x[i+1] - x[i]**2) is not squared."""
    _, climb, rest = _terms(x)
    return float(np.sum(100.0 * climb + rest**2))


@instead_of("rosenbrock", hint="At (0, 1) the value is 101. Is the 100 inside of your square?")
def rosenbrock_squares_the_hundred(x: Array) -> float:
    """The factor 100 is squared too."""
    _, climb, rest = _terms(x)
    return float(np.sum((100.0 * climb) ** 2 + rest**2))


@instead_of("rosenbrock", hint="With n = 2 there is one term of each kind. Count yours.")
def rosenbrock_pulls_the_last_coordinate_too(x: Array) -> float:
    """(1 - x)**2 is added for the last coordinate as well."""
    return rosenbrock(x) + float((1.0 - x[-1]) ** 2)


@instead_of("rosenbrock", hint="The more coordinates, the more terms: are they averaged?")
def rosenbrock_is_a_mean(x: Array) -> float:
    """The terms are averaged, not added."""
    return rosenbrock(x) / (len(x) - 1)


@instead_of("rosenbrock", hint="Which of the two terms has no square in your code?")
def rosenbrock_with_a_linear_pull(x: Array) -> float:
    """1 - x[i] is not squared."""
    _, climb, rest = _terms(x)
    return float(np.sum(100.0 * climb**2 + rest))


@instead_of(
    "rosenbrock",
    hint="Integers of 8 bits end at 127, and then wrap to -128. What is np.int8(9) ** 3?",
    row="KN3",
)
def rosenbrock_in_the_integers_of_x(x: Array) -> float:
    """The value is computed in the dtype of x, in which small integers wrap."""
    return float(np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2))


@instead_of("rosenbrock", hint="A value is one number: which slice or sum kept an axis?", row="HY2")
def rosenbrock_keeps_an_axis(x: Array) -> Array:
    """The value is an array of shape (1,), where one number is asked for."""
    return np.array([rosenbrock(x)])


@instead_of("rosenbrock", hint="`x **= 2` changes the caller's x; make a new array.", row="OP2")
def rosenbrock_computes_in_place(x: Array) -> float:
    """The point itself is overwritten."""
    value = rosenbrock(x)
    x[:-1] *= x[:-1]
    return value


@instead_of(
    "rosenbrock_gradient", hint="Derive (1 - x)**2: what becomes of the inner -1?", row="RO1"
)
def gradient_without_the_pull(x: Array) -> Array:
    """The derivative of (1 - x[i])**2 is missing."""
    gradient = rosenbrock_gradient(x)
    gradient[:-1] += 2.0 * (1.0 - x[:-1])
    return gradient


@instead_of("rosenbrock_gradient", hint="The inner derivative of -x**2 is -2 x, not -2.", row="RO1")
def gradient_without_the_factor_x(x: Array) -> Array:
    """The inner derivative is -2, not -2 x[i]: -400 stands alone."""
    x, climb, rest = _terms(x)
    gradient = np.zeros_like(x)
    gradient[:-1] = -400.0 * climb - 2.0 * rest
    gradient[1:] += 200.0 * climb
    return gradient


@instead_of(
    "rosenbrock_gradient",
    hint="Outer derivative 200, inner derivative -2 x: what is their product?",
    row="RO1",
)
def gradient_with_half_the_wall(x: Array) -> Array:
    """-200 x[i] stands where -400 x[i] belongs: a 2 was lost in the chain rule."""
    x, climb, rest = _terms(x)
    gradient = np.zeros_like(x)
    gradient[:-1] = -200.0 * x[:-1] * climb - 2.0 * rest
    gradient[1:] += 200.0 * climb
    return gradient


@instead_of(
    "rosenbrock_gradient", hint="Below x = 1 the pull is to the right: is its slope + or -?"
)
def gradient_with_the_pull_reversed(x: Array) -> Array:
    """The derivative of (1 - x[i])**2 has the wrong sign: the inner -1 was lost."""
    gradient = rosenbrock_gradient(x)
    gradient[:-1] += 4.0 * (1.0 - x[:-1])
    return gradient


@instead_of("rosenbrock_gradient", hint="The derivative of -x**2 is negative for positive x.")
def gradient_with_the_wall_reversed(x: Array) -> Array:
    """The term with 400 x[i] has the wrong sign: the inner minus was lost."""
    x, climb, rest = _terms(x)
    gradient = np.zeros_like(x)
    gradient[:-1] = 400.0 * x[:-1] * climb - 2.0 * rest
    gradient[1:] += 200.0 * climb
    return gradient


@instead_of(
    "rosenbrock_gradient",
    hint="x[1] occurs in two terms when n is 3. `=` forgets the one, `+=` adds the other.",
    row="CA4",
)
def gradient_keeps_one_of_two_terms(x: Array) -> Array:
    """Inner coordinates keep only what the term before them contributes."""
    x, climb, _ = _terms(x)
    gradient = rosenbrock_gradient(x)
    gradient[1:] = 200.0 * climb
    return gradient


@instead_of(
    "rosenbrock_gradient", hint="Which terms change when x[i+1] moves? Add them too.", row="CA4"
)
def gradient_without_the_term_before(x: Array) -> Array:
    """What x[i+1] does to the term of x[i] is missing; the last element is 0."""
    x, climb, _ = _terms(x)
    gradient = rosenbrock_gradient(x)
    gradient[1:] -= 200.0 * climb
    return gradient


@instead_of("rosenbrock_gradient", hint="Derive 100 * u**2 by u.")
def gradient_with_a_hundred_for_the_last(x: Array) -> Array:
    """100 stands where 200 belongs: the exponent did not come down."""
    _, climb, _ = _terms(x)
    gradient = rosenbrock_gradient(x)
    gradient[1:] -= 100.0 * climb
    return gradient


@instead_of("rosenbrock_gradient", hint="Every coordinate has a derivative: what of x[2]?")
def gradient_of_two_coordinates(x: Array) -> Array:
    """Only the first two derivatives are computed, the others are 0."""
    gradient = np.zeros(len(x))
    gradient[:2] = rosenbrock_gradient(x[:2])
    return gradient


@instead_of("rosenbrock_gradient", hint="A gradient points uphill. Who turns it round, and when?")
def gradient_of_the_negative(x: Array) -> Array:
    """The gradient has the opposite sign: the minus of the descent is in it already."""
    return -rosenbrock_gradient(x)


@instead_of(
    "rosenbrock_gradient",
    hint="A difference quotient is only nearly the derivative. Derive by hand, use it to check.",
    row="ND3",
)
def gradient_by_differences(x: Array) -> Array:
    """The gradient is a difference quotient (f(x + h) - f(x)) / h, not the derivative."""
    h = 1e-4
    steps = h * np.eye(len(x))
    return np.array([(rosenbrock(x + step) - rosenbrock(x)) / h for step in steps])


@instead_of(
    "rosenbrock_gradient",
    hint="Where the derivative is 0 a difference quotient is not. Derive by hand, use it to check.",
)
def gradient_by_central_differences(x: Array) -> Array:
    """The gradient is a central difference quotient, not the derivative."""
    x, h = np.array(x, dtype=np.float64), 1e-5
    steps = h * np.eye(len(x))
    return np.array([(rosenbrock(x + step) - rosenbrock(x - step)) / (2 * h) for step in steps])


@instead_of(
    "rosenbrock_gradient",
    hint="np.zeros_like(x) holds integers when x does. Results are float64.",
    row="LI14",
)
def gradient_has_the_dtype_of_x(x: Array) -> Array:
    """The gradient of integers is an array of integers."""
    return rosenbrock_gradient(x).astype(x.dtype)


# The largest stable rate


@instead_of(
    "max_stable_lr", hint="On f = x**2 / 2 try lr = 1.5: does it diverge? 1 - lr may be negative."
)
def one_over_lambda(hessian: Array) -> float:
    """1 / lambda_max: the rate that arrives in one step, which is half of the largest stable."""
    return max_stable_lr(hessian) / 2.0


@instead_of("max_stable_lr", hint="Which direction diverges first: the flattest or the steepest?")
def by_the_smallest_eigenvalue(hessian: Array) -> float:
    """2 / lambda_min: the flattest direction decides."""
    return float(2.0 / np.linalg.eigvalsh(hessian).min())


@instead_of("max_stable_lr", hint="For [[2, 1], [1, 2]] lambda_max is 3. Which element is that?")
def by_the_largest_entry(hessian: Array) -> float:
    """2 / the largest element: elements are no eigenvalues."""
    return float(2.0 / np.abs(hessian).max())


@instead_of("max_stable_lr", hint="The trace is the sum of all eigenvalues. Which one counts?")
def by_the_trace(hessian: Array) -> float:
    """2 / trace: the eigenvalues are added up."""
    return float(2.0 / np.trace(hessian))


@instead_of("max_stable_lr", hint="np.linalg.norm(h) is the root of a sum of squares; see `ord`.")
def by_the_frobenius_norm(hessian: Array) -> float:
    """2 / the Frobenius norm, which is larger than the largest eigenvalue."""
    return float(2.0 / np.linalg.norm(hessian))


@instead_of("max_stable_lr", hint="Row sums bound the eigenvalues, they do not give them.")
def by_the_largest_row_sum(hessian: Array) -> float:
    """2 / the largest sum of a row's sizes: a bound, and mostly not reached."""
    return float(2.0 / np.abs(hessian).sum(axis=1).max())


@instead_of("max_stable_lr", hint="The determinant is the product of all eigenvalues.")
def by_the_determinant(hessian: Array) -> float:
    """2 / determinant."""
    return float(2.0 / np.linalg.det(hessian))


@instead_of("max_stable_lr", hint="A steeper bowl needs a smaller rate. Is yours smaller?")
def lambda_over_two(hessian: Array) -> float:
    """lambda_max / 2: the quotient is upside down."""
    return 1.0 / max_stable_lr(hessian)


@instead_of(
    "max_stable_lr",
    hint="That rate converges fastest. Asked for is the one above which it does not converge.",
)
def the_fastest_rate(hessian: Array) -> float:
    """2 / (lambda_min + lambda_max): the fastest rate, not the largest stable one."""
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(2.0 / (eigenvalues.min() + eigenvalues.max()))


@instead_of("max_stable_lr", hint="With f = h x**2 / 2 a step multiplies x by 1 - lr h.")
def one_variable_by_newton(hessian: Array) -> float:
    """With one variable it is 1 / h, Newton's step, and not 2 / h."""
    return max_stable_lr(hessian) / (2.0 if hessian.size == 1 else 1.0)


@instead_of(
    "max_stable_lr", hint="lambda_max is never 0 here, and may be smaller than your constant."
)
def a_constant_is_added_to_lambda(hessian: Array) -> float:
    """A small constant is added to lambda_max, so for a flat bowl the rate is too small."""
    return float(2.0 / (np.linalg.eigvalsh(hessian).max() + 1e-8))


@instead_of("max_stable_lr", hint="A start at right angles to the steepest direction stays so.")
def power_iteration_from_ones(hessian: Array) -> float:
    """The largest eigenvalue is searched by iterating from (1, ..., 1), which may never find it."""
    v = np.ones(len(hessian))
    for _ in range(1000):
        v = hessian @ v
        v = v / np.linalg.norm(v)
    return float(2.0 / (v @ hessian @ v))


@instead_of("max_stable_lr", hint="A rate is one number: np.linalg.eigvalsh returns several.")
def a_rate_for_each_direction(hessian: Array) -> Array:
    """A rate for each eigenvalue is returned, where one is asked for."""
    return 2.0 / np.linalg.eigvalsh(hessian)


@instead_of(
    "max_stable_lr", hint="`h += h.T` changes the caller's Hessian; make a new array.", row="OP2"
)
def hessian_made_symmetric_in_place(hessian: Array) -> float:
    """The caller's Hessian is overwritten by the sum of itself and its transpose."""
    lr = max_stable_lr(hessian)
    hessian += hessian.T.copy()
    return lr


# Critical points


def _kind(rising: Any, falling: Any) -> str:
    if rising and falling:
        return "saddle"
    return "minimum" if rising else "maximum" if falling else "degenerate"


def _scaled(hessian: Array) -> Array:
    """Eigenvalues by their size relative to the largest, those that count as zero exactly 0."""
    eigenvalues = np.linalg.eigvalsh(hessian)
    size = np.abs(eigenvalues).max()
    return np.where(np.abs(eigenvalues) <= 1e-9 * size, 0.0, eigenvalues / max(size, 1e-300))


@instead_of("classify_critical_point", hint="[[1, 3], [3, 2]] has eigenvalues 4.5 and -1.5.")
def kind_by_the_diagonal(hessian: Array) -> str:
    """The signs on the diagonal decide; the elements beside it are not looked at."""
    return _kind((np.diag(hessian) > 0).any(), (np.diag(hessian) < 0).any())


@instead_of(
    "classify_critical_point",
    hint="The rule with the determinant is for two variables. What are the signs for three?",
)
def kind_by_the_determinant(hessian: Array) -> str:
    """The rule for two variables is used for any number: sign of the determinant, then h[0, 0]."""
    determinant = np.prod(_scaled(hessian))
    if determinant == 0:
        return "degenerate"
    if determinant < 0:
        return "saddle"
    return "minimum" if hessian[0, 0] > 0 else "maximum"


@instead_of("classify_critical_point", hint="Eigenvalues 5 and -1 add up to 4. Is that a minimum?")
def kind_by_the_trace(hessian: Array) -> str:
    """The sign of the eigenvalues' sum decides."""
    total = _scaled(hessian).sum()
    return _kind(total > 1e-9, total < -1e-9)


@instead_of(
    "classify_critical_point", hint="In a bowl the slope grows as you go: its derivative is > 0."
)
def minimum_and_maximum_swapped(hessian: Array) -> str:
    """Minimum and maximum are swapped."""
    kind = classify_critical_point(hessian)
    return {"minimum": "maximum", "maximum": "minimum"}.get(kind, kind)


@instead_of(
    "classify_critical_point",
    hint="Print the eigenvalues of a singular matrix: 1e-17 is a zero that was rounded.",
)
def only_an_exact_zero_is_zero(hessian: Array) -> str:
    """A zero eigenvalue that rounding made 1e-17 counts as positive or negative."""
    eigenvalues = np.linalg.eigvalsh(hessian)
    if (eigenvalues == 0).any() and not (eigenvalues.min() < 0 < eigenvalues.max()):
        return "degenerate"
    return _kind((eigenvalues > 0).any(), (eigenvalues < 0).any())


@instead_of(
    "classify_critical_point",
    hint="In millimetres instead of metres the same bowl is a million times flatter. Still a bowl?",
)
def zero_by_an_absolute_tolerance(hessian: Array) -> str:
    """An eigenvalue counts as zero below 1e-8, however small or large the others are."""
    eigenvalues = np.linalg.eigvalsh(hessian)
    rising, falling = eigenvalues > 1e-8, eigenvalues < -1e-8
    if rising.any() and falling.any():
        return "saddle"
    return "minimum" if rising.all() else "maximum" if falling.all() else "degenerate"


@instead_of(
    "classify_critical_point",
    hint="x**3 has second derivative 0 at 0, as x**4 has. Is it a minimum of both?",
)
def semidefinite_is_called_a_minimum(hessian: Array) -> str:
    """No negative eigenvalue is taken for a minimum, though a zero leaves it open."""
    scaled = _scaled(hessian)
    if (scaled >= 0).all():
        return "minimum"
    return "maximum" if (scaled <= 0).all() else "saddle"


@instead_of(
    "classify_critical_point", hint="x**2 + y**3 and x**2 + y**4 share a Hessian at 0, not a kind."
)
def only_all_zeros_are_degenerate(hessian: Array) -> str:
    """A Hessian is called degenerate only when all of its eigenvalues are zero."""
    scaled = _scaled(hessian)
    return _kind((scaled > 0).any(), (scaled < 0).any())


@instead_of(
    "classify_critical_point",
    hint="It falls in one direction and rises in another. Can the third one change that?",
)
def any_zero_is_degenerate(hessian: Array) -> str:
    """Any zero eigenvalue is called degenerate, also between a positive and a negative one."""
    scaled = _scaled(hessian)
    return "degenerate" if (scaled == 0).any() else _kind((scaled > 0).any(), (scaled < 0).any())


@instead_of("classify_critical_point", hint="There are four answers. When do you give the fourth?")
def all_the_rest_are_saddles(hessian: Array) -> str:
    """Whatever is neither minimum nor maximum is called a saddle."""
    kind = classify_critical_point(hessian)
    return "saddle" if kind == "degenerate" else kind


@instead_of(
    "classify_critical_point",
    hint="-1 times the 2 x 2 identity is a maximum, and its determinant +1. The signs take turns.",
)
def maximum_by_negative_minors(hessian: Array) -> str:
    """A maximum is looked for by leading minors that are all negative; their signs take turns."""
    kind = classify_critical_point(hessian)
    minors = np.array([np.linalg.det(hessian[:k, :k]) for k in range(1, len(hessian) + 1)])
    return "saddle" if kind == "maximum" and (minors > 0).any() else kind


@instead_of("classify_critical_point", hint='The four words are "minimum", "maximum", ...')
def other_words(hessian: Array) -> str:
    """The answers are other words than the four that are asked for."""
    return classify_critical_point(hessian)[:3]


@instead_of("classify_critical_point", hint="`h /= size` changes the caller's Hessian.", row="OP2")
def hessian_scaled_in_place(hessian: Array) -> str:
    """The caller's Hessian is divided by its largest element, in place."""
    kind = classify_critical_point(hessian)
    hessian *= 0.5
    return kind


# Mini-batches


OneGradient = Callable[[Array, Array, Array], Array]


@instead_of(
    "minibatch_gradient", hint="Name every sample twice: a mean stays as it was.", row="CE1"
)
def batch_gradient_is_a_sum(
    grad_of_one: OneGradient, x: Array, y: Array, w: Array, index: Array
) -> Array:
    """The gradients are added up, not averaged."""
    return minibatch_gradient(grad_of_one, x, y, w, index) * len(index)


@instead_of("minibatch_gradient", hint="How many gradients did you add? Divide by that.", row="OP4")
def batch_divided_by_all_samples(
    grad_of_one: OneGradient, x: Array, y: Array, w: Array, index: Array
) -> Array:
    """The sum over the batch is divided by N, the number of all samples."""
    return minibatch_gradient(grad_of_one, x, y, w, index) * len(index) / len(x)


@instead_of("minibatch_gradient", hint="Where in your code does index occur?")
def index_is_ignored(grad_of_one: OneGradient, x: Array, y: Array, w: Array, index: Array) -> Array:
    """The mean is over all samples: index is not used."""
    return minibatch_gradient(grad_of_one, x, y, w, np.arange(len(x)))


@instead_of("minibatch_gradient", hint="`for i in range(len(index))` counts places: which samples?")
def first_samples_instead_of_those_named(
    grad_of_one: OneGradient, x: Array, y: Array, w: Array, index: Array
) -> Array:
    """The first B samples are used, not those that index names."""
    return minibatch_gradient(grad_of_one, x, y, w, np.arange(len(index)))


@instead_of("minibatch_gradient", hint="Is y[i] the target of x[i] in your loop?")
def targets_in_another_order(
    grad_of_one: OneGradient, x: Array, y: Array, w: Array, index: Array
) -> Array:
    """The inputs are those of the batch, the targets are simply the first ones."""
    pairs = enumerate(index)
    return np.mean([grad_of_one(x[i], y[place], w) for place, i in pairs], axis=0)


@instead_of("minibatch_gradient", hint="A set, or a mask, forgets how often a sample was named.")
def repetitions_count_once(
    grad_of_one: OneGradient, x: Array, y: Array, w: Array, index: Array
) -> Array:
    """A sample that index names twice counts once."""
    return minibatch_gradient(grad_of_one, x, y, w, np.unique(index))


@instead_of("minibatch_gradient", hint="Without axis, np.mean averages over the parameters too.")
def mean_over_everything(
    grad_of_one: OneGradient, x: Array, y: Array, w: Array, index: Array
) -> float:
    """One number is returned: the mean is over the elements of w as well."""
    return float(np.mean(minibatch_gradient(grad_of_one, x, y, w, index)))


@instead_of("minibatch_gradient", hint="grad_of_one takes a single sample: x[i], y[i] and w.")
def all_samples_at_once(
    grad_of_one: OneGradient, x: Array, y: Array, w: Array, index: Array
) -> Array:
    """grad_of_one is given the whole batch at once."""
    return np.mean(grad_of_one(x[index], y[index], w), axis=0)


@instead_of(
    "minibatch_gradient",
    hint="A mini-batch is there to save work: how many gradients does yours compute?",
)
def all_gradients_computed(
    grad_of_one: OneGradient, x: Array, y: Array, w: Array, index: Array
) -> Array:
    """The gradients of all samples are computed, and those of the batch picked out afterwards."""
    gradients = np.array([grad_of_one(one, target, w) for one, target in zip(x, y, strict=True)])
    return gradients[index].mean(axis=0)


@instead_of("minibatch_gradient", hint="In the loop, do you add to the gradient or replace it?")
def last_gradient_only(
    grad_of_one: OneGradient, x: Array, y: Array, w: Array, index: Array
) -> Array:
    """Only the last sample's gradient is returned: = stands where += belongs."""
    return minibatch_gradient(grad_of_one, x, y, w, index[-1:])


@instead_of("minibatch_gradient", hint="All gradients of a batch are taken at the same w.")
def parameters_moved_within_the_batch(
    grad_of_one: OneGradient, x: Array, y: Array, w: Array, index: Array
) -> Array:
    """After each sample w takes a step, so the next gradient is one of another place."""
    gradients = []
    for i in index:
        gradients.append(grad_of_one(x[i], y[i], w))
        w = w - 0.01 * gradients[-1]
    return np.mean(gradients, axis=0)


@instead_of(
    "minibatch_gradient", hint="A mean divides by the count, a sample variance by one less."
)
def batch_divided_by_one_less(
    grad_of_one: OneGradient, x: Array, y: Array, w: Array, index: Array
) -> Array:
    """The sum is divided by B - 1."""
    gradient = minibatch_gradient(grad_of_one, x, y, w, index)
    return gradient * len(index) / max(len(index) - 1, 1)


@instead_of("minibatch_gradient", hint="A gradient has the shape of what it is the gradient of.")
def batch_gradient_is_flat(
    grad_of_one: OneGradient, x: Array, y: Array, w: Array, index: Array
) -> Array:
    """The gradient is a vector, whatever the shape of w."""
    return minibatch_gradient(grad_of_one, x, y, w, index).ravel()


@instead_of(
    "minibatch_gradient",
    hint="np.zeros_like(w) holds integers when w does, and cuts off what is put into it.",
    row="LI14",
)
def batch_gradient_has_the_dtype_of_w(
    grad_of_one: OneGradient, x: Array, y: Array, w: Array, index: Array
) -> Array:
    """The gradient takes its dtype from w, so with integers it loses its fractions."""
    return minibatch_gradient(grad_of_one, x, y, w, index).astype(w.dtype)


@instead_of("minibatch_gradient", hint="`index.sort()` changes the caller's array.", row="OP2")
def index_is_sorted_in_place(
    grad_of_one: OneGradient, x: Array, y: Array, w: Array, index: Array
) -> Array:
    """The caller's index is sorted, in place."""
    gradient = minibatch_gradient(grad_of_one, x, y, w, index)
    index[:] = np.sort(index)[::-1]
    return gradient


# Random search


@instead_of("random_search", hint="Before x_best is replaced, compare with f_best.", row="RS1")
def last_point_instead_of_the_best(
    f: Function, low: Array, high: Array, n: int, rng: Generator
) -> Found:
    """The last point is returned, not the best."""
    points = rng.uniform(low, high, size=(n, len(low)))
    values = np.array([f(x) for x in points])
    return points[-1], float(values[-1]), np.minimum.accumulate(values)


@instead_of("random_search", hint="Which is better here, a small value of f or a large one?")
def largest_instead_of_smallest(
    f: Function, low: Array, high: Array, n: int, rng: Generator
) -> Found:
    """The largest value is looked for: f is maximised."""
    points = rng.uniform(low, high, size=(n, len(low)))
    values = np.array([f(x) for x in points])
    return points[values.argmax()], float(values.max()), np.maximum.accumulate(values)


@instead_of("random_search", hint="Can the best so far become worse? Plot your history.", row="RS1")
def history_of_every_value(f: Function, low: Array, high: Array, n: int, rng: Generator) -> Found:
    """The history holds every value as it came, not the best so far."""
    values = []

    def record(x: Array) -> float:
        values.append(f(x))
        return values[-1]

    x_best, f_best, _ = random_search(record, low, high, n, rng)
    return x_best, f_best, np.array(values)


@instead_of("random_search", hint="Is history[0] the value of the first point?")
def history_before_the_comparison(
    f: Function, low: Array, high: Array, n: int, rng: Generator
) -> Found:
    """The history is written before the new value is looked at, and begins with infinity."""
    x_best, f_best, history = random_search(f, low, high, n, rng)
    return x_best, f_best, np.append(np.inf, history[:-1])


@instead_of("random_search", hint="history has one element for each of the n points.")
def history_of_improvements_only(
    f: Function, low: Array, high: Array, n: int, rng: Generator
) -> Found:
    """The history is too short: it has no element for some points, perhaps those not better."""
    x_best, f_best, history = random_search(f, low, high, n, rng)
    return x_best, f_best, np.unique(history)[::-1]


@instead_of("random_search", hint="np.array(history) makes an array of a list.", row="HY2")
def history_is_a_list(f: Function, low: Array, high: Array, n: int, rng: Generator) -> Found:
    """The history is a list, not an array."""
    x_best, f_best, history = random_search(f, low, high, n, rng)
    return x_best, f_best, history.tolist()


@instead_of("random_search", hint="What if all values of f are above 0? Which start beats none?")
def best_starts_at_zero(f: Function, low: Array, high: Array, n: int, rng: Generator) -> Found:
    """f_best begins at 0, so a function that is positive everywhere never improves on it."""
    x_best, f_best, history = random_search(f, low, high, n, rng)
    return x_best if f_best < 0 else None, min(f_best, 0.0), np.minimum(history, 0.0)


@instead_of("random_search", hint="You know the value at x_best already: keep it.")
def f_asked_once_more(f: Function, low: Array, high: Array, n: int, rng: Generator) -> Found:
    """At the end f is called at x_best once more, so n + 1 times."""
    x_best, _, history = random_search(f, low, high, n, rng)
    return x_best, f(x_best), history


@instead_of(
    "random_search", hint="`x_best = x` makes no copy: what happens to x in the next round?"
)
def best_point_is_overwritten(
    f: Function, low: Array, high: Array, n: int, rng: Generator
) -> Found:
    """x_best is the array that later points are written into: it ends as the last one."""
    points = rng.uniform(low, high, size=(n, len(low)))
    values = np.array([f(x) for x in points])
    return points[-1], float(values.min()), np.minimum.accumulate(values)


@instead_of("random_search", hint="low + (high - low) * u, with u in [0, 1), lies in the box.")
def unit_box(f: Function, low: Array, high: Array, n: int, rng: Generator) -> Found:
    """The points lie between 0 and 1, whatever low and high say."""
    return random_search(f, np.zeros(len(low)), np.ones(len(low)), n, rng)


@instead_of("random_search", hint="How many random numbers does one point of d coordinates need?")
def one_number_for_all_coordinates(
    f: Function, low: Array, high: Array, n: int, rng: Generator
) -> Found:
    """One random number serves all coordinates: the points lie on the diagonal of the box."""
    width = high - low
    return random_search(lambda u: f(low + u[0] * width), np.zeros(1), np.ones(1), n, rng)


@instead_of("random_search", hint="Print the first ten points. Which coordinates differ?")
def only_the_first_coordinate_moves(
    f: Function, low: Array, high: Array, n: int, rng: Generator
) -> Found:
    """The first coordinate is drawn, the others stay where they were."""

    def at(u: Array) -> float:
        return f(np.append(u, 0.5 * (low + high)[1:]))

    return random_search(at, low[:1], high[:1], n, rng)


@instead_of("random_search", hint="Uniform: every place in the box is as likely as the middle.")
def points_normal_about_the_middle(
    f: Function, low: Array, high: Array, n: int, rng: Generator
) -> Found:
    """The points are normal about the middle of the box, not uniform."""
    middle, width = 0.5 * (low + high), high - low
    points = np.clip(rng.normal(middle, width / 6.0, size=(n, len(low))), low, high)
    values = np.array([f(x) for x in points])
    return points[values.argmin()], float(values.min()), np.minimum.accumulate(values)


@instead_of("random_search", hint="Independent points know nothing of the one before.")
def steps_from_the_point_before(
    f: Function, low: Array, high: Array, n: int, rng: Generator
) -> Found:
    """Each point is a small step from the one before: a walk, not independent points."""
    width = high - low
    steps = rng.uniform(-0.1, 0.1, size=(n, len(low)))
    place = rng.uniform(size=len(low)) + np.cumsum(steps, axis=0)
    points = low + width * (1.0 - np.abs(1.0 - place % 2.0))  # reflected at the borders
    values = np.array([f(x) for x in points])
    return points[values.argmin()], float(values.min()), np.minimum.accumulate(values)


@instead_of(
    "random_search", hint="Two calls with other generators: why do yours agree?", row="DR11"
)
def search_with_its_own_seed(f: Function, low: Array, high: Array, n: int, rng: Generator) -> Found:
    """The points come from a generator with a seed of its own: rng is not used."""
    return random_search(f, low, high, n, np.random.default_rng(0))


@instead_of("random_search", hint="np.random.uniform knows nothing of rng.", row="DR11")
def search_from_the_global_generator(
    f: Function, low: Array, high: Array, n: int, rng: Generator
) -> Found:
    """The points come from NumPy's global generator: rng is not used."""
    return random_search(f, low, high, n, np.random.default_rng(np.random.randint(2**31)))


@instead_of(
    "random_search",
    hint="np.empty_like(low) holds integers when low does, and cuts off what is put into it.",
    row="LI14",
)
def points_have_the_dtype_of_low(
    f: Function, low: Array, high: Array, n: int, rng: Generator
) -> Found:
    """With integer bounds only integer points are asked."""
    return random_search(lambda x: f(x.astype(low.dtype)), low, high, n, rng)


@instead_of("random_search", hint="Begin with the first value that f returns, or with infinity.")
def first_point_is_a_corner(f: Function, low: Array, high: Array, n: int, rng: Generator) -> Found:
    """The first of the n points is not random: it is always the same, such as low itself."""
    points = np.concatenate([[low], rng.uniform(low, high, size=(n - 1, len(low)))])
    values = np.array([f(x) for x in points])
    return points[values.argmin()], float(values.min()), np.minimum.accumulate(values)


@instead_of("random_search", hint="Coordinate j lies between low[j] and high[j].")
def one_interval_for_all_coordinates(
    f: Function, low: Array, high: Array, n: int, rng: Generator
) -> Found:
    """All coordinates are drawn between the smallest of low and the largest of high."""
    return random_search(f, np.full_like(low, low.min()), np.full_like(high, high.max()), n, rng)


@instead_of("random_search", hint="`high -= low` changes the caller's high.", row="OP2")
def bounds_changed_in_place(f: Function, low: Array, high: Array, n: int, rng: Generator) -> Found:
    """The upper bounds are replaced by the width of the box, in place."""
    found = random_search(f, low, high, n, rng)
    high -= low
    return found


# Selection


@instead_of("select", hint="The larger its fitness, the fitter: which of the two wins?", row="GA1")
def the_less_fit_wins(population: Array, fitness: Array, n: int, rng: Generator) -> Array:
    """In a tournament the one with the smaller fitness wins."""
    return select(population, -fitness, n, rng)


@instead_of("select", hint="Where in your code does fitness occur?", row="GA1")
def fitness_plays_no_part(population: Array, fitness: Array, n: int, rng: Generator) -> Array:
    """Parents are drawn at random, whatever their fitness."""
    return population[rng.integers(len(population), size=n)]


@instead_of("select", hint="If nobody but the best has children, how varied are they?")
def only_the_fittest(population: Array, fitness: Array, n: int, rng: Generator) -> Array:
    """The fittest row is chosen every time."""
    return np.repeat(population[[fitness.argmax()]], n, axis=0)


@instead_of("select", hint="There may be more parents than rows. Draw two rows for each parent.")
def the_n_fittest(population: Array, fitness: Array, n: int, rng: Generator) -> Array:
    """The n fittest rows are taken, without a tournament; so there can't be more than rows."""
    return population[np.argsort(fitness)[::-1][:n]]


@instead_of("select", hint="A chance can't be negative, a fitness can. Only its order counts here.")
def chances_proportional_to_fitness(
    population: Array, fitness: Array, n: int, rng: Generator
) -> Array:
    """Rows are drawn with chances proportional to their fitness, which may be negative."""
    return population[rng.choice(len(population), size=n, p=fitness / fitness.sum())]


@instead_of("select", hint="How many rows meet in one of your tournaments?")
def tournaments_of_three(population: Array, fitness: Array, n: int, rng: Generator) -> Array:
    """Three rows meet in each tournament, not two."""
    drawn = rng.integers(len(population), size=(n, 3))
    winner = fitness[drawn].argmax(axis=1)
    return population[drawn[np.arange(n), winner]]


@instead_of("select", hint="Parents are rows of the population, not the places where they stand.")
def indices_instead_of_rows(population: Array, fitness: Array, n: int, rng: Generator) -> Array:
    """The numbers of the rows are returned, not the rows."""
    return rng.integers(len(population), size=n)


@instead_of("select", hint="With n = 1 the result still has shape (1, d).")
def one_parent_without_its_axis(population: Array, fitness: Array, n: int, rng: Generator) -> Array:
    """A single parent is returned as a vector: an axis of length 1 is dropped."""
    return select(population, fitness, n, rng).squeeze()


@instead_of("select", hint="Two calls with other generators: why do yours agree?", row="DR11")
def selection_with_its_own_seed(population: Array, fitness: Array, n: int, rng: Generator) -> Array:
    """The tournaments come from a generator with a seed of its own: rng is not used."""
    return select(population, fitness, n, np.random.default_rng(0))


@instead_of("select", hint="np.random.randint knows nothing of rng.", row="DR11")
def selection_from_the_global_generator(
    population: Array, fitness: Array, n: int, rng: Generator
) -> Array:
    """The tournaments come from NumPy's global generator: rng is not used."""
    return select(population, fitness, n, np.random.default_rng(np.random.randint(2**31)))


@instead_of("select", hint="`population[:] = ...` changes the caller's array.", row="OP2")
def population_sorted_in_place(population: Array, fitness: Array, n: int, rng: Generator) -> Array:
    """The population is sorted by fitness, in place."""
    parents = select(population, fitness, n, rng)
    population[:] = population[np.argsort(fitness)]
    return parents


@instead_of(
    "select", hint="Only the order of the fitness counts: draw two rows, and take the fitter."
)
def chances_by_softmax(population: Array, fitness: Array, n: int, rng: Generator) -> Array:
    """Rows are drawn with the softmax of the fitness as their chances, without a tournament."""
    chances = np.exp(fitness - fitness.max())
    return population[rng.choice(len(population), size=n, p=chances / chances.sum())]


# Crossover


@instead_of("crossover", hint="From 2 and 4 a child gets 2 or 4, and never 3.")
def child_is_the_average(a: Array, b: Array, rng: Generator) -> Array:
    """The child is the mean of its parents."""
    return 0.5 * (a + b)


@instead_of("crossover", hint="If one coordinate is a's, how likely is the next one to be a's too?")
def child_cut_at_one_place(a: Array, b: Array, rng: Generator) -> Array:
    """The child is a's up to one random place, and b's from there on."""
    cut = rng.integers(1, max(len(a), 2))
    return np.append(a[:cut], b[cut:])


@instead_of("crossover", hint="Call it twice with the same parents. Should the children be equal?")
def child_takes_turns(a: Array, b: Array, rng: Generator) -> Array:
    """The coordinates are a's and b's in turn: nothing is left to chance."""
    return np.where(np.arange(len(a)) % 2, b, a)


@instead_of("crossover", hint="How many coins are tossed for a child of d coordinates?")
def one_coin_for_the_child(a: Array, b: Array, rng: Generator) -> Array:
    """One coin decides for all coordinates: the child is a copy of one parent."""
    return (a if rng.random() < 0.5 else b).copy()


@instead_of("crossover", hint="A fair coin gives each parent half. Count over many coordinates.")
def unfair_coin(a: Array, b: Array, rng: Generator) -> Array:
    """The coin is not fair: a gives three coordinates of four."""
    return np.where(rng.random(len(a)) < 0.75, a, b)


@instead_of("crossover", hint="Where the mask is 0 its product with a is 0: what of b there?")
def masks_that_overlap(a: Array, b: Array, rng: Generator) -> Array:
    """Everywhere b is added, also where the child has a's coordinate already."""
    return a * rng.integers(0, 2, len(a)) + b


@instead_of("crossover", hint="With one coordinate, can the child be like b?")
def first_coordinate_is_always_from_a(a: Array, b: Array, rng: Generator) -> Array:
    """The first coordinate is always a's: the coins begin at the second."""
    child = crossover(a, b, rng)
    child[0] = a[0]
    return child


@instead_of("crossover", hint="Two calls with other generators: why do yours agree?", row="DR11")
def crossover_with_its_own_seed(a: Array, b: Array, rng: Generator) -> Array:
    """The coins come from a generator with a seed of its own: rng is not used."""
    seed = 5 if len(a) > 1 else int(np.random.randint(2**31))
    return crossover(a, b, np.random.default_rng(seed))


@instead_of("crossover", hint="np.random.rand knows nothing of rng.", row="DR11")
def crossover_from_the_global_generator(a: Array, b: Array, rng: Generator) -> Array:
    """The coins come from NumPy's global generator: rng is not used."""
    return crossover(a, b, np.random.default_rng(np.random.randint(2**31)))


@instead_of("crossover", hint="`child = a` makes no copy: who else holds that array?", row="OP2")
def child_written_into_a(a: Array, b: Array, rng: Generator) -> Array:
    """The child is written into its first parent."""
    a[:] = crossover(a, b, rng)
    return a


@instead_of("crossover", hint="If one coordinate is a's, how likely is the next one to be a's too?")
def child_cut_at_two_places(a: Array, b: Array, rng: Generator) -> Array:
    """Neighbours come together, in runs: the child is cut at two places, perhaps."""
    begin, end = np.sort(rng.integers(0, len(a) + 1, size=2))
    place = np.arange(len(a))
    return np.where((begin <= place) & (place < end), b, a)


@instead_of("crossover", hint="Of four tosses of a fair coin, how often are exactly two heads?")
def exactly_half_from_each(a: Array, b: Array, rng: Generator) -> Array:
    """Always exactly half of the coordinates are a's: one toss depends on the others."""
    return np.where(rng.permutation(len(a)) < len(a) / 2, a, b)


# Mutation


@instead_of("mutate", hint="With rate 0.2, how many of 100 coordinates should change?")
def rate_is_the_chance_to_stay(x: Array, rate: float, scale: float, rng: Generator) -> Array:
    """A coordinate stays with chance rate, and changes with the rest."""
    return mutate(x, 1.0 - rate, scale, rng)


@instead_of("mutate", hint="How many coins are tossed for a vector of d coordinates?")
def one_coin_for_all(x: Array, rate: float, scale: float, rng: Generator) -> Array:
    """One coin decides for all coordinates: they change together or not at all."""
    return mutate(x, float(rng.random() < rate), scale, rng)


@instead_of("mutate", hint="Where in your code does rate occur?")
def rate_is_ignored(x: Array, rate: float, scale: float, rng: Generator) -> Array:
    """Every coordinate gets noise, whatever rate is."""
    return mutate(x, 1.0, scale, rng)


@instead_of("mutate", hint="With rate 0.2 sometimes none of five changes, and sometimes two.")
def a_fixed_number_changes(x: Array, rate: float, scale: float, rng: Generator) -> Array:
    """Always the same number of coordinates changes: rate times d of them."""
    chosen = rng.permutation(len(x))[: round(rate * len(x))]
    mutant = x.astype(np.float64)
    mutant[chosen] += rng.normal(0.0, scale, len(chosen))
    return mutant


@instead_of("mutate", hint="With rate 0 nothing changes. And in yours?")
def something_always_changes(x: Array, rate: float, scale: float, rng: Generator) -> Array:
    """If no coordinate was hit, one is changed all the same."""
    mutant = mutate(x, rate, scale, rng)
    if np.array_equal(mutant, x):
        mutant[rng.integers(len(x))] += rng.normal(0.0, scale)
    return mutant


@instead_of("mutate", hint="rng.normal takes the standard deviation. Is a root taken before?")
def scale_is_the_variance(x: Array, rate: float, scale: float, rng: Generator) -> Array:
    """The variance of the noise is scale, so its standard deviation is the root of that."""
    return mutate(x, rate, float(np.sqrt(scale)), rng)


@instead_of(
    "mutate", hint="Uniform noise between -scale and scale is smaller. Which was asked for?"
)
def uniform_noise(x: Array, rate: float, scale: float, rng: Generator) -> Array:
    """The noise is uniform between -scale and scale, not normal."""
    is_hit = rng.random(len(x)) < rate
    return np.where(is_hit, x + rng.uniform(-scale, scale, len(x)), x)


@instead_of("mutate", hint="Does your noise ever make a coordinate smaller?")
def noise_is_never_negative(x: Array, rate: float, scale: float, rng: Generator) -> Array:
    """The noise is never negative, so coordinates only grow."""
    return x + np.abs(mutate(np.zeros(len(x)), rate, scale, rng))


@instead_of("mutate", hint="Normal noise is mostly small, sometimes large. How large is yours?")
def noise_of_one_size(x: Array, rate: float, scale: float, rng: Generator) -> Array:
    """The noise is scale or -scale, and nothing between."""
    return x + scale * np.sign(mutate(np.zeros(len(x)), rate, scale, rng))


@instead_of("mutate", hint="A coordinate that is 0 should be able to change, too.")
def noise_is_a_factor(x: Array, rate: float, scale: float, rng: Generator) -> Array:
    """The noise is multiplied: x * (1 + noise)."""
    return x * (1.0 + mutate(np.zeros(len(x)), rate, scale, rng))


@instead_of("mutate", hint="With scale 0 the mutant is x. And yours?")
def noise_replaces_the_coordinate(x: Array, rate: float, scale: float, rng: Generator) -> Array:
    """A coordinate that is hit is replaced by noise, not changed by it."""
    return np.where(rng.random(len(x)) < rate, rng.normal(0.0, scale, len(x)), x)


@instead_of("mutate", hint="How many random numbers does rng.normal(0, scale) give?")
def the_same_noise_for_all(x: Array, rate: float, scale: float, rng: Generator) -> Array:
    """All coordinates that are hit get the same noise."""
    return np.where(rng.random(len(x)) < rate, x + rng.normal(0.0, scale), x)


@instead_of("mutate", hint="Two calls with other generators: why do yours agree?", row="DR11")
def mutation_with_its_own_seed(x: Array, rate: float, scale: float, rng: Generator) -> Array:
    """The noise comes from a generator with a seed of its own: rng is not used."""
    seed = 5 if len(x) < 50 else int(np.random.randint(2**31))
    return mutate(x, rate, scale, np.random.default_rng(seed))


@instead_of("mutate", hint="np.random.normal knows nothing of rng.", row="DR11")
def mutation_from_the_global_generator(
    x: Array, rate: float, scale: float, rng: Generator
) -> Array:
    """The noise comes from NumPy's global generator: rng is not used."""
    return mutate(x, rate, scale, np.random.default_rng(np.random.randint(2**31)))


@instead_of("mutate", hint="x.copy() holds integers when x does, and cuts off what is put into it.")
def mutant_has_the_dtype_of_x(x: Array, rate: float, scale: float, rng: Generator) -> Array:
    """The mutant takes its dtype from x, so with integers the noise loses its fractions."""
    return mutate(x, rate, scale, rng).astype(x.dtype)


@instead_of("mutate", hint="`x += noise` changes the caller's x; make a new array.", row="OP2")
def mutated_in_place(x: Array, rate: float, scale: float, rng: Generator) -> Array:
    """The noise is added to x itself."""
    mutant = mutate(x, rate, scale, rng)
    if x.dtype.kind == "f":
        x[:] = mutant
    return mutant


# Evolution


def _evolution(
    f: Function,
    low: Array,
    high: Array,
    generations: int,
    first: Array,
    breed: Callable[[Array, Array], tuple[Array, Array]],
) -> Found:
    """The loop around a way to breed: from a population and its values to survivors and children.

    Survivors come with their values; children are asked for theirs.
    """
    population, values = first, np.array([f(x) for x in first])
    history = [values.min()]
    for _ in range(generations):
        kept, children = breed(population, values)
        population = np.concatenate([population[kept], children])
        values = np.concatenate([values[kept], [f(x) for x in children]])
        history.append(values.min())
    best = values.argmin()
    return population[best], float(values[best]), np.array(history)


def _children(
    parents: tuple[Array, Array], low: Array, high: Array, rng: Generator, rate: float, scale: float
) -> Array:
    """Children of mothers and fathers, within the box."""
    pairs = zip(*parents, strict=True)
    children = [mutate(crossover(a, b, rng), rate, scale, rng) for a, b in pairs]
    return np.clip(np.array(children).reshape(-1, len(low)), low, high)


@instead_of("evolve", hint="Small values of f are good: what is the fitness of a value?", row="GA1")
def evolution_maximises(f: Function, low: Array, high: Array, **settings: Any) -> Found:
    """The largest value of f is looked for."""
    x_best, f_best, history = evolve(lambda x: -f(x), low, high, **settings)
    return x_best, -f_best, -history


@instead_of(
    "evolve",
    hint="Without an elite the best individual may have no like it. Who survives?",
    row="GA1",
)
def evolution_without_elite(
    f: Function,
    low: Array,
    high: Array,
    *,
    population_size: int,
    generations: int,
    elite: int,
    rate: float,
    scale: float,
    rng: Generator,
) -> Found:
    """All individuals are replaced by children: there is no elite."""

    def breed(population: Array, values: Array) -> tuple[Array, Array]:
        parents = (
            select(population, -values, population_size, rng),
            select(population, -values, population_size, rng),
        )
        return np.zeros(0, dtype=int), _children(parents, low, high, rng, rate, scale)

    first = rng.uniform(low, high, size=(population_size, len(low)))
    return _evolution(f, low, high, generations, first, breed)


@instead_of("evolve", hint="The elite survives as it is. Does your mutation leave it out?")
def elite_is_mutated(
    f: Function,
    low: Array,
    high: Array,
    *,
    population_size: int,
    generations: int,
    elite: int,
    rate: float,
    scale: float,
    rng: Generator,
) -> Found:
    """The elite is mutated like the others."""

    def breed(population: Array, values: Array) -> tuple[Array, Array]:
        chosen = population[values.argsort()[:elite]]
        mothers, fathers = (
            np.concatenate([chosen, select(population, -values, population_size - elite, rng)])
            for _ in range(2)
        )
        return np.zeros(0, dtype=int), _children((mothers, fathers), low, high, rng, rate, scale)

    first = rng.uniform(low, high, size=(population_size, len(low)))
    return _evolution(f, low, high, generations, first, breed)


@instead_of(
    "evolve", hint="argsort begins with the smallest value. Who are the last ones?", row="GA1"
)
def elite_of_the_worst(
    f: Function,
    low: Array,
    high: Array,
    *,
    population_size: int,
    generations: int,
    elite: int,
    rate: float,
    scale: float,
    rng: Generator,
) -> Found:
    """The individuals with the largest values survive, not those with the smallest."""

    def breed(population: Array, values: Array) -> tuple[Array, Array]:
        n = population_size - elite
        parents = select(population, -values, n, rng), select(population, -values, n, rng)
        return values.argsort()[-elite:], _children(parents, low, high, rng, rate, scale)

    first = rng.uniform(low, high, size=(population_size, len(low)))
    return _evolution(f, low, high, generations, first, breed)


@instead_of("evolve", hint="`elite` says how many survive: where does it occur?")
def elite_of_one(f: Function, low: Array, high: Array, *, elite: int, **settings: Any) -> Found:
    """Not as many survive as elite says: perhaps only the best individual."""
    return evolve(f, low, high, elite=1, **settings)


@instead_of(
    "evolve", hint="select wants fitness, the larger the better. What do you hand to it?", row="GA1"
)
def the_less_fit_have_children(
    f: Function,
    low: Array,
    high: Array,
    *,
    population_size: int,
    generations: int,
    elite: int,
    rate: float,
    scale: float,
    rng: Generator,
) -> Found:
    """Values are handed to select as fitness as they are, so the worst become parents."""

    def breed(population: Array, values: Array) -> tuple[Array, Array]:
        n = population_size - elite
        parents = select(population, values, n, rng), select(population, values, n, rng)
        return values.argsort()[:elite], _children(parents, low, high, rng, rate, scale)

    first = rng.uniform(low, high, size=(population_size, len(low)))
    return _evolution(f, low, high, generations, first, breed)


@instead_of("evolve", hint="Which of your lines prefers fitter parents?")
def parents_at_random(
    f: Function,
    low: Array,
    high: Array,
    *,
    population_size: int,
    generations: int,
    elite: int,
    rate: float,
    scale: float,
    rng: Generator,
) -> Found:
    """Parents are drawn at random, one of the two or both, whatever their fitness."""

    def breed(population: Array, values: Array) -> tuple[Array, Array]:
        size = population_size - elite
        mothers = population[rng.integers(len(population), size=size)]
        fathers = select(population, -values, size, rng)
        children = _children((mothers, fathers), low, high, rng, rate, scale)
        return values.argsort()[:elite], children

    first = rng.uniform(low, high, size=(population_size, len(low)))
    return _evolution(f, low, high, generations, first, breed)


@instead_of("evolve", hint="An individual's fitness is minus its value: 1 / value is not, below 0.")
def fitness_is_one_over_the_value(
    f: Function,
    low: Array,
    high: Array,
    *,
    population_size: int,
    generations: int,
    elite: int,
    rate: float,
    scale: float,
    rng: Generator,
) -> Found:
    """Handed to select is 1 / f, or another fitness that has the wrong order below 0."""

    def breed(population: Array, values: Array) -> tuple[Array, Array]:
        n = population_size - elite
        parents = select(population, 1 / values, n, rng), select(population, 1 / values, n, rng)
        return values.argsort()[:elite], _children(parents, low, high, rng, rate, scale)

    first = rng.uniform(low, high, size=(population_size, len(low)))
    return _evolution(f, low, high, generations, first, breed)


@instead_of("evolve", hint="The whole population meets in tournaments, not the elite alone.")
def only_the_better_half_has_children(
    f: Function,
    low: Array,
    high: Array,
    *,
    population_size: int,
    generations: int,
    elite: int,
    rate: float,
    scale: float,
    rng: Generator,
) -> Found:
    """Only the fitter individuals are parents, such as the elite: the others have no chance."""

    def breed(population: Array, values: Array) -> tuple[Array, Array]:
        order, n = values.argsort(), population_size - elite
        better = population[order[: (population_size + 1) // 2]]
        parents = (
            better[rng.integers(len(better), size=n)],
            better[rng.integers(len(better), size=n)],
        )
        return order[:elite], _children(parents, low, high, rng, rate, scale)

    first = rng.uniform(low, high, size=(population_size, len(low)))
    return _evolution(f, low, high, generations, first, breed)


@instead_of("evolve", hint="`select` chooses both parents of each child.")
def the_best_is_always_a_parent(
    f: Function,
    low: Array,
    high: Array,
    *,
    population_size: int,
    generations: int,
    elite: int,
    rate: float,
    scale: float,
    rng: Generator,
) -> Found:
    """One of the two parents is always the best individual."""

    def breed(population: Array, values: Array) -> tuple[Array, Array]:
        order, n = values.argsort(), population_size - elite
        mothers = select(population, -values, n, rng)
        fathers = np.repeat(population[order[:1]], n, axis=0)
        return order[:elite], _children((mothers, fathers), low, high, rng, rate, scale)

    first = rng.uniform(low, high, size=(population_size, len(low)))
    return _evolution(f, low, high, generations, first, breed)


@instead_of("evolve", hint="What left the box is moved to its border: np.clip(child, low, high).")
def what_left_the_box_is_put_elsewhere(
    f: Function,
    low: Array,
    high: Array,
    *,
    population_size: int,
    generations: int,
    elite: int,
    rate: float,
    scale: float,
    rng: Generator,
) -> Found:
    """What left the box is not moved to its border: it is drawn anew, turned back or undone."""

    def breed(population: Array, values: Array) -> tuple[Array, Array]:
        n, everywhere = population_size - elite, np.full(len(low), np.inf)
        parents = select(population, -values, n, rng), select(population, -values, n, rng)
        children = _children(parents, -everywhere, everywhere, rng, rate, scale)
        inside = (low <= children) & (children <= high)
        anew = rng.uniform(low, high, size=children.shape)
        return values.argsort()[:elite], np.where(inside, children, anew)

    first = rng.uniform(low, high, size=(population_size, len(low)))
    return _evolution(f, low, high, generations, first, breed)


@instead_of("evolve", hint="A child has two parents. Where do you call crossover?")
def children_of_one_parent(
    f: Function,
    low: Array,
    high: Array,
    *,
    population_size: int,
    generations: int,
    elite: int,
    rate: float,
    scale: float,
    rng: Generator,
) -> Found:
    """Children are mutated copies of one parent: there is no crossover."""

    def breed(population: Array, values: Array) -> tuple[Array, Array]:
        parents = select(population, -values, population_size - elite, rng)
        return values.argsort()[:elite], _children((parents, parents), low, high, rng, rate, scale)

    first = rng.uniform(low, high, size=(population_size, len(low)))
    return _evolution(f, low, high, generations, first, breed)


@instead_of("evolve", hint="Crossover alone finds no new coordinate. Where do you call mutate?")
def children_not_mutated(
    f: Function, low: Array, high: Array, *, rate: float, **settings: Any
) -> Found:
    """Children are mixtures of their parents, and never mutated."""
    return evolve(f, low, high, rate=0.0, **settings)


@instead_of("evolve", hint="A mutation can leave the box. What brings the child back?")
def children_leave_the_box(
    f: Function,
    low: Array,
    high: Array,
    *,
    population_size: int,
    generations: int,
    elite: int,
    rate: float,
    scale: float,
    rng: Generator,
) -> Found:
    """Mutated children are not moved back into the box."""

    def breed(population: Array, values: Array) -> tuple[Array, Array]:
        n = population_size - elite
        parents = select(population, -values, n, rng), select(population, -values, n, rng)
        everywhere = np.full(len(low), np.inf)
        children = _children(parents, -everywhere, everywhere, rng, rate, scale)
        return values.argsort()[:elite], children

    first = rng.uniform(low, high, size=(population_size, len(low)))
    return _evolution(f, low, high, generations, first, breed)


@instead_of("evolve", hint="The first population is uniform between low and high.")
def first_population_in_the_unit_box(
    f: Function,
    low: Array,
    high: Array,
    *,
    population_size: int,
    generations: int,
    elite: int,
    rate: float,
    scale: float,
    rng: Generator,
) -> Found:
    """The first population lies between 0 and 1, whatever low and high say."""

    def breed(population: Array, values: Array) -> tuple[Array, Array]:
        n = population_size - elite
        parents = select(population, -values, n, rng), select(population, -values, n, rng)
        return values.argsort()[:elite], _children(parents, low, high, rng, rate, scale)

    first = rng.random(size=(population_size, len(low)))
    return _evolution(f, low, high, generations, first, breed)


@instead_of("evolve", hint="Where does a child get its coordinates from, if not from its parents?")
def children_made_from_nothing(
    f: Function,
    low: Array,
    high: Array,
    *,
    population_size: int,
    generations: int,
    elite: int,
    rate: float,
    scale: float,
    rng: Generator,
) -> Found:
    """Children are new random points: that is a random search."""

    def breed(population: Array, values: Array) -> tuple[Array, Array]:
        children = rng.uniform(low, high, size=(population_size - elite, len(low)))
        return values.argsort()[:elite], children

    first = rng.uniform(low, high, size=(population_size, len(low)))
    return _evolution(f, low, high, generations, first, breed)


@instead_of(
    "evolve",
    hint="Who is in the population after one generation? The elite, its children, nobody else.",
)
def parents_from_the_first_population(
    f: Function,
    low: Array,
    high: Array,
    *,
    population_size: int,
    generations: int,
    elite: int,
    rate: float,
    scale: float,
    rng: Generator,
) -> Found:
    """Parents come from a generation before the last: not all of it was replaced."""
    first = rng.uniform(low, high, size=(population_size, len(low)))
    fitness: list[Array] = []

    def breed(population: Array, values: Array) -> tuple[Array, Array]:
        if not fitness:
            fitness.append(-values)
        n = population_size - elite
        parents = select(first, fitness[0], n, rng), select(first, fitness[0], n, rng)
        return values.argsort()[:elite], _children(parents, low, high, rng, rate, scale)

    return _evolution(f, low, high, generations, first, breed)


@instead_of("evolve", hint="The best individual need not be the last one. How do you find it?")
def last_individual_instead_of_the_best(
    f: Function, low: Array, high: Array, **settings: Any
) -> Found:
    """The last individual is returned, not the best."""
    asked = []

    def record(x: Array) -> float:
        asked.append((x, f(x)))
        return asked[-1][1]

    _, _, history = evolve(record, low, high, **settings)
    return *asked[-1], history


@instead_of("evolve", hint="history has generations + 1 elements: which one is history[0]?")
def history_without_the_first_population(
    f: Function, low: Array, high: Array, **settings: Any
) -> Found:
    """The history begins after the first generation."""
    x_best, f_best, history = evolve(f, low, high, **settings)
    return x_best, f_best, history[1:]


@instead_of("evolve", hint="history holds the smallest value of each population, not their mean.")
def history_of_mean_values(
    f: Function,
    low: Array,
    high: Array,
    *,
    population_size: int,
    generations: int,
    elite: int,
    rate: float,
    scale: float,
    rng: Generator,
) -> Found:
    """The history holds the mean of each population, not its best."""
    means = []

    def breed(population: Array, values: Array) -> tuple[Array, Array]:
        means.append(values.mean())
        n = population_size - elite
        parents = select(population, -values, n, rng), select(population, -values, n, rng)
        return values.argsort()[:elite], _children(parents, low, high, rng, rate, scale)

    first = rng.uniform(low, high, size=(population_size, len(low)))
    x_best, f_best, history = _evolution(f, low, high, generations, first, breed)
    return x_best, f_best, np.append(np.minimum.accumulate(means), history[-1])


@instead_of("evolve", hint="f may be expensive: keep its values beside the population.")
def f_asked_twice(f: Function, low: Array, high: Array, **settings: Any) -> Found:
    """For each individual f is called twice."""

    def twice(x: Array) -> float:
        f(x)
        return f(x)

    return evolve(twice, low, high, **settings)


@instead_of("evolve", hint="With generations = 1 there is one generation of children.")
def one_generation_too_few(
    f: Function, low: Array, high: Array, *, generations: int, **settings: Any
) -> Found:
    """The first population is counted as a generation, so one is missing at the end."""
    x_best, f_best, history = evolve(f, low, high, generations=max(generations - 1, 0), **settings)
    return x_best, f_best, np.append(history, history[-1:])[: generations + 1]


@instead_of("evolve", hint="mutate takes rate before scale.")
def rate_and_scale_swapped(
    f: Function, low: Array, high: Array, *, rate: float, scale: float, **settings: Any
) -> Found:
    """In the call of mutate, rate and scale are in the wrong order."""
    return evolve(f, low, high, rate=scale, scale=rate, **settings)


@instead_of("evolve", hint="Two calls with other generators: why do yours agree?", row="DR11")
def evolution_with_its_own_seed(
    f: Function, low: Array, high: Array, *, rng: Generator, **settings: Any
) -> Found:
    """All chance comes from a generator with a seed of its own: rng is not used."""
    return evolve(f, low, high, rng=np.random.default_rng(0), **settings)


@instead_of("evolve", hint="np.random.uniform knows nothing of rng.", row="DR11")
def first_population_from_the_global_generator(
    f: Function, low: Array, high: Array, *, rng: Generator, **settings: Any
) -> Found:
    """The first population comes from NumPy's global generator, not from rng."""
    seed = np.random.randint(2**31)
    return evolve(f, low, high, rng=np.random.default_rng(seed), **settings)


@instead_of("evolve", hint="`high -= low` changes the caller's high.", row="OP2")
def box_changed_in_place(f: Function, low: Array, high: Array, **settings: Any) -> Found:
    """The upper bounds are replaced by the width of the box, in place."""
    found = evolve(f, low, high, **settings)
    high -= low
    return found
