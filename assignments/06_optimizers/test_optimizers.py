import numpy as np

from autograder import (
    FLOAT32_INPUT,
    PARITY,
    after,
    assert_unchanged,
    expect,
    number,
    weight,
)

CONSTANT = (0.1, 0.1, 0.1, 0.1, 0.1, 0.1)
CHANGING = (0.1, 0.1, 0.02, 0.02, 0.5, 0.1)


def rough_gradients(draw):
    """Six gradients (2, 4) that change sign and scale.

    Column 0 is always 0, column 1 always tiny, column 2 is 0 in the first two steps.
    """
    scales = np.array([1.0, 10.0, 0.1, 3.0, 0.01, 1.0])
    gradients = draw.normal(6, 2, 4) * scales[:, None, None]
    gradients[:, :, 0] = 0.0
    gradients[:, :, 1] *= 1e-7
    gradients[:2, :, 2] = 0.0
    return gradients


def update(w, w_new):
    """The step from w to w_new, once it is certain that there is one."""
    expect(w_new, "w_new").equals(np.asarray(w, dtype=np.float64), tolerance=np.inf)
    got = np.asarray(w_new)
    got = got if got.dtype.kind == "f" else got.astype(np.float64)
    return np.subtract(got, w, dtype=got.dtype, casting="same_kind")


def assert_updates(updates, want, tolerance=PARITY):
    """Every update is right, relative to its own size: it may be tiny beside w, and others."""
    largest = [np.max(np.abs(one)) for one in want]
    # float32 cannot hold a small update of a large w, so there the size of w is what counts.
    sizes = [size if got.itemsize >= 8 else 1.0 for got, size in zip(updates, largest, strict=True)]
    for t, (got, one, size) in enumerate(zip(updates, want, sizes, strict=True)):
        if np.max(np.abs(got - one)) > tolerance * size:
            where = f"the updates w_new - w from step {t + 1} on"
            # The next step is in it to tell mistakes apart that begin alike.
            expect(np.stack(updates[t : t + 2]), where).equals(want[t : t + 2])
            expect(got, where).equals(one, upstream=size, tolerance=tolerance)


def assert_steps(step, ask, w, gradients, rates=None, tolerance=PARITY, **options):
    """From state None, with each gradient in turn, `step` makes the updates that PyTorch makes."""
    want = ask(w, gradients, rates, **options)
    state, updates = None, []
    for t, g in enumerate(gradients):
        rate = {} if rates is None else {"lr": rates[t]}
        w_new, state = step(w, g, state, **rate, **options)
        updates.append(update(w, w_new))
        w = w_new
    assert_updates(updates, want, tolerance)


def assert_own_states(step, ask, draw, **options):
    """Three arrays, two of one shape, take turns: none sees what another has been through.

    The one in the middle is stepped with the defaults, the others with `options`.
    """
    taken = [options, {}, options]
    arrays = [draw.normal(5), draw.normal(3, 4), draw.normal(3, 4)]
    gradients = [draw.normal(3, *w.shape) for w in arrays]
    wants = [ask(arrays[k], gradients[k], CONSTANT[:3], **taken[k]) for k in range(3)]
    states, updates = [None, None, None], [[], [], []]
    for t in range(3):
        for k, w in enumerate(arrays):
            w_new, states[k] = step(w, gradients[k][t], states[k], lr=0.1, **taken[k])
            updates[k].append(update(w, w_new))
            arrays[k] = w_new
    for made, want in zip(updates, wants, strict=True):
        assert_updates(made, want)


