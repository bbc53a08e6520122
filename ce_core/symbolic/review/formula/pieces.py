"""Cut pasted text into formulas and the words between them.

Markdown and LaTeX mark their formulas; in plain text each line is looked at on its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

MAX_LENGTH = 20_000
MAX_FORMULAS = 200
MAX_FORMULA = 12_000  # an align block holds a whole derivation
MAX_NESTING = 40

TOO_LONG = (
    "This text has {length:,} characters; at most {most:,} can be reviewed. "
    "Please paste the derivation only."
)
TOO_MANY = "This text has more than {most} formulas. Please paste the derivation only."
TOO_DEEP = "its brackets are nested more than {most} deep; please split the formula"
TOO_LONG_FORMULA = "this formula has more than {most:,} characters; please split it"

_ENVIRONMENTS = (
    "align|aligned|alignat|flalign|equation|gather|gathered|split|multline|eqnarray|displaymath"
    "|math"
)
_MARKED = re.compile(
    r"(?P<code>```.*?(?:```|\Z)|\{%\s*highlight.*?\{%\s*endhighlight\s*%\}|(?<!`)`[^`\n]*`)"
    r"|\$\$(?P<dollars>.*?)\$\$"
    r"|\\\[(?P<display>.*?)\\\]"
    r"|\\\((?P<inline>.*?)\\\)"
    r"|(?<![\\$])\$(?P<dollar>[^$]*?)(?<!\\)\$"
    rf"|(?P<environment>\\begin\{{(?P<name>(?:{_ENVIRONMENTS})\*?)\}}.*?\\end\{{(?P=name)\}})",
    re.DOTALL,
)
_TIES = re.compile(r"[\s$,.;)\]\\]*(?:for|if|when|where|with)\s*\$?\s*", re.IGNORECASE)
_WORD = re.compile(r"(?<![\\\w])[^\W\d_]{3,}(?![\w(])")
_MATHEMATICS = re.compile(r"[=+*/^_\\∂Σ∑√′'(]|[−-]\s*\w")
_HEADING = re.compile(r"\s*(?:#{1,6}\s+\S|[*>]\s+[^\W\d_]{2,}|!\[|\[[^\]]*\](?:\(|:))")
_NUMBERED = re.compile(r"\s*(?:\(?\d{1,2}[.)]|[*•])\s+")
_NAMES_OF_MATHEMATICS = frozenset(
    {"log", "exp", "sum", "softmax", "sigmoid", "logits", "loss", "sqrt", "yhat", "tanh"}
    | {"delta", "sigma", "cost", "error", "theta", "alpha", "lambda", "partial", "frac"}
    | {"left", "right", "otherwise"}
)
_MACRO = re.compile(
    r"\\(?:operatorname\*?|math[a-z]+)\s*\{[^{}]*\}|[_^]\s*\{[^{}]*\}|"
    r"[\u2070-\u209f\u1d62-\u1d6a\u02b0-\u02b8\u2c7c]+|"
    r"\\(?:begin|end|text|textrm|mbox|label|tag)\s*\{[^{}]*\}|\\[a-zA-Z]+"
)


@dataclass(frozen=True)
class Piece:
    """A formula in the text.

    Parameters
    ----------
    start, end
        ``text[start:end]`` is the formula without its delimiters.
    kind
        ``"display"``, ``"plain"``, ``"embedded"`` for a display within a sentence, or
        ``"inline"``.
    trouble
        Why it cannot be read at all; empty if it may be tried.
    """

    start: int
    end: int
    kind: str
    trouble: str = ""
    follows: bool = False
    """Whether words such as "for" tie it to the formula before."""


def pieces(text: str) -> tuple[Piece, ...]:
    """The formulas of a text, in their order.

    Raises
    ------
    ValueError
        If the text is too long, or holds too many formulas.
    """
    if len(text) > MAX_LENGTH:
        raise ValueError(TOO_LONG.format(length=len(text), most=MAX_LENGTH))
    found = [piece for piece in _found(text) if text[piece.start : piece.end].strip()]
    if len(found) > MAX_FORMULAS:
        raise ValueError(TOO_MANY.format(most=MAX_FORMULAS))
    ends = [0, *(piece.end for piece in found)]
    return tuple(
        _limited(text, replace(piece, follows=bool(_TIES.fullmatch(text[end : piece.start]))))
        for end, piece in zip(ends, found, strict=False)
    )


def _found(text: str) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    marked = list(_MARKED.finditer(text))
    delimited = any(match["code"] is None for match in marked)
    for match in marked:
        found += _plain(text, at, match.start(), delimited)
        at = match.end()
        for group, kind in (
            ("dollars", "display"),
            ("display", "display"),
            ("environment", "display"),
            ("inline", "inline"),
            ("dollar", "inline"),
        ):
            if match[group] is not None:
                alone = not text[_line_start(text, match.start()) : match.start()].strip()
                alone = alone and not text[match.end() :].partition("\n")[0].strip(" .,;\\\t")
                embedded = "embedded" if kind == "display" and group != "environment" else kind
                found.append(Piece(*match.span(group), "display" if alone else embedded))
    return [*found, *_plain(text, at, len(text), delimited)]


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _plain(text: str, start: int, end: int, delimited: bool) -> list[Piece]:
    """Lines that look like mathematics though nothing marks them."""
    part = text[start:end]
    if r"\\" in part and not delimited and not any(map(_is_prose, part.split("\n"))):
        return [Piece(start, end, "display")]
    found = []
    at = start
    for line in part.split("\n"):
        number = _NUMBERED.match(line)
        skipped = number.end() if number else 0
        if not delimited and not _HEADING.match(line) and _MATHEMATICS.search(line):
            found += _of_line(line[skipped:], at + skipped)
        at += len(line) + 1
    return found


def _of_line(line: str, at: int) -> list[Piece]:
    """A line of plain typing: all of it, or what stands after its last word and a colon."""
    if not _is_prose(line):
        return [Piece(at, at + len(line), "plain")]
    before, colon, after = line.rpartition(":")
    if colon and not after.startswith("=") and _MATHEMATICS.search(after) and not _is_prose(after):
        start = at + len(before) + 1
        return [Piece(start, start + len(after), "plain")]
    let = re.match(r"\s*(?:let|with|where|put|set|say)\s+", line, re.IGNORECASE)
    if let and "=" in line and not _is_prose(line[let.end() :]):
        return [Piece(at + let.end(), at + len(line), "inline")]
    return []


def _is_prose(line: str) -> bool:
    words = _WORD.findall(_MACRO.sub(" ", line))
    return any(word.lower() not in _NAMES_OF_MATHEMATICS for word in words)


def _limited(text: str, piece: Piece) -> Piece:
    formula = text[piece.start : piece.end]
    if len(formula) > MAX_FORMULA:
        trouble = TOO_LONG_FORMULA.format(most=MAX_FORMULA)
    elif _nesting(formula) > MAX_NESTING:
        trouble = TOO_DEEP.format(most=MAX_NESTING)
    else:
        return piece
    return replace(piece, trouble=trouble)


def _nesting(formula: str) -> int:
    deepest = depth = 0
    for character in formula:
        if character in "{([":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "})]":
            depth = max(0, depth - 1)
    return max(deepest, formula.count(r"\begin"))


def is_delimited(text: str) -> bool:
    """Whether something marks the formulas of a text, so that bare lines count as words."""
    return any(match["code"] is None for match in _MARKED.finditer(text))


def words_between(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The places of words outside ``spans``, without markup around them."""
    found = []
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    for start, end in zip(ends, starts, strict=True):
        at = start
        for line in text[start:end].splitlines(keepends=True):
            if _is_prose(line):
                found.append((at, at + len(line.rstrip())))
            at += len(line)
    return tuple(found)
