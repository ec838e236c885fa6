from collections import namedtuple

import numpy as np

Result = namedtuple("Result", "x_best f_best history")


class Box:
    def __init__(self, low, high):
        self.low, self.high = np.asarray(low, float), np.asarray(high, float)

    def sample(self, rng):
        u = rng.random(self.low.shape)
        return (1 - u) * self.low + u * self.high

    def clip(self, x):
        return np.where(x < self.low, self.low, np.where(x > self.high, self.high, x))


class Record:
    def __init__(self, f):
        self.f, self.best, self.point, self.history = f, None, None, []

    def ask(self, x):
        value = self.f(x)
        if self.best is None or value < self.best:
            self.best, self.point = value, np.array(x)
        return value

    def note(self):
        self.history.append(self.best)

    def result(self):
        return Result(self.point, self.best, np.array(self.history))


def random_search(f, low, high, n, rng):
    box, record = Box(low, high), Record(f)
    for _ in range(n):
        record.ask(box.sample(rng))
        record.note()
    return record.result()


def select(population, fitness, n, rng):
    m = len(population)
    i = rng.integers(m, size=n)
    j = (i + rng.integers(1, m, size=n)) % m  # another row
    swap = fitness[j] > fitness[i]
    i[swap] = j[swap]
    return population[i]


def crossover(a, b, rng):
    return a + (b - a) * 0 if rng is None else np.where(rng.random(a.shape) >= 0.5, a, b)


def mutate(x, rate, scale, rng):
    x = np.array(x, float)
    mask = rng.random(x.shape) < rate
    x[mask] += scale * rng.standard_normal(mask.sum())
    return x


class Population:
    def __init__(self, members, record):
        self.members = np.asarray(members)
        self.values = np.array([record.ask(x) for x in self.members])
        record.note()

    def best(self, count):
        return self.members[np.argsort(self.values)[:count]]

    def parents(self, count, rng):
        chosen = select(self.members, -self.values, 2 * count, rng)
        return chosen[::2], chosen[1::2]


def evolve(f, low, high, *, population_size, generations, elite, rate, scale, rng):
    box, record = Box(low, high), Record(f)
    population = Population([box.sample(rng) for _ in range(population_size)], record)
    for _ in range(generations):
        children = [
            box.clip(mutate(crossover(a, b, rng), rate, scale, rng))
            for a, b in zip(*population.parents(population_size - elite, rng))
        ]
        # the elite comes last, and is measured again
        population = Population(np.concatenate([children, population.best(elite)]), record)
    return record.result()
