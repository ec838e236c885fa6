"""A class as one HTML page that opens from disk: no network, nothing to install.

    Class --_view--> plain values --templates/class.html.jinja--> HTML

Bars and points are placed by the template, strips are SVG: what a plotting library would draw with
some megabytes of script is a few kilobytes here, follows dark mode and print by itself, and is read
out and reached with the keyboard. Names and whatever could hold one are left out unless asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from autograder.batch.feedback import file_stem
from autograder.batch.ledger import Entry
from autograder.batch.statistics import CheckFacts, Class, Mistake, Spread, Standing
from autograder.templates import templates_of
from autograder.text import clean

if TYPE_CHECKING:
    import jinja2

MAX_SHOWN: Final = 2_000
"""Hand-ins with a column and a row of their own: more than a screen has pixels for, and a page of
about 2 MB. Of a larger class every so-and-so-many-th is shown; the figures count all."""
KINDS: Final = {
    "passed": "passed", "failed": "failed", "not attempted": "untried", "blocked": "untried",
    "broken": "broken",
}  # fmt: skip
"""Outcome to colour; every other outcome is one where the code never came to a value: "stopped"."""
_CODE: Final = re.compile(r"`([^`]+)`")
_LABEL: Final = re.compile(r"^(looks like:|on this input it behaves like:|hint:|note:)", re.ASCII)
_SENTENCE: Final = re.compile(r"(?:looks like|on this input it behaves like): (.*)")
_OWN_TEXT: Final = ("it printed:", "note:")
"""From such a line on, a message may hold what a student wrote."""


def environment() -> jinja2.Environment:
    """The templates of this room, with what they need to show code and labels.

    Raises:
        UsageError: jinja2 is not installed.
    """
    templates = templates_of("autograder.batch", escape=True)
    from markupsafe import Markup, escape  # noqa: PLC0415 - jinja2's own

    def marked(pattern: re.Pattern[str], tag: str, text: str) -> Markup:
        found = pattern.sub(rf"<{tag}>\1</{tag}>", str(escape(text)))
        return Markup(found)  # noqa: S704 - escaped above

    templates.filters |= {
        "with_code": lambda text: marked(_CODE, "code", text),
        "labelled": lambda text: marked(_LABEL, "b", text),
        "count": lambda number: f"{number:,}",
        "percent": lambda share: "" if share is None else f"{100 * share:.0f} %",
        "figure": lambda number, digits=2: "" if number is None else f"{number:.{digits}f}",
    }
    return templates


def class_page(
    templates: jinja2.Environment, title: str, assignment: str, found: Class, *, names: bool
) -> str:
    """The page, as text of one HTML file.

    Args:
        templates: `environment()`.
        title: the assignment's title.
        assignment: its name.
        found: the class's figures.
        names: whether students are named, with links to `feedback/`; otherwise they are numbers.
    """
    from markupsafe import Markup  # noqa: PLC0415 - jinja2's own

    css = _file("autograder.certify", "page.css") + _file("autograder.batch", "class.css")
    ours = {"css": Markup(css), "js": Markup(_file("autograder.batch", "class.js"))}  # noqa: S704
    view = _view(found, names=names)
    return templates.get_template("class.html.jinja").render(
        title=clean(title), assignment=assignment, names=names, page=view, facts=found, **ours
    )


def _file(package: str, name: str) -> str:
    return (resources.files(package) / "templates" / name).read_text("utf-8")


def _view(found: Class, *, names: bool) -> dict[str, Any]:
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
        "median": sorted(share)[len(share) // 2] if share else None,
        "checks": [_check_row(check, i, shown, slowest) for i, check in enumerate(found.checks)],
        "points": list(_points(found.checks)),
        "flags": [check for check in found.checks if check.flag],
        "outcomes": [
            {"name": name, "count": n, "share": n / total, "kind": _kind(name)}
            for name, n in found.outcomes.items()
        ],
        "mistakes": [_mistake(mistake, len(found.standings)) for mistake in found.mistakes],
        "students": [_student(standing, found.checks, names=names) for standing in shown],
        "step": step,
        "columns": [_column(s, names=names) for s in shown],
        "numbers": [check.number for check in found.checks],
        "ungraded": [_ungraded(entry) for entry in found.ungraded] if names else [],
    }


def _kind(outcome: str | None) -> str:
    return "absent" if outcome is None else KINDS.get(outcome, "stopped")


def _number(value: float | None, unit: str = "") -> str:
    return "none" if value is None else f"{value:,.1f}".removesuffix(".0") + unit


def _cards(found: Class) -> Iterator[tuple[str, str, str]]:
    """Figure, name, meaning."""
    scores, seconds = found.scores, found.seconds
    graded = f"{scores.count:,} of {scores.count + len(found.ungraded):,}"
    unopened = len(found.ungraded)
    yield graded, "hand-ins graded", f"{unopened:,} could not be opened." if unopened else ""
    of = _number(max((s.max_score for s in found.standings), default=None))
    yield _number(scores.mean), "mean", f"Of {of} points. {_between(scores)}"
    yield _number(scores.quartiles[1] if scores.quartiles else None), "median", _range(scores)
    wrong = sum(bool(check.flag and check.flag.kind == "probably wrong") for check in found.checks)
    yield f"{wrong} of {len(found.checks)}", "checks probably wrong", "Look at them first."
    yield (
        _number(seconds.quartiles[1] if seconds.quartiles else None, " s"),
        "time of a hand-in",
        f"The median; the longest took {_number(seconds.most, ' s')}, all "
        f"{_number(seconds.total / 60, ' min')}.",
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
    check: CheckFacts, index: int, shown: Sequence[Standing], slowest: float
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


def _points(checks: Sequence[CheckFacts]) -> Iterator[dict[str, Any]]:
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
        "example": anonymous(mistake.message, mistake.entry),
    }


def anonymous(message: str, entry: Entry) -> str:
    """What was found in a hand-in, without what its student wrote and without who that is."""
    kept = []
    for line in message.splitlines():
        if line.startswith(_OWN_TEXT):
            break
        if not _LABEL.match(line):
            kept.append(line)
    known = {entry.hand_in.id}
    for person in entry.hand_in.people:
        known |= {person.id, person.email, person.name, *person.name.split()}
    words = sorted((re.escape(w) for w in known if len(w) > 2), key=len, reverse=True)
    hidden = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE) if words else None
    text = "\n".join(kept)
    return hidden.sub("(somebody)", text) if hidden else text


def _student(
    standing: Standing, checks: Sequence[CheckFacts], *, names: bool
) -> dict[str, Any]:
    kinds = [_kind(outcome) for outcome in standing.outcomes]
    verdict = standing.entry.verdict or {"checks": []}
    mistakes = dict.fromkeys(c["diagnosis"] for c in verdict["checks"] if c["diagnosis"])
    unusual = dict.fromkeys(o for o in standing.outcomes if o and _kind(o) in ("stopped", "broken"))
    return {
        "number": standing.number,
        "name": _name(standing.entry) if names else "",
        "link": f"feedback/{file_stem(standing.entry.hand_in.id)}.html" if names else "",
        "score": standing.score,
        "share": standing.share,
        "counts": [kinds.count(kind) for kind in ("passed", "failed", "stopped", "untried")],
        "seconds": standing.seconds,
        "words": [*unusual, *mistakes],
    }


def _name(entry: Entry) -> str:
    return clean(", ".join(person.name or person.id for person in entry.hand_in.people))


def _column(standing: Standing, *, names: bool) -> dict[str, Any]:
    who = f"Number {standing.number}" + (f", {_name(standing.entry)}" if names else "")
    score = f"{_number(standing.score)} of {_number(standing.max_score)} points"
    return {"who": who, "score": score, "outcomes": standing.outcomes}


def _ungraded(entry: Entry) -> str:
    why = entry.notes[0].partition("\n")[0] if entry.notes else "no reason known"
    return clean(f"{_name(entry)}: {why}")
