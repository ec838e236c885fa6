"""Lists and reads what lies around: other hand-ins, home folders, /etc. No path can be opened."""
# row: 11
# layer: S L U
# kernel: needed


def attack():
    for folder in ("/", "/etc", "/home", "/root", "/tmp", GRADER["folder"], os.path.dirname(GRADER["tests"])):
        if attempt(os.listdir, folder):
            loot(GRADER["kernel_canary"])
    for path in ("/etc/passwd", "/etc/shadow", "/etc/hostname", "/proc/self/environ"):
        if attempt(steal, path):
            loot(GRADER["kernel_canary"])
