"""Each wing owns one dependency, imports run one way, and a notebook pays only for what it uses."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
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
    "numeric.batch.reading": {"numeric", "numeric.batch"},
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


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_uses_only_what_the_table_allows(folder: str) -> None:
    assert folder in MAY_USE, f"add a row for {folder} to MAY_USE"
    for path in (PACKAGE / folder.replace(".", "/")).glob("*.py"):
        package = ".".join(path.relative_to(ROOT).parts[:-1])
        for name in imports(path.read_text("utf-8"), package):
            if name.startswith("ce_core.") and folder_of(name):
                assert may_use(folder, folder_of(name)), f"{path.name} imports {name}"


def test_the_table_sends_imports_one_way() -> None:
    def reached(folder: str) -> set[str]:
        return {other for other in FOLDERS if other != folder and may_use(folder, other)}

    for folder in FOLDERS:
        assert not any(folder in reached(other) for other in reached(folder)), folder


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_package_says_what_lives_in_it_and_reads_like_a_folder(folder: str) -> None:
    path = PACKAGE / folder.replace(".", "/") / "__init__.py"
    tree = ast.parse(path.read_text("utf-8"))
    told = ast.get_docstring(tree) or ""
    assert len(re.findall(r"[.:](?:\s|$)", told)) >= 2, "say what lives here and what does not"
    if folder not in ("numeric", "notebook", "ui.shell.streamlit_patches"):
        assert len(tree.body) == 1, f"{folder} imports or defines something"


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


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_nothing_typed_is_ever_evaluated(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    mentioned = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    reached = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    lax = [call for call in ast.walk(tree) if isinstance(call, ast.Call) and is_lax(call)]
    assert not (mentioned | reached) & {"parse_expr", "parse_latex", "lambdify", "__import__"}
    assert not mentioned & {"eval", "exec", "compile"}
    assert not lax
    assert not {"pickle", "marshal", "shelve"} & {*imports(path.read_text("utf-8"))}


# Who may hand HTML to the page: the one builder, which escapes, and what draws our style sheets.
DRAWS_HTML = {"ui/shell/html_table.py", "ui/shell/assets.py"}


def markup_in(source: str) -> set[str]:
    """Name everything in ``source`` by which a text could reach the page as markup."""
    tree = ast.parse(source)
    keywords = {node.arg or "" for node in ast.walk(tree) if isinstance(node, ast.keyword)}
    called = {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    imported = {
        alias.name
        for node in ast.walk(tree)
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
        assert markup_in(source), source
    assert not markup_in("st.markdown(html.escape(text))")


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_no_markup_is_let_through(path: Path) -> None:
    if path.is_relative_to(PACKAGE) and path.relative_to(PACKAGE).as_posix() in DRAWS_HTML:
        return
    assert not markup_in(path.read_text("utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_reads_the_url_nowhere_but_through_its_frame(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    outside = [node for node in tree.body if not isinstance(node, ast.FunctionDef)]
    called = {
        ast.unparse(node.func)
        for part in outside
        for node in ast.walk(part)
        if isinstance(node, ast.Call)
    }
    assert not {name for name in called if name.endswith(("read_url", "url.start"))}
    assert "query_params" not in path.read_text("utf-8")
