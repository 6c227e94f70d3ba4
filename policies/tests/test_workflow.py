"""The flow of an edit: role × state → exactly the open steps; publication whole or not at all; the clock's steps."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from enterprises.desk import lanes
from enterprises.desk.lanes import Filters
from policies.editing import schedule
from policies.editing.drafts import open_draft, open_new
from policies.editing.versions import bare, record_version
from policies.enums import ChangeKind, PolicyState, RevisionState
from policies.exceptions import NotReady, PublishedMeanwhile
from policies.models import Change, Clause, Policy, Revision
from policies.tasks import publish_due, tell_of_lapsed
from policies.tests.edits import SENTENCE, a_policy, edit_in, official, reworded, write
from policies.workflow import revision_flow
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock
from portal.notifications.models import Message
from portal.reviews.exceptions import StepForbidden, StepRefused
from portal.reviews.models import SignOff, Transition, WorkItem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
S = RevisionState
OPEN_STATES = (S.DRAFT, S.CHECKING, S.SCHEDULED)
# The steps each person may take, by state; whoever is not named may take none.
OPEN: dict[str, dict[str, set[str]]] = {
    "author": {
        S.DRAFT: {"submit_for_check", "discard"},
        S.CHECKING: {"discard"},
        S.SCHEDULED: {"reschedule", "unschedule"},
    },
    "colleague": {S.CHECKING: {"approve", "send_back"}, S.SCHEDULED: {"reschedule", "unschedule"}},
    "leader": {
        S.DRAFT: {"discard"},
        S.CHECKING: {"approve", "send_back", "discard"},
        S.SCHEDULED: {"reschedule", "unschedule"},
    },
}


@pytest.fixture
def people(db) -> dict[str, User]:
    """A stranger manages cases in another unit, and drafts there; the others hold no editing post."""
    return {
        "author": official("author"),
        "colleague": official("colleague"),
        "leader": official("leader", Role.LEADERSHIP),
        "stranger": official("stranger", Role.CASE_MANAGER, "QD-OTHER"),
        "finance": official("finance", Role.FINANCE, "QD-FIN"),
        "district": official("district", Role.DISTRICT, "370212"),
        "root": User.objects.create_superuser("root@example.test"),
        "visitor": User.objects.create_user("visitor@example.test"),
    }


@pytest.mark.parametrize("state", list(S))
def test_open_steps_by_role(people, state):
    edit = edit_in(state, people["author"], people["colleague"])
    edit_in(S.CHECKING, people["colleague"], people["leader"], a_policy("QD-OTHER"))
    found = {name: set(revision_flow.open_steps(edit, person)) for name, person in people.items()}
    assert found == {name: OPEN.get(name, {}).get(state, set()) for name in people}


@pytest.mark.parametrize("state", list(S))
def test_one_open_item_unless_final_and_it_lies_with_the_bureau(people, state):
    edit = edit_in(state, people["author"], people["colleague"])
    items = [(item.desk, item.unit.code, item.state) for item in edit.work_items.filter(closed_at=None)]
    assert items == ([(Role.CASE_MANAGER, "QD-COM", state)] if state in OPEN_STATES else [])


def test_the_author_never_approves_even_with_two_posts(people):
    edit = edit_in(S.CHECKING, people["author"], people["colleague"])
    with pytest.raises(StepForbidden):
        revision_flow.take(edit, "approve", people["author"])
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.create(
            case_id=edit.pk, step="approve", drafter=people["author"], signer=people["author"], answer="approved"
        )
    assert Revision.objects.get(pk=edit.pk).state == S.CHECKING


def test_edits_stay_out_of_the_funds_queue(people):
    for number, state in enumerate(OPEN_STATES):
        edit_in(state, people["author"], people["colleague"], a_policy(f"QD-{number}"))
    assert WorkItem.objects.open().count() == 3
    for name in ("author", "leader", "root"):
        person = people[name]
        sources = {
            "desk": lanes.to_do(person, Filters()), "mine": lanes.to_do(person, Filters(mine=True)),
            "sign": lanes.to_sign(person, Filters()), "done": lanes.dealt_with(person, clock.now() - timedelta(days=9)),
        }  # fmt: skip
        assert lanes.count(person, sources) == dict.fromkeys(sources, 0)
        assert [lanes.read(source, 10) for source in sources.values()] == [[], [], [], []]


def test_approval_publishes_at_once_where_no_day_is_set(people):
    edit = edit_in(S.CHECKING, people["author"], people["colleague"])
    policy = edit.policy
    kept = {row.number: row.pk for row in policy.clauses.all()}
    revision_flow.take(edit, "approve", people["colleague"])
    edit, policy = Revision.objects.get(pk=edit.pk), Policy.objects.get(pk=policy.pk)
    assert (edit.state, edit.version, policy.version) == (S.PUBLISHED, 2, 2)
    assert {row.number: row.pk for row in policy.clauses.all()} == kept
    assert policy.clauses.get(number="1.1").text_en == "Support it firmly."
    change = Change.objects.get()
    assert (change.policy, change.revision, change.kind) == (policy, edit, ChangeKind.AMENDED)
    assert (change.sentence_zh, change.sentence_en) == tuple(SENTENCE.values())
    assert SignOff.objects.get().signer == people["colleague"]
    assert list(policy.revisions.published().order_by("version").values_list("version", flat=True)) == [1, 2]
    assert set(Message.objects.values_list("kind", "recipient__name")) == {
        ("policies/to_check", "colleague"), ("policies/to_check", "leader"), ("policies/published", "author"),
    }  # fmt: skip


def test_a_clause_that_did_not_change_is_not_written(people):
    policy = a_policy()
    edit = edit_in(S.CHECKING, people["author"], people["colleague"], policy)
    Clause.objects.filter(number="1").update(order=0)
    before = Clause.objects.get(number="1")
    revision_flow.take(edit, "approve", people["colleague"])
    assert Clause.objects.get(number="1").pk == before.pk
    assert set(policy.clauses.values_list("number", "order")) == {("1", 0), ("1.1", 1)}


def test_an_error_in_publishing_leaves_everything_as_it_was(people):
    """The last of the rows to be written, the version itself, is refused by the database."""
    edit = edit_in(S.CHECKING, people["author"], people["colleague"])
    # Somebody wrote version 2 past the flow, so the next one can't be kept.
    Revision.objects.create(
        policy_id=edit.policy_id, version=2, subject="policy", unit=edit.unit, number="PV-2026-900000",
        flow="revision", state=S.PUBLISHED,
    )  # fmt: skip
    before = _everything(edit)
    with pytest.raises(IntegrityError), transaction.atomic():
        revision_flow.take(edit, "approve", people["colleague"])
    assert _everything(edit) == before


def _everything(edit: Revision) -> tuple:
    return (
        Revision.objects.filter(pk=edit.pk).values().get(),
        Policy.objects.filter(pk=edit.policy_id).values().get(),
        list(Clause.objects.order_by("pk").values()),
        list(Change.objects.values()), list(SignOff.objects.values()), list(Transition.objects.values()),
        list(WorkItem.objects.order_by("pk").values()), Message.objects.count(),
    )  # fmt: skip


def test_a_scheduled_edit_is_published_once_and_also_when_the_clock_is_late(people):
    edit = edit_in(S.SCHEDULED, people["author"], people["colleague"])
    assert publish_due() == 0
    assert Policy.objects.get(pk=edit.policy_id).version == 1
    with clock.at(clock.now() + timedelta(days=3)):
        assert [publish_due(), publish_due()] == [1, 0]
    assert Policy.objects.get(pk=edit.policy_id).version == 2
    assert Change.objects.count() == 1
    assert list(edit.transitions.values_list("step", flat=True)) == ["submit_for_check", "approve", "publish"]


def test_what_nobody_approved_is_not_published_however_late(people):
    edit = edit_in(S.CHECKING, people["author"], people["colleague"], publish_at=clock.now() - timedelta(days=1))
    with clock.at(clock.now() + timedelta(days=3)):
        assert publish_due() == 0
    assert Revision.objects.get(pk=edit.pk).state == S.CHECKING


def test_a_scheduled_edit_that_was_overtaken_goes_back_with_the_reason(people):
    policy = a_policy()
    late = edit_in(S.SCHEDULED, people["author"], people["colleague"], policy)
    edit_in(S.PUBLISHED, people["leader"], people["colleague"], policy)
    with clock.at(clock.now() + timedelta(days=2)):
        assert publish_due() == 0
    late = Revision.objects.get(pk=late.pk)
    assert (late.state, late.work_items.filter(closed_at=None).count()) == (S.DRAFT, 1)
    assert "Version 2 was published meanwhile" in late.transitions.last().comment
    assert Policy.objects.get(pk=policy.pk).version == 2
    assert Message.objects.filter(kind="policies/held_back").get().recipient == people["author"]


def test_one_edit_that_can_not_be_published_stops_no_other(people):
    stuck = edit_in(S.SCHEDULED, people["author"], people["colleague"], a_policy("QD-A"))
    fine = edit_in(S.SCHEDULED, people["author"], people["colleague"], a_policy("QD-B"))
    Revision.objects.filter(pk=stuck.pk).update(content={"base": 1})
    with clock.at(clock.now() + timedelta(days=2)):
        assert schedule.publish_due() == 1
    states = [Revision.objects.get(pk=edit.pk).state for edit in (stuck, fine)]
    assert states == [S.SCHEDULED, S.PUBLISHED]


def test_a_new_moment_in_the_past_publishes_at_once_and_taking_back_needs_a_new_check(people):
    edit = edit_in(S.SCHEDULED, people["author"], people["colleague"])
    revision_flow.take(edit, "unschedule", people["author"])
    assert set(revision_flow.open_steps(edit, people["colleague"])) == set()
    edit = edit_in(S.SCHEDULED, people["author"], people["colleague"], a_policy("QD-B"))
    revision_flow.take(edit, "reschedule", people["colleague"], publish_at=clock.now() + timedelta(days=5))
    assert Revision.objects.get(pk=edit.pk).state == S.SCHEDULED
    revision_flow.take(edit, "reschedule", people["colleague"], publish_at=None)
    assert Revision.objects.get(pk=edit.pk).state == S.PUBLISHED


def test_sending_back_needs_a_reason_which_the_author_reads(people):
    edit = edit_in(S.CHECKING, people["author"], people["colleague"])
    with pytest.raises(StepRefused):
        revision_flow.take(edit, "send_back", people["colleague"])
    revision_flow.take(edit, "send_back", people["colleague"], "第一条请核对。")
    assert Revision.objects.get(pk=edit.pk).state == S.DRAFT
    assert SignOff.objects.get().answer == "returned"
    message = Message.objects.get(kind="policies/sent_back")
    assert (message.recipient, "第一条请核对。" in message.body) == (people["author"], True)


def test_nobody_checks_what_they_have_not_read(people):
    """The draft goes back, is changed and comes again: the old page's button approves nothing."""
    edit = edit_in(S.CHECKING, people["author"], people["colleague"])
    with pytest.raises(StepRefused, match="Read it again"):
        revision_flow.take(edit, "approve", people["colleague"], stamp="of an older page")
    assert Policy.objects.get(pk=edit.policy_id).version == 1


