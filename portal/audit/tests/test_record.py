import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.db.utils import DatabaseError

from portal.accounts.models import User
from portal.audit.actions import record, verify
from portal.audit.exceptions import AppendOnlyError
from portal.audit.models import Entry, Head
from portal.core import clock

pytestmark = pytest.mark.django_db
postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="the trigger is PostgreSQL's")


def test_entries_of_a_scope_count_from_one_and_follow_each_other(official: User) -> None:
    first = record(scope="case:1", verb="submitted", actor=official)
    other = record(scope="case:2", verb="submitted")
    second = record(scope="case:1", verb="accepted", target=official, data={"step": "accept"})
    assert [first.sequence, second.sequence, other.sequence] == [1, 2, 1]
    assert (first.previous_hash, second.previous_hash, other.previous_hash) == ("", first.hash, "")
    assert (second.actor_label, second.target, first.actor_label) == ("system", f"accounts.user:{official.pk}", "李红")
    assert list(Entry.objects.of("case:1")) == [first, second]
    assert set(Head.objects.values_list("scope", "sequence", "hash")) == {
        ("case:1", 2, second.hash),
        ("case:2", 1, other.hash),
    }
    assert verify() == []


def test_recording_takes_three_queries_for_a_first_and_for_a_later_entry(django_assert_num_queries) -> None:
    for _number in range(2):
        with django_assert_num_queries(3):
            record(scope="case:1", verb="submitted", data={"amount": 1})


def test_an_entry_falls_with_the_change_it_tells_of() -> None:
    record(scope="case:1", verb="submitted")
    with transaction.atomic():
        record(scope="case:1", verb="accepted")
        transaction.set_rollback(True)
    again = record(scope="case:1", verb="returned")
    assert again.sequence == 2
    assert verify() == []


def test_the_moment_comes_from_the_portals_clock() -> None:
    moment = dt.datetime(2026, 3, 1, 9, 30, 0, 123456, tzinfo=dt.UTC)
    with clock.at(moment):
        entry = record(scope="system", verb="loaded")
    entry.refresh_from_db()
    assert entry.at == moment
    assert verify() == []


def test_whatever_the_details_hold_comes_back_as_it_was_hashed() -> None:
    data = {
        "money": Decimal("1234567.89"), "day": dt.date(2026, 2, 28), "at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        "id": UUID(int=7), "ratio": 0.1, "small": 1e-30, "large": 1e30, "infinite": float("inf"), "whole": 2.0,
        "big": 2**70, "none": None, "yes": True, "nested": [{"b": 1, "a": [1.5, "𠮷"]}], 5: "number as key",
        "nul": "a\x00b", "surrogate": "a\ud800b", "pair": "\ud842\udfb7", "empty": {},
    }  # fmt: skip
    entry = record(scope="case:1", verb="noted", target="a\x00b", data=data)
    stored = Entry.objects.get(pk=entry.pk)
    assert stored.data == entry.data
    assert (stored.data["money"], stored.data["ratio"], stored.data["nul"]) == ("1234567.89", "0.1", "a\ufffdb")
    assert (stored.data["surrogate"], stored.data["pair"], stored.data["5"]) == ("a\ufffdb", "𠮷", "number as key")
    assert verify() == []


def test_a_person_with_entries_cannot_be_deleted(official: User) -> None:
    record(scope="case:1", verb="submitted", actor=official)
    with pytest.raises(ProtectedError):
        official.delete()


def test_the_name_stays_as_it_was_at_the_time(official: User) -> None:
    entry = record(scope="case:1", verb="submitted", actor=official)
    official.name = "李虹"
    official.save()
    entry.refresh_from_db()
    assert entry.actor_label == "李红"


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: Entry.objects.filter(pk=entry.pk).update(verb="x"),
        lambda entry: Entry.objects.filter(pk=entry.pk).delete(),
        lambda entry: Entry.objects.bulk_update([entry], ["verb"]),
        lambda entry: Entry.objects.bulk_create([Entry(scope="case:1", sequence=2)]),
        lambda entry: Entry.objects.update_or_create(pk=entry.pk, defaults={"verb": "x"}),
    ],
    ids=["save", "delete", "update", "delete rows", "bulk update", "bulk create", "update or create"],
)
def test_the_model_refuses_every_change(change) -> None:
    entry = record(scope="case:1", verb="submitted")
    with pytest.raises(AppendOnlyError):
        change(entry)
    assert list(Entry.objects.values_list("verb", flat=True)) == ["submitted"]


@postgresql
@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET verb = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_every_change(statement: str) -> None:
    record(scope="case:1", verb="submitted")
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(statement)
    assert verify() == []


@postgresql
def test_without_the_trigger_the_database_would_take_the_change(sql) -> None:
    """Negative control: it is the trigger that refuses, and nothing else."""
    record(scope="case:1", verb="submitted")
    assert sql("UPDATE audit_entry SET verb = 'x'") == 1
    assert sql("DELETE FROM audit_entry") == 1
