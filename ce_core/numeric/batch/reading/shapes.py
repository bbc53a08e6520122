"""Find the axis of the classes: which shapes of labels fit which logits, by NumPy's rules.

Index labels have the shape of the logits without the axis of the classes; distributions have the
shape of the logits. Axes of length 1 may be left out or added. Nothing else is reshaped.
"""

from dataclasses import dataclass

from ce_core.numeric.batch.files.content import Array
from ce_core.numeric.batch.reading.roles import is_distribution

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Fit:
    """One way in which labels fit logits.

    Parameters
    ----------
    axis : int or None
        Where the classes are; None where each logit is a row of its own, with two classes.
    soft : bool
        Whether the labels are distributions over the classes.
    """

    axis: int | None
    soft: bool = False


def without(shape: Shape, axis: int) -> Shape:
    """Give what is left of a shape without one axis."""
    return shape[:axis] + shape[axis + 1 :]


def is_same(shape: Shape, wanted: Shape) -> bool:
    """Tell whether two shapes are the same but for axes of length 1."""
    return [n for n in shape if n != 1] == [n for n in wanted if n != 1]


def usual_axes(n_axes: int) -> tuple[int, ...]:
    """Give the axes on which frameworks have the classes: the second, as PyTorch, or the last."""
    return tuple(sorted({min(1, n_axes - 1), n_axes - 1}))


def fits(logits: Shape, labels: Shape) -> list[Fit]:
    """Give every way in which labels of one shape fit logits of another, whatever they hold."""
    found = []
    for axis, length in enumerate(logits):
        if length < 2:
            continue
        if is_same(labels, without(logits, axis)):
            found.append(Fit(axis))
        if labels == logits or (is_same(labels, logits) and len(labels) < len(logits)):
            found.append(Fit(axis, soft=True))
    if is_binary(logits) and is_same(labels, logits):
        found.append(Fit(None))
    return found


def is_binary(logits: Shape) -> bool:
    """Tell whether every logit may be a row of its own: one axis, or a last axis of length 1."""
    return len(logits) == 1 or logits[-1] == 1


def choose(logits: Shape, labels: Array, axis: int | None, binary: bool | None) -> list[Fit]:
    """Give the ways that are left when the usual axes and the labels' content are considered.

    Parameters
    ----------
    logits : tuple of int
    labels : ndarray
    axis : int or None
        The axis that was chosen by hand; None considers the usual ones.
    binary : bool or None
        Whether each logit is a row of its own, if that was chosen by hand.

    Returns
    -------
    list of Fit
        One if it is clear, several if somebody must choose, none if nothing fits.
    """
    axes = usual_axes(len(logits)) if axis is None else (axis,)
    found = [
        fit
        for fit in fits(logits, labels.shape)
        if (fit.axis is None and binary is not False) or (fit.axis in axes and not binary)
    ]
    soft = [fit for fit in found if fit.soft]
    proper = [fit for fit in soft if _is_soft(labels, logits, fit)]
    rows = _may_be_rows(labels, only_whole=bool(proper) and not binary)
    rest = [fit for fit in found if not fit.soft and (fit.axis is not None or rows)]
    if proper or rest:
        return rest + proper
    return soft[-1:]


def _is_soft(labels: Array, logits: Shape, fit: Fit) -> bool:
    assert fit.axis is not None
    return is_distribution(labels.reshape(logits), fit.axis)


def _may_be_rows(labels: Array, *, only_whole: bool) -> bool:
    """Tell whether labels are those of two classes: 0, 1, or a share between them."""
    if only_whole:
        return bool(((labels == 0) | (labels == 1)).all())
    return bool(((labels >= 0) & (labels <= 1)).all())


def shown(shape: Shape) -> str:
    """Write a shape in a sentence: "2 × 3"."""
    return " × ".join(map(str, shape)) if shape else "a single number"


def refusal(logits: Shape, labels: Shape, axis: int | None) -> str:
    """Say that no way fits, with both shapes, and which axis would fit."""
    axes = usual_axes(len(logits)) if axis is None else (axis,)
    wanted = dict.fromkeys(shown(without(logits, each)) for each in axes if logits[each] > 1)
    needed = " or ".join(wanted) or shown(logits)
    sentence = (
        f"The labels have the shape {shown(labels)}, the logits {shown(logits)}. Such logits need "
        f"labels of the shape {needed} as class numbers, or {shown(logits)} as distributions."
    )
    others = [fit.axis for fit in fits(logits, labels) if fit.axis not in (None, *axes)]
    if others:
        sentence += f" They would fit with the classes on axis {others[0]}: choose that axis."
    return sentence
