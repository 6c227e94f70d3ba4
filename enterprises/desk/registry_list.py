"""The registry: filters, a capped count and one page of rows. Its cost does not grow with the number of enterprises."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import CharField, F, PositiveSmallIntegerField, Q, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enterprises.desk.registry_query import RegistryQuery, read_query
from enterprises.enums import Figure
from enterprises.models import Enterprise, YearFigure
from enterprises.name_index import may_hold
from policies.districts import CITY
from policies.models import IndustryGroup, TradeCategory
from portal.accounts.models import District, User
from portal.core import clock
from portal.core.money import format_number
from portal.core.validators import ALPHABET

PAGE = 50
# Counting stops here; whoever has more narrows the list down.
CAP = 1000
CODE_LENGTH = 18
# So much of a code is meant as one: its first eight characters name the registering authority and the division.
CODE_BEGINS = 8


def registry(request: HttpRequest) -> dict[str, Any]:
    """The context of templates/admin/enterprises/enterprise/change_list.html."""
    query = read_query(request.GET)
    found = chosen(request.user, query)
    page, pager = _page(found, query)
    words = Words.load()
    enterprises = _with_columns(page, words)
    return {
        "title": capfirst(str(Enterprise._meta.verbose_name_plural)),
        "filters": _filters(query, words),
        "columns": _columns(),
        "rows": [_row(one, figures) for one, figures in enterprises],
        "count": pager["count"],
        "pager": pager,
        "chosen": bool(query.parameters),
        "all_url": RegistryQuery().url(),
        "export_url": query.url("export"),
        "demo": any(one.is_demo for one, _figures in enterprises),
    }


def chosen(user: User, query: RegistryQuery) -> QuerySet[Enterprise]:
    """What the list and its export hold, the newest first."""
    rows = Enterprise.objects.visible_to(user).order_by("-pk")
    if query.search:
        rows = rows.filter(_said(query.search))
    if query.district:
        places = District.objects.filter(Q(code=query.district) | Q(within__code=query.district))
        rows = rows.filter(district__in=places.values("pk"))
    if query.zone:
        rows = rows.filter(zone__code=query.zone)
    if query.category:
        rows = rows.filter(categories__code=query.category)
    if query.industry:
        rows = rows.filter(industries__code=query.industry)
    if query.counted:
        counted = Q(counts_from__lte=clock.today())
        rows = rows.filter(counted if query.counted == "yes" else ~counted)
    return rows


def _said(words: str) -> Q:
    """A whole credit code finds its one row; the beginning of one, or a part of the name, those that have it."""
    plain = unicodedata.normalize("NFKC", words)
    code = "".join(plain.split()).upper()
    is_code = len(code) >= CODE_BEGINS and set(code) <= set(ALPHABET) and code[2:8].isdigit()
    if is_code and len(code) == CODE_LENGTH:
        return Q(credit_code=code)
    if is_code:
        return Q(credit_code__startswith=code)
    named = Q(name__contains=plain)
    named = named | Q(name_en__icontains=plain) if plain.isascii() else named
    return may_hold(connection.vendor, plain) & named if plain else named


def _page(found: QuerySet[Enterprise], query: RegistryQuery) -> tuple[list[Enterprise], dict[str, str]]:
    """Continued from the last row that was seen, so that the thousandth page costs what the first one does. The first
    page is counted up to CAP on the way: a search that has to look through all names does so once."""
    backwards, count = query.before is not None, ""
    wanted = found.select_related("district", "zone")
    if backwards:
        rows = list(wanted.filter(pk__gt=query.before).order_by("pk")[: PAGE + 1])
    elif query.after is not None:
        rows = list(wanted.filter(pk__lt=query.after)[: PAGE + 1])
    else:
        pks = list(found.values_list("pk", flat=True)[: CAP + 1])
        count = f"{CAP:,}+" if len(pks) > CAP else f"{len(pks):,}"
        first = Enterprise.objects.select_related("district", "zone").filter(pk__in=pks[: PAGE + 1])
        rows = list(first.order_by("-pk"))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows.reverse()
    has_next, has_previous = (True, more) if backwards else (more, query.after is not None)
    return rows, {
        "count": count,
        "next_url": query.url(after=rows[-1].pk) if rows and has_next else "",
        "previous_url": query.url(before=rows[0].pk) if rows and has_previous else "",
    }


def _with_columns(page: list[Enterprise], words: "Words") -> list[tuple[Enterprise, list[YearFigure]]]:
    """Each row with its categories and the figures of its newest year: two queries."""
    pks = [one.pk for one in page]
    through = Enterprise.categories.through.objects.filter(enterprise__in=pks).order_by("tradecategory_id")
    linked: dict[int, list[str]] = {}
    for enterprise, category in through.values_list("enterprise_id", "tradecategory__code"):
        linked.setdefault(enterprise, []).append(words.titles["category"][category])
    newest = newest_figures(pks)
    for one in page:
        one.shown_categories = linked.get(one.pk, [])  # type: ignore[attr-defined]
    return [(one, newest.get(one.pk, [])) for one in page]


def newest_figures(pks: Iterable[int]) -> dict[int, list[YearFigure]]:
    """The figures of each enterprise's newest year, in the order of the kinds."""
    found: dict[int, list[YearFigure]] = {}
    for row in YearFigure.objects.filter(enterprise__in=list(pks)).order_by("enterprise", "-year"):
        rows = found.setdefault(row.enterprise_id, [])
        if not rows or rows[0].year == row.year:
            rows.append(row)
    order = list(Figure)
    return {pk: sorted(rows, key=lambda row: order.index(Figure(row.code))) for pk, rows in found.items()}


