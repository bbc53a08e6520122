"""Give the derivation that the page has open, for the file that a person takes along."""

from collections.abc import Mapping
from typing import Any

from ce_core.number_format import format_number
from ce_core.scenario import Scenario
from ce_core.take_along.derivation import OpenDerivation, saved_numbers
from ce_core.ui.derivation import typed_function
from ce_core.ui.derivation.view import LETTERS, METHODS, View
from ce_core.ui.formulas.brief import one_against_rest
from ce_core.ui.formulas.routes import ShownChain, chosen_class, method

_FIRST = "The first class is {name}. {rest}"
_MERGED = (
    "The second is all other classes together: softmax uses only the sum of their exponentials."
)
_SECOND = "The second is {name}."
_CLASS_J = "Class j, whose logit changes, is number {j}: {name}."
_SCALED = "The temperature is {t}: a logit z here is your logit divided by {t}."
_YOUR_NUMBERS = "The numbers are those with which the file was saved: {numbers}."


def opened(noted: Mapping[str, Any]) -> OpenDerivation | None:
    """Give the open derivation at the session's numbers; None where a typed function is refused.

    Parameters
    ----------
    noted
        The session's ``scenario``, and its ``derivation``: what the page shows.
    """
    view: View = noted["derivation"]
    if view.method == "own":
        return _own_function(view)
    return _authored(view, noted["scenario"])


def _authored(view: View, scenario: Scenario) -> OpenDerivation:
    from ce_core.symbolic.expression.notation import READY_SETS, Notation

    shown = method(view.method, scenario, j=view.j, written=view.written)
    letters = READY_SETS.get(LETTERS[view.letters], Notation())
    words = [shown.derivation.opening, saved_numbers(scenario)]
    if view.method == "two-class":
        words.append(_first_and_second(scenario))
    else:
        j = chosen_class(scenario, view.j)
        words.append(_CLASS_J.format(j=j, name=scenario.names[j - 1]))
    if scenario.temperature != 1:
        words.append(_SCALED.format(t=format_number(scenario.temperature)))
    title = METHODS[view.method]
    return OpenDerivation(title, words, shown.chains, letters, shown.derivation)


def _first_and_second(scenario: Scenario) -> str:
    index = one_against_rest(scenario)[0]
    other = _MERGED if scenario.n_classes > 2 else _SECOND.format(name=scenario.names[1 - index])
    return _FIRST.format(name=scenario.names[index], rest=other)


def _own_function(view: View) -> OpenDerivation | None:
    found = typed_function.differentiated(view.f)
    if isinstance(found, typed_function.Refused):
        return None
    given = typed_function.numbers(view.at, view.a, view.b, view.c)
    numbers = ", ".join(f"{letter} = {format_number(value)}" for letter, value in given.items())
    words = [
        found.derivation.opening,
        _YOUR_NUMBERS.format(numbers=numbers),
        *typed_function.remarks(found, given),
    ]
    chains = [ShownChain(found.chain, found.chain, found.chain, given)]
    return OpenDerivation(METHODS["own"], words, chains)
