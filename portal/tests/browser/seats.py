"""The browser windows that readers sit down at, kept from walk to walk: opening one costs more than most pages."""

from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from portal.tests.browser.examination import make_ready
from portal.tests.browser.faults import Faults

WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
# For whatever is waited for, on a machine that is busy with other things.
PATIENCE_MS = 30_000


@dataclass(frozen=True)
class Seat:
    """One window, and what goes wrong in it."""

    page: Page
    faults: Faults

    def leave(self) -> None:
        """Nobody is signed in here any more, and nothing is open; only the browser's cache stays."""
        context = self.page.context
        for window in context.pages:
            if window is not self.page:
                window.close()
        context.clear_cookies()
        self.page.goto("about:blank")


class Seats:
    """At the portal with this address, one seat for each language, width and state of JavaScript; and one beside it,
    for whoever works at the same time."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.taken: dict[tuple[str, str, bool, bool], Seat] = {}

    def take(self, language: str, width: str, scripts: bool, *, beside: bool = False) -> Seat:
        """As if somebody opened a new browser there."""
        place = language, width, scripts, beside
        if place not in self.taken:
            self.taken[place] = self._open(language, width, scripts)
        seat = self.taken[place]
        seat.leave()
        seat.faults.clear()
        return seat

    def _open(self, language: str, width: str, scripts: bool) -> Seat:
        across, down = WIDTHS[width]
        context = self.browser.new_context(
            viewport={"width": across, "height": down},
            java_script_enabled=scripts,
            locale="zh-CN" if language == "zh-hans" else "en-GB",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE_MS)
        if scripts:
            make_ready(context)
        return Seat(context.new_page(), Faults(context, self.address))
