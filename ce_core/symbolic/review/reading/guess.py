"""Guess from the text what its letters stand for: logits, probabilities, labels, the cost."""

from collections import Counter
from collections.abc import Iterator, Sequence

from ce_core.symbolic.expression.notation import COST
from ce_core.symbolic.review.formula.grammar import key_of
from ce_core.symbolic.review.formula.latex_tokens import Token
from ce_core.symbolic.review.formula.names import QUANTITIES, Letters, Names

_USUAL: dict[str, dict[str, float]] = {
    "logits": {"z": 2, "x": 1.5, "logits": 9, "logit": 9, "o": 1, "θ": 1.5, "u": 1, "η": 1,
               "v": 0.5},
    "probabilities": {"p": 2, "q": 1.5, "S": 1, "s": 1, "P": 1, "π": 1, "Q": 1},
    "labels": {"y": 2, "t": 2, "Y": 2, "T": 1},
    "cost": {"E": 2, "L": 2, "J": 2, "C": 2, "ℓ": 2, "H": 1, "loss": 9, "cost": 9, "error": 9,
             "CE": 9, "SC": 9, "BCE": 9, "NLL": 9, "ξ": 2, "l": 1},
}  # fmt: skip
_COSTS = _USUAL["cost"]
_HAT = 3.0
_MOST = 4.0
_LETTERS = ("word", "accent")
_FUNCTIONS = ("f", "g", "h")
"""Names of functions, unless they have an index: f_k is a logit or a probability."""
_INPUTS = ("z", "x", "u", "v", "η", "θ")
_NO_LETTERS = frozenset({"e", "Σ", "∂", "d", "log", "exp", "softmax", "log_softmax", "σ", "δ", "𝟙",
                         "sigmoid", "if", "eq", "sqrt", "tanh", "f", "g", "h", "otherwise", "∇",
                         "max", "min"})  # fmt: skip


