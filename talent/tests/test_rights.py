"""The rights of a person: see, take along, withdraw, delete, close; and what holds against it."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.accounts.models import User
from portal.attachments import actions
from portal.attachments.models import Attachment, Shredding
from portal.attachments.tests.samples import png, upload
from portal.audit.models import Entry
from portal.core import keystore
from portal.core.keystore import KeyGone
from portal.notifications.models import Message
from talent import clear, consents, people_querysets, sealed
from talent.enums import ConsentKind, PaperKind, Relation
from talent.models import ClearView, FamilyMember, Person, PersonPaper
from talent.people_actions import keep_paper
from talent.rights import holds
from talent.rights.holds import Hold
from talent.tests.people import BORN, NUMBER, make_person

pytestmark = pytest.mark.django_db
PASSWORD = {"password": "a long password"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def person() -> Person:
    return make_person()


@pytest.fixture
def mine(client: Client, person: Person) -> Client:
    client.force_login(person.user)
    return client


@pytest.fixture
def paper(person: Person) -> PersonPaper:
    paper = keep_paper(person, PaperKind.PASSPORT, upload(png(), "a.png"), person.user)
    actions.scan(paper.attachment)
    return paper


@pytest.fixture
def official(monkeypatch) -> User:
    user = User.objects.create_user("official@example.test", name="王宁", is_staff=True)
    monkeypatch.setattr(people_querysets, "registered", [lambda viewer: Q(pk__gt=0) if viewer == user else None])
    monkeypatch.setattr(clear, "registered", [lambda viewer, person, field: True if viewer == user else None])
    return user


@pytest.fixture
def held(monkeypatch):
    monkeypatch.setattr(holds, "holds", [lambda person: [Hold("Case T-1 is open.")]])


def url(name: str, *args: Any) -> str:
    return reverse(f"talent:{name}", args=args)


def test_the_page_shows_who_has_looked(mine: Client, person: Person, official: User) -> None:
    clear.reveal(person, "birth_date", official, "identity check", case="QT20260001", label="Desk for foreign talent")
    text = mine.get(url("rights")).content.decode()
    assert all(part in text for part in ("Desk for foreign talent", "identity check", "QT20260001", "Date of birth"))
    assert (NUMBER in text, BORN.isoformat() in text) == (False, False)


def test_what_others_saw_of_somebody_else_is_not_shown(mine: Client, official: User) -> None:
    other = make_person("other@example.test")
    clear.reveal(other, "birth_date", official, "another’s check")
    assert "another’s check" not in mine.get(url("rights")).content.decode()


def test_the_copy_is_whole_and_counts_as_a_look(mine: Client, person: Person, paper: PersonPaper) -> None:
    assert mine.post(url("rights_copy"), {"password": "wrong"}).status_code == 422
    assert not ClearView.objects.exists()
    answer = mine.post(url("rights_copy"), PASSWORD)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    data = json.loads(archive.read("data.json"))
    assert (data["person"]["passport_number"], data["person"]["birth_date"]) == (NUMBER, BORN.isoformat())
    assert archive.read(data["papers"][0]["file"]) == png()
    assert data["account"]["email"] == person.user.email
    assert {view.field for view in ClearView.objects.all()} == {
        "passport_number", "birth_date", "passport_expires_on", "file",
    }  # fmt: skip


# --- consents ----------------------------------------------------------------------------------------------


def test_a_withdrawn_consent_deletes_what_rested_on_it(mine: Client, person: Person, paper: PersonPaper) -> None:
    answer = mine.post(url("rights_consent", ConsentKind.PASSPORT), {"withdraw": "1"}, follow=True)
    assert "what rested on it is deleted" in answer.content.decode()
    person.refresh_from_db()
    assert (sealed.has(person, "passport_number"), PersonPaper.objects.count(), Attachment.objects.count()) == (
        False,
        0,
        0,
    )
    assert person.latin_name == "HONG GIL DONG"
    [consent] = person.consents.all()
    assert consent.withdrawn_at is not None


def test_held_by_a_case_it_is_masked_for_everybody_else_at_once(
    mine: Client, person: Person, official: User, held, paper: PersonPaper
) -> None:
    assert clear.reveal(person, "passport_number", official, "check") == NUMBER
    answer = mine.post(url("rights_consent", ConsentKind.PASSPORT), {"withdraw": "1"}, follow=True)
    assert "Nobody can open these data any more" in answer.content.decode()
    with pytest.raises(PermissionDenied):
        clear.reveal(person, "passport_number", official, "check")
    desk = Client()
    desk.force_login(official)
    file = reverse("attachments:download", args=[paper.attachment.public_id])
    assert desk.get(file).status_code == 404
    assert mine.get(file).status_code == 200


def test_effects_happen_in_the_same_transaction(mine: Client, person: Person, monkeypatch) -> None:
    told = []
    monkeypatch.setattr(consents, "effects", [lambda *given: told.append(given)])
    mine.post(url("rights_consent", ConsentKind.PASSPORT), {"withdraw": "1"})
    assert told == [(person, ConsentKind.PASSPORT, person.user)]

    def fails(*given: Any) -> None:
        raise RuntimeError("no")

    consents.effects[:] = [fails]
    consents.give(person, ConsentKind.HEALTH, person.user)
    with pytest.raises(RuntimeError):
        consents.withdraw(person, ConsentKind.HEALTH, person.user)
    assert consents.has_consent(person, ConsentKind.HEALTH)


def test_only_the_person_agrees(person: Person, official: User) -> None:
    with pytest.raises(PermissionError):
        consents.give(person, ConsentKind.HEALTH, official)
    assert [consents.give(person, ConsentKind.HEALTH, person.user) != [] for _twice in range(2)] == [True, False]


# --- forgotten ---------------------------------------------------------------------------------------------


def test_a_person_is_forgotten_with_family_files_and_keys(
    mine: Client, person: Person, paper: PersonPaper, django_capture_on_commit_callbacks
) -> None:
    member = FamilyMember.objects.create(person=person, relation=Relation.SPOUSE, latin_name="KIM")
    sealed.write(member, birth_date=BORN)
    copies = [Person.objects.get(pk=person.pk), FamilyMember.objects.get(pk=member.pk)]
    key_ids = [person.key_id, member.key_id, paper.attachment.key_id]
    assert mine.post(url("rights_delete"), {"password": "wrong"}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert mine.post(url("rights_delete"), PASSWORD)["Location"] == url("home")
    for row in (Person.objects.get(), FamilyMember.objects.get()):
        columns = (row.latin_name, row.own_name, row.nationality, row.birth_date_sealed, row.passport_number_sealed)
        assert (columns, row.passport_tail_sealed, row.is_erased) == (("",) * 5, "", True)
    assert (Person.objects.get().user, PersonPaper.objects.count(), Attachment.objects.count()) == (None, 0, 0)
    assert [keystore.exists(key_id) for key_id in key_ids] == [False] * 3
    assert Shredding.objects.filter(done_at=None).count() == 0
    # As a backup of the rows would be: sealed, and its key is gone.
    for row in copies:
        with pytest.raises(KeyGone):
            sealed.read(row, "birth_date")
    [mail] = Message.objects.filter(kind="people/forgotten")
    assert (mail.to_email, mail.recipient) == (person.user.email, None)
    assert Entry.objects.filter(verb="forget_person").count() == 1


def test_an_open_case_holds_and_says_so(mine: Client, person: Person, held) -> None:
    text = mine.get(url("rights_delete")).content.decode()
    assert ("Case T-1 is open." in text, 'type="password"' in text) == (True, False)
    assert mine.post(url("rights_delete"), PASSWORD).status_code == 422
    assert not Person.objects.get().is_erased
    assert Message.objects.filter(kind="people/forgotten").count() == 0


def test_a_closed_account_is_empty_and_locked(mine: Client, person: Person) -> None:
    user = person.user
    old = user.email
    assert mine.post(url("rights_close"), PASSWORD).status_code == 302
    user.refresh_from_db()
    assert (user.is_active, user.name, user.email.endswith("@closed.invalid")) == (False, "", True)
    assert mine.get(url("rights"))["Location"].startswith("/en/accounts/login/")
    signed_in = mine.post("/en/accounts/login/", {"login": old} | PASSWORD)
    assert (signed_in.status_code, "_auth_user_id" in mine.session) == (200, False)
    # The address is free again for a new account.
    User.objects.create_user(old)


def test_somebody_whom_others_need_does_not_close(mine: Client, person: Person) -> None:
    from enterprises.models import Membership
    from enterprises.tests.factories import EnterpriseFactory

    Membership.objects.create(user=person.user, enterprise=EnterpriseFactory())
    answer = mine.post(url("rights_close"), PASSWORD)
    assert (answer.status_code, "You act for an enterprise" in answer.content.decode()) == (422, True)
    assert not Person.objects.get().is_erased


def test_after_a_restored_backup_the_forgotten_are_forgotten_again(
    person: Person, paper: PersonPaper, capsys, django_capture_on_commit_callbacks
) -> None:
    """The rows come back, the keys do not; somebody else's stay as they are."""
    from django.core.management import call_command

    other = make_person("other@example.test")
    keystore.destroy(person.key_id)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("forget_again")
    assert capsys.readouterr().out == "forgotten again: 1 persons, 0 family members, 0 papers\n"
    assert [one.is_erased for one in Person.objects.order_by("pk")] == [True, False]
    assert sealed.read(other, "passport_number") == NUMBER


@pytest.mark.parametrize("language", ["zh-hans", "en", "ko", "ja"])
def test_the_notice_is_open_and_in_four_languages(client: Client, talent, language: str) -> None:
    with translation.override(language):
        page = reverse("talent:notice")
    answer = client.get(page)
    assert answer.status_code == 200
    assert (b"90" in answer.content, b"2026-1" in answer.content) == (True, True)
    assert client.get(f"{page}1999-1/").status_code == 404


@pytest.fixture
def talent(db: None) -> None:
    from pathlib import Path

    from portal.core import pagecache
    from portal.core.loading import load_files

    pagecache.bump()
    load_files([Path(__file__).resolve().parent.parent / "data" / "retention.yaml"])


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (ConsentKind.SHARE_AUTHORITY, "Nothing goes to other authorities from now on"),
        (ConsentKind.SHARE_EMPLOYER, "The employer sees where a case stands and nothing else"),
    ],
)
def test_what_ends_with_a_consent_to_show_is_said(mine: Client, person: Person, kind: str, said: str) -> None:
    consents.give(person, kind, person.user)
    shown = mine.post(reverse("talent:rights_consent", args=[kind]), {"withdraw": "1"}, follow=True).text
    assert said in shown
    assert "deleted once your case is closed" not in shown
