"""Name the numbers of a derivation that follow the hand: the column of values, and the open line.

The browser computes them in the frame of the move (``assets/charts/live/letters.js``) and writes
them where the numbers of the last run stand (``assets/derivation``). Which classes the letters
stand for, and everything else of a line, changes when the hand rests.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sympy import Expr

from ce_core.figures.live import Quantity, plus, times
from ce_core.scenario import Scenario
from ce_core.symbolic.derivations import k_class, two_class
from ce_core.symbolic.expression.notation import A, X
from ce_core.symbolic.writing.latex import numerals
from ce_core.ui.formulas.brief import one_against_rest
from ce_core.ui.formulas.routes import (
    ShownChain,
    another_class,
    can_be_written_out,
    chosen_class,
)
from ce_core.ui.formulas.table import Look

LiveNumbers = dict[str, Any]
"""Plain data: ``of``, the scenario that was drawn, ``values`` and ``open``, the names."""

Name = dict[str, Any]


def live_numbers(
    chains: Sequence[tuple[ShownChain, int]],
    scenario: Scenario,
    j: int,
    look: Look,
    *,
    opened: bool,
) -> LiveNumbers:
    """Name the numbers of the chains that are shown.

    Parameters
    ----------
    chains
        Each chain with how many of its lines are shown.
    j
        The class whose logit changes, counted from 1; 0 for the true class.
    opened
        Whether the last line is the one that was unfolded, whose formula follows, too.
    """
    shown, count = chains[-1]
    return {
        "of": {
            "logits": scenario.logits,
            "target": scenario.target,
            "temperature": scenario.temperature,
            "labelSmoothing": scenario.label_smoothing,
        },
        "values": [[_value(each, scenario, j)] * lines for each, lines in chains],
        "open": _in_line(shown, count, scenario, look) if opened else None,
    }


def _name(of: Quantity, *, given: bool = False, bracketed: bool = False) -> Name:
    return {"as": "given" if given else "number", "of": of, "bracketed": bracketed}


# --- the value of a chain's lines ------------------------------------------------------------


_OF_A_PAIR: Mapping[str, str] = {
    "cost": "cost",
    "label-one": "first",
    "label-zero": "second",
    "substitution": "cost",
    "slope-of-f": "slope",
    "first-ratio": "rest",
    "one-minus-f": "rest",
}
"""What the lines of a two-class chain are worth, as ``letters.against`` names it."""

_GRADIENTS = ("chain-rule", "together", "slope", "meeting")
_OTHER_CLASS = re.compile(r"jacobian|different(?:-(\d+))?")
"""Of more classes than are written out, a single entry of the Jacobian is shown, too."""


def _value(shown: ShownChain, scenario: Scenario, j: int) -> Name | list[Name] | None:
    key, size = shown.chain.key, scenario.n_classes
    if not shown.chain.settings:
        return _value_of_pair(key, one_against_rest(scenario)[0])
    own = chosen_class(scenario, j)
    if key in ("cost", "log-sum-exp"):
        return _name("cost")
    if key in _GRADIENTS:
        return _name(f"letters.gradient.{own - 1}")
    if key == "jacobian" and can_be_written_out(scenario):
        return [_name(f"letters.jacobian.{cell}") for cell in range(size * size)]
    if key == "same":
        return _name(f"letters.against.{own - 1}.slope")
    if other := _OTHER_CLASS.fullmatch(key):
        i = int(other[1] or another_class(scenario, own))
        return _name(f"letters.jacobian.{(i - 1) * size + own - 1}")
    return None


def _value_of_pair(key: str, first: int) -> Name | list[Name] | None:
    gradient = f"letters.gradient.{first}"
    if key in _GRADIENTS:
        return _name(gradient)
    if key == "second-ratio":
        return _name(times(f"letters.against.{first}.p", -1))
    if key == "vector":
        return [_name(gradient), _name(times(gradient, -1))]
    found = _OF_A_PAIR.get(key)
    return _name(f"letters.against.{first}.{found}") if found else None


# --- the numbers in a line -------------------------------------------------------------------


def _in_line(
    shown: ShownChain, count: int, scenario: Scenario, look: Look
) -> list[Name | None] | None:
    if shown.numbered is None:
        return None
    chain = shown.numbered
    names = _letters(shown, scenario) | dict(chain.case)
    found = numerals(
        chain.lines[count - 1], look.letters, look.colours, chain.numbers(shown.numbers)
    )
    return [
        each.letter and _name(names[each.letter], given=each.given, bracketed=each.bracketed)
        for each in found
    ]


def _letters(shown: ShownChain, scenario: Scenario) -> dict[Expr, Quantity]:
    """What each letter is called for which a number is printed."""
    if not shown.chain.settings:
        index = one_against_rest(scenario)[0]
        own, label = f"letters.z.{index}", f"letters.against.{index}.label"
        pair = f"letters.against.{index}"
        return {
            X: own,
            A: label,
            two_class.Z1: own,
            two_class.Z2: f"{pair}.others",
            two_class.P1: f"{pair}.p",
            two_class.P2: f"{pair}.rest",
            two_class.Y1: label,
            two_class.Y2: plus(times(label, -1), 1),
        }
    names: dict[Expr, Quantity] = {}
    for k in range(1, scenario.n_classes + 1):
        names[k_class.z(k)] = f"letters.z.{k - 1}"
        names[k_class.p(k)] = f"p.{k - 1}"
        names[k_class.y(k)] = f"y.{k - 1}"
    return names
