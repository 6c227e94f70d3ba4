"""People for tests, and what the tests of sealed data look for. Numbers with right check digits, invented."""

from datetime import date
from typing import Any

from portal.accounts.models import User
from talent import consents, sealed
from talent.enums import ConsentKind
from talent.models import Person

NUMBER, BORN, EXPIRES = "M70460421", date(1990, 2, 28), date(2031, 5, 6)


def make_person(email: str = "person@example.test", **fields: Any) -> Person:
    """A person with an account and a whole passport; `email=""` for one without an account."""
    user = User.objects.create_user(email, "a long password", name="Hong", language="en") if email else None
    number = fields.pop("number", NUMBER)
    person = Person.objects.create(
        **({"user": user, "latin_name": "HONG GIL DONG", "own_name": "홍길동", "nationality": "KOR"} | fields)
    )
    if user:
        consents.give(person, ConsentKind.PASSPORT, user)
    sealed.write(person, birth_date=BORN, passport_number=number, passport_expires_on=EXPIRES)
    return person
