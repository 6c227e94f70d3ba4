"""Abstract bases and the bilingual column pair. This app has no tables."""

from typing import Any

from django.db import models, transaction
from django.utils import translation

from portal.core import clock


class Localised:
    """Reads `<name>_zh` or `<name>_en` by the active language; the other half stands in for an empty one."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        first, second = ("zh", "en") if (translation.get_language() or "zh").startswith("zh") else ("en", "zh")
        return getattr(instance, f"{self.name}_{first}") or getattr(instance, f"{self.name}_{second}")


class TimeStamped(models.Model):
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class PublicContent(models.Model):
    """What the public reads: every change empties the page cache after the commit."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        _forget_pages()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        result = super().delete(*args, **kwargs)
        _forget_pages()
        return result


def _forget_pages() -> None:
    from portal.core import pagecache

    transaction.on_commit(pagecache.bump)
