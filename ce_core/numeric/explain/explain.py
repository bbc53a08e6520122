"""Tell which computation gives a printed number: the right one, one or two deviations, or none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import SupportsIndex

import numpy as np
import numpy.typing as npt

from ce_core.numeric.explain.case import Case, Given, read_case
from ce_core.numeric.explain.deviations import DEVIATIONS, Deviation
from ce_core.numeric.explain.evaluator import Evaluator
from ce_core.numeric.explain.printed import FEW_DIGITS, Printed, read_printed
from ce_core.numeric.explain.recipe import RIGHT, Recipe

Numbers = npt.NDArray[np.float64]
Progress = Callable[[float], None]

# Steps that two deviations may not both concern: together they have no meaning of their own.
_ALONE = frozenset({"log", "input", "over_rows", "formula", "gradient"})

# Arithmetic in so few digits fits too many numbers to be named beside another deviation.
_NARROW = 1e-5


@dataclass(frozen=True)
class Explanation:
    """A computation that gives the printed numbers.

    Parameters
    ----------
    keys : tuple of str
        The deviations from the right computation: none, one or two.
    value : float or ndarray
        What it gives, in the shape of what was printed (a float for one number).
    right_value : float or ndarray
        What the right computation gives there.
    sentence : str
        What was computed, in words.
    formulas : tuple of str
        LaTeX of each deviation, the part that differs boxed; empty for the right computation.
    recipe : Recipe
        The computation itself.
    """

    keys: tuple[str, ...]
    value: float | Numbers
    right_value: float | Numbers
    sentence: str
    formulas: tuple[str, ...] = ()
    recipe: Recipe = RIGHT


def explain_number(
    logits: npt.ArrayLike,
    target: npt.ArrayLike,
    printed: str,
    *,
    weight: npt.ArrayLike | None = None,
    ignore_index: SupportsIndex | None = None,
    label_smoothing: float = 0.0,
    temperature: float = 1.0,
    given: Given = "logits",
    digits: int | None = None,
) -> tuple[Explanation, ...]:
    """Find the computations of softmax and cross-entropy that give the printed numbers.

    Parameters
    ----------
    logits : array_like, shape (…, K)
        Logits, or probabilities if `given` says so.
    target : array_like
        Class indices, or distributions of the shape of `logits`.
    printed : str
        As it was printed: a loss, the losses of all rows, an entry, a row or the whole of the
        gradient; ``nan`` and ``inf`` as well.
    weight, ignore_index, label_smoothing
        As for `cross_entropy`.
    temperature : float
        Divides the logits.
    given : {"logits", "probabilities"}
    digits : int, optional
        How many significant digits of `printed` to trust.

    Returns
    -------
    tuple of Explanation, the simplest first
        One explanation without keys if the numbers are right. Empty if nothing known gives them.
        Two deviations at a time are named only where no single one explains the numbers.

    Raises
    ------
    ValueError
        With a sentence, if `printed` or another argument cannot be read.
    """
    case = read_case(
        logits,
        target,
        weight=weight,
        ignore_index=ignore_index,
        label_smoothing=label_smoothing,
        temperature=temperature,
        given=given,
    )
    return explain(case, read_printed(printed, digits))


def explain(
    case: Case, printed: Printed, progress: Progress = lambda _share: None
) -> tuple[Explanation, ...]:
    """`explain_number` for what has been read already; `progress` is told the share done."""
    evaluator = Evaluator(case)
    for quantity in quantities(case, printed):
        look = _Look(evaluator, printed, quantity)
        right = look.explanation(())
        if right is not None:
            return (right,)
        usable = [d for d in DEVIATIONS if d.of in ("both", quantity.of) and d.applies(case)]
        found = look.among([(d,) for d in usable])
        found += look.single_rows()
        progress(0.1)
        if not found:
            found = look.among([(d,) for d in usable], units=1.0)
        if not found and printed.significant >= FEW_DIGITS:
            found = look.among(_pairs(usable), progress=progress)
        if found:
            return tuple(_first_of_each_kind(found))
    return ()


@dataclass(frozen=True)
class Quantity:
    """What the printed numbers may be: losses, or entries of the gradient."""

    of: str
    name: str
    rows: int | None = None


def quantities(case: Case, printed: Printed) -> Iterator[Quantity]:
    """What the printed numbers may be by their count, the likeliest first."""
    (n, classes), count = case.shape, len(printed.values)
    if count == 1:
        yield Quantity("loss", "loss")
    if count == n and n > 1:
        yield Quantity("loss", "losses")
    if count == n * classes:
        yield Quantity("gradient", "gradient")
    if count == classes and n > 1:
        yield Quantity("gradient", "row of the gradient")
    if count == 1 and printed.significant >= FEW_DIGITS and n * classes <= 64:
        yield Quantity("gradient", "entry of the gradient")


@dataclass(frozen=True)
class _Look:
    """Compares one recipe after the other with what was printed."""

    evaluator: Evaluator
    printed: Printed
    quantity: Quantity

    def among(
        self,
        candidates: list[tuple[Deviation, ...]],
        units: float = 0.0,
        progress: Progress = lambda _share: None,
    ) -> list[Explanation]:
        """Give the explanations among these, in their order."""
        if self.quantity.of == "loss":
            for_sums = self.quantity.name == "loss"
            self.evaluator.prepare(map(_recipe, candidates), progress, for_sums=for_sums)
        explanations = (self.explanation(candidate, units) for candidate in candidates)
        return [explanation for explanation in explanations if explanation is not None]

    def explanation(
        self, deviations: tuple[Deviation, ...], units: float = 0.0
    ) -> Explanation | None:
        """Give the explanation by these deviations, or None if they give other numbers."""
        recipe = _recipe(deviations)
        slack = max((d.slack for d in deviations), default=0.0)
        place = self._place(recipe, slack, units)
        if place is None:
            return None
        return Explanation(
            keys=tuple(d.key for d in deviations),
            value=self._values(recipe, place),
            right_value=self._values(RIGHT, place),
            sentence=self._sentence(deviations, place, close=units > 0),
            formulas=tuple(d.formula for d in deviations),
            recipe=recipe,
        )

    def single_rows(self) -> list[Explanation]:
        """The right loss of one row, where the loss of the batch is asked for."""
        n = self.evaluator.case.shape[0]
        if not self.printed.is_single or n == 1 or self.quantity.of != "loss":
            return []
        losses = self.evaluator.row_losses(RIGHT)
        rows = np.flatnonzero(self.printed.fits(losses))
        if len(rows) == 0 or (len(rows) > 1 and self.printed.significant < FEW_DIGITS):
            return []
        row = int(rows[0])
        return [
            Explanation(
                ("another-reduction",),
                float(losses[row]),
                self.evaluator.right,
                f"This is the loss of row {row + 1} alone, where the mean is asked for.",
                (rf"\boxed{{E_{{{row + 1}}}}}",),
            )
        ]

    def _place(self, recipe: Recipe, slack: float, units: float) -> tuple[int, ...] | None:
        """Where the printed numbers stand in what the recipe gives; () for all of it."""
        if self.quantity.name == "loss":
            return (
                () if self.printed.matches(self.evaluator.reduced(recipe), slack, units) else None
            )
        if self.quantity.name == "losses":
            return (
                ()
                if self.printed.matches(self.evaluator.row_losses(recipe), slack, units)
                else None
            )
        gradients = self.evaluator.gradients(recipe)
        if self.quantity.name == "gradient":
            return () if self.printed.matches(gradients, slack, units) else None
        fits = self.printed.fits(gradients, slack, units)
        if self.quantity.name == "entry of the gradient":
            places = np.argwhere(fits)
            return tuple(map(int, places[0])) if len(places) else None
        rows = np.flatnonzero(fits.all(axis=-1))
        return (int(rows[0]),) if len(rows) else None

    def _values(self, recipe: Recipe, place: tuple[int, ...]) -> float | Numbers:
        if self.quantity.name == "loss":
            return self.evaluator.reduced(recipe)
        if self.quantity.name == "losses":
            return self.evaluator.row_losses(recipe)
        values = (
            self.evaluator.gradients(recipe)[place] if place else self.evaluator.gradients(recipe)
        )
        return float(values) if np.ndim(values) == 0 else np.asarray(values)

    def _sentence(
        self, deviations: tuple[Deviation, ...], place: tuple[int, ...], *, close: bool
    ) -> str:
        where = ""
        if self.quantity.name == "entry of the gradient":
            where = f" (row {place[0] + 1}, class {place[1] + 1} of the gradient)"
        elif place:
            where = f" (row {place[0] + 1})"
        if deviations:
            near = ", up to one unit in the last printed digit" if close else ""
            return f"This is {'; and '.join(d.sentence for d in deviations)}{where}{near}."
        what = {"loss": "the mean loss", "losses": "the loss of each row"}.get(
            self.quantity.name, "the gradient of the mean loss"
        )
        if self.quantity.name == "loss" and self.evaluator.case.shape[0] == 1:
            what = "the loss"
        return f"This is right: {what}{where}."


@cache
def _recipe(deviations: tuple[Deviation, ...]) -> Recipe:
    recipe = RIGHT
    for deviation in deviations:
        recipe = deviation.change(recipe)
    return recipe


def _pairs(usable: list[Deviation]) -> list[tuple[Deviation, ...]]:
    exact = [deviation for deviation in usable if deviation.slack < _NARROW]
    return [pair for pair in combinations(exact, 2) if _together(*pair)]


@cache
def _together(first: Deviation, second: Deviation) -> bool:
    """Whether two deviations concern different steps and have a meaning together."""
    mine, other = set(first.steps), set(second.steps)
    both = mine | other
    clipped_and_scaled = "log" in both and bool(both & {"temperature", "smoothing"})
    alone = bool(mine & _ALONE) and bool(other & _ALONE)
    return not mine & other and not alone and not clipped_and_scaled


def _first_of_each_kind(found: list[Explanation]) -> Iterator[Explanation]:
    seen: set[tuple[str, ...]] = set()
    for explanation in sorted(found, key=lambda e: len(e.keys)):
        if explanation.keys not in seen:
            seen.add(explanation.keys)
            yield explanation
