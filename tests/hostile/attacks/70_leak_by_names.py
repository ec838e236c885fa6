"""Names types, exceptions, functions and files after hidden inputs, and returns or raises them."""
# row: own
# layer: O
# outcome: raised, failed


def _named(x, *bases):
    made = type(f"T{code(x)}", bases, {})
    made.__module__ = "builtins"
    made.__qualname__ = f"Q{code(x)}"
    return made


def scale_forward(x, w):
    raise _named(x, Exception)(f"{code(x)}")


def scale_backward(dout, cache):
    raise _named(dout, Exception)


def drop(x, rng):
    return _named(x, object)()


def total(x):
    space = {}
    exec(compile(f"def f{code(x)}():\n    raise {'Zero'}DivisionError('{code(x)}')", f"{code(x)}.py", "exec"), space)
    space[f"f{code(x)}"]()


def slope(f, x):
    error = ValueError(str(code(x)))
    if hasattr(error, "add_note"):
        error.add_note(str(code(x)))
    raise error from KeyError(code(x))


class Pair:
    def __init__(self, data):
        raise SyntaxError("x", ("target.py", code(data), code(data), str(code(data))))
