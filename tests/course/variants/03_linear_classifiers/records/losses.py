from typing import NamedTuple

import numpy as np


class Loss(NamedTuple):
    value: float
    gradient: np.ndarray


def softmax(scores):
    powers = np.exp((scores.T - scores.max(1)).T)
    return (powers.T / powers.sum(1)).T


def cross_entropy(logits, y):
    s = (logits.T - logits.max(1)).T
    total = np.exp(s).sum(1)
    hits = np.zeros(s.shape)
    hits[range(len(y)), y] = 1
    value = np.log(total).mean() - (s * hits).sum() / len(y)
    return Loss(float(value), ((np.exp(s).T / total).T - hits) / len(y))


def svm_loss(scores, y, margin=1.0):
    hits = np.zeros(scores.shape, bool)
    hits[range(len(y)), y] = True
    wrong = scores[~hits].reshape(len(y), -1)
    terms = wrong - scores[hits][:, None] + margin
    gradient = np.zeros(scores.shape)
    gradient[~hits] = (terms > 0).ravel()
    gradient[hits] = -(terms > 0).sum(1)
    return Loss(float(terms.clip(min=0).sum(1).mean()), gradient / len(y))


def squared_loss(pred, target):
    error = pred - np.reshape(target, pred.shape)
    return Loss(float((error * error).sum() / error.size), (error + error) / error.size)


def logistic_loss(logits, y):
    toward = np.where(y == 1, logits, -logits)
    value = np.logaddexp(0.0, -toward).mean()
    slope = np.exp(-np.logaddexp(0.0, toward))  # 1 - p of the right answer
    return Loss(float(value), np.where(y == 1, -slope, slope) / len(y))
