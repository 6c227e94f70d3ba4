"""Looking at paid awards again by a sample, and getting money back."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import ControlResult
from enterprises.models.application import Application
from enterprises.models.call import Call
from enterprises.models.decision import Letter
from enterprises.querysets import MoneyQuerySet
from portal.core import clock

# The usual bar on filing after a recovery (domain facts 3.3, item 12).
BAR = timedelta(days=3 * 365)


class ControlSample(models.Model):
    """Paid awards of a call, drawn by a seed that is kept: whoever draws again gets the same ones.

    `population`: [[number, district code]] in the order of the numbers, with its SHA-256; `size` in all.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="control_samples", verbose_name=_("call"))
    seed = models.CharField(_("seed"), max_length=32)
    size = models.PositiveIntegerField(_("size"))
    by_district = models.BooleanField(_("by district"), default=False)
    population = models.JSONField(_("population"))
    sha256 = models.CharField(max_length=64)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drawn by"))
    drawn_at = models.DateTimeField(_("drawn"), default=clock.now)

    objects = MoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("control sample")
        verbose_name_plural = _("control samples")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="sample_has_a_size")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.seed}"


class Control(models.Model):
    """One award of a sample: what was found, and what follows."""

    sample = models.ForeignKey(ControlSample, models.CASCADE, related_name="controls")
    application = models.ForeignKey(Application, models.PROTECT, related_name="controls", verbose_name=_("application"))
    result = models.CharField(_("result"), max_length=10, choices=ControlResult, blank=True)
    findings = models.TextField(_("findings"), blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    done_at = models.DateTimeField(_("done"), null=True)

    class Meta:
        verbose_name = _("control")
        verbose_name_plural = _("controls")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "application"], name="award_once_in_a_sample"),
            models.CheckConstraint(
                condition=Q(result="", done_at=None) | (~Q(result="") & ~Q(findings="") & Q(done_by__isnull=False)),
                name="control_result_has_findings",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id} {self.application_id}"


class RecoveryOrder(Letter):
    """An award must be repaid, in whole or in part. Its case is done when the repayments reach the amount and the
    interest; the letter of it is the demand that the enterprise opens.
    """

    application = models.OneToOneField(
        Application, models.PROTECT, related_name="recovery", verbose_name=_("application")
    )
    amount_fen = models.BigIntegerField(_("amount in fen"))
    interest_fen = models.BigIntegerField(_("interest in fen"), default=0)
    interest_basis = models.CharField(_("how the interest is reckoned"), max_length=200, blank=True)
    reason = models.TextField(_("reason"))
    clause = models.CharField(_("clause"), max_length=40, blank=True)
    due_on = models.DateField(_("due"), null=True)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ordered by")
    )
    ordered_at = models.DateTimeField(_("ordered"), default=clock.now)

    objects = MoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("recovery")
        verbose_name_plural = _("recoveries")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) & ~Q(reason=""), name="recovery_has_amount_and_reason"
            ),
            models.CheckConstraint(
                condition=Q(interest_fen=0) | (Q(interest_fen__gt=0) & ~Q(interest_basis="")),
                name="recovery_interest_has_its_basis",
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="recovery_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.amount_fen}"

    @property
    def total_fen(self) -> int:
        return self.amount_fen + self.interest_fen


class Repayment(models.Model):
    """Money that came back; the reference of the transfer counts once."""

    order = models.ForeignKey(RecoveryOrder, models.PROTECT, related_name="repayments", verbose_name=_("recovery"))
    amount_fen = models.BigIntegerField(_("amount in fen"))
    received_on = models.DateField(_("received on"))
    reference = models.CharField(_("reference of the transfer"), max_length=80)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)

    class Meta:
        verbose_name = _("repayment")
        verbose_name_plural = _("repayments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="repayment_has_money"),
            models.UniqueConstraint(fields=["order", "reference"], name="repayment_entered_once"),
        ]

    def __str__(self) -> str:
        return self.reference
