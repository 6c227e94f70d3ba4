"""Objections: anybody with a real name, in time to the second, only that entry, sealed, answered."""

from datetime import datetime, time, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from enterprises.enums import ObjectionState, State
from enterprises.exceptions import ObjectionError
from enterprises.models import Application, Call, Notice, NoticeLine, Objection
from enterprises.notices.objecting import MOST_AN_HOUR, receive
from enterprises.notices.objection_workflow import objection_flow
from enterprises.notices.persons import person_of
from enterprises.tests.factories import (
    CallFactory,
    Cast,
    application_in,
    cast,
    object_to,
    official,
    pdf,
    put_on_notice,
    take,
)
from enterprises.tests.notices import let_notice_end
from enterprises.tests.test_budget import needs_postgresql, race
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.attachments.models import Attachment
from portal.audit.models import Entry
from portal.core import clock
from portal.notifications.models import Message
from portal.reviews.exceptions import StepForbidden, StepRefused

WHO = {"name": "李晓", "phone": "0532-00000009", "email": "li.xiao@example.test", "text": "费用已另获补助。"}


@pytest.fixture
def people() -> Cast:
    return cast()


def on_notice(people: Cast, number: int = 1) -> list[Application]:
    call = CallFactory()
    found = [application_in(State.DECIDING, people=people, call=call) for _number in range(number)]
    for one in found:
        take(one, "sign_approval", people)
    put_on_notice(*found, actor=people.case_manager)
    return found


def state(application: Application) -> str:
    return Application.objects.get(pk=application.pk).state


def answer(objection: Objection, people: Cast, *steps: str, published: str = "") -> None:
    for step in steps:
        objection = Objection.objects.for_page().get(pk=objection.pk)
        data = {"ground": "no_evidence"} if step == "decline" else {}
        objection_flow.take(objection, step, people.case_manager, "已核实。", published=published, **data)


def page(name: str, *args: str) -> str:
    with translation.override("en"):
        return reverse(f"enterprises:{name}", args=args)


def last_second(notice: Notice) -> datetime:
    return timezone.make_aware(datetime.combine(notice.last_day, time(23, 59, 59)))


@pytest.mark.django_db
class TestWhatItStops:
    def test_only_the_entry_concerned(self, people: Cast) -> None:
        first, second = on_notice(people, 2)
        object_to(first)
        assert (state(first), state(second)) == (State.OBJECTION, State.PUBLICITY)
        assert first.transitions.get(step="register_objection").actor is None

    def test_dismissed_it_is_approved_and_upheld_it_is_decided_again(self, people: Cast) -> None:
        kept, lost = on_notice(people, 2)
        of_kept, of_lost = object_to(kept), object_to(lost)
        let_notice_end(kept)
        answer(of_kept, people, "admit", "dismiss")
        answer(of_lost, people, "admit", "uphold")
        assert (state(kept), state(lost)) == (State.APPROVED, State.DECIDING)
        call = Call.objects.get()
        assert call.committed_fen == 75_000_00
        assert dict(NoticeLine.objects.values_list("application", "result")) == {
            kept.pk: "supported", lost.pk: "upheld",
        }  # fmt: skip
        assert set(application_flow.open_steps(Application.objects.get(pk=lost.pk), people.case_manager)) == {
            "redraft_decision"
        }

    @pytest.mark.parametrize(
        ("ends", "wanted"),
        [
            # Nobody is approved before the notice has run to its last day.
            ("decline dismiss", State.OBJECTION),
            ("dismiss uphold", State.DECIDING),
            ("uphold decline", State.DECIDING),
        ],
    )
    def test_of_several_the_last_one_lets_it_go_on(self, people: Cast, ends: str, wanted: str) -> None:
        (application,) = on_notice(people)
        objections = [object_to(application), object_to(application)]
        for objection, end in zip(objections, ends.split(), strict=True):
            assert state(application) == State.OBJECTION
            answer(objection, people, *(("decline",) if end == "decline" else ("admit", end)))
        assert state(application) == wanted

    def test_nobody_lets_it_go_on_before(self, people: Cast) -> None:
        (application,) = on_notice(people)
        object_to(application)
        for step in ("dismiss_objection", "decide_again"):
            with pytest.raises(StepForbidden):
                application_flow.take(Application.objects.get(pk=application.pk), step, people.case_manager, "无。")

    def test_only_the_division_answers(self, people: Cast) -> None:
        (application,) = on_notice(people)
        objection = object_to(application)
        others = (people.leader, people.district, people.finance, official(Role.DISCIPLINE))
        assert [objection_flow.open_steps(objection, user) for user in others] == [{}] * 4
        assert set(objection_flow.open_steps(objection, people.case_manager)) == {"admit", "decline"}


