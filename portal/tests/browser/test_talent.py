"""A foreign professional from the first question to a letter that an officer abroad can verify.

In English on a desk and in Korean on a phone: finder, points, planner, a case that must be corrected, its look-up
without an account, the letter and its verification. The officials' side is walked in English.
"""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from enterprises.demo.files import demo_file
from portal.core import clock
from portal.tests.browser.at_desk import have_read, sign_in
from portal.tests.browser.reader import Reader, in_talent_ways
from portal.tests.browser.seats import Seats

pytestmark = pytest.mark.browser

# An account for each way of walking, so that no walk meets another one's case.
ACCOUNTS = {"en desktop": "talent@example.test", "ko phone": "talent-2@example.test"}
BORN = {"en desktop": "1988-05-17", "ko phone": "1979-02-28"}
PAPERS = ("passport", "employer_letter")
EMPLOYER = "示例数据平台 Demo Data Platform"


@dataclass(frozen=True)
class Followed:
    """What a person notes down of a case."""

    number: str
    digits: str


@in_talent_ways
def test_from_the_finder_to_a_letter_that_can_be_verified(reader, seats):
    find(reader)
    count_points(reader)
    make_a_plan(reader)
    official = Reader(seats.take("en", "desktop", True, beside=True), seats.address, "en", "desktop")
    case = write_a_case(reader)
    ask_for_a_correction(official, case)
    correct(reader, case)
    look_up(reader, seats, case)
    issue(official, case)
    collect_and_verify(reader, case)


def find(reader: Reader) -> None:
    """From the page of the talent, one question after another, to guides with their reasons."""
    reader.go("/talent/")
    reader.press("Find the right guide", within="main")
    for _question in range(6):
        answers = reader.page.locator("main ul.rows.card > li > a")
        if reader.page.locator("main ol.stack").count():
            break
        reader.click(answers.first)
    reader.sees("The guides for you")
    reader.snap("finder")


def count_points(reader: Reader) -> None:
    reader.go("/talent/")
    reader.follow("/talent/points/")
    reader.fill(salary="32", years="8", months="12", age="36")
    for name, value in {"education": "master", "chinese": "hsk4", "region": "other", "elite": "no"}.items():
        reader.choose(name, value)
    reader.submit()
    expect(reader.page.locator("#result")).to_contain_text("74")


def make_a_plan(reader: Reader) -> None:
    """By the address alone: a plan that works out, one that does not, and what can be taken away."""
    reader.go("/talent/")
    reader.follow("/talent/planner/")
    for name, value in {"way": "z", "goal": "arrive", "permit": "B", "family": "yes"}.items():
        reader.choose(name, value)
    reader.fill(date=(clock.today() + timedelta(days=120)).isoformat())
    reader.submit()
    expect(reader.page.locator("main")).to_contain_text("工作类居留证件")
    assert reader.page.locator(".status.pine").count() == 1
    reader.snap("planner")
    for link, kind in (("plan.pdf", "application/pdf"), ("plan.ics", "text/calendar")):
        file = reader.fetch(reader.page.locator(f"main a[href*='{link}']"))
        assert file.headers["content-type"].startswith(kind)
    reader.fill(date=(clock.today() + timedelta(days=5)).isoformat())
    reader.submit()
    assert reader.page.locator(".status.tile").count() == 1


def write_a_case(reader: Reader) -> Followed:
    """Section by section; the person's details are there from before."""
    sits_down(reader)
    reader.go("/talent/cases/")
    reader.press("Begin a case")
    reader.choose("kind", "green_channel")
    reader.submit()
    number = re.search(r"TC-\d{4}-\d{6}", reader.page.url)
    assert number
    base = f"/talent/cases/{number[0]}/"
    reader.go(f"{base}employer/")
    reader.fill(credit_code="", named=EMPLOYER)
    reader.submit()
    reader.go(f"{base}visit/")
    reader.fill(purpose="Work on a data platform", arrives_on=(clock.today() + timedelta(days=60)).isoformat())
    reader.submit()
    for code in PAPERS:
        give(reader, f"{base}papers/{code}/", code)
    reader.go(f"{base}check/")
    reader.page.locator("main [name='true']").check()
    reader.submit()
    digits = reader.page.locator("dl.facts dd").nth(1).inner_text()
    assert re.fullmatch(r"\d{2}", digits)
    reader.snap("case")
    return Followed(number[0], digits)


def give(reader: Reader, path: str, code: str) -> None:
    reader.go(path)
    body = demo_file(code, "pdf").read()
    reader.page.set_input_files("[name='file']", {"name": f"{code}.pdf", "mimeType": "application/pdf", "buffer": body})
    reader.submit()


def ask_for_a_correction(official: Reader, case: Followed) -> None:
    on_the_desk(official, "talentdesk", case.number, "send_back")
    official.page.locator("main [name$='-kind'], main [name='kind']").first.check()
    target = official.page.locator("main fieldset.targets .target").filter(has_text="employer").first
    target.locator("input[type='checkbox']").check()
    target.locator("textarea, input[type='text']").first.fill("Who signed it does not stand there.")
    official.click(official.page.locator("main form button.btn.second[type='submit']:not([name])").last)