def assert_any_form(step, ask, draw):
    """Numbers, arrays without and with three axes, integers, transposed arrays and float32."""
    rates, whole = CONSTANT[:3], draw.integers(-9, 10, 4, 7)
    for w, gradients in (
        (float(draw.normal()), [float(g) for g in draw.normal(3)]),
        (draw.normal(), [draw.normal(), draw.normal(), draw.normal()]),
        (draw.normal(2, 1, 5), draw.normal(3, 2, 1, 5)),
        (draw.normal(4, 3).T, draw.normal(3, 4, 3).transpose(0, 2, 1)),
        (whole[0], whole[1:]),
    ):
        assert_steps(step, ask, w, gradients, rates)
    w, gradients = draw.normal(3, 4).astype(np.float32), draw.normal(3, 3, 4).astype(np.float32)
    assert_steps(step, ask, w, gradients, rates, tolerance=FLOAT32_INPUT)


def assert_nothing_changed(step, ask, draw):
    """The arguments stay as they were, so a step can be made again from the same state."""
    w, gradients = draw.normal(3, 4), draw.normal(2, 3, 4)
    want = ask(w, gradients, CONSTANT[:2])
    w_new, state = assert_unchanged(step, w, gradients[0], None, lr=0.1)
    assert_unchanged(step, w_new, gradients[1], state, lr=0.1)
    again, _ = step(w_new, gradients[1], state, lr=0.1)
    assert_updates([update(w, w_new), update(w_new, again)], want)


# SGD


@number("1.1")
@weight(2)
def test_sgd_steps_against_the_gradient(student, oracle, draw):
    """`sgd_step` returns w - lr * g, with a new rate when it is given one, or with the default."""
    assert_steps(
        student.sgd_step, oracle.sgd_step, draw.normal(2, 4), draw.normal(6, 2, 4), CHANGING
    )
    assert_steps(student.sgd_step, oracle.sgd_step, draw.normal(2, 4), draw.normal(3, 2, 4))


@number("1.2")
@weight(2)
@after("test_sgd_steps_against_the_gradient")
def test_sgd_weight_decay_adds_to_the_gradient(student, oracle, draw):
    """`sgd_step` adds weight_decay * w to the gradient."""
    step, ask = student.sgd_step, oracle.sgd_step
    for weight_decay, shape in (0.3, (2, 4)), (0.7, (5,)):
        w, gradients = draw.normal(*shape), draw.normal(6, *shape)
        assert_steps(step, ask, w, gradients, CHANGING, weight_decay=weight_decay)


@number("1.3")
@weight(1)
@after("test_sgd_steps_against_the_gradient")
def test_sgd_takes_numbers_integers_float32_and_any_shape(student, oracle, draw):
    """Numbers, arrays of any shape, transposed, integers and float32 will do for w and g."""
    assert_any_form(student.sgd_step, oracle.sgd_step, draw)


@number("1.4")
@weight(1)
@after("test_sgd_steps_against_the_gradient")
def test_sgd_leaves_its_arguments_unchanged(student, oracle, draw):
    """The step leaves w and g as they were, so it can be made twice."""
    assert_nothing_changed(student.sgd_step, oracle.sgd_step, draw)


# Momentum


@number("2.1")
@weight(1)
def test_momentum_first_step(student, oracle, draw):
    """The first step of `momentum_step`, from state None, is lr * g long: the velocity is g."""
    w, gradients = draw.normal(2, 4), draw.normal(1, 2, 4)
    assert_steps(student.momentum_step, oracle.momentum_step, w, gradients, (0.1,), momentum=0.7)


@number("2.2")
@weight(1)
def test_momentum_six_steps_at_a_constant_rate(student, oracle, draw):
    """`momentum_step` makes six right steps at a constant rate, and with the defaults."""
    w, gradients = draw.normal(2, 4), rough_gradients(draw)
    assert_steps(student.momentum_step, oracle.momentum_step, w, gradients, CONSTANT, momentum=0.45)
    assert_steps(student.momentum_step, oracle.momentum_step, w, gradients)


@number("2.3")
@weight(2)
@after("test_momentum_six_steps_at_a_constant_rate")
def test_momentum_obeys_a_changed_rate_at_once(student, oracle, draw):
    """A new lr holds for the whole of the next step: the velocity does not contain the old one."""
    for options in {}, {"momentum": 0.0}:
        w, gradients = draw.normal(2, 4), draw.normal(6, 2, 4)
        assert_steps(student.momentum_step, oracle.momentum_step, w, gradients, CHANGING, **options)


