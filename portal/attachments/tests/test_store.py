import errno
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import DatabaseError
from django.db.models.signals import pre_save

from portal.attachments.actions import discard, enter, keep, store
from portal.attachments.enums import ScanState
from portal.attachments.exceptions import AttachmentError, StorageFull
from portal.attachments.models import Attachment
from portal.attachments.tests.samples import pdf, png, upload


def test_a_file_is_kept_under_a_name_of_ours(owner, files, kept):
    content = pdf(after=b"\n")
    attachment = store(upload(content, "../../合同\u202e.pdf"), owner=owner, purpose="D05")

    assert attachment.original_name == "合同.pdf"
    assert re.fullmatch(r"([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{28}", attachment.storage_name)
    assert kept() == [files / attachment.storage_name]
    assert kept()[0].read_bytes() == content
    assert attachment.sha256 == hashlib.sha256(content).hexdigest()
    assert (attachment.size, attachment.media_type) == (len(content), "application/pdf")
    assert (attachment.owner, attachment.purpose, attachment.state) == (owner, "D05", ScanState.PENDING)
    assert attachment.scanned_at is None


def test_a_large_upload_is_kept_whole(owner, files, kept):
    """Django writes uploads past 2.5 MB into a temporary file; ours is a copy, not that file moved."""
    content = pdf(after=b" " * 1000)
    with TemporaryUploadedFile("a.pdf", "text/html", len(content), None) as large:
        large.write(content)
        large.seek(0)
        attachment = store(large, owner=owner, purpose="D05")
    assert kept()[0].read_bytes() == content
    assert attachment.sha256 == hashlib.sha256(content).hexdigest()


def test_the_same_file_twice_is_two_files(owner, files, kept):
    first, second = (store(upload(), owner=owner, purpose="D05") for _time in range(2))
    assert first.sha256 == second.sha256
    assert first.storage_name != second.storage_name
    assert len(kept()) == 2


def test_a_refused_file_leaves_nothing(owner, files, kept):
    with pytest.raises(AttachmentError):
        store(upload(png(), "凭证.pdf"), owner=owner, purpose="D05")
    with pytest.raises(AttachmentError):
        store(upload(png(), "凭证.png"), owner=owner, purpose="D05", allowed={"pdf"})
    assert kept() == []
    assert not Attachment.objects.exists()


def test_a_row_that_fails_takes_its_file_with_it(owner, files, kept):
    def fail(**kwargs: Any) -> None:
        assert len(kept()) == 1
        raise DatabaseError("the connection is gone")

    pre_save.connect(fail, sender=Attachment)
    try:
        with pytest.raises(DatabaseError):
            store(upload(), owner=owner, purpose="D05")
    finally:
        pre_save.disconnect(fail, sender=Attachment)
    assert kept() == []


class FullDisk(type(storages["attachments"])):
    """A disk that fills up after the first bytes of a file."""

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True)
        path.write_bytes(b"%PDF")
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_said_and_leaves_no_fragment(owner, files, kept, settings):
    full = f"{__name__}.FullDisk"
    settings.STORAGES = settings.STORAGES | {"attachments": settings.STORAGES["attachments"] | {"BACKEND": full}}
    with pytest.raises(StorageFull) as caught:
        store(upload(), owner=owner, purpose="D05")
    assert caught.value.status == 507
    assert kept() == []
    assert not Attachment.objects.exists()


def test_files_are_kept_before_the_transaction_and_entered_in_one_query(owner, files, kept, django_assert_num_queries):
    contents = [pdf(after=b"\n" * number) for number in range(3)]
    with django_assert_num_queries(0):
        waiting = [keep(upload(content), purpose="D05") for content in contents]
    with django_assert_num_queries(1):
        attachments = enter(waiting, owner=owner)
    assert [row.sha256 for row in attachments] == [hashlib.sha256(content).hexdigest() for content in contents]
    assert {files / row.storage_name for row in Attachment.objects.all()} == set(kept())


def test_what_was_kept_in_vain_can_be_discarded(db, files, kept):
    waiting = [keep(upload(), purpose="D05") for _time in range(2)]
    assert len(kept()) == 2
    discard(waiting)
    assert kept() == []