def test_nothing_is_sent_for_checking_that_changes_nothing_or_says_nothing(people):
    draft = open_draft(people["author"], a_policy())
    with pytest.raises(StepRefused, match="Nothing differs"):
        revision_flow.take(draft, "submit_for_check", people["author"])
    for lacking in SENTENCE:
        draft = write(draft, reworded(draft.content), **{lacking: ""})
        with pytest.raises(StepRefused, match="in one"):
            revision_flow.take(draft, "submit_for_check", people["author"])


def test_an_older_draft_can_not_undo_a_newer_version(people):
    policy = a_policy()
    draft = write(open_draft(people["author"], policy), reworded(open_draft(people["author"], policy).content))
    edit_in(S.PUBLISHED, people["leader"], people["colleague"], policy)
    with pytest.raises(PublishedMeanwhile, match="Version 2") as refused:
        revision_flow.take(draft, "submit_for_check", people["author"])
    assert {one.key for one in refused.value.differences} == {"clause:1.1:zh", "clause:1.1:en"}


def test_a_text_that_a_file_changed_is_a_newer_one_too(people):
    policy = a_policy()
    draft = write(open_draft(people["author"], policy), reworded(open_draft(people["author"], policy).content))
    policy.clauses.filter(number="1").update(text_zh="总  则")
    with pytest.raises(PublishedMeanwhile, match="changed by a file"):
        revision_flow.take(draft, "submit_for_check", people["author"])


