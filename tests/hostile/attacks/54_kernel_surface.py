"""Calls what kernels have had bugs in: io_uring, bpf, userfaultfd, perf, keyrings, namespaces, memory
secrets, mounts, modules, message queues. An allow-list denies what it does not know.
"""
# row: 54
# layer: S
# kernel: needed


def attack():
    zeros = borrow("ctypes").create_string_buffer(256)
    # Null pointers and numbers out of range: what listens answers EFAULT, EINVAL or EBADF.
    for name, arguments in {
        "io_uring_setup": (0, 0), "bpf": (999, 0, 0), "userfaultfd": (-1,), "seccomp": (99, 0, 0),
        "perf_event_open": (0, 0, -1, -1, 0), "keyctl": (0, -3, 1), "unshare": (1,), "setns": (-1, 0),
        "add_key": (0, 0, 0, 0, 0), "memfd_secret": (-1,), "vmsplice": (-1, 0, 0, 0),
        "openat2": (-100, 0, 0, 0), "prctl": (999, 0, 0, 0, 0), "mount": (0, 0, 0, 0, 0), "chroot": (0,),
        "name_to_handle_at": (-100, 0, 0, 0, -1), "open_by_handle_at": (-1, 0, 0),
        "init_module": (0, 0, 0), "shmget": (0, 0, -1), "msgget": (1234567, 0),
        "mq_open": (0, 0, 0, 0), "timer_create": (99, 0, 0), "personality": (0xFFFFFFFF,),
        "setitimer": (99, 0, 0), "swapon": (0, 0), "fsopen": (0, -1), "eventfd2": (0, -1),
        "pipe2": (0, -1), "setpriority": (99, 0, 0), "landlock_create_ruleset": (0, 0, 99),
        "clone3": (0, 0), "memfd_create": (0, -1), "recvmsg": (3, 0, 0), "sendmsg": (3, 0, 0),
        "shutdown": (3, 99), "setpgid": (0, -1), "pidfd_send_signal": (-1, 0, 0, -1), "ptrace": (999, 0, 0, 0),
        "process_vm_readv": (0, 0, 0, 0, 0, 99), "kcmp": (0, 0, 99, 0, 0), "execve": (0, 0, 0),
        "sched_setaffinity": (0, 0, 0),
    }.items():
        allowed(name, *arguments)


attack()
