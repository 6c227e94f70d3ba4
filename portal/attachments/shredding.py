"""Destroys keys and files for good. What is to go is written down in the transaction that deletes the rows, carried out
after the commit, and finished by the clock if the process died between: the row then proves that both are gone."""

import logging
from uuid import UUID

from django.db import transaction

from portal.attachments.actions import storage
from portal.attachments.models import Attachment, Shredding
from portal.core import clock, keystore

BATCH = 200
logger = logging.getLogger(__name__)


def shred_file(attachment: Attachment, reason: str) -> Shredding:
    """The row goes now, the content and its key after the commit. Other rows must not point at it any more."""
    row = shred(key_id=attachment.key_id, storage_name=attachment.storage_name, reason=reason)
    attachment.delete()
    return row


def shred(*, key_id: UUID | None = None, storage_name: str = "", reason: str) -> Shredding:
    row = Shredding.objects.create(key_id=key_id, storage_name=storage_name, reason=reason)
    transaction.on_commit(lambda: _try(row))
    return row


def finish(limit: int = BATCH) -> int:
    """What a process left undone; how many are done now. Safe to run at any time, and twice at once."""
    return sum(_try(row) for row in Shredding.objects.filter(done_at=None).order_by("pk")[:limit])


def proven(row: Shredding) -> bool:
    """Whether neither the key nor the file is there any more."""
    key = row.key_id is not None and keystore.exists(row.key_id)
    return not key and not (row.storage_name and storage().exists(row.storage_name))


def _try(row: Shredding) -> bool:
    try:
        # The key first: without it what is left of the file is noise.
        if row.key_id:
            keystore.destroy(row.key_id)
        if row.storage_name:
            storage().delete(row.storage_name)
    except Exception:  # each storage has its own errors
        logger.exception("shredding %s is not done yet", row.pk)
        return False
    return proven(row) and bool(Shredding.objects.filter(pk=row.pk, done_at=None).update(done_at=clock.now()))