def test_a_new_document_is_published_with_its_first_version(people):
    older = a_policy("QD-OLD")
    draft = open_new(people["author"], "policy")
    fields = draft.content["fields"] | {
        "code": "QD-NEW", "title_zh": "新通知", "title_en": "New circular", "kind": "notice", "level": "city",
    }  # fmt: skip
    clause = {"number": "1", "text_zh": "总则", "text_en": "General"}
    draft = write(draft, draft.content | {"fields": fields, "clauses": [clause], "supersedes": "QD-OLD"})
    revision_flow.take(draft, "submit_for_check", people["author"])
    revision_flow.take(draft, "approve", people["colleague"])
    policy = Policy.objects.get(code="QD-NEW")
    assert (policy.version, policy.slug, policy.supersedes) == (1, "qd-new", older)
    assert list(Change.objects.order_by("pk").values_list("policy__code", "kind")) == [
        ("QD-NEW", ChangeKind.NEW), ("QD-OLD", ChangeKind.REPLACED),
    ]  # fmt: skip
    assert Revision.objects.get(pk=draft.pk).policy == policy


def test_two_new_documents_can_not_take_the_same_code(people):
    drafts = []
    for number in range(2):
        draft = open_new(people["author"], "policy")
        fields = draft.content["fields"] | {"code": "QD-NEW", "title_zh": "新", "kind": "law", "level": "national"}
        drafts.append(write(draft, draft.content | {"fields": fields | {"slug": f"new-{number}"}}))
        revision_flow.take(drafts[-1], "submit_for_check", people["author"])
    revision_flow.take(drafts[0], "approve", people["colleague"])
    with pytest.raises(NotReady) as refused:
        revision_flow.take(drafts[1], "approve", people["colleague"])
    assert len(refused.value.problems) == 1
    assert Policy.objects.count() == 1


