from django.db import models
from django.utils.translation import gettext_lazy as _


class YearStatus(models.TextChoices):
    OFFICIAL = "official", _("Announced by the State Council")
    PROVISIONAL = "provisional", _("Provisional, not announced yet")


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", _("Holiday")
    MAKEUP_WORKDAY = "makeup_workday", _("Make-up working day")
    WORKDAY = "workday", _("Working day")

    @property
    def is_worked(self) -> bool:
        return self is not DayKind.HOLIDAY


class Unit(models.TextChoices):
    """What a time limit counts in."""

    WORKDAY = "workday", _("working days")
    DAY = "day", _("calendar days")
    MONTH = "month", _("months")
    YEAR = "year", _("years")
