"""A student's own sheet of questions, as Markdown: what `backmark questions` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """A question with the student's numbers in it."""

    name: str
    kind: str
    points: float
    section: str
    text: str
    options: Mapping[str, str]
    targets: Mapping[str, str]


def sheet(
    title: str, student: str, items: list[Item], *, how: str = "say `--student YOUR-EMAIL`"
) -> str:
    """The whole sheet; `how` a student gets their own, where it is everybody's."""
    return "\n".join(_lines(title, student, items, how)) + "\n"


def _lines(title: str, student: str, items: list[Item], how: str) -> Iterator[str]:
    yield f"# {title}: questions"
    yield ""
    yield f"For {student}." if student else f"With everybody's numbers: {how}."
    for number, item in enumerate(items, start=1):
        points = "1 point" if item.points == 1 else f"{item.points:g} points"
        yield from ("", f"## {number}. `{item.name}` ({item.kind}, {points})", "", item.text)
        for options in filter(None, (item.options, item.targets)):
            yield ""
            yield from (f"- **{letter}** {text}" for letter, text in options.items())
        yield from ("", f"(See *{item.section}* in the handout.)")
