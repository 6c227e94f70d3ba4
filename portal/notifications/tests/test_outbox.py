"""The developers' outbox: mails of the local folder, and nothing where the page is off."""

import pytest
from django.core.checks import run_checks
from django.urls import reverse

from portal.notifications.dispatch import dispatch
from portal.notifications.tests.factories import facts, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.MAIL_OUTBOX_DIR = tmp_path
    return tmp_path


def test_an_empty_or_missing_folder_is_no_error(client, settings, tmp_path):
    settings.MAIL_OUTBOX_DIR = tmp_path / "none"
    assert client.get(reverse("outbox:list")).context["mails"] == []
    assert client.get(reverse("outbox:newest")).url == reverse("outbox:list")


def test_mails_are_readable_without_sign_in(client, folder):
    first, second = told(), told(context=facts(number="第二", reason="<script>x</script>"))
    dispatch()
    shown = client.get(reverse("outbox:list")).context["mails"]
    assert [(mail.subject, mail.to) for mail in shown] == [
        (second.subject, second.to_email),
        (first.subject, first.to_email),
    ]
    newest = client.get(reverse("outbox:newest"), follow=True)
    assert newest.context["mail"].text.startswith(second.body)
    page = newest.content.decode()
    assert second.message_id.strip("<>") in page
    assert "<script>x" not in page


@pytest.mark.parametrize("name", ["missing.log", "..", "..%2Fportal.sqlite3", "x.txt"])
def test_nothing_outside_the_folder_is_shown(client, folder, name):
    (folder / "x.txt").write_text("Subject: no\n\nno")
    assert client.get(f"/outbox/{name}/0/", follow=True).status_code == 404


def test_a_mail_that_is_not_there_is_not_found(client, folder):
    told()
    dispatch()
    [file] = folder.iterdir()
    assert client.get(reverse("outbox:mail", args=[file.name, 0])).status_code == 200
    assert client.get(reverse("outbox:mail", args=[file.name, 1])).status_code == 404


@pytest.mark.parametrize("name", ["list", "newest"])
def test_does_not_exist_where_it_is_off(client, settings, folder, name):
    settings.OUTBOX_PAGE = False
    assert client.get(reverse(f"outbox:{name}")).status_code == 404


def test_refuses_to_be_on_where_real_people_have_accounts(settings):
    def errors():
        return [error.id for error in run_checks(tags=["security"])]

    assert "portal.E010" not in errors()
    settings.DEMO_ALLOWED = False
    assert "portal.E010" in errors()
    settings.OUTBOX_PAGE = False
    assert "portal.E010" not in errors()
