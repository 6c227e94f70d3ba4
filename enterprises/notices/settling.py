"""An entry with objections goes on when the last of them is closed: to be decided again, or approved once the notice
has run to its last day, because until then anybody else may object."""

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.enums import ObjectionState, State
from enterprises.models import Application, Notice, NoticeLine, Objection
from enterprises.notices.objection_notifications import stays_on_notice
from enterprises.notices.period import ends_at, running_line
from enterprises.workflow import application_flow
from portal.accounts.models import User
from portal.calendars.workdays import workdays_between
from portal.core import clock, pagecache
from portal.reviews.clocks import begin_anew
from portal.reviews.enums import DueReason
from portal.reviews.flow import Limit
from portal.reviews.models import Case, WorkItem

# The step that the clock takes when the notice is over.
AT_THE_END = "close_notice"


def settle(line: NoticeLine, actor: User | None) -> None:
    """With the application locked, so that of two who close the last two at one moment the second one sees both."""
    Case.objects.select_for_update(of=("self",)).get(pk=line.application_id)
    objections = Objection.objects.filter(line=line)
    application = Application.objects.for_page().get(pk=line.application_id)
    if objections.open().exists() or application.state != State.OBJECTION:
        return
    upheld = objections.filter(state=ObjectionState.UPHELD).first()
    if upheld is not None:
        said = upheld.published or _("An objection to the public notice was upheld.")
        application_flow.take(application, "decide_again", actor, said)
        return
    said = " ".join(one for one in objections.order_by("pk").values_list("published", flat=True) if one)
    running = running_line(application)
    if running is None or clock.now() >= ends_at(running.notice):
        application_flow.take(application, "dismiss_objection", actor, said or _("No objection was upheld."))
        return
    _let_it_run(application, running.notice, actor)
    stays_on_notice(application, running.notice, objections.latest("closed_at"), said)


def waits_for_the_end(item: WorkItem) -> bool:
    """Whether every objection is closed and only the notice still runs."""
    return item.on_due == AT_THE_END


def take_up_again(case: Case, within: Limit) -> None:
    """Another objection came while the entry waited for the end of its notice: there is one to answer again."""
    item = WorkItem.objects.get(case_id=case.pk, closed_at=None)
    if waits_for_the_end(item):
        WorkItem.objects.filter(pk=item.pk).update(on_due="")
        begin_anew(item, within.n, DueReason.OBJECTED, None)


def _let_it_run(application: Application, notice: Notice, actor: User | None) -> None:
    item = WorkItem.objects.get(case_id=application.pk, closed_at=None)
    WorkItem.objects.filter(pk=item.pk).update(on_due=AT_THE_END)
    begin_anew(item, workdays_between(clock.today(), notice.last_day), DueReason.RUNS_ON, actor)
    transaction.on_commit(pagecache.bump)
