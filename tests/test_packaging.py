"""The library installs from a checkout with NumPy alone; the extras are what the app runs on."""

import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from ce_core.notebook.stage import widget_script
from ce_core.scenario import one_hot_scenario
from ce_core.take_along.contents import PAGES
from ce_core.take_along.document import page_html

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
COPIED = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE")

USE = """
import sys
before = {name.split(".")[0] for name in sys.modules}
from ce_core import cross_entropy, softmax
assert abs(float(cross_entropy([1, 3, 5, 7], 3)) - 0.14507794) < 1e-8
after = {name.split(".")[0] for name in sys.modules} - before
print(*sorted(after - sys.stdlib_module_names))
import ce_core
print(ce_core.__file__)
"""


def required(path: str) -> set[str]:
    """The lines of a requirements file that name a package."""
    lines = (ROOT / path).read_text("utf-8").splitlines()
    return {normal(line) for line in lines if line and line[0] not in "#-"}


def normal(line: str) -> str:
    return line.replace('"', "'")


def with_extras(*names: str) -> set[str]:
    """All that these extras bring, those that they name included."""
    found = set()
    for line in (line for name in names for line in EXTRAS[name]):
        if more := re.fullmatch(r"softmax-cross-entropy-lab\[(.*)\]", line):
            found |= with_extras(*more[1].split(","))
        else:
            found.add(normal(line))
    return found


def test_the_app_runs_on_what_requirements_and_extras_say_alike() -> None:
    assert with_extras("app") | {*PROJECT["dependencies"]} == required("requirements.txt")


def test_the_tests_of_the_library_need_what_requirements_dev_says_alike() -> None:
    allowed = required("requirements-dev.txt") | required("requirements.txt")
    assert with_extras("test") <= allowed


def test_the_tests_of_the_notebook_need_what_requirements_dev_says_alike() -> None:
    assert with_extras("notebook") <= required("requirements-dev.txt")


def test_the_library_itself_needs_numpy_alone() -> None:
    assert [re.split(r"[<>=]", line)[0] for line in PROJECT["dependencies"]] == ["numpy"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built from the files of the checkout that belong to it."""
    source, out = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("wheels")
    for name in COPIED:
        (source / name).write_bytes((ROOT / name).read_bytes())
    folders = ("ce_core", "assets", "static/plotly")
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            copy = source / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    run = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", out, source],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    (found,) = out.glob("*.whl")
    return found


def test_the_wheel_holds_every_module_and_nothing_else(wheel: Path) -> None:
    modules = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "ce_core").rglob("*.py")
        if "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert modules | {"ce_core/py.typed"} <= names
    assert {name.split("/")[0] for name in names} == {"ce_core"}


def test_the_wheel_brings_what_the_panel_in_a_notebook_is_made_of(
    wheel: Path, tmp_path: Path
) -> None:
    """The same script from the wheel as from the checkout, which is out of reach there."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
        sizes = [each.file_size for each in archive.infolist()]
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from ce_core import asset_files\n"
        "from ce_core.notebook.stage import Stage\n"
        "print(asset_files.ASSETS)\n"
        "print(Stage([1, 3, 5, 7], 3)._esm)"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    place, _, script = run.stdout.partition("\n")
    assert Path(place).is_relative_to(tmp_path)
    assert script == f"{widget_script()}\n"
    assert sum(sizes) < 4_500_000  # of which Plotly for the browser is 1.5
    print(f"the wheel: {wheel.stat().st_size / 1000:.0f} kB")


def test_the_wheel_writes_the_same_pages_without_a_server_as_the_checkout(
    wheel: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        f"import runpy, sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "sys.argv = ['take_along', '--page=two_classes', '--z=1,3,5,7', '--y=3', 'a.html']\n"
        "runpy.run_module('ce_core.take_along', run_name='__main__')\n"
        "from ce_core.take_along import scripts\n"
        "print(scripts.PLOTLY)\n"
        "sys.argv = ['take_along', '--all', 'site']\n"
        "runpy.run_module('ce_core.take_along', run_name='__main__')\n"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-W", "ignore", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert Path(run.stdout.strip()).is_relative_to(tmp_path)
    wanted = page_html("two_classes", one_hot_scenario((1, 3, 5, 7), 3))
    assert (tmp_path / "a.html").read_text("utf-8") == wanted
    assert (tmp_path / "site" / "shared" / "plotly.js").stat().st_size > 1_000_000
    assert len([*(tmp_path / "site").glob("*.html")]) == len(PAGES)


def test_it_works_in_a_fresh_environment_with_numpy_alone(wheel: Path, tmp_path: Path) -> None:
    """NumPy is not installed again: the environment sees that of the tests, and no more of it."""
    venv.create(tmp_path / "env", with_pip=False)
    site = next((tmp_path / "env").glob("lib/python*/site-packages"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)  # what pip does with a wheel of pure Python
    import numpy

    installed = Path(numpy.__file__).parents[1]
    for part in installed.glob("numpy*"):
        (site / part.name).symlink_to(part)
    run = subprocess.run(
        [tmp_path / "env" / "bin" / "python", "-I", "-c", USE],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    imported, place = run.stdout.splitlines()
    assert imported.split() == ["ce_core", "numpy"]
    assert Path(place).is_relative_to(tmp_path)
