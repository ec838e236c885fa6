"""Reads the command line of every process. No secret stands in one, and there is no /proc."""
# row: 13
# layer: Z S
# kernel: needed


def attack():
    for pid in (GRADER["pid"], GRADER["zygote"], GRADER["bystander"], os.getppid()):
        if attempt(steal, f"/proc/{pid}/cmdline"):
            loot(GRADER["kernel_canary"])
    loot(sys.argv, getattr(sys, "orig_argv", None))
