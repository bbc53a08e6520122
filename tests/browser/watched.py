"""Pages that are watched: whatever goes wrong in one, or leaves this machine, is noted."""

import re
from contextlib import suppress
from functools import cache
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
)

LOOPBACK = re.compile(r"(https?|wss?)://127\.0\.0\.1:\d+/|data:|blob:")
PATIENCE_MS = 60_000
# Opened at /page, Streamlit's frontend looks for its server below that path before the root.
LOOKING_FOR_THE_SERVER = re.compile(r"/\w+/_stcore/(health|host-config)$")


class WatchedBrowser:
    """Opens pages of a given size and kind; pages of one kind share a context and its cache."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._complaints: list[str] = []
        self._contexts: list[BrowserContext] = []
        self._context = cache(self._new_context)

    def open(
        self, *, width: int = 1280, height: int = 800, dark: bool = False, phone: bool = False
    ) -> Page:
        """Open an empty page: a projector's, in light colours, unless told otherwise."""
        return self._context(width, height, dark, phone).new_page()

    def _new_context(self, width: int, height: int, dark: bool, phone: bool) -> BrowserContext:
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            has_touch=phone,
            is_mobile=phone,
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self._complaints.append(f"uncaught: {error.error}"))
        context.on("request", self._on_request)
        self._contexts.append(context)
        return context

    def _on_console(self, message: ConsoleMessage) -> None:
        place = message.location.get("url", "")
        if message.type == "error" and not LOOKING_FOR_THE_SERVER.search(place):
            self._complaints.append(f"console error: {message.text} ({place})")

    def _on_request(self, request: Request) -> None:
        if not LOOPBACK.match(request.url):
            self._complaints.append(f"request to another origin: {request.url}")

    @property
    def pages(self) -> list[Page]:
        return [page for context in self._contexts for page in context.pages]

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
        complaints, self._complaints[:] = [*self._complaints], []
        return complaints

    def close(self) -> None:
        for context in self._contexts:
            context.close()
