import numpy as np

from autograder import after, assert_unchanged, number, weight

# Random algorithms are judged by what holds for every order of drawing: shapes, ranges, who was
# asked, and frequencies within six standard deviations, which a right solution leaves once in
# 500 million runs. In the comments s is one standard deviation.


class Asked:
    """A function of ours, smallest at `center`, that remembers where it was asked."""

    def __init__(self, center, offset=10.0):
        self.center, self.offset = center, offset
        self.points, self.values = [], []

    def __call__(self, x):
        """The value at x."""
        if len(self.points) == 3000:  # three times what the longest of these searches needs
            raise RuntimeError("f was called 3000 times")
        if np.shape(x) != self.center.shape:
            raise ValueError(f"f takes one point, an array of shape {self.center.shape}")
        self.points.append(np.array(x, dtype=np.float64))
        with np.errstate(all="ignore"):  # x may be anything
            distance = np.sum((self.points[-1] - self.center) ** 2)
        self.values.append(self.offset + float(distance))
        return self.values[-1]


def box(draw, d):
    """Bounds away from 0, of another width in each coordinate, and a point inside."""
    low = draw.uniform(1.0, 3.0, d) * np.where(np.arange(d) % 2, 1.0, -3.0)
    high = low + draw.uniform(0.5, 1.0, d) * (1.0 + np.arange(d))
    return low, high, draw.uniform(0.2, 0.8, d) * (high - low) + low


def require_floats(value, name, shape):
    """An array of finite floats of this shape; for shape () a number."""
    # Only what a student would also be told under a secret seed: nothing of the contents.
    if not shape and type(value) in (int, float):
        return
    assert isinstance(value, (np.ndarray, np.generic)), f"{name} is no array of NumPy's"
    assert value.dtype.kind == "f", f"{name} does not hold floats"
    told = f": got {value.shape}" if {1, *shape}.issuperset(value.shape[:3]) else ""
    assert value.shape == shape, f"{name} has another shape than {shape}{told}"
    assert np.isfinite(value).all(), f"{name} has elements that are NaN or infinite"


def require_generator(first, again, other):
    """Results of equal generators are equal, of others not: all chance comes from `rng`."""
    same = all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert same, "equal generators gave different results: draw from rng and from nothing else"
    differs = any(not np.array_equal(a, b) for a, b in zip(first, other, strict=True))
    assert differs, "different generators gave the same result: draw from rng"


def require_uniform(points, n, low, high):
    """There are n points, they fill the box evenly, and everything in them is independent."""
    assert len(points) == n, f"f was not called {n} times"
    unit = (np.array(points) - low) / (high - low)
    for j, spread in enumerate(np.ptp(unit, axis=0)):
        assert spread > 0, f"coordinate {j} never moves"
    # Products of independent deviations: mean 0, s = 1 / 12 sqrt(n).
    deviation = unit - 0.5
    following = (deviation[1:] * deviation[:-1]).mean(axis=0)
    assert following.max() < 6 / 12 / np.sqrt(n - 1), "points are near to the ones before them"
    assert following.min() > -6 / 12 / np.sqrt(n - 1), "points lie opposite the ones before them"
    joint = np.abs(deviation.T @ deviation / n - np.diag((deviation**2).mean(axis=0))).max()
    assert joint < 6 / 12 / np.sqrt(n), "the coordinates of a point are not drawn independently"
    # The mean of U(0, 1): s = sqrt(1 / 12 n). The mean square distance from the middle, 1/12: the
    # fourth moment is 1/80, so s = sqrt((1/80 - 1/144) / n) = sqrt(1 / 180 n).
    off_center = np.abs(unit.mean(axis=0) - 0.5).max() > 6 * np.sqrt(1 / 12 / n)
    assert not off_center, "the points crowd on one side of the box: they are not uniform"
    excess = (deviation**2).mean(axis=0) - 1 / 12
    assert excess.min() > -6 * np.sqrt(1 / 180 / n), "the points crowd in the middle of the box"
    assert excess.max() < 6 * np.sqrt(1 / 180 / n), "the points crowd at the border of the box"


