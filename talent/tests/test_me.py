"""One's own page: masked, opened by a click that is written down, corrected, nobody else's."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.accounts.models import User
from portal.attachments import actions
from portal.attachments.models import Attachment
from portal.attachments.tests.samples import jpeg, png, upload
from portal.audit.models import Entry
from talent import consents, sealed
from talent.enums import ConsentKind, PaperKind
from talent.models import ClearView, FamilyMember, Person, PersonPaper
from talent.people_actions import keep_paper
from talent.tests.people import BORN, NUMBER, make_person
from talent.tests.test_people_forms import TYPED

pytestmark = pytest.mark.django_db


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


def url(name: str, *args: Any) -> str:
    return reverse(f"talent:{name}", args=args)


def test_who_has_entered_nothing_begins_with_the_form(client: Client) -> None:
    client.force_login(User.objects.create_user("new@example.test"))
    assert client.get(url("me"))["Location"] == url("me_details")
    assert b"Notice of data use" in client.get(url("me_details")).content
    answer = client.post(url("me_details"), TYPED | {"agree": ""})
    assert (answer.status_code, Person.objects.count()) == (422, 0)
    assert client.post(url("me_details"), TYPED)["Location"] == url("me")
    person = Person.objects.get()
    assert sealed.read(person, "passport_number") == NUMBER
    assert consents.standing_kinds(person) == {ConsentKind.PASSPORT}
    assert [entry.verb for entry in Entry.objects.filter(scope=f"person:{person.pk}").order_by("pk")] == [
        "give_consent", "create_details",
    ]  # fmt: skip
    assert NUMBER not in repr(list(Entry.objects.values()))


def test_the_page_is_masked_and_kept_by_no_browser(mine: Client, person: Person) -> None:
    answer = mine.get(url("me"))
    text = answer.content.decode()
    assert (NUMBER in text, BORN.isoformat() in text, "•••••421" in text) == (False, False, True)
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert not ClearView.objects.exists()


def test_one_value_is_opened_by_a_click_and_written_down(mine: Client, person: Person) -> None:
    assert mine.get(url("me_show", "passport_number")).status_code == 405
    answer = mine.post(url("me_show", "passport_number"))
    assert (NUMBER in answer.content.decode(), BORN.isoformat() in answer.content.decode()) == (True, False)
    [view] = ClearView.objects.all()
    assert (view.viewer, view.viewer_label, view.field) == (person.user, "self", "passport_number")
    assert mine.post(url("me_show", "file")).status_code == 404


def test_a_correction_leaves_what_is_left_empty(mine: Client, person: Person) -> None:
    text = mine.get(url("me_details")).content.decode()
    assert NUMBER not in text
    names = {"latin_name": "HONG GILDONG", "nationality": "KOR"}
    assert mine.post(url("me_details"), names).status_code == 302
    person.refresh_from_db()
    assert (person.latin_name, sealed.read(person, "passport_number")) == ("HONG GILDONG", NUMBER)
    new = {"passport_number": "M99999999", "passport_number_again": "M99999999", "passport_expires_on": "2035-01-01"}
    assert mine.post(url("me_details"), names | new).status_code == 302
    person.refresh_from_db()
    assert sealed.read(person, "passport_number") == "M99999999"


def test_nothing_typed_is_kept_in_a_session_that_has_ended(client: Client) -> None:
    from django.contrib.sessions.models import Session

    answer = client.post(url("me_details"), TYPED)
    assert answer["Location"].startswith("/en/accounts/login/")
    assert [NUMBER in str(session.get_decoded()) for session in Session.objects.all()] in ([], [False])


def test_a_family_member_has_own_data_and_own_papers(mine: Client, person: Person) -> None:
    data = TYPED | {"relation": "child", "latin_name": "HONG HANUL", "birth_date": "2020-02-29"}
    assert mine.post(url("me_family"), data).status_code == 302
    member = FamilyMember.objects.get()
    assert (member.person, str(sealed.read(member, "birth_date"))) == (person, "2020-02-29")
    file = upload(png(), "hanul.png")
    answer = mine.post(url("me_paper", PaperKind.PASSPORT), {"file": file, "member": member.pk})
    assert answer.status_code == 302
    assert PersonPaper.objects.get().member == member
    mine.post(url("me_member_show", member.pk, "birth_date"))
    assert ClearView.objects.get().member_pk == member.pk
    assert mine.post(url("me_member_remove", member.pk)).status_code == 302
    member.refresh_from_db()
    assert (member.is_erased, member.latin_name, PersonPaper.objects.count()) == (True, "", 0)


def test_a_sensitive_paper_needs_its_own_consent(mine: Client, person: Person) -> None:
    answer = mine.post(url("me_paper", PaperKind.HEALTH), {"file": upload(png(), "health.png")})
    assert (answer.status_code, PersonPaper.objects.count(), Attachment.objects.count()) == (422, 0, 0)
    sent = {"file": upload(png(), "health.png"), "agree": "on"}
    assert mine.post(url("me_paper", PaperKind.HEALTH), sent).status_code == 302
    assert consents.has_consent(person, ConsentKind.HEALTH)
    # A diploma is no sensitive paper.
    assert mine.post(url("me_paper", PaperKind.DEGREE), {"file": upload()}).status_code == 302


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"MZ\x90 program", "scan.jpg", "kind of file"),
        (png(30_000, 30_000), "scan.png", "pixels"),
        (b"", "a.pdf", "empty"),
    ],
)
def test_what_is_no_scan_is_refused_in_a_sentence(mine: Client, content: bytes, name: str, words: str) -> None:
    answer = mine.post(url("me_paper", PaperKind.PASSPORT), {"file": upload(content, name)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not PersonPaper.objects.exists()


@pytest.mark.parametrize(("language", "letters"), [("ko", "[가-힣]"), ("ja", "[ぁ-ん]")])
def test_a_refusal_of_a_file_is_read_in_the_readers_language(mine: Client, language: str, letters: str) -> None:
    with translation.override(language):
        address = url("me_paper", PaperKind.PASSPORT)
    answer = mine.post(address, {"file": upload(b"MZ\x90 program", "scan.jpg")})
    assert re.search(letters, str(answer.context["form"].errors["file"][0]))


def test_a_large_scan_never_touches_the_disk_unsealed(mine: Client, monkeypatch, settings) -> None:
    from django.core.files import uploadedfile

    monkeypatch.setattr(
        uploadedfile.tempfile, "NamedTemporaryFile", lambda *args, **kwargs: pytest.fail("a temporary file")
    )
    big = jpeg(before=b"\xff\xfe\xff\xff" + b"a" * 65533) + b"\0" * 5_000_000
    answer = mine.post(url("me_paper", PaperKind.PHOTO), {"file": upload(big, "me.jpg")})
    assert answer.status_code == 302
    settings.ATTACHMENT_MAX_BYTES = 1_000_000
    answer = mine.post(url("me_paper", PaperKind.PHOTO), {"file": upload(big, "me.jpg")})
    assert answer.status_code == 422
    assert "larger than" in answer.content.decode()


def test_the_form_of_an_upload_is_still_protected(person: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person.user)
    assert strict.post(url("me_paper", PaperKind.PHOTO), {"file": upload(png(), "a.png")}).status_code == 403


def test_nobody_else_gets_at_it_by_number_or_address(mine: Client, person: Person) -> None:
    """Somebody else's member, paper and file: as if they were not there."""
    other = make_person("other@example.test")
    member = FamilyMember.objects.create(person=other, relation="child", latin_name="X")
    paper = keep_paper(other, PaperKind.PASSPORT, upload(png(), "x.png"), other.user)
    actions.scan(paper.attachment)
    file = reverse("attachments:download", args=[paper.attachment.public_id])
    asked = [
        mine.get(url("me_member", member.pk)),
        mine.post(url("me_member_show", member.pk, "birth_date")),
        mine.post(url("me_member_remove", member.pk)),
        mine.post(url("me_paper_remove", paper.pk)),
        mine.get(file),
    ]
    assert [answer.status_code for answer in asked] == [404] * 5
    admin = Client()
    admin.force_login(User.objects.create_superuser("admin@example.test"))
    assert admin.get(file).status_code == 404
    theirs = Client()
    theirs.force_login(other.user)
    assert theirs.get(file).status_code == 200
    assert [view.field for view in ClearView.objects.all()] == ["file"]


def test_the_same_number_of_queries_for_one_paper_and_for_thirty(
    mine: Client, person: Person, django_assert_max_num_queries
) -> None:
    def papers(count: int) -> None:
        for _one in range(count):
            keep_paper(person, PaperKind.DEGREE, upload(), person.user)

    papers(1)
    with django_assert_max_num_queries(60) as few:
        mine.get(url("me"))
    papers(9)
    with django_assert_max_num_queries(60) as more:
        mine.get(url("me"))
    assert len(more) == len(few)