@number("2.4")
@weight(1)
@after("test_momentum_six_steps_at_a_constant_rate")
def test_momentum_keeps_a_state_for_every_array(student, oracle, draw):
    """Arrays that take turns, two of one shape, go each by its own state and its own options."""
    assert_own_states(student.momentum_step, oracle.momentum_step, draw, momentum=0.45)


@number("2.5")
@weight(1)
@after("test_momentum_six_steps_at_a_constant_rate")
def test_momentum_takes_numbers_integers_float32_and_any_shape(student, oracle, draw):
    """Numbers, arrays of any shape, transposed, integers and float32 will do for w and g."""
    assert_any_form(student.momentum_step, oracle.momentum_step, draw)


@number("2.6")
@weight(1)
@after("test_momentum_six_steps_at_a_constant_rate")
def test_momentum_leaves_its_arguments_unchanged(student, oracle, draw):
    """The step leaves w, g and the state as they were, so it can be made twice."""
    assert_nothing_changed(student.momentum_step, oracle.momentum_step, draw)


# Nesterov


@number("3.1")
@weight(1)
def test_nesterov_first_step(student, oracle, draw):
    """The first step of `nesterov_step`, from state None, is lr * (1 + momentum) * g long."""
    w, gradients = draw.normal(2, 4), draw.normal(1, 2, 4)
    assert_steps(student.nesterov_step, oracle.nesterov_step, w, gradients, (0.1,), momentum=0.7)


@number("3.2")
@weight(1)
def test_nesterov_six_steps_at_a_constant_rate(student, oracle, draw):
    """`nesterov_step` makes six right steps at a constant rate, and with the defaults."""
    w, gradients = draw.normal(2, 4), rough_gradients(draw)
    assert_steps(student.nesterov_step, oracle.nesterov_step, w, gradients, CONSTANT, momentum=0.45)
    assert_steps(student.nesterov_step, oracle.nesterov_step, w, gradients)


@number("3.3")
@weight(1)
@after("test_nesterov_six_steps_at_a_constant_rate")
def test_nesterov_obeys_a_changed_rate_at_once(student, oracle, draw):
    """A new lr holds for the whole of the next step: the velocity does not contain the old one."""
    w, gradients = draw.normal(2, 4), draw.normal(6, 2, 4)
    assert_steps(student.nesterov_step, oracle.nesterov_step, w, gradients, CHANGING)


@number("3.4")
@weight(1)
@after("test_nesterov_six_steps_at_a_constant_rate")
def test_nesterov_keeps_a_state_for_every_array(student, oracle, draw):
    """Arrays that take turns, two of one shape, go each by its own state and its own options."""
    assert_own_states(student.nesterov_step, oracle.nesterov_step, draw, momentum=0.45)


@number("3.5")
@weight(1)
@after("test_nesterov_six_steps_at_a_constant_rate")
def test_nesterov_takes_numbers_integers_float32_and_any_shape(student, oracle, draw):
    """Numbers, arrays of any shape, transposed, integers and float32 will do for w and g."""
    assert_any_form(student.nesterov_step, oracle.nesterov_step, draw)


@number("3.6")
@weight(1)
@after("test_nesterov_six_steps_at_a_constant_rate")
def test_nesterov_leaves_its_arguments_unchanged(student, oracle, draw):
    """The step leaves w, g and the state as they were, so it can be made twice."""
    assert_nothing_changed(student.nesterov_step, oracle.nesterov_step, draw)


# Adagrad


@number("4.1")
@weight(1)
def test_adagrad_first_step(student, oracle, draw):
    """The first step of `adagrad_step`, from state None, is lr long, whatever the gradient."""
    w, gradients = draw.normal(2, 4), draw.normal(1, 2, 4)
    assert_steps(student.adagrad_step, oracle.adagrad_step, w, gradients, (0.1,))


