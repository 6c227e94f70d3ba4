"""The vault: papers kept once, given as frozen copies, never when they are expired, unchecked or another's."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from enterprises import vault
from enterprises.enums import State
from enterprises.exceptions import VaultError
from enterprises.models import Paper, VaultPaper
from enterprises.tests.factories import (
    EnterpriseFactory,
    MembershipFactory,
    UserFactory,
    application_in,
    draft,
    needs_paper,
    official,
    pdf,
)
from enterprises.tests.org_people import ROLES, cast_of
from portal.accounts.enums import Role
from portal.attachments.access import may_read
from portal.attachments.actions import scan, storage
from portal.attachments.enums import ScanState
from portal.attachments.models import Attachment
from portal.core import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    """Sentences of errors are read in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def application():
    return draft()


@pytest.fixture
def user(application):
    return application.applicant


def kept(enterprise, user, name="licence.pdf", **facts) -> VaultPaper:
    paper = vault.keep(enterprise, user, pdf(name), **{"title": "营业执照"} | facts)
    scan(paper.attachment)
    return VaultPaper.objects.select_related("attachment").get(pk=paper.pk)


def content(attachment: Attachment) -> bytes:
    with storage().open(attachment.storage_name) as file:
        return file.read()


def url(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"enterprises:{name}", args=args)


class TestCopy:
    def test_the_application_gets_bytes_of_its_own(self, application, user):
        source = kept(application.enterprise, user)
        paper = vault.copy_from_vault(source, application, "D01", user)
        assert paper.attachment_id != source.attachment_id
        assert paper.attachment.storage_name != source.attachment.storage_name
        assert content(paper.attachment) == content(source.attachment)
        assert (paper.attachment.sha256, paper.from_vault_id) == (source.attachment.sha256, source.pk)
        assert [one.pk for one in application.papers.filter(code="D01")] == [paper.pk]

    def test_what_happens_in_the_vault_later_changes_nothing(self, application, user):
        source = kept(application.enterprise, user)
        paper = vault.copy_from_vault(source, application, "D01", user)
        before = content(paper.attachment)
        newer = vault.replace(source, user, pdf("other.pdf"), title="营业执照")
        storage().delete(source.attachment.storage_name)
        vault.remove(newer, user)
        paper = Paper.objects.select_related("attachment").get(pk=paper.pk)
        assert content(paper.attachment) == before
        assert (paper.replaced_at, paper.attachment.original_name) == (None, "licence.pdf")

    @pytest.mark.parametrize(
        ("days", "given"), [(-1, False), (0, True), (1, True)], ids=["yesterday", "today", "tomorrow"]
    )
    def test_an_expired_paper_is_not_given(self, application, user, days, given):
        source = kept(application.enterprise, user, valid_until=clock.today() + timedelta(days))
        if given:
            assert vault.copy_from_vault(source, application, "D01", user)
            return
        with pytest.raises(VaultError, match="ran out on"):
            vault.copy_from_vault(source, application, "D01", user)
        assert not application.papers.filter(code="D01").exists()

    @pytest.mark.parametrize(
        ("state", "sentence"),
        [
            (ScanState.PENDING, "still being checked"),
            (ScanState.INFECTED, "can’t be used"),
            (ScanState.FAILED, "can’t be used"),
        ],
    )
    def test_what_was_not_found_clean_is_not_given(self, application, user, state, sentence):
        source = kept(application.enterprise, user)
        Attachment.objects.filter(pk=source.attachment_id).update(state=state)
        with pytest.raises(VaultError, match=sentence):
            vault.copy_from_vault(source, application, "D01", user)
        assert not application.papers.filter(code="D01").exists()

    @pytest.mark.parametrize("how", ["replaced", "removed"])
    def test_what_left_the_vault_is_not_given(self, application, user, how):
        source = kept(application.enterprise, user)
        if how == "replaced":
            vault.replace(source, user, pdf(), title="新")
        else:
            vault.remove(source, user)
        with pytest.raises(VaultError, match="replaced or removed"):
            vault.copy_from_vault(source, application, "D01", user)

    def test_another_enterprises_paper_is_not_given(self, application, user):
        other = MembershipFactory()
        source = kept(other.enterprise, other.user)
        # Not even by somebody who acts for both.
        MembershipFactory(user=user, enterprise=other.enterprise)
        with pytest.raises(VaultError, match="does not belong"):
            vault.copy_from_vault(source, application, "D01", user)

    def test_a_viewer_gives_nothing(self, application, user):
        source = kept(application.enterprise, user)
        viewer = MembershipFactory(enterprise=application.enterprise, role="viewer").user
        with pytest.raises(VaultError, match="does not belong"):
            vault.copy_from_vault(source, application, "D01", viewer)

    def test_a_submitted_application_takes_nothing(self):
        application = application_in(State.SUBMITTED)
        source = kept(application.enterprise, application.applicant)
        with pytest.raises(VaultError, match="no draft any more"):
            vault.copy_from_vault(source, application, "D01", application.applicant)

    @pytest.mark.parametrize("how", ["gone", "swapped"])
    def test_a_file_that_is_not_what_was_checked_is_not_passed_on(self, application, user, how):
        source = kept(application.enterprise, user)
        storage().delete(source.attachment.storage_name)
        if how == "swapped":
            storage().save(source.attachment.storage_name, pdf("x.pdf").file)
            with storage().open(source.attachment.storage_name, "ab") as file:
                file.write(b"% more")
        with pytest.raises(VaultError, match="can’t be used"):
            vault.copy_from_vault(source, application, "D01", user)


