"""Say in one sentence how a file is read: which parts are what, and which are left out."""

from collections.abc import Sequence

from ce_core.numeric.batch.reading.roles import Part, Role, shown_name

_NAMED: tuple[tuple[Role, str], ...] = (
    ("logit", "logits from"),
    ("probability", "probabilities from"),
    ("label", "labels from"),
    ("soft label", "soft labels from"),
    ("row weight", "weights of rows from"),
    ("class weight", "class weights from"),
)
_MOST = 6


def summary(parts: Sequence[Part], label_parts: Sequence[Part] = ()) -> str:
    """Write "Read as: logits from “cat”, “dog” · labels from “label” · left out: …"."""
    said = [text for role, words in _NAMED for text in _said(parts, role, words)]
    if label_parts:
        apart = [i for i, p in enumerate(label_parts) if p.role in ("label", "soft label")]
        named = any(label_parts[i].name for i in apart)
        given = f" from {_listed(label_parts, apart)}" if named else ""
        said.append(f"labels given apart{given}")
    left = _left_out(parts) + _left_out(label_parts)
    said += _said(label_parts, "row weight", "weights of rows from")
    if left:
        said.append(f"left out: {', '.join(left)}")
    return f"Read as: {' · '.join(said)}" if said else ""


def _said(parts: Sequence[Part], role: Role, words: str) -> list[str]:
    chosen = [i for i, part in enumerate(parts) if part.role == role]
    if not chosen:
        return []
    if len(parts) == 1 and not parts[0].name:
        return [words.removesuffix(" from")]
    chosen.sort(key=lambda i: (parts[i].index or 0, i))
    return [f"{words} {_listed(parts, chosen)}"]


def _listed(parts: Sequence[Part], chosen: Sequence[int]) -> str:
    names = [shown_name(parts[i], i) for i in chosen]
    if all(not parts[i].name for i in chosen) and len(chosen) > 1:
        first, last = chosen[0] + 1, chosen[-1] + 1
        if list(chosen) == list(range(chosen[0], chosen[-1] + 1)):
            return f"columns {first} to {last}"
    if len(names) > _MOST:
        return f"{', '.join(names[:3])}, …, {names[-1]} ({len(names)} columns)"
    return ", ".join(names)


def _left_out(parts: Sequence[Part]) -> list[str]:
    left = [(i, part) for i, part in enumerate(parts) if part.role == "left out"]
    has_names = any(part.name for part in parts)
    said = []
    for i, part in left[:_MOST]:
        name = ("" if part.name or not has_names else "the unnamed ") + shown_name(part, i)
        said.append(f"{name} ({part.why})" if part.why else name)
    return [*said, f"{len(left) - _MOST} more"] if len(left) > _MOST else said
