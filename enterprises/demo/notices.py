"""A public notice with three entries; somebody objected to the second, and the objection was dismissed."""

from datetime import timedelta

from enterprises.demo.applications import OBJECTION, Life, free_enterprise
from enterprises.models import Call, Enterprise, Notice
from enterprises.notices.objecting import receive
from enterprises.notices.objection_workflow import objection_flow
from enterprises.notices.period import fewest_workdays
from enterprises.notices.publishing import publish
from portal.accounts.models import User
from portal.core import clock

People = dict[str, User]
MEASURE, ENTRIES, DAYS_AGO = "MKT-02", 3, 10
# The first enterprises of the demo are those of its applicants, who shall find an open call to apply under.
OF_APPLICANTS = 4


def make_notice(people: People, enterprises: list[Enterprise]) -> Notice:
    """After the applications, whose enterprises it leaves alone."""
    call = Call.objects.select_related("measure").get(is_demo=True, measure__code=MEASURE, closed_early_at=None)
    lives = []
    for number in range(ENTRIES):
        enterprise = free_enterprise(enterprises, call, OF_APPLICANTS + number)
        lives.append(Life(people, enterprise, call, number + 1, DAYS_AGO).sign())
    division = people["division@example.test"]
    moment = max(life.moment for life in lives) + timedelta(days=1)
    with clock.at(moment):
        applications = [life.application for life in lives]
        notice = publish(call, applications, division, workdays=fewest_workdays(call))
    with clock.at(moment + timedelta(hours=20)):
        objection = receive(notice.lines.get(position=2), **OBJECTION, files=[])
    with clock.at(moment + timedelta(days=1, hours=20)):
        objection_flow.take(objection, "admit", division)
        reason = "示例：经核查，所述支持属于另一项目的费用，与本次申报不重复。"
        objection_flow.take(objection, "dismiss", division, reason, published="示例：费用不重复，异议不成立。")
    return notice
