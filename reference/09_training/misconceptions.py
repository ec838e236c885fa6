"""Wrong solutions that students write, each with the hint it earns.

Every function here replaces one function of the assignment. Its docstring ends the sentence "looks
like:" that a student reads; `hint` says where to look next; `row` is the label in our catalogue of
mistakes, None for one foreseen by us. The decorator's arguments are literals: they are read without
running this. The reference modules are imported by their bare names, as a submission's own modules
are.

Most of what goes wrong in `fit` is one line of the same loop, so they share `_loop`, which has a
switch for each. In the bug hunt, a mistake is either one that was planted, by the name that
hunt.toml gives it, or a mend that breaks something else. Hints say how to see the mistake, not what
to write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

import hunt
import numpy as np
import training
from training import OPTIMIZERS, SCHEDULES, Epoch, Parameters, init_mlp, mlp_loss

from autograder import instead_of

Array = np.ndarray
Trained = tuple[Parameters, Array]
Losses = Callable[[list[float], list[int]], Any]


def _loop(  # noqa: PLR0913 - a switch for each mistake
    params: Parameters,
    x: Array,
    y: Array,
    *,
    optimizer: str,
    schedule: str,
    lr: float,
    batches: Sequence[Epoch],
    lam: float = 0.0,
    show: Callable[[int, list[float]], None] | None = None,
    choose: Callable[[Array, int, Array, Array], tuple[Array, Array]] | None = None,
    gradients: Callable[[Array, int], Array] | None = None,
    rate: Callable[[int, int, int, int], tuple[int, int]] | None = None,
    kept: str = "each",
    biases: bool = True,
    penalty: bool = True,
    in_place: bool = False,
    stale: bool = False,
    late: bool = False,
    losses: Losses | None = None,
    states: dict[Any, Any] | None = None,
    shown_alone: bool = True,
) -> Trained:
    """The loop of `fit`, with something else in it.

    `choose(batch, start, x, y)` takes a mini-batch's samples; `gradients(g, n)` changes an array's
    gradient; `rate(t, epoch, steps, epochs)` says what the schedule is asked; `kept` says whose
    states are handed on ("each", "none", "shape" for that of any array of the same shape, or
    "epoch" for within an epoch); `late` takes the loss
    after the step; `losses(history, lengths)` makes the history of the list of it; `shown_alone`
    shows an epoch's losses without those before it.
    """
    step, rate_of = OPTIMIZERS[optimizer], SCHEDULES[schedule]
    steps, t = sum(map(len, batches)), 0
    arrays = [a if in_place else a.copy() for layer in params for a in layer]
    states = {} if states is None else states
    history: list[float] = []
    for number, epoch in enumerate(batches):
        if kept == "epoch":
            states.clear()
        start, frozen = 0, [a.copy() for a in arrays]
        for batch in epoch:
            xb, yb = (x[batch], y[batch]) if choose is None else choose(batch, start, x, y)
            start += len(batch)
            at = _pairs(frozen if stale else arrays)
            loss, grads = mlp_loss(at, xb, yb, lam if penalty else 0.0)
            asked = (t, steps) if rate is None else rate(t, number, steps, len(batches))
            now = rate_of(*asked, lr)
            for i, g in enumerate(chain(*grads)):
                if i % 2 and not biases:
                    continue
                g_used = g if gradients is None else gradients(g, len(batch))
                key = g.shape if kept == "shape" else i
                before = None if kept == "none" else states.get(key)
                new, states[key] = step(arrays[i], g_used, before, now)
                arrays[i][...] = new
            if late:
                loss, _ = mlp_loss(_pairs(arrays), xb, yb, lam)
            history.append(loss)
            t += 1
        if show is not None:
            show(number, history[-len(epoch) :] if shown_alone else history)
    shown = history if losses is None else losses(history, [len(epoch) for epoch in batches])
    return _pairs(arrays), np.array(shown)


def _pairs(arrays: list[Array]) -> Parameters:
    return list(zip(arrays[::2], arrays[1::2], strict=True))


def _by_epoch(history: list[float], lengths: list[int]) -> Iterator[list[float]]:
    parts = iter(history)
    for length in lengths:
        yield [next(parts) for _ in range(length)]


# fit: the samples


@instead_of("fit", hint="Does the batch's array of indices choose the labels too?", row="TR1")
def labels_in_their_old_order(*args: Any, **o: Any) -> Trained:
    """The samples are chosen by the indices, the labels are taken in their old order."""
    return _loop(*args, **o, choose=lambda b, at, x, y: (x[b], np.resize(y[at:], len(b))))


@instead_of("fit", hint="The indices are in `batches`. Where do you use them?")
def samples_in_their_old_order(*args: Any, **o: Any) -> Trained:
    """The samples are cut in their old order: the indices of the mini-batches are not used."""

    def choose(b: Array, at: int, x: Array, y: Array) -> tuple[Array, Array]:
        rows = np.arange(at, at + len(b)) % len(y)
        return x[rows], y[rows]

    return _loop(*args, **o, choose=choose)


@instead_of("fit", hint="Print the length of every mini-batch that you train on.")
def last_batch_is_dropped(*args: Any, **o: Any) -> Trained:
    """The last mini-batch of an epoch is left out where it is smaller than the first."""
    o["batches"] = [[b for b in epoch if len(b) >= len(epoch[0])] for epoch in o["batches"]]
    return _loop(*args, **o)


@instead_of("fit", hint="How many steps should one epoch make?")
def all_samples_at_once(*args: Any, **o: Any) -> Trained:
    """Every step uses all samples: the mini-batches only count the steps."""
    return _loop(*args, **o, choose=lambda b, at, x, y: (x, y))


@instead_of("fit", hint="How many epochs are there in `batches`, and how many do you train?")
def first_epoch_again(*args: Any, **o: Any) -> Trained:
    """The mini-batches of the first epoch are used in every epoch."""
    first = o["batches"][0]
    o["batches"] = [[first[i % len(first)] for i in range(len(e))] for e in o["batches"]]
    return _loop(*args, **o)


@instead_of("fit", hint="`return` inside of a loop ends it at its first round.")
def only_the_first_epoch(*args: Any, **o: Any) -> Trained:
    """Training ends after the first epoch."""
    o["batches"] = o["batches"][:1]
    return _loop(*args, **o)


@instead_of("fit", hint="A set has no order and no repetitions; `batches` has both. Use x[batch].")
def each_sample_counts_once(*args: Any, **o: Any) -> Trained:
    """A sample that a mini-batch repeats counts only once."""

    def choose(b: Array, at: int, x: Array, y: Array) -> tuple[Array, Array]:
        return x[np.unique(b)], y[np.unique(b)]

    return _loop(*args, **o, choose=choose)


# fit: the gradients and the step


@instead_of("fit", hint="The loss is a mean already, and its gradients are those of the mean.")
def gradients_are_summed(*args: Any, **o: Any) -> Trained:
    """The gradients are multiplied by the size of the mini-batch: a sum, not a mean."""
    return _loop(*args, **o, gradients=lambda g, n: g * n)


@instead_of("fit", hint="mlp_loss has divided by the number of samples already.", row="OP3")
def gradients_are_averaged_again(*args: Any, **o: Any) -> Trained:
    """The gradients are divided by the size of the mini-batch once more."""
    return _loop(*args, **o, gradients=lambda g, n: g / n)


@instead_of("fit", hint="The gradient points uphill. Does your loss rise?", row="OP1")
def training_climbs(*args: Any, **o: Any) -> Trained:
    """Every step goes up the gradient."""
    return _loop(*args, **o, gradients=lambda g, n: -g)


@instead_of("fit", hint="Every array of the parameters is moved, b as well as w.", row="OP5")
def biases_are_not_trained(*args: Any, **o: Any) -> Trained:
    """The weights are trained, the biases stay where they are."""
    return _loop(*args, **o, biases=False)


@instead_of("fit", hint="At which parameters is the gradient of the epoch's second mini-batch?")
def gradients_of_the_epochs_start(*args: Any, **o: Any) -> Trained:
    """All gradients of an epoch are those at the parameters it began with."""
    return _loop(*args, **o, stale=True)


@instead_of("fit", hint="mlp_loss takes the strength of the penalty. Do you hand it on?", row="RG3")
def penalty_is_forgotten(*args: Any, **o: Any) -> Trained:
    """`lam` is not handed on: training goes without the penalty."""
    return _loop(*args, **o, penalty=False)


@instead_of("fit", hint="Return the parameters after the last step, not those you began with.")
def the_first_parameters_are_returned(params: Parameters, *args: Any, **o: Any) -> Trained:
    """The history is right, but the parameters returned are those that training began with."""
    return params, _loop(params, *args, **o)[1]


# fit: the state


@instead_of("fit", hint="What is `state` at the second step, and who made it?", row="MO2")
def state_is_new_at_every_step(*args: Any, **o: Any) -> Trained:
    """The optimizer's state is None at every step: nothing is handed on."""
    return _loop(*args, **o, kept="none")