def require_best(f, x_best, f_best):
    """The results are the best of what f was asked."""
    assert f.values, "f was never called"
    values, size = np.array(f.values), len(f.center)
    require_floats(x_best, "x_best", (size,))
    require_floats(f_best, "f_best", ())
    assert f_best != values.max(), "f_best is the largest of the values: f is to be minimised"
    assert f_best == values.min(), "f_best is not the smallest of the values that f returned"
    where = np.array(f.points)[values.argmin()]
    assert np.array_equal(x_best, where), "x_best is not the point at which f is f_best"


# Random search


@number("6.1")
@weight(2)
def test_random_search_asks_n_points_in_the_box(student, draw):
    """`f` is called n times, at points between low and high."""
    for n in 12, 1, 3:
        low, high, center = box(draw, 3)
        f = Asked(center)
        student.random_search(f, low, high, n, draw.generator())
        assert len(f.points) <= n, "f was called more than n times"
        assert len(f.points) == n, "f was called less than n times"
        in_unit_box = (np.array(f.points) >= 0) & (np.array(f.points) <= 1)
        assert not in_unit_box.all(), "f was called between 0 and 1, whatever low and high say"
        inside = (low <= f.points) & (f.points <= high)
        assert inside.all(), "f was called outside of the box"
        assert len(np.unique(f.points, axis=0)) == n, "f was called at one point twice"


@number("6.2")
@weight(2)
@after("test_random_search_asks_n_points_in_the_box")
def test_random_search_returns_the_best_point(student, draw):
    """The best of the points that were asked is x_best, and f_best its value, even below 0."""
    for offset in 1000.0, -1000.0, 0.0:
        low, high, center = box(draw, 3)
        f = Asked(center, offset)
        x_best, f_best, _ = student.random_search(f, low, high, 15, draw.generator())
        require_best(f, x_best, f_best)


@number("6.3")
@weight(2)
@after("test_random_search_asks_n_points_in_the_box")
def test_random_search_history_is_the_best_so_far(student, draw):
    """The history never rises: history[k] is the smallest of the first k + 1 values."""
    for _ in range(2):
        low, high, center = box(draw, 3)
        f = Asked(center)
        _, _, history = student.random_search(f, low, high, 15, draw.generator())
        require_floats(history, "history", (15,))
        as_they_came = np.array_equal(history, f.values)
        assert not as_they_came, "history holds the values as they came, not the best so far"
        assert (np.diff(history) <= 0).all(), "history rises: the best so far can't"
        right = np.array_equal(history, np.minimum.accumulate(f.values))
        assert right, "history[k] is not the smallest of the first k + 1 values"


@number("6.4")
@weight(2)
@after("test_random_search_asks_n_points_in_the_box")
def test_random_search_fills_the_box(student, draw):
    """The points are uniform in the box, each coordinate of each point drawn for itself."""
    low, high, center = box(draw, 3)
    f = Asked(center)
    student.random_search(f, low, high, 200, draw.generator())
    require_uniform(f.points, 200, low, high)


@number("6.5")
@weight(1)
@after("test_random_search_asks_n_points_in_the_box")
def test_random_search_draws_from_rng(student, draw):
    """The same generator gives the same result, another one another."""
    low, high, center = box(draw, 3)
    rng, other = draw.generator(), draw.generator()
    asked = [Asked(center) for _ in range(3)]
    generators = rng, rng, other
    require_generator(
        *(student.random_search(f, low, high, 5, g) for f, g in zip(asked, generators, strict=True))
    )
    once, again = ({point.tobytes() for point in f.points} for f in asked[::2])
    assert not once & again, "a point is the same whatever rng is: all n points are random"


