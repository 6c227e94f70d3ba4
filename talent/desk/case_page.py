"""A facilitation case at the desk: its clock, its checks with what can be done, papers, requests, what happened.

What is sealed stands masked; opening it is a page of its own, which asks what for (see reveal.py).
"""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.desk.clock_cells import due_chip, held
from enterprises.desk.labels import labels_part
from portal.accounts.models import User
from portal.core import clock
from portal.core.dates import day_text
from portal.reviews.models import RequestLine
from talent.cases.permissions import current_item, is_at_talent_desk
from talent.cases.sections import family_of
from talent.cases.targets import targets
from talent.countries import name_of
from talent.desk import checks, documents, lists, visiting
from talent.desk.access import on_the_desk
from talent.desk.clock import clock_part
from talent.desk.desk import TALENT
from talent.desk.events import events
from talent.desk.steps import official_steps
from talent.models import TalentCase

OTHERS_SHOWN = 8


def case_page(request: HttpRequest, pk: int) -> dict[str, Any]:
    """The context of the case page. As many queries for a hundred events as for one."""
    user = request.user
    case = get_object_or_404(on_the_desk(user).for_page(), pk=pk)
    item, works = current_item(case), is_at_talent_desk(user, case)
    steps = official_steps(case, user)
    given = request.GET.get("list", "")
    word = given if lists.read(given) else ""
    letters = list(case.letters.select_related("drafter", "signer").order_by("-pk"))
    signed = works and any(letter.signed_at for letter in letters)
    return {
        "title": case.number,
        "case": case,
        "list_word": word,
        "neighbours": lists.neighbours(user, word),
        "works": works,
        "item": item,
        "clock": due_chip(item),
        "clock_part": clock_part(case, user),
        "held": held(item, user),
        "hold_url": lists.page_url("hold", pk, word) if works else "",
        "steps": _step_links(case, steps, word),
        "checks": checks.rows(case, user, steps),
        "withdrawn": _withdrawn(case),
        "facts": _facts(case),
        "people": _people(case, works=works),
        "papers": documents.papers(case),
        "papers_url": reverse("admin:talent_talentcase_papers", args=[pk]) if works else "",
        "requests": _named(case),
        "ask_url": reverse("admin:talent_talentcase_ask", args=[pk]) if works and not case.is_final else "",
        "corrections": _corrections(case),
        "questions": _questions(case),
        "letters": letters,
        "letter_url": reverse("admin:talent_talentcase_letter", args=[pk]) if signed else "",
        "inquiries": _inquiries(case, user),
        "events": events(case),
        "others": _others(case, user),
        "labels": labels_part(TALENT, pk, user) if works else None,
    } | visiting.context(case, user)


def _step_links(case: TalentCase, steps: dict[str, Any], word: str) -> list[dict[str, Any]]:
    """The step that leads straight on stands first, those that end the case last and in red."""
    ordered = sorted(steps.items(), key=lambda found: (found[1].careful, found[1].comment))
    more = f"?list={word}" if word else ""
    return [
        {
            "label": step.label,
            "url": reverse("admin:talent_talentcase_step", args=[case.pk, name]) + more,
            "danger": step.careful,
        }
        for name, step in ordered
    ]


def _withdrawn(case: TalentCase) -> list[dict[str, Any]]:
    """Consents that ended since the case was sent and do not stand again: what rests on them is closed to the desk."""
    if case.person is None or case.submitted_at is None or case.is_final:
        return []
    ended: dict[str, Any] = {}
    for row in case.person.consents.order_by("pk"):
        ended[row.kind] = row if row.withdrawn_at is not None else None
    return [
        {"kind": row.get_kind_display(), "day": row.withdrawn_at}
        for row in ended.values()
        if row is not None and row.withdrawn_at >= case.submitted_at
    ]


