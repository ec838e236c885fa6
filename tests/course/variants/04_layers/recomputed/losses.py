import numpy as np
from activations import sigmoid, softmax

def mse_loss(pred, target):
    target = target.reshape(pred.shape)
    return ((pred - target) ** 2).mean(), 2 * (pred - target) / pred.size

def bce_with_logits(logits, target):
    softplus = np.where(logits > 0, logits, 0) + np.log1p(np.exp(-abs(logits)))
    return (softplus - target * logits).mean(), (sigmoid(logits) - target) / logits.size

def softmax_cross_entropy(logits, y):
    n, c = logits.shape
    z = (logits.T - logits.max(1)).T
    lse = np.log(np.exp(z).sum(1))
    loss = (lse - np.choose(y, z.T)).mean()
    return loss, (softmax(logits) - (y[:, None] == np.arange(c))) / n
