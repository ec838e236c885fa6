from __future__ import annotations

import numpy as np


def _box(low, high):
    low, high = np.array(low, dtype=float), np.array(high, dtype=float)
    if low.shape != high.shape or low.ndim != 1:
        raise ValueError("low and high must be vectors of one length")
    if np.any(low > high):
        raise ValueError("low must not exceed high")
    return low, high


def random_search(f, low, high, n, rng):
    if n < 1:
        raise ValueError("n must be at least 1")
    low, high = _box(low, high)
    x_best, f_best, history = None, np.inf, []
    for _ in range(int(n)):
        x = rng.uniform(low, high)
        value = float(f(x.copy()))
        if x_best is None or value < f_best:
            x_best, f_best = x.copy(), value
        history.append(f_best)
    return x_best, f_best, np.asarray(history, dtype=np.float64)


def select(population, fitness, n, rng):
    population, fitness = np.asarray(population), np.asarray(fitness)
    m = len(population)
    if m < 2 or fitness.shape != (m,):
        raise ValueError("one fitness for each of at least two rows")
    chosen = []
    for _ in range(n):
        # nobody fights himself
        one, two = rng.choice(m, size=2, replace=False)
        chosen.append(one if fitness[one] >= fitness[two] else two)
    return population[np.array(chosen, dtype=int)].copy()


def crossover(a, b, rng):
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape:
        raise ValueError("parents of different length")
    child = b.copy()
    heads = rng.integers(0, 2, size=a.shape).astype(bool)
    child[heads] = a[heads]
    return child


def mutate(x, rate, scale, rng):
    if not 0 <= rate <= 1:
        raise ValueError("rate is a chance")
    if scale < 0:
        raise ValueError("scale is a standard deviation")
    mutant = np.array(x, dtype=np.float64)
    hit = rng.binomial(1, rate, size=mutant.shape).astype(bool)
    mutant[hit] += rng.normal(loc=0.0, scale=scale, size=int(hit.sum()))
    return mutant


def evolve(f, low, high, *, population_size, generations, elite, rate, scale, rng):
    if not 1 <= elite < population_size:
        raise ValueError("elite must leave room for children")
    low, high = _box(low, high)
    population = np.array([rng.uniform(low, high) for _ in range(population_size)])
    values = np.array([float(f(x.copy())) for x in population])
    history = [float(np.min(values))]
    for _ in range(generations):
        ranking = np.argsort(values, kind="stable")
        population, values = population[ranking], values[ranking]
        children = []
        while len(children) < population_size - elite:
            mother, father = select(population, -values, 2, rng)
            child = mutate(crossover(mother, father, rng), rate, scale, rng)
            children.append(np.minimum(np.maximum(child, low), high))
        population = np.vstack([population[:elite].copy(), *children])
        values = np.concatenate([values[:elite], [float(f(c.copy())) for c in children]])
        history.append(float(np.min(values)))
    best = int(np.argmin(values))
    return population[best].copy(), float(values[best]), np.array(history)
