"""A support awarded without application: the division brings a roster in and looks at its lists, a leader releases, the
enterprise accepts with one click, and the case stands ready for its public notice.
"""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from enterprises.demo.enterprises import FIRMS, synthetic_code
from portal.tests.browser import drawing_up
from portal.tests.browser.reader import Reader, in_all_ways

pytestmark = pytest.mark.browser

MEASURE = "MKT-03"
# A period of its own for each way of walking.
MONTHS = {"zh-hans desktop": 3, "en phone": 4, "en desktop": 5, "zh-hans phone": 6}
# The demo's first enterprise, whose account is on file, and two more.
OWNER_OF, SMALL, SILENT = FIRMS[0], FIRMS[1], FIRMS[2]
HEADINGS = (
    "credit_code", "name", "policy_type", "fx_receipts_usd", "eligible_cost_cny", "independent_legal_person",
    "on_serious_dishonesty_list", "in_abnormal_operation_list", "fiscal_funds_owed", "same_cost_funded_elsewhere",
)  # fmt: skip
COMMON = ("是", "否", "否", "否", "否")
# 30 percent of the premium.
AMOUNT = "30,000"


@in_all_ways
def test_a_support_without_application_from_the_roster_to_one_click(reader):
    code = open_a_call(reader)
    bring_in(reader, code)
    look_at_the_lists(reader)
    release(reader, code)
    accept(reader, code)
    stands_ready(reader, code)


def open_a_call(reader: Reader) -> str:
    month = MONTHS[reader.way]
    code = drawing_up.draw_up(reader, MEASURE, date(2025, month, 1), date(2026, month - 1, 28))
    drawing_up.open_to_everybody(reader, code)
    return code


def roster() -> bytes:
    firms = [(OWNER_OF, 1, "100000"), (SMALL, 2, "100000"), (SILENT, 3, "")]
    rows = [
        (synthetic_code(firm[2], number), firm[0], "service_trade", "0" if firm is SMALL else "50000", cost, *COMMON)
        for firm, number, cost in firms
    ]
    return "\n".join(",".join(row) for row in (HEADINGS, *rows)).encode()


def bring_in(reader: Reader, code: str) -> None:
    """First a roster with an error, which is named by its cell; then the right one."""
    drawing_up.sign_in(reader, drawing_up.AUTHOR)
    reader.menu("awards without application")
    reader.snap("grants")
    reader.press("Bring in a roster", within="main")
    reader.click(reader.page.locator("main li", has_text=code).locator("a").first)
    empty = reader.fetch(reader.link("Download an empty roster"))
    assert empty.body().startswith(b"PK")
    give(reader, roster().replace(b"50000", b"-1"))
    reader.sees("Give a number of zero or more.")
    reader.reads("D2")
    reader.snap("grants-errors")
    reader.press("Bring in the mended file", within="main")
    reader.click(reader.page.locator("main li", has_text=code).locator("a").first)
    reader.snap("grants-new")
    give(reader, roster())


def give(reader: Reader, body: bytes) -> None:
    file = {"name": "roster.csv", "mimeType": "text/csv", "buffer": body}
    reader.page.set_input_files("main input[type='file']", file)
    reader.press("Read and compute", within="main form")


def look_at_the_lists(reader: Reader) -> None:
    reader.reads(OWNER_OF[0])
    reader.sees("The leadership releases it: somebody who did not prepare it.")
    reader.snap("grants-run")
    reader.press("Unclear", within=".tabs")
    reader.reads(SILENT[0])
    reader.press("Out by the rules", within=".tabs")
    reader.reads(SMALL[0])
    reader.snap("grants-out")
    reader.click(reader.page.locator("main").get_by_role("link", name=SMALL[0]))
    reader.snap("grants-line")
    reader.press("Compute again from the stored input", within="main")
    reader.sees("Computed again from the stored input: the same.")


def release(reader: Reader, code: str) -> None:
    drawing_up.sign_in(reader, drawing_up.CHECKER)
    reader.menu("awards without application")
    reader.click(reader.page.locator("main").get_by_role("link", name=re.compile(f"^{re.escape(code)} · ")).first)
    reader.press("Release the offers", within="main")
    reader.press("Answers", within=".tabs")
    reader.sees("No answer yet")
    reader.snap("grants-released")


def accept(reader: Reader, code: str) -> None:
    """One click: the account is on file."""
    drawing_up.sign_in(reader, "applicant")
    reader.menu("My enterprises")
    reader.click(reader.page.locator("main").get_by_role("link", name=OWNER_OF[0]).first)
    reader.press("Offers", within=".org-tabs")
    reader.snap("offers")
    reader.click(reader.page.locator("main li", has_text=code).locator("a").first)
    reader.reads(AMOUNT)
    expect(reader.page.locator("main form input:not([type='hidden'])")).to_have_count(0)
    reader.snap("offer")
    reader.press("Accept the offer", within="main")
    reader.reads(reader.either("已确认享受", "Accepted"))
    reader.snap("offer-accepted")
    reader.follow("/my/applications/QD-")
    reader.reads(AMOUNT)


def stands_ready(reader: Reader, code: str) -> None:
    """The division finds it among what can be put on notice."""
    number = re.search(r"QD-\d{4}-\d{6}", reader.page.url)[0]
    drawing_up.sign_in(reader, drawing_up.AUTHOR)
    reader.go("/admin/enterprises/notice/")
    reader.click(reader.page.locator("main li", has_text=code).locator("a[href*='/notice/build/']").first)
    reader.reads(number)
    reader.snap("grants-to-notice")
