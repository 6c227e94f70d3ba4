"""The page of a batch: what was foreseen, how far it is, what came of each case."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.desk import lanes
from enterprises.desk.batches.choices import MOST, moves_of, read_deed, title_of
from enterprises.desk.batches.working import AT_WORK, begin
from enterprises.desk.desks import Desk
from enterprises.desk.labels import own_labels
from enterprises.desk.sources import SOON_WORKDAYS
from enterprises.desk_enums import BatchPhase, LineResult
from enterprises.models import Batch, BatchLine
from portal.accounts.models import User
from portal.calendars.workdays import add_workdays
from portal.core import clock

SHOWN = 40
PHASE_TONES = {BatchPhase.TRYING: "sand", BatchPhase.TRIED: "sea", BatchPhase.RUNNING: "sand", BatchPhase.ENDED: "pine"}


def chosen_cases(request: HttpRequest, desk: Desk) -> list[int]:
    """The ticked cases, or the first of the whole list; only such as exist for the person."""
    user = request.user
    if "all" in request.POST:
        query = desk.read_query(request.GET)
        labels = {label.pk for label in own_labels(desk, user)}
        if query.search or (query.label is not None and query.label not in labels):
            return []
        source = desk.source_of(user, query, add_workdays(clock.today(), SOON_WORKDAYS).on)
        return [case for case, _place in lanes.read(source, MOST)]
    wanted = [int(pk) for pk in request.POST.getlist("chosen") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    seen = set(desk.on_the_desk(user).filter(pk__in=wanted[:MOST]).values_list("pk", flat=True))
    return [pk for pk in wanted if pk in seen]


def begun(request: HttpRequest, desk: Desk) -> Batch:
    """What was searched for is not kept with it where it may be the name of a person."""
    user, query = request.user, desk.read_query(request.GET)
    deed = read_deed(moves_of(desk.code), user, request.POST.get("deed", ""), own_labels(desk, user))
    address = (replace(query, search="") if desk.personal else query).address
    comment = request.POST.get("comment", "")
    return begin(user, deed, chosen_cases(request, desk), comment=comment, address=address, desk=desk.code)


def done_text(pk: int) -> str:
    """For a batch that is over without a line to look at: the reader stays with the list."""
    if not Batch.objects.filter(pk=pk, phase=BatchPhase.ENDED).exists():
        return ""
    lines = list(BatchLine.objects.filter(batch=pk).values_list("result", flat=True))
    if set(lines) != {LineResult.DONE}:
        return ""
    return ngettext("Done for %(count)s case.", "Done for %(count)s cases.", len(lines)) % {"count": len(lines)}


def of_person(desk: Desk, user: User) -> QuerySet[Batch]:
    return Batch.objects.filter(owner=user, desk=desk.code).select_related("label", "holder")


def own(desk: Desk, user: User, pk: int) -> Batch:
    """404 for somebody else's, and for that of another desk."""
    batch = of_person(desk, user).filter(pk=pk).first()
    if batch is None:
        raise Http404
    return batch


def batch_list(desk: Desk, user: User) -> dict[str, Any]:
    return {"title": _("Batches"), "batches": [_head(desk, row) for row in of_person(desk, user)[:SHOWN]]}


def _head(desk: Desk, batch: Batch) -> dict[str, Any]:
    return {
        "pk": batch.pk,
        "title": title_of(batch),
        "phase": batch.get_phase_display(),
        "tone": PHASE_TONES.get(BatchPhase(batch.phase), "plain"),
        "begun_at": batch.begun_at,
        "url": desk.url("batch", batch.pk),
    }


def batch_page(desk: Desk, user: User, pk: int) -> dict[str, Any]:
    """Two queries, however many cases there are."""
    batch, moves = own(desk, user, pk), moves_of(desk.code)
    lines = list(batch.lines.order_by("pk").values_list("case_id", "would_work", "why_not", "result", "remark"))
    seen = moves.told(desk.on_the_desk(user).filter(pk__in=[line[0] for line in lines]))
    told = {case: (number, about) for case, number, about in seen}
    tried = sum(line[1] is not None for line in lines)
    done = sum(line[3] != LineResult.WAITING for line in lines)
    running = batch.phase in (BatchPhase.RUNNING, BatchPhase.ENDED)
    good = sum(bool(line[1]) for line in lines)
    return _head(desk, batch) | {
        "batch": batch,
        "total": len(lines),
        "good": good,
        "bad": tried - good,
        "done": sum(line[3] == LineResult.DONE for line in lines),
        "refused": sum(line[3] == LineResult.REFUSED for line in lines),
        "progress": done if running else tried,
        "at_work": batch.phase in AT_WORK,
        "may_start": batch.phase == BatchPhase.TRIED,
        "start_text": _start_text(good),
        "about": moves.about,
        "rows": [_row(desk, line, told.get(line[0])) for line in lines],
        "list_url": desk.list_url(batch.address),
    }


def _start_text(good: int) -> str:
    return ngettext("Do it for %(count)s case", "Do it for %(count)s cases", good) % {"count": good}


def _row(desk: Desk, line: tuple[Any, ...], told: tuple[str, str] | None) -> dict[str, Any]:
    case, would_work, why_not, result, remark = line
    if result == LineResult.WAITING:
        text = _("Not tried yet") if would_work is None else _("Would work") if would_work else _("Would not work")
        tone = "plain" if would_work is None else "pine" if would_work else "tile"
    else:
        text, tone = LineResult(result).label, "pine" if result == LineResult.DONE else "tile"
    return {
        "number": told[0] if told else "–",
        "url": desk.url("change", case) if told else "",
        "about": told[1] if told else "",
        "text": text,
        "tone": tone,
        "why": remark or why_not,
    }
