"""Find cases that are typed in one line: ``p_j(1-p_j) if i=j, -p_j p_i if i≠j``."""

from collections.abc import Sequence
from dataclasses import replace

from ce_core.symbolic.review.formula.latex_tokens import Token

_IF, _OTHERWISE = "if", "otherwise"
_PUNCTUATION = (",", ";")


def with_cases(tokens: Sequence[Token]) -> list[Token]:
    """The same tokens, with two cases in one line as the environment that they stand for.

    Braces around them go. What stands before the first case, up to its equals sign, stays.
    """
    inner = [_inside(token) for token in tokens]
    marks = [n for n, token in enumerate(inner) if _says(token, _IF)]
    other = next((n for n, token in enumerate(inner) if _says(token, _OTHERWISE)), None)
    if len(marks) == 1 and other is not None and marks[0] < other:
        marks.append(other)
    if len(marks) != 2:
        return inner
    first, second = marks
    begin = 1 + max((n for n in range(first) if _is_equals(inner[n])), default=-1)
    between = first + 4
    conditions = inner[first + 1 : between], inner[second + 1 : second + 4]
    one, two = inner[begin:first], inner[between:second]
    if two and two[0].text in _PUNCTUATION:
        two = two[1:]
    left = [t for t in inner[second + 4 :] if t.text not in (*_PUNCTUATION, ".")]
    if not one or not two or left or not _is_condition(conditions[0]):
        return inner
    if not _says(inner[second], _OTHERWISE) and not _is_condition(conditions[1]):
        return inner
    end = (conditions[1] or [inner[second]])[-1].end
    row = Token("row", r"\\", inner[between - 1].end, inner[between - 1].end)
    cells = [Token("cell", "&", part[-1].end, part[-1].end) for part in (one, two)]
    body = (*one, cells[0], *conditions[0], row, *two, cells[1], *conditions[1])
    return [*inner[:begin], Token("environment", "cases", one[0].start, end, (body,))]


def _inside(token: Token) -> Token:
    """A group whose inside is cases, as these."""
    if token.kind != "group" or not any(_says(each, _IF) for each in token.inside[0]):
        return token
    inner = with_cases(token.inside[0])
    if len(inner) == 1 and inner[0].kind == "environment":
        return replace(inner[0], start=token.start, end=token.end)
    return token


def _says(token: Token, word: str) -> bool:
    return token.kind in ("word", "words") and token.text.strip() == word


def _is_equals(token: Token) -> bool:
    return token.text in ("=", ":=") and token.kind in ("operator", "relation")


def _is_condition(tokens: Sequence[Token]) -> bool:
    return (
        len(tokens) == 3
        and tokens[1].text in ("=", "≠")
        and all(t.kind == "word" and len(t.text) == 1 for t in (tokens[0], tokens[2]))
    )