@number("4.2")
@weight(1)
def test_adagrad_six_steps(student, oracle, draw):
    """`adagrad_step` makes six right steps, with a large eps and a changing rate."""
    w, gradients = draw.normal(2, 4), rough_gradients(draw)
    assert_steps(student.adagrad_step, oracle.adagrad_step, w, gradients, CHANGING, eps=1e-2)


@number("4.3")
@weight(1)
def test_adagrad_defaults(student, oracle, draw):
    """With the defaults, gradients that are tiny or 0 make right steps, too."""
    assert_steps(
        student.adagrad_step, oracle.adagrad_step, draw.normal(2, 4), rough_gradients(draw)
    )


@number("4.4")
@weight(1)
@after("test_adagrad_six_steps")
def test_adagrad_keeps_a_state_for_every_array(student, oracle, draw):
    """Arrays that take turns, two of one shape, go each by its own state and its own options."""
    assert_own_states(student.adagrad_step, oracle.adagrad_step, draw, eps=1e-2)


@number("4.5")
@weight(1)
@after("test_adagrad_six_steps")
def test_adagrad_takes_numbers_integers_float32_and_any_shape(student, oracle, draw):
    """Numbers, arrays of any shape, transposed, integers and float32 will do for w and g."""
    assert_any_form(student.adagrad_step, oracle.adagrad_step, draw)


@number("4.6")
@weight(1)
@after("test_adagrad_six_steps")
def test_adagrad_leaves_its_arguments_unchanged(student, oracle, draw):
    """The step leaves w, g and the state as they were, so it can be made twice."""
    assert_nothing_changed(student.adagrad_step, oracle.adagrad_step, draw)


# Adadelta


@number("5.1")
@weight(1)
def test_adadelta_first_step(student, oracle, draw):
    """The first step of `adadelta_step`, from state None, is as large as eps lets it be."""
    w, gradients = draw.normal(2, 4), draw.normal(1, 2, 4)
    assert_steps(student.adadelta_step, oracle.adadelta_step, w, gradients, (0.7,))


@number("5.2")
@weight(1)
def test_adadelta_six_steps(student, oracle, draw):
    """`adadelta_step` makes six right steps, with another rho and eps and a changing rate."""
    w, gradients = draw.normal(2, 4), rough_gradients(draw)
    options = {"rho": 0.4, "eps": 1e-2}
    assert_steps(student.adadelta_step, oracle.adadelta_step, w, gradients, CHANGING, **options)


@number("5.3")
@weight(1)
def test_adadelta_defaults(student, oracle, draw):
    """With the defaults, gradients that are tiny or 0 make right steps, too."""
    assert_steps(
        student.adadelta_step, oracle.adadelta_step, draw.normal(2, 4), rough_gradients(draw)
    )


@number("5.4")
@weight(1)
@after("test_adadelta_six_steps")
def test_adadelta_keeps_a_state_for_every_array(student, oracle, draw):
    """Arrays that take turns, two of one shape, go each by its own state and its own options."""
    assert_own_states(student.adadelta_step, oracle.adadelta_step, draw, rho=0.4, eps=1e-2)


@number("5.5")
@weight(1)
@after("test_adadelta_six_steps")
def test_adadelta_takes_numbers_integers_float32_and_any_shape(student, oracle, draw):
    """Numbers, arrays of any shape, transposed, integers and float32 will do for w and g."""
    assert_any_form(student.adadelta_step, oracle.adadelta_step, draw)


@number("5.6")
@weight(1)
@after("test_adadelta_six_steps")
def test_adadelta_leaves_its_arguments_unchanged(student, oracle, draw):
    """The step leaves w, g and the state as they were, so it can be made twice."""
    assert_nothing_changed(student.adadelta_step, oracle.adadelta_step, draw)


# RMSprop


@number("6.1")
@weight(1)
def test_rmsprop_first_step(student, oracle, draw):
    """The first step of `rmsprop_step`, from state None, is lr / sqrt(1 - alpha) long."""
    w, gradients = draw.normal(2, 4), draw.normal(1, 2, 4)
    assert_steps(student.rmsprop_step, oracle.rmsprop_step, w, gradients, (0.1,))


