"""Wrong input on the applicant's side: a sentence that says what to do, what was typed kept, nothing half-saved."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import translation

from enterprises.enums import State
from enterprises.models import Application, Enterprise, Membership
from enterprises.tests.factories import (
    CallFactory,
    DistrictFactory,
    EnterpriseFactory,
    MeasureFactory,
    MembershipFactory,
    UserFactory,
    application_in,
    credit_code,
    draft,
    needs_paper,
    pdf,
)
from enterprises.tests.grants import offer_to
from portal.core import clock

pytestmark = pytest.mark.django_db
CODE = credit_code(424242)


def url(name: str, *args: object, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"enterprises:{name}", args=args)


def licence(**changed: object) -> dict[str, object]:
    return {
        "credit_code": CODE,
        "name": "崂山示例软件有限公司",
        "entity_type": "enterprise",
        "district": DistrictFactory().pk,
        "registered_on": "2019-05-06",
    } | changed


class TestTheEnterprise:
    @pytest.mark.parametrize("written", [CODE, CODE.lower(), f" {CODE[:6]} {CODE[6:]} ", "\uff21".join([CODE])])
    def test_the_code_is_read_as_people_write_it(self, client, written):
        client.force_login(UserFactory())
        assert client.post(url("add"), licence(credit_code=written)).status_code == 302
        assert Enterprise.objects.get().credit_code == CODE

    def test_a_full_width_letter_is_read_as_what_it_stands_for(self, client):
        client.force_login(UserFactory())
        wide = "".join(chr(ord(char) + 0xFEE0) for char in CODE)
        client.post(url("add"), licence(credit_code=wide))
        assert Enterprise.objects.get().credit_code == CODE

    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_one_wrong_character_is_refused_and_what_was_typed_stays(self, client, language):
        client.force_login(UserFactory())
        wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
        answer = client.post(url("add", language=language), licence(credit_code=wrong))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert wrong in page
        assert "崂山示例软件有限公司" in page
        assert {"en": "Compare it with the licence", "zh-hans": "营业执照"}[language] in page
        assert not Enterprise.objects.exists()
        assert not Membership.objects.exists()

    def test_an_enterprise_that_is_known_is_not_taken_over(self, client):
        EnterpriseFactory(credit_code=CODE)
        stranger = UserFactory()
        client.force_login(stranger)
        answer = client.post(url("add"), licence())
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Ask a colleague there for an invitation" in page
        assert f"{url('claim')}?code={CODE}" in page
        assert not stranger.memberships.exists()

    def test_what_was_typed_from_the_licence_is_kept_with_source_and_day(self, client):
        person = UserFactory()
        client.force_login(person)
        client.post(url("add"), licence())
        rows = Enterprise.objects.get().fact_rows.values_list("code", "value", "source", "as_of", "recorded_by")
        today, known = clock.today(), ("declared", person.pk)
        assert {(code, value): (source, by) for code, value, source, day, by in rows if day == today} == {
            ("credit_code", CODE): known,
            ("name", "崂山示例软件有限公司"): known,
            ("entity_type", "enterprise"): known,
            ("district", "370212"): known,
            ("registered_on", "2019-05-06"): known,
        }

    @pytest.mark.parametrize("day", ["2999-01-01", "2019-02-30", "yesterday", "1900-01-01"])
    def test_a_day_that_can_not_be(self, client, day):
        client.force_login(UserFactory())
        answer = client.post(url("add"), licence(registered_on=day))
        assert answer.status_code == 422
        assert f'value="{day}"' in answer.content.decode()

    def test_next_leads_nowhere_else(self, client):
        client.force_login(UserFactory())
        answer = client.post(url("add") + "?next=https://elsewhere.example/", licence())
        assert answer.url == url("desk")


class TestAccess:
    """Another's application does not exist for a person who has one of their own."""

    PAGES = ("case", "tasks", "papers", "check", "submitted", "receipt", "resubmit", "withdraw")

    @pytest.mark.parametrize("page", PAGES)
    def test_a_stranger_gets_the_same_answer_as_for_nothing(self, client, page):
        mine, other = draft(), application_in(State.SUBMITTED)
        client.force_login(mine.applicant)
        found = client.get(url(page, other.number))
        nothing = client.get(url(page, "QD-1999-000001"))
        assert (found.status_code, nothing.status_code) == (404, 404)
        assert len(found.content) == len(nothing.content)

    @pytest.mark.parametrize("page", PAGES)
    def test_who_is_not_signed_in_is_asked_to(self, client, page):
        answer = client.get(url(page, draft().number))
        assert answer.status_code == 302
        assert "/accounts/login/" in answer.url

    def test_a_viewer_reads_but_does_not_write(self, client):
        application = draft()
        viewer = MembershipFactory(enterprise=application.enterprise, role="viewer").user
        client.force_login(viewer)
        assert client.get(url("case", application.number)).status_code == 200
        assert client.get(url("tasks", application.number)).status_code == 403
        assert client.post(url("check", application.number), {"declaration": "on"}).status_code == 403
        application.refresh_from_db()
        assert application.state == State.DRAFT

    @pytest.mark.parametrize("state", [State.DRAFT, State.CORRECTION, State.PAID])
    def test_nobody_is_told_to_act_who_may_not(self, client, state):
        """The control: the same page of a colleague who writes has the button."""
        application = application_in(state)
        viewer = MembershipFactory(enterprise=application.enterprise, role="viewer").user
        act = {State.DRAFT: "tasks", State.CORRECTION: "resubmit", State.PAID: "report"}[state]
        pages = {"case": url("case", application.number), "desk": url("desk")}
        for person, told in ((viewer, False), (application.applicant, True)):
            client.force_login(person)
            read = {name: client.get(page).content.decode() for name, page in pages.items()}
            assert (f'href="{url(act, application.number)}"' in read["case"]) is told
            assert ("<h2>You need to act</h2>" in read["desk"]) is told
            assert ("a colleague who writes applications must act" in read["case"]) is not told

    def test_the_legal_representative_finds_the_way_to_sign(self, client):
        application = draft(call=CallFactory(needs_signature=True))
        signer = MembershipFactory(enterprise=application.enterprise, role="legal_rep").user
        client.force_login(signer)
        assert (
            f'href="{url("signature", application.number)}"'
            in client.get(url("case", application.number)).content.decode()
        )
        page = client.get(url("signature", application.number)).content.decode()
        assert f'href="{url("section", application.number, "project")}"' not in page

    def test_a_call_is_not_applied_to_for_anothers_enterprise(self, client):
        other, mine = EnterpriseFactory(), MembershipFactory().user
        client.force_login(mine)
        call = CallFactory()
        assert client.post(url("apply", call.code), {"enterprise": other.pk}).status_code == 404
        assert not Application.objects.exists()

    @pytest.mark.parametrize("crafted", ["", "x", "²", "-1", "9" * 40, "1 OR 1=1", None])
    def test_what_is_no_enterprise_of_mine_begins_nothing(self, client, crafted):
        client.force_login(MembershipFactory().user)
        given = {} if crafted is None else {"enterprise": crafted}
        assert client.post(url("apply", CallFactory().code), given).status_code == 404
        assert not Application.objects.exists()

    @pytest.mark.parametrize("role", ["viewer", "legal_rep"])
    def test_who_does_not_write_applications_begins_none(self, client, role):
        reader = MembershipFactory(role=role)
        client.force_login(reader.user)
        page = url("apply", CallFactory().code)
        answer = client.post(page, {"enterprise": reader.enterprise_id})
        assert answer.status_code == 403
        assert "Your role does not write applications" in answer.content.decode()
        assert client.get(page).status_code == 403
        assert not Application.objects.exists()


