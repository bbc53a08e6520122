"""What axe-core finds on a page, and where the Tab key leads."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from ce_core.palette import roles
from tests.browser.support.painted import rgb

_IS_THERE = "typeof axe !== 'undefined'"
_VIOLATIONS = """() => axe.run(document, { resultTypes: ['violations'], elementRef: false })
    .then(({ violations }) => violations)"""


def serious(page: Page) -> list[str]:
    """Give what axe-core finds serious or critical on the page as it stands."""
    if not page.evaluate(_IS_THERE):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_VIOLATIONS)
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


_FOCUSED = """(accent) => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    if (!node || node === document.body) return null;
    // A field's frame may draw the ring, or take the accent's colour, rather than the field.
    const frames = [node];
    const above = (part) => part.parentElement ?? part.getRootNode().host;
    for (let up = above(node); up && frames.length < 6; up = above(up)) frames.push(up);
    const ringed = frames.some((frame, level) => {
        const style = getComputedStyle(frame);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
            || (level < 3 && style.boxShadow !== 'none')
            || (level > 0 && style.borderTopColor === accent);
    });
    return { id: node.dataset.testid ?? '', html: node.outerHTML.slice(0, 200), ringed };
}"""


def tabbed(page: Page, limit: int = 160) -> list[dict[str, Any]]:
    """Press Tab from the top of the page until the focus leaves it; give where it stood."""
    accent = rgb(roles("light")["moved"])
    stops: list[dict[str, Any]] = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUSED, accent)
        if stop is None:
            break
        stops.append(stop)
    return stops