@number("6.2")
@weight(1)
def test_rmsprop_six_steps(student, oracle, draw):
    """`rmsprop_step` makes six right steps, with another alpha and eps and a changing rate."""
    w, gradients = draw.normal(2, 4), rough_gradients(draw)
    options = {"alpha": 0.45, "eps": 1e-2}
    assert_steps(student.rmsprop_step, oracle.rmsprop_step, w, gradients, CHANGING, **options)


@number("6.3")
@weight(1)
def test_rmsprop_defaults(student, oracle, draw):
    """With the defaults, gradients that are tiny or 0 make right steps, too."""
    assert_steps(
        student.rmsprop_step, oracle.rmsprop_step, draw.normal(2, 4), rough_gradients(draw)
    )


@number("6.4")
@weight(1)
@after("test_rmsprop_six_steps")
def test_rmsprop_keeps_a_state_for_every_array(student, oracle, draw):
    """Arrays that take turns, two of one shape, go each by its own state and its own options."""
    assert_own_states(student.rmsprop_step, oracle.rmsprop_step, draw, alpha=0.45, eps=1e-2)


@number("6.5")
@weight(1)
@after("test_rmsprop_six_steps")
def test_rmsprop_takes_numbers_integers_float32_and_any_shape(student, oracle, draw):
    """Numbers, arrays of any shape, transposed, integers and float32 will do for w and g."""
    assert_any_form(student.rmsprop_step, oracle.rmsprop_step, draw)


@number("6.6")
@weight(1)
@after("test_rmsprop_six_steps")
def test_rmsprop_leaves_its_arguments_unchanged(student, oracle, draw):
    """The step leaves w, g and the state as they were, so it can be made twice."""
    assert_nothing_changed(student.rmsprop_step, oracle.rmsprop_step, draw)


# Adam


@number("7.1")
@weight(1)
def test_adam_first_step(student, oracle, draw):
    """The first step of `adam_step`, from state None, is lr long: both averages are corrected."""
    w, gradients = draw.normal(2, 4), draw.normal(1, 2, 4)
    assert_steps(student.adam_step, oracle.adam_step, w, gradients, (0.1,))


@number("7.2")
@weight(2)
def test_adam_six_steps(student, oracle, draw):
    """`adam_step` makes six right steps, with other betas and eps and a changing rate."""
    w, gradients = draw.normal(2, 4), rough_gradients(draw)
    options = {"beta1": 0.4, "beta2": 0.45, "eps": 1e-2}
    assert_steps(student.adam_step, oracle.adam_step, w, gradients, CHANGING, **options)


@number("7.3")
@weight(1)
def test_adam_defaults(student, oracle, draw):
    """With the defaults, gradients that are tiny or 0 make right steps, too."""
    assert_steps(student.adam_step, oracle.adam_step, draw.normal(2, 4), rough_gradients(draw))


@number("7.4")
@weight(2)
@after("test_adam_six_steps")
def test_adam_weight_decay_joins_the_gradient(student, oracle, draw):
    """Weight decay is added to the gradient before the averages are taken."""
    for weight_decay, shape in (0.3, (2, 4)), (0.7, (5,)):
        w, gradients = draw.normal(*shape), draw.normal(6, *shape)
        options = {"beta1": 0.4, "beta2": 0.45, "eps": 1e-2, "weight_decay": weight_decay}
        assert_steps(student.adam_step, oracle.adam_step, w, gradients, CHANGING, **options)


@number("7.5")
@weight(1)
@after("test_adam_six_steps")
def test_adam_keeps_a_state_for_every_array(student, oracle, draw):
    """Arrays that take turns, two of one shape, go each by its own state and its own options."""
    assert_own_states(student.adam_step, oracle.adam_step, draw, beta1=0.4, beta2=0.45, eps=1e-2)


