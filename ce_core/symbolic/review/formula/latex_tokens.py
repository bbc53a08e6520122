"""Read a formula in LaTeX or plain typing into tokens with their places, by pylatexenc.

Only the macros that are listed here are known. Nothing is expanded, defined, loaded or evaluated:
any other macro becomes a token that the grammar refuses by its name.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pylatexenc import macrospec
from pylatexenc.latexwalker import (
    LatexCharsNode,
    LatexCommentNode,
    LatexEnvironmentNode,
    LatexGroupNode,
    LatexMacroNode,
    LatexMathNode,
    LatexWalker,
    LatexWalkerError,
)

from ce_core.symbolic.review.formula.trouble import Trouble

MAX_TOKENS = 6_000


@dataclass(frozen=True)
class Token:
    """One token of a formula.

    ``text[start:end]`` is where it stands. ``kind`` is one of: number, word, operator, open,
    close, group, fraction, root, accent, relation, words, space, row, cell, environment, ignored,
    unknown. ``inside`` holds the tokens of its arguments.
    """

    kind: str
    text: str
    start: int
    end: int
    inside: tuple[tuple["Token", ...], ...] = ()


GREEK = {
    "sigma": "σ", "delta": "δ", "theta": "θ", "alpha": "α", "beta": "β", "gamma": "γ", "mu": "μ",
    "eta": "η", "phi": "φ", "varphi": "φ", "psi": "ψ", "pi": "π", "lambda": "λ", "tau": "τ",
    "rho": "ρ", "omega": "ω", "epsilon": "ε", "varepsilon": "ε", "xi": "ξ", "zeta": "ζ",
    "exponentialE": "e", "differentialD": "d", "imaginaryI": "i",  # as MathLive writes them
    "nu": "ν", "kappa": "κ", "chi": "χ", "ell": "ℓ", "Sigma": "Σ", "sum": "Σ", "Theta": "Θ",
    "top": "T", "intercal": "T",
    "partial": "∂", "nabla": "∇", "varsigma": "σ", "Delta": "Δ", "Phi": "Φ", "Omega": "Ω",
}  # fmt: skip
FUNCTIONS = ("log", "ln", "exp", "tanh", "max", "min", "lg")
NAMES = (
    "log_softmax", "softmax", "sigmoid", "softplus", "logits", "logit", "loss", "cost", "error",
    "sqrt", "yhat", "tanh", "sigma", "delta", "theta", "sum", "log", "exp", "ln", "CE", "SC",
    "BCE", "NLL", "relu", "ReLU", "max", "min", "otherwise", "if", "eq", "diag",
)  # fmt: skip
"""Names of more than one letter: a run of letters is cut into these, the longest first."""
_SPELLED = {"sum": "Σ", "sigma": "σ", "delta": "δ", "theta": "θ", "yhat": "ŷ", "ln": "log"}
OPERATORS = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "neq": "≠", "ne": "≠", "prime": "'",
    "over": "over", "mid": "|", "vert": "|", "lvert": "|", "rvert": "|", "bullet": "*",
    "circ": "∘", "odot": "∘", "cdotp": "*", "star": "*",
}  # fmt: skip
RELATIONS = {
    "equiv": ":=", "triangleq": ":=", "coloneqq": ":=", "doteq": ":=", "approx": "≈", "sim": "~",
    "simeq": "≈", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "propto": "∝", "to": "→",
    "rightarrow": "→", "Rightarrow": "⇒", "implies": "⇒", "iff": "⇔", "Leftrightarrow": "⇔",
    "mapsto": "→", "in": "∈", "longrightarrow": "→", "lt": "<", "gt": ">", "therefore": "⇒",
    "Longrightarrow": "⇒",
}  # fmt: skip
SPACES = {"quad", "qquad", ":", "enspace"}
IGNORED = {
    ",", ";", "!", " ", ">", "left", "right", "displaystyle", "textstyle", "scriptstyle", "limits",
    "nolimits", "nonumber", "notag", "tiny", "small", "normalsize", "large", "Large", "LARGE",
    "huge", "Huge", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr",
    "Biggl", "Biggr", "middle", "thinspace", "boldmath", "mathstrut", "strut", "allowbreak",
    "hfill", "centering", "rm", "bf", "it", "hline", "scriptsize", "footnotesize", "bigm", "Bigm",
}  # fmt: skip
SWALLOWED = {"label": "{", "tag": "*{", "phantom": "{", "hspace": "*{", "vspace": "*{",
             "color": "{", "ref": "{", "eqref": "{", "mbox": "", "hphantom": "{",
             "vphantom": "{", "xmark": "", "notag*": ""}  # fmt: skip
WORDS = ("text", "textrm", "textbf", "textit", "mbox", "intertext", "textnormal", "texttt")
LETTERS = ("mathrm", "operatorname", "mathbf", "boldsymbol", "mathit", "mathcal", "mathbb", "bm",
           "mathsf", "pmb", "mathscr", "mathtt", "symbf", "mathfrak")  # fmt: skip
ACCENTS = {"hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde",
           "widetilde": "tilde", "vec": "", "dot": "dot", "mathaccent": ""}  # fmt: skip
THROUGH = ("cancel", "bcancel", "xcancel", "boxed", "underline", "mathop", "mathbin", "mathord",
           "smash", "fbox")  # fmt: skip
BRACED = ("underbrace", "overbrace")
EMPTY_BOX = "placeholder"
"""What MathLive leaves where nothing has been written yet."""
FRACTIONS = ("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac")
DOTS = ("dots", "ldots", "cdots", "vdots", "ddots", "dotsc", "dotsb", "dotsm", "dotso")
MATRICES = ("matrix", "pmatrix", "bmatrix", "vmatrix", "Bmatrix", "Vmatrix", "array", "smallmatrix")
CASES = ("cases", "dcases", "rcases")
DISPLAYS = ("align", "aligned", "alignat", "flalign", "equation", "gather", "gathered", "split",
            "multline", "eqnarray", "displaymath", "math", "alignedat")  # fmt: skip

_SIGNS = {
    "−": "-", "–": "-", "‐": "-", "‑": "-", "·": "*", "⋅": "*", "×": "*", "∗": "*", "∙": "*",
    "÷": "/", "∕": "/", "⁄": "/", "∑": "Σ", "∣": "|", "｜": "|", "′": "'", "’": "'", "´": "'",
    "″": "''", "⊙": "∘", "‖": "|", "𝟙": "1",
}  # fmt: skip
_RELATION_SIGNS = {"≡": ":=", "≔": ":=", "≜": ":=", "≈": "≈", "≤": "≤", "≥": "≥", "∝": "∝",
                   "→": "→", "⇒": "⇒", "⇔": "⇔", "∈": "∈", "<": "<", ">": ">", "~": "~",
                   "∴": "⇒", "↦": "→"}  # fmt: skip
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵉⁱʲᵏⁿˣʸᶻ", "0123456789+-()abceijknxyz", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙₓₘₗₜ", "0123456789ijknxmlt", strict=True))
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_FRACTIONS = dict(zip("½⅓¼⅔¾", ("1/2", "1/3", "1/4", "2/3", "3/4"), strict=True))
UNFINISHED = "a bracket or an environment is not closed, or one is closed that was not opened"


@cache
def _known() -> Any:
    """The macros and environments with arguments; pylatexenc passes over all others."""
    database = macrospec.LatexContextDb()
    arguments = {
        **dict.fromkeys(FRACTIONS, "{{"),
        "sqrt": "[{",
        "textcolor": "{{",
        "binom": "{{",
        **dict.fromkeys((*WORDS, *LETTERS, *ACCENTS, *THROUGH, *BRACED), "{"),
        "operatorname": "*{",
        **SWALLOWED,
        "mbox": "{",
        EMPTY_BOX: "{",
    }
    macros = [macrospec.MacroSpec(name, each) for name, each in arguments.items()]
    names = [*MATRICES, *CASES, *DISPLAYS]
    environments = [
        macrospec.EnvironmentSpec(f"{name}{star}", "{" if name.startswith("array") else "")
        for name in names
        for star in ("", "*")
    ]
    database.add_context_category("formulas", macros=macros, environments=environments, specials=[])
    return database


def tokenize(text: str, start: int, end: int) -> tuple[Token, ...]:
    """Tokens of ``text[start:end]``, with their places in the whole text.

    Raises
    ------
    Trouble
        If brackets or environments are not closed, or there are too many tokens.
    """
    walker = LatexWalker(text[start:end], latex_context=_known(), tolerant_parsing=False)
    try:
        nodes, _, _ = walker.get_latex_nodes()
        reader = _Reader(start)
        return tuple(reader.tokens(nodes))
    except LatexWalkerError as error:
        position = getattr(error, "pos", None) or 0
        raise Trouble(UNFINISHED, start + min(position, end - start)) from None
    except RecursionError:
        raise Trouble("its brackets are nested too deep", start) from None


class _Reader:
    """Turns pylatexenc's nodes into tokens."""

    def __init__(self, offset: int) -> None:
        self._offset = offset
        self._count = 0

    def tokens(self, nodes: Any) -> list[Token]:
        found: list[Token] = []
        for node in nodes or ():
            found += self._node(node)
        found = _without_spacing(found)
        self._count += len(found)
        if self._count > MAX_TOKENS:
            raise Trouble("this formula has too many signs; please split it", self._offset)
        return found

    def _node(self, node: Any) -> list[Token]:
        start, end = self._offset + node.pos, self._offset + node.pos + node.len
        if isinstance(node, LatexCharsNode):
            return list(characters(node.chars, start))
        if isinstance(node, LatexCommentNode):
            return []
        if isinstance(node, LatexGroupNode):
            return [Token("group", "{", start, end, (tuple(self.tokens(node.nodelist)),))]
        if isinstance(node, LatexMathNode):
            return self.tokens(node.nodelist)
        if isinstance(node, LatexEnvironmentNode):
            name = node.environmentname.rstrip("*")
            inner = tuple(self.tokens(node.nodelist))
            if name in DISPLAYS:
                return [*inner]
            return [Token("environment", name, start, end, (inner,))]
        if isinstance(node, LatexMacroNode):
            return self._macro(node, start, end - len(node.macro_post_space or ""))
        return [Token("unknown", "?", start, end)]

    def _argument(self, node: Any, number: int = 0) -> tuple[Token, ...]:
        if node.nodeargd is None:
            return ()  # a macro that is an argument itself has none
        argument = node.nodeargd.argnlist[number]
        if argument is None:
            return ()
        if isinstance(argument, LatexGroupNode):
            return tuple(self.tokens(argument.nodelist))
        return tuple(self._node(argument))

    def _macro(self, node: Any, start: int, end: int) -> list[Token]:
        name = node.macroname
        if name == "\\":
            return [Token("row", "\\\\", start, end)]
        if name in GREEK:
            return [Token("word", GREEK[name], start, end)]
        if name in FUNCTIONS:
            return [Token("word", _SPELLED.get(name, name), start, end)]
        if name in OPERATORS:
            return [Token("operator", OPERATORS[name], start, end)]
        if name in RELATIONS:
            return [Token("relation", RELATIONS[name], start, end)]
        if name in SPACES:
            return [Token("space", " ", start, end)]
        if name in IGNORED or (name in SWALLOWED and name not in WORDS):
            return []
        if name in "{}|" or name in ("lbrace", "rbrace", "lbrack", "rbrack", "lparen", "rparen"):
            sign = {"lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]",
                    "lparen": "(", "rparen": ")"}.get(name, name)  # fmt: skip
            kind = "operator" if sign == "|" else ("open" if sign in "{([" else "close")
            return [Token(kind, sign, start, end)]
        if name in DOTS:
            return [Token("dots", "…", start, end)]
        if name in ("%", "$", "&", "#", "_"):
            return [Token("words", name, start, end)]
        return self._with_arguments(node, name, start, end)

    def _with_arguments(self, node: Any, name: str, start: int, end: int) -> list[Token]:
        if name in FRACTIONS:
            above, below = self._argument(node), self._argument(node, 1)
            return [Token("fraction", "/", start, end, (above, below))]
        if name == "sqrt":
            if self._argument(node):
                return [Token("unknown", r"\sqrt[…]", start, end)]
            return [Token("root", "√", start, end, (self._argument(node, 1),))]
        if name in ACCENTS:
            inner = self._argument(node)
            return [Token("accent", ACCENTS[name], start, end, (inner,))]
        if name in (*THROUGH, "textcolor"):
            inner = self._argument(node, 1 if name == "textcolor" else 0)
            return [Token("group", "{", start, end, (inner,))]
        if name in BRACED:
            return [Token("group", name, start, end, (self._argument(node),))]
        if name in (*WORDS, *LETTERS):
            return self._named(node, name, start, end)
        return [Token("unknown", f"\\{name}", start, end)]

    def _named(self, node: Any, name: str, start: int, end: int) -> list[Token]:
        inner = self._argument(node, 1 if name == "operatorname" else 0)
        words = "".join(each.text for each in inner)
        if name in WORDS and not (len(inner) == 1 and inner[0].kind == "word"):
            return [Token("words", _plain_words(node), start, end)]
        if name == "mathbb" and words in ("1", "I"):
            return [Token("word", "𝟙", start, end)]
        if name == "mathbf" and words == "1":
            return [Token("word", "𝟙", start, end)]
        if len(inner) == 1 and inner[0].kind == "word":
            return [replace(inner[0], start=start, end=end)]
        return [Token("group", "{", start, end, (inner,))]


