"""After a backup was restored: forget again who had been forgotten since it was made."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.core import keystore
from talent.models import FamilyMember, Person, PersonPaper
from talent.rights.erasure import REASON_MEMBER, _empty, forget, remove_paper


class Command(BaseCommand):
    help = "Empty the rows of everybody whose key the key store says was destroyed. Run after every restore."

    def handle(self, **options: Any) -> None:
        persons = [one for one in Person.objects.filter(erased_at=None) if keystore.is_destroyed(one.key_id)]
        for person in persons:
            forget(person, None, lawful=False)
        members = [one for one in FamilyMember.objects.filter(erased_at=None) if keystore.is_destroyed(one.key_id)]
        for member in members:
            _empty(member, REASON_MEMBER)
        papers = PersonPaper.objects.select_related("attachment")
        gone = [one for one in papers if keystore.is_destroyed(one.attachment.key_id)]
        for paper in gone:
            remove_paper(paper, None)
        self.stdout.write(f"forgotten again: {len(persons)} persons, {len(members)} family members, {len(gone)} papers")
