"""A consent is withdrawn: what rested on it is shown to nobody from now on, and goes unless a case holds it."""

from __future__ import annotations

from django.db import transaction

from portal.accounts.models import User
from talent import consents, sealed
from talent.enums import ConsentKind
from talent.models import Person, PersonPaper
from talent.people_actions import NEEDED
from talent.rights.erasure import forget_member, remove_paper
from talent.rights.holds import Hold, holds_of


def withdraw(person: Person, kind: str, actor: User) -> list[Hold]:
    """What keeps the data in spite of it, masked for everybody; an empty list means that they are gone."""
    with transaction.atomic():
        if not consents.withdraw(person, kind, actor):
            return []
        # The effects may have ended what held it.
        holds = holds_of(person)
        if not holds:
            _delete(Person.objects.get(pk=person.pk), ConsentKind(kind), actor)
        return holds


def rests_on(person: Person, kind: str) -> list[PersonPaper]:
    """The papers that need this consent."""
    kinds = [paper for paper, needed in NEEDED.items() if needed == kind]
    return list(person.papers.filter(kind__in=kinds).select_related("attachment"))


def _delete(person: Person, kind: ConsentKind, actor: User) -> None:
    for paper in rests_on(person, kind):
        remove_paper(paper, actor)
    if kind == ConsentKind.PASSPORT:
        sealed.write(person, birth_date=None, passport_number=None, passport_expires_on=None)
    if kind == ConsentKind.FAMILY:
        for member in person.family.filter(erased_at=None):
            forget_member(member, actor)
