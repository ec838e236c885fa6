"""Calls our function with what makes its result too large or too strange to be sent back. That is
the caller's fault, and must not break our check.
"""
# row: own
# layer: W
# outcome: raised, failed, crashed


def slope(f, x):
    return f(2**500)  # its square has a thousand bits: it cannot cross
