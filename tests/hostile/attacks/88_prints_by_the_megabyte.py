"""Forges answers that claim megabytes of prints and thousands of warnings, a call. What we keep is
counted on our side.
"""
# row: own
# layer: W O

session = next(o for o in gc.get_objects() if type(o).__name__ == "Session")
session._printed.take = lambda: "p" * 2_000_000


def _handle(self, request, handle=type(session).handle):
    answer = handle(self, request)
    printed = "p" * 1_900_000
    if hasattr(answer, "warnings"):
        return answer._replace(printed=printed, warnings=("w" * 10,) * 5000)
    return answer._replace(printed=printed)


type(session).handle = _handle
