"""The papers of a case at the desk: the list, and beside the checks a viewer in which each is ticked as seen.

Files are opened through the view that asks who reads them. A sealed one is never opened by the page itself: only once
an official has chosen it, because the person reads who opened it.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.attachments.inline import is_shown_inline
from portal.attachments.models import ScanState
from portal.audit.actions import record
from portal.core import clock
from talent.cases.giving import ANSWER
from talent.cases.papers import NAMES, paper, papers_of
from talent.cases.permissions import is_at_talent_desk
from talent.cases.sections import live_papers
from talent.desk import checks, lists
from talent.desk.access import on_the_desk
from talent.desk.steps import official_steps
from talent.models import CasePaperFile, PaperSeen, TalentCase

FILE_STATES = {ScanState.CLEAN: "clean", ScanState.PENDING: "checking"}


def papers(case: TalentCase) -> list[dict[str, Any]]:
    """What the case asks for and what was given, in that order; what else was given stands below."""
    given: dict[str, list[CasePaperFile]] = {}
    for row in live_papers(case):
        given.setdefault(row.code, []).append(row)
    wanted = papers_of(case.kind)
    codes = [one.code for one in wanted] + sorted(set(given) - {one.code for one in wanted})
    optional = {one.code for one in wanted if one.optional}
    seen = _seen(case)
    return [
        {
            "code": code,
            "name": _name(code),
            "missing": code not in given and code not in optional,
            "files": [file_shown(case, row, seen) for row in given.get(code, ())],
        }
        for code in codes
    ]


def _name(code: str) -> str:
    if code == ANSWER:
        return _("Answer to a request")
    return str(NAMES[code][0]) if code in NAMES else code


def file_shown(case: TalentCase, row: CasePaperFile, seen: dict[int, PaperSeen] | None = None) -> dict[str, Any]:
    file, page = row.attachment, reverse("admin:talent_talentcase_papers", args=[case.pk])
    tick = (seen or {}).get(row.pk)
    return {
        "pk": row.pk,
        "public_id": file.public_id,
        "name": file.original_name,
        "size": file.size,
        "state": FILE_STATES.get(ScanState(file.state), "rejected"),
        "note": "" if file.state == ScanState.CLEAN else file.scan_note,
        "whose": str(row.member) if row.member_id else "",
        "sealed": is_sealed(row),
        "url": f"{page}?paper={file.public_id}#document" if file.state == ScanState.CLEAN else "",
        "seen": tick,
        "tick_url": reverse("admin:talent_talentcase_seen", args=[case.pk, row.pk]),
    }


def is_sealed(row: CasePaperFile) -> bool:
    return row.code in NAMES and bool(paper(row.code).sensitive)


def _seen(case: TalentCase) -> dict[int, PaperSeen]:
    return {one.paper_id: one for one in PaperSeen.objects.filter(paper__case=case).select_related("by")}


def viewer(request: HttpRequest, pk: int) -> dict[str, Any]:
    """The context of the page: checks and papers on the left, the chosen paper on the right."""
    case = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
    if not is_at_talent_desk(request.user, case):
        raise PermissionDenied
    rows = papers(case)
    return {
        "title": _("Papers and checks"),
        "subtitle": case.number,
        "case": case,
        "case_url": lists.case_url(pk, request.GET.get("list", "")),
        "checks": checks.rows(case, request.user, official_steps(case, request.user)),
        "papers": rows,
        "here": request.GET.get("paper", ""),
        "left": sum(1 for one in rows for file in one["files"] if not file["seen"]),
        "document": _document(request, case),
    }


def _document(request: HttpRequest, case: TalentCase) -> dict[str, Any] | None:
    """The paper that was chosen, or the first that is not sealed and can be shown."""
    rows, chosen = live_papers(case), _number(request.GET.get("paper", ""))
    found = next((row for row in rows if row.attachment.public_id == chosen), None)
    if found is None:
        found = next((row for row in rows if not is_sealed(row) and _can_be_shown(row)), None)
    if found is None:
        return None
    file, url = found.attachment, reverse("attachments:download", args=[found.attachment.public_id])
    clean = file.state == ScanState.CLEAN
    return {
        "row": file_shown(case, found, _seen(case)),
        "name": file.original_name,
        "clean": clean,
        "url": url if clean else "",
        "inline": f"{url}?inline=1" if _can_be_shown(found) else "",
        "is_image": file.media_type.startswith("image/"),
    }


def _can_be_shown(row: CasePaperFile) -> bool:
    return row.attachment.state == ScanState.CLEAN and is_shown_inline(row.attachment)


def _number(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def tick(request: HttpRequest, pk: int, paper_pk: int) -> CasePaperFile:
    """An official of the desk has looked at the paper, or takes that back."""
    case = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
    if not is_at_talent_desk(request.user, case):
        raise PermissionDenied
    row = get_object_or_404(case.papers.filter(replaced_at=None).select_related("attachment"), pk=paper_pk)
    seen = "unseen" not in request.POST
    with transaction.atomic():
        if seen:
            given = {"by": request.user, "at": clock.now()}
            _row, changed = PaperSeen.objects.get_or_create(paper=row, defaults=given)
        else:
            changed = bool(PaperSeen.objects.filter(paper=row).delete()[0])
        if changed:
            data = {"paper": row.code, "seen": seen}
            record(scope=f"case:{case.pk}", verb="see_paper", actor=request.user, target=case.number, data=data)
    return row
