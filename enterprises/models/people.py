"""Who acts for an enterprise: members with roles, invitations, and claims to an enterprise that is known already."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import ClaimState, MemberRole
from enterprises.models.enterprise import Enterprise
from enterprises.querysets import ClaimQuerySet, MembershipQuerySet
from portal.attachments.models import Attachment
from portal.core import clock
from portal.reviews.models import Case


class Membership(models.Model):
    """Who may act for an enterprise, in which role, and for an agent until which day (that day included)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=MemberRole, default=MemberRole.OWNER)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    mandate = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="mandates", verbose_name=_("mandate")
    )
    added_at = models.DateTimeField(_("member since"), default=clock.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(fields=["user", "enterprise"], name="member_once"),
            models.CheckConstraint(
                condition=~Q(role=MemberRole.AGENT) | Q(ends_on__isnull=False),
                name="agent_has_an_end",
                violation_error_message=_("An agent’s mandate needs its last day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.enterprise}"

    def is_active(self, on: date) -> bool:
        return self.ends_on is None or self.ends_on >= on


class Invitation(models.Model):
    """A colleague or agent was asked to join. The link's secret is kept as a digest; it works once, until its end."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=MemberRole)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    mandate = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"), default=clock.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=~Q(role=MemberRole.AGENT) | Q(ends_on__isnull=False), name="invited_agent_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.enterprise_id}"


class Claim(Case):
    """A person says to act for an enterprise that is in the portal already; an official decides."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="claims", verbose_name=_("enterprise"), editable=False
    )
    claimant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="claims", verbose_name=_("claimed by"), editable=False
    )
    statement = models.TextField(_("why"), max_length=1000)
    evidence = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="claims", verbose_name=_("evidence")
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim to an enterprise")
        verbose_name_plural = _("claims to enterprises")

    @property
    def state_label(self) -> str:
        return ClaimState(self.state).label
