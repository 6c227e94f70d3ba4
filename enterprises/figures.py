"""Yearly figures: what the enterprise declares, beside what an official verified."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.enums import FactSource, Figure
from enterprises.exceptions import FileError
from enterprises.facts_of import add_fact
from enterprises.models import Enterprise, YearFigure
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.money import format_number

YEARS_BACK = 6
UNITS = {Figure.EXPORT_USD: "USD", Figure.STAFF: ""}


def years_of(enterprise: Enterprise) -> list[int]:
    """The finished years since it was registered, newest first, six at most."""
    last = clock.today().year - 1
    return list(range(last, max(last - YEARS_BACK, enterprise.registered_on.year - 1), -1))


def unit_of(code: str) -> str:
    return UNITS.get(Figure(code), "CNY")


def table(enterprise: Enterprise) -> list[dict[str, Any]]:
    """A block for each year with a line for each figure; one query."""
    found = {(row.year, row.code): row for row in enterprise.figures.all()}
    years = sorted({*years_of(enterprise), *(year for year, _code in found)}, reverse=True)
    return [
        {
            "year": year,
            "open": year in years_of(enterprise),
            "lines": [_line(code, found.get((year, code))) for code in Figure],
            "declared": any((year, code) in found for code in Figure.values),
        }
        for year in years
    ]


def _line(code: Figure, row: YearFigure | None) -> dict[str, Any]:
    return {
        "label": code.label,
        "declared": shown(row.declared) if row else "",
        "verified": shown(row.verified) if row else "",
        "basis": row.basis if row else "",
        "verified_at": row.verified_at if row else None,
        "declared_at": row.declared_at if row else None,
    }


def shown(amount: Decimal | None) -> str:
    return "" if amount is None else format_number(amount)


def verified_codes(enterprise: Enterprise, year: int) -> set[str]:
    return set(enterprise.figures.filter(year=year, verified__isnull=False).values_list("code", flat=True))


def declare_figures(enterprise: Enterprise, user: User, year: int, given: dict[str, Decimal | None]) -> list[str]:
    """Declare the figures of a year; the codes of those that changed. What was verified stands as it was declared."""
    if year not in years_of(enterprise):
        raise FileError(_("Figures are declared for finished years since the registration."))
    with transaction.atomic():
        Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
        rows = {row.code: row for row in enterprise.figures.filter(year=year)}
        changed = [code for code in given if _differs(rows.get(code), given[code])]
        for code in changed:
            _put(enterprise, user, year, code, given[code])
            value = "" if given[code] is None else f"{given[code]:f}"
            add_fact(enterprise, f"{code}-{year}", value, source=FactSource.DECLARED, as_of=clock.today(), user=user)
        if changed:
            data = {"year": year, "declared": {code: str(given[code] or "") for code in changed}}
            scope, target = f"enterprise:{enterprise.pk}", f"figures:{year}"
            record(scope=scope, verb="declare_figures", actor=user, target=target, data=data)
    return changed


def _differs(row: YearFigure | None, value: Decimal | None) -> bool:
    if row is not None and row.verified is not None:
        return False
    return (row.declared if row else None) != value


def _put(enterprise: Enterprise, user: User, year: int, code: str, value: Decimal | None) -> None:
    """An emptied figure is no figure: the constraint wants one of the two values."""
    if value is None:
        enterprise.figures.filter(year=year, code=code).delete()
        return
    YearFigure.objects.update_or_create(
        enterprise=enterprise,
        year=year,
        code=code,
        defaults={"declared": value, "declared_by": user, "declared_at": clock.now()},
    )