@number("6.6")
@weight(1)
@after("test_random_search_asks_n_points_in_the_box")
def test_random_search_takes_integers_and_leaves_the_bounds_unchanged(student, draw):
    """Integer bounds are not the only points between them, and low and high stay as they were."""
    low = draw.integers(-9, -5, 2)
    high = low + draw.integers(5, 9, 2)
    f = Asked(low + 1.7)
    found = assert_unchanged(student.random_search, f, low, high, 20, draw.generator())
    whole = all(np.array_equal(point, np.round(point)) for point in f.points)
    assert not whole, "between integer bounds only integers were asked"
    require_best(f, *found[:2])
    require_floats(found[2], "history", (20,))
    assert found[2][-1] == found[1], "history does not end with f_best"


# Evolution

SETTINGS = {"population_size": 8, "generations": 3, "elite": 3, "rate": 0.5, "scale": 0.4}


def generations_of(f, *, population_size, generations, elite, **_):
    """The points and the values that were asked in each generation, the first population first."""
    children = population_size - elite
    count = len(f.points)
    known, again = (population_size + generations * new for new in (children, population_size))
    assert count <= again, "f was called more often than there are individuals in all generations"
    assert count >= known, "f was called less often than there are individuals in all generations"
    unclear = "f was called neither for every child alone nor for every individual"
    assert count in (known, again), unclear
    step = children if count == known else population_size
    starts = range(population_size, count, step)
    return (
        np.split(np.array(f.points), list(starts)),
        np.split(np.array(f.values), list(starts)),
    )


@number("10.1")
@weight(1)
def test_evolve_asks_every_individual_in_the_box(student, draw):
    """`f` is called once for each new individual; all are in the box, and come from others."""
    low, high, center = box(draw, 3)
    f = Asked(center)
    # Mutations of three times the widest side: without a limit nearly all would leave the box.
    settings = {**SETTINGS, "scale": 9.0}
    student.evolve(f, low, high, **settings, rng=draw.generator())
    generations_of(f, **settings)
    inside = (low <= f.points) & (f.points <= high)
    assert inside[: settings["population_size"]].all(), "the first population left the box"
    assert inside.all(), "a child outside of the box was not moved back into it"
    low, high, center = box(draw, 3)
    f, settings = Asked(center), {**SETTINGS, "rate": 0.0}
    student.evolve(f, low, high, **settings, rng=draw.generator())
    points, _ = generations_of(f, **settings)
    inside = (low <= f.points) & (f.points <= high)
    assert inside.all(), "in another box than before, f was called outside of it"
    inherited = (np.array(f.points)[:, np.newaxis] == points[0]).any(axis=1)
    assert inherited.all(), "with rate 0 a child has a coordinate that nobody before it had"


@number("10.2")
@weight(2)
@after("test_evolve_asks_every_individual_in_the_box")
def test_evolve_returns_the_best_individual(student, draw):
    """x_best is the best point of all that were asked, and f_best its value."""
    for offset in 1000.0, -1000.0, 0.0:
        low, high, center = box(draw, 3)
        f = Asked(center, offset)
        x_best, f_best, _ = student.evolve(f, low, high, **SETTINGS, rng=draw.generator())
        require_best(f, x_best, f_best)


@number("10.3")
@weight(2)
@after("test_evolve_asks_every_individual_in_the_box")
def test_evolve_history_never_rises(student, draw):
    """The history holds the smallest value in each population, the first included."""
    low, high, center = box(draw, 3)
    f = Asked(center)
    settings = {**SETTINGS, "population_size": 5, "generations": 12, "elite": 1}
    _, _, history = student.evolve(f, low, high, **settings, rng=draw.generator())
    _, values = generations_of(f, **settings)
    require_floats(history, "history", (len(values),))
    assert (np.diff(history) <= 0).all(), "history rises: the best individual was lost on the way"
    best = np.minimum.accumulate([v.min() for v in values])
    assert np.array_equal(history, best), "history[k] is not the smallest value in generation k"


