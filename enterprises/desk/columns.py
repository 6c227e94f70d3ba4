"""Which of the columns of a desk's queue a person has chosen, and in which order."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from enterprises.desk.desks import Desk
from enterprises.models import DeskColumns
from portal.accounts.models import User
from portal.core.exceptions import PortalError

MOST = 10


class NoColumn(PortalError):
    """Nothing was chosen."""

    status = 422


def chosen(desk: Desk, user: User) -> tuple[str, ...]:
    """The person's own columns in their order, or those that everybody begins with."""
    if hasattr(user, "own_columns"):
        kept = user.own_columns[desk.code]
    else:
        own = DeskColumns.objects.filter(user=user, desk=desk.code)
        kept = own.values_list("columns", flat=True).first()
    return tuple(code for code in kept or () if code in desk.columns) or desk.begin_with


def choose(desk: Desk, user: User, places: dict[str, int]) -> None:
    """Keep the columns that have a place, in the order of their places."""
    wanted = sorted(
        (place, number, code) for number, (code, place) in enumerate(places.items()) if code in desk.columns
    )
    if not wanted:
        raise NoColumn(_("Give at least one column a place."))
    columns = [code for _place, _number, code in wanted][:MOST]
    DeskColumns.objects.update_or_create(user=user, desk=desk.code, defaults={"columns": columns})


def forget(desk: Desk, user: User) -> None:
    DeskColumns.objects.filter(user=user, desk=desk.code).delete()


def headings(desk: Desk, codes: Iterable[str]) -> list[dict[str, Any]]:
    return [{"title": desk.columns[code].title, "numeric": desk.columns[code].numeric} for code in codes]


def filled(desk: Desk, codes: Iterable[str], rows: list[Any]) -> list[str]:
    """Without the columns in which no row has anything."""
    return [code for code in codes if not desk.columns[code].sparse or any(row.shown_labels for row in rows)]


def offered(desk: Desk, user: User) -> list[dict[str, Any]]:
    """All columns, the chosen ones first, each with its place."""
    places = {code: place for place, code in enumerate(chosen(desk, user), start=1)}
    ordered = sorted(desk.columns.items(), key=lambda found: places.get(found[0], 99))
    return [{"code": code, "title": column.title, "place": places.get(code, "")} for code, column in ordered]
