"""What exists for whom. Everything else answers 404."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from enterprises.enums import State
from portal.accounts.enums import Role
from portal.reviews.models import WorkItem

if TYPE_CHECKING:
    from portal.accounts.models import User

# Roles of the whole city read every application that was ever submitted; the others what lies on their desk.
CITY_ROLES = frozenset({Role.CASE_MANAGER, Role.LEADERSHIP, Role.FINANCE, Role.DISCIPLINE})
STATE_ROLES = {
    Role.EXPERT: (State.EXPERT_REVIEW,),
    Role.AUDITOR: (State.VERIFICATION,),
    Role.JOINT_DEPARTMENT: (State.DECIDING,),
}


class EnterpriseQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "EnterpriseQuerySet":
        held = user.held()
        if user.is_superuser or any(role in CITY_ROLES for role, _unit in held):
            return self
        units = {unit for role, unit in held if role == Role.DISTRICT}
        return self.filter(
            Q(memberships__user=user) | Q(applications__unit__in=units) & ~Q(applications__state=State.DRAFT)
        ).distinct()


class CallQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "CallQuerySet":
        """Calls are public."""
        return self


class BudgetEntryQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "BudgetEntryQuerySet":
        """The ledger is for the officials of the whole city."""
        sees = user.is_staff and (user.is_superuser or any(role in CITY_ROLES for role, _unit in user.held()))
        return self if sees else self.none()


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "ApplicationQuerySet":
        """Members see their enterprises' applications, officials those that were submitted, by role and unit."""
        held = user.held() if user.is_staff else set()
        seen = Q(enterprise__in=user.memberships.values("enterprise"))
        if user.is_superuser or any(role in CITY_ROLES for role, _unit in held):
            seen |= ~Q(state=State.DRAFT)
        else:
            units = {unit for role, unit in held if role == Role.DISTRICT}
            if units:
                seen |= Q(unit__in=units) & ~Q(state=State.DRAFT)
            for role, _unit in held:
                if role in STATE_ROLES:
                    seen |= Q(state__in=STATE_ROLES[Role(role)])
        return self.filter(seen)

    def on_notice(self) -> "ApplicationQuerySet":
        """What the public notice shows: name, measure, amount, until when. One query."""
        until = WorkItem.objects.filter(case=models.OuterRef("pk"), closed_at=None).values("due_on")[:1]
        return (
            self.filter(state=State.PUBLICITY)
            .select_related("enterprise", "call__measure")
            .annotate(until=models.Subquery(until))
            .order_by("until", "pk")
        )

    def for_page(self) -> "ApplicationQuerySet":
        """With what a page about one application reads."""
        return self.select_related(
            "enterprise__district__within", "call__measure__area", "call__measure__policy", "unit", "applicant"
        )
