import numpy as np

from autograder import after, assert_unchanged, number, weight

# Random algorithms are judged by what holds for every order of drawing: shapes, ranges, and
# frequencies within six standard deviations, which a right solution leaves once in 500 million
# runs. In the comments s is one standard deviation.


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


# Selection


@number("7.1")
@weight(2)
def test_select_prefers_the_fitter(student, draw):
    """Rows become parents as often as in tournaments of two, in which the larger fitness wins."""
    m, n = 5, 3000
    population, rank = draw.normal(m, 3), draw.permutation(m)
    fitness = (rank - 1.5) ** 3 / 4  # unevenly spread, and of both signs: only the order counts
    parents = student.select(population, fitness, n, draw.generator())
    require_floats(parents, "parents", (n, 3))
    is_row = (parents[:, np.newaxis] == population).all(axis=2)
    assert is_row.any(axis=1).all(), "a parent is no row of the population"
    share = np.array([is_row[:, rank == r].mean() for r in range(m)])
    # Of m**2 equally likely pairs 2 r + 1 are won by rank r; of m (m - 1) without a row against
    # itself, 2 r. A share p among n has s = sqrt(p (1 - p) / n).
    r = np.arange(m)
    with_itself, without = (2 * r + 1) / m**2, 2 * r / (m * (m - 1))
    few, many = np.minimum(with_itself, without), np.maximum(with_itself, without)
    few, many = few - 6 * np.sqrt(few / n), many + 6 * np.sqrt(many / n)
    even = np.abs(share - 1 / m).max() < 6 * np.sqrt(1 / m / n)
    assert not even, "every row is chosen equally often, whatever its fitness"
    assert share[0] <= share[-1], "the less fit are preferred: the larger its fitness, the fitter"
    assert share[-1] < 1, "nobody but the fittest row is ever chosen"
    assert share[-1] < 0.7, "the fittest row is chosen nearly every time"  # 0.4 is right
    assert share[-1] <= many[-1], "the fittest row is chosen more often than in tournaments of two"
    right = ((few <= share) & (share <= many)).all()
    assert right, "rows are not chosen as often as in tournaments of two"


@number("7.2")
@weight(1)
@after("test_select_prefers_the_fitter")
def test_select_returns_n_parents(student, draw):
    """There may be one parent, more parents than rows, or one coordinate."""
    for m, d, n in (6, 3, 1), (4, 3, 9), (6, 1, 5), (2, 2, 3):
        population = draw.normal(m, d)
        parents = student.select(population, draw.normal(m), n, draw.generator())
        require_floats(parents, "parents", (n, d))
        rows = {row.tobytes() for row in population}
        assert all(p.tobytes() in rows for p in parents), "a parent is no row of the population"
    population = draw.normal(2, 2)
    for fitness in np.array([0.0, 1.0]), np.array([1.0, 0.0]), np.array([2.0, 3.0]):
        parents = student.select(population, fitness, 200, draw.generator())
        share = (parents == population[fitness.argmax()]).all(axis=1).mean()
        # The fitter of two wins 3 tournaments of 4, or all: s = sqrt(3 / 16 n) = 0.03.
        assert share > 0.75 - 6 * 0.031, "of two rows the fitter does not win more often"


@number("7.3")
@weight(1)
@after("test_select_prefers_the_fitter")
def test_select_draws_from_rng(student, draw):
    """The same generator gives the same parents, another one others."""
    population, fitness = draw.normal(8, 2), draw.normal(8)
    rng, other = draw.generator(), draw.generator()
    require_generator(*([student.select(population, fitness, 30, g)] for g in (rng, rng, other)))


@number("7.4")
@weight(1)
@after("test_select_prefers_the_fitter")
def test_select_leaves_its_arguments_unchanged(student, draw):
    """`select` leaves the population and its fitness as they were."""
    assert_unchanged(student.select, draw.normal(6, 2), draw.normal(6), 5, draw.generator())


# Crossover


