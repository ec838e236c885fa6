from itertools import accumulate

import numpy as np


def points(low, high, rng):
    while True:
        yield np.array([rng.uniform(a, b) for a, b in zip(low, high)])


def random_search(f, low, high, n, rng):
    tried = [(f(x), k, x) for k, x in zip(range(n), points(low, high, rng))]
    f_best, _, x_best = min(tried)
    return x_best, f_best, np.array(list(accumulate((t[0] for t in tried), min)))


def tournaments(fitness, rng):
    while True:
        yield max(rng.integers(len(fitness), size=2), key=lambda i: fitness[i])


def select(population, fitness, n, rng):
    return np.array([population[i] for _, i in zip(range(n), tournaments(fitness, rng))])


def crossover(a, b, rng):
    return np.array([pair[rng.integers(2)] for pair in zip(a, b)])


def mutate(x, rate, scale, rng):
    return np.array([v + rng.normal(0, scale) if rng.random() < rate else float(v) for v in x])


def evolve(f, low, high, *, population_size, generations, elite, rate, scale, rng):
    everybody = sorted(
        ((f(x), k, x) for k, x in zip(range(population_size), points(low, high, rng)))
    )
    history = [everybody[0][0]]
    serial = population_size
    for _ in range(generations):
        rows = np.array([x for _, _, x in everybody])
        fitness = [-value for value, _, _ in everybody]
        born = []
        for _ in range(population_size - elite):
            a, b = (select(rows, fitness, 1, rng)[0] for _ in "ab")
            child = np.clip(mutate(crossover(a, b, rng), rate, scale, rng), low, high)
            born.append((f(child), serial, child))
            serial += 1
        everybody = sorted(everybody[:elite] + born)
        history.append(everybody[0][0])
    return everybody[0][2], everybody[0][0], np.array(history)
