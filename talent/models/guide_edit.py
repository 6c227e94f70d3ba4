"""Edits of public guides that wait for a second official."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talent.models.edit import Edit, two_people
from talent.models.guide import Guide


class GuideEdit(Edit):
    """`before` and `after` hold the guide as `talent.guides.editing.snapshot` has it."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="edits", verbose_name=_("guide"))

    class Meta:
        verbose_name = _("edit of a guide")
        verbose_name_plural = _("edits of guides")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["guide"], condition=Q(decided_at=None), name="guide_edit_open_once"),
            two_people("guide_edit_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.guide} {self.at:%Y-%m-%d}"
