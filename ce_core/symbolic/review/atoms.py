"""Reads letters with their indices, functions, sums over classes, derivatives, and matrices."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sympy import Expr, Integer, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Entry, Grid
from ce_core.symbolic.expression.class_sums import holds_free_index
from ce_core.symbolic.expression.elementary import ELEMENTARY
from ce_core.symbolic.expression.notation import COST, LABELS, LOGITS, PROBABILITIES
from ce_core.symbolic.reading import spans
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.reading.tokens import Token as Sign
from ce_core.symbolic.review.grammar import Grammar, key_of
from ce_core.symbolic.review.latex_tokens import CASES, Token
from ce_core.symbolic.review.names import TOTAL, Names
from ce_core.symbolic.review.trouble import Trouble

BOUND = board.index("_k")
"""The index of a sum that names none."""
VECTORS = (LOGITS, PROBABILITIES, LABELS)
FUNCTIONS: dict[str, Callable[[Expr], Expr]] = {
    **{name: row for row in ELEMENTARY for name in row.spellings},
    "sqrt": board.sqrt,
}
INDICATORS = ("𝟙", "I", "1")
SOFTMAX_OF = "softmax of this is not read; please write it with e^(…)"


def bare(meaning: Symbol, name: str) -> Symbol:
    """The symbol of a letter without an index: logits keep their letter, as variables."""
    return Symbol(name) if meaning == LOGITS else meaning


def total() -> Expr:
    """The sum of all exponentials."""
    return board.sum_over(board.exp(board.entry(LOGITS, BOUND)), BOUND)


class FormulaGrammar(Grammar):
    """The whole grammar."""

    # --- Names --------------------------------------------------------------------------------

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
        if key == "∂" or (key == "d" and self._differential_follows()):
            return self._derivative(token)
        if key == "∇":
            raise Trouble(
                "∇ is not read; please write ∂E/∂z_j", token.start, token.end, beyond=True
            )
        if key == "σ":
            return self._sigma(token)
        return None

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

    # --- f, σ, softmax ------------------------------------------------------------------------

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
            return spans.leaf(symbol, token.start, end)
        name = Sign("word", key, token.start, token.end)
        argument = spans.leaf(Symbol(self._names.argument), token.start, token.end)
        end = self._peek(-1).end
        if self._argument_follows():
            argument = self._bracketed()
            end = argument.end
        return spans.called(name, symbol, order, argument, end)

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
            elif self._here.kind == "open" and argument is None and not self._is_product_of_sigma():
                argument, index = self._softmax_argument(index)
                end = argument.end
            else:
                break
        reading = self._softmax_of(token, argument, index).within(token.start, end)
        if token.text == "log_softmax":
            reading = spans.applied(board.log, token.start, reading).within(token.start, end)
        return reading if square is None else spans.power(reading, square)

    def _softmax_argument(self, index: Reading | None) -> tuple[Reading, Reading | None]:
        tokens = self._tokens[self._at + 1 : self._at + 3]
        if len(tokens) == 2 and tokens[1].kind == "close" and _is_index(tokens[0], self._names):
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
            return _placed(column, token.start, argument.end if argument else token.end)
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

    # --- Letters and indices ------------------------------------------------------------------

    def _letter(self, token: Token, key: str) -> Reading | None:
        meaning = self._names.letters.meanings.get(key)
        self._sample_index()
        if meaning == TOTAL:
            return _placed(total(), token.start, token.end)
        if self._is("_"):
            self._next()
            index = self._index_script()
            self._sample_index()
            if meaning is None:
                meaning = Symbol(key)
            parts = (spans.leaf(meaning, token.start, token.end), index)
            return Reading(board.entry(meaning, index.expression), token.start, index.end, parts)
        if meaning in VECTORS and self._is("^") and _is_index(self._peek(1), self._names):
            self._next()
            index = self._index_script()
            parts = (spans.leaf(meaning, token.start, token.end), index)
            return Reading(board.entry(meaning, index.expression), token.start, index.end, parts)
        if meaning == PROBABILITIES and self._here.kind == "open":
            called = self._probability_of_logits(token)
            if called is not None:
                return called
        if len(key) > 2 and meaning is None:
            raise Trouble(f"'{key}' means nothing here", token.start, token.end)
        symbol = Symbol(key) if meaning is None else bare(meaning, key)
        return spans.leaf(symbol, token.start, token.end)

    def _sample_index(self) -> None:
        """Pass over a sample's number, as in y^{(i)}."""
        if self._is("^") and self._peek(1).kind == "group":
            inner = self._peek(1).inside[0]
            if len(inner) == 3 and inner[0].kind == "open" and inner[2].kind == "close":
                self._at += 2

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

    def _index_script(self) -> Reading:
        token = self._next()
        if token.kind == "group":
            inner = [each for each in token.inside[0] if each.text not in ("(", ")", "[", "]")]
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
        if token.kind in ("word", "words") and len(token.text) == 1 and token.text.isalpha():
            return spans.leaf(board.index(token.text), token.start, token.end)
        raise Trouble("an index was expected here: a letter or a class number from 1 to 10",
                      token.start, token.end)  # fmt: skip

    def _two_indices(self) -> tuple[Reading, Reading]:
        token = self._next()
        tokens = token.inside[0] if token.kind == "group" else (token, self._next())
        indices = [each for each in tokens if each.kind in ("word", "number")]
        if len(indices) != 2:
            raise Trouble("two indices were expected here, such as ij", token.start, token.end)
        return self._index(indices[0]), self._index(indices[1])

    def _indicator(self, name: Token | None = None) -> Reading:
        """1_{i = j}, 1(i = j), 𝟙[i = j]: the same as δ_ij; a plain 1 otherwise."""
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
        tokens = [each for each in tokens if each.text not in ("(", ")", "{", "}")]
        if len(tokens) == 3 and tokens[1].text == "=":
            first, second = self._index(tokens[0]), self._index(tokens[2])
            return spans.kronecker(token.start, first, second).within(token.start, end)
        raise Trouble("an indicator is read as 1_{i=j}", token.start, end)

    # --- Sums over classes --------------------------------------------------------------------

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
            return _placed(total(), token.start, token.end)
        if self._here.kind == "close" or self._here.kind == "end" or self._is("*"):
            return _placed(total(), token.start, token.end)
        body = self._body(index.expression if index else None)
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
        index, excluded = None, None
        for position, each in enumerate(inner):
            if each.text in ("≠", "=", "∈") or position == 0:
                continue
            before = inner[position - 1]
            if before.text == "≠":
                excluded = self._index(each)
        if inner:
            index = self._index(inner[0])
        if index is None or not isinstance(index.expression, Symbol):
            raise Trouble("the index of a sum was expected here", token.start, token.end)
        start = next((inner[n + 1] for n, t in enumerate(inner[:-1]) if t.text == "="), None)
        if start is not None and start.text not in ("1", "0"):
            raise Trouble("sums run over all classes, from 1", start.start, start.end, beyond=True)
        return index, excluded

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

    # --- Derivatives --------------------------------------------------------------------------

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

    # --- Matrices and cases -------------------------------------------------------------------

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
        return _placed(board.add(board.mul(label, one.expression), other), token.start, token.end)


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


def _is_index(token: Token, names: Names) -> bool:
    if token.kind == "group" and len(token.inside[0]) == 1:
        token = token.inside[0][0]
    one = token.kind == "word" and len(token.text) == 1
    return one and token.text in "ijklmnbct" and token.text not in names.letters.meanings


def _placed(expression: Expr, start: int, end: int) -> Reading:
    parts = tuple(_placed(arg, start, end) for arg in expression.args)
    return Reading(expression, start, end, parts)


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
