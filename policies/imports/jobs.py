"""The life of an import: an upload becomes a job; it is read, looked at and applied, in the request or by a worker."""

import logging
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.db import OperationalError, transaction
from django.utils.translation import gettext_noop as _

from policies.enums import ImportPhase
from policies.imports import leases
from policies.imports.applying import CHANGED, ChangedMeanwhile, apply
from policies.imports.batches import ROWS, fingerprint
from policies.imports.checking import Check
from policies.imports.noun import Noun
from policies.imports.nouns import noun_of
from policies.models import ImportBatch, ImportJob, ImportPiece
from policies.models.import_jobs import OVER
from portal.accounts.models import User
from portal.core import clock
from portal.core.exceptions import PortalError
from portal.core.imports.problems import FileRefused
from portal.core.imports.reading import Table, opened, read
from portal.core.imports.texts import REFUSALS
from portal.core.leases import Lease, LostLease

# Up to so many rows, dry run and import are done while the reader waits.
AT_ONCE = 500
PIECE = 1024 * 1024
FILE_KEPT = timedelta(days=7)
HOPELESS = _("The import was broken off several times, so it was given up. Split the file and try again.")
BROKEN = _("The import failed through a fault of the portal. Whoever runs it finds the reason in the log.")
STALE = _("The comparison that you saw is not the newest. Look at this one, then import.")
NOT_NOW = _("This file can’t be imported now.")
logger = logging.getLogger(__name__)


class NotNow(PortalError):
    """The step does not fit the job's phase."""


def begin(noun: Noun, person: User, *, name: str, pieces: Iterable[bytes], encoding: str) -> ImportJob:
    """A job for this file; a small one is read at once. Raises FileRefused, and then nothing was kept."""
    with opened(pieces) as path:
        table = read(path, name=name, encoding=encoding, look=True)
        job = _keep(noun, person, name, path, encoding)
        small = not table.large and table.rows <= AT_ONCE + 1
        lease = leases.claim(job.pk) if small else None
        if lease is not None:
            with _at_rest_afterwards(lease):
                _check(lease, table)
            job = lease.row
    return job


def _keep(noun: Noun, person: User, name: str, path: Path, encoding: str) -> ImportJob:
    digest = sha256()
    with transaction.atomic():
        job = ImportJob.objects.create(
            noun=noun.code, person=person, file_name=name, encoding=encoding, size=path.stat().st_size
        )
        with path.open("rb") as file:
            for number, piece in enumerate(iter(lambda: file.read(PIECE), b"")):
                digest.update(piece)
                ImportPiece.objects.create(job=job, number=number, data=zlib.compress(piece, 1))
        job.sha256 = digest.hexdigest()
        job.save(update_fields=["sha256"])
    return job


def approve(job: ImportJob, seen: str) -> ImportJob:
    """Import what was shown: at once when it is little, else a worker does. `seen`: the fingerprint on the page."""
    if job.fingerprint != seen:
        raise NotNow(STALE)
    if not job.may_be_applied:
        raise NotNow(NOT_NOW)
    took = ImportJob.objects.filter(pk=job.pk, phase=ImportPhase.CHECKED, fingerprint=seen)
    if not took.update(phase=ImportPhase.APPLYING, rows_done=0, updated_at=clock.now()):
        raise NotNow(NOT_NOW)
    if job.rows_total <= AT_ONCE:
        work_on(job.pk)
    job.refresh_from_db()
    return job


def discard(job: ImportJob) -> None:
    """Nothing of the file is kept but that it was here."""
    with transaction.atomic():
        gone = ImportJob.objects.filter(pk=job.pk, phase=ImportPhase.CHECKED)
        if gone.update(phase=ImportPhase.FAILED, refusal={}, updated_at=clock.now()):
            _forget_file(job)


def work() -> int:
    """Do what waits, one job after another; how many."""
    return sum(work_on(pk) for pk in leases.waiting())


