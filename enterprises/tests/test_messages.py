"""What applicants are told: every message in both languages, complete, and nothing of it to somebody else."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from enterprises import notifications
from enterprises.enums import State
from enterprises.models import Application
from enterprises.tests.factories import Cast, UserFactory, application_in, cast, take
from portal.core import clock
from portal.notifications import kinds
from portal.notifications.models import Message
from portal.reviews.models import Request, WorkItem

pytestmark = pytest.mark.django_db
TEMPLATES = Path(settings.ROOT) / "templates" / "emails" / "enterprises"
CHINESE = re.compile(r"[\u4e00-\u9fa5]")
# The state in which each message has just been sent.
SENT_IN = {
    "submitted": State.SUBMITTED,
    "correction": State.CORRECTION,
    "lapsed": State.LAPSED,
    "accepted": State.ACCEPTED,
    "not_accepted": State.NOT_ACCEPTED,
    "withdrawn": State.WITHDRAWN,
    "under_review": State.VERIFICATION,
    "on_notice": State.PUBLICITY,
    "rejected": State.REJECTED,
    "objection": State.OBJECTION,
    "approved": State.APPROVED,
    "suspended": State.SUSPENDED,
    "paid": State.PAID,
    "evaluated": State.EVALUATED,
    "recovery": State.RECOVERING,
    "recovered": State.RECOVERED,
}
# Told by a request for a signature, not by a move of the case: tested in test_signing.py.
OF_NO_MOVE = {
    "call_closed",
    "ledger_differs",
    "report_due",
    "signature_asked",
    "signature_reminder",
    "signature_answered",
}
# Told by the clock when nobody answered: tested in test_clocks.py.
BY_THE_CLOCK = {"deemed_accepted", "office_deemed_accepted"}
# Between the division and a consulted department: tested in test_consultation.py.
OF_CONSULTATION = {"consultation_asked", "consultation_answered"}
# To experts, of sheets and not of a move.
TO_EXPERTS = {"scoring_asked", "scoring_stand_in"}
# Of moves that end in a state which has a message already: tested in test_after_payment.py.
MOVED_ON = {"resumed", "report_sent", "report_missing", "report_returned", "report_accepted"}
# Messages after which somebody has to do something by a day.
DATED = set(SENT_IN) - {"lapsed", "not_accepted", "withdrawn", "rejected", "evaluated", "recovered"}
# What officials wrote in the factories' steps stands in the message as they wrote it.
QUOTED = ("经核实。", "按规则核定。", "名称与合同不一致", "按合同填写")
# These tell of a letter that waits to be opened.
LETTERS = {"rejected", "not_accepted", "lapsed", "on_notice"}
REFUSALS = {"not_accepted", "rejected", "recovery"}


@pytest.fixture
def people() -> Cast:
    return cast()


def told(application: Application, name: str) -> Message:
    return Message.objects.get(case_reference=application.number, kind=f"enterprises/{name}")


def test_kinds_functions_and_texts_are_the_same() -> None:
    declared = {kind.code.partition("/")[2] for kind in kinds.declared() if kind.code.startswith("enterprises/")}
    written = {path.stem for path in TEMPLATES.glob("*.txt") if not path.stem.startswith("_")}
    spoken = {name for name in vars(notifications) if name in SENT_IN.keys() | MOVED_ON | {"resubmitted"}}
    assert declared == written == spoken | OF_NO_MOVE | BY_THE_CLOCK | TO_EXPERTS | OF_CONSULTATION
    assert spoken == set(SENT_IN) | MOVED_ON | {"resubmitted"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", sorted(SENT_IN))
def test_each_message_says_what_happened_and_what_is_next(people: Cast, name: str, language: str) -> None:
    applicant = UserFactory(language=language)
    application = application_in(SENT_IN[name], people=people, applicant=applicant)
    message = told(application, name)
    assert (message.recipient, message.language) == (applicant, language)
    assert application.number in message.subject
    page = "decision/" if name in LETTERS else ""
    assert message.url == f"/{language}/my/applications/{application.number}/{page}"
    for left_open in ("%(", "{{", "{%", "None"):
        assert left_open not in message.subject + message.body
    if name in DATED:
        day = WorkItem.objects.get(case_id=application.pk, closed_at=None).due_on
        text = f"{day.year}年{day.month}月{day.day}日" if language == "zh-hans" else f"{day.day} {day:%B %Y}"
        assert text in message.subject + message.body
    if name in REFUSALS:
        assert {"60", "6", "12345"} <= set(re.findall(r"\d+", message.body))
    if language == "en":
        text = message.body.replace(application.enterprise.name, "")
        for quoted in QUOTED:
            text = text.replace(quoted, "")
        assert not CHINESE.search(text)


def test_a_correction_names_each_place_in_the_readers_language(people: Cast) -> None:
    """Whatever the official reads: the name of the place, why, and how."""
    for language, name in (("zh-hans", "项目名称"), ("en", "Name of the project")):
        application = application_in(State.CORRECTION, people=people, applicant=UserFactory(language=language))
        body = told(application, "correction").body
        assert f"1. {name}" in body
        assert "名称与合同不一致" in body
        assert "按合同填写" in body


def test_corrections_sent_are_confirmed(people: Cast) -> None:
    application = application_in(State.CORRECTION, people=people)
    Request.objects.get(case_id=application.pk).lines.update(answered_at=clock.now())
    take(application, "resubmit", people)
    assert application.number in told(application, "resubmitted").subject


def test_a_provisional_date_says_so(people: Cast) -> None:
    """The calendar of these years is not loaded here, so every date is provisional."""
    application = application_in(State.SUBMITTED, people=people, applicant=UserFactory(language="en"))
    item = WorkItem.objects.get(case_id=application.pk, closed_at=None)
    assert item.due_provisional is True
    assert "provisional" in told(application, "submitted").body


def test_moves_that_the_applicant_does_not_see_send_nothing(people: Cast) -> None:
    application = application_in(State.DECIDING, people=people)
    found = set(Message.objects.filter(case_reference=application.number).values_list("kind", flat=True))
    assert found == {"enterprises/submitted", "enterprises/accepted", "enterprises/under_review"}
    assert not Message.objects.exclude(recipient=application.applicant).exists()


def test_an_upheld_award_is_told_with_its_reason(people: Cast) -> None:
    application = application_in(State.OBJECTION, people=people, applicant=UserFactory(language="en"))
    take(application, "dismiss_objection", people)
    body = told(application, "approved").body
    assert "The objection was dismissed: 经核实。" in body
    assert "CNY 75,000" in body
