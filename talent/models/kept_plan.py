"""A plan that somebody keeps: the answers only, sealed; the plan itself is counted anew each time."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from portal.core.sealing import seal, unseal


class KeptPlanQuerySet(models.QuerySet["KeptPlan"]):
    def visible_to(self, user: Any) -> KeptPlanQuerySet:
        """Nobody sees anybody else's, officials neither."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class KeptPlan(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_plans", editable=False)
    answers_sealed = models.TextField(editable=False)
    created_at = models.DateTimeField(_("kept on"), default=clock.now, editable=False)
    objects = KeptPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept plan")
        verbose_name_plural = _("kept plans")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def answers(self) -> dict[str, str]:
        return json.loads(unseal(self.answers_sealed, self._context()))

    @answers.setter
    def answers(self, answers: dict[str, str]) -> None:
        self.answers_sealed = seal(json.dumps(answers, sort_keys=True), self._context())

    def _context(self) -> str:
        return f"talent.keptplan.answers:{self.pk}"
