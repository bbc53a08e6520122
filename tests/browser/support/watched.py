"""Pages that are watched: whatever goes wrong in one, or leaves this machine, is noted."""

import re
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    ConsoleMessage,
    Error,
    Page,
    Request,
)

from ce_core.palette import Theme

LOOPBACK = re.compile(r"(https?|wss?)://127\.0\.0\.1:\d+/|data:|blob:")
PATIENCE_MS = 60_000
# Opened at /page, Streamlit's frontend looks for its server below that path before the root.
LOOKING_FOR_THE_SERVER = re.compile(r"/\w+/_stcore/(health|host-config)$")
PROJECTOR = (1280, 800)
MOST_KEPT = 3
"""Tabs of one kind that are kept: no test has more open at once than a few."""


@dataclass(frozen=True)
class Kind:
    """What kind of page it is: its size, its colours, and whether it is a phone's."""

    size: tuple[int, int] = PROJECTOR
    dark: bool = False
    phone: bool = False

    @property
    def theme(self) -> Theme:
        return "dark" if self.dark else "light"


class Chromium:
    """A browser, and one context for each kind of page, with a cache that its pages share.

    Most pages are a projector's in light colours. Theirs is the one kind of context in which
    Chromium also keeps the compiled scripts: a page opens in two thirds of the time.
    """

    def __init__(self, kind: BrowserType, path: str | None, args: list[str], profile: Path) -> None:
        self._kind, self._profile = kind, profile
        self._how: dict[str, Any] = {"executable_path": path, "args": args}
        self.context = cache(self._context)
        self._kept: defaultdict[Kind, list[Page]] = defaultdict(list)

    def start(self) -> None:
        """Start it.

        Raises
        ------
        playwright.sync_api.Error
            When there is none, or it cannot be started.
        """
        self.browser: Browser = self._kind.launch(**self._how)

    def _context(self, kind: Kind) -> BrowserContext:
        look: dict[str, Any] = {
            "viewport": dict(zip(("width", "height"), kind.size, strict=True)),
            "color_scheme": kind.theme,
            "has_touch": kind.phone,
            "is_mobile": kind.phone,
        }
        if kind == Kind():
            context = self._kind.launch_persistent_context(self._profile, **self._how, **look)
        else:
            context = self.browser.new_context(**look)
        context.set_default_timeout(PATIENCE_MS)
        return context

    def tab(self, kind: Kind) -> Page:
        """Give an empty tab, one that a test before has left if there is one.

        In a tab that has shown the app its scripts are compiled already: a page takes half the
        processor time that it takes in a new one.
        """
        kept = self._kept[kind]
        return kept.pop() if kept else self.context(kind).new_page()

    def give_back(self, page: Page, kind: Kind) -> None:
        """Keep a tab for another test, as empty as a new one; or close it."""
        kept = self._kept[kind]
        try:
            if len(kept) >= MOST_KEPT:
                page.close()
                return
            _empty(page, kind)
            kept.append(page)
        except Error:  # it was closed, or has crashed
            page.close()

    def launch(self, *args: str) -> Browser:
        """Start another browser of this kind, told more; whoever asks for it closes it."""
        return self._kind.launch(
            executable_path=self._how["executable_path"], args=[*self._how["args"], *args]
        )

    def close(self) -> None:
        self.browser.close()
        self.context(Kind()).close()


def _empty(page: Page, kind: Kind) -> None:
    """Leave the page that a tab shows, and all that a test has set in it.

    Raises
    ------
    playwright.sync_api.Error
        When the tab does not answer.
    """
    with suppress(Error):  # a page without an address of its own has none
        page.evaluate("sessionStorage.clear(), localStorage.clear()")
    page.goto("about:blank")
    page.mouse.move(-1, -1)
    page.emulate_media(
        media="null",
        color_scheme=kind.theme,
        reduced_motion="no-preference",
        forced_colors="none",
    )
    width, height = kind.size
    page.set_viewport_size({"width": width, "height": height})


class WatchedBrowser:
    """Opens pages of a given size and kind, and hears what they complain of."""

    def __init__(self, chromium: Chromium) -> None:
        self._chromium = chromium
        self._complaints: list[str] = []
        self._listeners: dict[Any, Callable[[Any], None]] = {
            "console": self._on_console,
            "pageerror": self._on_error,
            "request": self._on_request,
        }
        self.pages: list[Page] = []
        self._kinds: list[Kind] = []

    def open(
        self,
        *,
        width: int = PROJECTOR[0],
        height: int = PROJECTOR[1],
        dark: bool = False,
        phone: bool = False,
    ) -> Page:
        """Open an empty page: a projector's, in light colours, unless told otherwise."""
        kind = Kind((width, height), dark, phone)
        page = self._chromium.tab(kind)
        for event, heard in self._listeners.items():
            page.on(event, heard)
        self.pages.append(page)
        self._kinds.append(kind)
        return page

    def _on_error(self, error: Error) -> None:
        self._complaints.append(f"uncaught: {error}")

    def _on_console(self, message: ConsoleMessage) -> None:
        place = message.location.get("url", "")
        if message.type == "error" and not LOOKING_FOR_THE_SERVER.search(place):
            self._complaints.append(f"console error: {message.text} ({place})")

    def _on_request(self, request: Request) -> None:
        if not LOOPBACK.match(request.url):
            self._complaints.append(f"request to another origin: {request.url}")

    def picture_pages(self, folder: Path, name: str) -> None:
        """Save a picture of every open page."""
        folder.mkdir(exist_ok=True)
        for number, page in enumerate(self.pages):
            with suppress(Error):  # a page that is too busy for a picture has failed already
                page.screenshot(path=folder / f"{name}-{number}.png")

    def finish(self, *, keep: bool = True) -> list[str]:
        """Leave all pages; give what they complained about since the last time.

        Parameters
        ----------
        keep : bool
            Another test may have the tabs: this one has done nothing to them that stays.
        """
        for page, kind in zip(self.pages, self._kinds, strict=True):
            if keep and not page.is_closed():
                self._chromium.give_back(page, kind)
            else:
                page.close()
            for event, heard in self._listeners.items():
                page.remove_listener(event, heard)
        self.pages.clear()
        self._kinds.clear()
        complaints, self._complaints[:] = [*self._complaints], []
        return complaints
