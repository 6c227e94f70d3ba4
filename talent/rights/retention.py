"""Deletes by the clock what the rules no longer allow to be kept.

Two steps, so that nothing goes by surprise: an item is announced to its person, and goes two weeks later at the
earliest, if it is still due then. Every night a dry run counts first. Source of the rules: data/retention.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models, transaction
from django.utils import timezone

from portal.core import clock
from talent import people_notifications
from talent.enums import CountedFrom, PaperKind, RetentionKind
from talent.models import CasePaperFile, Consent, Person, PersonPaper, RetentionEntry, RetentionRule, RetentionRun
from talent.rights import of_cases
from talent.rights.erasure import forget, remove_paper
from talent.rights.holds import basis_of

NOTICE = timedelta(days=14)
PAPERS = {
    RetentionKind.PASSPORT_SCAN: (PaperKind.PASSPORT, PaperKind.PHOTO),
    RetentionKind.SENSITIVE_PAPER: (PaperKind.HEALTH, PaperKind.CRIMINAL_RECORD),
    RetentionKind.OTHER_PAPER: (PaperKind.DEGREE, PaperKind.EXPERIENCE, PaperKind.FAMILY, PaperKind.OTHER),
}


@dataclass(frozen=True)
class Item:
    """Something that is kept, the day from which it may not be, and whether a case still needs it."""

    kind: str
    target: models.Model
    person: Person
    due_on: date
    is_held: bool

    @property
    def key(self) -> tuple[str, str, int]:
        return self.kind, self.target._meta.model_name or "", self.target.pk


def run(*, dry: bool) -> RetentionRun:
    """One night's work, or what it would be. Safe to run twice: what is announced or gone is not so again."""
    today = clock.today()
    known = {entry.key: entry for entry in RetentionEntry.objects.filter(done_at=None, dropped_at=None)}
    items = {item.key: item for item in due_items(today + NOTICE)}
    new = [item for key, item in items.items() if key not in known and not item.is_held]
    ripe = [(entry, items[key]) for key, entry in known.items() if key in items and _is_ripe(entry, items[key], today)]
    over = [entry.pk for key, entry in known.items() if key not in items or items[key].is_held]
    if not dry:
        RetentionEntry.objects.filter(pk__in=over).update(dropped_at=clock.now())
        for entry, item in ripe:
            _delete(entry, item)
        _announce(new, today)
    held = sum(item.is_held for item in items.values())
    return RetentionRun.objects.create(is_dry=dry, announced=len(new), deleted=len(ripe), held=held)


def due_items(until: date) -> Iterator[Item]:
    """What may not be kept beyond `until`, held or not."""
    for rule in RetentionRule.objects.all():
        before = timezone.make_aware(datetime.combine(until - timedelta(days=rule.days), time.max))
        for target, person, since in _kept(RetentionKind(rule.kind), before):
            basis = basis_of(person)
            start = since if basis is None else _start(rule, basis.decided_on, basis.closed_on) or since
            due = start + timedelta(days=rule.days)
            held = basis is not None and basis.is_open and rule.kind != RetentionKind.CONSENT
            if due <= until and not (rule.kind == RetentionKind.UNUSED_PERSON and basis is not None):
                yield Item(rule.kind, target, person, due, held)


def _start(rule: RetentionRule, decided_on: date | None, closed_on: date | None) -> date | None:
    if rule.counted_from == CountedFrom.DECISION:
        return decided_on or closed_on
    return closed_on if rule.counted_from == CountedFrom.CLOSURE else None


def _kept(kind: RetentionKind, before: datetime) -> Iterator[tuple[models.Model, Person, date]]:
    """Row, person and the day since when it is there without regard to cases."""
    if kind == RetentionKind.UNUSED_PERSON:
        for person in Person.objects.filter(erased_at=None, updated_at__lte=before).iterator():
            yield person, person, _day(person.updated_at)
    elif kind == RetentionKind.CONSENT:
        for consent in Consent.objects.filter(withdrawn_at__lte=before).select_related("person").iterator():
            yield consent, consent.person, _day(consent.withdrawn_at)
    else:
        papers = PersonPaper.objects.filter(kind__in=PAPERS[kind], given_at__lte=before)
        for paper in papers.select_related("person", "attachment").iterator():
            yield paper, paper.person, _day(paper.given_at)
        for file in of_cases.kept_files(kind, before):
            yield file, file.case.person, _day(file.attachment.created_at)


def _is_ripe(entry: RetentionEntry, item: Item, today: date) -> bool:
    long_known = entry.announced_at <= clock.now() - NOTICE
    return long_known and not item.is_held and max(entry.due_on, item.due_on) <= today


def _announce(items: list[Item], today: date) -> None:
    """The entries and, for each person, one message about all of them."""
    of_person: dict[int, list[RetentionEntry]] = {}
    persons: dict[int, Person] = {}
    with transaction.atomic():
        for item in items:
            due = max(item.due_on, today + NOTICE)
            entry = RetentionEntry.objects.create(
                kind=item.kind, person_pk=item.person.pk, table=item.key[1], target_pk=item.target.pk, due_on=due
            )
            persons[item.person.pk] = item.person
            if item.kind != RetentionKind.CONSENT:
                of_person.setdefault(item.person.pk, []).append(entry)
        for pk, entries in of_person.items():
            people_notifications.retention_due(persons[pk], entries)


def _delete(entry: RetentionEntry, item: Item) -> None:
    with transaction.atomic():
        if not RetentionEntry.objects.select_for_update().filter(pk=entry.pk, done_at=None).exists():
            return
        shredding = None
        if isinstance(item.target, PersonPaper):
            shredding = remove_paper(item.target, None, f"retention: {item.kind}")
        elif isinstance(item.target, CasePaperFile):
            shredding = of_cases.remove_file(item.target, f"retention: {item.kind}")
        elif isinstance(item.target, Person):
            forget(item.target, None)
        else:
            item.target.delete()
        RetentionEntry.objects.filter(pk=entry.pk).update(done_at=clock.now(), shredding=shredding)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()
