"""The life of a run: a roster becomes a run; it is read and computed, in the request or by a worker, and looked at."""

import logging
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.db import OperationalError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from enterprises.enums import AllocationWay, GrantPhase
from enterprises.exceptions import GrantRefused
from enterprises.grants import leases
from enterprises.grants.computing import Measure, compute_batch, recount
from enterprises.grants.frozen import digest, freeze, rules_of
from enterprises.grants.permissions import may_prepare_grants
from enterprises.grants.reading import Roster
from enterprises.models import Call, GrantBatch, GrantLine, GrantPiece, GrantRun
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.imports.problems import FileRefused
from portal.core.imports.reading import Table, opened, read
from portal.core.imports.texts import REFUSALS
from portal.core.leases import MOST_ATTEMPTS, Lease, LostLease
from portal.reviews.exceptions import StepForbidden

# Up to so many rows everything is done while the reader waits.
AT_ONCE = 500
PIECE = 1024 * 1024
# Ways of allocation in which whoever is entitled gets something; the others need an application that is compared.
WAYS = (AllocationWay.ENTITLEMENT, AllocationWay.PRO_RATA)
HOPELESS = gettext_noop("The run was broken off several times, so it was given up. Split the roster and try again.")
BROKEN = gettext_noop("The run failed through a fault of the portal. Whoever runs it finds the reason in the log.")
logger = logging.getLogger(__name__)


def scope_of(run: GrantRun) -> str:
    """The chain in the audit in which a run's life stands."""
    return f"grants:{run.pk}"


def check_call(call: Call) -> None:
    if call.is_competitive or call.allocation not in WAYS:
        raise GrantRefused(_("This call compares applications, so nothing can be awarded without one."))
    if call.published_at is None and not call.without_application:
        raise GrantRefused(_("This call is not open to everybody yet, and it is not one without application."))


def begin(
    call: Call, person: User, *, name: str, pieces: Iterable[bytes], encoding: str = "", answer_days: int = 20
) -> GrantRun:
    """A run for this roster; a small one is computed at once. Raises FileRefused or GrantRefused: nothing is kept."""
    if not may_prepare_grants.test(person):
        raise StepForbidden()
    check_call(call)
    with opened(pieces) as path:
        table = read(path, encoding=encoding, look=True)
        run = _keep(call, person, name, path.read_bytes(), encoding, answer_days)
        small = not table.large and table.rows <= AT_ONCE + 1
        lease = leases.claim(run.pk) if small else None
        if lease is not None:
            with _at_rest_afterwards(lease):
                _read(lease, table)
                _compute(lease)
            run = lease.row
    return run


def _keep(call: Call, person: User, name: str, data: bytes, encoding: str, answer_days: int) -> GrantRun:
    with transaction.atomic():
        call = Call.objects.select_for_update(of=("self",)).select_related("measure").get(pk=call.pk)
        earlier = GrantRun.objects.filter(call=call)
        frozen = freeze(call, clock.today())
        run = GrantRun.objects.create(
            call=call,
            number=(earlier.aggregate(last=Max("number"))["last"] or 0) + 1,
            previous=earlier.filter(phase__in=(GrantPhase.READY, GrantPhase.RELEASED)).order_by("-number").first(),
            file_name=name, encoding=encoding, sha256=sha256(data).hexdigest(), frozen=frozen,
            frozen_sha256=digest(frozen), as_of=clock.today(), answer_days=answer_days, prepared_by=person,
            is_demo=call.is_demo,
        )  # fmt: skip
        parts = (data[place : place + PIECE] for place in range(0, len(data), PIECE))
        for number, piece in enumerate(parts):
            GrantPiece.objects.create(run=run, number=number, data=zlib.compress(piece, 1))
        about = {"file": run.sha256, "rules": run.frozen_sha256}
        record(scope=scope_of(run), verb="begin_run", actor=person, target=str(run), data=about)
    return run