@number("8.1")
@weight(2)
def test_crossover_tosses_a_coin_for_each_coordinate(student, draw):
    """Each coordinate of the child is a's or b's at that place, as a fair coin of its own says."""
    d = 2000
    a = draw.normal(d)
    b = a + draw.upstream(d)
    child = student.crossover(a, b, draw.generator())
    require_floats(child, "child", (d,))
    from_a = child == a
    between = (np.minimum(a, b) <= child) & (child <= np.maximum(a, b))
    assert between.all(), "a coordinate of the child is neither a's nor b's there"
    taken_over = from_a | (child == b)
    assert taken_over.all(), "the child's coordinates lie between its parents': choose, do not mix"
    assert 0 < from_a.sum() < d, "the child is a copy of one parent"
    # Tosses that give a share p change from one to the next 2 p (1 - p) of the time, and that in
    # turn has s = 2 p (1 - p) / sqrt(d) (Wald and Wolfowitz). p itself has s = 1 / 2 sqrt(d).
    share, changes = from_a.mean(), (from_a[1:] != from_a[:-1]).mean()
    assert (d - 1) * changes > 1, "the child is cut at one place: toss for each coordinate"
    surprise = changes / (2 * share * (1 - share)) - 1
    runs = "the child takes long runs from one parent: toss for each coordinate"
    assert surprise > -6 / np.sqrt(d - 1), runs
    turns = "the child takes turns between its parents: that is no coin"
    assert surprise < 6 / np.sqrt(d - 1), turns
    is_fair = abs(share - 0.5) < 3 / np.sqrt(d)
    assert is_fair, "the coin is not fair: one parent gives more than the other"


@number("8.2")
@weight(1)
@after("test_crossover_tosses_a_coin_for_each_coordinate")
def test_crossover_of_few_coordinates(student, draw):
    """Of two coordinates, over many children, each comes from either parent, whatever the other."""
    child = student.crossover(draw.normal(1), draw.normal(1), draw.generator())
    require_floats(child, "child", (1,))
    from_a = []
    for a, b in draw.normal(30, 2, 2):
        child = student.crossover(a, b, draw.generator())
        require_floats(child, "child", (2,))
        assert ((child == a) | (child == b)).all(), "a coordinate of the child is neither parent's"
        from_a.append(child == a)
    # Fair coins agree 30 times once in 500 million runs.
    for which, tosses in zip(("first", "second"), np.transpose(from_a), strict=True):
        alike = tosses.all() or not tosses.any()
        assert not alike, f"the {which} of two coordinates is always from the same parent"
    assert (np.sum(from_a, axis=1) != 1).any(), "of two coordinates always one is from each parent"


@number("8.3")
@weight(1)
@after("test_crossover_tosses_a_coin_for_each_coordinate")
def test_crossover_draws_from_rng(student, draw):
    """The same generator gives the same child, another one another."""
    a, b, rng, other = draw.normal(50), draw.normal(50), draw.generator(), draw.generator()
    require_generator(*([student.crossover(a, b, g)] for g in (rng, rng, other)))


@number("8.4")
@weight(1)
@after("test_crossover_tosses_a_coin_for_each_coordinate")
def test_crossover_leaves_the_parents_unchanged(student, draw):
    """`crossover` leaves both parents as they were."""
    assert_unchanged(student.crossover, draw.normal(20), draw.normal(20), draw.generator())


# Mutation


@number("9.1")
@weight(1)
def test_mutate_changes_coordinates_at_the_rate(student, draw):
    """Each coordinate changes with chance rate, whatever the others do."""
    d, rate, times = 150, 0.2, 20
    x = draw.normal(times, d)
    mutants = [student.mutate(one, rate, 0.5, draw.generator()) for one in x]
    for mutant in mutants:
        require_floats(mutant, "mutant", (d,))
    changed = np.array(mutants) != x
    assert changed.any(), "no coordinate changes"
    assert not changed.all(), "every coordinate changes, though rate is 0.2"
    count = changed.sum(axis=1)
    assert np.ptp(count) > 0, "the same number of coordinates changes every time"
    alone = ((count > 0) & (count < d)).any()
    assert alone, "either all coordinates change or none: each decides for itself"
    few, many = (rate + z * np.sqrt(rate * (1 - rate) / d / times) for z in (-6, 6))
    assert changed.mean() < many, "coordinates change more often than rate says"
    assert changed.mean() > few, "coordinates change less often than rate says"


