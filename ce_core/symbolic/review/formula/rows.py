"""Cut the tokens of a formula into rows and sides: what stands left and right of each "="."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ce_core.symbolic.review.formula.grids import split
from ce_core.symbolic.review.formula.latex_tokens import Token
from ce_core.symbolic.review.formula.typed_cases import with_cases

PUNCTUATION = (",", ".", ";", ":")


@dataclass(frozen=True)
class Side:
    """One side of an equation."""

    tokens: tuple[Token, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Row:
    """A row of a formula.

    Parameters
    ----------
    sides
        What stands between its equals signs. The first is empty where the row begins with one.
    start, end
        Its place in the text.
    defines
        Whether it says ``:=``.
    condition
        The letters of a condition that stands beside it, ``("i", "=", "j")``.
    relation
        Another sign than "=" that it holds, such as ≈.
    """

    sides: tuple[Side, ...]
    start: int
    end: int
    defines: bool = False
    condition: tuple[str, str, str] | None = None
    relation: Token | None = None


def rows(tokens: Sequence[Token]) -> list[Row]:
    """The rows of a formula, each with its sides; a row that begins with a sign goes on."""
    found: list[list[Token]] = []
    for part in split(tokens, "row"):
        cut = _bare(part)
        if not cut:
            continue
        goes_on = cut[0].text in ("+", "-") and cut[0].kind == "operator"
        goes_on &= not any(_is_equals(token) for token in cut)
        open_end = bool(found) and found[-1][-1].text in ("+", "-", "*", "=", ".")
        if found and ((goes_on and any(_is_equals(t) for t in found[-1])) or open_end):
            found[-1] += cut
        else:
            found.append(cut)
    return [row for part in found for row in _parts(with_cases(part))]


def _is_equals(token: Token) -> bool:
    return token.text in ("=", ":=") and token.kind in ("operator", "relation")


def _bare(tokens: Sequence[Token]) -> list[Token]:
    """A row without its alignment marks, and out of a group around all of it."""
    kept = [each for each in tokens if each.kind != "cell"]
    while len(kept) == 1 and kept[0].kind == "group" and kept[0].text == "{":
        kept = [each for each in kept[0].inside[0] if each.kind != "cell"]
    return _over(kept)


def _over(tokens: list[Token]) -> list[Token]:
    r"""``a \over b`` as a fraction, within its group."""
    changed = []
    for token in tokens:
        if token.kind in ("group", "fraction", "root", "accent"):
            inside = tuple(tuple(_over(list(inner))) for inner in token.inside)
            token = replace(token, inside=inside)
        changed.append(token)
    at = next((n for n, t in enumerate(changed) if t.text == "over" and t.kind == "operator"), None)
    if at is None or at == 0 or at == len(changed) - 1:
        return changed
    above, below = tuple(changed[:at]), tuple(changed[at + 1 :])
    return [Token("fraction", "/", above[0].start, below[-1].end, (above, below))]


def _parts(tokens: list[Token]) -> list[Row]:
    """What stands before a comma or words, and further equations after them."""
    segments = _segments(tokens)
    found: list[Row] = []
    for segment in segments:
        condition = _condition(segment)
        if condition is not None and found:
            found[-1] = replace(found[-1], condition=condition)
            continue
        row = _row(segment)
        if row is not None and (not found or len(row.sides) > 1):
            found.append(row)
    return found


def _segments(tokens: list[Token]) -> list[list[Token]]:
    depth = 0
    segments: list[list[Token]] = [[]]
    for token in _without_remarks(tokens):
        depth += (token.kind == "open") - (token.kind == "close")
        breaks = token.kind in ("space", "words") or token.text in ("if", "otherwise")
        breaks |= token.kind == "operator" and token.text in (",", ";") and depth <= 0
        breaks |= token.kind == "relation" and token.text in ("⇒", "⇔") and depth <= 0
        if breaks:
            segments.append([])
        else:
            segments[-1].append(token)
    return [kept for each in segments if (kept := _trimmed(each))]


def _without_remarks(tokens: list[Token]) -> list[Token]:
    """Tokens without brackets that begin with words: (because the labels sum to 1)."""
    kept: list[Token] = []
    depth = 0
    for at, token in enumerate(tokens):
        opens = token.kind == "open"
        words = opens and at + 1 < len(tokens) and tokens[at + 1].kind == "words"
        if depth or words:
            depth += opens - (token.kind == "close")
        else:
            kept.append(token)
    return kept


def _trimmed(tokens: list[Token]) -> list[Token]:
    while tokens and tokens[-1].kind == "operator" and tokens[-1].text in PUNCTUATION:
        tokens = tokens[:-1]
    texts = [each.text for each in tokens]
    if texts[:2] == ["eq", "("] or (
        all(each.kind == "number" for each in tokens[1:-1])
        and (len(tokens) == 3 and texts[0] == "(" and texts[2] == ")")
    ):
        return []
    return tokens


def _condition(tokens: Sequence[Token]) -> tuple[str, str, str] | None:
    tokens = [each for each in tokens if each.text not in (":", ".", ",")]
    if len(tokens) != 3 or tokens[1].text not in ("=", "≠"):
        return None
    first, sign, second = tokens
    names = "ijklmnkt" if sign.text == "=" else "abcdijklmnrst"
    single = all(each.kind == "word" and each.text in names for each in (first, second))
    return (first.text, sign.text, second.text) if single else None


def condition_of(tokens: Sequence[Token]) -> tuple[str, str, str] | None:
    """The condition that a formula on its own states: i = j or i ≠ j."""
    return _condition(_bare(tokens))


def _row(tokens: list[Token]) -> Row | None:
    depth = 0
    sides: list[list[Token]] = [[]]
    relation: Token | None = None
    defines = False
    marks: list[Token] = []
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        if _is_equals(token) and depth <= 0:
            sides.append([])
            marks.append(token)
            defines |= token.text == ":="
            continue
        if token.kind == "relation" and depth <= 0:
            relation = relation or token
        sides[-1].append(token)
    if not any(sides):
        return None
    made = []
    for number, side in enumerate(sides):
        at = side[0].start if side else (marks[number].start if number < len(marks) else -1)
        if at < 0:
            continue
        made.append(Side(tuple(side), at, side[-1].end if side else at))
    return Row(tuple(made), tokens[0].start, tokens[-1].end, defines, relation=relation)
