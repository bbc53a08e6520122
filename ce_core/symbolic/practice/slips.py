"""List derivations with one slip in them: the published ones, and others made from known mistakes.

Which lines carry the slip, and where it is repaired, is what :func:`steps.check` finds.
"""

from dataclasses import dataclass, replace
from functools import cache

from sympy import Expr

from ce_core.sentences import capitalised
from ce_core.symbolic.derivations import published
from ce_core.symbolic.derivations.steps import Chain, Line
from ce_core.symbolic.practice.exercises import LOW_COST, Exercise, Numbers, practice, practices
from ce_core.symbolic.practice.mistake_kinds import KINDS, Mistake


@dataclass(frozen=True, eq=False)
class Hunt:
    """A chain with a slip in it, to be found and mended.

    Parameters
    ----------
    key
        A short name for it.
    title
        What the chain shows.
    chain
        The lines as they are shown, wrong ones included.
    slip
        The first wrong line, counted from 0.
    told
        What is wrong there.
    mend
        The practice and the line of it that is the right one.
    """

    key: str
    title: str
    chain: Chain
    slip: int
    told: str
    mend: tuple[str, int]

    def exercise(self, at: Numbers = LOW_COST) -> Exercise:
        """The right line in place of the wrong one, as an exercise."""
        key, line = self.mend
        return Exercise(practice(key), line, at)


_PUBLISHED = {
    ("first-ratio", 2): ("two-class.first-ratio", 2),
    ("together", 3): ("two-class.together", 3),
    ("chain-rule", 3): ("k-class.together", 2),
}
"""Where the right line for each published slip stands."""


def _published() -> list[Hunt]:
    found = []
    for derivation in (published.quotient_rule(), published.chain_rule()):
        for chain in derivation.chains:
            for (key, line), mend in _PUBLISHED.items():
                if key == chain.key:
                    told = published.SLIPS[key, line]
                    title = f"{chain.title}, as published"
                    found.append(Hunt(f"published.{key}", title, chain, line, told, mend))
    return found


def _planted(key: str, number: int, mistake: Mistake) -> Hunt:
    true = practice(key).chain
    wrong = (mistake.expression, *mistake.carried)
    after = true.lines[mistake.line + len(wrong) :]
    lines = (*true.lines[: mistake.line], *map(_unmarked, wrong), *after)
    kind = KINDS[mistake.key]
    told = f"{capitalised(kind.name)}. {kind.advice}"
    chain = replace(true, lines=lines)
    return Hunt(f"{key}.{number}", true.title, chain, mistake.line, told, (key, mistake.line))


def _unmarked(expression: Expr) -> Line:
    return Line(expression, "", "")


@cache
def hunts() -> tuple[Hunt, ...]:
    """Every chain with a slip: the published ones first."""
    planted = (
        _planted(each.key, number, mistake)
        for each in practices()
        for number, mistake in enumerate(each.mistakes)
    )
    return (*_published(), *planted)


def hunt(key: str) -> Hunt:
    """The hunt of that key; an unknown key raises KeyError with a sentence."""
    for found in hunts():
        if found.key == key:
            return found
    raise KeyError(f"there is no derivation with a mistake called {key!r}.")
