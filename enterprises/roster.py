"""The roster of enterprises as a file: its columns, how they are read, and what an import leaves behind.

A row whose credit code is known changes that enterprise, any other one is new. Whatever a roster says or changes
becomes a fact of the enterprise's file, so that nobody has to guess later where a value came from.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from enterprises.enums import EntityType, FactSource, Investment
from enterprises.models import Enterprise, EnterpriseFact
from enterprises.resources import EnterpriseResource
from policies.imports.noun import Column, Fault, Values
from policies.imports.references import References
from policies.imports.writing import DirectNoun, insert
from policies.models import ImportJob, IndustryGroup, TradeCategory
from portal.accounts.models import District, User
from portal.core import clock
from portal.core.imports.cells import Day, Text, Value, YesNo
from portal.core.imports.known import Choice, Known
from portal.core.validators import validate_credit_code

AHEAD = _("lies in the future")
BEFORE_REGISTRATION = _("lies before the day of registration (%(day)s)")
# Columns that say which enterprise is meant, or that are no fact about it.
NO_FACTS = frozenset({"credit_code", "is_demo"})


class Place(Known):
    """A district or zone: by its code, its name in either language, or another name that it goes by."""

    empty = None

    def __init__(self, rows: QuerySet[District], *, required: bool = False) -> None:
        super().__init__(required=required)
        found = list(rows.order_by("is_zone", "is_retired", "code"))
        for one in found:
            self.learn(one.code, (), {"zh": one.name_zh or one.code, "en": one.name_en or one.name_zh or one.code})
        for one in found:
            names = filter(None, (one.name_zh, one.name_en, one.also_zh, one.also_en))
            self.learn(one.code, names, self.codes[one.code])

    def from_row(self, value: Any) -> Value:
        return value or None


class Roster(DirectNoun):
    code = "enterprise"
    model, resource = Enterprise, EnterpriseResource
    key_columns = ("credit_code",)
    columns = (
        Column("credit_code", lambda: Text(60, check=validate_credit_code, required=True), heading=True),
        Column("name", lambda: Text(200, required=True), heading=True),
        Column("name_en", lambda: Text(200)),
        Column("entity_type", lambda: Choice(EntityType, required=True)),
        Column("district", lambda: Place(District.objects.all(), required=True), heading=True),
        Column("zone", lambda: Place(District.objects.filter(is_zone=True))),
        Column("registered_on", lambda: Day(required=True), heading=True),
        Column("address", lambda: Text(300)),
        Column("legal_representative", lambda: Text(100)),
        Column("investment", lambda: Choice(Investment)),
        Column("categories", lambda: References(TradeCategory)),
        Column("industries", lambda: References(IndustryGroup)),
        Column("counts_from", Day),
        Column("is_demo", YesNo),
    )

    def keys(self, values: Values) -> list[str]:
        return [str(values["credit_code"])]

    def judge(self, person: User) -> Callable[[Values, int | None], Iterable[Fault]]:
        today = clock.today().isoformat()

        def faults(values: Values, pk: int | None) -> Iterator[Fault]:
            """ISO days compare as texts."""
            registered, counted = str(values["registered_on"]), values.get("counts_from")
            if registered > today:
                yield "registered_on", AHEAD, {}
            if counted and str(counted) < registered:
                yield "counts_from", BEFORE_REGISTRATION, {"day": registered}

        return faults

    def write(
        self, job: ImportJob, names: Sequence[str], new: list[list[Value]], changed: list[tuple[int, list[Value]]]
    ) -> None:
        before = self.rows(names, self.readers(names), [pk for pk, _values in changed])
        super().write(job, names, new, changed)
        Enterprise.objects.filter(pk__in=list(before)).update(updated_at=clock.now())
        empty = [reader.empty for reader in self.readers(names).values()]
        known = [(pk, values, before[pk]) for pk, values in changed]
        known += [(pk, values, empty) for pk, values in self._with_keys(names, new)]
        self._record_facts(job, names, known)

    def _with_keys(self, names: Sequence[str], new: list[list[Value]]) -> Iterator[tuple[int, list[Value]]]:
        """The new rows with the primary keys that they were given."""
        place = list(names).index("credit_code")
        by_code = {str(values[place]): values for values in new}
        rows = Enterprise.objects.filter(credit_code__in=list(by_code))
        for code, pk in rows.values_list("credit_code", "pk"):
            yield pk, by_code[code]

    def _record_facts(
        self, job: ImportJob, names: Sequence[str], rows: list[tuple[int, list[Value], list[Value]]]
    ) -> None:
        """One row for each value that differs from what was known before."""
        fields = {field.name: field for field in EnterpriseFact._meta.concrete_fields if not field.primary_key}
        now = fields["recorded_at"].get_db_prep_save(clock.now(), connection)
        today = fields["as_of"].get_db_prep_save(clock.today(), connection)
        common = (FactSource.ROSTER.value, today, job.person_id, now)
        told = [(place, name) for place, name in enumerate(names) if name not in NO_FACTS]
        facts = [
            (pk, name, json.dumps(values[place], ensure_ascii=False), *common)
            for pk, values, olds in rows
            for place, name in told
            if values[place] != olds[place]
        ]
        wanted = ("enterprise", "code", "value", "source", "as_of", "recorded_by", "recorded_at")
        insert(EnterpriseFact, [fields[name] for name in wanted], facts)

    def _default(self, field: Any) -> Any:
        if field.name == "updated_at":
            return field.get_db_prep_save(clock.now(), connection)
        return super()._default(field)
