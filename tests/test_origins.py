"""Nothing that is shipped reaches for another origin at run time."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

from tests.test_layering import SHIPPED, imports, nodes_of

ROOT = Path(__file__).parents[1]
ADDRESS = re.compile(r"""(?:\w+:)?//[\w-]+(?:\.[\w-]+)+[^\s"')]*""")

# Text that is read and never fetched: names of a format, examples, and links for people to follow.
ONLY_NAMED: Mapping[str, str] = {
    "http://www.w3.org/2000/svg": "the name of a format",
    "http://www.w3.org/1998/Math/MathML": "the name of a format",
    "https://your.host/?z=1,3,5,7&y=3&embed=true": "an example on the help page",
    "https://creativecommons.org/licenses/by/4.0/": "the licence of the digits, a link",
}
NOT_SERVED = {"LICENSE", "README.md"}
NETWORK = {"http", "socket", "ssl", "urllib.request", "requests", "httpx", "aiohttp", "ftplib"}
ASKS = re.compile(r"\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts)\b")


def our_files() -> list[Path]:
    """Everything under our own hands that a browser or the server reads; text only."""
    found = [
        path
        for folder in ("assets", "ce_core", "pages", ".streamlit")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and path.suffix in {".py", ".js", ".css", ".html", ".md", ".toml", ".svg", ".json"}
        and path.name not in NOT_SERVED
        and ".min." not in path.name  # others' work, which the browser tests watch at run time
    ]
    return sorted([*found, ROOT / "app.py"])


def addresses(text: str) -> set[str]:
    return {*ADDRESS.findall(text)}


def test_the_rule_sees_every_kind_of_address() -> None:
    assert addresses("src='//cdn.example.org/x.js'") == {"//cdn.example.org/x.js"}
    assert addresses("url(https://fonts.example/a)") == {"https://fonts.example/a"}
    assert addresses("new WebSocket('wss://a.b/c')") == {"wss://a.b/c"}
    assert addresses("a // b and 1//2, // a comment") == set()
    files = {path.relative_to(ROOT).parts[:2] for path in our_files()}
    folders = {("assets", path.name) for path in (ROOT / "assets").iterdir() if path.is_dir()}
    assert folders - {("assets", "screenshots"), ("assets", "digits")} <= files


def test_nothing_in_the_repository_names_another_origin() -> None:
    for path in our_files():
        assert addresses(path.read_text("utf-8")) <= {*ONLY_NAMED}, path


def test_no_python_speaks_to_the_network() -> None:
    for path in SHIPPED:
        nodes = nodes_of(path)
        named = {*imports(nodes)} | {
            f"{node.module}.{alias.name}"
            for node in nodes
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        assert not {name for name in named if {name, name.split(".")[0]} & NETWORK}, path


def test_no_script_asks_for_anything() -> None:
    for path in our_files():
        if path.suffix == ".js":
            assert not ASKS.search(path.read_text("utf-8")), path
