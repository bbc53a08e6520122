"""What the button beside Copy link needs to know, before any browser presses it."""

import threading
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from ce_core import cross_entropy_grad
from ce_core.number_format import format_number
from ce_core.scenario import Scenario, one_hot_scenario
from ce_core.take_along.contents import PAGES
from ce_core.take_along.document import page_html
from ce_core.ui.derivation.taken import opened as open_derivation
from ce_core.ui.derivation.view import METHODS, View
from ce_core.ui.shell.take_along import app_address
from tests.pages.opened import opened

ROOT = Path(__file__).parents[2]
LOW_COST = one_hot_scenario((1, 3, 5, 7), 3)


@pytest.mark.parametrize(
    ("url", "page", "app"),
    [
        ("https://lab.example/", "playground", "https://lab.example"),
        ("https://lab.example/room/derivation?z=1,2#x", "derivation", "https://lab.example/room"),
        ("http://127.0.0.1:8501/descent/", "descent", "http://127.0.0.1:8501"),
        ("javascript:alert(1)", "playground", ""),
        ('https://a"b/', "playground", ""),
        ("", "playground", ""),
    ],
)
def test_the_address_of_the_app_is_that_of_a_page_without_its_name(
    url: str, page: str, app: str
) -> None:
    assert app_address(url, page) == app
    page_html("stability", LOW_COST, app=app)  # takes every one of them


def test_every_page_with_a_panel_has_a_file() -> None:
    with_panel = {
        path.stem
        for path in (ROOT / "pages").glob("*.py")
        if "stage=stage" in path.read_text("utf-8")
    }
    assert with_panel == {*PAGES}


def test_what_the_session_holds_can_be_read_in_another_thread() -> None:
    app = opened("derivation", LOW_COST, "k-class", field="road")
    read = app.session_state["noted_for_outside"].copy
    found: list[dict[str, Any]] = []
    thread = threading.Thread(target=lambda: found.append(read()))
    thread.start()
    thread.join()
    assert found[0]["scenario"] == LOW_COST
    assert found[0]["section"] == "k-class"
    assert found[0]["derivation"].method == "k-class"


@pytest.mark.parametrize("written", [False, True])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "scenario",
    [
        LOW_COST,
        Scenario((0.5, -2.0), (0.3, 0.7), ("<b>a</b>", "$x$"), 2.0, 0.1),
        one_hot_scenario(range(10), 9),
    ],
    ids=["four", "soft", "ten"],
)
def test_each_open_derivation_fits_a_small_file(
    scenario: Scenario, method: str, written: bool
) -> None:
    view = View(method=method, written=written)
    shown = open_derivation({"scenario": scenario, "derivation": view})
    text = page_html("derivation", scenario, derivation=shown)
    assert len(text.encode()) <= 200_000
    derivation = text.split("<details", 1)[1].split("</details>", 1)[0]
    assert derivation.count("<math") > 4
    assert "\\" not in derivation
    assert "<b>a</b>" not in derivation


@pytest.mark.parametrize("method", ["two-class", "k-class", "short-road"])
@pytest.mark.parametrize("logits", [(1.0, 3.0, 5.0, 7.0), (1.0, -9.0, 4.0, 8.0), (0.25, -0.75)])
def test_an_open_derivation_ends_at_the_gradient_of_the_numbers(
    logits: tuple[float, ...], method: str
) -> None:
    scenario = one_hot_scenario(logits, 1)
    shown = open_derivation({"scenario": scenario, "derivation": View(method=method)})
    text = page_html("derivation", scenario, derivation=shown)
    words = html.document_fromstring(text).xpath("string(//details)")
    gradient = float(cross_entropy_grad(logits, 1)[1])
    assert words.count(f"≈−{format_number(abs(gradient))}") >= 3
    assert f"z = {', '.join(map(format_number, logits))}, y = 0, 1.00" in words


def test_a_refused_function_leaves_the_page_its_usual_derivation() -> None:
    view = View(method="own", f="1 +")
    assert open_derivation({"scenario": LOW_COST, "derivation": view}) is None
    assert "Why it is ŷ − y" in page_html("derivation", LOW_COST, derivation=None)