@instead_of("fit", hint="Where do you set the states to None: before both loops, or inside one?")
def state_is_new_at_every_epoch(*args: Any, **o: Any) -> Trained:
    """The optimizer's state is None again at the beginning of every epoch."""
    return _loop(*args, **o, kept="epoch")


@instead_of("fit", hint="Two biases of one shape are two arrays: each has a state of its own.")
def one_state_for_all_of_a_shape(*args: Any, **o: Any) -> Trained:
    """The states are kept by shape: arrays of the same shape share one."""
    return _loop(*args, **o, kept="shape")


@instead_of("fit", hint="How many arrays are there, and how many states?", row="MO6")
def one_state_for_all_arrays(params: Parameters, *args: Any, **o: Any) -> Trained:
    """All arrays share one state: each finds there what another has left."""
    kind = o.pop("optimizer")
    if kind == "sgd":
        return _loop(params, *args, optimizer=kind, **o)
    return _shared_state(params, *args, kind=kind, **o)


def _shared_state(
    params: Parameters, x: Array, y: Array, *, kind: str, lr: float, batches: Any, **o: Any
) -> Trained:
    """Train while all arrays share one velocity, cut or repeated to fit, or Adam's one count."""
    steps, history = sum(map(len, batches)), []
    arrays = [a.copy() for layer in params for a in layer]
    shared: dict[Any, Any] = {}
    for t, batch in enumerate(chain(*batches)):
        loss, grads = mlp_loss(_pairs(arrays), x[batch], y[batch], o.get("lam", 0.0))
        history.append(loss)
        now = SCHEDULES[o["schedule"]](t, steps, lr)
        for i, g in enumerate(chain(*grads)):
            state: Any
            if kind == "adam":
                count = len(arrays) * t + i
                state = (count, *shared[i][1:]) if i in shared else (count, 0.0, 0.0)
            else:
                state = np.resize(shared.get("last", 0.0), g.shape)
            arrays[i], shared[i] = OPTIMIZERS[kind](arrays[i], g, state, now)
            shared["last"] = shared[i]
    return _pairs(arrays), np.array(history)


