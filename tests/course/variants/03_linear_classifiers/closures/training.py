import numpy as np
from classifier import scorer
from losses import softmax, one_hot
from penalties import l2_penalty


def minibatches(n, batch_size, rng):
    # drawn one after another, without replacement
    left = list(range(n))

    def take():
        return left.pop(int(rng.integers(len(left))))

    batches = []
    while left:
        batches.append(np.array([take() for _ in range(min(batch_size, len(left)))]))
    return batches


def likelihood(scores, y):
    rows = np.arange(len(y))
    p = softmax(scores)
    shifted = scores - scores.max(1)[:, None]
    loss = np.mean(np.log(np.exp(shifted).sum(1)) - shifted[rows, y])
    return loss, (p - (np.arange(scores.shape[1]) == y[:, None])) / len(y)


def margin(scores, y):
    right = np.arange(scores.shape[1]) == y[:, None]
    gaps = np.where(right, 0, scores - scores[right][:, None] + 1)
    active = gaps > 0
    return np.sum(gaps * active) / len(y), (active - right * active.sum(1)[:, None]) / len(y)


def train_classifier(x, y, *, loss, lam, lr, epochs, batch_size, rng):
    of = {"softmax": likelihood, "svm": margin}[loss]
    state = {"w": np.zeros((x.shape[1], y.max() + 1)), "b": np.zeros(y.max() + 1)}

    def step(batch):
        _, d = of(scorer(**state)(x[batch]), y[batch])
        dw = x[batch].T @ d + l2_penalty(state["w"], lam)[1]
        state.update(w=state["w"] - lr * dw, b=state["b"] - lr * d.sum(0))

    def epoch(_):
        for batch in minibatches(len(x), batch_size, rng):
            step(batch)
        return of(scorer(**state)(x), y)[0] + l2_penalty(state["w"], lam)[0]

    history = np.array(list(map(epoch, range(epochs))))
    return state["w"], state["b"], history
