"""What cannot be read is refused in a sentence that says what and where; hostile input too."""

import builtins
import os
import subprocess

import pytest

from ce_core.symbolic.reading import tokens
from ce_core.symbolic.reading.cursor import MAX_HEIGHT
from ce_core.symbolic.reading.parser import ReadingError, read
from ce_core.symbolic.reading.vocabulary import Vocabulary, k_class, own_function, two_class

OWN, TWO, MANY = own_function(), two_class(), k_class()


REFUSALS = [
    # text, vocabulary, what the message says, the position it gives
    ("", OWN, "nothing to read", 0),
    ("   ", OWN, "nothing to read", 0),
    ("(x+1", OWN, "expected ')' after 'x+1'", 4),
    ("a*(b - (x+1)", OWN, "expected ')' after 'b - (x+1)'", 12),
    ("2x + 3 (x+1", OWN, "expected ')' after 'x+1'", 11),
    ("[x+1)", OWN, "expected ']' after 'x+1'", 4),
    ("x+1)", OWN, "closes a bracket that was not opened", 3),
    ("x+", OWN, "expected a number, a name or '(' after 'x+'", 2),
    ("x*/2", OWN, "expected a number, a name or '(' after 'x*'", 2),
    ("()", OWN, "expected a number, a name or '(' after '('", 1),
    ("x^", OWN, "expected a number, a name or '('", 2),
    ("log", OWN, "expected a number, a name or '(' after 'log'", 3),
    ("x2", OWN, "please put a sign between 'x'", 1),
    ("(x)2", OWN, "please put a sign", 3),
    ("x = 2", OWN, "please write one side only", 2),
    ("x + foo", OWN, "'foo' has no meaning here", 4),
    ("sec(x)", OWN, "'sec' has no meaning here; known are a, b, c, e, f, g, h, p, x, z", 0),
    ("x, a", OWN, "a comma can only stand in a number, or between two arguments", 1),
    ("|x", OWN, "expected '|' after '|x'", 2),
    ("x|", OWN, "expected a number, a name or '(' after 'x|'", 2),
    ("1,000x", OWN, "'1,000' can be read in two ways", 0),
    ("(1,5", OWN, "expected ')' after '1,5'", 4),
    ("max(x)", OWN, "expected ',' after 'max(x'", 5),
    ("|2|x||", OWN, "expected a number, a name or '(' after '|2|x||'", 6),
    ("piecewise(x, 1, 2)", OWN, "expected '<' or '>' after 'piecewise(x'", 11),
    ("piecewise(x > 0, 1)", OWN, "expected ','", 18),
    ("x > 0", OWN, "'>' cannot stand here", 2),
    ("max x", OWN, "expected '(' after 'max'", 4),
    ("(g' h - g h')/h^2", OWN, "'g' has no formula here; please write out what it is", 1),
    ("f(x) + 1", OWN, "'f' has no formula here", 0),
    ("\\frac{x}{2}", OWN, "not in LaTeX", 0),
    ("x!", OWN, "factorials are not read", 1),
    ("x\x00", OWN, "U+0000", 1),
    ("1.2.3", OWN, "'1.2.3' is not a number", 0),
    ("2 + 1e-3", OWN, "could mean a power of ten or the number e", 4),
    ("1/2x", OWN, "'1/2x' can be read in two ways; please put brackets: (1/2)x or 1/(2x)", 3),
    ("1/x(x+1)", OWN, "can be read in two ways", 3),
    ("e^2x", OWN, "can be read in two ways; please put brackets: e^(2x) or (e^2)x", 3),
    ("log 2x", OWN, "can be read in two ways; please put brackets after 'log'", 5),
    ("log_3(x)", OWN, "a logarithm is to the base 2, 10 or e here", 4),
    ("sin_2(x)", OWN, "'sin' takes no index", 3),
    ("log^a x", OWN, "expected a whole number", 4),
    ("x_1", OWN, "'x' takes no index here", 1),
    ("sum_i x", OWN, "'sum' has no meaning here", 0),
    ("∑ x", OWN, "sums over classes are not read here", 0),
    ("f'''", TWO, "at most 2 primes", 1),
    ("f^2(x)", TWO, "please write f(x)^n for a power of f", 3),
    ("y", TWO, "'y' needs an index, such as y_1", 0),
    ("y_3", TWO, "an index must be a class from 1 to 2", 2),
    ("dx", TWO, "expected '/' after 'dx'", 2),
    ("d/d2 x", TWO, "expected a letter to differentiate by", 3),
    ("ŷ_j - y", MANY, "'y' needs an index", 6),
    ("y_", MANY, "expected an index (a class number or i or j or k) after 'y_'", 2),
    ("y_0", MANY, "an index must be a class from 1 to 10", 2),
    ("y_11", MANY, "an index must be a class from 1 to 10", 2),
    ("y_{i", MANY, "expected '}' after 'i'", 4),
    ("i y_i", MANY, "'i' is an index; it can only stand after '_'", 0),
    ("Σ y_i", MANY, "'Σ' needs its index, such as Σ_i", 2),
    ("Σ_3 y_3", MANY, "the index of a sum must be a letter", 2),
    ("Σ_{i=2}^K y_i", MANY, "sums run over all classes, from 1", 5),
    ("Σ_{i=1}^3 y_i", MANY, "sums run over all classes, up to K", 8),
    ("f", Vocabulary({}, named=TWO.named), "expected '(' after 'f'", 1),
]


