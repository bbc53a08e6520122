"""While a logit is dragged every live mark in sight moves with it, and at rest nothing jumps."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.support.driver import Stage
from tests.browser.support.live_sections import SECTIONS
from tests.browser.support.server import Server

MOVES = 50
ENOUGH = 45
PULL = 50  # px in all
FEW_CLASSES = "z=1,2,0&y=0"

ALL = [(path, section) for path, sections in SECTIONS.items() for section in sections]

# Where the marks of all charts in sight stand, trace by trace: bars, lines and points as drawn.
WATCH = """() => {
    const places = () => {
        const seen = {};
        document.querySelectorAll('.js-plotly-plot').forEach((plot, n) => {
            const box = plot.getBoundingClientRect();
            if (box.bottom < 0 || box.top > innerHeight) return;
            (plot.calcdata ?? []).forEach((drawn, at) => {
                const parts = drawn[0].node3?.node()?.querySelectorAll('.js-line, .points path');
                if (!parts?.length) return;
                seen[`${n}.${at}`] = [...parts].map((part) =>
                    `${part.getAttribute('d')} ${part.getAttribute('transform')} ${part.style.fill}`
                ).join();
            });
        });
        return seen;
    };
    window.placesOfMarks = places;
    window.placesSeen = {};
    window.addEventListener('lab-scenario', () => queueMicrotask(() => {
        for (const [name, place] of Object.entries(places())) {
            (window.placesSeen[name] ??= new Set()).add(place);
        }
    }));
}"""


def wait_for_charts(page: Page) -> None:
    page.wait_for_function(
        """() => {
            const charts = [...document.querySelectorAll('.chart')];
            return charts.length && charts.every((chart) => {
                const box = chart.getBoundingClientRect();
                return box.top > innerHeight || !chart.hasAttribute('data-waits');
            });
        }"""
    )


def drag(stage: Stage, handle: str) -> None:
    x, y = stage.centre(handle)
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    for move in range(1, MOVES + 1):
        stage.page.mouse.move(x + PULL * move / MOVES, y)
        stage.wait_for_frame()


# Where each mark stands on the screen, trace by trace, and each number beside it.
STANDS = """() => {
    const boxes = {};
    document.querySelectorAll('.js-plotly-plot').forEach((plot, n) => {
        const note = (name, part) => {
            const { left, top, width, height } = part.getBoundingClientRect();
            if (!width && !height) return; // a bar of nothing stands nowhere, or is a hair
            boxes[`${n}.${name}`] = [left + width / 2, top + height / 2];
        };
        (plot.calcdata ?? []).forEach((drawn, at) => {
            const parts = drawn[0].node3?.node()?.querySelectorAll('.points path, .js-line') ?? [];
            parts.forEach((part, i) => note(`trace ${at}.${i}`, part));
        });
        for (const part of plot.querySelectorAll('text.annotation-text')) {
            note(`note ${part.closest('.annotation').dataset.index}`, part);
        }
    });
    return boxes;
}"""


# The ends of all axes, plot by plot.
AXES = """() => [...document.querySelectorAll('.js-plotly-plot')].map((plot) =>
    Object.entries(plot._fullLayout ?? {})
        .filter(([name]) => /^[xy]axis/.test(name)).map(([, axis]) => axis.range))"""


@pytest.mark.parametrize(("path", "section"), ALL)
def test_every_live_mark_follows_the_hand_and_nothing_jumps_when_it_rests(
    page: Page, server: Server, path: str, section: str
) -> None:
    stage = Stage(page, f"{server.url}{path}?section={section}&{FEW_CLASSES}")
    wait_for_charts(page)
    page.evaluate(WATCH)
    drag(stage, "logit-0")
    seen: dict[str, int] = page.evaluate(
        "Object.fromEntries(Object.entries(placesSeen).map(([name, all]) => [name, all.size]))"
    )
    moving, axes = page.evaluate(f"[({STANDS})(), ({AXES})()]")
    page.mouse.up()
    assert_all_moved(seen)
    stage.wait_until_told()
    wait_for_charts(page)
    stage.wait_for_frame()
    resting, now = page.evaluate(f"[({STANDS})(), ({AXES})()]")
    # Where an axis has grown at rest, marks stand elsewhere on the screen.
    kept = {n for n, (one, other) in enumerate(zip(axes, now, strict=True)) if one == other}
    assert_nothing_jumped(in_plots(kept, moving), in_plots(kept, resting))


def in_plots(kept: set[int], marks: dict[str, Any]) -> dict[str, Any]:
    return {name: place for name, place in marks.items() if int(name.partition(".")[0]) in kept}


def assert_all_moved(seen: dict[str, int]) -> None:
    assert seen
    moved = {name: count for name, count in seen.items() if count > 10}
    assert moved, "no mark moved at all"
    # What moves at all moves with the hand; a curve that stands moves with its axis alone.
    assert {name: count for name, count in moved.items() if count < ENOUGH} == {}


def assert_nothing_jumped(moving: dict[str, Any], resting: dict[str, Any]) -> None:
    both = moving.keys() & resting.keys()
    assert len(both) >= 0.6 * len(resting)
    jumps = {
        name: (moving[name], resting[name])
        for name in both
        if max(abs(a - b) for a, b in zip(moving[name], resting[name], strict=True)) > 1
    }
    assert jumps == {}
