"""An objection to an entry of a public notice: by somebody without an account, answered by the division."""

from enterprises.demo.files import demo_file
from portal.tests.browser import funding
from portal.tests.browser.at_desk import confirm, sign_in, take
from portal.tests.browser.funding import Case
from portal.tests.browser.reader import Reader

NAME = "示例异议人"
WHY = "示例：同一发票已用于另一项目。"
ANSWER = "经查，发票未重复使用。"
PUBLISHED = "经查不成立。Examined and not found true."


def object_to(reader: Reader, notice: str) -> str:
    """With a real name and evidence; the code of the receipt, which names nobody."""
    funding.read_notice(reader, notice)
    reader.press("Object to an entry", within="main")
    reader.choose("line", "1")
    file = demo_file("evidence", "pdf")
    reader.fill(text=WHY, name=NAME, email="objector@example.test")
    reader.page.set_input_files(
        "main [name='file_1']", {"name": file.name, "mimeType": "application/pdf", "buffer": file.read()}
    )
    reader.snap("object")
    reader.press("Send the objection", within="main")
    reader.sees("Your objection")
    assert NAME not in reader.page.locator("main").inner_text()
    reader.snap("objection")
    receipt = reader.fetch(reader.link("Receipt (PDF)"))
    assert receipt.body().startswith(b"%PDF-")
    return reader.page.locator("main dd code").inner_text()


def dismiss(reader: Reader, case: Case) -> None:
    """The division opens the sealed name, examines and dismisses, with what everybody may read."""
    sign_in(reader, "division@example.test")
    reader.menu("objections")
    reader.snap("objections")
    firm = funding.firm(case.firm)
    reader.click(reader.page.get_by_role("row").filter(has_text=firm).get_by_role("link").first)
    reader.reads(WHY)
    reader.press("Show name and contact", within="main")
    reader.reads(NAME)
    reader.snap("objection-desk")
    take(reader, "admit")
    confirm(reader)
    take(reader, "dismiss")
    reader.fill(comment=ANSWER, published=PUBLISHED)
    reader.snap("objection-dismiss")
    confirm(reader)
    reader.sees("Dismissed")


def read_answer(reader: Reader, notice: str, code: str) -> None:
    """Everybody on the notice; who objected, by the code of the receipt."""
    funding.read_notice(reader, notice)
    reader.reads(PUBLISHED)
    reader.snap("notice-answered")
    reader.press("Where does my objection stand?", within="main")
    reader.fill(code=code.lower())
    reader.press("Look it up", within="main")
    reader.reads(ANSWER)
    reader.snap("objection-answered")
