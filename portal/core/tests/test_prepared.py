"""A query that is written once gives what the same query gives that is written anew."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.models import BigIntegerField, BooleanField, CharField, DateField, OuterRef, Subquery
from django.db.transaction import TransactionManagementError

from portal.accounts.models import District
from portal.core.prepared import Among, Kept, Numbers, Prepared, PreparedBy, Slot

pytestmark = pytest.mark.django_db


@pytest.fixture
def districts() -> dict[str, District]:
    city = District.objects.create(code="370200", name_zh="青岛市", name_en="Qingdao")
    rows = {
        code: District.objects.create(code=code, name_zh=f"区{code}", name_en=code, within=city)
        for code in ("370202", "370203")
    }
    return rows | {"370200": city}


def of_code() -> Prepared[District]:
    return Prepared(lambda: District.objects.filter(code=Slot("code", CharField())).select_related("within"))


def test_each_value_finds_its_own_row_with_what_it_is_joined_to(districts, django_assert_num_queries):
    query = of_code()
    with django_assert_num_queries(4):
        found = [query.first(code=code) for code in ("370203", "370202", "370200", "nothing")]
        assert [row and row.within and row.within.code for row in found] == ["370200", "370200", None, None]
    assert found == [districts["370203"], districts["370202"], districts["370200"], None]
    for row in found[:3]:
        assert vars(row).keys() == vars(District.objects.select_related("within").get(pk=row.pk)).keys()


def test_a_row_that_was_changed_meanwhile_is_read_anew(districts):
    query = of_code()
    query.get(code="370202")
    District.objects.filter(code="370202").update(name_zh="市南区")
    assert query.get(code="370202").name_zh == "市南区"


def test_the_sql_is_written_once_and_no_value_stays_in_it(districts, django_assert_num_queries):
    built = []

    def build():
        built.append(1)
        return District.objects.filter(code=Slot("code", CharField()))

    query = Prepared(build)
    with django_assert_num_queries(2) as asked:
        query.all(code="370202")
        query.all(code="'; --")
    assert built == [1]
    assert "370202" in asked.captured_queries[0]["sql"]
    assert "370202" not in asked.captured_queries[1]["sql"]


def test_get_says_that_there_is_no_row(districts):
    with pytest.raises(District.DoesNotExist):
        of_code().get(code="nothing")


def test_a_slot_may_stand_in_a_subquery_and_twice(districts):
    def build():
        code = Slot("code", CharField())
        same = District.objects.filter(pk=OuterRef("pk"), code=code)
        return District.objects.filter(code=code).annotate(known=Subquery(same.values("name_en")[:1]))

    query = Prepared(build)
    assert [query.get(code=code).known for code in ("370202", "370203")] == ["370202", "370203"]


def test_rows_come_as_tuples_after_values_list(districts):
    query = Prepared(
        lambda: District.objects.filter(within=Slot("within", BigIntegerField())).values_list("code", "within__code")
    )
    assert query.all(within=districts["370200"].pk) == [("370202", "370200"), ("370203", "370200")]
    assert query.all(within=0) == []


def test_values_are_given_as_their_field_gives_them(districts):
    District.objects.filter(code="370203").update(is_zone=True)
    query = Prepared(lambda: District.objects.filter(is_zone=Slot("is_zone", BooleanField())).order_by("code"))
    assert [row.code for row in query.all(is_zone=True)] == ["370203"]
    assert [row.code for row in query.all(is_zone=False)] == ["370200", "370202"]
    given = Slot("day", DateField()).value({"day": date(2031, 1, 2)}, connection)
    assert given == connection.ops.adapt_datefield_value(date(2031, 1, 2))


def test_each_thread_writes_its_own():
    """A compiler belongs to its thread's connection."""
    query = of_code()
    mine = query._written()[1].connection
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: query._written()[1].connection).result() is not mine


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused_each_time(districts):
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite locks no rows")
    query = Prepared(lambda: District.objects.select_for_update().filter(code=Slot("code", CharField())))
    with transaction.atomic():
        query.get(code="370202")
    for _time in range(2):
        with pytest.raises(TransactionManagementError):
            query.get(code="370202")


def test_each_key_has_a_query_of_its_own_and_the_oldest_is_forgotten(districts):
    queries, built = PreparedBy(2), []

    def of(city):
        def build():
            built.append(city)
            return District.objects.filter(within=city)

        return [row.code for row in queries.of(city and city.pk, build).all()]

    city = districts["370200"]
    assert [of(city), of(None), of(city)] == [["370202", "370203"], ["370200"], ["370202", "370203"]]
    assert built == [city, None]
    assert of(districts["370202"]) == []
    assert of(None) == ["370200"]
    assert built == [city, None, districts["370202"], None]


def test_a_query_that_can_find_nothing_finds_nothing(districts, django_assert_num_queries):
    query = Prepared(lambda: District.objects.filter(code__in=[]))
    with django_assert_num_queries(0):
        assert [query.all(), query.first()] == [[], None]
        with pytest.raises(District.DoesNotExist):
            query.get()


def test_what_was_used_last_is_kept():
    kept, made = Kept(2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        assert kept.of(key, lambda key=key: made.append(key) or key) == key
    assert made == ["a", "b", "c", "b"]


def test_what_follows_content_is_made_anew_after_its_time():
    kept, made = Kept(2, seconds=0.0), []
    assert [kept.of("a", lambda: made.append(1) or len(made)) for _time in range(3)] == [1, 2, 3]


def test_many_numbers_are_one_value(districts, django_assert_num_queries):
    """However many there are, the SQL is the same; nothing is found for none."""
    query = Prepared(lambda: District.objects.filter(Among("pk", Numbers("keys"))).order_by("code"))
    keys = [district.pk for district in districts.values()]
    with django_assert_num_queries(4):
        assert query.all(keys=keys) == sorted(districts.values(), key=lambda row: row.code)
        assert query.all(keys=[districts["370203"].pk] * 2) == [districts["370203"]]
        assert query.all(keys=range(10**12, 10**12 + 2000)) == []
        assert query.all(keys=[]) == []
    with pytest.raises(ValueError, match="invalid literal"):
        query.all(keys=["1) OR (1=1"])
