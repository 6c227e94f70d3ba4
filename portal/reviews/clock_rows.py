"""What happened to the clock of a work item: pauses, the extension, reminders, changes of its due date.

Rows are added, never rewritten, so that a due date can be worked out anew from its start at any time.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.core import clock
from portal.reviews.enums import DueReason, PauseCause


def _person(title: str, **options: bool) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=title, **options)


class Pause(models.Model):
    """The time in which a clock stood still: why, and whose act ends it. Open until `until` is known."""

    item = models.ForeignKey("reviews.WorkItem", models.CASCADE, related_name="pauses")
    cause = models.CharField(_("why"), max_length=20, choices=PauseCause)
    owner = models.CharField(_("who must end it"), max_length=20, choices=Role)
    note = models.CharField(_("note"), max_length=200, blank=True)
    since = models.DateTimeField(_("since"), default=clock.now)
    until = models.DateTimeField(_("until"), null=True)
    paused_by = _person(_("paused by"), null=True)
    resumed_by = _person(_("resumed by"), null=True)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(until=None), name="one_open_pause_per_item"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="pause_ends_after_it_began"
            ),
            models.CheckConstraint(condition=Q(cause__in=PauseCause.values), name="pause_cause_known"),
        ]

    def __str__(self) -> str:
        return f"{self.cause} {self.since:%Y-%m-%d}"


class Extension(models.Model):
    """More time, asked by one person and approved by another; at most one counts for an item."""

    item = models.ForeignKey("reviews.WorkItem", models.CASCADE, related_name="extensions")
    # In the limit's own unit.
    days = models.PositiveSmallIntegerField(_("longer by"))
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = _person(_("asked by"))
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    approved_by = _person(_("approved by"), null=True)
    approved_at = models.DateTimeField(_("approved"), null=True)
    refused_by = _person(_("refused by"), null=True)
    refused_at = models.DateTimeField(_("refused"), null=True)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(refused_at=None), name="one_extension_per_item"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")), name="extension_four_eyes"
            ),
            models.CheckConstraint(condition=Q(days__gte=1), name="extension_is_longer"),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None) | Q(approved_at__isnull=False, refused_at=None),
                name="extension_answered_once",
            ),
        ]

    def __str__(self) -> str:
        return f"+{self.days}"


class ClockEvent(models.Model):
    """A reminder or a rung of the ladder that was told. Once for each due date: a date that moved is told anew."""

    item = models.ForeignKey("reviews.WorkItem", models.CASCADE, related_name="clock_events")
    kind = models.CharField(_("kind"), max_length=20)
    due_on = models.DateField(_("due"))
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "kind", "due_on"], name="clock_event_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"


class ClockDay(models.Model):
    """A day whose reminders were written: its row is what makes a second run find nothing to do."""

    day = models.DateField(primary_key=True)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.day)


class DueChange(models.Model):
    """A due date that became another one, and why."""

    item = models.ForeignKey("reviews.WorkItem", models.CASCADE, related_name="due_changes")
    old = models.DateField(_("old date"))
    new = models.DateField(_("new date"))
    old_provisional = models.BooleanField(default=False)
    new_provisional = models.BooleanField(default=False)
    why = models.CharField(_("why"), max_length=10, choices=DueReason)
    at = models.DateTimeField(_("at"), default=clock.now)
    # Whoever is told by a message of its own at once needs no other; what the calendar moved is told together.
    told_at = models.DateTimeField(_("told"), null=True)

    class Meta:
        verbose_name = _("change of a due date")
        verbose_name_plural = _("changes of due dates")
        ordering = ["pk"]
        indexes = [models.Index(fields=["id"], condition=Q(told_at=None), name="due_change_untold")]

    def __str__(self) -> str:
        return f"{self.old} > {self.new}"


class Recount(models.Model):
    """One row: the version of the calendar with which every open due date agrees."""

    token = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.token


class StuckStep(models.Model):
    """A step that the clock could not take: the case stays where it is until somebody mends what is wrong."""

    item = models.OneToOneField("reviews.WorkItem", models.CASCADE, related_name="stuck")
    step = models.CharField(_("step"), max_length=40)
    error = models.CharField(_("what went wrong"), max_length=500)
    tries = models.PositiveIntegerField(_("attempts"), default=1)
    first_at = models.DateTimeField(_("first attempt"), default=clock.now)
    last_at = models.DateTimeField(_("last attempt"), default=clock.now)
    next_at = models.DateTimeField(_("next attempt"), default=clock.now)

    class Meta:
        verbose_name = _("stuck step")
        verbose_name_plural = _("stuck steps")
        ordering = ["first_at", "pk"]

    def __str__(self) -> str:
        return f"{self.step}: {self.error}"
