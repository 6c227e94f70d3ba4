"""The performance report: written by the applicant against the target of the application, judged by the division.

The state of a report is assigned here; the award's own moves are steps of its flow.
"""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.enums import ReportState, State
from enterprises.exceptions import MoneyError
from enterprises.models import Application, Report, ReportPaper
from enterprises.money.report_years import report_year
from portal.accounts.models import User
from portal.attachments.actions import store
from portal.core import clock
from portal.reviews.flow import Move
from portal.reviews.models import Case

PURPOSE = "report"
MOST_PAPERS = 10
COPIED = ("reached", "use_of_funds", "own_grade", "figures")


def running_report(application: Application) -> Report | None:
    return application.reports.filter(state__in=(ReportState.DRAFT, ReportState.SENT)).first()


def to_write_on(application: Application) -> Report | None:
    """The one that came back, if it was the last: the next draft begins as its copy."""
    last = application.reports.exclude(state=ReportState.DRAFT).order_by("-round").first()
    return last if last is not None and last.state == ReportState.RETURNED else None


def report_draft(application: Application) -> Report:
    """The draft to write into. After one that was sent back it begins as its copy.

    Raises MoneyError while a report is being looked at, or when the award expects none.
    """
    with transaction.atomic():
        state = Case.objects.select_for_update(of=("self",)).values_list("state", flat=True).get(pk=application.pk)
        found = running_report(application)
        if state != State.PAID or (found is not None and found.state == ReportState.SENT):
            raise MoneyError(_("No report can be written now: one is being looked at, or none is asked for."))
        if found is not None:
            return found
        last, before = application.reports.order_by("-round").first(), to_write_on(application)
        copied = {name: getattr(before, name) for name in COPIED} if before else {}
        number, year = last.round + 1 if last else 1, report_year(application)
        draft = Report.objects.create(application=application, round=number, year=year, begun_at=clock.now(), **copied)
    return draft


def write_draft(application: Application, values: dict[str, Any]) -> Report:
    draft = report_draft(application)
    with transaction.atomic():
        # A report that was sent meanwhile stays as it was sent.
        done = Report.objects.filter(pk=draft.pk, state=ReportState.DRAFT).update(**values)
        if not done:
            raise MoneyError(_("The report was sent meanwhile: nothing was changed."))
    draft.refresh_from_db()
    return draft


def add_paper(application: Application, user: User, upload: UploadedFile) -> ReportPaper:
    draft = report_draft(application)
    if draft.papers.count() >= MOST_PAPERS:
        raise MoneyError(_("At most %(n)s papers.") % {"n": MOST_PAPERS})
    with transaction.atomic():
        _still_draft(draft)
        return ReportPaper.objects.create(report=draft, attachment=store(upload, owner=user, purpose=PURPOSE))


def remove_paper(application: Application, pk: int) -> None:
    draft = report_draft(application)
    with transaction.atomic():
        _still_draft(draft)
        draft.papers.filter(pk=pk).delete()


def _still_draft(report: Report) -> None:
    if Report.objects.select_for_update(of=("self",)).get(pk=report.pk).state != ReportState.DRAFT:
        raise MoneyError(_("The report was sent meanwhile: nothing was changed."))


# --- effects of the steps -----------------------------------------------------------------------------


def send_report(move: Move) -> None:
    move.case.reports.filter(state=ReportState.DRAFT).update(
        state=ReportState.SENT, sent_by=move.actor, sent_at=clock.now()
    )


def send_report_back(move: Move) -> None:
    move.case.reports.filter(state=ReportState.SENT).update(
        state=ReportState.RETURNED, words=move.comment, judged_by=move.actor, judged_at=clock.now()
    )


def judge_report(move: Move) -> None:
    """Of the year that is being reported on."""
    _judge(move)
    move.case.forget("reported")


def _judge(move: Move) -> None:
    """Where no report came in time, a row says so: the grade stands on its own."""
    judged = {
        "state": ReportState.ACCEPTED, "grade": move.data["grade"], "words": move.comment, "judged_by": move.actor,
        "judged_at": clock.now(),
    }  # fmt: skip
    report = running_report(move.case)
    if report is None:
        last = move.case.reports.order_by("-round").first()
        number, year = last.round + 1 if last else 1, report_year(move.case)
        Report.objects.create(application=move.case, round=number, year=year, **judged)
        return
    Report.objects.filter(pk=report.pk).update(**judged)
