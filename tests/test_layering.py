"""Each wing owns one dependency, imports run one way, and a notebook pays only for what it uses."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ce_core"

# What a wing may import beside the standard library, itself and the leaves.
MAY_IMPORT = {
    "frameworks": {"ce_core.numeric.batch.settings"},
    "numeric": {"numpy"},
    "symbolic": {"sympy", "mpmath", "pylatexenc"},
    "figures": {"plotly", "numpy", "PIL", "ce_core.numeric"},
    "quiz": {"numpy", "ce_core.numeric"},
    "take_along": {"latex2mathml", "ce_core.figures", "ce_core.symbolic"},
    "notebook": {"anywidget", "traitlets", "ce_core.numeric"},
}
# Folder → the folders of ce_core that it may use beside itself and the leaves. A new folder needs a
# row here. "numeric" is that folder alone, "numeric.*" the whole wing.
OTHER_WINGS = {"numeric.*", "symbolic.*", "figures.*", "frameworks.*", "quiz", "take_along"}
BELOW_ROOMS = {"ui.session", "ui.shell.*", "ui.components", *OTHER_WINGS}
MAY_USE: Mapping[str, set[str]] = {
    "frameworks": {"numeric.batch"},
    "numeric": set(),
    "numeric.batch": {"numeric"},
    "numeric.batch.files": {"numeric", "numeric.batch"},
    "numeric.batch.reading": {"numeric", "numeric.batch", "numeric.batch.files"},
    "numeric.descent": {"numeric"},
    "numeric.exercises": {"numeric"},
    "numeric.explain": {"numeric"},
    "numeric.floating_point": {"numeric"},
    "symbolic": set(),
    "symbolic.expression": set(),
    "symbolic.derivations": {"symbolic.expression"},
    "symbolic.differentiation": {"symbolic.expression", "symbolic.derivations"},
    "symbolic.reading": {"symbolic.expression"},
    "symbolic.writing": {"symbolic.expression", "symbolic.derivations"},
    "symbolic.practice": {
        "symbolic.expression",
        "symbolic.derivations",
        "symbolic.reading",
        "symbolic.review.formula",
        "symbolic.writing",
    },
    "symbolic.review.formula": {"symbolic.expression", "symbolic.reading"},
    "symbolic.review": {
        "symbolic.expression",
        "symbolic.derivations",
        "symbolic.reading",
        "symbolic.writing",
        "symbolic.practice",
        "symbolic.review.formula",
        "symbolic.review.reading",
        "symbolic.review.rules",
    },
    "symbolic.review.reading": {
        "symbolic.derivations",
        "symbolic.expression",
        "symbolic.reading",
        "symbolic.practice",
        "symbolic.review.formula",
    },
    "symbolic.review.rules": {
        "symbolic.expression",
        "symbolic.practice",
        "symbolic.review.reading",
    },
    "figures": {"numeric.*"},
    "figures.cost": {"figures", "numeric.*"},
    "figures.gradient": {"figures", "numeric.*"},
    "figures.two_classes": {"figures", "numeric.*"},
    "quiz": {"numeric.*"},
    "take_along": {"figures.*", "symbolic.*"},
    "notebook": {"numeric.*"},
    "ui": set(),
    "ui.session": set(),
    "ui.shell": {"ui.session", "ui.shell.streamlit_patches", "take_along"},
    "ui.shell.streamlit_patches": set(),
    "ui.components": {"ui.session", "ui.shell", *OTHER_WINGS},
    "ui.batch": BELOW_ROOMS,
    "ui.derivation": {"ui.formulas", *BELOW_ROOMS},
    "ui.explain": BELOW_ROOMS,
    "ui.formulas": BELOW_ROOMS,
    "ui.practice": {"ui.formulas", *BELOW_ROOMS},
    "ui.review": {"ui.practice", "ui.formulas", *BELOW_ROOMS},
    "ui.stability": BELOW_ROOMS,
}
ALL_WINGS = {"frameworks", "numeric", "symbolic", "figures", "quiz", "take_along", "notebook", "ui"}
LEAVES = sorted(path for path in PACKAGE.glob("*.py") if path.stem != "__init__")
PAGES = sorted((ROOT / "pages").glob("*.py"))
SHIPPED = sorted([*PACKAGE.rglob("*.py"), *PAGES, ROOT / "app.py"])
OUTSIDE_UI = sorted({*PACKAGE.rglob("*.py")} - {*(PACKAGE / "ui").rglob("*.py")})
FOLDERS = sorted(
    ".".join(path.parent.relative_to(PACKAGE).parts)
    for path in PACKAGE.rglob("__init__.py")
    if path.parent != PACKAGE
)


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Give every node of a file's syntax tree; a file is parsed once for all rules."""
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


