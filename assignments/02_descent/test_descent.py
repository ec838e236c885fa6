import numpy as np

from autograder import after, assert_unchanged, expect, number, weight

BOWL = np.array([[4.0, 1.0, -2.0], [1.0, 3.0, 1.0], [-2.0, 1.0, 5.0]])
"""A Hessian that ties all coordinates together; its eigenvalues lie between 1.2 and 6.5."""


class Asked:
    """The gradient of (x - center) @ hessian @ (x - center) / 2, and where it was asked for."""

    def __init__(self, hessian, center):
        self.hessian, self.center = hessian, center
        self.points = []

    def __call__(self, x):
        """The gradient at x."""
        if len(self.points) == 500:  # ten times what any of these walks needs
            raise RuntimeError("df was called 500 times: does your walk have an end?")
        if np.shape(x) != self.center.shape:
            raise ValueError(f"df takes one point, an array of shape {self.center.shape}")
        self.points.append(np.array(x, dtype=np.float64))
        with np.errstate(all="ignore"):  # x may be anything
            return self.hessian @ (self.points[-1] - self.center)


def tied_bowl(draw):
    """A df with coupled coordinates, and a point to start from, for which lr = 0.1 is stable."""
    return Asked(BOWL * float(draw.uniform(0.8, 1.2)), draw.normal(3)), draw.normal(3) + 5.0


def round_bowl(draw):
    """A df with the same curvature everywhere, and a point to start from.

    From there lr = 0.08 shrinks the gradient by 7 to 9 % a step and never turns it, so that each
    wrong norm of it falls below 0.2 at a step of its own: the sum of sizes where the norm is 0.135,
    the largest element at 0.28, the root of the mean square at 0.35, the mean size at 0.41 and the
    squared norm at 0.45. Its elements sum to less than 0.
    """
    df = Asked(float(draw.uniform(0.9, 1.1)) * np.eye(3), draw.normal(3))
    return df, df.center + float(draw.uniform(4.0, 6.0)) * np.array([1.0, -1.0, -0.1])


def path_of(oracle, df, x0, **settings):
    """The right path."""
    return oracle.descent_in_a_bowl(df.hessian, df.center, x0, *settings.values())


# Gradient descent


@number("1.1")
@weight(3)
def test_descent_steps_against_the_gradient(student, oracle, draw):
    """`gradient_descent` takes the steps of torch.optim.SGD, and path starts with x0."""
    df, x0 = tied_bowl(draw)
    settings = {"lr": 0.1, "tol": 0.0, "max_iter": 6}
    path = student.gradient_descent(df, x0, **settings)
    expect(path, "path").equals(path_of(oracle, df, x0, **settings))


@number("1.2")
@weight(3)
def test_descent_stops_where_the_gradient_is_small(student, oracle, draw):
    """The path ends at the first point where the Euclidean norm of the gradient is at most tol."""
    df, x0 = round_bowl(draw)
    settings = {"lr": 0.08, "tol": 0.2, "max_iter": 120}
    path = student.gradient_descent(df, x0, **settings)
    expect(path, "path").equals(path_of(oracle, df, x0, **settings))


@number("1.3")
@weight(2)
@after("test_descent_steps_against_the_gradient")
def test_descent_does_not_leave_a_point_that_is_good_enough(student, draw):
    """Where the norm at x0 is exactly tol, or is 0 and so is tol, path is x0 alone."""
    x0 = np.array([3.0, 4.0]) * 2.0 ** int(draw.integers(0, 4))
    df = Asked(np.eye(2), np.zeros(2))
    tol = 5.0 * x0[0] / 3.0  # 5, 10, 20 or 40: exact, like the norm of a 3-4-5 triangle
    path = student.gradient_descent(df, x0, lr=0.5, tol=tol, max_iter=9)
    expect(path, "path").equals(x0[np.newaxis])
    path = student.gradient_descent(df, x0, lr=0.5, tol=0.99 * tol, max_iter=9)
    expect(path, "path").equals(np.array([x0, 0.5 * x0]))
    x0 = draw.normal(2)
    path = student.gradient_descent(Asked(np.eye(2), x0), x0, lr=0.5, tol=0.0, max_iter=9)
    expect(path, "path").equals(x0[np.newaxis])


