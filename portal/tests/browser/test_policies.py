"""What the public does with policies, from the home page on and by links alone.

In both languages, on a desk and on a phone; two of the runs have JavaScript switched off.
"""

import re
import uuid
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from portal.tests.browser.mails import address_in, newest_mail
from portal.tests.browser.reader import Reader, in_all_ways

pytestmark = pytest.mark.browser

NUMBER = "青示商字〔2025〕27号"
# A document with clauses in both languages and a second version.
DOCUMENT = ("青岛市跨境电子商务高质量发展实施细则", "Rules for high-quality cross-border e-commerce")


@in_all_ways
def test_a_visitor_finds_reads_and_follows_policies(reader):
    search(reader)
    read_a_document(reader)
    compare_versions(reader)
    read_an_area(reader)
    subscribe(reader)
    assert reader.page.context.cookies() == []
    follow_and_end(reader)


@in_all_ways
def test_a_visitor_reads_the_plan_and_takes_its_data(reader):
    read_the_plan(reader)
    look_up_the_negative_list(reader)
    take_open_data(reader)
    assert reader.page.context.cookies() == []


@in_all_ways
def test_a_visitor_checks_which_measures_fit(reader):
    answer_the_check_up(reader)
    keep_the_result(reader)
    read_the_worked_examples(reader)
    assert reader.page.context.cookies() == []


# --- the library ---


def look_for(reader: Reader, words: str) -> None:
    reader.page.locator("main input[name='q']").fill(words)
    reader.press("Search policies", within="main")


def titles(reader: Reader) -> list[str]:
    return reader.page.locator(".results h2").all_inner_texts()


def search(reader: Reader) -> None:
    """Two characters, a number in other brackets, traditional characters; then a filter."""
    reader.home()
    look_for(reader, "展位")
    expect(reader.page.locator(".results mark").first).to_have_text("展位")
    look_for(reader, NUMBER.replace("〔", "[").replace("〕", "]"))
    assert [title.startswith(reader.either(*DOCUMENT)) or title for title in titles(reader)] == [True]
    look_for(reader, "跨境電子商務")
    everything = titles(reader)
    reader.snap("library")
    if reader.width == "phone":
        reader.page.locator("label[for='show-facets']").click()
    reader.press("City", within=".facet-list")
    assert set(titles(reader)) < set(everything)
    expect(reader.page.locator(".chosen")).to_contain_text(reader.t("City"))


def read_a_document(reader: Reader) -> None:
    """Its facts, one clause by its own address, both languages beside each other."""
    reader.press(reader.either(*DOCUMENT), within=".results")
    reader.reads(NUMBER)
    for heading in ("Text", "In plain words", "Who to ask", "What changed"):
        reader.sees(heading)
    reader.snap("document")
    clause = reader.page.locator(".clause:not(.chapter)").first
    clause.locator(".clause-number").click()
    assert reader.page.url.endswith("#" + clause.get_attribute("id"))
    reader.press("Chinese and English side by side")
    row = reader.page.locator(".clause:not(.chapter)").first
    assert {half.get_attribute("lang") for half in row.locator("[lang]").all()} == {"zh-hans", "en"}
    reader.snap("both-languages")
    reader.press("In one language")


def compare_versions(reader: Reader) -> None:
    reader.press("All versions, and what differs between them")
    reader.follow("..")
    expect(reader.page.locator("main ins").first).to_be_visible()
    expect(reader.page.locator("main del").first).to_be_visible()
    reader.snap("comparison")