class _Evidence:
    """What speaks for each meaning of each letter."""

    def __init__(self) -> None:
        self.for_: dict[str, Counter[str]] = {}
        self.indexed: set[str] = set()
        self.alone: set[str] = set()
        self.divides: set[str] = set()
        self.called: set[str] = set()
        self.seen: dict[str, None] = {}
        self.arguments: Counter[str] = Counter()
        self.words: set[str] = set()
        self.sigma_indexed = False
        self.lettered: set[str] = set()
        self.moved: set[str] = set()
        self.primed: set[str] = set()
        self.logged: set[str] = set()
        self.outputs: set[str] = set()
        self.complements: set[str] = set()
        self.numbered: dict[str, int] = {}

    def is_letter(self, name: str) -> bool:
        """Whether a name is a letter that can mean something."""
        return bool(name) and (name not in _NO_LETTERS or name in self.lettered)

    def add(self, letter: str, quantity: str, weight: float) -> None:
        if not self.is_letter(letter):
            return
        counted = self.for_.setdefault(letter, Counter())
        counted[quantity] = min(_MOST, counted[quantity] + weight)  # type: ignore[assignment]

    # --- Going through the tokens -------------------------------------------------------------

    def find_marks(self, tokens: Sequence[Token]) -> None:
        """Find letters with an index among the names of functions, and letters with a prime."""
        for at, token in enumerate(tokens):
            after = tokens[at + 1].text if at + 1 < len(tokens) else ""
            if token.text in _FUNCTIONS and after == "_":
                self.lettered.add(token.text)
            if token.kind == "word" and after == "'":
                self.primed.add(token.text)
            if [each.text for each in tokens[max(0, at - 2) : at]] == ["1", "-"]:
                self.complements.add(key_of(token))
            for inner in token.inside:
                self.find_marks(inner)

    def read(self, tokens: Sequence[Token], role: str = "") -> None:
        for at, token in enumerate(tokens):
            if token.kind in _LETTERS:
                self._letter(tokens, at, role)
            if token.kind == "fraction":
                self._fraction(token)
            elif token.kind != "accent":
                script = at > 0 and tokens[at - 1].text == "_"
                for inner in token.inside:
                    if not script:
                        self.read(inner, role if token.kind == "group" else "")

    def _letter(self, tokens: Sequence[Token], at: int, role: str) -> None:
        token = tokens[at]
        key = key_of(token) or key_of(_under_hat(token))
        script = at > 0 and tokens[at - 1].text == "_"
        if script:
            return
        self._word(key, tokens, at)
        self.words.add(key)
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if self.is_letter(key):
            self._place(key, tokens, at, role)
        elif key in ("f", "g", "h", "σ", "sigmoid", "SC") and after and after.text == "(":
            for letter in _first_letters(tokens[at + 2 : at + 3]):
                self.arguments[letter] += 1
                index = [each.text for each in tokens[at + 3 : at + 5]]
                if index[:1] == ["_"] and index[-1] in ("1", "2"):
                    self.numbered[letter] = int(index[-1])

    def _word(self, key: str, tokens: Sequence[Token], at: int) -> None:
        """What a function or a sign of a derivative says of the letters after it."""
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if key in ("e", "exp"):
            for letter in _first_letters(tokens[at + 1 : at + 5]):
                self.add(letter, "logits", 3)
        if key in ("log",):
            for letter in _first_letters(tokens[at + 1 : at + 6], past_one=True):
                self.logged.add(letter)
                self.add(letter, "probabilities", 3)
            self._before_log(tokens, at)
            if after is not None and after.kind == "fraction":
                self.logged |= {each for part in after.inside for each in _first_letters(part)}
        if key in ("softmax", "σ") and after is not None:
            self.sigma_indexed |= key == "σ" and _has_index(tokens, at)
            for letter in _first_letters(tokens[at + 1 : at + 4]):
                self.add(letter, "logits", 2 if key == "softmax" else 1)
        if key in ("∂", "d"):
            self._typed_derivative(tokens, at)
        if key in ("∇", "∂") and at + 3 < len(tokens) and after is not None and after.text == "_":
            self._derivative(tokens[at + 3 : at + 4], tokens[at + 2 : at + 3])
            self.seen.update(dict.fromkeys(_first_letters(tokens[at + 2 : at + 3])))

    def _place(self, key: str, tokens: Sequence[Token], at: int, role: str) -> None:
        """What the place of a letter says of it."""
        token, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
        self.seen.setdefault(key)
        indexed = after is not None and after.text == "_"
        indexed |= token.kind == "accent" and not key_of(token)
        (self.indexed if indexed else self.alone).add(key)
        if after is not None and after.text == "(" and at + 2 < len(tokens):
            inner = tokens[at + 2]
            if inner.kind == "environment" or (inner.kind in _LETTERS and key in ("s", "S")):
                self.called.add(key)
                self.add(key, "probabilities", 3)
                for letter in _first_letters(inner.inside[0] if inner.inside else (inner,)):
                    self.add(letter, "logits", 1)
        if role == "below" or (at > 0 and tokens[at - 1].text == "/"):
            self.divides.add(key)
            if indexed:
                self.add(key, "probabilities", 2.5)
        before = tokens[max(0, at - 2) : at]
        if [each.text for each in before] == ["1", "-"]:
            self.add(key, "probabilities" if key not in _USUAL["labels"] else "labels", 1.5)

    def _before_log(self, tokens: Sequence[Token], at: int) -> None:
        """The label stands before log."""
        back = [each for each in tokens[max(0, at - 4) : at] if each.text not in ("*", ".")]
        if len(back) >= 3 and back[-2].text == "_":
            back = back[:-2]
        if back and back[-1].kind in _LETTERS:
            self.add(key_of(back[-1]), "labels", 2)

    def _fraction(self, token: Token) -> None:
        above, below = token.inside
        if above and below and above[0].text in ("∂", "d") and below[0].text == above[0].text:
            self._derivative(above[1:], below[1:])
            self.read(above[1:])
            self.read(below[1:])
            return
        self.read(above)
        single = [each for each in below if each.kind in _LETTERS]
        self.read(below, "below" if below and below[0] in single else "")

    def _typed_derivative(self, tokens: Sequence[Token], at: int) -> None:
        rest = tokens[at + 1 : at + 12]
        slash = next((n for n, each in enumerate(rest) if each.text == "/"), None)
        if slash is None or slash + 1 >= len(rest) or rest[slash + 1].text not in ("∂", "d"):
            return
        self._derivative(rest[:slash], rest[slash + 2 : slash + 3])

    def _derivative(self, above: Sequence[Token], below: Sequence[Token]) -> None:
        for letter in _first_letters(below[:1]):
            self.moved.add(letter)
            self.add(letter, "logits", 2)
        for letter in _first_letters(above[:1]):
            self.moved.add(letter)
            if letter in _USUAL["cost"]:
                self.add(letter, "cost", 2)
            elif (len(above) > 1 and above[1].text == "_") or (
                len(above) == 1 and letter in self.complements
            ):
                self.add(letter, "probabilities", 3)
                self.outputs |= {letter} - {*_INPUTS}

    # --- What follows from it -----------------------------------------------------------------

    def letters(self) -> Letters:
        found: dict[str, list[str]] = {quantity: [] for quantity in QUANTITIES}
        exponentials = "e" in self.words or "exp" in self.words
        for letter in self.seen:
            quantity = self._meaning(letter, exponentials)
            if quantity:
                found[quantity].append(letter)
        if not found["labels"] and "p" in found["probabilities"] and self._is_label("p"):
            found["probabilities"].remove("p")
            found["labels"].append("p")
        if {"y", "t"} <= {*found["labels"]} and not found["probabilities"]:
            found["labels"].remove("y")  # the target t beside the output y
            found["probabilities"].append("y")
        return Letters().meaning({quantity: tuple(each) for quantity, each in found.items()})

    def _is_label(self, letter: str) -> bool:
        """Whether a letter is used as a label only: it is not divided by, logged, or moved."""
        elsewhere = self.indexed | self.moved | self.logged | self.divides | self.called
        return letter not in elsewhere and bool({"σ", "sigmoid", "e", "exp"} & self.words)

    def _meaning(self, letter: str, exponentials: bool) -> str:
        base = letter[0]
        if (
            letter in "SZ"
            and exponentials
            and letter not in self.indexed
            and letter in self.divides
        ):
            return "total"
        if letter in ("a", "b", "c") and letter not in self.indexed | self.moved:
            return ""
        if letter not in self.indexed and (letter == "T" or letter in self.primed - {*_COSTS}):
            return ""
        shown = letter in self.indexed or letter in self.called or "Y" in self.seen
        if letter in ("S", "s", "P", "Q", "π") and not shown:
            return ""
        weights = Counter(self.for_.get(letter, {}))
        if letter in _USUAL["labels"] and {"p", "ŷ", "Ŷ", "q", "s"} & {*self.seen}:
            weights["probabilities"] = 0  # log y is odd beside log p, but y is the label
        if letter in _USUAL["labels"] and {*_USUAL["logits"]} & {*self.seen}:
            weights["logits"] = 0  # and so is e^y beside e^z
        if letter in self.outputs:
            weights["logits"] = -_MOST  # type: ignore[assignment]
        for quantity, usual in _USUAL.items():
            weights[quantity] += usual.get(letter, 0)  # type: ignore[assignment]
        if (letter != base and letter[-1] in "ŷŶp̂q̂\u0302") or letter in ("ŷ", "Ŷ"):
            weights["probabilities"] += _HAT  # type: ignore[assignment]
        if not weights or max(weights.values()) <= 0:
            return ""
        best: str = max(weights, key=lambda each: weights[each])
        known = any(letter in usual for usual in _USUAL.values()) or len(letter.encode()) > 1
        known |= letter in self.indexed
        known |= letter in self.moved and best == "probabilities"
        return best if known else ""


