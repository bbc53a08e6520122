"""Hold a cross-entropy call as data, and write the lines that several frameworks share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ce_core.numeric.batch.settings import Settings

Nested = Any
"""A number, or a list of nested numbers."""

DATA_FILE = "batch.npz"


@dataclass(frozen=True)
class Call:
    """What is asked of a framework.

    Parameters
    ----------
    shape : tuple of int
        That of the logits, one to four axes, the classes on the last.
    is_soft : bool
        Whether the labels are distributions, in the shape of the logits.
    settings : Settings
    logits, target : nested lists, or None
        Written into the code; None loads them from ``batch.npz``.
    row_weight : nested lists, or None
        As `logits`, where `has_row_weight`.
    has_row_weight : bool
        Whether each row has a weight that multiplies its loss.
    is_masked : bool
        Whether a logit is −∞.
    """

    shape: tuple[int, ...]
    is_soft: bool
    settings: Settings
    logits: Nested | None = None
    target: Nested | None = None
    row_weight: Nested | None = None
    has_row_weight: bool = False
    is_masked: bool = False

    @property
    def n_classes(self) -> int:
        """The number of classes, K."""
        return self.shape[-1]

    @property
    def weighs_rows(self) -> bool:
        """Whether a mean divides by weights or by a count, not by the number of rows."""
        settings = self.settings
        by_label = settings.weight is not None or settings.ignore_index is not None
        return self.has_row_weight or (by_label and not self.is_soft)

    @property
    def meets_zero_times_infinity(self) -> bool:
        """Whether a label of 0 may multiply the logarithm of 0, which computes as nan."""
        return self.is_masked and self.is_soft

    @property
    def may_count_nothing(self) -> bool:
        """Whether some labels would leave no row, or no weight, that counts."""
        return (
            self.settings.ignore_index is not None
            or 0 in (self.settings.weight or ())
            or self.has_row_weight
        )


def literal(nested: Nested, indent: str = "    ") -> str:
    """Write nested lists with each innermost list on a line of its own."""
    if not isinstance(nested, list) or not nested or not isinstance(nested[0], list):
        return repr(nested).replace("-inf", 'float("-inf")')
    inner = f",\n{indent}".join(literal(part, indent + "    ") for part in nested)
    return f"[\n{indent}{inner},\n{indent[4:]}]"


def data(call: Call, array: str, *, of_logits: str = "", of_target: str = "") -> list[str]:
    """Bind ``logits`` and ``target``, from the numbers themselves or from the file.

    ``array`` is the framework's constructor; the rest are its arguments after the data.
    """
    if call.logits is None:
        return [
            f'batch = np.load("{DATA_FILE}")',
            f'logits = {array}(batch["logits"]{of_logits})',
            f'target = {array}(batch["labels"]{of_target})',
        ]
    return [
        f"logits = {array}({literal(call.logits)}{of_logits})",
        f"target = {array}({literal(call.target)}{of_target})",
    ]


def row_weight(call: Call, array: str, arguments: str = "") -> list[str]:
    """Bind ``row_weight``, where the rows have weights."""
    if not call.has_row_weight:
        return []
    if call.logits is None:
        return [f'row_weight = {array}(batch["sample_weight"]{arguments})']
    return [f"row_weight = {array}({literal(call.row_weight)}{arguments})"]


def double(call: Call, array: str) -> list[str]:
    """Bind the data in float64, so that a file in half precision computes as the page does."""
    cast = ", dtype=float"
    read = data(call, array, of_logits=cast, of_target=cast if call.is_soft else "")
    return read + row_weight(call, array, cast)


def weight(call: Call, array: str, arguments: str = "") -> list[str]:
    if call.settings.weight is None:
        return []
    return [f"weight = {array}({list(call.settings.weight)!r}{arguments})"]


def temperature(call: Call, scaled: str = "logits") -> list[str]:
    return (
        []
        if call.settings.temperature == 1
        else [f"{scaled} = logits / {call.settings.temperature!r}"]
    )


def known(call: Call, where: str) -> list[str]:
    """Mark the rows that count; 0 stands in for the index that is ignored."""
    if call.settings.ignore_index is None:
        return []
    return [
        f"counts = target != {call.settings.ignore_index}",
        f"target = {where}(counts, target, 0)",
    ]


def smoothed(call: Call, y: str) -> str:
    if not call.settings.label_smoothing:
        return y
    epsilon = call.settings.label_smoothing
    return f"(1 - {epsilon!r}) * {y} + {epsilon!r} / {call.n_classes}"


NOTHING = "  # nan: nothing counts"


def shares(call: Call, of_class: str, counts: str) -> str:
    """Write what each row adds to the divisor of a mean.

    ``of_class`` is the weight of each row's true class, ``counts`` 1 where a row counts.
    """
    parts = ["row_weight"] if call.has_row_weight else []
    if call.settings.weight is not None and not call.is_soft:
        parts.append(of_class)
    if call.settings.ignore_index is not None:
        parts.append(counts)
    return " * ".join(parts)


def reduced(call: Call, total: str, mean: str, of_class: str, cast: str) -> list[str]:
    """Reduce ``losses`` as PyTorch does, with this framework's names for sum and mean.

    ``of_class`` is the weight of each row's true class, ``cast`` makes numbers of ``counts``.
    """
    by_row = ["losses = row_weight * losses"] if call.has_row_weight else []
    if call.settings.reduction == "none":
        return [*by_row, "loss = losses"]
    if call.settings.reduction == "sum":
        return [*by_row, f"loss = {total}(losses)"]
    if not call.weighs_rows:
        return [f"loss = {mean}(losses)"]
    divisor = f"{total}({shares(call, of_class, cast)})"
    if not call.may_count_nothing:
        return [*by_row, f"loss = {total}(losses) / {divisor}"]
    return [
        *by_row,
        f"divisor = {divisor}",
        f'loss = {total}(losses) / divisor if divisor else float("nan"){NOTHING}',
    ]


def no_temperature(call: Call) -> list[str]:
    """Say that a framework has no argument for the temperature, where one is set."""
    if call.settings.temperature == 1:
        return []
    return ["There is no argument for the temperature; the code divides the logits first."]


def axis_sentence(call: Call) -> str:
    return f"The classes are on axis {len(call.shape) - 1}, the last."


def numpy_for_file(call: Call) -> list[str]:
    return ["import numpy as np"] if call.logits is None else []


def joined(*parts: Sequence[str]) -> str:
    """Join blocks of lines, one empty line between those that hold something."""
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"
