"""Read whatever a name begins, derivatives too: the grammar is complete with it."""

from dataclasses import replace

from sympy import Integer, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Entry
from ce_core.symbolic.expression.notation import PROBABILITIES
from ce_core.symbolic.reading import spans
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.reading.tokens import Token as Sign
from ce_core.symbolic.review.formula.entries import bare
from ce_core.symbolic.review.formula.grammar import key_of
from ce_core.symbolic.review.formula.grids import Grids
from ce_core.symbolic.review.formula.latex_tokens import Token
from ce_core.symbolic.review.formula.trouble import Trouble

INDICATORS = ("𝟙", "I", "1")


class FormulaGrammar(Grids):
    """The whole grammar."""

    def _name(self) -> Reading:
        token = self._next()
        if token.kind == "accent" and not key_of(token):
            token = self._unpacked(token)
        key = key_of(token)
        for reads in (
            self._constant,
            self._special,
            self._function,
            self._named_function,
            self._letter,
        ):
            reading = reads(token, key)
            if reading is not None:
                return reading
        raise self._unexpected(token)

    def _unpacked(self, token: Token) -> Token:
        """A hat over a letter and its index, as in ŷ_t with the index under the hat."""
        inner = token.inside[0]
        if len(inner) >= 3 and inner[0].kind == "word" and inner[1].text in "_^":
            own = replace(token, inside=((inner[0],),))
            self._tokens = [
                *self._tokens[: self._at - 1],
                own,
                *inner[1:],
                *self._tokens[self._at :],
            ]
            return own
        if len(inner) == 1 and inner[0].kind == "group":
            return self._unpacked(replace(token, inside=inner[0].inside))
        raise Trouble("a hat stands over a single letter", token.start, token.end)

    def _constant(self, token: Token, key: str) -> Reading | None:
        if key == "e":
            if not self._is("^"):
                if self._is("_"):
                    return None
                one = spans.leaf(Integer(1), token.start, token.end)
                return spans.applied(board.exp, token.start, one)
            self._next()
            exponent = self._with_late_index(self._script())
            return spans.applied(board.exp, token.start, exponent).within(token.start, exponent.end)
        return None

    def _with_late_index(self, exponent: Reading) -> Reading:
        """e^z_j: LaTeX hangs the index on e, people mean z_j."""
        meaning = {bare(m, k): m for k, m in self._names.letters.meanings.items()}
        letter = meaning.get(exponent.expression)
        sign = board.negated(exponent.expression)
        if self._is("_") and letter is not None:
            self._next()
            index = self._index_script()
            expression = board.entry(letter, index.expression)
            return Reading(
                expression, exponent.start, index.end, (spans.leaf(letter, *exponent.span), index)
            )
        if self._is("_") and sign is not None and meaning.get(sign) is not None:
            inner = self._with_late_index(exponent.parts[1])
            return spans.negative(Sign("operator", "-", *exponent.span), inner)
        return exponent

    def _special(self, token: Token, key: str) -> Reading | None:
        if key == "Σ":
            return self._sum_over_classes(token)
        if key in ("softmax", "log_softmax"):
            return self._softmax(token)
        if key in ("δ", "delta") and self._is("_"):
            self._next()
            first, second = self._two_indices()
            return spans.kronecker(token.start, first, second).within(token.start, second.end)
        if key in INDICATORS and key not in self._names.letters.meanings:
            return self._indicator(token)
        if key == "∂" and self._is("_"):
            return self._gradient(token)
        if key == "∂" or (key == "d" and self._differential_follows()):
            return self._derivative(token)
        if key == "∇":
            return self._gradient(token)
        if key == "σ":
            return self._sigma(token)
        return None

    def _gradient(self, token: Token) -> Reading:
        """∇_z L and ∂_z L, as ∂L/∂z."""
        if not self._is("_"):
            raise Trouble(
                "∇ is read with its letter, as in ∇_z L", token.start, token.end, beyond=True
            )
        self._next()
        below = self._here
        variable = self._inside(self._next()) if below.kind == "group" else self._atom()
        body = self._atom()
        return self._announced(token.start, body.end, body, variable)

    def _differential_follows(self) -> bool:
        """d/dx …, or df/dx."""
        if self._is("/"):
            return self._peek(1).text == "d"
        at = self._at
        for ahead in range(1, 9):
            if self._is("/", ahead):
                return self._peek(ahead + 1).text == "d" and at < len(self._tokens)
            if self._peek(ahead).kind == "operator" and self._peek(ahead).text in "+-*=":
                return False
        return False

    def _derivative(self, token: Token) -> Reading:
        """∂E/∂z_j, d/dx …, typed on one line."""
        self._depth += 1
        body = None if self._is("/") else self._atom()
        if not self._is("/"):
            raise Trouble("a derivative is read as ∂E/∂z_j or d/dx", token.start, self._here.end)
        self._next()
        if self._here.kind == "group":
            inner = self._next()
            below = self._inner(inner.inside[0][1:], inner.start, inner.end)
            variable = below.whole()
            end = inner.end
        else:
            if self._here.text not in ("∂", "d"):
                raise Trouble("'∂' was expected here", self._here.start, self._here.end)
            self._next()
            variable = self._atom()
            end = variable.end
        self._depth -= 1
        return self._announced(token.start, end, body, variable)

    def _derivative_fraction(self) -> Reading:
        token = self._next()
        above, below = token.inside[0][1:], token.inside[1][1:]
        if above and above[0].text == "^":
            raise Trouble("second derivatives are not judged", token.start, token.end, beyond=True)
        if not below:
            raise Trouble("a letter to differentiate by was expected", token.start, token.end)
        variable = self._inner(below, below[0].start, below[-1].end).whole()
        body = self._inner(above, above[0].start, above[-1].end).whole() if above else None
        return self._announced(token.start, token.end, body, variable)

    def _announced(self, start: int, end: int, body: Reading | None, variable: Reading) -> Reading:
        by = variable.expression
        if by == PROBABILITIES or isinstance(by, Symbol | Entry):
            if body is None:
                body = self._product()
                end = body.end
            return spans.announced(start, end, body, variable)
        if isinstance(by, board.Call) and int(by.args[2]) == 0:
            raise Trouble("a derivative by f is not judged", *variable.span, beyond=True)
        raise Trouble("a letter to differentiate by was expected", *variable.span)