@number("1.4")
@weight(3)
def test_descent_takes_at_most_max_iter_steps(student, oracle, draw):
    """After max_iter steps the path ends, however steep it is, and not before; they may be 0."""
    df, x0 = tied_bowl(draw)
    for max_iter in 4, 1, 0:
        settings = {"lr": 0.01, "tol": 1e-9, "max_iter": max_iter}
        path = student.gradient_descent(df, x0, **settings)
        expect(path, "path").equals(path_of(oracle, df, x0, **settings))
    df, x0 = Asked(np.eye(2), np.zeros(2)), draw.upstream(2)
    for lr in 2.0, 2.5:  # the walk jumps to and fro, or farther away with every step
        settings = {"lr": lr, "tol": 1e-9, "max_iter": 4}
        path = student.gradient_descent(df, x0, **settings)
        expect(path, "path").equals(path_of(oracle, df, x0, **settings))


@number("1.5")
@weight(2)
@after("test_descent_steps_against_the_gradient")
def test_descent_asks_for_one_gradient_at_each_point(student, draw):
    """`df` is called once at each point of the path, and at the last of them it is small."""
    df, x0 = round_bowl(draw)
    path = student.gradient_descent(df, x0, lr=0.1, tol=0.5, max_iter=120)
    right_form = isinstance(path, np.ndarray) and path.dtype.kind == "f" and path.shape[1:] == (3,)
    has_points = right_form and len(path) > 0
    assert has_points, "path is not an array of floats with one point a row"
    with np.errstate(all="ignore"):  # the path may lead anywhere
        norms = np.linalg.norm(df.hessian @ (path.T - df.center[:, np.newaxis]), axis=0)
    assert norms[-1] <= 0.5, "the path ends where the norm of the gradient is still above tol"
    assert (norms[:-1] > 0.5).all(), "the path goes on though the norm of the gradient is at tol"
    assert len(df.points) >= len(path) - 1, "df was called less often than there are steps"
    assert len(df.points) <= len(path), "df was called more often than path has points"
    on_the_path = np.allclose(df.points, path[: len(df.points)], rtol=1e-9)
    assert on_the_path, "df was called at a point that is not in the path, or in another order"


@number("1.6")
@weight(2)
def test_descent_in_one_variable(student, oracle, draw):
    """With one variable path is (k + 1, 1), whether x0 is an array (1,), a float or an integer."""
    df = Asked(np.full((1, 1), 2.0), draw.normal(1))
    settings = {"lr": 0.4, "tol": 0.001, "max_iter": 50}
    for x0 in draw.normal(1) + 5.0, float(draw.normal()) - 5.0, int(draw.integers(5, 9)):
        path = student.gradient_descent(df, x0, **settings)
        expect(path, "path").equals(path_of(oracle, df, np.array(x0).reshape(1), **settings))
    path = student.gradient_descent(df, 3, **{**settings, "max_iter": 0})
    expect(path, "path").equals(np.array([[3.0]]))


@number("1.7")
@weight(2)
@after("test_descent_steps_against_the_gradient")
def test_descent_starts_from_integers_and_from_strided_arrays(student, oracle, draw):
    """x0 may hold integers, or be every other element of an array; path holds floats."""
    df, _ = tied_bowl(draw)
    settings = {"lr": 0.1, "tol": 0.0, "max_iter": 3}
    for x0 in draw.integers(3, 10, 3), draw.normal(6)[::2]:
        path = student.gradient_descent(df, x0, **settings)
        expect(path, "path").equals(path_of(oracle, df, x0, **settings))
    x0 = draw.integers(3, 10, 3)
    path = student.gradient_descent(df, x0, lr=0.1, tol=0.0, max_iter=0)
    expect(path, "path").equals(x0[np.newaxis].astype(np.float64))


@number("1.8")
@weight(1)
@after("test_descent_steps_against_the_gradient")
def test_descent_leaves_x0_unchanged_and_remembers_nothing(student, oracle, draw):
    """`gradient_descent` leaves x0 as it was, and another walk starts afresh."""
    for lr, max_iter in (0.1, 3), (0.05, 4), (0.02, 2):
        df, x0 = tied_bowl(draw)
        settings = {"lr": lr, "tol": 0.0, "max_iter": max_iter}
        path = assert_unchanged(student.gradient_descent, df, x0, **settings)
        expect(path, "path").equals(path_of(oracle, df, x0, **settings))


# Mini-batches


class OneSample:
    """The gradient of half the squared error of one sample, and for which ones it was asked."""

    def __init__(self, x, y, w):
        self.shapes = x.shape[1:], y.shape[1:], w.shape
        self.calls = []

    def __call__(self, x, y, w):
        """The gradient by w."""
        if len(self.calls) == 1000:  # a batch has less than ten
            raise RuntimeError("grad_of_one was called 1000 times")
        if (np.shape(x), np.shape(y), np.shape(w)) != self.shapes:
            raise ValueError("grad_of_one takes one sample: x[i], y[i] and w")
        x, y, w = (np.array(argument, dtype=np.float64) for argument in (x, y, w))
        self.calls.append((x, y, w))
        return np.multiply.outer(x, x @ w - y)


