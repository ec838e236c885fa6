"""Forks, and forks in its children. No fork, clone or clone3; and no process for its own user."""
# row: 33
# layer: S R
# kernel: needed


def attack():
    for _ in range(3):  # three that live are breach enough
        pid = attempt(os.fork)
        if pid == 0:
            time.sleep(30)
            os._exit(0)
        if pid:
            loot(GRADER["kernel_canary"])
    result = syscall("clone", 17, 0, 0, 0, 0)[0]
    if result == 0:
        os._exit(0)
    if result > 0:
        loot(GRADER["kernel_canary"])


attack()
