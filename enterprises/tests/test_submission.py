"""The submission: its window, its completeness, sent once, in one transaction, without any network."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from enterprises.enums import State
from enterprises.exceptions import Incomplete, WindowClosed
from enterprises.models import Application, Snapshot
from enterprises.snapshots import fingerprint
from enterprises.tests.factories import CallFactory, MeasureFactory, application_in, draft, needs_paper
from enterprises.workflow import application_flow
from portal.audit.models import Entry
from portal.calendars.workdays import is_workday
from portal.core import clock
from portal.notifications.models import Message

pytestmark = pytest.mark.django_db


def submit_page(application: Application) -> str:
    with translation.override("en"):
        return reverse("enterprises:check", args=[application.number])


def three_papers():
    measure = MeasureFactory()
    for code in ("D05", "D07", "D08"):
        needs_paper(measure, code)
    return draft(call=CallFactory(measure=measure))


def everything(application: Application) -> tuple[int, ...]:
    """How many rows a submission has written so far."""
    return (
        application.transitions.count(),
        Snapshot.objects.filter(application=application).count(),
        Message.objects.filter(case_reference=application.number).count(),
        Entry.objects.filter(scope=f"case:{application.pk}", verb="submit").count(),
    )


@pytest.mark.parametrize(("offset", "accepted"), [(-1, True), (0, False), (1, False)])
def test_the_window_closes_on_the_second(offset, accepted):
    application = draft()
    with clock.at(application.call.closes_at + timedelta(seconds=offset)):
        if accepted:
            application_flow.take(application, "submit", application.applicant)
        else:
            with pytest.raises(WindowClosed):
                application_flow.take(application, "submit", application.applicant)
    application.refresh_from_db()
    assert application.state == (State.SUBMITTED if accepted else State.DRAFT)
    assert everything(application) == ((1, 1, 1, 1) if accepted else (0, 0, 0, 0))


def test_the_databases_clock_decides():
    """Not this machine's: of several web machines one may be slow."""
    application = draft()
    application_flow.take(application, "submit", application.applicant)
    assert abs(application.locked_at - clock.now()) < timedelta(minutes=1)
    application = draft(call=CallFactory(closes_at=clock.now() - timedelta(seconds=1)))
    with pytest.raises(WindowClosed):
        application_flow.take(application, "submit", application.applicant)


def test_before_the_window_opens():
    application = draft()
    with clock.at(application.call.opens_at - timedelta(seconds=1)), pytest.raises(WindowClosed):
        application_flow.take(application, "submit", application.applicant)


@pytest.mark.parametrize(("language", "sentence"), [("en", "The window closed on"), ("zh-hans", "申报已于")])
def test_too_late_is_said_in_the_readers_language(client, language, sentence):
    application = draft()
    client.force_login(application.applicant)
    with clock.at(application.call.closes_at + timedelta(seconds=1)), translation.override(language):
        page = reverse("enterprises:check", args=[application.number])
        answer = client.post(page, {"declaration": "on"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_incomplete_names_the_sections():
    application = three_papers()
    application.papers.filter(code="D07").delete()
    application.forget()
    with pytest.raises(Incomplete) as refused:
        application_flow.take(application, "submit", application.applicant)
    assert refused.value.details == {"missing": ["papers"]}
    assert everything(application) == (0, 0, 0, 0)


def test_sent_twice_is_received_once(client):
    application = draft()
    client.force_login(application.applicant)
    first = client.post(submit_page(application), {"declaration": "on"})
    second = client.post(submit_page(application), {"declaration": "on"})
    with translation.override("en"):
        confirmation = reverse("enterprises:submitted", args=[application.number])
    assert [first.url, second.url] == [confirmation, confirmation]
    assert everything(application) == (1, 1, 1, 1)


def test_without_the_declaration_nothing_is_sent(client):
    application = draft()
    client.force_login(application.applicant)
    answer = client.post(submit_page(application), {})
    assert answer.status_code == 422
    assert "Tick the declaration" in answer.content.decode()
    application.refresh_from_db()
    assert application.state == State.DRAFT


def test_a_submission_takes_at_most_twenty_queries(client):
    application = three_papers()
    client.force_login(application.applicant)
    client.get(submit_page(application))
    is_workday(clock.today())  # a process that has served a page knows the calendar
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(submit_page(application), {"declaration": "on"})
    assert answer.status_code == 302
    statements = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) <= 20, "\n".join(statements)


def test_the_snapshot_keeps_what_was_sent_and_its_hash():
    application = three_papers()
    application_flow.take(application, "submit", application.applicant)
    snapshot = application.snapshots.get()
    assert [paper["code"] for paper in snapshot.content["papers"]] == ["D05", "D07", "D08"]
    assert snapshot.content["facts"] == application.facts
    assert snapshot.sha256 == fingerprint(snapshot.content)
    sent = {paper["code"]: paper["sha256"] for paper in snapshot.content["papers"]}
    assert sent == {row.code: row.attachment.sha256 for row in application.papers.select_related("attachment")}


def test_the_amount_and_the_verdicts_are_kept_for_the_desk():
    application = application_in(State.SUBMITTED)
    application.refresh_from_db()
    assert (application.computed_fen, application.rule_verdict) == (75_000_00, "met")
    assert application.rule_counts == {"met": 8, "not_met": 0, "unanswered": 0, "official": 0}


def test_the_message_is_in_the_applicants_language():
    for language, words in (("en", "received"), ("zh-hans", "收到")):
        application = draft()
        application.applicant.language = language
        application.applicant.save()
        application_flow.take(application, "submit", application.applicant)
        message = Message.objects.get(case_reference=application.number)
        assert message.language == language
        assert words in message.subject + message.body
