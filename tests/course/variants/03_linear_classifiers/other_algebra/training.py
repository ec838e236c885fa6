import numpy as np
from losses import cross_entropy, svm_loss
from penalties import l2_penalty


def minibatches(n, batch_size, rng):
    order = rng.choice(n, size=n, replace=False)
    out = []
    while order.size:
        out.append(order[:batch_size])
        order = order[batch_size:]
    return out


def train_classifier(x, y, *, loss, lam, lr, epochs, batch_size, rng):
    f = {'softmax': cross_entropy, 'svm': svm_loss}[loss]
    c = np.max(y) + 1
    w = np.zeros((x.shape[1], c))
    b = np.zeros(c)
    history = np.empty(epochs)
    for e in range(epochs):
        for i in minibatches(len(y), batch_size, rng):
            d = f(x[i] @ w + b, y[i])[1]
            # weight decay and gradient step in one: (1 - lr lam) w - lr dw
            w, b = (1 - lr * lam) * w - lr * x[i].T @ d, b - lr * np.ones(len(i)) @ d
        history[e] = f(x @ w + b, y)[0] + l2_penalty(w, lam)[0]
    return w, b, history
