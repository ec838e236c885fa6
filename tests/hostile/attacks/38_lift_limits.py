"""Lifts its limits, or lowers the grader's. Hard limits; setting them is denied."""
# row: 38
# layer: S R
# kernel: needed
# outcome: failed, out of memory


def attack():
    resource = borrow("resource")
    for name in ("AS", "CPU", "FSIZE", "NOFILE", "NPROC"):
        kind = getattr(resource, "RLIMIT_" + name)
        soft, hard = resource.getrlimit(kind)
        attempt(resource.setrlimit, kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        if resource.getrlimit(kind) != (soft, hard):
            loot(GRADER["kernel_canary"])
        for pid in (GRADER["pid"], GRADER["zygote"], GRADER["bystander"]):
            if attempt(resource.prlimit, pid, kind):
                loot(GRADER["kernel_canary"])
    attempt(os.nice, -5)
    attempt(os.sched_setaffinity, 0, {0})


attack()
