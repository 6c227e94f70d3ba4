"""Numbers that the planner counts with and that no step of the path holds."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from talent.enums import LimitKind
from talent.models.base import Checked
from talent.models.words import Told


class PlanConstant(Checked):
    """How long a paper counts, how long a visa takes … as number and unit. `most` alone is "at most"."""

    class Unit(models.TextChoices):
        HOUR = "hour", _("hour")
        DAY = "day", _("calendar day")
        WORKDAY = "workday", _("working day")
        MONTH = "month", _("month")

    code = models.CharField(_("code"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name_zh = models.CharField(_("name in Chinese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    least = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    most = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    unit = models.CharField(_("unit of time"), max_length=10, choices=Unit)
    kind = models.CharField(_("kind of limit"), max_length=10, choices=LimitKind, blank=True)
    basis_zh = models.CharField(_("legal basis in Chinese"), max_length=300, blank=True)
    basis_en = models.CharField(_("legal basis in English"), max_length=300, blank=True)
    name = Told("name")
    basis = Told("basis")

    class Meta:
        verbose_name = _("number of the planner")
        verbose_name_plural = _("numbers of the planner")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(least__isnull=False) | Q(most__isnull=False), name="plan_constant_has_number"
            ),
            models.CheckConstraint(
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(least__lte=F("most")),
                name="plan_constant_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name
