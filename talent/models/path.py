"""The path from the employer's invitation to the residence permit, step by step."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core import money
from portal.core.models import PublicContent
from talent import limits
from talent.enums import Actor, Anchor, FeeBand, LimitKind, LimitSubject, LimitUnit, SourceKind
from talent.models.base import Checked
from talent.models.contacts import Agency
from talent.models.words import Told
from talent.querysets import PathStepQuerySet


class Paper(Checked):
    """A paper to hand in, with what must be right about it."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    rule_zh = models.CharField(_("rule in Chinese"), max_length=300, blank=True)
    rule_en = models.CharField(_("rule in English"), max_length=300, blank=True)
    who_zh = models.CharField(_("who provides it, in Chinese"), max_length=200, blank=True)
    who_en = models.CharField(_("who provides it, in English"), max_length=200, blank=True)
    when_zh = models.CharField(_("only when, in Chinese"), max_length=200, blank=True)
    when_en = models.CharField(_("only when, in English"), max_length=200, blank=True)
    name = Told("name")
    rule = Told("rule")
    who = Told("who")
    when = Told("when")

    class Meta:
        verbose_name = pgettext_lazy("of a service", "paper")
        verbose_name_plural = pgettext_lazy("of a service", "papers")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PathStep(Checked):
    """One step of the path. No authority or place means that the bureau has yet to supply it."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    actor = models.CharField(_("who acts"), max_length=20, choices=Actor)
    title_zh = models.CharField(_("title in Chinese"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    agencies = models.ManyToManyField(Agency, related_name="steps", blank=True, verbose_name=_("authorities"))
    place_zh = models.CharField(_("place in Chinese"), max_length=300, blank=True)
    place_en = models.CharField(_("place in English"), max_length=300, blank=True)
    papers = models.ManyToManyField(Paper, through="StepPaper", related_name="steps", verbose_name=_("papers"))
    validity_zh = models.CharField(_("validity of the result, in Chinese"), max_length=200, blank=True)
    validity_en = models.CharField(_("validity of the result, in English"), max_length=200, blank=True)
    basis_zh = models.CharField(_("legal basis in Chinese"), max_length=300, blank=True)
    basis_en = models.CharField(_("legal basis in English"), max_length=300, blank=True)
    note_zh = models.CharField(_("note in Chinese"), max_length=500, blank=True)
    note_en = models.CharField(_("note in English"), max_length=500, blank=True)
    note_kinds = models.CharField(_("kinds of source of the note"), max_length=20, blank=True)
    title = Told("title")
    place = Told("place")
    validity = Told("validity")
    basis = Told("basis")
    note = Told("note")
    objects = PathStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of the path")
        verbose_name_plural = _("steps of the path")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def kinds_of_note(self) -> list[SourceKind]:
        return SourceKind.read(self.note_kinds)


class StepPaper(PublicContent):
    """A paper in a step, in the order in which it is asked for."""

    step = models.ForeignKey(PathStep, models.CASCADE, related_name="step_papers", verbose_name=_("step"))
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="step_papers", verbose_name=_("paper"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("paper of a step")
        verbose_name_plural = _("papers of a step")
        ordering = ["step", "order"]
        constraints = [models.UniqueConstraint(fields=["step", "paper"], name="step_paper_once")]

    def __str__(self) -> str:
        return str(self.paper)


class StepLimit(Checked):
    """A time limit as number, unit and event, so that dates can be computed; or a sentence where it is none.

    `most` alone is "within", `least` alone "at least", both are a range. Source of the counting: the file.
    """

    step = models.ForeignKey(PathStep, models.CASCADE, related_name="limits", verbose_name=_("step"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    subject = models.CharField(_("about what"), max_length=20, choices=LimitSubject, blank=True)
    least = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    most = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    unit = models.CharField(_("unit of time"), max_length=10, choices=LimitUnit, blank=True)
    anchor = models.CharField(_("counted from"), max_length=20, choices=Anchor, blank=True)
    kind = models.CharField(_("kind of limit"), max_length=10, choices=LimitKind, blank=True)
    text_zh = models.CharField(_("in words, in Chinese"), max_length=200, blank=True)
    text_en = models.CharField(_("in words, in English"), max_length=200, blank=True)
    text = Told("text")

    class Meta:
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        ordering = ["step", "order"]
        constraints = [
            models.UniqueConstraint(fields=["step", "order"], name="step_limit_order"),
            models.CheckConstraint(
                condition=Q(least__isnull=True, most__isnull=True) | ~Q(unit=""), name="step_limit_has_unit"
            ),
            models.CheckConstraint(
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(least__lte=F("most")),
                name="step_limit_range",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """The limit in the active language: "within 30 calendar days after entry"."""
        return limits.sentence(self.least, self.most, self.unit, self.anchor) or self.text


class StepFee(Checked):
    """A fee of a step, in fen."""

    step = models.ForeignKey(PathStep, models.CASCADE, related_name="fees", verbose_name=_("step"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    band = models.CharField(_("fee for"), max_length=20, choices=FeeBand)
    amount_fen = models.PositiveBigIntegerField(_("amount in fen"))

    class Meta:
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        ordering = ["step", "order"]
        constraints = [models.UniqueConstraint(fields=["step", "band"], name="step_fee_band")]

    def __str__(self) -> str:
        return f"{self.get_band_display()}: {self.amount}"

    @property
    def amount(self) -> str:
        return money.format_cny(money.yuan(self.amount_fen))
