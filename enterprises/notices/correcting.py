"""A published notice is never changed: a corrected one takes its place, and everybody has the whole time anew."""

from django.db import IntegrityError
from django.utils.translation import gettext as _

from enterprises.enums import LineResult, State
from enterprises.exceptions import NoticeError
from enterprises.models import Application, Notice
from enterprises.notices.correction_notifications import corrected
from enterprises.notices.publishing import check_actor_and_days, write
from enterprises.notices.settling import waits_for_the_end
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.transactions import all_or_nothing
from portal.reviews.clocks import begin_anew
from portal.reviews.enums import DueReason
from portal.reviews.models import Case, WorkItem

# An entry with an open objection keeps the clock of the objection; it stands on the corrected notice all the same.
MOVABLE = (State.PUBLICITY, State.OBJECTION)


def correct(notice: Notice, actor: User, *, why_zh: str, why_en: str, workdays: int, masking: str) -> Notice:
    """The entries that still run, written anew from what is known today. Raises NoticeError; then nothing changed."""
    check_actor_and_days(notice.call, actor, workdays)
    why = (why_zh.strip(), why_en.strip())
    if not all(why):
        raise NoticeError(_("Say in Chinese and in English why the notice is corrected: everybody reads it."))
    with all_or_nothing():
        applications = _locked(notice)
        if not applications:
            raise NoticeError(_("No entry of this notice runs any more, so there is nothing to correct."))
        notice.lines.filter(result="").update(result=LineResult.REPLACED, result_at=clock.now())
        try:
            later = write(notice.call, applications, actor, workdays, masking, replaces=notice, why=why)
        except IntegrityError as error:
            raise NoticeError(_("This notice has been corrected already. Reload the page.")) from error
        for application in applications:
            _wait_anew(application, later, actor)
        data = {"number": later.number, "sha256": later.sha256, "lines": len(applications), "replaces": notice.number}
        record(scope=f"notice:{later.pk}", verb="correct", actor=actor, target=later.number, data=data)
    return later


def still_run(notice: Notice) -> bool:
    return notice.lines.filter(result="", application__state__in=MOVABLE).exists()


def _locked(notice: Notice) -> list[Application]:
    """Behind the locks that the clock takes when it closes the notice: who is first decides, for each entry."""
    lines = notice.lines.filter(result="").order_by("application_id")
    keys = list(lines.values_list("application_id", flat=True))
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    running = Application.objects.for_page().filter(notice_lines__notice=notice, notice_lines__result="")
    return list(running.filter(pk__in=keys, state__in=MOVABLE).order_by("notice_lines__position"))


def _wait_anew(application: Application, later: Notice, actor: User) -> None:
    item = WorkItem.objects.get(case_id=application.pk, closed_at=None)
    if application.state == State.PUBLICITY or waits_for_the_end(item):
        begin_anew(item, later.workdays, DueReason.NOTICE, actor)
    corrected(application, later)
