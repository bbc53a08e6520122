"""The three authored derivations as the page shows them: letters beside today's numbers."""

from dataclasses import dataclass, replace

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
from ce_core.ui.derivation.brief import one_against_rest


@dataclass(frozen=True, eq=False)
class ShownChain:
    """A chain with what its numbers are taken from.

    Parameters
    ----------
    chain
        In letters.
    today
        Lines that correspond to it one by one and are printed with numbers in place of letters;
        None where sums over many classes stay sums.
    valued
        Lines that correspond to it one by one and are worth a number.
    numbers
        For the letters of the latter two.
    note
        Which classes the numbers belong to, where the letters leave that open.
    """

    chain: Chain
    today: Chain | None
    valued: Chain
    numbers: Given
    note: str = ""


@dataclass(frozen=True, eq=False)
class Road:
    """A derivation, its chains with their numbers, and the derivation to take home."""

    derivation: Derivation
    chains: tuple[ShownChain, ...]

    def chain(self, key: str) -> ShownChain | None:
        """The chain of that key, or None."""
        return next((shown for shown in self.chains if shown.chain.key == key), None)


def chosen_class(scenario: Scenario, j: int) -> int:
    """The class whose logit moves, counted from 1: the true class where ``j`` names none."""
    target = scenario.smoothed_target
    return j if 1 <= j <= scenario.n_classes else target.index(max(target)) + 1


def can_be_written_out(scenario: Scenario) -> bool:
    """Whether there are few enough classes to write every sum out."""
    return scenario.n_classes <= MOST_CLASSES


def road(key: str, scenario: Scenario, *, j: int = 0, written: bool = False) -> Road:
    """One of the three roads at a scenario's numbers.

    Parameters
    ----------
    key
        ``"two-class"``, ``"k-class"`` or ``"short-road"``.
    j
        The class whose logit moves, counted from 1; 0 for the true class. The two-class road
        always takes the true class against all others.
    written
        Whether sums are written out, where there are few enough classes.
    """
    if key == "two-class":
        numbers = _two_class_numbers(scenario)
        chains = two_class.derivation().chains
        shown = tuple(ShownChain(chain, chain, chain, numbers) for chain in chains)
        return Road(two_class.derivation(), shown)
    derivation = k_class.derivation() if key == "k-class" else log_sum_exp.derivation()
    j = chosen_class(scenario, j)
    if not can_be_written_out(scenario):
        return _with_sums_only(derivation, scenario, j)
    long = written_out(derivation, scenario.n_classes, j)
    letters = long if written else derivation
    return Road(letters, _with_written_sums(letters, long, scenario, j))


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


def _another_class(scenario: Scenario, j: int) -> int:
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
        if not chain.settings:  # of the two-class road
            shown.append(ShownChain(chain, chain, chain, pair))
        elif chain.key in by_key:
            today = by_key[chain.key]
            note = "" if chain is today else f"j = {j}"
            shown.append(ShownChain(chain, today, today, numbers, note))
        else:
            i = _another_class(scenario, j)
            today = by_key[f"{chain.key}-{i}"]
            shown.append(ShownChain(chain, today, today, numbers, f"i = {i}, j = {j}"))
    return tuple(shown)


def _with_sums_only(derivation: Derivation, scenario: Scenario, j: int) -> Road:
    numbers, pair = class_numbers(scenario), _two_class_numbers(scenario)
    shown = []
    for chain in derivation.chains:
        if not chain.settings:
            shown.append(ShownChain(chain, None, chain, pair))
            continue
        valued = _at_classes(chain, scenario, j)
        note = ", ".join(f"{index} = {k}" for index, k in valued.settings[0].indices)
        shown.append(ShownChain(chain, None, valued, numbers, note))
    return Road(derivation, tuple(shown))


def _at_classes(chain: Chain, scenario: Scenario, j: int) -> Chain:
    """The same lines, to be evaluated for today's number of classes."""
    free = dict(chain.settings[0].indices)
    meant = ((I, _another_class(scenario, j)), (J, j))
    indices = tuple((index, k) for index, k in meant if index in free)
    return replace(chain, settings=(Setting(scenario.n_classes, indices),))


# --- to take home ----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Home:
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
    """

    derivation: Derivation
    logits: tuple[float, ...]
    labels: tuple[float, ...]
    numbers: Given


def at_home(road: Road, scenario: Scenario, j: int = 0) -> Home:
    """What of a road is taken home; ``j`` as in :func:`road`."""
    if all(not shown.chain.settings for shown in road.chains):
        _, logits, label = one_against_rest(scenario)
        return Home(road.derivation, logits, (label, 1 - label), road.chains[0].numbers)
    scaled = tuple(z / scenario.temperature for z in scenario.logits)
    if all(shown.chain is shown.today and shown.chain.settings for shown in road.chains):
        numbers = road.chains[0].numbers
        return Home(road.derivation, scaled, scenario.smoothed_target, numbers)
    j = chosen_class(scenario, j)
    chains = tuple(
        _at_classes(chain, scenario, j) if chain.settings else chain
        for chain in road.derivation.chains
    )
    home = replace(road.derivation, chains=chains)
    return Home(home, scaled, scenario.smoothed_target, {})


# --- what the letters stand for --------------------------------------------------------------


def todays_letters(key: str, scenario: Scenario) -> str:
    """One or two sentences, in Markdown, on what the letters of a road stand for today.

    Parameters
    ----------
    key
        The road.
    """
    warm = "" if scenario.temperature == 1 else _about_temperature(scenario)
    if key != "two-class":
        return warm
    index = one_against_rest(scenario)[0]
    name = plain(scenario.names[index])
    if scenario.n_classes == 2:
        other = plain(scenario.names[1 - index])
        return f"Today the first class is {name}, the second {other}. {warm}"
    return (
        f"Today the first class is {name}, and the second is all others together: their "
        "exponentials enter softmax only through their sum, so for one class against the rest two "
        f"classes are enough, whatever K. {warm}"
    )


def _about_temperature(scenario: Scenario) -> str:
    t = plain(format_number(scenario.temperature))
    return (
        f"The temperature is {t}: a logit here is the logit of the stage divided by {t}, and the "
        f"slope along the stage's logit is the result divided by {t} once more."
    )
