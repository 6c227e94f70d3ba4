"""The one door for files: check, keep, freeze, scan."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from portal.accounts.models import User
from portal.attachments import scanner
from portal.attachments.checks import check, clean_name
from portal.attachments.models import Attachment, ScanState
from portal.core import clock

ORPHAN_AGE = timedelta(hours=1)


def storage() -> Storage:
    return storages["attachments"]


def store(upload: UploadedFile, *, owner: User, purpose: str) -> Attachment:
    """Check the upload by its content and keep it under a name of ours; raises AttachmentError.

    When the caller's transaction fails later, the janitor removes the file within two hours.
    """
    name = clean_name(upload.name or "")
    kind = check(upload.file, name, upload.size or 0)
    digest = sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    secret = uuid.uuid4().hex
    path = storage().save(f"{secret[:2]}/{secret[2:4]}/{secret}", File(upload.file))
    try:
        with transaction.atomic():
            attachment = Attachment.objects.create(
                owner=owner,
                purpose=purpose,
                original_name=name,
                storage_name=path,
                size=upload.size,
                sha256=digest.hexdigest(),
                media_type=kind.media_type,
            )
    except Exception:
        storage().delete(path)
        raise
    return attachment


def freeze(attachments: Iterable[Attachment]) -> int:
    """Mark files as part of a submission; a frozen one is never replaced. One query."""
    wanted = [attachment.pk for attachment in attachments if attachment.frozen_at is None]
    return Attachment.objects.filter(pk__in=wanted).update(frozen_at=clock.now()) if wanted else 0


def scan(attachment: Attachment) -> ScanState:
    """Scan a pending file; it stays pending when the scanner can't be asked."""
    try:
        with storage().open(attachment.storage_name) as file:
            finding = scanner.scan(file)
    except FileNotFoundError:
        return _keep(attachment, ScanState.FAILED, "file missing")
    if finding.clean is None:
        return ScanState.PENDING
    return _keep(attachment, ScanState.CLEAN if finding.clean else ScanState.INFECTED, finding.note)


def _keep(attachment: Attachment, result: ScanState, note: str) -> ScanState:
    facts: dict[str, Any] = {"scanned_at": clock.now(), "scan_note": note[:200]}
    Attachment.objects.filter(pk=attachment.pk, state=ScanState.PENDING).update(state=result, **facts)
    return result


def remove_orphans(before: datetime | None = None) -> int:
    """Delete files that no row knows and that are older than an hour: what a killed process left behind."""
    limit = before or clock.now() - ORPHAN_AGE
    removed = 0
    for path in _all_files(storage(), ""):
        if storage().get_modified_time(path) < limit and not Attachment.objects.filter(storage_name=path).exists():
            storage().delete(path)
            removed += 1
    return removed


def _all_files(place: Storage, folder: str) -> Iterable[str]:
    try:
        folders, files = place.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}".lstrip("/")
    for name in folders:
        yield from _all_files(place, f"{folder}/{name}".lstrip("/"))