class TestReading:
    def test_the_vault_is_read_by_the_enterprise_alone(self):
        enterprise, people = cast_of()
        paper = kept(enterprise, people["owner"])
        people["case_manager"] = official(Role.CASE_MANAGER)
        readers = {role for role in (*ROLES, "case_manager") if may_read(people[role], paper.attachment)}
        assert readers == {"owner", "legal_rep", "filer", "agent", "viewer"}

    def test_officials_read_the_copy_in_the_application(self):
        application = draft()
        paper = vault.copy_from_vault(
            kept(application.enterprise, application.applicant), application, "D01", application.applicant
        )
        officer = official(Role.CASE_MANAGER)
        assert not may_read(officer, paper.attachment)
        submitted = application_in(State.SUBMITTED)
        Paper.objects.filter(pk=paper.pk).update(application=submitted)
        assert may_read(officer, Attachment.objects.get(pk=paper.attachment_id))

    def test_a_removed_paper_is_read_by_nobody(self, application, user, client):
        paper = kept(application.enterprise, user)
        client.force_login(user)
        address = reverse("attachments:download", args=[paper.attachment.public_id])
        assert may_read(user, paper.attachment)
        vault.remove(paper, user)
        assert client.get(address).status_code == 404

    def test_who_uploaded_it_and_left_reads_it_no_more(self, application, user):
        paper = kept(application.enterprise, user)
        user.memberships.all().delete()
        assert not may_read(user, paper.attachment)


