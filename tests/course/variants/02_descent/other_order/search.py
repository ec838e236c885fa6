"""Draws everything in an order, and with distributions, that nobody would expect."""
import numpy as np


def random_search(f, low, high, n, rng):
    columns = [rng.uniform(a, b, size=n) for a, b in zip(low[::-1], high[::-1])]
    points = np.stack(columns[::-1], axis=1)
    points = points[rng.permutation(n)]
    values = np.zeros(n)
    for k, x in enumerate(points):
        values[k] = f(x)
    so_far = np.array([values[: k + 1].min() for k in range(n)])
    return points[np.argmin(values)], values.min(), so_far


def select(population, fitness, n, rng):
    rank = np.argsort(np.argsort(fitness))
    # the same chances as in tournaments, drawn at once: 2 r + 1 of m ** 2
    chances = (2 * rank + 1) / len(fitness) ** 2
    return population[rng.choice(len(population), size=n, p=chances / chances.sum())]


def crossover(a, b, rng):
    heads = rng.standard_normal(len(a)) > 0
    child = np.empty(len(a))
    child[heads], child[~heads] = b[heads], a[~heads]
    return child


def mutate(x, rate, scale, rng):
    noise = scale * rng.standard_normal(len(x))[::-1]
    noise[rng.random(len(x)) >= rate] = 0.0
    return np.add(x, noise)


def evolve(f, low, high, *, population_size, generations, elite, rate, scale, rng):
    d = len(low)
    population = (rng.random((d, population_size)).T) * (high - low) + low
    values = np.array([f(x) for x in population])
    best = [np.min(values)]
    for _ in range(generations):
        children = []
        for _ in range(population_size - elite):
            father = select(population, -values, 1, rng)[0]
            mother = select(population, -values, 1, rng)[0]
            # mutate both parents alike in chance, then mix: the same distribution
            child = crossover(
                mutate(mother, rate, scale, rng), mutate(father, rate, scale, rng), rng
            )
            children.append(child.clip(low, high))
        worst = np.argsort(-values)[: population_size - elite]
        population = population.copy()
        population[worst] = children
        values[worst] = [f(c) for c in children]
        best.append(np.min(values))
    winner = np.argmin(values)
    return population[winner], values[winner], np.array(best)
