"""The signature of the legal representative: by link, for one person, for exactly one content, answered once."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import translation

from enterprises.drafting import save_section
from enterprises.enums import MemberRole, SignatureAnswer, State
from enterprises.exceptions import SignatureError
from enterprises.models import Application, SignatureRequest
from enterprises.signing import (
    answer_request,
    ask_signature,
    content_hash,
    default_signer,
    may_sign_here,
    remind_signers,
    sign_here,
    signature_of,
    token_of,
    withdraw_request,
)
from enterprises.tests.factories import CallFactory, MembershipFactory, UserFactory, draft, needs_paper
from enterprises.workflow import application_flow
from portal.accounts.models import User
from portal.core import clock
from portal.notifications.dispatch import drain
from portal.notifications.models import Message

pytestmark = pytest.mark.django_db
SIGNER = "signer@example.test"


def url(name: str, *args: object, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"enterprises:{name}", args=args)


def person(email: str = SIGNER, *, verified: bool = True, **fields: object) -> User:
    user = UserFactory(email=email, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


@pytest.fixture
def application() -> Application:
    call = CallFactory(needs_signature=True)
    needs_paper(call.measure, "D05")
    return draft(call=call)


@pytest.fixture
def asked(application: Application) -> SignatureRequest:
    return ask_signature(application, application.applicant, name="李明", email="Signer@Example.test")


def link(request: SignatureRequest, language: str = "en") -> str:
    return url("sign", request.application.number, token_of(request), language=language)


def change(application: Application) -> None:
    mark = application.section_marks.filter(section="project").first()
    answers = {"project_title": f"changed {clock.now()}"}
    seen = mark.revision if mark else 0
    save_section(application, "project", user=application.applicant, answers=answers, seen=seen, done=True)


class TestTheLink:
    def test_the_mail_carries_it_and_the_page_shows_everything(self, client, application, asked):
        drain()
        assert [sent.to for sent in mail.outbox] == [[SIGNER]]
        path = re.search(r"/(?:en|zh-hans)/my/applications/\S+/sign/\w+/", mail.outbox[0].body).group()
        client.force_login(person())
        page = client.get(path).content.decode()
        assert content_hash(application) in page
        assert application.answers["project_title"] in page
        assert application.answers["bank_account_number"] not in page
        assert token_of(asked) not in Message.objects.get(kind="enterprises/signature_asked").url + asked.token_digest

    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_others_get_an_answer_that_shows_nothing(self, client, application, asked, language):
        unconfirmed, stranger, owner = person(verified=False), person("other@example.test"), application.applicant
        nothing = url("sign", application.number, "0" * 64, language=language)
        for user in (unconfirmed, stranger, owner):
            client.force_login(user)
            answer, same = client.get(link(asked, language)), client.get(nothing)
            assert (answer.status_code, same.status_code) == (404, 404)
            assert len(answer.content) == len(same.content) or application.number not in answer.content.decode()
            assert application.enterprise.name not in answer.content.decode()
            assert client.post(link(asked), {"sign": "1", "declaration": "on"}).status_code == 404
        assert not signature_of(application).holds

    def test_who_is_not_signed_in_is_asked_to(self, client, asked):
        assert "/accounts/login/" in client.get(link(asked)).url

    def test_signed_it_holds_and_a_second_visit_says_so(self, client, application, asked):
        client.force_login(person(name="Li Ming"))
        sent = {"sign": "1", "declaration": "on", "seen": content_hash(application)}
        assert client.post(link(asked), sent).status_code == 302
        assert signature_of(application).holds
        again = client.get(link(asked))
        assert (again.status_code, "Li Ming signed on" in again.content.decode()) == (200, True)
        twice = client.post(link(asked), {"send_back": "1", "note": "no"})
        assert "Li Ming signed on" in twice.content.decode()
        assert SignatureRequest.objects.get(pk=asked.pk).answer == SignatureAnswer.SIGNED
        told = Message.objects.get(kind="enterprises/signature_answered")
        assert told.recipient == application.applicant

    def test_without_the_tick_nothing_is_signed(self, client, application, asked):
        client.force_login(person())
        answer = client.post(link(asked), {"sign": "1", "seen": content_hash(application)})
        assert answer.status_code == 422
        assert not signature_of(application).holds

    def test_sent_back_needs_a_note_and_reaches_who_asked(self, client, application, asked):
        client.force_login(person())
        assert client.post(link(asked), {"send_back": "1"}).status_code == 422
        assert client.post(link(asked), {"send_back": "1", "note": "账户不对"}).status_code == 302
        assert "账户不对" in Message.objects.get(kind="enterprises/signature_answered").body
        client.force_login(application.applicant)
        assert "账户不对" in client.get(url("signature", application.number)).content.decode()

    def test_after_its_end_it_says_when_it_ended(self, client, application, asked):
        client.force_login(person())
        with clock.at(asked.expires_at + timedelta(seconds=1)):
            answer = client.get(link(asked))
            assert (answer.status_code, "The link ended on" in answer.content.decode()) == (410, True)
            sent = {"sign": "1", "declaration": "on", "seen": content_hash(application)}
            assert client.post(link(asked), sent).status_code == 410
        assert not signature_of(application).holds

    def test_a_newer_link_ends_the_older(self, client, application, asked):
        newer = ask_signature(application, application.applicant, name="李明", email=SIGNER)
        client.force_login(person())
        assert client.get(link(asked)).status_code == 410
        assert client.get(link(newer)).status_code == 200
        withdraw_request(application, application.applicant)
        assert client.get(link(newer)).status_code == 410

    def test_the_signer_reads_the_files_while_the_link_works(self, client, application, asked):
        download = reverse("attachments:download", args=[application.papers.get().attachment.public_id])
        client.force_login(person())
        assert client.get(download).status_code in {200, 409}
        withdraw_request(application, application.applicant)
        assert client.get(download).status_code == 404


class TestTheContent:
    def test_a_change_while_it_is_read_is_told(self, application, asked):
        seen = content_hash(application)
        change(application)
        with pytest.raises(SignatureError):
            answer_request(asked, person(), answer=SignatureAnswer.SIGNED, seen=seen)

    def test_any_change_afterwards_voids_it_and_says_so(self, client, application, asked):
        answer_request(asked, person(), answer=SignatureAnswer.SIGNED, seen=content_hash(application))
        change(application)
        assert (signature_of(application).holds, signature_of(application).is_void) == (False, True)
        with pytest.raises(SignatureError, match=r"changed after|签署后"):
            application_flow.take(application, "submit", application.applicant)
        client.force_login(application.applicant)
        for name in ("tasks", "check", "signature"):
            assert "after" in client.get(url(name, application.number)).content.decode()

    def test_without_a_signature_it_is_not_sent_with_one_it_is(self, application, asked):
        with pytest.raises(SignatureError):
            application_flow.take(application, "submit", application.applicant)
        answer_request(asked, person(), answer=SignatureAnswer.SIGNED, seen=content_hash(application))
        application_flow.take(application, "submit", application.applicant)
        assert Application.objects.get(pk=application.pk).state == State.SUBMITTED

    def test_a_call_that_asks_for_none_needs_none(self):
        application = draft()
        application_flow.take(application, "submit", application.applicant)
        assert Application.objects.get(pk=application.pk).state == State.SUBMITTED

    def test_it_is_asked_for_once_the_rest_is_complete(self, application):
        application.done_sections = []
        application.save(update_fields=["done_sections"])
        with pytest.raises(SignatureError):
            ask_signature(application, application.applicant, name="李明", email=SIGNER)


class TestOnTheSpot:
    def test_the_legal_representative_signs_without_a_link(self, client, application):
        member = MembershipFactory(
            user=person(), enterprise=application.enterprise, role=MemberRole.LEGAL_REPRESENTATIVE
        )
        client.force_login(member.user)
        page = url("signature", application.number)
        assert content_hash(application) in client.get(page).content.decode()
        client.post(page, {"sign": "1", "declaration": "on", "seen": content_hash(application)})
        assert signature_of(application).holds

    def test_an_owner_signs_only_if_the_licence_names_them(self, application):
        owner, enterprise = application.applicant, application.enterprise
        assert not may_sign_here(owner, application)
        with pytest.raises(SignatureError):
            sign_here(application, owner, seen=content_hash(application))
        enterprise.legal_representative = owner.name
        enterprise.save()
        assert sign_here(application, owner, seen=content_hash(application)).answer == SignatureAnswer.SIGNED

    def test_the_form_proposes_the_member(self, application):
        MembershipFactory(
            user=person(name="Li Ming"), enterprise=application.enterprise, role=MemberRole.LEGAL_REPRESENTATIVE
        )
        assert default_signer(application) == {"name": "Li Ming", "email": SIGNER}

    def test_a_viewer_neither_asks_nor_signs(self, client, application):
        viewer = UserFactory()
        MembershipFactory(user=viewer, enterprise=application.enterprise, role=MemberRole.VIEWER)
        client.force_login(viewer)
        assert client.post(url("signature", application.number), {"name": "x", "email": SIGNER}).status_code == 403


class TestReminders:
    def test_after_three_seven_and_twelve_days_once_each(self, asked):
        sent = []
        for day in range(15):
            with clock.at(asked.asked_at + timedelta(days=day, minutes=1)):
                sent += [day] * remind_signers()
                assert remind_signers() == 0
        assert sent == [3, 7, 12]
        reminders = Message.objects.filter(kind="enterprises/signature_reminder")
        assert {message.to_email for message in reminders} == {SIGNER}
        assert all(token_of(asked) in message.url for message in reminders)

    def test_an_answer_or_a_submission_ends_them(self, application, asked):
        answer_request(asked, person(), answer=SignatureAnswer.SIGNED, seen=content_hash(application))
        with clock.at(asked.asked_at + timedelta(days=4)):
            assert remind_signers() == 0

    def test_after_a_week_of_silence_one_is_sent_not_two(self, asked):
        with clock.at(asked.asked_at + timedelta(days=8)):
            assert remind_signers() == 1
            assert remind_signers() == 0
