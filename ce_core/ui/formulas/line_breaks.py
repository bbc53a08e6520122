r"""Find where a formula too long for its row may go on in the next: before a plus or minus.

By itself KaTeX breaks formulas in a line of text after any operator outside brackets, also within
a product, and never within brackets or a mark. This rewrites what the printer wrote accordingly.
"""

import re

_LEFT, _RIGHT, _UNDERLINE = r"\left(", r"\right)", r"\underline{"
_COLOUR = re.compile(r"\\textcolor\{[^}]*\}")
_GROUP = re.compile(r"\\left(?=[(.\[|])|\\right(?=[).\]|])|\\[{}]|[{}]")
_PIECE = re.compile(
    r"(?P<colour>\\textcolor\{[^}]*\}\{)|(?P<underline>\\underline\{)|(?P<bracket>\\left\()"
    r"|(?P<other>\\left(?=[.\[|])|\{)"
)
_SIGN = re.compile(r" [+-] ")
_LONG = 60


def breaking_at_signs(latex: str) -> str:
    """LaTeX that says the same and can be broken before its signs, also within long brackets."""
    opened = _opened(latex).replace(r" \cdot ", r" \cdot \nobreak ")
    # A sign at the very beginning belongs to what follows it.
    leading = re.sub(r"^-", r"{-}\\nobreak ", opened)
    return re.sub(r" ([+-]) ", r" \\allowbreak \1 \\nobreak ", leading)


def _opened(latex: str) -> str:
    """Make long brackets breakable, and underline long parts term by term."""
    text, at = "", 0
    for start, end, kind in _parts(latex):
        part = latex[start:end]
        text += latex[at:start]
        at = end
        if kind == "colour":  # a colour does not hold its content together
            head = part.index("}") + 2
            text += f"{part[:head]}{_opened(part[head:-1])}}}"
        elif kind == "other" or _length(part) <= _LONG:
            text += part
        elif kind == "bracket":
            text += _bracketed(_opened(part[len(_LEFT) : -len(_RIGHT)]))
        else:
            text += _underlined(part[len(_UNDERLINE) : -1])
    return text + latex[at:]


def _parts(latex: str) -> list[tuple[int, int, str]]:
    """The outermost groups: where they begin and end, and what each is."""
    parts, at = [], 0
    while found := _PIECE.search(latex, at):
        # A colour's first group is its name: it ends with the second.
        opener = found.end() - 1 if found.lastgroup != "bracket" else found.start()
        opener = found.start() if found.lastgroup == "other" else opener
        at = _end(latex, opener)
        parts.append((found.start(), at, str(found.lastgroup)))
    return parts


def _end(latex: str, opener: int) -> int:
    """The place after what closes the group that opens at ``opener``."""
    depth = 0
    for found in _GROUP.finditer(latex, opener):
        token = found[0]
        depth += (token in ("{", r"\left")) - (token in ("}", r"\right"))
        if depth == 0:
            return found.end() + (token == r"\right")  # its delimiter is one character
    return len(latex)


def _length(part: str) -> int:
    return len(_COLOUR.sub("", part))


def _bracketed(inside: str) -> str:
    size = r"\Big" if r"\frac" in inside else r"\big"
    return f"{size}l({inside}{size}r)"


def _underlined(inside: str) -> str:
    """Underline a sum term by term, within its brackets if it has any around all of it."""
    if inside.startswith(_LEFT) and _end(inside, 0) == len(inside):
        return _bracketed(_underlined(inside[len(_LEFT) : -len(_RIGHT)]))
    groups = _parts(inside)
    signs = [
        found
        for found in _SIGN.finditer(inside)
        if not any(start < found.start() < end for start, end, _ in groups)
    ]
    text, at = "", 0
    for sign in signs:
        text += f"{_UNDERLINE}{inside[at : sign.start()]}}}{sign[0]}"
        at = sign.end()
    return f"{text}{_UNDERLINE}{inside[at:]}}}"
