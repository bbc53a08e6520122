"""Prepare the three authored derivations for the page: letters beside the current numbers."""

from dataclasses import dataclass, replace
from functools import lru_cache

from ce_core.number_format import format_number
from ce_core.scenario import Scenario
from ce_core.symbolic.derivations import k_class, log_sum_exp, two_class
from ce_core.symbolic.derivations.k_class import I, J
from ce_core.symbolic.derivations.steps import Chain, Derivation
from ce_core.symbolic.derivations.written_out import MOST_CLASSES, written_out
from ce_core.symbolic.expression import equality
from ce_core.symbolic.expression.equality import Given
from ce_core.symbolic.expression.lowering import Setting
from ce_core.ui.components.chart import plain
from ce_core.ui.formulas.brief import one_against_rest


@dataclass(frozen=True, eq=False)
class ShownChain:
    """A chain with what its numbers are taken from.

    Parameters
    ----------
    chain
        In letters.
    numbered
        Lines that correspond to it one by one and are printed with numbers in place of letters;
        None where sums over many classes stay sums.
    valued
        Lines that correspond to it one by one and have a value at the numbers.
    numbers
        For the letters of the latter two.
    note
        Which classes the numbers belong to, where the letters leave that open.
    """

    chain: Chain
    numbered: Chain | None
    valued: Chain
    numbers: Given
    note: str = ""

    @property
    def checked(self) -> Chain:
        """The same lines, to be checked at the number of classes of the panel as well."""
        theirs, own = self.chain.settings, self.valued.settings
        if not theirs or not own or own[0].classes in {each.classes for each in theirs}:
            return self.chain
        if {*dict(own[0].indices)} != {*dict(theirs[0].indices)}:  # written out: without indices
            return self.chain
        return _also_at(self.chain, own[0])


@lru_cache(maxsize=256)
def _also_at(chain: Chain, setting: Setting) -> Chain:
    return replace(chain, settings=(*chain.settings, setting))


@dataclass(frozen=True, eq=False)
class Method:
    """A derivation, and its chains with their numbers."""

    derivation: Derivation
    chains: tuple[ShownChain, ...]

    def chain(self, key: str) -> ShownChain | None:
        """The chain of that key, or None."""
        return next((shown for shown in self.chains if shown.chain.key == key), None)


def chosen_class(scenario: Scenario, j: int) -> int:
    """The class whose logit changes, counted from 1: the true class where ``j`` names none."""
    target = scenario.smoothed_target
    return j if 1 <= j <= scenario.n_classes else target.index(max(target)) + 1


def can_be_written_out(scenario: Scenario) -> bool:
    """Whether there are few enough classes to write every sum out."""
    return scenario.n_classes <= MOST_CLASSES


def method(key: str, scenario: Scenario, *, j: int = 0, written: bool = False) -> Method:
    """One of the three methods at a scenario's numbers.

    Parameters
    ----------
    key
        ``"two-class"``, ``"k-class"`` or ``"short-road"``.
    j
        The class whose logit changes, counted from 1; 0 for the true class. The two-class method
        always takes the true class against all others.
    written
        Whether sums are written out, where there are few enough classes.
    """
    if key == "two-class":
        numbers = _two_class_numbers(scenario)
        chains = two_class.derivation().chains
        shown = tuple(ShownChain(chain, chain, chain, numbers) for chain in chains)
        return Method(two_class.derivation(), shown)
    derivation = k_class.derivation() if key == "k-class" else log_sum_exp.derivation()
    j = chosen_class(scenario, j)
    if not can_be_written_out(scenario):
        return _with_sums_only(derivation, scenario, j)
    long = written_out(derivation, scenario.n_classes, j)
    letters = long if written else derivation
    return Method(letters, _with_written_sums(letters, long, scenario, j))


def class_numbers(scenario: Scenario) -> Given:
    """Numbers for the logits (over the temperature), labels and probabilities of all classes."""
    classes = range(1, scenario.n_classes + 1)
    scaled = (logit / scenario.temperature for logit in scenario.logits)
    given = {k_class.z(k): z for k, z in zip(classes, scaled, strict=True)}
    given |= {k_class.y(k): y for k, y in zip(classes, scenario.smoothed_target, strict=True)}
    letters = tuple(k_class.p(k) for k in classes)
    shares = equality.values(letters, given, k_class.DEFINITIONS, Setting(scenario.n_classes))
    return {**given, **dict(zip(letters, shares, strict=True))}


def _two_class_numbers(scenario: Scenario) -> Given:
    _, logits, label = one_against_rest(scenario)
    return two_class.numbers(logits, (label, 1 - label))


