"""Guess what each array of a file is, by its name and by its shape, and say what is unclear."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from ce_core.numeric.batch.files.content import Array, Arrays, plain_name
from ce_core.numeric.batch.files.names import Name, read_name
from ce_core.numeric.batch.limits import quoted
from ce_core.numeric.batch.reading.roles import Guess, Part, Role, capital, enumerated


def guess_arrays(content: Arrays, *, of_labels: bool = False) -> Guess:
    """Guess the roles of all arrays of a file, or of one given for its labels alone."""
    return _guess_label_arrays(content) if of_labels else _guess_arrays(content)


def _guess_label_arrays(content: Arrays) -> Guess:
    names = list(content.arrays)
    named = [n for n in names if read_name(n).kind in ("label", "class")]
    chosen = named or names
    parts = {n: Part(n, "left out", why="the labels are used") for n in names}
    parts[chosen[0]] = Part(chosen[0], "label")
    doubts = []
    if _differ([content.arrays[n] for n in chosen]):
        doubts.append(f"{capital(enumerated(list(map(quoted, chosen))))} may all be the labels.")
    return Guess(tuple(parts[n] for n in names), tuple(doubts))


def _guess_arrays(content: Arrays) -> Guess:
    names = list(content.arrays)
    parts = {n: Part(n, "left out", why="by its name") for n in names}
    labels = _of(names, lambda name: name.kind in ("label", "class"))
    logits = _of(names, lambda name: name.kind == "logit" and name.number is None)
    probable = _of(names, lambda name: name.kind == "probability" and name.number is None)
    exact = [n for n in logits if read_name(n).stem in ("logits", "logit")]
    doubts: list[str] = []
    main = exact or logits or probable or _predictions(content, labels)
    if not main:
        others = [n for n in names if n not in labels and read_name(n).kind in ("other", "unnamed")]
        main = others[:1] if len(names) == 1 or (labels and len(others) == 1) else []
        if not main and len(others) > 1:
            main = sorted(others, key=lambda n: -content.arrays[n].size)[:1]
            labels = labels or [n for n in others if n not in main][:1]
            doubts.append(
                f"Which of {enumerated([quoted(n) for n in names[:4]])} holds the logits?"
            )
    if len(main) > 1 and _differ([content.arrays[n] for n in main]):
        doubts.append(f"{capital(enumerated([quoted(n) for n in main]))} may all be the logits.")
    if main:
        role: Role = "probability" if main[0] in probable and not logits else "logit"
        parts[main[0]] = Part(main[0], role)
    label_doubts = _choose_labels(content, labels, parts)
    if labels:
        label_doubts += _masks(content, content.arrays[labels[0]].shape)
    for n in _of(names, lambda name: name.kind == "weight") if main else ():
        weight = _weight_role(n, content.arrays[n], content.arrays[main[0]], doubts)
        if weight is not None:
            parts[n] = Part(n, weight)
    for n in probable:
        if n not in main:
            parts[n] = replace(parts[n], why="probabilities beside logits")
    return Guess(tuple(parts[n] for n in names), tuple(doubts), label_doubts)


def _predictions(content: Arrays, labels: Sequence[str]) -> list[str]:
    """Find the array that a trainer calls predictions; one number a row is a class, no logit."""
    return [
        name
        for name, array in content.arrays.items()
        if name not in labels and "prediction" in name.casefold() and array.ndim > 1
    ][:1]


def _weight_role(name: str, weight: Array, logits: Array, doubts: list[str]) -> Role | None:
    """Tell weights of rows from weights of classes: by the name, else by the shape."""
    stem = read_name(name).stem
    if stem.startswith("sample"):
        return "row weight"
    classes = weight.ndim == 1 and len(weight) in logits.shape[:2] + logits.shape[-1:]
    rows = weight.shape in (logits.shape[:-1], logits.shape[:1]) and logits.ndim > 1
    if stem.startswith("class"):
        return "class weight" if classes else None
    if rows and weight.ndim == 1 and len(weight) == logits.shape[-1]:
        doubts.append(f"{quoted(name)} may be weights of the rows or of the classes.")
    if rows and not (weight.ndim == 1 and len(weight) == logits.shape[-1]):
        return "row weight"
    return "class weight" if classes else None


def _masks(content: Arrays, shape: tuple[int, ...]) -> tuple[str, ...]:
    """Ask about arrays of 0 and 1 that may say which rows count."""
    return tuple(
        f"{quoted(name)} may say which rows count. Choose row weight for it, or leave it out."
        for name, array in content.arrays.items()
        if "mask" in plain_name(name).split("_")
        and array.shape == shape
        and np.array_equal(np.unique(array), (0, 1))
    )


def _choose_labels(content: Arrays, labels: list[str], parts: dict[str, Part]) -> tuple[str, ...]:
    """Give the labels their part; and the doubt, where several arrays may be them."""
    if not labels:
        return ()
    parts[labels[0]] = Part(labels[0], "label")
    if _differ([content.arrays[n] for n in labels]):
        listed = capital(enumerated([quoted(n) for n in labels]))
        return (f"{listed} may all be the labels, and they differ.",)
    for n in labels[1:]:
        parts[n] = Part(n, "left out", why=f"the same as {quoted(labels[0])}")
    return ()


def _of(names: Sequence[str], test: Callable[[Name], bool]) -> list[str]:
    return [n for n in names if test(read_name(n))]


def _differ(arrays: Sequence[Array]) -> bool:
    return any(not np.array_equal(arrays[0], other) for other in arrays[1:])
