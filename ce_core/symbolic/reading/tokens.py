"""Cut typed mathematics into tokens: a closed alphabet, known names, and limits, no evaluation.

Every token keeps the place it came from, so that a message or a highlight can point at it.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

MAX_LENGTH = 600
MAX_TOKENS = 400
MAX_DIGITS = 12

Kind = Literal["number", "word", "operator", "open", "close", "prime", "end"]


class ReadingError(ValueError):
    """What was typed cannot be read; the message says what and where in plain words.

    Attributes
    ----------
    position
        Where, as an offset into the text that was typed, counted from 0. The message counts
        characters from 1.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message}, at character {position + 1}")
        self.position = position


@dataclass(frozen=True)
class Token:
    """One token; ``text[start:end]`` of what was typed is where it stands.

    ``text`` is the canonical spelling: ``*`` for ×, ``-`` for the true minus sign, and so on.
    """

    kind: Kind
    text: str
    start: int
    end: int


_SPELLINGS = {
    "−": "-", "–": "-", "‐": "-", "‑": "-", "·": "*", "⋅": "*", "×": "*", "∗": "*", "∙": "*",
    "÷": "/", "∕": "/", "⁄": "/", "≠": "!=", "∑": "Σ", "∂": "d",
    "∣": "|", "｜": "|", ";": ",",
    "′": "'", "’": "'", "´": "'", "″": "''",
}  # fmt: skip
_OPERATORS = (
    "**",
    "!=",
    "/=",
    "<>",
    ">=",
    "<=",
    "≥",
    "≤",
    ">",
    "<",
    "+",
    "-",
    "*",
    "/",
    "^",
    "_",
    "=",
    "Σ",
    "√",
    "|",
    ",",
)
_CANONICAL = {"**": "^", "<>": "!=", "/=": "!=", ">=": "≥", "<=": "≤"}
SEVERAL_ARGUMENTS = ("max", "min", "piecewise")
"""Functions of several arguments, with commas between them."""
_DECIMAL_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")
_THOUSANDS = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(,[0-9]{3})+(?![0-9])")
_OPENING = "([{"
_CLOSING = ")]}"
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵉⁱʲᵏⁿˣʸᶻ", "0123456789+-()abceijknxyz", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙₓ", "0123456789ijknx", strict=True))


def tokenize(text: str, names: Collection[str]) -> tuple[Token, ...]:
    """Cut typed mathematics into tokens, the last of which is the end.

    Parameters
    ----------
    text
        What was typed.
    names
        Every name that has a meaning here. Letters written together are cut into these, the
        longest first: with names a and x, ``ax`` is a times x.

    Raises
    ------
    ReadingError
        For a character outside the alphabet, an unknown name, or a text that is too long.
    """
    if len(text) > MAX_LENGTH:
        raise ReadingError(
            f"this is {len(text)} characters long; at most {MAX_LENGTH} can be read", MAX_LENGTH
        )
    text = _with_points(text)
    tokens: list[Token] = []
    for token in _scan(text, 0, names):
        tokens.append(token)
        if len(tokens) > MAX_TOKENS:
            raise ReadingError(
                f"this has more than {MAX_TOKENS} signs and names; please shorten it", token.start
            )
    return (*tokens, Token("end", "", len(text), len(text)))


def _with_points(text: str) -> str:
    """Decimal commas as points, unless a function of several arguments needs its commas."""
    if any(name in text for name in SEVERAL_ARGUMENTS):
        return text
    thousands = _THOUSANDS.search(text)
    if thousands is not None:
        raise ReadingError(
            f"'{_short(thousands[0])}' can be read in two ways; please leave out a comma that "
            "groups digits, and write a decimal comma as a point",
            thousands.start(),
        )
    return _DECIMAL_COMMA.sub(".", text)


def _scan(text: str, offset: int, names: Collection[str]) -> Iterator[Token]:
    """Yield the tokens of a piece of text that begins at an offset of the whole."""
    at = 0
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
            continue
        if character in _RAISED or character in _LOWERED:
            end = _end_of_run(text, at, _RAISED if character in _RAISED else _LOWERED)
            yield from _shifted(text[at:end], offset + at, names)
        elif character in "0123456789.":
            end = _end_of_number(text, at, offset)
            yield Token("number", text[at:end], offset + at, offset + end)
        elif _is_letter(character):
            end = at + 1
            while end < len(text) and (_is_letter(text[end]) or unicodedata.combining(text[end])):
                end += 1
            yield from _names(text[at:end], offset + at, names)
        else:
            token = _sign(text, at, offset)
            end = token.end - offset
            yield token
        at = end


