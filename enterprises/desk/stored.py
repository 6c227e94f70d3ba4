"""Lists of a desk that a person keeps under a name, and those that colleagues share with a unit."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from enterprises.desk.access import person
from enterprises.desk.desks import Desk
from enterprises.models import StoredFilter
from enterprises.querysets import units_at
from portal.accounts.models import Unit, User
from portal.core.exceptions import PortalError
from portal.core.prepared import PreparedBy

MOST = 30
_lists_of: PreparedBy[StoredFilter] = PreparedBy(16)


class FilterError(PortalError):
    """A list that can't be kept so."""

    status = 422


def units_of(desk: Desk, user: User) -> list[Unit]:
    """The units with which the person may share."""
    return list(Unit.objects.filter(pk__in=units_at(user, desk.code)).order_by("code"))


def seen_by(desk: Desk, user: User) -> QuerySet[StoredFilter]:
    return StoredFilter.objects.visible_to(user).filter(desk=desk.code).select_related("owner")


def kept_lists(desk: Desk, user: User, query: Any) -> dict[str, Any]:
    """The menu of kept lists above the queue; one query."""
    address = query.address
    rows = _lists_of.of((desk.code, person(user)), lambda: _menu(desk, user)).all()
    lists = [
        {
            "name": row.name,
            "owner": "" if row.owner_id == user.pk else str(row.owner),
            "url": desk.list_url(row.address),
            "current": row.address == address,
        }
        for row in rows
    ]
    here = next((one["name"] for one in lists if one["current"]), "")
    keep = {"address": address, "url": desk.url("filters"), "offered": not query.search, "personal": desk.personal}
    return {"lists": lists, "here": here, "keep": keep}


def _menu(desk: Desk, user: User) -> QuerySet[StoredFilter]:
    return seen_by(desk, user).only("name", "address", "owner__name", "owner__email")[: 2 * MOST]


def keep(desk: Desk, user: User, name: str, address: str, unit: int | None) -> StoredFilter:
    """Under a name that is there already, the list takes the place of the earlier one. What was searched for is not
    kept."""
    name = " ".join(name.split())[:40]
    if not name:
        raise FilterError(_("Give the list a name."))
    desk.check_name(name)
    _check_unit(desk, user, unit)
    own = StoredFilter.objects.filter(owner=user, desk=desk.code)
    if not own.filter(name=name).exists() and own.count() >= MOST:
        raise FilterError(_("You keep %(most)s lists already. Delete one first.") % {"most": MOST})
    kept = {"address": desk.address(address[:300]), "unit_id": unit}
    row, _new = own.update_or_create(owner=user, desk=desk.code, name=name, defaults=kept)
    return row


def _check_unit(desk: Desk, user: User, unit: int | None) -> None:
    if unit is not None and unit not in units_at(user, desk.code):
        raise FilterError(_("You can share a list with a unit of your own only."))


def change(desk: Desk, user: User, pk: int, name: str, unit: int | None) -> None:
    row, name = own_list(desk, user, pk), " ".join(name.split())[:40]
    others = StoredFilter.objects.filter(owner=user, desk=desk.code).exclude(pk=pk)
    if not name or others.filter(name=name).exists():
        raise FilterError(_("Give the list a name that none of your other lists has."))
    desk.check_name(name)
    _check_unit(desk, user, unit)
    StoredFilter.objects.filter(pk=row.pk).update(name=name, unit_id=unit)


def own_list(desk: Desk, user: User, pk: int) -> StoredFilter:
    """404 for a list that is somebody else's, shared or not."""
    row = StoredFilter.objects.filter(owner=user, desk=desk.code, pk=pk).first()
    if row is None:
        raise Http404
    return row
