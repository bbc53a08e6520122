"""Whatever breaks, nothing that the person did is lost: outages, networks, hostile words."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from ce_core.numeric.batch.limits import MAX_FILE_MEGABYTES
from ce_core.scenario import Scenario, clean_name
from ce_core.scenario_query import to_query
from tests.browser.conftest import OpenPage
from tests.browser.support.driver import READY, STAGE_ALONE, Look, Stage, scenario_in
from tests.browser.support.painted import assert_sound, visit
from tests.browser.support.server import Server
from tests.texts_of_strangers import HOSTILE


class Pull:
    """A handle that is held with the mouse and pulled sideways, a step at a time."""

    def __init__(self, stage: Stage, test_id: str) -> None:
        self.stage = stage
        self.x, self.y = stage.centre(test_id)
        stage.page.mouse.move(self.x, self.y)
        stage.page.mouse.down()

    def steps(self, count: int, by: float = -2.0) -> list[Look]:
        """Move ``count`` times; give what each painted frame showed."""
        looks = []
        for _ in range(count):
            self.x += by
            self.stage.page.mouse.move(self.x, self.y)
            self.stage.wait_for_frame()
            looks.append(self.stage.look())
        return looks

    def release(self) -> None:
        self.stage.page.mouse.up()


def assert_every_move_was_painted(looks: list[Look]) -> None:
    assert len({look.cost for look in looks}) == len(looks)


# --- outages ---------------------------------------------------------------------------------


def test_a_server_killed_and_restarted_in_mid_drag_loses_nothing(
    open_page_in_an_outage: OpenPage,
) -> None:
    with Server() as first:
        stage = Stage(open_page_in_an_outage(), f"{first.url}/?{STAGE_ALONE}")
        stage.preset("high-cost")
        stage.wait_until_told()
        pull = Pull(stage, "logit-2")
        assert_every_move_was_painted(pull.steps(5))
        first.kill()
        looks = pull.steps(5)
        with Server(port=first.port):
            looks += pull.steps(5)
            pull.release()
            assert_every_move_was_painted(looks)
            assert stage.look() == looks[-1]
            stage.wait_until_told()
            assert stage.look() == looks[-1]
            stage.page.reload()
            stage.wait_for_python()
            assert stage.look() == looks[-1]
            stage.page.close()


def test_steps_taken_while_the_server_is_away_are_told_when_it_is_back(
    open_page_in_an_outage: OpenPage,
) -> None:
    with Server() as first:
        stage = Stage(open_page_in_an_outage(), f"{first.url}/?{STAGE_ALONE}")
        stage.key("logit-0", "ArrowRight")
        stage.wait_until_told()
        first.kill()
        stage.preset("uniform")
        stage.key("logit-1", "Shift+ArrowRight")
        stage.press("class-2")
        before = stage.look()
        with Server(port=first.port):
            stage.wait_until_told()
            assert stage.look() == before
            # Undo still knows the way back to before the outage.
            for _ in range(4):
                stage.press("undo")
            stage.expect_logits(1, 3, 5, 7)
            stage.wait_until_told()
            stage.page.close()


@contextmanager
def silenced(server: Server) -> Iterator[None]:
    """Stop the server's process: connections stay open, and nothing is answered."""
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.process.pid, signal.SIGCONT)


def test_the_stage_paints_every_move_while_the_server_is_silent(open_page: OpenPage) -> None:
    with Server() as server:
        stage = Stage(open_page(), f"{server.url}/?{STAGE_ALONE}")
        with silenced(server):
            pull = Pull(stage, "logit-3")
            looks = pull.steps(40)
            pull.release()
            assert_every_move_was_painted(looks)
            stage.press("class-1")
        before = stage.look()
        stage.wait_until_told()
        assert stage.look() == before
        stage.page.close()


@pytest.mark.own_tab
def test_a_slow_network_does_not_slow_the_stage(stage: Stage) -> None:
    network = stage.page.context.new_cdp_session(stage.page)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 3000,
            "downloadThroughput": 4000,
            "uploadThroughput": 1000,
            "packetLoss": 30,
        },
    )
    pull = Pull(stage, "logit-3")
    looks = pull.steps(40)
    pull.release()
    assert_every_move_was_painted(looks)
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    stage.wait_until_told()
    assert stage.look() == looks[-1]


# --- history ---------------------------------------------------------------------------------


def test_back_walks_through_twenty_states(stage: Stage) -> None:
    states = [stage.scenario()]
    for step in range(20):
        stage.key(f"logit-{step % 4}", "ArrowRight" if step % 2 else "Shift+ArrowLeft")
        stage.wait_until_told()
        states.append(stage.scenario())
    assert len({*states}) == 21
    for state in reversed(states[:-1]):
        stage.page.go_back()
        stage.expect_logits(*state.logits)
        stage.wait_until_told(state)
    stage.page.go_forward()
    stage.expect_logits(*states[1].logits)


