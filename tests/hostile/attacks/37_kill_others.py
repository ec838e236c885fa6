"""Kills and stops the grader, the zygote and a bystander. No kill; another user."""
# row: 37
# layer: S U
# kernel: needed


def attack():
    for pid in (GRADER["bystander"], GRADER["zygote"], GRADER["pid"]):
        # Signal 0 asks whether one might; the real thing only where nobody but a bystander is hurt.
        allowed("kill", pid, 0)
        allowed("tgkill", pid, pid, 0)
    attempt(os.kill, GRADER["bystander"], 19)
    attempt(os.kill, GRADER["bystander"], 9)


attack()
