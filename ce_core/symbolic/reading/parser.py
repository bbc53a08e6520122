"""Parse typed mathematics into a tree as it was written.

Nothing typed is ever evaluated: no ``eval``, ``exec``, ``sympify`` or ``parse_expr``. The grammar,
loosest first: sums; products, implied ones too, and fractions; signs; powers; atoms.
"""

from collections.abc import Callable, Iterator

from sympy import Expr, Integer, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.class_sums import holds_free_index
from ce_core.symbolic.reading import spans
from ce_core.symbolic.reading.cursor import Cursor
from ce_core.symbolic.reading.power_limits import refuse_towers
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.reading.tokens import SEVERAL_ARGUMENTS, ReadingError, Token
from ce_core.symbolic.reading.vocabulary import DELTA, EULER, FUNCTIONS, UPPER_LIMIT, Vocabulary

__all__ = ["Reading", "ReadingError", "read", "readings"]

MAX_ORDER = 2
WRITE_OUT = "please write out what it is, for example x^2 for g"

_SUMS = ("Σ", "sum")
_TIGHT = frozenset({"/", "^", "√", *FUNCTIONS})
"""After these, what comes next without brackets is short."""


def read(text: str, vocabulary: Vocabulary) -> Reading:
    """Read a line of mathematics as a student types it.

    Fractions, powers (``^``, ``**``, x²), implied products (``2x``, ``e^x b``, ``(x+1)(x−1)``),
    e^x, exp, log and ln (both natural), sqrt and √, all other functions of the table,
    log_2 and log10, |x|, max and min of two, entries
    (``y_j``, ``ŷ_1``, ``z₂``), sums (``sum_{i!=j} y_i``, ``Σ_i …``), named functions (``f``,
    ``f'(x)``) and, where the vocabulary has them, derivatives (``d/dx …``, ``∂E/∂z_j``). An equals
    sign at the very beginning is passed over. Decimals become exact fractions.

    Parameters
    ----------
    text
        What was typed.
    vocabulary
        The names that have a meaning there.

    Raises
    ------
    ReadingError
        If it cannot be read, or could be read in two ways; the message says what and where.
    """
    return _Parser(text, vocabulary).line()


def readings(text: str, vocabulary: Vocabulary) -> tuple[Reading, ...]:
    """Read a line in each way that it can mean.

    As a rule there is one. Below a bar, after ``log`` and in an exponent, a Σ without brackets
    takes all that follows, as :func:`read` has it, or ends with the last factor that holds its
    index, as it does on paper: ``e^z_j/Σ_k e^z_k (1 - p_j)`` has two readings, in this order.

    Raises
    ------
    ReadingError
        As :func:`read` does.
    """
    parser = _Parser(text, vocabulary)
    long = parser.line()
    if not parser.swallowed:
        return (long,)
    try:
        return long, _Parser(text, vocabulary, short_sums=True).line()
    except ReadingError:
        return (long,)


