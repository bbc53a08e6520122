"""Read tokens of a formula into a tree as it was written, with the place of each part.

The grammar, loosest first: sums; products, implied ones too; signs; powers; atoms. Letters,
sums over classes and derivatives are in :mod:`atoms`.
"""

import unicodedata
from collections.abc import Callable, Sequence

from ce_core.symbolic.expression import board
from ce_core.symbolic.reading import spans
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.reading.tokens import Token as Sign
from ce_core.symbolic.review.formula.latex_tokens import EMPTY_BOX, Token
from ce_core.symbolic.review.formula.names import Names
from ce_core.symbolic.review.formula.trouble import Trouble

MAX_DEPTH = 40
MAX_HEIGHT = 60
MAX_POWER = 20
PARTNER = {"(": ")", "[": "]", "{": "}"}
_MARKS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307", "": ""}


class Grammar:
    """Recursive descent over tokens; each method leaves ``_at`` behind what it has read.

    Parameters
    ----------
    tokens
        One side of a line.
    names
        What letters mean.
    start, end
        Where the side stands in the text.
    short_sums
        Whether a Σ below a slash ends with the last factor that holds its index.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        names: Names,
        start: int,
        end: int,
        *,
        short_sums: bool = False,
        depth: int = 0,
    ) -> None:
        self._tokens, self._names = tokens, names
        self._start, self._end = start, end
        self._at, self._depth = 0, depth
        self._short_sums = short_sums
        self._bars = False
        self._tight = False  # below a slash, where a Σ may be meant short
        self.swallowed = False
        """Whether a Σ below a slash has taken factors that do not hold its index."""

    # --- Where the parser stands --------------------------------------------------------------

    def _peek(self, ahead: int = 0) -> Token:
        at = self._at + ahead
        if at < len(self._tokens):
            return self._tokens[at]
        return Token("end", "", self._end, self._end)

    @property
    def _here(self) -> Token:
        return self._peek()

    def _next(self) -> Token:
        token = self._here
        self._at += 1
        return token

    def _is(self, text: str, ahead: int = 0) -> bool:
        return self._peek(ahead).text == text and self._peek(ahead).kind == "operator"

    def _inner(self, tokens: Sequence[Token], start: int, end: int) -> "Grammar":
        if self._depth >= MAX_DEPTH:
            raise Trouble(f"this is nested more than {MAX_DEPTH} deep", start, end)
        return type(self)(
            tokens, self._names, start, end, short_sums=self._short_sums, depth=self._depth + 1
        )

    def _inside(self, token: Token, number: int = 0) -> Reading:
        """What stands in an argument or a group of its own."""
        tokens = token.inside[number]
        start, end = (tokens[0].start, tokens[-1].end) if tokens else (token.start, token.end)
        inner = self._inner(tokens, start, end)
        reading = inner.whole()
        self.swallowed |= inner.swallowed
        return reading

    def _deeper(self, token: Token) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Trouble(f"this is nested more than {MAX_DEPTH} deep", token.start, token.end)

    # --- Sums, products, powers ---------------------------------------------------------------

    def whole(self) -> Reading:
        """Read all of it."""
        if not self._tokens:
            raise Trouble("something is missing here", self._start, self._end)
        reading = self._sum()
        if self._at < len(self._tokens):
            raise self._unexpected(self._here)
        return reading

    def _sum(self) -> Reading:
        terms = [self._signed(self._product)]
        while self._is("+") or self._is("-"):
            sign = self._next()
            term = self._signed(self._product)
            terms.append(spans.negative(_sign(sign), term) if sign.text == "-" else term)
        return self._checked(spans.total(terms))

    def _signed(self, unsigned: Callable[[], Reading]) -> Reading:
        minus: list[Token] = []
        while self._is("+") or self._is("-"):
            sign = self._next()
            if sign.text == "-":
                minus.append(sign)
            if len(minus) > MAX_DEPTH:
                raise Trouble("there are too many signs", sign.start)
        reading = unsigned()
        for sign in reversed(minus):
            reading = spans.negative(_sign(sign), reading)
        return reading

    def _product(self) -> Reading:
        factors: list[Reading] = []
        self._read_factors(factors, lambda: None)
        return spans.product(factors)

    def _read_factors(self, factors: list[Reading], after: Callable[[], None]) -> None:
        factors.append(self._signed(self._power))
        after()
        while True:
            here = self._here
            if self._is("*") or (self._is(".") and self._begins_factor(1)):
                self._next()
                factors.append(self._signed(self._power))
            elif self._is("/"):
                self._next()
                glued = self._peek()
                denominator = self._signed(self._denominator)
                self._refuse_glued(glued)
                factors[:] = [spans.fraction(spans.product(factors), denominator)]
                self._checked(factors[0])
            elif self._begins_factor():
                factors.append(self._power())
            else:
                if here.kind == "number":
                    raise Trouble("please put a sign before this number", here.start, here.end)
                return
            after()

    def _denominator(self) -> Reading:
        before, self._tight = self._tight, True
        try:
            return self._power()
        finally:
            self._tight = before

    def _refuse_glued(self, first: Token) -> None:
        here, before = self._here, self._peek(-1)
        if here.kind in ("word", "accent") and here.start == before.end and before is first:
            if first.kind not in ("number", "word"):
                return
            if first.kind == "number":
                raise Trouble(
                    "this can be read in two ways; please put brackets: (1/2)x or 1/(2x)",
                    first.start,
                    here.end,
                )

    def _begins_factor(self, ahead: int = 0) -> bool:
        token = self._peek(ahead)
        if token.kind in ("word", "open", "group", "fraction", "root", "accent", "environment"):
            return True
        if token.kind == "number":
            return token.text == "1" and self._is_indicator(ahead)
        return token.kind == "operator" and token.text == "|" and not self._bars

    def _is_indicator(self, ahead: int = 0) -> bool:
        """Whether a 1 has an index, or a condition in brackets: 1_{i=j}, 1{i = j}."""
        return self._is("_", ahead + 1) or self._opens_condition(ahead + 1)

    def _opens_condition(self, ahead: int = 0) -> bool:
        """Whether a bracket holds an equals sign."""
        if self._peek(ahead).kind != "open":
            return False
        for further in range(ahead + 1, ahead + 8):
            if self._is("=", further) or self._is("≠", further):
                return True
            if self._peek(further).kind in ("close", "end"):
                return False
        return False

    def _power(self) -> Reading:
        base = self._atom()
        while self._is("^"):
            self._next()
            here = self._here
            exponent = self._script()
            _refuse_power(exponent)
            if exponent.expression.is_Symbol and exponent.expression.name == "T":
                raise Trouble("transposes are not judged", here.start, here.end, beyond=True)
            base = spans.power(base, exponent)
        while self._is("'") or self._is("''"):
            sign = self._next()
            raise Trouble(
                "a prime stands after a name, such as f'; for a bracket please write d/dx",
                sign.start,
                sign.end,
            )
        return base

    def _script(self) -> Reading:
        """What is raised, or an exponent: a group, a bracket, or the single thing that follows."""
        if self._is("-") or self._is("+"):
            sign = self._next()
            inner = self._script()
            reading = spans.negative(_sign(sign), inner) if sign.text == "-" else inner
            return spans.as_number(reading)
        token = self._here
        if token.kind == "group":
            self._next()
            return spans.as_number(self._inside(token).within(token.start, token.end))
        if token.kind == "number":
            self._next()
            after = self._here
            typed = after.end - after.start == len(after.text)  # not a macro, which begins anew
            if after.kind in ("word", "accent") and after.start == token.end and typed:
                raise Trouble(
                    "this exponent can be read in two ways; please put brackets around it",
                    token.start,
                    after.end,
                )
            return spans.leaf(board.number(token.text), token.start, token.end)
        return spans.as_number(self._atom())

    def _checked(self, reading: Reading) -> Reading:
        if reading.height > MAX_HEIGHT:
            raise Trouble(f"this is built more than {MAX_HEIGHT} levels high", reading.start)
        return reading

    # --- Atoms --------------------------------------------------------------------------------

    def _atom(self) -> Reading:
        token = self._here
        if token.kind == "number":
            if token.text == "1" and self._is_indicator():
                return self._indicator()
            self._next()
            if len(token.text) > 12:
                raise Trouble("this number has too many digits", token.start, token.end)
            return spans.leaf(board.number(token.text), token.start, token.end)
        if token.kind == "open":
            iverson = token.text == "[" and self._opens_condition()
            return self._indicator(token) if iverson else self._bracketed()
        if token.kind == "group":
            return self._group()
        if token.kind == "fraction":
            return self._fraction()
        if token.kind == "root":
            self._next()
            inner = self._inside(token)
            return spans.applied(board.sqrt, token.start, inner).within(token.start, token.end)
        if token.kind == "environment":
            return self._environment()
        if token.kind in ("word", "accent"):
            return self._name()
        if self._is("|"):
            raise Trouble("an absolute value is not judged here", token.start, beyond=True)
        raise self._unexpected(token)

    def _group(self) -> Reading:
        token = self._next()
        tokens = token.inside[0]
        if len(tokens) == 1 and tokens[0].kind in ("word", "accent") and self._is("_"):
            # {\hat y}_i and {z}_j are letters with an index
            self._at -= 1
            self._tokens = [*self._tokens[: self._at], tokens[0], *self._tokens[self._at + 1 :]]
            return self._name()
        reading = self._inside(token).within(token.start, token.end)
        if token.text in ("underbrace", "overbrace"):
            while self._is("_") or self._is("^"):
                self._next()
                self._next()
        return reading

    def _bracketed(self) -> Reading:
        opening = self._next()
        self._deeper(opening)
        outer, self._bars = self._bars, False
        tight, self._tight = self._tight, False
        inner = self._sum()
        self._bars, self._tight = outer, tight
        closing = self._here
        if closing.kind != "close" or closing.text != PARTNER[opening.text]:
            raise Trouble(
                f"'{PARTNER[opening.text]}' was expected here, to close a bracket",
                closing.start,
                closing.end,
            )
        self._next()
        self._depth -= 1
        return inner.within(opening.start, closing.end)

    def _fraction(self) -> Reading:
        token = self._here
        if _starts_with_d(token.inside[0]) and _starts_with_d(token.inside[1]):
            return self._derivative_fraction()
        self._next()
        above, below = self._inside(token), self._inside(token, 1)
        return spans.fraction(above, below).within(token.start, token.end)

    def _unexpected(self, token: Token) -> Trouble:
        if token.kind == "end":
            return Trouble("something is missing at the end", max(self._end - 1, self._start))
        if token.text == f"\\{EMPTY_BOX}":
            return Trouble("a box is still empty", token.start, token.end)
        if token.kind == "unknown":
            return Trouble(f"'{token.text}' means nothing here", token.start, token.end)
        if token.kind == "close":
            message = f"'{token.text}' closes a bracket that was not opened"
            return Trouble(message, token.start, token.end)
        if token.kind == "dots":
            return Trouble(
                "dots are not judged; please write a sum as Σ", token.start, token.end, beyond=True
            )
        if token.kind == "relation":
            message = f"'{token.text}' is not judged here, only '='"
            return Trouble(message, token.start, token.end, beyond=True)
        if token.kind == "words":
            return Trouble("words stand where a formula was expected", token.start, token.end)
        if token.text == "∘":
            return Trouble(
                "entry-by-entry products are not judged", token.start, token.end, beyond=True
            )
        return Trouble(f"'{token.text}' cannot stand here", token.start, token.end)

    # --- Completed by the classes below it --------------------------------------------------

    def _name(self) -> Reading:
        raise NotImplementedError

    def _indicator(self, name: Token | None = None) -> Reading:
        raise NotImplementedError

    def _environment(self) -> Reading:
        raise NotImplementedError

    def _probability_of_logits(self, token: Token) -> Reading | None:
        raise NotImplementedError

    def _derivative_fraction(self) -> Reading:
        raise NotImplementedError


def _sign(token: Token) -> Sign:
    return Sign("operator", token.text, token.start, token.end)


def _starts_with_d(tokens: Sequence[Token]) -> bool:
    if not tokens or tokens[0].kind != "word":
        return False
    return tokens[0].text == "∂" or (
        tokens[0].text == "d" and not (len(tokens) > 1 and tokens[1].text == "_")
    )


def _refuse_power(exponent: Reading) -> None:
    value = exponent.expression
    if value.is_Number and abs(value) > MAX_POWER:
        raise Trouble(f"powers up to {MAX_POWER} can be judged", *exponent.span)


def key_of(token: Token) -> str:
    """The name of a letter, its hat or bar included: ``"ŷ"``."""
    if token.kind != "accent":
        return token.text
    inner = [each for each in token.inside[0] if each.kind in ("word", "accent")]
    if len(inner) != 1 or len(token.inside[0]) != 1:
        return ""
    return unicodedata.normalize("NFC", key_of(inner[0]) + _MARKS.get(token.text, ""))
