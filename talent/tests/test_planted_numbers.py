"""A thousand passport numbers go through every door of the portal; none is found in clear anywhere afterwards.

What is searched: the database as it lies on the disk with its log, a backup, files, key store, mails, log, broker. The
control does the same with the seal off and finds them in each place where they could stand.
"""

import logging
import shutil
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.storage import storages
from django.test import Client
from django.utils import translation

from portal.accounts.models import User
from portal.attachments import actions
from portal.attachments import sealed as sealed_files
from portal.attachments.actions import scan_waiting
from portal.attachments.tests.samples import pdf, stream, upload
from portal.core import keystore
from portal.core.keystore import KeyGone
from portal.core.sealing import Unopened, read_keys, unseal
from portal.notifications.dispatch import dispatch
from talent import clear, sealed
from talent.enums import PaperKind
from talent.models import Person, PersonPaper, masks
from talent.people_actions import keep_details, keep_paper
from talent.rights.erasure import forget
from talent.tests.planted import ENCODINGS, Search, database, files, numbers

# Only what is committed can be carried away.
committed = pytest.mark.django_db(transaction=True)
MANY, WITH_FILES, BY_PAGE = 1000, 20, 5
PLANTED = numbers(MANY)
# The control writes its own in clear, also into the log of changes that PostgreSQL keeps for all databases.
IN_CLEAR = numbers(4, first=9000)


@pytest.fixture
def places(tmp_path: Path, settings: Any) -> Iterator[dict[str, Path]]:
    """Folders of this test alone, and a log of everything that anybody says."""
    media, settings.KEY_STORE = Path(storages["attachments"].location), tmp_path / "keys"
    settings.ADMINS = [("Operator", "operator@example.test")]
    shutil.rmtree(media, ignore_errors=True)
    handler = logging.FileHandler(tmp_path / "portal.log", encoding="utf-8")
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    with translation.override("en"):
        yield {"media": media, "keys": settings.KEY_STORE, "log": tmp_path, "var": Path(settings.VAR)}
    root.setLevel(level)
    root.removeHandler(handler)
    handler.close()
    shutil.rmtree(media, ignore_errors=True)


def plant(values: list[str]) -> None:
    """Through the verbs that the pages use, some through the pages themselves, with right and wrong input."""
    users = [User(email=f"person{n}@example.test", password="!", language="en") for n in range(len(values))]
    User.objects.bulk_create(users)
    for number, (user, value) in enumerate(zip(User.objects.order_by("pk"), values, strict=True)):
        if number < min(BY_PAGE, len(values) // 2):
            through_the_pages(user, value)
            continue
        days = {"birth_date": date(1990, 1, 1), "passport_expires_on": date(2033, 1, 1)}
        keep_details(user, {"latin_name": "HONG", "nationality": "KOR"}, {"passport_number": value} | days, agreed=True)
    for person in Person.objects.order_by("pk")[:WITH_FILES]:
        number = str(sealed.read(person, "passport_number"))
        scan = upload(pdf(stream(f"PASSPORT {number}".encode() * 3000)), f"passport {number}.pdf")
        keep_paper(person, PaperKind.PASSPORT, scan, person.user, agreed=True)
        clear.reveal(person, "passport_number", person.user, "own page")
    scan_waiting(200)


def through_the_pages(user: User, number: str) -> None:
    typed = {
        "latin_name": "HONG",
        "nationality": "KOR",
        "passport_number": number,
        "passport_number_again": number,
        "passport_expires_on": "2033-01-01",
        "birth_date": "1990-01-01",
        "agree": "on",
    }
    client = Client(raise_request_exception=False)
    page = "/en/talent/me/details/"
    client.post(page, typed)
    client.force_login(user)
    client.post(page, typed | {"birth_date": "1990-02-30"})
    client.post(page, typed | {"passport_number_again": number[:-1] + "X"})
    assert client.post(page, typed).status_code == 302
    assert number in client.post("/en/talent/me/show/passport_number/").content.decode()
    client.get("/en/talent/me/")
    client.post("/en/talent/rights/consents/health/", {"give": "1"})


def everywhere(places: dict[str, Path]) -> Iterator[tuple[str, bytes]]:
    dispatch()
    for name, folder in places.items():
        yield from ((f"{name}: {path}", data) for path, data in files(folder))
    yield from ((f"mail {number}", one.message().as_bytes()) for number, one in enumerate(mail.outbox))
    yield from database()


def found(places: dict[str, Path], values: list[str]) -> dict[str, set[str]]:
    search = Search(values)
    return {name: hits for name, data in everywhere(places) if (hits := search.hits(data))}


@pytest.mark.long
@committed
def test_a_thousand_numbers_are_nowhere_in_clear(places: dict[str, Path]) -> None:
    plant(PLANTED)
    assert sorted(str(sealed.read(person, "passport_number")) for person in Person.objects.all()) == PLANTED
    assert PersonPaper.objects.count() == WITH_FILES
    assert found(places, PLANTED) == {}


@committed
def test_an_error_in_the_middle_of_a_form_tells_nobody_the_number(places: dict[str, Path], monkeypatch: Any) -> None:
    """A report by mail to the operator carries what was posted, with the values left out."""

    def fails(key_id: UUID) -> bytes:
        raise OSError("the key store is away")

    monkeypatch.setattr(keystore, "load_or_create", fails)
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create(email="one@example.test", password="!"))
    typed = {"latin_name": "HONG", "nationality": "KOR", "passport_number": PLANTED[0], "birth_date": "1990-01-01"}
    typed |= {"passport_number_again": PLANTED[0], "passport_expires_on": "2033-01-01", "agree": "on"}
    assert client.post("/en/talent/me/details/", typed).status_code == 500
    assert len(mail.outbox) == 1
    assert Person.objects.count() == 0
    assert found(places, PLANTED[:1]) == {}


