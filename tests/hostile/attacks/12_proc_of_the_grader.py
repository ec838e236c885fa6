"""Reads the grader's memory, environment, maps, descriptors and folder through /proc. No /proc; not
dumpable; another user.
"""
# row: 12
# layer: S L U Z
# kernel: needed


def attack():
    for pid in (GRADER["pid"], GRADER["zygote"], GRADER["bystander"], os.getppid()):
        for name in ("environ", "maps", "status", "cwd", "exe", "root"):
            attempt(steal, f"/proc/{pid}/{name}")
        attempt(os.listdir, f"/proc/{pid}/fd")
        for number in range(3, 12):
            attempt(steal, f"/proc/{pid}/fd/{number}")
        attempt(lambda: os.open(f"/proc/{pid}/mem", os.O_RDWR))


attack()