class _Parser(Cursor):
    """Recursive descent; each method reads one kind of thing and leaves ``_at`` behind it.

    Parameters
    ----------
    short_sums
        Whether a Σ below a bar ends with the last factor that holds its index.
    """

    def __init__(self, text: str, vocabulary: Vocabulary, short_sums: bool = False) -> None:
        super().__init__(text, vocabulary)
        self._short_sums = short_sums
        self.swallowed = False
        """Whether a Σ below a bar has taken factors that do not hold its index."""

    def line(self) -> Reading:
        if len(self._tokens) == 1:
            raise ReadingError("there is nothing to read", 0)
        self._accept("=")
        reading = self._sum()
        if self._at < len(self._tokens) - 1:
            raise self._unread()
        self._refuse_tall(reading)
        refuse_towers(reading)
        return reading

    # --- Sums, products, signs, powers ------------------------------------------------------

    def _sum(self) -> Reading:
        terms = [self._term()]
        while self._here.text in ("+", "-"):
            sign = self._advance()
            term = self._term()
            terms.append(spans.negative(sign, term) if sign.text == "-" else term)
        return spans.total(terms)

    def _term(self) -> Reading:
        """A product with signs before it, which apply to all of it."""
        return self._signed(self._product)

    def _signed(self, unsigned: Callable[[], Reading]) -> Reading:
        sign = self._here
        if sign.text not in ("+", "-"):
            return unsigned()
        self._deeper()
        self._advance()
        inner = self._signed(unsigned)
        self._depth -= 1
        return spans.negative(sign, inner) if sign.text == "-" else inner

    def _product(self) -> Reading:
        """Factors from left to right: a/b*c and a/b c are (a/b)·c."""
        factors: list[Reading] = []
        for _ in self._factors(factors):
            pass
        return spans.product(factors)

    def _factors(self, factors: list[Reading]) -> Iterator[Reading]:
        """Each factor as it is read; ``factors`` holds what they make together so far."""
        factors.append(self._signed(self._power))
        yield factors[0]
        while True:
            if self._accept("*"):
                factors.append(self._signed(self._power))
            elif self._accept("/"):
                first = self._here
                denominator = self._signed(self._power)
                if first.kind != "open" and not (self._short_sums and first.text in _SUMS):
                    self._refuse_glued(factors[0].start, "please put brackets: (1/2)x or 1/(2x)")
                factors[:] = [spans.fraction(spans.product(factors), denominator)]
                self._refuse_tall(factors[0])
                yield denominator
                continue
            elif self._begins_factor():
                factors.append(self._power())
            else:
                return
            yield factors[-1]

    def _power(self) -> Reading:
        first = self._here
        if first.text == EULER and self._next.text == "^" and self._is_euler(first):
            self._advance()
            self._advance()
            reading = spans.applied(board.exp, first.start, self._exponent())
        else:
            base = self._atom()
            if not self._accept("^"):
                return base
            reading = spans.power(base, self._exponent())
            if first.text in self._vocabulary.named and self._argument_follows():
                name = first.text
                raise self._failure(
                    f"please write {name}(x)^n for a power of {name}, with the power last"
                )
        if self._before.kind == "number" and (first.kind == "number" or self._is_euler(first)):
            self._refuse_glued(first.start, "please put brackets: e^(2x) or (e^2)x")
        return reading

    def _exponent(self) -> Reading:
        self._deeper()
        exponent = self._signed(self._power)
        self._depth -= 1
        return spans.as_number(exponent)

    # --- Atoms ------------------------------------------------------------------------------

    def _atom(self) -> Reading:
        token = self._here
        if token.kind == "number":
            self._advance()
            return spans.leaf(board.number(token.text), token.start, token.end)
        if token.kind == "open":
            return self._bracketed()
        if token.text == "|":
            return self._absolute_value()
        if token.text == "√":
            self._advance()
            return self._application(token, board.sqrt)
        if token.text in _SUMS:
            return self._sum_over_classes()
        if token.kind == "word":
            return self._name()
        raise self._failure(f"expected a number, a name or '('{self._after()}")

    def _bracketed(self) -> Reading:
        opening = self._here
        self._deeper()
        self._advance()
        outer, self._within_bars = self._within_bars, False
        inner = self._sum()
        closing = self._close(opening, inner.start)
        self._within_bars = outer
        self._depth -= 1
        self._refuse_tall(inner)
        return inner.within(opening.start, closing.end)

    def _absolute_value(self) -> Reading:
        opening = self._advance()
        self._deeper()
        outer, self._within_bars = self._within_bars, True
        inner = self._sum()
        self._expect("|")
        self._within_bars = outer
        self._depth -= 1
        value = spans.applied(FUNCTIONS["abs"], opening.start, inner)
        return value.within(opening.start, self._before.end)

    def _name(self) -> Reading:
        token, vocabulary = self._advance(), self._vocabulary
        if token.text in SEVERAL_ARGUMENTS:
            return self._several_arguments(token)
        if token.text in vocabulary.formulaless:
            raise ReadingError(f"'{token.text}' has no formula here; {WRITE_OUT}", token.start)
        if token.text == "d" and vocabulary.derivatives:
            return self._derivative(token)
        function = vocabulary.function(token.text)
        if function is not None:
            return self._application(token, function)
        if token.text in vocabulary.named:
            return self._call(token)
        if token.text in DELTA and vocabulary.indices:
            return self._kronecker(token)
        if self._here.text == "_":
            return self._entry(token)
        if vocabulary.whole_vectors and token.text in vocabulary.vectors:
            return spans.whole_vector(token, vocabulary.vectors[token.text])
        if token.text in vocabulary.symbols:
            return spans.leaf(vocabulary.symbols[token.text], token.start, token.end)
        if token.text == EULER:
            one = spans.leaf(Integer(1), token.start, token.end)
            return spans.applied(board.exp, token.start, one)
        raise self._misplaced(token)

    def _application(self, name: Token, function: Callable[[Expr], Expr]) -> Reading:
        """log(x), log x, log² x; without brackets the argument is what stands next, x alone."""
        function = self._base(name) or function
        exponent = self._whole_power() if self._accept("^") else None
        if self._here.text == "_":
            raise self._failure(f"'{name.text}' takes no index")
        first = self._here
        self._deeper()
        argument = self._atom() if first.kind == "open" else self._power()
        self._depth -= 1
        if first.kind != "open":
            self._refuse_glued(name.start, f"please put brackets after '{name.text}'")
        reading = spans.applied(function, name.start, argument)
        return spans.power(reading, exponent).within(*reading.span) if exponent else reading

    def _base(self, name: Token) -> Callable[[Expr], Expr] | None:
        """The logarithm to the base that follows: log_2, log2(…), log₁₀; None if none follows."""
        if name.text != "log":
            return None
        if self._accept("_"):
            opening = self._open()
            base = self._advance()
            if base.text not in ("2", "10", EULER):
                raise ReadingError("a logarithm is to the base 2, 10 or e here", base.start)
            if opening:
                self._close(opening, base.start)
            return FUNCTIONS["log" if base.text == EULER else f"log{base.text}"]
        base, following = self._here, self._next
        takes = following.kind in ("open", "word") or following.text == "|"
        if takes and base.text in ("2", "10") and base.start == name.end:
            self._advance()
            return FUNCTIONS[f"log{base.text}"]
        return None

    def _several_arguments(self, name: Token) -> Reading:
        """max(u, v), min(u, v), or piecewise(u > v, one value, another)."""
        opening = self._here
        if opening.kind != "open":
            raise self._failure(f"expected '('{self._after()}")
        self._deeper()
        self._advance()
        outer, self._within_bars = self._within_bars, False
        first = self._sum()
        relation = self._relation() if name.text == "piecewise" else None
        rest = [self._sum()] if relation else []
        while len(rest) < (3 if relation else 1):
            self._expect(",")
            rest.append(self._sum())
        closing = self._close(opening, first.start)
        self._within_bars = outer
        self._depth -= 1
        if relation:
            reading = spans.branch(relation, first, *rest)
        else:
            reading = spans.extreme(name, first, *rest)
        return reading.within(name.start, closing.end)

    def _relation(self) -> Token:
        if self._here.text not in ("<", ">", "≤", "≥"):
            raise self._failure(f"expected '<' or '>'{self._after()}")
        return self._advance()

    def _whole_power(self) -> Reading:
        exponent = self._exponent()
        if not (isinstance(exponent.expression, Integer) and exponent.expression > 0):
            raise ReadingError("expected a whole number here", exponent.start)
        return exponent

    def _call(self, name: Token) -> Reading:
        order = 0
        while self._here.kind == "prime":
            order += len(self._advance().text)
        if order > MAX_ORDER:
            raise ReadingError(f"at most {MAX_ORDER} primes can be read", name.end)
        meaning, implied = self._vocabulary.named[name.text], self._vocabulary.argument
        if implied is None:
            if self._here.kind != "open":
                raise self._failure(f"expected '('{self._after()}")
            argument = self._bracketed()
            return spans.called(name, meaning, order, argument, argument.end)
        argument = spans.leaf(self._vocabulary.symbols[implied], name.start, name.end)
        if self._argument_follows():
            _, letter, closing = self._advance(), self._advance(), self._advance()
            argument = argument.within(letter.start, letter.end)
            return spans.called(name, meaning, order, argument, closing.end)
        return spans.called(name, meaning, order, argument, self._before.end)

    def _argument_follows(self) -> bool:
        """Whether (x) comes next, x being what the named functions depend on."""
        coming = self._tokens[self._at : self._at + 3]
        return [token.text for token in coming] == ["(", self._vocabulary.argument, ")"]

    # --- Entries, sums over the classes, derivatives ------------------------------------------

    def _entry(self, letter: Token) -> Reading:
        meaning = self._vocabulary.vectors.get(letter.text)
        if meaning is None:
            raise self._failure(f"'{letter.text}' takes no index here")
        self._advance()
        opening = self._open()
        index = self._index()
        end = self._close(opening, index.start).end if opening else index.end
        return spans.indexed(letter, meaning, index).within(letter.start, end)

    def _index(self) -> Reading:
        token, vocabulary = self._here, self._vocabulary
        if token.text in vocabulary.indices:
            self._advance()
            return spans.leaf(vocabulary.indices[token.text], token.start, token.end)
        if token.kind == "number" and token.text.isdecimal():
            if not 1 <= int(token.text) <= vocabulary.classes:
                raise self._failure(f"an index must be a class from 1 to {vocabulary.classes}")
            self._advance()
            return spans.leaf(Integer(int(token.text)), token.start, token.end)
        expected = " or ".join(("a class number", *vocabulary.indices))
        raise self._failure(f"expected an index ({expected}){self._after()}")

    def _kronecker(self, sign: Token) -> Reading:
        """δ_ij or δ_{i j}."""
        self._expect("_")
        opening = self._open()
        first, second = self._index(), self._index()
        end = self._close(opening, first.start).end if opening else second.end
        return spans.kronecker(sign.start, first, second).within(sign.start, end)

    def _sum_over_classes(self) -> Reading:
        """Σ_i, Σ_{i≠j} or Σ_{i=1}^K of the product that follows."""
        tight = self._at > 0 and self._before.text in _TIGHT
        sign = self._advance()
        if not self._vocabulary.indices:
            raise ReadingError("sums over classes are not read here", sign.start)
        if not self._accept("_"):
            raise self._failure(f"'{sign.text}' needs its index, such as {sign.text}_i")
        opening = self._open()
        index = self._index()
        if not isinstance(index.expression, Symbol):
            raise ReadingError("the index of a sum must be a letter", index.start)
        excluded = self._index() if self._accept("!=") else None
        if self._accept("=") and not (self._index().expression == 1):
            raise ReadingError("sums run over all classes, from 1", self._before.start)
        if opening:
            self._close(opening, index.start)
        if self._accept("^"):
            self._upper_limit()
        self._deeper()
        body = self._summand(index.expression) if tight else self._product()
        self._depth -= 1
        return spans.summed(sign.start, body, index, excluded)

    def _summand(self, index: Symbol) -> Reading:
        """What a Σ below a bar sums: all that follows, or up to the last that holds its index."""
        factors: list[Reading] = []
        at, kept = self._at, factors
        for number, factor in enumerate(self._factors(factors)):
            if number == 0 or holds_free_index(factor.expression, index):
                at, kept = self._at, [*factors]
        if at != self._at:
            self.swallowed = True
            if self._short_sums:
                self._at, factors = at, kept
        return spans.product(factors)

    def _upper_limit(self) -> None:
        opening = self._open()
        limit = self._here
        if limit.text != UPPER_LIMIT:
            raise self._failure(f"sums run over all classes, up to {UPPER_LIMIT}")
        self._advance()
        if opening:
            self._close(opening, limit.start)

    def _derivative(self, sign: Token) -> Reading:
        """d/dx of the product that follows, or dE/dx."""
        self._deeper()
        body = None if self._here.text == "/" else self._atom()
        self._expect("/")
        self._expect("d")
        variable = self._atom()
        if not isinstance(variable.expression, Symbol | board.Entry | board.Vector):
            raise ReadingError("expected a letter to differentiate by", variable.start)
        end = variable.end
        if body is None:
            body = self._product()
            end = body.end
        self._depth -= 1
        return spans.announced(sign.start, end, body, variable)
