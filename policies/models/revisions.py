"""Edits on their way to the public, the versions they leave behind, and what followers are told of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policies.enums import ChangeKind, RevisionState, RevisionSubject
from policies.models.library import Policy
from policies.models.measures import Measure
from policies.querysets import RevisionQuerySet
from portal.core import clock
from portal.core.models import Localised, PublicContent
from portal.reviews.models import Case


class Revision(Case):
    """One edit of a document or a measure, from draft to publication; afterwards it is that version for ever.

    `content` is the whole of it as data (`policies/editing`), so that any two versions can be compared and an old
    one read again. A new document or measure has neither `policy` nor `measure` until it is published.
    """

    subject = models.CharField(_("of"), max_length=10, choices=RevisionSubject)
    policy = models.ForeignKey(
        Policy, models.CASCADE, null=True, blank=True, related_name="revisions", verbose_name=_("policy document")
    )
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="revisions", verbose_name=_("support measure")
    )
    version = models.PositiveIntegerField(
        _("version"), null=True, blank=True, editable=False, help_text=_("Given when it is published.")
    )
    content = models.JSONField(_("content"), default=dict)
    summary_zh = models.CharField(
        _("what changes, in one Chinese sentence"), max_length=300, blank=True,
        help_text=_("Followers read exactly this."),
    )  # fmt: skip
    summary_en = models.CharField(_("what changes, in one English sentence"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("drafted by"),
        help_text=_("Empty where a file was loaded."),
    )  # fmt: skip
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True, help_text=_("Empty: once it is checked."))
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    summary = Localised("summary")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of content", "version")
        verbose_name_plural = pgettext_lazy("of content", "versions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "version"], condition=Q(version__isnull=False, policy__isnull=False),
                name="revision_version_once_a_policy",
            ),
            models.UniqueConstraint(
                fields=["measure", "version"], condition=Q(version__isnull=False, measure__isnull=False),
                name="revision_version_once_a_measure",
            ),
            models.CheckConstraint(
                condition=Q(policy__isnull=True) | Q(measure__isnull=True), name="revision_of_one_thing"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.target or ''}".strip()

    @property
    def target(self) -> Policy | Measure | None:
        return self.policy if self.subject == RevisionSubject.POLICY else self.measure

    @property
    def is_open(self) -> bool:
        return self.state not in (RevisionState.PUBLISHED, RevisionState.DISCARDED)


class Change(PublicContent):
    """What happened to a published document or measure: one line of the feeds, one sentence for its followers."""

    policy = models.ForeignKey(
        Policy, models.CASCADE, related_name="changes", verbose_name=_("policy document"),
        help_text=_("Of a measure: the document it belongs to."),
    )  # fmt: skip
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="changes", verbose_name=_("support measure")
    )
    revision = models.OneToOneField(
        Revision, models.SET_NULL, null=True, blank=True, related_name="change", verbose_name=_("version")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind)
    at = models.DateTimeField(_("at"), default=clock.now)
    sentence_zh = models.CharField(_("sentence in Chinese"), max_length=300)
    sentence_en = models.CharField(_("sentence in English"), max_length=300, blank=True)
    sentence = Localised("sentence")

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at", "-id"], name="change_newest")]

    def __str__(self) -> str:
        return self.sentence_zh

    @property
    def subject(self) -> Policy | Measure:
        return self.measure or self.policy

    def get_absolute_url(self) -> str:
        return self.subject.get_absolute_url()