@number("7.6")
@weight(1)
@after("test_adam_six_steps")
def test_adam_takes_numbers_integers_float32_and_any_shape(student, oracle, draw):
    """Numbers, arrays of any shape, transposed, integers and float32 will do for w and g."""
    assert_any_form(student.adam_step, oracle.adam_step, draw)


@number("7.7")
@weight(1)
@after("test_adam_six_steps")
def test_adam_leaves_its_arguments_unchanged(student, oracle, draw):
    """The step leaves w, g and the state as they were, so it can be made twice."""
    assert_nothing_changed(student.adam_step, oracle.adam_step, draw)


# AdamW


@number("8.1")
@weight(1)
def test_adamw_first_step(student, oracle, draw):
    """The first step of `adamw_step`, from state None, is Adam's and the decay's."""
    w, gradients = draw.normal(2, 4), draw.normal(1, 2, 4)
    assert_steps(student.adamw_step, oracle.adamw_step, w, gradients, (0.1,))


@number("8.2")
@weight(1)
def test_adamw_six_steps(student, oracle, draw):
    """`adamw_step` makes six right steps, with other options and a changing rate."""
    w, gradients = draw.normal(2, 4), rough_gradients(draw)
    options = {"beta1": 0.4, "beta2": 0.45, "eps": 1e-2, "weight_decay": 0.3}
    assert_steps(student.adamw_step, oracle.adamw_step, w, gradients, CHANGING, **options)


@number("8.3")
@weight(1)
def test_adamw_defaults(student, oracle, draw):
    """With the defaults, gradients that are tiny or 0 make right steps, too."""
    assert_steps(student.adamw_step, oracle.adamw_step, draw.normal(2, 4), rough_gradients(draw))


@number("8.4")
@weight(1)
def test_adamw_decays_without_a_gradient(student, oracle, draw):
    """Where the gradient is 0, w shrinks by the factor 1 - lr * weight_decay, and that is all."""
    step, ask, gradients = student.adamw_step, oracle.adamw_step, np.zeros((3, 2, 4))
    for weight_decay in 0.3, 0.7, 0.0:
        w = draw.normal(2, 4)
        assert_steps(step, ask, w, gradients, (0.1, 0.5, 0.1), weight_decay=weight_decay)


@number("8.5")
@weight(1)
@after("test_adamw_six_steps")
def test_adamw_keeps_a_state_for_every_array(student, oracle, draw):
    """Arrays that take turns, two of one shape, go each by its own state and its own options."""
    assert_own_states(student.adamw_step, oracle.adamw_step, draw, beta1=0.4, beta2=0.45, eps=1e-2)


@number("8.6")
@weight(1)
@after("test_adamw_six_steps")
def test_adamw_takes_numbers_integers_float32_and_any_shape(student, oracle, draw):
    """Numbers, arrays of any shape, transposed, integers and float32 will do for w and g."""
    assert_any_form(student.adamw_step, oracle.adamw_step, draw)


@number("8.7")
@weight(1)
@after("test_adamw_six_steps")
def test_adamw_leaves_its_arguments_unchanged(student, oracle, draw):
    """The step leaves w, g and the state as they were, so it can be made twice."""
    assert_nothing_changed(student.adamw_step, oracle.adamw_step, draw)


# Adamax


@number("9.1")
@weight(1)
def test_adamax_first_step(student, oracle, draw):
    """The first step of `adamax_step`, from state None, is lr long."""
    w, gradients = draw.normal(2, 4), draw.normal(1, 2, 4)
    assert_steps(student.adamax_step, oracle.adamax_step, w, gradients, (0.1,))


@number("9.2")
@weight(1)
def test_adamax_six_steps(student, oracle, draw):
    """`adamax_step` makes six right steps, with other betas and eps and a changing rate."""
    w, gradients = draw.normal(2, 4), rough_gradients(draw)
    options = {"beta1": 0.4, "beta2": 0.45, "eps": 1e-2}
    assert_steps(student.adamax_step, oracle.adamax_step, w, gradients, CHANGING, **options)


