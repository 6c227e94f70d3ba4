"""Who gets to the pages of edits: the bureau's editors; others find nothing to read and nothing to press."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from policies.enums import RevisionState
from policies.models import Policy, Revision
from policies.tests.edits import a_policy, edit_in, official
from portal.accounts.enums import Role
from portal.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def url(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"admin:policies_{name}", args=args)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def edit(db) -> Revision:
    return edit_in(RevisionState.CHECKING, official("author"), official("colleague"))


@pytest.fixture
def pages(edit: Revision) -> list[str]:
    return [
        url("revision_changelist"), url("revision_change", edit.pk), url("revision_preview", edit.pk),
        url("content_care"), url("policy_changelist"), url("policy_change", edit.policy_id),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.CASE_MANAGER, "QD-OTHER"),
        (Role.LEADERSHIP, "QD-OTHER"),
        (Role.FINANCE, "QD-FIN"),
        (Role.DISTRICT, "370212"),
        (Role.EXPERT, "QD-COM"),
    ],
)
def test_other_officials_find_nothing(edit: Revision, pages: list[str], role: str, code: str) -> None:
    stranger = signed_in(official("stranger", role, code))
    assert {page: stranger.get(page).status_code for page in pages} == dict.fromkeys(pages, 403)
    steps = [url("revision_step", edit.pk, name) for name in ("approve", "send_back", "discard")]
    begin = [url("revision_begin", "policy"), url("revision_continue", "policy", edit.policy_id)]
    posts = [*steps, *begin, url("revision_take_over", edit.pk), url("revision_change", edit.pk)]
    answers = {page: stranger.post(page, {"comment": "x"}).status_code for page in posts}
    assert answers == dict.fromkeys(posts, 403)
    assert Revision.objects.get(pk=edit.pk).state == RevisionState.CHECKING
    assert Revision.objects.count() == 2


def test_visitors_are_asked_to_sign_in(edit: Revision, pages: list[str], client: Client) -> None:
    assert {client.get(page).status_code for page in pages} == {302}


def test_the_administrator_reads_and_presses_nothing(edit: Revision, pages: list[str]) -> None:
    root = signed_in(User.objects.create_superuser("root@example.test"))
    assert {page: root.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    assert root.post(url("revision_step", edit.pk, "approve")).status_code == 403
    assert root.post(url("revision_begin", "policy")).status_code == 403


def test_nobody_saves_or_deletes_a_live_document_past_the_second_pair_of_eyes(edit: Revision) -> None:
    policy = Policy.objects.get(pk=edit.policy_id)
    for person in (User.objects.create_superuser("root@example.test"), User.objects.get(name="colleague")):
        desk = signed_in(person)
        assert desk.post(url("policy_change", policy.pk), {"title_zh": "改"}).status_code == 403
        assert desk.post(url("policy_delete", policy.pk), {"post": "yes"}).status_code == 403
        assert desk.post(url("policy_add"), {"title_zh": "新"}).status_code == 403
        assert desk.post(url("revision_delete", edit.pk), {"post": "yes"}).status_code == 403
    assert Policy.objects.values_list("title_zh", flat=True).get() == policy.title_zh


def test_the_author_sees_no_button_to_approve(edit: Revision) -> None:
    author, colleague = (User.objects.get(name=name) for name in ("author", "colleague"))
    page = url("revision_change", edit.pk)
    approve = url("revision_step", edit.pk, "approve")
    assert approve not in signed_in(author).get(page).content.decode()
    assert signed_in(author).post(approve).status_code == 403
    assert approve in signed_in(colleague).get(page).content.decode()


def test_a_colleague_reads_a_draft_and_writes_nothing_into_it(db) -> None:
    author, colleague = official("author"), official("colleague")
    draft = edit_in(RevisionState.DRAFT, author, colleague)
    page = url("revision_change", draft.pk)
    assert 'name="clauses-0-text_zh"' in signed_in(author).get(page).content.decode()
    assert 'name="clauses-0-text_zh"' not in signed_in(colleague).get(page).content.decode()
    assert signed_in(colleague).post(page, {"title_zh": "改"}).status_code == 403


def test_the_menu_names_edits_for_whoever_edits(db) -> None:
    edit_in(RevisionState.CHECKING, official("author"), official("colleague"), a_policy())

    def titles(user: User) -> list[tuple[str, str | None]]:
        groups = signed_in(user).get("/en/admin/enterprises/application/").context["desk_menu"]
        return [
            (one["title"], one["count"]) for group in groups if group["title"] == "Policies" for one in group["items"]
        ]

    own = {("Edits", "1"), ("Content care", None), ("Policy documents", None), ("Support measures", None)}
    assert own <= set(titles(User.objects.get(name="colleague")))
    assert titles(User.objects.get(name="author"))[0] == ("Edits", None)
    assert titles(official("finance", Role.FINANCE, "QD-FIN")) == []
