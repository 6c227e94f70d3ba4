"""Writing messages: one row, in the caller's transaction, in the reader's language, once."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from portal.accounts.adapter import deliver_mail
from portal.notifications import kinds
from portal.notifications.actions import Letter, resend, set_preferences, tell, tell_each, tell_many
from portal.notifications.enums import MailState
from portal.notifications.models import Message
from portal.notifications.rendering import mail_of
from portal.notifications.tests.factories import facts, person, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def optional_kind():
    kinds.declare("tests/notice", "Test", optional=True)
    yield "tests/notice"
    kinds._kinds.pop("tests/notice")


def test_speaks_the_recipients_language_not_the_callers():
    with translation.override("en"):
        chinese = told(person("zh-hans"), url="/en/my/cases/1/")
        english = told(person("en"), url="/en/my/cases/1/")
    assert (chinese.subject, chinese.url) == ("补正通知：QD-2026-001", "/zh-hans/my/cases/1/")
    assert (english.subject, english.url) == ("Correction requested: QD-2026-001", "/en/my/cases/1/")
    assert chinese.body == "请于 2026-11-30 前补正：营业执照"
    assert mail_of(chinese).extra_headers["Content-Language"] == "zh-Hans"


def test_a_repeated_key_keeps_the_first_message_and_costs_one_query(django_assert_num_queries):
    reader = person()
    arguments = {"kind": "tests/notice", "recipient": reader, "dedupe_key": "returned:7"}
    with django_assert_num_queries(1):
        first = tell(**arguments, context=facts(reason="first"))
    with django_assert_num_queries(1), transaction.atomic(savepoint=False):
        assert tell(**arguments, context=facts(reason="second")) is None
    assert list(Message.objects.values_list("pk", "body")) == [(first.pk, "请于 2026-11-30 前补正：first")]


def test_a_change_that_is_undone_tells_nobody():
    reader = person()
    with transaction.atomic():
        told(reader)
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_facts_cannot_become_headers_or_markup():
    reader = person()
    message = told(reader, context=facts(number="1\r\nBcc: x@example.test", reason="<b>a & b</b>\0"))
    assert message.subject == "补正通知：1"
    assert message.body.startswith("Bcc: x@example.test")
    mail = mail_of(message).message()
    assert mail["Bcc"] is None
    text, html = (part.get_payload(decode=True).decode() for part in mail.get_payload())
    assert "<b>a & b</b>" in text
    assert "&lt;b&gt;a &amp; b&lt;/b&gt;" in html
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("address", ["nobody", "a@example.test\nBcc: b@example.test", "a b@example.test"])
def test_an_address_that_is_none_fails_visibly_and_undoes_nothing(address):
    message = told(to_email=address)
    message.refresh_from_db()
    assert (message.mail_state, message.in_inbox) == (MailState.FAILED, False)
    assert message.last_error


@pytest.mark.parametrize("where", [{"to_email": "a@example.test"}, {"in_inbox": False}])
def test_nothing_is_written_where_nobody_could_read_it(where):
    reader = None if "to_email" in where else person()
    assert tell(kind="tests/notice", recipient=reader, context=facts(), dedupe_key="k", mail=False, **where) is None
    assert not Message.objects.exists()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "my/cases/1/"])
def test_a_link_is_a_path_or_a_web_address(url):
    with pytest.raises(ValueError, match="links to"):
        told(url=url)


@pytest.mark.parametrize("kind", ["notice", "../notice/x", "tests/../notice", "Tests/notice"])
def test_a_kind_is_app_and_name(kind):
    with pytest.raises(ValueError, match="app/name"):
        told(kind=kind)


def test_a_sensitive_message_is_mail_only():
    message = told(sensitive=True)
    assert (message.in_inbox, message.mail_state) == (False, MailState.PENDING)


def test_optional_kinds_can_be_declined_as_mail_and_stay_in_the_portal(optional_kind):
    reader = person()
    set_preferences(reader, {optional_kind: False})
    assert (told(reader).mail_state, told(reader).in_inbox) == (MailState.NONE, True)
    set_preferences(reader, {optional_kind: True})
    assert told(reader).mail_state == MailState.PENDING


def test_mandatory_kinds_cannot_be_declined():
    reader = person()
    set_preferences(reader, {"tests/notice": False})
    assert told(reader).mail_state == MailState.PENDING
    assert not reader.mail_preferences.exists()


def test_many_are_told_each_in_their_language_and_once(optional_kind):
    chinese, english, declining = person(), person("en"), person()
    set_preferences(declining, {optional_kind: False})
    arguments = {"kind": optional_kind, "dedupe_key": "call:3", "context": facts()}
    assert tell_many(**arguments, recipients=[chinese, english]) == 2
    assert tell_many(**arguments, recipients=[chinese, english, declining]) == 1
    assert set(Message.objects.values_list("recipient", "subject", "mail_state", "dedupe_key")) == {
        (chinese.pk, "补正通知：QD-2026-001", "pending", f"call:3:{chinese.pk}"),
        (english.pk, "Correction requested: QD-2026-001", "pending", f"call:3:{english.pk}"),
        (declining.pk, "补正通知：QD-2026-001", "none", f"call:3:{declining.pk}"),
    }


def test_many_may_each_have_their_own_facts():
    first, second = person(), person()
    tell_many(
        kind="tests/notice",
        recipients=[first, second],
        dedupe_key="own",
        context=lambda reader: facts(number=reader.email),
    )
    assert set(Message.objects.values_list("recipient__email", "subject")) == {
        (reader.email, f"补正通知：{reader.email}") for reader in (first, second)
    }


def test_telling_many_costs_the_same_for_2_and_30(django_assert_num_queries):
    people = [person() for _ in range(30)]
    for number, readers in enumerate([people[:2], people]):
        with transaction.atomic(), django_assert_num_queries(2):
            tell_many(kind="tests/notice", recipients=readers, context=facts(), dedupe_key=f"cost:{number}")


def test_each_reader_gets_a_letter_of_their_own_with_an_account_or_without(optional_kind):
    english, declining = person("en"), person()
    set_preferences(declining, {optional_kind: False})
    letters = [
        Letter(context=facts(), language="en", dedupe_key="l:1", recipient=english, url="/zh-hans/my/"),
        Letter(context=facts(number="二"), language="zh-hans", dedupe_key="l:2", to_email="a@example.test"),
        Letter(context=facts(), language="zh-hans", dedupe_key="l:3", recipient=declining),
        Letter(context=facts(), language="en", dedupe_key="l:4", recipient=person(), mail=False),
    ]
    assert [tell_each(kind=optional_kind, letters=letters) for _ in range(2)] == [4, 0]
    rows = Message.objects.order_by("dedupe_key")
    assert list(rows.values_list("subject", "to_email", "in_inbox", "mail_state", "url")) == [
        ("Correction requested: QD-2026-001", english.email, True, "pending", "/en/my/"),
        ("补正通知：二", "a@example.test", False, "pending", ""),
        ("补正通知：QD-2026-001", "", True, "none", ""),
        ("Correction requested: QD-2026-001", "", True, "none", ""),
    ]


def test_telling_each_costs_the_same_for_2_and_30(optional_kind, django_assert_num_queries):
    for number in (2, 30):
        letters = [
            Letter(context=facts(), language="en", dedupe_key=f"{number}:{n}", recipient=person())
            for n in range(number)
        ]
        with transaction.atomic(), django_assert_num_queries(3):
            assert tell_each(kind=optional_kind, letters=letters) == number


def test_a_mail_carries_the_way_out_of_its_kind_and_no_other_does():
    way_out = kinds.WayOut("https://portal.test/manage/1/", "https://portal.test/end/1/")
    asked = []

    def of(message):
        asked.append(message)
        return way_out if message.recipient_id else None

    kinds.declare("tests/notice", "Test", way_out=of)
    try:
        mails = [mail_of(told(person("en"))), mail_of(told(to_email="a@example.test"))]
    finally:
        kinds._kinds.pop("tests/notice")
    mails.append(mail_of(told()))
    assert [mail.message()["List-Unsubscribe"] for mail in mails] == ["<https://portal.test/end/1/>", None, None]
    assert [mail.message()["List-Unsubscribe-Post"] for mail in mails] == ["List-Unsubscribe=One-Click", None, None]
    for text in (mails[0].body, mails[0].alternatives[0].content):
        assert ("https://portal.test/end/1/" in text, "https://portal.test/manage/1/" in text) == (True, True)
    assert "portal.test/end" not in mails[1].body + mails[2].body
    assert "portal.test/end" not in Message.objects.get(pk=asked[0].pk).body


def test_a_long_key_is_kept_as_a_digest():
    reader = person()
    first = tell(kind="tests/notice", recipient=reader, context=facts(), dedupe_key="k" * 300)
    assert first is not None
    assert tell(kind="tests/notice", recipient=reader, context=facts(), dedupe_key="k" * 300) is None
    assert tell(kind="tests/notice", recipient=reader, context=facts(), dedupe_key="k" * 301) is not None


def test_a_failed_mail_is_sent_again_to_the_present_address():
    reader = person()
    message = told(reader)
    assert resend(message) is False
    Message.objects.update(mail_state=MailState.FAILED, attempts=9, last_error="550")
    reader.email = "new@example.test"
    reader.save()
    assert resend(Message.objects.get()) is True
    again = Message.objects.get()
    assert (again.mail_state, again.to_email, again.attempts) == (MailState.PENDING, "new@example.test", 0)


@pytest.mark.parametrize(
    "broken",
    [
        {"mail_state": "lost"},
        {"mail_state": "sending"},
        {"mail_state": "sent"},
        {"next_attempt_at": None},
        {"to_email": ""},
        {"recipient": None},
        {"sensitive": True},
        {"mail_state": "none", "in_inbox": False},
    ],
)
def test_the_database_refuses_rows_that_make_no_sense(broken):
    message = told()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**broken)


def test_the_sign_in_systems_mails_go_through_the_same_door():
    reader = person("en")
    mail = {"subject": "Your\ncode", "body": "Code: 123456", "kind": "account/email/login_code", "language": "en"}
    deliver_mail(to="other@example.test", user=reader, **mail)
    deliver_mail(to="nobody@example.test", user=None, **mail)
    rows = Message.objects.order_by("pk").values_list("to_email", "recipient", "subject", "sensitive", "in_inbox")
    assert list(rows) == [
        ("other@example.test", reader.pk, "Your code", True, False),
        ("nobody@example.test", None, "Your code", True, False),
    ]
