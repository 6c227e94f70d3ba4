"""Messages about an application: in the language of whoever is told, once, with a link to a page in that language."""

import pytest
from django.utils import translation

from enterprises.enums import State
from enterprises.telling import tell_about, tell_applicant
from enterprises.tests.factories import UserFactory, application_in
from portal.notifications.models import Message

pytestmark = pytest.mark.django_db
KIND = "enterprises/call_closed"


def test_it_is_said_in_the_language_of_the_reader_and_once() -> None:
    application = application_in(State.SUBMITTED)
    english = UserFactory(language="en")
    page = ("enterprises:case", application.number)
    with translation.override("zh-hans"):
        for person in (english, UserFactory(language="zh-hans")):
            assert tell_about(application, person, KIND, f"k:{person.pk}", page, why=translation.get_language)
        assert tell_about(application, english, KIND, f"k:{english.pk}", page, why="") is False
    found = Message.objects.filter(kind=KIND).order_by("pk")
    assert [(one.url.split("/")[1], "en" in one.body.split(), one.case_reference) for one in found] == [
        ("en", True, application.number), ("zh-hans", False, application.number),
    ]  # fmt: skip


def test_the_applicant_is_whoever_filed() -> None:
    application = application_in(State.SUBMITTED)
    assert tell_applicant(application, KIND, "k", ("enterprises:case", application.number), why="x")
    assert Message.objects.get(kind=KIND).recipient == application.applicant
