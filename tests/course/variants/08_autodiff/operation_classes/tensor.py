"""As torch.autograd.Function: a class an operation, with forward and backward."""
import numpy as np


def unbroadcast(grad, shape):
    for _ in range(grad.ndim - len(shape)):
        grad = np.add.reduce(grad)
    for axis in range(len(shape)):
        if grad.shape[axis] > shape[axis]:
            grad = np.add.reduce(grad, axis=axis, keepdims=True)
    return grad


class Function:
    @classmethod
    def apply(cls, *operands, **options):
        operands = [o if isinstance(o, Tensor) else Tensor(o) for o in operands]
        self = cls()
        self.operands = operands
        out = Tensor(self.forward(*[o.data for o in operands], **options))
        out.made_by = self
        return out


class Add(Function):
    def forward(self, a, b): return a + b
    def backward(self, g): return g, g


class Sub(Function):
    def forward(self, a, b): return a - b
    def backward(self, g): return g, -g


class Mul(Function):
    def forward(self, a, b):
        self.saved = a, b
        return a * b

    def backward(self, g):
        a, b = self.saved
        return g * b, g * a


class Div(Function):
    def forward(self, a, b):
        self.saved = a, b
        return a / b

    def backward(self, g):
        a, b = self.saved
        return g / b, -g * a / b ** 2


class MatMul(Function):
    def forward(self, a, b):
        self.saved = a, b
        return a @ b

    def backward(self, g):
        a, b = self.saved
        return g @ b.T, a.T @ g


class Exp(Function):
    def forward(self, a):
        self.out = np.exp(a)
        return self.out

    def backward(self, g): return [g * self.out]


class Log(Function):
    def forward(self, a):
        self.a = a
        return np.log(a)

    def backward(self, g): return [g / self.a]


class Relu(Function):
    def forward(self, a):
        self.mask = a > 0
        return np.where(self.mask, a, 0.0)

    def backward(self, g): return [np.where(self.mask, g, 0.0)]


class Sum(Function):
    def forward(self, a, axis, keepdims):
        self.shape, self.axis, self.keepdims = a.shape, axis, keepdims
        return np.sum(a, axis=axis, keepdims=keepdims)

    def backward(self, g):
        if not self.keepdims and self.axis is not None:
            g = np.expand_dims(g, self.axis)
        return [np.ones(self.shape) * g]


class Tensor:
    __array_ufunc__ = None
    made_by = None

    def __init__(self, data):
        self.data = np.array(data, dtype=np.float64)
        self.grad = np.zeros(self.data.shape)

    def __add__(a, b): return Add.apply(a, b)
    def __radd__(a, b): return Add.apply(b, a)
    def __sub__(a, b): return Sub.apply(a, b)
    def __rsub__(a, b): return Sub.apply(b, a)
    def __mul__(a, b): return Mul.apply(a, b)
    def __rmul__(a, b): return Mul.apply(b, a)
    def __truediv__(a, b): return Div.apply(a, b)
    def __rtruediv__(a, b): return Div.apply(b, a)
    def __matmul__(a, b): return MatMul.apply(a, b)
    def __rmatmul__(a, b): return MatMul.apply(b, a)
    def __neg__(a): return Sub.apply(0, a)
    def exp(a): return Exp.apply(a)
    def log(a): return Log.apply(a)
    def relu(a): return Relu.apply(a)
    def sum(a, axis=None, keepdims=False): return Sum.apply(a, axis=axis, keepdims=keepdims)

    def backward(self):
        waiting_for, stack = {self: 0}, [self]
        while stack:
            node = stack.pop()
            for o in node.made_by.operands if node.made_by else ():
                if o not in waiting_for:
                    waiting_for[o] = 0
                    stack.append(o)
                waiting_for[o] += 1
        gradients, ready = {self: np.ones(self.data.shape)}, [self]
        while ready:
            node = ready.pop()
            g = gradients.pop(node)
            node.grad = node.grad + g
            if node.made_by is None:
                continue
            for o, part in zip(node.made_by.operands, node.made_by.backward(g)):
                gradients[o] = gradients.get(o, 0) + unbroadcast(part, o.data.shape)
                waiting_for[o] -= 1
                if waiting_for[o] == 0:
                    ready.append(o)
