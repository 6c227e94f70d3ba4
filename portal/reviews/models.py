"""Moving: a case, its moves, who must act now and by when, what was asked, who signed.

A service makes its own case by inheriting from `Case`; everything here belongs to any of them.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.core import clock
from portal.core.models import TimeStamped
from portal.reviews.clock_rows import ClockDay, ClockEvent, DueChange, Extension, Pause, Recount, StuckStep
from portal.reviews.enums import Answer, LimitKind, PauseCause, RequestKind, TimeUnit
from portal.reviews.querysets import WorkItemQuerySet

__all__ = ["Case", "ClockDay", "ClockEvent", "Counter", "DueChange", "Extension", "Pause", "Recount", "Request"]
__all__ += ["RequestLine", "SignOff", "StuckStep", "Transition", "WorkItem"]


class Counter(models.Model):
    """The last case number given out in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Case(TimeStamped):
    """Something that moves through a flow. Its state is assigned by the flow alone.

    `locked_at` is the database's moment at which the flow locked the row for a move; it is not stored.
    """

    locked_at: datetime | None = None

    flow = models.CharField(_("procedure"), max_length=30, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=30, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="cases", verbose_name=_("accepting authority"), editable=False
    )
    moved_at = models.DateTimeField(_("last move"), default=clock.now, editable=False)
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [models.CheckConstraint(condition=~Q(state=""), name="case_has_state")]
        indexes = [
            models.Index(fields=["flow", "state", "-moved_at", "-id"], name="case_by_state"),
            models.Index(fields=["unit", "flow", "state", "-moved_at", "-id"], name="case_of_unit"),
        ]

    def __str__(self) -> str:
        return self.number

    def remembered(self, key: str, read: Callable[[], Any]) -> Any:
        """Read something about the case once per instance, until it moves."""
        memory = self.__dict__.setdefault("_memory", {})
        if key not in memory:
            memory[key] = read()
        return memory[key]

    def forget(self, *keys: str) -> None:
        """Forget these, or everything, so that it is read anew."""
        memory = self.__dict__.get("_memory", {})
        for key in keys or list(memory):
            memory.pop(key, None)


