"""Read letters with their indices, δ_ij and indicators."""

from collections.abc import Sequence

from sympy import Expr, Integer, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.notation import LABELS, LOGITS, PROBABILITIES
from ce_core.symbolic.reading import spans
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.review.formula.grammar import Grammar
from ce_core.symbolic.review.formula.latex_tokens import Token
from ce_core.symbolic.review.formula.names import TOTAL, Names
from ce_core.symbolic.review.formula.trouble import Trouble

BOUND = board.index("_k")
"""The index of a sum that names none."""

LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
VECTORS = (LOGITS, PROBABILITIES, LABELS)


def bare(meaning: Symbol, name: str) -> Symbol:
    """The symbol of a letter without an index: logits keep their letter, as variables."""
    return Symbol(name) if meaning == LOGITS else meaning


def total() -> Expr:
    """The sum of all exponentials."""
    return board.sum_over(board.exp(board.entry(LOGITS, BOUND)), BOUND)


class Entries(Grammar):
    """Adds letters and their indices to the grammar."""

    def _letter(self, token: Token, key: str) -> Reading | None:
        meaning = self._names.letters.meanings.get(key)
        self._sample_index()
        if meaning == TOTAL:
            return placed(total(), token.start, token.end)
        if self._is("_"):
            self._next()
            index = self._index_script()
            self._sample_index()
            if meaning is None:
                meaning = Symbol(key)
            parts = (spans.leaf(meaning, token.start, token.end), index)
            return Reading(board.entry(meaning, index.expression), token.start, index.end, parts)
        if meaning in VECTORS and self._is("^") and is_index(self._peek(1), self._names):
            self._next()
            index = self._index_script()
            parts = (spans.leaf(meaning, token.start, token.end), index)
            return Reading(board.entry(meaning, index.expression), token.start, index.end, parts)
        if key in ("P", "p", "Pr") and self._opens_condition():
            return self._conditional(token)
        if meaning == PROBABILITIES and self._here.kind == "open":
            called = self._probability_of_logits(token)
            if called is not None:
                return called
        if key == "diag":
            raise Trouble(
                "a matrix is judged where its entries are written out",
                token.start, token.end, beyond=True,
            )  # fmt: skip
        if len(key) > 2 and meaning is None:
            raise Trouble(f"'{key}' means nothing here", token.start, token.end)
        symbol = Symbol(key) if meaning is None else bare(meaning, key)
        return spans.leaf(symbol, token.start, token.end)

    def _conditional(self, token: Token) -> Reading:
        """P(y = k | x): the probability of class k."""
        inside: list[Token] = []
        self._next()
        while self._here.kind not in ("close", "end"):
            inside.append(self._next())
        end = self._next().end
        at = next(n for n, each in enumerate(inside) if each.text in ("=", "≠"))
        named = _classes_named(inside[at + 1 :])
        known = len(named) == 1 or (len(named) > 1 and named[1].text in ("|", ";", ","))
        if inside[at].text != "=" or not known or named[0].kind != "word":
            raise Trouble(
                "a probability is read with a letter for its class, as in P(y = k | x)",
                token.start, end, beyond=True,
            )  # fmt: skip
        index = self._index(named[0])
        parts = (spans.leaf(PROBABILITIES, token.start, token.end), index)
        return Reading(board.entry(PROBABILITIES, index.expression), token.start, end, parts)

    def _sample_index(self) -> None:
        """Pass over a sample's number, as in y^{(i)}."""
        if self._is("^") and self._peek(1).kind == "group":
            inner = self._peek(1).inside[0]
            if len(inner) == 3 and inner[0].kind == "open" and inner[2].kind == "close":
                self._at += 2

    def _index_script(self) -> Reading:
        token = self._next()
        if token.kind == "group":
            inner = [each for each in token.inside[0] if each.text not in ("(", ")", "[", "]")]
            inner = _classes_named(inner)
            if len(inner) == 1:
                return self._index(inner[0])
            message = "one index was expected here: a letter or a class number"
            raise Trouble(message, token.start, token.end, beyond=len(inner) > 1)
        if token.kind == "open":
            index = self._index(self._next())
            self._next()
            return index
        return self._index(token)

    def _index(self, token: Token) -> Reading:
        if token.kind == "number" and token.text.isdecimal() and 1 <= int(token.text) <= 10:
            return spans.leaf(Integer(int(token.text)), token.start, token.end)
        if token.kind in ("word", "words") and len(token.text) == 1 and token.text in LATIN:
            return spans.leaf(board.index(token.text), token.start, token.end)
        raise Trouble("an index was expected here: a letter or a class number from 1 to 10",
                      token.start, token.end, beyond=token.kind == "word")  # fmt: skip

    def _two_indices(self) -> tuple[Reading, Reading]:
        token = self._next()
        tokens = token.inside[0] if token.kind == "group" else (token, self._next())
        indices = [each for each in tokens if each.kind in ("word", "number")]
        if len(indices) != 2:
            raise Trouble("two indices were expected here, such as ij", token.start, token.end)
        return self._index(indices[0]), self._index(indices[1])

    def _indicator(self, name: Token | None = None) -> Reading:
        """1_{i = j}, 1(i = j), 𝟙[i = j], [i = j] and I_ij: the same as δ_ij."""
        token = name or self._next()
        tokens: Sequence[Token] = ()
        end = token.end
        if self._is("_") and self._peek(1).kind == "group":
            tokens, end = self._peek(1).inside[0], self._peek(1).end
            self._at += 2
        elif self._here.kind == "open":
            close = next(
                (n for n in range(self._at, len(self._tokens)) if self._tokens[n].kind == "close"),
                len(self._tokens),
            )
            tokens, end = self._tokens[self._at + 1 : close], self._peek(close - self._at).end
            self._at = close + 1
        tokens = [each for each in tokens if each.text not in ("(", ")", "{", "}", "[", "]")]
        pair = [each for each in _classes_named(tokens) if each.text not in ("=", "≠", ",")]
        if len(pair) == 2:
            first, second = map(self._index, pair)
            if any(each.text == "≠" for each in tokens):
                delta = board.delta(first.expression, second.expression)
                return placed(board.sub(Integer(1), delta), token.start, end)
            return spans.kronecker(token.start, first, second).within(token.start, end)
        raise Trouble("an indicator is read as 1_{i=j}", token.start, end)


def _classes_named(tokens: Sequence[Token]) -> list[Token]:
    """Indices with y_i, the true class of sample i, as the one letter y."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        kept.append(tokens[at])
        lowered = at + 2 < len(tokens) and tokens[at + 1].text == "_"
        at += 3 if lowered and tokens[at].kind == "word" else 1
    return kept


def is_index(token: Token, names: Names) -> bool:
    if token.kind == "group" and len(token.inside[0]) == 1:
        token = token.inside[0][0]
    one = token.kind == "word" and len(token.text) == 1
    return one and token.text in "ijklmnbct" and token.text not in names.letters.meanings


def placed(expression: Expr, start: int, end: int) -> Reading:
    parts = tuple(placed(arg, start, end) for arg in expression.args)
    return Reading(expression, start, end, parts)
