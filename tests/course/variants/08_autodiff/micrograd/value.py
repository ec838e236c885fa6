import math


class Value:
    """ stores a single scalar value and its gradient """

    def __init__(self, data, _children=(), _op=''):
        self.data = data * 1.0
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), '+')

        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), '*')

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

    def __pow__(self, other):
        assert isinstance(other, (int, float)), "only supporting int/float powers for now"
        out = Value(self.data**other, (self,), f'**{other}')

        def _backward():
            self.grad += (other * self.data**(other-1)) * out.grad
        out._backward = _backward
        return out

    def _unary(self, data, slope, op):
        out = Value(data, (self,), op)

        def _backward():
            self.grad += slope * out.grad
        out._backward = _backward
        return out

    def relu(self):
        return self._unary(0.0 if self.data < 0 else self.data, float(self.data > 0), 'ReLU')

    def exp(self):
        e = math.exp(self.data)
        return self._unary(e, e, 'exp')

    def log(self):
        return self._unary(math.log(self.data), 1 / self.data, 'log')

    def sin(self):
        return self._unary(math.sin(self.data), math.cos(self.data), 'sin')

    def cos(self):
        return self._unary(math.cos(self.data), -math.sin(self.data), 'cos')

    def tan(self):
        return self._unary(math.tan(self.data), math.cos(self.data)**-2, 'tan')

    def tanh(self):
        t = math.tanh(self.data)
        return self._unary(t, 1 - t**2, 'tanh')

    def sigmoid(self):
        x = self.data
        s = 1 / (1 + math.exp(-x)) if x > 0 else math.exp(x) / (1 + math.exp(x))
        return self._unary(s, s * (1 - s), 'sigmoid')

    def maximum(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(max(self.data, other.data), (self, other), 'max')

        def _backward():
            if self.data == other.data:
                self.grad += out.grad / 2
                other.grad += out.grad / 2
            elif self.data > other.data:
                self.grad += out.grad
            else:
                other.grad += out.grad
        out._backward = _backward
        return out

    def _topo(self):
        topo, visited, stack = [], set(), [self]
        while stack:
            v = stack[-1]
            if v in visited:
                stack.pop()
                continue
            todo = [child for child in v._prev if child not in visited]
            if todo:
                stack.extend(todo)
            else:
                visited.add(v)
                topo.append(v)
                stack.pop()
        return topo

    def backward(self):
        topo = self._topo()
        before = [v.grad for v in topo]
        for v in topo:
            v.grad = 0.0
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()
        for v, old in zip(topo, before):
            v.grad += old

    def zero_grad(self):
        for v in self._topo():
            v.grad = 0.0

    def __neg__(self):
        return self * -1

    def __radd__(self, other):
        return self + other

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return other * self**-1

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"