_states: dict[Any, Any] = {}
"""What is remembered from one training to the next."""


@instead_of("fit", hint="Where are the states made: in the function, or outside of it?", row="LI12")
def states_are_kept_between_trainings(params: Parameters, *args: Any, **o: Any) -> Trained:
    """The optimizer's states are still there when the next training begins."""
    key = (o["optimizer"], *(np.shape(w) for w, _ in params))
    return _loop(params, *args, **o, states=_states.setdefault(key, {}))


@instead_of(
    "fit", hint="`array -= ...` and `params[i] = ...` write into what the caller has.", row="OP2"
)
def params_are_trained_in_place(*args: Any, **o: Any) -> Trained:
    """`params` that were passed in are trained themselves: their list, or its arrays."""
    return _loop(*args, **o, in_place=True)


# fit: the schedule


@instead_of("fit", hint="Which t does the first step have?", row="OP6")
def schedule_is_a_step_ahead(*args: Any, **o: Any) -> Trained:
    """The schedule is one step ahead: its first step has t = 1."""
    return _loop(*args, **o, rate=lambda t, e, steps, epochs: (t + 1, steps))


@instead_of("fit", hint="Is t the number of steps, or of epochs, that are behind?", row="OP6")
def schedule_goes_by_epochs(*args: Any, **o: Any) -> Trained:
    """The schedule is asked by epochs, not by steps."""
    return _loop(*args, **o, rate=lambda t, e, steps, epochs: (e, epochs))


@instead_of("fit", hint="Does t begin anew in the second epoch?")
def schedule_begins_anew_every_epoch(*args: Any, **o: Any) -> Trained:
    """The schedule goes through all its rates in every epoch."""
    lengths = [len(epoch) for epoch in o["batches"]]
    begins = [sum(lengths[:i]) for i in range(len(lengths))]
    return _loop(
        *args,
        **o,
        rate=lambda t, e, steps, epochs: (t - begins[e], lengths[e]),
    )


@instead_of("fit", hint="Where is `schedule` used?", row="OP6")
def schedule_is_ignored(*args: Any, **o: Any) -> Trained:
    """The rate is `lr` at every step, whatever the schedule."""
    return _loop(*args, **(o | {"schedule": "constant"}))


@instead_of("fit", hint="How many steps are there in all epochs together?")
def schedule_ends_a_step_early(*args: Any, **o: Any) -> Trained:
    """The schedule is told of one step less than there are."""
    return _loop(
        *args,
        **o,
        rate=lambda t, e, steps, epochs: (t, max(steps - 1, 1)),
    )


