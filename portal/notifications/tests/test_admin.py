"""Delivery in the admin: who sees it, and sending again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.enums import Role
from portal.notifications.enums import MailState
from portal.notifications.models import Message
from portal.notifications.tests.factories import facts, official, person, told

pytestmark = pytest.mark.django_db

LIST = "admin:notifications_message_changelist"


def failed(**changes):
    message = told(**changes)
    Message.objects.filter(pk=message.pk).update(mail_state=MailState.FAILED, last_error="550 no such mailbox")
    return message


@pytest.mark.parametrize("role", [Role.DISTRICT, Role.EXPERT, Role.FINANCE])
def test_only_the_responsible_division_sees_deliveries(client, role):
    message = failed()
    client.force_login(official(role))
    assert client.get(reverse(LIST)).status_code == 403
    assert client.post(reverse(LIST), {"action": "resend_selected", "_selected_action": message.pk}).status_code == 403
    message.refresh_from_db()
    assert message.mail_state == MailState.FAILED


def test_applicants_do_not_enter(client):
    client.force_login(person())
    assert client.get(reverse(LIST)).status_code == 302


def test_shows_why_a_mail_failed_and_not_what_it_said(client):
    message = failed(context=facts(reason="PRIVATE"))
    client.force_login(official())
    for url in (reverse(LIST), reverse("admin:notifications_message_change", args=[message.pk])):
        page = client.get(url)
        assert page.status_code == 200
        assert "550 no such mailbox" in page.content.decode()
        assert "PRIVATE" not in page.content.decode()


def test_nothing_can_be_written_or_dropped(client):
    message = failed()
    client.force_login(official())
    for name, arguments in (("add", []), ("delete", [message.pk])):
        assert client.get(reverse(f"admin:notifications_message_{name}", args=arguments)).status_code == 403
    change = reverse("admin:notifications_message_change", args=[message.pk])
    assert client.post(change, {"subject": "changed"}).status_code == 403


def test_failed_mails_are_queued_again_and_others_left(client):
    again, waiting, forgotten = failed(), told(), failed(sensitive=True)
    Message.objects.filter(pk=forgotten.pk).update(body="")
    client.force_login(official())
    chosen = [again.pk, waiting.pk, forgotten.pk]
    client.post(reverse(LIST), {"action": "resend_selected", "_selected_action": chosen})
    assert dict(Message.objects.values_list("pk", "mail_state")) == {
        again.pk: MailState.PENDING,
        waiting.pk: MailState.PENDING,
        forgotten.pk: MailState.FAILED,
    }


def test_the_number_of_queries_does_not_grow(client):
    client.force_login(official())
    counts = []
    for rows in (1, 29):
        for _ in range(rows):
            failed()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(LIST))
        counts.append(len(queries))
    assert counts[0] == counts[1]