class TestPublicNotices:
    @pytest.mark.parametrize("before", ["", "x", "0x1", "²", "-1", "9" * 40])
    def test_a_crafted_place_is_the_first_page(self, client, before):
        application = application_in(State.PUBLICITY)
        notice = application.notice_lines.get().notice
        answer = client.get(url("notices"), {"before": before})
        assert url("notice", notice.number) in answer.content.decode()

    @pytest.mark.parametrize("number", ["x", "PN-2026-999999", "PN-2026-%00", "%F0%9F%98%80"])
    def test_a_notice_that_is_none(self, client, number):
        assert client.get(f"/en/notices/{number}/").status_code == 404


class TestUnreadable:
    """What PostgreSQL can't hold is the sender's mistake, wherever it stands; SQLite simply finds nothing."""

    @pytest.mark.parametrize(
        "address",
        [
            "/en/calls/%00/", "/en/my/applications/%00/", "/en/verify/%00/", "/en/policies/%00/", "/en/items/%00/",
            "/api/v1/calls/%00/", "/api/v1/policies/%00/", "/api/v1/applications/%00/", "/en/org/claim/?code=%00",
        ],
    )  # fmt: skip
    def test_in_an_address(self, client, address):
        client.force_login(UserFactory())
        assert client.get(address).status_code in ({400, 404} if connection.vendor == "postgresql" else {404})

    def test_in_a_form_that_is_read_by_hand(self, client):
        offer = offer_to(EnterpriseFactory())
        owner = MembershipFactory(enterprise=Enterprise.objects.get(credit_code=offer.credit_code)).user
        client.force_login(owner)
        enterprise = owner.memberships.get().enterprise_id
        answer = client.post(url("org_offer_decline", enterprise, offer.pk), {"reason": "a\x00b"})
        assert answer.status_code == (400 if connection.vendor == "postgresql" else 302)


