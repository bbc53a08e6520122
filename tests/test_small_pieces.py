"""A function is read at one look and a file in one sitting; what is longer says why."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.test_layering import PACKAGE, ROOT, SHIPPED, nodes_of

MOST_LINES_IN_A_FUNCTION = 40
MOST_LINES_IN_A_FILE = 400

# A chain of a derivation is a list of lines, one call each: nothing in it could be read apart.
AUTHORED = {
    "ce_core/symbolic/derivations/k_class.py: _together_chain",
    "ce_core/symbolic/derivations/two_class.py: _together_chain",
    "ce_core/symbolic/derivations/two_class.py: _vector_chain",
}
# A figure whose marks and words are one template, read by Python and by the browser.
DRAWN_AND_SAID = {
    "ce_core/figures/cost/both_cases.py: both_cases",
    "ce_core/figures/cost/cost_curves.py: low_cost_curve",
    "ce_core/figures/cost/entropy_floor.py: cost_floor",
    "ce_core/figures/cost/logit_curves.py: cost_along_each_logit",
    "ce_core/figures/cost/softmax_or_sigmoids.py: shifted_costs",
    "ce_core/figures/cost/softmax_or_sigmoids.py: two_readings",
    "ce_core/figures/error_curves.py: _line",
    "ce_core/figures/two_classes/sigmoid.py: slope_chart",
}
LONG_FILES = {
    "ce_core/numeric/explain/deviations.py": "a list of deviations, a function each",
    "ce_core/symbolic/derivations/two_class.py": "the chains of one derivation",
    "ce_core/symbolic/practice/known_mistakes.py": "a list of mistakes",
    "ce_core/symbolic/reading/parser.py": "one grammar",
    "ce_core/symbolic/review/formula/latex_tokens.py": "one grammar",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def lines_of_code(function: Function, source: list[str]) -> int:
    """Count a function's lines without docstrings, comments and blank lines."""
    told = {
        number
        for node in ast.walk(function)
        if isinstance(node, Function | ast.ClassDef) and ast.get_docstring(node)
        for number in range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)
    }
    numbers = range(function.lineno, (function.end_lineno or 0) + 1)
    code = (source[number - 1].strip() for number in numbers if number not in told)
    return sum(1 for line in code if line and not line.startswith("#"))


def long_functions(path: Path) -> Iterator[str]:
    source = path.read_text("utf-8").splitlines()
    for node in nodes_of(path):
        if isinstance(node, Function) and lines_of_code(node, source) > MOST_LINES_IN_A_FUNCTION:
            yield f"{path.relative_to(ROOT).as_posix()}: {node.name}"


def test_only_code_is_counted() -> None:
    text = 'def f():\n    """Say\n    so."""\n    # why\n\n    return 1'
    (function,) = ast.parse(text).body
    assert isinstance(function, ast.FunctionDef)
    assert lines_of_code(function, text.splitlines()) == 2


def test_a_function_has_at_most_forty_lines_of_code() -> None:
    support = [*(ROOT / "tests").rglob("support/*.py")]
    assert support
    found = {name for path in [*SHIPPED, *support] for name in long_functions(path)}
    assert found - AUTHORED <= DRAWN_AND_SAID
    assert found >= AUTHORED


def test_a_file_has_at_most_four_hundred_lines() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8").count("\n") for path in SHIPPED
    }
    assert len(lengths) > len([*PACKAGE.rglob("*.py")])
    assert {name for name, n in lengths.items() if n > MOST_LINES_IN_A_FILE} == {*LONG_FILES}