@number("10.4")
@weight(1)
@after("test_evolve_asks_every_individual_in_the_box")
def test_evolve_keeps_its_elite_as_it_is(student, draw):
    """The best individuals of each generation are in the next one, unchanged."""
    low, high, center = box(draw, 3)
    f = Asked(center)
    settings = {**SETTINGS, "rate": 1.0, "scale": 0.01}
    x_best, f_best, _ = student.evolve(f, low, high, **settings, rng=draw.generator())
    points, values = generations_of(f, **settings)
    if len(points[1]) == settings["population_size"]:  # the elite was asked again, so it shows
        old = [p[np.argsort(v)[: settings["elite"]]] for p, v in zip(points, values, strict=True)]
        moved = [
            np.abs(elite[:, np.newaxis] - new).max(axis=2).min(axis=1)
            for elite, new in zip(old[:-1], points[1:], strict=True)
        ]
        kept = np.array(moved) == 0
        # Six standard deviations: with another individual's coordinates it would be farther away.
        is_near = np.array(moved) < 6 * settings["scale"]
        changed = is_near.all() and not kept.any()
        assert not changed, "the elite is in the next generation, but a little changed"
        assert kept[:, 0].all(), "the best individual of a generation is not in the next one"
        assert kept.all(), "not all of the elite is in the next generation"
    require_best(f, x_best, f_best)


def children_of(f, settings):
    """The first population, its values, and the children in the generation after it."""
    points, values = generations_of(f, **settings)
    elite = points[0][np.argsort(values[0])[: settings["elite"]]]
    is_elite = (points[1][:, np.newaxis] == elite).all(axis=2).any(axis=1)
    assert not is_elite.all(), "the second generation is the elite, and no children"
    return points[0], values[0], points[1][~is_elite]


def origins(f, settings):
    """From which individual each coordinate of the children is, and its rank: 0 (worst) to 1."""
    first, values, children = children_of(f, settings)
    # Those of the first population are all different.
    source = (children[:, np.newaxis] == first).argmax(axis=1)
    return source, (np.argsort(np.argsort(-values)) / (len(values) - 1))[source]


@number("10.5")
@weight(2)
@after("test_evolve_asks_every_individual_in_the_box", "test_select_prefers_the_fitter")
def test_evolve_mixes_the_fitter(student, draw):
    """The first population is uniform; with rate 0 its children are mixtures of fitter parents."""
    low, high, center = box(draw, 6)
    settings = {"population_size": 500, "generations": 1, "elite": 2, "rate": 0.0, "scale": 1.0}
    f = Asked(center)
    student.evolve(f, low, high, **settings, rng=draw.generator())
    first, _, _ = children_of(f, settings)
    require_uniform(first, len(first), low, high)
    source, rank = origins(f, settings)
    pure = (source == source[:, :1]).all(axis=1).mean()
    # Of mixtures of six coordinates 2 / 64 are pure, a few more where both parents are one.
    assert pure < 0.5, "the children are copies of one parent, not mixtures of two"
    # The ranks have mean 2/3 and s = 0.236 for a parent of a tournament; 1/2 and 0.289 for one at
    # random. A parent gives 0 to 6 of the coordinates, so those of 498 children count like 853
    # equal ones. With one parent of a tournament and one at random the mean is 7/12 and s 0.276:
    # 3.6 of its own below the bound, as 1,400 runs have it.
    spread = 6 * 0.236 / np.sqrt(853)
    assert rank.mean() > 1 / 3 + spread, "the less fit became parents: f is minimised"
    assert rank.mean() > 2 / 3 - spread, "parents were not chosen by their fitness"
    assert rank.min() < 0.5, "nobody of the less fit half became a parent: in tournaments some do"
    assert rank.mean() < 2 / 3 + spread, "parents are fitter than tournaments of two make them"
    # Less the mean square distance, values have both signs: then 1 / f has not the order of -f.
    # 58 children are fewer than 498.
    mean = np.sum((high - low) ** 2 / 12 + (center - (low + high) / 2) ** 2)
    f, settings["population_size"] = Asked(center, -mean), 60
    student.evolve(f, low, high, **settings, rng=draw.generator())
    _, rank = origins(f, settings)
    both = "where values have both signs, parents are not chosen by their fitness, minus the value"
    assert rank.mean() > 2 / 3 - spread * np.sqrt(498 / 58), both


