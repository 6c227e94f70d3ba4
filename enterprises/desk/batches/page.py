"""The page of a batch: what was foreseen, how far it is, what came of each case."""

from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.desk import lanes
from enterprises.desk.access import on_the_desk
from enterprises.desk.batches.choices import MOST, read_deed, title_of
from enterprises.desk.batches.working import AT_WORK, begin
from enterprises.desk.funds import FUNDS
from enterprises.desk.labels import own_labels
from enterprises.desk.query import read_query
from enterprises.desk.sources import SOON_WORKDAYS, source_of
from enterprises.desk_enums import BatchPhase, LineResult
from enterprises.models import Batch, BatchLine
from portal.accounts.models import User
from portal.calendars.workdays import add_workdays
from portal.core import clock

SHOWN = 40
PHASE_TONES = {BatchPhase.TRYING: "sand", BatchPhase.TRIED: "sea", BatchPhase.RUNNING: "sand", BatchPhase.ENDED: "pine"}


def chosen_cases(request: HttpRequest) -> list[int]:
    """The ticked cases, or the first of the whole list; only such as exist for the person."""
    user = request.user
    if "all" in request.POST:
        query = read_query(request.GET)
        labels = {label.pk for label in own_labels(FUNDS, user)}
        if query.search or (query.label is not None and query.label not in labels):
            return []
        source = source_of(user, query, add_workdays(clock.today(), SOON_WORKDAYS).on)
        return [case for case, _place in lanes.read(source, MOST)]
    wanted = [int(pk) for pk in request.POST.getlist("chosen") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    seen = set(on_the_desk(user).filter(pk__in=wanted[:MOST]).values_list("pk", flat=True))
    return [pk for pk in wanted if pk in seen]


def begun(request: HttpRequest) -> Batch:
    user = request.user
    deed = read_deed(user, request.POST.get("deed", ""), own_labels(FUNDS, user))
    address = read_query(request.GET).address
    return begin(user, deed, chosen_cases(request), comment=request.POST.get("comment", ""), address=address)


def done_text(pk: int) -> str:
    """For a batch that is over without a line to look at: the reader stays with the list."""
    if not Batch.objects.filter(pk=pk, phase=BatchPhase.ENDED).exists():
        return ""
    lines = list(BatchLine.objects.filter(batch=pk).values_list("result", flat=True))
    if set(lines) != {LineResult.DONE}:
        return ""
    return ngettext("Done for %(count)s case.", "Done for %(count)s cases.", len(lines)) % {"count": len(lines)}


def own(user: User, pk: int) -> Batch:
    """404 for somebody else's."""
    batch = Batch.objects.filter(owner=user, pk=pk).select_related("label").first()
    if batch is None:
        raise Http404
    return batch


def batch_list(user: User) -> dict[str, Any]:
    rows = Batch.objects.filter(owner=user).select_related("label")[:SHOWN]
    return {"title": _("Batches"), "batches": [_head(row) for row in rows]}


def _head(batch: Batch) -> dict[str, Any]:
    return {
        "pk": batch.pk,
        "title": title_of(batch.deed, batch.step, batch.label),
        "phase": batch.get_phase_display(),
        "tone": PHASE_TONES.get(BatchPhase(batch.phase), "plain"),
        "begun_at": batch.begun_at,
        "url": reverse("admin:enterprises_application_batch", args=[batch.pk]),
    }


def batch_page(user: User, pk: int) -> dict[str, Any]:
    """Two queries, however many cases there are."""
    batch = own(user, pk)
    lines = list(batch.lines.order_by("pk").values_list("case_id", "would_work", "why_not", "result", "remark"))
    numbers = {row["pk"]: row for row in _named(user, [line[0] for line in lines])}
    tried = sum(line[1] is not None for line in lines)
    done = sum(line[3] != LineResult.WAITING for line in lines)
    running = batch.phase in (BatchPhase.RUNNING, BatchPhase.ENDED)
    good = sum(bool(line[1]) for line in lines)
    return _head(batch) | {
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
        "rows": [_row(line, numbers.get(line[0])) for line in lines],
        "list_url": read_query(QueryDict(batch.address)).url(),
    }


def _start_text(good: int) -> str:
    return ngettext("Do it for %(count)s case", "Do it for %(count)s cases", good) % {"count": good}


def _named(user: User, cases: list[int]) -> list[dict[str, Any]]:
    """Number and enterprise of the cases that the person may still see."""
    rows = on_the_desk(user).filter(pk__in=cases)
    return list(rows.values("pk", "number", "enterprise__name"))


def _row(line: tuple[Any, ...], named: dict[str, Any] | None) -> dict[str, Any]:
    case, would_work, why_not, result, remark = line
    if result == LineResult.WAITING:
        text = _("Not tried yet") if would_work is None else _("Would work") if would_work else _("Would not work")
        tone = "plain" if would_work is None else "pine" if would_work else "tile"
    else:
        text, tone = LineResult(result).label, "pine" if result == LineResult.DONE else "tile"
    return {
        "number": named["number"] if named else "–",
        "url": reverse("admin:enterprises_application_change", args=[case]) if named else "",
        "enterprise": named["enterprise__name"] if named else "",
        "text": text,
        "tone": tone,
        "why": remark or why_not,
    }
