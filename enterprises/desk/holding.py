"""Who holds a case at its desk: taking it up and putting it back. The case does not move by it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from enterprises.desk.desks import Desk
from enterprises.querysets import ROLES_AT, units_at
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core.exceptions import PortalError
from portal.core.prepared import PreparedBy
from portal.reviews.models import WorkItem

COLLEAGUES_SHOWN = 60
_colleagues: PreparedBy[Any] = PreparedBy(16)


class HeldByAnother(PortalError):
    """Somebody else took the case first."""


def take_up(user: User, case_pk: int, *, seen_holder: int | None) -> None:
    """Hold the open item of a case; refused when its holder is not the one that the page showed."""
    with transaction.atomic():
        mine = WorkItem.objects.visible_to(user).filter(case_id=case_pk, closed_at=None, holder=seen_holder)
        if not mine.update(holder=user):
            raise HeldByAnother(_("The case has moved on or a colleague took it first. Here is where it stands now."))
        record(scope=f"case:{case_pk}", verb="take_up", actor=user, target=str(case_pk))


def colleagues(desk: Desk, user: User) -> list[tuple[int, str]]:
    """Who may hold cases of the desk: those of the person's own units there, by name; read once per instance."""
    found: dict[str, list[tuple[int, str]]] = user.__dict__.setdefault("_colleagues", {})
    if desk.code not in found:
        units = frozenset(units_at(user, desk.code))
        people = _colleagues.of((desk.code, units), lambda: _working_in(desk, units)).all()
        found[desk.code] = [(pk, name or email) for pk, name, email in people]
    return found[desk.code]


def _working_in(desk: Desk, units: frozenset[int | None]) -> QuerySet:
    posts = {"posts__unit__in": units, "posts__role__in": ROLES_AT[desk.code]}
    people = User.objects.filter(is_staff=True, is_active=True, **posts).distinct().order_by("name", "pk")
    return people.values_list("pk", "name", "email")[:COLLEAGUES_SHOWN]


def put_back(user: User, case_pk: int) -> None:
    with transaction.atomic():
        if WorkItem.objects.filter(case_id=case_pk, closed_at=None, holder=user).update(holder=None):
            record(scope=f"case:{case_pk}", verb="put_back", actor=user, target=str(case_pk))


def assign(user: User, case_pk: int, to: User) -> bool:
    """Give a case that nobody holds, or that the person holds, to a colleague at the same desk; False where the
    colleague holds it already. Refused where the colleague works at another desk, or holds no post any more."""
    with transaction.atomic():
        mine = WorkItem.objects.visible_to(user).filter(case_id=case_pk, closed_at=None)
        item = mine.select_for_update(of=("self",)).first()
        if item is None:
            raise HeldByAnother(_("The case does not lie at your desk now."))
        if item.holder_id == to.pk:
            return False
        if item.holder_id not in (None, user.pk):
            raise HeldByAnother(_("A colleague holds the case. It can be assigned once it is put back."))
        if not (to.is_active and to.is_staff and (item.desk, item.unit_id) in to.held()):
            raise HeldByAnother(_("Whoever is to hold the case does not work at its desk."))
        WorkItem.objects.filter(pk=item.pk).update(holder=to)
        record(scope=f"case:{case_pk}", verb="assign", actor=user, target=str(case_pk), data={"to": to.pk})
    return True


def answered(request: HttpRequest, case_pk: int) -> None:
    """What was sent from a case's page: put it back, or take it up; a refusal becomes a message."""
    seen = request.POST.get("seen", "")
    try:
        if "back" in request.POST:
            put_back(request.user, case_pk)
        else:
            take_up(request.user, case_pk, seen_holder=int(seen) if seen.isascii() and seen.isdigit() else None)
    except PortalError as error:
        messages.warning(request, error.message)
