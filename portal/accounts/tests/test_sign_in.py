"""Signing in: lock-out, second factor of officials, codes that go by the one door for messages."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.accounts.enums import Role, UnitKind
from portal.accounts.hashers import PortalArgon2PasswordHasher
from portal.accounts.models import Post, Unit, User
from portal.notifications.dispatch import drain
from portal.notifications.models import Message

pytestmark = pytest.mark.django_db
PASSWORD = "qingdao-tide-27"


def person(email: str = "somebody@example.test", **fields) -> User:
    user = User.objects.create_user(email, PASSWORD, **fields)
    user.emailaddress_set.create(email=email, verified=True, primary=True)
    return user


def url(name: str) -> str:
    with translation.override("en"):
        return reverse(name)


def sign_in(client, email: str, password: str = PASSWORD):
    return client.post(url("account_login"), {"login": email, "password": password})


def test_the_address_is_read_in_any_case(client):
    person()
    assert sign_in(client, "SomeBody@Example.Test").status_code == 302
    assert "_auth_user_id" in client.session


def test_an_address_is_taken_once_in_any_case():
    person()
    with pytest.raises(Exception, match=r"(?i)unique"):
        User.objects.create(email="SOMEBODY@example.test")


@pytest.mark.parametrize(("language", "sentence"), [("en", "There is a problem"), ("zh-hans", "填写有误")])
def test_a_wrong_password_keeps_the_address_and_says_so(client, language, sentence):
    person()
    with translation.override(language):
        page = reverse("account_login")
    answer = client.post(page, {"login": "somebody@example.test", "password": "wrong"})
    assert sentence in answer.content.decode()
    assert 'value="somebody@example.test"' in answer.content.decode()
    assert "wrong" not in answer.content.decode().replace('wrong"', "")


def test_five_wrong_passwords_lock_the_sixth_even_if_it_is_right(client):
    person()
    for _attempt in range(5):
        sign_in(client, "somebody@example.test", "wrong")
    assert sign_in(client, "somebody@example.test").status_code == 429
    assert "_auth_user_id" not in client.session


def test_unknown_and_known_addresses_answer_alike(client):
    person()
    pages = [sign_in(client, email, "wrong") for email in ("somebody@example.test", "nobody@example.test")]
    tokenless = [re.sub(r'value="[^"]*"', "", page.content.decode()) for page in pages]
    assert tokenless[0] == tokenless[1]
    assert pages[0].status_code == pages[1].status_code


def test_an_official_without_a_second_factor_is_sent_to_enrol(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(person(is_staff=True, is_superuser=True))
    answer = client.get(url("admin:index"))
    assert answer.url == url("mfa_activate_totp")
    assert client.get(url("home")).url == url("mfa_activate_totp")


def test_an_applicant_needs_none(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(person())
    assert client.get(url("enterprises:desk")).status_code == 200


def test_who_holds_no_office_does_not_enter_the_desk(client):
    client.force_login(person())
    assert client.get(url("admin:index"), follow=True).status_code == 403


def test_registering_sends_a_code_and_nothing_inside_the_request(client):
    """The code is a message that loses its text once it is sent, and stands in no inbox."""
    typed = {"name": "王宁", "email": "new@example.test", "password1": PASSWORD, "password2": PASSWORD}
    client.post(url("account_signup"), typed)
    message = Message.objects.get(to_email="new@example.test")
    assert (message.sensitive, message.in_inbox, mail.outbox) == (True, False, [])
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", message.body)[0]
    drain()
    assert code in mail.outbox[0].body
    message.refresh_from_db()
    assert code not in message.body
    client.post(url("account_email_verification_sent"), {"code": code})
    user = User.objects.get(email="new@example.test")
    assert user.emailaddress_set.get().verified
    assert user.name == "王宁"


def test_registering_a_known_address_looks_the_same(client):
    person()
    typed = {"name": "A", "email": "somebody@example.test", "password1": PASSWORD, "password2": PASSWORD}
    known = client.post(url("account_signup"), typed)
    unknown = client.post(url("account_signup"), typed | {"email": "new@example.test"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert User.objects.filter(email="somebody@example.test").count() == 1


@pytest.mark.parametrize("password", ["short", "1234567890123", "password123", "somebody@example"])
def test_weak_passwords_are_refused(client, password):
    typed = {"name": "A", "email": "somebody@example.test", "password1": password, "password2": password}
    assert client.post(url("account_signup"), typed).status_code == 200
    assert not User.objects.exists()


def test_the_hash_is_as_strong_as_owasp_asks(settings):
    settings.PASSWORD_HASHERS = ["portal.accounts.hashers.PortalArgon2PasswordHasher"]
    stored = make_password(PASSWORD)
    assert re.match(r"argon2\$argon2id\$v=19\$m=19456,t=2,p=1\$", stored)
    assert PortalArgon2PasswordHasher().verify(PASSWORD, stored)


def test_roles_are_held_in_units():
    unit = Unit.objects.create(code="370212", kind=UnitKind.DISTRICT, name_zh="崂山区商务局", name_en="Laoshan")
    other = Unit.objects.create(code="370202", kind=UnitKind.DISTRICT, name_zh="市南区商务局", name_en="Shinan")
    user = person(is_staff=True)
    Post.objects.create(user=user, unit=unit, role=Role.DISTRICT)
    assert user.has_role(Role.DISTRICT)
    assert user.has_role(Role.DISTRICT, unit)
    assert not user.has_role(Role.DISTRICT, other)
    assert not user.has_role(Role.LEADERSHIP)


@pytest.mark.parametrize(
    ("language", "login", "signup", "wrong"),
    [("ko", "로그인", "이름", "올바르지 않습니다"), ("ja", "ログイン", "お名前", "正しくありません")],
)
def test_foreign_talent_signs_in_and_registers_in_their_language(client, language, login, signup, wrong):
    """The pages are theirs; messages are written in the portal's own languages, and English is nearest."""
    page = client.get(f"/{language}/accounts/login/")
    assert (page.status_code, page["Content-Language"]) == (200, language)
    assert login in page.text
    refused = client.post(f"/{language}/accounts/login/", {"login": "nobody@example.test", "password": "x" * 12})
    assert wrong in refused.text
    assert signup in client.get(f"/{language}/accounts/signup/").text
    typed = {"name": "Kim", "email": "kim@example.test", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post(f"/{language}/accounts/signup/", typed, headers={"accept-language": language})
    assert answer.url.startswith(f"/{language}/accounts/")
    assert User.objects.get(email="kim@example.test").language == "en"
    message = Message.objects.get(to_email="kim@example.test")
    assert message.language == "en"
    assert message.body.isascii()
    person("lee@example.test")
    answer = Client().post(f"/{language}/accounts/login/", {"login": "lee@example.test", "password": PASSWORD})
    assert answer.url == f"/{language}/talent/"
