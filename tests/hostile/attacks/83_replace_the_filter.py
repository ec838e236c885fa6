"""Installs a seccomp filter, a Landlock ruleset or dumpability of its own over ours. prctl and
seccomp are denied: what is decided stays decided.
"""
# row: own
# layer: S
# kernel: needed


def attack():
    zeros = borrow("ctypes").create_string_buffer(64)
    for option in (22, 38, 4, 8, 1, 36, 24):  # seccomp, no-new-privs, dumpable, keepcaps, ...
        allowed("prctl", option, 1, 0, 0, 0)
    allowed("seccomp", 1, 0, zeros)
    attempt(os.setuid, 0)
    attempt(os.setresuid, 0, 0, 0)
    attempt(os.setgroups, [0])
