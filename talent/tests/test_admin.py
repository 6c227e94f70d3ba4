"""The facts at the desk: lists that stay as quick, and a form that saves a step with its parts."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from portal.core.loading import Report
from talent.models import Paper, PathStep

pytestmark = pytest.mark.urls("talent.tests.urls")
MODELS = (
    "agency",
    "hotline",
    "referral",
    "paper",
    "pathstep",
    "permitclass",
    "pointstable",
    "visatype",
    "entrywithoutvisa",
    "residenceroute",
    "penalty",
)


@pytest.fixture
def official(db: None, client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("official@example.test", "a long password"))
    return client


@pytest.mark.parametrize("model", MODELS)
def test_each_list_and_form_opens(talent: Report, official: Client, model: str) -> None:
    from django.apps import apps

    pk = apps.get_model("talent", model).objects.first().pk
    assert official.get(f"/en/admin/talent/{model}/?q=a").status_code == 200
    assert official.get(f"/en/admin/talent/{model}/{pk}/change/").status_code == 200


def test_the_list_of_papers_takes_the_same_queries_for_one_and_for_thirty(
    official: Client, django_assert_max_num_queries: Any
) -> None:
    Paper.objects.create(code="X", name_zh="纸", name_en="paper")
    with django_assert_max_num_queries(100) as few:
        official.get("/en/admin/talent/paper/")
    Paper.objects.bulk_create(Paper(code=f"X{n}", name_zh="纸", name_en="paper") for n in range(29))
    with django_assert_max_num_queries(100) as more:
        official.get("/en/admin/talent/paper/")
    assert len(more) == len(few)


def test_a_visitor_is_sent_to_sign_in(talent: Report, client: Client) -> None:
    step = PathStep.objects.first()
    assert client.get(f"/en/admin/talent/pathstep/{step.pk}/change/").status_code == 302