def _without_spacing(tokens: list[Token]) -> list[Token]:
    r"""Tokens without what may follow a row's end: ``\\\\*`` and ``\\\\[0.5em]``."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        kept.append(token)
        at += 1
        if token.kind != "row":
            continue
        if at < len(tokens) and tokens[at].text == "*":
            at += 1
        beside = at + 1 < len(tokens) and tokens[at].text == "[" and tokens[at].start == token.end
        if beside and tokens[at + 1].kind == "number":
            end = next(
                (n for n in range(at, min(at + 6, len(tokens))) if tokens[n].text == "]"), at
            )
            at = end + 1 if end > at else at
    return kept


def _plain_words(node: Any) -> str:
    verbatim = node.latex_verbatim()
    return str(verbatim.partition("{")[2].rpartition("}")[0])


def characters(text: str, offset: int) -> list[Token]:
    """Tokens of characters that are no LaTeX."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        start, character = at, text[at]
        at += 1
        if character.isspace():
            continue
        if character in _RAISED or character in _LOWERED:
            table, sign = (_RAISED, "^") if character in _RAISED else (_LOWERED, "_")
            while at < len(text) and text[at] in table:
                at += 1
            inner = "".join(table[each] for each in text[start:at])
            place = (offset + start, offset + at)
            moved = tuple(replace(t, start=place[0], end=place[1]) for t in characters(inner, 0))
            found.append(Token("operator", sign, offset + start, offset + start))
            found.append(Token("group", "{", *place, (moved,)))
            continue
        number = _NUMBER.match(text, start)
        if number:
            at = number.end()
            found.append(Token("number", number[0], offset + start, offset + at))
        elif character.isalpha():
            while at < len(text) and _goes_on(text[at]):
                at += 1
            found += _letters(text[start:at], offset + start)
        else:
            found.append(_sign(text, start, offset))
            at = found[-1].end - offset
    return found


