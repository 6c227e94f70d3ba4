"""A person with a browser: reads a page, examines it with axe, presses what stands on it."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pytest
from _pytest.mark import ParameterSet
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import APIResponse, Error, Locator, Page, expect

from portal.tests.browser.examination import examine
from portal.tests.browser.seats import Seat

PICTURES = os.environ.get("PORTAL_PICTURES", "")
# A page's language, and whether it is no wider than the screen.
FRAME = "(page => [page.lang, page.scrollWidth <= window.innerWidth])(document.documentElement)"


def _way(language: str, width: str, scripts: bool, name: str) -> ParameterSet:
    """Walks with axe that go the same way share a process, so that no page is examined twice."""
    marks = pytest.mark.xdist_group(name) if scripts else ()
    return pytest.param(language, width, scripts, id=name, marks=marks)


def _walked(*ways: ParameterSet) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("language", "width", "scripts"), ways)


_WITH_SCRIPTS = _way("zh-hans", "desktop", True, "zh-desktop"), _way("en", "phone", True, "en-phone")
# How each walk is gone, as parameters of its test, which takes `reader`.
in_all_ways = _walked(
    *_WITH_SCRIPTS,
    _way("en", "desktop", False, "en-desktop-no-script"),
    _way("zh-hans", "phone", False, "zh-phone-no-script"),
)
# For the longest walks, whose pages are walked without scripts elsewhere.
in_two_ways = _walked(*_WITH_SCRIPTS)

# The talent pages, which are read in two more languages.
in_four_languages = _walked(
    *_WITH_SCRIPTS, _way("ko", "phone", True, "ko-phone"), _way("ja", "desktop", True, "ja-desktop")
)

# The whole way of a foreign professional.
in_talent_ways = _walked(_way("en", "desktop", True, "en-desktop"), _way("ko", "phone", True, "ko-phone"))


@dataclass
class Reader:
    """`scripts` off: the browser runs no JavaScript, and axe, which is one, can't look."""

    seat: Seat
    address: str
    language: str
    width: str
    scripts: bool = True

    @property
    def page(self) -> Page:
        return self.seat.page

    @property
    def way(self) -> str:
        """How this reader walks, to choose what no other walk touches."""
        return f"{self.language} {self.width}"

    def sign_out(self) -> None:
        """Somebody else sits down: the browser knows nobody."""
        self.seat.leave()

    def hand_over(self) -> None:
        """Somebody who is not signed in is shown the page that is open."""
        address = self.page.url
        self.sign_out()
        self.open(address.removeprefix(self.address))

    def either(self, chinese: str, english: str) -> str:
        """A text that is kept in both languages, not in the catalogue."""
        return chinese if self.language == "zh-hans" else english

    def t(self, text: str, **values: object) -> str:
        """The text as this reader sees it."""
        with translation.override(self.language):
            return gettext(text) % values if values else gettext(text)

    def open(self, path: str) -> None:
        response = self.page.goto(f"{self.address}{path}")
        assert response is not None
        assert response.status < 400, f"{path}: {response.status}"
        self.look()

    def go(self, path: str) -> None:
        self.open(f"/{self.language}{path}")

    def look(self, picture: str = "") -> None:
        """Whatever page this is: in the reader's language, no wider than the screen, and clean for axe."""
        language, fits = self.page.evaluate(FRAME)
        assert language == self.language, f"in {language}: {self.page.url}"
        assert fits, f"wider than the screen: {self.page.url}"
        assert not self.seat.faults, "\n".join([self.page.url, *self.seat.faults])
        if self.scripts:
            examine(self.page, self.width)
        if picture:
            self.snap(picture)

    def tells(self) -> str:
        """Which page is open and what stands on it, for the report of a walk that failed."""
        try:
            return f"{self.page.url}\n{self.page.locator('body').inner_text(timeout=1000)}"
        except Error as error:
            return str(error)

    def snap(self, picture: str) -> None:
        """A picture of the page that was looked at already."""
        if PICTURES:
            name = f"{picture}-{self.language}-{self.width}.png"
            self.page.screenshot(path=str(Path(PICTURES) / name))

    def press(self, text: str, *, nth: int = 0, within: str = "body") -> None:
        """A link or a button whose name begins with the text."""
        name = re.compile("^" + re.escape(self.t(text)))
        part = self.page.locator(within)
        self.click(part.get_by_role("link", name=name).or_(part.get_by_role("button", name=name)).nth(nth))

    def click(self, target: Locator) -> None:
        """What leads to another page or to another place of this one, and the page that comes."""
        # A click alone does not wait for what it begins: the next line might still find the old page.
        with self.page.expect_navigation():
            target.click()
        self.look()

    def home(self) -> None:
        """Where every way begins that is to be found by links alone."""
        self.open("/")
        assert self.page.url == f"{self.address}/{self.language}/"

    def menu(self, text: str) -> None:
        """An entry of the menus of the portal or of the desk, which may be folded away."""
        for folded in self.page.locator("details.menu > summary, details.desk-phone > summary").all():
            if folded.is_visible():
                folded.click()
        name = re.compile(f"^{re.escape(self.t(text))}( [0-9,]+)?$", re.IGNORECASE)
        self.click(self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name)).first)

    def fetch(self, link: Locator) -> APIResponse:
        """What a link leads to that is no page: a file or a feed."""
        response = self.page.request.get(urljoin(self.page.url, link.get_attribute("href")))
        assert response.status == 200, response.url
        return response

    def link(self, text: str) -> Locator:
        """The first link of the main part whose name begins with the text."""
        return self.page.locator("main").get_by_role("link", name=re.compile("^" + re.escape(self.t(text)))).first

    def follow(self, part_of_address: str) -> None:
        """The first link in the page's main part that leads there: what is not linked is not there."""
        links = f"main a[href*='{part_of_address}'], nav a[href*='{part_of_address}']"
        self.click(self.page.locator(links).first)

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"main [name='{name}']").first.fill(value)

    def choose(self, name: str, value: str) -> None:
        menu = self.page.locator(f"main select[name='{name}']")
        if menu.count():
            menu.select_option(value)
        else:
            self.page.locator(f"main [name='{name}'][value='{value}']").check()

    def submit(self) -> None:
        """The main button of the page's form."""
        self.click(self.page.locator("main form button.btn[type='submit']:not([name]):not(.second):not(.link)").last)

    def sees(self, text: str, **values: object) -> None:
        expect(self.page.locator("body")).to_contain_text(self.t(text, **values))

    def reads(self, text: str) -> None:
        """A text that is the same in both languages, such as a number or a name."""
        expect(self.page.locator("body")).to_contain_text(text)