@pytest.mark.django_db
class TestTheLastSecond:
    def test_it_counts_and_the_next_one_does_not(self, people: Cast) -> None:
        first, second = on_notice(people, 2)
        moment = last_second(Notice.objects.get())
        with clock.at(moment):
            object_to(first)
        with clock.at(moment + timedelta(seconds=1)), pytest.raises(ObjectionError):
            object_to(second)
        assert (state(first), state(second), Objection.objects.count()) == (State.OBJECTION, State.PUBLICITY, 1)

    def test_the_clock_has_just_closed_the_notice(self, people: Cast) -> None:
        """What reached the database before midnight counts although the other one got the lock first."""
        (application,) = on_notice(people)
        moment = last_second(Notice.objects.get())
        with clock.at(moment + timedelta(seconds=1)):
            application_flow.take(Application.objects.get(pk=application.pk), "close_notice", None)
        with clock.at(moment):
            objection = receive(application.notice_lines.get(), **WHO, files=[])
        assert (state(application), objection.state) == (State.OBJECTION, ObjectionState.RECEIVED)
        assert application.notice_lines.get().result == ""

    def test_the_notice_is_not_closed_before(self, people: Cast) -> None:
        (application,) = on_notice(people)
        with clock.at(last_second(Notice.objects.get())), pytest.raises(StepRefused):
            application_flow.take(Application.objects.get(pk=application.pk), "close_notice", None)


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_objection_and_the_end_of_the_notice_at_one_moment() -> None:
    """By the database's clock, with real locks: each time one of them wins, and no objection is lost."""
    people = cast()
    applications = on_notice(people, 6)
    notice = Notice.objects.get()
    # The notice ends now: which of the two comes first is for the database to say.
    Notice.objects.filter(pk=notice.pk).update(
        last_day=clock.today() - timedelta(1), first_day=clock.today() - timedelta(9)
    )
    kept: list[int] = []

    def act(place: int) -> None:
        application = applications[place // 2]
        if place % 2:
            application_flow.take(Application.objects.for_page().get(pk=application.pk), "close_notice", None)
        else:
            # A second before midnight when it set out.
            with clock.at(timezone.make_aware(datetime.combine(clock.today(), time.min)) - timedelta(seconds=1)):
                kept.append(receive(application.notice_lines.get(), **WHO, files=[]).pk)

    met = race(12, act)
    assert {type(error) for error in met if error} <= {StepRefused}
    assert sorted(kept) == sorted(Objection.objects.values_list("pk", flat=True))
    assert [state(application) for application in applications] == [State.OBJECTION] * 6
    assert connection.vendor == "postgresql"


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_officials_close_the_last_two_at_one_moment() -> None:
    people = cast()
    (application,) = on_notice(people)
    objections = [object_to(application), object_to(application)]
    for objection in objections:
        answer(objection, people, "admit")

    def close(place: int) -> None:
        found = Objection.objects.for_page().get(pk=objections[place].pk)
        objection_flow.take(found, "dismiss", User.objects.get(pk=people.case_manager.pk), "已核实。")

    let_notice_end(application)
    assert race(2, close) == [None, None]
    assert state(application) == State.APPROVED


@pytest.mark.django_db
class TestWhoItWas:
    def test_it_stands_nowhere_but_sealed(self, people: Cast) -> None:
        (application,) = on_notice(people)
        objection = object_to(application)
        assert "李晓" not in objection.person_sealed
        assert person_of(objection)["name"] == "李晓"
        answer(objection, people, "admit", "dismiss", published="经核实,费用不重复。")
        told = Message.objects.filter(recipient=application.applicant)
        said = "".join(message.subject + message.body for message in told)
        assert ("经核实,费用不重复。" in said, "李晓" in said, "li.xiao" in said) == (True, False, False)
        entries = Entry.objects.filter(scope__in=[f"case:{objection.pk}", f"case:{application.pk}"])
        assert "李晓" not in "".join(str(entry.data) for entry in entries)

    def test_the_division_opens_it_and_the_audit_keeps_that(self, client, people: Cast) -> None:
        (application,) = on_notice(people)
        objection = object_to(application)
        change = reverse("admin:enterprises_objection_change", args=[objection.pk])
        client.force_login(people.leader)
        assert "李晓" not in client.post(change, {"person": "1"}).content.decode()
        client.force_login(people.case_manager)
        assert "李晓" not in client.get(change).content.decode()
        assert not Entry.objects.filter(verb="read_objector").exists()
        assert "李晓" in client.post(change, {"person": "1"}).content.decode()
        assert Entry.objects.get(verb="read_objector").actor == people.case_manager

    def test_who_objects_is_told_by_mail_if_there_is_an_address(self, people: Cast) -> None:
        first, second = on_notice(people, 2)
        answer(object_to(first), people, "decline")
        answer(object_to(second, email=""), people, "decline")
        told = Message.objects.filter(kind__startswith="notices/", recipient=None).values_list("kind", "to_email")
        assert sorted(told) == [
            ("notices/objection_closed", "li.xiao@example.test"),
            ("notices/objection_received", "li.xiao@example.test"),
        ]


@pytest.mark.django_db
class TestThePages:
    def _send(self, client, notice: Notice, **change):
        data = {"line": "1", "text": "费用已另获补助。", "name": "李晓", "phone": "0532-00000009", "email": ""}
        return client.post(page("object_to", notice.number), data | change)

    def test_without_an_account_with_evidence_and_a_receipt(self, client, people: Cast) -> None:
        (application,) = on_notice(people)
        sent = self._send(client, Notice.objects.get(), file_1=pdf("invoice.pdf"))
        objection = Objection.objects.get()
        assert sent["Location"] == page("objection", objection.code)
        text = client.get(sent["Location"]).content.decode()
        assert (objection.number in text, "李晓" in text) == (True, False)
        receipt = client.get(page("objection_receipt", objection.code))
        assert receipt.content.startswith(b"%PDF-")
        assert receipt.content == client.get(page("objection_receipt", objection.code)).content
        assert state(application) == State.OBJECTION
        file = Attachment.objects.get(purpose="objection")
        assert (file.owner, file.state, file.original_name) == (None, "pending", "invoice.pdf")

    def test_only_the_citys_officials_get_the_evidence(self, client, people: Cast) -> None:
        (application,) = on_notice(people)
        self._send(client, Notice.objects.get(), file_1=pdf())
        Attachment.objects.filter(purpose="objection").update(state="clean")
        file = reverse("attachments:download", args=[Attachment.objects.get(purpose="objection").public_id])
        found = {}
        for name, user in {"applicant": application.applicant, **vars(people)}.items():
            client.force_login(user)
            response = client.get(file)
            # Read to its end, so that the file is closed and the connection is not.
            b"".join(response)
            found[name] = response.status_code
        assert {name for name, status in found.items() if status == 200} == {"case_manager", "leader", "finance"}

    @pytest.mark.parametrize(
        "change",
        [{"name": ""}, {"name": "李"}, {"text": " "}, {"phone": ""}, {"phone": "call me"}, {"email": "x"},
         {"line": "2"}, {"line": "x"}, {"line": ""}, {"text": "x" * 4001}, {"name": "李\x00晓"}],
    )  # fmt: skip
    def test_what_does_not_fit_is_refused_and_kept_on_the_page(self, client, people: Cast, change: dict) -> None:
        on_notice(people)
        answered = self._send(client, Notice.objects.get(), **change)
        assert (answered.status_code, Objection.objects.count()) == (422, 0)

    def test_a_file_that_is_none_leaves_nothing(self, client, people: Cast) -> None:
        (application,) = on_notice(people)
        bad = pdf("invoice.exe")
        assert self._send(client, Notice.objects.get(), file_1=bad).status_code == 422
        assert (Attachment.objects.filter(purpose="objection").count(), state(application)) == (0, State.PUBLICITY)

    def test_after_the_period_the_page_says_so(self, client, people: Cast) -> None:
        on_notice(people)
        notice = Notice.objects.get()
        with clock.at(last_second(notice) + timedelta(seconds=1)):
            assert self._send(client, notice).status_code == 410
        assert not Objection.objects.exists()

    def test_after_some_in_an_hour_it_is_asked_to_wait(self, client, people: Cast, settings) -> None:
        # Of this process alone: each test empties the shared one, and several run side by side.
        here = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "objections"}
        settings.CACHES = settings.CACHES | {"default": here}
        on_notice(people)
        found = [self._send(client, Notice.objects.get()).status_code for _number in range(MOST_AN_HOUR + 1)]
        assert found == [302] * MOST_AN_HOUR + [429]
        cache.clear()
        assert self._send(client, Notice.objects.get()).status_code == 302

    def test_visitors_are_counted_apart_behind_a_trusted_proxy(self, people: Cast, settings) -> None:
        here = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "objections-by-proxy"}
        settings.CACHES = settings.CACHES | {"default": here}
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        on_notice(people)
        notice = Notice.objects.get()
        loud, quiet = (Client(headers={"X-Forwarded-For": one}) for one in ("203.0.113.1", "203.0.113.2"))
        for _number in range(MOST_AN_HOUR):
            self._send(loud, notice)
        address = page("object_to", notice.number)
        assert [one.get(address).status_code for one in (loud, quiet)] == [429, 200]

    def test_a_wrong_code_shows_nothing(self, client, people: Cast) -> None:
        assert client.get(page("objection", "0000-0000-0000-0000")).status_code == 404
        assert client.get(page("objection", "x" * 300)).status_code == 404

    def test_the_outcome_stands_on_the_notice(self, client, people: Cast, django_capture_on_commit_callbacks) -> None:
        (application,) = on_notice(people)
        objection = object_to(application)
        address = page("notice", Notice.objects.get().number)
        assert "An objection is being handled" in client.get(address).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            answer(objection, people, "admit", "dismiss", published="经核实,费用不重复。")
        text = client.get(address).content.decode()
        assert ("经核实,费用不重复。" in text, "已核实。" in text, "费用已另获补助" in text) == (True, False, False)


@pytest.mark.django_db
def test_an_objection_is_answered_on_the_desk(client, people: Cast) -> None:
    (application,) = on_notice(people)
    objection = object_to(application)
    client.force_login(people.case_manager)
    step = {
        name: reverse("admin:enterprises_objection_step", args=[objection.pk, name]) for name in objection_flow.steps
    }
    assert client.get(step["admit"]).status_code == 200
    assert client.post(step["admit"]).status_code == 302
    assert client.post(step["dismiss"], {"comment": ""}).status_code == 422
    assert client.post(step["decline"], {"comment": "x", "ground": "too_late"}).status_code == 409
    assert client.post(step["uphold"], {"comment": "费用重复。", "published": "费用重复。"}).status_code == 302
    assert state(application) == State.DECIDING
    client.force_login(people.leader)
    assert client.get(step["admit"]).status_code == 403
