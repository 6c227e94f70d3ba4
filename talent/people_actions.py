"""What a person does with their own details: create, correct, add family and papers. Each leaves a trace in the audit,
which names what was changed and never the value."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from portal.accounts.models import User
from portal.attachments.actions import store
from portal.audit.actions import record
from talent import consents, sealed
from talent.enums import ConsentKind, PaperKind
from talent.models import FamilyMember, Person, PersonPaper
from talent.models.people import Identity

# Which consent a paper needs; the others are no sensitive data (PIPL 28).
NEEDED = {
    PaperKind.PASSPORT: ConsentKind.PASSPORT,
    PaperKind.PHOTO: ConsentKind.PASSPORT,
    PaperKind.HEALTH: ConsentKind.HEALTH,
    PaperKind.CRIMINAL_RECORD: ConsentKind.CRIMINAL_RECORD,
    PaperKind.FAMILY: ConsentKind.FAMILY,
}
Values = dict[str, "date | str"]


def keep_details(user: User, names: dict[str, str], values: Values, agreed: bool) -> Person:
    """Creates the person's row or corrects it. `agreed`: the box of consent was ticked just now."""
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).only("pk").get(pk=user.pk)
        person = Person.objects.filter(user=user).first()
        verb = "correct_details" if person else "create_details"
        person = person or Person(user=user)
        _keep(person, names, values)
        if agreed:
            consents.give(person, ConsentKind.PASSPORT, user)
        _record(person, verb, user, person, [*names, *values])
    return person


def keep_member(
    person: Person, member: FamilyMember | None, user: User, names: dict[str, str], values: Values, agreed: bool
) -> FamilyMember:
    with transaction.atomic():
        verb = "correct_member" if member else "add_member"
        member = member or FamilyMember(person=person)
        _keep(member, names, values)
        if agreed:
            consents.give(person, ConsentKind.FAMILY, user)
        _record(person, verb, user, member, [*names, *values])
    return member


def keep_paper(
    person: Person,
    kind: str,
    upload: UploadedFile,
    user: User,
    member: FamilyMember | None = None,
    agreed: bool = False,
) -> PersonPaper:
    """Sealed before it is written. Raises AttachmentError with a sentence when the file is not fit."""
    with transaction.atomic():
        if agreed and kind in NEEDED:
            consents.give(person, NEEDED[PaperKind(kind)], user)
        attachment = store(upload, owner=user, purpose=kind, sealed=True)
        paper = PersonPaper.objects.create(person=person, member=member, kind=kind, attachment=attachment)
        _record(person, "add_paper", user, paper, [kind])
    return paper


def _keep(subject: Identity, names: dict[str, str], values: Values) -> None:
    for name, value in names.items():
        setattr(subject, name, value)
    subject.save()
    if values:
        sealed.write(subject, **values)


def _record(person: Person, verb: str, user: User, target: Identity | PersonPaper, fields: list[str]) -> None:
    label = f"{target._meta.label_lower}:{target.pk}"
    record(scope=f"person:{person.pk}", verb=verb, actor=user, target=label, data={"fields": sorted(fields)})
