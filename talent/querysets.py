"""Lists of the talent pages, each with a fixed number of queries. The facts are public: everyone sees all of them."""

from __future__ import annotations

from django.db import models


class PathStepQuerySet(models.QuerySet):
    def with_parts(self) -> PathStepQuerySet:
        """With authorities, limits, fees and papers: five queries, however many steps there are."""
        return self.prefetch_related("agencies", "limits", "fees", "step_papers__paper")


class GuideQuerySet(models.QuerySet):
    def published(self) -> GuideQuerySet:
        return self.filter(published_at__isnull=False)

    def with_parts(self) -> GuideQuerySet:
        """With authority, facts, papers and steps: four queries, however many guides there are."""
        return self.select_related("agency").prefetch_related("facts", "papers", "steps")
