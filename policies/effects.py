"""What a step of an edit brings with it. Rows only: an error in any of them leaves everything as it was."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from policies import notifications as message
from policies.editing.editors import Content, editor_of
from policies.editing.indexing import index
from policies.editing.versions import Target, bare, last_version, record_version, write_change
from policies.enums import ChangeKind, PolicyState
from policies.models import Change, Measure, Policy, Revision
from policies.search import gathered
from portal.core import clock
from portal.reviews.enums import Answer
from portal.reviews.flow import Move, flows
from portal.reviews.models import SignOff

LANGUAGES = {"zh": "zh-hans", "en": "en"}


def sign(move: Move) -> None:
    _sign_off(move, Answer.APPROVED)


def sign_return(move: Move) -> None:
    _sign_off(move, Answer.RETURNED)


def _sign_off(move: Move, answer: Answer) -> None:
    SignOff.objects.create(
        case_id=move.case.pk,
        step=move.step,
        drafter=move.case.author,
        signer=move.actor,
        answer=answer,
        comment=move.comment,
        at=clock.now(),
    )


def set_moment(move: Move) -> None:
    """`publish_at` in the step's data; None publishes at once."""
    move.case.publish_at = move.data.get("publish_at")
    Revision.objects.filter(pk=move.case.pk).update(publish_at=move.case.publish_at)


def publish_if_due(move: Move) -> None:
    """Without a moment, or with one that has passed, the clock's step is taken at once."""
    moment = move.case.publish_at
    if moment is None or moment <= move.case.locked_at:
        flows["revision"].take(move.case, "publish", None)


def publish(move: Move) -> None:
    """The content becomes the live rows; the edit becomes that version for ever."""
    revision = move.case
    editor, target = editor_of(revision.subject), revision.target
    if target is not None and last_version(target) is None:
        # What was there before stays readable, also where it never went through an edit.
        record_version(target, None)
    before, moment = editor.read(target) if target is not None else None, clock.now()
    # Indexed once, at the end, however many rows change.
    with gathered():
        target = editor.apply(bare(revision.content), target)
        target.version = 1 if before is None else target.version + 1
        if before is None:
            target.published_at = moment
        target.save()
        index(target)
        _remember_documents(target, before)
    _keep(revision, target, editor.read(target), moment)
    write_change(revision, target, _kind_of(target, before))
    _tell_of_the_replaced(target, before)


def _keep(revision: Revision, target: Target, content: Content, moment: datetime) -> None:
    """What the rows hold now is the version; the edit's own notes are not part of it."""
    revision.version, revision.published_at, revision.content = target.version, moment, content
    setattr(revision, revision.subject, target)
    revision.save(update_fields=["version", "published_at", "content", revision.subject, "updated_at"])


def _remember_documents(target: Target, before: Content | None) -> None:
    """The text of a demo document is written from its measures: what follows from this one is a version of its own."""
    if isinstance(target, Measure):
        codes = {target.policy.code, (before or {}).get("policy")}
        for policy in Policy.objects.filter(code__in=codes, is_demo=True).order_by("pk"):
            record_version(policy, None)
            index(policy)


def _kind_of(target: Target, before: Content | None) -> str:
    if before is None:
        return ChangeKind.NEW
    ended = (PolicyState.LAPSED, PolicyState.REPEALED)
    if isinstance(target, Policy) and target.state in ended and before["fields"]["state"] not in ended:
        return ChangeKind.REPLACED if target.superseded_by.exists() else ChangeKind.LAPSED
    return ChangeKind.AMENDED


def _tell_of_the_replaced(target: Target, before: Content | None) -> None:
    """Followers of the older document learn of the one that takes its place."""
    older = target.supersedes if isinstance(target, Policy) else None
    if older is None or (before is not None and before["supersedes"] == older.code):
        return
    sentences = {}
    for half, language in LANGUAGES.items():
        with translation.override(language):
            sentences[f"sentence_{half}"] = _("Replaced by “%(title)s”.")[:300] % {"title": target.title[:200]}
    Change.objects.create(policy=older, kind=ChangeKind.REPLACED, at=clock.now(), **sentences)


tell_checkers = message.to_check
tell_sent_back = message.sent_back
tell_held_back = message.held_back
tell_published = message.published
