import numpy as np


def random_search(f, low, high, n, rng):
    x_best = None
    f_best = float("inf")
    history = np.zeros(n)
    for k in range(n):
        x = np.zeros(len(low))
        for j in range(len(low)):
            x[j] = rng.uniform(low[j], high[j])
        value = f(x)
        if value < f_best:
            x_best = x
            f_best = value
        history[k] = f_best
    return x_best, f_best, history


def select(population, fitness, n, rng):
    parents = np.zeros((n, population.shape[1]))
    for k in range(n):
        i = rng.integers(0, len(population))
        j = rng.integers(0, len(population))
        if fitness[i] > fitness[j]:
            parents[k] = population[i]
        else:
            parents[k] = population[j]
    return parents


def crossover(a, b, rng):
    child = np.zeros(len(a))
    for j in range(len(a)):
        if rng.random() < 0.5:
            child[j] = a[j]
        else:
            child[j] = b[j]
    return child


def mutate(x, rate, scale, rng):
    result = np.zeros(len(x))
    for j in range(len(x)):
        result[j] = x[j]
        if rng.random() < rate:
            result[j] += rng.normal(0, scale)
    return result


def evolve(f, low, high, *, population_size, generations, elite, rate, scale, rng):
    population = np.zeros((population_size, len(low)))
    for i in range(population_size):
        for j in range(len(low)):
            population[i, j] = rng.uniform(low[j], high[j])
    values = np.zeros(population_size)
    for i in range(population_size):
        values[i] = f(population[i])
    history = np.zeros(generations + 1)
    history[0] = min(values)
    for generation in range(1, generations + 1):
        order = np.argsort(values)
        new = np.zeros_like(population)
        for i in range(elite):
            new[i] = population[order[i]]
        for i in range(elite, population_size):
            two = select(population, -values, 2, rng)
            child = mutate(crossover(two[0], two[1], rng), rate, scale, rng)
            for j in range(len(child)):
                child[j] = min(max(child[j], low[j]), high[j])
            new[i] = child
        population = new
        # everybody is asked again, the elite too
        for i in range(population_size):
            values[i] = f(population[i])
        history[generation] = min(values)
    best = int(np.argmin(values))
    return population[best], values[best], history
