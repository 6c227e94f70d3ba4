"""The one door for files: check, keep, freeze, scan."""

import errno
import logging
import uuid
from collections.abc import Collection, Iterable
from hashlib import sha256

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.attachments import scanner
from portal.attachments.checks import check, clean_name
from portal.attachments.enums import ScanState
from portal.attachments.exceptions import StorageFull
from portal.attachments.kinds import Kind
from portal.attachments.models import Attachment
from portal.core import clock

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
logger = logging.getLogger(__name__)


def storage() -> Storage:
    return storages["attachments"]


def store(upload: UploadedFile, *, owner: User, purpose: str, allowed: Collection[str] | None = None) -> Attachment:
    """Check the upload by its content and keep it under a name of ours, to be scanned within seconds.

    `allowed` are codes of kinds ("pdf", "xlsx") where a paper takes only some. Raises AttachmentError; then neither
    file nor row is left. When the caller's transaction fails later, the janitor removes the file within two hours.
    """
    name = clean_name(upload.name or "")
    kind = check(upload.file, name, upload.size or 0, allowed)
    digest = _digest(upload)
    secret = uuid.uuid4().hex
    path = f"{secret[:2]}/{secret[2:4]}/{secret}"
    try:
        storage().save(path, File(upload.file))
        return _write_row(upload, name, kind, digest, path, owner, purpose)
    except Exception as error:
        # Also what a full disk left of it.
        storage().delete(path)
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            logger.critical("no room for files: %s", error)
            raise StorageFull(
                _("The portal has no room for files at the moment. Nothing was kept; try again in an hour.")
            ) from error
        raise


def _digest(upload: UploadedFile) -> str:
    """Apart from the writing, because not every storage reads in chunks that we could listen to."""
    digest = sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _write_row(
    upload: UploadedFile, name: str, kind: Kind, digest: str, path: str, owner: User, purpose: str
) -> Attachment:
    with transaction.atomic():
        return Attachment.objects.create(
            owner=owner,
            purpose=purpose,
            original_name=name,
            storage_name=path,
            size=upload.size,
            sha256=digest,
            media_type=kind.media_type,
        )


def freeze(attachments: Iterable[Attachment]) -> int:
    """Mark files as part of a submission; a frozen one is never replaced. One query; the number newly frozen."""
    wanted = [attachment.pk for attachment in attachments if attachment.frozen_at is None]
    return Attachment.objects.filter(pk__in=wanted, frozen_at=None).update(frozen_at=clock.now()) if wanted else 0


def scan(attachment: Attachment) -> ScanState:
    """Scan a pending file; it stays pending when the scanner gives no verdict.

    Raises ScannerUnreachable when there is no sense in trying the next file.
    """
    try:
        with storage().open(attachment.storage_name) as file:
            finding = scanner.scan(file)
    except FileNotFoundError:
        logger.error("the file of attachment %s is missing", attachment.pk)
        finding = scanner.Finding(ScanState.FAILED, "file missing")
    if finding.state != ScanState.PENDING:
        Attachment.objects.filter(pk=attachment.pk, state=ScanState.PENDING).update(
            state=finding.state, scanned_at=clock.now(), scan_note=finding.note[:200]
        )
    return finding.state


def scan_waiting(limit: int) -> int:
    """Scan what waits, oldest first; the number of files that got a verdict.

    One broken file does not keep the others waiting; a scanner that is away is asked once, not once a file.
    """
    done = 0
    for attachment in Attachment.objects.filter(state=ScanState.PENDING).order_by("created_at", "pk")[:limit]:
        try:
            done += scan(attachment) != ScanState.PENDING
        except scanner.ScannerUnreachable as error:
            logger.warning("files wait for the scanner: %s", error)
            break
        except Exception:  # each storage has its own errors
            logger.exception("attachment %s could not be scanned", attachment.pk)
    return done
