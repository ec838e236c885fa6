import numpy as np


def mean_over_samples(loss_of_row):
    """From a function of one row of scores to a loss of a batch."""

    def loss(scores, y, **options):
        results = [loss_of_row(row.astype(float), label, **options) for row, label in zip(scores, y)]
        values, gradients = zip(*results)
        return sum(values) / len(y), np.array(gradients) / len(y)

    return loss


def softmax_row(row):
    powers = np.exp(row - row.max())
    return powers / powers.sum()


def softmax(scores):
    return np.array([softmax_row(row) for row in scores])


def one_hot(label, classes):
    return (np.arange(classes) == label).astype(float)


@mean_over_samples
def cross_entropy(row, label):
    log_sum = row.max() + np.log(np.exp(row - row.max()).sum())
    return log_sum - row[label], softmax_row(row) - one_hot(label, len(row))


@mean_over_samples
def hinge(row, label, margin):
    others = 1 - one_hot(label, len(row))
    gaps = (row - row[label] + margin) * others
    active = (gaps > 0).astype(float)
    return gaps[gaps > 0].sum(), active - active.sum() * one_hot(label, len(row))


def svm_loss(scores, y, margin=1.0):
    return hinge(scores, y, margin=margin)


def elementwise(value, slope):
    def loss(pred, target):
        target = np.reshape(target, pred.shape)
        return value(pred, target).mean(), slope(pred, target) / pred.size

    return loss


def sigmoid(z):
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


squared_loss = elementwise(lambda p, t: (p - t) ** 2, lambda p, t: 2 * (p - t))
logistic_loss = elementwise(
    lambda z, t: np.logaddexp(0, z) - t * z, lambda z, t: sigmoid(z) - t
)
