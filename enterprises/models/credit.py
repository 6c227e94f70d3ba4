"""Records of dishonesty as they were brought in, and what a check of a case against them found."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enterprises.credit.enums import TONES, CreditCategory, CreditMoment, CreditResult
from enterprises.models.application import Application
from enterprises.querysets import CITY_ROLES
from portal.accounts.models import User
from portal.core import clock


class CreditRecordQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CreditRecordQuerySet":
        """The lists are for the officials of the whole city."""
        sees = user.is_staff and (user.is_superuser or any(role in CITY_ROLES for role, _unit in user.held()))
        return self if sees else self.none()


class CreditRecord(models.Model):
    """An entry of a list, under the number of the decision that put the enterprise there."""

    credit_code = models.CharField(_("Unified Social Credit Code"), max_length=18)
    name = models.CharField(_("name of the enterprise"), max_length=200)
    category = models.CharField(_("list"), max_length=20, choices=CreditCategory)
    source = models.CharField(_("source"), max_length=100)
    reference = models.CharField(_("number of the decision or case"), max_length=100)
    since = models.DateField(_("published on"))
    until = models.DateField(_("published until"), null=True, blank=True)
    repaired_on = models.DateField(_("repaired on"), null=True, blank=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("imported by")
    )
    imported_at = models.DateTimeField(_("imported"), default=clock.now)
    is_demo = models.BooleanField(_("demo data"), default=False)

    objects = CreditRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit record")
        verbose_name_plural = _("credit records")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["credit_code", "category", "reference"], name="credit_record_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="credit_until_after_since"),
            models.CheckConstraint(
                condition=Q(repaired_on=None) | Q(repaired_on__gte=F("since")), name="credit_repair_after_since"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.reference}"


class CreditCheck(models.Model):
    """That a case was checked, when, and with what result: kept for good. The report itself is not kept."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="credit_checks")
    moment = models.CharField(_("before"), max_length=10, choices=CreditMoment)
    result = models.CharField(_("result"), max_length=10, choices=CreditResult)
    found = models.JSONField(_("records found"), default=list)
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("credit check")
        verbose_name_plural = _("credit checks")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["application", "moment", "-id"], name="credit_check_of_case")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.moment} {self.result}"

    @property
    def tone(self) -> str:
        return TONES[CreditResult(self.result)]
