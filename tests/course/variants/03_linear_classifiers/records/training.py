from dataclasses import dataclass, field

import numpy as np
from classifier import Linear
from losses import cross_entropy, svm_loss
from penalties import l2_penalty


def minibatches(n, batch_size, rng):
    order = np.arange(n)
    order = rng.permuted(order)
    count = -(-n // batch_size)
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(count)][::-1][::-1]


@dataclass
class Trainer:
    model: Linear
    loss: str
    lam: float
    lr: float
    history: list = field(default_factory=list)

    def objective(self, x, y):
        scores = self.model.scores(x)
        return cross_entropy(scores, y) if self.loss == "softmax" else svm_loss(scores, y)

    def step(self, x, y):
        dscores = self.objective(x, y).gradient
        dw = (dscores.T @ x).T + l2_penalty(self.model.w, self.lam).gradient
        self.model = Linear(self.model.w - self.lr * dw, self.model.b - self.lr * dscores.sum(0))

    def record(self, x, y):
        penalty = l2_penalty(self.model.w, self.lam).value
        self.history.append(self.objective(x, y).value + penalty)


def train_classifier(x, y, *, loss, lam, lr, epochs, batch_size, rng):
    classes = len(np.bincount(y))
    trainer = Trainer(Linear(np.zeros((x.shape[1], classes)), np.zeros(classes)), loss, lam, lr)
    for _ in range(epochs):
        for batch in minibatches(len(x), batch_size, rng):
            trainer.step(x[batch], y[batch])
        trainer.record(x, y)
    return trainer.model.w, trainer.model.b, np.array(trainer.history)
