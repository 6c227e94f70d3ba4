"""The one door for files: check, keep, scan. What was kept is never written again: another file is another row."""

import errno
import logging
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import BinaryIO

from django.core.cache import cache
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.attachments import scanner
from portal.attachments.checks import check, clean_name
from portal.attachments.enums import ScanState
from portal.attachments.exceptions import StorageFull
from portal.attachments.models import Attachment
from portal.attachments.sealed import open_file, seal_file
from portal.core import clock, keystore

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SWEEPING, SWEEP_SECONDS = "attachments:sweeping", 300
logger = logging.getLogger(__name__)


def storage() -> Storage:
    return storages["attachments"]


@dataclass(frozen=True)
class Kept:
    """A file that was checked and written under a name of ours, and has no row yet."""

    purpose: str
    original_name: str
    storage_name: str
    size: int
    sha256: str
    media_type: str
    public_id: uuid.UUID = field(default_factory=uuid.uuid4)
    key_id: uuid.UUID | None = None


def store(
    upload: UploadedFile, *, owner: User, purpose: str, allowed: Collection[str] | None = None, sealed: bool = False
) -> Attachment:
    """Check the upload by its content and keep it under a name of ours, to be scanned within seconds.

    `sealed` keeps it under a key of its own, never in clear on the disk. `allowed` are codes of kinds ("pdf", "xlsx")
    where a paper takes only some. Raises AttachmentError; then neither file nor row is left. When the caller's
    transaction fails later, the janitor removes the file within two hours.
    """
    kept = keep(upload, purpose=purpose, allowed=allowed, sealed=sealed)
    try:
        with transaction.atomic():
            return Attachment.objects.create(owner=owner, **vars(kept))
    except Exception:
        discard([kept])
        raise


def keep(upload: UploadedFile, *, purpose: str, allowed: Collection[str] | None = None, sealed: bool = False) -> Kept:
    """The part of `store` that needs no database, so that no transaction waits for a disk; `enter` writes the rows."""
    name = clean_name(upload.name or "")
    kind = check(upload.file, name, upload.size or 0, allowed)
    digest = digest_of(upload)
    secret = uuid.uuid4().hex
    path = f"{secret[:2]}/{secret[2:4]}/{secret}"
    public_id, key_id = uuid.uuid4(), uuid.uuid4() if sealed else None
    if sealed:
        # People name a scan after what stands in it.
        name = f"{purpose}.{kind.extensions[0]}"
    try:
        content = seal_file(upload.file, public_id, key_id) if key_id else upload.file
        storage().save(path, File(content))
    except Exception as error:
        # Also what a full disk left of it.
        _remove(path, key_id)
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            logger.critical("no room for files: %s", error)
            raise StorageFull(
                _("The portal has no room for files at the moment. Nothing was kept; try again in an hour.")
            ) from error
        raise
    return Kept(purpose, name, path, upload.size or 0, digest, kind.media_type, public_id, key_id)


def open_content(attachment: Attachment) -> BinaryIO:
    """The content as it was given; a sealed one is opened in memory. Only for who may read it, and for the scanner.

    Raises FileNotFoundError, for a sealed one also KeyGone and Unopened.
    """
    file = storage().open(attachment.storage_name)
    if attachment.key_id is None:
        return file
    with file:
        return open_file(file, attachment.public_id, attachment.key_id)


def _remove(path: str, key_id: uuid.UUID | None) -> None:
    storage().delete(path)
    if key_id:
        keystore.destroy(key_id)


def enter(kept: Sequence[Kept], *, owner: User | None) -> list[Attachment]:
    """Rows for files that were kept, in one query. Until they are committed the janitor may take files of an hour."""
    return Attachment.objects.bulk_create(Attachment(owner=owner, **vars(one)) for one in kept)


def discard(kept: Iterable[Kept]) -> None:
    """Remove files whose rows were surely not committed; where that is not sure, the janitor finds out."""
    for one in kept:
        _remove(one.storage_name, one.key_id)


def digest_of(upload: UploadedFile) -> str:
    """SHA-256 of an upload, computed once. Apart from the writing, because not every storage reads in chunks."""
    known = upload.__dict__.get("sha256")
    if known is None:
        digest = sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        upload.seek(0)
        known = upload.__dict__["sha256"] = digest.hexdigest()
    return known


def scan(attachment: Attachment) -> ScanState:
    """Scan a pending file; it stays pending when the scanner gives no verdict, and then the others come first.

    Raises ScannerUnreachable when there is no sense in trying the next file now.
    """
    try:
        with open_content(attachment) as file:
            finding = scanner.scan(file)
    except (FileNotFoundError, keystore.KeyGone):
        logger.error("the file of attachment %s is missing", attachment.pk)
        finding = scanner.Finding(ScanState.FAILED, "file missing")
    except scanner.NoAnswer as error:
        _note(attachment, scanner.Finding(ScanState.PENDING, str(error)))
        raise
    _note(attachment, finding)
    return finding.state


def _note(attachment: Attachment, finding: scanner.Finding) -> None:
    """What is known of a pending file and when it was tried; a verdict stands."""
    Attachment.objects.filter(pk=attachment.pk, state=ScanState.PENDING).update(
        state=finding.state, scanned_at=clock.now(), scan_note=finding.note[:200]
    )


def scan_waiting(limit: int) -> int:
    """One sweep at a time, because a scanner that hangs must not take all of the workers with it."""
    if not cache.add(SWEEPING, True, SWEEP_SECONDS):
        return 0
    try:
        return _sweep(limit)
    finally:
        cache.delete(SWEEPING)


def _sweep(limit: int) -> int:
    """Scan what waits; the number of files that got a verdict.

    Those never tried come first, then the longest untried, so that no file holds the others up; a scanner that is
    away is asked once, not once a file.
    """
    order = (F("scanned_at").asc(nulls_first=True), "created_at", "pk")
    done = 0
    for attachment in Attachment.objects.filter(state=ScanState.PENDING).order_by(*order)[:limit]:
        try:
            done += scan(attachment) != ScanState.PENDING
        except scanner.ScannerUnreachable as error:
            logger.warning("files wait for the scanner: %s", error)
            break
        except Exception as error:  # each storage has its own errors
            logger.exception("attachment %s could not be scanned", attachment.pk)
            _note(attachment, scanner.Finding(ScanState.PENDING, str(error)))
    return done
