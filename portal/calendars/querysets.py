from __future__ import annotations

from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class WatchedQuerySet(models.QuerySet[M]):
    """Announces changes that never pass through `save()` or `delete()` of a row, as the admin's bulk actions."""

    def update(self, **values) -> int:
        count = super().update(**values)
        self.model.announce_change()
        return count

    def delete(self) -> tuple[int, dict[str, int]]:
        result = super().delete()
        self.model.announce_change()
        return result

    def bulk_create(self, objs, *args, **options) -> list[M]:
        rows = super().bulk_create(objs, *args, **options)
        self.model.announce_change()
        return rows

    update.alters_data = delete.alters_data = bulk_create.alters_data = True
