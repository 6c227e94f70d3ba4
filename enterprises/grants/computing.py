"""The lines of a run, batch by batch, and any of them again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, Sum

from enterprises.enums import GrantVerdict
from enterprises.grants.columns import CODE, NAME, Column, columns
from enterprises.grants.frozen import digest, is_whole, rate_of, rules_of
from enterprises.grants.judging import Outcome, judge, known_facts
from enterprises.grants.reading import ROWS
from enterprises.grants.surroundings import around, files_of, registered
from enterprises.models import GrantBatch, GrantFact, GrantLine, GrantRun
from policies.rules import RuleSet
from portal.core import clock


@dataclass
class Measure:
    """What all lines of a run share while they are computed."""

    run: GrantRun
    rules: RuleSet
    columns: Mapping[str, Column]

    @classmethod
    def of(cls, run: GrantRun) -> "Measure":
        rules = rules_of(run)
        return cls(run, rules, columns(rules))

    def outcome(
        self, cells: Sequence[str], file: Mapping[str, Any], elsewhere: Mapping[str, Any], settled: Sequence[Any] = ()
    ) -> Outcome:
        known = known_facts(self.rules, self.run.columns, cells, self.columns, file, settled)
        cap = self.run.frozen["yearly_cap_fen"]
        return judge(self.rules, known, elsewhere, usd_cny=rate_of(self.run), cap_fen=cap)


def compute_batch(measure: Measure, pk: int) -> int:
    """The lines of one batch, all or none, and never twice; how many."""
    with transaction.atomic():
        batch = GrantBatch.objects.select_for_update().get(pk=pk)
        if batch.computed_at is not None:
            return 0
        lines = _lines(measure, batch.rows)
        GrantLine.objects.bulk_create(lines)
        batch.computed_at = clock.now()
        batch.save(update_fields=["computed_at"])
    return len(lines)


def _lines(measure: Measure, rows: list[Any]) -> list[GrantLine]:
    run, names = measure.run, measure.run.columns
    at_code, at_name = names.index(CODE), names.index(NAME)
    read_code, read_name = measure.columns[CODE].reader, measure.columns[NAME].reader
    codes = [str(read_code(cells[at_code])) for _row, cells in rows]
    files = files_of(codes)
    files_say = registered(files, run.as_of, frozenset(measure.columns))
    elsewhere = around(run, codes, files)
    lines = []
    for code, (row, cells) in zip(codes, rows, strict=True):
        line = GrantLine(
            run=run, call_id=run.call_id, row=row, credit_code=code, name=str(read_name(cells[at_name])),
            enterprise=files.get(code), cells=cells, registered=files_say.get(code, {}), around=elsewhere[code],
        )  # fmt: skip
        put(line, measure.outcome(cells, line.registered, line.around))
        lines.append(line)
    return lines


def put(line: GrantLine, outcome: Outcome) -> None:
    """Write the outcome onto the line (not saved here). A line whose data are contested waits for the division."""
    line.computed, line.excluded = outcome.computed, outcome.excluded
    line.computed_fen = outcome.amount_fen if outcome.verdict != GrantVerdict.OUT else None
    line.verdict = GrantVerdict.UNCLEAR if line.contested else outcome.verdict


def settled_facts(line: GrantLine) -> list[tuple[str, Any, str]]:
    return list(GrantFact.objects.filter(line=line.pk).order_by("pk").values_list("field", "value", "source"))


def outcome_of(line: GrantLine, measure: Measure | None = None) -> Outcome:
    """From what is stored, as when it was computed."""
    measure = measure or Measure.of(line.run)
    return measure.outcome(line.cells, line.registered, line.around, settled_facts(line))


@dataclass(frozen=True)
class Again:
    """Whether the stored input still gives the stored outcome."""

    same: bool
    rules_whole: bool
    row_whole: bool


def compute_again(line: GrantLine, measure: Measure | None = None) -> Again:
    """The whole way anew from the row of the roster as it is kept, and the rules as they are kept."""
    measure = measure or Measure.of(line.run)
    outcome = outcome_of(line, measure)
    amount = outcome.amount_fen if outcome.verdict != GrantVerdict.OUT else None
    same = outcome.computed == line.computed and amount == line.computed_fen
    batch = _batch_of(line)
    row_whole = batch is not None and digest(batch.rows) == batch.sha256 and [line.row, line.cells] in batch.rows
    return Again(same and row_whole and is_whole(line.run), is_whole(line.run), row_whole)


def _batch_of(line: GrantLine) -> GrantBatch | None:
    """Rows are kept in their order, some hundred in each batch."""
    number = GrantLine.objects.filter(run=line.run_id, row__lt=line.row).count() // ROWS
    return line.run.batches.filter(number=number).first()


def recount(run: GrantRun) -> dict[str, int]:
    """The figures of a run from its lines."""
    lines = GrantLine.objects.filter(run=run.pk)
    found = lines.aggregate(
        in_count=Count("pk", filter=Q(verdict=GrantVerdict.IN)),
        out_count=Count("pk", filter=Q(verdict=GrantVerdict.OUT, excluded=False)),
        unclear_count=Count("pk", filter=Q(verdict=GrantVerdict.UNCLEAR)),
        excluded_count=Count("pk", filter=Q(verdict=GrantVerdict.OUT, excluded=True)),
        in_fen=Sum("computed_fen", filter=Q(verdict=GrantVerdict.IN)),
    )
    return found | {"in_fen": found["in_fen"] or 0}
