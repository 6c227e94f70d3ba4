"""What a competitive call needs beside: experts drawn by lot and their sheets, two people on site, the panel."""

import re

from playwright.sync_api import expect

from portal.tests.browser.at_desk import confirm, open_on_the_desk, sign_in
from portal.tests.browser.drawing_up import AUTHOR, open_calls
from portal.tests.browser.funding import Case
from portal.tests.browser.reader import Reader

PLACES = 3
RUBRIC = (("项目先进性", "How advanced the project is", "60"), ("带动作用", "What it brings to others", "40"))
POINTS = ("54", "34.5")


def with_a_rubric(reader: Reader) -> None:
    """Of a call that is drawn up: what the experts score by, and how many of them."""
    reader.choose("experts", str(PLACES))
    for row, (zh, en, points) in enumerate(RUBRIC):
        reader.fill(**{f"rubric-{row}-zh": zh, f"rubric-{row}-en": en, f"rubric-{row}-points": points})


# --- experts ---


def draw_by_lot(reader: Reader, call: str) -> list[str]:
    """The lot, drawn once more from its seed; the accounts of the experts in their order, substitutes last."""
    open_calls(reader, AUTHOR)
    reader.press(call, within="#result_list")
    reader.press("Experts of the call", within="main")
    reader.snap("experts-before")
    reader.press("Draw the experts", within="main")
    reader.press("Draw again from the seed", within="main")
    reader.sees("Drawn again from the seed: the same experts in the same order.")
    reader.snap("experts-drawn")
    names = reader.page.locator("main table.figures tbody th").all_inner_texts()
    return [account_of(name) for name in names]


def account_of(name: str) -> str:
    """Of an expert of the demo: expert, expert2, expert3 and so on."""
    number = re.search(r"\d+$", name.strip())
    return f"expert{number[0]}" if number else "expert"


def score(reader: Reader, drawn: list[str], number: str) -> None:
    """The first has a conflict of interest and never reads the application; the first substitute steps in."""
    first, *others = drawn[: PLACES + 1]
    open_sheet(reader, first, number)
    declare(reader, "declared", "曾为申报单位提供咨询。")
    reader.sees("You are recused. Somebody else scores this application.")
    for account in others:
        open_sheet(reader, account, number)
        declare(reader, "none")
        for row, points in enumerate(POINTS, start=1):
            reader.fill(**{f"points_r{row}": points, f"evidence_r{row}": "示例:见申报材料。"})
        reader.snap("sheet")
        reader.press("Send the score", within="main")
        reader.sees("Sent.")


def open_sheet(reader: Reader, account: str, number: str) -> None:
    """An expert from outside begins with their own scoring."""
    sign_in(reader, f"{account}@example.test")
    reader.menu("My scoring")
    reader.press(number, within="main")


def declare(reader: Reader, conflict: str, why: str = "") -> None:
    reader.snap("sheet-declare")
    reader.choose("conflict", conflict)
    if why:
        reader.fill(why=why)
    reader.press("Declare", within="main")


def read_scores(reader: Reader, number: str) -> None:
    """The last sheet has sent the case on; the division reads all of them."""
    open_on_the_desk(reader, "division", number)
    reader.reads("88.5")
    reader.snap("scored")


# --- on site ---


def check_on_site(reader: Reader, number: str, eligible: int) -> None:
    """One auditor writes the report, another confirms it and hands it to the division."""
    open_on_the_desk(reader, "auditor", number)
    reader.press("Write or confirm the report", within="main")
    reader.fill(on="2026-11-20", place="示例路 1 号", eligible=str(eligible), findings="示例:票据与申报一致。")
    reader.choose("result", "agrees")
    reader.press("Keep the report", within="main")
    reader.sees("The report is kept. The second person on site must confirm it.")
    open_on_the_desk(reader, "auditor2", number)
    reader.press("Write or confirm the report", within="main")
    reader.snap("site-check")
    reader.press("I was on site too: confirm the report", within="main")
    reader.fill(comment="核查完毕。")
    confirm(reader)


# --- the panel ---


def hold_panel(reader: Reader, case: Case) -> None:
    """A line that leaves nobody over it is tried and writes nothing; the one that is frozen drafts the decision."""
    open_calls(reader, AUTHOR)
    reader.press(case.call, within="#result_list")
    reader.press("Panel meeting", within="main")
    reader.reads(case.number)
    try_line(reader, "95")
    expect(reader.page.locator("tr.wins")).to_have_count(0)
    try_line(reader, "80")
    expect(reader.page.locator("tr.wins", has_text=case.number)).to_have_count(1)
    reader.snap("panel")
    reader.fill(chair="示例主任 Chair", members="示例委员甲\n示例委员乙", minutes="按评分线支持。")
    reader.press("Freeze the list and draft the decisions", within="main")
    reader.sees("The list is frozen. Its decisions are being drafted.")
    reader.reads(case.shown)
    reader.snap("panel-frozen")


def try_line(reader: Reader, line: str) -> None:
    reader.page.locator("#cut-line").fill(line)
    reader.click(reader.page.locator("form:has(#cut-line) button[type='submit']"))
