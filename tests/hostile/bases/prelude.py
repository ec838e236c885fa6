# What every attacker knows: where the grader is, and the tools to reach for it.
import gc, os, sys, time

GRADER = @GRADER@
CHILD_MARK = GRADER["mark"]


def loot(*things):
    """Bring what was found across the border: whatever is printed is searched for canaries."""
    print(*things)


def attempt(function, *args):
    """Try, tell what came of it, and go on."""
    try:
        value = function(*args)
    except BaseException as error:
        return loot("no:", type(error).__name__, str(error)[:200])
    loot("GOT", repr(value)[:4000])
    return value


def borrow(name):
    """A module that the assignment does not allow, by another door."""
    if name in sys.modules:
        return sys.modules[name]
    library = os.path.dirname(os.__file__)
    packages = os.path.dirname(os.path.dirname(sys.modules["numpy"].__file__))
    sys.path[:] = [library, library + "/lib-dynload", packages]
    return sys.modules["importlib"].import_module(name)


def code(x):
    """A hidden input as one whole number; the harness knows these too, and looks for them."""
    import numpy

    return int(abs(float(numpy.asarray(x).flat[0])) * 2**32)


def steal(path):
    with open(path, "rb") as file:
        return file.read(100_000)


NUMBERS = {  # system call: (x86-64, aarch64)
    "write": (1, 64), "openat": (257, 56), "memfd_create": (319, 279), "socket": (41, 198),
    "io_uring_setup": (425, 425), "userfaultfd": (323, 282), "bpf": (321, 280), "ptrace": (101, 117),
    "perf_event_open": (298, 241), "keyctl": (250, 219), "add_key": (248, 217), "unshare": (272, 97),
    "memfd_secret": (447, 447), "vmsplice": (278, 75), "openat2": (437, 437), "seccomp": (317, 277),
    "prctl": (157, 167), "process_vm_readv": (310, 270), "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438), "kill": (62, 129), "tgkill": (234, 131), "clone": (56, 220),
    "clone3": (435, 435), "execve": (59, 221), "prlimit64": (302, 261), "mount": (165, 40),
    "chroot": (161, 51), "setns": (308, 268), "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265), "kcmp": (312, 272), "init_module": (105, 105),
    "shmget": (29, 194), "msgget": (68, 186), "mq_open": (240, 180), "timer_create": (222, 107),
    "setitimer": (38, 103), "personality": (135, 92), "swapon": (167, 224), "setuid": (105, 146),
    "sendto": (44, 206), "recvfrom": (45, 207), "shutdown": (48, 210), "sendmsg": (46, 211),
    "recvmsg": (47, 212), "setsid": (112, 157), "setpgid": (109, 154), "process_vm_writev": (311, 271),
    "pidfd_send_signal": (424, 424), "fsopen": (430, 430), "eventfd2": (290, 19), "pipe2": (293, 59),
    "landlock_create_ruleset": (444, 444), "sched_setaffinity": (203, 122), "setpriority": (141, 140),
}


def syscall(name, *arguments):
    """A system call by its number, past everything that Python has: (result, errno)."""
    import platform

    ctypes = borrow("ctypes")
    libc = ctypes.CDLL(None, use_errno=True)
    number = NUMBERS[name][platform.machine() == "aarch64"] if isinstance(name, str) else name
    words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = libc.syscall(ctypes.c_long(number), *words)
    return result, ctypes.get_errno()


def allowed(name, *arguments):
    """Tell whether the kernel listens to this call at all: any answer but "no" is a breach.

    The arguments are such that little comes of it where it does.
    """
    result, number = syscall(name, *arguments)
    loot(name, result, number)
    if result >= 0 or number not in (1, 13, 38):  # EPERM, EACCES, ENOSYS
        loot("GOT", GRADER["kernel_canary"], name)
    return result
