from autograder import after, assert_unchanged, expect, number, weight


@number("2.1")
@weight(3)
def test_collapse_linear_matches_torch(student, oracle, draw):
    """`collapse_linear` returns the w and b of the one layer that does what the two do."""
    w1, b1, w2, b2 = draw.normal(4, 3), draw.normal(3), draw.normal(3, 5), draw.normal(5)
    want = oracle.collapse_linear(w1, b1, w2, b2)
    expect(student.collapse_linear(w1, b1, w2, b2), "w", "b").equals(want)


@number("2.2")
@weight(1)
@after("test_collapse_linear_matches_torch")
def test_collapse_linear_with_one_hidden_unit(student, oracle, draw):
    """One hidden unit is enough, or one output; w1 may be of integers; nothing is changed."""
    for d, h, m in (3, 1, 4), (2, 3, 1):
        layers = draw.integers(-3, 4, d, h), draw.normal(h), draw.normal(h, m), draw.normal(m)
        want = oracle.collapse_linear(*layers)
        expect(assert_unchanged(student.collapse_linear, *layers), "w", "b").equals(want)


@number("4.1")
@weight(3)
def test_count_parameters_matches_torch(student, oracle, draw):
    """`count_parameters` counts the weights and the biases of all layers."""
    for depth, widest in (3, 50), (4, 50), (2, 9000):
        sizes = [int(n) for n in draw.integers(widest - 40, widest, depth)]
        count = student.count_parameters(sizes)
        expect(count, "count").equals(oracle.count_parameters(sizes))


@number("4.2")
@weight(1)
@after("test_count_parameters_matches_torch")
def test_count_parameters_without_a_layer(student, oracle, draw):
    """Inputs alone have no parameters; sizes may be a tuple, and a list stays as it was."""
    sizes = [int(n) for n in draw.integers(2, 50, 5)]
    for given in [sizes[0]], tuple(sizes), sizes:
        count = assert_unchanged(student.count_parameters, given)
        expect(count, "count").equals(oracle.count_parameters(given))
