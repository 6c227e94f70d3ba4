"""Edits of facts and of the planner's numbers that wait for a second official."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talent.models.edit import Edit, two_people


class FactEdit(Edit):
    """`kind` and `fact_pk` name the row, which need not be there any more; without a key it is a new one. `before` and
    `after` hold it as `talent.facts.editing.snapshot` has it."""

    kind = models.CharField(_("kind"), max_length=40, editable=False)
    fact_pk = models.PositiveBigIntegerField(null=True, editable=False)
    name = models.CharField(_("fact"), max_length=300, editable=False)
    removes = models.BooleanField(_("takes it away"), default=False, editable=False)

    class Meta:
        verbose_name = _("edit of a fact")
        verbose_name_plural = _("edits of facts")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "fact_pk"], condition=Q(decided_at=None), name="fact_edit_open_once"
            ),
            two_people("fact_edit_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d}"

    @property
    def model(self) -> type[Any]:
        return apps.get_model("talent", self.kind)