def _under_hat(token: Token) -> Token:
    """The letter of a hat that stands over a letter and its index."""
    if token.kind == "accent" and token.inside[0] and token.inside[0][0].kind == "word":
        return Token("accent", token.text, token.start, token.end, ((token.inside[0][0],),))
    return token


def _has_index(tokens: Sequence[Token], at: int) -> bool:
    if at + 1 < len(tokens) and tokens[at + 1].text == "_":
        return True
    depth = 0
    for position in range(at + 1, len(tokens)):
        depth += (tokens[position].kind == "open") - (tokens[position].kind == "close")
        if depth == 0:
            return position + 1 < len(tokens) and tokens[position + 1].text == "_"
    return False


def _first_letters(tokens: Sequence[Token], *, past_one: bool = False) -> Iterator[str]:
    """The first letter in what follows a name, past signs and brackets."""
    for token in tokens:
        if token.kind == "group":
            yield from _first_letters(token.inside[0], past_one=past_one)
            return
        if token.kind in _LETTERS:
            yield key_of(token) or key_of(_under_hat(token))
            return
        if token.kind == "open" or token.text in ("-", "^"):
            continue
        if past_one and token.text == "1":
            continue
        return


def guess(formulas: Sequence[Sequence[Token]]) -> Letters:
    """What the letters most likely mean.

    Parameters
    ----------
    formulas
        The tokens of each formula of the text.
    """
    return _evidence(formulas).letters()


def names_for(formulas: Sequence[Sequence[Token]], letters: Letters) -> Names:
    """What the grammar has to know, once the letters are settled."""
    evidence = _evidence(formulas)
    argument = next((each for each, _ in evidence.arguments.most_common(1)), "")
    if not argument:
        alone = [each for each in letters.logits if each in evidence.alone]
        argument = alone[0] if alone else "x"
    primed = evidence.primed
    functions = {*_FUNCTIONS} - evidence.lettered
    functions |= {each for each in primed if letters.meanings.get(each, COST) == COST} - {"σ"}
    main = _main_cost(evidence, letters, primed)
    softmax = evidence.sigma_indexed or (
        "σ" in evidence.words and ("Σ" in evidence.words or "softmax" in evidence.words)
    )
    others = frozenset(letters.cost) - main
    number = evidence.numbered.get(argument, 0)
    return Names(letters, argument, frozenset(functions), softmax, others, number)


def _main_cost(evidence: _Evidence, letters: Letters, primed: set[str]) -> set[str]:
    """The letters of the cost that is differentiated; all of them where none is."""
    differentiated = {
        each
        for each in letters.cost
        if each in primed or evidence.for_.get(each, Counter())["cost"] > 0
    }
    return differentiated or {*letters.cost[:1]}


def _evidence(formulas: Sequence[Sequence[Token]]) -> _Evidence:
    evidence = _Evidence()
    for tokens in formulas:
        evidence.find_marks(tokens)
    for tokens in formulas:
        evidence.read(tokens)
    return evidence
