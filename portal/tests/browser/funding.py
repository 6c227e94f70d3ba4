"""The way of one application to its approval that every measure shares: applied for, accepted, reviewed, signed, on
notice. Each official finds the case by the menu and the search of the desk, the applicant by the portal's own links.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from enterprises.demo.enterprises import synthetic_code
from portal.tests.browser import applying, drawing_up
from portal.tests.browser.at_desk import confirm, judge_every_field, open_on_the_desk, sign_in, take
from portal.tests.browser.reader import Reader

SOUND = {"independent_legal_person": "yes", "on_serious_dishonesty_list": "no", "in_abnormal_operation_list": "no",
         "fiscal_funds_owed": "no", "same_cost_funded_elsewhere": "no"}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """`firm`: the number of the enterprise; `email`: the applicant's; `amount` in yuan, as the rules give it."""

    call: str
    firm: int
    number: str
    email: str
    amount: int

    @property
    def shown(self) -> str:
        return f"{self.amount:,}"


def firm(number: int) -> str:
    return f"崂山示例第{number}软件有限公司"


def open_a_call(reader: Reader, measure: str, month: int, more: Callable[[Reader], None]) -> str:
    """With a period of its own in this year; drawn up by one official, opened by another."""
    code = drawing_up.draw_up(reader, measure, date(2026, month, 1), date(2026, 12, 31), more)
    drawing_up.open_to_everybody(reader, code)
    return code


def apply(
    reader: Reader, call: str, number: int, amount: int, chosen: Mapping[str, str], typed: Mapping[str, str]
) -> Case:
    """From the first page to the receipt, with a new account and the enterprise of this number."""
    reader.sign_out()
    reader.home()
    reader.menu("Support funds")
    reader.follow(f"/calls/{call}/")
    reader.press("Start the application", within="main")
    email = applying.register(reader)
    applying.add_enterprise(reader, synthetic_code("370212", number), firm(number))
    reader.submit()
    applying.fill_contact(reader)
    reader.follow("/s/conditions/")
    for name, value in {**SOUND, **chosen}.items():
        reader.choose(name, value)
    reader.fill(**typed)
    reader.submit()
    applying.fill_project(reader, "示例项目 Project")
    applying.fill_bank(reader)
    reader.follow("/papers/")
    applying.upload_all(reader)
    reader.press("Continue", within="main")
    return Case(call, number, applying.send(reader), email, amount)


def open_own_case(reader: Reader, case: Case) -> None:
    """The applicant, from the list of their applications."""
    sign_in(reader, case.email, applying.PASSWORD)
    reader.home()
    reader.menu("My applications")
    reader.click(reader.page.locator(f"main a[href$='/my/applications/{case.number}/']").first)


# --- the desk ---


def accept(reader: Reader, number: str) -> None:
    open_on_the_desk(reader, "district", number)
    take(reader, "accept")
    confirm(reader)


def review(reader: Reader, number: str, step: str) -> None:
    """The formal review, field by field, and where it leads."""
    open_on_the_desk(reader, "division", number)
    take(reader, "begin_review")
    confirm(reader)
    judge_every_field(reader)
    take(reader, step)
    confirm(reader)


def draft(reader: Reader, case: Case) -> None:
    """To support, with the amount that the rules give; the page checks the credit and keeps what it found."""
    open_on_the_desk(reader, "division", case.number)
    take(reader, "draft_decision")
    reader.sees("The check is made and kept when you send this page.")
    reader.snap("draft-decision")
    reader.choose("outcome", "approve")
    reader.fill(amount=str(case.amount), reason="符合条件。Conditions are met.")
    confirm(reader)
    reader.reads(case.shown)
    reader.sees("Before: %(moment)s", moment=reader.t("Decision"))


def sign(reader: Reader, account: str, number: str, step: str) -> None:
    """Whoever is next in the call's chain."""
    open_on_the_desk(reader, account, number)
    take(reader, step)
    reader.snap(f"sign-{account}")
    confirm(reader)


def put_on_notice(reader: Reader, case: Case) -> str:
    """Choose, look at it as everybody will, publish; the number of the notice, which is open then."""
    sign_in(reader, "division@example.test")
    reader.menu("public notices")
    reader.click(reader.page.locator("main li", has_text=case.call).locator("a[href*='/notice/build/']").first)
    reader.reads(case.number)
    reader.press("Preview", within="main")
    reader.reads(case.shown)
    reader.press("Publish", within="main")
    reader.press("As everybody reads it", within="main")
    reader.reads(case.shown)
    reader.snap("notice-life")
    return re.search(r"PN-[\d-]+", reader.page.url)[0]


def read_notice(reader: Reader, number: str) -> None:
    """Somebody without an account, from the first page."""
    reader.sign_out()
    reader.home()
    reader.menu("Notices")
    reader.follow(f"/notices/{number}/")
