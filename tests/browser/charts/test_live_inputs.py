"""Whatever changes the scenario moves the marks in the frame in which the stage shows it.

Labels, temperature and smoothing dragged, undo and redo, presets and typed numbers: each moves the
marks before Python could have answered, and what Python then draws stands within a pixel of that.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.charts.test_live_drag import AXES, STANDS, in_plots, wait_for_charts
from tests.browser.support.driver import Stage
from tests.browser.support.server import Server

SOFT = "z=1,2,0,1&y=0.6,0.2,0.1,0.1&t=1.2"
"""A temperature that may grow without other axes, which change at rest."""

SECTIONS = [
    ("/", "curves"),
    ("/", "derivative"),
    ("/cost_curves", "low-high"),
    ("/cost_curves", "each-logit"),
    ("/derivative", "balance"),
    ("/derivative", "triangle"),
    ("/cost_curves", "independent"),
]

# Keeps where all marks stand at the end of each frame that the stage paints: Python is told later.
WATCH = """(stands, axes) => {
    window.framesSeen = [];
    window.addEventListener('lab-scenario', () => queueMicrotask(() => {
        window.framesSeen.push(stands());
        window.axesThen = axes();
    }));
}"""


def watch(page: Page) -> None:
    page.evaluate(f"({WATCH})({STANDS}, {AXES})")


def drag(stage: Stage, handle: str, pull: int) -> None:
    x, y = stage.centre(handle)
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    for move in range(1, 11):
        stage.page.mouse.move(x + pull * move / 10, y)
        stage.wait_for_frame()
    stage.page.mouse.up()


def slide(stage: Stage, slider: str, pull: int) -> None:
    if not stage.part(slider).is_visible():
        stage.press("more-tools" if stage.part("more-tools").is_visible() else "edit-classes")
    drag(stage, slider, pull)


INPUTS: dict[str, Callable[[Stage], Any]] = {
    "a label dragged": lambda stage: drag(stage, "target-0", -12),
    "temperature dragged": lambda stage: slide(stage, "temperature", 4),
    "smoothing dragged": lambda stage: slide(stage, "label-smoothing", 9),
    "a typed number": lambda stage: stage.type_logit(1, "-0.7"),
    "undo": lambda stage: stage.press("undo"),
    "redo": lambda stage: stage.press("redo"),
    "a preset": lambda stage: stage.preset("high-cost"),
}


def far_apart(one: dict[str, Any], other: dict[str, Any], limit: float) -> dict[str, Any]:
    return {
        name: (one[name], other[name])
        for name in one.keys() & other.keys()
        if max(abs(a - b) for a, b in zip(one[name], other[name], strict=True)) > limit
    }


@pytest.mark.parametrize(("path", "section"), SECTIONS)
def test_each_input_moves_the_marks_before_python_answers(
    page: Page, server: Server, path: str, section: str
) -> None:
    stage = Stage(page, f"{server.url}{path}?section={section}&{SOFT}")
    wait_for_charts(page)
    watch(page)
    compared = 0
    for name, change in INPUTS.items():
        before, link = page.evaluate(STANDS), page.url
        page.evaluate("framesSeen.length = 0")
        change(stage)
        stage.wait_for_frame()
        live = page.evaluate("framesSeen.at(-1)")
        moved = far_apart(before, live, 1).keys()
        assert moved, f"{name}: no mark has moved"
        axes = page.evaluate("axesThen")
        page.wait_for_url(lambda url, link=link: url != link)
        stage.wait_for_python()
        wait_for_charts(page)
        stage.wait_for_frame()
        now, resting = page.evaluate(AXES), page.evaluate(STANDS)
        # Where an axis changes at rest, marks stand elsewhere on the screen.
        plots = {n for n, (one, other) in enumerate(zip(axes, now, strict=True)) if one == other}
        kept = in_plots(plots, resting).keys() & moved
        compared += bool(kept)
        assert far_apart({mark: live[mark] for mark in kept}, resting, 1) == {}, name
    assert compared >= 2, "the axes have moved too often to compare anything"


def test_with_reduced_motion_charts_follow_at_rest(page: Page, server: Server) -> None:
    page.emulate_media(reduced_motion="reduce")
    stage = Stage(page, f"{server.url}/?section=curves&z=1,2,0&y=0")
    wait_for_charts(page)
    watch(page)
    before = page.evaluate(STANDS)
    x, y = stage.centre("logit-0")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y)
    stage.wait_for_frame()
    # The frame of the move itself: on a slow machine the hand may have rested since.
    assert far_apart(before, page.evaluate("framesSeen[0]"), 1) == {}
    page.mouse.up()
    stage.wait_until_told()
    wait_for_charts(page)
    stage.wait_for_frame()
    assert far_apart(before, page.evaluate(STANDS), 1)


def test_with_reduced_motion_a_derivation_follows_at_rest(page: Page, server: Server) -> None:
    page.emulate_media(reduced_motion="reduce")
    stage = Stage(page, f"{server.url}/derivation?road=two-class&z=1,2,0&y=0&line=slope-of-f.4")
    value = page.locator(".st-key-derivation_lines tbody tr:last-child td").last
    expect(value).to_have_text("0.185")
    x, y = stage.centre("logit-0")
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(
        "window.addEventListener('lab-scenario', () => queueMicrotask(() => {"
        " window.valueThen ??= document.querySelector("
        "'.st-key-derivation_lines tbody tr:last-child td:last-child').textContent; }))"
    )
    page.mouse.move(x + 30, y)
    stage.wait_for_frame()
    assert page.evaluate("valueThen") == "0.185"
    page.mouse.up()
    expect(value).not_to_have_text("0.185")
