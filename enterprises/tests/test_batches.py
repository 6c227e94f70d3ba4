"""Moving many cases at once: tried first, done once, with the rights of the moment, whoever is killed."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import translation

from enterprises.desk.batches import working
from enterprises.desk.batches.choices import Deed
from enterprises.desk_enums import BatchDeed, BatchPhase, LineResult
from enterprises.enums import State
from enterprises.models import Application, Batch, BatchLine
from enterprises.tasks import work_on_batches
from enterprises.tests.factories import CallFactory, Cast, UserFactory, application_in, cast, official, take
from enterprises.tests.test_queue import URL, signed_in
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.actions import verify
from portal.audit.models import Entry
from portal.core import clock
from portal.notifications.actions import set_preferences
from portal.notifications.models import Message
from portal.reviews.models import Transition, WorkItem

pytestmark = pytest.mark.django_db
ACCEPT = Deed(BatchDeed.STEP, step="accept")


@pytest.fixture
def people() -> Cast:
    return cast()


def results(batch: Batch) -> list[str]:
    return list(batch.lines.order_by("pk").values_list("result", flat=True))


def foreseen(batch: Batch) -> list[bool | None]:
    return list(batch.lines.order_by("pk").values_list("would_work", flat=True))


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def rows_of(*models: type) -> list[int]:
    return [model.objects.count() for model in models]


def test_a_trial_says_what_would_happen_and_changes_nothing(people: Cast) -> None:
    good = application_in(State.SUBMITTED, people=people)
    moved = application_in(State.ACCEPTED, people=people)
    everything = (Transition, WorkItem, Message, Entry)
    before = rows_of(*everything), Application.objects.get(pk=good.pk).state, len(mail.outbox)
    with translation.override("en"):
        batch = working.begin(people.district, ACCEPT, [good.pk, moved.pk])
    assert foreseen(batch) == [True, False]
    assert "moved this case on" in batch.lines.get(case_id=moved.pk).why_not
    assert (rows_of(*everything), Application.objects.get(pk=good.pk).state, len(mail.outbox)) == before
    batch.refresh_from_db()
    assert (batch.phase, results(batch)) == (BatchPhase.TRIED, [LineResult.WAITING] * 2)
    working.start(people.district, batch)
    batch.refresh_from_db()
    assert (batch.phase, results(batch)) == (BatchPhase.ENDED, [LineResult.DONE, LineResult.REFUSED])
    assert Application.objects.get(pk=good.pk).state == State.ACCEPTED
    # The same rows as by hand: a move, a message to the applicant, an entry in the book.
    assert Transition.objects.filter(case_id=good.pk, step="accept", actor=people.district).count() == 1
    assert Message.objects.filter(case_reference=good.number, recipient=good.applicant).count() == 2
    assert verify(f"case:{good.pk}") == []


def test_the_page_tries_then_does_it(people: Cast) -> None:
    rows = [application_in(State.SUBMITTED, people=people) for _ in range(2)]
    client = signed_in(people.district)
    page = client.post(URL, {"batch": "1", "deed": "step:accept", "chosen": [row.pk for row in rows]}, follow=True)
    html = page.content.decode()
    assert "Of 2 cases it would work for 2, and not for 0. Nothing has been changed yet." in html
    batch = Batch.objects.get()
    done = client.post(f"{URL}batches/{batch.pk}/", follow=True).content.decode()
    assert "Done: 2. Not done: 0." in done
    assert set(Application.objects.values_list("state", flat=True)) == {State.ACCEPTED}
    again = client.post(f"{URL}batches/{batch.pk}/", follow=True).content.decode()
    assert "This batch was started or dropped already." in again
    assert Transition.objects.filter(step="accept").count() == 2
    for other in (people.case_manager, official(Role.DISTRICT)):
        assert signed_in(other).get(f"{URL}batches/{batch.pk}/").status_code == 404
        assert signed_in(other).post(f"{URL}batches/{batch.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"deed": "step:accept"}, "Choose at least one case."),
        ({"deed": "step:sign_approval"}, "Choose what is to be done with the cases."),
        ({"deed": "step:refuse"}, "Choose what is to be done with the cases."),
        ({"deed": "step:submit"}, "Choose what is to be done with the cases."),
        ({"deed": ""}, "Choose what is to be done with the cases."),
    ],
)
def test_what_cannot_be_done_so_is_said(people: Cast, form: dict, problem: str) -> None:
    html = signed_in(people.district).post(URL, form | {"batch": "1"}, follow=True).content.decode()
    assert problem in html
    assert not Batch.objects.exists()


def test_another_districts_case_cannot_be_chosen(people: Cast) -> None:
    from enterprises.tests.factories import SHINAN, DistrictFactory, EnterpriseFactory

    elsewhere = application_in(State.SUBMITTED, enterprise=EnterpriseFactory(district=DistrictFactory(code=SHINAN)))
    here = application_in(State.SUBMITTED, people=people)
    form = {"batch": "1", "deed": "step:accept", "chosen": [elsewhere.pk, here.pk]}
    signed_in(people.district).post(URL, form)
    assert list(BatchLine.objects.values_list("case_id", flat=True)) == [here.pk]
    # A line that got there all the same is refused when its turn comes.
    batch = working.begin(people.district, ACCEPT, [elsewhere.pk])
    assert foreseen(batch) == [False]
    assert batch.lines.get().why_not == "The case no longer lies where you can see it."


def test_the_whole_list_with_its_filters_is_chosen(people: Cast) -> None:
    call = CallFactory()
    rows = [application_in(State.SUBMITTED, people=people, call=call) for _ in range(3)]
    application_in(State.SUBMITTED, people=people)
    form = {"batch": "1", "deed": "step:accept", "all": "1", "chosen": [rows[0].pk]}
    signed_in(people.district).post(f"{URL}?call={call.pk}", form)
    assert set(BatchLine.objects.values_list("case_id", flat=True)) == {row.pk for row in rows}


@pytest.mark.parametrize("ending", ["post", "inactive"])
def test_rights_that_end_between_trial_and_run_count(people: Cast, ending: str) -> None:
    rows = [application_in(State.SUBMITTED, people=people) for _ in range(2)]
    with translation.override("en"):
        batch = working.begin(people.district, ACCEPT, [row.pk for row in rows])
    assert foreseen(batch) == [True, True]
    if ending == "post":
        people.district.posts.all().delete()
    else:
        User.objects.filter(pk=people.district.pk).update(is_active=False)
    working.start(people.district, batch)
    assert results(batch) == [LineResult.REFUSED] * 2
    assert set(batch.lines.values_list("remark", flat=True)) == {"Whoever began this no longer works at the desk."}
    assert set(Application.objects.values_list("state", flat=True)) == {State.SUBMITTED}


def test_a_post_that_ends_in_the_middle_stops_the_rest(people: Cast) -> None:
    """With another post in the house the person still works at the desk, but accepts nothing any more."""
    rows = [application_in(State.SUBMITTED, people=people) for _ in range(2)]
    batch = working.begin(people.district, ACCEPT, [row.pk for row in rows])
    Batch.objects.filter(pk=batch.pk).update(phase=BatchPhase.RUNNING)
    from enterprises.desk.batches.doing import do_line

    first, second = batch.lines.order_by("pk")
    do_line(batch, first.pk)
    people.district.posts.update(role=Role.CASE_MANAGER)
    with translation.override("en"):
        do_line(batch, second.pk)
    assert results(batch) == [LineResult.DONE, LineResult.REFUSED]
    assert batch.lines.get(pk=second.pk).remark == "This step belongs to another desk."


def test_signing_needs_each_case_to_have_been_opened(people: Cast) -> None:
    opened, unseen = (application_in(State.DECIDING, people=people) for _ in range(2))
    client = signed_in(people.leader)
    client.get(f"{URL}{opened.pk}/change/")
    deed = Deed(BatchDeed.STEP, step="sign_approval")
    batch = working.begin(fresh(people.leader), deed, [opened.pk, unseen.pk])
    assert foreseen(batch) == [True, False]
    why = batch.lines.get(case_id=unseen.pk).why_not
    assert why == "Open the case first: you have not looked at it since it came to your desk."
    # Opened before the draft was sent back and drafted anew: that was another draft.
    take(opened, "return_draft", people)
    take(opened, "redraft_decision", people)
    assert foreseen(working.begin(fresh(people.leader), deed, [opened.pk])) == [False]


def test_who_drafted_does_not_sign_in_a_batch_either(people: Cast) -> None:
    drafter = official(Role.CASE_MANAGER)
    drafter.posts.create(unit=people.leader.posts.get().unit, role=Role.LEADERSHIP)
    row = application_in(State.DECIDING, people=people, drafter=drafter)
    signed_in(drafter).get(f"{URL}{row.pk}/change/")
    batch = working.begin(fresh(drafter), Deed(BatchDeed.STEP, step="sign_approval"), [row.pk])
    assert foreseen(batch) == [False]


# --- by the clock ------------------------------------------------------------------------------------


def test_many_cases_are_left_to_the_clock(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "AT_ONCE", 1)
    rows = [application_in(State.SUBMITTED, people=people) for _ in range(3)]
    batch = working.begin(people.district, ACCEPT, [row.pk for row in rows])
    assert foreseen(batch) == [None] * 3
    page = signed_in(people.district).get(f"{URL}batches/{batch.pk}/").content.decode()
    assert "0 of 3 cases" in page
    assert work_on_batches() == 1
    assert foreseen(batch) == [True] * 3
    working.start(people.district, Batch.objects.get(pk=batch.pk))
    assert results(batch) == [LineResult.WAITING] * 3
    # Twice the same task, and once more when all is done: nothing is done twice.
    assert [work_on_batches(), work_on_batches()] == [1, 0]
    assert results(batch) == [LineResult.DONE] * 3
    assert Transition.objects.filter(step="accept").count() == 3


def test_a_batch_that_a_worker_left_is_taken_up_when_its_lease_is_over(people: Cast) -> None:
    rows = [application_in(State.SUBMITTED, people=people) for _ in range(2)]
    batch = working.begin(people.district, ACCEPT, [row.pk for row in rows])
    ours = Batch.objects.filter(pk=batch.pk)
    ours.update(phase=BatchPhase.RUNNING, leased_until=clock.now() + working.LEASE)
    assert work_on_batches() == 0
    ours.update(leased_until=clock.now())
    assert work_on_batches() == 1
    assert results(batch) == [LineResult.DONE] * 2


def test_a_long_turn_leaves_the_rest_to_the_next(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [application_in(State.SUBMITTED, people=people) for _ in range(2)]
    monkeypatch.setattr(working, "TURN", -working.TURN)
    batch = working.begin(people.district, ACCEPT, [row.pk for row in rows])
    assert (foreseen(batch), Batch.objects.get().phase) == ([None] * 2, BatchPhase.TRYING)
    monkeypatch.undo()
    assert work_on_batches() == 1
    assert Batch.objects.get().phase == BatchPhase.TRIED


def test_who_is_no_official_has_no_batches() -> None:
    assert signed_in(UserFactory(is_staff=True)).get(f"{URL}batches/").status_code == 403
    assert Client().get(f"{URL}batches/").status_code == 302


def test_as_many_queries_for_one_line_as_for_many(people: Cast) -> None:
    from django.test.utils import CaptureQueriesContext

    client, counts = signed_in(people.district), []
    for number in (1, 4):
        rows = [application_in(State.SUBMITTED, people=people) for _ in range(number)]
        batch = working.begin(people.district, ACCEPT, [row.pk for row in rows])
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{URL}batches/{batch.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


def test_cases_are_assigned_to_a_colleague_of_the_same_desk(people: Cast) -> None:
    """Tried first; a colleague's case stays with them, and another desk's people are not offered."""
    free, held = (application_in(State.SUBMITTED, people=people) for _ in range(2))
    colleague, other = official(Role.DISTRICT), official(Role.DISTRICT)
    WorkItem.objects.filter(case_id=held.pk, closed_at=None).update(holder=other)
    client = signed_in(people.district)
    groups = {str(group["title"]): group["options"] for group in client.get(URL).context["desk_deeds"]}
    offered = {option["value"] for option in groups["Assign to"]}
    assert offered == {f"assign:{colleague.pk}", f"assign:{other.pk}"}
    chosen = {"batch": "1", "deed": f"assign:{colleague.pk}", "chosen": [free.pk, held.pk]}
    page = client.post(f"{URL}?view=desk", chosen, follow=True).content.decode()
    assert "Of 2 cases it would work for 1, and not for 1." in page
    batch = Batch.objects.get()
    working.start(people.district, batch)
    holders = [WorkItem.objects.get(case_id=row.pk, closed_at=None).holder_id for row in (free, held)]
    assert holders == [colleague.pk, other.pk]
    stranger = chosen | {"deed": f"assign:{people.case_manager.pk}"}
    assert "Choose what is to be done" in client.post(URL, stranger, follow=True).content.decode()


def assignments() -> list[Message]:
    return list(Message.objects.filter(kind="reviews/assigned").order_by("pk"))


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "Song Ke gave you 2 cases"), ("zh-hans", "Song Ke将2件交由您承办")]
)
def test_who_is_given_cases_is_told_once_of_all(people: Cast, language: str, subject: str) -> None:
    """Not of those that they held before, and not of those that could not be given; not once more by a second run."""
    first, second, own, elsewhere = (application_in(State.SUBMITTED, people=people) for _ in range(4))
    colleague, third = official(Role.DISTRICT), official(Role.DISTRICT)
    User.objects.filter(pk=colleague.pk).update(language=language)
    User.objects.filter(pk=people.district.pk).update(name="Song Ke")
    for case, holder in ((own, colleague), (elsewhere, third)):
        WorkItem.objects.filter(case_id=case.pk, closed_at=None).update(holder=holder)
    deed = Deed(BatchDeed.ASSIGN, holder=colleague.pk)
    batch = working.begin(people.district, deed, [row.pk for row in (first, second, own, elsewhere)])
    assert assignments() == []
    working.start(people.district, Batch.objects.get(pk=batch.pk))
    (told,) = assignments()
    assert (told.recipient, told.language, told.to_email) == (colleague, language, colleague.email)
    assert told.subject == subject
    assert told.url == f"/{language}/admin/"
    listed = {row.number for row in (first, second, own, elsewhere) if row.number in told.body}
    assert listed == {first.number, second.number}
    Batch.objects.filter(pk=batch.pk).update(phase=BatchPhase.RUNNING)
    work_on_batches()
    assert assignments() == [told]


def test_one_case_is_told_with_the_way_to_it(people: Cast) -> None:
    case, colleague = application_in(State.SUBMITTED, people=people), official(Role.DISTRICT)
    batch = working.begin(people.district, Deed(BatchDeed.ASSIGN, holder=colleague.pk), [case.pk])
    working.start(people.district, Batch.objects.get(pk=batch.pk))
    (told,) = assignments()
    assert told.case_reference == case.number
    assert told.url.endswith(f"/admin/enterprises/application/{case.pk}/change/")
    item = WorkItem.objects.get(case_id=case.pk, closed_at=None)
    assert str(item.due_on.day) in told.body


def test_taking_cases_oneself_tells_nobody(people: Cast) -> None:
    cases = [application_in(State.SUBMITTED, people=people) for _ in range(2)]
    working.begin(people.district, Deed(BatchDeed.TAKE), [case.pk for case in cases])
    assert [WorkItem.objects.get(case_id=row.pk, closed_at=None).holder for row in cases] == [people.district] * 2
    assert assignments() == []


def test_who_wants_no_mail_of_it_reads_it_in_the_portal(people: Cast) -> None:
    case, colleague = application_in(State.SUBMITTED, people=people), official(Role.DISTRICT)
    set_preferences(colleague, {"reviews/assigned": False})
    batch = working.begin(people.district, Deed(BatchDeed.ASSIGN, holder=colleague.pk), [case.pk])
    working.start(people.district, Batch.objects.get(pk=batch.pk))
    (told,) = assignments()
    assert (told.in_inbox, told.to_email) == (True, "")
