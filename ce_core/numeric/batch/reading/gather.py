"""Take logits, labels and class names out of a file, once the role of each part is known."""

from dataclasses import dataclass, replace
from typing import Literal

from ce_core.numeric.batch.files.content import Array, Arrays, Content, Table
from ce_core.numeric.batch.limits import quoted
from ce_core.numeric.batch.reading.roles import Part, Role, columns_of, shown_name

Numbers = Literal["logits", "probabilities"]


@dataclass(frozen=True)
class Labels:
    """Labels as they were given, and the texts that their numbers stand for, if they are texts."""

    values: Array
    words: tuple[str, ...] | None = None
    row_weight: Array | None = None


@dataclass(frozen=True)
class Gathered:
    """What a file holds: logits or probabilities, and what came with them.

    Parameters
    ----------
    values : ndarray
        In the shape of the file, the classes on any axis.
    numbers : {"logits", "probabilities"}
    labels : Labels or None
    classes : tuple of str
        What the columns of logits are called after their classes; empty if they are not.
    weight : tuple of float, or None
        One a class.
    row_weight : ndarray or None
        One a row, in the shape of the file.
    """

    values: Array
    numbers: Numbers
    labels: Labels | None
    classes: tuple[str, ...] = ()
    weight: tuple[float, ...] | None = None
    row_weight: Array | None = None


def gather(content: Content, parts: tuple[Part, ...]) -> Gathered:
    """Take out logits and what came with them.

    Raises
    ------
    ValueError
        When no part is the logits, or a class has two columns or none.
    """
    role: Role = "logit" if any(part.role == "logit" for part in parts) else "probability"
    numbers: Numbers = "logits" if role == "logit" else "probabilities"
    if isinstance(content, Arrays):
        return _of_arrays(content, parts, role, numbers)
    chosen = _by_class(parts, role)
    if not chosen:
        raise ValueError(f"No column holds logits{_texts_instead(content, parts)}")
    values: Array = columns_of(content.values, chosen)
    if any(i in content.words for i in chosen):
        raise ValueError("A column of texts cannot hold logits. Choose another role for it.")
    labels = _labels_of_table(content, parts)
    if len(values) == 1 and content.names is None and labels is None and len(chosen) > 1:
        values = values[0]  # one line of numbers without names is one row of logits
    row_weight = _weight_of_table(content, parts)
    return Gathered(values, numbers, labels, _class_names(parts, chosen), row_weight=row_weight)


def gather_labels(content: Content, parts: tuple[Part, ...]) -> Labels:
    """Take the labels out of what was given for them alone.

    Raises
    ------
    ValueError
        When no part is the labels.
    """
    if isinstance(content, Arrays):
        names = _names(content, parts, "label", "soft label")
        if not names:
            raise ValueError("No array holds labels. Choose one.")
        weight = _row_weight_of(content, parts)
        return Labels(content.arrays[names[0]], content.words.get(names[0]), weight)
    labels = _labels_of_table(content, parts)
    if labels is None:
        raise ValueError("No column holds labels. Choose one.")
    if content.names is None and len(content.values) == 1:
        return Labels(labels.values.reshape(-1), labels.words)
    return replace(labels, row_weight=_weight_of_table(content, parts))


def _of_arrays(content: Arrays, parts: tuple[Part, ...], role: Role, numbers: Numbers) -> Gathered:
    names = _names(content, parts, role)
    if not names:
        shown = ", ".join(f"“{name[:24]}”" for name in list(content.arrays)[:4])
        raise ValueError(
            f"Nothing here is named like logits, only {shown}; name the arrays logits and labels, "
            "or choose what each of them holds."
        )
    if len(names) > 1:
        raise ValueError("More than one array is chosen for the logits. Leave the others out.")
    labels = _names(content, parts, "label", "soft label")
    given = None
    if labels:
        given = Labels(content.arrays[labels[0]], content.words.get(labels[0]))
    if names[0] in content.words:
        raise ValueError("An array of texts cannot hold logits. Choose another role for it.")
    weights = _names(content, parts, "class weight")
    weight = tuple(map(float, content.arrays[weights[0]].ravel())) if weights else None
    row_weight = _row_weight_of(content, parts)
    return Gathered(content.arrays[names[0]], numbers, given, weight=weight, row_weight=row_weight)


def _texts_instead(content: Table, parts: tuple[Part, ...]) -> str:
    """Show what stands in the first column of texts that was left out, which may be meant."""
    for i, words in content.words.items():
        if parts[i].role == "left out" and parts[i].why == "texts":
            return f": {shown_name(parts[i], i)} holds texts, such as {quoted(words[0])}."
    return ". Choose at least one column of logits."


def _row_weight_of(content: Arrays, parts: tuple[Part, ...]) -> Array | None:
    names = _names(content, parts, "row weight")
    if len(names) > 1:
        raise ValueError("More than one array is chosen for the weights. Leave the others out.")
    if names and names[0] in content.words:
        raise ValueError("An array of texts cannot hold weights. Choose another role for it.")
    return content.arrays[names[0]] if names else None


def _weight_of_table(content: Table, parts: tuple[Part, ...]) -> Array | None:
    if any(part.role == "class weight" for part in parts):
        raise ValueError(
            "A column holds one number a row, so it cannot hold weights of classes. Choose row "
            "weight for it."
        )
    columns = [i for i, part in enumerate(parts) if part.role == "row weight"]
    if len(columns) > 1:
        raise ValueError("More than one column is chosen for the weights. Leave the others out.")
    if columns and columns[0] in content.words:
        raise ValueError("A column of texts cannot hold weights. Choose another role for it.")
    return content.values[:, columns[0]] if columns else None


def _names(content: Arrays, parts: tuple[Part, ...], *roles: Role) -> list[str]:
    return [name for name, part in zip(content.arrays, parts, strict=True) if part.role in roles]


def _labels_of_table(content: Table, parts: tuple[Part, ...]) -> Labels | None:
    soft = _by_class(parts, "soft label")
    if soft:
        return Labels(columns_of(content.values, soft))
    columns = [i for i, part in enumerate(parts) if part.role == "label"]
    if not columns:
        return None
    if len(columns) > 1:
        raise ValueError("More than one column is chosen for the labels. Leave the others out.")
    return Labels(content.values[:, columns[0]], content.words.get(columns[0]))


def _by_class(parts: tuple[Part, ...], role: Role) -> list[int]:
    """Give the columns of a role in the order of their classes."""
    columns = [i for i, part in enumerate(parts) if part.role == role]
    classes: list[int] = []
    for at, i in enumerate(columns):
        index = parts[i].index
        classes.append(at if index is None else index)
    if sorted(classes) != list(range(len(columns))):
        doubled = next((c for c in classes if classes.count(c) > 1), None)
        found = f"class {doubled} has more than one" if doubled is not None else "a class has none"
        raise ValueError(
            f"Of the {len(columns)} columns chosen as {role}, {found}; "
            f"number them from 0 to {len(columns) - 1}."
        )
    return [i for _, i in sorted(zip(classes, columns, strict=True))]


def _class_names(parts: tuple[Part, ...], chosen: list[int]) -> tuple[str, ...]:
    names = tuple(parts[i].of or parts[i].name for i in chosen)
    return names if all(names) else ()
