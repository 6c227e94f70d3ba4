"""Rows that the search looks through: each save and delete reaches the index in its own transaction."""

from typing import Any

from django.db import models, transaction


class Searched(models.Model):
    """Mixin, first in the list of bases. `search_keys` names the document or measure that the row belongs to."""

    class Meta:
        abstract = True

    def search_keys(self) -> dict[str, int | None]:
        raise NotImplementedError

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._tell_the_index()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            keys = self.search_keys()
            result = super().delete(*args, **kwargs)
            self._tell_the_index(keys)
        return result

    def _tell_the_index(self, keys: dict[str, int | None] | None = None) -> None:
        from policies.search.index import changed  # it reads these models

        changed(**(keys or self.search_keys()))
