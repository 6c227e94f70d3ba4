"""The web process killed by signal 9 in the middle of a submission: sent with all that belongs to it, or a draft."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.storage import storages
from django.db import connection

from enterprises.enums import State
from enterprises.models import Application, IdempotencyKey, Paper, Snapshot
from enterprises.receipts import receipt_pdf
from enterprises.tests.factories import CallFactory, draft, needs_paper, pdf
from enterprises.tests.killing.server import serving
from enterprises.tests.machines import API, token_for
from portal.attachments.janitor import remove_orphans
from portal.attachments.models import Attachment
from portal.audit.actions import verify
from portal.core import clock
from portal.notifications.models import Message

CODES = ("D05", "D07", "D08")
# In the order in which a submission gets to them, and whether it counts when the process dies there.
POINTS = {
    "file 2": False,
    'sql INSERT INTO "attachments_attachment"': False,
    'sql UPDATE "reviews_case"': False,
    'sql INSERT INTO "enterprises_snapshot"': False,
    'sql INSERT INTO "notifications_message"': False,
    # The last statement: everything is written, nothing is committed.
    'sql UPDATE "enterprises_idempotencykey"': False,
    "committed": True,
    "answered": True,
}

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's test database lives in this process"),
    pytest.mark.django_db(transaction=True),
]


def drafts(count):
    call = CallFactory()
    for code in CODES:
        needs_paper(call.measure, code)
    made = [draft(call=call) for _number in range(count)]
    Paper.objects.all().delete()
    Attachment.objects.all().delete()
    return made


def request_of(application):
    headers = {"Authorization": f"Bearer {token_for(application.applicant, application.enterprise)}"}
    form = {"declaration": "true"} | {code: pdf(f"{code}.pdf") for code in CODES}
    path = f"{API}{application.number}/submission/"
    return SimpleNamespace(path=path, headers=headers | {"Idempotency-Key": "once"}, form=form)


def standing(application):
    """What there is of a submission: all of it or nothing, and nothing twice."""
    stored = Application.objects.get(pk=application.pk)
    return {
        "state": stored.state,
        "dated": stored.submitted_at is not None,
        "snapshots": Snapshot.objects.filter(application=application).count(),
        "papers": sorted(Paper.objects.filter(application=application).values_list("code", flat=True)),
        "moves": stored.transitions.filter(step="submit").count(),
        "messages": Message.objects.filter(case_reference=application.number).count(),
        "open items": [item.desk for item in stored.work_items.filter(closed_at=None)],
    }


DRAFT = {
    "state": State.DRAFT, "dated": False, "snapshots": 0, "papers": [], "moves": 0, "messages": 0,
    "open items": ["applicant"],
}  # fmt: skip
SENT = {
    "state": State.SUBMITTED, "dated": True, "snapshots": 1, "papers": list(CODES), "moves": 1, "messages": 1,
    "open items": ["district"],
}  # fmt: skip


def test_killed_anywhere_it_is_sent_or_a_draft_and_sent_again_it_is_sent_once(tmp_path):
    applications = dict(zip(POINTS, drafts(len(POINTS)), strict=True))
    requests = {point: request_of(application) for point, application in applications.items()}
    found = {}
    with serving(tmp_path) as server:
        for point, request in requests.items():
            server.killed_at(point, request.path, request.headers, request.form)
            found[point] = standing(applications[point])
            server.start()
        assert found == {point: SENT if sent else DRAFT for point, sent in POINTS.items()}
        # The portal is back; the senders try again with the keys that they have, at first within the lease.
        unfinished = IdempotencyKey.objects.filter(status=None)
        unfinished.update(leased_until=clock.now() + timedelta(hours=1))
        first = {point: _again(server, request) for point, request in requests.items()}
        assert {point: status for point, (status, _body) in first.items()} == {
            point: 201 if sent else 409 for point, sent in POINTS.items()
        }
        unfinished.update(leased_until=clock.now() - timedelta(seconds=1))
        second = {point: _again(server, request) for point, request in requests.items()}
        third = {point: _again(server, request) for point, request in requests.items()}
    assert {status for status, _body in second.values()} == {201}
    assert second == third
    assert {point: body for point, (_status, body) in first.items() if POINTS[point]} == {
        point: body for point, (_status, body) in second.items() if POINTS[point]
    }
    assert {point: standing(application) for point, application in applications.items()} == dict.fromkeys(POINTS, SENT)
    _whole(applications.values())


def _again(server, request):
    for file in list(request.form.values())[1:]:
        file.seek(0)
    return server.post(request.path, request.headers, request.form)


def _whole(applications):
    """Receipts can be made, every file is there, the book's chains hold, and what dead requests left is tidied."""
    place = storages["attachments"]
    for application in applications:
        stored = Application.objects.get(pk=application.pk)
        assert verify(f"case:{application.pk}") == []
        kept = Attachment.objects.filter(paper__application=application)
        assert [place.exists(name) for name in kept.values_list("storage_name", flat=True)] == [True] * len(CODES)
        snapshot = stored.snapshots.get()
        assert sorted(paper["sha256"] for paper in snapshot.content["papers"]) == sorted(
            kept.values_list("sha256", flat=True)
        )
    assert receipt_pdf(stored).startswith(b"%PDF")
    assert remove_orphans(before=clock.now() + timedelta(hours=1)) >= len(
        [sent for sent in POINTS.values() if not sent]
    )
    assert Attachment.objects.count() == len(POINTS) * len(CODES)
