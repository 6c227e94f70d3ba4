"""A call from its first draft to next year's application: an official builds it with a form of its own, two people of
an enterprise write one draft, the legal representative signs by a link, a stranger verifies the receipt.
"""

import re
import uuid
from datetime import date

import pytest
from playwright.sync_api import expect

from enterprises.demo.enterprises import synthetic_code
from enterprises.demo.files import demo_file
from portal.tests.browser import drawing_up
from portal.tests.browser.applying import PASSWORD, code_sent_to
from portal.tests.browser.mails import address_in, newest_mail
from portal.tests.browser.reader import Reader, in_all_ways

pytestmark = pytest.mark.browser

# No other walk applies for it: one that follows the measure's page is led to the call that closes last.
MEASURE = "ENT-02"
OWNER, PHONE = "示例业主 Owner", "0532-00000000"
# Signs for whoever asks: an account of the demo.
SIGNER = ("示例法定代表人", "legal@example.test")
# A period and an enterprise of its own for each way of walking.
MONTHS = {"zh-hans desktop": 8, "en phone": 9, "en desktop": 10, "zh-hans phone": 11}
CHOSEN = {"independent_legal_person": "yes", "on_serious_dishonesty_list": "no", "in_abnormal_operation_list": "no",
          "fiscal_funds_owed": "no", "same_cost_funded_elsewhere": "no", "statistics_reported": "yes"}  # fmt: skip
TITLES = ("首个认证项目 First", "另一个认证项目 Second")


@in_all_ways
def test_a_call_from_its_form_to_next_years_application(reader, colleague):
    code = open_a_call(reader)
    begin(reader, code)
    number = re.search(r"QD-\d{4}-\d{6}", reader.page.url)[0]
    invite(reader, colleague)
    write_together(reader, colleague, number)
    complete(reader, number)
    sign(reader, colleague, number)
    verify(colleague, send(reader, number))
    open_next_years(colleague)
    take_over(reader, number)


def open_a_call(reader: Reader) -> str:
    """Drawn up with a form, tried, then opened by somebody else; the public page shows what it asks."""
    code = drawing_up.draw_up(reader, MEASURE, *period(reader, 2025))
    drawing_up.build_form(reader)
    drawing_up.try_form(reader)
    drawing_up.put_form_into_use(reader, code)
    drawing_up.open_to_everybody(reader, code)
    return code


def period(reader: Reader, year: int) -> tuple[date, date]:
    month = MONTHS[reader.way]
    return date(year, month, 1), date(year + 1, month - 1, 28)


# --- the enterprise ---


def register(reader: Reader, name: str, email: str, *, mails: int = 1) -> None:
    """A new account; the code comes by the mail of this number."""
    reader.click(reader.page.locator("main a[href*='/accounts/signup/']").first)
    reader.fill(name=name, email=email, password1=PASSWORD, password2=PASSWORD)
    reader.submit()
    reader.fill(code=code_sent_to(reader, email, mails=mails))
    reader.submit()


def begin(reader: Reader, code: str) -> None:
    """From the list of calls to a draft, with a new account and a new enterprise."""
    owner = f"owner-{uuid.uuid4().hex[:8]}@example.test"
    reader.sign_out()
    reader.go("/calls/")
    reader.follow(f"/calls/{code}/")
    _code, zh, en = drawing_up.SECTION
    reader.reads(reader.either(zh, en))
    reader.snap("call")
    form = reader.fetch(reader.link("Blank form (PDF, Chinese and English)"))
    assert form.body().startswith(b"%PDF-")
    reader.press("Start the application", within="main")
    register(reader, OWNER, owner)
    number = 60 + MONTHS[reader.way]
    reader.fill(
        credit_code=synthetic_code("370212", number), name=f"崂山示例第{number}软件有限公司", registered_on="2019-05-06"
    )
    reader.page.locator("main select[name='district']").select_option(label=reader.either("崂山区", "Laoshan District"))
    reader.submit()
    reader.submit()
    reader.snap("tasks-with-form")


def invite(reader: Reader, colleague: Reader) -> None:
    """By mail; the colleague has no account yet, and comes by the link."""
    email = f"colleague-{uuid.uuid4().hex[:8]}@example.test"
    reader.menu("My enterprises")
    if reader.page.locator("main a.go").count():
        reader.click(reader.page.locator("main a.go").first)
    reader.press("People", within="main")
    reader.press("Invite somebody", within="main")
    reader.fill(email=email)
    reader.choose("role", "filer")
    reader.submit()
    reader.snap("org-people")
    follow_mail(colleague, newest_mail(reader, email), "/org/join/")
    register(colleague, "示例同事 Colleague", email, mails=2)
    colleague.press("Accept the invitation")
    colleague.snap("org-file-colleague")


def follow_mail(reader: Reader, mail: str, path: str) -> None:
    """The link of a mail, in the language that is read here."""
    address = address_in(mail, path)
    reader.open(re.sub(r"^https?://[^/]+/(zh-hans|en)/", f"/{reader.language}/", address))


# --- the draft ---


def write_together(reader: Reader, colleague: Reader, number: str) -> None:
    """Both have one section open; whoever saves second sees both versions beside each other."""
    for one in (reader, colleague):
        one.go(f"/my/applications/{number}/tasks/")
        one.follow("/s/project/")
    colleague.sees(
        "%(who)s has this section open, too. If both of you save, the second is asked which version to keep.", who=OWNER
    )
    colleague.snap("section-present")
    fill_project(reader, TITLES[0])
    reader.submit()
    fill_project(colleague, TITLES[1])
    if colleague.scripts:
        colleague.sees("Save to compare both versions; nothing of theirs will be lost.")
    colleague.submit()
    colleague.sees("Somebody saved this section while you were writing")
    for title in TITLES:
        colleague.reads(title)
    colleague.snap("conflict")
    colleague.press("Keep mine", within="main")


