"""Overwrites results.json, or makes it unreadable for the grader. No file system in the worker
(seccomp, Landlock, an own user); results are written by the grader alone.
"""
# row: 1
# layer: S L U
# kernel: needed


def attack():
    path = GRADER["results"]
    attempt(lambda: open(path, "w").write('{"score": 100}'))
    attempt(lambda: os.chmod(path, 0))
    attempt(lambda: os.truncate(path, 0))
    attempt(lambda: os.rename(path, path + CHILD_MARK))
    attempt(lambda: os.unlink(path))
    attempt(lambda: os.write(os.open(path, os.O_WRONLY), b"forged"))


attack()
