"""An official has compared facts with their sources: the day and the name stand with each of them from then on."""

from __future__ import annotations

from typing import Any

from portal.core import clock
from talent.models.base import Checked


def check_now(row: Checked, name: str) -> None:
    """The fact itself and whatever hangs on it: a guide's sentences, papers and steps, a step's limits and fees."""
    checked = {"checked_on": clock.today(), "checked_by": name}
    for parts in _parts(row):
        parts.update(**checked)
    row.checked_on, row.checked_by = checked["checked_on"], name
    # Saved and not only updated, so that the pages in memory are made anew.
    row.save(update_fields=list(checked))


def _parts(row: Checked) -> list[Any]:
    """Only what belongs to the fact: a paper or an authority that it names is a fact of its own."""
    own = [relation for relation in row._meta.related_objects if relation.one_to_many]
    own = [relation for relation in own if issubclass(relation.related_model, Checked)]
    return [getattr(row, one.get_accessor_name()).all() for one in own if one.on_delete.__name__ == "CASCADE"]
