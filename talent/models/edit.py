"""What one official changed in what the public reads: it waits for another, and nothing of it is public before."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.core import clock


class Edit(models.Model):
    """`sent` is the form as it was sent, field by field, so that approving it is sending it again; `before` and `after`
    hold what it is about, as a snapshot. Two people for each publication: 国办发〔2017〕47号."""

    sent = models.JSONField(editable=False)
    before = models.JSONField(editable=False)
    after = models.JSONField(editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written"), default=clock.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    approved = models.BooleanField(_("approved"), null=True, editable=False)
    comment = models.TextField(_("comment"), max_length=2000, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def form(self) -> QueryDict:
        """What was sent, as a form is read."""
        found = QueryDict(mutable=True)
        for name, values in self.sent.items():
            found.setlist(name, values)
        return found


def two_people(name: str) -> models.CheckConstraint:
    """Nobody approves what they wrote themselves."""
    other: Any = Q(decided_by=None) | Q(approved=False) | ~Q(decided_by=F("author"))
    return models.CheckConstraint(condition=other, name=name)
