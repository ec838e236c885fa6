import numpy as np

from autograder import after, expect, number, weight


def rates_of(asked):
    """The rates of these schedules at these t, each of which has to be a number."""
    rates = []
    for schedule, t, options in asked:
        rate = schedule(t, **options)
        expect(rate, f"the rate at t = {t}").equals(options["lr"], tolerance=np.inf)
        rates.append(float(rate))
    return np.array(rates)


def assert_rates(schedule, want, **options):
    """`schedule` returns want[t] at t = 0, 1, ..., relative to lr."""
    rates = rates_of([(schedule, t, options) for t in range(len(want))])
    expect(rates, "the rates at t = 0, 1, ...").equals(want, upstream=options["lr"])


def assert_turns(schedule, ask, draw, *settings):
    """Schedules that differ in every option take turns, at any t in any order."""
    settings = [{"lr": float(draw.uniform(0.1, 0.9)), **options} for options in settings]
    order = [8, 8, *map(int, draw.permutation(9))]
    wants = [ask(9, **options) for options in settings]
    rates = rates_of([(schedule, t, options) for t in order for options in settings])
    want = np.array([one[t] for t in order for one in wants])
    expect(rates, "the rates of two schedules in turns").equals(want, upstream=0.1)


# Step decay


@number("11.1")
@weight(2)
def test_step_decay_falls_after_every_step_size_steps(student, oracle, draw):
    """`step_decay` multiplies by gamma at t = step_size, 2 * step_size, ..., and only there."""
    lr = float(draw.uniform(0.1, 0.9))
    want = oracle.step_decay(13, lr=lr, step_size=4, gamma=0.7)
    assert_rates(student.step_decay, want, lr=lr, step_size=4, gamma=0.7)


@number("11.2")
@weight(1)
@after("test_step_decay_falls_after_every_step_size_steps")
def test_step_decay_has_a_default_factor(student, oracle, draw):
    """Without gamma, the factor is 0.1; with a step_size of 1 it comes in at every step."""
    lr = float(draw.uniform(0.1, 0.9))
    want = oracle.step_decay(5, lr=lr, step_size=1)
    assert_rates(student.step_decay, want, lr=lr, step_size=1)


@number("11.3")
@weight(1)
@after("test_step_decay_falls_after_every_step_size_steps")
def test_step_decay_depends_on_t_alone(student, oracle, draw):
    """`step_decay` may be asked about any t in any order, and other rates in between."""
    schedule, ask = student.step_decay, oracle.step_decay
    assert_turns(
        schedule, ask, draw, {"step_size": 3, "gamma": 0.7}, {"step_size": 2, "gamma": 0.4}
    )


# Exponential decay


@number("12.1")
@weight(2)
def test_exponential_decay_falls_at_every_step(student, oracle, draw):
    """`exponential_decay` multiplies by gamma after every step, from lr at t = 0."""
    lr = float(draw.uniform(0.1, 0.9))
    want = oracle.exponential_decay(8, lr=lr, gamma=0.7)
    assert_rates(student.exponential_decay, want, lr=lr, gamma=0.7)


@number("12.2")
@weight(1)
@after("test_exponential_decay_falls_at_every_step")
def test_exponential_decay_depends_on_t_alone(student, oracle, draw):
    """`exponential_decay` may be asked about any t in any order, and other rates in between."""
    schedule, ask = student.exponential_decay, oracle.exponential_decay
    assert_turns(schedule, ask, draw, {"gamma": 0.9}, {"gamma": 0.7})


# Cosine decay


@number("13.1")
@weight(2)
def test_cosine_decay_glides_to_zero(student, oracle, draw):
    """`cosine_decay` goes from lr at t = 0 to 0 at t = t_max along half a wave."""
    lr = float(draw.uniform(0.1, 0.9))
    want = oracle.cosine_decay(11, lr=lr, t_max=10)
    assert_rates(student.cosine_decay, want, lr=lr, t_max=10)


@number("13.2")
@weight(1)
@after("test_cosine_decay_glides_to_zero")
def test_cosine_decay_ends_at_lr_min(student, oracle, draw):
    """With lr_min, `cosine_decay` goes from lr to lr_min."""
    lr = float(draw.uniform(0.5, 0.9))
    want = oracle.cosine_decay(8, lr=lr, t_max=7, lr_min=0.2)
    assert_rates(student.cosine_decay, want, lr=lr, t_max=7, lr_min=0.2)


@number("13.3")
@weight(1)
@after("test_cosine_decay_glides_to_zero")
def test_cosine_decay_depends_on_t_alone(student, oracle, draw):
    """`cosine_decay` may be asked about any t in any order, and other rates in between."""
    schedule, ask = student.cosine_decay, oracle.cosine_decay
    assert_turns(schedule, ask, draw, {"t_max": 8}, {"t_max": 10, "lr_min": 0.05})


# Linear warm-up


@number("14.1")
@weight(2)
def test_linear_warmup_rises_to_lr_and_stays(student, oracle, draw):
    """`linear_warmup` rises from start_factor * lr to lr in a straight line, and stays there."""
    lr = float(draw.uniform(0.1, 0.9))
    want = oracle.linear_warmup(12, lr=lr, warmup_steps=7, start_factor=0.2)
    assert_rates(student.linear_warmup, want, lr=lr, warmup_steps=7, start_factor=0.2)


@number("14.2")
@weight(1)
@after("test_linear_warmup_rises_to_lr_and_stays")
def test_linear_warmup_has_defaults(student, oracle, draw):
    """Without more, `linear_warmup` rises from lr / 3 in 5 steps."""
    lr = float(draw.uniform(0.1, 0.9))
    assert_rates(student.linear_warmup, oracle.linear_warmup(8, lr=lr), lr=lr)


@number("14.3")
@weight(1)
@after("test_linear_warmup_rises_to_lr_and_stays")
def test_linear_warmup_depends_on_t_alone(student, oracle, draw):
    """`linear_warmup` may be asked about any t in any order, and other rates in between."""
    schedule, ask = student.linear_warmup, oracle.linear_warmup
    assert_turns(schedule, ask, draw, {"warmup_steps": 6, "start_factor": 0.1}, {})
