"""An enterprise's own software fills a call's form, sends it and reads what came of it: no page is needed."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enterprises.actions import take_back_paper
from enterprises.enums import MemberRole, State
from enterprises.models import Application, Membership, Paper
from enterprises.tests.call_forms import warehouse_form
from enterprises.tests.factories import (
    SOUND_ANSWERS,
    SOUND_FACTS,
    CallFactory,
    EnterpriseFactory,
    MembershipFactory,
    application_in,
    district_unit,
    draft,
    needs_paper,
    pdf,
)
from enterprises.tests.machines import API, Software, software_of, token_for
from portal.attachments.models import Attachment
from portal.calendars.workdays import is_workday
from portal.core import clock

pytestmark = pytest.mark.django_db
CONTACT = {name: value for name, value in SOUND_ANSWERS.items() if name.startswith("contact")}
PROJECT = {name: SOUND_ANSWERS[name] for name in ("project_title", "project_summary", "performance_target")}
BANK = {name: value for name, value in SOUND_ANSWERS.items() if name.startswith("bank")}


@pytest.fixture
def owner():
    district_unit()
    return MembershipFactory(enterprise=EnterpriseFactory())


def files_in_store():
    place = storages["attachments"]
    return [name for name in Attachment.objects.values_list("storage_name", flat=True) if place.exists(name)]


def put(found, number, slug, values, revision=0, kind="answers"):
    return found.ask("put", f"{number}/sections/{slug}/", {"revision": revision, kind: values})


def test_the_whole_way_without_a_page(owner, client):
    call = CallFactory()
    needs_paper(call.measure)
    warehouse_form(call, published=True)
    found = Software(token_for(owner.user, owner.enterprise))
    asked = client.get(f"/api/v1/calls/{call.code}/", headers={"Accept-Language": "en"}).json()["form"]["sections"]
    assert [section["slug"] for section in asked] == [
        "contact", "conditions", "project", "warehouse", "costs", "bank", "papers"
    ]  # fmt: skip
    begun = found.ask("post", "", {"call": call.code, "enterprise": owner.enterprise.credit_code})
    assert begun.status_code == 201
    number = begun.json()["number"]
    assert begun.json()["url"].endswith(f"{API}{number}/")
    revisions = {section["slug"]: section["revision"] for section in begun.json()["sections"]}
    assert put(found, number, "contact", CONTACT, revisions["contact"]).status_code == 200
    assert put(found, number, "conditions", SOUND_FACTS, kind="facts").status_code == 200
    assert put(found, number, "project", PROJECT).status_code == 200
    assert put(found, number, "bank", BANK).status_code == 200
    saved = put(found, number, "warehouse", {"operator": "own", "area": 300, "services": ["own"]})
    assert (saved.status_code, saved.json()["complete"], saved.json()["revision"]) == (200, True, 1)
    state = found.get(f"{number}/").json()
    assert (state["missing"], state["form_version"]) == (["papers"], 1)
    sent = found.send(f"{number}/submission/", {"declaration": "true", "D05": pdf()})
    assert sent.status_code == 201, sent.content
    application = Application.objects.get(number=number)
    snapshot = application.snapshots.get()
    assert (application.state, snapshot.content["answers"]["area"]) == (State.SUBMITTED, "300")
    received = sent.json()["received"]
    assert (received["sha256"], received["code"], received["snapshot"]) == (snapshot.sha256, snapshot.code, 1)
    assert sent.json()["due"]["desk"] == "district"
    assert found.get(f"{number}/").json()["received"] == received
    assert [row["kind"] for row in found.get(f"{number}/messages/").json()] == ["enterprises/submitted"]


def test_beginning_again_gives_the_one_that_runs(owner):
    call = CallFactory()
    found = Software(token_for(owner.user, owner.enterprise))
    body = {"call": call.code, "enterprise": owner.enterprise.credit_code, "facts": {"eligible_cost_cny": 150_000.5}}
    first, second = found.ask("post", "", body), found.ask("post", "", body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["number"] == second.json()["number"]
    conditions = next(one for one in first.json()["sections"] if one["slug"] == "conditions")
    assert conditions["values"] == {"eligible_cost_cny": "150000.5"}


@pytest.mark.parametrize(
    ("change", "status", "where"),
    [
        ({"call": "NONE"}, 422, "call"),
        ({"enterprise": "NONE"}, 422, "enterprise"),
        ({"facts": {"eligible_cost_cny": "much"}}, 422, "facts.eligible_cost_cny"),
        ({"facts": {"bogus": 1}}, 422, "facts.bogus"),
    ],
)
def test_what_can_not_be_begun_is_said_by_field(owner, change, status, where):
    call = CallFactory()
    found = Software(token_for(owner.user, owner.enterprise))
    body = {"call": call.code, "enterprise": owner.enterprise.credit_code} | change
    answer = found.ask("post", "", body)
    assert (answer.status_code, list(answer.json()["errors"])) == (status, [where])
    assert not Application.objects.exists()


def test_half_a_character_is_refused_and_the_page_stays_readable(owner, client):
    """JSON can write half of a surrogate pair; a page that holds it could never be sent again."""
    found = Software(token_for(owner.user, owner.enterprise))
    body = {"call": CallFactory().code, "enterprise": owner.enterprise.credit_code}
    number = found.ask("post", "", body).json()["number"]
    answer = put(found, number, "contact", CONTACT | {"contact_name": "\ud800"})
    assert (answer.status_code, "surrogate" in answer.json()["detail"]) == (400, True)
    client.force_login(owner.user)
    assert client.get(f"/en/my/applications/{number}/s/contact/").status_code == 200


def test_nothing_is_begun_under_a_call_that_is_closed_or_not_published(owner):
    found = Software(token_for(owner.user, owner.enterprise))
    closed = CallFactory(closes_at=clock.now() - timedelta(seconds=1))
    hidden = CallFactory(published_at=None)
    statuses = [
        found.ask("post", "", {"call": call.code, "enterprise": owner.enterprise.credit_code}).status_code
        for call in (closed, hidden)
    ]
    assert statuses == [409, 422]


def test_a_call_says_why_it_closed_early_and_what_takes_its_place(client):
    after, hidden = CallFactory(), CallFactory(published_at=None)
    moment = clock.now() - timedelta(days=1)
    reason = {"close_reason_zh": "预算调整", "close_reason_en": "The budget changed", "closed_early_at": moment}
    for replaced_by, named in ((after, after.code), (hidden, None), (None, None)):
        call = CallFactory(replaced_by=replaced_by, **reason)
        told = client.get(f"/api/v1/calls/{call.code}/", headers={"Accept-Language": "en"}).json()
        assert (told["state"], told["closed_early"]["reason"]) == ("closed", "The budget changed")
        assert told["closed_early"]["replaced_by"] == named
    assert client.get(f"/api/v1/calls/{hidden.code}/").status_code == 404
    assert client.get(f"/api/v1/calls/{after.code}/").json()["closed_early"] is None


@pytest.mark.parametrize(
    ("opens", "closes", "state"), [(1, 30, "upcoming"), (-1, 60, "open"), (-9, 2, "closing"), (-9, -1, "closed")]
)
def test_each_call_tells_its_state(client, opens, closes, state):
    now = clock.now()
    call = CallFactory(opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes))
    assert [(row["code"], row["state"]) for row in client.get("/api/v1/calls/").json()["results"]] == [
        (call.code, state)
    ]


def test_two_who_save_one_section_are_told_both_versions():
    application = draft()
    found = software_of(application)
    path = f"{application.number}/sections/project/"
    seen = found.get(path).json()["revision"]
    first = found.ask("patch", path, {"revision": seen, "answers": {"project_title": "First"}})
    assert first.json()["revision"] == seen + 1
    second = found.ask("patch", path, {"revision": seen, "answers": {"project_title": "Second"}})
    assert second.status_code == 409
    told = second.json()
    assert (told["revision"], told["stored"]["project_title"], told["sent"]["project_title"]) == (
        seen + 1, "First", "Second"
    )  # fmt: skip
    application.refresh_from_db()
    assert application.answers["project_title"] == "First"


@pytest.mark.parametrize(
    ("slug", "kind", "values", "wrong"),
    [
        ("contact", "answers", {"contact_phone": "abc"}, ["contact_phone"]),
        ("contact", "answers", {"bank_name": "x"}, ["bank_name"]),
        ("contact", "answers", {"contact_name": ["x"]}, ["contact_name"]),
        ("contact", "answers", {"contact_name": True}, ["contact_name"]),
        ("conditions", "facts", {"eligible_cost_cny": -1}, ["eligible_cost_cny"]),
        ("conditions", "facts", {"registered_division": "370212"}, ["registered_division"]),
        ("warehouse", "answers", {"area": 5}, ["area"]),
        ("warehouse", "answers", {"services": "own"}, ["services"]),
        ("warehouse", "answers", {"operator": "bogus"}, ["operator"]),
        ("warehouse", "answers", {"lease": "x.pdf"}, ["lease"]),
        ("costs", "answers", {"invoices": [{"number": "1", "bogus": 2}]}, ["invoices"]),
        ("costs", "answers", {"invoices": [{"number": "1"}] * 10_000}, ["invoices"]),
        ("costs", "answers", {"true": "on"}, ["true"]),
    ],
)
def test_values_that_do_not_fit_are_named_and_nothing_is_saved(slug, kind, values, wrong):
    call = CallFactory()
    warehouse_form(call, published=True)
    application = draft(call=call)
    Application.objects.update(answers=application.answers | {"area": "600", "operator": "own"})
    before = Application.objects.values("answers", "facts").get()
    answer = software_of(application).ask(
        "patch", f"{application.number}/sections/{slug}/", {"revision": 0, kind: values}
    )
    assert (answer.status_code, list(answer.json().get("errors", {}))) == (422, wrong), answer.content
    assert Application.objects.values("answers", "facts").get() == before


@pytest.mark.parametrize("body", [{}, {"revision": -1, "answers": {}}, {"revision": 0}, {"answers": {}}, [], "x"])
def test_a_body_that_is_no_section_is_refused(body):
    application = draft()
    assert software_of(application).ask("put", f"{application.number}/sections/contact/", body).status_code == 400


def test_a_section_that_is_not_asked_does_not_exist():
    application = draft()
    found = software_of(application)
    assert found.get(f"{application.number}/sections/costs/").status_code == 404
    assert put(found, application.number, "costs", {}).status_code == 404


def test_a_file_is_given_and_taken_back():
    call = CallFactory()
    needs_paper(call.measure)
    application = draft(call=call)
    found = software_of(application)
    given = found.send(f"{application.number}/files/", {"code": "D05", "file": pdf("contract.pdf")})
    assert (given.status_code, given.json()["name"]) == (201, "contract.pdf")
    assert len(found.get(f"{application.number}/").json()["files"]) == 2
    path = f"{application.number}/files/{given.json()['id']}/"
    assert found.ask("delete", path).status_code == 204
    assert found.ask("delete", path).status_code == 404
    assert len(found.get(f"{application.number}/").json()["files"]) == 1


def test_a_file_that_is_not_asked_for_or_not_fit_leaves_nothing(tmp_path, settings):
    call = CallFactory()
    needs_paper(call.measure)
    application = draft(call=call)
    found, before = software_of(application), Attachment.objects.count()
    for form in ({"code": "D99", "file": pdf()}, {"code": "D05", "file": pdf("contract.docx")}):
        answer = found.send(f"{application.number}/files/", form)
        assert (answer.status_code, list(answer.json()["errors"])) == (422, [form["code"]])
    for form in ({"code": "D05"}, {"file": pdf()}, {"code": "D05", "other": pdf()}):
        assert found.send(f"{application.number}/files/", form).status_code == 400
    assert Attachment.objects.count() == before == len(files_in_store())


def test_what_was_submitted_is_not_changed_any_more():
    call = CallFactory()
    needs_paper(call.measure)
    application = application_in(State.SUBMITTED, call=call)
    found, number, paper = software_of(application), application.number, Paper.objects.get()
    answers = [
        put(found, number, "contact", CONTACT),
        found.send(f"{number}/files/", {"code": "D05", "file": pdf()}),
        found.ask("delete", f"{number}/files/{paper.pk}/"),
        found.ask("post", f"{number}/submission/", {"declaration": True}),
    ]
    assert [answer.status_code for answer in answers] == [409, 409, 409, 409]
    assert [one.pk for one in Paper.objects.filter(replaced_at=None)] == [paper.pk]


def test_a_submission_that_is_refused_keeps_no_file():
    call = CallFactory()
    for code in ("D05", "D07"):
        needs_paper(call.measure, code)
    application = draft(call=call)
    application.papers.filter(code="D07").delete()
    before = Attachment.objects.count()
    found = software_of(application)
    for form, status in (({"declaration": "true", "D05": pdf()}, 409), ({"D07": pdf()}, 422)):
        assert found.send(f"{application.number}/submission/", form).status_code == status
    assert Attachment.objects.count() == before == len(files_in_store())
    assert Application.objects.get(pk=application.pk).state == State.DRAFT
    sent = found.send(f"{application.number}/submission/", {"declaration": "true", "D07": pdf()})
    assert sent.status_code == 201


def test_a_submission_with_three_files_takes_twenty_statements_in_one_transaction():
    call = CallFactory()
    for code in ("D05", "D07", "D08"):
        needs_paper(call.measure, code)
    application = draft(call=call)
    for paper in list(application.papers.all()):
        take_back_paper(application, paper.pk, application.applicant)
    found, form = software_of(application), {"declaration": "true"} | {code: pdf() for code in ("D05", "D07", "D08")}
    found.get()
    is_workday(clock.today())  # a process that has served a request knows the calendar
    with CaptureQueriesContext(connection) as queries:
        assert found.send(f"{application.number}/submission/", form, key="a").status_code == 201
    statements = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    # Before it: the token, the application, the claim of the key.
    assert len(statements) - 3 <= 20, "\n".join(statements)


def test_who_only_reads_writes_nothing():
    application = draft()
    found = software_of(application)
    Membership.objects.update(role=MemberRole.VIEWER)
    assert found.get(f"{application.number}/").status_code == 200
    answers = [
        put(found, application.number, "contact", CONTACT),
        found.ask("post", f"{application.number}/submission/", {"declaration": True}),
        found.send(f"{application.number}/files/", {"code": "D05", "file": pdf()}),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_messages_to_officials_are_not_the_enterprises():
    application = application_in(State.SUBMITTED)
    other = application_in(State.SUBMITTED)
    rows = software_of(application).get(f"{application.number}/messages/").json()
    assert {row["to"] for row in rows} == {str(application.applicant)}
    assert software_of(application).get(f"{other.number}/messages/").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_each_answers_in_the_readers_language(language):
    application = draft()
    found = Software(token_for(application.applicant, application.enterprise), language)
    label = found.get(f"{application.number}/").json()["sections"][0]["title"]
    assert label == {"en": "Enterprise and contact", "zh-hans": "企业与联系人"}[language]
    Application.objects.update(done_sections=[])
    refused = found.ask("post", f"{application.number}/submission/", {"declaration": True}).json()["detail"]
    assert refused.startswith({"en": "Complete these sections first", "zh-hans": "请先填完以下部分"}[language])


def test_the_list_costs_the_same_for_many(django_assert_num_queries):
    application = draft()
    found = software_of(application)
    found.get()
    for count in (1, 6):
        while Application.objects.count() < count:
            draft(enterprise=application.enterprise, applicant=application.applicant)
        # The token with its maker's role, the page of the list, its work items.
        with django_assert_num_queries(3):
            assert len(found.get().json()["results"]) == count


def test_the_page_for_a_browser_works(client):
    application = draft()
    client.force_login(application.applicant)
    page = client.get(f"{API}{application.number}/", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert application.number in page.content.decode()
