"""The page of a document: what it says of its validity, its languages and its surroundings, and what it keeps."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policies.models import Clause, Contact, FocusArea, Policy
from portal.accounts.models import District
from portal.core import pagecache

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def page(client: Client, slug: str = "old", language: str = "en", more: str = "") -> str:
    return text(client.get(f"/{language}/policies/{slug}/{more}"))


def document(code: str, **values) -> Policy:
    defaults = {"title_zh": f"{code}通知", "title_en": f"{code} notice", "kind": "notice", "level": "city"}
    return Policy.objects.create(code=code, **defaults | values)


@pytest.fixture
def old(today) -> Policy:
    return document("OLD", issued_on=date(2023, 1, 1), effective_on=date(2023, 2, 1))


# --- validity ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "newer", "headline"),
    [
        ({}, None, None),
        ({"expires_on": date(2026, 11, 22)}, None, "No longer in force since 23 November 2026"),
        ({"expires_on": date(2026, 11, 23)}, None, None),
        ({"state": "lapsed"}, None, "No longer in force"),
        ({"state": "lapsed"}, date(2025, 3, 1), "No longer in force since 1 March 2025"),
        ({"state": "repealed", "expires_on": date(2030, 1, 1)}, date(2025, 3, 1), "Repealed on 1 March 2025"),
        ({"state": "amended"}, date(2025, 3, 1), "Amended on 1 March 2025"),
        ({}, date(2027, 1, 1), "A newer document replaces this one from 1 January 2027"),
        ({"effective_on": date(2027, 1, 1)}, None, "In force from 1 January 2027"),
    ],
)
def test_what_does_not_hold_any_more_or_not_yet_says_so_on_top(old, client: Client, values, newer, headline) -> None:
    Policy.objects.filter(pk=old.pk).update(**values)
    if newer:
        document("NEW", supersedes=old, effective_on=newer)
    shown = page(client)
    if headline is None:
        assert 'class="status' not in shown
    else:
        assert f'<h2 class="headline">{headline}</h2>' in shown
        assert ('href="/en/policies/new/">NEW notice</a>' in shown) == bool(newer)


def test_documents_that_are_not_published_are_named_nowhere(old, client: Client, django_user_model) -> None:
    area = FocusArea.objects.create(code="OPEN", number=5, title_zh="开放", short_zh="开放")
    hidden = {"published": False, "title_zh": "绝密", "title_en": "Secret"}
    before, after, basis = (document(f"H{n}", **hidden) for n in range(3))
    alike = document("H3", **hidden)
    for one in (old, alike):
        one.areas.add(area)
    Policy.objects.filter(pk=old.pk).update(supersedes=before)
    Policy.objects.filter(pk=after.pk).update(supersedes=old)
    old.based_on.add(basis)
    basis.based_on.add(old)
    assert "Secret" not in page(client)
    client.force_login(django_user_model.objects.create_user("officer@example.test", is_staff=True))
    assert page(client).count("Secret") >= 4


# --- languages --------------------------------------------------------------------------------------


@pytest.fixture
def halves(old) -> Policy:
    """One clause whole, one without English, one whose English is old; a reading without English."""
    rows = [("1", "总则", "General", False), ("1.1", "齐全", "Whole", False), ("1.2", "缺英文", "", False)]
    rows.append(("1.3", "已改", "Before the change", True))
    for order, (number, zh, en, stale) in enumerate(rows):
        Clause.objects.create(policy=old, number=number, text_zh=zh, text_en=en, stale=stale, order=order)
    Policy.objects.filter(pk=old.pk).update(
        reading_zh="白话解读", summary_zh="新摘要", summary_en="Old", stale=["summary_en"]
    )
    return old


def test_a_missing_or_old_half_says_so_and_the_chinese_stands_with_its_language(halves, client: Client) -> None:
    shown = page(client)
    assert shown.count("Not translated yet: here is the Chinese text, which counts.") == 2
    assert shown.count("The English is older than the Chinese text, which counts.") == 2
    for part in (
        'lang="zh-hans"><p>缺英文',
        'lang="zh-hans"><p>已改',
        'lang="zh-hans"><p>白话解读',
        "<p>Before the change",
    ):
        assert part in shown, part
    assert "齐全" not in shown
    chinese = page(client, language="zh-hans")
    assert "Before the change" not in chinese
    assert 'class="clause-note"' not in chinese


def test_both_languages_stand_side_by_side_at_an_address_of_their_own(halves, client: Client) -> None:
    shown = page(client, more="both/")
    for part in ('lang="en"><p>Whole', 'lang="zh-hans"><p>齐全', 'lang="zh-hans"><p>缺英文', "Not translated yet."):
        assert part in shown, part
    assert 'href="/en/policies/old/both/#text"' in page(client)
    assert 'href="/en/policies/old/#text"' in shown


def test_each_clause_has_an_address_that_can_be_copied(halves, client: Client) -> None:
    shown = page(client)
    for number in ("1", "1-1", "1-2", "1-3"):
        assert f'id="clause-{number}"' in shown
        assert f'href="#clause-{number}"' in shown
    assert "<h3>General</h3>" in shown
    assert shown.count("<h3>") == 1


# --- facts ------------------------------------------------------------------------------------------


def test_what_is_known_is_shown_and_what_is_not_is_called_missing(old, client: Client) -> None:
    shown = page(client)
    assert shown.count("to be supplied by the bureau") >= 4
    assert "The contact is to be supplied by the bureau." in shown
    old.districts.add(District.objects.create(code="370212", name_zh="崂山区", name_en="Laoshan District"))
    Contact.objects.create(policy=old, name_zh="某处", name_en="Division A", email="a@example.test")
    Policy.objects.filter(pk=old.pk).update(document_number="青示商字〔2023〕3号", audiences=["talent", "small"])
    pagecache.clear()
    shown = page(client)
    for part in ("青示商字〔2023〕3号", "Laoshan District", "Foreign professionals", "mailto:a@example.test"):
        assert part in shown, part
    assert "Telephone: to be supplied by the bureau" in shown
    assert "The whole city" not in shown


def test_the_documents_around_it_are_linked(old, client: Client) -> None:
    area = FocusArea.objects.create(code="OPEN", number=5, title_zh="开放", short_zh="开放")
    basis, resting, alike = document("BASIS"), document("RESTING"), document("ALIKE")
    lapsed = document("GONE", state="repealed")
    old.based_on.add(basis)
    resting.based_on.add(old)
    for one in (old, alike, lapsed, basis):
        one.areas.add(area)
    shown = page(client)
    related = shown[shown.index('id="related"') :]
    assert [code for code in ("basis", "resting", "alike", "gone") if f"/policies/{code}/" in related] == [
        "resting", "alike",
    ]  # fmt: skip
    assert "/policies/basis/" in shown


# --- speed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", ["", "both/"])
def test_the_page_is_free_when_warm_and_sets_no_cookie(halves, client: Client, more: str) -> None:
    for language in ("zh-hans", "en"):
        address = f"/{language}/policies/old/{more}"
        response = client.get(address)
        assert (response.status_code, dict(response.cookies)) == (200, {})
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        assert len(captured) == 0


def test_the_page_costs_the_same_for_few_and_for_many(city, client: Client) -> None:
    policy = Policy.objects.get(code="QD-DT-2025-ENTITY")

    def cold() -> int:
        page(client, "qd-dt-2025-entity")
        pagecache.clear()
        with CaptureQueriesContext(connection) as captured:
            page(client, "qd-dt-2025-entity")
        return len(captured)

    _neighbours(policy, 0)
    few = cold()
    for number in range(1, 31):
        _neighbours(policy, number)
    assert cold() == few


def _neighbours(policy: Policy, number: int) -> None:
    Clause.objects.create(policy=policy, number=f"90.{number}", text_zh="款", order=900 + number)
    Contact.objects.create(policy=policy, name_zh=f"第{number}处")
    policy.districts.add(District.objects.create(code=f"X{number}", name_zh=f"区{number}"))
    one = document(f"N{number}", supersedes=policy)
    one.based_on.add(policy)
    policy.based_on.add(document(f"B{number}"))
