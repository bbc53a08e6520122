"""No link whatsoever breaks a page: through the whole app, and over a real server's own protocol.

``tests/test_scenario_query.py`` asks thousands of the codec itself.
"""

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
from streamlit.testing.v1 import AppTest

from tests.browser.support.server import ROOT, Server
from tests.load.student import Student

FRAGMENTS = (
    "9" * 4000,
    "1e308,1e308",
    "1e999,-1e999,nan",
    "5e-324,5e-324",
    "," * 300,
    "1," * 40,
    "-1",
    "0.5,0.5,0.5",
    "<script>alert(1)</script>",
    "$\\frac{}{$",
    "__import__('os').system('true')",
    "\x00\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "%00",
    "٣,٤",
    "",
)
KEYS = ("z", "y", "n", "t", "s", "view", "hide", "step", "embed", "unknown")


def queries(count: int) -> list[list[tuple[str, str]]]:
    """Give that many hostile queries, the same ones each time."""
    pick = random.Random(5)
    return [
        [(pick.choice(KEYS), pick.choice(FRAGMENTS)) for _ in range(pick.randint(1, 6))]
        for _ in range(count)
    ]


@pytest.mark.parametrize("query", queries(16))
def test_no_link_raises_in_the_app(query: list[tuple[str, str]]) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in query:
        app.query_params[key] = value
    app.run()
    assert [*app.exception] == []


def test_a_server_answers_every_link_on_every_page() -> None:
    """A student's visit raises on an exception element; the server must stay in good health."""

    async def visit(url: str, page: str, query: str) -> None:
        async with Student(0, url, page) as student:
            student.query = query
            await student.visit()

    async def visit_all(url: str) -> None:
        pages = [path.stem for path in sorted((ROOT / "pages").glob("*.py"))]
        for number, query in enumerate(queries(4 * len(pages))):
            text = "&".join(f"{key}={quote(value)}" for key, value in query)
            await visit(url, pages[number % len(pages)].replace("playground", ""), text)
        for broken in ("%", "%zz", "=&=&", "z=%ff%fe", "&" * 5000, "z[]=1", "z=1;y=2"):
            await visit(url, "", broken)

    with Server() as server, ThreadPoolExecutor(1) as thread:
        # A thread of its own: a browser test before this one may have left its loop in this one.
        thread.submit(asyncio.run, visit_all(server.url)).result()
        assert "Traceback" not in server.read_log()
