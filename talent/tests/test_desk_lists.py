"""Own lists, columns and labels of the talent desk: of the person, the unit and this desk, and never with a person's
name or number."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from enterprises.desk.desks import PersonalName
from enterprises.desk_enums import DeskCode
from enterprises.models import CaseLabel, DeskColumns, Label, StoredFilter
from enterprises.tests.factories import UnitFactory, official
from portal.accounts.enums import Role
from portal.accounts.models import Post, User
from portal.audit.actions import verify
from portal.audit.models import Entry
from portal.reviews.models import WorkItem
from talent.cases.enums import CaseState
from talent.models import Person, TalentCase
from talent.tests.cases import TalentCast, talent_case_in, talent_cast
from talent.tests.people import NUMBER
from talent.tests.test_desk import URL, cost, many, numbers, signed_in

pytestmark = pytest.mark.django_db
S = CaseState
LABELS = "/en/admin/enterprises/label/"


@pytest.fixture
def people() -> TalentCast:
    translation.activate("en")
    return talent_cast()


def label_of(user: User, name: str = "Fair in May", desk: str = DeskCode.TALENT) -> Label:
    return Label.objects.create(unit=user.posts.first().unit, name=name, desk=desk)


def on(label: Label, *cases: TalentCase, by: User) -> None:
    CaseLabel.objects.bulk_create(CaseLabel(label=label, case_id=case.pk, by=by) for case in cases)


def page(user: User, address: str = "") -> dict:
    return signed_in(user).get(URL + address).context


# --- columns -----------------------------------------------------------------------------------------


def test_columns_are_chosen_ordered_and_kept_for_this_desk(people: TalentCast) -> None:
    talent_case_in(S.CHECKING, people)
    client = signed_in(people.desk)
    assert client.post(f"{URL}columns/", {"due": "1", "kind": "3", "district": "2", "credit_code": "4"}).url == URL
    assert [one["title"] for one in page(people.desk)["desk_columns"]] == ["Due", "District", "Kind of case"]
    assert [len(row["cells"]) for row in page(people.desk)["desk_queue"]] == [3]
    assert [one["title"] for one in page(people.second)["desk_columns"]][:3] == ["Person", "Kind of case", "Stage"]
    assert client.post(f"{URL}columns/", {}).status_code == 422
    DeskColumns.objects.create(user=people.desk, desk=DeskCode.FUNDS, columns=["measure"])
    client.post(f"{URL}columns/", {"reset": "1"})
    assert list(DeskColumns.objects.values_list("desk", "columns")) == [(DeskCode.FUNDS, ["measure"])]
    assert len(page(people.desk)["desk_columns"]) == 6


def test_whoever_works_at_both_desks_has_columns_for_each(people: TalentCast) -> None:
    talent_case_in(S.CHECKING, people)
    Post.objects.create(user=people.desk, role=Role.CASE_MANAGER, unit=people.desk.posts.get().unit)
    client = signed_in(people.desk)
    client.post(f"{URL}columns/", {"due": "1"})
    client.post("/en/admin/enterprises/application/columns/", {"measure": "1", "due": "2"})
    for _again in range(2):
        assert [str(one["title"]) for one in page(people.desk)["desk_columns"]] == ["Due"]
        funds = client.get("/en/admin/enterprises/application/").context
        assert [str(one["title"]) for one in funds["desk_columns"]] == ["Measure", "Due"]


def test_no_column_opens_what_is_sealed(people: TalentCast) -> None:
    talent_case_in(S.CHECKING, people)
    client = signed_in(people.desk)
    codes = ("kind", "person", "passport", "employer", "stage", "district", "arrival", "submitted", "moved", "checks")
    client.post(f"{URL}columns/", {code: str(place) for place, code in enumerate(codes, start=1)})
    shown = client.get(URL)
    assert len(shown.context["desk_columns"]) == len(codes)
    assert people.person.masked_passport in shown.content.decode()
    assert NUMBER not in shown.content.decode()
    assert "1990" not in shown.content.decode()


# --- stored lists ------------------------------------------------------------------------------------


def test_a_list_is_kept_found_renamed_and_deleted(people: TalentCast) -> None:
    client = signed_in(people.desk)
    sent = {"name": " My  checks ", "address": "tab=team&state=checking&nonsense=1&after=x"}
    assert client.post(f"{URL}lists/", sent).url == f"{URL}?tab=team&state=checking"
    row = StoredFilter.objects.get()
    assert (row.name, row.address, row.desk) == ("My checks", "tab=team&state=checking", DeskCode.TALENT)
    assert client.get(f"{URL}lists/{row.pk}/").url == f"{URL}?tab=team&state=checking"
    assert page(people.desk, "?tab=team&state=checking")["desk_lists"]["here"] == "My checks"
    client.post(f"{URL}lists/{row.pk}/", {"name": "Checks"})
    assert list(StoredFilter.objects.values_list("name", flat=True)) == ["Checks"]
    client.post(f"{URL}lists/{row.pk}/", {"delete": "1"})
    assert not StoredFilter.objects.exists()


def test_nothing_that_was_searched_for_is_kept(people: TalentCast) -> None:
    """A search may be somebody's name: it stands in no stored list, even where it is sent by hand."""
    client = signed_in(people.desk)
    client.post(f"{URL}lists/", {"name": "Mine", "address": f"q={people.person.latin_name}&kind=invitation"})
    assert StoredFilter.objects.get().address == "kind=invitation"
    assert page(people.desk, "?q=Maria")["desk_lists"]["keep"]["offered"] is False