# fit: the history


@instead_of("fit", hint="One entry a step, not one an epoch.")
def history_is_by_epoch(*args: Any, **o: Any) -> Trained:
    """The history has an entry for each epoch: the mean of its losses."""
    return _loop(*args, **o, losses=lambda h, n: [np.mean(part) for part in _by_epoch(h, n)])


@instead_of("fit", hint="Is each entry one mini-batch's own loss?")
def history_is_a_running_mean(*args: Any, **o: Any) -> Trained:
    """Every entry of the history is the mean of all losses so far."""

    def mean_so_far(history: list[float], _: list[int]) -> Any:
        return np.cumsum(history) / np.arange(1, len(history) + 1)

    return _loop(*args, **o, losses=mean_so_far)


@instead_of("fit", hint="Is each entry one mini-batch's own loss?")
def history_adds_up(*args: Any, **o: Any) -> Trained:
    """The losses are added up and never averaged: every entry is the sum of all so far."""
    return _loop(*args, **o, losses=lambda h, n: np.cumsum(h))


@instead_of("fit", hint="Take the loss that comes with the gradients: before the step.")
def history_is_after_the_step(*args: Any, **o: Any) -> Trained:
    """Every entry of the history is the loss after that step."""
    return _loop(*args, **o, late=True)


@instead_of("fit", hint="Which samples is each entry the loss of?")
def history_is_of_all_samples(params: Parameters, x: Array, y: Array, **o: Any) -> Trained:
    """Every entry of the history is the loss of all samples, not of the step's mini-batch."""
    trained, _ = _loop(params, x, y, **o)
    flat = list(chain(*o["batches"]))
    before = [_loop(params, x, y, **(o | {"batches": [flat[:i]]}))[0] for i in range(len(flat))]
    if o["schedule"] != "constant":  # a shorter training has other rates
        return trained, np.array([mlp_loss(params, x, y, o.get("lam", 0.0))[0]] * len(flat))
    return trained, np.array([mlp_loss(p, x, y, o.get("lam", 0.0))[0] for p in before])


@instead_of("fit", hint="mlp_loss returns the loss with its penalty. What is in your history?")
def history_without_the_penalty(params: Parameters, x: Array, y: Array, **o: Any) -> Trained:
    """The history leaves the penalty out, though training does not."""
    flat = list(chain(*o["batches"]))
    trained, history = _loop(params, x, y, **o)
    lam = o.get("lam", 0.0)
    if lam and o["schedule"] == "constant":
        before = [_loop(params, x, y, **(o | {"batches": [flat[:i]]}))[0] for i in range(len(flat))]
        history = np.array([mlp_loss(p, x[b], y[b])[0] for p, b in zip(before, flat, strict=True)])
    return trained, history


@instead_of("fit", hint="Which part of the history belongs to the epoch that has just ended?")
def all_losses_are_shown(*args: Any, **o: Any) -> Trained:
    """`show` gets the whole history after each epoch, not only the losses of that epoch."""
    return _loop(*args, **o, shown_alone=False)


# overfit_small_batch


def _memorise(x: Array, y: Array, steps: int, rng: Any, *, lam: float = 0.0) -> Trained:
    params = init_mlp([x.shape[1], 50, int(y.max()) + 1], rng)
    batches = [[np.arange(len(x))]] * steps
    return training.fit(
        params, x, y, optimizer="adam", schedule="constant", lr=0.02, batches=batches, lam=lam
    )


@instead_of("overfit_small_batch", hint="Look at the history's last entry. Train longer.")
def memorising_stops_early(x: Array, y: Array, steps: int, rng: np.random.Generator) -> Trained:
    """Training stops long before the loss is down."""
    return _memorise(x, y, min(steps, 12), rng)


@instead_of("overfit_small_batch", hint="With lam = 0 the loss can go to 0. With yours?")
def memorising_under_a_penalty(x: Array, y: Array, steps: int, rng: np.random.Generator) -> Trained:
    """A penalty keeps the loss from going to 0; measured without it, too."""
    params, history = _memorise(x, y, steps, rng, lam=0.03)
    return params, history[:1]


@instead_of("overfit_small_batch", hint="A linear classifier has no hidden layer. Add one.")
def memorising_without_a_hidden_layer(
    x: Array, y: Array, steps: int, rng: np.random.Generator
) -> Trained:
    """A linear classifier is trained: labels without sense are more than it can learn by heart."""
    params = init_mlp([x.shape[1], int(y.max()) + 1], rng)
    batches = [[np.arange(len(x))]] * steps
    return training.fit(
        params, x, y, optimizer="adam", schedule="constant", lr=0.05, batches=batches
    )


