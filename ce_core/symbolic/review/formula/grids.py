"""Read vectors, matrices, and cases."""

from collections.abc import Sequence

from sympy import Integer

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Grid
from ce_core.symbolic.reading import spans
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.review.formula.class_sums import ClassSums
from ce_core.symbolic.review.formula.entries import placed
from ce_core.symbolic.review.formula.latex_tokens import CASES, Token
from ce_core.symbolic.review.formula.trouble import Trouble


class Grids(ClassSums):
    """Adds environments to the grammar."""

    def _environment(self) -> Reading:
        token = self._next()
        rows = split(token.inside[0], "row")
        cells = [split(row, "cell") for row in rows if row]
        if any(each.kind == "dots" for row in rows for each in row):
            raise Trouble("a vector with dots is not judged", token.start, token.end, beyond=True)
        if token.text in CASES or (len(cells) == 2 and all(_condition(row) for row in cells)):
            return self._cases(token, cells)
        width = len(cells[0]) if cells else 0
        if not cells or any(len(row) != width for row in cells) or width * len(cells) > 100:
            raise Trouble("the rows of this matrix differ in length", token.start, token.end)
        entries = [self._cell(cell, token) for row in cells for cell in row]
        column = Integer(width)
        expression = Grid(column, *(each.expression for each in entries))
        parts = (spans.leaf(column, token.start, token.end), *entries)
        return Reading(expression, token.start, token.end, parts)

    def _cell(self, cell: Sequence[Token], around: Token) -> Reading:
        if not cell:
            raise Trouble("an entry is missing here", around.start, around.end)
        return self._inner(cell, cell[0].start, cell[-1].end).whole()

    def _cases(self, token: Token, rows: Sequence[Sequence[Sequence[Token]]]) -> Reading:
        if len(rows) != 2 or any(len(row) < 2 for row in rows):
            raise Trouble("two cases, i = j and i ≠ j, can be judged", token.start, token.end,
                          beyond=True)  # fmt: skip
        values = [self._cell(_without_comma(row[0]), token) for row in rows]
        conditions = [_condition(row) for row in rows]
        found = conditions[0] or conditions[1]
        if found is None and (by_label := self._by_label(token, rows, values)) is not None:
            return by_label
        if found is None:
            raise Trouble("the cases i = j and i ≠ j can be judged here", token.start, token.end,
                          beyond=True)  # fmt: skip
        first, sign, second = found
        i, j = self._index(first), self._index(second)
        equal, unequal = values if (sign == "=") is (found is conditions[0]) else values[::-1]
        expression = board.cases(equal.expression, unequal.expression, i.expression, j.expression)
        return Reading(expression, token.start, token.end, (equal, unequal, i, j))

    def _by_label(
        self,
        token: Token,
        rows: Sequence[Sequence[Sequence[Token]]],
        values: Sequence[Reading],
    ) -> Reading | None:
        """Cases for y = 0 and y = 1, as y times the one and 1 − y times the other."""
        found = [_label_value(row) for row in rows]
        if found[0] is None or found[1] is None or {found[0][1], found[1][1]} != {"0", "1"}:
            return None
        label = self._cell(found[0][0], token).expression
        one, zero = values if found[0][1] == "1" else values[::-1]
        other = board.mul(board.sub(Integer(1), label), zero.expression)
        return placed(board.add(board.mul(label, one.expression), other), token.start, token.end)


def _label_value(row: Sequence[Sequence[Token]]) -> tuple[Sequence[Token], str] | None:
    """y and 0, or y and 1, in the last cell of a row."""
    tokens = [
        each
        for each in row[-1]
        if each.kind in ("word", "accent", "operator", "number", "group")
        and each.text not in ("if", ",", ".", ";", ":")
    ]
    if len(tokens) < 3 or tokens[-2].text != "=" or tokens[-1].text not in ("0", "1"):
        return None
    return tokens[:-2], tokens[-1].text


def _without_comma(tokens: Sequence[Token]) -> Sequence[Token]:
    tokens = [each for each in tokens if each.kind != "space"]
    return tokens[:-1] if tokens and tokens[-1].text in (",", ";") else tokens


def _condition(row: Sequence[Sequence[Token]]) -> tuple[Token, str, Token] | None:
    """i = j or i ≠ j, in the last cell of a row."""
    if len(row) < 2:
        return None
    tokens = [
        each
        for each in row[-1]
        if each.kind in ("word", "operator", "number")
        and each.text not in ("if", ",", ".", ";", ":")
    ]
    if len(tokens) == 3 and tokens[1].text in ("=", "≠") and tokens[0].kind == "word":
        first, second = tokens[0], tokens[2]
        if len(first.text) == 1 and second.kind == "word" and len(second.text) == 1:
            return first, tokens[1].text, second
    return None


def split(tokens: Sequence[Token], kind: str, text: str | None = None) -> list[list[Token]]:
    """Cut tokens at those of a kind."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == kind and (text is None or token.text == text):
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