def _columns() -> list[dict[str, Any]]:
    titles = (
        _("Credit code"),
        _("District or county-level city"),
        _("Categories"),
        _("Counts since"),
        _("Last figures"),
    )
    return [{"title": title} for title in titles]


def _row(one: Enterprise, figures: list[YearFigure]) -> dict[str, Any]:
    place = f"{one.district.name} · {one.zone.name}" if one.zone else one.district.name
    categories = "、".join(one.shown_categories)  # type: ignore[attr-defined]
    return {
        "pk": one.pk,
        "number": one.name,
        "url": reverse("admin:enterprises_enterprise_change", args=[one.pk]),
        "cells": [
            {"text": one.credit_code},
            {"text": place},
            {"text": categories or "–", "cut": True},
            _counted_cell(one),
            {"text": _figures_text(figures), "cut": True},
        ],
    }


def _counted_cell(one: Enterprise) -> dict[str, Any]:
    if one.counts_from is None:
        return {"text": _("not counted")}
    tone = "pine" if one.counts_from <= clock.today() else "sand"
    return {"text": one.counts_from.isoformat(), "chip": True, "tone": tone}


def _figures_text(figures: list[YearFigure]) -> str:
    """The first of the newest year and how far that year was verified."""
    if not figures:
        return "–"
    first, checked = figures[0], sum(row.verified is not None for row in figures)
    value = first.verified if first.verified is not None else first.declared
    words = {
        "year": first.year, "figure": first.get_code_display(), "value": format_number(value),  # type: ignore[arg-type]
        "checked": checked, "all": len(figures),
    }  # fmt: skip
    return _("%(year)s · %(figure)s: %(value)s · verified %(checked)s of %(all)s") % words


@dataclass(frozen=True)
class Words:
    """Codes and titles that the filters offer, by kind and in the order of their lists; one query for all kinds."""

    titles: dict[str, dict[str, str]]

    @classmethod
    def load(cls) -> "Words":
        places = District.objects.order_by().exclude(code=CITY).filter(is_retired=False)
        parts = [
            _worded(places.filter(is_zone=False), "district", "name"),
            _worded(places.filter(is_zone=True), "zone", "name"),
            _worded(TradeCategory.objects.order_by(), "category", "title", F("order")),
            _worded(IndustryGroup.objects.order_by(), "industry", "title", F("order")),
        ]
        chinese = (get_language() or "zh").startswith("zh")
        titles: dict[str, dict[str, str]] = {"district": {}, "zone": {}, "category": {}, "industry": {}}
        rows = parts[0].union(*parts[1:], all=True).order_by("kind", "place", "code")
        for kind, _place, code, zh, en in rows:
            titles[kind][code] = (zh or en) if chinese else (en or zh)
        return cls(titles)


def _worded(rows: QuerySet, kind: str, name: str, place: Any = None) -> QuerySet:
    where = place if place is not None else Value(0, output_field=PositiveSmallIntegerField())
    columns = rows.annotate(
        kind=Value(kind, output_field=CharField()), place=where, zh=F(f"{name}_zh"), en=F(f"{name}_en")
    )
    return columns.values_list("kind", "place", "code", "zh", "en")


def _filters(query: RegistryQuery, words: Words) -> dict[str, Any]:
    titles = {name: list(found.items()) for name, found in words.titles.items()}
    counted = [("yes", _("Counted")), ("no", _("Not counted"))]
    return {
        "search_name": "q",
        "search_value": query.search,
        "placeholder": _("Credit code or name"),
        "selects": [
            _select("district", _("All districts"), titles["district"], query.district),
            _select("zone", _("All zones"), titles["zone"], query.zone),
            _select("category", _("All categories"), titles["category"], query.category),
            _select("industry", _("All industries"), titles["industry"], query.industry),
            _select("counted", _("Counted or not"), counted, query.counted),
        ],
    }


def _select(name: str, label: str, options: list[tuple[str, str]], current: str) -> dict[str, Any]:
    rows = [{"value": value, "label": text, "selected": value == current} for value, text in options]
    return {"name": name, "label": label, "options": rows}
