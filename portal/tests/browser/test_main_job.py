"""The main job in one sitting: from a policy to a decision, in both languages, on a desk and on a phone.

Every page on the way is examined by axe; two of the runs have JavaScript switched off.
"""

import pytest
from playwright.sync_api import expect

from enterprises.demo.enterprises import synthetic_code
from enterprises.demo.files import demo_file
from portal.tests.browser import applying
from portal.tests.browser.at_desk import confirm, judge_every_field, open_on_the_desk, sign_in, take
from portal.tests.browser.mails import mails_to
from portal.tests.browser.reader import Reader, in_all_ways

pytestmark = pytest.mark.browser

MEASURE = "ent-01"
# An enterprise of its own for each way of walking.
NUMBERS = {"zh-hans desktop": 60, "en phone": 61, "en desktop": 62, "zh-hans phone": 63}
ZH_AREAS = (
    "全面提升数字贸易多领域供给能级",
    "推动传统外贸数字化转型升级",
    "培育壮大数字贸易市场主体",
    "拓展数字贸易国际市场",
    "打造数字贸易高水平开放示范地",
    "建设数字贸易多维度赋能新平台",
)
EN_AREAS = (
    "Raise supply capability across all fields of digital trade",
    "Digitally transform and upgrade traditional foreign trade",
    "Cultivate and grow digital-trade market entities",
    "Expand international markets for digital trade",
    "Build a demonstration area for high-level opening-up in digital trade",
    "Build new multi-dimensional enabling platforms for digital trade",
)


@in_all_ways
def test_the_main_job(reader):
    read_the_plan(reader)
    check_eligibility(reader)
    email = applying.register(reader)
    add_enterprise(reader)
    case = apply(reader)
    district_asks_for_a_correction(reader, case)
    correct(reader, email, case)
    district_accepts(reader, case)
    division_reviews_and_drafts(reader, case)
    leader_signs(reader, case)
    division_publishes(reader, case)
    applicant_reads_the_decision(reader, email, case)
    talent_reads_the_path(reader)


def read_the_plan(reader: Reader) -> None:
    """1. The browser's language decides; the six areas by their names; an area, a policy, a measure."""
    reader.page.goto(f"{reader.address}/")
    assert reader.page.url == f"{reader.address}/{reader.language}/"
    reader.look("home")
    for name in {"zh-hans": ZH_AREAS, "en": EN_AREAS}[reader.language]:
        reader.reads(name)
    reader.follow("/policies/areas/entity/")
    reader.snap("area")
    reader.follow("/policies/qd-dt-2025-entity/")
    reader.follow(f"/items/{MEASURE}/")
    for heading in ("Who may apply", "How much", "Papers", "Budget"):
        reader.sees(heading)
    reader.snap("measure")


def check_eligibility(reader: Reader) -> None:
    """2. Without signing in: each condition with its verdict, and the amount step by step."""
    reader.press("Check whether you are eligible")
    reader.choose("certificate_type", "ISO27001")
    reader.fill(items="90000\n60000", cost_date="2026-03-01")
    reader.choose("registered_division", "370212")
    reader.choose("independent_legal_person", "yes")
    reader.choose("on_serious_dishonesty_list", "no")
    reader.choose("in_abnormal_operation_list", "no")
    reader.choose("fiscal_funds_owed", "yes")
    reader.choose("same_cost_funded_elsewhere", "official")
    reader.click(reader.page.locator("main form button[type='submit']").last)
    for verdict in ("Met.", "Not met.", "Needs an answer.", "An official judges this."):
        reader.sees(verdict)
    reader.snap("check")
    reader.choose("fiscal_funds_owed", "no")
    reader.choose("statistics_reported", "yes")
    reader.click(reader.page.locator("main form button[type='submit']").last)
    reader.reads("75,000")
    assert reader.page.context.cookies() == []
    reader.press("Start the application")


def add_enterprise(reader: Reader) -> None:
    """3b. The enterprise by its code, first with one character wrong, then in small letters."""
    number = NUMBERS[reader.way]
    code, name = synthetic_code("370212", number), f"崂山示例第{number}软件有限公司"
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    applying.add_enterprise(reader, wrong, name)
    reader.sees("There is a problem")
    assert reader.page.locator("[name='credit_code']").input_value() == wrong
    reader.snap("add-wrong")
    applying.add_enterprise(reader, code.lower(), name)


def apply(reader: Reader) -> str:
    """3c. Task list, sections, files, check-answers, submission, confirmation, receipt."""
    reader.submit()
    reader.snap("tasks")
    applying.fill_contact(reader)
    reader.follow("/s/conditions/")
    assert reader.page.locator("[name='certificate_type']").input_value() == "ISO27001"
    reader.submit()
    applying.fill_project(reader, "ISO 27001")
    applying.fill_bank(reader)
    reader.follow("/papers/")
    reader.snap("papers")
    applying.upload_all(reader, wrong_first=True)
    reader.press("Continue")
    number = applying.send(reader)
    reader.go(f"/my/applications/{number}/")
    return number


