"""Fills /tmp and /dev/shm. No file system, and no file above one MiB."""
# row: 32
# layer: S L R
# kernel: needed


def attack():
    for folder in ("/tmp", "/dev/shm", "/var/tmp", GRADER["folder"], "."):
        attempt(lambda: open(f"{folder}/{CHILD_MARK}", "wb").write(bytes(2**21)))
        attempt(os.mkdir, f"{folder}/{CHILD_MARK}-folder")
    if attempt(syscall, "memfd_create", b"x", 0)[0] >= 0:
        loot(GRADER["kernel_canary"])
    borrow("tempfile") and attempt(borrow("tempfile").mkdtemp)


attack()
