"""Which people exist for whom. Everybody else's answer 404."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from portal.accounts.models import User

# How somebody comes to see another person: the cases say so, with what they register here. It answers a condition on
# persons (cases of the official's desk, an employer's with the person's consent, a helper's), or nothing.
Ways = Callable[["User"], "Q | None"]
registered: list[Ways] = []


def register(ways: Ways) -> Ways:
    if ways not in registered:
        registered.append(ways)
    return ways


def seen_by(user: User) -> Q:
    """One's own row, and what is shown to the user through a case. An administrator has no way of their own."""
    seen = Q(user=user)
    for ways in registered:
        condition = ways(user)
        if condition is not None:
            seen |= condition
    return seen


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> PersonQuerySet:
        return self.filter(seen_by(user), erased_at=None)


class OfPersonQuerySet(models.QuerySet):
    """Rows that belong to a person and are seen by whoever sees the person."""

    def visible_to(self, user: User) -> OfPersonQuerySet:
        persons = apps.get_model("talent", "Person").objects.visible_to(user)
        return self.filter(person__in=persons.order_by().values("pk"))


class FamilyMemberQuerySet(OfPersonQuerySet):
    def visible_to(self, user: User) -> FamilyMemberQuerySet:
        return super().visible_to(user).filter(erased_at=None)  # type: ignore[return-value]


class ConsentQuerySet(OfPersonQuerySet):
    def standing(self) -> ConsentQuerySet:
        return self.filter(withdrawn_at=None)


class ClearViewQuerySet(OfPersonQuerySet):
    def visible_to(self, user: User) -> ClearViewQuerySet:
        """Who looked is shown to the person alone; the officials' supervision reads it in the audit."""
        return self.filter(person__user=user, person__erased_at=None)

    def delete(self) -> tuple[int, dict[str, int]]:
        from talent.models.consents import ViewsStand

        raise ViewsStand

    def update(self, **values: object) -> int:
        from talent.models.consents import ViewsStand

        raise ViewsStand