@number("5.1")
@weight(2)
def test_minibatch_gradient_is_the_mean_over_the_batch(student, oracle, draw):
    """`minibatch_gradient` is the mean of the gradients of the samples in index."""
    x, y, w = draw.normal(7, 3), draw.normal(7), draw.normal(3)
    index = draw.permutation(7)[:4]
    gradient = student.minibatch_gradient(OneSample(x, y, w), x, y, w, index)
    expect(gradient, "gradient").equals(oracle.minibatch_gradient(x, y, w, index))


@number("5.2")
@weight(2)
@after("test_minibatch_gradient_is_the_mean_over_the_batch")
def test_minibatches_of_one_of_all_and_with_repetitions(student, oracle, draw):
    """A batch may be a single sample, all of them, or name one twice: then it counts twice."""
    x, y, w = draw.normal(5, 3), draw.normal(5), draw.normal(3)
    order = draw.permutation(5)
    for index in order[:1], order, order[[0, 1, 0, 0]]:
        gradient = student.minibatch_gradient(OneSample(x, y, w), x, y, w, index)
        expect(gradient, "gradient").equals(oracle.minibatch_gradient(x, y, w, index))


@number("5.3")
@weight(2)
@after("test_minibatch_gradient_is_the_mean_over_the_batch")
def test_minibatch_gradient_asks_for_its_own_samples_only(student, draw):
    """`grad_of_one` is called once for each sample of the batch, with w, and for no other."""
    x, y, w = draw.normal(9, 3), draw.normal(9), draw.normal(3)
    grad_of_one, index = OneSample(x, y, w), draw.permutation(9)[:4]
    student.minibatch_gradient(grad_of_one, x, y, w, index)
    asked = [int(np.abs(x - one).sum(axis=1).argmin()) for one, _, _ in grad_of_one.calls]
    outside = set(asked) - set(index.tolist())
    assert not outside, "grad_of_one was called for samples that are not in the batch"
    assert len(asked) <= len(index), "grad_of_one was called more than once for a sample"
    assert len(asked) == len(index), "grad_of_one was not called for every sample of the batch"
    for i, (one, target, parameters) in zip(asked, grad_of_one.calls, strict=True):
        own = np.array_equal(one, x[i]) and target == y[i]
        assert own, "grad_of_one was given the x of one sample and the y of another"
        assert np.array_equal(parameters, w), "grad_of_one was given something else than w"


@number("5.4")
@weight(1)
@after("test_minibatch_gradient_is_the_mean_over_the_batch")
def test_minibatch_gradient_has_the_shape_of_w(student, oracle, draw):
    """Parameters may have several axes: the mean is over samples, not over them."""
    x, y, w = draw.normal(7, 3), draw.normal(7, 2), draw.normal(3, 2)
    index = draw.permutation(7)[:5]
    gradient = student.minibatch_gradient(OneSample(x, y, w), x, y, w, index)
    expect(gradient, "gradient").equals(oracle.minibatch_gradient(x, y, w, index))


@number("5.5")
@weight(1)
@after("test_minibatch_gradient_is_the_mean_over_the_batch")
def test_minibatch_gradient_of_integers_holds_fractions(student, oracle, draw):
    """Where x, y and w hold integers, the gradient still holds fractions."""
    x, y, w = draw.integers(-9, 10, 6, 3), draw.integers(-9, 10, 6), draw.integers(1, 5, 3)
    index = draw.permutation(6)[:4]

    def thirds(x, y, w):
        return OneSample(x[np.newaxis], y[np.newaxis], w)(x, y, w) / 3.0

    gradient = student.minibatch_gradient(thirds, x, y, w, index)
    expect(gradient, "gradient").equals(oracle.minibatch_gradient(x, y, w, index) / 3.0)


@number("5.6")
@weight(1)
@after("test_minibatch_gradient_is_the_mean_over_the_batch")
def test_minibatch_gradient_leaves_its_arguments_unchanged(student, oracle, draw):
    """`minibatch_gradient` leaves x, y, w and index as they were, and remembers nothing."""
    for _ in range(3):
        x, y, w = draw.normal(9, 3), draw.normal(9), draw.normal(3)
        index, grad_of_one = draw.permutation(9)[:7], OneSample(x, y, w)
        gradient = assert_unchanged(student.minibatch_gradient, grad_of_one, x, y, w, index)
        expect(gradient, "gradient").equals(oracle.minibatch_gradient(x, y, w, index))
        assert grad_of_one.calls, "grad_of_one was not called: is that of another call used?"
