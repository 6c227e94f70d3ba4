"""The expert review: who may score, who was drawn for a call, and each expert's sheet on one application."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Conflict
from enterprises.models.application import Application
from enterprises.models.call import Call
from enterprises.querysets import DrawQuerySet, SheetQuerySet
from portal.core import clock


class Expert(models.Model):
    """Somebody of the pool. The name is that of the account, which holds the post of an expert."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="expert", verbose_name=_("account")
    )
    expertise = models.CharField(_("fields of expertise"), max_length=300)
    employer = models.CharField(_("employer"), max_length=200)
    employer_code = models.CharField(
        _("credit code of the employer"),
        max_length=18,
        validators=[RegexValidator(r"^[0-9A-HJ-NPQRTUWXY]{18}$")],
        help_text=_("Nobody scores an application of their own employer."),
    )
    is_active = models.BooleanField(_("in the pool"), default=True)
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)
    added_at = models.DateTimeField(_("added"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(employer_code=""), name="expert_has_employer")]

    def __str__(self) -> str:
        return str(self.user)


class Draw(models.Model):
    """Experts drawn by lot for a call. Seed and population are kept, so that anybody can draw again and compare.

    `population`: primary keys of the experts, sorted; `excluded`: [{expert, why}]. The first draw of a call fills its
    `size` places, a later one adds substitutes only.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="draws", verbose_name=_("call"))
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    seed = models.CharField(_("seed"), max_length=64)
    size = models.PositiveSmallIntegerField(_("places"))
    substitutes = models.PositiveSmallIntegerField(_("substitutes"), default=0)
    population = models.JSONField(_("population"))
    excluded = models.JSONField(_("excluded"), default=list)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drawn by"))
    at = models.DateTimeField(_("drawn"), default=clock.now)

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("draw of experts")
        verbose_name_plural = _("draws of experts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="draw_number_once"),
            models.CheckConstraint(
                condition=Q(number=1, size__gte=3) | Q(number__gt=1, size=0), name="only_the_first_draw_fills_places"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} #{self.number}"


class Assignment(models.Model):
    """An expert of a call, in the order of the lot; a substitute steps in where somebody is recused."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="assignments", verbose_name=_("draw"))
    call = models.ForeignKey(Call, models.PROTECT, related_name="assignments", verbose_name=_("call"))
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="assignments", verbose_name=_("expert"))
    order = models.PositiveSmallIntegerField(_("place"))
    is_substitute = models.BooleanField(_("substitute"), default=False)

    class Meta:
        verbose_name = _("expert of a call")
        verbose_name_plural = _("experts of calls")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["call", "expert"], name="expert_once_a_call"),
            models.UniqueConstraint(fields=["call", "order"], name="place_once_a_call"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.order}"


class Sheet(models.Model):
    """What one expert says of one application: the conflict of interest first, then points for each line.

    `scores` and `evidence` are {code of the rubric's line: points as text, or text}. Sent once, never changed then.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="sheets", verbose_name=_("application"), editable=False
    )
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="sheets", verbose_name=_("expert"), editable=False)
    stands_in_for = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="stand_in", editable=False,
        verbose_name=_("stands in for"),
    )  # fmt: skip
    conflict = models.CharField(_("conflict of interest"), max_length=10, choices=Conflict, blank=True, editable=False)
    conflict_note = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    declared_at = models.DateTimeField(_("declared"), null=True, editable=False)
    recused_at = models.DateTimeField(_("recused"), null=True, editable=False)
    scores = models.JSONField(_("points"), default=dict, editable=False)
    evidence = models.JSONField(_("evidence"), default=dict, editable=False)
    total = models.DecimalField(_("total"), max_digits=8, decimal_places=2, null=True, editable=False)
    saved_at = models.DateTimeField(_("draft saved"), null=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    opened_at = models.DateTimeField(_("asked"), default=clock.now, editable=False)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("scoring sheet")
        verbose_name_plural = _("scoring sheets")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "expert"], name="sheet_once"),
            models.CheckConstraint(condition=Q(sent_at=None) | Q(recused_at=None), name="recused_sends_nothing"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(conflict=Conflict.NONE, total__gte=0) & ~Q(sha256=""),
                name="sent_sheet_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(recused_at=None) | Q(conflict__in=[Conflict.DECLARED, Conflict.FOUND]),
                name="recused_for_a_conflict",
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for=None) | ~Q(stands_in_for=F("id")), name="nobody_stands_in_for_themselves"
            ),
        ]
        indexes = [
            models.Index(fields=["expert", "opened_at"], condition=Q(sent_at=None, recused_at=None), name="open_sheets")
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.expert_id}"

    @property
    def is_open(self) -> bool:
        return self.sent_at is None and self.recused_at is None
