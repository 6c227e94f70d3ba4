"""The desk: every list opens, rules are shown in words, and nothing that is published is changed here."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from policies.models import Measure, RuleBook

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
        if row is not None:  # figures of progress need districts: test_plan_admin.py
            assert desk.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200, model


def test_an_official_reads_what_the_applicant_reads(city, desk: Client) -> None:
    page = desk.get(reverse("admin:policies_measure_change", args=[Measure.objects.get(code="ENT-02").pk]))
    assert "4.1" in page.content.decode()
    assert "300,000" in page.content.decode()


def test_nobody_changes_what_is_published_by_the_list_of_records(city, desk: Client) -> None:
    """The administrator neither: an edit with a second pair of eyes does."""
    measure = Measure.objects.get(code="ENT-02")
    before = Measure.objects.filter(pk=measure.pk).values().get()
    for name, *args in (("change", measure.pk), ("delete", measure.pk), ("add",)):
        page = reverse(f"admin:policies_measure_{name}", args=args)
        assert desk.post(page, {"title_zh": "改", "post": "yes"}).status_code == 403
    assert Measure.objects.filter(pk=measure.pk).values().get() == before


def test_the_vocabulary_of_the_rules_is_for_reading_and_its_page_has_no_button_that_saves(city, desk: Client) -> None:
    page = reverse("admin:policies_rulebook_change", args=[RuleBook.objects.get().pk])
    text = desk.get(page).content.decode()
    assert ("statistics_reported" in text, 'name="_save"' in text) == (True, False)
    assert desk.post(page, {"version": "9"}).status_code == 403
