"""The lists of a run: one page of lines, continued from the last one that was seen."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.desk.grants.query import LineQuery
from enterprises.enums import RULING_ROLES, GrantAnswer, GrantVerdict
from enterprises.grants.computing import Measure
from enterprises.grants.words import why
from enterprises.models import GrantFact, GrantLine, GrantRun, Membership
from portal.core.money import format_cny

PAGE = 50
TONES = {
    GrantAnswer.NONE: "sand",
    GrantAnswer.ACCEPTED: "pine",
    GrantAnswer.DECLINED: "plain",
    GrantAnswer.CORRECTED: "tile",
    GrantAnswer.LAPSED: "plain",
}
Row = dict[str, Any]


def chosen(run: GrantRun, query: LineQuery) -> QuerySet[GrantLine]:
    rows = _listed(run, query)
    if query.search:
        words = query.search
        rows = rows.filter(Q(credit_code__startswith=words.upper()) | Q(name__contains=words))
    return rows.order_by("pk")


def _listed(run: GrantRun, query: LineQuery) -> QuerySet[GrantLine]:
    lines = GrantLine.objects.filter(run=run.pk)
    if query.list == "changes":
        return changes(run, query.kind)
    if query.list == "excluded":
        return lines.filter(verdict=GrantVerdict.OUT, excluded=True)
    if query.list == "out":
        return lines.filter(verdict=GrantVerdict.OUT, excluded=False)
    if query.list == "answers":
        return lines.offered()
    if query.list == "alone":
        return lines.offered().filter(~Exists(_rulers()))
    return lines.filter(verdict=query.list)


def _rulers() -> QuerySet[Membership]:
    """Whoever could be told of an offer; by code, because the enterprise may have come after the roster."""
    active = Membership.objects.active().filter(role__in=RULING_ROLES, user__is_active=True)
    return active.filter(enterprise__credit_code=OuterRef("credit_code"))


def changes(run: GrantRun, kind: str) -> QuerySet[GrantLine]:
    """Against the last run of the same call: what is new in, what dropped out, whose amount differs, who is gone."""
    if run.previous_id is None:
        return GrantLine.objects.none()
    before = GrantLine.objects.filter(run=run.previous_id, credit_code=OuterRef("credit_code"))
    if kind == "gone":
        now = GrantLine.objects.filter(run=run.pk, credit_code=OuterRef("credit_code"))
        return GrantLine.objects.filter(~Exists(now), run=run.previous_id, verdict=GrantVerdict.IN)
    lines = GrantLine.objects.filter(run=run.pk).annotate(
        was=Subquery(before.values("verdict")[:1]), was_fen=Subquery(before.values("computed_fen")[:1])
    )
    inside = Q(verdict=GrantVerdict.IN)
    if kind == "new":
        return lines.filter(inside & (Q(was=None) | ~Q(was=GrantVerdict.IN)))
    if kind == "dropped":
        return lines.filter(~inside, was=GrantVerdict.IN)
    return lines.filter(inside, was=GrantVerdict.IN).exclude(computed_fen=F("was_fen"))


def page(run: GrantRun, query: LineQuery) -> tuple[list[GrantLine], dict[str, str]]:
    """Some lines and the addresses of the pages before and after; its cost does not grow with the list."""
    found, backwards = chosen(run, query), query.before is not None
    if backwards:
        rows = list(found.filter(pk__lt=query.before).order_by("-pk")[: PAGE + 1])
    else:
        rows = list((found.filter(pk__gt=query.after) if query.after else found)[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows.reverse()
    has_next, has_previous = (True, more) if backwards else (more, query.after is not None)
    return rows, {
        "next_url": query.url(after=rows[-1].pk) if rows and has_next else "",
        "previous_url": query.url(before=rows[0].pk) if rows and has_previous else "",
    }


def explained(run: GrantRun, lines: list[GrantLine]) -> dict[int, list[str]]:
    """Why each line is where it is, from what is stored; one query for what officials typed."""
    settled: dict[int, list[tuple[str, Any, str]]] = {}
    for pk, *fact in (
        GrantFact.objects.filter(line__in=lines).order_by("pk").values_list("line", "field", "value", "source")
    ):
        settled.setdefault(pk, []).append(tuple(fact))  # type: ignore[arg-type]
    measure = Measure.of(run)
    found = {}
    for line in lines:
        if line.verdict == GrantVerdict.IN:
            continue
        outcome = measure.outcome(line.cells, line.registered, line.around, settled.get(line.pk, ()))
        contested = [_("The enterprise says that its data are wrong")] if line.contested else []
        found[line.pk] = contested + why(outcome)
    return found


def columns(query: LineQuery) -> list[Row]:
    titles = [{"title": _("Credit code")}, {"title": _("Amount"), "numeric": True}]
    if query.list in ("out", "excluded", "unclear"):
        return [titles[0], {"title": _("Why")}]
    if query.list == "changes":
        was = {"title": _("Amount before"), "numeric": True}
        return [titles[0], was, titles[1], {"title": _("Why")}]
    return [*titles, {"title": _("The enterprise’s answer")}, {"title": _("To be answered by")}]


def rows_of(run: GrantRun, query: LineQuery, lines: list[GrantLine]) -> list[Row]:
    reasons = _differences(run, query, lines) if query.list == "changes" else explained(run, lines)
    return [_row(run, query, line, reasons.get(line.pk, [])) for line in lines]


def _row(run: GrantRun, query: LineQuery, line: GrantLine, reasons: list[str]) -> Row:
    amount = {"text": _money(line), "numeric": True}
    why_cell = {"text": "；".join(reasons) or "–", "cut": True}
    if query.list in ("out", "excluded", "unclear"):
        cells = [why_cell]
    elif query.list == "changes":
        was = getattr(line, "was_fen", line.computed_fen)
        before = {"text": format_cny(was // 100) if was is not None else "–", "numeric": True}
        now = {"text": "–", "numeric": True} if query.kind in ("dropped", "gone") else amount
        cells = [before, now, why_cell]
    else:
        cells = [amount, *_answer(line)]
    return {
        "pk": line.pk,
        "number": line.name,
        "url": reverse("admin:enterprises_grantrun_line", args=[line.run_id, line.pk]),
        "cells": [{"text": line.credit_code}, *cells],
    }


def _money(line: GrantLine) -> str:
    shown = line.amount_cny if line.amount_cny is not None else line.computed_cny
    return format_cny(shown) if shown is not None else "–"


def _answer(line: GrantLine) -> list[Row]:
    if line.offered_at is None and line.answer == GrantAnswer.NONE:
        return [{"text": _("not offered yet")}, {"text": "–"}]
    answer = GrantAnswer(line.answer)
    return [
        {"text": str(answer.label), "chip": True, "tone": TONES[answer]},
        {"text": line.answer_by.isoformat() if line.answer_by else "–"},
    ]


def _differences(run: GrantRun, query: LineQuery, lines: list[GrantLine]) -> dict[int, list[str]]:
    """What was otherwise in the run before: the reason that went or came, or the figures that differ."""
    if query.kind == "gone":
        return {line.pk: [_("Not in this roster")] for line in lines}
    if query.kind == "dropped":
        return explained(run, lines)
    before = GrantLine.objects.filter(run=run.previous_id, credit_code__in=[line.credit_code for line in lines])
    olds = {line.credit_code: line for line in before}
    reasons = explained(run.previous, list(olds.values())) if run.previous else {}
    found = {}
    for line in lines:
        old = olds.get(line.credit_code)
        if old is None:
            found[line.pk] = [_("Not in the roster before")]
        elif query.kind == "new":
            found[line.pk] = [_("Before: %(why)s") % {"why": one} for one in reasons.get(old.pk, [])]
        else:
            found[line.pk] = _changed_cells(run, line, old) or [_("The rules or what was granted changed")]
    return found


def _changed_cells(run: GrantRun, line: GrantLine, old: GrantLine) -> list[str]:
    known = Measure.of(run).columns
    before = dict(zip(run.previous.columns if run.previous else [], old.cells, strict=False))
    pairs = zip(run.columns, line.cells, strict=True)
    return [
        _("%(name)s: %(old)s → %(new)s") % {"name": known[name].heading, "old": before.get(name) or "–", "new": cell}
        for name, cell in pairs
        if name in known and before.get(name, "") != cell and name != "name"
    ]