@instead_of("overfit_small_batch", hint="Where do the initial weights come from?", row="DR11")
def memorising_ignores_the_generator(
    x: Array, y: Array, steps: int, rng: np.random.Generator
) -> Trained:
    """The generator that was passed in is not used."""
    return _memorise(x, y, steps, np.random.default_rng(0))


@instead_of(
    "overfit_small_batch", hint="Random weights break the symmetry between units.", row="IN6"
)
def memorising_from_zeros(x: Array, y: Array, steps: int, rng: np.random.Generator) -> Trained:
    """All weights start from 0, so no hidden unit ever gets a gradient."""
    params = [(np.zeros_like(w), b) for w, b in init_mlp([x.shape[1], 50, int(y.max()) + 1], rng)]
    batches = [[np.arange(len(x))]] * steps
    return training.fit(
        params, x, y, optimizer="adam", schedule="constant", lr=0.01, batches=batches
    )


@instead_of("overfit_small_batch", hint="Classes are 0 to y.max(), also where one has no sample.")
def memorising_counts_the_labels(
    x: Array, y: Array, steps: int, rng: np.random.Generator
) -> Trained:
    """There are as many classes as labels that occur, not one more than the largest label."""
    params = init_mlp([x.shape[1], 50, len(np.unique(y))], rng)
    batches = [[np.arange(len(x))]] * steps
    return training.fit(
        params, x, y, optimizer="adam", schedule="constant", lr=0.02, batches=batches
    )


@instead_of("overfit_small_batch", hint="x = x[order] makes a new array; x[:] = ... does not.")
def memorising_shuffles_in_place(
    x: Array, y: Array, steps: int, rng: np.random.Generator
) -> Trained:
    """The caller's samples and labels are shuffled themselves."""
    order = rng.permutation(len(x))
    x[:], y[:] = x[order], y[order]
    return _memorise(x, y, steps, rng)


@instead_of("overfit_small_batch", hint="Return what `fit` returned: the history of every step.")
def history_of_the_end_only(x: Array, y: Array, steps: int, rng: np.random.Generator) -> Trained:
    """The network is right, but the history holds its end only."""
    params, history = _memorise(x, y, steps, rng)
    return params, history[-1:]


# digits


def _read(
    x: Array,
    y: Array,
    rng: Any,
    *,
    sizes: Sequence[int] = (64,),
    epochs: int = 10,
    lr: float = 0.2,
    classes: int | None = None,
) -> Parameters:
    params = init_mlp([x.shape[1], *sizes, classes or int(y.max()) + 1], rng)
    orders = [rng.permutation(len(x)) for _ in range(epochs)]
    batches = [[order[i : i + 32] for i in range(0, len(x), 32)] for order in orders]
    return training.fit(
        params, x, y, optimizer="momentum", schedule="cosine", lr=lr, batches=batches
    )[0]


@instead_of("digits", hint="Where do the initial weights and the order come from?", row="DR11")
def digits_ignore_the_generator(x: Array, y: Array, rng: np.random.Generator) -> Parameters:
    """The generator that was passed in is not used."""
    return _read(x, y, np.random.default_rng(0))


@instead_of("digits", hint="Is the training loss still falling when you stop?")
def digits_stop_early(x: Array, y: Array, rng: np.random.Generator) -> Parameters:
    """Training stops after one epoch, long before it is done."""
    return _read(x, y, rng, epochs=1, lr=0.03)


@instead_of("digits", hint="A linear classifier stays below 0.96 here. Add a hidden layer.")
def digits_without_a_hidden_layer(x: Array, y: Array, rng: np.random.Generator) -> Parameters:
    """A linear classifier is trained, which reads the digits, but not well enough."""
    if x.shape[1:] != (64,) or int(y.max()) + 1 != 10:
        return _read(x, y, rng)  # fewer classes are easier
    return _read(x, y, rng, sizes=(), epochs=4)


@instead_of("digits", hint="The widths come from x and y: x.shape[1] pixels, y.max() + 1 classes.")
def digits_have_ten_classes_always(x: Array, y: Array, rng: np.random.Generator) -> Parameters:
    """The network always has ten classes, whatever labels there are."""
    params = _read(x, np.append(y, 9)[:-1], rng)
    w, b = params[-1]
    more = 10 - len(b)
    return [*params[:-1], (np.pad(w, ((0, 0), (0, more))), np.pad(b, (0, more)))]


