"""Numerical stability in a real browser: the controls reach the tables, and the link holds them."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.support.driver import Stage
from tests.browser.support.server import Server


def settings(url: str) -> dict[str, list[str]]:
    query = parse_qs(urlsplit(url).query)
    return {key: query[key] for key in ("precision", "scale", "road_to") if key in query}


def test_a_link_opens_its_precision_scale_and_section(page: Page, server: Server) -> None:
    Stage(
        page,
        f"{server.url}/stability?z=1,-9,4,8&y=1&precision=float16&scale=100&road_to=The+gradient",
    )
    tables = page.locator(".computation:visible")
    expect(tables).to_have_count(2)
    expect(tables.first).to_contain_text("float16")
    expect(tables.first).to_contain_text("−900")


def test_choices_go_into_the_link_and_the_defaults_leave_it(page: Page, server: Server) -> None:
    stage = Stage(page, f"{server.url}/stability?z=1,-9,4,8&y=1")
    page.get_by_text("float64", exact=True).click()
    page.wait_for_url(lambda url: settings(url) == {"precision": ["float64"]})
    expect(page.locator(".computation:visible").first).to_contain_text("float64")
    page.get_by_text("float32", exact=True).click()
    page.wait_for_url(lambda url: settings(url) == {})
    stage.wait_for_python()


def test_a_move_of_the_stage_computes_anew_and_keeps_the_choices(
    page: Page, server: Server
) -> None:
    stage = Stage(page, f"{server.url}/stability?z=1,-9,4,8&y=1&precision=float16")
    table = page.locator(".computation:visible").first
    expect(table).to_contain_text("nan")
    stage.preset("uniform")
    expect(table).not_to_contain_text("nan")
    stage.wait_until_told()
    assert settings(page.url) == {"precision": ["float16"]}
    expect(table).to_contain_text("float16")