class TestSections:
    def test_a_wrong_value_keeps_what_was_typed_and_saves_nothing(self, client):
        application = draft()
        client.force_login(application.applicant)
        typed = {"contact_name": "新名字", "contact_phone": "call me", "contact_email": "no address"}
        answer = client.post(url("section", application.number, "contact"), typed)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert all(value in page for value in typed.values())
        application.refresh_from_db()
        assert application.answers["contact_name"] == "王宁"

    def test_coming_back_later_saves_what_is_there(self, client):
        application = draft()
        client.force_login(application.applicant)
        half = {"contact_name": "新名字", "contact_phone": "", "contact_email": "", "later": "1"}
        assert client.post(url("section", application.number, "contact"), half).status_code == 302
        application.refresh_from_db()
        assert application.answers["contact_name"] == "新名字"
        assert "contact" not in application.done_sections

    def test_fields_that_are_not_the_sections_are_not_saved(self, client):
        application = draft()
        client.force_login(application.applicant)
        typed = {"project_title": "A", "project_summary": "B", "performance_target": "C"}
        crafted = typed | {"state": "approved", "granted_fen": "1", "bank_account_number": "1" * 12}
        client.post(url("section", application.number, "project"), crafted)
        before = application.answers
        application.refresh_from_db()
        assert application.answers == before | typed
        assert (application.state, application.granted_fen) == (State.DRAFT, None)

    def test_a_submitted_application_is_not_edited(self, client):
        application = application_in(State.SUBMITTED)
        client.force_login(application.applicant)
        answer = client.post(url("section", application.number, "project"), {"project_title": "other"})
        assert answer.url == url("case", application.number)

    def test_a_session_that_ended_keeps_what_was_typed(self, client):
        """The form is sent without a session: after signing in it is there again, and only once."""
        application = draft()
        page = url("section", application.number, "project")
        typed = {"project_title": "Typed before the end", "project_summary": "All of it", "performance_target": "10 %"}
        answer = client.post(page, typed)
        assert "/accounts/login/" in answer.url
        client.force_login(application.applicant)
        again = client.get(page).content.decode()
        assert all(value in again for value in typed.values())
        assert "Your session had ended" in again
        application.refresh_from_db()
        assert application.answers["project_title"] != "Typed before the end"
        assert "Typed before the end" not in client.get(page).content.decode()

    def test_a_crafted_revision_of_a_session_that_ended_is_none(self, client):
        application = draft()
        page = url("section", application.number, "project")
        client.post(page, {"project_title": "Typed before the end", "seen": "²"})
        client.force_login(application.applicant)
        assert "Typed before the end" in client.get(page).content.decode()


class TestFiles:
    LIMIT = 20 * 1024 * 1024
    WRONG = {
        "not what its name says": SimpleUploadedFile("contract.pdf", b"MZ\x90\x00 a program"),
        "empty": SimpleUploadedFile("contract.pdf", b""),
        "past the limit": SimpleUploadedFile("contract.pdf", b"%PDF-1.4\n" + b" " * LIMIT + b"%%EOF"),
        "another kind": SimpleUploadedFile("contract.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 64),
    }

    @pytest.fixture
    def application(self):
        measure = MeasureFactory()
        needs_paper(measure, "D05")
        application = draft(call=CallFactory(measure=measure))
        application.papers.all().delete()
        return application

    @pytest.mark.parametrize("case", list(WRONG))
    def test_a_wrong_file_is_refused_with_a_sentence(self, client, application, case):
        client.force_login(application.applicant)
        upload = self.WRONG[case]
        upload.seek(0)
        answer = client.post(url("paper", application.number, "D05"), {"file": upload})
        assert answer.status_code == 422
        assert "There is a problem" in answer.content.decode()
        assert not application.papers.exists()

    def test_a_path_in_the_name_is_cut_off(self, client, application):
        client.force_login(application.applicant)
        upload = pdf("contract.pdf")
        upload._name = "../../x.pdf"
        client.post(url("paper", application.number, "D05"), {"file": upload})
        attachment = application.papers.get().attachment
        assert attachment.original_name == "x.pdf"
        assert "x.pdf" not in attachment.storage_name
        assert ".." not in attachment.storage_name

    def test_a_paper_that_is_not_asked_for_is_not_taken(self, client, application):
        client.force_login(application.applicant)
        answer = client.post(url("paper", application.number, "D99"), {"file": pdf()})
        assert answer.url == url("papers", application.number)
        assert not application.papers.exists()


class TestCorrections:
    def test_only_the_named_field_is_open(self, client):
        application = application_in(State.CORRECTION)
        line = application.requests.get().lines.get()
        client.force_login(application.applicant)
        page = url("correction", application.number, line.pk)
        client.post(page, {"project_title": "New title", "project_summary": "crafted", "answer": "as asked"})
        summary = application.answers["project_summary"]
        application.refresh_from_db()
        assert application.answers["project_title"] == "New title"
        assert application.answers["project_summary"] == summary

    def test_a_line_of_another_request_is_not_found(self, client):
        mine, other = application_in(State.CORRECTION), application_in(State.CORRECTION)
        line = other.requests.get().lines.get()
        client.force_login(mine.applicant)
        page = url("correction", mine.number, line.pk)
        assert client.post(page, {"project_title": "X"}).url == url("case", mine.number)
        mine.refresh_from_db()
        assert mine.answers["project_title"] != "X"

    def test_nothing_is_sent_back_before_all_is_corrected(self, client):
        application = application_in(State.CORRECTION)
        client.force_login(application.applicant)
        answer = client.post(url("resubmit", application.number), {"declaration": "on"})
        assert answer.status_code == 422
        assert "Still to be corrected: Name of the project." in answer.content.decode()
        application.refresh_from_db()
        assert application.state == State.CORRECTION
