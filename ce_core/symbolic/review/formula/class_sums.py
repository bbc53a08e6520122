"""Read sums over the classes."""

from sympy import Expr, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Entry
from ce_core.symbolic.expression.class_sums import holds_free_index
from ce_core.symbolic.reading import spans
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.reading.tokens import Token as Sign
from ce_core.symbolic.review.formula.entries import BOUND, VECTORS, bare, placed, total
from ce_core.symbolic.review.formula.functions import Functions
from ce_core.symbolic.review.formula.latex_tokens import Token
from ce_core.symbolic.review.formula.names import Names
from ce_core.symbolic.review.formula.trouble import Trouble


class ClassSums(Functions):
    """Adds Σ to the grammar."""

    def _sum_over_classes(self, token: Token) -> Reading:
        index, excluded, limit = None, None, False
        while self._is("_") or (self._is("^") and (index or not limit)):
            if self._is("^") and index is None and not self._is("_", 2):
                break
            if self._next().text == "_":
                index, excluded = self._below()
            else:
                limit = True
                self._next()
        if index is None and not self._begins_factor():
            return placed(total(), token.start, token.end)
        if self._here.kind == "close" or self._here.kind == "end" or self._is("*"):
            return placed(total(), token.start, token.end)
        self._deeper(token)
        body = self._body(index.expression if index else None)
        self._depth -= 1
        return self._summed(token, body, index, excluded)

    def _below(self) -> tuple[Reading, Reading | None]:
        token = self._next()
        if token.kind not in ("group", "open"):
            index = self._index(token)
            if self._is("≠"):
                self._next()
                return index, self._index(self._next())
            return index, None
        if token.kind == "group":
            inner: list[Token] = list(token.inside[0])
        else:
            inner = []
            while self._here.kind not in ("close", "end"):
                inner.append(self._next())
            self._next()
        found: Reading | None = None
        excluded: Reading | None = None
        for position, each in enumerate(inner):
            if each.text in ("≠", "=", "∈") or position == 0:
                continue
            before = inner[position - 1]
            if before.text == "≠":
                excluded = self._index(each)
        if inner:
            found = self._index(inner[0])
        if found is None or not isinstance(found.expression, Symbol):
            raise Trouble("the index of a sum was expected here", token.start, token.end)
        start = next((inner[n + 1] for n, t in enumerate(inner[:-1]) if t.text == "="), None)
        if start is not None and start.text not in ("1", "0"):
            raise Trouble("sums run over all classes, from 1", start.start, start.end, beyond=True)
        return found, excluded

    def _body(self, index: Symbol | None) -> Reading:
        tight, self._tight = self._tight, False
        factors: list[Reading] = []
        state: dict[str, object] = {}

        def after() -> None:
            holds = index is None or holds_free_index(factors[-1].expression, index)
            if holds or not state:
                state["at"], state["kept"] = self._at, list(factors)

        if self._is("-") or self._is("+"):
            sign = self._next()
            inner = self._body(index)
            minus = Sign("operator", "-", sign.start, sign.end)
            self._tight = tight
            return spans.negative(minus, inner) if sign.text == "-" else inner
        if index is None and tight:
            factors.append(self._power())
        else:
            self._read_factors(factors, after)
        self._tight = tight
        if tight and state and state["at"] != self._at:
            self.swallowed = True
            if self._short_sums:
                self._at, factors = state["at"], state["kept"]  # type: ignore[assignment]
        return spans.product(factors)

    def _summed(
        self, token: Token, body: Reading, index: Reading | None, excluded: Reading | None
    ) -> Reading:
        if index is None:
            found = [
                each.args[1] for each in board.walk(body.expression) if isinstance(each, Entry)
            ]
            letters = [each for each in found if isinstance(each, Symbol)]
            name = letters[0] if letters else BOUND
            index = spans.leaf(name, token.start, token.end)
        if not holds_free_index(body.expression, index.expression):
            body = _with_index(body, index.expression, self._names)
        return spans.summed(token.start, body, index, excluded).within(token.start, body.end)


def _with_index(reading: Reading, index: Expr, names: Names) -> Reading:
    """Give letters without an index, such as z in Σ_j e^z, the index of the sum around them."""
    known = {bare(meaning, key): meaning for key, meaning in names.letters.meanings.items()}
    meaning = known.get(reading.expression)
    if meaning in VECTORS:
        entry = board.entry(meaning, index)
        letter, at = spans.leaf(meaning, *reading.span), spans.leaf(index, *reading.span)
        return Reading(entry, *reading.span, (letter, at))
    if isinstance(reading.expression, Entry) or not reading.parts:
        return reading
    parts = tuple(_with_index(part, index, names) for part in reading.parts)
    if all(new is old for new, old in zip(parts, reading.parts, strict=True)):
        return reading
    expression = board.rebuild(reading.expression, tuple(part.expression for part in parts))
    return Reading(expression, *reading.span, parts)