class Transition(models.Model):
    """One move of a case, as it happened. Never changed afterwards."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="transitions")
    step = models.CharField(_("step"), max_length=40)
    source = models.CharField(_("from"), max_length=30)
    target = models.CharField(_("to"), max_length=30)
    at = models.DateTimeField(_("at"), default=clock.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    desk = models.CharField(_("desk"), max_length=20, choices=Role, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    visible = models.BooleanField(_("the applicant sees it"), default=True)

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["pk"]
        indexes = [models.Index(fields=["case", "id"], name="transition_of_case")]

    def __str__(self) -> str:
        return f"{self.step} {self.at:%Y-%m-%d %H:%M}"


class WorkItem(models.Model):
    """Who must act on a case now, and by when. A case that is not final has exactly one open item."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="work_items")
    # The case's own, which never changes: a desk reads the items of its procedure without a look at each case.
    flow = models.CharField(_("procedure"), max_length=30, editable=False)
    desk = models.CharField(_("desk"), max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="work_items", verbose_name=_("unit"))
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="held_items",
        verbose_name=_("held by"),
    )
    state = models.CharField(_("state of the case"), max_length=30)
    topic = models.CharField(_("call"), max_length=40, blank=True)
    # What a desk narrows its list by, as the case has it when the item is opened; it changes with a move alone.
    place = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accepting authority"),
        editable=False, db_index=False,
    )  # fmt: skip
    filed_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    amount_fen = models.BigIntegerField(_("computed amount in fen"), null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(_("open since"), default=clock.now)
    due_on = models.DateField(_("due"), null=True)
    due_provisional = models.BooleanField(_("date is provisional"), default=False)
    limit_kind = models.CharField(_("kind of limit"), max_length=10, choices=LimitKind, blank=True)
    limit_unit = models.CharField(_("unit of the limit"), max_length=10, choices=TimeUnit, blank=True)
    limit_number = models.PositiveSmallIntegerField(_("length of the limit"), null=True)
    limit_extend = models.PositiveSmallIntegerField(_("longest extension"), default=0)
    paused_at = models.DateTimeField(_("paused since"), null=True, blank=True)
    pause_reason = models.CharField(_("why it is paused"), max_length=200, blank=True)
    # Whether there are pauses, extensions or changes of the date: most clocks just run, and cost no look for these.
    clock_touched = models.BooleanField(default=False)
    on_due = models.CharField(_("step when the time is over"), max_length=40, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("work item")
        verbose_name_plural = _("work items")
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(closed_at=None), name="one_open_item_per_case")
        ]
        # The desk reads pages in the order of due dates; each of its tabs and filters has its index.
        indexes = [
            # Day and amount stand in it, too: a walk in the order of due dates looks at no row for them.
            models.Index(
                fields=["unit", "desk", "due_on", "id", "filed_at", "amount_fen"],
                condition=Q(closed_at=None),
                name="desk_queue",
            ),
            models.Index(
                fields=["unit", "desk", "place", "due_on", "id", "amount_fen"],
                condition=Q(closed_at=None),
                name="desk_by_place",
            ),
            models.Index(fields=["unit", "desk", "amount_fen"], condition=Q(closed_at=None), name="desk_by_amount"),
            models.Index(
                fields=["unit", "desk", "topic", "due_on", "id"], condition=Q(closed_at=None), name="desk_by_topic"
            ),
            models.Index(
                fields=["unit", "desk", "state", "due_on", "id"], condition=Q(closed_at=None), name="desk_by_state"
            ),
            models.Index(fields=["due_on"], condition=Q(closed_at=None) & ~Q(on_due=""), name="automatic_steps"),
            models.Index(fields=["unit", "desk", "closed_at"], condition=Q(closed_at__isnull=False), name="desk_done"),
            models.Index(fields=["desk", "due_on", "id"], condition=Q(closed_at=None), name="open_by_desk"),
            models.Index(fields=["holder", "due_on", "id"], condition=Q(closed_at=None), name="open_by_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.desk} {self.due_on or ''}"

    @property
    def why_paused(self) -> str:
        """The cause of the running pause in the reader's language; nothing while the clock runs."""
        known = self.pause_reason in PauseCause.values
        return str(PauseCause(self.pause_reason).label) if known else self.pause_reason


class Request(models.Model):
    """What the applicant was asked to correct: one complete list, with the date by which to answer."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="requests")
    kind = models.CharField(_("kind"), max_length=12, choices=RequestKind, default=RequestKind.INCOMPLETE)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(answered_at=None), name="one_open_request_per_case")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.asked_at:%Y-%m-%d}"


class RequestLine(models.Model):
    """One thing to correct: which field or paper, why, and how."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="lines")
    target = models.CharField(_("field or paper"), max_length=60)
    why = models.CharField(_("why"), max_length=500)
    how = models.CharField(_("how to put it right"), max_length=500, blank=True)
    answer = models.CharField(_("what the applicant says to it"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("corrected"), null=True, blank=True)

    class Meta:
        verbose_name = _("line of a request")
        verbose_name_plural = _("lines of a request")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["request", "target"], name="request_names_target_once")]

    def __str__(self) -> str:
        return self.target


class SignOff(models.Model):
    """Who agreed to what. The drafter of a thing never signs it.

    `role` is the place in a chain of signatures; where it is given, nobody signs twice until the draft is changed,
    which supersedes what was signed before.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="sign_offs")
    step = models.CharField(_("step"), max_length=40)
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("signed by"))
    role = models.CharField(_("signs as"), max_length=20, choices=Role, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("at"), default=clock.now)
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.CheckConstraint(condition=~Q(drafter=F("signer")), name="drafter_never_signs"),
            models.UniqueConstraint(
                fields=["case", "signer"],
                condition=Q(superseded_at=None, answer=Answer.APPROVED) & ~Q(role=""),
                name="nobody_signs_a_chain_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step} {self.answer}"