def another_class(scenario: Scenario, j: int) -> int:
    """The class other than j with the largest logit: for chains about i ≠ j."""
    others = [k for k in range(1, scenario.n_classes + 1) if k != j]
    return max(others, key=lambda k: scenario.logits[k - 1])


def _with_written_sums(
    letters: Derivation, long: Derivation, scenario: Scenario, j: int
) -> tuple[ShownChain, ...]:
    numbers, pair = class_numbers(scenario), _two_class_numbers(scenario)
    by_key = {chain.key: chain for chain in long.chains}
    shown = []
    for chain in letters.chains:
        if not chain.settings:  # of the two-class method
            shown.append(ShownChain(chain, chain, chain, pair))
        elif chain.key in by_key:
            numbered = by_key[chain.key]
            note = "" if chain is numbered else f"j = {j}"
            shown.append(ShownChain(chain, numbered, numbered, numbers, note))
        else:
            i = another_class(scenario, j)
            numbered = by_key[f"{chain.key}-{i}"]
            shown.append(ShownChain(chain, numbered, numbered, numbers, f"i = {i}, j = {j}"))
    return tuple(shown)


def _with_sums_only(derivation: Derivation, scenario: Scenario, j: int) -> Method:
    numbers, pair = class_numbers(scenario), _two_class_numbers(scenario)
    shown = []
    for chain in derivation.chains:
        if not chain.settings:
            shown.append(ShownChain(chain, None, chain, pair))
            continue
        valued = _at_classes(chain, scenario, j)
        note = ", ".join(f"{index} = {k}" for index, k in valued.settings[0].indices)
        shown.append(ShownChain(chain, None, valued, numbers, note))
    return Method(derivation, tuple(shown))


def _at_classes(chain: Chain, scenario: Scenario, j: int) -> Chain:
    """The same lines, to be evaluated for the current number of classes."""
    free = dict(chain.settings[0].indices)
    meant = ((I, another_class(scenario, j)), (J, j))
    indices = tuple((index, k) for index, k in meant if index in free)
    return replace(chain, settings=(Setting(scenario.n_classes, indices),))


# --- for the files ----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class FileContents:
    """A derivation with the numbers that go into its files.

    Parameters
    ----------
    derivation
        In letters, to be evaluated for as many classes as there are logits.
    logits, labels
        One of each for each class.
    numbers
        To be printed in place of letters; none where sums stay sums, or where chains differ in
        what their letters stand for.
    merged
        Whether the second of two classes stands for several others.
    """

    derivation: Derivation
    logits: tuple[float, ...]
    labels: tuple[float, ...]
    numbers: Given
    merged: bool = False


def files_of(method: Method, scenario: Scenario, j: int = 0) -> FileContents:
    """What of a method goes into its files; ``j`` as in :func:`method`."""
    if all(not shown.chain.settings for shown in method.chains):
        _, logits, label = one_against_rest(scenario)
        numbers, merged = method.chains[0].numbers, scenario.n_classes > 2
        return FileContents(method.derivation, logits, (label, 1 - label), numbers, merged)
    scaled = tuple(z / scenario.temperature for z in scenario.logits)
    if all(shown.chain is shown.numbered and shown.chain.settings for shown in method.chains):
        numbers = method.chains[0].numbers
        return FileContents(method.derivation, scaled, scenario.smoothed_target, numbers)
    j = chosen_class(scenario, j)
    chains = tuple(
        _at_classes(chain, scenario, j) if chain.settings else chain
        for chain in method.derivation.chains
    )
    home = replace(method.derivation, chains=chains)
    return FileContents(home, scaled, scenario.smoothed_target, {})


# --- what the letters stand for --------------------------------------------------------------


FIRST_AND_SECOND = "Here the first class is {name}, the second is {other}."
ONE_AGAINST_REST = (
    "Here the first class is {name}. The second is all other classes together, with the logit "
    "log Σ eᶻ: softmax uses only the sum of their exponentials."
)
TEMPERATURE = (
    "The temperature is {t}: a logit z here is your logit divided by {t}. "
    "The derivative by your logit is the result divided by {t}."
)


def classes_in_words(key: str, scenario: Scenario) -> str:
    """Say, in Markdown, which classes the letters of a method stand for; may be empty.

    Parameters
    ----------
    key
        The method.
    """
    said = [] if key != "two-class" else [_first_and_second(scenario)]
    if scenario.temperature != 1:
        said.append(TEMPERATURE.format(t=plain(format_number(scenario.temperature))))
    return " ".join(said)


def _first_and_second(scenario: Scenario) -> str:
    index = one_against_rest(scenario)[0]
    name = plain(scenario.names[index])
    if scenario.n_classes > 2:
        return ONE_AGAINST_REST.format(name=name)
    return FIRST_AND_SECOND.format(name=name, other=plain(scenario.names[1 - index]))