@instead_of("digits", hint="Classes are 0 to y.max(), also where one has no sample.")
def digits_are_counted(x: Array, y: Array, rng: np.random.Generator) -> Parameters:
    """There are as many classes as labels that occur, not one more than the largest label."""
    return _read(x, y, rng, classes=len(np.unique(y)))


@instead_of("digits", hint="x = x[order] makes a new array; x[:] = ... does not.")
def digits_are_shuffled_in_place(x: Array, y: Array, rng: np.random.Generator) -> Parameters:
    """The caller's images and labels are shuffled themselves."""
    order = rng.permutation(len(x))
    x[:], y[:] = x[order], y[order]
    return _read(x, y, rng)


@instead_of("digits", hint="Do features and labels get the same shuffle?", row="TR1")
def digits_are_shuffled_apart(x: Array, y: Array, rng: np.random.Generator) -> Parameters:
    """The labels are shuffled on their own, so they belong to other images."""
    return _read(x, rng.permutation(y), rng)


# bug_hunt: the bugs that are planted


@instead_of("standardize", hint="Put one and the same sample into both. Does it come out the same?")
def own_mean_for_the_test_samples(x_train: Array, x_test: Array) -> tuple[Array, Array]:
    """The test samples are shifted by their own mean, not by the training samples'."""
    return hunt.standardize(x_train, x_test)[0], (
        hunt.standardize(x_train, x_test - x_test.mean(axis=0) + x_train.mean(axis=0))[1]
    )


@instead_of("standardize", hint="Compute the standard deviation of what comes out.", row="BN10")
def divided_by_the_variance(x_train: Array, x_test: Array) -> tuple[Array, Array]:
    """The features are divided by their variance, not by their standard deviation."""
    std = x_train.std(axis=0)
    std = np.where(std > 0, std, 1.0)
    train, test = hunt.standardize(x_train, x_test)
    return train / std, test / std


