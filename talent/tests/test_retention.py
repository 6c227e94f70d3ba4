"""Retention by travel through time: announced, gone two weeks later, held by an open case, proven by the log."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from enterprises.tests.factories import official
from portal.accounts.enums import Role
from portal.attachments.models import Attachment, Shredding
from portal.attachments.shredding import proven
from portal.attachments.tests.samples import png, upload
from portal.core import clock
from portal.core.loading import load_files
from portal.notifications.models import Message
from talent.enums import PaperKind, RetentionKind
from talent.models import Consent, Person, PersonPaper, RetentionEntry, RetentionRule, RetentionRun
from talent.people_actions import keep_paper
from talent.rights import holds, retention
from talent.rights.holds import Basis
from talent.tests.people import make_person

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 5, 12)
RULES = Path(__file__).resolve().parent.parent / "data" / "retention.yaml"


@pytest.fixture(autouse=True)
def rules(db: None) -> None:
    load_files([RULES])


@pytest.fixture
def person(cases: list) -> Person:
    with clock.at(START):
        return make_person()


@pytest.fixture
def cases(monkeypatch) -> list:
    """What the cases would say of everybody."""
    known: list[Basis | None] = [None]
    monkeypatch.setattr(holds, "bases", [lambda person: known[0]])
    return known


def give(person: Person, kind: PaperKind) -> PersonPaper:
    with clock.at(START):
        return keep_paper(person, kind, upload(png(), "a.png"), person.user, agreed=True)


def night(day: int, dry: bool = False) -> tuple[int, int, int]:
    """The work of the night so many days after the start."""
    with clock.at(START + timedelta(days=day)):
        done = retention.run(dry=dry)
    return done.announced, done.deleted, done.held


def touch(person: Person) -> None:
    """So that the person as such is no subject of these tests."""
    Person.objects.update(updated_at=START.astimezone() + timedelta(days=9000))


def test_a_scan_is_announced_and_goes_after_ninety_days(person: Person, django_capture_on_commit_callbacks) -> None:
    paper = give(person, PaperKind.PASSPORT)
    touch(person)
    assert [night(75), night(76, dry=True)] == [(0, 0, 0), (1, 0, 0)]
    assert not RetentionEntry.objects.exists()
    assert [night(76), night(77), night(89)] == [(1, 0, 0), (0, 0, 0), (0, 0, 0)]
    [message] = Message.objects.filter(kind="people/retention_due")
    assert (message.recipient, "5 April 2026" in message.body or "2026" in message.body) == (person.user, True)
    assert PersonPaper.objects.filter(pk=paper.pk).exists()
    assert night(90, dry=True) == (0, 1, 0)
    assert PersonPaper.objects.filter(pk=paper.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert night(90) == (0, 1, 0)
    assert (PersonPaper.objects.count(), Attachment.objects.count()) == (0, 0)
    entry = RetentionEntry.objects.get()
    assert (entry.kind, entry.target_pk, entry.done_at is not None) == ("passport_scan", paper.pk, True)
    assert proven(entry.shredding)
    assert night(91) == (0, 0, 0)
    assert [run.is_dry for run in RetentionRun.objects.order_by("pk")].count(True) == 2


def test_nothing_goes_that_was_not_announced_two_weeks_before(person: Person) -> None:
    """Also where the clock stood still for a year."""
    give(person, PaperKind.PASSPORT)
    touch(person)
    assert [night(400), night(401), night(413), night(414)] == [(1, 0, 0), (0, 0, 0), (0, 0, 0), (0, 1, 0)]


def test_an_open_case_holds_and_its_decision_starts_the_days_anew(person: Person, cases: list) -> None:
    give(person, PaperKind.HEALTH)
    touch(person)
    assert night(80) == (1, 0, 0)
    cases[0] = Basis(is_open=True)
    assert night(95) == (0, 0, 1)
    assert RetentionEntry.objects.get().dropped_at is not None
    cases[0] = Basis(is_open=False, decided_on=date(2026, 6, 1), closed_on=date(2026, 6, 20))
    assert night((date(2026, 8, 15) - START.date()).days) == (0, 0, 0)
    assert night((date(2026, 8, 16) - START.date()).days) == (1, 0, 0)
    assert night((date(2026, 8, 30) - START.date()).days) == (0, 1, 0)


def test_other_papers_stay_five_years_from_the_end_of_the_last_case(person: Person, cases: list) -> None:
    give(person, PaperKind.DEGREE)
    touch(person)
    cases[0] = Basis(is_open=False, closed_on=date(2027, 1, 5))
    days = (date(2027, 1, 5) - START.date()).days + 1826
    assert [night(days - 15), night(days - 14), night(days - 1), night(days)] == [
        (0, 0, 0), (1, 0, 0), (0, 0, 0), (0, 1, 0),
    ]  # fmt: skip


def test_details_without_a_case_go_after_180_days_and_with_one_they_stay(person: Person, cases: list) -> None:
    Person.objects.update(updated_at=START.astimezone())
    cases[0] = Basis(is_open=False, closed_on=date(2026, 2, 1))
    assert night(200) == (0, 0, 0)
    cases[0] = None
    assert [night(201), night(215)] == [(1, 0, 0), (0, 1, 0)]
    assert Person.objects.get().is_erased


def test_a_withdrawn_consent_is_kept_as_proof_for_three_years(person: Person) -> None:
    touch(person)
    Consent.objects.update(withdrawn_at=START.astimezone())
    assert [night(1081), night(1082), night(1096)] == [(0, 0, 0), (1, 0, 0), (0, 1, 0)]
    assert (Consent.objects.count(), Message.objects.filter(kind="people/retention_due").count()) == (0, 0)


def test_what_the_desk_edited_is_not_loaded_over() -> None:
    RetentionRule.objects.filter(kind=RetentionKind.PASSPORT_SCAN).update(days=30)
    load_files([RULES])
    assert RetentionRule.objects.get(kind=RetentionKind.PASSPORT_SCAN).days == 30
    assert {rule.kind for rule in RetentionRule.objects.all()} == set(RetentionKind.values)


def test_notes_are_read_in_four_languages_and_a_note_that_was_edited_is_not_translated_from_the_file() -> None:
    lacking = {
        (rule.kind, language)
        for rule in RetentionRule.objects.all()
        for language in ("zh", "en", "ko", "ja")
        if not RetentionRule.note.in_language(rule, language)
    }
    assert lacking == set()
    # As it was kept before there were translations, and one that the desk has written anew.
    RetentionRule.objects.update(words={})
    RetentionRule.objects.filter(kind=RetentionKind.CONSENT).update(note_zh="保存三年。")
    load_files([RULES])
    known = {rule.kind: RetentionRule.note.in_language(rule, "ko") for rule in RetentionRule.objects.all()}
    assert known[RetentionKind.PASSPORT_SCAN].startswith("결정 후 90일")
    assert known[RetentionKind.CONSENT] == ""


def test_the_talent_desk_edits_the_rules_and_the_other_desks_do_not(client) -> None:
    rule = RetentionRule.objects.get(kind=RetentionKind.PASSPORT_SCAN)
    for role, status in ((Role.TALENT_DESK, 200), (Role.CASE_MANAGER, 403)):
        client.force_login(official(role))
        answer = client.get(f"/en/admin/talent/retentionrule/{rule.pk}/change/")
        assert answer.status_code == status
        if status == 200:
            assert 'name="note_ko"' in answer.text


def test_a_night_that_broke_off_is_finished_by_the_next(person: Person, monkeypatch) -> None:
    for kind in (PaperKind.PASSPORT, PaperKind.PHOTO):
        give(person, kind)
    touch(person)
    night(76)
    remove, done = retention.remove_paper, []

    def breaks(*given):
        if done:
            raise RuntimeError("killed")
        done.append(given)
        return remove(*given)

    monkeypatch.setattr(retention, "remove_paper", breaks)
    with pytest.raises(RuntimeError):
        night(90)
    assert PersonPaper.objects.count() == 1
    monkeypatch.undo()
    monkeypatch.setattr(holds, "bases", [])
    assert night(91)[1] == 1
    assert (PersonPaper.objects.count(), Shredding.objects.count()) == (0, 2)
