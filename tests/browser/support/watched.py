"""Pages that are watched: whatever goes wrong in one, or leaves this machine, is noted."""

import re
from contextlib import suppress
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

LOOPBACK = re.compile(r"(https?|wss?)://127\.0\.0\.1:\d+/|data:|blob:")
PATIENCE_MS = 60_000
# Opened at /page, Streamlit's frontend looks for its server below that path before the root.
LOOKING_FOR_THE_SERVER = re.compile(r"/\w+/_stcore/(health|host-config)$")
PROJECTOR = (1280, 800)


class Chromium:
    """A browser, and one context for each kind of page, with a cache that its pages share.

    Most pages are a projector's in light colours. Theirs is the one kind of context in which
    Chromium also keeps the compiled scripts: a page opens in two thirds of the time.
    """

    def __init__(self, kind: BrowserType, path: str | None, args: list[str], profile: Path) -> None:
        self._kind, self._profile = kind, profile
        self._how: dict[str, Any] = {"executable_path": path, "args": args}
        self.context = cache(self._context)

    def start(self) -> None:
        """Start it.

        Raises
        ------
        playwright.sync_api.Error
            When there is none, or it cannot be started.
        """
        self.browser: Browser = self._kind.launch(**self._how)

    def _context(self, size: tuple[int, int], dark: bool, phone: bool) -> BrowserContext:
        look: dict[str, Any] = {
            "viewport": dict(zip(("width", "height"), size, strict=True)),
            "color_scheme": "dark" if dark else "light",
            "has_touch": phone,
            "is_mobile": phone,
        }
        if (size, dark, phone) == (PROJECTOR, False, False):
            context = self._kind.launch_persistent_context(self._profile, **self._how, **look)
        else:
            context = self.browser.new_context(**look)
        context.set_default_timeout(PATIENCE_MS)
        return context

    def launch(self, *args: str) -> Browser:
        """Start another browser of this kind, told more; whoever asks for it closes it."""
        return self._kind.launch(
            executable_path=self._how["executable_path"], args=[*self._how["args"], *args]
        )

    def close(self) -> None:
        self.browser.close()
        self.context(PROJECTOR, False, False).close()


class WatchedBrowser:
    """Opens pages of a given size and kind, and hears what they complain of."""

    def __init__(self, chromium: Chromium) -> None:
        self._chromium = chromium
        self._complaints: list[str] = []
        self.pages: list[Page] = []

    def open(
        self,
        *,
        width: int = PROJECTOR[0],
        height: int = PROJECTOR[1],
        dark: bool = False,
        phone: bool = False,
    ) -> Page:
        """Open an empty page: a projector's, in light colours, unless told otherwise."""
        page = self._chromium.context((width, height), dark, phone).new_page()
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self._complaints.append(f"uncaught: {error}"))
        page.on("request", self._on_request)
        self.pages.append(page)
        return page

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

    def finish(self) -> list[str]:
        """Close all pages; give what they complained about since the last time."""
        for page in self.pages:
            page.close()
        self.pages.clear()
        complaints, self._complaints[:] = [*self._complaints], []
        return complaints
