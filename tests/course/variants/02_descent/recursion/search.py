import numpy as np


def random_search(f, low, high, n, rng):
    x = rng.uniform(low, high)
    value = f(x)
    if n == 1:
        return x, value, np.array([value])
    x_rest, f_rest, history = random_search(f, low, high, n - 1, rng)
    history = np.concatenate([[value], np.minimum(value, history)])
    return (x, value, history) if value < f_rest else (x_rest, f_rest, history)


def tournament(fitness, rng):
    candidates = rng.integers(len(fitness), size=2)
    return np.argmax([fitness[i] for i in candidates]), candidates


def select(population, fitness, n, rng):
    rows = []
    for _ in range(n):
        winner, candidates = tournament(fitness, rng)
        rows.append(population[candidates[winner]])
    return np.vstack(rows)


def crossover(a, b, rng):
    bits = np.frombuffer(rng.bytes(len(a)), dtype=np.uint8) % 2
    return bits * a + (1 - bits) * b


def mutate(x, rate, scale, rng):
    x = np.asarray(x, dtype=float)
    return x + np.where(rng.uniform(size=x.shape) < rate, rng.normal(size=x.shape) * scale, 0.0)


def evolve(f, low, high, *, population_size, generations, elite, rate, scale, rng):
    def next_generation(population, values, left):
        history = [values.min()]
        if left == 0:
            return population[values.argmin()], values.min(), history
        order = values.argsort()
        parents = select(population, -values, 2 * (population_size - elite), rng)
        children = np.array(
            [
                np.median([low, mutate(crossover(a, b, rng), rate, scale, rng), high], axis=0)
                for a, b in parents.reshape(-1, 2, len(low))
            ]
        )
        survivors = population[order[:elite]]
        known = values[order[:elite]]
        x, value, later = next_generation(
            np.concatenate([children, survivors]),
            np.concatenate([[f(c) for c in children], known]),
            left - 1,
        )
        return x, value, history + later

    first = rng.uniform(low, high, (population_size, len(low)))
    x, value, history = next_generation(first, np.array([f(p) for p in first]), generations)
    return x, value, np.array(history)
