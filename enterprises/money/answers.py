"""The bank's answers: a file that says of each payment whether it arrived. It is taken as a whole or not at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import chain
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enterprises import budget
from enterprises.enums import BatchState, LineState
from enterprises.exceptions import MoneyError
from enterprises.models import Application, PaymentBatch, PaymentLine, Reconciliation
from enterprises.money.access import must_handle_money
from enterprises.money.batches import scope_of
from enterprises.money.instalments import is_wholly_paid
from enterprises.money.sheets import PaymentLineResource
from enterprises.workflow import application_flow
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.imports.cells import Day, Fen, Reader, Text
from portal.core.imports.headings import match
from portal.core.imports.known import Choice
from portal.core.imports.problems import CellError, FileRefused, Problems
from portal.core.imports.reading import Table, opened, read
from portal.core.imports.texts import sentence
from portal.core.money import format_cny, yuan
from portal.reviews.models import Case

REQUIRED = {"code", "amount", "state"}
SENT = (BatchState.SENT, BatchState.PARTLY)


@dataclass(frozen=True)
class Answer:
    """A row of the file. `day` and `reference` belong to a payment, `reason` to one that failed."""

    row: int
    code: str
    amount_fen: int
    state: str
    day: date | None = None
    reference: str = ""
    reason: str = ""


# --- reading ------------------------------------------------------------------------------------------


def read_answers(upload: UploadedFile) -> tuple[str, list[Answer]]:
    """The file's hash and its rows, read by a child process. Raises FileRefused, or MoneyError with the rows."""
    digest = sha256()
    for piece in upload.chunks():
        digest.update(piece)
    upload.seek(0)
    with opened(upload.chunks()) as path:
        return digest.hexdigest(), list(_answers(read(path)))


def _answers(table: Table) -> Iterator[Answer]:
    """The columns are those of the file that went to the bank; further ones are refused, so that none is misread."""
    rows = chain.from_iterable(table.batches())
    first = next(rows, None)
    if first is None:
        raise FileRefused("no_headings")
    problems, found = Problems(), []
    headings = {name: field.column_name for name, field in PaymentLineResource.fields.items()}
    places = match(first[1], first[0], headings, REQUIRED, problems)
    readers = _readers()
    for number, cells in rows:
        if problems and not all(name in places for name in REQUIRED):
            break
        if any(cell.strip() for cell in cells):
            found.append((number, _values(number, cells, places, readers, problems)))
    if problems:
        raise MoneyError(_("The file was not read: nothing of it was taken."), rows=_named(problems, headings))
    yield from (_answer(number, values) for number, values in found)


def _readers() -> dict[str, Reader]:
    return {
        "code": Text(30, required=True),
        "amount": Fen(required=True),
        "state": Choice(LineState, required=True),
        "answered_on": Day(),
        "reference": Text(80),
        "reason": Text(300),
    }


