"""Forgets a person: rows emptied, files and keys destroyed, so that no backup opens either.

What stays is the number of the row, which closed cases and the record of who looked point at, and the consents with
their days: the proof that the data was held lawfully (PIPL 56, three years).
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.attachments.models import Shredding
from portal.attachments.shredding import shred, shred_file
from portal.audit.actions import record
from portal.core import clock
from portal.core.exceptions import PortalError
from talent.models import FamilyMember, Person, PersonPaper
from talent.models.people import Identity
from talent.rights.holds import effects, holds_of

REASON_PERSON, REASON_MEMBER, REASON_PAPER = "person forgotten", "family member forgotten", "paper taken away"
EMPTY = {
    "latin_name": "",
    "own_name": "",
    "chinese_name": "",
    "nationality": "",
    "birth_date_sealed": "",
    "passport_number_sealed": "",
    "passport_expires_on_sealed": "",
    "passport_tail_sealed": "",
}


class Held(PortalError):
    """A lawful reason keeps the data; `details["holds"]` are the reasons."""


def forget(person: Person, actor: User | None, *, lawful: bool = True) -> None:
    """Everything of the person and the family. Raises Held while a case needs it; `lawful=False` is for repeating
    after a restored backup what was lawful before it."""
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        if person.is_erased:
            return
        held = holds_of(person) if lawful else []
        if held:
            raise Held(_("A case needs these data. They can be deleted once it is closed."), holds=held)
        for effect in effects:
            effect(person)
        papers = [remove_paper(paper, None, REASON_PERSON) for paper in person.papers.select_related("attachment")]
        family = [_empty(member, REASON_MEMBER) for member in person.family.filter(erased_at=None)]
        person.consents.standing().update(withdrawn_at=clock.now())
        _empty(person, REASON_PERSON)
        Person.objects.filter(pk=person.pk).update(user=None)
        data = {"papers": len(papers), "family": len(family)}
        record(scope=f"person:{person.pk}", verb="forget_person", actor=actor, target=person, data=data)


def forget_member(member: FamilyMember, actor: User | None) -> None:
    with transaction.atomic():
        held = [hold for hold in holds_of(member.person) if hold.covers_family]
        if held:
            raise Held(_("A case needs these data. They can be deleted once it is closed."), holds=held)
        for paper in member.own_papers.select_related("attachment"):
            remove_paper(paper, None, REASON_MEMBER)
        _empty(member, REASON_MEMBER)
        record(scope=f"person:{member.person_id}", verb="forget_member", actor=actor, target=member)


def remove_paper(paper: PersonPaper, actor: User | None, reason: str = REASON_PAPER) -> Shredding:
    """Row, file and key. Answers the shredding, which proves that they are gone."""
    with transaction.atomic():
        attachment = paper.attachment
        pk, person_pk = paper.pk, paper.person_id
        paper.delete()
        if actor is not None:
            record(scope=f"person:{person_pk}", verb="remove_paper", actor=actor, target=f"talent.personpaper:{pk}")
        return shred_file(attachment, reason)


def _empty(subject: Identity, reason: str) -> Identity:
    model = type(subject)
    # `update` and not `save`, so that the row's own columns alone are written, whoever changed others meanwhile.
    model.objects.filter(pk=subject.pk).update(**EMPTY, erased_at=clock.now(), updated_at=clock.now())
    shred(key_id=subject.key_id, reason=reason)
    return subject