@number("10.6")
@weight(1)
@after("test_evolve_mixes_the_fitter", "test_mutate_adds_normal_noise")
def test_evolve_mutates_the_children(student, draw):
    """With rate 1 each coordinate of a child is new: near to a parent's, or at the border."""
    low, high, center = box(draw, 3)
    f = Asked(center)
    settings = {**SETTINGS, "population_size": 20, "generations": 1, "rate": 1.0, "scale": 0.3}
    student.evolve(f, low, high, **settings, rng=draw.generator())
    first, _, children = children_of(f, settings)
    distance = np.abs(children[:, np.newaxis] - first).min(axis=1)
    assert distance.any(), "with rate 1 nothing is new: the children were not mutated"
    at_the_border = (children == low) | (children == high)
    # A box so narrow that mutations leave it: a coordinate stays inside 4 times in 1000.
    f, narrow = Asked(center), {**settings, "scale": 1.0}
    student.evolve(f, center - 0.005, center + 0.005, **narrow, rng=draw.generator())
    _, _, others = children_of(f, narrow)
    moved = ((others == center - 0.005) | (others == center + 0.005)).mean()
    assert moved > 0.8, "children that left the box are not at its border"
    assert (distance[~at_the_border] > 0).all(), "with rate 1 some coordinates were not mutated"
    f, settings = Asked(center), {**SETTINGS, "generations": 1, "rate": 1.0, "scale": 0.001}
    student.evolve(f, low, high, **settings, rng=draw.generator())
    first, _, children = children_of(f, settings)
    # The first individuals are farther from each other than that, so larger noise would show.
    distance = np.abs(children[:, np.newaxis] - first).min(axis=1)
    assert (distance < 6 * settings["scale"]).all(), "mutations are larger than scale says"


def require_inheritance(points, values, elite):
    """With rate 0 every coordinate comes from the generation before: its children and its elite."""
    population, cost = points[0], values[0]
    for new, new_cost in zip(points[1:], values[1:], strict=True):
        inherited = (new[:, np.newaxis] == population).any(axis=1)
        assert inherited.all(), "a child has a coordinate that nobody in the generation before had"
        if len(new) == len(points[0]):  # the elite was asked again
            population, cost = new, new_cost
        else:
            best = np.argsort(cost)[:elite]
            population = np.concatenate([population[best], new])
            cost = np.concatenate([cost[best], new_cost])


@number("10.7")
@weight(1)
@after("test_evolve_mixes_the_fitter")
def test_evolve_lets_children_become_parents(student, draw):
    """Parents are the elite and the children of the generation before, and nobody else."""
    settings = {"population_size": 6, "generations": 3, "elite": 1, "rate": 0.0, "scale": 0.1}
    for _ in range(3):  # one run alone may look right by chance
        low, high, center = box(draw, 16)
        f = Asked(center)
        student.evolve(f, low, high, **settings, rng=draw.generator())
        require_inheritance(*generations_of(f, **settings), settings["elite"])


@number("10.8")
@weight(1)
@after("test_evolve_asks_every_individual_in_the_box")
def test_evolve_draws_from_rng_and_leaves_the_bounds_unchanged(student, draw):
    """The same generator gives the same result, another one another; bounds may be integers."""
    low = draw.integers(-9, -5, 2)
    high = low + draw.integers(5, 9, 2)
    rng, other = draw.generator(), draw.generator()
    for size, generations, elite in (4, 0, 3), (5, 2, 1), (6, 2, 4):
        settings = {**SETTINGS, "population_size": size, "generations": generations, "elite": elite}
        found = []
        for generator in rng, rng, other:
            f = Asked(low + 1.7)
            arguments = {**settings, "rng": generator}
            found.append(assert_unchanged(student.evolve, f, low, high, **arguments))
            x_best, f_best, history = found[-1]
            generations_of(f, **settings)
            require_best(f, x_best, f_best)
            require_floats(history, "history", (generations + 1,))
            assert history[-1] == f_best, "history does not end with f_best"
        require_generator(*found)