@pytest.mark.parametrize("name", [NUMBER, f"Mr X {NUMBER}", "13800138000"])
def test_no_number_of_a_person_names_a_list_or_a_label(people: TalentCast, name: str) -> None:
    client, unit = signed_in(people.desk), people.desk.posts.get().unit
    answer = client.post(f"{URL}lists/", {"name": name, "address": "tab=team"})
    assert answer.status_code == 422
    assert str(PersonalName.told) in answer.content.decode()
    form = {"desk": "talent", "unit": unit.pk, "name": name[:24], "tone": "sea"}
    assert str(PersonalName.told) in client.post(f"{LABELS}add/", form).content.decode()
    kept = StoredFilter.objects.create(owner=people.desk, desk=DeskCode.TALENT, name="Mine", address="tab=team")
    assert client.post(f"{URL}lists/{kept.pk}/", {"name": name}).status_code == 422
    assert list(StoredFilter.objects.values_list("name", flat=True)) == ["Mine"]
    assert not Label.objects.exists()


def test_a_list_is_of_one_desk_even_within_a_unit(people: TalentCast) -> None:
    """Shared with the unit it reaches colleagues of the talent desk there, and nobody at the desk of the funds."""
    unit, funds = people.desk.posts.get().unit, official(Role.CASE_MANAGER, people.desk.posts.get().unit)
    own = signed_in(people.desk)
    own.post(f"{URL}lists/", {"name": "Checks", "address": "tab=team&state=checking"})
    row = StoredFilter.objects.get()
    assert signed_in(people.second).get(f"{URL}lists/{row.pk}/").status_code == 404
    assert own.post(f"{URL}lists/{row.pk}/", {"name": "Checks", "unit": unit.pk}).status_code == 302
    assert [one["name"] for one in page(people.second)["desk_lists"]["lists"]] == ["Checks"]
    assert signed_in(people.second).post(f"{URL}lists/{row.pk}/", {"name": "Theirs"}).status_code == 404
    queue = "/en/admin/enterprises/application/"
    assert "Checks" not in signed_in(funds).get(f"{queue}lists/").content.decode()
    assert signed_in(funds).get(f"{queue}lists/{row.pk}/").status_code == 404
    # The other way round: what the funds share with the unit is none of the talent desk's.
    StoredFilter.objects.create(owner=funds, unit=unit, name="Reviews", address="tab=closed")
    assert [one["name"] for one in page(people.second)["desk_lists"]["lists"]] == ["Checks"]
    elsewhere = official(Role.TALENT_DESK, UnitFactory(code="QD-OTHER"))
    assert signed_in(elsewhere).get(f"{URL}lists/{row.pk}/").status_code == 404
    assert (
        own.post(f"{URL}lists/{row.pk}/", {"name": "Checks", "unit": elsewhere.posts.get().unit_id}).status_code == 422
    )


# --- labels ------------------------------------------------------------------------------------------


def test_labels_are_set_shown_filtered_and_in_the_book(people: TalentCast) -> None:
    label, case = label_of(people.desk), talent_case_in(S.CHECKING, people)
    talent_case_in(S.CHECKING, people)
    client = signed_in(people.desk)
    assert client.post(f"{URL}{case.pk}/labels/", {"label": [label.pk]}).url == f"{URL}{case.pk}/change/"
    assert list(CaseLabel.objects.values_list("case_id", "label_id")) == [(case.pk, label.pk)]
    assert "Fair in May" in client.get(URL).content.decode()
    assert "Fair in May" in client.get(f"{URL}{case.pk}/change/").content.decode()
    for tab in ("mine", "team"):
        assert numbers(people.second, f"?tab={tab}&label={label.pk}") == [case.number]
    client.post(f"{URL}{case.pk}/labels/", {"label": []})
    assert not CaseLabel.objects.exists()
    verbs = Entry.objects.filter(scope=f"case:{case.pk}").order_by("sequence").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["label", "unlabel"]
    assert verify(f"case:{case.pk}") == []