@pytest.mark.parametrize(("text", "vocabulary", "says", "position"), REFUSALS)
def test_a_refusal_says_what_and_where(
    text: str, vocabulary: Vocabulary, says: str, position: int
) -> None:
    with pytest.raises(ReadingError) as refusal:
        read(text, vocabulary)
    assert says in str(refusal.value)
    assert refusal.value.position == position
    assert str(refusal.value).endswith(f", at character {position + 1}")


HOSTILE = [
    "__import__('os').system('touch /tmp/read')",
    "exec('x=1')",
    "eval('1')",
    "open('/etc/passwd').read()",
    "().__class__.__bases__[0].__subclasses__()",
    "x.__class__.__mro__",
    "f'{x}'",
    "lambda x: x",
    "[x for x in (1,2,3)]",
    "x; import os",
    "x\nimport os",
    "print(x)",
    "Symbol('x')",
    "Integer(1)",
    "9**9**9**9",
    "9^9^9^9",
    "(9^9)^(9^9)",
    "2^2^2^2^2^2",
    "10^10^10",
    "x^99999999",
    "x^(10^9)",
    "x^(999*999)",
    "x^exp(20)",
    "exp(99999)",
    "exp(exp(exp(exp(x))))",
    "e^e^e^e^x",
    "exp(" * 25 + "x" + ")" * 25,
    "x^" * 20 + "x",
    "factorial(10**8)",
    "(10**8)!",
    "9" * 5_000,
    "0." + "1" * 5_000,
    "x" * 100_000,
    "(" * 5_000 + "x" + ")" * 5_000,
    "(" * 200 + "x" + ")" * 200,
    "[{(" * 100,
    "-" * 500 + "x",
    "√" * 500 + "x",
    "log " * 100 + "x",
    "x/" * 250 + "x",
    "1/(" * 100 + "x" + ")" * 100,
    "f(" * 100 + "x",
    "Σ_i " * 100 + "y_i",
    "∂" * 300,
    "d/dx " * 100 + "x",
    "x'" * 200,
    "\u202e\u202dx",
    "x\u200bx",
    "٣x",
    "\ud800",
    "<script>alert(1)</script>",
    "$x$",
    "${jndi:ldap://x}",
    "'; DROP TABLE x; --",
]


@pytest.mark.parametrize("vocabulary", [OWN, TWO, MANY], ids=["own", "two", "many"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_refused(text: str, vocabulary: Vocabulary) -> None:
    with pytest.raises(ReadingError):
        read(text, vocabulary)


def test_a_refusal_quotes_only_a_little() -> None:
    for text in ("q" * 500, "9" * 500, "(" + "x+" * 150):
        with pytest.raises(ReadingError) as refusal:
            read(text, OWN)
        assert len(str(refusal.value)) < 160


def test_the_longest_text_that_may_be_typed_is_read() -> None:
    text = "x" + " " * (tokens.MAX_LENGTH - 1)
    assert read(text, OWN).expression.name == "x"
    with pytest.raises(ReadingError, match=f"at most {tokens.MAX_LENGTH}"):
        read(text + " ", OWN)


def test_a_long_row_of_divisions_is_refused_since_it_nests_without_brackets() -> None:
    assert read("x" + "/x" * 28, OWN).height <= MAX_HEIGHT
    with pytest.raises(ReadingError, match=f"more than {MAX_HEIGHT} levels high"):
        read("x" + "/x" * 120, OWN)


def test_many_tokens_are_read_and_too_many_are_refused() -> None:
    most = (tokens.MAX_TOKENS - 1) // 2
    assert len(read("x" + "+x" * most, OWN).expression.args) == most + 1
    with pytest.raises(ReadingError, match="please shorten it"):
        read("x" + "+x" * (most + 1), OWN)


def test_nothing_typed_is_ever_evaluated(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("typed input was evaluated")

    with monkeypatch.context() as patch:
        for owner, name in (
            (builtins, "eval"),
            (builtins, "exec"),
            (builtins, "compile"),
            (builtins, "open"),
            (os, "system"),
            (subprocess, "Popen"),
        ):
            patch.setattr(owner, name, forbidden)
        for text in HOSTILE:
            for vocabulary in (OWN, TWO, MANY):
                with pytest.raises(ReadingError):
                    read(text, vocabulary)