def _facts(case: TalentCase) -> list[dict[str, Any]]:
    days = [day_text(day) if day else "–" for day in (case.arrives_on, case.leaves_on)]
    return [
        {"label": _("Purpose"), "value": case.purpose or "–"},
        {"label": _("Arrival"), "value": days[0]},
        {"label": _("Departure"), "value": days[1]},
        {"label": _("Earlier letter"), "value": case.earlier_letter or "–"},
        {"label": _("Employer"), "value": case.employer_name or "–"},
        {"label": _("Confirmed by the employer"), "value": _confirmed(case)},
        {"label": _("Begun by"), "value": case.get_begun_by_display()},
    ]


def _confirmed(case: TalentCase) -> str:
    if case.employer_declined_at:
        return _("declined")
    return _("yes") if case.employer_confirmed_at else _("not yet")


def _people(case: TalentCase, *, works: bool) -> list[dict[str, Any]]:
    """The person and the family of the case, masked; each sealed value with the page that opens it."""
    found = [(case.person, _("The person"))] if case.person else []
    found += [(one, str(one.get_relation_display())) for one in family_of(case)]
    return [_shown(case, one, what, works) for one, what in found]


def _shown(case: TalentCase, one: Any, what: str, works: bool) -> dict[str, Any]:
    url = reverse("admin:talent_talentcase_reveal", args=[case.pk])
    of = "" if one == case.person else f"&member={one.pk}"
    sealed = [
        ("passport_number", _("Passport number"), one.masked_passport),
        ("birth_date", _("Date of birth"), one.masked_birth),
        ("passport_expires_on", _("Passport valid until"), one.masked_birth if one.masked_passport else ""),
    ]
    opens = works and not case.is_final
    return {
        "what": what,
        "name": str(one),
        "more": " · ".join(filter(None, (one.own_name, one.chinese_name))),
        "nationality": name_of(one.nationality) if one.nationality else "–",
        "sealed": [
            {"label": label, "value": value or "–", "url": f"{url}?field={field}{of}" if opens and value else ""}
            for field, label, value in sealed
        ],
    }


def _named(case: TalentCase) -> list[dict[str, Any]]:
    rows = case.named_requests.select_related("asked_by", "answered_by").prefetch_related("papers__attachment")
    return [
        {
            "one": row,
            "late": row.is_open and row.due_on < clock.today(),
            "url": reverse("admin:talent_talentcase_unask", args=[case.pk, row.pk]) if row.is_open else "",
            "files": [documents.file_shown(case, paper) for paper in row.papers.all()],
        }
        for row in rows
    ]


def _corrections(case: TalentCase) -> list[dict[str, Any]]:
    """What was asked of the person as one list, and what came back; one query."""
    lines = list(RequestLine.objects.filter(request__case_id=case.pk).order_by("pk"))
    names = targets(case) if lines else {}
    return [
        {"name": names.get(line.target, line.target), "why": line.why, "how": line.how, "answer": line.answer,
         "answered_at": line.answered_at}
        for line in lines
    ]  # fmt: skip


def _questions(case: TalentCase) -> list[dict[str, Any]]:
    rows = case.partner_questions.select_related("agency", "asked_by", "entered_by")
    return [{"one": row, "late": row.is_late} for row in rows.order_by("-pk")]


def _inquiries(case: TalentCase, user: User) -> list[dict[str, Any]]:
    """What a party asked about the time it takes; the answer is a step of its own flow."""
    return [
        {
            "one": row,
            "url": reverse("admin:talent_talentcase_inquiry", args=[case.pk, row.pk])
            if row.state == "open" and is_at_talent_desk(user, case)
            else "",
        }
        for row in case.inquiries.select_related("asked_by").order_by("-pk")
    ]


def _others(case: TalentCase, user: User) -> list[dict[str, Any]]:
    """The person's other cases that this official may see."""
    if case.person_id is None:
        return []
    rows = on_the_desk(user).filter(person=case.person_id).exclude(pk=case.pk).order_by("-moved_at", "-pk")
    return [
        {
            "number": row.number,
            "url": lists.case_url(row.pk),
            "kind": row.get_kind_display(),
            "state": row.state_label,
            "tone": row.tone,
        }
        for row in rows[:OTHERS_SHOWN]
    ]
