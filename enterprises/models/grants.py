"""Award without application (免申即享): a roster is judged by the rules, released by a second person, and offered.

Everything that a verdict rests on is stored with it, so that each line can be computed again.
"""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import GrantAnswer, GrantPhase, GrantVerdict
from enterprises.models.application import Application
from enterprises.models.call import Call
from enterprises.models.enterprise import Enterprise
from enterprises.querysets import GrantLineQuerySet, GrantRunQuerySet
from portal.attachments.models import Attachment
from portal.core import clock
from portal.core.models import TimeStamped
from portal.core.money import yuan

# In working days, as the run says otherwise.
ANSWER_DAYS = 20
# Phases in which somebody must work on a run.
AT_WORK = (GrantPhase.READING, GrantPhase.COMPUTING)


class GrantRun(TimeStamped):
    """One roster under one call. `frozen` holds the rules, the exchange rate and the day that all lines are judged by.

    Whoever works on it holds its lease: a token until a moment. A killed worker's lease runs out and another goes on.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="grant_runs", verbose_name=_("call"))
    number = models.PositiveIntegerField(_("number"))
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="later", verbose_name=_("run before it")
    )
    phase = models.CharField(_("stage"), max_length=10, choices=GrantPhase, default=GrantPhase.READING)
    file_name = models.CharField(_("file"), max_length=120)
    encoding = models.CharField(_("encoding"), max_length=10, blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    rows_sha256 = models.CharField(_("SHA-256 of the rows"), max_length=64, blank=True)
    columns = models.JSONField(_("columns of the file"), default=list)
    frozen = models.JSONField(_("rules and rates of the run"), default=dict)
    frozen_sha256 = models.CharField(_("SHA-256 of the rules"), max_length=64)
    as_of = models.DateField(_("judged as of"))
    answer_days = models.PositiveSmallIntegerField(_("working days to answer"), default=ANSWER_DAYS)
    notes = models.JSONField(_("remarks"), default=list)
    problems = models.JSONField(_("errors by row and column"), default=list)
    problem_count = models.PositiveIntegerField(_("errors"), default=0)
    refusal = models.JSONField(_("why it failed"), default=dict)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    in_count = models.PositiveIntegerField(_("in"), default=0)
    out_count = models.PositiveIntegerField(_("out"), default=0)
    unclear_count = models.PositiveIntegerField(_("unclear"), default=0)
    excluded_count = models.PositiveIntegerField(_("excluded"), default=0)
    in_fen = models.BigIntegerField(_("sum of the amounts in fen"), default=0)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("released by")
    )
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    factor = models.CharField(_("pro-rata factor"), max_length=60, blank=True)
    lease_token = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("times taken up"), default=0)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = GrantRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("award without application")
        verbose_name_plural = _("awards without application")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="grant_run_number_once"),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("prepared_by")), name="grant_run_two_people"
            ),
            models.CheckConstraint(
                condition=Q(phase=GrantPhase.RELEASED, released_by__isnull=False, released_at__isnull=False)
                | (~Q(phase=GrantPhase.RELEASED) & Q(released_by=None, released_at=None)),
                name="grant_run_released_by_somebody",
            ),
            models.CheckConstraint(condition=Q(answer_days__gt=0), name="grant_run_leaves_time"),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(phase__in=AT_WORK), name="grant_run_at_work")]

    def __str__(self) -> str:
        return f"{self.call.code} · {self.number}"

    @property
    def is_at_work(self) -> bool:
        return self.phase in AT_WORK

    @property
    def in_cny(self) -> Decimal:
        return yuan(self.in_fen)


class GrantPiece(models.Model):
    """A megabyte of the roster as it was uploaded, packed."""

    run = models.ForeignKey(GrantRun, models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="grant_piece_once")]

    def __str__(self) -> str:
        return f"{self.run_id} #{self.number}"


class GrantBatch(models.Model):
    """Some hundred rows of the roster as they came, [[row number, [cells …]] …], with their SHA-256.

    Its lines are written together with `computed_at`, so that a batch is computed once or not at all.
    """

    run = models.ForeignKey(GrantRun, models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    rows = models.JSONField()
    sha256 = models.CharField(max_length=64)
    computed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="grant_batch_once")]

    def __str__(self) -> str:
        return f"{self.run_id} #{self.number}"


class GrantLine(models.Model):
    """One enterprise of a roster. `cells` is the row as it came; `registered` what its file said, with source and day;
    `around` what was found in the credit list and among applications. From these three and the officials' facts the
    verdict follows, and nothing else. `verdict` and `amount_fen` count; `computed` says how they came about."""

    run = models.ForeignKey(GrantRun, models.CASCADE, related_name="lines", verbose_name=_("run"))
    call = models.ForeignKey(Call, models.PROTECT, related_name="grant_lines", verbose_name=_("call"))
    row = models.PositiveIntegerField(_("row of the roster"))
    credit_code = models.CharField(_("Unified Social Credit Code"), max_length=18)
    name = models.CharField(_("name in the roster"), max_length=200)
    enterprise = models.ForeignKey(
        Enterprise, models.SET_NULL, null=True, blank=True, related_name="grant_lines", verbose_name=_("enterprise")
    )
    cells = models.JSONField(_("row as it came"))
    registered = models.JSONField(_("what the file said"), default=dict)
    around = models.JSONField(_("what was found elsewhere"), default=dict)
    verdict = models.CharField(_("list"), max_length=8, choices=GrantVerdict)
    excluded = models.BooleanField(_("excluded"), default=False)
    computed = models.JSONField(_("what came out"))
    computed_fen = models.BigIntegerField(_("amount by the rule in fen"), null=True, blank=True)
    amount_fen = models.BigIntegerField(_("amount offered in fen"), null=True, blank=True)
    contested = models.BooleanField(_("the enterprise contests its data"), default=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("released by")
    )
    offered_at = models.DateTimeField(_("offered"), null=True, blank=True)
    answer_by = models.DateField(_("to be answered by"), null=True, blank=True)
    remind_on = models.DateField(null=True, blank=True)
    told_at = models.DateTimeField(_("told"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=GrantAnswer, default=GrantAnswer.NONE)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reason = models.CharField(_("why it was declined"), max_length=500, blank=True)

    objects = GrantLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of an award without application")
        verbose_name_plural = _("lines of awards without application")
        ordering = ["row"]
        constraints = [
            models.UniqueConstraint(fields=["run", "credit_code"], name="grant_line_once"),
            # Of several runs of a call one offer stands: one that was declined or lapsed makes room for a later one.
            models.UniqueConstraint(
                fields=["call", "credit_code"],
                condition=Q(offered_at__isnull=False, answer__in=[GrantAnswer.NONE, GrantAnswer.ACCEPTED]),
                name="one_standing_offer",
            ),
            models.CheckConstraint(
                condition=Q(offered_at=None)
                | Q(verdict=GrantVerdict.IN, released_by__isnull=False, answer_by__isnull=False, amount_fen__gt=0),
                name="grant_offer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None) | Q(released_by=None) | ~Q(settled_by=F("released_by")),
                name="grant_line_two_people",
            ),
        ]
        indexes = [
            models.Index(fields=["run", "verdict", "excluded", "id"], name="grant_line_of_list"),
            models.Index(fields=["credit_code"], condition=Q(offered_at__isnull=False), name="grant_offer_of_code"),
            models.Index(
                fields=["answer_by"], condition=Q(offered_at__isnull=False, answer="none"), name="grant_offer_waits"
            ),
            models.Index(
                fields=["run"], condition=Q(offered_at__isnull=False, told_at=None), name="grant_offer_untold"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credit_code} {self.name}"

    @property
    def computed_cny(self) -> Decimal | None:
        return None if self.computed_fen is None else yuan(self.computed_fen)

    @property
    def amount_cny(self) -> Decimal | None:
        return None if self.amount_fen is None else yuan(self.amount_fen)

    @property
    def is_open(self) -> bool:
        """Still to be answered."""
        waits = self.offered_at is not None and self.answer == GrantAnswer.NONE
        return waits and self.answer_by is not None and clock.today() <= self.answer_by

    def shown_answer(self) -> Any:
        return GrantAnswer(self.answer).label


class GrantFact(models.Model):
    """A fact that an official typed to settle a line, and what it rests on. Added, never changed; the newest counts."""

    line = models.ForeignKey(GrantLine, models.CASCADE, related_name="facts")
    field = models.CharField(_("fact"), max_length=60)
    value = models.JSONField(_("value"))
    source = models.CharField(_("what it rests on"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("fact that settles a line")
        verbose_name_plural = _("facts that settle lines")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(source=""), name="grant_fact_has_source")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.field}"


class GrantCorrection(models.Model):
    """What an enterprise says is wrong in the data of its offer, with a paper."""

    line = models.ForeignKey(GrantLine, models.CASCADE, related_name="corrections")
    field = models.CharField(_("fact"), max_length=60)
    statement = models.CharField(_("what is right"), max_length=500)
    paper = models.OneToOneField(
        Attachment, models.PROTECT, null=True, blank=True, related_name="grant_correction", verbose_name=_("paper")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("correction of an offer’s data")
        verbose_name_plural = _("corrections of offers’ data")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.line_id} {self.field}"


class GrantAcceptance(models.Model):
    """An offer that was accepted, and the application that came of it: one for each, however often somebody clicks."""

    line = models.OneToOneField(GrantLine, models.PROTECT, related_name="acceptance")
    application = models.OneToOneField(Application, models.PROTECT, related_name="grant_acceptance")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("accepted offer")
        verbose_name_plural = _("accepted offers")

    def __str__(self) -> str:
        return f"{self.line_id} {self.application_id}"
