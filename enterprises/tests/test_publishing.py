"""Opening and closing calls, and putting forms into use: who may, four eyes, what is missing, the audit."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import translation

from enterprises.call_forms.definition import definition_of
from enterprises.enums import FormState, State
from enterprises.exceptions import CallRefused
from enterprises.models import Call, FormVersion
from enterprises.publishing import close_early, new_version, publish_call, publish_form
from enterprises.tests import call_forms as made
from enterprises.tests.factories import (
    CallFactory,
    UnitFactory,
    UserFactory,
    application_in,
    draft,
    needs_paper,
    official,
)
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import User
from portal.audit.actions import record
from portal.audit.models import Entry
from portal.core import clock
from portal.notifications.models import Message
from portal.reviews.exceptions import StepForbidden

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def sound_call(**values) -> Call:
    texts = {"intro_zh": "通知正文", "intro_en": "The notice", "contact_zh": "服贸处", "contact_en": "Division"}
    call = CallFactory(**texts | {"published_at": None} | values)
    needs_paper(call.measure)
    return call


def somebody(who: str) -> User:
    """Each role, and those who look like one."""
    elsewhere = UnitFactory(code="QD-OTHER", kind=UnitKind.BUREAU)
    makers = {
        "a stranger": UserFactory,
        "the administrator": lambda: UserFactory(is_staff=True, is_superuser=True),
        "a division of another unit": lambda: official(Role.CASE_MANAGER, elsewhere),
        "leadership of another unit": lambda: official(Role.LEADERSHIP, elsewhere),
        "a division that left": lambda: official(Role.CASE_MANAGER, is_active=False),
    }
    return makers[who]() if who in makers else official(who)


MAY_OPEN = {Role.CASE_MANAGER, Role.LEADERSHIP}
MAY_DRAFT = {Role.CASE_MANAGER}
EVERYBODY = [
    Role.CASE_MANAGER, Role.LEADERSHIP, Role.DISTRICT, Role.EXPERT, Role.AUDITOR, Role.JOINT_DEPARTMENT, Role.FINANCE,
    Role.DISCIPLINE, "a stranger", "the administrator", "a division of another unit", "leadership of another unit",
    "a division that left",
]  # fmt: skip


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_opens_closes_and_drafts(who):
    user = somebody(who)
    opened, running, form = sound_call(), CallFactory(), made.warehouse_form(CallFactory())
    steps = {
        "publish_call": lambda: publish_call(opened, user),
        "close_early": lambda: close_early(running, user, "政策调整", "Policy changed"),
        "publish_form": lambda: publish_form(form, user),
        "new_version": lambda: new_version(running, user),
    }
    allowed = set()
    for name, step in steps.items():
        try:
            step()
        except StepForbidden:
            continue
        allowed.add(name)
    expected = {"publish_call", "close_early", "publish_form"} if who in MAY_OPEN else set()
    assert allowed == expected | ({"new_version"} if who in MAY_DRAFT else set())


# --- the call ------------------------------------------------------------------------------------


def test_a_call_is_opened_by_another_official_than_its_drafter():
    drafter = official(Role.CASE_MANAGER)
    call = sound_call(drafted_by=drafter)
    with pytest.raises(CallRefused, match="You wrote this call: another official opens it"):
        publish_call(call, drafter)
    other = official(Role.CASE_MANAGER)
    opened = publish_call(call, other)
    assert (opened.published_by, opened.published_at is not None) == (other, True)
    assert [call.code for call in Call.objects.published()] == [call.code]
    entry = Entry.objects.get(scope=f"call:{call.pk}")
    assert (entry.verb, entry.actor, entry.target) == ("publish_call", other, call.code)


def test_whoever_wrote_a_line_of_it_does_not_open_it_either():
    drafter, helper = official(Role.CASE_MANAGER), official(Role.LEADERSHIP)
    call = sound_call(drafted_by=drafter)
    record(scope=f"call:{call.pk}", verb="edit_call", actor=helper, target=call.code)
    with pytest.raises(CallRefused, match="You wrote this call"):
        publish_call(call, helper)
    assert not Call.objects.published().exists()


def test_the_database_holds_four_eyes_too():
    drafter = official(Role.CASE_MANAGER)
    call = sound_call(drafted_by=drafter)
    with pytest.raises(IntegrityError):
        Call.objects.filter(pk=call.pk).update(published_by=drafter)


def test_a_call_with_anything_missing_is_not_opened_and_says_what():
    call = sound_call(intro_en="", contact_zh="")
    with pytest.raises(CallRefused) as refused:
        publish_call(call, official(Role.LEADERSHIP))
    assert refused.value.details["missing"] == [
        "The text of the notice is missing in English.",
        "The contact is missing in Chinese.",
    ]
    assert not Call.objects.published().exists()
    assert not Entry.objects.exists()


def test_a_call_is_opened_once():
    call = publish_call(sound_call(), official(Role.LEADERSHIP))
    with pytest.raises(CallRefused, match="open to everybody already"):
        publish_call(call, official(Role.LEADERSHIP))


# --- closing early -------------------------------------------------------------------------------


def test_a_call_closes_early_with_its_reason_and_what_replaces_it():
    leader, other = official(Role.LEADERSHIP), CallFactory()
    call = close_early(CallFactory(), leader, " 政策调整 ", " Policy changed ", other)
    call.refresh_from_db()
    assert (call.state, call.close_reason_zh, call.close_reason_en, call.replaced_by) == (
        "closed", "政策调整", "Policy changed", other,
    )  # fmt: skip
    assert call.last_day == clock.today()
    assert not call.is_open(clock.now())
    entry = Entry.objects.get(scope=f"call:{call.pk}")
    assert (entry.verb, entry.actor, entry.data["replaced_by"]) == ("close_early", leader, other.code)


def test_whoever_has_a_draft_is_told_in_their_language_and_nobody_else():
    call, other = CallFactory(), CallFactory()
    waiting = draft(call=call, applicant=UserFactory(language="en"))
    application_in(State.SUBMITTED, call=call)
    draft(call=other)
    Message.objects.all().delete()
    close_early(call, official(Role.LEADERSHIP), "政策调整。", "The policy has changed.", other)
    message = Message.objects.get()
    assert (message.recipient, message.kind) == (waiting.applicant, "enterprises/call_closed")
    assert waiting.number in message.subject
    assert "The policy has changed. It is replaced by" in message.body
    assert message.url.endswith(f"/en/calls/{call.code}/")


@pytest.mark.parametrize(
    ("call", "reasons", "replacement", "sentence"),
    [
        ({}, ("", "x"), None, "Give the reason in Chinese and in English"),
        ({}, ("因", " "), None, "Give the reason in Chinese and in English"),
        ({"published_at": None}, ("因", "x"), None, "has not been opened yet"),
        ({"closes_at": timedelta(-1)}, ("因", "x"), None, "is closed already"),
        ({}, ("因", "x"), {"published_at": None}, "must be open to everybody first"),
        ({}, ("因", "x"), {"closes_at": timedelta(-1)}, "is closed itself"),
    ],
)
def test_what_can_not_be_closed_early(call, reasons, replacement, sentence):
    def made_call(values):
        if isinstance(values.get("closes_at"), timedelta):
            values = values | {"closes_at": clock.now() + values["closes_at"]}
        return CallFactory(**values)

    running = made_call(call)
    with pytest.raises(CallRefused, match=sentence):
        close_early(running, official(Role.LEADERSHIP), *reasons, made_call(replacement) if replacement else None)
    running.refresh_from_db()
    assert running.closed_early_at is None


def test_a_call_does_not_replace_itself_and_closes_once():
    call, leader = CallFactory(), official(Role.LEADERSHIP)
    with pytest.raises(CallRefused, match="does not replace itself"):
        close_early(call, leader, "因", "x", call)
    close_early(call, leader, "因", "x")
    with pytest.raises(CallRefused, match="is closed already"):
        close_early(call, leader, "因", "x")


# --- the form ------------------------------------------------------------------------------------


def test_a_form_is_put_into_use_by_another_official_than_its_drafter():
    drafter, other = official(Role.CASE_MANAGER), official(Role.CASE_MANAGER)
    version = made.warehouse_form(CallFactory(), drafted_by=drafter)
    with pytest.raises(CallRefused, match="You wrote this version"):
        publish_form(version, drafter)
    in_use = publish_form(version, other)
    assert (in_use.state, in_use.published_by) == (FormState.PUBLISHED, other)


def test_whoever_wrote_a_field_of_this_version_does_not_put_it_into_use():
    helper = official(Role.LEADERSHIP)
    version = made.warehouse_form(CallFactory(), drafted_by=official(Role.CASE_MANAGER))
    record(scope=f"call:{version.call_id}", verb="edit_form", actor=helper, target="form:1")
    with pytest.raises(CallRefused, match="You wrote this version"):
        publish_form(version, helper)
    another = made.warehouse_form(CallFactory(), drafted_by=official(Role.CASE_MANAGER))
    assert publish_form(another, helper).state == FormState.PUBLISHED


def test_a_form_with_faults_is_not_put_into_use():
    version = made.form_version(CallFactory())
    with pytest.raises(CallRefused, match="The form has no section"):
        publish_form(version, official(Role.LEADERSHIP))
    made.field(made.section(version), "kind", "choice")
    with pytest.raises(CallRefused, match="it has no choices"):
        publish_form(version, official(Role.LEADERSHIP))
    version.refresh_from_db()
    assert version.state == FormState.DRAFT


def test_a_new_version_copies_the_one_in_use_and_takes_its_place():
    call, manager, leader = CallFactory(), official(Role.CASE_MANAGER), official(Role.LEADERSHIP)
    first = publish_form(made.warehouse_form(call, drafted_by=manager), leader)
    second = new_version(call, manager)
    assert (second.number, second.state, second.drafted_by) == (2, FormState.DRAFT, manager)
    assert definition_of(second).sections == definition_of(first).sections
    assert new_version(call, manager) == second
    second.sections.get(code="costs").delete()
    publish_form(second, leader)
    states = dict(FormVersion.objects.order_by("number").values_list("number", "state"))
    assert states == {1: FormState.REPLACED, 2: FormState.PUBLISHED}
    first = FormVersion.objects.get(pk=first.pk)
    assert len(definition_of(first).sections) == 2
    with pytest.raises(CallRefused, match="put into use already"):
        publish_form(first, leader)


def test_the_first_version_of_a_call_is_empty():
    version = new_version(CallFactory(), official(Role.CASE_MANAGER))
    assert (version.number, version.sections.count()) == (1, 0)