def test_what_came_from_a_file_is_a_version_and_the_same_twice_is_one(people):
    policy = a_policy()
    first = record_version(policy, ChangeKind.NEW, "新发布。", "New.")
    assert record_version(policy, ChangeKind.AMENDED, "没有变化。") == first
    policy.clauses.filter(number="1").update(text_en="Generally")
    second = record_version(policy, ChangeKind.AMENDED, "英文改了。", "The English was changed.")
    assert (first.version, second.version, second.state, second.work_items.count()) == (1, 2, S.PUBLISHED, 0)
    assert Policy.objects.get(pk=policy.pk).version == 2
    assert list(Change.objects.order_by("pk").values_list("kind", flat=True)) == [ChangeKind.NEW, ChangeKind.AMENDED]
    assert bare(second.content)["clauses"][0]["text_en"] == "Generally"


def test_a_document_whose_last_day_is_over_is_told_of_once(people):
    today = clock.today()
    over = {"issued_on": today - timedelta(days=500), "expires_on": today - timedelta(days=1)}
    policy = a_policy("QD-OVER", **over)
    a_policy("QD-LONG-OVER", **over, published_at=clock.now())
    a_policy("QD-REPEALED", **over, state=PolicyState.REPEALED)
    a_policy("QD-HIDDEN", **over, published=False)
    a_policy("QD-TODAY", expires_on=today)
    assert [tell_of_lapsed(), tell_of_lapsed()] == [1, 0]
    change = Change.objects.get()
    assert (change.policy, change.kind) == (policy, ChangeKind.LAPSED)
    assert change.sentence_en.startswith("No longer in force: its last day was")
    assert change.sentence_zh != change.sentence_en
    # Prolonged and over again, it is told of again.
    Policy.objects.filter(pk=policy.pk).update(expires_on=today + timedelta(days=30))
    assert tell_of_lapsed() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        Policy.objects.filter(code="QD-TODAY").delete()
        assert [tell_of_lapsed(), tell_of_lapsed()] == [1, 0]
