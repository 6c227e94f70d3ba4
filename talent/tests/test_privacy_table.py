"""Every column of a person's rows is classified; what identifies somebody is in the copy and goes with the person."""

from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.utils import translation

from portal.attachments.tests.samples import png, upload
from talent import sealed
from talent.enums import PaperKind, Relation
from talent.models import FamilyMember, Person, PersonPaper
from talent.people_actions import keep_paper
from talent.rights.erasure import forget
from talent.rights.kept import as_data
from talent.tests.people import BORN, EXPIRES, make_person

TABLE = yaml.safe_load((Path(__file__).resolve().parent.parent / "data" / "privacy.yaml").read_text(encoding="utf-8"))
CLASSES = {"identity", "sealed", "paper", "proof", "technical"}


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_column_is_classified(name: str) -> None:
    columns = {field.name for field in apps.get_model("talent", name)._meta.concrete_fields}
    assert columns == set(TABLE[name])
    assert set(TABLE[name].values()) <= CLASSES


def test_every_row_that_belongs_to_a_person_is_in_the_table() -> None:
    pointing = {
        relation.related_model.__name__
        for relation in Person._meta.related_objects
        if relation.related_model._meta.app_label == "talent"
    }
    # A case has parties of its own and is emptied by talent/rights/of_cases.py.
    assert pointing - {"TalentCase"} <= set(TABLE)


def of_class(name: str, *classes: str) -> list[str]:
    return [column for column, kind in TABLE[name].items() if kind in classes]


@pytest.fixture
def person(db: None) -> Person:
    with translation.override("en"):
        person = make_person(chinese_name="洪吉童")
        member = FamilyMember.objects.create(
            person=person,
            relation=Relation.CHILD,
            latin_name="HANUL",
            own_name="하늘",
            chinese_name="天",
            nationality="KOR",
        )
        sealed.write(member, birth_date=BORN, passport_number="M12345678", passport_expires_on=EXPIRES)
        keep_paper(person, PaperKind.PASSPORT, upload(png(), "a.png"), person.user)
    return person


def test_the_copy_has_all_of_it(person: Person) -> None:
    data = as_data(person, person.user)
    for name, copied in (("Person", data["person"]), ("FamilyMember", data["family"][0])):
        wanted = {column.removesuffix("_sealed") for column in of_class(name, "identity", "sealed")}
        # The account has a part of its own; the last characters are a part of the number.
        missing = wanted - set(copied) - {"user", "passport_tail"}
        assert missing == set()
        assert all(copied[column] for column in wanted & set(copied))
    assert (data["account"]["email"], len(data["papers"]), len(data["consents"])) == (person.user.email, 1, 1)


def test_all_of_it_goes(person: Person) -> None:
    forget(person, person.user)
    for name, row in (("Person", Person.objects.get()), ("FamilyMember", FamilyMember.objects.get())):
        left = {column: getattr(row, column) for column in of_class(name, "identity", "sealed")}
        assert {column: value for column, value in left.items() if value} == {}
    assert PersonPaper.objects.count() == 0
