"""Reads the checks, the oracle and the answer key from disk. No path can be opened."""
# row: 10
# layer: S L U
# kernel: needed


def attack():
    for path in (GRADER["folder"] + "/readable", GRADER["folder"] + "/private"):
        attempt(steal, path)
        attempt(lambda: os.read(os.open(path, os.O_RDONLY), 1000))
        attempt(os.stat, path)
        attempt(os.link, path, path + CHILD_MARK)
    if attempt(steal, GRADER["tests"]):
        loot(GRADER["kernel_canary"])


attack()