def test_back_pressed_faster_than_the_server_answers_ends_where_it_says(stage: Stage) -> None:
    for _ in range(8):
        stage.key("logit-0", "Shift+ArrowLeft")
        stage.wait_until_told()
    stage.page.evaluate("() => { for (let i = 0; i < 5; i += 1) history.back(); }")
    stage.expect_logits(-2, 3, 5, 7)
    stage.wait_until_told()
    assert scenario_in(stage.page.url).logits == (-2, 3, 5, 7)


def test_a_second_tab_is_a_second_person(stage: Stage, open_page: OpenPage) -> None:
    stage.preset("high-cost")
    stage.wait_until_told()
    second = Stage(open_page(), stage.page.url)
    assert second.look() == stage.look()
    second.key("logit-3", "Shift+ArrowLeft")
    stage.key("logit-0", "Shift+ArrowRight")
    for each, logits in ((stage, (2, -9, 4, 8)), (second, (1, -9, 4, 7))):
        each.wait_until_told()
        each.page.reload()
        each.wait_for_python()
        assert each.look().logits == logits


# --- hostile words and files -------------------------------------------------------------------


def assert_harmless(page: Page) -> None:
    assert_sound(page)
    assert page.locator("img[src='x'], a[href^='javascript']").count() == 0
    assert page.evaluate("window.ran") is None


@pytest.mark.own_tab
@pytest.mark.parametrize("path", ["", "derivation", "cost_curves", "derivative", "two_classes"])
def test_hostile_names_are_text_on_every_page(page: Page, server: Server, path: str) -> None:
    page.add_init_script("window.alert = () => { window.ran = true; };")
    names = [clean_name(name) for name in HOSTILE.values()]
    # Three at a time, the middle one as the true class.
    for first in range(0, len(names), 3):
        shown = tuple((names + names)[first : first + 3])
        scenario = Scenario((1.0, -9.0, 4.0), (0.0, 1.0, 0.0), shown)
        visit(page, f"{server.url}/{path}?{urlencode(to_query(scenario), doseq=True)}")
        for i, name in enumerate(shown):
            expect(page.get_by_test_id(f"class-{i}")).to_have_text(name)
        assert_harmless(page)


def test_hostile_names_that_are_typed_are_shown_as_they_stand(playground: Stage) -> None:
    playground.page.evaluate("() => { window.alert = () => { window.ran = true; }; }")
    playground.edit()
    for name in HOSTILE.values():
        playground.part("name-3").fill(name)
        playground.key("name-3", "Tab")
        playground.wait_until_told()
        expect(playground.part("class-3")).to_have_text(clean_name(name))
        assert clean_name(name) in playground.look().sentence
        assert_harmless(playground.page)


def test_a_name_of_ten_thousand_characters_is_cut_and_breaks_nothing(playground: Stage) -> None:
    playground.edit()
    # A field's own limit holds for a hand, not for a script.
    playground.part("name-3").evaluate(
        """(field) => {
            field.removeAttribute('maxlength');
            field.value = 'long '.repeat(2000);
            field.dispatchEvent(new Event('input', { bubbles: true }));
            field.dispatchEvent(new Event('change', { bubbles: true }));
        }"""
    )
    playground.page.wait_for_url(lambda url: "long" in url)
    playground.wait_for_python()
    assert len(scenario_in(playground.page.url).names[3]) <= 40
    assert_harmless(playground.page)
    link = f"{playground.page.url.partition('?')[0]}?z=1,2&n={'x' * 10_000}"
    playground.page.goto(link)
    playground.wait_for_python()
    assert playground.look().names[0] == "x" * 40


def test_an_upload_beyond_the_limit_is_refused_and_the_page_lives_on(
    page: Page, server: Server, tmp_path: Path
) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate((MAX_FILE_MEGABYTES + 1) * 2**20)
    visit(page, f"{server.url}/batches")
    page.get_by_text("Upload", exact=True).first.click()
    page.locator(READY).wait_for(state="attached")
    page.locator("input[type=file]").first.set_input_files(huge)
    expect(page.get_by_text(f"{MAX_FILE_MEGABYTES}", exact=False).last).to_be_visible()
    expect(page.get_by_text("must be", exact=False)).to_be_visible()
    small = tmp_path / "small.csv"
    small.write_text("z0,z1,label\n1,2,0\n", "utf-8")
    page.locator("input[type=file]").first.set_input_files(small)
    expect(page.get_by_test_id("stMetricLabel")).to_have_text("Mean loss")
    assert_sound(page)
