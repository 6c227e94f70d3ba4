"""An open case holds a person's data; a closed one starts the periods and loses its papers with the person."""

from datetime import timedelta

import pytest
from django.utils import translation

from portal.attachments.models import Attachment, Shredding
from portal.core import clock
from talent.cases.enums import CaseState
from talent.enums import RetentionKind
from talent.models import CasePaperFile, Person, RetentionEntry, RetentionRule, TalentCase
from talent.rights import retention
from talent.rights.erasure import Held, forget
from talent.rights.holds import basis_of, holds_of
from talent.rights.kept import as_data
from talent.tests.cases import talent_case_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("state", [CaseState.DRAFT, CaseState.CHECKING, CaseState.ISSUED])
def test_an_open_case_holds(state: str) -> None:
    case = talent_case_in(state)
    [hold] = holds_of(case.person)
    assert (case.number in hold.reason, case.number in hold.url) == (True, True)
    with pytest.raises(Held):
        forget(case.person, case.person.user)
    assert not Person.objects.get(pk=case.person_id).is_erased


def test_a_closed_case_loses_papers_and_texts_and_keeps_its_number() -> None:
    case = talent_case_in(CaseState.COLLECTED)
    user, files = case.person.user, CasePaperFile.objects.filter(case=case).count()
    assert holds_of(case.person) == []
    basis = basis_of(case.person)
    assert (basis.is_open, basis.decided_on, basis.closed_on) == (False, clock.today(), clock.today())
    assert (files > 0, len(as_data(case.person, user)["papers_of_cases"])) == (True, files)
    forget(case.person, user)
    left = TalentCase.objects.get(pk=case.pk)
    assert (left.number, left.kind, left.state, left.purpose) == (case.number, case.kind, CaseState.COLLECTED, "")
    assert {(letter.body_zh, letter.body_en) for letter in left.letters.all()} == {("", "")}
    assert (CasePaperFile.objects.count(), Shredding.objects.exclude(storage_name="").count()) == (0, files)


def test_the_papers_of_a_closed_case_go_ninety_days_after_the_decision(django_capture_on_commit_callbacks) -> None:
    RetentionRule.objects.create(kind=RetentionKind.PASSPORT_SCAN, days=90, counted_from="decision")
    case = talent_case_in(CaseState.COLLECTED)
    start = clock.now()
    scans = CasePaperFile.objects.filter(case=case, code__in=("passport", "photo")).count()
    others = CasePaperFile.objects.filter(case=case).count() - scans
    assert scans > 0
    for day in (75, 77, 91):
        with clock.at(start + timedelta(days=day)), django_capture_on_commit_callbacks(execute=True):
            retention.run(dry=False)
    assert CasePaperFile.objects.filter(case=case).count() == others == Attachment.objects.count()
    assert {entry.done_at is not None for entry in RetentionEntry.objects.all()} == {True}


def test_the_papers_of_an_open_case_stay() -> None:
    RetentionRule.objects.create(kind=RetentionKind.PASSPORT_SCAN, days=90, counted_from="decision")
    talent_case_in(CaseState.CHECKING)
    before = CasePaperFile.objects.count()
    for day in (77, 400):
        with clock.at(clock.now() + timedelta(days=day)):
            done = retention.run(dry=False)
    assert (CasePaperFile.objects.count(), done.held > 0) == (before, True)