def follow_and_end(reader: Reader) -> None:
    """By mail and without an account: ask, confirm, choose how often, end; then the links lead nowhere."""
    email = f"reader-{uuid.uuid4().hex[:8]}@example.test"
    look_back_to(reader, reader.either(*DOCUMENT))
    reader.press("Follow this policy")
    reader.fill(email=email)
    reader.snap("follow")
    reader.submit()
    reader.sees("Look at your mails")
    mail = newest_mail(reader, email)
    open_from_mail(reader, address_in(mail, "/confirm/"))
    reader.reads(reader.either(*DOCUMENT))
    reader.press("Yes, tell me")
    manage = reader.page.url
    reader.choose("frequency", "daily")
    reader.press("Save")
    reader.sees("Your choice is saved.")
    reader.snap("manage")
    reader.press("End all alerts")
    reader.sees("These mails have ended")
    assert reader.page.goto(manage).status == 404
    reader.look()
    reader.sees("This link leads nowhere")


def look_back_to(reader: Reader, title: str) -> None:
    """From the newest change to older ones, until one of this document is found."""
    while not reader.page.locator("main .kept-rows a", has_text=title).count():
        reader.press("Older changes", within="main .pager")
    reader.press(title, within="main .kept-rows")


def open_from_mail(reader: Reader, address: str) -> None:
    assert reader.page.goto(address).status == 200
    reader.look()


def read_an_area(reader: Reader) -> None:
    reader.home()
    reader.follow("/policies/areas/market/")
    for heading in ("Open now", "Measures", "Typical tasks", "Policy documents", "Windows ahead", "Who to ask"):
        expect(reader.page.get_by_role("heading", name=reader.t(heading)).first).to_be_visible()
    reader.snap("focus-area")
    feed = reader.fetch(reader.link("Atom feed of this area"))
    assert feed.headers["content-type"].startswith("application/atom+xml")
    reader.press("Calendar of this area")


def subscribe(reader: Reader) -> None:
    """Windows and deadlines: as a page, as a calendar file, as feeds."""
    reader.press("Calendar", within="footer")
    reader.snap("calendar")
    file = reader.fetch(reader.page.locator("main a.address"))
    assert file.headers["content-type"].startswith("text/calendar")
    assert file.body().startswith(b"BEGIN:VCALENDAR")
    feed = reader.fetch(reader.link("Feed of all changes (Atom)"))
    assert feed.headers["content-type"].startswith("application/atom+xml")
    reader.press("What is new", within="main")
    expect(reader.page.locator(".kept-rows li").first).to_be_visible()
    reader.snap("changes")


# --- the plan and the data ---


def read_the_plan(reader: Reader) -> None:
    """A chart is a picture with its table beside it, and both can be taken away."""
    reader.home()
    reader.press("The plan and its targets")
    reader.snap("plan")
    chart = reader.page.locator("figure.chart").first
    expect(chart.locator("svg")).to_be_visible()
    expect(chart.locator("tbody tr").nth(1)).to_be_visible()
    picture = reader.fetch(reader.link("Download picture (SVG)"))
    assert picture.headers["content-type"].startswith("image/svg+xml")
    table = reader.fetch(reader.link("Download table (CSV)"))
    assert table.headers["content-type"].startswith("text/csv")
    assert len(table.text().splitlines()) > 2
    pages = reader.page.locator(".plan-tabs a")
    for place in range(1, pages.count()):
        reader.click(pages.nth(place))
        reader.snap(f"plan-{place}")


def look_up_the_negative_list(reader: Reader) -> None:
    """The three answers, each with its caution."""
    reader.menu("Policies")
    reader.press("Negative list of cross-border trade in services", within="main")
    ask_the_list(reader, "报关", "")
    expect(reader.page.locator("#answer")).to_contain_text(reader.either("受限", "Restricted"))
    reader.snap("negative-list")
    ask_the_list(reader, "咖啡", "")
    expect(reader.page.locator("#answer")).to_contain_text(reader.either("内外一致", "treated alike"))
    ask_the_list(reader, "", "M3")
    expect(reader.page.locator("#answer")).to_contain_text(reader.either("外商投资", "foreign investment"))


def ask_the_list(reader: Reader, words: str, mode: str) -> None:
    reader.fill(q=words)
    reader.choose("mode", mode)
    reader.press("Filter", within="main")
    reader.reads(reader.either("其他规定仍然适用", "Other rules still apply"))


