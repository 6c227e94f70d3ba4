"""What a passport says stands sealed in the database, bound to its place, and opens through one door that writes."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from portal.accounts.models import User
from portal.audit.models import Entry
from portal.core import clock, keystore
from portal.core.keystore import KeyGone
from portal.core.sealing import Unopened, new_key
from talent import clear, people_querysets, sealed
from talent.enums import Relation
from talent.models import ClearView, FamilyMember, Person
from talent.models.consents import ViewsStand
from talent.tests.people import BORN, EXPIRES, NUMBER, make_person

pytestmark = pytest.mark.django_db


def row_of(person: Person) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM talent_person WHERE id = %s", [person.pk])
        return repr(cursor.fetchone())


def test_nothing_of_it_stands_in_the_row_and_all_of_it_opens() -> None:
    person = make_person()
    row = row_of(person)
    assert [part in row for part in (NUMBER, NUMBER[-4:], BORN.isoformat(), EXPIRES.isoformat())] == [False] * 4
    person = Person.objects.get(pk=person.pk)
    assert [sealed.read(person, field) for field in sealed.FIELDS] == [BORN, NUMBER, EXPIRES]


def test_a_list_shows_three_characters_and_no_date() -> None:
    person = make_person()
    assert (person.masked_passport, person.masked_birth) == ("•••••421", "••••-••-••")
    sealed.write(person, passport_number="A1234")
    assert person.masked_passport == "•••••34"


def test_a_list_needs_no_key_of_the_store(django_assert_num_queries, monkeypatch) -> None:
    make_person()
    monkeypatch.setattr(keystore, "load", lambda key_id: pytest.fail("looked into the key store"))
    with django_assert_num_queries(1):
        assert [person.masked_passport for person in Person.objects.all()] == ["•••••421"]


@pytest.mark.parametrize("other", ["birth_date", "passport_expires_on"])
def test_a_value_moved_to_another_field_does_not_open(other: str) -> None:
    person = make_person()
    setattr(person, f"{other}_sealed", person.passport_number_sealed)
    with pytest.raises(Unopened):
        sealed.read(person, other)


def test_a_value_moved_to_another_row_does_not_open_even_with_its_key() -> None:
    one, two = make_person(), make_person("two@example.test")
    two.passport_number_sealed, two.passport_tail_sealed = one.passport_number_sealed, one.passport_tail_sealed
    with pytest.raises(Unopened):
        sealed.read(two, "passport_number")
    with pytest.raises(Unopened):
        _ = two.masked_passport
    two.key_id = one.key_id
    with pytest.raises(Unopened):
        sealed.read(two, "passport_number")


def test_a_value_moved_to_another_table_does_not_open() -> None:
    person = make_person()
    member = FamilyMember(pk=person.pk, person=person, key_id=person.key_id)
    member.passport_number_sealed = person.passport_number_sealed
    with pytest.raises(Unopened):
        sealed.read(member, "passport_number")


def test_a_wrong_key_is_an_error(settings) -> None:
    person = make_person()
    settings.FIELD_KEYS = [new_key()]
    for opened in (lambda: sealed.read(person, "passport_number"), lambda: person.masked_passport):
        with pytest.raises(Unopened, match="no key"):
            opened()


def test_without_its_key_nothing_opens() -> None:
    person = make_person()
    assert keystore.destroy(person.key_id)
    with pytest.raises(KeyGone):
        sealed.read(person, "passport_number")


def test_a_family_member_has_a_key_of_their_own() -> None:
    person = make_person()
    member = FamilyMember.objects.create(person=person, relation=Relation.CHILD, latin_name="HONG HANUL")
    sealed.write(member, birth_date=date(2020, 2, 29))
    keystore.destroy(person.key_id)
    assert sealed.read(member, "birth_date") == date(2020, 2, 29)


@pytest.mark.parametrize("number", ["M7046 0421", "m70460421", "", "홍길동12", "A" * 13])
def test_what_is_no_number_is_not_sealed(number: str) -> None:
    person = make_person()
    if not number:
        with pytest.raises(IntegrityError), transaction.atomic():
            sealed.write(person, passport_number=number)
        return
    with pytest.raises(ValidationError) as error:
        sealed.write(person, passport_number=number)
    assert number not in str(error.value)


# --- the one door ------------------------------------------------------------------------------------------


def test_a_look_is_written_down_and_tells_nothing_of_the_value() -> None:
    person = make_person()
    assert clear.reveal(person, "passport_number", person.user, "my details") == NUMBER
    view = ClearView.objects.get()
    assert (view.person, view.field, view.viewer, view.why) == (person, "passport_number", person.user, "my details")
    assert NUMBER not in repr(vars(view))


@pytest.fixture
def official(monkeypatch) -> User:
    """Sees and may open everybody, as the cases will have it for those of a desk."""
    user = User.objects.create_user("official@example.test", is_staff=True)
    from django.db.models import Q

    ways = [lambda viewer: Q(pk__gt=0) if viewer == user else None]
    rules = [lambda viewer, person, field: True if viewer == user else None]
    monkeypatch.setattr(people_querysets, "registered", ways)
    monkeypatch.setattr(clear, "registered", rules)
    return user


def test_nobody_else_looks_not_even_an_administrator(official: User) -> None:
    person = make_person()
    others = [
        User.objects.create_superuser("admin@example.test"),
        make_person("other@example.test").user,
    ]
    for viewer in others:
        assert list(Person.objects.visible_to(viewer).exclude(user=viewer)) == []
        with pytest.raises(PermissionDenied):
            clear.reveal(person, "passport_number", viewer, "curious")
    assert not ClearView.objects.exists()
    assert clear.reveal(person, "birth_date", official, "check", case="T-1") == BORN
    assert ClearView.objects.get().case_number == "T-1"


def test_a_rule_that_refuses_wins_over_one_that_allows(official: User) -> None:
    person = make_person()
    clear.registered.append(lambda viewer, seen, field: False if field == "birth_date" else None)
    with pytest.raises(PermissionDenied):
        clear.reveal(person, "birth_date", official, "check")
    assert clear.reveal(person, "passport_number", official, "check") == NUMBER


def test_after_fifty_looks_in_an_hour_it_stops_and_alarms(official: User) -> None:
    person = make_person()
    for _look in range(clear.MOST_IN_AN_HOUR):
        clear.reveal(person, "birth_date", official, "check")
    with pytest.raises(clear.TooManyViews):
        clear.reveal(person, "birth_date", official, "check")
    assert ClearView.objects.count() == clear.MOST_IN_AN_HOUR
    assert [entry.target for entry in Entry.objects.filter(verb="too_many_views")] == [f"user:{official.pk}"]
    # The person's own looks are not counted, and an hour later the official works on.
    assert clear.reveal(person, "birth_date", person.user, "mine") == BORN
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert clear.reveal(person, "birth_date", official, "check") == BORN


def test_the_list_of_looks_is_never_changed() -> None:
    person = make_person()
    clear.reveal(person, "birth_date", person.user, "mine")
    view = ClearView.objects.get()
    for change in (view.save, view.delete, ClearView.objects.all().delete, lambda: ClearView.objects.update(why="x")):
        with pytest.raises(ViewsStand):
            change()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the trigger is PostgreSQL's")
def test_postgresql_refuses_too() -> None:
    person = make_person()
    clear.reveal(person, "birth_date", person.user, "mine")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM talent_clearview")


def test_after_a_change_of_keys_everything_is_sealed_anew_and_the_old_one_can_go(settings, tmp_path, capsys) -> None:
    settings.KEY_STORE, settings.FIELD_KEYS = tmp_path / "keys", [new_key()]
    person = make_person()
    settings.FIELD_KEYS = [new_key(), *settings.FIELD_KEYS]
    for _twice in range(2):
        call_command("reseal")
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "passport" in line or "keys" in line] == [
        "sealed anew: 1 last characters of passport numbers",
        "sealed anew: 1 keys of persons and papers",
        "sealed anew: 0 last characters of passport numbers",
        "sealed anew: 0 keys of persons and papers",
    ]
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    person.refresh_from_db()
    assert (sealed.read(person, "passport_number"), person.masked_passport) == (NUMBER, "•••••421")
