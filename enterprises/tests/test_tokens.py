"""Keys of an enterprise's software: what they open, until when, and that nobody reads them twice."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from rest_framework.settings import api_settings

from enterprises.enums import MemberRole, State, TokenScope
from enterprises.machines.authentication import TokenThrottle
from enterprises.machines.tokens import TokenError, make_token, revoke_token
from enterprises.models import ApiToken, Membership
from enterprises.tests.factories import MembershipFactory, application_in, cast, draft
from enterprises.tests.machines import API, Software, software_of, token_for
from portal.audit.models import Entry
from portal.core import clock
from portal.core.codes import digest

pytestmark = pytest.mark.django_db


def test_without_a_key_the_answer_says_which_is_meant(client):
    for path in (API, f"{API}QD-2026-000001/", f"{API}QD-2026-000001/submission/"):
        answer = client.post(path) if path.endswith("submission/") else client.get(path)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == 'Bearer realm="Qingdao Digital Trade Portal"'


def test_a_key_opens_the_applications_of_its_enterprise_alone():
    mine = draft()
    other = draft(applicant=mine.applicant)
    found = software_of(mine)
    assert [row["number"] for row in found.get().json()["results"]] == [mine.number]
    assert found.get(f"{mine.number}/").status_code == 200
    assert found.get(f"{other.number}/").status_code == 404
    body = {"call": mine.call.code, "enterprise": other.enterprise.credit_code}
    assert found.ask("post", "", body).json()["errors"] == {"enterprise": ["You don’t act for such an enterprise."]}


def test_only_a_digest_is_kept():
    application = draft()
    secret = token_for(application.applicant, application.enterprise)
    stored = ApiToken.objects.get()
    assert stored.digest == digest(secret)
    assert stored.prefix == secret[:12]
    assert secret not in {str(value) for value in vars(stored).values()}
    assert [row.verb for row in Entry.objects.filter(scope=f"enterprise:{application.enterprise_id}")] == ["make_token"]


@pytest.mark.parametrize("wrong", ["", "qd_", "qd_x", "x" * 5000, "qd_\xff", "qd_" + "a" * 43])
def test_what_is_no_key_opens_nothing(wrong):
    draft()
    assert Software(wrong).get().status_code == 401


def ended(token, application):
    ApiToken.objects.update(expires_on=clock.today() - timedelta(days=1))


def revoked(token, application):
    revoke_token(token, application.applicant)


def without_its_maker(token, application):
    Membership.objects.filter(user=application.applicant).delete()


def of_an_agent_whose_mandate_ended(token, application):
    yesterday = clock.today() - timedelta(days=1)
    Membership.objects.update(role=MemberRole.AGENT, ends_on=yesterday)


def of_a_person_who_is_locked_out(token, application):
    application.applicant.is_active = False
    application.applicant.save()


@pytest.mark.parametrize(
    "change", [ended, revoked, without_its_maker, of_an_agent_whose_mandate_ended, of_a_person_who_is_locked_out]
)
def test_a_key_opens_nothing_any_more(change):
    application = draft()
    found = software_of(application)
    assert found.get().status_code == 200
    change(ApiToken.objects.get(), application)
    assert found.get().status_code == 401


def test_the_last_day_still_counts():
    application = draft()
    found = Software(token_for(application.applicant, application.enterprise, days=0))
    assert found.get().status_code == 200


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (TokenScope.READ, {"get": 200, "patch": 403, "submission": 403, "take": 403}),
        (TokenScope.WRITE, {"get": 403, "patch": 200, "submission": 403, "take": 403}),
        (TokenScope.SUBMIT, {"get": 403, "patch": 403, "submission": 201, "take": 200}),
    ],
)
def test_each_scope_opens_its_own_steps(scope, expected):
    application = draft()
    found = Software(token_for(application.applicant, application.enterprise, scope))
    number = application.number
    answers = {
        "get": found.get(f"{number}/"),
        "patch": found.ask("patch", f"{number}/sections/contact/", {"revision": 0, "answers": {"contact_name": "李"}}),
        "submission": found.ask("post", f"{number}/submission/", {"declaration": True}),
        "take": found.ask("post", f"{number}/take/", {"step": "withdraw"}),
    }
    assert {name: answer.status_code for name, answer in answers.items()} == expected


def test_a_key_of_an_official_opens_no_desk():
    """An officer who is also a member of an enterprise does not decide through its software."""
    people = cast()
    application = application_in(State.SUBMITTED, people=people)
    MembershipFactory(user=people.district, enterprise=application.enterprise)
    found = Software(token_for(people.district, application.enterprise))
    assert found.get(f"{application.number}/").json()["steps"] == ["withdraw"]
    assert found.ask("post", f"{application.number}/take/", {"step": "accept"}).status_code == 403


def test_its_use_is_noted_once_a_minute(django_assert_num_queries):
    application = draft()
    found = software_of(application)
    now = clock.now()
    for seconds, noted in ((0, 0), (59, 0), (60, 60)):
        with clock.at(now + timedelta(seconds=seconds)):
            found.get()
        assert ApiToken.objects.get().last_used_at == now + timedelta(seconds=noted)


def test_a_token_ends_within_a_year_and_there_are_not_endlessly_many():
    application = draft()
    for days in (-1, 366):
        with pytest.raises(TokenError):
            token_for(application.applicant, application.enterprise, days=days)
    for _time in range(20):
        token_for(application.applicant, application.enterprise, days=365)
    with pytest.raises(TokenError):
        token_for(application.applicant, application.enterprise)
    revoke_token(ApiToken.objects.first(), application.applicant)
    assert make_token(
        application.applicant, application.enterprise, name="x", scopes=["bogus"], expires_on=clock.today()
    )[0].scopes == []  # fmt: skip


def test_each_token_has_its_own_rate(monkeypatch):
    caches["here"].clear()
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "token", "2/min")
    monkeypatch.setattr(TokenThrottle, "THROTTLE_RATES", api_settings.DEFAULT_THROTTLE_RATES)
    application = draft()
    one, two = software_of(application), software_of(application)
    assert [one.get().status_code for _time in range(3)] == [200, 200, 429]
    assert one.get()["Retry-After"]
    assert two.get().status_code == 200
