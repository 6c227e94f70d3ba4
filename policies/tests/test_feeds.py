"""Feeds and the page "What is new": what a stranger may read of it, in an order and under names that stay."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.http import http_date

from policies.enums import ChangeKind
from policies.models import Change
from policies.search import SearchQuery, matching_ids
from policies.tests.following import MONDAY, area, change, measure, policy
from portal.core import clock
from portal.core.pagecache import clear

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def _monday_in_chinese():
    with clock.at(MONDAY), translation.override("zh-hans"):
        yield


def feed(client, name, *args, **query):
    response = client.get(reverse(f"feeds:{name}", args=args), query)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def ids(root):
    return [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]


def tag(row):
    return f"tag:127.0.0.1,2026:change:{row.pk}"


@pytest.fixture
def things():
    mine, other = area(), area(4, "OTHER")
    return {"mine": mine, "other": other, "policy": policy(areas=(mine,)), "measure": measure(area=mine)}


def test_all_changes_newest_first_and_nothing_unpublished(client, things):
    old = change(things["policy"], ago=timedelta(days=2))
    new = change(things["measure"])
    change(policy(published=False))
    root = feed(client, "changes")
    assert ids(root) == [tag(new), tag(old)]
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-hans"
    assert datetime.fromisoformat(root.findtext(f"{ATOM}updated")) == new.at
    entry = root.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == new.sentence_zh
    assert entry.find(f"{ATOM}link").get("href") == SITE + things["measure"].get_absolute_url()
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == SITE + reverse("feeds:changes")


def test_each_language_is_a_feed_of_its_own(client, things):
    row = change(things["policy"])
    chinese, english = (
        ElementTree.fromstring(client.get(f"/{code}/feeds/changes.atom").content) for code in ("zh-hans", "en")
    )
    assert chinese.findtext(f"{ATOM}id") != english.findtext(f"{ATOM}id")
    assert ids(chinese) == ids(english) == [tag(row)]
    assert english.find(f"{ATOM}entry").findtext(f"{ATOM}summary") == row.sentence_en
    titles = [root.find(f"{ATOM}entry").findtext(f"{ATOM}title") for root in (chinese, english)]
    assert titles == [f"有修改：{row.subject.title_zh}", f"Changed: {row.subject.title_en}"]


def test_a_feed_of_a_document_has_its_measures_too(client, things):
    own, of_measure = change(things["policy"]), change(measure(things["policy"]))
    change(things["measure"])
    assert set(ids(feed(client, "policy", things["policy"].slug))) == {tag(own), tag(of_measure)}
    assert ids(feed(client, "measure", of_measure.measure.slug)) == [tag(of_measure)]


def test_a_feed_of_an_area_has_its_measures_and_its_documents(client, things):
    two_areas = policy(areas=(things["mine"], things["other"]))
    elsewhere = measure(two_areas, area=things["other"])
    rows = [change(two_areas), change(things["policy"]), change(things["measure"])]
    change(elsewhere)
    assert set(ids(feed(client, "area", "entity"))) == {tag(row) for row in rows}
    assert len(ids(feed(client, "area", "entity"))) == 3


def test_what_is_not_published_has_no_feed(client, things):
    hidden = policy(published=False)
    assert client.get(reverse("feeds:policy", args=[hidden.slug])).status_code == 404
    assert client.get(reverse("feeds:measure", args=[measure(hidden).slug])).status_code == 404
    assert client.get(reverse("feeds:area", args=["nonsense"])).status_code == 404


def test_a_feed_ends_somewhere(client, things):
    rows = [change(things["policy"], ago=timedelta(minutes=number)) for number in range(60)]
    assert ids(feed(client, "changes")) == [tag(row) for row in rows[:50]]


@pytest.mark.parametrize("name", ["changes", "search"])
def test_what_did_not_change_is_not_sent_again(client, things, name):
    address = reverse(f"feeds:{name}")
    row = change(things["policy"], ago=timedelta(hours=1))
    first = client.get(address)
    assert first["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert first["Cache-Control"] == "public, max-age=600"
    assert first["Last-Modified"] == http_date(row.at.timestamp())
    assert not first.cookies
    for header in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        again = client.get(address, headers=header)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
    change(things["policy"])
    for header in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        assert client.get(address, headers=header).status_code == 200


def test_an_empty_feed_stays_the_same(client):
    first = client.get(reverse("feeds:changes"))
    with clock.at(MONDAY + timedelta(days=1)):
        assert client.get(reverse("feeds:changes"), headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_the_number_of_queries_does_not_grow(client, things):
    def cost(address):
        clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = [
        reverse("feeds:changes"), reverse("feeds:area", args=["entity"]), reverse("policies:changes"),
        reverse("feeds:policy", args=[things["policy"].slug]), reverse("feeds:search") + "?q=事项",
    ]  # fmt: skip
    counts = []
    matching_ids(SearchQuery(words="x"))
    for more in (1, 29):
        for _ in range(more):
            change(things["policy"])
            change(measure(things["policy"], area=things["mine"]))
        counts.append([cost(address) for address in addresses])
    assert counts[0] == counts[1]


# --- a search's feed ----------------------------------------------------------------------------------


def test_a_search_has_a_feed_of_what_it_finds(client, things):
    wanted, other = policy(title_zh="海外仓扶持办法"), policy(title_zh="会展服务办法")
    row = change(wanted)
    change(other)
    assert ids(feed(client, "search", q="海外仓")) == [tag(row)]
    assert len(ids(feed(client, "search"))) == 2


@pytest.mark.parametrize("query", ["%00", "q=" + "x" * 10_000, "q=%22%22%22", "q=%EF%BC%8C%E3%80%82", "area=x&kind=y"])
def test_a_search_that_makes_no_sense_is_no_error(client, things, query):
    change(things["policy"])
    assert client.get(f"{reverse('feeds:search')}?{query}").status_code in (200, 404)


# --- the page -----------------------------------------------------------------------------------------


def shown(response):
    return [row.change for _day, rows in response.context["days"] for row in rows]


def test_the_page_says_each_change_in_its_sentence(client, things):
    row = change(things["policy"], kind=ChangeKind.NEW)
    change(policy(published=False))
    response = client.get("/en/policies/changes/")
    assert shown(response) == [row]
    text = response.content.decode()
    for part in (row.sentence_en, things["policy"].title_en, 'type="application/atom+xml"'):
        assert part in text


def test_the_page_goes_on_where_the_last_one_stopped(client, things):
    moment = clock.now()
    rows = [change(things["policy"], at=moment) for _ in range(70)]
    address, seen = reverse("policies:changes"), []
    query = ""
    while query is not None:
        response = client.get(address + query)
        seen += shown(response)
        query = response.context["page"].next_url or None
    assert seen == sorted(rows, key=lambda row: -row.pk)


def test_one_area_only(client, things):
    mine = change(things["measure"])
    change(measure(area=things["other"]))
    response = client.get(reverse("policies:changes") + "?area=entity")
    assert shown(response) == [mine]
    assert reverse("feeds:area", args=["entity"]) in response.content.decode()


@pytest.mark.parametrize("after", ["x", "1", "-", "1-x", "²-1", "9" * 30 + "-1", "1-" + "9" * 30, "\0"])
def test_a_broken_place_is_no_error(client, things, after):
    change(things["policy"])
    assert client.get(reverse("policies:changes"), {"after": after}).status_code == 200


def test_an_empty_page_says_what_will_stand_here(client):
    assert Change.objects.count() == 0
    assert "Nothing has changed yet" in client.get("/en/policies/changes/").content.decode()
