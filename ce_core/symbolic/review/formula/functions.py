"""Read functions: log and its like, f and its primes, σ, and softmax."""

from collections.abc import Callable

from sympy import Expr, Integer, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Entry, Grid
from ce_core.symbolic.expression.elementary import ELEMENTARY
from ce_core.symbolic.expression.notation import COST, LOGITS, PROBABILITIES
from ce_core.symbolic.reading import spans
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.reading.tokens import Token as Sign
from ce_core.symbolic.review.formula.entries import Entries, bare, is_index, placed
from ce_core.symbolic.review.formula.grammar import key_of
from ce_core.symbolic.review.formula.latex_tokens import Token
from ce_core.symbolic.review.formula.trouble import Trouble

FUNCTIONS: dict[str, Callable[[Expr], Expr]] = {
    **{name: row for row in ELEMENTARY for name in row.spellings},
    "sqrt": board.sqrt,
}

SOFTMAX_OF = "softmax of this is not read; please write it with e^(…)"


class Functions(Entries):
    """Adds functions to the grammar."""

    def _function(self, token: Token, key: str) -> Reading | None:
        function = FUNCTIONS.get(key)
        if function is None or key in self._names.letters.meanings or key == "σ":
            return None
        return self._application(token, function)

    def _application(self, token: Token, function: Callable[[Expr], Expr]) -> Reading:
        exponent = None
        if self._is("_"):
            self._next()
            base = self._script()
            if base.expression not in (Integer(2), Integer(10), board.exp(Integer(1))):
                raise Trouble("a logarithm is to the base 2, 10 or e here", *base.span)
            if base.expression.is_Integer:
                function = FUNCTIONS[f"log{base.expression}"]
        if self._is("^"):
            self._next()
            exponent = self._script()
        before, self._tight = self._tight, True
        argument = self._bracketed() if self._here.kind == "open" else self._argument()
        self._tight = before
        reading = spans.applied(function, token.start, argument)
        return reading if exponent is None else spans.power(reading, exponent)

    def _argument(self) -> Reading:
        """What follows log without brackets: the next factor, or a factor and its fraction."""
        first = self._here
        if first.kind == "end" or (first.kind == "operator" and first.text not in "-√|"):
            raise Trouble("something must follow here", first.start, first.end)
        return self._signed(self._power)

    def _primes(self) -> int:
        order = 0
        while True:
            if self._is("'") or self._is("''"):
                order += len(self._next().text)
            elif self._is("^") and self._peek(1).text == "'":
                self._at += 2
                order += 1
            elif self._is("^") and self._is_primed_group(self._peek(1)):
                order += len(self._peek(1).inside[0])
                self._at += 2
            else:
                return order

    @staticmethod
    def _is_primed_group(token: Token) -> bool:
        return (
            token.kind == "group"
            and bool(token.inside[0])
            and all(each.text == "'" for each in token.inside[0])
        )

    def _named_function(self, token: Token, key: str) -> Reading | None:
        meaning = self._names.letters.meanings.get(key)
        called = key in self._names.functions
        if not called and meaning != COST:
            return None
        if key in ("f", "g", "h") and meaning is not None:
            return None
        order = self._primes()
        if order > 2:
            raise Trouble("at most two primes are read", token.start, token.end)
        symbol = COST if meaning == COST and key not in self._names.other_costs else Symbol(key)
        if meaning == COST and not order and not (called and self._argument_follows()):
            end = self._passed_arguments() if self._here.kind == "open" else token.end
            while self._is("_"):
                self._next()
                end = self._script().end
                if self._here.kind == "open" and not called:
                    end = self._passed_arguments()
            return spans.leaf(symbol, token.start, end)
        name = Sign("word", key, token.start, token.end)
        argument = self._own_argument(token)
        end = self._peek(-1).end
        if self._argument_follows():
            argument = self._bracketed()
            end = argument.end
        return spans.called(name, symbol, order, argument, end)

    def _own_argument(self, token: Token) -> Reading:
        """What a function without an argument is a function of."""
        number = self._names.argument_number
        if number:
            return placed(board.entry(LOGITS, number), token.start, token.end)
        return spans.leaf(Symbol(self._names.argument), token.start, token.end)

    def _argument_follows(self) -> bool:
        """Whether what follows is an argument, not a factor in brackets: f(1 − f) is a product."""
        if self._here.kind != "open":
            return False
        return (
            self._peek(1).kind in ("word", "accent")
            and (
                self._peek(2).kind == "close"
                or (self._is("_", 2) and self._peek(4).kind == "close")
            )
            and key_of(self._peek(1)) not in ("f", "g", "h")
        )

    def _passed_arguments(self) -> int:
        """E(y, ŷ): which arguments a cost has is not needed."""
        depth = 0
        while self._here.kind != "end":
            token = self._next()
            depth += (token.kind == "open") - (token.kind == "close")
            if depth == 0:
                return token.end
        raise Trouble("a bracket is not closed", self._end - 1)

    def _sigma(self, token: Token) -> Reading:
        if self._names.softmax_sigma:
            return self._softmax(token)
        order = self._primes()
        square = None
        if self._is("^"):
            self._next()
            square = self._script()
        if self._here.kind == "open" and not self._is_product_of_sigma():
            argument = self._bracketed()
        elif self._is("_"):
            raise Trouble("σ takes no index unless it means softmax", self._here.start)
        else:
            argument = spans.leaf(Symbol(self._names.argument), token.start, token.end)
        end = max(token.end, argument.end)
        reading = spans.applied(FUNCTIONS["σ"], token.start, argument).within(token.start, end)
        if order:
            if order > 1 or not isinstance(argument.expression, Symbol | Entry):
                raise Trouble("this derivative of σ is not read", token.start, end, beyond=True)
            reading = spans.announced(token.start, end, reading, argument)
        return reading if square is None else spans.power(reading, square)

    def _is_product_of_sigma(self) -> bool:
        """σ(1 − σ), with σ for σ(x)."""
        return self._peek(1).text == "1" and self._is("-", 2)

    def _softmax(self, token: Token) -> Reading:
        """softmax_i, softmax(z)_i, softmax(z_i) for entry i; softmax of a column of logits."""
        index = square = None
        argument: Reading | None = None
        end = token.end
        while True:
            if self._is("_") and index is None:
                self._next()
                index = self._index_script()
                end = index.end
            elif self._is("^") and square is None and not argument:
                self._next()
                square = self._script()
            elif self._here.kind == "open" and argument is None and self._holds_logits(index):
                argument, index = self._softmax_argument(index)
                end = argument.end
            else:
                break
        reading = self._softmax_of(token, argument, index).within(token.start, end)
        if token.text == "log_softmax":
            reading = spans.applied(board.log, token.start, reading).within(token.start, end)
        return reading if square is None else spans.power(reading, square)

    def _holds_logits(self, index: Reading | None) -> bool:
        """Whether a bracket after softmax is its argument: after softmax_i, logits only."""
        if self._is_product_of_sigma():
            return False
        first = self._peek(1)
        environment = first.kind == "environment"
        return index is None or environment or key_of(first) in self._names.letters.logits

    def _softmax_argument(self, index: Reading | None) -> tuple[Reading, Reading | None]:
        tokens = self._tokens[self._at + 1 : self._at + 3]
        if len(tokens) == 2 and tokens[1].kind == "close" and is_index(tokens[0], self._names):
            opening = self._next()
            found = self._index_script()
            closing = self._next()
            return found.within(opening.start, closing.end), index or found
        argument = self._bracketed()
        expression = argument.expression
        if isinstance(expression, Entry) and expression.args[0] == LOGITS and index is None:
            return argument, argument.parts[-1]
        return argument, index

    def _softmax_of(self, token: Token, argument: Reading | None, index: Reading | None) -> Reading:
        expression = argument.expression if argument else None
        if isinstance(expression, Grid):
            entries = expression.args[1:]
            below = board.add(*(board.exp(each) for each in entries))
            column = board.column(*(board.frac(board.exp(each), below) for each in entries))
            return placed(column, token.start, argument.end if argument else token.end)
        known = {bare(LOGITS, each) for each in self._names.letters.logits}
        plain = expression is None or expression in known or isinstance(expression, Entry)
        if not plain and not (isinstance(expression, Symbol) and index is not None):
            raise Trouble(SOFTMAX_OF, token.start, argument.end if argument else token.end,
                          beyond=True)  # fmt: skip
        if index is None:
            return spans.leaf(PROBABILITIES, token.start, token.end)
        entry = board.entry(PROBABILITIES, index.expression)
        parts = (spans.leaf(PROBABILITIES, token.start, token.end), index)
        return Reading(entry, token.start, index.end, parts)

    def _probability_of_logits(self, token: Token) -> Reading | None:
        """S(column of logits), or s(x_1) for the probability of class 1."""
        known = key_of(self._peek(1)) in self._names.letters.logits
        if self._peek(1).kind != "environment" and not known:
            return None
        at = self._at
        argument, index = self._softmax_argument(None)
        if isinstance(argument.expression, Grid) or index is not None:
            return self._softmax_of(token, argument, index).within(token.start, argument.end)
        if isinstance(argument.expression, Symbol):
            return spans.leaf(PROBABILITIES, token.start, argument.end)
        self._at = at
        return None
