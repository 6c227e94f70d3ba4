"""The pages of an edit in the admin: written by one, checked by another; two windows; previews that leave nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policies.enums import PolicyKind, RevisionState
from policies.models import Change, Policy, Revision
from policies.tests.edits import SENTENCE, a_policy, again, edit_in, official
from policies.tests.test_editing_policy import sent
from policies.tests.test_permissions import signed_in, url
from portal.accounts.models import User
from portal.core import clock, pagecache

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
S = RevisionState
ABOUT = {f"about-{name}": text for name, text in SENTENCE.items()}


@pytest.fixture
def author(db) -> User:
    return official("author")


@pytest.fixture
def colleague(db) -> User:
    return official("colleague")


def opened(client: Client, policy: Policy) -> Revision:
    """By the button “Edit” of the published document."""
    response = client.post(url("revision_continue", "policy", policy.pk))
    return Revision.objects.get(pk=int(response["Location"].rstrip("/").split("/")[-2]))


def form_of(client: Client, edit: Revision, **changes: str) -> QueryDict:
    context = client.get(url("revision_change", edit.pk)).context
    data = sent(context["editor"])
    data.update({"stamp": context["stamp"]} | ABOUT | changes)
    return data


def posted(client: Client, edit: Revision, data: Any) -> Any:
    return client.post(url("revision_change", edit.pk), data.urlencode(), "application/x-www-form-urlencoded")


def test_from_the_button_to_the_public_page(
    author, colleague, client: Client, django_capture_on_commit_callbacks
) -> None:
    policy = a_policy()
    desk, checker = signed_in(author), signed_in(colleague)
    edit = opened(desk, policy)
    assert opened(desk, policy) == edit
    new = {"clauses-1-text_zh": "大力支持。", "clauses-1-text_en": "Strong support.", "step": "submit_for_check"}
    assert posted(desk, edit, form_of(desk, edit, **new)).status_code == 302
    page = checker.get(url("revision_change", edit.pk))
    assert [one.key for one in page.context["differences"]] == ["clause:1.1:zh", "clause:1.1:en"]
    assert "<ins>大力</ins>支持" in page.content.decode()
    assert client.get(f"/en/policies/{policy.slug}/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        approved = checker.post(url("revision_step", edit.pk, "approve"), {"stamp": page.context["stamp"]})
    assert approved.status_code == 302
    assert Revision.objects.get(pk=edit.pk).state == S.PUBLISHED
    assert "Strong support." in client.get(f"/en/policies/{policy.slug}/").content.decode()
    published = desk.get(url("revision_change", edit.pk))
    assert [one.key for one in published.context["differences"]] == ["clause:1.1:zh", "clause:1.1:en"]


def test_a_new_document_begins_empty_and_says_what_is_missing(author) -> None:
    desk = signed_in(author)
    response = desk.post(url("revision_begin", "policy"))
    page = desk.get(response["Location"])
    assert page.status_code == 200
    assert page.context["problems"]
    refused = posted(desk, page.context["revision"], form_of(desk, page.context["revision"], step="submit_for_check"))
    assert refused.status_code == 409
    assert Revision.objects.get().state == S.DRAFT
    assert desk.get(url("revision_preview", Revision.objects.get().pk)).status_code == 302
    assert Policy.objects.count() == 0


def test_two_windows_lose_nothing(author) -> None:
    edit = opened(signed_in(author), a_policy())
    desk = signed_in(author)
    first, second = (form_of(desk, edit, title_en=title) for title in ("From the first window", "From the second"))
    assert posted(desk, edit, first).status_code == 302
    refused = posted(desk, edit, second)
    text = refused.content.decode()
    assert refused.status_code == 409
    assert "another window" in text
    assert "From the second</textarea>" in text
    assert [(one.key, one.old, one.new) for one in refused.context["conflict"]] == [
        ("title_en", "From the first window", "From the second")
    ]
    assert Revision.objects.get(pk=edit.pk).content["fields"]["title_en"] == "From the first window"
    second["stamp"] = refused.context["stamp"]
    assert posted(desk, edit, second).status_code == 302
    assert Revision.objects.get(pk=edit.pk).content["fields"]["title_en"] == "From the second"


def test_a_page_that_is_shown_again_does_not_forget_when_it_was_opened(author) -> None:
    """A wrong date in the second window, mended and saved: what the first window saved meanwhile is not overwritten."""
    desk = signed_in(author)
    edit = opened(desk, a_policy())
    first, second = (form_of(desk, edit, title_en=title) for title in ("From the first window", "From the second"))
    assert posted(desk, edit, first).status_code == 302
    second["issued_on"] = "2026-02-30"
    shown_again = posted(desk, edit, second)
    assert shown_again.status_code == 422
    second["issued_on"], second["stamp"] = "", shown_again.context["stamp"]
    assert posted(desk, edit, second).status_code == 409
    assert Revision.objects.get(pk=edit.pk).content["fields"]["title_en"] == "From the first window"


def test_what_can_not_be_read_stays_on_the_page(author) -> None:
    desk = signed_in(author)
    edit = opened(desk, a_policy())
    refused = posted(desk, edit, form_of(desk, edit, issued_on="2026-02-30", title_en="Kept"))
    assert refused.status_code == 422
    assert "Kept</textarea>" in refused.content.decode()
    assert '<a href="#id_issued_on">Issued on: ' in refused.content.decode()
    assert Revision.objects.get(pk=edit.pk).content["fields"]["title_en"] == "Circular on digital trade"


def test_saving_what_is_no_longer_a_draft_is_refused_in_words(author, colleague) -> None:
    desk = signed_in(author)
    edit = opened(desk, a_policy())
    late = form_of(desk, edit, title_en="Late")
    assert posted(desk, edit, form_of(desk, edit, title_en="Sent", step="submit_for_check")).status_code == 302
    refused = posted(desk, edit, late)
    assert refused.status_code == 409
    assert "no longer a draft" in refused.content.decode()


def test_rows_are_added_and_empty_ones_left_out(author) -> None:
    desk = signed_in(author)
    edit = opened(desk, a_policy())
    response = posted(desk, edit, form_of(desk, edit, add="clauses"))
    assert response["Location"].endswith("?add=clauses#clauses")
    page = desk.get(response["Location"])
    assert len(page.context["editor"].clauses.forms) == 5
    data = sent(page.context["editor"], **{"clauses-3-number": "2", "clauses-3-text_zh": "附则"})
    data.update({"stamp": page.context["stamp"]} | ABOUT)
    assert posted(desk, edit, data).status_code == 302
    numbers = [clause["number"] for clause in Revision.objects.get(pk=edit.pk).content["clauses"]]
    assert numbers == ["1", "1.1", "2"]


def test_sending_back_wants_words(author, colleague) -> None:
    edit = edit_in(S.CHECKING, author, colleague)
    checker, back = signed_in(again(colleague)), url("revision_step", edit.pk, "send_back")
    assert checker.post(back, {"comment": "  "}).status_code == 422
    assert Revision.objects.get(pk=edit.pk).state == S.CHECKING
    assert checker.post(back, {"comment": "Mend the title."}).status_code == 302
    assert "Mend the title." in signed_in(author).get(url("revision_change", edit.pk)).content.decode()


def test_a_step_of_the_clock_or_of_nobody_has_no_page(author, colleague) -> None:
    edit = edit_in(S.SCHEDULED, author, colleague)
    checker = signed_in(again(colleague))
    for name in ("publish", "hold_back", "burn"):
        assert checker.post(url("revision_step", edit.pk, name)).status_code == 404
    assert checker.get(url("revision_step", edit.pk, "unschedule")).status_code == 405
    moved = checker.post(url("revision_step", edit.pk, "reschedule"), {"publish_at": "2026-02-30T10:00"})
    assert moved.status_code == 422
    day = clock.now() + timedelta(days=9)
    moved = checker.post(url("revision_step", edit.pk, "reschedule"), {"publish_at": f"{day:%Y-%m-%dT%H:%M}"})
    assert moved.status_code == 302
    assert Revision.objects.get(pk=edit.pk).publish_at == day.replace(second=0, microsecond=0)


def test_a_preview_shows_the_content_and_leaves_nothing_behind(author, colleague, client: Client) -> None:
    edit = edit_in(S.CHECKING, author, colleague)
    public = f"/en/policies/{edit.policy.slug}/"
    assert "Support it firmly." not in client.get(public).content.decode()
    page = signed_in(again(colleague)).get(url("revision_preview", edit.pk))
    assert "Support it firmly." in page.content.decode()
    assert "None of this is published." in page.content.decode()
    assert not getattr(page, "is_public_page", False)
    assert Policy.objects.get(pk=edit.policy_id).version == 1
    pagecache.clear()
    assert "Support it firmly." not in client.get(public).content.decode()
    assert Change.objects.count() == 0


def test_a_newer_version_is_shown_and_taken_over(author, colleague) -> None:
    policy, desk = a_policy(), signed_in(author)
    edit = opened(desk, policy)
    posted(desk, edit, form_of(desk, edit, title_en="Mine", **{"clauses-1-text_en": "My wording."}))
    edit_in(S.PUBLISHED, official("leader", "leadership"), colleague, policy)
    page = desk.get(url("revision_change", edit.pk))
    assert page.context["newer"]["version"] == 2
    assert [one.key for one in page.context["newer"]["differences"]] == ["clause:1.1:zh", "clause:1.1:en"]
    refused = posted(desk, edit, form_of(desk, edit, step="submit_for_check"))
    assert (refused.status_code, Revision.objects.get(pk=edit.pk).state) == (409, S.DRAFT)
    assert desk.post(url("revision_take_over", edit.pk)).status_code == 302
    content = Revision.objects.get(pk=edit.pk).content
    assert (content["base"], content["collisions"], content["fields"]["title_en"]) == (2, ["clause:1.1"], "Mine")
    assert desk.get(url("revision_change", edit.pk)).context["newer"] is None
    assert posted(desk, edit, form_of(desk, edit, step="submit_for_check")).status_code == 302
    assert "collisions" not in Revision.objects.get(pk=edit.pk).content


def test_the_list_has_a_tab_for_each_turn(author, colleague) -> None:
    mine = edit_in(S.DRAFT, author, colleague, a_policy("QD-1"))
    check = edit_in(S.CHECKING, author, colleague, a_policy("QD-2"))
    due = edit_in(S.SCHEDULED, colleague, author, a_policy("QD-3"))
    done = edit_in(S.PUBLISHED, author, colleague, a_policy("QD-4"))
    edit_in(S.DISCARDED, author, colleague, a_policy("QD-5"))
    other = edit_in(S.DRAFT, colleague, author, a_policy("QD-6"))
    desk = signed_in(again(author))

    def numbers(query: str) -> list[str]:
        return [row["number"] for row in desk.get(url("revision_changelist") + query).context["desk_queue"]]

    assert numbers("") == numbers("?tab=mine") == [mine.number]
    assert numbers("?tab=check") == [check.number]
    assert numbers("?tab=scheduled") == [due.number]
    assert numbers("?tab=others") == [other.number]
    assert done.number in numbers("?tab=published")
    assert numbers(f"?policy={done.policy_id}")[0] == done.number
    assert len(numbers(f"?policy={done.policy_id}")) == 2
    tabs = desk.get(url("revision_changelist")).context["desk_tabs"]
    assert [tab["count"] for tab in tabs] == [1, 1, 1, 1, None]


def queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as found:
        assert client.get(page).status_code == 200
    return len(found)


def test_lists_ask_as_much_for_thirty_as_for_one(author, colleague) -> None:
    people = again(author), again(colleague)
    first = edit_in(S.CHECKING, *people, a_policy("QD-0"))
    edit_in(S.PUBLISHED, *people, a_policy("QD-P"))
    others = Policy.objects.exclude(pk=first.policy_id)
    others.update(stale=["title_en"])
    desk = signed_in(author)
    pages = [
        url("revision_changelist") + "?tab=check", url("revision_changelist") + "?tab=published",
        url("revision_changelist") + f"?policy={first.policy_id}", url("content_care"), url("policy_changelist"),
        url("revision_change", first.pk), url("policy_change", first.policy_id),
    ]  # fmt: skip
    few = [queries(desk, page) for page in pages]
    for number in range(1, 30):
        state = S.CHECKING if number % 2 else S.PUBLISHED
        edit_in(state, *people, a_policy(f"QD-{number}", kind=PolicyKind.NOTICE))
    others.update(stale=["title_en"])
    assert [queries(desk, page) for page in pages] == few
