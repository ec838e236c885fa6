"""Search without gradients: at random, and by a genetic algorithm.

Both look for a small value of `f` in a box: coordinate j of every point lies between low[j] and
high[j]. `f` takes one point (d,) and returns a float.

All chance comes from `rng`, a `numpy.random.Generator` that the caller passes in: the same
generator in the same state gives the same result, and `numpy.random.seed` changes nothing. In which
order you draw is up to you; what is checked are properties that hold for every order.

The conventions of descent.py hold: results are float64, no argument but rng is ever modified, and
nothing is remembered between calls.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def random_search(
    f: Callable[[np.ndarray], float],
    low: np.ndarray,
    high: np.ndarray,
    n: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, float, np.ndarray]:
    """Ask f at n points, uniform in the box and independent of each other, and keep the best.

    Args:
        f: what to minimise; takes a point (d,), and is called exactly n times.
        low: lower bounds, float64 or integers (d,).
        high: upper bounds, float64 or integers (d,).
        n: how many points, 1 or more.
        rng: where the random numbers come from.

    Returns:
        x_best, the point with the smallest value, float64 (d,); f_best, that value, a float; and
        history, float64 (n,): history[k] is the smallest of the first k + 1 values, so it never
        rises, and ends with f_best.

    Source: Bergstra and Bengio, Random search for hyper-parameter optimization (2012), section 2.
    """
    ### BEGIN SOLUTION
    points = rng.uniform(low, high, size=(n, *low.shape))
    values = np.array([f(x) for x in points])
    best = values.argmin()
    return points[best], float(values[best]), np.minimum.accumulate(values)
    ### END SOLUTION


def select(
    population: np.ndarray, fitness: np.ndarray, n: int, rng: np.random.Generator
) -> np.ndarray:
    """Choose n parents, each by a tournament of two. The larger its fitness, the fitter a row.

    For each parent two rows of the population are drawn, each row with the same chance, and the
    fitter of the two is taken. Whether a row may be drawn against itself is up to you, and who wins
    a tie. The tournaments are independent: a row may become a parent several times.

    Args:
        population: one individual a row, float64 (m, d), m at least 2.
        fitness: of each row, of any sign, float64 (m,).
        n: how many parents, 1 or more; may exceed m.
        rng: where the random numbers come from.

    Returns:
        parents, float64 (n, d): rows of the population.

    Source: Goldberg and Deb, A comparative analysis of selection schemes used in genetic algorithms
    (1991), section 2.3.
    """
    ### BEGIN SOLUTION
    first, second = rng.integers(len(population), size=(2, n))
    winner = np.where(fitness[first] > fitness[second], first, second)
    return population[winner]
    ### END SOLUTION


def crossover(a: np.ndarray, b: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Mix two parents: a fair coin for each coordinate decides whether it is a's or b's.

    Args:
        a: one parent, float64 (d,).
        b: the other parent, float64 (d,).
        rng: where the random numbers come from.

    Returns:
        child, float64 (d,).

    Source: Syswerda, Uniform crossover in genetic algorithms (1989).
    """
    ### BEGIN SOLUTION
    coins = rng.integers(2, size=a.shape)
    return np.where(coins, a, b)
    ### END SOLUTION


def mutate(x: np.ndarray, rate: float, scale: float, rng: np.random.Generator) -> np.ndarray:
    """Add noise to some coordinates: with chance `rate`, to each for itself.

    The noise is normal with mean 0 and standard deviation `scale`, drawn anew for each coordinate.

    Args:
        x: an individual, float64 or integers (d,).
        rate: the chance that a coordinate changes, 0 to 1.
        scale: the standard deviation of the noise, 0 or more.
        rng: where the random numbers come from.

    Returns:
        mutant, float64 (d,).

    Source: Eiben and Smith, Introduction to evolutionary computing (2015), section 4.4.1.
    """
    ### BEGIN SOLUTION
    is_hit = rng.random(x.shape) < rate
    return np.where(is_hit, rng.normal(x, scale), x)
    ### END SOLUTION


def evolve(
    f: Callable[[np.ndarray], float],
    low: np.ndarray,
    high: np.ndarray,
    *,
    population_size: int,
    generations: int,
    elite: int,
    rate: float,
    scale: float,
    rng: np.random.Generator,
) -> tuple[np.ndarray, float, np.ndarray]:
    """Minimise f by a genetic algorithm: selection, crossover and mutation, with elitism.

    The first population is uniform in the box. In each generation its `elite` best individuals
    survive as they are. The others make room for children: `select` chooses two parents for each,
    `crossover` mixes them, `mutate` changes the mixture, and what left the box is moved to its
    border. Small values of f are good, so an individual's fitness is minus its value.

    f is called once for each individual of the first population, and then, generation by
    generation, once for each child. The elite's values are known; asking for them once more in
    every generation is allowed.

    Args:
        f: what to minimise; takes a point (d,).
        low: lower bounds, float64 or integers (d,).
        high: upper bounds, float64 or integers (d,).
        population_size: individuals in every generation, at least 2.
        generations: how often the population is replaced, 0 or more.
        elite: how many survive each time, 1 to population_size - 1.
        rate: passed to `mutate`.
        scale: passed to `mutate`.
        rng: where the random numbers come from.

    Returns:
        x_best, the point with the smallest value, float64 (d,); f_best, that value, a float; and
        history, float64 (generations + 1,): history[k] is the smallest value in the population
        after k generations. Thanks to the elite it never rises, and ends with f_best.

    Source: Eiben and Smith, Introduction to evolutionary computing (2015), chapters 3 to 5.
    """
    ### BEGIN SOLUTION
    population = rng.uniform(low, high, size=(population_size, *low.shape))
    values = np.array([f(x) for x in population])
    history = [values.min()]
    for _ in range(generations):
        mothers, fathers = (
            select(population, -values, population_size - elite, rng) for _ in range(2)
        )
        children = [
            np.clip(mutate(crossover(mother, father, rng), rate, scale, rng), low, high)
            for mother, father in zip(mothers, fathers, strict=True)
        ]
        survivors = values.argsort()[:elite]
        population = np.concatenate([population[survivors], children])
        values = np.concatenate([values[survivors], [f(x) for x in children]])
        history.append(values.min())
    best = values.argmin()
    return population[best], float(values[best]), np.array(history)
    ### END SOLUTION
