"""Calls at the desk: who draws them up, what the page says is missing, what may change once they are open."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from enterprises.call_permissions import scope_of
from enterprises.enums import AllocationWay, State
from enterprises.models import Call
from enterprises.tests.factories import (
    CallFactory,
    MeasureFactory,
    UserFactory,
    application_in,
    needs_paper,
    official,
)
from portal.accounts.enums import Role
from portal.audit.actions import record
from portal.audit.models import Entry
from portal.core import clock
from portal.core.tests.project import ROOT

pytestmark = pytest.mark.django_db
LIST = "/en/admin/enterprises/call/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(call: Call, rest: str = "change/") -> str:
    return f"{LIST}{call.pk}/{rest}"


def drafted(by=None, **values) -> Call:
    texts = {"intro_zh": "通知正文", "intro_en": "The notice", "contact_zh": "服贸处", "contact_en": "Division"}
    call = CallFactory(**texts | {"published_at": None, "drafted_by": by} | values)
    needs_paper(call.measure)
    return call


def posted(client: Client, call: Call) -> dict[str, str]:
    """What the page would send if nothing was changed on it."""
    form = client.get(address(call)).context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if value not in (None, False):
            data[bound.html_name] = value
    if not form.is_public:
        data["rubric-rows"] = str(form.rubric.count)
    return data


# --- who -------------------------------------------------------------------------------------------

ROLES = [
    ("case_mgr", 200, 200, 200), ("leadership", 200, 403, 403), ("finance", 200, 403, 403),
    ("discipline", 200, 403, 403), ("district", 403, 403, 403), ("expert", 403, 403, 403),
    ("auditor", 403, 403, 403), ("joint_dept", 403, 403, 403),
]  # fmt: skip


@pytest.mark.parametrize(("role", "looks", "adds", "writes"), ROLES)
def test_who_looks_and_who_writes(role, looks, adds, writes):
    call = drafted()
    client = signed_in(official(role))
    assert client.get(LIST).status_code == looks
    assert client.get(address(call)).status_code == looks
    assert client.get(f"{LIST}add/").status_code == adds
    answer = client.post(address(call), posted(signed_in(official(Role.CASE_MANAGER)), call) | {"contact_en": "New"})
    assert answer.status_code == (302 if writes == 200 else 403)
    assert Call.objects.get().contact_en == ("New" if writes == 200 else "Division")


def test_the_administrator_looks_and_does_not_write():
    call, root = drafted(), signed_in(UserFactory(is_staff=True, is_superuser=True))
    assert root.get(address(call)).status_code == 200
    assert root.get(f"{LIST}add/").status_code == 403
    assert root.post(address(call), {"code": "X"}).status_code == 403
    assert root.post(address(call, "publish/")).status_code == 403


def test_a_stranger_and_an_applicant_find_nothing():
    call = drafted()
    for client in (Client(), signed_in(UserFactory())):
        assert client.get(address(call)).status_code in {302, 403}
    assert Client().get(f"/en/calls/{call.code}/").status_code == 404
    assert Client().get(f"/en/calls/{call.code}/form.pdf").status_code == 404


def test_the_desk_menu_leads_to_calls_and_forms():
    page = signed_in(official(Role.CASE_MANAGER)).get("/en/admin/enterprises/application/")
    [funds] = [group for group in page.context["desk_menu"] if str(group["title"]) == "Funds"]
    assert {"Calls for applications", "Versions of forms"} <= {item["title"] for item in funds["items"]}


# --- drawing one up --------------------------------------------------------------------------------


def test_a_draft_begins_with_what_the_measure_says():
    manager, measure = official(Role.CASE_MANAGER), MeasureFactory(usd_cny="7.1", budget_fen=5_000_00)
    answer = signed_in(manager).post(f"{LIST}add/", {"measure": measure.pk})
    call = Call.objects.get()
    assert answer.url == address(call)
    assert (call.code, call.budget_fen, str(call.usd_cny), call.drafted_by) == (
        f"{measure.code}-202507", 5_000_00, "7.1000", manager,
    )  # fmt: skip
    assert call.published_at is None
    assert [entry.verb for entry in Entry.objects.filter(scope=f"call:{call.pk}")] == ["draft_call"]


def test_a_second_call_for_the_same_period_is_refused_with_the_one_that_is_there():
    call, client = CallFactory(), signed_in(official(Role.CASE_MANAGER))
    page = client.post(f"{LIST}add/", {"measure": call.measure_id})
    assert page.status_code == 422
    assert f"There is a call of this measure for this period already: {call.code}." in page.content.decode()
    assert Call.objects.count() == 1


def test_everything_is_saved_without_json():
    manager = official(Role.CASE_MANAGER)
    call, client, other = drafted(manager), signed_in(manager), MeasureFactory()
    paper = needs_paper(other, "D19")
    answer = client.post(
        address(call),
        posted(client, call)
        | {
            "number": "青商字【2026】21号", "budget_cny": "80000.50", "yearly_cap_cny": "20000",
            "allocation": "first_come", "quota": "30", "opens_on": "2027-03-01", "last_day": "2027-03-31",
            "papers": [paper.pk], "exclusive_measures": [other.pk], "needs_signature": "on",
            "rubric-0-zh": "创新", "rubric-0-en": "Novelty", "rubric-0-points": "60",
            "rubric-2-zh": "效益", "rubric-2-en": "Effect", "rubric-2-points": "40",
            "limit_formal": "7", "limit_notice": "20", "chain_0": "case_mgr", "chain_1": "finance",
            "chain_2": "leadership",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.context["form"].errors
    call.refresh_from_db()
    assert (call.number, call.budget_fen, call.yearly_cap_fen, call.allocation, call.quota) == (
        "青商字〔2026〕21号", 80_000_50, 20_000_00, "first_come", 30,
    )  # fmt: skip
    assert (call.opens_on.isoformat(), call.last_day.isoformat()) == ("2027-03-01", "2027-03-31")
    assert call.rubric == [
        {"code": "r1", "zh": "创新", "en": "Novelty", "points": 60},
        {"code": "r2", "zh": "效益", "en": "Effect", "points": 40},
    ]
    assert (call.stage_limits, call.sign_off_chain) == ({"formal": 7}, ["case_mgr", "finance", "leadership"])
    assert (list(call.papers.all()), list(call.exclusive_measures.all())) == ([paper], [other])
    assert call.needs_signature


def test_limits_are_prefilled_with_their_kind():
    client = signed_in(official(Role.CASE_MANAGER))
    form = client.get(address(drafted(stage_limits={"formal": 7}))).context["form"]
    notice, formal = form["limit_notice"], form["limit_formal"]
    assert (notice.value(), str(notice.help_text)) == (20, "Usually 20 working days, fixed by law")
    assert (formal.value(), str(formal.help_text)) == (7, "Usually 10 working days, promised by the bureau")


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"last_day": "2020-01-01"}, "last_day", "The window closes before it opens."),
        ({"period_to": "2020-01-01"}, "period_to", "The accounting period ends before it begins."),
        ({"budget_cny": "-1"}, "budget_cny", "Ensure this value is greater than or equal to 0."),
        ({"budget_cny": "1e30"}, "budget_cny", "Ensure this value is less than or equal to 10000000000000."),
        ({"limit_notice": "30"}, "__all__", "“Call for applications” may take at most 20: this limit is the law’s."),
        ({"rubric-0-points": "-4"}, "__all__", "A row of the rubric can’t be read: look at its points."),
        ({"allocation": "lottery"}, "allocation", None),
        ({"chain_0": "public"}, "chain_0", None),
        ({"papers": ["999999"]}, "papers", None),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_saved(typed, field, sentence):
    call, client = drafted(), signed_in(official(Role.CASE_MANAGER))
    page = client.post(address(call), posted(client, call) | {"contact_en": "New"} | typed)
    assert page.status_code == 422
    errors = page.context["form"].errors[field]
    assert errors == [sentence] if sentence else len(errors) == 1
    assert Call.objects.get().contact_en == "Division"


def test_fields_that_are_not_on_the_page_change_nothing():
    call, client = drafted(), signed_in(official(Role.CASE_MANAGER))
    crafted = {"published_at": "2020-01-01", "committed_fen": "5", "published_by": "1", "is_demo": "on"}
    assert client.post(address(call), posted(client, call) | crafted).status_code == 302
    call.refresh_from_db()
    assert (call.published_at, call.committed_fen, call.published_by, call.is_demo) == (None, 0, None, False)


def test_two_who_save_do_not_overwrite_each_other():
    call = drafted()
    first, second = (signed_in(official(Role.CASE_MANAGER)) for _n in range(2))
    seen_by_both = posted(second, call)
    first.post(address(call), posted(first, call) | {"contact_en": "First"})
    page = second.post(address(call), seen_by_both | {"contact_en": "Second"})
    assert "Somebody saved this call while you wrote." in page.content.decode()
    assert 'value="Second"' in page.content.decode()
    assert Call.objects.get().contact_en == "First"


# --- opening it ------------------------------------------------------------------------------------


def test_the_page_lists_what_is_missing_with_links():
    call = drafted(intro_en="", budget_fen=0, allocation=AllocationWay.COMPETITIVE)
    page = signed_in(official(Role.LEADERSHIP)).get(address(call))
    assert [(gap["sentence"], gap["url"]) for gap in page.context["gaps"]] == [
        ("The budget is missing.", "#money"),
        ("The text of the notice is missing in English.", "#texts"),
        ("The rubric is missing: experts score by it.", "#rubric"),
    ]
    answer = signed_in(official(Role.LEADERSHIP)).post(address(call, "publish/"))
    assert answer.status_code == 409
    assert "The rubric is missing" in answer.context["problem"]
    assert Call.objects.get().published_at is None


def test_another_official_opens_it():
    manager, leader = official(Role.CASE_MANAGER), official(Role.LEADERSHIP)
    call, writer = drafted(manager), signed_in(manager)
    assert writer.post(address(call, "publish/")).status_code == 409
    assert "You wrote this call: another official opens it." in writer.get(address(call)).content.decode()
    assert signed_in(leader).post(address(call, "publish/")).status_code == 302
    assert Client().get(f"/en/calls/{call.code}/").status_code == 200


def test_a_district_does_not_open_a_call():
    call = drafted()
    assert signed_in(official(Role.DISTRICT)).post(address(call, "publish/")).status_code in {403, 404}
    assert Call.objects.get().published_at is None


def test_a_draft_is_previewed_and_not_public():
    call = drafted()
    page = signed_in(official(Role.LEADERSHIP)).get(address(call, "preview/")).content.decode()
    assert "Preview: nobody outside the desk sees this page." in page
    assert "The notice" in page


# --- afterwards ------------------------------------------------------------------------------------


def test_once_it_is_open_only_what_may_change_changes():
    call, client = CallFactory(measure__title_en="Grant"), signed_in(official(Role.CASE_MANAGER))
    later = (call.last_day + timedelta(9)).isoformat()
    crafted = {
        "code": "X", "period_from": "2020-01-01", "opens_on": "2020-01-01", "usd_cny": "9", "allocation": "pro_rata",
        "chain_0": "finance", "limit_formal": "1", "rubric-rows": "1", "rubric-0-zh": "x", "needs_signature": "on",
    }  # fmt: skip
    before = Call.objects.get()
    answer = client.post(address(call), posted(client, call) | crafted | {"last_day": later, "contact_en": "Window 3"})
    assert answer.status_code == 302
    after = Call.objects.get()
    assert (after.last_day.isoformat(), after.contact_en) == (later, "Window 3")
    same = ("code", "period_from", "opens_at", "usd_cny", "allocation", "sign_off_chain", "stage_limits", "rubric")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    entry = Entry.objects.get(scope=f"call:{call.pk}")
    assert (entry.verb, set(entry.data)) == ("edit_call", {"closes_at", "contact_en"})


def test_a_window_does_not_become_shorter_nor_a_budget_less_than_what_is_committed():
    call, client = CallFactory(), signed_in(official(Role.CASE_MANAGER))
    application_in(State.APPROVED, call=call)
    earlier = (call.last_day - timedelta(1)).isoformat()
    page = client.post(address(call), posted(client, call) | {"last_day": earlier, "budget_cny": "74999.99"})
    assert page.status_code == 422
    errors = page.context["form"].errors
    assert errors["budget_cny"] == ["CNY 75,000 are committed already."]
    assert "it can become longer" in errors["last_day"][0]
    assert client.post(address(call), posted(client, call) | {"budget_cny": "80000.50"}).status_code == 302
    call.refresh_from_db()
    assert (call.budget_fen, call.committed_fen) == (80_000_50, 75_000_00)


def test_places_that_are_taken_stay():
    call = CallFactory(allocation=AllocationWay.FIRST_COME, quota=5)
    application_in(State.SUBMITTED, call=call)
    client = signed_in(official(Role.CASE_MANAGER))
    page = client.post(address(call), posted(client, call) | {"quota": "0"})
    assert page.context["form"].errors["quota"] == ["Places taken already: 1."]


def test_a_call_is_closed_early_on_its_page():
    call, other = CallFactory(), CallFactory()
    client = signed_in(official(Role.LEADERSHIP))
    page = client.post(address(call, "close/"), {"reason_zh": "政策调整"})
    assert (page.status_code, set(page.context["close_form"].errors)) == (422, {"reason_en"})
    reasons = {"reason_zh": "政策调整", "reason_en": "The policy changed", "replaced_by": other.pk}
    assert client.post(address(call, "close/"), reasons).status_code == 302
    call.refresh_from_db()
    assert (call.close_reason_en, call.replaced_by) == ("The policy changed", other)
    manager = signed_in(official(Role.CASE_MANAGER))
    assert manager.get(address(call)).context["form"] is None
    assert manager.post(address(call), {"contact_en": "x"}).status_code == 403


@pytest.mark.parametrize("page", ["close/", "publish/"])
def test_whoever_may_not_open_calls_is_shown_nothing_of_a_draft(page: str):
    call = CallFactory(published_at=None, intro_en="Not for the public yet")
    answer = signed_in(official(Role.EXPERT)).post(address(call, page), {})
    assert (answer.status_code, "Not for the public yet" in answer.content.decode()) == (403, False)


def test_a_call_that_is_over_is_only_looked_at():
    call = CallFactory(closes_at=clock.now() - timedelta(1))
    client = signed_in(official(Role.CASE_MANAGER))
    assert client.get(address(call)).context["form"] is None
    assert client.post(address(call), {"contact_en": "x"}).status_code == 403


def test_money_in_yuan_and_the_same_number_of_queries_for_one_call_and_for_thirty(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    CallFactory(budget_fen=1_234_500_00)
    client = signed_in(official(Role.FINANCE))
    assert "CNY 1,234,500" in client.get(LIST).content.decode()
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for _n in range(29):
        CallFactory()
    with django_assert_num_queries(len(one)):
        client.get(LIST)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_happened_to_a_call_is_told_in_words(language):
    call, user = CallFactory(), official(Role.CASE_MANAGER)
    written = {
        verb
        for file in (ROOT / "enterprises").rglob("*.py")
        if "tests" not in file.parts and "call_permissions import" in (text := file.read_text(encoding="utf-8"))
        for verb in re.findall(r'record\(scope=scope_of\((?:fresh\.)?call\), verb="(\w+)"', text)
    }
    assert len(written) > 5
    for verb in written:
        record(scope=scope_of(call), verb=verb, actor=user, target=call.code)
    page = signed_in(user).get(address(call).replace("/en/", f"/{language}/")).content.decode()
    assert [verb for verb in written if f"<b>{verb}</b>" in page or f">{verb}<" in page] == []
