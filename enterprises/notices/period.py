"""How long a notice runs: working days after the day of its publication, at least those that the call promises."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from django.utils import timezone

from enterprises.limits import stage_limit
from enterprises.models import Application, Call, Notice, NoticeLine
from portal.reviews.flow import Limit

STAGE = "publicity"
MOST_WORKDAYS = 60


def fewest_workdays(call: Call) -> int:
    return stage_limit(STAGE).under(call).n


def running_line(application: Application) -> NoticeLine | None:
    """The entry under which the application stands on notice now; read once until the case moves."""
    return application.remembered(
        "notice_line",
        lambda: NoticeLine.objects.filter(application_id=application.pk, result="").select_related("notice").first(),
    )


def ends_at(notice: Notice) -> datetime:
    """The first moment that is too late: 24:00 of the last day."""
    return timezone.make_aware(datetime.combine(notice.last_day + timedelta(1), time.min))


@dataclass(frozen=True)
class NoticeLimit:
    """As long as the notice says; `usual` is what docs/workflows.md shows."""

    usual: Limit

    def __call__(self, application: Application) -> Limit:
        line = running_line(application)
        return replace(self.usual, n=line.notice.workdays if line else fewest_workdays(application.call))


notice_limit = NoticeLimit(stage_limit(STAGE).usual)
