"""How far the city and its districts have come: figures as the bureau supplies them, one by one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policies.enums import ProgressKind, ProgressPeriod
from policies.models.plan import Target
from policies.querysets import ProgressQuerySet
from portal.core.models import Localised, PublicContent


class Progress(PublicContent):
    """One figure of one target for a year, or for its first months, of the whole city or of one district.

    The city's figure is never worked out from the districts': each stands as it was supplied. An invented figure
    does not stand in the way of the real one.
    """

    target = models.ForeignKey(Target, models.PROTECT, related_name="progress", verbose_name=_("target"))
    year = models.PositiveSmallIntegerField(_("year"))
    months = models.PositiveSmallIntegerField(
        _("period"), choices=ProgressPeriod, default=ProgressPeriod.YEAR, help_text=_("From January of that year on.")
    )
    district = models.ForeignKey(
        "accounts.District", models.PROTECT, null=True, blank=True, related_name="progress",
        limit_choices_to={"is_zone": False, "is_retired": False}, verbose_name=_("district"),
        help_text=_("Empty: the whole city."),
    )  # fmt: skip
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4, help_text=_("In the unit of the target."))
    kind = models.CharField(_("kind"), max_length=12, choices=ProgressKind, default=ProgressKind.REPORTED)
    source_zh = models.CharField(_("source in Chinese"), max_length=200, blank=True)
    source_en = models.CharField(_("source in English"), max_length=200, blank=True)
    note_zh = models.CharField(_("note in Chinese"), max_length=300, blank=True)
    note_en = models.CharField(_("note in English"), max_length=300, blank=True)
    is_demo = models.BooleanField(
        _("demo data"), default=False, help_text=_("Invented; gives way to the first real figure of its target.")
    )
    objects = ProgressQuerySet.as_manager()
    source = Localised("source")
    note = Localised("note")

    class Meta:
        ordering = ["target__order", "year", "months", "district__code"]
        verbose_name = _("progress figure")
        verbose_name_plural = _("progress figures")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "year", "months", "district", "is_demo"], condition=Q(district__isnull=False),
                name="progress_once_a_district",
                violation_error_message=_("This district has a figure for this period already."),
            ),
            # NULLs differ from each other in SQL, so the whole city needs a constraint of its own.
            models.UniqueConstraint(
                fields=["target", "year", "months", "is_demo"], condition=Q(district__isnull=True),
                name="progress_once_for_the_city",
                violation_error_message=_("The whole city has a figure for this period already."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100), name="progress_year_plausible",
                violation_error_message=_("The year must lie between 2000 and 2100."),
            ),
            models.CheckConstraint(
                condition=Q(months__in=ProgressPeriod.values), name="progress_period_known",
                violation_error_message=_("A period ends with a quarter of the year."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.target_id} {self.year}-{self.months:02} {self.district_id or ''}".strip()
