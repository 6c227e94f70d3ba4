"""Which facilitation cases exist for whom. Everything else answers 404."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Q

from enterprises.querysets import active_memberships
from portal.accounts.enums import Role
from portal.core import clock
from talent.cases.enums import CaseState, HelperScope

if TYPE_CHECKING:
    from portal.accounts.models import User


def desks_of(user: "User") -> set[int | None]:
    """The units at whose talent desk the person works. Whoever administers the portal sees no case by that."""
    if not (user.is_active and user.is_staff):
        return set()
    return {unit for role, unit in user.held() if role == Role.TALENT_DESK}


def _mine(user: "User") -> Q:
    return Q(person__user=user)


def at_desk(user: "User") -> Q:
    """Cases of the person's desk that were ever sent."""
    units = desks_of(user)
    return Q(unit__in=units) & ~Q(state=CaseState.DRAFT) if units else Q(pk__in=[])


def _as_employer(user: "User") -> Q:
    """Those who act for the employer today; whoever left it sees nothing from then on."""
    return Q(employer_declined_at=None, employer__in=active_memberships(user).values("enterprise"))


def _as_helper(user: "User", *scopes: str) -> Q:
    helping = apps.get_model("talent", "CaseHelper").objects.active().filter(user=user)
    if scopes:
        helping = helping.filter(scope__in=scopes)
    return Q(pk__in=helping.values("case"))


class TalentCaseQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "TalentCaseQuerySet":
        """The person's own, those of an employer for which they act, those in which they help; officials see those of
        their desk, and nobody else's."""
        return self.filter(_mine(user) | _as_employer(user) | _as_helper(user) | at_desk(user))

    def of_party(self, user: "User") -> "TalentCaseQuerySet":
        """Without what a desk sees: for the software of the parties."""
        return self.filter(_mine(user) | _as_employer(user) | _as_helper(user))

    def of_employer(self, pk: int) -> "TalentCaseQuerySet":
        """One enterprise's: for its software, whose token was looked at and whose maker is a member today."""
        return self.filter(employer=pk, employer_declined_at=None)

    def readable_by(self, user: "User") -> "TalentCaseQuerySet":
        """With more than the state: the employer's people only once the person has consented, and only while that
        holds; a helper as far as the scope says."""
        shared = _as_employer(user) & Q(employer_sees_since__isnull=False)
        helped = _as_helper(user, HelperScope.READ, HelperScope.ANSWER)
        return self.filter(_mine(user) | shared | helped | at_desk(user))

    def for_page(self) -> "TalentCaseQuerySet":
        """With what a page or a row about one case reads."""
        return self.select_related("person__user", "employer", "unit", "inviter")


class CaseHelperQuerySet(models.QuerySet):
    def active(self) -> "CaseHelperQuerySet":
        """Accepted, not ended, and the last day is not over."""
        return self.filter(accepted_at__isnull=False, ended_at=None, ends_on__gte=clock.today())


class PartnerQuestionQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "PartnerQuestionQuerySet":
        """Those of the person's own desk, and nobody else's."""
        units = desks_of(user)
        return self.filter(case__unit__in=units) if units else self.none()

    def waiting(self) -> "PartnerQuestionQuerySet":
        """Not answered, and the case still waits for it."""
        return self.filter(answered_at=None, case__state=CaseState.WITH_PARTNER)


class InquiryQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "InquiryQuerySet":
        """Those of the cases that the person may read."""
        cases = apps.get_model("talent", "TalentCase").objects.readable_by(user)
        return self.filter(about__in=cases.values("pk"))


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "LetterQuerySet":
        cases = apps.get_model("talent", "TalentCase").objects.readable_by(user)
        return self.filter(case__in=cases.values("pk"))
