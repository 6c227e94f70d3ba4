"""The import: exactly what the dry run found is written, in one transaction, or nothing at all."""

from collections.abc import Iterator

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from policies.imports.batches import Batch, hash_of_rows, unpacked
from policies.imports.noun import Noun
from policies.models import ImportBatch, ImportJob
from portal.audit.actions import record
from portal.core import clock, pagecache
from portal.core.exceptions import PortalError
from portal.core.leases import Lease

CHANGED = _("The list was changed after the file was compared with it. Nothing was imported; see the new comparison.")


class ChangedMeanwhile(PortalError):
    """The list is no longer what the dry run compared the file with."""


def apply(noun: Noun, job: ImportJob, lease: Lease) -> None:
    """Raises ChangedMeanwhile, and LostLease when somebody else took the job over; then nothing was written."""
    try:
        with transaction.atomic():
            _Writer(noun, job).write()
            now = clock.now()
            _record_whole(job)
            # The last word: whoever lost the lease has lost the work as well, so nothing is written twice.
            lease.finish(phase="done", applied_at=now, applied_by=job.person, rows_done=job.rows_total)
            transaction.on_commit(pagecache.bump)
    except (IntegrityError, KeyError) as error:
        # A row or a code that came or went since, in the database's words.
        raise ChangedMeanwhile(CHANGED) from error


class _Writer:
    def __init__(self, noun: Noun, job: ImportJob) -> None:
        self.noun, self.job = noun, job
        self.names = list(job.columns)
        self.readers = noun.readers(self.names)

    def write(self) -> None:
        keys = dict(self.noun.existing())
        for row in _rows(self.job):
            batch = unpacked(row)
            self._compare(batch, keys)
            new = [values for _row, values in batch.new]
            changed = [(pk, values) for _row, pk, values, _olds in batch.changed]
            if new or changed:
                self.noun.write(self.job, self.names, new, changed)
                self._record(row)

    def _compare(self, batch: Batch, keys: dict[str, int]) -> None:
        """Lock what is changed, then look whether everything is still as it was."""
        model = self.noun.model._base_manager
        pks = [pk for _row, pk, *_rest in batch.changed]
        if pks:
            list(model.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk").values_list("pk"))
        known = self.noun.rows(self.names, self.readers, batch.known())
        if hash_of_rows(known) != batch.before:
            raise ChangedMeanwhile(CHANGED)
        for _row, values in batch.new:
            named = dict(zip(self.names, values, strict=True))
            if any(key in keys for key in self.noun.keys(named) if key):
                raise ChangedMeanwhile(CHANGED)

    def _record(self, row: ImportBatch) -> None:
        """One entry a batch: the hash binds it to every single change, which `ImportBatch` keeps."""
        data = {
            "rows": [row.first_row, row.last_row], "new": row.new_count, "changed": row.changed_count,
            "sha256": row.sha256,
        }  # fmt: skip
        record(scope=f"import:{self.job.pk}", verb="import-rows", actor=self.job.person, target=row, data=data)


def _rows(job: ImportJob) -> Iterator[ImportBatch]:
    """One batch in memory at a time."""
    for pk in list(job.batches.order_by("number").values_list("pk", flat=True)):
        yield ImportBatch.objects.get(pk=pk)


def _record_whole(job: ImportJob) -> None:
    data = {
        "list": job.noun, "file": job.file_name, "file_sha256": job.sha256, "new": job.new_count,
        "changed": job.changed_count, "unchanged": job.same_count, "fingerprint": job.fingerprint,
    }  # fmt: skip
    record(scope=f"import:{job.pk}", verb="import", actor=job.person, target=job, data=data)
