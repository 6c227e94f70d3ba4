"""Lists of the talent pages, each with a fixed number of queries. The facts are public: everyone sees all of them."""

from __future__ import annotations

from django.db import models


class PathStepQuerySet(models.QuerySet):
    def with_parts(self) -> PathStepQuerySet:
        """With authorities, limits, fees and papers: five queries, however many steps there are."""
        return self.prefetch_related("agencies", "limits", "fees", "step_papers__paper")
