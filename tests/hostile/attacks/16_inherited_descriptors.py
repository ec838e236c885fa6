"""Reads and writes every descriptor that it finds open. There are three streams to nowhere and one
line, on which a wrong word costs the call.
"""
# row: 16
# layer: Z W
# outcome: failed, crashed, timed out


def attack():
    for number in [*range(3), *range(4, 70)]:
        attempt(os.lseek, number, 0, 0)
        attempt(os.read, number, 4096)
        attempt(os.write, number, b"forged")
    loot([n for n in range(200) if _is_open(n)])


def _is_open(number):
    try:
        os.fstat(number)
        return True
    except OSError:
        return False


attack()