class TestPages:
    def form(self, **changed: object) -> dict[str, object]:
        return {"kind": "", "title": "许可证", "number": "鲁-1", "file": pdf("permit.pdf")} | changed

    def test_a_paper_is_kept_with_its_validity(self, application, user, client):
        client.force_login(user)
        kind = needs_paper(application.call.measure)
        dates = {"issued_on": "2026-01-05", "valid_until": "2028-01-04"}
        client.post(url("org_document_add", application.enterprise_id), self.form(kind=kind.pk, title="", **dates))
        paper = VaultPaper.objects.get()
        assert (paper.kind, paper.title, paper.number) == (kind, kind.title_en, "鲁-1")
        assert (paper.issued_on, paper.valid_until) == (date(2026, 1, 5), date(2028, 1, 4))

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"title": ""}, "give the paper a title"),
            ({"issued_on": "2026-02-01", "valid_until": "2026-01-01"}, "run out before it was issued"),
            ({"issued_on": "2999-01-01"}, "lies in the future"),
            ({"file": ""}, "Choose a file first"),
        ],
    )
    def test_wrong_input_is_a_sentence_and_nothing_is_kept(self, application, user, client, wrong, sentence):
        client.force_login(user)
        answer = client.post(url("org_document_add", application.enterprise_id), self.form(**wrong))
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert not VaultPaper.objects.exists()

    def test_replacing_and_removing(self, application, user, client):
        client.force_login(user)
        pk, old = application.enterprise_id, kept(application.enterprise, user)
        client.post(url("org_document_replace", pk, old.pk), self.form())
        assert [paper.title for paper in vault.live(application.enterprise)] == ["许可证"]
        new = VaultPaper.objects.get(replaces=old)
        client.post(url("org_document_remove", pk, new.pk), {"sure": "on"})
        assert vault.live(application.enterprise) == []
        assert client.get(url("org_document_remove", pk, new.pk)).status_code == 404

    def test_a_paper_of_another_enterprise_is_not_reached(self, application, user, client):
        other = MembershipFactory()
        paper = kept(other.enterprise, other.user)
        client.force_login(user)
        for name in ("org_document_replace", "org_document_remove"):
            assert client.post(url(name, application.enterprise_id, paper.pk), {"sure": "on"}).status_code == 404
        assert vault.live(other.enterprise) == [paper]

    def test_what_runs_out_stands_first(self, application, user, client):
        days = {"expired": -1, "soon": 59, "later": 61}
        for title, ahead in days.items():
            kept(application.enterprise, user, title=title, valid_until=clock.today() + timedelta(ahead))
        kept(application.enterprise, user, title="never")
        found = vault.running_out(vault.live(application.enterprise))
        assert [(paper.title, paper.runs_out) for paper in found] == [("expired", "expired"), ("soon", "soon")]
        client.force_login(user)
        assert "Run out or running out" in client.get(url("org_documents", application.enterprise_id)).content.decode()

    def test_where_a_paper_was_used_is_shown(self, application, user, client):
        vault.copy_from_vault(kept(application.enterprise, user), application, "D01", user)
        client.force_login(user)
        assert application.number in client.get(url("org_documents", application.enterprise_id)).content.decode()


class TestGiving:
    """On the page of one paper of a draft."""

    @pytest.fixture
    def kind(self, application):
        return needs_paper(application.call.measure)

    def page(self, application, kind) -> str:
        return url("paper", application.number, kind.code)

    def test_what_fits_is_offered_and_given_with_one_button(self, application, user, client, kind):
        client.force_login(user)
        source = kept(application.enterprise, user, title="合同", kind=kind)
        kept(application.enterprise, user, title="随便", kind=None)
        kept(application.enterprise, user, title="别的", kind=needs_paper(application.call.measure, "D06"))
        offered = client.get(self.page(application, kind)).context["kept"]
        assert [(paper.title, paper.problem) for paper in offered] == [("合同", ""), ("随便", "")]
        answer = client.post(self.page(application, kind), {"vault": source.pk})
        assert answer.url == url("papers", application.number)
        given = application.papers.get()
        assert (given.code, given.from_vault_id, given.attachment_id == source.attachment_id) == (
            kind.code, source.pk, False,
        )  # fmt: skip

    def test_what_ran_out_is_shown_with_the_reason_and_refused(self, application, user, client, kind):
        client.force_login(user)
        old = kept(application.enterprise, user, kind=kind, valid_until=clock.today() - timedelta(1))
        page = client.get(self.page(application, kind)).content.decode()
        assert "ran out on" in page
        assert f'value="{old.pk}"' not in page
        answer = client.post(self.page(application, kind), {"vault": old.pk})
        assert (answer.status_code, "ran out on" in answer.content.decode()) == (422, True)
        assert not application.papers.exists()

    @pytest.mark.parametrize("pk", [None, "0", "x", "9" * 30, "١"])
    def test_papers_of_others_and_crafted_ids_are_not_found(self, application, user, client, kind, pk):
        client.force_login(user)
        theirs = kept(EnterpriseFactory(), UserFactory(), kind=kind)
        answer = client.post(self.page(application, kind), {"vault": theirs.pk if pk is None else pk})
        assert answer.status_code == 404
        assert not application.papers.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_the_same_queries_for_one_and_for_thirty(count, django_assert_num_queries):
    enterprise, user = EnterpriseFactory(), UserFactory()
    for _number in range(count):
        kept(enterprise, user)
    with django_assert_num_queries(2):
        assert len([(paper.kind, paper.attachment.size, paper.used) for paper in vault.live(enterprise)]) == count


def test_the_database_refuses_a_validity_that_ends_before_it_begins():
    with pytest.raises(IntegrityError), transaction.atomic():
        kept(EnterpriseFactory(), UserFactory(), issued_on=date(2026, 2, 1), valid_until=date(2026, 1, 1))
