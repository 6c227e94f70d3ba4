"""Following without an account: nobody is told who did not agree, and nobody learns who did."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from policies.alerts import asking, tasks
from policies.alerts.asking import ask
from policies.models import Follow, Follower, FollowRequest
from policies.models.follows import EVERYTHING
from policies.tests.following import MONDAY, account, area, follower, measure, policy
from portal.core import clock
from portal.notifications.dispatch import dispatch
from portal.notifications.models import Message

pytestmark = pytest.mark.django_db
ADDRESS = "reader@example.test"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/\S*)")


@pytest.fixture(autouse=True)
def _monday_in_english():
    with clock.at(MONDAY), translation.override("en"):
        yield


@pytest.fixture
def thing():
    return policy()


def form(**changes):
    return {"email": ADDRESS, "frequency": "daily", "language": "en", **changes}


def request(client, thing, **changes):
    return client.post(reverse("alerts:follow_policy", args=[thing.slug]), form(**changes))


def mails():
    """Send what is due; what has arrived so far."""
    dispatch()
    return mail.outbox


def link_in(letter):
    [path] = [path for path in LINK.findall(letter.body) if "/alerts/" in path]
    return path


def columns(rows):
    return {(row.query, row.policy_id, row.area_id, row.measure_id) for row in rows}


# --- the way in -----------------------------------------------------------------------------------


def test_one_mail_one_link_one_button(client, thing):
    assert request(client, thing, email="Reader@Example.TEST").url == reverse("alerts:asked")
    [letter] = mails()
    assert (letter.to, Follower.objects.count()) == ([ADDRESS], 0)
    assert thing.title_en in letter.body
    address = link_in(letter)
    page = client.get(address)
    assert thing.title_en in page.content.decode()
    assert page.content.decode().count("<button") == 1
    answer = client.post(address)
    [made] = Follower.objects.all()
    assert (made.email, made.frequency, made.language) == (ADDRESS, "daily", "en")
    assert columns(made.follows.all()) == {("", thing.pk, None, None)}
    assert client.get(answer.url).status_code == 200


def test_opening_the_link_confirms_nothing_however_often(client, thing):
    request(client, thing)
    address = link_in(mails()[0])
    for _ in range(3):
        assert client.get(address).status_code == 200
        client.head(address)
    assert not Follower.objects.exists()


def test_the_link_works_once_and_for_three_days(client, thing):
    request(client, thing)
    address = link_in(mails()[0])
    with clock.at(MONDAY + timedelta(days=3)):
        late = client.post(address)
    assert late.status_code == 404
    assert client.post(address).status_code == 302
    again = client.post(address)
    assert (again.status_code, Follower.objects.count()) == (404, 1)
    wrong = client.get(reverse("alerts:confirm", args=["x" * 43]))
    token = address.rstrip("/").rpartition("/")[2].encode()
    assert wrong.content.replace(b"x" * 43, token) == again.content == late.content


def test_the_secret_is_not_stored_and_the_mail_forgets_it(client, thing):
    request(client, thing)
    token = link_in(mails()[0]).rstrip("/").rpartition("/")[2]
    row, message = FollowRequest.objects.get(), Message.objects.get()
    assert token not in repr(row.__dict__)
    assert (message.sensitive, message.body, message.url, message.in_inbox) == (True, "", "", False)


@pytest.mark.parametrize("kind", ["policy", "area", "measure", "search", "everything"])
def test_each_kind_of_thing_can_be_followed(client, kind):
    things = {"policy": policy(), "area": area(), "measure": measure()}
    made = things.get(kind)
    slug = {"policy": "slug", "area": "slug", "measure": "slug"}.get(kind)
    address = reverse(f"alerts:follow_{kind}", args=[getattr(made, slug)]) if made else reverse("alerts:follow")
    address += "?q=%E6%B5%B7%E5%A4%96%E4%BB%93&area=entity&nonsense=1" if kind == "search" else ""
    assert client.get(address).status_code == 200
    client.post(address, form())
    [row] = FollowRequest.objects.all()
    if made:
        assert row.target == made
    elif kind == "everything":
        assert row.query == EVERYTHING
    else:
        assert row.query == "?q=%E6%B5%B7%E5%A4%96%E4%BB%93&area=entity"


def test_signs_alone_are_followed_as_everything_and_said_to_be(client):
    address = reverse("alerts:follow") + "?q=%E3%80%82%EF%BC%8C"
    assert "。，" not in client.get(address).content.decode()
    client.post(address, form())
    assert FollowRequest.objects.get().query == EVERYTHING


def test_what_a_stranger_typed_does_not_travel_in_our_mail(client):
    client.post(reverse("alerts:follow") + "?q=Win+money+at+evil.example", form())
    [letter] = mails()
    assert "evil.example" not in letter.subject + letter.body + letter.alternatives[0].content
    assert "evil.example" in client.get(link_in(letter)).content.decode()


def test_what_is_not_published_cannot_be_followed(client):
    hidden = policy(published=False)
    assert request(client, hidden).status_code == 404
    of_hidden = measure(hidden)
    assert client.post(reverse("alerts:follow_measure", args=[of_hidden.slug]), form()).status_code == 404
    assert client.get(reverse("alerts:follow") + "?q=" + "x" * 10_000).status_code in (200, 404)
    assert not FollowRequest.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nobody"}, {"email": ""}, {"email": "a@b.example\nBcc: c@d.example"},
        {"email": "a" * 300 + "@b.example"},
        {"frequency": "hourly"}, {"language": "fr"}, {"frequency": ""},
    ],
)  # fmt: skip
def test_a_form_with_a_mistake_is_shown_again(client, thing, wrong):
    assert request(client, thing, **wrong).status_code == 200
    assert not FollowRequest.objects.exists()


def test_the_form_is_protected_and_the_links_need_no_cookie(thing):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("alerts:follow_policy", args=[thing.slug]), form()).status_code == 403
    request(Client(), thing)
    assert strict.post(link_in(mails()[0])).status_code == 302
    assert not strict.cookies


def test_the_link_tells_nobody_of_itself(client, thing):
    request(client, thing)
    page = client.get(link_in(mails()[0]))
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    assert not page.cookies


# --- nobody learns anything -------------------------------------------------------------------------


def test_the_answer_is_the_same_whoever_is_known(thing):
    known = follower(thing)
    with_account = account().email
    answers = []
    for email in ("new@example.test", known.email, with_account, known.email.upper()):
        answer = request(Client(), thing, email=email)
        answers.append((answer.status_code, answer.url, answer.content, dict(answer.cookies)))
    assert answers == [answers[0]] * 4
    assert {letter.to[0] for letter in mails()} == {"new@example.test", known.email, with_account}


def test_a_stranger_adds_nothing_to_a_followers_list(client, thing):
    known = follower(thing)
    other = policy()
    request(client, other, email=known.email)
    assert columns(known.follows.all()) == {("", thing.pk, None, None)}
    client.post(link_in(mails()[0]))
    assert columns(known.follows.all()) == {("", thing.pk, None, None), ("", other.pk, None, None)}
    known.refresh_from_db()
    assert known.frequency == "daily"


# --- nobody is bombed -------------------------------------------------------------------------------


def test_an_unconfirmed_address_gets_one_mail_an_hour_and_three_a_day(client, thing):
    for minutes in range(0, 23 * 60, 20):
        with clock.at(MONDAY + timedelta(minutes=minutes)):
            request(client, thing)
            dispatch()
    assert [letter.to for letter in mail.outbox] == [[ADDRESS]] * 3
    written = Message.objects.order_by("created_at").values_list("created_at", flat=True)
    assert [moment - written[0] for moment in written] == [timedelta(0), timedelta(hours=1), timedelta(hours=2)]


def test_one_network_cannot_ask_for_many_addresses(client, thing):
    for number in range(asking.NETWORK_A_DAY):
        request(client, thing, email=f"stranger{number}@example.test")
    answer = request(client, thing, email="last@example.test")
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (
        200,
        ["Too many such requests came from your network today. Try again tomorrow, or sign in."],
    )
    assert not FollowRequest.objects.filter(email="last@example.test").exists()
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert request(elsewhere, thing, email="last@example.test").status_code == 302
    with clock.at(MONDAY + timedelta(days=1, minutes=1)):
        assert request(client, thing, email="next@example.test").status_code == 302


def test_networks_are_told_apart_behind_a_trusted_proxy_only(client, thing, settings):
    def networks():
        return set(FollowRequest.objects.values_list("network", flat=True))

    for address in ("203.0.113.1", "203.0.113.2"):
        request(Client(headers={"X-Forwarded-For": address}), thing)
    assert len(networks()) == 1
    FollowRequest.objects.all().delete()
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for address in ("203.0.113.1", "9.9.9.9, 203.0.113.1", "2001:db8::1", "2001:db8::2", "not an address"):
        request(Client(headers={"X-Forwarded-For": address}), thing)
    assert len(networks()) == 3
    assert not any("203" in network and "." in network for network in networks())


def test_one_link_confirms_all_that_was_asked_within_the_hour(client, thing):
    other = policy()
    request(client, thing)
    request(client, other)
    [letter] = mails()
    assert other.title_en in client.get(link_in(letter)).content.decode()
    client.post(link_in(letter))
    assert columns(Follow.objects.all()) == {("", thing.pk, None, None), ("", other.pk, None, None)}


def test_who_confirmed_may_go_on_at_once(client, thing):
    for number in range(1, 6):
        request(client, policy())
        client.post(link_in(mails()[-1]))
        assert len(mail.outbox) == Follow.objects.count() == number


def test_two_requests_at_one_moment_write_one_mail(thing):
    """Neither sees the other's row: the message's key decides."""
    wish = {"email": ADDRESS, "language": "en", "frequency": "daily", "network": "n"}
    ask(**wish, thing={"policy_id": thing.pk})
    FollowRequest.objects.update(email="elsewhere@example.test")
    ask(**wish, thing={"policy_id": thing.pk})
    assert len(mails()) == 1


def test_a_request_costs_the_same_whatever_came_before(thing, django_assert_max_num_queries):
    for number in range(40):
        with clock.at(MONDAY + timedelta(hours=number)), django_assert_max_num_queries(9):
            ask(email=ADDRESS, language="en", frequency="daily", thing={"policy_id": thing.pk}, network=f"n{number}")
    assert FollowRequest.objects.count() <= 2 * asking.ADDRESS_A_DAY


# --- what is kept -----------------------------------------------------------------------------------


def test_an_address_that_nobody_confirmed_is_gone_after_seven_days(client, thing):
    request(client, thing)
    dispatch()
    with clock.at(MONDAY + timedelta(days=6, hours=23)):
        assert tasks.forget_addresses() == 0
    kept = Message.objects.create(to_email=ADDRESS, kind="enterprises/x", language="en", dedupe_key="k", sensitive=True,
        in_inbox=False, mail_state="failed", created_at=clock.now())  # fmt: skip
    with clock.at(MONDAY + timedelta(days=7, minutes=1)):
        assert [tasks.forget_addresses(), tasks.forget_addresses()] == [1, 0]
    assert not FollowRequest.objects.exists()
    assert list(Message.objects.all()) == [kept]


@pytest.mark.parametrize(
    "broken",
    [
        {"query": "?q=x"}, {"policy_id": None}, {"email": "Reader@example.test"},
    ],
)  # fmt: skip
def test_the_database_refuses_requests_that_make_no_sense(client, thing, broken):
    request(client, thing)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowRequest.objects.update(**broken)
