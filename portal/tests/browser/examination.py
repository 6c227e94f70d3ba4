"""A page as axe sees it: for those who can't see it, or not well."""

import re

from axe_playwright_python.sync_playwright import Axe, AxeResults
from playwright.sync_api import Page

from portal.tests.browser.contrasts import GIVE_CONTRASTS, JUDGE

# What differs between two showings of the same page: the form's token, the numbers of cases and days, invented names.
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
NUMBER = re.compile(r"[0-9]+")
_clean: set[int] = set()
# The looks of a text, at a width, that axe found legible.
_legible: set[tuple[str, int]] = set()


def examine(page: Page, width: str) -> None:
    """With axe, unless the same page, but for its numbers, was clean at this width before. Three quarters of axe's
    time go into the contrast of each text, so of texts that look the same in the same kind of place one is judged."""
    shown = hash((width, NUMBER.sub("0", TOKEN.sub("", page.content()))))
    if shown in _clean:
        return
    page.evaluate(Axe().axe_script)
    looks = page.evaluate(GIVE_CONTRASTS)
    found = page.evaluate(JUDGE, [number for number, look in enumerate(looks) if (width, look) not in _legible])
    results = AxeResults(found)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
    _legible.update((width, looks[number]) for number in found["legible"])
    _clean.add(shown)
