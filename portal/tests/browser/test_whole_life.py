"""Two applications from the call to the end, with everybody who has a part in them: one by right, until its money was
paid, reported on and recovered; one in competition, with experts, auditors, a panel and the days that pass meanwhile.
"""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from portal.tests.browser import funding, judging, objecting, paying
from portal.tests.browser.at_desk import confirm, open_on_the_desk, sign_in, take
from portal.tests.browser.funding import Case
from portal.tests.browser.later import on_a_later_day, when_the_notice_is_over
from portal.tests.browser.reader import Reader, in_two_ways

pytestmark = pytest.mark.browser

BY_RIGHT, IN_COMPETITION = "TRA-03", "OPN-03"
# A period and two enterprises of its own for each way of walking.
MONTHS = {"zh-hans desktop": 3, "en phone": 4}
FIRMS = {"zh-hans desktop": (80, 81), "en phone": (82, 83)}
# 40 percent of the cost under both measures.
COSTS = {BY_RIGHT: 100_000, IN_COMPETITION: 800_000}


@in_two_ways
def test_an_award_by_right_until_its_money_came_back(reader, run_folder):
    case = applied_for(reader)
    funding.accept(reader, case.number)
    funding.review(reader, case.number, "send_to_verification")
    funding.draft(reader, case)
    funding.sign(reader, "finance", case.number, "countersign")
    funding.sign(reader, "leader", case.number, "sign_approval")
    notice = funding.put_on_notice(reader, case)
    objected_to(reader, case, notice)
    when_the_notice_is_over(run_folder, notice)
    paid(reader, case)
    letter_read(reader, case)
    reported_on(reader, case)
    controlled(reader, case)
    paying.demand(reader, case)
    paying.repay(reader, case)
    reads_what_came_of_it(reader, case, "Repaid")


@in_two_ways
def test_an_award_in_competition(reader, run_folder):
    case = competed_for(reader)
    funding.accept(reader, case.number)
    funding.review(reader, case.number, "send_to_experts")
    drawn = judging.draw_by_lot(reader, case.call)
    judging.score(reader, drawn, case.number)
    judging.read_scores(reader, case.number)
    judging.check_on_site(reader, case.number, COSTS[IN_COMPETITION])
    judging.hold_panel(reader, case)
    funding.sign(reader, "leader", case.number, "sign_approval")
    funding.put_on_notice(reader, case)
    the_notice_ends(reader, run_folder)
    reads_what_came_of_it(reader, case, "Approved: payment is being prepared")


# --- by right ---


def applied_for(reader: Reader) -> Case:
    cost = COSTS[BY_RIGHT]
    call = funding.open_a_call(reader, BY_RIGHT, MONTHS[reader.way], three_sign)
    typed = {"eligible_cost_cny": str(cost), "cost_date": f"2026-{MONTHS[reader.way]:02d}-15"}
    return funding.apply(reader, call, FIRMS[reader.way][0], cost * 40 // 100, {"tax_credit_grade": "A"}, typed)


def three_sign(reader: Reader) -> None:
    """The division drafts, the finance bureau signs, the leadership decides."""
    for place, role in enumerate(("case_mgr", "finance", "leadership")):
        reader.choose(f"chain_{place}", role)


def objected_to(reader: Reader, case: Case, notice: str) -> None:
    """One entry waits for the answer; the outcome stands on the notice."""
    code = objecting.object_to(reader, notice)
    objecting.dismiss(reader, case)
    objecting.read_answer(reader, notice, code)


def paid(reader: Reader, case: Case) -> None:
    paying.check_credit(reader, case)
    paying.plan(reader, case)
    batch = paying.draw_up(reader, case)
    file = paying.release(reader, batch)
    paying.enter_answers(reader, batch, paying.answered(reader, file, batch))
    reader.press(case.number, within="main")
    reader.sees("Paid")
    reader.snap("case-paid")


def letter_read(reader: Reader, case: Case) -> None:
    """The limits to appeal count from the day on which the applicant opened the letter; the desk sees that day."""
    open_on_the_desk(reader, "division", case.number)
    reader.sees("Nobody of the applicant’s side has opened it yet.")
    funding.open_own_case(reader, case)
    reader.press("Open the decision", within="main")
    reader.reads(case.shown)
    reader.snap("decision")
    assert reader.fetch(reader.link("Letter (PDF)")).body().startswith(b"%PDF-")
    open_on_the_desk(reader, "division", case.number)
    reader.reads(reader.t("First opened by %(who)s, %(when)s.").split("%(who)s")[0])
    reader.snap("case-letter-opened")


def reported_on(reader: Reader, case: Case) -> None:
    """Against the target of the application, then judged by the division."""
    funding.open_own_case(reader, case)
    reader.press("Write the report", within="main")
    reader.fill(reached="新增境外客户。Three new clients.", use_of_funds="服务采购。Services.")
    reader.choose("own_grade", "met")
    reader.snap("report")
    reader.press("Send the report", within="main")
    open_on_the_desk(reader, "division", case.number)
    take(reader, "evaluate")
    reader.choose("grade", "partly")
    reader.fill(comment="目标部分完成。")
    reader.snap("evaluate")
    confirm(reader)
    reader.sees("Evaluated")


def controlled(reader: Reader, case: Case) -> None:
    """A sample of the call’s paid awards, drawn by lot; what was found must be recovered."""
    sign_in(reader, "division@example.test")
    reader.menu("control samples")
    reader.press("Draw a sample", within="main")
    options = reader.page.locator("main select[name='call'] option")
    reader.choose("call", options.filter(has_text=case.call).first.get_attribute("value"))
    reader.fill(size="1")
    reader.press("Draw the sample", within="main")
    reader.reads(case.number)
    reader.page.locator("main details:has(form) > summary").click()
    reader.page.locator("main [name$='-result'][value='recover']").check()
    reader.page.locator("main [name$='-findings']").fill("示例:服务未实际采购。")
    reader.snap("sample")
    reader.press("Save the result", within="main")
    reader.sees("To be recovered")


# --- in competition ---


def competed_for(reader: Reader) -> Case:
    cost = COSTS[IN_COMPETITION]
    call = funding.open_a_call(reader, IN_COMPETITION, MONTHS[reader.way], judging.with_a_rubric)
    typed = {"eligible_cost_cny": str(cost), "qingdao_clients_served": "12"}
    return funding.apply(reader, call, FIRMS[reader.way][1], cost * 40 // 100, {}, typed)


def the_notice_ends(reader: Reader, run_folder: Path) -> None:
    """After its last day, with no objection left, only the clock acts."""
    on_a_later_day(run_folder, datetime.now(ZoneInfo(settings.TIME_ZONE)) + timedelta(days=15))


def reads_what_came_of_it(reader: Reader, case: Case, state: str) -> None:
    funding.open_own_case(reader, case)
    reader.sees(state)
    reader.snap(f"case-{case.call[:3]}-end")
