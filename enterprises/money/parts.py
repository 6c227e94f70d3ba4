"""The money on the pages of a case: what was paid, the report, the recovery, and a bar that others left."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.enums import Figure, Grade, LineState, ReportState, State
from enterprises.models import Application, PaymentLine, RecoveryOrder, Report
from enterprises.money.instalments import approved_days, instalments_of
from enterprises.money.recovery import bars, repaid
from enterprises.money.report_years import report_year, year_text
from enterprises.permissions import is_filer
from portal.accounts.models import User
from portal.attachments.models import ScanState
from portal.core.dates import day_text
from portal.core.money import format_cny, format_number, yuan

WITH_MONEY = frozenset(
    {State.APPROVED, State.SUSPENDED, State.PAID, State.EVALUATED, State.RECOVERING, State.RECOVERED}
)
REPORTED = frozenset({State.PAID, State.EVALUATED, State.RECOVERING, State.RECOVERED})
DECIDING = frozenset(State) - {State.DRAFT, State.REJECTED, State.NOT_ACCEPTED, State.WITHDRAWN, State.LAPSED}
TONES = {
    ReportState.DRAFT: "plain",
    ReportState.SENT: "sea",
    ReportState.RETURNED: "tile",
    ReportState.ACCEPTED: "pine",
}


def payments(application: Application, user: User) -> dict[str, Any] | None:
    """Each instalment: when it is due, in which batch it is, what the bank said. Two queries."""
    if application.state not in WITH_MONEY or application.granted_fen is None:
        return None
    lines = {}
    for line in PaymentLine.objects.filter(application=application.pk).select_related("batch").order_by("pk"):
        lines[line.instalment] = line
    approved = approved_days([application.pk]).get(application.pk)
    return {
        "template": "enterprises/money/payments.html",
        "rows": [_instalment(one, lines.get(one.number)) for one in instalments_of(application, approved)],
    }


def _instalment(one: Any, line: PaymentLine | None) -> dict[str, Any]:
    found = {
        "title": _("Instalment %(n)s of %(of)s") % {"n": one.number, "of": one.of} if one.of > 1 else _("Payment"),
        "amount": format_cny(yuan(one.amount_fen)),
        "tone": "plain",
        "batch": None,
    }
    if line is None:
        day = day_text(one.due_on) if one.due_on else "–"
        return found | {"state": _("Open"), "when": _("due from %(day)s") % {"day": day}}
    day = day_text(line.answered_on) if line.answered_on else ""
    tones = {LineState.PAID: "pine", LineState.FAILED: "tile", LineState.OPEN: "sea"}
    state = line.get_state_display() if line.state != LineState.OPEN else _("In preparation")
    url = reverse("admin:enterprises_paymentbatch_change", args=[line.batch_id])
    batch = {"number": line.batch.number, "url": url}
    tone = tones[LineState(line.state)]
    return found | {"state": state, "when": day, "tone": tone, "batch": batch, "reason": line.reason}


def desk_report(application: Application, user: User) -> dict[str, Any] | None:
    """The newest report that was sent, beside the target that it is measured against."""
    if application.state not in REPORTED:
        return None
    rows = application.reports.exclude(state=ReportState.DRAFT).prefetch_related("papers__attachment")
    reports = list(rows.order_by("-round"))
    report = reports[0] if reports else None
    return {
        "template": "admin/enterprises/money/_report.html",
        "report": _report(report) if report else None,
        "year": year_text(application),
        "earlier": [one for one in reports[1:] if one.state == ReportState.ACCEPTED],
        "target": application.answers.get("performance_target", ""),
    }


def _report(report: Report) -> dict[str, Any]:
    return {
        "row": report,
        "state": report.get_state_display(),
        "tone": TONES[ReportState(report.state)],
        "own_grade": Grade(report.own_grade).label if report.own_grade else "",
        "figures": [
            {"label": Figure(code).label, "value": format_number(value)} for code, value in report.figures.items()
        ],
        "papers": [
            {
                "name": paper.attachment.original_name,
                "url": reverse("attachments:download", args=[paper.attachment.public_id])
                if paper.attachment.state == ScanState.CLEAN
                else "",
            }
            for paper in report.papers.all()
        ],
    }


def desk_recovery(application: Application, user: User) -> dict[str, Any] | None:
    """This case's recovery, and those of the enterprise's other cases within three years."""
    if application.state not in DECIDING:
        return None
    found = bars(application.enterprise_id)
    for one in found:
        one["url"] = reverse("admin:enterprises_application_change", args=[one["application"]])
    others = [one for one in found if one["application"] != application.pk]
    if not found or (not others and application.state not in (State.RECOVERING, State.RECOVERED)):
        return None
    mine = RecoveryOrder.objects.filter(application=application.pk).first() if len(found) > len(others) else None
    return {
        "template": "admin/enterprises/money/_recovery.html",
        "others": others,
        "order": mine,
        "url": reverse("admin:enterprises_recoveryorder_change", args=[mine.pk]) if mine else "",
        "amount": format_cny(yuan(mine.total_fen)) if mine else "",
    }


def reader_recovery(application: Application, user: User) -> dict[str, Any] | None:
    """To the applicant: what must be repaid by when, what has come, and the demand as a letter."""
    if application.state not in (State.RECOVERING, State.RECOVERED):
        return None
    order = RecoveryOrder.objects.get(application=application.pk)
    missing = order.total_fen - repaid(order)
    return {
        "template": "enterprises/money/reader_recovery.html",
        "order": order,
        "amount": format_cny(yuan(order.amount_fen)),
        "interest": format_cny(yuan(order.interest_fen)) if order.interest_fen else "",
        "missing": format_cny(yuan(missing)) if missing else "",
        "reference": application.number,
        "url": reverse("enterprises:demand", args=[application.number]),
    }


def reader_report(application: Application, user: User) -> dict[str, Any] | None:
    """To the applicant: write it, it is being looked at, it came back, or how it was judged."""
    if application.state not in (State.PAID, State.EVALUATED):
        return None
    reports, year = list(application.reports.order_by("-round")), report_year(application)
    newest = reports[0] if reports else None
    sent = [one for one in reports if one.state != ReportState.DRAFT and one.year == year]
    writes = application.state == State.PAID and (newest is None or newest.state != ReportState.SENT)
    return {
        "template": "enterprises/money/reader_report.html",
        "report": sent[0] if sent else None,
        "year": year_text(application),
        "earlier": [one for one in reports if one.state == ReportState.ACCEPTED and one.year < year],
        "begun": newest is not None and newest.state == ReportState.DRAFT,
        "write_url": reverse("enterprises:report", args=[application.number])
        if writes and is_filer(user, application)
        else "",
    }


def reader_payments(application: Application, user: User) -> dict[str, Any] | None:
    """Without the batch, which is the bureau's own matter."""
    found = payments(application, user)
    for row in found["rows"] if found else []:
        row["batch"] = None
    return found
