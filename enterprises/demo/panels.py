"""Panels of the demo: one that met on a single application, and one that is open to be looked at."""

from decimal import Decimal

from enterprises.enums import Cutting, FactSource, Investment
from enterprises.facts_of import correct
from enterprises.models import Application, Call
from enterprises.panels.cutting import Setting, cut
from enterprises.panels.drafting import draft_waiting
from enterprises.panels.meeting import begin_panel, freeze, list_hash
from enterprises.panels.ranking import candidates_of
from portal.accounts.models import User
from portal.core import clock

CHAIR, MEMBERS = "示例主持人", ["示例成员甲", "示例成员乙", "示例成员丙"]
MINUTES = "示例：会议审议了评审得分和核算金额，一致同意按下列设置确定支持名单。"


def hold_panel(application: Application, division: User) -> None:
    """A meeting that supports whatever is verified under the call; its decisions are drafted by it."""
    panel = begin_panel(application.call, division)
    setting = Setting(Cutting.ORDER, Decimal(len(candidates_of(application.call))))
    seen = list_hash(cut(candidates_of(application.call), setting))
    freeze(
        panel, division, setting,
        seen=seen, held_on=clock.today(), chair=CHAIR, members=MEMBERS, minutes=MINUTES,
    )  # fmt: skip
    draft_waiting(panel=panel)
    application.refresh_from_db()
    application.forget()


def open_panel(code: str, division: User) -> None:
    """Begun, with nothing frozen: the list of the measure's call waits to be tried out."""
    call = Call.objects.filter(is_demo=True, measure__code=code).order_by("period_from").last()
    if call is None:
        return
    begin_panel(call, division)
    for place, application in enumerate(call.applications.select_related("enterprise").order_by("pk")):
        said = Investment.DOMESTIC if place % 3 else Investment.FOREIGN
        source, reason = FactSource.REGISTER, "示例：按登记机关数据补充。"
        correct(
            application.enterprise,
            division,
            {"investment": said.value},
            source=source,
            as_of=clock.today(),
            reason=reason,
        )
