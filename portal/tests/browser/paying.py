"""The money of one award: the funds plan, a batch that two people handle, the bank's answers, and what comes back."""

from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from django.conf import settings
from openpyxl import load_workbook
from playwright.sync_api import expect

from portal.tests.browser.at_desk import confirm, open_on_the_desk, sign_in
from portal.tests.browser.funding import Case
from portal.tests.browser.reader import Reader

FIRST, SECOND = "finance@example.test", "finance-2@example.test"


def plan(reader: Reader, case: Case) -> None:
    """Without a plan nothing is paid."""
    sign_in(reader, FIRST)
    reader.menu("funds plans")
    reader.snap("plans")
    reader.press("Issue a funds plan", within="main")
    reader.click(reader.page.locator("main li a", has_text=case.call).first)
    reader.reads(case.number)
    reader.fill(number=f"青财示例〔2026〕{case.number[-4:]}号")
    reader.press("Issue the plan", within="main")
    reader.sees("The funds plan is issued: its awards can be paid.")
    reader.reads(case.shown)
    assert reader.fetch(reader.link("Excel file")).body().startswith(b"PK")
    reader.snap("plan")


def draw_up(reader: Reader, case: Case) -> str:
    """A batch with this payment alone; whoever drew it up can’t release it. Its number."""
    reader.menu("payment batches")
    reader.snap("batches")
    reader.press("Draw up a batch", within="main")
    for box in reader.page.locator("[name='chosen']").all():
        box.uncheck()
    reader.page.get_by_role("row", name=case.number).locator("[name='chosen']").check()
    reader.snap("batch-draw")
    reader.press("Draw up the batch", within="main")
    reader.sees("You drew this batch up: another finance officer releases it.")
    expect(reader.page.get_by_role("button", name=reader.t("Release the batch"))).to_have_count(0)
    reader.snap("batch")
    return reader.page.locator("main h1").inner_text()


def release(reader: Reader, batch: str) -> bytes:
    """The second officer; the file for the bank, with whole account numbers."""
    sign_in(reader, SECOND)
    reader.menu("payment batches")
    reader.press(batch, within="main")
    reader.press("Release the batch", within="main")
    with reader.page.expect_download() as download:
        reader.page.get_by_role("button", name=reader.t("Excel file with account numbers")).click()
    reader.press("It has gone to the bank", within="main")
    return download.value.path().read_bytes()


def answered(reader: Reader, file: bytes, batch: str) -> bytes:
    """The bank’s answer: the same file with the last columns filled in."""
    book = load_workbook(BytesIO(file))
    sheet = book.active
    places = {str(cell.value).lower(): cell.column for cell in sheet[1]}
    day = datetime.now(ZoneInfo(settings.TIME_ZONE)).date().isoformat()
    told = {"result: paid or failed": "paid", "day of the payment": day, "reference of the bank": f"BANK-{batch}"}
    for row in range(2, sheet.max_row + 1):
        for heading, value in told.items():
            sheet.cell(row, places[reader.t(heading).lower()]).value = value
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def enter_answers(reader: Reader, batch: str, answers: bytes) -> None:
    """Imported where the batch stands."""
    file = {"name": f"{batch}.xlsx", "mimeType": "application/octet-stream", "buffer": answers}
    reader.page.set_input_files("main input[type='file']", file)
    reader.press("Import the answers", within="main")
    reader.sees("Entered: %(paid)s paid, %(failed)s failed.", paid=1, failed=0)
    reader.snap("batch-answered")


def check_credit(reader: Reader, case: Case) -> None:
    """By hand on the page of the case, before the batch is drawn up."""
    open_on_the_desk(reader, "finance", case.number)
    moment = reader.t("Payment")
    reader.press(reader.t("Check now, before: %(moment)s", moment=moment), within="main")
    reader.sees("Before: %(moment)s", moment=moment)
    reader.snap("case-approved")


# --- what comes back ---


def demand(reader: Reader, case: Case) -> None:
    """From the control that found something: its words and the amount are filled in already."""
    sign_in(reader, FIRST)
    reader.menu("control samples")
    reader.click(reader.page.get_by_role("row").filter(has_text=case.call).get_by_role("link").first)
    reader.press("Demand repayment", within="main")
    reader.snap("demand")
    confirm(reader)
    reader.sees("Recovery in progress")


def repay(reader: Reader, case: Case) -> None:
    reader.menu("recoveries")
    reader.press(case.number, within="main")
    reader.fill(amount=str(case.amount), reference="REPAY-1")
    reader.snap("recovery")
    reader.press("Enter it", within="main")
    reader.sees("Recovered")
    reader.snap("recovered")
