"""What the portal knows of the enterprises of a roster: their files, the credit list, applications and offers.

A handful of queries for some hundred enterprises, however many they are.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from enterprises.credit.checking import exclusions
from enterprises.enums import State
from enterprises.grants.judging import APPLIED, CREDIT, EXCLUSIVE, OFFERED
from enterprises.models import Application, CreditRecord, Decision, Enterprise, EnterpriseFact, GrantLine, GrantRun
from enterprises.references import OVER_WITHOUT_MONEY
from policies.forms import facts_to_json
from portal.core import clock

# Which entry of the file's history stands behind a fact of the rules.
BEHIND = {
    "registered_division": "district",
    "entity_type": "entity_type",
    "years_since_registration": "registered_on",
    "trade_category": "categories",
}
Facts = dict[str, dict[str, Any]]


def files_of(codes: Iterable[str]) -> dict[str, Enterprise]:
    rows = Enterprise.objects.filter(credit_code__in=list(codes)).select_related("district__within")
    return {row.credit_code: row for row in rows}


def registered(files: dict[str, Enterprise], on: date, asked: frozenset[str]) -> dict[str, Facts]:
    """By credit code: {fact: {value, source, on}} of what the rules ask and the file says."""
    pks = [one.pk for one in files.values()]
    origins: dict[tuple[int, str], tuple[str, date]] = {}
    entries = EnterpriseFact.objects.filter(enterprise__in=pks, code__in=BEHIND.values()).order_by("pk")
    for pk, code, source, as_of in entries.values_list("enterprise_id", "code", "source", "as_of"):
        origins[pk, code] = (source, as_of)
    categories = _categories(pks) if "trade_category" in asked else {}
    return {code: _facts(one, on, asked, origins, categories) for code, one in files.items()}


def _categories(pks: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    through = Enterprise.categories.through.objects.filter(enterprise__in=pks)
    for pk, code in through.values_list("enterprise_id", "tradecategory__code"):
        found[pk].append(code)
    return found


def _facts(one: Enterprise, on: date, asked: frozenset[str], origins: Any, categories: dict[int, list[str]]) -> Facts:
    values = one.facts(on)
    # Whoever is in several categories must say which one this is about.
    mine = categories.get(one.pk, [])
    if len(mine) == 1:
        values["trade_category"] = mine[0]
    updated = one.updated_at.astimezone(clock.now().tzinfo).date()
    found = {}
    for name, value in facts_to_json(values).items():
        if name in asked:
            source, day = origins.get((one.pk, BEHIND[name]), ("", updated))
            found[name] = {"value": value, "source": source, "on": day.isoformat()}
    return found


def around(run: GrantRun, codes: list[str], files: dict[str, Enterprise]) -> dict[str, dict[str, Any]]:
    """By credit code: what excludes it, and what it was granted before."""
    found: dict[str, dict[str, Any]] = {code: {} for code in codes}
    for code, records in exclusions(codes, clock.today()).items():
        found[code][CREDIT] = [_credit(one) for one in records]
    offers = GrantLine.objects.standing().filter(call=run.call_id, credit_code__in=codes).exclude(run=run.pk)
    for code, number in offers.values_list("credit_code", "run__number"):
        found[code].setdefault(OFFERED, []).append({"run": number})
    by_pk = {one.pk: code for code, one in files.items()}
    _applied(run, by_pk, found)
    _granted(run, by_pk, found)
    return found


def _credit(one: CreditRecord) -> dict[str, str]:
    return {
        "category": str(one.category),
        "source": one.source,
        "reference": one.reference,
        "since": one.since.isoformat(),
    }


def _applied(run: GrantRun, by_pk: dict[int, str], found: dict[str, dict[str, Any]]) -> None:
    """Whoever has an application under the call gets no second one; withdrawn is as if it had never been."""
    rows = Application.objects.filter(call=run.call_id, enterprise__in=by_pk).exclude(state=State.WITHDRAWN)
    for pk, number in rows.order_by("pk").values_list("enterprise_id", "number"):
        found[by_pk[pk]].setdefault(APPLIED, []).append({"number": number})


def _granted(run: GrantRun, by_pk: dict[int, str], found: dict[str, dict[str, Any]]) -> None:
    """What was granted to them: under this measure ever, in the year of the run, under measures that exclude it."""
    signed = Decision.objects.filter(application=OuterRef("pk"), is_current=True).values("signed_at")[:1]
    rows = Application.objects.filter(enterprise__in=by_pk, granted_fen__gt=0).exclude(state__in=OVER_WITHOUT_MONEY)
    rows = rows.annotate(signed_at=Subquery(signed)).order_by("pk")
    zone, exclusive = clock.now().tzinfo, set(run.frozen["exclusive"])
    wanted = ("enterprise_id", "number", "granted_fen", "signed_at", "call__measure__code")
    for pk, number, amount, signed_at, measure in rows.values_list(*wanted):
        about = found[by_pk[pk]]
        same, this_year = measure == run.frozen["measure"], False
        if signed_at is not None:
            this_year = signed_at.astimezone(zone).year == run.as_of.year
        if same:
            about["granted_before"] = True
        if this_year:
            about["year_fen"] = about.get("year_fen", 0) + amount
            about["measure_fen"] = about.get("measure_fen", 0) + (amount if same else 0)
            if measure in exclusive:
                about.setdefault(EXCLUSIVE, []).append({"number": number, "measure": measure})
