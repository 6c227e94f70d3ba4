"""Who sees which work."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from portal.accounts.models import User


class WorkItemQuerySet(models.QuerySet):
    def open(self) -> "WorkItemQuerySet":
        return self.filter(closed_at=None)

    def visible_to(self, user: "User") -> "WorkItemQuerySet":
        """Items of the desks at which the person holds a post, in the unit of that post."""
        where = Q(pk__in=[])
        for role, unit in sorted(user.held(), key=str):
            where |= Q(desk=role, unit=unit)
        return self.filter(where)
