"""The one door to what is sealed of a person: it asks whether this person may look, writes it down, then opens.

Through it go the pages, letters, exports and files. Who looked at what, when and for which case is shown to the person
on the page of their rights.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.exceptions import PortalError
from talent import sealed
from talent.enums import ClearField, ConsentKind
from talent.models.consents import ClearView
from talent.models.people import FamilyMember, Identity, Person

# Instead of a name: a person's own must not stay behind when they are forgotten.
SELF, PORTAL = "self", "portal"
# More than a day's work at the desk needs, and far less than a copy of everybody.
MOST_IN_AN_HOUR = 50
# Who may look besides the person. `rule(viewer, person, field)` answers whether, or nothing where it does not know.
Rule = Callable[[User, Person, str], bool | None]
registered: list[Rule] = []
logger = logging.getLogger(__name__)


class TooManyViews(PortalError):
    """Somebody looks at more than their work needs."""

    status = 429


def register(rule: Rule) -> Rule:
    if rule not in registered:
        registered.append(rule)
    return rule


def may_reveal(viewer: User, person: Person, field: str) -> bool:
    """The person always; others need a rule that allows it and none that refuses, and must see the person at all."""
    if person.is_erased:
        return False
    if person.user_id is not None and person.user_id == viewer.pk:
        return True
    if not _agreed(person, field):
        return False
    answers = {rule(viewer, person, field) for rule in registered}
    return True in answers and False not in answers and Person.objects.visible_to(viewer).filter(pk=person.pk).exists()


def _agreed(person: Person, field: str) -> bool:
    """What the person's consent allows others to open; a withdrawal counts at once. A file's own kind of paper is
    asked for by talent/files.py."""
    return field == ClearField.FILE or person.consents.standing().filter(kind=ConsentKind.PASSPORT).exists()


def reveal(
    subject: Identity, field: str, viewer: User | None, why: str, *, case: str = "", label: str = ""
) -> date | str | None:
    """The value in clear. `case` is the case's number, `label` what the person reads instead of the viewer's name.

    Raises PermissionDenied, TooManyViews, or KeyGone for somebody who was deleted. A viewer of None is the portal
    itself, which puts the value into a letter.
    """
    person = person_of(subject)
    if viewer is not None and not may_reveal(viewer, person, field):
        raise PermissionDenied
    try:
        with transaction.atomic():
            note(subject, field, viewer, why, case=case, label=label)
            return sealed.read(subject, field)
    except TooManyViews:
        alarm(viewer)
        raise


def note(
    subject: Identity, field: str, viewer: User | None, why: str, *, case: str = "", label: str = "", paper: int = 0
) -> ClearView:
    """Write down that somebody looks. Nothing of the value stands in the note."""
    person = person_of(subject)
    own = viewer is not None and viewer.pk == person.user_id
    if viewer is not None and not own:
        _hold(viewer)
    return ClearView.objects.create(
        person=person,
        member_pk=subject.pk if isinstance(subject, FamilyMember) else None,
        field=ClearField(field),
        paper_pk=paper or None,
        viewer=viewer,
        viewer_label=SELF if own else (label or (str(viewer) if viewer else PORTAL))[:200],
        why=why[:200],
        case_number=case,
    )


def person_of(subject: Identity) -> Person:
    return subject.person if isinstance(subject, FamilyMember) else subject  # type: ignore[return-value]


def _hold(viewer: User) -> None:
    """Counted in the database, where neither a restart nor a second process forgets it. The account is locked
    meanwhile, so that two requests at once do not both count 49."""
    User.objects.select_for_update().only("pk").get(pk=viewer.pk)
    since = clock.now() - timedelta(hours=1)
    seen = ClearView.objects.filter(viewer=viewer, at__gt=since).exclude(person__user=viewer).count()
    if seen >= MOST_IN_AN_HOUR:
        raise TooManyViews(
            _("You have opened %(count)s sealed values within an hour. Wait, or ask the head of your desk.")
            % {"count": seen}
        )


def alarm(viewer: User | None) -> None:
    """Into the audit, which supervision reads, and the log: after the refusal has undone everything else."""
    if viewer is not None:
        logger.warning("account %s opened %s sealed values within an hour", viewer.pk, MOST_IN_AN_HOUR)
        record(scope="system", verb="too_many_views", actor=viewer, target=f"user:{viewer.pk}")
