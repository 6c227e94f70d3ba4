"""What belongs to writing an application: who saved which section, who signs, what it refers to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import ReferenceKind, SignatureAnswer
from enterprises.models.application import Application
from portal.core import clock


class SectionMark(models.Model):
    """How often a section was saved, by whom last, and who has it open: two people see each other by this."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="section_marks")
    section = models.SlugField(_("section"), max_length=30)
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(null=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mark of a section")
        verbose_name_plural = _("marks of sections")
        constraints = [models.UniqueConstraint(fields=["application", "section"], name="section_mark_once")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.section} {self.revision}"


class Reference(models.Model):
    """An invoice, contract, certificate, file or account that an application rests on, to find it used twice.

    `value` is normalised (a file's SHA-256, an account's keyed digest), `shown` is what a person reads.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="references")
    kind = models.CharField(_("kind"), max_length=12, choices=ReferenceKind)
    value = models.CharField(max_length=120)
    shown = models.CharField(max_length=200)
    field = models.CharField(_("field"), max_length=60)

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["application", "kind", "value", "field"], name="reference_once")]
        indexes = [models.Index(fields=["kind", "value"], name="reference_by_value")]

    def __str__(self) -> str:
        return f"{self.kind} {self.shown}"


class SignatureRequest(models.Model):
    """The legal representative was asked by link to sign. The signature is for exactly this content."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="signature_requests")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=100)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    content_sha256 = models.CharField(max_length=64, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    expires_at = models.DateTimeField(_("valid until"))
    reminders = models.PositiveSmallIntegerField(_("reminders sent"), default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=SignatureAnswer, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for a signature")
        verbose_name_plural = _("requests for signatures")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="one_open_signature_request",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="signature_answer_has_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"], condition=Q(answered_at=None, withdrawn_at=None), name="signatures_waited_for"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.email}"
