"""What the public reads of a call: its page, its blank form, the list, the measure's page, the way to begin."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enterprises.blank_form import form_data
from enterprises.enums import AllocationWay, State
from enterprises.models import Application, Call
from enterprises.publishing import close_early
from enterprises.tests import call_forms as made
from enterprises.tests.factories import (
    CallFactory,
    EnterpriseFactory,
    MeasureFactory,
    MembershipFactory,
    application_in,
    district_unit,
    needs_paper,
    official,
)
from portal.accounts.enums import Role
from portal.core import clock, pagecache

pytestmark = pytest.mark.django_db
PDF_TEXT = re.compile(rb"%PDF-1\.\d")


@pytest.fixture(autouse=True)
def no_kept_pages():
    pagecache.clear()
    yield
    pagecache.clear()


def read(url: str) -> str:
    answer = Client().get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def rich_call() -> Call:
    call = CallFactory(
        measure__title_zh="公共海外仓扶持", measure__title_en="Public warehouses abroad", number="青商字〔2026〕21号",
        intro_zh="通知正文。", intro_en="The text of the notice.", contact_zh="3 楼", contact_en="Division, floor 3",
        allocation=AllocationWay.FIRST_COME, quota=3, yearly_cap_fen=200_000_00, needs_signature=True,
        stage_limits={"formal": 7},
    )  # fmt: skip
    needs_paper(call.measure)
    made.publish(made.warehouse_form(call))
    return call


def test_the_page_says_what_an_applicant_asks():
    call = rich_call()
    call.exclusive_measures.add(MeasureFactory(title_en="Grant for something else"))
    page = read(f"/en/calls/{call.code}/")
    for text in (
        "Public warehouses abroad", "公共海外仓扶持", "青商字〔2026〕21号", "The text of the notice.",
        "Division, floor 3", "3 of 3 places left", "CNY 200,000", "Question landlord", "Section costs",
        "Contract", "7 working days",
        "Grant for something else", "The legal representative signs", f"/en/calls/{call.code}/apply/",
        f"/en/calls/{call.code}/form.pdf",
    ):  # fmt: skip
        assert text in page
    assert "通知正文。" in read(f"/zh-hans/calls/{call.code}/")


def test_whom_to_ask_stands_on_the_measures_page_and_on_the_case():
    call = CallFactory(contact_zh="三楼政策处", contact_en="Division, floor 3")
    assert "Division, floor 3" in read(f"/en/items/{call.measure.slug}/")
    assert "三楼政策处" in read(f"/zh-hans/items/{call.measure.slug}/")
    application = application_in(State.SUBMITTED, call=call)
    client = Client()
    client.force_login(application.applicant)
    for page in ("", "submitted/"):
        assert "Division, floor 3" in client.get(f"/en/my/applications/{application.number}/{page}").content.decode()


def test_a_call_that_is_not_open_to_everybody_does_not_exist():
    call = CallFactory(published_at=None)
    for url in (f"/en/calls/{call.code}/", f"/en/calls/{call.code}/form.pdf", "/en/calls/nothing/"):
        assert Client().get(url).status_code == 404


def test_the_list_leads_to_the_call_and_its_form_and_shows_places():
    call = rich_call()
    page = read("/en/calls/")
    assert f'href="/en/calls/{call.code}/"' in page
    assert f"/en/calls/{call.code}/form.pdf" in page
    assert "3 of 3 places left" in page
    assert f'href="/en/calls/{call.code}/"' in read(f"/en/items/{call.measure.slug}/")


def test_a_list_without_calls_says_what_will_be_there():
    assert "No call for applications yet" in read("/en/calls/")
    CallFactory()
    pagecache.clear()
    assert "No call for applications yet" not in read("/en/calls/")


def test_the_list_costs_the_same_for_one_call_and_for_thirty():
    def queries() -> int:
        pagecache.clear()
        with CaptureQueriesContext(connection) as captured:
            read("/en/calls/")
        return len(captured)

    CallFactory(allocation=AllocationWay.FIRST_COME, quota=3)
    queries()  # what a process reads once
    one = queries()
    for _n in range(29):
        CallFactory(allocation=AllocationWay.FIRST_COME, quota=3)
    assert queries() == one


def test_the_page_costs_the_same_for_a_form_of_any_length():
    counts = []
    for fields in (10, 120):
        call = CallFactory()
        made.publish(made.long_form(call, fields))
        pagecache.clear()
        with CaptureQueriesContext(connection) as captured:
            read(f"/en/calls/{call.code}/")
        counts.append(len(captured))
    assert counts[1] <= counts[0]


# --- closed early ----------------------------------------------------------------------------------


def test_a_call_that_closed_early_says_why_everywhere():
    call, other = CallFactory(), CallFactory(measure__title_en="The new grant")
    close_early(call, official(Role.LEADERSHIP), "政策调整。", "The policy has changed.", other)
    page = read(f"/en/calls/{call.code}/")
    assert "The policy has changed." in page
    assert f'href="/en/calls/{other.code}/"' in page
    assert f"/en/calls/{call.code}/apply/" not in page
    assert "政策调整。" in read(f"/zh-hans/calls/{call.code}/")
    assert "The policy has changed." in read("/en/calls/")
    measure = read(f"/en/items/{call.measure.slug}/")
    assert "The policy has changed. It is replaced by The new grant" in measure
    assert f"/en/calls/{call.code}/apply/" not in measure
    assert f"This call takes the place of {call.code}" in read(f"/en/calls/{other.code}/")


def member(call: Call):
    membership = MembershipFactory(enterprise=EnterpriseFactory())
    district_unit(membership.enterprise.district.code)
    client = Client()
    client.force_login(membership.user)
    return client, membership, f"/en/calls/{call.code}/apply/"


def closed_call() -> Call:
    return close_early(CallFactory(), official(Role.LEADERSHIP), "政策调整。", "The policy has changed.")


def full_call() -> Call:
    call = CallFactory(allocation=AllocationWay.FIRST_COME, quota=1)
    application_in(State.SUBMITTED, call=call)
    return call


def over_call() -> Call:
    return CallFactory(closes_at=clock.now() - timedelta(1))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (closed_call, "This call closed early on"),
        (full_call, "All places of this call (1) are taken, in the order of submission."),
        (over_call, "The window closed on"),
    ],
)
def test_nobody_begins_where_nothing_can_be_sent(make, sentence):
    call = make()
    client, membership, url = member(call)
    page = client.get(url)
    assert sentence in page.content.decode()
    assert 'name="enterprise"' not in page.content.decode()
    before = Application.objects.count()
    answer = client.post(url, {"enterprise": membership.enterprise_id})
    assert (answer.status_code, Application.objects.count()) == (409, before)


def test_whoever_has_a_draft_comes_back_to_it():
    call = CallFactory()
    client, membership, url = member(call)
    client.post(url, {"enterprise": membership.enterprise_id})
    draft = Application.objects.get()
    close_early(call, official(Role.LEADERSHIP), "政策调整。", "The policy has changed.")
    assert draft.number in client.get(url).content.decode()
    assert client.post(url, {"enterprise": membership.enterprise_id}).status_code == 302
    assert Application.objects.count() == 1


def test_places_left_stand_where_somebody_begins():
    client, _membership, url = member(CallFactory(allocation=AllocationWay.FIRST_COME, quota=4))
    assert "4 places left, in the order of submission." in client.get(url).content.decode()


# --- the blank form --------------------------------------------------------------------------------


def test_the_blank_form_holds_everything_in_both_languages():
    call = rich_call()
    data = form_data(call)
    titles = [section["title"] for section in data["sections"]]
    assert titles == [
        ["企业与联系人", "Enterprise and contact"], ["申报条件与数据", "Conditions and figures"],
        ["项目与绩效目标", "Project and target"], ["部分warehouse", "Section warehouse"],
        ["部分costs", "Section costs"],
        ["银行账户", "Bank account"],
    ]  # fmt: skip
    fields = {field["label"][1]: field for section in data["sections"] for field in section["fields"]}
    assert fields["Question landlord"]["condition"][1] == "“Question operator” is “Rented”"
    assert fields["Question operator"]["options"] == [["自建", "Own"], ["租用", "Rented"]]
    assert fields["Question invoices"]["columns"][0] == ["发票号码", "Invoice number"]
    assert [paper["title"][1] for paper in data["papers"]] == ["Contract"]
    answer = Client().get(f"/en/calls/{call.code}/form.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert PDF_TEXT.match(answer.content)


def test_a_hostile_text_is_no_markup_in_the_blank_form():
    call = CallFactory(measure__title_zh='#panic("x") [*] $', intro_zh="x")
    version = made.form_version(call)
    made.field(
        made.section(version, title_zh="#", title_en="]"), "a", label_zh='"); #import', label_en="\\", help_zh="$$"
    )
    made.publish(version)
    assert PDF_TEXT.match(Client().get(f"/en/calls/{call.code}/form.pdf").content)
