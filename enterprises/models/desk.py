"""What officials keep at their desk: labels, lists of their own, canned replies, who is in a case, moves in a batch."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.desk_enums import BatchDeed, BatchPhase, DeskCode, LineResult, ReplyNoun, Tone
from enterprises.querysets import LabelQuerySet, StoredFilterQuerySet
from portal.accounts.models import Unit
from portal.core import clock
from portal.core.models import Localised
from portal.reviews.models import Case

PERSON = settings.AUTH_USER_MODEL


class Label(models.Model):
    """A word of one unit's desk for cases that belong together; nobody else sees it."""

    desk = models.CharField(_("desk"), max_length=6, choices=DeskCode, default=DeskCode.FUNDS)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="labels", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=24)
    tone = models.CharField(_("colour"), max_length=6, choices=Tone, default=Tone.PLAIN)

    objects = LabelQuerySet.as_manager()

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        ordering = ["unit", "name"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "unit", "name"], name="label_once_per_unit"),
            models.CheckConstraint(condition=~Q(name=""), name="label_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class CaseLabel(models.Model):
    """A label on a case."""

    label = models.ForeignKey(Label, models.CASCADE, related_name="on_cases", verbose_name=_("label"))
    case = models.ForeignKey(Case, models.CASCADE, related_name="labels", verbose_name=_("case"))
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("label of a case")
        verbose_name_plural = _("labels of cases")
        constraints = [models.UniqueConstraint(fields=["label", "case"], name="label_once_per_case")]

    def __str__(self) -> str:
        return f"{self.label_id} {self.case_id}"


class StoredFilter(models.Model):
    """A list that a person keeps under a name; `address` is the query of its address. Shared with a unit, or not."""

    desk = models.CharField(_("desk"), max_length=6, choices=DeskCode, default=DeskCode.FUNDS)
    owner = models.ForeignKey(PERSON, models.CASCADE, related_name="stored_filters", verbose_name=_("kept by"))
    unit = models.ForeignKey(
        Unit, models.SET_NULL, null=True, blank=True, related_name="stored_filters", verbose_name=_("shared with")
    )
    name = models.CharField(_("name"), max_length=40)
    address = models.CharField(_("filters"), max_length=300, blank=True)

    objects = StoredFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("stored filter")
        verbose_name_plural = _("stored filters")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["desk", "owner", "name"], name="stored_filter_name_once")]

    def __str__(self) -> str:
        return self.name


class DeskColumns(models.Model):
    """Which columns a person has chosen for the queue of a desk, in their order."""

    desk = models.CharField(_("desk"), max_length=6, choices=DeskCode, default=DeskCode.FUNDS)
    user = models.ForeignKey(PERSON, models.CASCADE, related_name="desk_columns", verbose_name=_("person"))
    columns = models.JSONField(_("columns"), default=list)

    class Meta:
        verbose_name = _("columns of the queue")
        verbose_name_plural = _("columns of the queue")
        constraints = [models.UniqueConstraint(fields=["user", "desk"], name="columns_once_per_desk")]

    def __str__(self) -> str:
        return f"{self.user_id}"


class Snippet(models.Model):
    """A canned reply in both languages; its earlier wordings stand in the book of the audit."""

    noun = models.CharField(_("for"), max_length=12, choices=ReplyNoun)
    title_zh = models.CharField(_("title in Chinese"), max_length=60)
    title_en = models.CharField(_("title in English"), max_length=80)
    text_zh = models.TextField(_("text in Chinese"), max_length=500)
    text_en = models.TextField(_("text in English"), max_length=500)
    is_active = models.BooleanField(pgettext_lazy("a canned reply", "offered"), default=True)
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)
    title = Localised("title")

    class Meta:
        verbose_name = _("canned reply")
        verbose_name_plural = _("canned replies")
        ordering = ["noun", "title_zh"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_zh="") & ~Q(title_en="") & ~Q(text_zh="") & ~Q(text_en=""),
                name="snippet_in_both_languages",
            ),
            models.UniqueConstraint(fields=["noun", "title_zh"], name="snippet_title_once"),
        ]

    def __str__(self) -> str:
        return self.title


class CaseVisit(models.Model):
    """Who has a case open: since when, when last heard of, whether something was typed. It blocks nobody."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="visits", verbose_name=_("case"))
    user = models.ForeignKey(PERSON, models.CASCADE, related_name="case_visits", verbose_name=_("person"))
    since = models.DateTimeField(_("since"), default=clock.now)
    opened_at = models.DateTimeField(_("page opened"), default=clock.now)
    seen_at = models.DateTimeField(_("last heard of"), default=clock.now)
    is_drafting = models.BooleanField(_("has typed something"), default=False)

    class Meta:
        verbose_name = _("visit to a case")
        verbose_name_plural = _("visits to cases")
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="one_visit_per_person")]
        indexes = [models.Index(fields=["seen_at"], name="visit_last_heard_of")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id}"


class Batch(models.Model):
    """One deed for many cases: tried first, then done, line by line. `leased_until` belongs to whoever works on it."""

    owner = models.ForeignKey(PERSON, models.PROTECT, related_name="batches", verbose_name=_("begun by"))
    deed = models.CharField(_("what is done"), max_length=10, choices=BatchDeed)
    desk = models.CharField(_("desk"), max_length=6, choices=DeskCode, default=DeskCode.FUNDS)
    step = models.CharField(_("step"), max_length=40, blank=True)
    holder = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("assigned to")
    )
    label = models.ForeignKey(Label, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("label"))
    comment = models.TextField(_("comment for all"), max_length=2000, blank=True)
    phase = models.CharField(_("phase"), max_length=8, choices=BatchPhase, default=BatchPhase.TRYING)
    address = models.CharField(_("list it came from"), max_length=400, blank=True)
    language = models.CharField(_("language of its remarks"), max_length=10, default="zh-hans")
    begun_at = models.DateTimeField(_("begun"), default=clock.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deed=BatchDeed.STEP) & ~Q(step="") | ~Q(deed=BatchDeed.STEP) & Q(step=""),
                name="batch_step_where_it_moves",
            )
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(phase__in=["trying", "running"]), name="batch_to_work_on"),
            models.Index(fields=["owner", "-id"], name="batch_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class BatchLine(models.Model):
    """One case of a batch: what the trial foresaw, and what came of it. Done at most once."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="lines", verbose_name=_("batch"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name=_("case"))
    would_work = models.BooleanField(_("would work"), null=True)
    why_not = models.CharField(_("why not"), max_length=500, blank=True)
    result = models.CharField(_("result"), max_length=8, choices=LineResult, default=LineResult.WAITING)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    at = models.DateTimeField(_("at"), null=True, blank=True)

    class Meta:
        verbose_name = _("case of a batch")
        verbose_name_plural = _("cases of a batch")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "case"], name="case_once_per_batch")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.case_id}"
