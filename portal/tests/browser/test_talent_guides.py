"""Who comes from abroad finds the way: from the front page through the finder to a guide, in four languages."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.core import clock
from portal.tests.browser.reader import Reader, in_four_languages

pytestmark = pytest.mark.browser

TERM = "外国高端人才确认函"
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
    for folded in reader.page.locator("details.menu > summary").all():
        if folded.is_visible():
            folded.click()
    with reader.page.expect_navigation():
        reader.page.locator(f".languages a[hreflang='{other}']:visible").click()
    assert f"/{other}/talent/points/" in reader.page.url
    expect(reader.page.locator("#id_salary")).to_have_value("32")
    expect(reader.page.locator("#id_education input[value='master']")).to_be_checked()


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
