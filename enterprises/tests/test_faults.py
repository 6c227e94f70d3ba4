"""Redis away, a clock that stood still, a task that comes twice: nothing is lost and nothing happens twice."""

import socket
from datetime import timedelta

import pytest
from django.core import mail

from enterprises.enums import State
from enterprises.models import Application
from enterprises.tests.factories import application_in, draft
from enterprises.workflow import application_flow
from portal.celery import app as celery_app
from portal.core import clock
from portal.notifications import bell
from portal.notifications.dispatch import drain
from portal.notifications.models import Message
from portal.reviews.tasks import take_due_steps


@pytest.fixture
def no_redis(settings):
    """A broker address where nobody answers, and a bell that rings."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    before = celery_app.conf.broker_url
    celery_app.conf.broker_url = f"redis://127.0.0.1:{port}/0"
    celery_app.amqp.producer_pool.force_close_all()
    settings.NOTIFICATIONS_BELL = True
    yield
    celery_app.conf.broker_url = before


@pytest.mark.django_db(transaction=True)
def test_redis_away_at_the_moment_of_submission(no_redis):
    """The application is saved and its message is a row; the sweep finds it when the broker is back."""
    application = draft()
    application_flow.take(application, "submit", application.applicant)
    assert Application.objects.get(pk=application.pk).state == State.SUBMITTED
    assert Message.objects.get(case_reference=application.number).mail_state == "pending"
    assert mail.outbox == []
    drain()
    assert [sent.to for sent in mail.outbox] == [[application.applicant.email]]
    drain()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_correction_that_does_not_come_lapses_once():
    application = application_in(State.CORRECTION)
    due = application.work_items.get(closed_at=None).due_on
    with clock.at(clock.now().replace(year=due.year, month=due.month, day=due.day)):
        assert take_due_steps() == 0  # the last day still counts
    late = clock.now() + timedelta(days=(due - clock.today()).days + 1)
    with clock.at(late):
        assert take_due_steps() == 1
        assert take_due_steps() == 0
    stored = Application.objects.get(pk=application.pk)
    assert stored.state == State.LAPSED
    assert stored.transitions.filter(step="lapse").count() == 1
    assert stored.transitions.get(step="lapse").actor is None


@pytest.mark.django_db
def test_a_public_notice_ends_by_the_clock_and_goes_to_the_finance_desk():
    application = application_in(State.PUBLICITY)
    due = application.work_items.get(closed_at=None).due_on
    with clock.at(clock.now() + timedelta(days=(due - clock.today()).days + 1)):
        assert take_due_steps() == 1
    stored = Application.objects.get(pk=application.pk)
    assert stored.state == State.APPROVED
    assert stored.work_items.get(closed_at=None).desk == "finance"


def test_the_bell_is_silent_in_tests(settings):
    """What the fixture above switches on."""
    assert settings.NOTIFICATIONS_BELL is False
    bell.ring()
