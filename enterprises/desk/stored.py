"""Lists that a person keeps under a name, and those that colleagues share with a unit."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enterprises.desk.access import person
from enterprises.desk.query import Query, read_query
from enterprises.models import StoredFilter
from portal.accounts.models import Unit, User
from portal.core.exceptions import PortalError
from portal.core.prepared import PreparedBy

MOST = 30
_lists_of: PreparedBy[StoredFilter] = PreparedBy(16)


class FilterError(PortalError):
    """A list that can't be kept so."""

    status = 422


def units_of(user: User) -> list[Unit]:
    """The units with which the person may share."""
    return list(Unit.objects.filter(pk__in={unit for _role, unit in user.held()}).order_by("code"))


def kept_lists(user: User, query: Query) -> dict[str, Any]:
    """The menu of kept lists above the queue; one query."""
    address = query.address
    rows = _lists_of.of(person(user), lambda: _seen_by(user)).all()
    lists = [
        {
            "name": row.name,
            "owner": "" if row.owner_id == user.pk else str(row.owner),
            "url": list_url(row),
            "current": row.address == address,
        }
        for row in rows
    ]
    here = next((one["name"] for one in lists if one["current"]), "")
    keep = {"address": address, "url": reverse("admin:enterprises_application_filters"), "offered": not query.search}
    return {"lists": lists, "here": here, "keep": keep}


def _seen_by(user: User) -> QuerySet[StoredFilter]:
    seen = StoredFilter.objects.visible_to(user).select_related("owner")
    return seen.only("name", "address", "owner__name", "owner__email")[: 2 * MOST]


def list_url(row: StoredFilter) -> str:
    return read_query(QueryDict(row.address)).url()


def keep(user: User, name: str, address: str, unit: int | None) -> StoredFilter:
    """Under a name that is there already, the list takes the place of the earlier one."""
    name, query = " ".join(name.split())[:40], read_query(QueryDict(address[:300]))
    if not name:
        raise FilterError(_("Give the list a name."))
    if unit is not None and unit not in {held for _role, held in user.held()}:
        raise FilterError(_("You can share a list with a unit of your own only."))
    own = StoredFilter.objects.filter(owner=user)
    if not own.filter(name=name).exists() and own.count() >= MOST:
        raise FilterError(_("You keep %(most)s lists already. Delete one first.") % {"most": MOST})
    row, _new = own.update_or_create(owner=user, name=name, defaults={"address": query.address, "unit_id": unit})
    return row


def change(user: User, pk: int, name: str, unit: int | None) -> None:
    row, name = own_list(user, pk), " ".join(name.split())[:40]
    if not name or StoredFilter.objects.filter(owner=user, name=name).exclude(pk=pk).exists():
        raise FilterError(_("Give the list a name that none of your other lists has."))
    if unit is not None and unit not in {held for _role, held in user.held()}:
        raise FilterError(_("You can share a list with a unit of your own only."))
    StoredFilter.objects.filter(pk=row.pk).update(name=name, unit_id=unit)


def own_list(user: User, pk: int) -> StoredFilter:
    """404 for a list that is somebody else's, shared or not."""
    row = StoredFilter.objects.filter(owner=user, pk=pk).first()
    if row is None:
        raise Http404
    return row
