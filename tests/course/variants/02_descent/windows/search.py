import numpy as np


def random_search(f, low, high, n, rng):
    best = (None, np.inf)
    history = np.full(n, np.nan)
    for k, u in enumerate(rng.random(size=(n, np.size(low)))):
        x = low + u * (high - low)
        y = f(x)
        best = min(best, (x, y), key=lambda pair: pair[1])
        history[k] = best[1]
    return best[0], best[1], history


def select(population, fitness, n, rng):
    duel = rng.integers(low=0, high=len(fitness), size=[2, n])
    who = np.take_along_axis(duel, np.argmax(fitness[duel], axis=0)[None], axis=0)[0]
    return np.take(population, who, axis=0)


def crossover(a, b, rng):
    mask = rng.choice([True, False], size=len(a))
    return np.select([mask, ~mask], [a, b])


def mutate(x, rate, scale, rng):
    y = x.astype(float)
    for j in np.flatnonzero(rng.uniform(size=len(y)) < rate):
        y[j] = rng.normal(y[j], scale)
    return y


def evolve(f, low, high, *, population_size, generations, elite, rate, scale, rng):
    people = [rng.uniform(low, high) for _ in range(population_size)]
    cost = [f(p) for p in people]
    history = [min(cost)]
    for g in range(generations):
        ranking = sorted(range(population_size), key=cost.__getitem__)
        fitness = -np.array(cost)
        nursery = []
        for _ in range(elite, population_size):
            mom, dad = select(np.array(people), fitness, 2, rng)
            kid = mutate(crossover(mom, dad, rng), rate, scale, rng)
            nursery.append(np.fmin(np.fmax(kid, low), high))
        people = [people[i] for i in ranking[:elite]] + nursery
        cost = [cost[i] for i in ranking[:elite]] + [f(kid) for kid in nursery]
        history.append(min(cost))
    winner = cost.index(min(cost))
    return people[winner], cost[winner], np.array(history)
