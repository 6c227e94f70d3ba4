"""Files that are brought in: what is to be done, how far it is, what it would change and what it did change."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from policies.enums import ImportNoun, ImportPhase
from portal.core.models import TimeStamped

# Phases in which somebody must work on a job, and those in which nothing happens by itself any more.
AT_WORK = (ImportPhase.WAITING, ImportPhase.READING, ImportPhase.APPLYING)
OVER = (ImportPhase.DONE, ImportPhase.FAILED)


class ImportJobQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ImportJobQuerySet":
        """Officials; who may import what is asked at the page of the list."""
        return self if getattr(user, "is_authenticated", False) and user.is_staff else self.none()

    def of_noun(self, noun: str) -> "ImportJobQuerySet":
        return self.filter(noun=noun)

    def for_lists(self) -> "ImportJobQuerySet":
        """Without what only the job's own page shows."""
        return self.select_related("person").defer("problems", "notes")


class ImportJob(TimeStamped):
    """One file: read, compared, looked at by somebody, imported as a whole or not at all.

    Whoever works on it holds its lease: a token until a moment. A killed worker's lease runs out and another takes
    the job up. `fingerprint` is of all that the file would change; only exactly that is ever written.
    """

    noun = models.CharField(_("list"), max_length=20, choices=ImportNoun)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    file_name = models.CharField(_("file"), max_length=120)
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    encoding = models.CharField(_("encoding"), max_length=10, blank=True, help_text=_("As chosen; empty: found out."))
    phase = models.CharField(_("stage"), max_length=10, choices=ImportPhase, default=ImportPhase.WAITING)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    new_count = models.PositiveIntegerField(_("new"), default=0)
    changed_count = models.PositiveIntegerField(_("changed"), default=0)
    same_count = models.PositiveIntegerField(_("unchanged"), default=0)
    problem_count = models.PositiveIntegerField(_("errors"), default=0)
    problems = models.JSONField(_("errors by row and column"), default=list, help_text=_("At most 1,000."))
    notes = models.JSONField(_("remarks"), default=list)
    refusal = models.JSONField(_("why it failed"), default=dict)
    columns = models.JSONField(_("columns of the file"), default=list)
    fingerprint = models.CharField(_("fingerprint of the changes"), max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(_("times taken up"), default=0)
    lease_token = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    applied_at = models.DateTimeField(_("imported"), null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("imported by")
    )

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a file")
        verbose_name_plural = _("imports of files")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["noun", "-id"], name="importjob_of_noun"),
            models.Index(fields=["id"], condition=Q(phase__in=AT_WORK), name="importjob_at_work"),
        ]

    def __str__(self) -> str:
        return f"{self.list_title}: {self.file_name}"

    @property
    def list_title(self) -> str:
        """The lists of other apps are no choices here; their code is the name of their model."""
        titles = dict(ImportNoun.choices)
        handed_in = (one._meta for one in apps.get_models() if one._meta.model_name == self.noun)
        other = next((capfirst(meta.verbose_name_plural) for meta in handed_in), self.noun)
        return str(titles.get(self.noun, other))

    @property
    def is_at_work(self) -> bool:
        return self.phase in AT_WORK

    @property
    def may_be_applied(self) -> bool:
        return self.phase == ImportPhase.CHECKED and not self.problem_count and self.new_count + self.changed_count > 0


class ImportPiece(models.Model):
    """A megabyte of the uploaded file, packed. In the database, because web and worker may be on two machines."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="importpiece_once")]

    def __str__(self) -> str:
        return f"{self.job_id} #{self.number}"


class ImportBatch(models.Model):
    """What some two thousand rows of the file change: found by the dry run, written by the import, kept for ever.

    `data` is packed JSON (see `policies/imports/batches.py`), `sha256` that of the JSON; the audit holds the same.
    """

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    first_row = models.PositiveIntegerField(_("from row"))
    last_row = models.PositiveIntegerField(_("to row"))
    new_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    same_count = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="importbatch_once")]

    def __str__(self) -> str:
        return f"{self.job_id} #{self.number}"
