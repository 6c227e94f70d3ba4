"""What an expert does with a sheet: declare, keep a draft, send. Each verb locks the case first, then the sheet."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.enums import Conflict, State
from enterprises.exceptions import ReviewError
from enterprises.experts.guards import missing_sheets
from enterprises.experts.permissions import is_own_sheet
from enterprises.experts.scores import checked_evidence, checked_points, rubric_of, total_of
from enterprises.experts.sheets import fill_places, found_conflict, recuse
from enterprises.models import Application, Membership, Sheet
from enterprises.snapshots import fingerprint
from enterprises.workflow import application_flow
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.dates import day_text
from portal.core.exceptions import PortalError
from portal.reviews.exceptions import StepForbidden
from portal.reviews.models import Case, WorkItem


def declare(sheet: Sheet, user: User, conflict: Conflict, why: str = "") -> Sheet:
    """Without a conflict the application opens; with one the expert is recused and the next substitute steps in."""
    with _opened(sheet, user) as sheet:
        if sheet.conflict:
            raise ReviewError(_("You have declared already. Tell the responsible division if it has changed."))
        if conflict == Conflict.DECLARED and not why.strip():
            raise ReviewError(_("Say in a few words what the conflict of interest is."))
        if conflict not in (Conflict.NONE, Conflict.DECLARED):
            raise ReviewError(_("Choose whether you have a conflict of interest."))
        found = _found(sheet)
        if conflict == Conflict.NONE and not found:
            sheet.conflict, sheet.declared_at = Conflict.NONE, clock.now()
            sheet.save(update_fields=["conflict", "declared_at"])
            _record(sheet, user, "declare_conflict", {"conflict": Conflict.NONE.value})
        else:
            _step_back(sheet, user, Conflict.FOUND if found else Conflict.DECLARED, found or why.strip())
    return sheet


def save_draft(sheet: Sheet, user: User, scores: Mapping[str, str], evidence: Mapping[str, str]) -> Sheet:
    """Whatever was written so far, complete or not; only the expert reads it."""
    with _opened(sheet, user) as sheet:
        _check_declared(sheet)
        codes = {line.code for line in rubric_of(sheet.application.call)}
        sheet.scores = {code: str(scores.get(code) or "")[:12] for code in codes}
        sheet.evidence = {code: str(evidence.get(code) or "")[:1000] for code in codes}
        sheet.saved_at = clock.now()
        sheet.save(update_fields=["scores", "evidence", "saved_at"])
    return sheet


def send(sheet: Sheet, user: User, scores: Mapping[str, str], evidence: Mapping[str, str]) -> Sheet:
    """Send it for good. The last sheet that was missing reports the score of the application."""
    with _opened(sheet, user) as sheet:
        _check_declared(sheet)
        found = _found(sheet)
        if found:
            _step_back(sheet, user, Conflict.FOUND, found)
            return sheet
        rubric = rubric_of(sheet.application.call)
        points = checked_points(rubric, scores)
        sheet.scores = {code: f"{value.normalize():f}" for code, value in points.items()}
        sheet.evidence = checked_evidence(rubric, evidence)
        sheet.total, sheet.sent_at = total_of(rubric, points), clock.now()
        sheet.sha256 = fingerprint(_signed(sheet))
        sheet.save(update_fields=["scores", "evidence", "total", "sent_at", "sha256"])
        # The hash and no points: the book is read by people who must not know them yet.
        _record(sheet, user, "send_scores", {"sha256": sheet.sha256})
        _report(sheet.application)
    return sheet


def _report(application: Application) -> None:
    """When nothing is missing the portal reports; where that is refused, the division's button says why."""
    if missing_sheets(application):
        return
    try:
        application_flow.take(application, "report_scores", None)
    except PortalError:
        return


@contextmanager
def _opened(sheet: Sheet, user: User) -> Iterator[Sheet]:
    """The sheet as it is now, with its case locked; refused where it can't be written any more."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).annotate(database_now=Now()).get(pk=sheet.application_id)
        related = ("application__enterprise", "application__call__measure", "expert__user")
        fresh = Sheet.objects.select_related(*related).get(pk=sheet.pk)
        if not is_own_sheet.test(user, fresh):
            raise StepForbidden()
        _check_open(fresh, case)
        yield fresh


def _check_open(sheet: Sheet, case: Any) -> None:
    if sheet.recused_at is not None:
        raise ReviewError(_("You are recused from this application: somebody else scores it."))
    if sheet.sent_at is not None:
        raise ReviewError(_("Your sheet was sent and stands as it is."))
    if case.state != State.EXPERT_REVIEW:
        raise ReviewError(_("The experts’ review of this application is over."))
    due, today = deadline(sheet.application_id), local_day(clock.fixed() or case.database_now)
    if due is not None and today > due:
        text = _("The scores were due on %(day)s. Tell the responsible division if yours is still needed.")
        raise ReviewError(text % {"day": day_text(due)})


def deadline(application_pk: int) -> date | None:
    """The last day for scores; None while the clock stands still."""
    item = WorkItem.objects.filter(case_id=application_pk, closed_at=None).first()
    return item.due_on if item is not None and item.paused_at is None else None


def local_day(moment: Any) -> date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def _check_declared(sheet: Sheet) -> None:
    if sheet.conflict != Conflict.NONE:
        raise ReviewError(_("Declare first whether you have a conflict of interest."))


def _found(sheet: Sheet) -> str:
    application = sheet.application
    members = Membership.objects.filter(enterprise=application.enterprise_id, user=sheet.expert.user_id)
    return found_conflict(sheet.expert, application, set(members.values_list("user", flat=True)))


def _step_back(sheet: Sheet, user: User, conflict: Conflict, why: str) -> None:
    recuse(sheet, conflict, why)
    sheet.scores, sheet.evidence = {}, {}
    sheet.save(update_fields=["conflict", "conflict_note", "declared_at", "recused_at", "scores", "evidence"])
    _record(sheet, user, "recuse", {"conflict": conflict.value})
    fill_places([sheet.application])


def _record(sheet: Sheet, user: User, verb: str, data: dict[str, Any]) -> None:
    application = sheet.application
    facts = {"expert": sheet.expert_id} | data
    record(scope=f"case:{application.pk}", verb=verb, actor=user, target=application.number, data=facts)


def _signed(sheet: Sheet) -> dict[str, Any]:
    """What the hash of a sheet stands for."""
    return {
        "application": sheet.application.number,
        "expert": sheet.expert_id,
        "scores": sheet.scores,
        "evidence": sheet.evidence,
        "total": str(sheet.total),
        "sent_at": sheet.sent_at.isoformat() if sheet.sent_at else "",
    }
