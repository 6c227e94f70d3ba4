"""Versions: what was published, by whom and when. Each is kept whole, so that any two can be compared."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import transaction

from policies.editing.editors import Content, editor_of
from policies.enums import RevisionState, RevisionSubject
from policies.models import Change, Measure, Policy, Revision
from portal.accounts.enums import BUREAU
from portal.accounts.loaders import BUREAUS
from portal.accounts.models import Unit, User
from portal.core import clock

Target = Policy | Measure
# Notes of an edit on its way, which are no part of the thing: the version it began with, which English halves its
# author found still right, and what collided when a newer version was taken over.
NOTES = frozenset({"base", "still_right", "collisions"})


def bare(content: Mapping[str, Any]) -> Content:
    """The content without the notes of its edit."""
    return {name: value for name, value in content.items() if name not in NOTES}


def stamp_of(revision: Revision) -> str:
    """What a page shows of an edit, as a short text: another one means that somebody saved something else since."""
    parts = [revision.content, revision.summary_zh, revision.summary_en, str(revision.publish_at or "")]
    return sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:20]


def subject_of(target: Target) -> RevisionSubject:
    return RevisionSubject.MEASURE if isinstance(target, Measure) else RevisionSubject.POLICY


def last_version(target: Target) -> Revision | None:
    return target.revisions.published().order_by("-version").first()


def base_version(revision: Revision) -> int | None:
    """The version that an edit began with; None for a new thing."""
    return revision.content.get("base")


def base_of(revision: Revision) -> Content | None:
    """The content of that version, where it is kept."""
    number, target = base_version(revision), revision.target
    if target is None or number is None:
        return None
    return target.revisions.filter(version=number).values_list("content", flat=True).first()


def lock_target(revision: Revision) -> Target | None:
    """The live row, locked, so that two versions of it can't be published at the same moment."""
    target = revision.target
    if target is None:
        return None
    locked = type(target)._base_manager.select_for_update(of=("self",)).get(pk=target.pk)
    setattr(revision, revision.subject, locked)
    return locked


def record_version(
    target: Target, kind: str | None, summary_zh: str = "", summary_en: str = "", author: User | None = None
) -> Revision:
    """A published version of what stands in the rows now, for what came from a file instead of an edit.

    Does nothing when the last version reads the same, and returns it then. `kind` is a `ChangeKind`: followers are
    told `summary_*`; None keeps silent, as for the first version of what was always there.
    """
    from policies.workflow import NUMBER_PREFIX, revision_flow

    subject = subject_of(target)
    with transaction.atomic():
        content = editor_of(subject).read(target)
        last = last_version(target)
        if last is not None and bare(last.content) == content:
            return last
        if last is not None:
            _raise_version(target, max(last.version or 0, target.version) + 1)
        revision = Revision(
            subject=subject,
            version=target.version,
            content=content,
            summary_zh=summary_zh,
            summary_en=summary_en,
            author=author,
            published_at=clock.now(),
            unit=bureau(),
            is_demo=target.is_demo,
            **{subject: target},
        )
        revision_flow.begin(
            revision, state=RevisionState.PUBLISHED, actor=author, desk=None, number_prefix=NUMBER_PREFIX
        )
        if kind is not None:
            write_change(revision, target, kind)
    return revision


def _raise_version(target: Target, number: int) -> None:
    target.version = number
    target.save(update_fields=["version", "updated_at"])


def write_change(revision: Revision, target: Target, kind: str) -> Change:
    """What feeds and alerts tell of a version: the sentence that its author wrote."""
    measure = target if isinstance(target, Measure) else None
    return Change.objects.create(
        policy=measure.policy if measure else target,
        measure=measure,
        revision=revision,
        kind=kind,
        at=revision.published_at,
        sentence_zh=revision.summary_zh,
        sentence_en=revision.summary_en,
    )


def bureau() -> Unit:
    """The unit that edits. A file may be loaded before the one that names the units."""
    names = next({"kind": kind, "name_zh": zh, "name_en": en} for code, kind, zh, en in BUREAUS if code == BUREAU)
    return Unit.objects.get_or_create(code=BUREAU, defaults=names)[0]
