"""The queue of the scanner: no file holds the others up, and a scanner that hangs takes one worker at most."""

import pytest
from django.core.cache import cache

from portal.accounts.models import User
from portal.attachments import scanner
from portal.attachments.actions import SWEEPING, store
from portal.attachments.models import Attachment
from portal.attachments.tasks import scan_pending
from portal.attachments.tests.clamd import running_clamd
from portal.attachments.tests.samples import pdf, upload

SLOW = pdf(b"(takes for ever)")


def give(owner: User, content: bytes) -> Attachment:
    return store(upload(content), owner=owner, purpose="D05")


def states(*attachments: Attachment) -> list[str]:
    known = dict(Attachment.objects.values_list("pk", "state"))
    return [known[attachment.pk] for attachment in attachments]


@pytest.fixture
def slow_scanner(settings, monkeypatch):
    """It never says a word about one file."""
    monkeypatch.setattr(scanner, "ANSWER", 0.3)
    with running_clamd() as server:
        server.hangs_on = SLOW
        settings.CLAMD_URL = server.url
        yield server


def test_a_file_that_the_scanner_hangs_on_goes_to_the_end_of_the_queue(owner, files, slow_scanner):
    slow, second, third = give(owner, SLOW), give(owner, pdf()), give(owner, pdf())
    assert scan_pending() == 0
    assert states(slow, second, third) == ["pending"] * 3
    slow.refresh_from_db()
    assert slow.scan_note == "timed out"
    assert scan_pending() == 2
    assert states(slow, second, third) == ["pending", "clean", "clean"]


def test_many_such_files_do_not_fill_the_sweeps(owner, files, slow_scanner):
    slow = [give(owner, SLOW) for _number in range(3)]
    sound = give(owner, pdf())
    for _sweep in range(4):
        scan_pending(limit=1)
    assert states(*slow, sound) == ["pending"] * 3 + ["clean"]


def test_what_no_verdict_was_given_on_waits_behind_what_was_not_tried(owner, files, settings):
    first, second = give(owner, pdf()), give(owner, pdf())
    with running_clamd() as server:
        server.says = b"INSTREAM: Can't allocate memory ERROR\0"
        settings.CLAMD_URL = server.url
        assert scan_pending(limit=1) == 0
        server.says = None
        assert scan_pending(limit=1) == 1
    assert states(first, second) == ["pending", "clean"]
    first.refresh_from_db()
    assert first.scan_note == "INSTREAM: Can't allocate memory ERROR"


def test_a_second_sweep_leaves_the_files_to_the_first(owner, files):
    waiting = give(owner, pdf())
    cache.add(SWEEPING, True, 60)
    assert scan_pending() == 0
    assert states(waiting) == ["pending"]
    cache.delete(SWEEPING)
    assert scan_pending() == 1


def test_a_sweep_that_fails_leaves_the_way_free(owner, files, settings):
    waiting = give(owner, pdf())
    settings.CLAMD_URL = "tcp://127.0.0.1:notaport"
    scan_pending()
    settings.CLAMD_URL = ""
    assert scan_pending() == 1
    assert states(waiting) == ["clean"]


def test_a_socket_that_is_not_there_is_a_scanner_that_is_away(owner, files, settings, tmp_path):
    waiting = give(owner, pdf())
    settings.CLAMD_URL = f"unix://{tmp_path}/clamd.sock"
    assert scan_pending() == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.scanned_at) == ("pending", None)
