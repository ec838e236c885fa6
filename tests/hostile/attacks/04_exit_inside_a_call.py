"""Ends the process, or raises what usually ends one, inside a call. BaseException is caught in the
worker; a process that ends costs its call.
"""
# row: 4
# layer: A D
# outcome: crashed, raised, failed


def scale_forward(x, w):
    raise SystemExit(0)


def drop(x, rng):
    raise KeyboardInterrupt


def total(x):
    os._exit(0)


def slope(f, x):
    raise GeneratorExit
