"""The bell: rings after the commit, from its own thread, and nobody waits for the broker."""

import os
import threading

import pytest
from celery import current_app
from django.db import transaction
from kombu import Connection

from portal.notifications import bell, tasks
from portal.notifications.enums import MailState
from portal.notifications.models import Message
from portal.notifications.tests.factories import person, told
from portal.notifications.tests.sink import RawServer, free_port, silent

WAIT = 30


@pytest.fixture
def ringing(settings):
    settings.NOTIFICATIONS_BELL = True


def test_publishes_one_short_message(broker):
    broker("memory://")
    assert bell.publish() is True
    with Connection("memory://") as line, line.SimpleQueue("celery") as queue:
        heard = queue.get(timeout=WAIT)
        heard.ack()
        assert heard.headers["task"] == tasks.look_now.name == bell.LOOK_NOW
        assert heard.payload[:2] == [[], {}]
        queue.clear()


def test_a_broker_that_is_away_is_no_error(broker):
    broker(f"redis://127.0.0.1:{free_port()}/0")
    assert bell.publish() is False


@pytest.mark.django_db(transaction=True)
def test_with_the_broker_away_the_message_is_saved_and_swept(broker, ringing, sink):
    broker(f"redis://127.0.0.1:{free_port()}/0")
    message = told(person())
    assert tasks.sweep() == 1
    message.refresh_from_db()
    assert message.mail_state == MailState.SENT
    assert sink.ids() == [message.message_id]


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_broker_that_never_answers(broker, ringing):
    hole = RawServer(silent)
    broker(f"redis://127.0.0.1:{hole.port}/0")
    try:
        with transaction.atomic():
            told(person())
            assert not hole.visited.is_set()
        # The bell's thread hangs in the hole, which is not open to leave before stop(); this one does not.
        assert hole.visited.wait(WAIT)
        assert not hole.over.is_set()
        assert Message.objects.count() == 1
    finally:
        hole.stop()


@pytest.mark.django_db(transaction=True)
def test_rings_after_the_commit_only(broker, ringing):
    hole = RawServer(silent)
    broker(f"redis://127.0.0.1:{hole.port}/0")
    try:
        with transaction.atomic():
            told(person())
            transaction.set_rollback(True)
        assert not hole.visited.is_set()
        assert not bell._bell.rung.is_set()
    finally:
        hole.stop()


def test_many_rings_share_one_thread(broker, ringing):
    broker("memory://")
    own = bell.Bell()
    for _ in range(100):
        own.ring()
    assert own.thread is not None
    assert own.thread.daemon
    first = own.thread
    own.ring()
    assert own.thread is first


def test_is_silent_where_it_is_off(settings):
    settings.NOTIFICATIONS_BELL = False
    own = bell.Bell()
    own.ring()
    assert own.thread is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_forgets_its_parents_thread(broker, ringing):
    broker("memory://")
    bell.ring()
    assert bell._bell.thread is not None
    child = os.fork()
    if child == 0:
        os._exit(0 if bell._bell.thread is None and threading.active_count() == 1 else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_the_schedule_names_tasks_that_exist():
    current_app.loader.import_default_modules()
    assert {entry["task"] for entry in tasks.BEAT.values()} <= set(current_app.tasks)
    assert tasks.BEAT["notifications-sweep"]["schedule"] <= 15
