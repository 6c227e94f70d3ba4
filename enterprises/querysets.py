"""What exists for whom. Everything else answers 404."""

from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Q

from enterprises.desk_enums import DeskCode
from enterprises.enums import FILING_ROLES, Conflict, State
from portal.accounts.enums import OFFICIAL_ROLES, Role
from portal.core import clock
from portal.core.prepared import Slot
from portal.reviews.models import WorkItem

if TYPE_CHECKING:
    from datetime import date

    from portal.accounts.models import User

# Roles of the whole city read every application that was ever submitted; the others what lies on their desk.
CITY_ROLES = frozenset({Role.CASE_MANAGER, Role.LEADERSHIP, Role.FINANCE, Role.DISCIPLINE})
# Who works at which desk.
ROLES_AT: dict[str, frozenset[str]] = {
    DeskCode.FUNDS: OFFICIAL_ROLES - {Role.TALENT_DESK},
    DeskCode.TALENT: frozenset({Role.TALENT_DESK}),
}
STATE_ROLES = {
    Role.AUDITOR: (State.VERIFICATION,),
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

    def filed_by(self, user: "User") -> "EnterpriseQuerySet":
        """Those for which the person writes applications today."""
        return self.filter(pk__in=active_memberships(user).filter(role__in=FILING_ROLES).values("enterprise"))


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


class MoneyQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "MoneyQuerySet":
        """Plans, batches, answers, controls and recoveries: for the officials of the whole city."""
        sees = user.is_staff and (user.is_superuser or any(role in CITY_ROLES for role, _unit in user.held()))
        return self if sees else self.none()


class DrawQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "DrawQuerySet":
        """The officials of the whole city: whoever sees the calls sees by whom they are scored."""
        return self if _sees_city(user) else self.none()


class PanelQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "PanelQuerySet":
        return self if _sees_city(user) else self.none()


class SheetQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "SheetQuerySet":
        """An expert's own, and nobody else's: how far the others are, `enterprises.experts.progress` says."""
        return self.filter(expert__user=user) if user.is_staff and user.has_role(Role.EXPERT) else self.none()

    def counting(self) -> "SheetQuerySet":
        """Without those who are recused."""
        return self.filter(recused_at=None)


def _sees_city(user: "User") -> bool:
    return user.is_staff and (user.is_superuser or any(role in CITY_ROLES for role, _unit in user.held()))


def _consulted_units(user: "User") -> set[int | None]:
    """The departments for which the person answers."""
    return {unit for role, unit in (user.held() if user.is_staff else ()) if role == Role.JOINT_DEPARTMENT}


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "ApplicationQuerySet":
        """What the person reads in full, what an expert scores (see `for_scoring`), and what a department is consulted
        on, which it reads on the page of the question."""
        seen, units = self._in_full(user), _consulted_units(user)
        if user.is_staff and user.has_role(Role.EXPERT):
            seen |= self._to_score(user)
        if units:
            asked = apps.get_model("enterprises", "Consultation").objects.filter(unit__in=units)
            seen |= Q(pk__in=asked.values("application"))
        return self.filter(seen)

    def readable_in_full_by(self, user: "User") -> "ApplicationQuerySet":
        """With everything on the page: members and officials. An expert reads the page for scoring alone, which has
        neither accounts nor anybody's contacts."""
        return self.filter(self._in_full(user))

    def papers_read_by(self, user: "User") -> "ApplicationQuerySet":
        """In full, or to score; a consulted department reads no papers."""
        seen = self._in_full(user)
        return self.filter(seen | self._to_score(user) if user.is_staff and user.has_role(Role.EXPERT) else seen)

    def for_scoring(self, user: "User") -> "ApplicationQuerySet":
        return self.filter(self._to_score(user))

    def _to_score(self, user: "User") -> Q:
        """Those whose sheet says that the person has no conflict of interest, while the experts are at work."""
        sheets = apps.get_model("enterprises", "Sheet").objects.filter(expert__user=user, conflict=Conflict.NONE)
        return Q(state=State.EXPERT_REVIEW, pk__in=sheets.values("application"))

    def _in_full(self, user: "User") -> Q:
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
            signs = _consulted_units(user)
            if signs:
                # Where a call's chain names the department as a signer, whoever signs reads what is signed.
                items = WorkItem.objects.filter(closed_at=None, desk=Role.JOINT_DEPARTMENT, unit__in=signs)
                seen |= Q(pk__in=items.values("case"))
        return seen

    def of_enterprise(self, pk: "int | Slot") -> "ApplicationQuerySet":
        """One enterprise's own: for its software, whose token was looked at and whose maker is a member today."""
        return self.filter(enterprise=pk)

    def for_page(self) -> "ApplicationQuerySet":
        """With what a page about one application reads."""
        return self.select_related(
            "enterprise__district__within", "call__measure__area", "call__measure__policy", "unit", "applicant",
            "form_version",
        )  # fmt: skip


class NoticeQuerySet(models.QuerySet):
    """Everybody reads a notice, during its days and afterwards."""

    def running(self) -> "NoticeQuerySet":
        """Those that end first in front; one that was corrected counts as ended."""
        return self.filter(last_day__gte=clock.today(), replaced_by=None).order_by("last_day", "pk")

    def ended(self) -> "NoticeQuerySet":
        """The newest first."""
        over = Q(last_day__lt=clock.today()) | Q(replaced_by__isnull=False)
        return self.filter(over).order_by("-pk")

    def for_page(self) -> "NoticeQuerySet":
        return self.select_related("call__measure", "replaces", "replaced_by")


def units_at(user: "User", desk: str) -> set[int | None]:
    """The units in which the person works at that desk."""
    if not user.is_staff:
        return set()
    return {unit for role, unit in user.held() if role in ROLES_AT[desk]}


def _of_units(user: "User") -> Q:
    """What belongs to a desk in a unit of one's own."""
    found = Q(pk__in=[])
    for desk in DeskCode:
        if units := units_at(user, desk):
            found |= Q(desk=desk, unit__in=units)
    return found


class LabelQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "LabelQuerySet":
        """Those of the units and desks in which the person holds a post; who administers without a post keeps those of
        the funds, because such a person sees no talent case either."""
        if user.is_superuser and not user.held():
            return self.filter(desk=DeskCode.FUNDS)
        return self.filter(_of_units(user))


class StoredFilterQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "StoredFilterQuerySet":
        """One's own, and what colleagues of the same desk share with a unit of one's own."""
        return self.filter(Q(owner=user) | _of_units(user))


class GrantRunQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "GrantRunQuerySet":
        """The officials of the whole city, as with calls."""
        sees = user.is_staff and (user.is_superuser or any(role in CITY_ROLES for role, _unit in user.held()))
        return self if sees else self.none()


class GrantLineQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "GrantLineQuerySet":
        """Officials of the city all, members the offers to their enterprises: by code, because a roster may name an
        enterprise before it has a file here."""
        if user.is_staff and (user.is_superuser or any(role in CITY_ROLES for role, _unit in user.held())):
            return self
        mine = apps.get_model("enterprises", "Enterprise").objects.of(user)
        return self.offered().filter(credit_code__in=mine.values("credit_code"))

    def offered(self) -> "GrantLineQuerySet":
        """Those that an enterprise was offered, whatever became of the offer."""
        return self.filter(Q(offered_at__isnull=False) | Q(answer="corrected"))

    def standing(self) -> "GrantLineQuerySet":
        """Offers that nobody answered yet: their money is spoken for."""
        return self.filter(offered_at__isnull=False, answer="none")


class ObjectionQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "ObjectionQuerySet":
        """The officials of the whole city; who objects looks up the state with the code of the receipt."""
        sees = user.is_staff and (user.is_superuser or any(role in CITY_ROLES for role, _unit in user.held()))
        return self if sees else self.none()

    def open(self) -> "ObjectionQuerySet":
        return self.filter(closed_at=None)

    def for_page(self) -> "ObjectionQuerySet":
        return self.select_related("line__notice__call__measure", "line__application__enterprise", "unit")
