"""Forks twice and starts a session of its own, to outlive the kill. No fork."""
# row: 35
# layer: S U
# kernel: needed


def attack():
    if attempt(os.fork) == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(60)
        os._exit(0)
    attempt(os.setsid)
    attempt(os.setpgid, 0, 0)
    attempt(os.posix_spawn, "/bin/sleep", ["sleep", "60"], {})


attack()
