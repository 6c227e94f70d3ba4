"""How long which paper is kept, and the log that proves that it went."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.attachments.models import Shredding
from portal.core import clock
from talent.enums import CountedFrom, RetentionKind
from talent.models.base import Checked
from talent.models.words import Told


class RetentionRule(Checked):
    """A row for each kind, edited by the desk; its source and check are shown to everybody on the notice."""

    kind = models.CharField(_("kind"), max_length=20, choices=RetentionKind, unique=True)
    days = models.PositiveIntegerField(
        _("days"), validators=[MinValueValidator(1), MaxValueValidator(36_525)], help_text=_("Calendar days.")
    )
    counted_from = models.CharField(_("counted from"), max_length=20, choices=CountedFrom)
    note_zh = models.CharField(_("note in Chinese"), max_length=300, blank=True)
    note_en = models.CharField(_("note in English"), max_length=300, blank=True)
    note = Told("note")

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(days__gte=1), name="retention_rule_days")]

    def __str__(self) -> str:
        return self.get_kind_display()


class RetentionRun(models.Model):
    """One look at everything that could go. A dry one counts, and changes nothing."""

    at = models.DateTimeField(_("time"), default=clock.now)
    is_dry = models.BooleanField(_("dry run"))
    announced = models.PositiveIntegerField(_("announced"), default=0)
    deleted = models.PositiveIntegerField(_("deleted"), default=0)
    held = models.PositiveIntegerField(_("held"), default=0)

    class Meta:
        verbose_name = _("retention run")
        verbose_name_plural = _("retention runs")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class RetentionEntry(models.Model):
    """Something that goes: announced first, deleted no earlier than two weeks later, and proven gone by its shredding.

    Persons and papers stand here by number alone, because the entry outlives them.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=RetentionKind)
    person_pk = models.PositiveBigIntegerField(_("person"), db_index=True)
    table = models.CharField(max_length=30, editable=False)
    target_pk = models.PositiveBigIntegerField(_("what"))
    announced_at = models.DateTimeField(_("announced"), default=clock.now)
    due_on = models.DateField(_("goes on"))
    done_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    # No longer due: a new case began, or the person took the paper away themself.
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True)
    shredding = models.ForeignKey(Shredding, models.PROTECT, null=True, blank=True, verbose_name=_("proof"))

    class Meta:
        verbose_name = _("retention entry")
        verbose_name_plural = _("retention entries")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "table", "target_pk"],
                condition=Q(done_at=None, dropped_at=None),
                name="retention_entry_open_once",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(done_at__gte=F("announced_at")), name="retention_entry_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target_pk}"

    @property
    def key(self) -> tuple[str, str, int]:
        return self.kind, self.table, self.target_pk
