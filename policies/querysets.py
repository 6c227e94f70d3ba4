"""What exists for whom: pages, admin and API all start here."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Prefetch, Q

from policies.enums import PolicyState


def _is_official(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False) and user.is_staff)


class PolicyQuerySet(models.QuerySet):
    def published(self) -> "PolicyQuerySet":
        return self.filter(published=True)

    def visible_to(self, user: Any) -> "PolicyQuerySet":
        """Officials see drafts, everybody else what is published."""
        return self if _is_official(user) else self.published()

    def for_lists(self) -> "PolicyQuerySet":
        return self.prefetch_related("areas")

    def for_page(self) -> "PolicyQuerySet":
        related = ("areas", "safeguards", "based_on", "superseded_by")
        return self.select_related("supersedes", "plan").prefetch_related(*related)

    def in_state(self, state: str, day: dt.date) -> "PolicyQuerySet":
        """By validity as of a day, as `Policy.state_on` sees it."""
        over = Q(state=PolicyState.IN_FORCE, expires_on__lt=day)
        if state == PolicyState.LAPSED:
            return self.filter(Q(state=state) | over)
        return self.filter(state=state).exclude(over)


class OpenQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "OpenQuerySet":
        """There are no drafts of these: whatever is entered is public."""
        return self


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "IndicatorQuerySet":
        """Published figures are public."""
        return self


class TargetQuerySet(models.QuerySet):
    def in_figures(self) -> "TargetQuerySet":
        return self.filter(qualitative=False)

    def for_front_page(self) -> list[Any]:
        """The plan's own targets in figures, as `goals.Goal`; a note says that one comes from elsewhere."""
        from policies.goals import goals

        return goals(self.in_figures().filter(note=""))


class ProgressQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ProgressQuerySet":
        """What the bureau supplies is public."""
        return self

    def shown(self) -> "ProgressQuerySet":
        """Invented figures give way as soon as a target has a real one, so that the two never stand together."""
        real = self.model._default_manager.filter(is_demo=False).values("target")
        return self.exclude(is_demo=True, target__in=real)


class MeasureQuerySet(models.QuerySet):
    def published(self) -> "MeasureQuerySet":
        return self.filter(policy__published=True)

    def visible_to(self, user: Any) -> "MeasureQuerySet":
        return self if _is_official(user) else self.published()

    def for_lists(self) -> "MeasureQuerySet":
        return self.select_related("area", "policy")

    def with_papers(self) -> "MeasureQuerySet":
        from policies.models import MeasurePaper

        papers = Prefetch("paper_rows", queryset=MeasurePaper.objects.select_related("paper"))
        return self.for_lists().prefetch_related(papers)


class RevisionQuerySet(models.QuerySet):
    def published(self) -> "RevisionQuerySet":
        return self.filter(version__isnull=False)

    def visible_to(self, user: Any) -> "RevisionQuerySet":
        """Officials see every edit; everybody else the versions of what is published."""
        if _is_official(user):
            return self
        shown = Q(policy__published=True) | Q(measure__policy__published=True)
        return self.published().filter(shown)
