"""Who else has to do with a case: who was invited, who helps, who looked."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from talent.case_querysets import CaseHelperQuerySet
from talent.cases.enums import HelperScope
from talent.models.case import TalentCase


def _user(title: Any, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=title, **options
    )


class CaseInvitation(models.Model):
    """An employer asked a person to take up a case. The link's secret is kept as a digest; it works once."""

    case = models.ForeignKey(TalentCase, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = _user(_("invited by"))
    sent_at = models.DateTimeField(_("sent"), default=clock.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation to a case")
        verbose_name_plural = _("invitations to cases")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(accepted_at=None, withdrawn_at=None), name="one_open_invitation_per_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.sent_at:%Y-%m-%d}"


class CaseHelper(models.Model):
    """Somebody whom the person lets in: how far, and until which day (that day included)."""

    case = models.ForeignKey(TalentCase, models.CASCADE, related_name="helpers")
    email = models.EmailField(_("e-mail address"))
    scope = models.CharField(_("what they may do"), max_length=10, choices=HelperScope, default=HelperScope.STATE)
    ends_on = models.DateField(_("until"))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = _user(_("invited by"))
    invited_at = models.DateTimeField(_("invited"), default=clock.now)
    user = _user(_("helper"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = CaseHelperQuerySet.as_manager()

    class Meta:
        verbose_name = _("helper in a case")
        verbose_name_plural = _("helpers in a case")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "email"], condition=Q(ended_at=None), name="one_access_per_address_and_case"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(user__isnull=False), name="accepted_helper_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.scope} {self.ends_on}"


class CaseLook(models.Model):
    """Who of the others looked at what of a case, and when: the person reads it. Added, never changed."""

    case = models.ForeignKey(TalentCase, models.CASCADE, related_name="looks")
    user = _user(_("who"))
    what = models.CharField(_("what"), max_length=60)
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("look at a case")
        verbose_name_plural = _("looks at a case")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["case", "-id"], name="look_at_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.what} {self.at:%Y-%m-%d}"
