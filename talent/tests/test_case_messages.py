"""What the parties are told: every message in both languages, complete, and nothing of it to somebody else."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from portal.notifications import kinds
from portal.notifications.models import Message
from talent.cases.enums import CaseState
from talent.cases.parties import end_employer_view
from talent.tests.cases import move, talent_case_in, talent_cast
from talent.tests.people import BORN, EXPIRES, NUMBER

pytestmark = pytest.mark.django_db
S = CaseState
TEMPLATES = Path(settings.ROOT) / "templates" / "emails" / "cases"
CHINESE = re.compile(r"[\u4e00-\u9fa5]")
# The state in which each message has just been sent to the person.
SENT_IN = {
    "submitted": S.SUBMITTED,
    "returned": S.RETURNED,
    "lapsed": S.LAPSED,
    "accepted": S.ACCEPTED,
    "not_accepted": S.NOT_ACCEPTED,
    "with_partner": S.WITH_PARTNER,
    "issued": S.ISSUED,
    "refused": S.REFUSED,
    "closed": S.CLOSED,
    "withdrawn": S.WITHDRAWN,
    "cancelled": S.CANCELLED,
}
# Of moves that end in a state which has a message already, or told to the employer.
OF_MOVES = {"resubmitted", "employer_state"}
# Of the parties, helpers and inquiries: tested in test_case_parties.py and test_case_pages.py.
OF_PARTIES = {"invited", "taken_up", "employer_named", "employer_confirmed", "employer_declined", "employer_may_read"}
OF_PARTIES |= {"employer_view_closed", "consent_withdrawn", "helper_invited", "inquiry_made", "inquiry_answered"}
# Named requests: asked at the desk (test_desk_case.py), answered on the page of the case.
OF_REQUESTS = {"request_made", "request_taken_back", "request_answered"}
REFUSALS = {"not_accepted", "refused", "cancelled"}


def test_kinds_and_texts_are_the_same():
    declared = {kind.code.partition("/")[2] for kind in kinds.declared() if kind.code.startswith("cases/")}
    written = {path.stem for path in TEMPLATES.glob("*.txt") if not path.stem.startswith("_")}
    assert declared == written == set(SENT_IN) | OF_MOVES | OF_PARTIES | OF_REQUESTS


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", sorted(SENT_IN))
def test_the_person_is_told_in_their_language(name, language):
    people = talent_cast()
    type(people.person.user).objects.filter(pk=people.person.user_id).update(language=language)
    people.person.user.refresh_from_db()
    case = talent_case_in(SENT_IN[name], people)
    message = Message.objects.get(kind=f"cases/{name}", case_reference=case.number)
    text = f"{message.subject}\n{message.body}"
    assert message.recipient == people.person.user
    assert case.number in message.subject
    assert "%(" not in text
    assert "{{" not in text
    assert bool(CHINESE.search(message.subject)) is (language == "zh-hans")
    assert ("12345" in text) is (name in REFUSALS)


def test_the_employer_is_told_the_state_and_nothing_else():
    people = talent_cast()
    case = talent_case_in(S.COLLECTED, people)
    told = Message.objects.filter(recipient=people.agent, case_reference=case.number)
    assert set(told.values_list("kind", flat=True)) == {"cases/employer_state"}
    assert not any("HONG" in f"{one.subject} {one.body}" for one in told)


def test_who_left_the_employer_is_told_nothing_more():
    people = talent_cast()
    case = talent_case_in(S.SUBMITTED, people)
    before = Message.objects.filter(recipient=people.agent).count()
    people.agent.memberships.all().delete()
    move(case, "accept", people)
    assert Message.objects.filter(recipient=people.agent).count() == before


def test_nothing_sealed_stands_in_a_message():
    people = talent_cast()
    for state in S:
        talent_case_in(state, people)
    end_employer_view(talent_case_in(S.CHECKING, people), people.person.user)
    texts = [f"{one.subject} {one.body} {one.url}" for one in Message.objects.all()]
    assert len(texts) > 20
    secrets = (NUMBER, BORN.isoformat(), EXPIRES.isoformat())
    assert not any(secret in text for text in texts for secret in secrets)
