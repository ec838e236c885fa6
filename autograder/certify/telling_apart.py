"""Telling wrong programs apart, with no more checks than that takes.

A key holds what each misconception shows on every check of its exercise, and a program is called by
the name of the one that it agrees with everywhere. That one is called by its own name alone is sure
as soon as a check fails it and each other one has shown something else on a check that both ran:
the checks that remain cannot make two of them alike again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from autograder.certify.findings import NOT_FAILED, Shown, evidence, shown
from autograder.course.assignment import Check
from autograder.judging.answer_key import Known
from autograder.judging.diagnosis import agrees, diagnose, evidence_of
from autograder.verdict import CheckResult

Program = Callable[[Check], CheckResult]
"""A program as what gives its result on a check, each asked for once."""


def told_apart(programs: Mapping[str, Program], checks: Sequence[Check]) -> dict[str, Shown]:
    """How each of these programs fares, by name, and what a key of them all would call it.

    Args:
        programs: the wrong programs of one exercise.
        checks: the exercise's, in the order to try them: cheap ones first.
    """
    results: dict[str, list[CheckResult]] = {name: [] for name in programs}
    rivals = {name: programs.keys() - {name} for name in programs}
    failed: set[str] = set()
    for check in checks:
        unsettled = [name for name in programs if rivals[name] or name not in failed]
        for name in unsettled:
            result = programs[name](check)
            results[name].append(result)
            if result.outcome not in NOT_FAILED:
                failed.add(name)
        seen = {name: evidence_of(results[name][-1]) for name in unsettled}
        for one, other in combinations(unsettled, 2):
            if other not in rivals[one]:
                continue
            if not (agrees(seen[one], seen[other]) or agrees(seen[other], seen[one])):
                rivals[one].discard(other)
                rivals[other].discard(one)
    known = {name: Known(name, "", "", "", dict(evidence(results[name]))) for name in programs}
    return {
        name: shown(diagnose(results[name], [known[name], *(known[r] for r in rivals[name])]))
        for name in programs
    }
