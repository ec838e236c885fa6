from math import sqrt
glorot_uniform = lambda m, n, rng: sqrt(6 / (m + n)) * (2 * rng.random((m, n)) - 1)
glorot_normal = lambda m, n, rng: rng.standard_normal((m, n)) / sqrt((m + n) / 2)
he_uniform = lambda m, n, rng: sqrt(6 / m) * rng.uniform(-1, 1, (m, n))
he_normal = lambda m, n, rng: rng.standard_normal((m, n)) / sqrt(m / 2)