def imports(nodes: Iterable[ast.AST], package: str = "") -> Iterator[str]:
    """Give the dotted name of everything that is imported, inside functions too.

    ``from ce_core import numeric`` counts as ``ce_core.numeric``.
    """
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: -(node.level - 1) or None] if node.level else []
            origin = ".".join([*above, *filter(None, [node.module])])
            if origin == "ce_core":
                yield from (f"ce_core.{alias.name}" for alias in node.names)
            else:
                yield origin


@cache
def imported_by(path: Path) -> frozenset[str]:
    return frozenset(imports(nodes_of(path), ".".join(path.relative_to(ROOT).parts[:-1])))


def strangers(path: Path, allowed: set[str]) -> set[str]:
    """Give what ``path`` imports beyond the standard library, and neither in nor below allowed."""
    return {
        name
        for name in imported_by(path)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not any(name == home or name.startswith(home + ".") for home in allowed)
    }


def broken(
    paths: Iterable[Path], find: Callable[[Path], Collection[object]]
) -> dict[str, Collection[object]]:
    """Give what ``find`` finds in each of the files, by file; there must be files to look at."""
    found = {path.relative_to(ROOT).as_posix(): find(path) for path in paths}
    assert found
    return {name: finds for name, finds in found.items() if finds}


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
    assert [*imports(ast.walk(ast.parse(source)), "ce_core.numeric")] == [
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
    assert {*MAY_IMPORT} <= ALL_WINGS
    assert {"number_format", "palette", "scenario", "scenario_query"} <= {p.stem for p in LEAVES}
    assert PAGES


def test_a_leaf_needs_the_standard_library_only() -> None:
    assert broken(LEAVES, lambda path: strangers(path, leaf_names())) == {}


def folder_of(name: str) -> str:
    """Give the folder of ``ce_core`` in which ``ce_core.a.b.c`` stands: ``a.b``, or ``a``."""
    parts = name.split(".")
    while not ROOT.joinpath(*parts).is_dir():
        parts.pop()
    return ".".join(parts[1:])


def may_use(folder: str, other: str) -> bool:
    allowed = {folder, *MAY_USE[folder]}
    whole = {one.removesuffix(".*") for one in allowed if one.endswith(".*")}
    return other in allowed or any(f"{other}.".startswith(f"{one}.") for one in whole)


def test_every_folder_has_a_row_in_the_table() -> None:
    assert {*FOLDERS} == {*MAY_USE}


def test_a_folder_uses_only_what_the_table_allows() -> None:
    def not_allowed(path: Path) -> set[str]:
        folder = ".".join(path.parent.relative_to(PACKAGE).parts)
        own = {name for name in imported_by(path) if name.startswith("ce_core.")}
        return {name for name in own if folder_of(name) and not may_use(folder, folder_of(name))}

    inside = [path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE]
    assert broken(inside, not_allowed) == {}


def test_the_table_sends_imports_one_way() -> None:
    def reached(folder: str) -> set[str]:
        return {other for other in FOLDERS if other != folder and may_use(folder, other)}

    for folder in FOLDERS:
        assert not any(folder in reached(other) for other in reached(folder)), folder


MAY_DEFINE = {"numeric", "notebook", "ui.shell.streamlit_patches"}
"""Packages that offer names of their own; all others only say what lives in them."""


def test_a_package_says_what_lives_in_it_and_reads_like_a_folder() -> None:
    def faults(path: Path) -> list[str]:
        folder = ".".join(path.parent.relative_to(PACKAGE).parts)
        module = nodes_of(path)[0]
        assert isinstance(module, ast.Module)
        found = []
        if len(re.findall(r"[.:](?:\s|$)", ast.get_docstring(module) or "")) < 2:
            found.append("say what lives here and what does not")
        if len(module.body) > 1 and folder not in MAY_DEFINE:
            found.append("imports or defines something")
        return found

    packages = [PACKAGE / folder.replace(".", "/") / "__init__.py" for folder in FOLDERS]
    assert broken(packages, faults) == {}


@pytest.mark.parametrize("wing", MAY_IMPORT)
def test_a_wing_imports_its_own_dependency_and_nothing_else(wing: str) -> None:
    allowed = {f"ce_core.{wing}", *MAY_IMPORT[wing], *leaf_names()}
    files = (PACKAGE / wing).rglob("*.py")
    assert broken(files, lambda path: strangers(path, allowed)) == {}


def test_the_package_itself_offers_the_numeric_wing_only() -> None:
    assert strangers(PACKAGE / "__init__.py", {"ce_core.numeric"}) == set()


def test_streamlit_is_known_to_ui_alone() -> None:
    def of_streamlit(path: Path) -> set[str]:
        return {
            name
            for name in imported_by(path)
            if name.split(".")[0] == "streamlit" or name.startswith("ce_core.ui")
        }

    assert broken(OUTSIDE_UI, of_streamlit) == {}


def test_a_page_holds_no_mathematics() -> None:
    def mathematics(path: Path) -> set[str]:
        return strangers(path, {"streamlit", "ce_core"}) | ({"math"} & imported_by(path))

    assert broken(PAGES, mathematics) == {}


def test_the_app_is_page_config_and_navigation_only() -> None:
    assert strangers(ROOT / "app.py", {"streamlit", "ce_core.ui", "ce_core.palette"}) == set()


@cache
def modules_after(statement: str) -> frozenset[str]:
    """Give the top-level names of all modules a fresh interpreter holds after ``statement``."""
    code = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return frozenset(run.stdout.split())


def test_the_package_itself_costs_numpy_and_nothing_heavier() -> None:
    grown = modules_after("import ce_core") - modules_after("pass")
    assert "numpy" in grown
    assert grown - sys.stdlib_module_names == {"ce_core", "numpy"}


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


def evaluated_in(nodes: Collection[ast.AST]) -> set[str]:
    """Name everything by which a text could be run as code."""
    mentioned = {node.id for node in nodes if isinstance(node, ast.Name)}
    reached = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return {
        *((mentioned | reached) & {"parse_expr", "parse_latex", "lambdify", "__import__"}),
        *(mentioned & {"eval", "exec", "compile"}),
        *(ast.unparse(node) for node in nodes if isinstance(node, ast.Call) and is_lax(node)),
        *({"pickle", "marshal", "shelve"} & {*imports(nodes)}),
    }


def test_the_rule_sees_every_way_to_run_a_text() -> None:
    for source in (
        "eval(text)",
        "exec(text)",
        "sympy.parsing.sympy_parser.parse_expr(text)",
        "sympy.lambdify(x, text)",
        "sympy.sympify(text)",
        "S(text)",
        "sympify(text, strict=False)",
        "import pickle",
    ):
        assert evaluated_in([*ast.walk(ast.parse(source))]), source
    assert not evaluated_in([*ast.walk(ast.parse("sympify(text, strict=True)"))])


def test_nothing_typed_is_ever_evaluated() -> None:
    assert broken(SHIPPED, lambda path: evaluated_in(nodes_of(path))) == {}


# Who may hand HTML to the page: the one builder, which escapes, and what draws our style sheets.
DRAWS_HTML = {"ui/shell/html_table.py", "ui/shell/assets.py"}


def markup_in(nodes: Collection[ast.AST]) -> set[str]:
    """Name everything by which a text could reach the page as markup."""
    keywords = {node.arg or "" for node in nodes if isinstance(node, ast.keyword)}
    called = {
        node.func.attr
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    imported = {
        alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("streamlit")
        for alias in node.names
    }
    return (keywords & {"unsafe_allow_html", "unsafe_allow_javascript"}) | (
        (called | imported) & {"html", "iframe"}
    )


def test_the_rule_sees_markup_however_it_is_let_through() -> None:
    for source in (
        "st.html(text)",
        "st.sidebar.html(text)",
        "st.markdown(text, unsafe_allow_html=True)",
        "from streamlit import html",
        "st.components.v1.iframe(address)",
    ):
        assert markup_in([*ast.walk(ast.parse(source))]), source
    assert not markup_in([*ast.walk(ast.parse("st.markdown(html.escape(text))"))])


def test_no_markup_is_let_through() -> None:
    allowed = {PACKAGE / name for name in DRAWS_HTML}
    others = [path for path in SHIPPED if path not in allowed]
    assert len(others) == len(SHIPPED) - len(DRAWS_HTML)
    assert broken(others, lambda path: markup_in(nodes_of(path))) == {}


def test_a_page_reads_the_url_nowhere_but_through_its_frame() -> None:
    def readings(path: Path) -> set[str]:
        module = nodes_of(path)[0]
        assert isinstance(module, ast.Module)
        outside = [node for node in module.body if not isinstance(node, ast.FunctionDef)]
        called = {
            ast.unparse(node.func)
            for part in outside
            for node in ast.walk(part)
            if isinstance(node, ast.Call)
        }
        own = {name for name in called if name.endswith(("read_url", "url.start"))}
        return own | ({"query_params"} if "query_params" in path.read_text("utf-8") else set())

    assert broken(PAGES, readings) == {}
