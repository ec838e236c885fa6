"""Maps shared memory and looks for pages that other processes would see. There are no files to map,
and a shared anonymous map is shared with nobody.
"""
# row: own
# layer: S R
# kernel: needed
# outcome: failed


def attack():
    attempt(lambda: borrow("_posixshmem").shm_open(f"/{CHILD_MARK}", os.O_CREAT | os.O_RDWR, 0o600))
    attempt(lambda: borrow("multiprocessing").Lock())
    allowed("shmget", 0, 0, -1)


attack()
