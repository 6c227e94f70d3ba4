"""Sending over SMTP: what each answer of the server does to a mail."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail

from portal.core import clock
from portal.notifications import claims, tasks
from portal.notifications.dispatch import dispatch, drain
from portal.notifications.enums import MailState
from portal.notifications.models import Message
from portal.notifications.tests.factories import told
from portal.notifications.tests.sink import RawServer, dripping, free_port, resetting_after_data, silent

pytestmark = pytest.mark.django_db


def state(message):
    message.refresh_from_db()
    return message.mail_state


def test_250_is_sent_over_one_connection(sink):
    messages = [told() for _ in range(3)]
    assert dispatch() == 3
    assert {state(message) for message in messages} == {MailState.SENT}
    assert sorted(sink.ids()) == sorted(message.message_id for message in messages)
    assert sink.connections == 1
    assert dispatch() == 0
    assert len(sink.mails) == 3


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_550_is_final_and_says_why(sink, command):
    refused = told()
    sink.answers[command] = "550 5.1.1 no such mailbox"
    dispatch()
    assert state(refused) == MailState.FAILED
    assert refused.last_error == "550 5.1.1 no such mailbox"
    assert refused.in_inbox


@pytest.mark.parametrize("answer", ["451 4.3.0 try later", "421 4.3.2 closing"])
@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_4xx_is_tried_again_with_growing_distance(sink, command, answer):
    message = told()
    sink.answers[command] = answer
    moment, waits = clock.now(), []
    for _ in range(10):
        with clock.at(moment):
            assert dispatch() == 1
            assert state(message) == MailState.PENDING
        waits.append(round((message.next_attempt_at - moment).total_seconds() / 60))
        moment = message.next_attempt_at
    assert waits == [1, 2, 5, 10, 30, 60, 120, 240, 240, 240]
    assert message.last_error == answer
    sink.answers.clear()
    with clock.at(moment):
        dispatch()
    assert state(message) == MailState.SENT


def test_after_72_hours_it_has_failed(sink):
    message = told()
    sink.answers["RCPT"] = "451 4.3.0 try later"
    with clock.at(message.queued_at + timedelta(hours=71, minutes=59)):
        dispatch()
    assert state(message) == MailState.PENDING
    with clock.at(message.queued_at + timedelta(hours=76)):
        dispatch()
    assert state(message) == MailState.FAILED
    assert message.last_error == "451 4.3.0 try later"


def test_a_refused_sign_in_is_our_fault_and_not_the_mails(sink):
    message = told()
    sink.answers["RCPT"] = "530 5.7.0 authentication required"
    dispatch()
    assert state(message) == MailState.PENDING


def test_one_bad_mail_does_not_stop_the_others(sink):
    broken, good = told(), told()
    Message.objects.filter(pk=broken.pk).update(subject="two\nlines")
    assert dispatch() == 2
    assert (state(broken), state(good)) == (MailState.FAILED, MailState.SENT)


def test_a_hanging_server_is_given_up_in_time(sink, settings):
    settings.EMAIL_TIMEOUT = 0.3
    message = told()
    sink.hang_on = "DATA"
    dispatch()
    assert state(message) == MailState.PENDING
    assert message.last_error


@pytest.mark.parametrize("talk", [silent, dripping, resetting_after_data])
def test_a_server_that_misbehaves_costs_two_tries_and_delays_the_rest(smtp, settings, talk):
    settings.EMAIL_TIMEOUT = 0.3
    messages = [told() for _ in range(5)]
    server = RawServer(talk)
    smtp(server.port)
    try:
        assert drain() == 2
    finally:
        server.stop()
    assert {state(message) for message in messages} == {MailState.PENDING}
    assert [message.attempts for message in messages] == [1, 1, 0, 0, 0]
    assert all(message.next_attempt_at > clock.now() for message in messages)


def test_a_server_that_is_away_delays_all_and_loses_none(smtp, sink):
    messages = [told() for _ in range(4)]
    smtp(free_port())
    assert drain() == 2
    assert "Connection refused" in Message.objects.get(pk=messages[0].pk).last_error
    smtp(sink.port)
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert drain() == 4
    assert sorted(sink.ids()) == sorted(message.message_id for message in messages)


def test_a_mail_on_which_the_line_breaks_does_not_block_the_next(sink):
    first, second = told(), told()
    sink.answers["DATA"] = "421 4.3.2 closing"
    # The server recovers when the second mail knocks.
    knocks = iter([lambda: None, sink.answers.clear])
    sink.on["RCPT"] = lambda: next(knocks)()
    dispatch()
    assert (state(first), state(second)) == (MailState.PENDING, MailState.SENT)


def test_a_dead_senders_mail_is_taken_over_after_the_lease(sink):
    message = told()
    [claimed] = claims.claim()
    assert dispatch() == 0
    with clock.at(claimed.lease_until + timedelta(seconds=1)):
        assert dispatch() == 1
    assert state(message) == MailState.SENT
    assert claims.mark_failed(claimed, "late") is False
    assert state(message) == MailState.SENT


def test_codes_go_before_notices(sink):
    notice, code = told(), told(sensitive=True)
    assert dispatch(limit=1) == 1
    assert (state(notice), state(code)) == (MailState.PENDING, MailState.SENT)


def test_a_code_is_forgotten_once_it_is_sent(sink):
    code, notice = told(sensitive=True, url="/zh-hans/reset/secret/"), told()
    dispatch()
    assert (state(code), code.body, code.url) == (MailState.SENT, "", "")
    assert (state(notice), bool(notice.body)) == (MailState.SENT, True)
    sent = next(mail for mail in sink.mails if mail["Message-ID"] == code.message_id)
    assert b"/zh-hans/reset/secret/" in sent.get_payload()[0].get_payload(decode=True)


def test_old_codes_are_purged_and_other_messages_stay(sink):
    code, notice = told(sensitive=True), told()
    with clock.at(code.created_at + timedelta(hours=25)):
        assert tasks.purge() == 0
    assert (state(code), code.body) == (MailState.FAILED, "")
    with clock.at(code.created_at + timedelta(days=31)):
        assert tasks.purge() == 1
    assert list(Message.objects.all()) == [notice]


@pytest.mark.parametrize("task", [tasks.look_now, tasks.sweep])
def test_a_task_that_runs_twice_sends_once(sink, task):
    told()
    assert [task(), task()] == [1, 0]
    assert len(sink.mails) == 1


def test_other_backends_are_used_as_they_are():
    message = told()
    dispatch()
    assert [mail.to for mail in django_mail.outbox] == [[message.to_email]]
    assert django_mail.outbox[0].alternatives[0].mimetype == "text/html"


def test_the_cost_of_claiming_does_not_grow(django_assert_num_queries):
    for number in (1, 30):
        for _ in range(number):
            told()
        with django_assert_num_queries(6):
            assert len(claims.claim()) == number
