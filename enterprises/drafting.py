"""Saving a draft that several people write: each section under the case's lock, with a revision of its own."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.enums import State
from enterprises.exceptions import Collision, DraftClosed
from enterprises.models import Application, SectionMark
from enterprises.references import save_references
from enterprises.sections import FROM_FILE, names_of
from policies.forms import facts_from_json, facts_to_json
from portal.accounts.models import User
from portal.core import clock
from portal.reviews.models import Case

# Who opened a section so long ago and saved nothing since has gone on to something else.
PRESENT_FOR = timedelta(minutes=10)
# What a section writes of an application; read anew once the case is locked.
WRITTEN = ("facts", "answers", "sources", "done_sections")


def lock_case(application: Application, states: Iterable[str] = (State.DRAFT,)) -> None:
    """Hold the case until the transaction ends, and read what others wrote meanwhile. Raises DraftClosed.

    Two statements: the second must begin after the lock was given, or it would read what was there before it.
    """
    row = Case.objects.select_for_update(of=("self",)).only("state").get(pk=application.pk)
    if row.state not in states:
        raise DraftClosed(_("This application is no draft any more, so nothing of yours was saved."))
    application.refresh_from_db(fields=WRITTEN)
    application.forget()


def save_section(
    application: Application,
    slug: str,
    *,
    user: User,
    answers: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
    seen: int,
    done: bool,
) -> SectionMark:
    """Put what was given over what is there: this section's names and no others.

    `seen` is the revision that the person's page showed. Raises Collision when somebody saved since, unless both
    wrote the same; DraftClosed when the application was sent meanwhile. A name that is not given keeps its value,
    None takes it away; facts are given as a whole.
    """
    with transaction.atomic():
        lock_case(application)
        mark = mark_of(application, slug)
        changed = _changes(application, slug, answers or {}, facts)
        finished = _finished(application, slug, done)
        if not changed and finished == application.done_sections:
            return mark
        if mark.revision != seen and changed:
            raise Collision(_collided(mark), mark)
        _write(application, slug, changed, finished)
        return _bump(mark, user)


def _changes(
    application: Application, slug: str, answers: dict[str, Any], facts: dict[str, Any] | None
) -> dict[str, Any]:
    """What differs from what is stored, by target: `answer:bank_name`, `fact:cost_date`. Facts come as a whole."""
    names = names_of(application, slug)
    changed = {
        f"answer:{name}": value
        for name, value in answers.items()
        if name in names and not _same(application.answers.get(name), value)
    }
    if facts is None:
        return changed
    kept = {name: value for name, value in facts.items() if name not in FROM_FILE}
    # Compared as values: 150000 that came from a file is the 150000 that the form reads.
    given, stored = facts_to_json(kept), facts_from_json(application.facts)
    for name in {*stored, *kept}:
        if name not in stored or name not in kept or stored[name] != kept[name]:
            changed[f"fact:{name}"] = given.get(name)
    return changed


def _same(stored: Any, given: Any) -> bool:
    """No answer is no answer, whether it is missing, None or an empty text."""
    return stored == given or (stored in (None, "") and given in (None, ""))


def _finished(application: Application, slug: str, done: bool) -> list[str]:
    if done == (slug in application.done_sections):
        return application.done_sections
    others = [one for one in application.done_sections if one != slug]
    return [*others, slug] if done else others


def _write(application: Application, slug: str, changed: dict[str, Any], finished: list[str]) -> None:
    """A value that somebody changed has no other source than this person."""
    facts, answers = dict(application.facts), dict(application.answers)
    for target, value in changed.items():
        kind, _colon, name = target.partition(":")
        store = facts if kind == "fact" else answers
        if value is None:
            store.pop(name, None)
        else:
            store[name] = value
    application.facts, application.answers = facts, answers
    application.sources = {target: origin for target, origin in application.sources.items() if target not in changed}
    application.done_sections = finished
    Application.objects.filter(pk=application.pk).update(**{name: getattr(application, name) for name in WRITTEN})
    application.forget()
    if changed:
        save_references(application)


def mark_of(application: Application, slug: str) -> SectionMark:
    """The section's mark, or one with revision 0 that is not stored yet."""
    found = SectionMark.objects.filter(application=application, section=slug).select_related("saved_by", "edited_by")
    return found.first() or SectionMark(application=application, section=slug)


def marks_of(application: Application) -> dict[str, SectionMark]:
    found = SectionMark.objects.filter(application=application).select_related("saved_by", "edited_by")
    return {mark.section: mark for mark in found}


def _bump(mark: SectionMark, user: User) -> SectionMark:
    moment = clock.now()
    mark.revision += 1
    mark.saved_by, mark.saved_at = user, moment
    _upsert(mark, "revision", "saved_by", "saved_at")
    return mark


def note_files(application: Application, user: User) -> None:
    """Files came or went: who did it, and what the application now rests on. Call it with the case locked."""
    application.forget()
    _bump(mark_of(application, "papers"), user)
    save_references(application)


def open_section(application: Application, slug: str, user: User) -> SectionMark:
    """Note that this person has the section open; the mark comes back as it was before, to tell who else has."""
    mark = mark_of(application, slug)
    now = SectionMark(application=application, section=slug, edited_by=user, edited_at=clock.now())
    _upsert(now, "edited_by", "edited_at")
    return mark


def leave_section(application: Application, slug: str, user: User) -> None:
    SectionMark.objects.filter(application=application, section=slug, edited_by=user).update(
        edited_by=None, edited_at=None
    )


def _upsert(mark: SectionMark, *fields: str) -> None:
    """One statement, because a page that is opened and one that is saved may both make the first mark."""
    mark.pk = None
    SectionMark.objects.bulk_create(
        [mark], update_conflicts=True, unique_fields=["application", "section"], update_fields=list(fields)
    )


def present(mark: SectionMark, user: User) -> User | None:
    """Who else had the section open a short while ago."""
    if mark.edited_by is None or mark.edited_by_id == user.pk or mark.edited_at is None:
        return None
    return mark.edited_by if mark.edited_at > clock.now() - PRESENT_FOR else None


def _collided(mark: SectionMark) -> str:
    return _("%(who)s saved this section at %(time)s, after you opened it. Nothing of yours was saved yet.") % {
        "who": mark.saved_by,
        "time": saved_time(mark),
    }


def saved_time(mark: SectionMark) -> str:
    """`10:42`, by the portal's clock."""
    return f"{mark.saved_at.astimezone(clock.now().tzinfo):%H:%M}" if mark.saved_at else ""
