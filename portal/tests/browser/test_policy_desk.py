"""What officials do with policies, from the desk's menu on: edit with a second pair of eyes, change a rule, bring in
a file. Each run works on a document, a measure and a figure of its own, and reads what the public then reads.
"""

import csv
import io
import re
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.utils.text import capfirst
from playwright.sync_api import expect

from portal.tests.browser.at_desk import have_read
from portal.tests.browser.reader import Reader, in_all_ways
from portal.tests.browser.test_policies import GENERAL

pytestmark = pytest.mark.browser

AUTHOR, CHECKER, ADMINISTRATOR = "division", "leader", "admin"


@dataclass(frozen=True)
class Work:
    """`facts` reach the ceiling of the measure, which is lowered from `was` to `now` yuan."""

    document: str
    measure: str
    was: int
    now: int
    facts: dict[str, str]


WORK = {
    "zh-hans desktop": Work(
        "EX-QD-WAREHOUSE-2024", "MKT-02", 300_000, 250_000,
        {"ip_right_type": "patent", "ip_jurisdiction_foreign": "yes", "cost_date": "2026-03-15",
         "eligible_cost_cny": "700000"},
    ),
    "en phone": Work(
        "EX-QD-EXPO-2026", "TRA-03", 200_000, 150_000,
        {"entity_type": "enterprise", "tax_credit_grade": "A", "cost_date": "2026-08-20",
         "eligible_cost_cny": "600000"},
    ),
    "en desktop": Work(
        "EX-QD-IPR-2025", "PLT-01", 2_000_000, 1_500_000,
        {"entity_type": "enterprise", "clients_served": "320", "qingdao_clients_served": "180",
         "eligible_cost_cny": "4400000"},
    ),
    "zh-hans phone": Work(
        "EX-LS-2025", "MKT-03", 300_000, 250_000,
        {"policy_type": "service_trade", "fx_receipts_usd": "5200000", "eligible_cost_cny": "1200000"},
    ),
}  # fmt: skip


@in_all_ways
def test_a_clause_is_edited_and_checked_by_another(reader):
    work = WORK[reader.way]
    number = draft_a_clause(reader, work)
    another_approves(reader, number)
    the_public_reads_it(reader)


@in_all_ways
def test_a_rule_is_published_only_when_its_examples_hold(reader):
    work = WORK[reader.way]
    number = lower_the_ceiling(reader, work)
    another_approves(reader, number)
    the_check_gives_the_new_amount(reader, work)


@in_all_ways
def test_a_list_is_exported_mended_and_imported(reader):
    sign_in(reader, ADMINISTRATOR)
    rows = export(reader)
    refuse_the_wrong_file(reader, rows)
    import_the_right_file(reader, rows)


def sign_in(reader: Reader, account: str) -> None:
    reader.sign_out()
    reader.home()
    reader.menu("Sign in")
    reader.fill(login=f"{account}@example.test", password=settings.DEMO_PASSWORD)
    reader.submit()
    reader.menu("Officials' desk")


def begin_an_edit(reader: Reader, menu: str, code: str) -> str:
    """Find it in the list by its code, open it, begin a draft; the draft's number."""
    sign_in(reader, AUTHOR)
    reader.menu(menu)
    reader.page.locator("#searchbar").fill(code)
    reader.press("Search", within="#changelist-search")
    reader.snap(f"desk-{menu.split()[-1]}")
    reader.press(code, within="#result_list")
    reader.snap(f"desk-{menu.split()[-1]}-live")
    reader.press("Edit", within=".live-acts")
    return re.search(r"PV-\d{4}-\d{6}", reader.page.locator("main").inner_text())[0]


def send(reader: Reader) -> None:
    reader.press("Save and send it for checking", within="main")


# --- a clause ---

SENTENCES = ("示例：第一条改为一次办结。", "Demo: clause 1 is now handled in one go.")
CLAUSE = ("示例条款：申请一次办结。", "Demo clause: an application is handled in one go.")


def draft_a_clause(reader: Reader, work: Work) -> str:
    """Half a change is not sent; the author can't approve the whole one."""
    number = begin_an_edit(reader, "policy documents", work.document)
    reader.page.locator("[name='clauses-0-text_zh']").fill(CLAUSE[0])
    reader.page.locator("[name='about-summary_zh']").fill(SENTENCES[0])
    reader.page.locator("[name='about-summary_en']").fill(SENTENCES[1])
    send(reader)
    reader.sees("This was not done")
    reader.snap("edit-half")
    reader.page.locator("[name='clauses-0-text_en']").fill(CLAUSE[1])
    send(reader)
    reader.sees("Sent for checking")
    reader.snap("edit-sent")
    assert reader.page.locator("form[action*='/step/approve/']").count() == 0
    return number


