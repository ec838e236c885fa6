"""Registers exit handlers and finalisers that print, hang or write a file. The worker never exits by
itself: it is killed, or leaves by _exit.
"""
# row: 5
# layer: D S
# kernel: needed
# outcome: failed, timed out


class Last:
    def __del__(self):
        try:
            open(f"/tmp/{CHILD_MARK}", "w").close()
        finally:
            time.sleep(60)


def last_words():
    try:
        open(GRADER["results"], "w").write('{"score": 100}')
    finally:
        time.sleep(60)


borrow("atexit").register(last_words)
kept = Last()
kept.itself = kept
sys.kept = Last()
