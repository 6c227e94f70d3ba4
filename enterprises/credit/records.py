"""The list of credit records as a file: a row under a known number changes that record, such as by its repair."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.utils.translation import gettext_noop as _

from enterprises.credit.enums import CreditCategory
from enterprises.credit.resources import CreditRecordResource
from enterprises.models import CreditRecord
from policies.imports.noun import SEPARATOR, Column, Fault, Values
from policies.imports.writing import DirectNoun
from policies.models import ImportJob
from portal.accounts.models import User
from portal.core import clock
from portal.core.imports.cells import Day, Text, Value, YesNo
from portal.core.imports.known import Choice
from portal.core.validators import validate_credit_code

AHEAD = _("lies in the future")
BEFORE_PUBLICATION = _("lies before the day of publication (%(day)s)")
AT_ONCE = 500


class CreditRecords(DirectNoun):
    code = "creditrecord"
    model, resource = CreditRecord, CreditRecordResource
    key_columns = ("credit_code", "category", "reference")
    columns = (
        Column("credit_code", lambda: Text(60, check=validate_credit_code, required=True), heading=True),
        Column("name", lambda: Text(200, required=True), heading=True),
        Column("category", lambda: Choice(CreditCategory, required=True), heading=True),
        Column("source", lambda: Text(100, required=True), heading=True),
        Column("reference", lambda: Text(100, required=True), heading=True),
        Column("since", lambda: Day(required=True), heading=True),
        Column("until", Day),
        Column("repaired_on", Day),
        Column("is_demo", YesNo),
    )

    def keys(self, values: Values) -> list[str]:
        return [SEPARATOR.join(str(values[name]) for name in self.key_columns)]

    def key_name(self, number: int) -> str:
        return "reference"

    def judge(self, person: User) -> Callable[[Values, int | None], Iterable[Fault]]:
        today = clock.today().isoformat()

        def faults(values: Values, pk: int | None) -> Iterator[Fault]:
            """ISO days compare as texts."""
            since = str(values["since"])
            if since > today:
                yield "since", AHEAD, {}
            for name in ("until", "repaired_on"):
                if values.get(name) and str(values[name]) < since:
                    yield name, BEFORE_PUBLICATION, {"day": since}

        return faults

    def write(
        self, job: ImportJob, names: Sequence[str], new: list[list[Value]], changed: list[tuple[int, list[Value]]]
    ) -> None:
        """With whose file it was, and when it came in."""
        last = CreditRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        super().write(job, names, new, changed)
        by = {"imported_by": job.person_id, "imported_at": clock.now()}
        CreditRecord.objects.filter(pk__gt=last, imported_by=None).update(**by)
        touched = [pk for pk, _values in changed]
        for first in range(0, len(touched), AT_ONCE):
            CreditRecord.objects.filter(pk__in=touched[first : first + AT_ONCE]).update(**by)
