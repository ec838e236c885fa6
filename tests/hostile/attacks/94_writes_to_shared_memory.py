"""Maps shared memory and looks for pages that other processes would see. There are no files to map,
and a shared anonymous map is shared with nobody.
"""
# row: own
# layer: S R
# kernel: needed
# outcome: failed, raised


def attack():
    mmap = borrow("mmap")
    page = mmap.mmap(-1, 4096)
    page.write(b"harmless")
    attempt(lambda: borrow("multiprocessing.shared_memory").SharedMemory(CHILD_MARK, create=True, size=4096))
    attempt(lambda: borrow("multiprocessing").Lock())
    allowed("shmget", 0, 0, -1)
