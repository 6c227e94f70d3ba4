"""What an expert reads: the list of what is to be scored, and one application without accounts and contacts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.check_answers import answered_sections
from enterprises.desk.rows import due_cell, short_day
from enterprises.desk.workspace import paper_row
from enterprises.enums import Conflict, State
from enterprises.experts.guards import LEAST
from enterprises.experts.progress import lines_of
from enterprises.experts.sheets import why_recused
from enterprises.models import Application, Sheet
from portal.accounts.models import User
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.core.dates import moment_text
from portal.core.money import format_number
from portal.reviews.models import WorkItem

# Sections that tell who somebody is or where the money goes: nothing of them is scored.
HIDDEN_SECTIONS = frozenset({"contact", "bank"})
PAGE = 50


def my_scoring(user: User, before: int | None = None) -> dict[str, Any]:
    """Open sheets by when they are due, all of them; then what is done, a page at a time."""
    related = ("application__call__measure", "application__enterprise")
    mine = Sheet.objects.visible_to(user).select_related(*related).defer("application__facts", "application__answers")
    running = mine.filter(sent_at=None, recused_at=None, application__state=State.EXPERT_REVIEW)
    rows = list(running.order_by("pk"))
    items = WorkItem.objects.filter(case__in=[row.application_id for row in rows], closed_at=None)
    due = {item.case_id: item for item in items}
    soon = add_workdays(clock.today(), 3).on
    rows.sort(key=lambda row: (str(due[row.application_id].due_on or "9"), row.pk))
    done = mine.exclude(pk__in=running.values("pk")).order_by("-pk")
    found = list((done.filter(pk__lt=before) if before else done)[: PAGE + 1])
    return {
        "open": [_row(sheet) | {"due": due_cell(due[sheet.application_id], soon)} for sheet in rows],
        "done": [_row(sheet) for sheet in found[:PAGE]],
        "next": found[PAGE - 1].pk if len(found) > PAGE else None,
    }


def open_count(user: User) -> int:
    running = Sheet.objects.visible_to(user).filter(sent_at=None, recused_at=None)
    return running.filter(application__state=State.EXPERT_REVIEW)[:100].count()


def _row(sheet: Sheet) -> dict[str, Any]:
    application = sheet.application
    return {
        "number": application.number,
        "url": reverse("admin:enterprises_sheet_change", args=[sheet.pk]),
        "measure": application.call.measure.title,
        "enterprise": application.enterprise.name,
        "demo": application.is_demo,
        **_standing(sheet),
    }


def _standing(sheet: Sheet) -> dict[str, str]:
    if sheet.recused_at is not None:
        return {"text": _("Recused"), "tone": "plain", "note": why_recused(sheet)}
    if sheet.sent_at is not None:
        return {"text": _("Sheet sent"), "tone": "pine", "note": short_day(sheet.sent_at.date())}
    if sheet.application.state != State.EXPERT_REVIEW:
        return {"text": _("Over without your score"), "tone": "plain", "note": ""}
    if sheet.conflict == Conflict.NONE:
        note = _("Draft of %(when)s") % {"when": moment_text(sheet.saved_at)} if sheet.saved_at else ""
        return {"text": _("To be scored"), "tone": "sea", "note": note}
    return {"text": _("Declare first"), "tone": "sand", "note": ""}


def sheet_page(sheet: Sheet, user: User) -> dict[str, Any]:
    """The context of one sheet; the application's contents only while they are open to this expert."""
    application = sheet.application
    item = WorkItem.objects.filter(case_id=application.pk, closed_at=None).first()
    at_work = application.state == State.EXPERT_REVIEW
    readable = at_work and sheet.conflict == Conflict.NONE
    return {
        "title": application.number,
        "application": application,
        "sheet": sheet,
        "standing": _standing(sheet),
        "due": due_cell(item, add_workdays(clock.today(), 3).on) if item and at_work and sheet.is_open else None,
        "to_declare": at_work and sheet.is_open and not sheet.conflict,
        "to_score": readable and sheet.is_open,
        "lines": lines_of(sheet, application) if sheet.sent_at else [],
        "spread": _spread(sheet),
        "list_url": reverse("admin:enterprises_sheet_changelist"),
    } | (contents(application) if readable else {})


def contents(application: Application) -> dict[str, Any]:
    shown = [one for one in answered_sections(application) if one.slug not in HIDDEN_SECTIONS]
    return {
        "sections": [section for section in shown if section.slug != "papers"],
        "papers": [paper_row(row) for section in shown for row in section.rows if "files" in row],
    }


def _spread(sheet: Sheet) -> str:
    """Without names, after the expert's own is sent, where the call allows it; never so few that one can be told."""
    if sheet.sent_at is None or not sheet.application.call.shows_spread:
        return ""
    sent = sheet.application.sheets.counting().filter(sent_at__isnull=False)
    totals = sorted(sent.values_list("total", flat=True))
    return " · ".join(map(format_number, totals)) if len(totals) >= LEAST else ""
