"""Makes our own function work on the largest array that crosses, again and again."""
# row: own
# layer: D W
# outcome: timed out, failed, raised, out of memory


def slope(f, x):
    big = np.zeros(2**22)
    while True:
        f(big)
