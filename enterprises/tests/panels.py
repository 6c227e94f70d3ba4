"""A panel that has met, as a draft under a competitive or pro-rata call wants it."""

from enterprises.models import Application, Panel, PanelLine
from portal.accounts.models import User
from portal.core import clock


def experts_take(application: Application, step: str, division: User) -> bool:
    """What experts and panel do before a step, or instead of it: their last sheet takes `report_scores` itself."""
    if step == "draft_decision":
        panel_met(application, division)
    if step != "report_scores":
        return False
    from enterprises.tests.experts import let_experts_score

    let_experts_score(application, division)
    return True


def panel_met(application: Application, division: User) -> None:
    """A frozen list with this application alone, at what the rule gives; its line is drafted by whoever asks."""
    if not application.call.meets_in_panel or application.panel_lines.exists():
        return
    panel = Panel.objects.create(
        call=application.call, begun_by=division, held_on=clock.today(), chair="主持人", members=["甲", "乙"],
        minutes="同意。", setting={"way": "order", "value": "1"}, frozen_by=division, frozen_at=clock.now(),
        sha256="0" * 64,
    )  # fmt: skip
    amount = application.computed_fen or 0
    PanelLine.objects.create(
        panel=panel, application=application, position=1, score=application.score, computed_fen=amount,
        amount_fen=amount, draft="drafted", drafted_at=clock.now(),
    )  # fmt: skip
