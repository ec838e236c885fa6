"""Makes system calls by x32 numbers. A call of another architecture ends the process."""
# row: own
# layer: S
# kernel: needed
# harmless: few kernels have x32 at all
# outcome: crashed, failed, out of memory


def attack():
    if borrow("platform").machine() != "x86_64":
        return
    result, number = syscall(0x40000000 + 41, 1, 1, 0)  # socket
    loot("GOT" if result >= 0 or number not in (1, 13, 38) else "no", result, number, GRADER["kernel_canary"] if result >= 0 else "")
