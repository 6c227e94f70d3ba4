from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from portal.audit.exceptions import AppendOnlyError
from portal.audit.permissions import may_read_audit


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> EntryQuerySet:
        """Internal audit and supervision read the whole book; what others may see of a case's history is for
        that case's own pages to decide."""
        return self.all() if may_read_audit(user) else self.none()

    def of(self, scope: str) -> EntryQuerySet:
        """One chain, oldest first."""
        return self.filter(scope=scope).order_by("sequence")

    def refuse(self, *args: Any, **options: Any) -> NoReturn:
        raise AppendOnlyError

    update = bulk_update = bulk_create = delete = refuse
    refuse.alters_data = True
