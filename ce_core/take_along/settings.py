"""Read what is set in the sections of a page, under the names that the app's links use."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import parse_qs, urlencode

from ce_core.figures.cost.cases import Unit
from ce_core.figures.gradient.jacobian import STEPS
from ce_core.scenario import MAX_CLASSES, Scenario
from ce_core.scenario_query import from_query, to_query
from ce_core.url_fields import UrlField, attribute, keys, one_of, read_all, write_all

Query = Mapping[str, list[str]]

UNITS: tuple[Unit, ...] = ("nats", "bits")
SURFACE = "Surface"
SHIFT = 3.0
_SHIFTS = [n / 2 for n in range(-40, 41)]
_IGNORED = "“{}” is none of the settings that it can have."


@dataclass(frozen=True)
class Settings:
    """What is set in the sections of a page; at first as in the app.

    Parameters
    ----------
    unit
        Of the cost.
    log_axis
        Whether the axis of p is logarithmic.
    first, second
        The two logits of the landscape, counted from 0; None for the true class and its rival.
    squared_error
        Whether the landscape is that of squared error.
    shape
        Map or surface.
    jacobian_step
        One of the steps from the Jacobian to ŷ − y.
    shift
        The constant that is added to both logits.
    a, b
        What is saved for a comparison; ``a`` is the current scenario until then.
    """

    unit: Unit = "nats"
    log_axis: bool = False
    first: int | None = None
    second: int | None = None
    squared_error: bool = False
    shape: str = "Map"
    jacobian_step: str = STEPS[0]
    shift: float = SHIFT
    a: Scenario | None = None
    b: Scenario | None = None

    @property
    def cost(self) -> Literal["cross-entropy", "squared error"]:
        """Which cost the landscape is of."""
        return "squared error" if self.squared_error else "cross-entropy"

    def pair(self, scenario: Scenario) -> tuple[int, int]:
        """Give the two logits of a scenario's landscape."""
        classes = range(scenario.n_classes)
        first = self.first if self.first in classes else None
        if first is None:
            first = max(classes, key=lambda i: scenario.target[i])
        others = [i for i in classes if i != first]
        second = self.second if self.second in others else None
        if second is None:
            second = max(others, key=lambda i: scenario.logits[i])
        return first, second

    def fixed(self, scenario: Scenario) -> "Settings":
        """Name the two logits of the landscape, which stay when the scenario changes."""
        first, second = self.pair(scenario)
        return replace(self, first=first, second=second)


def _scenario_text(scenario: Scenario) -> str:
    return urlencode(to_query(scenario), doseq=True)


def _scenario(text: str) -> Scenario | None:
    query = parse_qs(text, max_num_fields=4 * MAX_CLASSES) if len(text) <= 4000 else {}
    scenario, problems = from_query(query)
    return scenario if "z" in query and not problems else None


_CHOICES: Mapping[str, tuple[object, ...]] = {
    "unit": UNITS,
    "log_axis": (False, True),
    "first": tuple(range(MAX_CLASSES)),
    "second": tuple(range(MAX_CLASSES)),
    "squared_error": (False, True),
    "shape": ("Map", SURFACE),
    "jacobian_step": STEPS,
    "shift": tuple(_SHIFTS),
}
FIELDS: tuple[UrlField[Settings], ...] = (
    *(
        attribute(key, key, getattr(Settings(), key), one_of(options), _IGNORED.format(key))
        for key, options in _CHOICES.items()
    ),
    *(
        attribute(key, key, None, _scenario, _IGNORED.format(key), _scenario_text)
        for key in ("a", "b")
    ),
)
SETTING_KEYS = keys(FIELDS)


def read_settings(query: Query) -> tuple[Settings, list[str]]:
    """Read settings from an address, with a sentence for each that was ignored."""
    return read_all(query, FIELDS, Settings())


def settings_query(settings: Settings) -> dict[str, list[str]]:
    """Write settings for an address; what is as at first is left out."""
    return write_all(settings, FIELDS)
