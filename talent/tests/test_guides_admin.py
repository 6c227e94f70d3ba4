"""Guides at the desk: edited with their translations, published whole, and what is old stands in a list."""

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from portal.accounts.enums import Role
from portal.accounts.models import Post, Unit
from portal.core import clock, pagecache
from portal.core.loading import Report
from talent.models import Agency, Guide, GuideFact

ADMIN = "/en/admin/talent/guide/"


@pytest.fixture
def official(db: None, client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("official@example.test", "a long password", name="Li"))
    return client


@pytest.fixture
def second(db: None) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("second@example.test", "a long password", name="Wang"))
    return client


def edit(official: Client, guide: Guide, changed: dict[str, str]) -> str:
    """Send the guide's form with these changes; the address of the edit that waits then."""
    address = f"{ADMIN}{guide.pk}/change/"
    answer = official.post(address, form_of(official.get(address).content.decode()) | changed)
    assert answer.status_code == 302
    return answer.url


def form_of(page: str) -> dict[str, Any]:
    """What a browser would send back: the values of inputs, chosen options, text areas."""
    import html

    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind, name = attributes.get("type", "text"), attributes.get("name")
        if name and (kind not in ("checkbox", "radio", "submit") or " checked" in tag):
            sent[name] = html.unescape(attributes.get("value", "on" if kind == "checkbox" else ""))
    for name, inner in re.findall(r'(?s)<select[^>]*\sname="([^"]+)"[^>]*>(.*?)</select>', page):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', inner)
        sent[name] = chosen[1] if chosen else ""
    for name, inner in re.findall(r'(?s)<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', page):
        sent[name] = html.unescape(inner)
    return {name: value for name, value in sent.items() if "__prefix__" not in name}


def test_an_edit_of_a_public_guide_is_a_version_and_makes_translations_old_unless_they_fit(
    guides: Report, official: Client, second: Client
) -> None:
    guide = Guide.objects.get(slug="cancellation")
    address = f"{ADMIN}{guide.pk}/change/"
    form = form_of(official.get(address).content.decode())
    assert form["name_ko"] == "취업허가 말소"
    changed = {"name_zh": "外国人工作许可注销", "who_zh": "合同终止后的用人单位", "who_ko": "계약이 끝난 고용 단위"}
    second.post(edit(official, guide, changed), {"approve": "1"})
    guide.refresh_from_db()
    version = guide.versions.first()
    assert (version.by.name, version.approved_by.name) == ("Li", "Wang")
    assert (guide.version, guide.published_at is not None) == (2, True)
    assert Guide.name.outdated(guide, "ko")
    assert Guide.name.outdated(guide, "en")

    page = official.get(f"{ADMIN}care/").content.decode()
    assert "Translations older than their Chinese" in page
    assert page.count("name: en, ko, ja · 外国人工作许可注销") == 1
    second.post(edit(official, guide, {"translations_fit": "on"}), {"approve": "1"})
    guide.refresh_from_db()
    assert not any(Guide.name.outdated(guide, language) for language in ("en", "ko", "ja"))
    assert "Translations older than their Chinese" not in official.get(f"{ADMIN}care/").content.decode()


def test_an_edit_is_public_only_when_somebody_else_has_approved_it(
    guides: Report, official: Client, second: Client
) -> None:
    guide = Guide.objects.get(slug="cancellation")
    page = edit(official, guide, {"result_en": "The new certificate of cancellation"})
    visitor = Client()
    public = f"/en/talent/services/{guide.slug}/"
    assert "The new certificate of cancellation" not in visitor.get(public).content.decode()
    assert guide.versions.count() == 1
    shown = second.get(page).content.decode()
    assert "What changes" in shown
    assert "<ins>" in shown
    assert guide.name_en in second.get(f"{ADMIN}care/").content.decode().split("Edits that wait")[1]
    own = official.post(page, {"approve": "1"})
    assert (own.status_code, "somebody else must approve it" in own.content.decode()) == (409, True)
    # Nobody writes over it meanwhile.
    assert second.get(f"{ADMIN}{guide.pk}/change/").url == page
    assert second.post(page, {"send_back": "1"}).status_code == 409
    assert second.post(page, {"approve": "1"}).status_code == 302
    pagecache.bump()
    assert "The new certificate of cancellation" in visitor.get(public).content.decode()
    assert second.post(page, {"approve": "1"}).status_code == 409


