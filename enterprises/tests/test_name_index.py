"""A part of a name finds every enterprise that has it, however the row was written, and looks through few others."""

import random
import unicodedata

import pytest
from django.db import connection

from enterprises.desk.registry_list import chosen
from enterprises.desk.registry_query import RegistryQuery
from enterprises.models import Enterprise
from enterprises.name_index import TABLE, WORDS, look_after, may_hold
from enterprises.tests.factories import DistrictFactory, EnterpriseFactory, credit_code, official
from portal.accounts.enums import Role

pytestmark = pytest.mark.django_db
CHARACTERS = "青岛海云山石数字科技有限公司（崂山）·-'\"%_ABCabc1290 𠮷é"
PIECES = 300


def invented(draw: random.Random, count: int) -> list[Enterprise]:
    district = DistrictFactory()
    return Enterprise.objects.bulk_create(
        Enterprise(
            credit_code=credit_code(70_000_000 + number),
            name="".join(draw.choices(CHARACTERS, k=draw.randint(1, 24))).strip() or "青",
            name_en="".join(draw.choices("Haiyun Digital O'Brien & Co. ", k=draw.randint(0, 20))).strip(),
            district=district,
            registered_on="2020-01-01",
        )
        for number in range(count)
    )


def plainly(rows: list[Enterprise], part: str) -> set[int]:
    """What a look through all names gives."""
    small = connection.vendor == "sqlite"  # its LIKE does not tell a from A
    found = set()
    for row in rows:
        name, wanted = (row.name.lower(), part.lower()) if small and part.isascii() else (row.name, part)
        if small and not part.isascii():
            name, wanted = ascii_small(row.name), ascii_small(part)
        if wanted in name or (part.isascii() and part.lower() in row.name_en.lower()):
            found.add(row.pk)
    return found


def ascii_small(text: str) -> str:
    return "".join(char.lower() if char.isascii() else char for char in text)


def found_by(part: str) -> set[int]:
    user = official(Role.CASE_MANAGER)
    return set(chosen(user, RegistryQuery(search=part)).values_list("pk", flat=True))


def test_300_pieces_of_one_to_eight_characters_find_what_a_plain_look_finds():
    draw = random.Random(2027)
    rows = invented(draw, 200)
    user = official(Role.CASE_MANAGER)
    asked = 0
    while asked < PIECES:
        name = draw.choice(rows).name
        first = draw.randrange(len(name))
        part = name[first : first + draw.randint(1, 8)].strip()
        if not part or unicodedata.normalize("NFKC", part) != part:
            continue
        found = set(chosen(user, RegistryQuery(search=part)).values_list("pk", flat=True))
        assert found == plainly(rows, part), part
        assert found, part
        asked += 1


def test_the_index_alone_leaves_out_who_lacks_a_pair():
    """Otherwise the plain look behind it would do all the work."""
    one, other = EnterpriseFactory(name="青岛海云科技"), EnterpriseFactory(name="青岛云海科技")
    index = Enterprise.objects.filter(may_hold(connection.vendor, "海云"))
    assert list(index) == [one]
    assert set(Enterprise.objects.filter(may_hold(connection.vendor, "海"))) == {one, other}


def test_a_name_that_was_changed_in_bulk_or_deleted_is_known_at_once():
    one = EnterpriseFactory(name="青岛海云科技", name_en="Haiyun")
    assert (found_by("海云"), found_by("haiy")) == ({one.pk}, {one.pk})
    Enterprise.objects.filter(pk=one.pk).update(name="青岛星辰科技", name_en="Xingchen")
    assert (found_by("海云"), found_by("haiy"), found_by("星辰"), found_by("XING")) == (
        set(),
        set(),
        {one.pk},
        {one.pk},
    )
    one.delete()
    assert found_by("星辰") == set()


def test_a_table_that_was_made_anew_gets_its_index_back():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL computes the column itself")
    one = EnterpriseFactory(name="青岛海云科技")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER name_words_new")
        cursor.execute(f"DELETE FROM {WORDS}")
        assert found_by("海云") == set()
        look_after(using="default")
        other = EnterpriseFactory(name="崂山海云软件")
        assert found_by("海云") == {one.pk, other.pk}
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        assert cursor.fetchone()[0] == 3
