"""Files that people gave: named by us, hashed, scanned, never public."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.attachments.enums import ScanState
from portal.core import clock


class Attachment(models.Model):
    """One file. Only a clean one is ever handed out, and only through a view that asks who reads it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Empty for what somebody without an account gave, such as the evidence of an objection.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="attachments",
        verbose_name=_("given by"),
    )  # fmt: skip
    purpose = models.SlugField(_("purpose"), max_length=40)
    original_name = models.CharField(_("file name"), max_length=120)
    storage_name = models.CharField(max_length=200, unique=True, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    media_type = models.CharField(_("type"), max_length=100)
    state = models.CharField(_("check"), max_length=10, choices=ScanState, default=ScanState.PENDING)
    scanned_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    scan_note = models.CharField(_("result of the check"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("given at"), default=clock.now)
    # The key in the key store under which the content is sealed; empty for a file that lies there as it came.
    key_id = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="attachment_not_empty")]
        indexes = [models.Index(fields=["created_at"], condition=Q(state=ScanState.PENDING), name="attachment_to_scan")]

    def __str__(self) -> str:
        return self.original_name


class Shredding(models.Model):
    """A key, a file or both that had to go, and when they were gone. It names no person and keeps no content."""

    key_id = models.UUIDField(null=True, blank=True, editable=False)
    storage_name = models.CharField(max_length=200, blank=True, editable=False)
    reason = models.CharField(_("why"), max_length=60)
    asked_at = models.DateTimeField(_("ordered at"), default=clock.now)
    done_at = models.DateTimeField(_("gone since"), null=True, blank=True)

    class Meta:
        verbose_name = _("shredding")
        verbose_name_plural = _("shreddings")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(key_id__isnull=False) | ~Q(storage_name=""), name="shredding_of_something"
            )
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(done_at=None), name="shredding_to_do")]

    def __str__(self) -> str:
        return f"{self.reason} {self.asked_at:%Y-%m-%d}"
