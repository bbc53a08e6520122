"""Laws of reading: what is printed reads back the same, and no text at all does harm."""

from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Expr, Mul, Pow, Symbol, exp

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.notation import LABELS, LOGITS, PROBABILITIES, A, B, X
from ce_core.symbolic.reading.cursor import MAX_HEIGHT
from ce_core.symbolic.reading.parser import Reading, ReadingError, read
from ce_core.symbolic.reading.vocabulary import (
    FUNCTIONS,
    Vocabulary,
    k_class,
    own_function,
    two_class,
)
from ce_core.symbolic.writing.plain_text import written

OWN, TWO, MANY = own_function(), two_class(), k_class()
INDICES = [board.index(name) for name in "ijk"]


WHOLE = [board.number(2), board.number(3)]
SPECIAL = [board.number(-1), board.number("0.5")]


def trees(leaves: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Trees of the shapes that typing can give."""

    def grown(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
        several = st.lists(parts, min_size=2, max_size=3)
        exponents = st.one_of(st.sampled_from([*WHOLE, *SPECIAL]), leaves)
        return st.one_of(
            several.map(lambda terms: board.add(*terms)),
            several.map(lambda factors: board.mul(*factors)),
            parts.map(board.neg),
            st.builds(board.frac, parts, parts),
            st.builds(board.power, parts, exponents),
            st.builds(
                lambda function, u: function(u), st.sampled_from([*FUNCTIONS.values()]), parts
            ),
        )

    return st.recursive(leaves, grown, max_leaves=12)


def outcome(text: str, vocabulary: Vocabulary) -> Reading | ReadingError:
    try:
        return read(text, vocabulary)
    except ReadingError as refusal:
        return refusal


LIMITS = ("an exponent must", "powers stand", "nested more", "levels high", "shorten it", "at most")


def reads_back(expression: Expr, vocabulary: Vocabulary) -> bool:
    """Whether the tree comes back, unless one of the limits, and nothing else, is in the way."""
    found = outcome(written(expression), vocabulary)
    if isinstance(found, ReadingError):
        return any(limit in str(found) for limit in LIMITS)
    return bool(found.expression == expression)


def spelled_uniquely(expression: Expr) -> bool:
    """x·y⁻¹ and −1·y⁻¹ are the very trees of x/y and −(1/y); typing reaches only the latter.

    And an exponent made of numbers alone, −2 or 1/2, is read as that number and no product.
    """
    for node in board.walk(expression):
        if isinstance(node, exp | Pow):
            exponent = node.args[-1]
            if isinstance(exponent, Mul) and not exponent.free_symbols:
                return False
        if board.fraction_parts(node) and board.fraction_parts(node)[0] == board.MINUS_ONE:
            return False
    return True


numbers = st.sampled_from(["0", "1", "2", "7", "12"]).map(board.number)
own_leaves = st.one_of(numbers, st.sampled_from([X, A, B, Symbol("c")]))
two_leaves = st.one_of(
    own_leaves.filter(lambda leaf: leaf != Symbol("c")),
    st.sampled_from([board.call("f", X), board.prime("f", X)]),
)


@settings(max_examples=250)
@given(trees(own_leaves).filter(spelled_uniquely))
def test_a_written_function_reads_back_the_same(expression: Expr) -> None:
    assert reads_back(expression, OWN)


@settings(max_examples=150)
@given(trees(two_leaves).filter(spelled_uniquely))
def test_a_written_two_class_line_reads_back_the_same(expression: Expr) -> None:
    assert reads_back(expression, TWO)


entries = st.builds(
    board.entry,
    st.sampled_from([LOGITS, LABELS, PROBABILITIES]),
    st.sampled_from([*INDICES, 1, 4]),
)
sums = st.one_of(
    st.builds(board.sum_over, trees(entries), st.sampled_from(INDICES)),
    st.builds(board.sum_except, trees(entries), st.just(INDICES[0]), st.just(INDICES[1])),
    st.builds(board.untouched, trees(entries), entries),
)


@settings(max_examples=250)
@given(trees(st.one_of(entries, sums)).filter(spelled_uniquely))
def test_a_written_k_class_line_reads_back_the_same(expression: Expr) -> None:
    assert reads_back(expression, MANY)


def only_reads_or_refuses(text: str, vocabulary: Vocabulary) -> None:
    found = outcome(text, vocabulary)
    if isinstance(found, ReadingError):
        assert 0 <= found.position <= len(text)
        assert str(found).endswith(f"at character {found.position + 1}")
    else:
        assert found.height <= MAX_HEIGHT


@settings(max_examples=300)
@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    for vocabulary in (OWN, TWO, MANY):
        only_reads_or_refuses(text, vocabulary)


PIECES = [
    *"xyŷpzabcfeijkKΣ∂d√()[]{}+-−*·/^²₁ⱼ=≠019.'′,|!;\\ \u0302",
    *("f'", "_i", "_j", "_1", "_{", "sum", "d/dx", "log", "sqrt", "exp", "e^", "σ(", "tanh"),
    *("softplus", "**", "⁻¹", "!=", "2.5", "1e5", "__"),
]


@settings(max_examples=800)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_jumble_of_signs_is_read_or_refused(text: str) -> None:
    for vocabulary in (OWN, TWO, MANY):
        only_reads_or_refuses(text, vocabulary)


@settings(max_examples=150)
@given(trees(own_leaves), st.data())
def test_damage_to_a_good_line_is_read_or_refused(expression: Expr, data: st.DataObject) -> None:
    text = written(expression)
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 2))
    put = data.draw(st.sampled_from([*PIECES, ""]))
    only_reads_or_refuses(text[:at] + put + text[at + cut :], OWN)
