"""What a version asks is read in two queries, however long it is, and a published version once a process."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from enterprises.call_forms.definition import NOTHING, definition_of
from enterprises.models import FormField, FormVersion
from enterprises.tests import call_forms as made
from enterprises.tests.factories import CallFactory

pytestmark = pytest.mark.django_db


def queries_for(version: FormVersion) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        definition = definition_of(version)
        [(field.label, field.help, field.options) for field in definition.fields()]
    return len(captured)


def test_a_call_without_a_form_asks_nothing_more():
    assert definition_of(None) is NOTHING
    assert not NOTHING
    assert list(NOTHING.fields()) == []


@pytest.mark.parametrize("fields", [1, 30, 120])
def test_a_form_of_any_length_is_read_in_two_queries(fields):
    assert queries_for(made.long_form(CallFactory(), fields)) == 2


def test_a_published_version_is_read_once():
    version = made.publish(made.long_form(CallFactory(), 120))
    assert [queries_for(version), queries_for(FormVersion.objects.get(pk=version.pk))] == [2, 0]


def test_a_draft_is_read_anew_each_time():
    version = made.warehouse_form(CallFactory())
    definition_of(version)
    FormField.objects.filter(code="landlord").update(label_en="Owner of the building")
    with translation.override("en"):
        assert definition_of(version).field("landlord").label == "Owner of the building"


def test_sections_and_fields_stand_in_their_order_in_both_languages():
    definition = definition_of(made.warehouse_form(CallFactory()))
    assert [section.code for section in definition.sections] == ["warehouse", "costs"]
    codes = ["operator", "landlord", "area", "services", "lease", "invoices", "signed_on", "note", "true"]
    assert [field.code for field in definition.fields()] == codes
    operator = definition.field("operator")
    with translation.override("en"):
        assert [operator.label, operator.option("own").label] == ["Question operator", "Own"]
    with translation.override("zh-hans"):
        assert [operator.label, operator.option("own").label] == ["题目operator", "自建"]


def test_the_columns_of_a_table_are_fields():
    table = definition_of(made.warehouse_form(CallFactory())).field("invoices")
    assert [(column.code, column.kind) for column in table.columns] == [
        ("number", "text"), ("issued", "date"), ("amount", "money"),
    ]  # fmt: skip
