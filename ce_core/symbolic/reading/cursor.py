"""Keep where a parser stands among its tokens, and say why it cannot go on."""

from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.reading.tokens import ReadingError, Token, tokenize
from ce_core.symbolic.reading.vocabulary import EULER, Vocabulary

MAX_DEPTH = 30
MAX_HEIGHT = 60

_PARTNER = {"(": ")", "[": "]", "{": "}"}


class Cursor:
    """A place among the tokens of a text, with the limits on nesting.

    Parameters
    ----------
    text
        What was typed.
    vocabulary
        The names that have a meaning.
    """

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self._text = text
        self._vocabulary = vocabulary
        self._tokens = tokenize(text, vocabulary.names())
        self._at = 0
        self._depth = 0
        self._within_bars = False

    @property
    def _here(self) -> Token:
        return self._tokens[self._at]

    @property
    def _next(self) -> Token:
        return self._tokens[min(self._at + 1, len(self._tokens) - 1)]

    @property
    def _before(self) -> Token:
        return self._tokens[self._at - 1]

    def _advance(self) -> Token:
        token = self._here
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _accept(self, text: str) -> bool:
        if self._here.text == text:
            self._advance()
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._accept(text):
            raise self._failure(f"expected '{text}'{self._after()}")

    def _open(self) -> Token | None:
        return self._advance() if self._here.kind == "open" else None

    def _close(self, opening: Token, inner_start: int) -> Token:
        partner = _PARTNER[opening.text]
        if self._here.text != partner:
            inner = _ending(self._text[inner_start : self._before.end])
            raise self._failure(f"expected '{partner}' after '{inner}'")
        return self._advance()

    def _begins_factor(self) -> bool:
        token = self._here
        if token.kind == "number":
            raise self._failure(f"please put a sign between '{self._before.text}' and a number")
        return token.kind in ("word", "open") or token.text in ("Σ", "√") or self._opens_bars(token)

    def _opens_bars(self, token: Token) -> bool:
        """Whether a | begins an absolute value; after a factor between bars it ends one."""
        return token.text == "|" and not self._within_bars

    def _is_euler(self, token: Token) -> bool:
        return token.text == EULER and EULER not in self._vocabulary.symbols

    # --- Limits and refusals ------------------------------------------------------------------

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._failure(f"this is nested more than {MAX_DEPTH} deep")

    def _refuse_tall(self, reading: Reading) -> None:
        """Rows of divisions nest without any bracket, and trees are walked by recursion."""
        if reading.height > MAX_HEIGHT:
            raise self._failure(f"this is built more than {MAX_HEIGHT} levels high")

    def _refuse_glued(self, start: int, remedy: str) -> None:
        """Refuse 1/2x, e^2x and log 2x, which people read in two ways."""
        token = self._here
        glued = token.start == self._before.end and token.kind in ("word", "open")
        if glued and self._before.kind != "close":
            shown = _ending(self._text[start : token.end])
            raise self._failure(f"'{shown}' can be read in two ways; {remedy}")

    def _failure(self, message: str) -> ReadingError:
        return ReadingError(message, self._here.start)

    def _after(self) -> str:
        return f" after '{_ending(self._text[: self._before.end])}'" if self._at else ""

    def _misplaced(self, name: Token) -> ReadingError:
        if name.text in self._vocabulary.vectors:
            message = f"'{name.text}' needs an index, such as {name.text}_1"
        elif name.text in self._vocabulary.indices:
            message = f"'{name.text}' is an index; it can only stand after '_'"
        else:
            message = f"'{name.text}' cannot stand here"
        return ReadingError(message, name.start)

    def _unread(self) -> ReadingError:
        token = self._here
        if token.kind == "close":
            return self._failure(f"'{token.text}' closes a bracket that was not opened")
        if token.text == ",":
            return self._failure("a comma can only stand in a number, or between two arguments")
        if token.text == "=":
            return self._failure("please write one side only, without '='")
        return self._failure(f"'{token.text}' cannot stand here")


def _ending(text: str) -> str:
    """The last few characters, to show where a reader is."""
    text = text.strip()
    return text if len(text) <= 16 else f"…{text[-15:]}"
