"""The desk: every list opens, rules are shown in words, and rules that cannot be read are refused."""

import json

import pytest
from django.contrib import admin
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from policies.models import Clause, Measure, Policy

MODELS = sorted(
    (model for model in admin.site._registry if model._meta.app_label == "policies"), key=lambda model: model.__name__
)


@pytest.fixture
def desk(client: Client, django_user_model) -> Client:
    client.force_login(django_user_model.objects.create_superuser("desk@example.test"))
    return client


def test_every_list_and_every_form_opens(city, desk: Client) -> None:
    for model in MODELS:
        name = f"admin:policies_{model._meta.model_name}"
        assert desk.get(reverse(f"{name}_changelist")).status_code == 200, model
        row = model.objects.first()
        assert desk.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200, model


def form_data(measure: Measure, **changes: object) -> dict[str, object]:
    names = [field.name for field in Measure._meta.fields if field.editable and field.name != "id"]
    data = {name: value for name, value in model_to_dict(measure, names).items() if value not in (None, False)}
    data |= {"eligibility": json.dumps(measure.eligibility), "subsidy": json.dumps(measure.subsidy)}
    rows = list(measure.paper_rows.all())
    data |= {"paper_rows-TOTAL_FORMS": len(rows), "paper_rows-INITIAL_FORMS": len(rows)}
    for number, row in enumerate(rows):
        values = {"id": row.pk, "measure": measure.pk, "paper": row.paper_id, "order": row.order}
        data |= {f"paper_rows-{number}-{name}": value for name, value in values.items()}
    return data | changes


def test_an_official_reads_what_the_applicant_reads(city, desk: Client) -> None:
    page = desk.get(reverse("admin:policies_measure_change", args=[Measure.objects.get(code="ENT-02").pk]))
    assert "4.1" in page.content.decode()
    assert "300,000" in page.content.decode()


def test_a_rule_that_cannot_be_read_is_refused_with_its_place(city, desk: Client) -> None:
    measure = Measure.objects.get(code="ENT-02")
    path = reverse("admin:policies_measure_change", args=[measure.pk])
    wrong = json.dumps({"all": [{"field": "luck", "op": "is_true"}]})
    page = desk.post(path, form_data(measure, eligibility=wrong))
    assert page.status_code == 200
    assert "eligibility.all.0.field" in page.content.decode()
    assert "luck" not in json.dumps(Measure.objects.get(code="ENT-02").eligibility)


def test_a_changed_rule_rewrites_the_clauses_of_a_demo_document(city, desk: Client) -> None:
    measure = Measure.objects.get(code="ENT-02")
    path = reverse("admin:policies_measure_change", args=[measure.pk])
    fewer = json.dumps({"all": [{"field": "offshore_exec_usd", "op": "gte", "value": 400000}]})
    assert desk.post(path, form_data(measure, eligibility=fewer)).status_code == 302
    clauses = Clause.objects.filter(policy=Policy.objects.get(code="QD-DT-2025-ENTITY"))
    assert clauses.get(number="4.1").text_en.endswith("USD 400,000")
    assert not clauses.filter(number="4.5").exists()