def district_asks_for_a_correction(reader: Reader, number: str) -> None:
    """4a. On the desk with its date; one request that names a field and a paper."""
    open_on_the_desk(reader, "district", number)
    reader.snap("workspace")
    take(reader, "request_correction")
    for name, why, how in to_correct(reader):
        box = reader.page.get_by_role("checkbox", name=name, exact=True)
        target = reader.page.locator(".target", has=box)
        box.check()
        target.locator("[name^='why']").fill(why)
        target.locator("[name^='how']").fill(how)
    reader.press("Preview")
    reader.snap("request-correction")
    confirm(reader)


def to_correct(reader: Reader) -> list[tuple[str, str, str]]:
    """What the official names: a field and a paper, each with why and how."""
    paper = {"zh-hans": "发票及付款凭证", "en": "Invoices and proof of payment"}[reader.language]
    return [
        (reader.t("Telephone"), "电话无法接通。", "改为工作时间可接通的号码。"),
        (paper, "第 2 页金额无法辨认。", "重新扫描,300 dpi 以上,PDF 格式。"),
    ]


def correct(reader: Reader, email: str, number: str) -> None:
    """4b. Told by mail and in the inbox; only the named field and paper are open."""
    sign_in(reader, email, applying.PASSWORD)
    reader.go("/messages/")
    reader.reads(number)
    reader.go(f"/my/applications/{number}/")
    reader.snap("case-correction")
    for _line in to_correct(reader):
        reader.press("Correct this")
        upload = reader.page.locator("main input[type='file']")
        if upload.count():
            file = demo_file("D07", "pdf")
            upload.set_input_files({"name": file.name, "mimeType": "application/pdf", "buffer": file.read()})
        else:
            reader.fill(contact_phone="0532-00000001")
            assert reader.page.locator("main [name='project_title']").count() == 0
        reader.submit()
    reader.press("I made all corrections")
    reader.page.locator("[name='declaration']").check()
    reader.submit()


def district_accepts(reader: Reader, number: str) -> None:
    open_on_the_desk(reader, "district", number)
    take(reader, "accept")
    confirm(reader)


def division_reviews_and_drafts(reader: Reader, number: str) -> None:
    """5a. The amount comes from the rule; more than that is refused."""
    open_on_the_desk(reader, "division", number)
    take(reader, "begin_review")
    confirm(reader)
    judge_every_field(reader)
    take(reader, "send_to_verification")
    confirm(reader)
    take(reader, "draft_decision")
    reader.snap("draft-decision")
    reader.choose("outcome", "approve")
    reader.fill(amount="75001", reason="符合条件。Conditions are met.")
    confirm(reader)
    reader.reads("75,000")
    reader.fill(amount="75000")
    confirm(reader)


def leader_signs(reader: Reader, number: str) -> None:
    """5b. Another person signs; the division has no such button."""
    assert reader.page.locator("a[href*='/step/sign_approval/']").count() == 0
    open_on_the_desk(reader, "leader", number)
    take(reader, "sign_approval")
    reader.snap("sign")
    confirm(reader)


def division_publishes(reader: Reader, number: str) -> None:
    """5c. The division puts it on public notice: choose, look at it as everybody will, publish."""
    sign_in(reader, "division@example.test")
    reader.go("/admin/enterprises/notice/")
    reader.snap("notices-desk")
    reader.click(reader.page.locator("main li", has_text=MEASURE.upper()).locator("a[href*='/notice/build/']").first)
    for box in reader.page.locator("[name='chosen']").all():
        box.uncheck()
    reader.page.get_by_role("row", name=number).locator("[name='chosen']").check()
    reader.press("Preview")
    reader.reads("75,000")
    reader.snap("notice-preview")
    reader.press("Publish")
    reader.reads(number)
    reader.press("As everybody reads it")
    reader.reads("75,000")
    reader.snap("notice")


def applicant_reads_the_decision(reader: Reader, email: str, number: str) -> None:
    """6. One timeline: what happened, what is next, who must act and by when."""
    sign_in(reader, email, applying.PASSWORD)
    reader.go(f"/my/applications/{number}/")
    reader.snap("case")
    reader.sees("On public notice")
    reader.reads("75,000")
    expect(reader.page.locator("[aria-current='step']")).to_have_count(1)
    reader.go("/messages/")
    expect(reader.page.locator("main li", has_text=number)).not_to_have_count(0)
    reader.sign_out()
    # The code, then: received, correction, corrections received, accepted, under review, on notice.
    assert mails_to(reader, email, at_least=7) == 7
    reader.go("/notices/")
    reader.follow("/notices/PN-")


def talent_reads_the_path(reader: Reader) -> None:
    """7. From the invitation to the residence permit, step by step."""
    reader.go("/")
    reader.click(reader.page.locator("main a[href$='/talent/']").first)
    reader.snap("talent")
    reader.follow("/talent/path/")
    reader.snap("path")
    for text in {
        "en": ("Notification Letter", "24 hours", "working days"),
        "zh-hans": ("外国人工作许可通知", "24", "工作日"),
    }[reader.language]:
        reader.reads(text)
