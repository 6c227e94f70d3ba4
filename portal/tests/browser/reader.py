"""A person with a browser: reads a page, examines it with axe, presses what stands on it."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Browser, Page, expect

PICTURES = os.environ.get("PORTAL_PICTURES", "")
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@dataclass
class Reader:
    """`scripts` off: the browser runs no JavaScript, and axe, which is one, can't look."""

    browser: Browser
    address: str
    language: str
    width: str
    scripts: bool = True
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.sign_out()

    def sign_out(self) -> None:
        """Somebody else sits down: a new browser without cookies."""
        width, height = WIDTHS[self.width]
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=self.scripts,
            locale="zh-CN" if self.language == "zh-hans" else "en-GB",
            accept_downloads=True,
        )
        self.page = context.new_page()
        self.page.set_default_timeout(15_000)

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
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        if self.scripts:
            assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), self.page.url
            found = Axe().run(self.page, options=RULES)
            assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        if picture and PICTURES:
            name = f"{picture}-{self.language}-{self.width}.png"
            self.page.screenshot(path=str(Path(PICTURES) / name))

    def press(self, text: str, *, nth: int = 0) -> None:
        """A link or a button whose name begins with the text."""
        name = re.compile("^" + re.escape(self.t(text)))
        target = self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name))
        target.nth(nth).click()
        self.look()

    def follow(self, part_of_address: str) -> None:
        """The first link in the page's main part that leads there: what is not linked is not there."""
        self.page.locator(f"main a[href*='{part_of_address}'], nav a[href*='{part_of_address}']").first.click()
        self.look()

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
        self.page.locator("main form button.btn[type='submit']:not([name]):not(.second):not(.link)").last.click()
        self.look()

    def sees(self, text: str, **values: object) -> None:
        expect(self.page.locator("body")).to_contain_text(self.t(text, **values))

    def reads(self, text: str) -> None:
        """A text that is the same in both languages, such as a number or a name."""
        expect(self.page.locator("body")).to_contain_text(text)
