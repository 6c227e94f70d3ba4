"""The application: a case of the support funds, what it holds, what was received."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import FINAL, READER_STATES, TONES, State
from enterprises.models.call import Call
from enterprises.models.call_form import FormVersion
from enterprises.models.enterprise import Enterprise
from enterprises.models.vault import VaultPaper
from enterprises.querysets import ApplicationQuerySet
from portal.attachments.models import Attachment
from portal.core import clock
from portal.core.codes import verification_code
from portal.core.money import yuan
from portal.reviews.models import Case


class Application(Case):
    """An enterprise's application under a call. `facts` feed the rules, `answers` are the other sections."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="applications", verbose_name=_("enterprise"), editable=False
    )
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications", verbose_name=_("call"), editable=False)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="applications",
        verbose_name=_("filed by"),
        editable=False,
    )
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    # Where a value came from that nobody typed: {field: {source, ref, on}}; gone once somebody changes it.
    sources = models.JSONField(_("sources of the answers"), default=dict, blank=True)
    form_version = models.ForeignKey(
        FormVersion, models.PROTECT, null=True, blank=True, related_name="applications", editable=False,
        verbose_name=_("version of the form"),
    )  # fmt: skip
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies", editable=False,
        verbose_name=_("copied from"),
    )  # fmt: skip
    done_sections = models.JSONField(_("completed sections"), default=list, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    computed_fen = models.BigIntegerField(_("computed amount in fen"), null=True, blank=True, editable=False)
    rule_verdict = models.CharField(_("verdict of the rules"), max_length=12, blank=True, editable=False)
    rule_counts = models.JSONField(_("verdicts by number"), default=dict, editable=False)
    # Out of 100. `score_basis` keeps how it came about: the totals without names, what was left out.
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True, blank=True, editable=False)
    score_basis = models.JSONField(_("basis of the score"), default=dict, editable=False)
    granted_fen = models.BigIntegerField(_("granted amount in fen"), null=True, blank=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.CheckConstraint(condition=Q(granted_fen=None) | Q(granted_fen__gte=0), name="granted_not_negative"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__gte=0, score__lte=100), name="score_out_of_100"),
        ]
        indexes = [
            models.Index(fields=["enterprise", "call"], name="application_of_enterprise"),
            # The desk's filters by day and by amount.
            models.Index(fields=["submitted_at"], name="application_by_day"),
            models.Index(fields=["computed_fen"], name="application_by_amount"),
        ]

    @property
    def state_label(self) -> str:
        return State(self.state).label

    @property
    def reader_state(self) -> Any:
        return READER_STATES[State(self.state)]

    @property
    def tone(self) -> str:
        return TONES.get(State(self.state), "sea")

    @property
    def is_final(self) -> bool:
        return self.state in FINAL

    @property
    def computed_cny(self) -> Decimal | None:
        return None if self.computed_fen is None else yuan(self.computed_fen)

    @property
    def granted_cny(self) -> Decimal | None:
        return None if self.granted_fen is None else yuan(self.granted_fen)


class Paper(models.Model):
    """A file given for one of the papers asked for, or for a field of the call's form (`field:<code>`)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="papers")
    code = models.CharField(_("paper"), max_length=50)
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="paper", verbose_name=_("file"))
    from_vault = models.ForeignKey(
        VaultPaper, models.SET_NULL, null=True, blank=True, related_name="copies", verbose_name=_("from the vault")
    )
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["code", "pk"]
        indexes = [models.Index(fields=["application", "code"], name="paper_of_application")]

    def __str__(self) -> str:
        return f"{self.code} {self.attachment_id}"


class Snapshot(models.Model):
    """What was received: an immutable copy with its SHA-256, one per submission.

    `code` stands on the receipt: whoever holds the paper can look it up without an account.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="snapshots")
    number = models.PositiveSmallIntegerField(_("number"))
    taken_at = models.DateTimeField(_("taken"), default=clock.now)
    content = models.JSONField(_("content"))
    sha256 = models.CharField(max_length=64)
    code = models.CharField(_("verification code"), max_length=20, unique=True, default=verification_code)

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="snapshot_number_once")]

    def __str__(self) -> str:
        return f"{self.application_id} #{self.number}"
