"""Moves with many facilitation cases at once: tried first, done line by line, with the rights of that moment."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from enterprises.desk.batches import working
from enterprises.desk.batches.choices import Deed
from enterprises.desk.batches.doing import do_line
from enterprises.desk_enums import BatchDeed, BatchPhase, DeskCode, LineResult
from enterprises.models import Batch, CaseLabel, CaseVisit, Label
from enterprises.tasks import work_on_batches
from enterprises.tests.factories import UnitFactory, official
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.actions import verify
from portal.audit.models import Entry
from portal.core import clock
from portal.notifications.models import Message
from portal.reviews.models import Transition, WorkItem
from talent.cases.enums import CaseState
from talent.models import Person, TalentCase
from talent.tests.cases import TalentCast, talent_case_in, talent_cast
from talent.tests.people import NUMBER
from talent.tests.test_desk import URL, signed_in

pytestmark = pytest.mark.django_db
S = CaseState
ACCEPT = Deed(BatchDeed.STEP, step="accept")
TAKE = Deed(BatchDeed.TAKE)


@pytest.fixture
def people() -> TalentCast:
    translation.activate("en")
    return talent_cast()


def begin(user: User, deed: Deed, *cases: TalentCase) -> Batch:
    return working.begin(user, deed, [case.pk for case in cases], desk=DeskCode.TALENT)


def results(batch: Batch) -> list[str]:
    return list(batch.lines.order_by("pk").values_list("result", flat=True))


def foreseen(batch: Batch) -> list[bool | None]:
    return list(batch.lines.order_by("pk").values_list("would_work", flat=True))


def remarks(batch: Batch) -> list[str]:
    return [why or remark for why, remark in batch.lines.order_by("pk").values_list("why_not", "remark")]


def holders(*cases: TalentCase) -> list[int | None]:
    return [WorkItem.objects.get(case_id=case.pk, closed_at=None).holder_id for case in cases]


def states(*cases: TalentCase) -> list[str]:
    return [TalentCase.objects.get(pk=case.pk).state for case in cases]


def again(batch: Batch) -> Batch:
    return Batch.objects.get(pk=batch.pk)


def test_a_trial_says_what_would_happen_and_changes_nothing(people: TalentCast) -> None:
    good, moved = talent_case_in(S.SUBMITTED, people), talent_case_in(S.CHECKING, people)
    everything = (Transition, WorkItem, Message, Entry)
    before = [model.objects.count() for model in everything], len(mail.outbox)
    batch = begin(people.desk, ACCEPT, good, moved)
    assert foreseen(batch) == [True, False]
    assert ([model.objects.count() for model in everything], len(mail.outbox)) == before
    assert states(good, moved) == [S.SUBMITTED, S.CHECKING]
    working.start(people.desk, again(batch))
    assert results(batch) == [LineResult.DONE, LineResult.REFUSED]
    assert states(good, moved) == [S.ACCEPTED, S.CHECKING]
    assert Transition.objects.filter(case_id=good.pk, step="accept", actor=people.desk).count() == 1
    assert verify(f"case:{good.pk}") == []


def test_the_page_tries_then_does_it_and_is_its_owners(people: TalentCast) -> None:
    cases = [talent_case_in(S.SUBMITTED, people) for _ in range(2)]
    client = signed_in(people.desk)
    sent = {"batch": "1", "deed": "step:accept", "chosen": [case.pk for case in cases]}
    page = client.post(URL, sent, follow=True).content.decode()
    assert "Of 2 cases it would work for 2, and not for 0. Nothing has been changed yet." in page
    batch = Batch.objects.get()
    assert "Done: 2. Not done: 0." in client.post(f"{URL}batches/{batch.pk}/", follow=True).content.decode()
    assert states(*cases) == [S.ACCEPTED] * 2
    assert signed_in(people.second).get(f"{URL}batches/{batch.pk}/").status_code == 404
    # The same person at the other desk finds it there neither.
    people.desk.posts.create(role=Role.CASE_MANAGER, unit=people.desk.posts.get().unit)
    assert client.get(f"/en/admin/enterprises/application/batches/{batch.pk}/").status_code == 404


def test_the_page_names_no_person(people: TalentCast) -> None:
    case, client = talent_case_in(S.SUBMITTED, people), signed_in(people.desk)
    address = f"?q={people.person.latin_name}"
    page = client.post(URL + address, {"batch": "1", "deed": "step:accept", "chosen": [case.pk]}, follow=True)
    body = page.content.decode()
    assert case.number in body
    for secret in (people.person.latin_name, NUMBER, people.person.masked_passport):
        assert secret not in body
    assert Batch.objects.get().address == ""


@pytest.mark.parametrize(
    "deed", ["", "step:draft_letter", "step:send_back", "step:cancel", "step:submit", "label:1", "assign:1", "assign:x"]
)
def test_what_needs_a_form_or_is_not_theirs_cannot_be_done_so(people: TalentCast, deed: str) -> None:
    case = talent_case_in(S.SUBMITTED, people)
    sent = {"batch": "1", "deed": deed, "chosen": [case.pk]}
    page = signed_in(people.desk).post(URL, sent, follow=True).content.decode()
    assert "Choose what is to be done with the cases." in page
    assert not Batch.objects.exists()


def test_another_desks_case_cannot_be_chosen(people: TalentCast) -> None:
    case = talent_case_in(S.SUBMITTED, people)
    stranger = official(Role.TALENT_DESK, UnitFactory(code="QD-OTHER"))
    sent = {"batch": "1", "deed": "take", "chosen": [case.pk]}
    assert "Choose at least one case." in signed_in(stranger).post(URL, sent, follow=True).content.decode()
    batch = begin(stranger, TAKE, case)
    assert (results(batch), holders(case)) == ([LineResult.REFUSED], [None])
    assert signed_in(official(Role.CASE_MANAGER)).post(URL, sent).status_code == 403


def test_cases_are_taken_and_the_whole_list_can_be_chosen(people: TalentCast) -> None:
    free, held = talent_case_in(S.SUBMITTED, people), talent_case_in(S.CHECKING, people)
    WorkItem.objects.filter(case_id=held.pk, closed_at=None).update(holder=people.second)
    signed_in(people.desk).post(f"{URL}?tab=team", {"batch": "1", "deed": "take", "all": "1"})
    assert holders(free, held) == [people.desk.pk, people.second.pk]
    batch = Batch.objects.get()
    assert (batch.phase, set(results(batch))) == (BatchPhase.ENDED, {LineResult.DONE, LineResult.REFUSED})


def test_cases_are_assigned_to_a_colleague_after_a_trial(people: TalentCast) -> None:
    free, mine, elsewhere = (talent_case_in(S.SUBMITTED, people) for _ in range(3))
    returned = talent_case_in(S.RETURNED, people)
    third = official(Role.TALENT_DESK)
    for case, holder in ((mine, people.desk), (elsewhere, third)):
        WorkItem.objects.filter(case_id=case.pk, closed_at=None).update(holder=holder)
    batch = begin(people.desk, Deed(BatchDeed.ASSIGN, holder=people.second.pk), free, mine, elsewhere, returned)
    assert foreseen(batch) == [True, True, False, False]
    assert holders(free, mine, elsewhere) == [None, people.desk.pk, third.pk]
    working.start(people.desk, again(batch))
    assert holders(free, mine, elsewhere) == [people.second.pk, people.second.pk, third.pk]
    assert "A colleague holds the case" in remarks(batch)[2]
    entry = Entry.objects.filter(scope=f"case:{free.pk}", verb="assign").get()
    assert (entry.actor, entry.data) == (people.desk, {"to": people.second.pk})
    told = Message.objects.get(kind="reviews/assigned")
    assert told.recipient == people.second
    assert {row.number for row in (free, mine, elsewhere, returned) if row.number in told.body} == {
        free.number,
        mine.number,
    }
    # Nothing about a person: mails are no place for it.
    assert not any(str(row.person) in told.body + told.subject for row in (free, mine))


def test_nobody_gets_a_case_who_left_the_desk_meanwhile(people: TalentCast) -> None:
    case = talent_case_in(S.SUBMITTED, people)
    batch = begin(people.desk, Deed(BatchDeed.ASSIGN, holder=people.second.pk), case)
    assert foreseen(batch) == [True]
    people.second.posts.all().delete()
    working.start(people.desk, again(batch))
    assert (results(batch), holders(case)) == ([LineResult.REFUSED], [None])


@pytest.mark.parametrize("ending", ["post", "account"])
def test_rights_that_end_between_trial_and_run_count(people: TalentCast, ending: str) -> None:
    case = talent_case_in(S.SUBMITTED, people)
    batch = begin(people.desk, ACCEPT, case)
    if ending == "post":
        people.desk.posts.all().delete()
    else:
        User.objects.filter(pk=people.desk.pk).update(is_active=False)
    working.start(people.desk, again(batch))
    assert (results(batch), states(case)) == ([LineResult.REFUSED], [S.SUBMITTED])
    assert remarks(batch) == ["Whoever began this no longer works at the desk."]


def test_a_post_that_ends_in_the_middle_stops_the_rest(people: TalentCast, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [talent_case_in(S.SUBMITTED, people) for _ in range(2)]
    batch = begin(people.desk, ACCEPT, *cases)
    monkeypatch.setattr(working, "AT_ONCE", 0)
    working.start(people.desk, again(batch))
    first, second = batch.lines.order_by("pk")
    do_line(again(batch), first.pk)
    people.desk.posts.all().delete()
    do_line(again(batch), second.pk)
    assert results(batch) == [LineResult.DONE, LineResult.REFUSED]
    assert states(*cases) == [S.ACCEPTED, S.SUBMITTED]


def test_nobody_works_on_a_case_of_their_own(people: TalentCast) -> None:
    case = talent_case_in(S.SUBMITTED, people)
    Person.objects.filter(pk=people.person.pk).update(user=people.desk)
    for deed in (ACCEPT, TAKE):
        batch = begin(people.desk, deed, case)
        assert remarks(batch) == ["You are a party to this case; a colleague must work on it."]
    assert (states(case), holders(case)) == ([S.SUBMITTED], [None])


def test_signing_needs_each_letter_to_have_been_opened_by_another_than_its_drafter(people: TalentCast) -> None:
    opened, unseen = (talent_case_in(S.LETTER_DRAFTED, people) for _ in range(2))
    sign = Deed(BatchDeed.STEP, step="sign_letter")
    drafter = opened.letters.get().drafter
    signer = people.second if drafter == people.desk else people.desk
    for user in (drafter, signer):
        CaseVisit.objects.create(case_id=opened.pk, user=user, opened_at=clock.now())
    assert foreseen(begin(drafter, sign, opened)) == [False]
    batch = begin(signer, sign, opened, unseen)
    assert foreseen(batch) == [True, False]
    assert remarks(batch)[1].startswith("Open the case first")
    working.start(signer, again(batch))
    assert states(opened, unseen) == [S.ISSUED, S.LETTER_DRAFTED]


def test_labels_are_set_and_removed_together(people: TalentCast) -> None:
    cases = [talent_case_in(S.CHECKING, people) for _ in range(2)]
    unit, client = people.desk.posts.get().unit, signed_in(people.desk)
    label = Label.objects.create(unit=unit, name="Fair in May", desk=DeskCode.TALENT)
    funds = Label.objects.create(unit=unit, name="Subsidy", desk=DeskCode.FUNDS)
    chosen = {"batch": "1", "chosen": [case.pk for case in cases]}
    for deed, left in (("label", {case.pk for case in cases}), ("unlabel", set())):
        page = client.post(URL, chosen | {"deed": f"{deed}:{label.pk}"}, follow=True).content.decode()
        assert "Done for 2 cases." in page
        assert set(CaseLabel.objects.values_list("case_id", flat=True)) == left
    client.post(URL, chosen | {"deed": f"label:{funds.pk}"})
    assert not CaseLabel.objects.exists()
    assert Batch.objects.count() == 2


def test_many_cases_are_left_to_the_clock(people: TalentCast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "AT_ONCE", 1)
    cases = [talent_case_in(S.SUBMITTED, people) for _ in range(2)]
    batch = begin(people.desk, ACCEPT, *cases)
    assert foreseen(batch) == [None, None]
    assert work_on_batches() == 1
    working.start(people.desk, again(batch))
    assert states(*cases) == [S.SUBMITTED] * 2
    assert work_on_batches() == 1
    assert (again(batch).phase, states(*cases)) == (BatchPhase.ENDED, [S.ACCEPTED] * 2)


def test_as_many_queries_for_one_line_as_for_many(people: TalentCast) -> None:
    cases = [talent_case_in(S.SUBMITTED, people) for _ in range(4)]
    client, counts = signed_in(people.desk), []
    for batch in (begin(people.desk, TAKE, cases[0]), begin(people.desk, TAKE, *cases)):
        client.get(f"{URL}batches/{batch.pk}/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{URL}batches/{batch.pk}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
