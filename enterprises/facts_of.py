"""What is known of an enterprise: each fact with where it came from and as of which day, and how it changes.

The columns hold what counts now. Each change adds an `EnterpriseFact`, so that the history can be read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.enums import EntityType, FactSource, Investment, State
from enterprises.exceptions import FileError
from enterprises.models import Application, Enterprise, EnterpriseFact
from enterprises.units import accepting_unit
from policies.models import IndustryGroup, TradeCategory
from portal.accounts.models import District, User
from portal.audit.actions import record
from portal.core import clock

# They stand on the business licence: changed only by a correction that says from which source and day.
REGISTERED = (
    "credit_code", "name", "entity_type", "district", "registered_on", "address", "legal_representative",
    "investment",
)  # fmt: skip
# What the enterprise says of itself.
OWN = ("name_en", "zone", "categories", "industries")
LISTS = {"categories": TradeCategory, "industries": IndustryGroup}
CHOICES = {"entity_type": EntityType, "investment": Investment}
LABELS = {
    "credit_code": gettext_lazy("Unified Social Credit Code"),
    "name": gettext_lazy("Name on the licence"),
    "name_en": gettext_lazy("Name in English"),
    "entity_type": gettext_lazy("Entity type"),
    "district": gettext_lazy("District of registration"),
    "zone": gettext_lazy("Functional zone"),
    "registered_on": gettext_lazy("Date of registration"),
    "address": gettext_lazy("Registered address"),
    "legal_representative": gettext_lazy("Legal representative on the licence"),
    "investment": gettext_lazy("Foreign investment"),
    "categories": gettext_lazy("Categories of digital trade"),
    "industries": gettext_lazy("Industries of the 10+1 system"),
}


@dataclass(frozen=True)
class Line:
    """A fact as a page shows it. `source` and `as_of` are those of the newest entry that says this value."""

    code: str
    label: Any
    text: str
    source: Any
    as_of: date
    registered: bool


def value_of(enterprise: Enterprise, code: str) -> Any:
    """A fact as JSON: codes in place of rows, days as ISO text."""
    if code in LISTS:
        return sorted(getattr(enterprise, code).values_list("code", flat=True))
    return _plain(getattr(enterprise, code))


def _plain(value: Any) -> Any:
    """What is empty is an empty text: the history tells that a value was taken away."""
    if value is None:
        return ""
    if isinstance(value, District):
        return value.code
    return value.isoformat() if isinstance(value, date) else value


def add_fact(
    enterprise: Enterprise, code: str, value: Any, *, source: str, as_of: date, user: User | None
) -> EnterpriseFact:
    """One entry of the history; the column is the caller's."""
    return EnterpriseFact.objects.create(
        enterprise=enterprise, code=code, value=value, source=source, as_of=as_of, recorded_by=user
    )


def add_first_facts(enterprise: Enterprise, user: User) -> None:
    """What was typed from the licence when the enterprise was added."""
    EnterpriseFact.objects.bulk_create(
        EnterpriseFact(
            enterprise=enterprise, code=code, value=value_of(enterprise, code), source=FactSource.DECLARED,
            as_of=clock.today(), recorded_by=user,
        )
        for code in REGISTERED
        if value_of(enterprise, code)
    )  # fmt: skip


def lines(enterprise: Enterprise) -> list[Line]:
    """The facts in their order; five queries, however long the history is."""
    newest: dict[str, EnterpriseFact] = {}
    for row in enterprise.fact_rows.filter(code__in=LABELS).order_by("pk"):
        newest[row.code] = row
    names = _names(value_of(enterprise, code) for code in LABELS)
    return [_line(enterprise, code, newest.get(code), names) for code in (*REGISTERED, *OWN)]


def _line(enterprise: Enterprise, code: str, row: EnterpriseFact | None, names: dict[str, str]) -> Line:
    value = value_of(enterprise, code)
    if row is not None and row.value == value:
        source, as_of = row.get_source_display(), row.as_of
    else:
        # Written by an import or by an administrator, without an entry of its own.
        source, as_of = _("Enterprise record"), enterprise.updated_at.astimezone(clock.now().tzinfo).date()
    return Line(code, LABELS[code], shown(code, value, names), source, as_of, code in REGISTERED)


def history(enterprise: Enterprise) -> list[dict[str, Any]]:
    """Every entry, newest first, as a person reads it."""
    rows = list(enterprise.fact_rows.filter(code__in=LABELS).select_related("recorded_by").order_by("-pk"))
    names = _names(row.value for row in rows)
    return [
        {
            "label": LABELS[row.code],
            "text": shown(row.code, row.value, names),
            "source": row.get_source_display(),
            "as_of": row.as_of,
            "at": row.recorded_at,
            "who": row.recorded_by,
        }
        for row in rows
    ]


