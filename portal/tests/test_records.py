"""The records behind the desk: each list has a name of its own, and the page of an app that of the app."""

import re
from collections import Counter

import pytest
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.test import Client
from django.utils import translation

from enterprises.tests.factories import UserFactory


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "name"), [("zh-hans", "工作日历"), ("en", "Working-day calendar")])
def test_the_page_of_an_app_is_called_like_the_app(client: Client, language: str, name: str) -> None:
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    page = client.get(f"/{language}/admin/calendars/").content.decode()
    assert (page.count("<h1>"), f"<h1>{name}</h1>" in page) == (1, True)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "name"), [("zh-hans", "日历日期"), ("en", "Days of the calendar")])
def test_a_list_is_called_like_what_it_holds(client: Client, language: str, name: str) -> None:
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    page = client.get(f"/{language}/admin/calendars/calendarday/").content.decode()
    assert (page.count("<h1>"), f"<h1>{name}</h1>" in page) == (1, True)


def test_the_funds_lists_have_chinese_headings() -> None:
    with translation.override("zh-hans"):
        headings = {
            (model.__name__, name): str(label_for_field(name, model, found))
            for model, found in admin.site._registry.items()
            if model._meta.app_label == "enterprises"
            for name in found.list_display
        }
    assert len(headings) > 50
    assert {name: words for name, words in headings.items() if not re.search("[\u4e00-\u9fff]", words)} == {}


def test_no_two_lists_go_by_one_chinese_name() -> None:
    with translation.override("zh-hans"):
        names = Counter(str(model._meta.verbose_name_plural) for model in admin.site._registry)
    assert [name for name, count in names.items() if count > 1] == []