@number("9.2")
@weight(2)
def test_mutate_adds_normal_noise(student, draw):
    """What is added is normal, with mean 0 and standard deviation scale, wherever x is."""
    d, scale = 3000, 0.3
    x = np.where(np.arange(d) % 2, 0.0, 100.0 + draw.normal(d))
    mutant = student.mutate(x, 1.0, scale, draw.generator())
    require_floats(mutant, "mutant", (d,))
    noise = (mutant - x) / scale
    assert noise.any(), "nothing was added, though rate is 1"
    at_zeros, elsewhere = noise[1::2], noise[::2]
    assert at_zeros.any(), "coordinates that are 0 stay 0: noise is added, not multiplied"
    assert np.ptp(at_zeros) > 1e-9, "every coordinate changes by the same amount"
    # The mean of d standard normal numbers has s = 1 / sqrt(d), their mean square sqrt(2 / d).
    assert np.ptp(np.abs(noise)) > 1e-9, "the noise is scale or -scale, and nothing between"
    for half, where in (at_zeros, ""), (elsewhere, " where x is large"):
        size = np.sqrt((half**2).mean())
        assert abs(half.mean()) < 6 * max(size, 1) / np.sqrt(d / 2), (
            "the mean of the noise is not 0"
        )
        assert size**2 < 1 + 6 * np.sqrt(4 / d), f"the noise is larger than scale says{where}"
        assert size**2 > 1 - 6 * np.sqrt(4 / d), f"the noise is smaller than scale says{where}"
    # 68.3 % of normal numbers lie within one standard deviation: s = sqrt(0.683 * 0.317 / d).
    within = (np.abs(noise) < 1).mean()
    assert abs(within - 0.6827) < 6 * 0.4654 / np.sqrt(d), "the noise is not normal"


@number("9.3")
@weight(1)
@after("test_mutate_changes_coordinates_at_the_rate")
def test_mutate_with_a_rate_or_a_scale_of_zero_changes_nothing(student, draw):
    """With rate 0, or with scale 0, the mutant is equal to x."""
    x = draw.normal(4)
    for rate, scale in (0.0, 0.5), (1.0, 0.0):
        mutant = student.mutate(x, rate, scale, draw.generator())
        assert np.array_equal(mutant, x), "something changes, though rate or scale is 0"
    mutant = student.mutate(x, 1.0, 0.5, draw.generator())
    assert (mutant != x).all(), "after a call with rate or scale 0, the next one changes nothing"


@number("9.4")
@weight(1)
@after("test_mutate_changes_coordinates_at_the_rate")
def test_mutate_draws_from_rng(student, draw):
    """The same generator gives the same mutant, another one another."""
    x, rng, other = draw.normal(20), draw.generator(), draw.generator()
    require_generator(*([student.mutate(x, 0.5, 1.0, g)] for g in (rng, rng, other)))


@number("9.5")
@weight(1)
@after("test_mutate_adds_normal_noise")
def test_mutate_takes_integers_and_leaves_x_unchanged(student, draw):
    """A vector of integers gets fractions too, and x stays as it was."""
    assert_unchanged(student.mutate, draw.normal(9), 0.5, 1.0, draw.generator())
    x = draw.integers(-9, 10, 9)
    mutant = assert_unchanged(student.mutate, x, 1.0, 0.5, draw.generator())
    require_floats(mutant, "mutant", (9,))
    fractions = (mutant != np.round(mutant)).all()
    assert fractions, "the noise was rounded, because x holds integers"