def test_an_edit_that_is_sent_back_changes_nothing_and_one_on_an_older_guide_is_refused(
    guides: Report, official: Client, second: Client
) -> None:
    guide = Guide.objects.get(slug="cancellation")
    page = edit(official, guide, {"result_en": "Other words"})
    assert second.post(page, {"send_back": "1", "comment": "The certificate has a name."}).status_code == 302
    assert "The certificate has a name." in official.get(page).content.decode()
    page = edit(official, guide, {"result_en": "Better words"})
    # Somebody checks a fact of it meanwhile: sending the form again would undo that.
    guide.facts.update(checked_on=dt.date(2027, 1, 4))
    answer = second.post(page, {"approve": "1"})
    assert (answer.status_code, "has changed since" in answer.content.decode()) == (409, True)
    assert official.post(page, {"send_back": "1"}).status_code == 302
    guide.refresh_from_db()
    assert (guide.version, guide.result_en) == (1, "The cancellation certificate, which the next employer needs")


def test_a_guide_that_lacks_an_element_is_not_published_and_says_which(
    guides: Report, official: Client, second: Client
) -> None:
    guide = Guide.objects.get(slug="z-visa")
    GuideFact.objects.get(guide=guide, element="phone").delete()
    sent = {"action": "publish_chosen", "_selected_action": [guide.pk]}
    assert "Missing: Phone." in official.post(ADMIN, sent, follow=True).content.decode()
    guide.refresh_from_db()
    assert guide.published_at is None
    assert "Guides that are not public" in official.get(f"{ADMIN}care/").content.decode()
    GuideFact.objects.create(guide=guide, element="phone", text_zh="12345", text_en="12345")
    Guide.objects.filter(pk=guide.pk).update(edited_by=get_user_model().objects.get(name="Li"))
    assert "somebody else must publish it" in official.post(ADMIN, sent, follow=True).content.decode()
    second.post(ADMIN, sent)
    guide.refresh_from_db()
    assert (guide.published_at is not None, guide.version) == (True, 2)


def test_what_is_past_its_interval_is_listed_until_somebody_checked_it(guides: Report, official: Client) -> None:
    with clock.at(dt.datetime(2027, 2, 21)):
        page = official.get(f"{ADMIN}care/").content.decode()
        assert "Facts to check again" in page
        # Of the guides only the transit has so short an interval.
        assert "240-hour visa-free transit" in page
        guide = Guide.objects.get(slug="transit-240")
        official.post(ADMIN, {"action": "checked_today", "_selected_action": [guide.pk]})
        guide.refresh_from_db()
        assert (guide.checked_on, guide.checked_by) == (dt.date(2027, 2, 21), "Li")
        assert {(fact.checked_on, fact.checked_by) for fact in guide.facts.all()} == {(dt.date(2027, 2, 21), "Li")}
        assert "Facts to check again" not in official.get(f"{ADMIN}care/").content.decode()


def test_the_talent_desk_edits_guides_and_other_officials_do_not(guides: Report, client: Client) -> None:
    bureau = Unit.objects.create(code="QD-COM", name_zh="商务局", name_en="Bureau", kind="bureau")
    guide = Guide.objects.first()
    for role, status in ((Role.TALENT_DESK, 200), (Role.CASE_MANAGER, 403)):
        user = get_user_model().objects.create_user(f"{role}@example.test", "a long password", is_staff=True)
        Post.objects.create(user=user, unit=bureau, role=role)
        client.force_login(user)
        assert client.get(f"{ADMIN}{guide.pk}/change/").status_code == status, role
        assert client.get(f"{ADMIN}care/").status_code == status, role
        assert client.get(f"/en/admin/talent/agency/{Agency.objects.first().pk}/change/").status_code == status, role


def test_the_list_takes_the_same_queries_for_one_and_for_thirty(
    official: Client, django_assert_max_num_queries: Any
) -> None:
    agency = Agency.objects.create(code="X", name_zh="局", name_en="office")
    Guide.objects.create(slug="a", group="visa", name_zh="一", name_en="one", agency=agency)
    counts = []
    for rows in (0, 29):
        for number in range(rows):
            Guide.objects.create(slug=f"b{number}", group="visa", name_zh="二", name_en="two", agency=agency)
        for address in (ADMIN, f"{ADMIN}care/"):
            official.get(address)
            with django_assert_max_num_queries(200) as asked:
                official.get(address)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_a_guide_is_taken_off_the_pages_and_never_deleted(guides: Report, official: Client) -> None:
    """What was published stays as it was: nobody deletes a guide with its versions."""
    guide = Guide.objects.get(slug="cancellation")
    assert official.post(f"{ADMIN}{guide.pk}/delete/", {"post": "yes"}).status_code == 403
    official.post(ADMIN, {"action": "delete_selected", "_selected_action": [guide.pk], "post": "yes"})
    official.post(ADMIN, {"action": "withdraw_chosen", "_selected_action": [guide.pk]})
    guide.refresh_from_db()
    assert (guide.published_at, guide.versions.count()) == (None, 1)
