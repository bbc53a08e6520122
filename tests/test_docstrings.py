"""A module's first line says what it does, and begins with a verb."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = [
    path
    for path in (ROOT / "app.py", *sorted((ROOT / "ce_core").rglob("*.py")), *ROOT.glob("pages/*"))
    if path.suffix == ".py"
]
# In the imperative. A verb that is missing may be added; a noun that could be taken for one may
# not stand first.
VERBS = re.compile(
    r"Add|Apply|Ask|Build|Change|Check|Collect|Compare|Compute|Cut|Decide|Define|Derive|Descend|"
    r"Describe|Draw|Enclose|Evaluate|Explain|Find|Frame|Give|Guess|Hold|Join|Judge|Keep|Lead|Let|"
    r"Link|List|Locate|Lower|Make|Measure|Mount|Multiply|Name|Offer|Pack|Parse|Place|Prepare|"
    r"Prove|Put|Raise|Read|Recognise|Refuse|Represent|Reproduce|Review|Run|Say|Set|Show|Split|Start|"
    r"State|Take|Tell|Tidy|Tie|Train|Turn|Typeset|Write"
)


def first_line(source: str) -> str:
    return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]


def fault_of(line: str) -> str:
    """What is wrong with a first line, or nothing."""
    if not VERBS.fullmatch(line.split(" ")[0].rstrip(",")):
        return "begins without a verb"
    return "" if line.endswith((".", "?")) else "is no sentence"


@pytest.mark.parametrize("line", ["", "The cost of a batch.", "Writes a file.", "Draw a curve"])
def test_a_first_line_that_says_too_little_is_found(line: str) -> None:
    assert fault_of(line)


def test_every_module_says_first_what_it_does() -> None:
    assert len(MODULES) > 200
    lines = {path: first_line(path.read_text("utf-8")) for path in MODULES}
    wrong = {
        path.relative_to(ROOT).as_posix(): (line, fault_of(line))
        for path, line in lines.items()
        if fault_of(line)
    }
    assert wrong == {}
