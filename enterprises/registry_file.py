"""What officials change in an enterprise's file: corrections with their source, and figures that they verified."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enterprises.enums import FactSource
from enterprises.exceptions import FileError
from enterprises.facts_of import LISTS, REGISTERED, add_fact, correct, value_of
from enterprises.models import Enterprise, YearFigure
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock, pagecache

# What officials write besides the facts of the licence. The code may be theirs to change even after applications.
KEPT = ("credit_code", "name_en", "zone", "categories", "industries", "counts_from")


def correct_file(
    enterprise: Enterprise,
    user: User,
    given: dict[str, Any],
    *,
    source: str,
    as_of: date,
    reason: str,
    seen: datetime,
) -> list[str]:
    """Write what differs; its names. `seen`: when the file was last changed as the official looked at it."""
    try:
        with transaction.atomic():
            locked = _locked(enterprise)
            if locked.updated_at != seen:
                raise FileError(_("Somebody changed this file meanwhile. Look at it again, then correct it."))
            registered = {code: given[code] for code in REGISTERED if code in given and code not in KEPT}
            changed = correct(locked, user, registered, source=source, as_of=as_of, reason=reason)
            kept = {code: given[code] for code in KEPT if code in given}
            changed += _keep(_locked(enterprise), user, kept, source, as_of, reason)
            # The public page of progress shows how many are counted.
            transaction.on_commit(pagecache.bump)
    except IntegrityError as error:
        raise FileError(_("Another enterprise has this credit code. Compare it with the licence.")) from error
    return changed


def _locked(enterprise: Enterprise) -> Enterprise:
    return Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)


def _keep(
    enterprise: Enterprise, user: User, given: dict[str, Any], source: str, as_of: date, reason: str
) -> list[str]:
    before = {code: value_of(enterprise, code) for code in given}
    for code, value in given.items():
        if code in LISTS:
            getattr(enterprise, code).set(value)
        else:
            setattr(enterprise, code, value)
    after = {code: value_of(enterprise, code) for code in given}
    differs = [code for code in given if before[code] != after[code]]
    if not differs:
        return []
    enterprise.save()
    for code in differs:
        add_fact(enterprise, code, after[code], source=source, as_of=as_of, user=user)
    data = {
        "before": {code: before[code] for code in differs}, "after": {code: after[code] for code in differs},
        "source": source, "reason": reason,
    }  # fmt: skip
    record(scope=f"enterprise:{enterprise.pk}", verb="keep_file", actor=user, target=enterprise.credit_code, data=data)
    return differs


def verify_figure(
    enterprise: Enterprise, user: User, *, year: int, code: str, value: Decimal, basis: str, seen: Decimal | None
) -> YearFigure:
    """Verified against `basis`. `seen`: the declared value that the official looked at. The enterprise's own
    declaration stays beside it as it was made."""
    with transaction.atomic():
        locked = _locked(enterprise)
        row = locked.figures.filter(year=year, code=code).first() or YearFigure(enterprise=locked, year=year, code=code)
        if row.declared != seen:
            raise FileError(_("The enterprise declared another figure meanwhile. Look at it, then verify."))
        row.verified, row.verified_by, row.verified_at, row.basis = value, user, clock.now(), basis
        row.save()
        add_fact(
            locked, f"{code}-{year}", f"{value:f}", source=FactSource.OFFICIAL, as_of=clock.today(), user=user
        )  # fmt: skip
        data = {"declared": str(row.declared or ""), "verified": str(value), "basis": basis}
        scope = f"enterprise:{locked.pk}"
        record(scope=scope, verb="verify_figure", actor=user, target=f"figure:{year}:{code}", data=data)
    return row
