"""A class an operation, each a Value that knows its operands; Value itself is a float."""
import math


class Value(float):
    operands = ()

    def __new__(cls, *operands):
        if cls is Value:
            self = super().__new__(cls, operands[0])
        else:
            operands = [o if isinstance(o, Value) else Value(o) for o in operands]
            self = super().__new__(cls, cls.compute(*map(float, operands)))
            self.operands = operands
        self.grad = 0.0
        return self

    @property
    def data(self):
        return float(self)

    def __add__(a, b): return Add(a, b)
    def __radd__(a, b): return Add(b, a)
    def __sub__(a, b): return Subtract(a, b)
    def __rsub__(a, b): return Subtract(b, a)
    def __mul__(a, b): return Multiply(a, b)
    def __rmul__(a, b): return Multiply(b, a)
    def __truediv__(a, b): return Divide(a, b)
    def __rtruediv__(a, b): return Divide(b, a)
    def __neg__(a): return Subtract(0, a)
    def __pow__(a, n): return Power(a, n)
    def exp(a): return Exp(a)
    def log(a): return Log(a)
    def sin(a): return Sin(a)
    def cos(a): return Cos(a)
    def tan(a): return Tan(a)
    def tanh(a): return Tanh(a)
    def sigmoid(a): return Sigmoid(a)
    def relu(a): return Relu(a)
    def maximum(a, b): return Maximum(a, b)

    def nodes(self):
        """Latest first."""
        seen, order, stack = set(), [], [(self, 0)]
        while stack:
            node, i = stack.pop()
            if i == 0:
                if id(node) in seen:
                    continue
                seen.add(id(node))
            if i < len(node.operands):
                stack.append((node, i + 1))
                if id(node.operands[i]) not in seen:
                    stack.append((node.operands[i], 0))
            else:
                order.append(node)
        return order[::-1]

    def backward(self):
        flow = {id(self): 1.0}
        for node in self.nodes():
            g = flow[id(node)]
            if node.operands:
                for o, slope in zip(node.operands, node.slopes(*map(float, node.operands))):
                    flow[id(o)] = flow.get(id(o), 0.0) + g * slope
            node.grad += g

    def zero_grad(self):
        for node in self.nodes():
            node.grad = 0.0


class Add(Value):
    def compute(a, b): return a + b
    def slopes(self, a, b): return 1, 1


class Subtract(Value):
    def compute(a, b): return a - b
    def slopes(self, a, b): return 1, -1


class Multiply(Value):
    def compute(a, b): return a * b
    def slopes(self, a, b): return b, a


class Divide(Value):
    def compute(a, b): return a / b
    def slopes(self, a, b): return 1 / b, -a / b / b


class Power(Value):
    def compute(a, n): return a ** n
    def slopes(self, a, n): return n * a ** (n - 1), 0


class Maximum(Value):
    def compute(a, b): return max(a, b)
    def slopes(self, a, b): return (a > b) + 0.5 * (a == b), (a < b) + 0.5 * (a == b)


def _function(name, f, df):
    return type(name, (Value,), {"compute": staticmethod(f), "slopes": lambda self, a: [df(a, float(self))]})


Exp = _function("Exp", math.exp, lambda a, y: y)
Log = _function("Log", math.log, lambda a, y: 1 / a)
Sin = _function("Sin", math.sin, lambda a, y: math.cos(a))
Cos = _function("Cos", math.cos, lambda a, y: -math.sin(a))
Tan = _function("Tan", math.tan, lambda a, y: 1 + y * y)
Tanh = _function("Tanh", math.tanh, lambda a, y: 1 - y * y)
Sigmoid = _function("Sigmoid", lambda a: 0.5 * math.tanh(0.5 * a) + 0.5, lambda a, y: y - y * y)
Relu = _function("Relu", lambda a: a if a > 0 else 0.0, lambda a, y: 1.0 if a > 0 else 0.0)
