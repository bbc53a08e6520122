"""Each wing owns one dependency, imports run one way, and a notebook pays only for what it uses."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ce_core"

# What a wing may import beside the standard library, itself and the leaves.
MAY_IMPORT = {
    "frameworks": {"ce_core.numeric.batch.settings"},
    "numeric": {"numpy"},
    "symbolic": {"sympy", "mpmath"},
    "figures": {"plotly", "numpy", "ce_core.numeric"},
}
ALL_WINGS = {"frameworks", "numeric", "symbolic", "figures", "ui"}
LEAVES = sorted(path for path in PACKAGE.glob("*.py") if path.stem != "__init__")
PAGES = sorted((ROOT / "pages").glob("*.py"))
OUTSIDE_UI = sorted({*PACKAGE.rglob("*.py")} - {*(PACKAGE / "ui").rglob("*.py")})
WING_FILES = [
    (wing, path) for wing in MAY_IMPORT for path in sorted((PACKAGE / wing).rglob("*.py"))
]


def imports(source: str, package: str = "") -> Iterator[str]:
    """Give the dotted name of everything that is imported, inside functions too.

    ``from ce_core import numeric`` counts as ``ce_core.numeric``.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: -(node.level - 1) or None] if node.level else []
            origin = ".".join([*above, *filter(None, [node.module])])
            if origin == "ce_core":
                yield from (f"ce_core.{alias.name}" for alias in node.names)
            else:
                yield origin


def strangers(path: Path, allowed: set[str]) -> set[str]:
    """Give what ``path`` imports beyond the standard library, and neither in nor below allowed."""
    package = ".".join(path.relative_to(ROOT).parts[:-1])
    return {
        name
        for name in imports(path.read_text("utf-8"), package)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not any(name == home or name.startswith(home + ".") for home in allowed)
    }


def name_of(value: object) -> str:
    return value.relative_to(ROOT).as_posix() if isinstance(value, Path) else str(value)


def leaf_names() -> set[str]:
    return {f"ce_core.{path.stem}" for path in LEAVES}


def test_the_rule_sees_every_kind_of_import() -> None:
    source = (
        "import a.b\n"
        "from c import d\n"
        "from ce_core import ui\n"
        "def late():\n    import g\n"
        "from . import near\n"
        "from .here import x\n"
        "from ..figures import y\n"
    )
    assert [*imports(source, "ce_core.numeric")] == [
        "a.b",
        "c",
        "ce_core.ui",
        "ce_core.numeric",
        "ce_core.numeric.here",
        "ce_core.figures",
        "g",
    ]


def test_there_is_something_to_look_at() -> None:
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == ALL_WINGS
    assert {wing for wing, _ in WING_FILES} == {*MAY_IMPORT}
    assert {"number_format", "palette", "scenario", "scenario_query"} <= {p.stem for p in LEAVES}
    assert PAGES


@pytest.mark.parametrize("path", LEAVES, ids=name_of)
def test_a_leaf_needs_the_standard_library_only(path: Path) -> None:
    assert strangers(path, leaf_names()) == set()


@pytest.mark.parametrize(("wing", "path"), WING_FILES, ids=name_of)
def test_a_wing_imports_its_own_dependency_and_nothing_else(wing: str, path: Path) -> None:
    assert strangers(path, {f"ce_core.{wing}", *MAY_IMPORT[wing], *leaf_names()}) == set()


def test_the_package_itself_offers_the_numeric_wing_only() -> None:
    assert strangers(PACKAGE / "__init__.py", {"ce_core.numeric"}) == set()


@pytest.mark.parametrize("path", OUTSIDE_UI, ids=name_of)
def test_streamlit_is_known_to_ui_alone(path: Path) -> None:
    assert not any(
        name.split(".")[0] == "streamlit" or name.startswith("ce_core.ui")
        for name in imports(path.read_text("utf-8"))
    )


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_holds_no_mathematics(path: Path) -> None:
    assert strangers(path, {"streamlit", "ce_core"}) == set()
    assert "math" not in imports(path.read_text("utf-8"))


def test_the_app_is_page_config_and_navigation_only() -> None:
    assert strangers(ROOT / "app.py", {"streamlit", "ce_core.ui", "ce_core.palette"}) == set()


def modules_after(statement: str) -> set[str]:
    """Give the top-level names of all modules a fresh interpreter holds after ``statement``."""
    code = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {*run.stdout.split()}


@pytest.mark.parametrize(
    ("statement", "loaded", "not_loaded"),
    [
        ("import ce_core", {"numpy"}, {"streamlit", "sympy", "plotly", "scipy"}),
        ("import ce_core.scenario_query", set(), {"streamlit", "sympy", "plotly", "scipy"}),
        ("import ce_core.symbolic", set(), {"streamlit", "sympy", "plotly", "scipy"}),
        ("import ce_core.symbolic.expression.board", {"sympy"}, {"streamlit", "plotly", "scipy"}),
        ("import ce_core.figures", set(), {"streamlit", "sympy", "scipy"}),
    ],
)
def test_a_notebook_pays_only_for_what_it_uses(
    statement: str, loaded: set[str], not_loaded: set[str]
) -> None:
    modules = modules_after(statement)
    assert "ce_core" in modules
    assert loaded <= modules
    assert not modules & not_loaded


def is_lax(call: ast.Call) -> bool:
    """Tell whether this is ``sympify(x)`` without ``strict=True``, which would run a string."""
    function = call.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    strict = any(
        keyword.arg == "strict" and getattr(keyword.value, "value", False) is True
        for keyword in call.keywords
    )
    return name in ("sympify", "S") and not strict


@pytest.mark.parametrize(
    "path", sorted([*PACKAGE.rglob("*.py"), *PAGES, ROOT / "app.py"]), ids=name_of
)
def test_nothing_typed_is_ever_evaluated(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    mentioned = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    reached = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    lax = [call for call in ast.walk(tree) if isinstance(call, ast.Call) and is_lax(call)]
    assert not (mentioned | reached) & {"parse_expr", "parse_latex", "lambdify", "__import__"}
    assert not mentioned & {"eval", "exec", "compile"}
    assert not lax
    assert not {"pickle", "marshal", "shelve"} & {*imports(path.read_text("utf-8"))}


@pytest.mark.parametrize("path", OUTSIDE_UI + PAGES, ids=name_of)
def test_no_markup_is_let_through(path: Path) -> None:
    keywords = {
        node.arg
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.keyword)
    }
    assert "unsafe_allow_html" not in keywords


WITH_MARKUP = {"ui/shell/html_table.py", "ui/shell/page.py", "ui/derivation/line_links.py"}
"""Where HTML is drawn: the one builder, which escapes, and style sheets."""
WITH_MARKUP |= {"ui/batch/table.py", "ui/practice/progress.py"}


def test_html_is_drawn_by_the_builder_that_escapes_and_by_nobody_else():
    drawing = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "html"
        if isinstance(node.value, ast.Name) and node.value.id == "st"
    }
    assert drawing <= WITH_MARKUP
