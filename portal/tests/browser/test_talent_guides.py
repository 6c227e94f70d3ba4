"""Who comes from abroad finds the way: from the front page through the finder to a guide, in four languages. And a
guide is edited at the desk by one official and published by another."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.core import clock
from portal.tests.browser.at_desk import sign_in
from portal.tests.browser.reader import Reader, in_four_languages, in_two_ways

pytestmark = pytest.mark.browser

TERM = "外国高端人才确认函"
# A guide for each way of walking, so that no walk meets another one's edit.
EDITED = {"zh-hans desktop": "m-visa", "en phone": "f-visa"}
# A number of the planner for each way; only words about it change.
NUMBERS = {"zh-hans desktop": "look_back", "en phone": "horizon"}
# A4 between its margins, in pixels; tables that are wider would be cut off.
PAPER = {"width": 672, "height": 970}
CUT_OFF = (
    "() => [...document.querySelectorAll('main .table-box')].filter(b => b.scrollWidth > b.clientWidth + 1).length"
)


@in_four_languages
def test_the_finder_leads_to_a_guide_and_the_switch_keeps_the_place(reader: Reader) -> None:
    reader.go("/talent/")
    reader.press("Find the right guide", within="main")
    for answer in ("Work in Qingdao", "Abroad", "Yes", "Yes", "Up to 90 days"):
        reader.press(answer, within="main .rows")
    expect(reader.page.locator("main h1")).to_have_text(reader.t("The guides for you"))
    assert "aim=work&where=abroad&offer=yes&talent=yes&days=short" in reader.page.url
    reader.snap("finder")
    reader.click(reader.page.locator("main a[href*='/talent/services/r-visa/']"))
    expect(reader.page.locator("main")).to_contain_text(TERM)
    for heading in ("Steps", "Papers", "What else you must know"):
        expect(reader.page.locator("main h2", has_text=reader.t(heading)).first).to_be_visible()
    reader.snap("guide")
    reader.page.go_back()
    reader.look()
    expect(reader.page.locator("main h1")).to_have_text(reader.t("The guides for you"))
    reader.go("/talent/services/")
    assert reader.page.context.cookies() == []


@in_four_languages
def test_another_language_keeps_what_was_typed(reader: Reader) -> None:
    reader.go("/talent/points/")
    reader.page.locator("#id_salary").fill("32")
    reader.page.locator("#id_education input[value='master']").check()
    other = "ja" if reader.language != "ja" else "ko"
    change_language(reader, other)
    assert f"/{other}/talent/points/" in reader.page.url
    expect(reader.page.locator("#id_salary")).to_have_value("32")
    expect(reader.page.locator("#id_education input[value='master']")).to_be_checked()


@in_four_languages
def test_another_language_keeps_the_place_on_the_page(reader: Reader) -> None:
    reader.go("/talent/path/")
    reader.page.goto(f"{reader.page.url}#step-10")
    other = "ja" if reader.language != "ja" else "ko"
    change_language(reader, other)
    assert reader.page.url.endswith(f"/{other}/talent/path/#step-10")
    expect(reader.page.locator("#step-10")).to_be_in_viewport()


def change_language(reader: Reader, other: str) -> None:
    for folded in reader.page.locator("details.menu > summary").all():
        if folded.is_visible():
            folded.click()
    with reader.page.expect_navigation():
        reader.page.locator(f".languages a[hreflang='{other}']:visible").click()


@in_four_languages
def test_a_guide_and_a_plan_fit_on_paper_with_what_is_folded_away(reader: Reader) -> None:
    size = reader.page.viewport_size
    day = (clock.today() + timedelta(days=120)).isoformat()
    plan = f"planner/?way=z&goal=arrive&permit=unknown&family=yes&long=yes&registered=no&date={day}"
    reader.page.emulate_media(media="print")
    reader.page.set_viewport_size(PAPER)
    for path in ("services/work-permit-notice/", plan):
        reader.page.goto(f"{reader.address}/{reader.language}/talent/{path}")
        assert reader.page.locator("main .table-box").count()
        assert reader.page.evaluate(CUT_OFF) == 0, path
        expect(reader.page.locator("main .note").first).to_be_visible()
        expect(reader.page.locator("header .languages").first).to_be_hidden()
    expect(reader.page.locator("main details.more li").first).to_be_visible()
    reader.page.emulate_media(media="screen")
    reader.page.set_viewport_size(size)


@in_two_ways
def test_a_guide_is_edited_by_one_official_and_published_by_another(reader: Reader) -> None:
    slug, said = EDITED[reader.way], f"Demo {reader.way}: whoever is invited"
    sign_in(reader, "talentdesk@example.test")
    reader.go(f"/admin/talent/guide/?q={slug}")
    reader.click(reader.page.locator("#result_list tbody th a").first)
    reader.page.locator("[name='who_en']").fill(said)
    reader.click(reader.page.locator("[name='_save']:visible").first)
    reader.sees("Waits for a second official")
    assert reader.page.locator("[name='approve']").count() == 0
    reader.snap("guide-edit")
    sign_in(reader, "talentdesk-2@example.test")
    reader.go("/admin/talent/guide/care/")
    reader.snap("guide-care")
    reader.follow("/admin/talent/guide/edits/")
    expect(reader.page.locator(".differences")).to_contain_text("Demo")
    reader.snap("guide-check")
    reader.press("Approve and publish", within="main")
    reader.sees("Approved and public")
    reader.press("Public page")
    assert (said in reader.page.locator("main").inner_text()) is (reader.language == "en")


@in_two_ways
def test_a_number_of_the_planner_is_edited_by_one_official_and_approved_by_another(reader: Reader) -> None:
    """From the desk's menu on; the sources that readers see change only with the second official."""
    said = f"Demo source {reader.way}"
    sign_in(reader, "talentdesk@example.test")
    reader.menu("numbers of the planner")
    reader.snap("numbers")
    reader.page.goto(f"{reader.address}/{reader.language}/admin/talent/planconstant/?q={NUMBERS[reader.way]}")
    reader.click(reader.page.locator("#result_list tbody th a").first)
    reader.page.locator("[name='source_en']").fill(said)
    reader.click(reader.page.locator("[name='_save']:visible").first)
    reader.sees("Waits for a second official")
    assert reader.page.locator("[name='approve']").count() == 0
    sign_in(reader, "talentdesk-2@example.test")
    reader.go("/admin/talent/guide/care/")
    reader.click(reader.page.locator("main a[href*='/admin/talent/factedit/']").first)
    expect(reader.page.locator(".differences")).to_contain_text(said)
    reader.snap("fact-check")
    reader.press("Approve and publish", within="main")
    reader.sees("Approved and public")
    reader.go("/admin/talent/factedit/")
    reader.snap("fact-edits")
