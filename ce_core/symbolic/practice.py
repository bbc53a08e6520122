"""Judging a student's line: the parts of the practice that others call, in one place.

``judge(text, exercise)`` is pure; exercises and mistakes are data.
"""

from ce_core.symbolic.practice_exercises import (
    LOW_COST,
    RUNGS,
    Exercise,
    Numbers,
    Practice,
    hints,
    practice,
    practices,
)
from ce_core.symbolic.practice_judge import ACCEPTED, Verdict, VerdictKind, judge
from ce_core.symbolic.practice_kinds import KINDS, Kind, Mistake
from ce_core.symbolic.practice_mistakes import MISTAKES
from ce_core.symbolic.practice_witness import Witness

__all__ = [
    "ACCEPTED",
    "KINDS",
    "LOW_COST",
    "MISTAKES",
    "RUNGS",
    "Exercise",
    "Kind",
    "Mistake",
    "Numbers",
    "Practice",
    "Verdict",
    "VerdictKind",
    "Witness",
    "hints",
    "judge",
    "practice",
    "practices",
]
