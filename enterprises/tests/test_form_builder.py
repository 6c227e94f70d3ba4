"""The form builder: sections, fields and conditions from rows and selects, a trial that saves nothing, differences."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enterprises.enums import FormState
from enterprises.models import Application, FormField, FormSection, FormVersion, Paper
from enterprises.tests import call_forms as made
from enterprises.tests.factories import CallFactory, UserFactory, official, pdf
from portal.accounts.enums import Role
from portal.attachments.models import Attachment
from portal.audit.models import Entry

pytestmark = pytest.mark.django_db
FORMS = "/en/admin/enterprises/formversion/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def manager() -> Client:
    return signed_in(official(Role.CASE_MANAGER))


def address(version: FormVersion, rest: str = "change/") -> str:
    return f"{FORMS}{version.pk}/{rest}"


def filled(client: Client, url: str) -> dict[str, str]:
    """What the page would send if nothing was changed on it."""
    form = client.get(url).context["form"]
    parts = [form, *getattr(form, "parts", [form.condition])]
    data = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}
    for part in parts[1:]:
        if hasattr(part, "count"):
            data[f"{part.name}-rows"] = str(part.count)
        for row in getattr(part, "forms", []) or getattr(part, "rows", []):
            data |= {bound.html_name: bound.value() for bound in row if bound.value() not in (None, False)}
    if form.condition.rows:
        data["joint"] = form.condition.joint.value()
    return data


# --- who -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [*Role])
def test_who_looks_and_who_writes(role):
    version = made.warehouse_form(CallFactory())
    client = signed_in(official(role))
    looks = role in {Role.CASE_MANAGER, Role.LEADERSHIP, Role.FINANCE, Role.DISCIPLINE}
    for rest in ("change/", "trial/", "differences/"):
        assert client.get(address(version, rest)).status_code == (200 if looks else 403)
    writes = role == Role.CASE_MANAGER
    assert client.get(address(version, "sections/add/")).status_code == (200 if writes else 403)
    what = {"what": f"field:{FormField.objects.get(code='note').pk}"}
    assert client.post(address(version, "remove/"), what).status_code == (302 if writes else 403)
    assert FormField.objects.filter(code="note").exists() != writes


def test_a_version_in_use_never_changes(manager):
    version = made.publish(made.warehouse_form(CallFactory()))
    field = FormField.objects.get(code="note")
    assert manager.get(address(version, f"fields/{field.pk}/")).status_code == 403
    assert manager.post(address(version, f"fields/{field.pk}/"), {"code": "x"}).status_code == 403
    assert manager.post(address(version, "remove/"), {"what": f"field:{field.pk}"}).status_code == 403
    assert manager.post(address(version, "move/"), {"what": f"field:{field.pk}"}).status_code == 403
    assert FormField.objects.get(code="note") == field


def test_a_part_of_another_version_is_not_found(manager):
    version, other = made.warehouse_form(CallFactory()), made.warehouse_form(CallFactory())
    foreign = FormField.objects.get(code="note", section__version=other)
    assert manager.get(address(version, f"fields/{foreign.pk}/")).status_code == 404
    assert manager.post(address(version, "remove/"), {"what": f"field:{foreign.pk}"}).status_code == 404
    assert manager.post(address(version, "remove/"), {"what": f"section:{foreign.section_id}"}).status_code == 404
    assert manager.post(address(version, "move/"), {"what": "drop table"}).status_code == 404


# --- building --------------------------------------------------------------------------------------


def test_a_form_is_built_from_nothing_without_json(manager):
    call = CallFactory()
    begun = manager.post(f"{FORMS}begin/{call.pk}/")
    version = FormVersion.objects.get()
    assert begun.url == address(version)
    add = address(version, "sections/add/")
    section = {"code": "warehouse", "title_zh": "海外仓", "title_en": "Warehouse"}
    assert manager.post(add, filled(manager, add) | section).status_code == 302
    first = FormSection.objects.get()
    add = address(version, f"sections/{first.pk}/add/")
    choice = filled(manager, add) | {
        "kind": "choice", "code": "operator", "label_zh": "方式", "label_en": "Operator", "options-rows": "3",
        "options-0-value": "own", "options-0-zh": "自建", "options-0-en": "Own",
        "options-2-value": "rented", "options-2-zh": "租用", "options-2-en": "Rented",
    }  # fmt: skip
    assert manager.post(add, choice).status_code == 302
    table = filled(manager, add) | {
        "kind": "table", "code": "invoices", "label_zh": "发票", "label_en": "Invoices", "reference": "invoice",
        "limit_max_rows": "20", "columns-rows": "2", "columns-0-code": "number", "columns-0-kind": "text",
        "columns-0-zh": "号码", "columns-0-en": "Number", "columns-0-required": "on",
        "columns-1-code": "use", "columns-1-kind": "choice", "columns-1-zh": "用途", "columns-1-en": "Use",
        "columns-1-choices": "rent | 租金 | Rent\nother | 其他 | Other",
        "joint": "all", "if-0-field": "operator", "if-0-op": "eq", "if-0-value": ["rented"],
    }  # fmt: skip
    assert manager.post(add, table).status_code == 302
    operator, invoices = FormField.objects.order_by("order")
    assert operator.options == [
        {"value": "own", "zh": "自建", "en": "Own"}, {"value": "rented", "zh": "租用", "en": "Rented"},
    ]  # fmt: skip
    assert invoices.show_if == {"field": "operator", "op": "eq", "value": "rented"}
    assert (invoices.limits, invoices.reference) == ({"max_rows": 20}, "invoice")
    assert invoices.columns == [
        {"code": "number", "kind": "text", "zh": "号码", "en": "Number", "required": True},
        {
            "code": "use", "kind": "choice", "zh": "用途", "en": "Use", "required": False,
            "options": [
                {"value": "rent", "zh": "租金", "en": "Rent"}, {"value": "other", "zh": "其他", "en": "Other"},
            ],
        },
    ]  # fmt: skip
    page = manager.get(address(version))
    assert page.context["problems"] == []
    assert "Shown if “Operator” is “Rented”" in page.content.decode()
    verbs = list(Entry.objects.filter(scope=f"call:{call.pk}").order_by("sequence").values_list("verb", "target"))
    assert verbs == [("begin_form", "form:1"), *[("edit_form", "form:1")] * 3]


@pytest.mark.parametrize("code", ["operator", "landlord", "area", "services", "lease", "invoices", "note", "true"])
def test_a_field_that_is_opened_and_saved_stays_as_it_is(manager, code):
    version = made.warehouse_form(CallFactory())
    field = FormField.objects.get(code=code)
    url = address(version, f"fields/{field.pk}/")
    before = FormField.objects.filter(pk=field.pk).values().get()
    answer = manager.post(url, filled(manager, url))
    assert answer.status_code == 302, answer.context["form"].errors
    assert FormField.objects.filter(pk=field.pk).values().get() == before


def test_two_conditions_join_and_only_earlier_fields_are_offered(manager):
    version = made.warehouse_form(CallFactory())
    url = address(version, f"fields/{FormField.objects.get(code='lease').pk}/")
    choices = [code for code, _label in manager.get(url).context["form"].condition.rows[0].fields["field"].choices]
    assert choices == ["", "operator", "landlord", "area", "services"]
    rows = {
        "joint": "any", "if-0-field": "operator", "if-0-op": "in", "if-0-value": ["own", "rented"],
        "if-1-field": "area", "if-1-op": "gte", "if-1-value": "1,500", "if-2-field": "landlord", "if-2-op": "filled",
    }  # fmt: skip
    assert manager.post(url, filled(manager, url) | rows).status_code == 302
    assert FormField.objects.get(code="lease").show_if == {
        "any": [
            {"field": "operator", "op": "in", "value": ["own", "rented"]},
            {"field": "area", "op": "gte", "value": "1500"},
            {"field": "landlord", "op": "filled"},
        ]
    }
    page = manager.post(url, filled(manager, url) | {"if-3-field": "invoices", "if-3-op": "filled"})
    assert page.status_code == 422


def test_more_inputs_save_nothing(manager):
    version = made.warehouse_form(CallFactory())
    field = FormField.objects.get(code="note")
    url = address(version, f"fields/{field.pk}/")
    page = manager.post(url, filled(manager, url) | {"kind": "choice", "more": "inputs"})
    assert page.status_code == 200
    assert page.context["form"].options.count == 3
    page = manager.post(url, filled(manager, url) | {"kind": "choice", "options-rows": "3", "more": "options"})
    assert page.context["form"].options.count == 6
    assert FormField.objects.get(code="note").kind == "long_text"
    assert not Entry.objects.exists()


def test_columns_of_a_table_have_the_limits_of_their_kind(manager):
    """Another kind brings other inputs, and what was set for the old one is gone."""
    version = made.warehouse_form(CallFactory())
    url = address(version, f"fields/{FormField.objects.get(code='invoices').pk}/")
    names = [column["code"] for column in FormField.objects.get(code="invoices").columns]
    place = len(names)
    column = {"code": "paid_on", "kind": "date", "zh": "付款日", "en": "Paid on", "required": "on"}
    given = filled(manager, url) | {f"columns-{place}-{name}": value for name, value in column.items()}
    page = manager.post(url, given | {"more": "inputs"})
    shown = {name for name in page.context["form"].columns.forms[place].fields if name.startswith("limit_")}
    assert shown == {"limit_not_before", "limit_not_after"}
    given |= {f"columns-{place}-limit_not_before": "2026-01-01", f"columns-{place}-limit_not_after": "今天"}
    assert manager.post(url, given | {f"columns-{place}-limit_not_before": "2026"}).status_code == 422
    assert manager.post(url, given).status_code == 302
    stored = FormField.objects.get(code="invoices").columns[place]
    assert stored["limits"] == {"not_before": "2026-01-01", "not_after": "today"}
    assert manager.post(url, filled(manager, url)).status_code == 302
    assert FormField.objects.get(code="invoices").columns[place] == stored
    assert manager.post(url, filled(manager, url) | {f"columns-{place}-kind": "number"}).status_code == 302
    assert "limits" not in FormField.objects.get(code="invoices").columns[place]


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"code": "Ärea"}, "code"), ({"code": "operator"}, "code"), ({"kind": "virus"}, "kind"),
     ({"reference": "soul"}, "reference"), ({"prefill": "user.password"}, "prefill"), ({"code": ""}, "code")],
)  # fmt: skip
def test_crafted_values_are_refused(manager, typed, field):
    version = made.warehouse_form(CallFactory())
    url = address(version, f"fields/{FormField.objects.get(code='note').pk}/")
    page = manager.post(url, filled(manager, url) | typed)
    assert (page.status_code, set(page.context["form"].errors)) == (422, {field})


def test_two_who_write_do_not_overwrite_each_other(manager):
    version = made.warehouse_form(CallFactory())
    url = address(version, f"fields/{FormField.objects.get(code='note').pk}/")
    old = filled(manager, url)
    manager.post(url, old | {"label_en": "First"})
    page = manager.post(url, old | {"label_en": "Second"})
    assert "Somebody changed this form while you wrote." in page.content.decode()
    assert FormField.objects.get(code="note").label_en == "First"


def codes(version: FormVersion) -> list[str]:
    return list(
        FormField.objects.filter(section__version=version)
        .order_by("section__order", "order")
        .values_list("code", flat=True)
    )


def test_fields_and_sections_move(manager):
    version = made.warehouse_form(CallFactory())
    field = FormField.objects.get(code="lease")
    move = lambda what, way: manager.post(address(version, "move/"), {"what": what, "way": way})  # noqa: E731
    move(f"field:{field.pk}", "up")
    assert codes(version)[:5] == ["operator", "landlord", "area", "lease", "services"]
    move(f"field:{FormField.objects.get(code='services').pk}", "down")
    assert codes(version)[4:6] == ["services", "invoices"]
    assert FormField.objects.get(code="services").section.code == "costs"
    move(f"section:{FormSection.objects.get(code='costs').pk}", "up")
    assert codes(version)[0] == "services"
    move(f"section:{FormSection.objects.get(code='costs').pk}", "up")
    assert codes(version)[0] == "services"


# --- putting it into use ---------------------------------------------------------------------------


def test_another_official_puts_it_into_use_and_running_applications_keep_theirs(manager):
    call, leader = CallFactory(), signed_in(official(Role.LEADERSHIP))
    manager.post(f"{FORMS}begin/{call.pk}/")
    version = FormVersion.objects.get()
    made.field(made.section(version), "area")
    assert manager.post(address(version, "publish/")).status_code == 409
    assert leader.post(address(version, "publish/")).status_code == 302
    manager.post(f"{FORMS}begin/{call.pk}/")
    second = FormVersion.objects.get(number=2)
    assert codes(second) == ["area"]
    assert leader.post(address(second, "publish/")).status_code == 302
    assert list(FormVersion.objects.order_by("number").values_list("state", flat=True)) == [
        FormState.REPLACED, FormState.PUBLISHED,
    ]  # fmt: skip
    assert "Version 1" in manager.get(f"/en/admin/enterprises/call/{call.pk}/forms/").content.decode()


def test_what_is_wrong_is_listed_and_blocks(manager):
    version = made.form_version(CallFactory())
    made.field(made.section(version, "one", title_en=""), "kind", "choice")
    page = manager.get(address(version))
    assert [(one["sentence"], one["url"]) for one in page.context["problems"]] == [
        ("Section “部分one”: the title is missing in English.", "#one"),
        ("Field “Question kind”: it has no choices.", "#kind"),
    ]
    answer = signed_in(official(Role.LEADERSHIP)).post(address(version, "publish/"))
    assert answer.status_code == 409
    assert "it has no choices." in answer.context["problem"]


def test_the_difference_to_the_version_in_use_is_in_words(manager):
    call = CallFactory()
    made.publish(made.warehouse_form(call))
    manager.post(f"{FORMS}begin/{call.pk}/")
    version = FormVersion.objects.get(number=2)
    assert manager.get(address(version, "differences/")).context["differences"] == []
    FormField.objects.filter(section__version=version, code="landlord").update(show_if=None, label_en="Owner")
    FormField.objects.filter(section__version=version, code="note").delete()
    made.field(version.sections.first(), "rent", "money")
    found = manager.get(address(version, "differences/")).context["differences"]
    assert [(one.label, one.kind) for one in found] == [
        ("Field “Owner”", "changed"), ("Field “Question rent”", "added"), ("Field “Question note”", "removed"),
    ]  # fmt: skip
    assert "Shown if “Question operator” is “Rented”" in found[0].old
    assert "Shown if" not in found[0].new


# --- test mode -------------------------------------------------------------------------------------


def test_a_trial_follows_the_conditions_and_saves_nothing(manager):
    version = made.warehouse_form(CallFactory())
    url = address(version, "trial/")
    before = everything()
    page = manager.get(url)
    assert "Test mode: nothing is saved." in page.content.decode()
    assert page.context["section"].code == "warehouse"
    page = manager.post(url, {"section": "warehouse", "answers": "{}", "operator": "rented", "area": "600"})
    assert set(page.context["form"].errors) == {"landlord", "lease"}
    sent = {"section": "warehouse", "answers": "{}", "operator": "rented", "area": "600", "landlord": "港务"}
    page = manager.post(url, sent | {"lease": pdf("lease.pdf")})
    assert page.context["section"].code == "costs"
    answers = json.loads(page.context["answers"])
    assert answers == {
        "operator": "rented", "area": "600", "landlord": "港务", "lease": ["lease.pdf"], "services": None,
    }  # fmt: skip
    rows = {
        "invoices-rows": "1",
        "invoices-0-number": "A1",
        "invoices-0-issued": "2026-01-01",
        "invoices-0-amount": "5",
    }
    sent = {"section": "costs", "answers": json.dumps(answers), "signed_on": "2026-01-02", "true": "on"} | rows
    page = manager.post(url, sent)
    assert [part["title"] for part in page.context["finished"]] == ["Section warehouse", "Section costs"]
    assert page.context["hidden"] == []
    assert everything() == before


def test_a_trial_says_which_sections_stay_hidden(manager):
    version = made.warehouse_form(CallFactory())
    page = manager.post(
        address(version, "trial/"), {"section": "warehouse", "answers": "{}", "operator": "own", "area": "200"}
    )
    assert page.context["hidden"] == ["Section costs"]
    page = manager.post(
        address(version, "trial/"), {"section": "warehouse", "answers": page.context["answers"], "back": "1"}
    )
    assert page.context["section"].code == "warehouse"


@pytest.mark.parametrize("answers", ["[", "[]", "7", '{"operator": {"a": []}, "area": [1]}', "[" * 100_000, "null"])
def test_a_trial_bears_answers_that_nobody_wrote(manager, answers):
    version = made.warehouse_form(CallFactory())
    sent = {"section": "warehouse", "answers": answers, "operator": "own", "area": "200"}
    assert manager.post(address(version, "trial/"), sent).status_code == 200
    assert manager.post(address(version, "trial/"), {"section": "costs", "answers": answers}).status_code == 200


def everything() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Application, Attachment, Paper, Entry, FormField, FormVersion))


# --- long forms ------------------------------------------------------------------------------------


@pytest.mark.parametrize("rest", ["change/", "trial/", "differences/"])
def test_a_form_of_any_length_costs_the_same_queries(manager, rest):
    counts = []
    for fields in (10, 120):
        version = made.long_form(CallFactory(), fields)
        manager.get(address(version, rest))
        with CaptureQueriesContext(connection) as captured:
            assert manager.get(address(version, rest)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_stranger_is_sent_to_the_sign_in():
    version = made.warehouse_form(CallFactory())
    assert Client().get(address(version)).status_code == 302
    assert signed_in(UserFactory()).get(address(version)).status_code in {302, 403}


def test_a_table_of_ten_thousand_rows_is_refused_with_a_sentence(manager):
    """More values than a page may send end before any view; what is just too long is said at the table."""
    version = made.warehouse_form(CallFactory())
    answers = json.dumps({"operator": "own", "area": "600"})
    sent = {"section": "costs", "answers": answers, "signed_on": "2026-01-02", "true": "on"}
    cells = {f"invoices-{n}-{name}": "1" for n in range(10_000) for name in ("number", "issued", "amount")}
    page = manager.post(address(version, "trial/"), sent | cells | {"invoices-rows": "10000"})
    assert page.status_code == 400
    assert "give a table fewer rows and put the rest into a file" in page.content.decode()
    few = {f"invoices-{n}-{name}": "1" for n in range(6) for name in ("number", "issued", "amount")}
    page = manager.post(address(version, "trial/"), sent | few | {"invoices-rows": "10000"})
    assert page.context["form"].errors["invoices"] == [
        "The table takes at most 5 rows. Put the rest into a file, or add small items together."
    ]
