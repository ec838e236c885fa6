"""Returns, where the gradient check wants an array, an object that claims a shape of a terabyte, a
ragged list, an empty array, a shape of thirty axes. Nothing is asked of a value before it is known
to be an array.
"""
# row: own
# layer: C
# outcome: failed, raised

OUTPUTS = []


class Claims:
    shape = (2**20, 2**20)
    ndim = 2


class Negative:
    shape = (-1,)


CHOICES = [Claims(), Negative(), [[1.0, 2.0], [3.0]], np.zeros((0, 3)), np.zeros((0, 2**39)), np.zeros((1,) * 30)]


def scale_forward(x, w):
    return CHOICES[4], None
