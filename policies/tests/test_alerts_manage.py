"""The page behind the link: what its holder may do, and what a wrong, old or ended link gets."""

import pytest
from django.core import mail
from django.core.signing import Signer
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from policies.alerts import following
from policies.alerts.following import follow_as
from policies.alerts.links import page_url, token_of
from policies.models import Follow, Follower, FollowRequest
from policies.tests.following import MONDAY, account, area, follower, measure, policy
from portal.core import clock
from portal.notifications.dispatch import dispatch
from portal.notifications.models import Message
from portal.notifications.tests.factories import person

pytestmark = pytest.mark.django_db
NOTHING = {"query": "", "policy_id": None, "area_id": None, "measure_id": None}
WEEKLY = {"language": "en", "frequency": "weekly"}


@pytest.fixture(autouse=True)
def _monday_in_english():
    with clock.at(MONDAY), translation.override("en"):
        yield


@pytest.fixture
def reader():
    return follower(policy(), area(), measure(), "?q=海外仓&area=entity")


@pytest.fixture
def stranger():
    return follower(policy(), area())


def page(one):
    return page_url(one, "manage")


def pks(one):
    return list(one.follows.order_by("pk").values_list("pk", flat=True))


def test_the_page_lists_what_is_followed_and_sets_no_cookie(reader, stranger):
    client = Client(enforce_csrf_checks=True)
    response = client.get(page(reader))
    assert [item["row"].pk for item in response.context["items"]] == pks(reader)
    text = response.content.decode()
    for title in (reader.follows.first().policy.title_en, "Area 3", "Search: “海外仓” · Short 3"):
        assert title in text
    assert stranger.follows.first().policy.title_en not in text
    assert (response["Referrer-Policy"], "no-store" in response["Cache-Control"]) == ("no-referrer", True)
    client.post(page(reader), {"do": "mute", "pk": pks(reader)[0]})
    assert not client.cookies


def test_mute_tell_again_and_remove_one_thing(client, reader, stranger):
    first, *others = pks(reader)
    client.post(page(reader), {"do": "mute", "pk": first})
    assert list(Follow.objects.filter(muted=True).values_list("pk", flat=True)) == [first]
    client.post(page(reader), {"do": "unmute", "pk": first})
    assert not Follow.objects.filter(muted=True).exists()
    answer = client.post(page(reader), {"do": "remove", "pk": first})
    assert answer.url == page(reader) + "?saved=1"
    assert pks(reader) == others
    assert len(pks(stranger)) == 2


@pytest.mark.parametrize("do", ["mute", "remove"])
def test_another_followers_things_are_out_of_reach(client, reader, stranger, do):
    client.post(page(reader), {"do": do, "pk": pks(stranger)[0]})
    assert list(stranger.follows.values_list("muted", flat=True)) == [False, False]


@pytest.mark.parametrize("data", [{}, {"do": "x"}, {"do": "remove"}, {"do": "remove", "pk": "9" * 30},
                                  {"do": "remove", "pk": "²"}, {"do": "rhythm", "frequency": "hourly"}])  # fmt: skip
def test_what_makes_no_sense_changes_nothing(client, reader, data):
    before = pks(reader)
    assert client.post(page(reader), data).status_code in (200, 302)
    assert pks(reader) == before
    reader.refresh_from_db()
    assert reader.frequency == "daily"


def test_rhythm_and_language(client, reader):
    client.post(page(reader), {"do": "rhythm", "frequency": "weekly", "language": "zh-hans"})
    reader.refresh_from_db()
    assert (reader.frequency, reader.language) == ("weekly", "zh-hans")
    assert page(reader).startswith("/zh-hans/alerts/")


def test_new_links_make_the_old_ones_worthless(client, reader):
    old = page(reader), page_url(reader, "end")
    answer = client.post(old[0], {"do": "renew"})
    assert [client.get(address).status_code for address in old] == [404, 404]
    assert client.get(answer.url).status_code == 200


def test_ending_deletes_everything_of_an_address(client, reader, stranger):
    FollowRequest.objects.create(**NOTHING | {"query": "?"}, email=reader.email, network="n", **WEEKLY)
    client.post(reverse("alerts:follow"), {"email": reader.email, **WEEKLY})
    dispatch()
    assert Message.objects.filter(to_email=reader.email).exists()
    assert client.post(page(reader), {"do": "end"}).status_code == 200
    assert list(Follower.objects.all()) == [stranger]
    assert not FollowRequest.objects.exists()
    assert not Message.objects.filter(to_email=reader.email).exists()
    assert Follow.objects.count() == 2


# --- links --------------------------------------------------------------------------------------------


def test_opening_the_link_to_end_ends_nothing(client, reader):
    for _ in range(3):
        assert client.get(page_url(reader, "end")).status_code == 200
    assert Follower.objects.filter(pk=reader.pk).exists()


def test_one_post_ends_without_cookie_token_or_redirect(reader, stranger):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        page_url(reader, "end"), "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert (answer.status_code, list(Follower.objects.all())) == (200, [stranger])
    assert client.post(page_url(reader, "end")).status_code == 404
    assert not client.cookies


def test_the_link_to_end_can_only_end(client, reader):
    token = token_of(reader, "end")
    assert client.get(reverse("alerts:manage", args=[token])).status_code == 404
    assert client.get(reverse("alerts:end", args=[token_of(reader, "manage")])).status_code == 404


