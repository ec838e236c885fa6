"""Puts lone surrogates, NUL, escape sequences, bidi marks and megabytes into every text that comes
back. One function makes them visible and short, everywhere.
"""
# row: 27
# layer: O W
# outcome: raised, failed

EVIL = "\ud800 \x00 \x1b[2J\x1b]0;title\x07 \u202egnp.exe \u2066 \x9b31m \r\n</pre><script>alert(1)</script>"


def scale_forward(x, w):
    raise type(EVIL.replace("\0", ""), (Exception,), {})(EVIL * 1000)


def drop(x, rng):
    print(EVIL * 1000)
    sys.stderr.write(EVIL)
    return EVIL * 1000


def total(x):
    borrow("warnings").warn(EVIL)
    return {EVIL: EVIL}


def slope(f, x):
    raise ValueError(EVIL)


Pair.total = type("".join(c for c in EVIL if c != "\0"), (), {})()
