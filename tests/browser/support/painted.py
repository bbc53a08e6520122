"""A page that stands: the script is done, components are mounted, charts and letters painted."""

from playwright.sync_api import Page, expect

from ce_core.palette import Theme, roles
from tests.browser.support.driver import READY
from tests.browser.support.server import ROOT

# The default page stands at the root; every other one at its file's name.
PATHS = [
    "",
    *sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.stem != "playground"),
]

# A chart is painted when it comes into sight; one that nobody has scrolled to still waits. What
# fades in or changes its colour has arrived.
_PAINTED = """() => {
    const inSight = (node) => {
        const { top, bottom } = node.getBoundingClientRect();
        return node.checkVisibility() && bottom > 0 && top < innerHeight;
    };
    const moves = (animation) => animation.playState === 'running'
        && animation.effect?.getComputedTiming().iterations !== Infinity;
    return document.fonts.status === 'loaded' && !document.getAnimations().some(moves)
        && !document.querySelector('[data-testid="stSkeleton"], .charts:empty, [data-stale=true]')
        && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
            .every((chart) => !inSight(chart) || chart.querySelector('.main-svg'))
        && ![...document.querySelectorAll('.chart[data-waits] .chart-plot')].some(inSight);
}"""


def visit(page: Page, url: str) -> None:
    """Open ``url`` and wait until all of it is there."""
    page.goto(url)
    wait_until_painted(page)


def wait_until_painted(page: Page) -> None:
    page.get_by_test_id("copy-link").wait_for()
    page.locator(READY).wait_for(state="attached")
    page.wait_for_function(_PAINTED)


def wear(page: Page, theme: Theme) -> None:
    """Prefer a theme, as the operating system's switch would; wait until all of it follows."""
    page.emulate_media(color_scheme=theme)
    background = rgb(roles(theme)["background"])
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", background)
    expect(page.get_by_test_id("header")).to_have_attribute("data-theme", theme)
    wait_until_painted(page)


def assert_sound(page: Page) -> None:
    """Nothing crashed and all mathematics was typeset."""
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)
    expect(page.locator(".katex-error")).to_have_count(0)


def rgb(colour: str) -> str:
    """Write ``#rrggbb`` as a browser gives computed colours."""
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"
