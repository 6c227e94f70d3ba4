"""What those who review an application find: field by field, on site, and in other departments."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enterprises.models.application import Application
from enterprises.review.enums import TONES, ConsultationAnswer, Judgment, ReviewStage, SiteResult
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.core import clock
from portal.core.money import yuan


class FieldVerdict(models.Model):
    """What the district or the division says of one field or paper."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="verdicts")
    stage = models.CharField(_("stage"), max_length=10, choices=ReviewStage)
    target = models.CharField(_("field or paper"), max_length=60)
    verdict = models.CharField(_("verdict"), max_length=14, choices=Judgment)
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("verdict on a field")
        verbose_name_plural = _("verdicts on fields")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "stage", "target"], name="field_verdict_once"),
            models.CheckConstraint(condition=~Q(verdict=Judgment.PROBLEM, note=""), name="problem_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.target} {self.verdict}"

    @property
    def tone(self) -> str:
        return TONES[Judgment(self.verdict)]


class SiteCheck(models.Model):
    """What two auditors found on site (by analogy with 行政许可法 art. 34): one writes it, another confirms it."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="site_check")
    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by"))
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("confirmed by"),
    )  # fmt: skip
    on = models.DateField(_("day on site"))
    place = models.CharField(_("place"), max_length=200)
    eligible_fen = models.BigIntegerField(_("confirmed eligible cost in fen"))
    result = models.CharField(_("result"), max_length=10, choices=SiteResult)
    findings = models.TextField(_("findings"), max_length=4000)
    written_at = models.DateTimeField(_("written"), default=clock.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    class Meta:
        verbose_name = _("site check")
        verbose_name_plural = _("site checks")
        constraints = [
            models.CheckConstraint(condition=Q(second=None) | ~Q(second=F("first")), name="site_check_two_people"),
            models.CheckConstraint(
                condition=Q(second=None, confirmed_at=None) | Q(second__isnull=False, confirmed_at__isnull=False),
                name="site_check_confirmed_by_somebody",
            ),
            models.CheckConstraint(condition=Q(eligible_fen__gte=0), name="site_check_cost_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.on}"

    @property
    def mark(self) -> str:
        """Which writing of the report it is: whoever confirms it must have read this one."""
        return f"{self.written_at.timestamp():.6f}"

    @property
    def eligible_cny(self) -> Decimal:
        return yuan(self.eligible_fen)


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ConsultationQuerySet":
        """The city's desks see all, a consulted department those of its own unit."""
        from enterprises.querysets import CITY_ROLES

        held = user.held() if user.is_staff else set()
        if user.is_superuser or any(role in CITY_ROLES for role, _unit in held):
            return self
        return self.filter(unit__in={unit for role, unit in held if role == Role.JOINT_DEPARTMENT})

    def open(self) -> "ConsultationQuerySet":
        return self.filter(answer="")


class Consultation(models.Model):
    """A question to another department about one case, and its answer."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="consultations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="consultations", verbose_name=_("department"))
    question = models.TextField(_("question"), max_length=2000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    due_on = models.DateField(_("answer by"))
    answer = models.CharField(_("answer"), max_length=10, choices=ConsultationAnswer, blank=True)
    text = models.TextField(_("reason"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("answered by"),
    )  # fmt: skip
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "unit"], condition=Q(answer=""), name="one_open_consultation_of_unit"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="consultation_answer_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due_on", "id"], condition=Q(answer=""), name="consultations_of_unit"),
            models.Index(fields=["due_on", "id"], condition=Q(answer=""), name="consultations_waited_for"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.unit}"
