"""What one official changed in a public guide: it waits for another, and nothing of it is public before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from talent.models.guide import Guide


class GuideEdit(models.Model):
    """`sent` is the form as it was sent, field by field, so that approving it is sending it again; `before` and `after`
    hold the guide as `talent.guides.editing.snapshot` has it. Two people for each publication: 国办发〔2017〕47号."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="edits", verbose_name=_("guide"))
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
        verbose_name = _("edit of a guide")
        verbose_name_plural = _("edits of guides")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["guide"], condition=Q(decided_at=None), name="guide_edit_open_once"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(approved=False) | ~Q(decided_by=F("author")),
                name="guide_edit_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guide} {self.at:%Y-%m-%d}"

    @property
    def form(self) -> QueryDict:
        """What was sent, as a form is read."""
        found = QueryDict(mutable=True)
        for name, values in self.sent.items():
            found.setlist(name, values)
        return found
