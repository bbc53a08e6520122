"""The notebook of a typed function recomputes every line; its code is printed from the tree."""

import ast
import json
import math

import nbformat
import pytest
from nbclient import NotebookClient
from sympy import Expr, Symbol

from ce_core.symbolic.derivations.steps import Chain, Derivation, line_values
from ce_core.symbolic.differentiation.differentiate import differentiate
from ce_core.symbolic.differentiation.examples import FUNCTION_EXAMPLES
from ce_core.symbolic.expression.notation import A, B, X
from ce_core.symbolic.reading.parser import read
from ce_core.symbolic.reading.vocabulary import own_function
from ce_core.symbolic.writing.function_notebook import function_notebook

HALF = {X: 0.5, A: 1.3, B: 2.0, Symbol("c"): -1.0}
ZEROS = dict.fromkeys(HALF, 0.0)
FAR_OUT = {X: -300.0, A: 1e-7, B: -2.5, Symbol("c"): 1000.0}
TEXTS = [example.text for example in FUNCTION_EXAMPLES]
NO_NUMBER = "has no value here"


def chain_of(text: str) -> Chain:
    return differentiate(read(text, own_function()).expression)


def notebook_of(chain: Chain, numbers: dict[Expr, float]) -> str:
    return function_notebook(Derivation("own", "A function", "Its slope.", (chain,)), numbers)


def code_cells(notebook: str) -> list[str]:
    cells = json.loads(notebook)["cells"]
    return [cell["source"] for cell in cells if cell["cell_type"] == "code"]


def printed_by(chain: Chain, numbers: dict[Expr, float], capsys: pytest.CaptureFixture) -> list:
    namespace: dict[str, object] = {}
    for source in code_cells(notebook_of(chain, numbers)):
        exec(source, namespace)
    return capsys.readouterr().out.splitlines()


def test_jupyter_runs_the_notebook_from_top_to_bottom() -> None:
    chain = chain_of("−a log σ(x) − (1 − a) log(1 − σ(x)) + tanh(c x)^2 / b^x")
    notebook = nbformat.reads(notebook_of(chain, HALF), 4)
    nbformat.validate(notebook)
    NotebookClient(notebook).execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    printed = "".join(output.text for cell in cells for output in cell.outputs).splitlines()
    assert len(printed) == 1 + len(chain.lines) + 2
    for name in ("central difference", "derivative"):
        (number,) = (line.split()[-1] for line in printed if line.startswith(name))
        assert float(number) == pytest.approx(line_values(chain, HALF)[-1], rel=1e-12)


@pytest.mark.parametrize("text", [*TEXTS, "(1+1)/(3+3) x + x^(1/2+3/4)", "sqrt(x^2+1)/x", "7"])
@pytest.mark.parametrize("numbers", [HALF, FAR_OUT], ids=["half", "far out"])
def test_every_line_has_the_value_that_the_page_shows(
    text: str, numbers: dict[Expr, float], capsys: pytest.CaptureFixture[str]
) -> None:
    chain = chain_of(text)
    printed = printed_by(chain, numbers, capsys)[1 : 1 + len(chain.lines)]
    for count, (line, value) in enumerate(zip(printed, line_values(chain, numbers), strict=True)):
        number, shown = line.split(" ", 1)
        assert number == str(count)
        if shown == NO_NUMBER:
            assert isinstance(value, float)
            assert not math.isfinite(value)
        else:
            assert float(shown) == pytest.approx(value, rel=1e-13, abs=1e-300)


@pytest.mark.parametrize("text", ["log(x)", "1/x", "sqrt(x)", "x^x", "log(x - 1)"])
def test_where_there_is_no_value_the_notebook_says_so(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    *_, last = printed_by(chain_of(text), ZEROS, capsys)
    assert last == "there is no derivative here, or no value on both sides"


@pytest.mark.parametrize(
    "text", ["1/(x-x)", "x/(x-x)", "(x-x)^-2", "1/(a x - a x)", "log(x)/(1-1)", "e^(1/(x-x))"]
)
def test_a_function_that_divides_by_0_everywhere_has_a_notebook_that_runs(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *_, last = printed_by(chain_of(text), HALF, capsys)
    assert first == f"f(x) {NO_NUMBER}"
    assert last == "there is no derivative here, or no value on both sides"


@pytest.mark.parametrize(
    "text",
    [
        "|x| + relu(x - 2)",
        "max(0, x)^2",
        "sign(x) x",
        "sin(π x)/arctan(x)",
        "piecewise(x < 1, x^3, 2x)",
        "log_2(tan x)",
    ],
)
def test_functions_of_the_table_are_recomputed(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    chain = chain_of(text)
    printed = printed_by(chain, HALF, capsys)
    assert float(printed[-1].split()[-1]) == pytest.approx(line_values(chain, HALF)[-1], rel=1e-9)


def test_numbers_too_close_together_are_not_compared(capsys: pytest.CaptureFixture[str]) -> None:
    *_, last = printed_by(chain_of("x^-2"), {**HALF, X: 1e-300}, capsys)
    assert last == "no central difference is fine enough here to compare with"


def with_last_line_of(chain: Chain, other: Chain) -> Chain:
    return Chain(chain.key, chain.title, (*chain.lines[:-1], other.lines[-1]))


def test_a_slip_stops_the_notebook() -> None:
    wrong = with_last_line_of(chain_of("x^3"), chain_of("x^4"))
    namespace: dict[str, object] = {}
    first, lines, _ = code_cells(notebook_of(wrong, HALF))
    exec(first, namespace)
    with pytest.raises(AssertionError, match="line 1 is off"):
        exec(lines, namespace)


def test_a_wrong_derivative_is_caught_by_the_central_difference() -> None:
    namespace: dict[str, object] = {}
    right, wrong = chain_of("x^3"), chain_of("x^4")
    first, _, last = code_cells(notebook_of(right, HALF))
    exec(first, namespace)
    exec(code_cells(notebook_of(wrong, HALF))[1], namespace)  # its lines follow from each other
    with pytest.raises(AssertionError, match="the derivative is off"):
        exec(last, namespace)


@pytest.mark.parametrize("text", [*TEXTS, "σ(" * 14 + "x" + ")" * 14, "-(" * 14 + "x" + ")" * 14])
def test_the_code_calls_nothing_but_the_notebooks_own_and_sympys_functions(text: str) -> None:
    _, lines, _ = code_cells(notebook_of(chain_of(text), HALF))
    (listed,) = (node for node in ast.parse(lines).body[:1] if isinstance(node, ast.Assign))
    nodes = list(ast.walk(listed.value))
    assert {node.id for node in nodes if isinstance(node, ast.Name)} <= {
        *("sp", "x", "a", "b", "c", "sigmoid", "softplus"),
    }
    assert {node.attr for node in nodes if isinstance(node, ast.Attribute)} <= {
        *("diff", "exp", "log", "tanh", "Rational", "S"),
    }
