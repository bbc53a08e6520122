"""Scripts of a component are joined into one scope: that can only work under these rules."""

import ast
import importlib
import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ce_core.ui.shell import assets

ROOT = Path(__file__).parents[2]
UI = ROOT / "ce_core" / "ui"
DECLARED = re.compile(
    r"^(?:export )?(?:default )?(?:async )?(?:function\*?|const|let|var|class) +"
    r"(?:(\w+)|[{\[]([^}\]]*)[}\]])",
    re.MULTILINE,
)
IMPORTED = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
GIVEN_BY_PYTHON = "shared/limits.js"


def joined() -> Iterator[tuple[str, Sequence[str]]]:
    """Give every list of modules that a component joins, with the Python file that does."""
    for path in sorted(UI.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(call, ast.Call) and ast.unparse(call.func) == "assets.script"):
                continue
            given = call.args[0]
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if isinstance(given, ast.Name):
                yield name, getattr(importlib.import_module(name), given.id)
            else:
                yield name, ast.literal_eval(given)


JOINED = list(joined())


def top_level_names(module: str) -> list[str]:
    names = []
    for one, several in DECLARED.findall(assets.read(module)):
        names += [one] if one else re.findall(r"\w+", several)
    return names


def exported_names(module: str) -> set[str]:
    return {
        *re.findall(
            r"^export (?:async )?(?:function|const|class) +(\w+)", assets.read(module), re.M
        )
    }


def test_there_are_scripts_to_look_at() -> None:
    assert {"stage", "points_editor", "descent_player"} <= {n.split(".")[-1] for n, _ in JOINED}
    assert {"svg", "SVG", "setAttributes"} <= {*top_level_names("shared/svg.js")}


@pytest.mark.parametrize(("name", "modules"), JOINED, ids=[f"{n}-{m[-1]}" for n, m in JOINED])
def test_no_two_modules_of_a_script_declare_the_same_name(
    name: str, modules: Sequence[str]
) -> None:
    counted = Counter(one for module in modules for one in {*top_level_names(module)})
    assert [one for one, often in counted.items() if often > 1] == [], name
    assert "limits" not in counted


@pytest.mark.parametrize(("name", "modules"), JOINED, ids=[f"{n}-{m[-1]}" for n, m in JOINED])
def test_what_a_module_imports_stands_before_it(name: str, modules: Sequence[str]) -> None:
    for place, module in enumerate(modules):
        for names, origin in IMPORTED.findall(assets.read(module)):
            found = posixpath.normpath(posixpath.join(posixpath.dirname(module), origin))
            if found == GIVEN_BY_PYTHON:
                continue
            assert found in modules[:place], (name, module, found)
            assert {*re.findall(r"\w+", names)} <= exported_names(found), (module, found)


@pytest.mark.parametrize(("name", "modules"), JOINED, ids=[f"{n}-{m[-1]}" for n, m in JOINED])
def test_a_joined_script_imports_nothing_and_exports_one_component(
    name: str, modules: Sequence[str]
) -> None:
    script = assets.script(modules)
    assert not re.search(r"^import\b", script, re.MULTILINE), name
    assert len(re.findall(r"^export default\b", script, re.MULTILINE)) == 1


def test_the_limits_that_scripts_read_are_those_that_python_hands_over() -> None:
    described = {
        *re.findall(r"^  (\w+):", assets.read("shared/limits.d.ts"), re.MULTILINE),
    }
    handed = {*assets.LIMITS}
    for path in UI.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "assets.script":
                handed |= {keyword.arg for keyword in call.keywords if keyword.arg}
    assert described == handed
    for path in assets.ASSETS.rglob("*.js"):
        read = {*re.findall(r"(?<!/)\blimits\.(\w+)", path.read_text("utf-8"))}
        assert read <= described, path