def correct(reader: Reader, case: Followed) -> None:
    """The reader sees what to do, does it, and says so."""
    base = f"/talent/cases/{case.number}/"
    reader.go(base)
    reader.reads("Who signed it does not stand there.")
    reader.follow(f"{base}corrections/")
    body = demo_file("employer_letter", "pdf").read()
    field = reader.page.locator("main input[type='file']")
    if field.count():
        field.set_input_files({"name": "letter.pdf", "mimeType": "application/pdf", "buffer": body})
    reader.submit()
    reader.follow("corrections/")
    reader.go(f"{base}corrections/")
    for box in reader.page.locator("main input[type='checkbox']").all():
        box.check()
    reader.submit()


def look_up(reader: Reader, seats: Seats, case: Followed) -> None:
    """Without an account, in another window: right, then with a wrong day."""
    stranger = replace(reader, seat=seats.take(reader.language, reader.width, reader.scripts, beside=True))
    for born, tone in ((BORN[reader.way], "sea"), ("1990-01-01", "sand")):
        stranger.go("/talent/track/")
        stranger.fill(number=case.number, digits=case.digits, birth_date=born)
        stranger.submit()
        assert stranger.page.locator(f"#result .status.{tone}").count() == 1
    assert case.number not in stranger.page.url


def issue(official: Reader, case: Followed) -> None:
    """Accepted, checked, drafted by one and signed by another."""
    on_the_desk(official, "talentdesk", case.number, "accept")
    go_on(official)
    step(official, "begin_checks")
    go_on(official)
    for code in ("identity", "employer", "documents"):
        mark(official, code, "done")
    ask_a_partner(official, case)
    step(official, "draft_letter")
    official.choose("outcome", "issue")
    official.fill(body_zh="示例：请予便利。", body_en="Demo: please give every facility.")
    go_on(official)
    on_the_desk(official, "talentdesk-2", case.number, "sign_letter")
    go_on(official)


def ask_a_partner(official: Reader, case: Followed) -> None:
    """The authority's answer comes back as a file: it is read and compared, and moves the case once it is imported."""
    mark(official, "confirmation", "needed")
    step(official, "ask_partner")
    official.page.locator("main select[name='agency']").select_option(index=1)
    official.fill(question="Demo: does the post qualify for the green channel?")
    go_on(official)
    official.menu("With a partner authority")
    official.reads(case.number)
    official.follow("/partnerquestion/")
    row = official.page.locator("#result_list tbody tr").filter(has_text=case.number)
    line = row.locator(".field-its_line").inner_text().strip()
    official.press("Import", within=".object-tools")
    sheet = f"Line,Case,Result: confirms or does not confirm\n{line},{case.number},confirms\n"
    have_read(official, "answers.csv", sheet.encode())
    expect(official.page.locator(".import-rows li")).to_have_count(1)
    official.look("partner-answer")
    official.press("Import", within=".import-decide")
    official.sees("All of this was imported. The audit keeps every change.")
    open_case(official, case.number)
    expect(official.page.locator("#check-confirmation .chip")).to_contain_text(official.t("done"))


def collect_and_verify(reader: Reader, case: Followed) -> None:
    """The person opens the letter; whoever is shown its code sees that it counts."""
    reader.go(f"/talent/cases/{case.number}/letter/")
    reader.submit()
    code = reader.page.locator("dl.answers code").inner_text()
    file = reader.fetch(reader.page.locator("main a[href$='letter.pdf']").first)
    assert file.headers["content-type"] == "application/pdf"
    reader.snap("letter")
    officer = replace(reader, language="en")
    officer.sign_out()
    officer.open(f"/en/verify/{code}/")
    officer.sees("Valid")
    officer.reads(case.number)


# --- small things ---


def sits_down(reader: Reader) -> None:
    sign_in(reader, ACCOUNTS[reader.way])


def on_the_desk(official: Reader, account: str, number: str, name: str) -> None:
    sign_in(official, f"{account}@example.test")
    open_case(official, number)
    step(official, name)


def open_case(official: Reader, number: str) -> None:
    """By the side bar and the queue's own search."""
    official.menu("Facilitation cases: my work")
    official.fill(q=number)
    official.press("Filter", within="main")
    official.press(number, within="main")


def mark(official: Reader, code: str, standing: str) -> None:
    row = official.page.locator(f"#check-{code}")
    row.locator("details > summary").click()
    row.locator("select[name='standing']").select_option(standing)
    official.click(row.locator("button[type='submit']"))


def step(official: Reader, name: str) -> None:
    official.click(official.page.locator(f"main a.btn[href*='/{name}/']").first)


def go_on(official: Reader) -> None:
    official.click(official.page.locator("main form[method='post'] button.btn[type='submit']:not([name])").last)
