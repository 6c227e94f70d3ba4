"""Real processes against PostgreSQL: two senders at once, and a sender that is killed."""

import os
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from portal.core import clock
from portal.notifications.actions import tell
from portal.notifications.dispatch import dispatch
from portal.notifications.enums import MailState
from portal.notifications.models import Message
from portal.notifications.tests.factories import facts, person, told

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row locks to test"),
]

# Argument 1 is the test database, 2 the sink's port, 3 "claims" or the control that sends without claiming.
SENDER = """
import sys, django
from django.conf import settings
django.setup()
from django.db import connections
connections.settings["default"]["NAME"] = sys.argv[1]
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[2])
from portal.core import clock
from portal.notifications import dispatch
from portal.notifications.models import Message
unclaimed = [] if sys.argv[3] == "claims" else list(Message.objects.due(clock.now()))
Message.objects.exists()
print("ready", flush=True)
sys.stdin.readline()
if sys.argv[3] == "claims":
    while dispatch.dispatch(limit=5):
        pass
else:
    dispatch._send_batch(unclaimed)
"""


def sender(port, how="claims"):
    process = subprocess.Popen(
        [sys.executable, "-c", SENDER, connection.settings_dict["NAME"], str(port), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def run(processes):
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=60)


def test_two_senders_at_once_send_each_mail_once(sink):
    reader = person()
    expected = sorted(told(reader).message_id for _ in range(60))
    run([sender(sink.port), sender(sink.port)])
    assert sorted(sink.ids()) == expected
    assert set(Message.objects.values_list("mail_state", "attempts")) == {(MailState.SENT, 1)}


def test_control_without_claims_mails_are_sent_twice(sink):
    told(person())
    run([sender(sink.port, "control"), sender(sink.port, "control")])
    assert list(Counter(sink.ids()).values()) == [2]


@pytest.mark.parametrize(("instant", "copies"), [("RCPT", 1), ("DATA", 2)])
def test_a_killed_sender_loses_nothing_and_repeats_at_most_the_same_mail(sink, instant, copies):
    message = told(person())
    process = sender(sink.port)

    def kill():
        sink.on.clear()
        os.kill(process.pid, signal.SIGKILL)
        process.wait(30)

    sink.on[instant] = kill
    run([process])
    message.refresh_from_db()
    assert message.mail_state == MailState.SENDING
    assert dispatch() == 0
    with clock.at(message.lease_until + timedelta(seconds=1)):
        assert dispatch() == 1
    message.refresh_from_db()
    assert message.mail_state == MailState.SENT
    assert sink.ids() == [message.message_id] * copies


def test_a_key_told_by_two_at_once_is_one_message():
    reader, together = person(), Barrier(4)

    def say(_number):
        try:
            together.wait(30)
            return tell(kind="tests/notice", recipient=reader, context=facts(), dedupe_key="same")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(say, range(4)))
    assert len([answer for answer in answers if answer]) == 1
    assert Message.objects.count() == 1


def test_no_database_connection_waits_for_the_mail_server(sink):
    psycopg = pytest.importorskip("psycopg")
    told(person())
    arguments, seen = connection.get_connection_params(), []

    def look():
        # Not through Django, which refuses to work inside the sink's event loop.
        with psycopg.connect(
            host=arguments.get("host"),
            port=arguments.get("port"),
            user=arguments.get("user"),
            password=arguments.get("password"),
            dbname=arguments["dbname"],
        ) as other:
            question = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
            seen.append(other.execute(question, [arguments["dbname"]]).fetchone()[0])

    sink.on["DATA"] = look
    dispatch()
    assert seen == [0]
