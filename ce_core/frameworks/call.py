"""A cross-entropy call as data, and the lines of code that several frameworks write alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Nested = Any
"""A number, or a list of nested numbers."""

DATA_FILE = "batch.npz"


@dataclass(frozen=True)
class Call:
    """What is asked of a framework.

    Parameters
    ----------
    shape : tuple of int
        That of the logits: (K,), (N, K) or (batch, seq, K).
    is_soft : bool
        Whether the labels are distributions, in the shape of the logits.
    logits, target : nested lists, or None
        Written into the code; None loads them from ``batch.npz``.
    weight, ignore_index, label_smoothing, reduction, temperature
        As in ``ce_core.numeric.batch.Settings``.
    """

    shape: tuple[int, ...]
    is_soft: bool
    logits: Nested | None = None
    target: Nested | None = None
    weight: Sequence[float] | None = None
    ignore_index: int | None = None
    label_smoothing: float = 0.0
    reduction: Literal["mean", "sum", "none"] = "mean"
    temperature: float = 1.0

    @property
    def n_classes(self) -> int:
        """The number of classes, K."""
        return self.shape[-1]


def literal(nested: Nested, indent: str = "    ") -> str:
    """Write nested lists with each innermost list on a line of its own."""
    if not isinstance(nested, list) or not nested or not isinstance(nested[0], list):
        return repr(nested)
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


def weight(call: Call, array: str, arguments: str = "") -> list[str]:
    if call.weight is None:
        return []
    return [f"weight = {array}({list(call.weight)!r}{arguments})"]


def temperature(call: Call, scaled: str = "logits") -> list[str]:
    return [] if call.temperature == 1 else [f"{scaled} = logits / {call.temperature!r}"]


def known(call: Call, where: str) -> list[str]:
    """Mark the rows that count; 0 stands in for the index that is ignored."""
    if call.ignore_index is None:
        return []
    return [
        f"counts = target != {call.ignore_index}",
        f"target = {where}(counts, target, 0)",
    ]


def smoothed(call: Call, y: str) -> str:
    if not call.label_smoothing:
        return y
    epsilon = call.label_smoothing
    return f"(1 - {epsilon!r}) * {y} + {epsilon!r} / {call.n_classes}"


def reduced(call: Call, total: str, mean: str, of_class: str, cast: str) -> list[str]:
    """Reduce ``losses`` as PyTorch does, with this framework's names for sum and mean.

    ``of_class`` is the weight of each row's true class, ``cast`` makes numbers of ``counts``.
    """
    if call.reduction == "none":
        return ["loss = losses"]
    if call.reduction == "sum":
        return [f"loss = {total}(losses)"]
    if call.is_soft or (call.weight is None and call.ignore_index is None):
        return [f"loss = {mean}(losses)"]
    shares = []
    if call.weight is not None:
        shares.append(of_class)
    if call.ignore_index is not None:
        shares.append(cast)
    return [f"loss = {total}(losses) / {total}({' * '.join(shares)})"]


def joined(*parts: Sequence[str]) -> str:
    """Join blocks of lines, one empty line between those that hold something."""
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"
