"""What applicants do, in whichever walk: an account with its enterprise, the parts of an application, the sending."""

import re
import uuid

from enterprises.demo.files import demo_file
from portal.tests.browser.mails import newest_mail
from portal.tests.browser.reader import Reader

PASSWORD = "qingdao-tide-27"


def register(reader: Reader) -> str:
    """An account, confirmed by the code in a mail that the worker sent; its address."""
    email = f"visitor-{uuid.uuid4().hex[:8]}@example.test"
    reader.click(reader.page.locator("main a[href*='/accounts/signup/']").first)
    reader.fill(name="示例申报人", email=email, password1=PASSWORD, password2=PASSWORD)
    reader.submit()
    reader.fill(code=code_sent_to(reader, email))
    reader.submit()
    return email


def code_sent_to(reader: Reader, email: str, *, mails: int = 1) -> str:
    found = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", newest_mail(reader, email, at_least=mails))
    assert found is not None
    return found[0]


def add_enterprise(reader: Reader, code: str, name: str) -> None:
    """An enterprise of Laoshan, by its credit code."""
    reader.fill(credit_code=code, name=name, registered_on="2019-05-06")
    laoshan = reader.either("崂山区", "Laoshan District")
    reader.page.locator("main select[name='district']").select_option(label=laoshan)
    reader.submit()


# --- the parts of an application, one after another ---


def fill_contact(reader: Reader) -> None:
    reader.follow("/s/contact/")
    reader.fill(contact_phone="0532-00000000")
    reader.submit()


def fill_project(reader: Reader, title: str) -> None:
    reader.follow("/s/project/")
    reader.fill(project_title=title, project_summary="认证费用 Certification", performance_target="+10 %")
    reader.submit()


def fill_bank(reader: Reader) -> None:
    reader.follow("/s/bank/")
    reader.fill(bank_account_name="示例账户", bank_name="示例银行", bank_account_number="0000 0000 0000 1234")
    reader.submit()


def upload_all(reader: Reader, *, wrong_first: bool = False) -> None:
    """A file for each paper that is missing; with `wrong_first`, a text that calls itself a PDF is refused before."""
    folder = reader.page.url
    for round_number in range(10):
        links = reader.page.locator("li.file-row:has(.chip.sea) a")
        if not links.count():
            return
        reader.click(links.first)
        code = reader.page.url.rstrip("/").rsplit("/", 1)[-1]
        if wrong_first and round_number == 0:
            give(reader, f"{code}.pdf", b"not a PDF")
            reader.sees("There is a problem")
        file = demo_file(code, "pdf")
        give(reader, file.name, file.read())
        assert reader.page.url == folder


def give(reader: Reader, name: str, body: bytes) -> None:
    """One PDF, in the page's one field for files."""
    reader.page.set_input_files("[name='file']", {"name": name, "mimeType": "application/pdf", "buffer": body})
    reader.submit()


def send(reader: Reader) -> str:
    """Look at everything once more and send it; the number, after the receipt came as a PDF."""
    reader.press("Check and send")
    reader.snap("check-answers")
    reader.page.locator("[name='declaration']").check()
    reader.submit()
    reader.snap("submitted")
    number = re.search(r"QD-\d{4}-\d{6}", reader.page.locator("main").inner_text())[0]
    with reader.page.expect_download() as download:
        reader.page.locator("main a[href$='receipt.pdf']").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    return number
