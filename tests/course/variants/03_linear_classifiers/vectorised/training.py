import numpy as np

from losses import cross_entropy, svm_loss


def minibatches(n, batch_size, rng):
    order = np.argsort(rng.random(n))  # another way to shuffle
    return np.array_split(order, np.arange(batch_size, n, batch_size))


def train_classifier(x, y, *, loss, lam, lr, epochs, batch_size, rng):
    # the bias as one more weight, of a feature that is always 1
    extended = np.hstack([x, np.ones((len(x), 1))])
    theta = np.zeros((extended.shape[1], y.max() + 1))
    decay = np.full((extended.shape[1], 1), lam)
    decay[-1] = 0
    objective = cross_entropy if loss == "softmax" else svm_loss

    def epoch():
        nonlocal theta
        for batch in minibatches(len(x), batch_size, rng):
            _, d = objective(extended[batch] @ theta, y[batch])
            theta = theta - lr * (extended[batch].T @ d + decay * theta)
        return objective(extended @ theta, y)[0] + 0.5 * np.sum(decay * theta**2)

    history = np.fromiter((epoch() for _ in range(epochs)), dtype=float)
    return theta[:-1], theta[-1], history