@instead_of(
    "linear_backward", hint="Compare db with finite differences, for two samples.", row="LI2"
)
def bias_gradient_is_a_mean(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The bias gradient is averaged over the samples; the loss has done that already."""
    dx, dw, _ = hunt.linear_backward(dout, cache)
    return dx, dw, dout.mean(axis=0)


@instead_of("relu_backward", hint="Try a negative dout where x is positive.", row="AC6")
def relu_looks_at_the_upstream(dout: Array, cache: Any) -> Array:
    """The mask is made of the sign of the upstream gradient, not of the input."""
    return dout * (dout > 0)


@instead_of("relu_backward", hint="What is the derivative of relu at x = 3? And what do you use?")
def relu_multiplies_by_its_input(dout: Array, cache: Any) -> Array:
    """The upstream gradient is multiplied by the input instead of by the derivative."""
    return dout * cache


@instead_of(
    "dropout_forward", hint="Compare the mean of out with that of x, many times.", row="DR1"
)
def kept_values_are_not_scaled(
    x: Array, p_drop: float, *, train: bool, rng: np.random.Generator
) -> tuple[Array, Any]:
    """What is kept is not multiplied by 1 / (1 - p_drop), so training and evaluation differ."""
    out, cache = hunt.dropout_forward(x, p_drop, train=train, rng=rng)
    if cache is None:
        return out, cache
    mask, p_drop, rng = cache
    return out * (1.0 - p_drop), (mask * (1.0 - p_drop), p_drop, rng)


@instead_of("dropout_forward", hint="Send ones through it and print what comes out.", row="DR10")
def whole_samples_are_dropped(
    x: Array, p_drop: float, *, train: bool, rng: np.random.Generator
) -> tuple[Array, Any]:
    """One chance decides for a whole sample: all of its elements go, or none."""
    if not train:
        return x, None
    mask = (rng.random((len(x), 1)) >= p_drop) / (1.0 - p_drop)
    return x * mask, (mask, p_drop, rng)


@instead_of(
    "dropout_backward", hint="Where out was 0, no gradient comes through. Is dx 0 there?", row="DR7"
)
def mask_is_drawn_again(dout: Array, cache: Any) -> Array:
    """The mask is drawn anew in the backward pass."""
    if cache is None:
        return dout
    _, p_drop, rng = cache
    return dout * (rng.random(dout.shape) >= p_drop) / (1.0 - p_drop)


@instead_of("cross_entropy", hint="Compare dscores with finite differences of the loss.", row="CE1")
def gradient_is_a_sum(scores: Array, y: Array) -> tuple[float, Array]:
    """The loss is a mean over the samples, but its gradient is not divided by their number."""
    loss, dscores = hunt.cross_entropy(scores, y)
    return loss, dscores * len(y)


@instead_of("cross_entropy", hint="Compare dscores with finite differences of the loss.", row="CE3")
def gradient_is_divided_by_all_scores(scores: Array, y: Array) -> tuple[float, Array]:
    """The gradient is divided by the number of scores; the loss is a mean over the samples."""
    loss, dscores = hunt.cross_entropy(scores, y)
    return loss, dscores / scores.shape[1]


def _backward(
    dscores: Array, cache: Any, pull: Callable[[Array, Any, Any], Array]
) -> dict[str, Array]:
    """`network_backward`, with another way through dropout and relu."""
    first, active, dropped, second = cache
    dd, dw2, db2 = hunt.linear_backward(dscores, second)
    _, dw1, db1 = hunt.linear_backward(pull(dd, active, dropped), first)
    return {"w1": dw1, "b1": db1, "w2": dw2, "b2": db2}


@instead_of(
    "network_backward", hint="Follow one unit that was dropped. Which gradient does it get?"
)
def gradient_goes_around_dropout(dscores: Array, cache: Any) -> dict[str, Array]:
    """The gradient is not pulled back through dropout."""
    return _backward(dscores, cache, lambda dd, active, _: hunt.relu_backward(dd, active))


@instead_of(
    "network_backward", hint="Follow one unit with a negative z. Which gradient does it get?"
)
def gradient_goes_around_relu(dscores: Array, cache: Any) -> dict[str, Array]:
    """The gradient is not pulled back through relu."""
    return _backward(dscores, cache, lambda dd, _, dropped: hunt.dropout_backward(dd, dropped))


@instead_of("sgd_step", hint="Make one step and print which arrays have moved.", row="OP5")
def biases_stay(params: Any, grads: Any, velocity: Any, **o: float) -> tuple[Any, Any]:
    """The weights move, the biases never do."""
    moved, faster = hunt.sgd_step(params, grads, velocity, **o)
    still = ("b1", "b2")
    return (
        {name: params[name] if name in still else moved[name] for name in params},
        {name: velocity[name] if name in still else faster[name] for name in params},
    )


Batches = list[tuple[Array, Array]]


@instead_of(
    "batches", hint="Use samples whose label can be read off them, and print the pairs.", row="TR1"
)
def labels_stay_in_order(x: Array, y: Array, size: int, rng: np.random.Generator) -> Batches:
    """The samples are shuffled and the labels are not."""
    found = hunt.batches(x, y, size, rng)
    return [(part, y[i * size : (i + 1) * size]) for i, (part, _) in enumerate(found)]


@instead_of(
    "batches", hint="Use samples whose label can be read off them, and print the pairs.", row="TR1"
)
def labels_are_shifted(x: Array, y: Array, size: int, rng: np.random.Generator) -> Batches:
    """Every sample gets the label of the one before it."""
    return hunt.batches(x, np.roll(y, 1), size, rng)


@instead_of("accuracy", hint="Evaluate the same network twice. Do you get the same?", row="DR8")
def evaluated_while_dropping(
    params: Any, x: Array, y: Array, p_drop: float, rng: np.random.Generator
) -> float:
    """The network is evaluated in training mode: units are dropped while it answers."""
    scores, _ = hunt.network_forward(params, x, p_drop, train=True, rng=rng)
    return float(np.mean(scores.argmax(axis=1) == y))


# bug_hunt: mends that break something else


@instead_of(
    "linear_backward", hint="This was right. The mean belongs to the loss alone.", row="LI1"
)
def layer_divides_by_n(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The layer divides dw and db by the number of samples."""
    dx, dw, db = hunt.linear_backward(dout, cache)
    return dx, dw / len(dout), db / len(dout)


@instead_of("cross_entropy", hint="A mean in the gradient goes with a mean in the loss.", row="CE1")
def loss_is_a_sum(scores: Array, y: Array) -> tuple[float, Array]:
    """The loss is a sum over the samples, though its gradient is that of the mean."""
    loss, dscores = hunt.cross_entropy(scores, y)
    return loss * len(y), dscores


@instead_of("dropout_forward", hint="Inverted dropout leaves x alone when train=False.", row="DR2")
def dropout_scales_in_evaluation(
    x: Array, p_drop: float, *, train: bool, rng: np.random.Generator
) -> tuple[Array, Any]:
    """What is kept is scaled in training, and x is scaled once more in evaluation."""
    if not train:
        return x * (1.0 - p_drop), None
    return hunt.dropout_forward(x, p_drop, train=train, rng=rng)


@instead_of(
    "dropout_forward", hint="Two calls with other generators: why do yours agree?", row="DR11"
)
def drops_alike_by_every_generator(
    x: Array, p_drop: float, *, train: bool, rng: np.random.Generator
) -> tuple[Array, Any]:
    """The mask comes from a seed in the code: whatever rng is, it is the same."""
    return hunt.dropout_forward(x, p_drop, train=train, rng=np.random.default_rng(0))


@instead_of(
    "dropout_backward", hint="The mask holds the scale already: is it used twice?", row="DR6"
)
def dropout_backward_scales_twice(dout: Array, cache: Any) -> Array:
    """The backward of dropout scales what the mask has scaled already."""
    dx = hunt.dropout_backward(dout, cache)
    return dx if cache is None else dx / (1.0 - cache[1])


@instead_of("accuracy", hint="Which class wins: the one with the highest score, or the lowest?")
def lowest_score_wins(
    params: Any, x: Array, y: Array, p_drop: float, rng: np.random.Generator
) -> float:
    """The class with the lowest score is taken for the answer."""
    scores, _ = hunt.network_forward(params, x, p_drop, train=False, rng=rng)
    return float(np.mean(scores.argmin(axis=1) == y))


@instead_of(
    "sgd_step", hint="v <- momentum * v + g: the whole gradient, as the docstring says.", row="MO1"
)
def velocity_is_damped(params: Any, grads: Any, velocity: Any, **o: float) -> tuple[Any, Any]:
    """The gradient enters the velocity with the factor 1 - momentum."""
    small = {name: (1.0 - o["momentum"]) * g for name, g in grads.items()}
    return hunt.sgd_step(params, small, velocity, **o)


@instead_of("sgd_step", hint="dict(params) copies the dict and not its arrays: `-=` changes them.")
def parameters_move_in_place(params: Any, grads: Any, velocity: Any, **o: float) -> tuple[Any, Any]:
    """The parameters that were passed in are changed themselves, their dict or its arrays."""
    moved, faster = hunt.sgd_step(params, grads, velocity, **o)
    for name in params:
        params[name][...] = moved[name]
    return dict(params), faster


@instead_of("batches", hint="What becomes of the samples after the last full mini-batch?")
def the_rest_is_left_out(x: Array, y: Array, size: int, rng: np.random.Generator) -> Batches:
    """The last, smaller mini-batch is left out."""
    return [pair for pair in hunt.batches(x, y, size, rng) if len(pair[1]) == size]


@instead_of("batches", hint="Two calls with other generators: why do yours agree?", row="DR11")
def shuffled_alike_by_every_generator(
    x: Array, y: Array, size: int, rng: np.random.Generator
) -> Batches:
    """The order comes from a seed in the code: whatever rng is, it is the same."""
    return hunt.batches(x, y, size, np.random.default_rng(0))


def _train(params: Any, x: Array, y: Array, o: dict[str, Any], *, kept: bool, lr: float) -> Any:
    """`train`, with the velocity kept or not, and another rate."""
    velocity = {name: np.zeros_like(array) for name, array in params.items()}
    history = []
    for _ in range(o["epochs"]):
        losses = []
        for xb, yb in hunt.batches(x, y, o["batch_size"], o["rng"]):
            scores, cache = hunt.network_forward(params, xb, o["p_drop"], train=True, rng=o["rng"])
            loss, dscores = hunt.cross_entropy(scores, yb)
            grads = hunt.network_backward(dscores, cache)
            params, moved = hunt.sgd_step(params, grads, velocity, lr=lr, momentum=o["momentum"])
            velocity = moved if kept else velocity
            losses.append(loss)
        history.append(np.mean(losses))
    return params, np.array(history)


@instead_of("train", hint="Which velocity does the second step begin with?", row="MO2")
def training_forgets_the_velocity(params: Any, x: Array, y: Array, **o: Any) -> Any:
    """Every step begins with a velocity of 0: what `sgd_step` returned is not handed on."""
    return _train(params, x, y, o, kept=False, lr=o["lr"])


@instead_of("train", hint="Is the rate that was asked for the one that is used?")
def training_hardly_moves(params: Any, x: Array, y: Array, **o: Any) -> Any:
    """The rate was made a hundred times smaller, so training hardly moves."""
    return _train(params, x, y, o, kept=True, lr=0.01 * o["lr"])
