"""Permits and papers whose end somebody wants to be reminded of. The day is sealed; what is in clear is the kind."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from portal.core.sealing import seal, unseal
from talent.renewals.kinds import ExpiringKind, Whose


class ExpiringQuerySet(models.QuerySet["ExpiringPaper"]):
    def visible_to(self, user: Any) -> ExpiringQuerySet:
        """Nobody sees anybody else's, officials neither."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class ExpiringPaper(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="expiring", editable=False)
    kind = models.CharField(_("permit or paper"), max_length=10, choices=ExpiringKind)
    whose = models.CharField(_("whose"), max_length=10, choices=Whose, default=Whose.OWN)
    expires_on_sealed = models.TextField(editable=False)
    # The shortest distance in days of which was told already.
    told = models.PositiveSmallIntegerField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    objects = ExpiringQuerySet.as_manager()

    class Meta:
        verbose_name = _("permit or paper that expires")
        verbose_name_plural = _("permits and papers that expire")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def expires_on(self) -> dt.date:
        return dt.date.fromisoformat(unseal(self.expires_on_sealed, self._context()))

    @expires_on.setter
    def expires_on(self, day: dt.date) -> None:
        self.expires_on_sealed = seal(day.isoformat(), self._context())

    def _context(self) -> str:
        return f"talent.expiringpaper.expires_on:{self.pk}"