def test_labels_belong_to_a_unit_and_a_desk(people: TalentCast) -> None:
    """Another unit's and the funds' labels can be neither seen nor set, and who administers sees none of the talent
    desk's either."""
    case, label = talent_case_in(S.CHECKING, people), label_of(people.desk)
    funds = official(Role.CASE_MANAGER, people.desk.posts.get().unit)
    theirs = label_of(funds, "Subsidy", DeskCode.FUNDS)
    other = label_of(official(Role.TALENT_DESK, UnitFactory(code="QD-OTHER")), "Elsewhere")
    on(label, case, by=people.desk)
    client = signed_in(people.desk)
    client.post(f"{URL}{case.pk}/labels/", {"label": [theirs.pk, other.pk]})
    assert not CaseLabel.objects.exists()
    assert numbers(people.desk, f"?label={other.pk}") == [case.number]
    shown = client.get(LABELS).content.decode()
    assert [name in shown for name in ("Fair in May", "Subsidy", "Elsewhere")] == [True, False, False]
    assert "Fair in May" not in signed_in(funds).get(LABELS).content.decode()
    assert signed_in(funds).get(f"{LABELS}{label.pk}/change/").status_code == 302
    stranger = signed_in(official(Role.TALENT_DESK, UnitFactory(code="QD-THIRD")))
    assert stranger.post(f"{URL}{case.pk}/labels/", {"label": [label.pk]}).status_code == 404


def test_an_official_of_the_talent_desk_makes_its_labels(people: TalentCast) -> None:
    unit, client = people.desk.posts.get().unit, signed_in(people.desk)
    form = {"desk": "talent", "unit": unit.pk, "name": "Fair in May", "tone": "sea"}
    assert client.post(f"{LABELS}add/", form | {"desk": "funds"}).status_code == 200
    assert client.post(f"{LABELS}add/", form | {"unit": UnitFactory(code="QD-OTHER").pk}).status_code == 200
    assert client.post(f"{LABELS}add/", form).status_code == 302
    assert list(Label.objects.values_list("desk", "unit", "name")) == [(DeskCode.TALENT, unit.pk, "Fair in May")]


# --- filters and cost --------------------------------------------------------------------------------


@pytest.mark.parametrize("tab", ["mine", "team", "waiting"])
def test_holder_and_label_narrow_each_tab(people: TalentCast, tab: str) -> None:
    state = S.RETURNED if tab == "waiting" else S.CHECKING
    held, free = talent_case_in(state, people), talent_case_in(state, people)
    WorkItem.objects.filter(case_id=held.pk, closed_at=None).update(holder=people.desk)
    label = label_of(people.desk)
    on(label, free, by=people.desk)
    wanted = {
        f"holder={people.desk.pk}": [held.number],
        "holder=0": [free.number],
        f"holder={people.second.pk}": [],
        f"label={label.pk}": [free.number],
        f"label={label.pk}&holder={people.desk.pk}": [],
    }
    assert {address: numbers(people.desk, f"?tab={tab}&{address}") for address in wanted} == wanted
    narrowed = page(people.desk, f"?tab={tab}&label={label.pk}&holder=0")["desk_narrowing"]["filters"]
    assert [one["text"] for one in narrowed] == ["Fair in May", "Nobody"]
    assert [one["url"].partition("?")[2].replace(f"tab={tab}", "").strip("&") for one in narrowed] == [
        "holder=0", f"label={label.pk}",
    ]  # fmt: skip


def test_everything_switched_on_stays_within_fifteen_queries(people: TalentCast) -> None:
    labels = [label_of(people.desk, f"Label {number}") for number in range(6)]
    for number in range(6):
        StoredFilter.objects.create(
            owner=people.desk, desk=DeskCode.TALENT, name=f"List {number}", address="tab=closed"
        )
    signed_in(people.desk).post(f"{URL}columns/", {"labels": "1", "district": "2", "checks": "3", "holder": "4"})
    address = f"?label={labels[0].pk}&holder=0&kind=r_visa"
    counts = {one: [] for one in ("", address)}
    for start, more in ((0, 1), (1, 4)):
        many(people, more, start=start)
        on(labels[0], *TalentCase.objects.exclude(pk__in=CaseLabel.objects.values("case")), by=people.desk)
        for one, found in counts.items():
            found.append(cost(people.desk, one))
        assert len(numbers(people.desk, address)) == start + more
    assert all(few == full for few, full in counts.values())
    assert max(max(found) for found in counts.values()) <= 15


def test_the_case_page_costs_one_query_for_its_labels(people: TalentCast) -> None:
    case, client = talent_case_in(S.CHECKING, people), signed_in(people.desk)

    def asked() -> int:
        client.get(f"{URL}{case.pk}/change/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{URL}{case.pk}/change/")
        return sum("enterprises_label" in one["sql"] for one in queries)

    label_of(people.desk)
    first = asked()
    for number in range(5):
        on(label_of(people.desk, f"Label {number}"), case, by=people.desk)
    assert asked() == first == 1


def test_nobody_labels_a_case_of_their_own(people: TalentCast) -> None:
    """An official may be the person of a case as well."""
    label, case = label_of(people.second), talent_case_in(S.CHECKING, people)
    Person.objects.filter(pk=people.person.pk).update(user=people.desk)
    assert signed_in(people.desk).post(f"{URL}{case.pk}/labels/", {"label": [label.pk]}).status_code == 403
    assert not CaseLabel.objects.exists()
    assert signed_in(people.second).post(f"{URL}{case.pk}/labels/", {"label": [label.pk]}).status_code == 302
