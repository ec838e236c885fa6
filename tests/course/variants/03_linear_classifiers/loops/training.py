import numpy as np
from losses import cross_entropy, svm_loss
from penalties import l2_penalty


def minibatches(n, batch_size, rng):
    # Fisher and Yates, by hand
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = int(rng.integers(0, i + 1))
        order[i], order[j] = order[j], order[i]
    batches = []
    current = []
    for index in order:
        current.append(index)
        if len(current) == batch_size:
            batches.append(np.array(current))
            current = []
    if current:
        batches.append(np.array(current))
    return batches


def hinge(scores, y):  # svm_loss, but not one number at a time: the digits are many
    n = len(y)
    loss, dscores = 0.0, np.zeros(scores.shape)
    for i in range(n):
        gaps = np.maximum(0, scores[i] - scores[i, y[i]] + 1)
        gaps[y[i]] = 0
        loss += gaps.sum()
        dscores[i] = gaps > 0
        dscores[i, y[i]] = -dscores[i].sum()
    return loss / n, dscores / n


def likelihood(scores, y):
    n = len(y)
    loss, dscores = 0.0, np.zeros(scores.shape)
    for i in range(n):
        e = np.exp(scores[i] - scores[i].max())
        loss -= np.log(e[y[i]] / e.sum())
        dscores[i] = e / e.sum()
        dscores[i, y[i]] -= 1
    return loss / n, dscores / n


def train_classifier(x, y, *, loss, lam, lr, epochs, batch_size, rng):
    C = 0
    for label in y:
        C = max(C, int(label) + 1)
    w = np.zeros((x.shape[1], C))
    b = np.zeros(C)
    history = []
    f = hinge if loss == "svm" else likelihood
    for epoch in range(epochs):
        for batch in minibatches(len(x), batch_size, rng):
            xb, yb = x[batch], y[batch]
            _, d = f(xb.dot(w) + b, yb)
            dw = xb.T.dot(d)
            db = d.sum(0)
            dw += l2_penalty(w, lam)[1]
            w -= lr * dw
            b -= lr * db
        history.append(f(x.dot(w) + b, y)[0] + l2_penalty(w, lam)[0])
    return w, b, np.array(history)
