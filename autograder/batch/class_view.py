"""A class's figures as plain values in the order and units of the page that shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, Final

from autograder.batch.flags import IDLE, WRONG
from autograder.batch.hand_in import HandIn, file_stem
from autograder.batch.ledger import Entry
from autograder.batch.statistics import CheckStatistics, Class, Mistake, Spread, Standing
from autograder.text import clean

MAX_SHOWN: Final = 2_000
"""Hand-ins with a column and a row of their own: more than a screen has pixels for, and a page of
about 2 MB for 80 checks. Of a larger class one in so many is shown; the figures count all."""
KINDS: Final = {
    "passed": "passed", "failed": "failed", "not attempted": "untried", "blocked": "untried",
    "broken": "broken",
}  # fmt: skip
"""Outcome to colour; every other outcome is one where the code never came to a value: "stopped"."""
LABEL: Final = re.compile(r"^(looks like:|on this input it behaves like:|hint:|note:)", re.ASCII)
_SENTENCE: Final = re.compile(r"(?:looks like|on this input it behaves like): (.*)")
_OWN_TEXT: Final = ("it printed:", "note:")
"""From such a line on, a message may hold what a student wrote."""


def class_view(found: Class, *, names: bool) -> dict[str, Any]:
    """What the template places: lengths are percents of a chart, strips are paths."""
    step = -(-len(found.standings) // MAX_SHOWN) or 1
    shown = found.standings[::step]
    tallest = max(found.histogram, default=0) or 1
    width = 100 // len(found.histogram)
    share = [s.share for s in found.standings]
    total = sum(found.outcomes.values()) or 1
    slowest = max((check.seconds or 0 for check in found.checks), default=0) or 1
    return {
        "cards": list(_cards(found)),
        "bars": [
            {"from": i * width, "to": (i + 1) * width, "count": n, "height": 100 * n / tallest}
            for i, n in enumerate(found.histogram)
        ],
        "median": median(share) if share else None,
        "checks": [_check_row(check, i, shown, slowest) for i, check in enumerate(found.checks)],
        "timed": any(check.seconds is not None for check in found.checks),
        "points": list(_points(found.checks)),
        "wrong": [check for check in found.checks if check.flag and check.flag.kind == WRONG],
        "idle": [check for check in found.checks if check.flag and check.flag.kind == IDLE],
        "outcomes": [
            {"name": name, "count": n, "share": n / total, "kind": _kind(name)}
            for name, n in sorted(found.outcomes.items(), key=lambda item: _place(item[0]))
        ],
        "mistakes": [_mistake(mistake, len(found.standings)) for mistake in found.mistakes],
        "students": [_student(standing, found.checks, names=names) for standing in shown],
        "step": step,
        "data": {
            "columns": [_column(s, tuple(found.outcomes), names=names) for s in shown],
            "outcomes": tuple(found.outcomes),
            "numbers": [check.number for check in found.checks],
        },
        "ungraded": [_ungraded(entry) for entry in found.ungraded] if names else [],
    }


def _place(outcome: str) -> int:
    """Outcomes of one colour lie side by side, from good to bad to nothing."""
    return ("passed", "failed", "stopped", "untried", "broken").index(_kind(outcome))


def _kind(outcome: str | None) -> str:
    return "absent" if outcome is None else KINDS.get(outcome, "stopped")


def _number(value: float | None, unit: str = "") -> str:
    return "none" if value is None else f"{value:,.1f}".removesuffix(".0") + unit


def _cards(found: Class) -> Iterator[tuple[str, str, str]]:
    """Figure, name, meaning."""
    scores, seconds = found.scores, found.seconds
    graded = f"{scores.count:,} of {scores.count + len(found.ungraded):,}"
    lost = len(found.ungraded)
    yield graded, "hand-ins graded", f"{lost:,} could not be graded." if lost else ""
    of = _number(max((s.max_score for s in found.standings), default=None))
    yield _number(scores.mean), "mean", f"Of {of} points. {_between(scores)}"
    yield _number(scores.quartiles[1] if scores.quartiles else None), "median", _range(scores)
    wrong = sum(check.flag is not None and check.flag.kind == WRONG for check in found.checks)
    advice = "Look at them before the grades count." if wrong else "Nothing speaks against any."
    yield f"{wrong} of {len(found.checks)}", "checks probably wrong", advice
    minutes = _number(seconds.total / 60, " min")
    yield (
        _number(seconds.quartiles[1] if seconds.quartiles else None, " s"),
        "time of a hand-in",
        f"The median; the longest took {_number(seconds.most, ' s')}, all {minutes}.",
    )
    if found.withheld:
        yield f"{found.withheld:,}", "with points withheld", "A check broke: a person must look."


def _between(spread: Spread) -> str:
    return "" if spread.deviation is None else f"Standard deviation {spread.deviation:.1f}."


def _range(spread: Spread) -> str:
    if spread.quartiles is None:
        return ""
    low, _, high = spread.quartiles
    return (
        f"Half of the class has {_number(low)} to {_number(high)}, all "
        f"{_number(spread.least)} to {_number(spread.most)}."
    )


def _check_row(
    check: CheckStatistics, index: int, shown: Sequence[Standing], slowest: float
) -> dict[str, Any]:
    return {
        "facts": check,
        "title": clean(check.title),
        "paths": _strip([_kind(standing.outcomes[index]) for standing in shown]),
        "bar": 3 * (check.seconds or 0) / slowest,
        "outcomes": ", ".join(f"{n:,} {name}" for name, n in check.outcomes.items()),
    }


def _strip(kinds: Sequence[str]) -> dict[str, str]:
    """For each kind the path of its runs: one unit wide a hand-in, one high."""
    paths: dict[str, str] = {}
    start = 0
    for end in range(1, len(kinds) + 1):
        if end == len(kinds) or kinds[end] != kinds[start]:
            run = f"M{start} 0h{end - start}v1h{start - end}z"
            paths[kinds[start]] = paths.get(kinds[start], "") + run
            start = end
    return paths


def _points(checks: Sequence[CheckStatistics]) -> Iterator[dict[str, Any]]:
    """Where checks lie: to the right what many pass, above what tells students apart."""
    for check in checks:
        if check.discrimination is not None and check.difficulty is not None:
            # The scale begins at -0.5: below it a check is as bad as one can be.
            up = (max(check.discrimination, -0.5) + 0.5) / 1.5
            yield {"facts": check, "left": 100 * check.difficulty, "bottom": 100 * up}


def _mistake(mistake: Mistake, students: int) -> dict[str, Any]:
    lines = mistake.message.splitlines()
    sentence = next((m[1] for line in lines if (m := _SENTENCE.match(line))), "")
    return {
        "name": mistake.name,
        "sentence": sentence,
        "count": mistake.count,
        "share": mistake.count / students,
        "checks": mistake.checks,
        "example": anonymous(mistake.message, mistake.hand_in),
    }


def anonymous(message: str, hand_in: HandIn) -> str:
    """What was found in a hand-in, without what its student wrote and without who that is."""
    kept = []
    for line in message.splitlines():
        if line.startswith(_OWN_TEXT):
            break
        if not LABEL.match(line):
            kept.append(line)
    known = {hand_in.id}
    for person in hand_in.people:
        known |= {person.id, person.email, person.name, *person.name.split()}
    words = sorted((re.escape(w) for w in known if len(w) > 2), key=len, reverse=True)
    hidden = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE) if words else None
    text = "\n".join(kept)
    return hidden.sub("(somebody)", text) if hidden else text


def _student(
    standing: Standing, checks: Sequence[CheckStatistics], *, names: bool
) -> dict[str, Any]:
    kinds = [_kind(outcome) for outcome in standing.outcomes]
    unusual = dict.fromkeys(o for o in standing.outcomes if o and _kind(o) in ("stopped", "broken"))
    return {
        "number": standing.number,
        "name": _name(standing.hand_in) if names else "",
        "link": f"feedback/{file_stem(standing.hand_in.id)}.html" if names else "",
        "score": standing.score,
        "share": standing.share,
        "counts": [kinds.count(kind) for kind in ("passed", "failed", "stopped", "untried")],
        "seconds": standing.seconds,
        "words": [*unusual, *standing.mistakes],
    }


def _name(hand_in: HandIn) -> str:
    return clean(", ".join(person.name or person.id for person in hand_in.people))


def _column(standing: Standing, outcomes: Sequence[str], *, names: bool) -> dict[str, Any]:
    """What the script shows of a hand-in; outcomes as places in `outcomes`, -1 for none."""
    who = f"Number {standing.number}" + (f", {_name(standing.hand_in)}" if names else "")
    score = f"{_number(standing.score)} of {_number(standing.max_score)} points"
    ends = [outcomes.index(outcome) if outcome else -1 for outcome in standing.outcomes]
    return {"who": who, "score": score, "ends": ends}


def _ungraded(entry: Entry) -> str:
    return clean(f"{_name(entry.hand_in)}: {entry.why}")
