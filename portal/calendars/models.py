from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.calendars import cache
from portal.calendars.enums import DayKind, YearStatus
from portal.calendars.querysets import WatchedQuerySet
from portal.core.models import Localised


class Version(models.Model):
    """One row: the token that changes with every change of the calendar. See `cache.py`."""

    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.token

    @classmethod
    def current(cls) -> str:
        return cls.objects.filter(pk=1).values_list("token", flat=True).first() or ""

    @classmethod
    def renew(cls) -> None:
        cls.objects.bulk_create(
            [cls(pk=1, token=uuid.uuid4().hex)],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["token"],
        )


class Watched(models.Model):
    """A row that working days are computed from: whatever changes it makes every process read it again."""

    objects = WatchedQuerySet.as_manager()

    class Meta:
        abstract = True

    @staticmethod
    def announce_change() -> None:
        Version.renew()
        cache.forget()
        # Another thread may have read the old rows again before the commit.
        transaction.on_commit(cache.forget)

    def save(self, *args, **options) -> None:
        super().save(*args, **options)
        self.announce_change()

    def delete(self, *args, **options) -> tuple[int, dict[str, int]]:
        result = super().delete(*args, **options)
        self.announce_change()
        return result


class CalendarYear(Watched):
    """How far a year is known: announced by the State Council's notice, or so far only by statute."""

    year = models.PositiveSmallIntegerField(
        _("year"), primary_key=True, validators=[MinValueValidator(1950), MaxValueValidator(2100)]
    )
    status = models.CharField(_("status"), max_length=20, choices=YearStatus.choices, default=YearStatus.PROVISIONAL)
    source = models.CharField(
        _("source"),
        max_length=300,
        blank=True,
        help_text=_("The notice or the data set that the year's days were taken from."),
    )

    class Meta:
        ordering = ["-year"]
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=YearStatus.values), name="calendars_year_status_known"),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def is_official(self) -> bool:
        return self.status == YearStatus.OFFICIAL


class CalendarDay(Watched):
    """A day that is not what its weekday says. Monday to Friday are worked without a row."""

    date = models.DateField(_("date"), unique=True)
    kind = models.CharField(_("kind of day"), max_length=20, choices=DayKind.choices)
    note_zh = models.CharField(_("note (Chinese)"), max_length=200, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=200, blank=True)
    source_doc = models.CharField(
        _("source document"),
        max_length=300,
        blank=True,
        help_text=_("The notice that this day rests on."),
    )
    note = Localised("note")

    class Meta:
        ordering = ["date"]
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DayKind.values), name="calendars_day_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"

    @property
    def is_worked(self) -> bool:
        return DayKind(self.kind).is_worked