def work_on(pk: int) -> bool:
    """Take the job up and bring it to its next rest; False when somebody else has it."""
    lease = leases.claim(pk)
    if lease is None:
        return False
    with _at_rest_afterwards(lease):
        if leases.is_hopeless(lease.row):
            _fail(lease, HOPELESS)
        elif lease.row.phase == ImportPhase.APPLYING:
            _apply(lease)
        else:
            lease.write(phase=ImportPhase.READING)
            _read_and_check(lease)
    return True


@contextmanager
def _at_rest_afterwards(lease: Lease) -> Iterator[None]:
    """Whatever goes wrong, the job says so; when somebody else has it by now, it is theirs to say."""
    try:
        try:
            yield
        except FileRefused as error:
            _fail(lease, REFUSALS[error.code], error.details)
        except LostLease:
            raise
        except OperationalError:
            # The database is away, or a row was locked for too long: nothing is wrong with the file.
            logger.warning("import %s is tried again", lease.row.pk, exc_info=True)
            lease.give_back()
        except Exception:
            logger.exception("import %s failed", lease.row.pk)
            _fail(lease, BROKEN)
    except LostLease:
        logger.warning("import %s was taken over", lease.row.pk)


def _fail(lease: Lease, text: str, params: dict[str, object] | None = None) -> None:
    lease.finish(phase=ImportPhase.FAILED, refusal={"text": text, "params": params or {}})


def _read_and_check(lease: Lease) -> None:
    with opened(_stored(lease.row)) as path:
        table = read(path, name=lease.row.file_name, encoding=lease.row.encoding)
        _check(lease, table)


def _stored(job: ImportJob) -> Iterator[bytes]:
    numbers = list(job.pieces.order_by("number").values_list("number", flat=True))
    for number in numbers:
        yield zlib.decompress(bytes(job.pieces.get(number=number).data))


def _check(lease: Lease, table: Table) -> None:
    """The dry run, batch by batch; what an earlier, broken run left behind goes."""
    job = lease.row
    ImportBatch.objects.filter(job=job).delete()
    check = Check(noun_of(job.noun), job.person, table)
    counts = dict.fromkeys(("new_count", "changed_count", "same_count"), 0)
    hashes: list[str] = []
    lease.write(rows_total=max(table.rows - 1, 0), rows_done=0)
    done = 0
    for number, batch in enumerate(check.batches()):
        row = batch.row(job, number)
        hashes.append(row.sha256)
        for name in counts:
            counts[name] += getattr(row, name)
        done = min(done + ROWS, job.rows_total)
        with transaction.atomic():
            row.save(force_insert=True)
            lease.write(rows_done=done)
    lease.finish(
        phase=ImportPhase.CHECKED, **counts, rows_done=job.rows_total, problem_count=check.problems.count,
        problems=check.problems.in_order(), notes=table.notes(), columns=check.names, read_at=clock.now(),
        fingerprint=fingerprint(hashes, check.names),
    )  # fmt: skip


def _apply(lease: Lease) -> None:
    """After a change of the list the file is compared with it anew, so that the reader sees what would happen now."""
    job = lease.row
    try:
        apply(noun_of(job.noun), job, lease)
    except ChangedMeanwhile:
        _read_and_check(lease)
        notes = [*job.notes, {"text": CHANGED, "params": {}}]
        ImportJob.objects.filter(pk=job.pk, phase=ImportPhase.CHECKED).update(notes=notes)


def tidy() -> int:
    """Uploaded files go after seven days, and with them what was never imported; how many."""
    old = ImportJob.objects.filter(created_at__lt=clock.now() - FILE_KEPT, pieces__isnull=False).distinct()
    gone = 0
    for job in old:
        with transaction.atomic():
            _forget_file(job)
            open_still = ImportJob.objects.filter(pk=job.pk).exclude(phase__in=OVER)
            open_still.update(phase=ImportPhase.FAILED, refusal={}, lease_token="", leased_until=None)
        gone += 1
    return gone


def _forget_file(job: ImportJob) -> None:
    job.pieces.all().delete()
    if job.phase != ImportPhase.DONE:
        job.batches.all().delete()
