"""What an application rests on – invoices, contracts, certificates, files, the account – to find it used twice.

The rows are written with the section that they come from, and looked over again when the application is sent.
"""

import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.db.models import BigIntegerField, Q

from enterprises.accounts_of import account_digest
from enterprises.call_forms.definition import FieldDef
from enterprises.enums import FieldKind, ReferenceKind, State
from enterprises.models import Application, Reference
from enterprises.sections import answers_so_far, live_papers, papers_needed, shown_fields
from portal.core.prepared import Prepared, Slot

# Characters by which people group a number; they tell nothing apart.
GROUPING = frozenset("-‐‑‒–—―_/\\.,:;·|()[]")
LONGEST = 120
# More than any form takes: the rows of an application stay few enough to compare.
MOST = 3000
# More twins than these say nothing new.
MOST_TWINS = 100
COLUMNS = ("kind", "value", "shown", "field")
# What such an application names is free again: nothing was or will be paid for it.
OVER_WITHOUT_MONEY = (State.WITHDRAWN, State.LAPSED, State.NOT_ACCEPTED, State.REJECTED)


def normalised(text: Any) -> str:
    """A number as it counts: in one width and case, without spaces, hyphens and other grouping."""
    wide = unicodedata.normalize("NFKC", str(text)).upper()
    plain = "".join(char for char in wide if char not in GROUPING and not char.isspace())
    return plain if len(plain) <= LONGEST else sha256(plain.encode()).hexdigest()


def references_of(application: Application) -> list[Reference]:
    """What the draft names now, not stored; each value once for each field."""
    found: dict[tuple[str, str, str], Reference] = {}
    for kind, value, shown, field in _named(application):
        if value and len(found) < MOST:
            row = Reference(application=application, kind=kind, value=value, shown=shown[:200], field=field[:60])
            found.setdefault((kind, value, row.field), row)
    return list(found.values())


def _named(application: Application) -> Iterator[tuple[str, str, str, str]]:
    """Kind, normalised value, what a person reads, and the field it stands in."""
    live = answers_so_far(application)
    for field in shown_fields(application):
        yield from _of_field(field, live.get(field.code))
    for paper in live_papers(application):
        yield ReferenceKind.FILE, paper.attachment.sha256, paper.attachment.original_name, paper.code
    number = normalised(application.answers.get("bank_account_number") or "")
    if number:
        yield ReferenceKind.ACCOUNT, account_digest(number), f"•••• {number[-4:]}", "bank_account_number"


def _of_field(field: FieldDef, answer: Any) -> Iterator[tuple[str, str, str, str]]:
    if field.reference and isinstance(answer, str):
        yield field.reference, normalised(answer), answer, field.code
    if field.kind != FieldKind.TABLE or not isinstance(answer, list):
        return
    for row in answer:
        for column, kind in _columns(field):
            value = row.get(column.code) if isinstance(row, dict) else None
            if isinstance(value, str):
                yield kind, normalised(value), value, f"{field.code}.{column.code}"


def _columns(field: FieldDef) -> list[tuple[FieldDef, str]]:
    """The columns that are used once only; where the table itself is marked, its first column."""
    marked = [(column, column.reference) for column in field.columns if column.reference]
    return marked or [(column, field.reference) for column in field.columns[:1] if field.reference]


_stored = Prepared(
    lambda: Reference.objects.filter(application=Slot("application", BigIntegerField())).values_list("pk", *COLUMNS)
)


def save_references(application: Application) -> None:
    """Bring the rows up to what the draft names: one query to look, one for what is gone, one for what is new."""
    wanted = {tuple(getattr(row, name) for name in COLUMNS): row for row in references_of(application)}
    stored = {row[1:]: row[0] for row in _stored.all(application=application.pk)}
    gone = [pk for named, pk in stored.items() if named not in wanted]
    new = [row for named, row in wanted.items() if named not in stored]
    if gone:
        Reference.objects.filter(pk__in=gone).delete()
    if new:
        Reference.objects.bulk_create(new, batch_size=500)


def twins(application: Application) -> list[Reference]:
    """The same thing in another application, with that application; one query, at most `MOST_TWINS` rows.

    Another enterprise's draft is its own business. The enterprise's own account and the papers that everybody
    gives each time, such as its licence, are the same in all of its applications.
    """
    mine = {(row.kind, row.value): row for row in references_of(application)}
    every_time = {paper.code for paper in papers_needed(application) if paper.baseline}
    own = Q(application__enterprise=application.enterprise_id)
    found = (
        Reference.objects.filter(kind__in={kind for kind, _value in mine}, value__in={value for _kind, value in mine})
        .exclude(application=application.pk)
        .exclude(application__state__in=OVER_WITHOUT_MONEY)
        .exclude(~own & Q(application__state=State.DRAFT))
        .exclude(own & (Q(kind=ReferenceKind.ACCOUNT) | Q(kind=ReferenceKind.FILE, field__in=every_time)))
        .select_related("application__enterprise", "application__call__measure")
    )
    same = [row for row in found[:MOST_TWINS] if (row.kind, row.value) in mine]
    return sorted(same, key=lambda row: (row.application_id, row.pk))
