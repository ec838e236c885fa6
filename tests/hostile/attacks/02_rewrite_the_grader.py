"""Appends to the grader's own files, so that a later run grades otherwise. No file system."""
# row: 2
# layer: S L U
# kernel: needed


def attack():
    folder = os.path.dirname(sys.modules["autograder.sandbox.session"].__file__)
    for path in (GRADER["tests"], folder + "/session.py"):
        # Opening for append alone: should it ever succeed, nothing of ours is damaged.
        if attempt(lambda: open(path, "ab").fileno()) is not None:
            loot(GRADER["kernel_canary"])
    attempt(lambda: os.mkdir(GRADER["folder"] + "/" + CHILD_MARK))