@number("9.3")
@weight(1)
def test_adamax_defaults(student, oracle, draw):
    """With the defaults, gradients that are tiny or 0 make right steps, too."""
    assert_steps(student.adamax_step, oracle.adamax_step, draw.normal(2, 4), rough_gradients(draw))


@number("9.4")
@weight(1)
@after("test_adamax_six_steps")
def test_adamax_keeps_a_state_for_every_array(student, oracle, draw):
    """Arrays that take turns, two of one shape, go each by its own state and its own options."""
    assert_own_states(
        student.adamax_step, oracle.adamax_step, draw, beta1=0.4, beta2=0.45, eps=1e-2
    )


@number("9.5")
@weight(1)
@after("test_adamax_six_steps")
def test_adamax_takes_numbers_integers_float32_and_any_shape(student, oracle, draw):
    """Numbers, arrays of any shape, transposed, integers and float32 will do for w and g."""
    assert_any_form(student.adamax_step, oracle.adamax_step, draw)


@number("9.6")
@weight(1)
@after("test_adamax_six_steps")
def test_adamax_leaves_its_arguments_unchanged(student, oracle, draw):
    """The step leaves w, g and the state as they were, so it can be made twice."""
    assert_nothing_changed(student.adamax_step, oracle.adamax_step, draw)


# NAdam


@number("10.1")
@weight(1)
def test_nadam_first_step(student, oracle, draw):
    """The first step of `nadam_step`, from state None, looks ahead already."""
    w, gradients = draw.normal(2, 4), draw.normal(1, 2, 4)
    assert_steps(student.nadam_step, oracle.nadam_step, w, gradients, (0.1,))


@number("10.2")
@weight(1)
def test_nadam_six_steps(student, oracle, draw):
    """`nadam_step` makes six right steps, with other betas and eps and a changing rate."""
    w, gradients = draw.normal(2, 4), rough_gradients(draw)
    options = {"beta1": 0.4, "beta2": 0.45, "eps": 1e-2}
    assert_steps(student.nadam_step, oracle.nadam_step, w, gradients, CHANGING, **options)


@number("10.3")
@weight(1)
def test_nadam_defaults(student, oracle, draw):
    """With the defaults, gradients that are tiny or 0 make right steps, too."""
    assert_steps(student.nadam_step, oracle.nadam_step, draw.normal(2, 4), rough_gradients(draw))


@number("10.4")
@weight(1)
@after("test_nadam_six_steps")
def test_nadam_momentum_follows_its_schedule(student, oracle, draw):
    """The momentum warms up as momentum_decay says: fast, or, with 0, not at all."""
    for momentum_decay in 5.0, 0.0:
        w, gradients = draw.normal(2, 4), draw.normal(6, 2, 4)
        options = {"beta1": 0.4, "momentum_decay": momentum_decay}
        assert_steps(student.nadam_step, oracle.nadam_step, w, gradients, CHANGING, **options)


@number("10.5")
@weight(1)
@after("test_nadam_six_steps")
def test_nadam_keeps_a_state_for_every_array(student, oracle, draw):
    """Arrays that take turns, two of one shape, go each by its own state and its own options."""
    assert_own_states(student.nadam_step, oracle.nadam_step, draw, beta1=0.4, beta2=0.45, eps=1e-2)


@number("10.6")
@weight(1)
@after("test_nadam_six_steps")
def test_nadam_takes_numbers_integers_float32_and_any_shape(student, oracle, draw):
    """Numbers, arrays of any shape, transposed, integers and float32 will do for w and g."""
    assert_any_form(student.nadam_step, oracle.nadam_step, draw)


@number("10.7")
@weight(1)
@after("test_nadam_six_steps")
def test_nadam_leaves_its_arguments_unchanged(student, oracle, draw):
    """The step leaves w, g and the state as they were, so it can be made twice."""
    assert_nothing_changed(student.nadam_step, oracle.nadam_step, draw)
