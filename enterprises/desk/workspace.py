"""A case at the desk: its clock, the open steps, answers beside papers, what the rules say, what happened."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from enterprises.cautions import cautions
from enterprises.check_answers import answered_sections
from enterprises.decisions.preview import preview_of
from enterprises.desk import lists, visits
from enterprises.desk.access import may_see_account_number, on_the_desk
from enterprises.desk.case_parts import case_parts
from enterprises.desk.clock_cells import due_chip, held
from enterprises.desk.steps import official_steps
from enterprises.evaluation import result_of
from enterprises.models import Application
from enterprises.permissions import current_decision, current_item
from enterprises.sections import targets
from enterprises.signing import needs_signing, signature_of
from enterprises.timeline import shown, timeline
from portal.accounts.models import User
from portal.attachments.models import ScanState
from portal.core.money import format_cny
from portal.reviews.models import RequestLine

OTHERS_SHOWN = 8
# How a file's check is shown by the file row component.
FILE_STATES = {ScanState.CLEAN: "clean", ScanState.PENDING: "checking"}


def workspace(request: HttpRequest, pk: int) -> dict[str, Any]:
    """The context of the case page. As many queries for a hundred events as for one."""
    user = request.user
    application = get_object_or_404(on_the_desk(user).for_page(), pk=pk)
    decisions = list(application.decisions.select_related("drafter", "signer").order_by("-pk"))
    current = next((decision for decision in decisions if decision.is_current), None)
    application.remembered("decision", lambda: current)
    item = current_item(application)
    steps = official_steps(application, user)
    sections = answered_sections(application, masked=not may_see_account_number(user))
    word = request.GET.get("list", "")
    return (
        {
            "list_word": word if lists.read(word) else "",
            "neighbours": lists.neighbours(user, word),
            "title": application.number,
            "application": application,
            "item": item,
            "clock": due_chip(item),
            "held": held(item, user),
            "hold_url": lists.page_url("hold", pk, word),
            "steps": _step_links(application, steps, word if lists.read(word) else ""),
            "sections": [section for section in sections if section.slug != "papers"],
            "papers": [paper_row(row) for section in sections for row in section.rows if "files" in row],
            "mark_url": _step_url(application, "request_correction") if "request_correction" in steps else "",
            "result": result_of(application),
            "requests": _requests(application),
            "decisions": decisions,
            "others": _others(application, user),
            "cautions": _cautions(application, user),
            "signature": signature_of(application).request if needs_signing(application) else None,
            "events": shown(timeline(application, official=True), acting=False),
            "money": _money(application),
            "signing": preview_of(application, user),
        }
        | visits.context(application, user)
        | case_parts(application, user)
    )


def _step_url(application: Application, name: str) -> str:
    return reverse("admin:enterprises_application_step", args=[application.pk, name])


def _step_links(application: Application, steps: dict[str, Any], word: str) -> list[dict[str, Any]]:
    """The step that leads straight on stands first, those that end the case last and in red."""
    ordered = sorted(steps.items(), key=lambda found: (found[1].careful, found[1].comment or found[1].needs_form))
    return [
        {
            "label": step.label,
            "url": _step_url(application, name) + (f"?list={word}" if word else ""),
            "danger": step.careful,
        }
        for name, step in ordered
    ]


def paper_row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "target": row["target"],
        "label": row["label"],
        "files": [
            {
                "name": file.original_name,
                "url": reverse("attachments:download", args=[file.public_id]) if file.state == ScanState.CLEAN else "",
                "size": file.size,
                "state": FILE_STATES.get(ScanState(file.state), "rejected"),
                # What the scanner said matters when it refused; that is the operators' language.
                "note": "" if file.state == ScanState.CLEAN else file.scan_note,
            }
            for file in row["files"]
        ],
    }


def _requests(application: Application) -> list[dict[str, Any]]:
    """What was asked of the applicant, and what came back; one query."""
    lines = list(
        RequestLine.objects.filter(request__case_id=application.pk).select_related("request__asked_by").order_by("pk")
    )
    names = targets(application) if lines else {}
    return [
        {
            "name": names.get(line.target, line.target),
            "why": line.why,
            "how": line.how,
            "answer": line.answer,
            "answered_at": line.answered_at,
            "asked_at": line.request.asked_at,
            "asked_by": line.request.asked_by,
        }
        for line in lines
    ]


def _others(application: Application, user: User) -> list[dict[str, Any]]:
    """The enterprise's other cases that this person may see: double funding shows here first."""
    rows = (
        on_the_desk(user)
        .filter(enterprise=application.enterprise_id)
        .exclude(pk=application.pk)
        .select_related("call__measure")
        .defer("facts", "answers", "call__measure__eligibility", "call__measure__subsidy")
        .order_by("-moved_at", "-pk")[:OTHERS_SHOWN]
    )
    return [
        {
            "number": row.number,
            "url": reverse("admin:enterprises_application_change", args=[row.pk]),
            "measure": row.call.measure.title,
            "state": row.state_label,
            "tone": row.tone,
            "amount": "" if row.granted_cny is None else format_cny(row.granted_cny),
        }
        for row in rows
    ]


def _cautions(application: Application, user: User) -> list[dict[str, Any]]:
    """What stands in other applications as well, with links to those that this person may see."""
    found = cautions(application, for_official=True)
    visible = on_the_desk(user).filter(pk__in={one.other.pk for one in found if one.other})
    seen = set(visible.values_list("pk", flat=True)) if found else set()
    return [
        {
            "about": one.about,
            "other": one.other is not None,
            "number": one.other.number if one.other and one.other.pk in seen else "",
            "enterprise": one.other.enterprise.name if one.other and one.other.pk in seen else "",
            "url": reverse("admin:enterprises_application_change", args=[one.other.pk])
            if one.other and one.other.pk in seen
            else "",
        }
        for one in found
    ]


def _money(application: Application) -> dict[str, Any]:
    decision = current_decision(application)
    return {
        "computed": "" if application.computed_cny is None else format_cny(application.computed_cny),
        "granted": "" if application.granted_cny is None else format_cny(application.granted_cny),
        "drafted": format_cny(decision.amount_cny) if decision and decision.amount_fen else "",
    }
