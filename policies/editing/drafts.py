"""Drafts: opening one, saving it without undoing what another window saved, taking a newer version over."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from policies.editing.editors import Content, editor_of
from policies.editing.merging import merge
from policies.editing.versions import Target, bare, base_of, bureau, record_version, stamp_of, subject_of
from policies.enums import RevisionState
from policies.exceptions import SavedMeanwhile
from policies.models import Revision
from policies.workflow import NUMBER_PREFIX, revision_flow
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock
from portal.reviews.exceptions import StepRefused
from portal.reviews.models import Case

OPEN = (RevisionState.DRAFT, RevisionState.CHECKING, RevisionState.SCHEDULED)


def open_edits(target: Target) -> Any:
    """Edits of this thing that are on their way, whoever drafts them."""
    return target.revisions.filter(state__in=OPEN).select_related("author").order_by("-pk")


def open_draft(author: User, target: Target) -> Revision:
    """The author's own draft of this thing: the one that is open, or a new one that begins with what is published."""
    with transaction.atomic():
        # One request at a time, so that a double click does not open two.
        type(target)._base_manager.select_for_update(of=("self",)).get(pk=target.pk)
        mine = open_edits(target).filter(author=author, state=RevisionState.DRAFT).first()
        if mine is not None:
            return mine
        # What is live now is kept as a version, so that the draft can be compared with where it began.
        began_with = record_version(target, None)
        content = bare(began_with.content) | {"base": began_with.version}
        return _begin(author, subject_of(target), content, target)


def open_new(author: User, subject: str) -> Revision:
    """A draft of a thing that does not exist yet."""
    with transaction.atomic():
        return _begin(author, subject, editor_of(subject).empty(), None)


def _begin(author: User, subject: str, content: Content, target: Target | None) -> Revision:
    of = {} if target is None else {str(subject): target}
    demo = bool(target and target.is_demo)
    revision = Revision(subject=subject, content=content, author=author, unit=bureau(), is_demo=demo, **of)
    return revision_flow.begin(
        revision, state=RevisionState.DRAFT, actor=author, desk=Role.CASE_MANAGER, number_prefix=NUMBER_PREFIX
    )


def save_draft(
    revision: Revision, *, content: Content, stamp: str, summary_zh: str, summary_en: str, publish_at: datetime | None
) -> Revision:
    """Keep what the author wrote. `stamp` is that of the page it was written on; SavedMeanwhile if another window
    saved something else since."""
    with transaction.atomic():
        row = _locked(revision)
        if stamp != stamp_of(row):
            raise SavedMeanwhile(
                _("This draft was saved in another window after this page was opened. Nothing of yours is lost: it "
                  "stands in the form below. See what the other window saved, then save again to let yours stand."),
                stamp_of(row), row.content,
            )  # fmt: skip
        row.content, row.summary_zh, row.summary_en, row.publish_at = content, summary_zh, summary_en, publish_at
        row.save(update_fields=["content", "summary_zh", "summary_en", "publish_at", "updated_at"])
    return row


def take_over(revision: Revision) -> list[str]:
    """Begin anew with what is published now and put the draft's own changes into it; what both changed."""
    with transaction.atomic():
        row = _locked(revision)
        if row.target is None:
            return []
        newest, began_with = record_version(row.target, None), base_of(row)
        mine, theirs = bare(row.content), bare(newest.content)
        merged, collisions = merge(bare(began_with or theirs), mine, theirs)
        row.content = merged | {
            "base": newest.version,
            "still_right": row.content.get("still_right", {}),
            "collisions": collisions,
        }
        row.save(update_fields=["content", "updated_at"])
    return collisions


def _locked(revision: Revision) -> Revision:
    """The draft as it is saved, its case locked; refused once it has moved on."""
    Case.objects.select_for_update(of=("self",)).get(pk=revision.pk)
    row = Revision.objects.select_related("policy", "measure", "author").get(pk=revision.pk)
    if row.state != RevisionState.DRAFT:
        raise StepRefused(
            _("This edit is no longer a draft, so nothing was saved. Reload the page to see where it is.")
        )
    row.locked_at = clock.now()
    return row
