"""What is loaded into a student's process, and what of it is graded: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.course.assignment import Function


@dataclass(frozen=True)
class Program:
    """What is loaded: sources, the modules they serve, graded functions, allowed imports."""

    files: Mapping[str, str]
    modules: Mapping[str, str]
    functions: Mapping[str, Function]
    allowed_imports: frozenset[str]
    forbidden: Mapping[str, str] = field(default_factory=dict)
    """Modules that import what they must not, with the sentence that says so: never run."""
