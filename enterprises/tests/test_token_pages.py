"""Owners make and revoke the keys of their software on the enterprise's pages; nobody else sees them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from enterprises.enums import MemberRole, TokenScope
from enterprises.models import ApiToken
from enterprises.tests.factories import EnterpriseFactory, MembershipFactory
from enterprises.tests.machines import Software, token_for
from portal.core import clock

pytestmark = pytest.mark.django_db


def page(enterprise, name="org_tokens", *more):
    with translation.override("en"):
        return reverse(f"enterprises:{name}", args=[enterprise.pk, *more])


@pytest.fixture
def owner(client):
    member = MembershipFactory(role=MemberRole.OWNER)
    client.force_login(member.user)
    return member


def form(**changes):
    ends = (clock.today() + timedelta(days=90)).isoformat()
    return {"name": "ERP", "scopes": [TokenScope.READ, TokenScope.WRITE], "expires_on": ends} | changes


def test_a_token_is_shown_once_and_opens_what_was_ticked(client, owner):
    made = client.post(page(owner.enterprise), form())
    assert (made.status_code, made["Cache-Control"]) == (200, "no-store")
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert Software(secret).get().status_code == 200
    token = ApiToken.objects.get()
    assert (token.scopes, token.user) == ([TokenScope.READ, TokenScope.WRITE], owner.user)
    again = client.get(page(owner.enterprise)).content.decode()
    assert token.prefix in again
    assert secret not in again


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"expires_on": "2020-01-01"}, "expires_on"),
        ({"expires_on": (clock.today() + timedelta(days=400)).isoformat()}, "expires_on"),
    ],
)
def test_what_can_not_be_made_says_why(client, owner, change, field):
    answer = client.post(page(owner.enterprise), form(**change))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not ApiToken.objects.exists()


def test_a_revoked_token_opens_nothing_and_stays_in_the_list(client, owner):
    secret = token_for(owner.user, owner.enterprise)
    token = ApiToken.objects.get()
    assert client.get(page(owner.enterprise, "org_token_revoke", token.pk)).status_code == 405
    client.post(page(owner.enterprise, "org_token_revoke", token.pk))
    assert Software(secret).get().status_code == 401
    assert "revoked on" in client.get(page(owner.enterprise)).content.decode()


def test_nobody_revokes_the_token_of_another_enterprise(client, owner):
    other = MembershipFactory(enterprise=EnterpriseFactory())
    secret = token_for(other.user, other.enterprise)
    token = ApiToken.objects.get()
    for enterprise in (owner.enterprise, other.enterprise):
        assert client.post(page(enterprise, "org_token_revoke", token.pk)).status_code == 404
    assert client.get(page(other.enterprise)).status_code == 404
    assert Software(secret).get().status_code == 200


@pytest.mark.parametrize("role", [role for role in MemberRole if role != MemberRole.OWNER])
def test_only_an_owner_gives_keys(client, owner, role):
    member = MembershipFactory(enterprise=owner.enterprise, role=role, ends_on=clock.today())
    client.force_login(member.user)
    assert client.get(page(owner.enterprise)).status_code == 403
    assert client.post(page(owner.enterprise), form()).status_code == 403
    with translation.override("en"):
        file = client.get(reverse("enterprises:org_file", args=[owner.enterprise.pk]))
    assert page(owner.enterprise) not in file.content.decode()
    assert not ApiToken.objects.exists()