@pytest.mark.parametrize("wrong", ["x", "1.x", "0", "9" * 40, "²", "1", ".", "-1.x", "\0"])
@pytest.mark.parametrize("name", ["manage", "end", "confirm"])
def test_a_wrong_link_is_answered_like_every_other(client, reader, wrong, name):
    answer = client.post(reverse(f"alerts:{name}", args=[wrong]), {"do": "end"})
    assert (answer.status_code, answer.templates[0].name) == (404, "policies/alerts_gone.html")
    assert Follower.objects.filter(pk=reader.pk).exists()


def test_a_link_is_good_for_its_own_follower_only(client, reader, stranger):
    signature = token_of(reader, "manage").partition(".")[2]
    for forged in (f"{stranger.pk}.{signature}", Signer(salt="policies.alerts.manage.", sep=".").sign(str(reader.pk))):
        assert client.get(reverse("alerts:manage", args=[forged])).status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_no_other_method(client, reader, method):
    assert getattr(client, method)(page_url(reader, "end")).status_code == 405
    assert Follower.objects.filter(pk=reader.pk).exists()


# --- accounts -----------------------------------------------------------------------------------------


def test_an_account_follows_at_once_and_needs_no_mail(client):
    user, thing = account(), policy()
    client.force_login(user)
    address = reverse("alerts:follow_policy", args=[thing.slug])
    assert "email" not in client.get(address).context["form"].fields
    answer = client.post(address, WEEKLY, follow=True)
    assert answer.redirect_chain[0][0] == reverse("alerts:mine")
    assert thing.title_en in answer.content.decode()
    assert "You follow this now." in answer.content.decode()
    client.post(address, WEEKLY)
    assert (Follow.objects.get().follower.user, mail.outbox, Message.objects.count()) == (user, [], 0)


def test_an_account_sees_and_changes_its_own_only(client, reader):
    user = account()
    client.force_login(user)
    assert client.get(reverse("alerts:mine")).context["items"] == []
    client.post(reverse("alerts:mine"), {"do": "end"})
    client.post(reverse("alerts:mine"), {"do": "remove", "pk": pks(reader)[0]})
    assert len(pks(reader)) == 4
    follow_as(user, NOTHING | {"query": "?"}, **WEEKLY)
    [own] = Follow.objects.filter(follower__user=user)
    client.post(reverse("alerts:mine"), {"do": "remove", "pk": own.pk})
    assert not Follow.objects.filter(pk=own.pk).exists()
    assert Client().get(reverse("alerts:mine")).status_code == 302


def test_the_accounts_form_is_protected():
    user = account()
    follow_as(user, NOTHING | {"query": "?"}, **WEEKLY)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    assert strict.post(reverse("alerts:mine"), {"do": "end"}).status_code == 403
    assert Follower.objects.exists()


def test_what_a_confirmed_address_followed_comes_with_its_account(client):
    user = account()
    mine, too = policy(), policy()
    earlier = follower(mine, too, email=user.email)
    follow_as(user, NOTHING | {"policy_id": mine.pk}, **WEEKLY)
    [now] = Follower.objects.all()
    assert (now.pk, now.user, now.email, now.follows.count()) == (earlier.pk, user, "", 2)
    again = follower(policy(), mine, email=user.email)
    client.force_login(user)
    client.get(reverse("alerts:mine"))
    assert not Follower.objects.filter(pk=again.pk).exists()
    assert now.follows.count() == 3


def test_an_unconfirmed_account_gets_nothing_of_an_address():
    user = account(verified=False)
    earlier = follower(policy(), email=user.email)
    follow_as(user, NOTHING | {"query": "?"}, **WEEKLY)
    assert earlier.follows.count() == 1
    assert Follower.objects.count() == 2


def test_a_list_has_an_end(client, monkeypatch):
    monkeypatch.setattr(following, "MOST", 3)
    user = account()
    client.force_login(user)
    for _ in range(4):
        answer = client.post(reverse("alerts:follow_policy", args=[policy().slug]), WEEKLY)
    assert answer.context["form"].non_field_errors() == ["You follow 3 things already. Remove one first."]
    assert Follow.objects.count() == 3


def test_the_account_goes_and_everything_with_it():
    user = account()
    follow_as(user, NOTHING | {"query": "?"}, **WEEKLY)
    user.delete()
    assert (Follower.objects.count(), Follow.objects.count()) == (0, 0)


# --- what the database holds --------------------------------------------------------------------------


def test_one_thing_once_a_follower(reader):
    for row in reader.follows.all():
        with pytest.raises(IntegrityError), transaction.atomic():
            Follow.objects.create(follower=reader, **row.thing)


@pytest.mark.parametrize("broken", [{"query": "", "policy_id": None}, {"query": "?"}])
def test_a_follow_is_of_exactly_one_thing(broken):
    row = follower(policy()).follows.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.filter(pk=row.pk).update(**broken)


def test_an_address_once_in_whatever_case(reader):
    for email in (reader.email, reader.email.upper()):
        with pytest.raises(IntegrityError), transaction.atomic():
            Follower.objects.create(email=email, language="en")


def test_a_follower_is_an_account_or_an_address(reader):
    for broken in ({"email": "", "user": None}, {"user": person()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Follower.objects.filter(pk=reader.pk).update(**broken)


def test_the_page_costs_the_same_for_1_and_30(client, django_assert_num_queries):
    for things in (1, 29):
        reader = follower(*(policy() for _ in range(things)), *(measure() for _ in range(things)))
        with django_assert_num_queries(2):
            client.get(page(reader))
