"""An open case holds a person's data; a closed one starts the periods and loses its papers with the person."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.db import models
from django.utils import translation

from portal.attachments.models import Attachment, Shredding
from portal.core import clock
from portal.reviews.models import Request, RequestLine, Transition
from talent.cases.enums import CaseState
from talent.cases.letters import look_up
from talent.enums import RetentionKind
from talent.models import (
    CaseCheck,
    CaseHelper,
    CaseInvitation,
    CasePaperFile,
    ClearView,
    Inquiry,
    NamedRequest,
    PartnerQuestion,
    Person,
    RetentionEntry,
    RetentionRule,
    TalentCase,
    TalentLetter,
)
from talent.rights import retention
from talent.rights.erasure import Held, forget
from talent.rights.export import export
from talent.rights.holds import basis_of, holds_of
from talent.rights.kept import as_data
from talent.tests.cases import agency, talent_case_in, talent_cast

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


def test_a_letter_is_verified_by_the_same_fingerprint_when_its_person_is_forgotten() -> None:
    case = talent_case_in(CaseState.COLLECTED)
    code = case.letters.get().code
    before = look_up(code)
    forget(case.person, case.person.user)
    after = look_up(code)
    assert (after.sha256, after.standing) == (before.sha256, before.standing)
    assert (bool(before.holder), after.holder) == (True, "")


# Numbers, codes and names of steps: nobody writes into them.
NO_WORDS = {"number", "flow", "state", "step", "source", "target", "code", "token_digest", "desk", "kept_fingerprint"}


def words_of(model: type) -> list[str]:
    """The columns of a row into which somebody writes."""
    fields = model._meta.local_concrete_fields  # type: ignore[attr-defined]
    return [
        field.name
        for field in fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices and field.name not in NO_WORDS
    ]


def test_whatever_was_written_into_a_case_goes_with_the_person() -> None:
    """Also by officials, the employer and partner authorities, and the addresses to which mails went."""
    people = talent_cast()
    case = talent_case_in(CaseState.COLLECTED, people)
    user, mark = case.person.user, "Written about Hong"
    NamedRequest.objects.create(case=case, what="x", why="y", due_on=clock.today(), asked_by=people.desk)
    Inquiry.objects.create(
        about=case, asked_by=user, text="z", unit=case.unit, flow="talent_inquiry", state="open", number="TI-1"
    )
    question = {"agency": agency(), "question": "q", "asked_by": people.desk}
    PartnerQuestion.objects.get_or_create(case=case, defaults=question)
    CaseHelper.objects.create(
        case=case, email="a@b.test", ends_on=clock.today(), token_digest="1", invited_by=user, scope="read"
    )
    CaseInvitation.objects.create(
        case=case, email="c@d.test", token_digest="2", invited_by=people.agent, expires_at=clock.now()
    )
    asked = Request.objects.create(case=case, asked_by=people.desk)
    RequestLine.objects.create(request=asked, target="field:purpose", why="w")
    tables = (
        TalentCase, NamedRequest, PartnerQuestion, Inquiry, TalentLetter, CaseCheck, CaseHelper, CaseInvitation,
        RequestLine, Transition,
    )  # fmt: skip
    for model in tables:
        assert model.objects.exists(), model
        model.objects.update(**dict.fromkeys(words_of(model), mark))
    forget(case.person, user)
    left = {
        (model.__name__, name)
        for model in tables
        for name in words_of(model)
        if model.objects.filter(**{name: mark}).exists()
    }
    assert left == set()


def test_the_copy_has_the_files_and_all_that_was_said() -> None:
    people = talent_cast()
    case = talent_case_in(CaseState.COLLECTED, people)
    user = case.person.user
    NamedRequest.objects.create(
        case=case, what="Your contract", why="y", due_on=clock.today(), asked_by=people.desk, answer="Here it is.",
        answered_by=user, answered_at=clock.now(),
    )  # fmt: skip
    Attachment.objects.update(state="clean")
    with zipfile.ZipFile(io.BytesIO(b"".join(export(case.person, user)))) as archive:
        names = set(archive.namelist())
        data = json.loads(archive.read("data.json"))
        files = {row["file"] for row in data["papers_of_cases"]}
        assert files <= names
        assert all(archive.read(name).startswith(b"%PDF") for name in files)
    assert {row["code"] for row in data["papers_of_cases"]} == {row.code for row in case.papers.all()}
    assert data["requests"][0]["answer"] == "Here it is."
    assert data["letters"][0]["body_en"]
    noted = ClearView.objects.filter(person=case.person, why="export", case_number=case.number)
    assert noted.count() == len(files)


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
