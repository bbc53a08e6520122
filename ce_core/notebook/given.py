"""Read what somebody gives the panel in a notebook, and refuse the rest in one sentence."""

import operator
from collections.abc import Iterable
from typing import Any

from traitlets import TraitError

from ce_core.numeric.arguments import read_floats
from ce_core.scenario import Scenario, default_name

_BOTH = "Change both at once: stage.change(logits=…, target=…)."


class NotPossible(TraitError, ValueError):
    """A value that the panel cannot take; the message says why and what to do."""


def changed(scenario: Scenario, given: dict[str, Any]) -> Scenario:
    """Give the scenario with some of its fields replaced.

    With another number of classes a label that is a class number stays, and so do the usual names.

    Parameters
    ----------
    given
        Any of ``logits``, ``target``, ``names``, ``temperature`` and ``label_smoothing``.

    Raises
    ------
    NotPossible
        If there is no such scenario.
    """
    try:
        logits = _numbers(given.get("logits", scenario.logits), "logits")
        _plain(logits)  # what is wrong with the logits is said before what does not fit them
        return Scenario(
            logits,
            _target(given, scenario, len(logits)),
            _names(given, scenario, len(logits)),
            *(_number(given, scenario, name) for name in ("temperature", "label_smoothing")),
        )
    except (TypeError, ValueError, OverflowError) as problem:
        raise NotPossible(str(problem)) from problem


def started(logits: Any, target: Any, given: dict[str, Any]) -> Scenario:
    """Give the scenario that a panel starts with; parameters as in :func:`changed`."""
    try:
        start = _plain(_numbers(logits, "logits"))
    except (TypeError, ValueError) as problem:
        raise NotPossible(str(problem)) from problem
    return changed(start, {"logits": logits, "target": target, **given})


def as_given(scenario: Scenario) -> dict[str, Any]:
    """Give a scenario's fields as they are read and set: a hard label is a class number."""
    label = scenario.label
    return {
        "logits": scenario.logits,
        "target": scenario.target if label is None else label,
        "names": scenario.names,
        "temperature": scenario.temperature,
        "label_smoothing": scenario.label_smoothing,
    }


def _plain(logits: tuple[float, ...]) -> Scenario:
    return Scenario(logits, (1.0, *(0.0,) * (len(logits) - 1)))


def _numbers(values: Any, name: str) -> tuple[float, ...]:
    array = read_floats(list(values) if isinstance(values, Iterable) else values, name)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one list of numbers, one a class.")
    return tuple(map(float, array))


def _target(given: dict[str, Any], scenario: Scenario, width: int) -> tuple[float, ...]:
    target = given.get("target", scenario.target if scenario.label is None else scenario.label)
    try:
        label = operator.index(target)
    except TypeError:
        soft = _numbers(target, "target")
        if len(soft) != width and "target" not in given:
            raise ValueError(
                f"There are now {width} logits, but target has {len(soft)} entries. {_BOTH}"
            ) from None
        return soft
    if label >= width and "target" not in given:
        raise ValueError(
            f"There are now {width} logits, but the label is class {label}. {_BOTH}"
        ) from None
    if not 0 <= label < width:
        raise ValueError(
            f"target must be a class number from 0 to {width - 1}, or a list of {width} numbers "
            f"that sum to 1, but it is {label}."
        )
    return tuple(float(i == label) for i in range(width))


def _names(given: dict[str, Any], scenario: Scenario, width: int) -> tuple[str, ...]:
    if "names" not in given:
        usual = tuple(map(default_name, range(scenario.n_classes)))
        return scenario.names if scenario.names != usual else tuple(map(default_name, range(width)))
    names = given["names"]
    if isinstance(names, str) or not all(isinstance(name, str) for name in names):
        raise ValueError("names must be a list of texts, one a class.")
    return tuple(names)


def _number(given: dict[str, Any], scenario: Scenario, name: str) -> float:
    value = given.get(name, getattr(scenario, name))
    if isinstance(value, str | bool):
        raise ValueError(f"{name} must be a number, but it is {value!r}.")
    return float(value)
