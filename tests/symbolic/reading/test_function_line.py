"""A function of one's own may be typed with its left side, and in another variable than x."""

import pytest

from ce_core.symbolic.reading.function_line import read_function
from ce_core.symbolic.reading.parser import read
from ce_core.symbolic.reading.tokens import ReadingError
from ce_core.symbolic.reading.vocabulary import own_function


@pytest.mark.parametrize(
    ("text", "function", "variable"),
    [
        ("f(x) = x^2", "x^2", "x"),
        ("y = x^2", "x^2", "x"),
        ("y=a x+b", "a x + b", "x"),
        (" g ( z ) = a z", "a x", "z"),
        ("L(p) = -a log p - (1-a) log(1-p)", "-a log x - (1-a) log(1-x)", "p"),
        ("z^2 + 1", "x^2 + 1", "z"),
        ("p(1-p)", "x(1-x)", "p"),
        ("f(x) = a", "a", "x"),
        ("= x", "x", "x"),
        ("a b", "a b", "x"),
    ],
)
def test_a_left_side_and_other_variables_are_taken(text: str, function: str, variable: str) -> None:
    line = read_function(text)
    assert line.expression == read(function, own_function()).expression
    assert line.typed_variable == variable


@pytest.mark.parametrize(
    ("text", "says", "position"),
    [
        ("f(x) = x + z", "the variable is x, and nothing says what z is", 11),
        ("x p", "the variable is x, and nothing says what p is", 2),
        ("f(q) = q^2", "the variable must be one of x, z, p here", 2),
        ("f(x) = x +", "expected a number, a name or '('", 10),
        ("f(x) = y = x", "'y' has no meaning here", 7),
        ("y = ", "there is nothing to read", 0),
        ("x == 3", "please write one side only", 2),
    ],
)
def test_what_cannot_be_a_function_of_one_variable_is_refused_at_its_place(
    text: str, says: str, position: int
) -> None:
    with pytest.raises(ReadingError, match=r"at character \d+$") as refusal:
        read_function(text)
    assert says in str(refusal.value)
    assert refusal.value.position == position
