"""Files of documents: everybody reads those of published documents once they are clean; nobody reads any other."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from policies.document_files import PolicyFileForm, may_read
from policies.models import Policy, PolicyFile
from policies.models.files import PURPOSE
from policies.tests import edits
from portal.accounts.models import User
from portal.attachments.actions import store
from portal.attachments.enums import ScanState
from portal.attachments.models import Attachment
from portal.attachments.tests.conftest import files  # noqa: F401  (an empty store before and after)
from portal.attachments.tests.samples import pdf, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(db) -> User:
    return User.objects.create_user("editor@example.test", name="编辑", is_staff=True)


@pytest.fixture
def colleague(db) -> User:
    return User.objects.create_user("second@example.test", name="复核", is_staff=True)


@pytest.fixture
def policy(db) -> Policy:
    return Policy.objects.create(code="DOC", title_zh="通知", title_en="Notice", kind="notice", level="city")


@pytest.fixture
def file(policy, official, colleague, files) -> PolicyFile:  # noqa: F811
    attachment = store(upload(), owner=official, purpose=PURPOSE)
    Attachment.objects.filter(pk=attachment.pk).update(state=ScanState.CLEAN)
    people = {"given_by": official, "approved_by": colleague}
    return PolicyFile.objects.create(
        policy=policy, attachment=attachment, title_zh="正文", title_en="Original", **people
    )


def address(file: PolicyFile, slug: str = "doc") -> str:
    return reverse("policies:file", args=[slug, file.attachment.public_id])


def test_a_stranger_downloads_the_clean_file_of_a_published_document(file, client: Client) -> None:
    response = client.get(address(file))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == pdf()
    assert response["X-Content-Type-Options"] == "nosniff"
    assert dict(response.cookies) == {}
    page = client.get("/en/policies/doc/").content.decode()
    assert f'href="{address(file)}"' in page
    assert "Original" in page
    assert "PDF" in page


def _draft(file: PolicyFile) -> None:
    Policy.objects.filter(pk=file.policy_id).update(published=False)


def _state(state: str):
    return lambda file: Attachment.objects.filter(pk=file.attachment_id).update(state=state)


def _other_purpose(file: PolicyFile) -> None:
    Attachment.objects.filter(pk=file.attachment_id).update(purpose="D05")


def _of_no_document(file: PolicyFile) -> None:
    PolicyFile.objects.filter(pk=file.pk).delete()


def _not_approved(file: PolicyFile) -> None:
    PolicyFile.objects.filter(pk=file.pk).update(approved_by=None)


LEAKS = {
    "not approved": _not_approved,
    "draft": _draft,
    "pending": _state(ScanState.PENDING),
    "infected": _state(ScanState.INFECTED),
    "failed": _state(ScanState.FAILED),
    "given for something else": _other_purpose,
    "of no document": _of_no_document,
}


@pytest.mark.parametrize("leak", LEAKS)
def test_nobody_else_gets_anything_else(file, client: Client, leak: str) -> None:
    LEAKS[leak](file)
    assert client.get(address(file)).status_code == 404
    assert str(file.attachment.public_id) not in client.get("/en/policies/doc/").content.decode()
    client.force_login(User.objects.create_user("applicant@example.test"))
    assert client.get(address(file)).status_code == 404


def test_a_file_opens_only_under_its_own_document(file, client: Client) -> None:
    Policy.objects.create(code="OTHER", title_zh="别的", kind="notice", level="city")
    assert client.get(address(file, "other")).status_code == 404
    assert client.get(reverse("attachments:download", args=[file.attachment.public_id])).status_code == 302


def test_an_official_reads_the_file_of_a_draft(file, client: Client, official) -> None:
    _draft(file)
    client.force_login(official)
    assert b"".join(client.get(address(file)).streaming_content) == pdf()


def test_the_rule_knows_its_own_files_only(file, official) -> None:
    other = store(upload(), owner=official, purpose="D05")
    assert may_read(AnonymousUser(), file.attachment) is True
    assert may_read(AnonymousUser(), other) is None
    _other_purpose(file)
    file.attachment.refresh_from_db()
    assert may_read(official, file.attachment) is False


# --- the form ---------------------------------------------------------------------------------------


def form_of(official: User, policy: Policy, upload_file=None, instance: PolicyFile | None = None) -> PolicyFileForm:
    kind = type("Form", (PolicyFileForm,), {"owner": official})
    data = {"policy": policy.pk, "title_zh": "附件", "title_en": "Annex", "order": 1}
    return kind(data, {"upload": upload_file} if upload_file else {}, instance=instance or PolicyFile())


def test_an_official_adds_a_file_which_waits_for_its_check(policy, official, files, client: Client) -> None:  # noqa: F811
    form = form_of(official, policy, upload())
    assert form.is_valid(), form.errors
    saved = form.save()
    assert (saved.attachment.owner, saved.attachment.purpose, saved.attachment.state) == (official, PURPOSE, "pending")
    assert client.get(address(saved)).status_code == 404


def test_another_upload_takes_the_place_of_the_first(file, policy, official) -> None:
    before = file.attachment_id
    form = form_of(official, policy, upload(), file)
    assert form.is_valid(), form.errors
    assert form.save().attachment_id != before
    saved = PolicyFile.objects.get(pk=file.pk)
    assert (saved.title_en, saved.given_by, saved.approved_by) == ("Annex", official, None)


def test_a_new_row_needs_a_file_and_a_program_is_none(policy, official) -> None:
    with translation.override("en"):
        assert form_of(official, policy).errors == {"upload": ["Choose a file first."]}
    program = SimpleUploadedFile("run.pdf", b"MZ\x90\x00" + b"\x00" * 100)
    assert list(form_of(official, policy, program).errors) == ["upload"]
    assert Attachment.objects.count() == 0


def test_one_official_gives_a_file_and_another_lets_it_out(policy, files, client: Client) -> None:  # noqa: F811
    author, checker = edits.official("author"), edits.official("checker")
    client.force_login(author)
    page = {"policy": policy.pk, "title_zh": "附件", "title_en": "Annex", "order": 1, "upload": upload()}
    assert client.post(reverse("admin:policies_policyfile_add"), page).status_code == 302
    Attachment.objects.update(state=ScanState.CLEAN)
    file = PolicyFile.objects.get()
    assert (file.given_by, file.approved_by) == (author, None)
    chosen = {"action": "approve", "_selected_action": [file.pk]}
    listed = reverse("admin:policies_policyfile_changelist")
    client.post(listed, chosen)
    assert PolicyFile.objects.get().approved_by is None
    assert Client().get(address(file)).status_code == 404
    client.force_login(checker)
    client.post(listed, chosen)
    assert PolicyFile.objects.get().approved_by == checker
    assert b"".join(Client().get(address(file)).streaming_content) == pdf()


def test_nobody_but_editors_gives_files(policy, files, client: Client) -> None:  # noqa: F811
    client.force_login(edits.official("stranger", code="QD-OTHER"))
    assert client.get(reverse("admin:policies_policyfile_add")).status_code == 403
    assert client.get(reverse("admin:policies_policyfile_changelist")).status_code == 403


def test_the_database_knows_that_two_people_are_needed(file, official) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyFile.objects.filter(pk=file.pk).update(approved_by=official)
