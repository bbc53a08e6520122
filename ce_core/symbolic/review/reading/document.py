"""Read a whole text into chains of lines: which sides belong together, and what starts them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sympy import Expr, Symbol

from ce_core.symbolic.expression.board import Call
from ce_core.symbolic.expression.notation import LABELS, PROBABILITIES
from ce_core.symbolic.practice.canonical_form import form
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.review.formula.latex_tokens import Token, tokenize
from ce_core.symbolic.review.formula.names import Letters, Names
from ce_core.symbolic.review.formula.pieces import Piece, pieces
from ce_core.symbolic.review.formula.rows import Row, Side, condition_of, rows
from ce_core.symbolic.review.formula.side import read_side
from ce_core.symbolic.review.formula.trouble import Trouble
from ce_core.symbolic.review.reading.guess import guess, names_for

MAX_LINES = 200
TOO_MANY_LINES = "This text has more than {most} lines of formulas. Please paste a shorter part."


@dataclass(frozen=True, eq=False)
class Written:
    """One line: what it claims to equal the line above, or why it was not read.

    Parameters
    ----------
    start, end
        Its place in the text, the left side included where it has one.
    readings
        The ways in which it can be read, the likelier first; none if it was not read.
    trouble
        Why it was not read.
    condition
        A condition that stands beside it.
    """

    start: int
    end: int
    readings: tuple[Reading, ...] = ()
    trouble: Trouble | None = None
    condition: tuple[str, str, str] | None = None


@dataclass(eq=False)
class Thread:
    """Lines of which each claims to equal the one before.

    Parameters
    ----------
    left
        The left side; None where the first line has none.
    lines
        Its lines in their order.
    defines
        Whether it begins with ``:=``, or stands in the running text.
    condition
        The condition in force.
    """

    left: Reading | None
    lines: list[Written] = field(default_factory=list)
    defines: bool = False
    inline: bool = False
    condition: tuple[str, str, str] | None = None


@dataclass(frozen=True, eq=False)
class Document:
    """A text that has been read."""

    threads: tuple[Thread, ...]
    letters: Letters
    names: Names
    bare: dict[Symbol, Symbol]


Formulas = list[tuple[Piece, tuple[Token, ...] | Trouble]]


def read_document(text: str, letters: Letters | None) -> Document:
    """Read a text.

    Raises
    ------
    ValueError
        If it is too long, or has too many formulas or lines.
    """
    return arrange(formulas_of(text), letters)


def formulas_of(text: str) -> Formulas:
    """The formulas of a text, each as its tokens or with its trouble."""
    found: Formulas = []
    for piece in pieces(text):
        if piece.trouble:
            found.append((piece, Trouble(piece.trouble, piece.start, piece.start + 1)))
            continue
        try:
            found.append((piece, tokenize(text, piece.start, piece.end)))
        except Trouble as trouble:
            found.append((piece, trouble))
    return found


def arrange(formulas: Formulas, letters: Letters | None, *, other_sigma: bool = False) -> Document:
    """Chains from tokens, under a meaning of the letters.

    Parameters
    ----------
    other_sigma
        Whether σ is softmax where it was taken for the sigmoid, and the other way round.
    """
    tokens = [each for _, each in formulas if not isinstance(each, Trouble)]
    meant = guess(tokens) if letters is None else letters
    names = names_for(tokens, meant)
    if other_sigma:
        names = replace(names, softmax_sigma=not names.softmax_sigma)
    reader = _Reader(names)
    for piece, each in formulas:
        if isinstance(each, Trouble):
            reader.broken(piece, each)
        else:
            reader.formula(piece, each)
    return Document(tuple(reader.threads), meant, names, _bare(meant))


def _bare(letters: Letters) -> dict[Symbol, Symbol]:
    symbols = {Symbol(key): each for key, each in letters.meanings.items() if key in letters.logits}
    return {**symbols, PROBABILITIES: PROBABILITIES, LABELS: LABELS}


class _Reader:
    """Goes through the formulas, and keeps the chains."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.threads: list[Thread] = []
        self._open: Thread | None = None
        self._condition: tuple[str, str, str] | None = None
        self._count = 0
        self._row_names: tuple[Row, Names] | None = None

    def broken(self, piece: Piece, trouble: Trouble) -> None:
        """A formula that has no tokens."""
        if piece.kind == "inline":
            return
        self._add(Written(piece.start, piece.end, trouble=trouble))

    def formula(self, piece: Piece, tokens: Sequence[Token]) -> None:
        """The rows of one formula."""
        condition = condition_of(tokens)
        if condition is not None:
            if piece.follows and self._open is not None:
                self._open.condition = condition
            else:
                self._condition = condition
            return
        for row in rows(tokens):
            if piece.kind == "inline":
                self._inline(row)
            elif piece.kind == "embedded" and len(row.sides) < 2:
                continue
            elif row.sides and any(side.tokens for side in row.sides):
                self._row(row)

    # --- Rows ---------------------------------------------------------------------------------

    def _inline(self, row: Row) -> None:
        """A formula among words: only what defines a name, or an equation, is a line."""
        if len(row.sides) < 2 or row.relation is not None or not row.sides[0].tokens:
            return
        if len(row.sides[1].tokens) == 1 and row.sides[1].tokens[0].kind == "number":
            return
        before = self._open
        self._row(row, inline=True)
        self._open = before

    def _row(self, row: Row, inline: bool = False) -> None:
        condition = row.condition or self._condition
        if row.relation is not None:
            trouble = Trouble(
                f"'{row.relation.text}' is not judged, only '='",
                row.relation.start,
                row.relation.end,
                beyond=True,
            )
            self._open = None
            self._add(Written(row.start, row.end, trouble=trouble))
            return
        first, *others = row.sides
        goes_on = not first.tokens
        if goes_on:
            for side in others:
                self._add(self._written(side, row, side.start - 1, condition))
            return
        if not others:
            self._start(None, row, inline)
            self._add(self._written(first, row, row.start, condition))
            return
        self._equation(row, first, others, condition, inline)

    def _equation(
        self,
        row: Row,
        first: Side,
        others: Sequence[Side],
        condition: tuple[str, str, str] | None,
        inline: bool,
    ) -> None:
        try:
            left = self._read(first, row)[0]
        except Trouble as trouble:
            self._open = None
            self._start(None, row, inline)
            self._add(Written(row.start, row.end, trouble=trouble))
            others = others[1:]
        else:
            same = self._open is not None and self._open.left is not None
            same = same and form(self._open.left.expression) == form(left.expression)  # type: ignore[union-attr]
            if not same or self._is_redefined(left.expression) or row.defines:
                self._start(left, row, inline)
        start = row.start
        for side in others:
            if not side.tokens:
                continue
            self._add(self._written(side, row, start, condition))
            start = side.end

    @staticmethod
    def _is_redefined(left: Expr) -> bool:
        return isinstance(left, Call) and int(left.args[2]) == 0 and left.args[0].name in "fgh"

    def _start(self, left: Reading | None, row: Row, inline: bool) -> None:
        self._open = Thread(left, defines=row.defines, inline=inline, condition=self._condition)
        self._condition = None
        self.threads.append(self._open)

    def _add(self, line: Written) -> None:
        self._count += 1
        if self._count > MAX_LINES:
            raise ValueError(TOO_MANY_LINES.format(most=MAX_LINES))
        if self._open is None:
            self._open = Thread(None)
            self.threads.append(self._open)
        self._open.lines.append(line)

    # --- Sides --------------------------------------------------------------------------------

    def _written(
        self, side: Side, row: Row, start: int, condition: tuple[str, str, str] | None
    ) -> Written:
        try:
            found = self._read(side, row)
        except Trouble as trouble:
            return Written(start, side.end, trouble=trouble, condition=condition)
        return Written(start, side.end, found, condition=condition)

    def _read(self, side: Side, row: Row) -> tuple[Reading, ...]:
        if self._row_names is None or self._row_names[0] is not row:
            tokens = [each for one in row.sides for each in one.tokens]
            self._row_names = row, self._names_here(tokens)
        names = self._row_names[1]
        return read_side(side.tokens, names, side.start, side.end)

    def _names_here(self, tokens: Sequence[Token]) -> Names:
        """A letter that stands in an exponent is a logit there, whatever it is elsewhere."""
        letters = self._names.letters
        raised = {*_in_exponents(tokens)}
        moved = set() if raised & {*letters.logits} else raised & {*letters.probabilities}
        if not moved:
            return self._names
        changed = replace(
            letters,
            logits=tuple(dict.fromkeys((*letters.logits, *sorted(moved)))),
            probabilities=tuple(each for each in letters.probabilities if each not in moved),
        )
        return replace(self._names, letters=changed)


def _in_exponents(tokens: Sequence[Token]) -> list[str]:
    found: list[str] = []
    for at, token in enumerate(tokens):
        if token.text == "e" and at + 2 < len(tokens) and tokens[at + 1].text == "^":
            raised = tokens[at + 2]
            inner = raised.inside[0] if raised.kind == "group" else (raised,)
            found += [each.text for each in inner[:2] if each.kind == "word"]
        for inner_tokens in token.inside:
            found += _in_exponents(inner_tokens)
    return found
