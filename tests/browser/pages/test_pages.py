"""Every page, from its own URL, light and dark, wide and narrow."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from ce_core.palette import roles
from ce_core.ui.formulas.brief import RATIOS
from tests.browser.conftest import OpenPage
from tests.browser.support.driver import STAGE_ALONE, Stage
from tests.browser.support.painted import PATHS, assert_sound, rgb, visit, wait_until_painted, wear
from tests.browser.support.server import Server

ALL_IN_SIGHT = ViewportSize(width=1280, height=3600)


@pytest.mark.parametrize("path", PATHS)
def test_its_own_url_may_be_the_first_request_to_a_fresh_server(page: Page, path: str) -> None:
    with Server() as fresh:
        visit(page, f"{fresh.url}/{path}")
        assert_sound(page)
        expect(page).to_have_title(re.compile("Softmax|Lab"))
        # Inside the shell there is a way to the other pages.
        expect(page.get_by_test_id("stTopNavLink").first).to_be_visible()
        assert "Traceback" not in fresh.read_log()
        page.goto("about:blank")  # a page would complain that its server is gone


def test_the_stage_fits_a_phone_and_ten_classes_do_too(open_page: OpenPage, server: Server) -> None:
    stage = Stage(open_page(width=390, height=844, phone=True), f"{server.url}/?{STAGE_ALONE}")
    stage.preset("ten-classes")
    # The presets lie in a strip of their own that scrolls under the finger.
    overflow = stage.root.evaluate(
        """(stage) => {
            const room = document.documentElement.clientWidth;
            return [...stage.querySelectorAll('[data-testid], .cell, svg')]
                .filter((node) => !node.closest('.presets'))
                .map((node) => [node.dataset?.testid ?? node.getAttribute('class'),
                                node.getBoundingClientRect()])
                .filter(([, box]) => box.width > 0 && (box.right > room + 0.5 || box.left < -0.5))
                .map(([name, box]) => [name, box.left, box.right]);
        }"""
    )
    assert overflow == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_stage_wears_the_theme_that_the_person_prefers(
    open_page: OpenPage, server: Server, theme: str
) -> None:
    stage = Stage(open_page(dark=theme == "dark"), f"{server.url}/?{STAGE_ALONE}")
    palette = roles("dark" if theme == "dark" else "light")
    background = stage.page.get_by_test_id("stApp").evaluate(
        "n => getComputedStyle(n).backgroundColor"
    )
    assert background == rgb(palette["background"])
    assert stage.part("prob-0").evaluate("n => getComputedStyle(n).color") in {
        rgb(colour) for colour in palette.values()
    }
    stage.preset("high-cost")
    assert stage.part("cost").evaluate("n => getComputedStyle(n).color") in {
        rgb(palette["cost_high"]),
        rgb(palette["text"]),
        rgb(palette["cost"]),
    }


@pytest.mark.parametrize(
    ("section", "drawn", "property"),
    [
        ("curves", ".js-plotly-plot .xtick text", "fill"),
        ("derivation", '.st-key-brief .katex [style*="color"]', "color"),
    ],
)
def test_what_python_drew_follows_a_change_of_theme(
    page: Page, server: Server, section: str, drawn: str, property: str
) -> None:
    visit(page, f"{server.url}/?section={section}")
    found = page.locator(drawn).first
    found.wait_for(state="attached")

    def colour() -> str:
        style = "(node, name) => getComputedStyle(node)[name]"
        worn: str = found.evaluate(style, property)
        return worn

    light = colour()
    wear(page, "dark")
    assert colour() != light
    wear(page, "light")
    assert colour() == light


def test_high_cost_looks_different_by_more_than_colour(stage: Stage) -> None:
    def appearance() -> list[str]:
        seen: list[str] = (
            stage.part("cost")
            .locator("..")
            .evaluate(
                """(node) => { const style = getComputedStyle(node);
                return [style.borderStyle, style.borderWidth, style.outlineStyle, style.fontWeight,
                        style.boxShadow.replace(/rgba?\\([^)]*\\)/g, '')]; }"""
            )
        )
        return seen

    calm = appearance()
    stage.preset("high-cost")
    assert stage.look().level_text == "high"
    expect(stage.root.locator(".level")).to_be_visible()
    assert appearance() != calm


def test_charts_answer_the_same_scenario(playground: Stage) -> None:
    playground.page.set_viewport_size(ALL_IN_SIGHT)
    charts = playground.page.locator(".js-plotly-plot")
    expect(charts).to_have_count(3)
    wait_until_painted(playground.page)
    before = charts.all_inner_texts()
    playground.preset("high-cost")
    playground.wait_until_told()
    for i, text in enumerate(before):
        expect(charts.nth(i)).not_to_have_text(text, use_inner_text=True)


@pytest.fixture
def derivation(page: Page, server: Server) -> Stage:
    """The playground at the brief derivation."""
    return Stage(page, f"{server.url}/?section=derivation")


def test_the_derivation_shows_your_numbers(derivation: Stage) -> None:
    playground = derivation
    playground.page.set_viewport_size(ALL_IN_SIGHT)
    formulas = playground.page.locator(".st-key-brief .katex")
    expect(formulas.first).to_be_visible()
    last = formulas.last.inner_text()
    playground.preset("two-classes")
    expect(formulas.last).not_to_have_text(last, use_inner_text=True)
    assert_sound(playground.page)


def test_the_ratios_are_set_when_somebody_asks_for_them(derivation: Stage) -> None:
    playground = derivation
    blocks = playground.page.locator(".st-key-brief .katex-display")
    expect(blocks).to_have_count(6)
    playground.page.get_by_text(RATIOS).click()
    expect(blocks).to_have_count(12)
    assert_sound(playground.page)
