"""Sealed files: noise on the disk from the first byte, whole or not at all for who may read them, gone for good."""

from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from portal.accounts.models import User
from portal.attachments import access, sealed, shredding
from portal.attachments.actions import discard, keep, open_content, scan, store
from portal.attachments.enums import ScanState
from portal.attachments.exceptions import AttachmentError
from portal.attachments.models import Attachment, Shredding
from portal.attachments.scanner import SIGNATURE
from portal.attachments.tests.samples import pdf, png, stream, upload
from portal.core import keystore
from portal.core.exceptions import PortalError
from portal.core.keystore import KeyGone
from portal.core.sealing import Unopened

SECRET = b"M70460421" * 20_000


@pytest.fixture
def kept_sealed(owner: User, files: Path) -> Attachment:
    scan_of = upload(pdf(stream(SECRET)), "passport M70460421.pdf")
    return store(scan_of, owner=owner, purpose="passport", sealed=True)


@pytest.mark.parametrize("size", [0, 1, sealed.PIECE - 1, sealed.PIECE, sealed.PIECE + 1, 3 * sealed.PIECE])
def test_every_length_opens_again(size: int):
    public_id, key_id = uuid4(), uuid4()
    content = bytes(range(256)) * (size // 256 + 1)
    closed = sealed.seal_file(BytesIO(content[:size]), public_id, key_id)
    assert sealed.open_file(closed, public_id, key_id).read() == content[:size]


@pytest.mark.parametrize("harm", ["change", "cut", "swap", "lengthen", "drop_first"])
def test_a_harmed_file_does_not_open(harm: str):
    public_id, key_id = uuid4(), uuid4()
    closed = sealed.seal_file(BytesIO(SECRET), public_id, key_id).read()
    piece = sealed.PIECE + sealed.TAG
    head, body = closed[: len(sealed.MARK)], closed[len(sealed.MARK) :]
    harmed = {
        "change": head + body[:100] + bytes([body[100] ^ 1]) + body[101:],
        "cut": head + body[:piece],
        "swap": head + body[piece : 2 * piece] + body[:piece] + body[2 * piece :],
        "lengthen": closed + b"x",
        "drop_first": head + body[piece:],
    }[harm]
    with pytest.raises(Unopened):
        sealed.open_file(BytesIO(harmed), public_id, key_id)
    with pytest.raises(Unopened):
        sealed.open_file(BytesIO(closed), uuid4(), key_id)


def test_it_lies_sealed_on_the_disk_and_opens_for_the_row(kept_sealed: Attachment, kept):
    [file] = kept()
    assert b"M70460421" not in file.read_bytes()
    assert kept_sealed.original_name == "passport.pdf"
    assert SECRET in open_content(kept_sealed).read()


def test_it_is_scanned_in_clear(owner, files, kept_sealed):
    assert scan(kept_sealed) == ScanState.CLEAN
    virus = store(upload(pdf(stream(SIGNATURE))), owner=owner, purpose="passport", sealed=True)
    assert scan(virus) == ScanState.INFECTED


def test_swapped_rows_do_not_open(owner, files, kept_sealed):
    other = store(upload(pdf()), owner=owner, purpose="passport", sealed=True)
    other.storage_name, other.key_id = kept_sealed.storage_name, kept_sealed.key_id
    with pytest.raises(Unopened):
        open_content(other)


def test_a_failed_store_leaves_neither_file_nor_key(files, kept, settings, tmp_path, monkeypatch):
    settings.KEY_STORE = tmp_path / "keys"
    with pytest.raises(AttachmentError):
        keep(upload(b"MZ a program", "passport.pdf"), purpose="passport", sealed=True)
    one = keep(upload(), purpose="passport", sealed=True)
    assert len(kept()) == 1
    discard([one])

    def full(*args):
        raise OSError(28, "no space left")

    monkeypatch.setattr(storages["attachments"], "save", full)
    with pytest.raises(AttachmentError):
        keep(upload(), purpose="passport", sealed=True)
    keys = [path for path in settings.KEY_STORE.rglob("*") if path.is_file() and path.suffix != ".gone"]
    assert keys == kept() == []


def test_whoever_reads_it_is_written_down_first(client, owner, kept_sealed, rules, monkeypatch):
    seen: list[tuple[User, Attachment]] = []
    monkeypatch.setattr(access, "watchers", [lambda user, file: seen.append((user, file))])
    Attachment.objects.update(state=ScanState.CLEAN)
    url = reverse("attachments:download", args=[kept_sealed.public_id])
    client.force_login(owner)
    assert (client.get(url).status_code, seen) == (404, [])
    rules.append(lambda user, attachment: True)
    answer = client.get(url)
    assert SECRET in b"".join(answer.streaming_content)
    assert seen == [(owner, kept_sealed)]

    def refuses(user, file):
        raise PortalError("You have opened too much.")

    access.watchers[:] = [refuses]
    answer = client.get(url)
    assert answer.status_code == 409
    assert b"You have opened too much." in answer.content


def test_a_file_whose_key_is_gone_is_missing(client, owner, kept_sealed, rules):
    rules.append(lambda user, attachment: True)
    Attachment.objects.update(state=ScanState.CLEAN)
    keystore.destroy(kept_sealed.key_id)
    client.force_login(owner)
    assert client.get(reverse("attachments:download", args=[kept_sealed.public_id])).status_code == 503


# --- gone for good -----------------------------------------------------------------------------------------


def test_what_is_shredded_leaves_nothing_but_the_proof(kept_sealed, kept, django_capture_on_commit_callbacks):
    [file] = kept()
    backup, key_id, public_id = file.read_bytes(), kept_sealed.key_id, kept_sealed.public_id
    with django_capture_on_commit_callbacks(execute=True):
        row = shredding.shred_file(kept_sealed, "retention")
    row.refresh_from_db()
    assert (row.done_at is not None, kept(), Attachment.objects.count()) == (True, [], 0)
    with pytest.raises(KeyGone):
        sealed.open_file(BytesIO(backup), public_id, key_id)


def test_what_a_dead_process_left_is_finished_by_the_clock(kept_sealed, kept):
    """Without the callbacks after the commit, as if the process had been killed there."""
    shredding.shred_file(kept_sealed, "retention")
    assert len(kept()) == 1
    assert [shredding.finish(), shredding.finish()] == [1, 0]
    assert kept() == []
    assert shredding.proven(Shredding.objects.get())


def test_a_store_that_fails_is_tried_again(kept_sealed, kept, monkeypatch):
    row = shredding.shred_file(kept_sealed, "retention")
    monkeypatch.setattr(shredding, "storage", lambda: (_ for _ in ()).throw(OSError("away")))
    assert shredding.finish() == 0
    row.refresh_from_db()
    assert row.done_at is None
    monkeypatch.undo()
    assert shredding.finish() == 1


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"MZ\x90\x00 a program", "passport.jpg", "kind of file"),
        (png(30_000, 30_000), "passport.png", "too many pixels"),
        (pdf(trailer=b"/Encrypt 5 0 R"), "passport.pdf", "password"),
    ],
)
def test_what_is_no_scan_is_refused_in_a_sentence(content, name, words, files, kept):
    from django.utils import translation

    with translation.override("en"), pytest.raises(AttachmentError) as error:
        keep(upload(content, name), purpose="passport", sealed=True)
    with translation.override("en"):
        assert words in error.value.message
    assert kept() == []


def test_the_door_of_files_is_as_it_was_for_others(owner, files, kept):
    plain = store(upload(), owner=owner, purpose="D05")
    assert plain.key_id is None
    [file] = kept()
    with open_content(plain) as content:
        assert file.read_bytes() == pdf() == content.read()