def fill_project(reader: Reader, title: str) -> None:
    reader.fill(project_title=title, project_summary="认证费用 Certification", performance_target="+10 %")


def complete(reader: Reader, number: str) -> None:
    """The other sections; the field that hangs on a choice comes with it."""
    reader.go(f"/my/applications/{number}/tasks/")
    reader.follow("/s/contact/")
    reader.fill(contact_phone=PHONE)
    reader.submit()
    reader.follow("/s/conditions/")
    for name, value in CHOSEN.items():
        reader.choose(name, value)
    reader.fill(offshore_exec_usd="500000")
    reader.submit()
    answer_the_form(reader)
    reader.follow("/s/bank/")
    reader.fill(bank_account_name="示例账户", bank_name="示例银行", bank_account_number="0000 0000 0000 1234")
    reader.submit()
    give_papers(reader)
    reader.snap("tasks-complete")


def answer_the_form(reader: Reader) -> None:
    reader.follow(f"/s/{drawing_up.SECTION[0]}/")
    country = reader.page.locator("[name='country']")
    if reader.scripts:
        reader.choose("market", "home")
        expect(country).to_be_hidden()
    reader.choose("market", "abroad")
    expect(country).to_be_visible()
    drawing_up.add_customer(reader, "示例客户 Demo")
    reader.page.locator("[name='truth']").check()
    reader.page.set_input_files("main input[type='file']", drawing_up.a_plan())
    reader.submit()
    expect(reader.page.locator(".wrong [name='country']")).to_have_count(1)
    reader.snap("section-of-the-call")
    reader.fill(country="SG")
    reader.page.set_input_files("main input[type='file']", drawing_up.a_plan())
    reader.submit()


def give_papers(reader: Reader) -> None:
    reader.follow("/papers/")
    missing = reader.page.locator("li.file-row:has(.chip.sea) a")
    while missing.count():
        reader.click(missing.first)
        code = reader.page.url.rstrip("/").rsplit("/", 1)[-1]
        file = demo_file(code, "pdf")
        reader.page.set_input_files(
            "[name='file']", {"name": file.name, "mimeType": "application/pdf", "buffer": file.read()}
        )
        reader.submit()
    reader.press("Continue", within="main")


# --- signed and sent ---


def sign(reader: Reader, stranger: Reader, number: str) -> None:
    """The link opens for the address it was sent to, and for nobody else."""
    reader.follow("/signature/")
    name, email = SIGNER
    reader.fill(name=name, email=email)
    reader.submit()
    reader.snap("signature-asked")
    mail = newest_mail(reader, email, about=number)
    address = re.sub(r"^https?://[^/]+/(zh-hans|en)/", f"/{reader.language}/", address_in(mail, "/sign/"))
    response = stranger.page.goto(f"{stranger.address}{address}")
    assert response.status == 404
    stranger.look("sign-stranger")
    assert number not in stranger.page.locator("main").inner_text()
    drawing_up.sign_in(stranger, "legal")
    follow_mail(stranger, mail, "/sign/")
    stranger.reads("SG")
    stranger.snap("sign")
    stranger.page.locator("[name='declaration']").check()
    stranger.press("Sign", within="main form")
    stranger.sees("The fingerprint of what was signed (SHA-256):")
    stranger.snap("signed")


def send(reader: Reader, number: str) -> str:
    """Submitted, with a receipt; the code that stands on it."""
    reader.go(f"/my/applications/{number}/tasks/")
    reader.press("Check and send", within="main")
    reader.snap("check-signed")
    reader.page.locator("[name='declaration']").check()
    reader.submit()
    reader.sees("Application submitted")
    receipt = reader.fetch(reader.page.locator("main a[href$='receipt.pdf']"))
    assert receipt.body().startswith(b"%PDF-")
    return reader.page.locator("main a[href*='/verify/']").inner_text()


def verify(reader: Reader, code: str) -> None:
    """Without an account, typed from paper."""
    reader.sign_out()
    reader.go("/verify/")
    reader.snap("verify")
    reader.fill(code=code.lower().replace("-", "  "))
    reader.press("Verify", within="main form")
    reader.reads(code)
    reader.snap("verified")
    assert reader.page.context.cookies() == []


# --- next year ---


def open_next_years(reader: Reader) -> None:
    code = drawing_up.draw_up(reader, MEASURE, *period(reader, 2026))
    drawing_up.open_to_everybody(reader, code)


def take_over(reader: Reader, number: str) -> None:
    """What holds still is in the new draft, each value with the application it comes from."""
    reader.go(f"/my/applications/{number}/")
    reader.press("Use it for a new call", within="main")
    first, _last = period(reader, 2026)
    reader.choose("call", f"{MEASURE}-{first:%Y%m}")
    reader.snap("copy")
    reader.press("Begin the new draft", within="main")
    reader.reads(number)
    reader.snap("copied")
    reader.follow("/tasks/")
    assert number not in reader.page.url
    reader.follow("/s/contact/")
    assert reader.page.locator("[name='contact_phone']").input_value() == PHONE
    expect(reader.page.locator(".origin", has_text=number).first).to_be_visible()
    reader.snap("section-copied")
