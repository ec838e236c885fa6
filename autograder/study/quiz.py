"""`backmark quiz`: the concept questions with fresh numbers, those first that are due.

    questions, cards ──choose──▶ Item ... ──pose_fresh──▶ Posed ──mark──▶ right or wrong
    rating ──reviewed──▶ the card with its next date (by the library fsrs), kept in the folder

Practice numbers belong to no student: they are drawn by how often the question was practised. The
right answers are not in a student's folder while they count: formulas in a question's numbers would
answer it for everybody. So an answer is compared with the handout, and the student says how it
went. When the questions are marked, an instructor may hand out a practice key (`backmark release
NAME --practice FILE`), and answers are marked here as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from autograder.course.assignment import Assignment
from autograder.course.progress import Progress, damaged
from autograder.course.questions import Posed, Question, pose
from autograder.course.solutions import Solution
from autograder.errors import UsageError, explain
from autograder.files import Written
from autograder.judging.answer_key import AnswerKey, load_key
from autograder.judging.marking import mark_one
from autograder.verdict import CheckResult

if TYPE_CHECKING:
    from fsrs import Card

PRACTICE_KEY: Final = "practice_key.bin"
PRACTICE: Final = "practice"
"""The seed's label in such a key."""
RATINGS: Final = ("again", "hard", "good", "easy")
"""How it went, from 1: fsrs's four ratings."""
_SEEN: Final = "seen"
"""Beside what fsrs keeps in a card: how often the question was practised."""


@dataclass(frozen=True)
class Item:
    """A question to practise."""

    question: Question
    card: Mapping[str, Any] | None
    """None before it was practised at all."""

    @property
    def due(self) -> datetime | None:
        """When it is to be practised again; None: never practised."""
        return None if self.card is None else datetime.fromisoformat(self.card["due"])

    @property
    def seen(self) -> int:
        """How often it was practised."""
        return 0 if self.card is None else int(self.card[_SEEN])

    def data(self, now: datetime) -> dict[str, Any]:
        """What `--json` prints."""
        due = self.due
        return {
            "question": self.question.name,
            "kind": self.question.kind,
            "section": self.question.section,
            "practised": self.seen,
            "due": due.isoformat(timespec="seconds") if due else None,
            "is_due": due is not None and due <= now,
        }


def require_fsrs() -> None:
    """Say what is missing before anything is asked.

    Raises:
        UsageError: the scheduler is not installed.
    """
    if find_spec("fsrs") is None:
        raise UsageError(
            explain(
                "the quiz needs a library that is not installed",
                got="no module named fsrs",
                want="fsrs, which says when a question is due again",
                step="python -m pip install fsrs",
            )
        )


def items(assignment: Assignment, progress: Progress) -> list[Item]:
    """Every question: those that were practised by their dates, then the new ones.

    Raises:
        UsageError: the assignment has no questions, or a card is not one of fsrs's.
    """
    found = [Item(q, progress.cards.get(q.name)) for q in _questions(assignment)]
    known = [item for item in found if item.card is not None]
    try:
        for item in known:
            _card(item)
    except (KeyError, ValueError, TypeError) as error:
        raise damaged(assignment.folder, "a card of the quiz that is none of fsrs's") from error
    known.sort(key=lambda item: (str(item.due), item.question.name))
    return [*known, *(item for item in found if item.card is None)]


def _card(item: Item) -> Card:
    """What fsrs knows of a question that was practised.

    Raises:
        KeyError, ValueError, TypeError: it is not what we kept: somebody edited it.
    """
    from fsrs import Card  # noqa: PLC0415 - optional

    kept = dict(item.card or {})
    if kept.pop(_SEEN) < 1 or datetime.fromisoformat(kept["due"]).tzinfo is None:
        raise ValueError("practised 0 times, or due in no time zone")
    return Card.from_dict(kept)  # type: ignore[arg-type]  # which says what has to be there


def _questions(assignment: Assignment) -> tuple[Question, ...]:
    if not assignment.questions:
        raise UsageError(f"{assignment.name} has no questions to practise")
    return assignment.questions


def choose(every: list[Item], now: datetime, most: int) -> list[Item]:
    """Those to practise now: the due ones, then new ones; none that is due later."""
    return [item for item in every if item.due is None or item.due <= now][:most]


def pose_fresh(assignment: Assignment, item: Item) -> Posed:
    """The question with other numbers for each practice; no e-mail address looks like these."""
    return pose(item.question, assignment.name, f"practice {item.seen}")


def solutions_of(assignment: Assignment) -> Mapping[str, Solution]:
    """The right answers, where they are at hand: from the practice key, or from the reference.

    Raises:
        UsageError: there is a practice key, but another assignment's.
        OracleError: it cannot be read.
    """
    path = assignment.folder / PRACTICE_KEY
    if not path.is_file():
        return assignment.solutions
    key = load_key(path)
    if (key.assignment, key.seed) != (assignment.name, PRACTICE):
        raise UsageError(f"{path} is no practice key of {assignment.name}: get it once more")
    return key.solutions


def practice_key(assignment: Assignment) -> AnswerKey:
    """What an instructor hands out for practising, once the questions are marked.

    Raises:
        UsageError: the assignment has no questions, or their answers are not at hand.
    """
    if _questions(assignment) and not assignment.solutions:
        raise UsageError(
            f"{assignment.name} has no reference here, which answers its questions: "
            f"make the key where reference/{assignment.name} is"
        )
    return AnswerKey(assignment.name, PRACTICE, {}, (), assignment.solutions)


def mark(posed: Posed, solution: Solution, given: Any) -> CheckResult:
    """How an answer is marked: as when one hands in."""
    return mark_one("", [posed], solution, given)


def reviewed(progress: Progress, item: Item, rating: str, now: datetime) -> Progress:
    """`progress` after a question was practised: its card has a new date."""
    from fsrs import Card, Rating, Scheduler  # noqa: PLC0415 - optional

    is_new = item.card is None
    card = Card(card_id=1, due=now.astimezone(timezone.utc)) if is_new else _card(item)
    # Without chance: the same answers at the same times give the same dates.
    scheduler = Scheduler(enable_fuzzing=False)
    grade = Rating(RATINGS.index(rating) + 1)
    card, _ = scheduler.review_card(card, grade, now.astimezone(timezone.utc))
    kept = {**card.to_dict(), _SEEN: item.seen + 1}
    return replace(progress, cards={**progress.cards, item.question.name: kept})


def write_practice_key(assignment: Assignment, path: Path) -> Written:
    """Write that key."""
    key = practice_key(assignment)
    key.save(path)
    text = (
        f"wrote {path}: the answers to {len(key.solutions)} questions of {assignment.name}. "
        f"Whoever has it knows them: hand it out as {PRACTICE_KEY} when they are marked"
    )
    return Written(path, text, {"questions": len(key.solutions)})