def _is_letter(character: str) -> bool:
    return character.isalpha() and character not in _RAISED and character not in _LOWERED


def _end_of_run(text: str, at: int, alphabet: Collection[str]) -> int:
    while at < len(text) and text[at] in alphabet:
        at += 1
    return at


def _shifted(run: str, start: int, names: Collection[str]) -> Iterator[Token]:
    """Tokens of raised or lowered characters: x² is read as x^(2), yⱼ as y_(j)."""
    raised = run[0] in _RAISED
    alphabet = _RAISED if raised else _LOWERED
    yield Token("operator", "^" if raised else "_", start, start)
    yield Token("open", "(", start, start)
    # Each raised character stands for exactly one plain one, so offsets stay true.
    yield from _scan("".join(alphabet[character] for character in run), start, names)
    yield Token("close", ")", start + len(run), start + len(run))


def _end_of_number(text: str, at: int, offset: int) -> int:
    """Where a decimal number ends, after checking that it is one and not too long."""
    end = _end_of_run(text, at, "0123456789.")
    literal = text[at:end]
    if literal.count(".") > 1 or literal == ".":
        raise ReadingError(f"'{_short(literal)}' is not a number", offset + at)
    if len(literal) > MAX_DIGITS:
        raise ReadingError(
            f"this number has {len(literal)} digits; at most {MAX_DIGITS} can be read", offset + at
        )
    rest = text[end : end + 3].replace("−", "-")
    if rest[:1] in ("e", "E") and rest[1:].lstrip("+-")[:1].isdecimal():
        raise ReadingError(
            f"'{literal}{text[end]}…' could mean a power of ten or the number e; "
            "please write 10^(…) or e^(…)",
            offset + at,
        )
    return end


def _names(run: str, start: int, names: Collection[str]) -> Iterator[Token]:
    """Cut letters written together into known names, the longest first."""
    letters = _letters(run)
    longest = max(map(len, names), default=0)
    at = 0
    while at < len(letters):
        for size in range(min(longest, len(letters) - at), 0, -1):
            name = "".join(letter for letter, _ in letters[at : at + size])
            if name in names:
                break
        else:
            raise ReadingError(_unknown(run, names), start)
        end = letters[at + size][1] if at + size < len(letters) else len(run)
        kind: Kind = "operator" if name == "Σ" else "word"
        yield Token(kind, name, start + letters[at][1], start + end)
        at += size


def _letters(run: str) -> list[tuple[str, int]]:
    """Each letter, with its accents and in its plain form, and where it begins."""
    begins = [i for i, character in enumerate(run) if not unicodedata.combining(character)]
    ends = [*begins[1:], len(run)]
    plain = (unicodedata.normalize("NFKC", run[i:j]) for i, j in zip(begins, ends, strict=True))
    return list(zip(plain, begins, strict=True))


def _unknown(run: str, names: Collection[str]) -> str:
    letters = ", ".join(sorted(name for name in names if len(name) == 1))
    return (
        f"'{_short(run)}' has no meaning here; known are {letters} "
        "and functions such as exp, log and sqrt"
    )


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:19]}…"


def _sign(text: str, at: int, offset: int) -> Token:
    """The operator, bracket or prime that begins here."""
    plain = _SPELLINGS.get(text[at], text[at])
    if plain in ("'", "''"):
        return Token("prime", plain, offset + at, offset + at + 1)
    if plain in _OPENING:
        return Token("open", plain, offset + at, offset + at + 1)
    if plain in _CLOSING:
        return Token("close", plain, offset + at, offset + at + 1)
    if plain == "d":
        return Token("word", "d", offset + at, offset + at + 1)
    for operator in _OPERATORS:
        if text.startswith(operator, at):
            canonical = _CANONICAL.get(operator, operator)
            return Token("operator", canonical, offset + at, offset + at + len(operator))
    if plain in _OPERATORS:
        return Token("operator", plain, offset + at, offset + at + 1)
    raise ReadingError(_stranger(text[at]), offset + at)


def _stranger(character: str) -> str:
    hints = {
        "\\": "; please write formulas as on paper, not in LaTeX",
        "!": "; factorials are not read",
    }
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return f"the character '{shown}' is not used here{hints.get(character, '')}"
