"""The URL is the state: reload, back, forward and a copied link lose nothing."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from ce_core.scenario import PRESETS, Scenario
from ce_core.scenario_query import to_query
from tests.browser.conftest import OpenPage
from tests.browser.support.driver import STAGE_ALONE, Stage, scenario_in
from tests.browser.support.server import Server

EXACT = Scenario(
    (0.1, -7.123456789012345, 1e-300, 123456.789),
    (0.1, 0.2, 0.3, 0.4),
    ("fox & 狐", "50 % + 1", "#c?", "naïve"),
)


def link(server: Server, scenario: Scenario, hide: str = STAGE_ALONE) -> str:
    return f"{server.url}/?{hide}&{urlencode(to_query(scenario), doseq=True)}"


def test_a_link_shows_its_scenario_exactly(page: Page, server: Server) -> None:
    stage = Stage(page, link(server, EXACT))
    assert stage.scenario() == EXACT
    assert scenario_in(page.url) == EXACT


def test_temperature_and_smoothing_travel_in_the_link(page: Page, server: Server) -> None:
    sent = Scenario((1.0, 3.0), (0.0, 1.0), temperature=0.25, label_smoothing=0.1)
    stage = Stage(page, link(server, sent))
    stage.key("logit-0", "ArrowRight")
    page.wait_for_url("**/*z=1.1*")
    assert scenario_in(page.url) == Scenario(
        (1.1, 3.0), (0.0, 1.0), temperature=0.25, label_smoothing=0.1
    )


def test_a_reload_restores_what_was_dragged_and_named(stage: Stage) -> None:
    stage.key("logit-0", "ArrowRight", "Alt+ArrowRight")
    stage.press("class-1")
    stage.edit()
    stage.part("name-2").fill("owl")
    stage.key("name-2", "Tab")
    stage.wait_until_told()
    before = stage.look()
    stage.page.reload()
    stage.wait_for_python()
    assert stage.look() == before


def test_a_copied_link_opens_the_same_for_somebody_else(stage: Stage, open_page: OpenPage) -> None:
    stage.preset("ten-classes")
    stage.key("logit-4", "Shift+ArrowLeft")
    stage.wait_until_told()
    other = Stage(open_page(), stage.page.url)
    assert other.look() == stage.look()


def test_back_and_forward_walk_through_the_states(stage: Stage) -> None:
    for key in ("high-cost", "uniform"):
        stage.preset(key)
        stage.wait_until_told()
    by_key = {preset.key: preset.scenario for preset in PRESETS}
    for step, key in (
        (stage.page.go_back, "high-cost"),
        (stage.page.go_back, "low-cost"),
        (stage.page.go_forward, "high-cost"),
    ):
        step()
        stage.expect_logits(*by_key[key].logits)
        stage.wait_until_told(by_key[key])


def test_a_bad_link_shows_the_nearest_scenario_and_says_so(page: Page, server: Server) -> None:
    stage = Stage(page, f"{server.url}/?{STAGE_ALONE}&z=1,cat,5&y=9")
    assert stage.look().logits == (1, 0, 5)
    expect(page.get_by_text("Logit 2 in the link is not a finite number")).to_be_visible()
    expect(page.get_by_text("label does not exist")).to_be_visible()


@pytest.mark.parametrize(
    "query",
    [
        "z=" + "9" * 4000,
        "z=1e308,1e308&y=1e308,1e308",
        "z=<script>alert(1)</script>&n=<img src=x>",
        "z=1,2&n=%00&n=%F0%9F%98%80",
        "t=0&s=9&y=-1&z=,",
        "z=__import__('os')",
    ],
    ids=["long", "huge", "markup", "NUL", "everything", "code"],
)
def test_no_link_gives_a_traceback(page: Page, server: Server, query: str) -> None:
    stage = Stage(page, f"{server.url}/?{STAGE_ALONE}&{query}")
    assert len(stage.look().logits) >= 2
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.locator("img[src=x]").count() == 0


# --- many hands ------------------------------------------------------------------------------


def test_a_preset_pressed_while_a_drag_is_being_answered_wins(stage: Stage) -> None:
    """No waiting between letting go and the press: Python is still busy with the drag."""
    for key in ("high-cost", "low-cost", "uniform", "high-cost"):
        x, y = stage.centre("logit-0")
        stage.page.mouse.move(x, y)
        stage.page.mouse.down()
        for offset in range(5, 45, 5):
            stage.page.mouse.move(x + offset, y)
        stage.page.mouse.up()
        stage.preset(key)
        wanted = next(preset.scenario for preset in PRESETS if preset.key == key)
        stage.wait_until_told(wanted)
        stage.expect_logits(*wanted.logits)


def test_a_drag_that_begins_while_a_preset_is_being_answered_is_not_taken_back(
    stage: Stage,
) -> None:
    stage.part("preset-high-cost").click()
    stage.wait_for_frame()
    x, y = stage.centre("logit-2")
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    logits = []
    for offset in range(-2, -82, -2):
        stage.page.mouse.move(x + offset, y)
        stage.wait_for_frame()
        logits.append(stage.look().logits[2])
    assert logits == sorted(logits, reverse=True)
    assert logits[0] <= 4
    stage.page.mouse.up()
    stage.wait_until_told()
    assert stage.look().logits[2] == logits[-1]


def test_many_quick_steps_end_where_the_person_ended(stage: Stage) -> None:
    for _ in range(25):
        stage.part("logit-0").press("ArrowRight")
    stage.press("class-2")
    stage.wait_until_told()
    assert stage.look().logits[0] == pytest.approx(3.5)
    assert stage.look().target == (0, 0, 1, 0)


def test_two_people_do_not_disturb_each_other(stage: Stage, open_page: OpenPage) -> None:
    other = Stage(open_page(), stage.page.url)
    stage.preset("high-cost")
    stage.wait_until_told()
    assert other.look().logits == (1, 3, 5, 7)


def test_a_restarted_server_takes_over_what_is_on_the_stage(page: Page) -> None:
    with Server() as first:
        stage = Stage(page, f"{first.url}/?{STAGE_ALONE}")
        stage.preset("high-cost")
        stage.wait_until_told()
        url = page.url
        page.goto("about:blank")  # a page would complain that its server is gone
    with Server() as second:
        stage = Stage(page, url.replace(first.url, second.url))
        assert stage.look().logits == (1, -9, 4, 8)
        page.close()