def shown(code: str, value: Any, names: dict[str, str]) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return _(", ").join(names.get(one, one) for one in value)
    if code in CHOICES:
        return str(dict(CHOICES[code].choices).get(value, value))
    if code == "registered_on":
        return formats.date_format(parse_date(value), "DATE_FORMAT")
    return names.get(value, value) if code in {"district", "zone"} else str(value)


def _names(values: Iterable[Any]) -> dict[str, str]:
    """What districts, categories and industries are called; one query for each of the three."""
    codes = {one for value in values for one in (value if isinstance(value, list) else [value]) if one}
    found: dict[str, str] = {}
    for model in (IndustryGroup, TradeCategory):
        found |= {row.code: row.title for row in model.objects.filter(code__in=codes)}
    return found | {row.code: row.name for row in District.objects.filter(code__in=codes)}


# --- changes ------------------------------------------------------------------------------------------


def correct(
    enterprise: Enterprise, user: User, changed: dict[str, Any], *, source: str, as_of: date, reason: str
) -> list[str]:
    """Correct registered facts; the codes of those that really differ. The old values stay in the history."""
    try:
        with transaction.atomic():
            locked = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
            before = {code: value_of(locked, code) for code in changed}
            differs = {code: value for code, value in changed.items() if before[code] != _plain(value)}
            if "credit_code" in differs:
                _may_change_code(locked)
            if differs:
                _keep_before(locked, {code: before[code] for code in differs})
                _write(locked, differs, user, source, as_of)
                _record_correction(locked, {code: before[code] for code in differs}, user, source, reason)
    except IntegrityError as error:
        if not _is_anothers(enterprise, changed.get("credit_code")):
            raise
        raise FileError(_("Another enterprise has this credit code. Compare it with the licence.")) from error
    return sorted(differs)


def _is_anothers(enterprise: Enterprise, code: str | None) -> bool:
    return Enterprise.objects.filter(credit_code=code).exclude(pk=enterprise.pk).exists()


def _may_change_code(enterprise: Enterprise) -> None:
    """The code is the enterprise: what was applied for stands under it."""
    if enterprise.applications.exclude(state=State.DRAFT).exists():
        raise FileError(
            _("Applications were sent under this credit code, so only the bureau can change it. Ask the bureau.")
        )


def _keep_before(enterprise: Enterprise, before: dict[str, Any]) -> None:
    """An enterprise that came by import has no entries yet: what stood there before the first correction is kept."""
    known = set(enterprise.fact_rows.filter(code__in=before).values_list("code", flat=True))
    for code, value in before.items():
        if code not in known and value:
            day = enterprise.created_at.astimezone(clock.now().tzinfo).date()
            add_fact(enterprise, code, value, source=FactSource.OFFICIAL, as_of=day, user=None)


def _write(enterprise: Enterprise, differs: dict[str, Any], user: User, source: str, as_of: date) -> None:
    for code, value in differs.items():
        setattr(enterprise, code, value)
        add_fact(enterprise, code, _plain(value), source=source, as_of=as_of, user=user)
    if "district" in differs:
        if enterprise.zone is not None and not lies_in(enterprise.zone, enterprise.district):
            enterprise.zone = None
            add_fact(enterprise, "zone", "", source=source, as_of=as_of, user=user)
        # A draft goes to the authority of the district that is right; what was sent stays where it lies.
        unit = accepting_unit(enterprise)
        Application.objects.filter(enterprise=enterprise, state=State.DRAFT).update(unit=unit)
    enterprise.save()


def _record_correction(enterprise: Enterprise, before: dict[str, Any], user: User, source: str, reason: str) -> None:
    data = {
        "before": before,
        "after": {code: value_of(enterprise, code) for code in before},
        "source": source,
        "reason": reason,
    }
    scope = f"enterprise:{enterprise.pk}"
    record(scope=scope, verb="correct_facts", actor=user, target=enterprise.credit_code, data=data)


def declare_own(enterprise: Enterprise, user: User, given: dict[str, Any]) -> list[str]:
    """What the enterprise says of itself; an entry for each that differs."""
    with transaction.atomic():
        locked = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
        before = {code: value_of(locked, code) for code in given}
        for code, value in given.items():
            if code in LISTS:
                getattr(locked, code).set(value)
            else:
                setattr(locked, code, value)
        locked.save()
        after = {code: value_of(locked, code) for code in given}
        differs = [code for code in given if before[code] != after[code]]
        for code in differs:
            add_fact(locked, code, after[code], source=FactSource.DECLARED, as_of=clock.today(), user=user)
        if differs:
            data = {"changed": {code: after[code] for code in differs}}
            scope = f"enterprise:{locked.pk}"
            record(scope=scope, verb="declare_facts", actor=user, target=locked.credit_code, data=data)
    return differs


def lies_in(zone: District, district: District) -> bool:
    """A zone that lies in several districts names none of them."""
    return zone.within_id is None or zone.within_id in {district.pk, district.within_id}