@committed
def test_the_control_finds_them_with_the_seal_off(places: dict[str, Path], monkeypatch: Any) -> None:
    """The same numbers and the same search: what the seal would hide is found in the database, its backup and files."""
    monkeypatch.setattr(sealed, "seal", lambda text, context, with_key=None: f"1.off.{text}")
    monkeypatch.setattr(sealed, "unseal", lambda text, context, with_key=None: text.rpartition(".")[2])
    monkeypatch.setattr(masks, "unseal", lambda text, context, with_key=None: text.rpartition(".")[2])
    monkeypatch.setattr(actions, "seal_file", lambda plain, public_id, key_id: BytesIO(plain.read()))
    monkeypatch.setattr(actions, "open_file", lambda file, public_id, key_id: BytesIO(file.read()))
    plant(IN_CLEAR)
    names = " ".join(found(places, IN_CLEAR))
    assert "media:" in names
    assert ("backup" in names or "rows of talent_person" in names) is True


@pytest.mark.parametrize("name", sorted(ENCODINGS))
def test_the_search_sees_every_encoding(name: str) -> None:
    noise = bytes(range(256)) * 50
    data = noise + ENCODINGS[name](PLANTED[617]) + noise
    assert name in Search(PLANTED).hits(data)
    assert Search(PLANTED).hits(noise) == set()


# --- forgotten ---------------------------------------------------------------------------------------------


def opens(text: str, context: str, keys: list[bytes]) -> bool:
    """Whether any key that there is opens it."""
    for key in keys:
        try:
            unseal(text, context, key)
        except Unopened:
            continue
        return True
    return False


def all_keys() -> list[bytes]:
    left = [UUID(path.name) for path in keystore._files()]
    return [*read_keys(settings.FIELD_KEYS), *(keystore.load(key_id) for key_id in left)]


@committed
def test_who_was_forgotten_is_in_no_backup_either(places: dict[str, Path], tmp_path: Path) -> None:
    """A copy of rows and files from before, and every key that is left: nothing of that person opens any more, and
    what belongs to the others does."""
    plant(PLANTED[:12])
    gone, stays = list(Person.objects.order_by("pk")[4:6])
    backup = {person.pk: Person.objects.get(pk=person.pk) for person in (gone, stays)}
    papers = {paper.person_id: paper.attachment for paper in PersonPaper.objects.select_related("attachment")}
    shutil.copytree(places["media"], tmp_path / "backup")

    def readable(person: Person) -> tuple[bool, bool]:
        row, file = backup[person.pk], papers[person.pk]
        context = f"talent.person.passport_number:{person.pk}"
        content = BytesIO((tmp_path / "backup" / file.storage_name).read_bytes())
        try:
            sealed_files.open_file(content, file.public_id, file.key_id)
        except KeyGone:
            return opens(row.passport_number_sealed, context, all_keys()), False
        return opens(row.passport_number_sealed, context, all_keys()), True

    assert [readable(gone), readable(stays)] == [(True, True), (True, True)]
    forget(gone, gone.user)
    assert [readable(gone), readable(stays)] == [(False, False), (True, True)]
    assert not (places["media"] / papers[gone.pk].storage_name).exists()
    assert found(places, PLANTED[4:5]) == {}