def put_aside(run: GrantRun, person: User) -> None:
    """A run that was not released and is not wanted; its lines stay to be looked at."""
    if not may_prepare_grants.test(person):
        raise StepForbidden()
    with transaction.atomic():
        over = GrantRun.objects.filter(pk=run.pk, phase=GrantPhase.READY)
        if not over.update(phase=GrantPhase.DROPPED, updated_at=clock.now()):
            raise GrantRefused(_("Only a run that waits for its release can be put aside."))
        record(scope=scope_of(run), verb="put_run_aside", actor=person, target=str(run))


# --- the work ------------------------------------------------------------------------------------------


def work() -> int:
    """Do what waits, one run after another; how many."""
    return sum(work_on(pk) for pk in leases.waiting())


def work_on(pk: int) -> bool:
    """Take the run up and bring it to its next rest; False when somebody else has it."""
    lease = leases.claim(pk)
    if lease is None:
        return False
    with _at_rest_afterwards(lease):
        if lease.row.attempts > MOST_ATTEMPTS:
            _fail(lease, HOPELESS)
            return True
        if lease.row.phase == GrantPhase.READING:
            with opened(stored(lease.row)) as path:
                _read(lease, read(path, encoding=lease.row.encoding))
        _compute(lease)
    return True


def stored(run: GrantRun) -> Iterator[bytes]:
    """The roster as it was uploaded."""
    for number in list(run.pieces.order_by("number").values_list("number", flat=True)):
        yield zlib.decompress(bytes(run.pieces.get(number=number).data))


@contextmanager
def _at_rest_afterwards(lease: Lease) -> Iterator[None]:
    """Whatever goes wrong, the run says so; when somebody else has it by now, it is theirs to say."""
    try:
        try:
            yield
        except FileRefused as error:
            _fail(lease, REFUSALS[error.code], error.details)
        except LostLease:
            raise
        except OperationalError:
            logger.warning("run %s is tried again", lease.row.pk, exc_info=True)
            lease.give_back()
        except Exception:
            logger.exception("run %s failed", lease.row.pk)
            _fail(lease, BROKEN)
    except LostLease:
        logger.warning("run %s was taken over", lease.row.pk)


def _fail(lease: Lease, text: str, params: dict[str, object] | None = None) -> None:
    lease.finish(phase=GrantPhase.FAILED, refusal={"text": text, "params": params or {}})


def _read(lease: Lease, table: Table) -> None:
    """Keep the rows as they came, or what is wrong with them; what an earlier, broken reading left behind goes."""
    run = lease.row
    roster = Roster(rules_of(run), table)
    hashes, total = [], 0
    with transaction.atomic():
        GrantBatch.objects.filter(run=run).delete()
        for number, rows in enumerate(roster.batches()):
            sha = digest(rows)
            hashes.append(sha)
            total += len(rows)
            if not roster.problems:
                GrantBatch.objects.create(run=run, number=number, rows=rows, sha256=sha)
        if roster.problems:
            GrantBatch.objects.filter(run=run).delete()
            lease.finish(
                phase=GrantPhase.FAILED, rows_total=total, problem_count=roster.problems.count,
                problems=roster.problems.in_order(), notes=roster.notes(), columns=roster.names,
            )  # fmt: skip
            return
        if not total:
            raise FileRefused("no_headings")
        lease.write(
            phase=GrantPhase.COMPUTING, rows_total=total, rows_done=0, columns=roster.names, notes=roster.notes(),
            rows_sha256=digest(hashes),
        )  # fmt: skip


def _compute(lease: Lease) -> None:
    """Batch by batch, each in a transaction of its own; where somebody was killed, the next one goes on."""
    run = lease.row
    if run.phase != GrantPhase.COMPUTING:
        return
    measure = Measure.of(run)
    for pk in list(run.batches.filter(computed_at=None).order_by("number").values_list("pk", flat=True)):
        compute_batch(measure, pk)
        lease.write(rows_done=GrantLine.objects.filter(run=run).count(), attempts=1)
    lease.finish(phase=GrantPhase.READY, rows_done=run.rows_total, **recount(run))
