"""Columns that name rows of other tables, by their code or by a title in either language."""

from typing import Any

from django.db import models

from portal.core.imports.cells import Value
from portal.core.imports.headings import spellings
from portal.core.imports.known import Codes, Known


def _learn(reader: Known, model: type[models.Model]) -> None:
    """The codes first, so that a title never stands in a code's way."""
    name = "name" if any(field.name == "name_zh" for field in model._meta.fields) else "title"
    rows = list(model._default_manager.order_by("pk").values_list("code", f"{name}_zh", f"{name}_en"))
    for code, chinese, english in rows:
        reader.learn(code, (), {"zh": chinese or code, "en": english or chinese or code})
    for code, chinese, english in rows:
        for title in filter(None, (chinese, english)):
            reader.learn(code, (title,), reader.codes[code])


class Reference(Known):
    """One row, by its code; in the database a foreign key."""

    empty = None

    def __init__(self, model: type[models.Model], *, required: bool = False) -> None:
        super().__init__(required=required)
        _learn(self, model)

    def from_row(self, value: Any) -> Value:
        return value or None


class References(Codes):
    """Several rows; in the database a many-to-many relation, or a list of codes."""

    def __init__(self, model: type[models.Model], *, ordered: bool = False) -> None:
        super().__init__(ordered=ordered)
        _learn(self, model)


class Choices(Codes):
    """Several values of an enumeration, kept as a list."""

    def __init__(self, choices: type[models.TextChoices]) -> None:
        super().__init__()
        for value, label in choices.choices:
            self.learn(value, spellings(label), label)
