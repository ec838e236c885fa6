"""Attaches to the grader, the zygote and a bystander, and reads their memory. Denied calls; another
user; not dumpable.
"""
# row: 14
# layer: S U Z
# kernel: needed


def attack():
    ctypes = borrow("ctypes")
    for pid in (GRADER["pid"], GRADER["zygote"], GRADER["bystander"]):
        allowed("ptrace", 0x4206, pid, 0, 0)  # PTRACE_SEIZE
        buffer = ctypes.create_string_buffer(64)
        local = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 64)
        remote = (ctypes.c_size_t * 2)(id(None), 64)
        allowed("process_vm_readv", pid, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
        allowed("process_vm_writev", pid, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
        descriptor = allowed("pidfd_open", pid, 0)
        for number in range(8):
            allowed("pidfd_getfd", descriptor, number, 0)
        allowed("kcmp", os.getpid(), pid, 0, 0, 0)


attack()
