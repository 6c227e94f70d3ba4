from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.accounts.models import User
from portal.attachments.actions import scan, store
from portal.attachments.enums import ScanState
from portal.attachments.models import Attachment
from portal.attachments.scanner import ScannerUnreachable
from portal.attachments.tasks import BEAT, scan_pending
from portal.attachments.tests.clamd import Clamd, running_clamd
from portal.attachments.tests.samples import EICAR, pdf, upload
from portal.celery import app

INFECTED_PDF = pdf(after=EICAR)


@pytest.fixture
def clamd(settings) -> Iterator[Clamd]:
    with running_clamd() as server:
        settings.CLAMD_URL = server.url
        yield server


@pytest.fixture
def away(settings) -> None:
    """A port where nobody listens any more."""
    with running_clamd() as server:
        settings.CLAMD_URL = server.url


def give(owner: User, content: bytes = pdf()) -> Attachment:
    return store(upload(content), owner=owner, purpose="D05")


def outcome(attachment: Attachment) -> tuple[str, str, bool]:
    attachment.refresh_from_db()
    return attachment.state, attachment.scan_note, attachment.scanned_at is not None


def test_without_a_scanner_the_note_says_so(owner, files):
    sound, infected = give(owner), give(owner, INFECTED_PDF)
    assert scan_pending() == 2
    assert outcome(sound) == ("clean", "content checks only", True)
    assert outcome(infected) == ("infected", "EICAR test signature", True)


def test_clamd_decides(owner, files, clamd):
    sound, infected = give(owner), give(owner, INFECTED_PDF)
    assert scan_pending() == 2
    assert outcome(sound) == ("clean", "clamd", True)
    assert outcome(infected) == ("infected", "Eicar-Test-Signature FOUND", True)
    assert clamd.seen == [(b"zINSTREAM\0", pdf()), (b"zINSTREAM\0", INFECTED_PDF)]


def test_a_large_file_arrives_whole(owner, files, clamd):
    content = pdf(after=bytes(range(256)) * 2000 + b"%%EOF")
    give(owner, content)
    assert scan_pending() == 1
    assert clamd.seen == [(b"zINSTREAM\0", content)]


def test_while_clamd_is_away_files_wait(owner, files, away, caplog):
    waiting = [give(owner), give(owner)]
    assert scan_pending() == 0
    assert [outcome(attachment) for attachment in waiting] == [("pending", "", False)] * 2
    # Asked once a sweep, not once a file: each question may take five seconds.
    assert len([line for line in caplog.messages if "wait for the scanner" in line]) == 1
    with pytest.raises(ScannerUnreachable):
        scan(waiting[0])


def test_what_waited_is_scanned_when_clamd_is_back(owner, files, away, settings):
    waiting = [give(owner), give(owner, INFECTED_PDF)]
    assert scan_pending() == 0
    with running_clamd() as server:
        settings.CLAMD_URL = server.url
        assert scan_pending() == 2
    assert [outcome(attachment)[0] for attachment in waiting] == ["clean", "infected"]


@pytest.mark.parametrize(
    "says", [b"INSTREAM: Can't allocate memory ERROR\0", b"OK\0", b"stream: OK FOUN\0", b"", b"\0"]
)
def test_no_other_answer_makes_a_file_clean(owner, files, clamd, says):
    clamd.says = says
    attachment = give(owner)
    assert scan_pending() == 0
    assert outcome(attachment)[0] == "pending"


def test_a_file_that_clamd_never_takes_does_not_wait_for_ever(owner, files, clamd):
    clamd.most = 100
    attachment = give(owner)
    assert scan_pending() == 1
    assert outcome(attachment) == ("failed", "INSTREAM size limit exceeded. ERROR", True)


def test_a_missing_file_is_no_clean_file_and_holds_nobody_up(owner, files):
    lost, sound = give(owner), give(owner)
    (files / lost.storage_name).unlink()
    assert scan_pending() == 2
    assert (outcome(lost)[:2], outcome(sound)[0]) == (("failed", "file missing"), "clean")


def test_a_file_that_cannot_be_opened_holds_nobody_up(owner, files):
    broken, sound = give(owner), give(owner)
    path = Path(files / broken.storage_name)
    path.unlink()
    path.mkdir()
    assert scan_pending() == 1
    assert (outcome(broken)[0], outcome(sound)[0]) == ("pending", "clean")


def test_a_verdict_stands(owner, files):
    """Two sweeps at once: the second finds nothing to change, whatever it saw."""
    infected = give(owner, INFECTED_PDF)
    stale = Attachment.objects.get(pk=infected.pk)
    scan(infected)
    (files / infected.storage_name).write_bytes(pdf())
    scan(stale)
    assert outcome(infected)[0] == ScanState.INFECTED


def test_a_sweep_takes_the_oldest_first(owner, files):
    first, second = give(owner), give(owner)
    assert scan_pending(limit=1) == 1
    assert (outcome(first)[0], outcome(second)[0]) == ("clean", "pending")


def test_the_schedule_names_tasks_that_exist():
    assert {entry["task"] for entry in BEAT.values()} <= set(app.tasks)
    assert BEAT["attachments-scan"]["schedule"] <= 300
