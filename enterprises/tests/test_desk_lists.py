"""Own lists, columns, labels and filters of the queue, and the way from case to case within a list."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enterprises.desk import lists
from enterprises.enums import State
from enterprises.models import Application, CaseLabel, DeskColumns, Label, StoredFilter
from enterprises.tests.factories import SHINAN, CallFactory, Cast, application_in, cast, district_unit, official
from enterprises.tests.test_queue import NUMBER, URL, due, numbers, signed_in
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.actions import verify
from portal.audit.models import Entry
from portal.core import clock
from portal.reviews.models import WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def label_of(user: User, name: str = "Urgent") -> Label:
    return Label.objects.create(unit=user.posts.get().unit, name=name)


def on(label: Label, *cases: Application, by: User) -> None:
    CaseLabel.objects.bulk_create(CaseLabel(label=label, case_id=case.pk, by=by) for case in cases)


def page(user: User, address: str = "") -> dict:
    return signed_in(user).get(URL + address).context


# --- tabs --------------------------------------------------------------------------------------------


def test_every_tab_of_work_has_a_count_and_each_says_what_is_in_it(people: Cast) -> None:
    late, soon, later = (application_in(State.SUBMITTED, people=people) for _ in range(3))
    for row, days in ((late, -1), (soon, 0), (later, 40)):
        due(row, days)
    for state in (State.CORRECTION, State.DECIDING, State.PUBLICITY, State.REJECTED):
        application_in(state, people=people)
    WorkItem.objects.filter(case_id=later.pk, closed_at=None).update(holder=official(Role.DISTRICT))
    tabs = page(people.district)["desk_tabs"]
    counts = {"My work": "2", "Whole desk": "3", "Overdue": "1", "Due soon": "1", "With applicant": "1"}
    assert {tab["title"]: tab["count"] for tab in tabs} == counts | {
        "To sign": "1",
        "On notice": "1",
        "Closed cases": None,
    }
    assert all(len(tab["about"]) > 30 for tab in tabs)
    for tab in tabs:
        assert len(numbers(people.district, "?" + tab["url"].partition("?")[2])) == int(tab["count"] or 1), tab["title"]
        assert [one["title"] for one in page(people.district, "?" + tab["url"].partition("?")[2])["desk_tabs"]
                if one["current"]] == [tab["title"]]  # fmt: skip
    assert [tab["title"] for tab in page(people.expert)["desk_tabs"]] == list(counts)[:4]


def test_filters_stay_when_the_tab_changes(people: Cast) -> None:
    call = CallFactory()
    tabs = page(people.case_manager, f"?call={call.pk}&state=accepted")["desk_tabs"]
    assert all(f"call={call.pk}" in tab["url"] and "state=" not in tab["url"] for tab in tabs)


# --- filters -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tab", ["", "view=desk&", "tab=waiting&", "tab=closed&", "tab=sign&", "tab=notice&"])
def test_each_filter_narrows_each_tab(people: Cast, tab: str) -> None:
    """Label, holder, day of submission and amount, alone and together: exactly the cases that fit."""
    state = {"tab=waiting&": State.CORRECTION, "tab=closed&": State.REJECTED, "tab=sign&": State.DECIDING,
             "tab=notice&": State.PUBLICITY}.get(tab, State.ACCEPTED)  # fmt: skip
    user = people.case_manager
    old, new = (application_in(state, people=people) for _ in range(2))
    day = clock.today() - timedelta(days=40)
    sent, amount = clock.now() - timedelta(days=40), 1_000_000
    Application.objects.filter(pk=old.pk).update(submitted_at=sent, computed_fen=amount)
    WorkItem.objects.filter(case_id=old.pk, closed_at=None).update(filed_at=sent, amount_fen=amount)
    label = label_of(user)
    on(label, old, by=user)
    wanted = {
        f"label={label.pk}": [old.number],
        f"sent_to={day}": [old.number],
        f"sent_from={day + timedelta(days=1)}": [new.number],
        f"sent_from={day}&sent_to={day}": [old.number],
        "amount_to=10000": [old.number],
        "amount_from=10001": [new.number],
        f"label={label.pk}&amount_from=10001": [],
        f"district={old.unit_id}&amount_to=10000&label={label.pk}": [old.number],
    }
    assert {address: numbers(user, f"?{tab}{address}") for address in wanted} == wanted
    if state != State.REJECTED:
        WorkItem.objects.filter(case_id=old.pk, closed_at=None).update(holder=user)
        held = {f"holder={user.pk}": [old.number], "holder=0": [new.number], f"holder={people.leader.pk}": []}
        assert {address: numbers(user, f"?{tab}{address}") for address in held} == held


def test_what_narrows_the_list_can_be_taken_away(people: Cast) -> None:
    call = CallFactory()
    shown = page(people.case_manager, f"?call={call.pk}&state=accepted&amount_to=5")["desk_narrowing"]
    assert [one["text"].partition(":")[0] for one in shown["filters"]] == [
        f"{call.measure.title} · {call.code}", "Accepted", "Computed up to (CNY)",
    ]  # fmt: skip
    assert [one["url"].partition("?")[2] for one in shown["filters"]] == [
        "state=accepted&amount_to=5", f"call={call.pk}&amount_to=5", f"call={call.pk}&state=accepted",
    ]  # fmt: skip
    assert page(people.case_manager)["desk_narrowing"] is None


# --- labels ------------------------------------------------------------------------------------------


def test_labels_belong_to_a_unit(people: Cast) -> None:
    """Another unit sees none of it: not in the list, not as a filter, not on the case; nor can it set them."""
    row = application_in(State.ACCEPTED, people=people)
    label = label_of(people.case_manager, "Check the invoice")
    client = signed_in(people.case_manager)
    client.post(f"{URL}{row.pk}/labels/", {"label": [label.pk]})
    assert CaseLabel.objects.get().label == label
    assert "Check the invoice" in client.get(URL).content.decode()
    assert "Check the invoice" in client.get(f"{URL}{row.pk}/change/").content.decode()
    stranger = signed_in(people.district)
    for address in ("?view=desk", f"?q={row.number}", f"{row.pk}/change/"):
        assert "Check the invoice" not in stranger.get(URL + address).content.decode()
    submitted = application_in(State.SUBMITTED, people=people)
    assert numbers(people.district, f"?label={label.pk}") == [submitted.number]
    stranger.post(f"{URL}{submitted.pk}/labels/", {"label": [label.pk]})
    stranger.post(f"{URL}{row.pk}/labels/", {"label": []})
    assert list(CaseLabel.objects.values_list("case_id", "label_id")) == [(row.pk, label.pk)]
    answer = stranger.post(URL, {"batch": "1", "deed": f"label:{label.pk}", "chosen": [submitted.pk]}, follow=True)
    assert "Choose what is to be done with the cases." in answer.content.decode()
    for path in (f"/en/admin/enterprises/label/{label.pk}/change/", f"/en/admin/enterprises/label/{label.pk}/delete/"):
        assert stranger.get(path).status_code == 302
        assert client.get(path).status_code == 200
    elsewhere = signed_in(official(Role.DISTRICT, district_unit(SHINAN)))
    assert elsewhere.post(f"{URL}{row.pk}/labels/", {"label": [label.pk]}).status_code == 404


def test_labels_are_set_and_removed_together_and_in_the_book(people: Cast) -> None:
    user = people.case_manager
    rows = [application_in(State.ACCEPTED, people=people) for _ in range(2)]
    label = label_of(user)
    for deed, left in (("label", {row.pk for row in rows}), ("unlabel", set())):
        form = {"batch": "1", "deed": f"{deed}:{label.pk}", "chosen": [row.pk for row in rows]}
        assert "Done for 2 cases." in signed_in(user).post(URL, form, follow=True).content.decode()
        assert set(CaseLabel.objects.values_list("case_id", flat=True)) == left
    verbs = Entry.objects.filter(scope=f"case:{rows[0].pk}").order_by("sequence").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["label", "unlabel"]
    assert verify(f"case:{rows[0].pk}") == []


def test_a_label_stands_once_in_a_unit_and_once_on_a_case(people: Cast) -> None:
    label, row = label_of(people.case_manager), application_in(State.ACCEPTED, people=people)
    on(label, row, by=people.case_manager)
    for again in (lambda: label_of(people.leader), lambda: on(label, row, by=people.leader)):
        with pytest.raises(IntegrityError), transaction.atomic():
            again()


# --- kept lists --------------------------------------------------------------------------------------


def test_a_list_is_kept_found_renamed_and_deleted(people: Cast) -> None:
    client = signed_in(people.case_manager)
    answer = client.post(f"{URL}lists/", {"name": " My  reviews ", "address": "state=formal_review&nonsense=1&after=x"})
    assert answer.url == f"{URL}?state=formal_review"
    row = StoredFilter.objects.get()
    assert (row.name, row.address, row.unit) == ("My reviews", "state=formal_review", None)
    assert client.get(f"{URL}lists/{row.pk}/").url == f"{URL}?state=formal_review"
    assert page(people.case_manager, "?state=formal_review")["desk_lists"]["here"] == "My reviews"
    client.post(f"{URL}lists/", {"name": "My reviews", "address": "tab=closed"})
    client.post(f"{URL}lists/{row.pk}/", {"name": "Over"})
    assert list(StoredFilter.objects.values_list("name", "address")) == [("Over", "tab=closed")]
    assert client.post(f"{URL}lists/", {"name": " ", "address": ""}).status_code == 422
    client.post(f"{URL}lists/{row.pk}/", {"delete": "1"})
    assert not StoredFilter.objects.exists()


def test_another_persons_list_does_not_exist_unless_it_is_shared(people: Cast) -> None:
    unit = people.case_manager.posts.get().unit
    row = StoredFilter.objects.create(owner=people.case_manager, name="Mine", address="tab=closed")
    colleague, other_unit = signed_in(people.leader), signed_in(people.finance)
    for client in (colleague, other_unit):
        assert client.get(f"{URL}lists/{row.pk}/").status_code == 404
        assert "Mine" not in client.get(f"{URL}lists/").content.decode()
    own = signed_in(people.case_manager)
    assert own.post(f"{URL}lists/{row.pk}/", {"name": "Mine", "unit": unit.pk}).status_code == 302
    assert colleague.get(f"{URL}lists/{row.pk}/").url == f"{URL}?tab=closed"
    assert [one["name"] for one in page(people.leader)["desk_lists"]["lists"]] == ["Mine"]
    assert other_unit.get(f"{URL}lists/{row.pk}/").status_code == 404
    # Shared is for reading: nobody but its owner changes it, or shares it with a unit that is not theirs.
    for form in ({"name": "Theirs"}, {"delete": "1"}):
        assert colleague.post(f"{URL}lists/{row.pk}/", form).status_code == 404
    finance = people.finance.posts.get().unit
    assert own.post(f"{URL}lists/{row.pk}/", {"name": "Mine", "unit": finance.pk}).status_code == 422
    assert StoredFilter.objects.get().unit == unit


# --- columns -----------------------------------------------------------------------------------------


def test_columns_are_chosen_ordered_and_kept_for_one_person(people: Cast) -> None:
    application_in(State.ACCEPTED, people=people)
    client = signed_in(people.case_manager)
    assert client.post(f"{URL}columns/", {"due": "1", "enterprise": "3", "credit_code": "2", "nothing": "4"}).url == URL
    titles = [column["title"] for column in page(people.case_manager)["desk_columns"]]
    assert titles == ["Due", "Credit code", "Enterprise"]
    assert len(page(people.case_manager)["desk_queue"][0]["cells"]) == 3
    assert [column["title"] for column in page(people.leader, "?tab=closed")["desk_columns"]][:2] == [
        "Enterprise", "Measure",
    ]  # fmt: skip
    assert client.post(f"{URL}columns/", {}).status_code == 422
    client.post(f"{URL}columns/", {"reset": "1"})
    assert not DeskColumns.objects.exists()


# --- from case to case -------------------------------------------------------------------------------


def link(html: str, rel: str) -> str:
    found = re.search(rf'<a href="([^"]+)" rel="{rel}"', html)
    return found[1].replace("&amp;", "&") if found else ""


def walked(client: Client, first: str, rel: str) -> list[str]:
    found, url = [], first
    while url and len(found) < 10:
        html = client.get(url).content.decode()
        found.append(re.search(r"<h1>(QD-[\d-]+)</h1>", html)[1])
        url = link(html, rel)
    return found


def test_next_and_previous_walk_the_list_that_the_reader_came_from(people: Cast) -> None:
    call = CallFactory()
    rows = [application_in(State.ACCEPTED, people=people, call=call) for _ in range(4)]
    other = application_in(State.ACCEPTED, people=people)
    for row in [*rows, other]:
        due(row, 3)
    client = signed_in(people.case_manager)
    queue = client.get(f"{URL}?call={call.pk}").context["desk_queue"]
    ordered = [row.number for row in rows]
    assert walked(client, queue[0]["url"], "next") == ordered
    assert walked(client, queue[-1]["url"], "prev") == ordered[::-1]
    # The case moves out of the list, and the reader goes on from where it stood.
    begun = client.post(f"{URL}{rows[1].pk}/step/begin_review/?{queue[1]['url'].partition('?')[2]}")
    assert begun.url == queue[1]["url"]
    WorkItem.objects.filter(case_id=rows[1].pk, closed_at=None).update(due_on=clock.today() + timedelta(days=30))
    assert NUMBER.pattern
    assert link(client.get(begun.url).content.decode(), "next") == queue[2]["url"]
    assert link(client.get(begun.url).content.decode(), "prev") == queue[0]["url"]


@pytest.mark.parametrize("word", ["x", "%00", "a" * 700, "I2E=", "IzIwMjYtMTEtMjV-MQ", "8J-YgA"])
def test_a_word_that_names_no_list_is_no_list(people: Cast, word: str) -> None:
    row = application_in(State.ACCEPTED, people=people)
    assert signed_in(people.case_manager).get(f"{URL}{row.pk}/change/?list={word}").status_code == 200


def test_the_neighbours_are_only_cases_that_the_reader_sees(people: Cast) -> None:
    """A word that somebody else's address held leads to one's own cases and no others."""
    rows = [application_in(State.SUBMITTED, people=people) for _ in range(2)]
    queue = signed_in(people.district).get(URL).context["desk_queue"]
    word = queue[0]["url"].partition("list=")[2]
    assert lists.neighbours(people.district, word)["next_url"].partition("?")[0] == f"{URL}{rows[1].pk}/change/"
    elsewhere = official(Role.DISTRICT, district_unit(SHINAN))
    assert lists.neighbours(elsewhere, word)["next_url"] == ""


# --- cost --------------------------------------------------------------------------------------------


def test_everything_switched_on_stays_within_fifteen_queries(people: Cast) -> None:
    user, call = people.case_manager, CallFactory()
    labels = [label_of(user, f"Label {number}") for number in range(8)]
    for number in range(8):
        StoredFilter.objects.create(owner=user, name=f"List {number}", address="tab=closed")
    client = signed_in(user)
    address = f"{URL}?call={call.pk}&label={labels[0].pk}&holder=0&sent_from=2020-01-01&amount_from=1&district=1"
    counts = []
    for more in (1, 20):
        for _ in range(more):
            on(labels[0], application_in(State.ACCEPTED, people=people, call=call), by=user)
        # What the filters offer is asked once in a while.
        assert client.get(address).status_code == 200
        for one in (address.replace("&district=1", ""), address):
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(one)
            counts.append(len(queries))
        assert len(answer.content) <= 60 * 1024
    assert len(set(counts[::2])) == 1
    assert max(counts) <= 15
