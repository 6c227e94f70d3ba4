"""Edits of a fact with all its parts: kept, compared piece by piece, and whether the fact is still as it was."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import QueryDict
from django.utils.text import capfirst

from policies.editing.differences import Difference
from portal.accounts.models import User
from portal.core import clock
from talent.editing import kept, row_differences
from talent.models import FactEdit


def kind_of(model: type[Any]) -> str:
    return str(model._meta.model_name)


def snapshot(row: Any, parts: Iterable[type[Any]]) -> dict[str, Any]:
    """The fact and its parts as they are in the database, the parts by kind and key. Plain JSON."""
    found = {"fact": _content(row), "parts": {kind_of(part): _parts(row, part) for part in parts}}
    return dict(json.loads(json.dumps(found, cls=DjangoJSONEncoder)))


def _parts(row: Any, model: type[Any]) -> dict[str, Any]:
    to_fact = next(field for field in model._meta.fields if field.related_model is type(row))
    rows = model._default_manager.filter(**{to_fact.name: row}).order_by("pk")
    return {str(part.pk): _content(part, to_fact.name) for part in rows}


def _content(row: Any, without: str = "") -> dict[str, Any]:
    """What the database holds of a row. Other rows that it names go by their code."""
    found = {}
    for field in row._meta.fields:
        if field.name not in ("id", without):
            value = getattr(row, field.name)
            found[field.name] = _code(value) if field.is_relation else value
    for field in row._meta.many_to_many:
        found[field.name] = sorted(_code(one) for one in getattr(row, field.name).all())
    return found


def _code(row: Any) -> str:
    return "" if row is None else str(getattr(row, "code", "") or row.pk)


def open_edit(model: type[Any], pk: int) -> FactEdit | None:
    return FactEdit.objects.filter(kind=kind_of(model), fact_pk=pk, decided_at=None).first()


def keep(
    model: type[Any], pk: int | None, author: User, sent: QueryDict, snapshots: tuple[dict[str, Any], dict[str, Any]],
    name: str, *, removes: bool = False,
) -> FactEdit:  # fmt: skip
    """One edit of a fact at a time: the author's own is written anew. Without a key each is an edit of its own."""
    values = {
        "author": author, "at": clock.now(), "sent": kept(sent), "before": snapshots[0], "after": snapshots[1],
        "name": name[:300], "removes": removes,
    }  # fmt: skip
    if pk is None:
        return FactEdit.objects.create(kind=kind_of(model), **values)
    return FactEdit.objects.update_or_create(kind=kind_of(model), fact_pk=pk, decided_at=None, defaults=values)[0]


def differences(edit: FactEdit) -> list[Difference]:
    """What the edit changes, first in the fact itself, then part by part."""
    old, new = edit.before.get("fact", {}), edit.after.get("fact", {})
    found = row_differences("fact", "", edit.model, old, new)
    parts = {one.related_model: kind_of(one.related_model) for one in edit.model._meta.related_objects}
    for model, kind in parts.items():
        before, after = (half.get("parts", {}).get(kind, {}) for half in (edit.before, edit.after))
        for key in sorted({*before, *after}, key=int):
            old, new = before.get(key, {}), after.get(key, {})
            title = f"{capfirst(str(model._meta.verbose_name))} {_called(new or old)}: "
            found += row_differences(f"{kind}:{key}", title, model, old, new)
    return found


def _called(row: dict[str, Any]) -> str:
    return str(next((row[name] for name in ("name_zh", "text_zh", "paper", "band") if row.get(name)), ""))
