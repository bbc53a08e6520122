"""List what the letters in the lines of a chain mean, and say what was checked and supposed."""

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import Expr, Symbol, log

from ce_core.symbolic.derivations.steps import Chain
from ce_core.symbolic.expression.board import Call, Entry, call
from ce_core.symbolic.expression.equality import Given
from ce_core.symbolic.expression.lowering import Setting
from ce_core.symbolic.expression.notation import COST, LABELS, LOGITS, PROBABILITIES, A, B, X

FIRST_CLASS = {
    X: "logit of the first class",
    A: "label of the first class",
    B: "exponential of the second logit, a constant here",
    Symbol("f"): "softmax probability of the first class",
    LOGITS: "logits",
    PROBABILITIES: "softmax probabilities",
    LABELS: "labels, which sum to 1",
    COST: "cost: cross-entropy, in nats",
}
SIGMOID = {
    X: "difference of two logits",
    Symbol("f"): "sigmoid, the softmax probability of the first of two classes",
}
ANY_CLASS = {
    LOGITS: "logits, one for each class",
    PROBABILITIES: "softmax probabilities",
    LABELS: "labels, which sum to 1",
    COST: "cost: cross-entropy, in nats",
}
NATURAL_LOGARITHM = "natural logarithm, to base e"
COST_OF_X = "cost as a function of x"
ANY_FUNCTION = "any differentiable function"
INDICES = "numbers of classes; j is the class whose logit changes"
CASE = "if the label of the first class were {label:g}"
CHECKED = "checked at random points"


@dataclass(frozen=True, eq=False)
class Meaning:
    """What a letter stands for, in words and, where there is one, as a formula."""

    letter: Expr
    words: str
    formula: Expr | None = None


def meanings(chain: Chain) -> tuple[Meaning, ...]:
    """The letters in a chain, and those in their definitions, in the order of the definitions."""
    words = ANY_CLASS if chain.settings else SIGMOID if chain.key == "logistic" else FIRST_CLASS
    definitions = dict(chain.definitions)
    if not definitions:
        return ()
    used = _used(chain)
    found = []
    for name, said in words.items():
        letters = [each for each in definitions if _name(each) == name and _is_used(each, used)]
        formulas = [
            Meaning(each, COST_OF_X if each == call(COST.name, X) else said, definitions[each])
            for each in letters
        ]
        if not formulas and any(_name(part) == name for part in used):
            formulas = [Meaning(name, said)]
        found += formulas
    unknown = {Call(*part.args[:2], 0) for part in used if isinstance(part, Call)} - {*definitions}
    return (*found, *(Meaning(each, ANY_FUNCTION) for each in sorted(unknown, key=str)))


def has_logarithm(chain: Chain) -> bool:
    """Whether a logarithm is written in the chain, or in the definition of a letter in it."""
    return any(isinstance(part, log) for part in _used(chain))


def _used(chain: Chain) -> frozenset[Expr]:
    """All parts of the lines, and of the definitions that they call for."""
    seen: set[Expr] = set()
    waiting = [line.expression for line in chain.lines]
    while waiting:
        seen.update(_parts(waiting.pop()))
        waiting += [
            body for each, body in chain.definitions if body not in seen and _is_used(each, seen)
        ]
    return frozenset(seen)


def _parts(expression: Expr) -> Iterator[Expr]:
    """The expression and all in it but the names of functions and vectors."""
    yield expression
    named = isinstance(expression, Call | Entry)
    for part in expression.args[1:] if named else expression.args:
        yield from _parts(part)


def _is_used(defined: Expr, seen: set[Expr] | frozenset[Expr]) -> bool:
    if isinstance(defined, Entry) and defined.args[1].is_Symbol:  # of any class
        return any(isinstance(part, Entry) and _name(part) == _name(defined) for part in seen)
    if isinstance(defined, Call):  # its derivative needs it as well
        return any(isinstance(part, Call) and part.args[:2] == defined.args[:2] for part in seen)
    return defined in seen


def _name(letter: Expr) -> Expr:
    """The symbol without its index or argument."""
    return letter.args[0] if isinstance(letter, Entry | Call) else letter


def case_in_words(chain: Chain, numbers: Given) -> str:
    """Say what the chain supposes, where the numbers given are others; else ``""``."""
    if all(numbers.get(letter) == number for letter, number in chain.case):
        return ""
    return CASE.format(label=chain.case[0][1])


def checked_in_words(settings: tuple[Setting, ...]) -> str:
    """Say how lines were checked: ``"checked at random points, K = 2 to 6"``."""
    classes = sorted({setting.classes for setting in settings})
    if not classes:
        return CHECKED
    return f"{CHECKED}, K = {' and '.join(_runs(classes))}"


def _runs(numbers: list[int]) -> Iterator[str]:
    """Whole numbers, ascending, with those that follow one another drawn together."""
    first = 0
    for k, number in enumerate(numbers):
        if k + 1 == len(numbers) or numbers[k + 1] != number + 1:
            yield str(numbers[first]) if first == k else f"{numbers[first]} to {number}"
            first = k + 1
