"""The file of an enterprise: what it keeps itself, and what the desk makes of it.

Two enterprises of the demo have a file that is lived in; each way of walking touches figures and papers of its own.
"""

import re
from dataclasses import dataclass

import pytest
from django.conf import settings
from playwright.sync_api import Locator, expect

from enterprises.demo.files import demo_file
from portal.tests.browser.drawing_up import sign_in
from portal.tests.browser.reader import Reader, in_all_ways

pytestmark = pytest.mark.browser

OWNER, SECOND = "applicant", "legal"
# A call under which neither has applied.
MEASURE = "mkt-02"


@dataclass(frozen=True)
class Own:
    """`figure` of last year; `digits`: the last ones of the new account, and the figure itself."""

    enterprise: str
    figure: str
    digits: str

    @property
    def declared(self) -> str:
        return f"{int(self.digits):,}"

    @property
    def verified(self) -> str:
        return f"{int(self.digits) - 1000:,}"


OWN = {
    "zh-hans desktop": Own("崂山示例软件有限公司", "staff", "4101"),
    "en phone": Own("海风示例科技有限公司", "export_usd", "4102"),
    "en desktop": Own("海风示例科技有限公司", "research_cny", "4103"),
    "zh-hans phone": Own("崂山示例软件有限公司", "digital_services_cny", "4104"),
}


@in_all_ways
def test_an_enterprise_keeps_its_file(reader):
    own = OWN[reader.way]
    declare_a_figure(reader, own)
    change_the_account(reader, own)
    give_a_kept_paper(reader, own)
    the_desk_verifies(reader, own)


def open_file(reader: Reader, account: str, own: Own, page: str) -> None:
    sign_in(reader, account)
    reader.menu("My enterprises")
    reader.press(own.enterprise, within="main")
    reader.press(page, within="main")


def declare_a_figure(reader: Reader, own: Own) -> None:
    open_file(reader, OWNER, own, "Enterprise file")
    reader.snap("org-file")
    reader.press("Yearly figures", within="main")
    reader.press("Change", within="main")
    reader.fill(**{own.figure: own.declared})
    reader.submit()
    reader.reads(own.declared)
    reader.snap("org-figures")


def change_the_account(reader: Reader, own: Own) -> None:
    """One proposes it, the legal representative confirms it; nobody reads the whole number again."""
    number = f"000000000000000{own.digits}"
    reader.press("Bank account", within="main")
    reader.press("Propose another account", within="main")
    reader.fill(holder=own.enterprise, bank="示例银行", number=number, again=number)
    reader.submit()
    reader.sees("Waiting for the second confirmation")
    assert reader.page.locator("a[href$='/account/confirm/']").count() == 0
    reader.snap("org-account-waiting")
    open_file(reader, SECOND, own, "Bank account")
    reader.press("Look at it and confirm", within="main")
    reader.snap("org-account-confirm")
    reader.fill(password=settings.DEMO_PASSWORD)
    reader.submit()
    expect(reader.page.locator("#current + dl")).to_contain_text(own.digits)
    assert number not in reader.page.content()
    reader.snap("org-account")


def give_a_kept_paper(reader: Reader, own: Own) -> None:
    """Into the vault once, then into an application with one button."""
    title = f"示例证书 {own.digits}"
    open_file(reader, OWNER, own, "Vault of papers")
    reader.press("Add a paper", within="main")
    reader.fill(title=title)
    file = demo_file(f"vault-{own.digits}", "pdf")
    upload = {"name": f"{own.digits}.pdf", "mimeType": "application/pdf", "buffer": file.read()}
    reader.page.set_input_files("main input[type='file']", upload)
    reader.submit()
    kept = reader.page.locator("li.file-row", has_text=title)
    wait_until_checked(reader, kept.locator(".chip.pine"))
    reader.snap("org-documents")
    begin(reader, own)
    reader.follow("/papers/")
    reader.click(reader.page.locator("li.file-row:has(.chip.sea) a").first)
    reader.snap("paper-from-the-vault")
    reader.click(reader.page.locator("li.file-row", has_text=title).get_by_role("button"))
    reader.reads(f"{own.digits}.pdf")


def wait_until_checked(reader: Reader, chip: Locator) -> None:
    """The worker looks at each file."""
    for _look in range(100):
        if chip.count():
            return
        reader.page.wait_for_timeout(200)
        reader.page.reload()
    raise AssertionError("the paper was not checked")


def begin(reader: Reader, own: Own) -> None:
    """A draft of this enterprise, from the page of the measure."""
    reader.go(f"/items/{MEASURE}/")
    reader.follow("/apply/")
    name = re.compile(re.escape(own.enterprise))
    reader.page.get_by_role("radio", name=name).check()
    reader.submit()


def the_desk_verifies(reader: Reader, own: Own) -> None:
    """In the registry, against a paper; then the enterprise reads it beside its own figure."""
    sign_in(reader, "division")
    reader.menu("Market entities")
    reader.reads("3,800")
    reader.snap("market-entities")
    reader.menu("enterprises")
    reader.page.locator("main input[type='search']").fill(own.enterprise)
    reader.press("Filter", within="form.filters")
    reader.snap("registry")
    reader.press(own.enterprise, within="main")
    reader.snap("registry-file")
    row = reader.page.locator(".file-table tr", has_text=own.declared)
    reader.click(row.get_by_role("link").first)
    reader.fill(verified=own.verified.replace(",", ""), basis="示例：年度审计报告")
    reader.submit()
    expect(row).to_contain_text(own.verified)
    open_file(reader, OWNER, own, "Yearly figures")
    expect(reader.page.locator("tr", has_text=own.declared).first).to_contain_text(own.verified)
