"""From approval to the account: funds plans, payment batches with their lines, and what the bank answered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import BatchState, LineState
from enterprises.models.application import Application
from enterprises.models.call import Call
from enterprises.querysets import MoneyQuerySet
from portal.core import clock


class FundsPlan(models.Model):
    """资金计划下达: the finance bureau sets out under a document number who gets how much of a call's money."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="funds_plans", verbose_name=_("call"))
    number = models.CharField(_("document number"), max_length=60, unique=True)
    issued_on = models.DateField(_("date"))
    total_fen = models.BigIntegerField(_("total in fen"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("entered"), default=clock.now)

    objects = MoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("funds plan")
        verbose_name_plural = _("funds plans")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(total_fen__gt=0), name="funds_plan_has_money")]

    def __str__(self) -> str:
        return self.number


class FundsPlanLine(models.Model):
    """An award stands in one funds plan."""

    plan = models.ForeignKey(FundsPlan, models.PROTECT, related_name="lines", verbose_name=_("funds plan"))
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="planned", verbose_name=_("application")
    )
    amount_fen = models.BigIntegerField(_("amount in fen"))

    class Meta:
        verbose_name = _("line of a funds plan")
        verbose_name_plural = _("lines of a funds plan")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(amount_fen__gt=0), name="funds_plan_line_has_money")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.application_id}"


class PaymentBatch(models.Model):
    """Payments that go to the bank together. Whoever draws it up does not release it."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=BatchState, default=BatchState.DRAFT)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drawn up by")
    )
    prepared_at = models.DateTimeField(_("drawn up"), default=clock.now)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("released by")
    )
    released_at = models.DateTimeField(_("released"), null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent"), null=True)
    downloads = models.PositiveIntegerField(_("downloads of the file"), default=0)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = MoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment batch")
        verbose_name_plural = _("payment batches")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(prepared_by=F("released_by")), name="batch_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state=BatchState.DRAFT, released_by=None)
                | (~Q(state=BatchState.DRAFT) & Q(released_by__isnull=False, released_at__isnull=False)),
                name="batch_released_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Reconciliation(models.Model):
    """A file of the bank's answers, read once: its hash is nowhere else."""

    batch = models.ForeignKey(
        PaymentBatch, models.PROTECT, related_name="reconciliations", verbose_name=_("payment batch")
    )
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    imported_at = models.DateTimeField(_("imported"), default=clock.now)
    paid_count = models.PositiveIntegerField(_("paid"), default=0)
    failed_count = models.PositiveIntegerField(_("failed"), default=0)
    paid_fen = models.BigIntegerField(_("paid in fen"), default=0)

    objects = MoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name


class PaymentLine(models.Model):
    """One instalment of one award in one batch. The account is what the applicant sent; the number is sealed.

    An instalment that failed may stand in a later batch; one that is open or paid stands nowhere else.
    """

    batch = models.ForeignKey(PaymentBatch, models.CASCADE, related_name="lines", verbose_name=_("payment batch"))
    code = models.CharField(_("line"), max_length=30, unique=True)
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="payment_lines", verbose_name=_("application")
    )
    instalment = models.PositiveSmallIntegerField(_("instalment"))
    amount_fen = models.BigIntegerField(_("amount in fen"))
    holder = models.CharField(_("name of the account"), max_length=200)
    bank = models.CharField(_("bank and branch"), max_length=200)
    number_sealed = models.TextField(editable=False)
    number_digest = models.CharField(max_length=64, editable=False)
    last4 = models.CharField(max_length=4, editable=False)
    account_differs = models.BooleanField(_("the enterprise’s account is another"), default=False)
    account_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("account checked by")
    )
    account_checked_at = models.DateTimeField(_("account checked"), null=True)
    state = models.CharField(_("state"), max_length=8, choices=LineState, default=LineState.OPEN)
    answered_on = models.DateField(_("day of the bank’s answer"), null=True)
    reference = models.CharField(_("reference of the bank"), max_length=80, blank=True)
    reason = models.CharField(_("why it failed"), max_length=300, blank=True)
    reconciliation = models.ForeignKey(Reconciliation, models.PROTECT, null=True, related_name="lines")

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "instalment"],
                condition=~Q(state=LineState.FAILED),
                name="instalment_paid_once",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="payment_has_money"),
            models.CheckConstraint(
                condition=Q(state=LineState.OPEN, reconciliation=None)
                | Q(state=LineState.PAID, reconciliation__isnull=False, answered_on__isnull=False)
                | (Q(state=LineState.FAILED, reconciliation__isnull=False) & ~Q(reason="")),
                name="payment_answered_by_a_file",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def masked(self) -> str:
        return f"•••• {self.last4}"
