"""Consents: one for each sensitive kind, to a version of the text; what happens when one is withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import translation

from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from talent.enums import ConsentKind
from talent.models.consents import Consent
from talent.models.people import Person

# The text that is shown now: templates/talent/notice/. An older one stays readable for whoever agreed to it.
VERSION = "2026-1"
# What the rest of the portal does when a consent is withdrawn, in the same transaction: a case's checks that rested on
# it go back to "needed", and what was shared is shown no more.
Effect = Callable[[Person, ConsentKind, User | None], None]
effects: list[Effect] = []


def register(effect: Effect) -> Effect:
    if effect not in effects:
        effects.append(effect)
    return effect


def has_consent(person: Person, kind: str) -> bool:
    return person.consents.standing().filter(kind=kind).exists()


def standing_kinds(person: Person) -> set[str]:
    return set(person.consents.standing().values_list("kind", flat=True))


def give(person: Person, kinds: Iterable[str] | str, actor: User, version: str = VERSION) -> list[Consent]:
    """Those kinds that did not stand already. Only the person themself can agree."""
    wanted = [kinds] if isinstance(kinds, str) else list(kinds)
    if person.user_id != actor.pk:
        raise PermissionError("only the person can agree")
    with transaction.atomic():
        _lock(person)
        standing = standing_kinds(person)
        given = [
            Consent.objects.create(
                person=person, kind=ConsentKind(kind), version=version, language=translation.get_language() or "zh-hans"
            )
            for kind in dict.fromkeys(wanted)
            if kind not in standing
        ]
        if given:
            data = {"kinds": [consent.kind for consent in given], "version": version}
            record(scope=f"person:{person.pk}", verb="give_consent", actor=actor, target=person, data=data)
    return given


def withdraw(person: Person, kind: str, actor: User | None) -> bool:
    """Whether there was one. Takes effect at once; what was done before stays lawful (PIPL 15)."""
    with transaction.atomic():
        _lock(person)
        if not person.consents.standing().filter(kind=kind).update(withdrawn_at=clock.now()):
            return False
        for effect in effects:
            effect(person, ConsentKind(kind), actor)
        record(scope=f"person:{person.pk}", verb="withdraw_consent", actor=actor, target=person, data={"kind": kind})
    return True


def _lock(person: Person) -> None:
    Person.objects.select_for_update(of=("self",)).only("pk").get(pk=person.pk)
