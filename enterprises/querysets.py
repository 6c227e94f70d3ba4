"""What exists for whom. Everything else answers 404."""

from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Q

from enterprises.enums import State
from portal.accounts.enums import BUREAU, Role
from portal.core import clock
from portal.core.prepared import Slot
from portal.reviews.models import WorkItem

if TYPE_CHECKING:
    from enterprises.models import Application
    from portal.accounts.models import User

# Where a page of notices ends: the day and the work item of its last row.
Place = tuple[date, int]
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
        seen = Q(pk__in=active_memberships(user).values("enterprise"))
        if units:
            # Each asked by itself and not joined, so that no row comes twice and none must be told apart.
            sent = apps.get_model("enterprises", "Application").objects.exclude(state=State.DRAFT)
            claimed = apps.get_model("enterprises", "Claim").objects.all()
            for cases in (sent, claimed):
                seen |= Q(pk__in=cases.filter(unit__in=units).values("enterprise"))
        return self.filter(seen)

    def of(self, user: "User") -> "EnterpriseQuerySet":
        """Those for which the person acts today."""
        return self.filter(pk__in=active_memberships(user).values("enterprise"))


class MembershipQuerySet(models.QuerySet):
    def active(self, on: "date | Slot | None" = None) -> "MembershipQuerySet":
        """Without agents whose mandate is over; its last day still counts. `on`: another day than today."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today() if on is None else on))


def active_memberships(user: "User") -> MembershipQuerySet:
    return user.memberships.active()  # type: ignore[attr-defined]


class ClaimQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "ClaimQuerySet":
        """The claimant's own, and for officials those of their district or, in the bureau, all."""
        held = user.held() if user.is_staff else set()
        if user.is_superuser or any(role in CITY_ROLES for role, _unit in held):
            return self
        units = {unit for role, unit in held if role == Role.DISTRICT}
        return self.filter(Q(claimant=user) | Q(unit__in=units))


class CallQuerySet(models.QuerySet):
    def published(self) -> "CallQuerySet":
        return self.filter(published_at__isnull=False)

    def visible_to(self, user: "User") -> "CallQuerySet":
        """Calls are public once they are published; before that they are the bureau's."""
        sees = user.is_staff and (user.is_superuser or any(role in CITY_ROLES for role, _unit in user.held()))
        return self if sees else self.published()


class BudgetEntryQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "BudgetEntryQuerySet":
        """The ledger is for the officials of the whole city."""
        sees = user.is_staff and (user.is_superuser or any(role in CITY_ROLES for role, _unit in user.held()))
        return self if sees else self.none()


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "ApplicationQuerySet":
        """Members see their enterprises' applications, officials those that were submitted, by role and unit."""
        held = user.held() if user.is_staff else set()
        seen = Q(enterprise__in=active_memberships(user).values("enterprise"))
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

    def of_enterprise(self, pk: int) -> "ApplicationQuerySet":
        """One enterprise's own: for its software, whose token was looked at and whose maker is a member today."""
        return self.filter(enterprise=pk)

    def on_notice(self, size: int, after: Place | None = None) -> list["Application"]:
        """The next `size` public notices, those that end first in front, each with `until` and its `place`.

        Read along an index of the work items, so that a page costs the same however many notices there are.
        """
        items = WorkItem.objects.filter(
            closed_at=None, unit__code=BUREAU, desk=Role.CASE_MANAGER, state=State.PUBLICITY
        ).order_by("due_on", "pk")
        if after:
            items = items.filter(due_on__gte=after[0]).exclude(due_on=after[0], pk__lte=after[1])
        places = {case: (due, pk) for case, due, pk in items.values_list("case_id", "due_on", "pk")[:size]}
        rows = {row.pk: row for row in self.filter(pk__in=places).select_related("enterprise", "call__measure")}
        for pk, row in rows.items():
            row.place, row.until = places[pk], places[pk][0]
        return [rows[pk] for pk in places if pk in rows]

    def for_page(self) -> "ApplicationQuerySet":
        """With what a page about one application reads."""
        return self.select_related(
            "enterprise__district__within", "call__measure__area", "call__measure__policy", "unit", "applicant",
            "form_version",
        )  # fmt: skip
