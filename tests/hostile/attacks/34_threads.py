"""Starts threads that go on after the call and answer in its place. No clone, no thread."""
# row: 34
# layer: S R
# kernel: needed


def attack():
    threading = borrow("threading")

    def go_on():
        loot(GRADER["kernel_canary"])
        time.sleep(30)

    for _ in range(3):
        thread = threading.Thread(target=go_on, daemon=True)
        attempt(thread.start)
    attempt(borrow("_thread").start_new_thread, go_on, ())


attack()
