"""What a certificate is made of: facts about checks, right solutions and wrong ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

KILLED: Final = "killed"
SURVIVED: Final = "survived"
UNLOADABLE: Final = "unloadable"
EQUIVALENT: Final = "equivalent"

WANTED_RATE: Final = 0.98
"""Of the loadable mutants, the share that is to be killed; every survivor needs its reason too."""


@dataclass(frozen=True)
class ExerciseFacts:
    """An exercise, as the handout calls it."""

    number: int
    name: str
    section: str


@dataclass(frozen=True)
class CheckFacts:
    """A check; `seconds` is the median over the seeds of its CPU time on the reference."""

    number: str
    name: str
    title: str
    exercise: str
    points: float
    seconds: float
    passed: bool
    """Whether the reference passes it, on every seed."""
    failure: str = ""
    """Why it does not."""


@dataclass(frozen=True)
class Alarm:
    """A right solution that was flagged: the check is wrong, or the solution is."""

    seed: str
    check: str
    outcome: str
    text: str


@dataclass(frozen=True)
class VariantFacts:
    """A right solution, on how many seeds it was graded, and its false alarms."""

    name: str
    seeds: int
    alarms: tuple[Alarm, ...]


@dataclass(frozen=True)
class MisconceptionFacts:
    """A named wrong solution, graded on every seed."""

    name: str
    exercise: str
    sentence: str
    killed_by: tuple[str, ...]
    """Names of the checks that fail it on the public seed."""
    named_as: tuple[str, ...]
    """What its failed checks call it, each once: a misconception's name, "like NAME" where only
    some of the checks agree, "" for no name at all. Right is its own name and nothing else."""
    seeds: int
    missed_on: tuple[str, ...]
    """Seeds on which no check fails it."""
    misnamed_on: tuple[str, ...]
    """Seeds on which it is not called by its own name alone."""
    broken: tuple[str, ...] = ()
    """Checks of ours that broke on it."""


@dataclass(frozen=True)
class MutantFacts:
    """One change to one function of the reference, and what became of it on the public seed."""

    key: str
    """Digest of the mutated function's syntax tree: survives edits elsewhere."""
    exercise: str
    """The function's own, or of a helper the first that it reaches."""
    function: str
    """Its qualified name: "linear_backward", "Value.backward"."""
    module: str
    line: int
    """Where in the module the change is, 1-based."""
    operator: str
    """Such as "core/NumberReplacer" or "numpy/keepdims"."""
    diff: str
    """The changed lines, "-" before and "+" after, without headers."""
    outcome: str
    """KILLED, SURVIVED, UNLOADABLE or EQUIVALENT."""
    killed_by: tuple[str, ...]
    """Names of the checks that fail it; of a sampled or quick run the first alone."""
    reason: str = ""
    """Why it is equivalent, or cannot be loaded."""
    broken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Equivalent:
    """An entry of `equivalents.toml`."""

    key: str
    function: str
    mutation: str
    reason: str