def _values(
    number: int, cells: list[str], places: dict[str, list[int]], readers: dict[str, Reader], problems: Problems
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, reader in readers.items():
        if not places.get(name):
            continue
        place = places[name][0]
        try:
            values[name] = reader(cells[place] if place < len(cells) else "")
        except CellError as error:
            problems.add(number, place + 1, name, error.text, error.params)
    return values


def _named(problems: Problems, headings: dict[str, Any]) -> list[dict[str, Any]]:
    def text(one: dict[str, Any]) -> str:
        params = dict(one["params"])
        if "heading_of" in params:
            params["heading"] = str(headings[params.pop("heading_of")])
        heading = headings.get(one["name"], one["name"].removeprefix("="))
        return f"{heading}: {sentence(one['text'], params)}" if heading else sentence(one["text"], params)

    return [{"row": one["row"], "what": text(one)} for one in problems.in_order()]


def _answer(number: int, values: dict[str, Any]) -> Answer:
    day = values.get("answered_on")
    return Answer(
        number,
        values["code"],
        values["amount"],
        values["state"],
        date.fromisoformat(day) if day else None,
        values.get("reference") or "",
        values.get("reason") or "",
    )


# --- taking -------------------------------------------------------------------------------------------


def reconcile(batch: PaymentBatch, user: User, answers: list[Answer], *, sha256: str, file_name: str) -> Reconciliation:
    """Enter what the bank says. Raises MoneyError with the rows that do not fit; then nothing of it was entered."""
    must_handle_money(user)
    try:
        with transaction.atomic():
            return _reconcile(batch, user, answers, sha256, file_name)
    except IntegrityError as error:
        # Two people took the same file at one moment, for two batches: the hash lets one of them through.
        if Reconciliation.objects.filter(sha256=sha256).exists():
            raise _again(sha256) from error
        raise


def _reconcile(batch: PaymentBatch, user: User, answers: list[Answer], digest: str, file_name: str) -> Reconciliation:
    batch = PaymentBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if Reconciliation.objects.filter(sha256=digest).exists():
        raise _again(digest)
    if batch.state not in SENT:
        raise MoneyError(_("This batch is not with the bank, so there is nothing to answer."))
    lines = {line.code: line for line in batch.lines.all()}
    told = [one for one in answers if one.state != LineState.OPEN]
    wrong = list(_wrong(told, lines))
    if wrong or not told:
        raise MoneyError(_("The file does not fit this batch: nothing of it was taken."), rows=wrong)
    kept = Reconciliation.objects.create(
        batch=batch,
        file_name=file_name[:200],
        sha256=digest,
        imported_by=user,
        imported_at=clock.now(),
        paid_count=sum(one.state == LineState.PAID for one in told),
        failed_count=sum(one.state == LineState.FAILED for one in told),
        paid_fen=sum(one.amount_fen for one in told if one.state == LineState.PAID),
    )
    paid = [_enter(lines[one.code], one, kept) for one in told]
    _pay([line for line in paid if line is not None], user)
    still = batch.lines.filter(state=LineState.OPEN).exists()
    state = BatchState.PARTLY if still else BatchState.RECONCILED
    PaymentBatch.objects.filter(pk=batch.pk).update(state=state)
    data = {"file": kept.file_name, "sha256": digest, "paid": kept.paid_count, "failed": kept.failed_count}
    record(scope=scope_of(batch), verb="reconcile", actor=user, target=batch.number, data=data)
    return kept


def _again(digest: str) -> MoneyError:
    before = Reconciliation.objects.select_related("batch", "imported_by").get(sha256=digest)
    return MoneyError(
        _("This file was imported already, by %(who)s for %(batch)s: nothing was entered twice.")
        % {"who": before.imported_by, "batch": before.batch.number}
    )


def _wrong(answers: Iterable[Answer], lines: dict[str, PaymentLine]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for one in answers:
        what = _misfit(one, lines.get(one.code), one.code in seen)
        seen.add(one.code)
        if what:
            yield {"row": one.row, "what": f"{one.code}: {what}"}


def _misfit(one: Answer, line: PaymentLine | None, again: bool) -> str:
    if line is None:
        other = PaymentLine.objects.filter(code=one.code).select_related("batch").first()
        return _("is a line of %(batch)s") % {"batch": other.batch.number} if other else _("is no line of this batch")
    if again:
        return _("stands in the file twice")
    if line.state != LineState.OPEN:
        return _("was answered already: %(state)s") % {"state": line.get_state_display().lower()}
    if one.amount_fen != line.amount_fen:
        went = format_cny(yuan(line.amount_fen))
        return _("has another amount: %(amount)s went to the bank") % {"amount": went}
    if one.state == LineState.PAID and (one.day is None or not one.reference):
        return _("needs the day of the payment and the bank’s reference")
    if one.day is not None and one.day > clock.today():
        return _("was paid on a day that has not come yet")
    return _("needs the reason why it failed") if one.state == LineState.FAILED and not one.reason else ""


def _enter(line: PaymentLine, one: Answer, kept: Reconciliation) -> PaymentLine | None:
    day = one.day or clock.today()
    PaymentLine.objects.filter(pk=line.pk).update(
        state=one.state, answered_on=day, reference=one.reference, reason=one.reason, reconciliation=kept
    )
    return line if one.state == LineState.PAID else None


def _pay(lines: list[PaymentLine], user: User) -> None:
    """First all cases are locked, then the calls are changed, each in the order of its key: whoever signs or recovers
    at the same moment locks its case first too, so no two wait for each other."""
    keys = [line.application_id for line in lines]
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))
    awards = Application.objects.for_page().in_bulk(keys)
    for line in sorted(lines, key=lambda line: (awards[line.application_id].call_id, line.application_id, line.pk)):
        budget.pay(awards[line.application_id], line.amount_fen, user)
    for pk in sorted(set(keys)):
        if is_wholly_paid(awards[pk]):
            application_flow.take(awards[pk], "pay", user)
