"""A page as axe sees it: for those who can't see it, or not well."""

from axe_playwright_python.sync_playwright import Axe, AxeResults
from playwright.sync_api import BrowserContext, Page

from portal.tests.browser.contrasts import GIVE_CONTRASTS, GIVE_PAGE, JUDGE

_clean: set[tuple[str, int]] = set()
# The looks of a text, at a width, that axe found legible.
_legible: set[tuple[str, int]] = set()


def make_ready(context: BrowserContext) -> None:
    """Every page of this context brings axe along, which is half a megabyte to hand over page by page. What stands in
    a frame of it is a paper, not a page of ours."""
    context.add_init_script(script=f"if (window === top) {{ {Axe().axe_script} }}")


def examine(page: Page, width: str) -> None:
    """With axe, unless the same page, but for its numbers, was clean at this width before. Three quarters of axe's
    time go into the contrast of each text, so of texts that look the same in the same kind of place one is judged."""
    shown = width, page.evaluate(GIVE_PAGE)
    if shown in _clean:
        return
    looks = page.evaluate(GIVE_CONTRASTS)
    found = page.evaluate(JUDGE, [number for number, look in enumerate(looks) if (width, look) not in _legible])
    results = AxeResults(found)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
    _legible.update((width, looks[number]) for number in found["legible"])
    _clean.add(shown)