def take_open_data(reader: Reader) -> None:
    reader.press("Open data", within="footer")
    reader.snap("open-data")
    table = reader.fetch(reader.page.locator("main a[href$='/policies.csv']"))
    assert table.headers["content-type"].startswith("text/csv")
    assert NUMBER in table.text()
    words = reader.fetch(reader.page.locator("main a[href$='/data-dictionary.csv']"))
    assert "policies" in words.text()
    reader.press("API", within="footer")
    reader.reads("/api/v1/policies/")
    reader.snap("api")
    answer = reader.fetch(reader.link("The answer as JSON"))
    assert answer.headers["content-type"].startswith("application/json")


# --- the check-up ---

GENERAL = {
    "registered_division": "370212",
    "independent_legal_person": "yes",
    "on_serious_dishonesty_list": "no",
    "in_abnormal_operation_list": "no",
    "fiscal_funds_owed": "no",
    "same_cost_funded_elsewhere": "no",
}
ANSWERS = GENERAL | {"certificate_type": "ISO27001", "statistics_reported": "yes"}
TYPED = {"cost_date": "2026-03-01", "items": "90000\n60000"}
HAS = ("certificate_type", "items")
MOST_QUESTIONS = 15


def answer_the_check_up(reader: Reader) -> None:
    """Question by question; what the visitor does not know is passed over."""
    reader.home()
    reader.press("Policy check-up")
    reader.snap("check-up")
    reader.press("Start the check-up")
    for number in range(MOST_QUESTIONS):
        if "/match/result/" in reader.page.url:
            return
        reader.snap(f"question-{number}")
        answer_the_question(reader)
    raise AssertionError("the check-up asks too much")


def answer_the_question(reader: Reader) -> None:
    form = reader.page.locator("main form")
    boxes = form.locator("input[name='has']")
    known = False
    for box in boxes.all():
        if box.get_attribute("value") in HAS:
            box.check()
            known = True
    for name, value in ANSWERS.items():
        if form.locator(f"select[name='{name}'], input[type='radio'][name='{name}']").count():
            reader.choose(name, value)
            known = True
    for name, value in TYPED.items():
        if form.locator(f"textarea[name='{name}'], input[name='{name}']:not([type='hidden'])").count():
            reader.fill(**{name: value})
            known = True
    if known:
        reader.press("Continue", within="main form")
    else:
        reader.click(form.locator("button[name='skip']"))


def keep_the_result(reader: Reader) -> None:
    """The link opens the same result for somebody else; the file is a PDF."""
    reader.snap("check-up-result")
    reader.reads("75,000")
    was = reader.page.locator(".match-amount").all_inner_texts()
    paper = reader.fetch(reader.link("Result as PDF"))
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF-")
    address = reader.page.locator("#kept").input_value()
    reader.sign_out()
    open_from_mail(reader, address)
    assert reader.page.locator(".match-amount").all_inner_texts() == was
    for answer in ("ISO27001", "75000", "370212"):
        assert answer not in unquote(address)


def read_the_worked_examples(reader: Reader) -> None:
    """From the result to the measure: examples worked out, then the measure's own check."""
    reader.click(reader.page.locator(".match-card h3 a[href$='/items/ent-01/']"))
    examples = reader.page.locator("details.more", has_text=reader.t("Worked examples"))
    examples.locator("summary").first.click()
    assert examples.locator("section.card").count() >= 2
    expect(examples.locator("table").first).to_be_visible()
    reader.look("worked-examples")
    reader.press("Check whether you are eligible")
    for name, value in ANSWERS.items():
        reader.choose(name, value)
    reader.fill(**TYPED)
    reader.click(reader.page.locator("main form button[type='submit']").last)
    reader.snap("self-check")
    assert re.search(r"75,000", reader.page.locator("#result").inner_text())