def _goes_on(character: str) -> bool:
    """Whether a character belongs to a run of letters: not where it is raised or lowered."""
    if character in _RAISED or character in _LOWERED:
        return False
    return character.isalpha() or bool(unicodedata.combining(character))


def _letters(run: str, offset: int) -> list[Token]:
    found = []
    at = 0
    while at < len(run):
        name = next((each for each in NAMES if run.startswith(each, at)), None)
        if name is None:
            end = at + 1
            while end < len(run) and unicodedata.combining(run[end]):
                end += 1
            name = run[at:end]
        else:
            end = at + len(name)
        place = (offset + at, offset + end)
        found.append(_letter(name, *place))
        at = end
    return found


_MARKS = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde"}


def _letter(name: str, start: int, end: int) -> Token:
    """A name; a letter with its own hat, such as ŷ, is an accent over the letter."""
    spelled = _SPELLED.get(name, _SIGNS.get(name, name))
    if len(name) <= 2:
        base, *marks = list(unicodedata.normalize("NFD", spelled))
        if len(marks) == 1 and marks[0] in _MARKS:
            inner = (Token("word", base, start, end),)
            return Token("accent", _MARKS[marks[0]], start, end, (inner,))
        spelled = unicodedata.normalize("NFKC", spelled) if len(spelled) == 1 else spelled
    return Token("word", spelled, start, end)


