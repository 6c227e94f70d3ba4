"""What the steps of a review want before they are taken, for tests."""

from collections.abc import Callable
from datetime import timedelta

from enterprises.models import Application, Consultation, SiteCheck
from enterprises.review.consulting import ask
from enterprises.review.enums import SiteResult
from enterprises.review.site_check import confirm_site_check, write_site_check
from enterprises.review.verdicts import judge_rest
from portal.accounts.models import Unit, User
from portal.core import clock


def prepare_review(application: Application, step: str, actor: User, second: Callable[[], User]) -> None:
    """Every field judged before the formal review ends, the site checked by two before it is reported."""
    if step in {"send_to_experts", "send_to_verification"}:
        judge_rest(application, actor)
    if step == "report_check" and not SiteCheck.objects.filter(application=application).exists():
        site_checked(application, actor, second())


def site_checked(
    application: Application, first: User, second: User | None = None, eligible_fen: int = 150_000_00
) -> SiteCheck:
    """Written by one auditor and, if there is a second, confirmed."""
    written = write_site_check(
        application, first, on=clock.today(), place="崂山区示例路 1 号", eligible_fen=eligible_fen,
        result=SiteResult.AGREES, findings="账册与现场一致。",
    )  # fmt: skip
    if second is not None:
        confirm_site_check(application, second, seen=written.mark)
    return written


def asked(application: Application, user: User, unit: Unit, days: int = 7) -> Consultation:
    due = clock.today() + timedelta(days)
    return ask(application, user, unit=unit, question="是否存在重复享受财政资金的情况?", due=due)
