"""Show the panel in a notebook, in step with Python.

Two values cross between Python and the browser, as in :mod:`ce_core.synced`: ``_handed``, which
Python sets with a new revision, and ``_moved``, which the browser sets when the hand rests.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import anywidget
import traitlets

from ce_core import asset_files
from ce_core.component_parts import (
    STAGE_MODULES,
    notebook_constants,
    stage_constants,
)
from ce_core.notebook.given import as_given, changed, started
from ce_core.number_format import format_number
from ce_core.numeric.one_row import softmax_row
from ce_core.scenario import Scenario
from ce_core.stage_messages import scenario_for_stage, scenario_from_stage
from ce_core.synced import Synced

_FIELDS = ("logits", "target", "names", "temperature", "label_smoothing")


@cache
def widget_script() -> str:
    """Give the module that anywidget loads: the panel's script, and the notebook's shell."""
    stage = asset_files.enclosed(
        stage_constants() + asset_files.script(STAGE_MODULES), default="mountStage"
    )
    shell = asset_files.script(["notebook/widget.js"]).partition("\n")[2]  # it needs no limits
    return asset_files.compact(notebook_constants() + stage + shell)


class _Field(traitlets.Any):
    """Anything but nothing: traitlets would take None without asking."""

    allow_none = False


class Stage(anywidget.AnyWidget):
    """The panel with logits, probabilities, label, cost and gradient, to be moved by hand.

    Each field can be read, set and observed: ``stage.observe(f, "cost")`` calls ``f`` when a hand
    has moved a logit and rests, and when Python changes something.

    Parameters
    ----------
    logits : sequence of float
        2 to 10 of them.
    target : int or sequence of float
        A class number from 0, or a probability for each class.
    names : sequence of str, optional
        Class names.
    temperature, label_smoothing : float, optional
        As in the app.

    Attributes
    ----------
    cost : float
        Cross-entropy in nats.
    gradient : tuple of float
        Of the cost by the logits: ŷ − y, over the temperature.
    probabilities : tuple of float
        The softmax of the logits over the temperature.

    Raises
    ------
    ValueError
        If a value is not possible: at the start, or when it is set. The stage stays as it was.
    """

    logits = _Field(help="The logits, a tuple of numbers.")
    target = _Field(help="The label: a class number from 0, or a tuple that sums to 1.")
    names = _Field(help="The names of the classes.")
    temperature = _Field(help="What the logits are divided by before softmax.")
    label_smoothing = _Field(help="The share of the label that is spread over all classes.")
    probabilities = traitlets.Tuple(read_only=True, help="The softmax of the logits.")
    cost = traitlets.Float(read_only=True, help="Cross-entropy, in nats.")
    gradient = traitlets.Tuple(read_only=True, help="The gradient of the cost by the logits.")
    _handed = traitlets.Dict().tag(sync=True)
    _moved = traitlets.Dict().tag(sync=True)
    _esm = traitlets.Unicode(default_value="").tag(sync=True)

    def __init__(self, logits: Any = (1, 3, 5, 7), target: Any = 3, **given: Any) -> None:
        unknown = {*given} - {*_FIELDS}
        if unknown:
            raise TypeError(f"Stage has no {min(unknown)}; it has {', '.join(_FIELDS)}.")
        self._publishing = False
        self._synced = Synced.of(started(logits, target, given))
        super().__init__(_esm=widget_script(), _handed=self._as_handed())
        self._publish()

    def change(self, **given: Any) -> None:
        """Set several fields at once: those whose sizes belong together, for example.

        Parameters
        ----------
        **given
            Any of logits, target, names, temperature and label_smoothing.
        """
        unknown = {*given} - {*_FIELDS}
        if unknown:
            raise TypeError(f"Stage has no {min(unknown)}; it has {', '.join(_FIELDS)}.")
        self._hand_over(changed(self._synced.value, given))

    def __repr__(self) -> str:
        scenario = self._synced.value
        logits = ", ".join(f"{z:g}" for z in scenario.logits)
        label = self.target if scenario.label is not None else list(scenario.target)
        return f"Stage([{logits}], {label}): cost {format_number(self.cost)}"

    # --- from Python to the browser ------------------------------------------------------------

    @traitlets.validate(*_FIELDS)
    def _check(self, proposal: Any) -> Any:
        name, value = proposal.trait.name, proposal.value
        if self._publishing:
            return value
        return as_given(changed(self._synced.value, {name: value}))[name]

    @traitlets.observe(*_FIELDS)
    def _follow(self, change: Any) -> None:
        if not self._publishing:
            self._hand_over(changed(self._synced.value, {change.name: change.new}))

    def _hand_over(self, scenario: Scenario) -> None:
        self._synced = self._synced.replace(scenario)
        self._publish()
        self._handed = self._as_handed()

    def _as_handed(self) -> dict[str, Any]:
        return {
            "scenario": scenario_for_stage(self._synced.handed_over),
            "revision": self._synced.revision.as_sent(),
        }

    # --- from the browser to Python ------------------------------------------------------------

    @traitlets.observe("_moved")
    def _take(self, change: Any) -> None:
        moved = change.new
        if self._synced.is_older(moved.get("revision")):
            return  # Python has overtaken it; the panel is about to show Python's scenario
        try:
            scenario = scenario_from_stage(moved.get("scenario"))
        except ValueError:
            self._synced = self._synced.refuse()
            self._handed = self._as_handed()
            return
        self._synced = self._synced.from_browser(scenario)
        self._publish()

    # --- what can be read ----------------------------------------------------------------------

    def _publish(self) -> None:
        """Set all that can be read, and only then tell whoever observes it."""
        scenario = self._synced.value
        row = softmax_row([z / scenario.temperature for z in scenario.logits])
        target = scenario.smoothed_target
        gradient = (slope / scenario.temperature for slope in row.gradient(target))
        with self._as_publisher(), self.hold_trait_notifications():
            for name, value in as_given(scenario).items():
                setattr(self, name, value)
            self.set_trait("probabilities", tuple(row.probabilities))
            self.set_trait("cost", row.cost(target))
            self.set_trait("gradient", tuple(gradient))

    @contextmanager
    def _as_publisher(self) -> Iterator[None]:
        before, self._publishing = self._publishing, True
        try:
            yield
        finally:
            self._publishing = before