def _sign(text: str, at: int, offset: int) -> Token:
    character = text[at]
    place = (offset + at, offset + at + 1)
    two = text[at : at + 2]
    if two in (":=", "**", "!=", "=>", "->", "/=", "==", "&="):
        place = (place[0], place[0] + 2)
        if two == "**":
            return Token("operator", "^", *place)
        if two in ("!=", "/="):
            return Token("operator", "≠", *place)
        if two == "==":
            return Token("operator", "=", *place)
        if two == "&=":
            return Token("cell", "&", place[0], place[0] + 1)
        return Token("relation", {":=": ":=", "=>": "⇒", "->": "→"}[two], *place)
    if character in _RELATION_SIGNS:
        return Token("relation", _RELATION_SIGNS[character], *place)
    if character == "&":
        return Token("cell", "&", *place)
    if character in "([":
        return Token("open", character, *place)
    if character in ")]":
        return Token("close", character, *place)
    sign = _SIGNS.get(character, character)
    if sign in ("Σ", "∂", "∇", "1"):
        return Token("word" if sign != "1" else "number", sign, *place)
    if sign in "∂∇√":
        return Token("word", sign, *place)
    if sign in ("+", "-", "*", "/", "=", "^", "_", "|", "'", "''", ",", ".", ";", "≠", "∘", ":"):
        return Token("operator", sign, *place)
    if character == "…":
        return Token("dots", character, *place)
    if character in _FRACTIONS:
        above, _, below = _FRACTIONS[character].partition("/")
        inner = ((Token("number", above, *place),), (Token("number", below, *place),))
        return Token("fraction", "/", *place, inner)
    return Token("unknown", character, *place)