def another_approves(reader: Reader, number: str) -> None:
    """Who checks sees what differs, word by word, and publishes it."""
    sign_in(reader, CHECKER)
    reader.menu("Edits")
    reader.press("To check", within="main")
    reader.snap("edits")
    reader.press(number, within="main")
    expect(reader.page.locator(".differences ins").first).to_be_visible()
    reader.snap("edit-check")
    reader.press("Approve", within="main")
    reader.sees("Published")
    reader.snap("edit-published")


def the_public_reads_it(reader: Reader) -> None:
    """The new text, a new version with what differs, and the sentence that followers are told."""
    reader.press("Public page", within="main")
    reader.hand_over()
    reader.reads(reader.either(*CLAUSE))
    reader.press("All versions, and what differs between them")
    reader.reads(reader.either(*SENTENCES))
    reader.follow("..")
    expect(reader.page.locator("main ins").first).to_be_visible()
    reader.press("What is new", within="footer")
    reader.reads(reader.either(*SENTENCES))


# --- a rule ---


def lower_the_ceiling(reader: Reader, work: Work) -> str:
    """A worked example gives another amount now, so the version is held until it is mended."""
    number = begin_an_edit(reader, "support measures", work.measure)
    reader.page.locator("[name='m-f-cap_cny']").fill(str(work.now))
    reader.page.locator("[name='about-summary_zh']").fill(f"示例：最高支持额改为{work.now:,}元。")
    reader.page.locator("[name='about-summary_en']").fill(f"Demo: the ceiling is CNY {work.now:,} now.")
    send(reader)
    reader.sees("This was not done")
    reader.snap("rule-held")
    example = reader.page.locator("#m-e-1")
    expect(example).to_contain_text(reader.t("Does not come out as expected"))
    expect(example).to_contain_text(f"{work.now:,}")
    example.locator("[name='m-e-1-amount_cny']").fill(str(work.now))
    send(reader)
    reader.sees("Sent for checking")
    return number


def the_check_gives_the_new_amount(reader: Reader, work: Work) -> None:
    reader.press("Public page", within="main")
    reader.hand_over()
    examples = reader.page.locator("details.more", has_text=reader.t("Worked examples"))
    examples.locator("summary").first.click()
    expect(examples).to_contain_text(f"{work.now:,}")
    reader.press("Check whether you are eligible")
    for name, value in (GENERAL | work.facts).items():
        field = reader.page.locator(f"main [name='{name}']").first
        if field.get_attribute("type") in {"text", "date", "number"}:
            field.fill(value)
        else:
            reader.choose(name, value)
    reader.click(reader.page.locator("main form button[type='submit']").last)
    expect(reader.page.locator("#result")).to_contain_text(f"{work.now:,}")


# --- a file ---


def export(reader: Reader) -> list[list[str]]:
    """The list of figures as a CSV file: its headings and one row that this run may change."""
    reader.menu("indicators")
    reader.snap("figures")
    reader.press("Export", within=".object-tools")
    reader.snap("export")
    reader.page.locator("label", has_text="CSV").first.click()
    with reader.page.expect_download() as download:
        reader.page.get_by_role("button", name=reader.t("Download")).click()
    text = download.value.path().read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    return [rows[0], rows[1 + list(WORK).index(reader.way)]]


def upload(reader: Reader, rows: list[list[str]]) -> None:
    """As a spreadsheet program on a Chinese machine writes it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    reader.choose("encoding", "gb18030")
    have_read(reader, "figures.csv", out.getvalue().encode("gb18030"))


def changed(reader: Reader, rows: list[list[str]], heading: str, value: str) -> list[list[str]]:
    headings, row = rows
    place = headings.index(capfirst(reader.t(heading)))
    return [headings, [*row[:place], value, *row[place + 1 :]]]


def refuse_the_wrong_file(reader: Reader, rows: list[list[str]]) -> None:
    """The error by row and column, and nothing changed."""
    reader.menu("indicators")
    reader.press("Import", within=".object-tools")
    reader.snap("import")
    upload(reader, changed(reader, rows, "value", "很多"))
    error = reader.page.locator(".import-errors tbody tr")
    expect(error).to_have_count(1)
    expect(error).to_contain_text(re.compile(r"[A-Z]2"))
    expect(error).to_contain_text(capfirst(reader.t("value")))
    expect(error).to_contain_text("很多")
    reader.look("import-errors")


def import_the_right_file(reader: Reader, rows: list[list[str]]) -> None:
    """First what would change, then the change."""
    reader.press("Bring in the mended file")
    note = f"示例备注 {reader.way}"
    upload(reader, changed(reader, rows, "note", note))
    expect(reader.page.locator(".import-rows li")).to_have_count(1)
    expect(reader.page.locator(".import-rows ins")).to_contain_text(note)
    reader.look("import-dry-run")
    reader.press("Import", within=".import-decide")
    reader.sees("All of this was imported. The audit keeps every change.")
    reader.look("import-done")
