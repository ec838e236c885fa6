import numpy as np


class Scaled:
    def __init__(self, fans, draw):
        self.fans, self.draw = fans, draw

    def __call__(self, fan_in, fan_out, rng):
        variance = 2 / self.fans(fan_in, fan_out)
        return np.sqrt(variance) * self.draw(rng, (fan_in, fan_out))


def unit_uniform(rng, shape):
    return rng.uniform(-np.sqrt(3), np.sqrt(3), size=shape)


def unit_normal(rng, shape):
    return rng.normal(size=shape)


glorot_uniform = Scaled(lambda a, b: a + b, unit_uniform)
glorot_normal = Scaled(lambda a, b: a + b, unit_normal)
he_uniform = Scaled(lambda a, b: a, unit_uniform)
he_normal = Scaled(lambda a, b: a, unit_normal)
